//! Which replica has received, applied or lost which write: a few bits for each recent write.

use std::collections::VecDeque;

use crate::sim::fact::Version;
use crate::sim::ids::{KeyIndex, SessionId, WriteId};
use crate::sim::time::Micros;

/// How many of the newest writes are remembered.
const REMEMBERED: usize = 1 << 17;

/// A set of replicas.
pub type Replicas = u16;

/// What is known of a write.
#[derive(Clone, Copy, Debug, Default)]
pub struct Mark {
    /// When a person asked for it.
    pub requested: Micros,
    /// Who did.
    pub session: SessionId,
    /// Its key.
    pub key: KeyIndex,
    /// Its version; 0 until it is committed. In a two-way sync its number among the writes of its side.
    pub version: Version,
    /// Whether it was made at the target's side of a two-way sync.
    pub is_far: bool,
    /// How many writes its session had made that it knew of when it asked for this one.
    pub wrote: u32,
    /// How many things its session had been shown then.
    pub saw: u32,
    /// Replicas whose node received it.
    pub delivered: Replicas,
    /// Replicas whose node received it more than once.
    pub redelivered: Replicas,
    /// Replicas that applied it.
    pub applied: Replicas,
    /// Replicas that it will not reach.
    pub gone: Replicas,
    /// Replicas of which it turned out that it will not reach them by itself, put aside or lost.
    pub denied: Replicas,
    /// Where its story is told, counted from 1.
    pub story: u32,
    /// When it was committed.
    pub committed: Micros,
}

/// Marks of the newest writes, by [`WriteId`].
#[derive(Clone, Debug, Default)]
pub struct Marks {
    base: u64,
    kept: VecDeque<Mark>,
    /// Those of the person at the page, which have numbers of their own; a script has few.
    yours: Vec<Mark>,
}

impl Marks {
    /// A person asked for a write; writes come in the order of their identities.
    pub fn request(&mut self, write: WriteId, mark: Mark) {
        if write.yours().is_some() {
            self.yours.push(mark);
            return;
        }
        if self.kept.is_empty() {
            self.base = write.0;
        }
        if self.kept.len() == REMEMBERED {
            self.kept.pop_front();
            self.base += 1;
        }
        self.kept.push_back(mark);
    }

    /// These replicas forgot what they had applied.
    pub fn clear_applied(&mut self, replicas: Replicas) {
        for mark in self.kept.iter_mut().chain(&mut self.yours) {
            mark.applied &= !replicas;
            mark.denied &= !replicas;
        }
    }

    /// What is known of a write, if it is remembered.
    pub fn get(&mut self, write: WriteId) -> Option<&mut Mark> {
        if let Some(nth) = write.yours() {
            return self.yours.get_mut(nth as usize);
        }
        let place = usize::try_from(write.0.checked_sub(self.base)?).ok()?;
        self.kept.get_mut(place)
    }
}

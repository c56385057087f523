//! Which replica has received, applied or lost which write: a few bits for each.
//!
//! The newest writes are all remembered, and of the older ones those with which something may still
//! happen for the first time or has happened otherwise than usual. Of the rest it is known that their people
//! have heard of them and that every replica has received and applied them, once: so what is forgotten changes
//! no figure.

use std::collections::VecDeque;

use crate::facts::ids::{KeyIndex, SessionId, WriteId};
use crate::facts::time::Micros;
use crate::facts::{Merge, Version};
use crate::sim::ledger::Ledger;

/// How many of the newest writes are all remembered.
const NEWEST: usize = 1 << 17;

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
    /// Replicas of which it is known why they have not applied it: they left it out, or it was put aside.
    pub accounted: Replicas,
    /// Replicas of which the run found that nothing is left that would bring it to them.
    pub gone: Replicas,
    /// Those of them to which it got lost.
    pub lost: Replicas,
    /// Where its story is told, counted from 1.
    pub story: u32,
    /// When it was committed.
    pub committed: Micros,
    /// Whether its person has heard of it, or never will.
    pub is_answered: bool,
    /// Whether no replica misses it any more.
    pub is_closed: bool,
}

/// Marks of writes, by [`WriteId`].
#[derive(Clone, Debug, Default)]
pub struct Marks {
    usual: Usual,
    /// The first of the newest writes.
    base: u64,
    newest: VecDeque<Mark>,
    /// Those of the older ones that are remembered.
    older: Ledger<Mark>,
    /// Those of the older ones of which that may have changed.
    touched: Vec<u64>,
    /// Which replicas received which of the forgotten writes once more.
    received_again: Ledger<Replicas>,
    /// Those of the person at the page, which have numbers of their own; a script has few.
    yours: Vec<Mark>,
}

/// What usually happens to a write.
#[derive(Clone, Copy, Debug, Default)]
struct Usual {
    /// All replicas.
    all: Replicas,
    /// Whether events carry the writes to the replicas.
    have_events: bool,
    /// Whether replicas know themselves which writes they have applied, since each is a change.
    are_changes: bool,
}

impl Usual {
    /// Whether all that has happened to a write, and nothing else.
    fn is_so(self, mark: &Mark) -> bool {
        let as_events = !self.have_events
            || mark.delivered == self.all
                && (self.are_changes || mark.applied == self.all)
                && (mark.gone | mark.redelivered) == 0;
        mark.is_answered && (mark.is_closed && as_events || mark.version == 0)
    }
}

impl Marks {
    /// There is one more replica.
    pub fn add_replica(&mut self, merge: Merge) {
        self.usual.all = self.usual.all << 1 | 1;
        self.usual.are_changes = merge == Merge::Add;
    }

    /// Events carry the writes to the replicas.
    pub fn expect_events(&mut self) {
        self.usual.have_events = true;
    }

    /// A person asked for a write; writes come in the order of their identities.
    pub fn request(&mut self, write: WriteId, mark: Mark) {
        if write.yours().is_some() {
            self.yours.push(mark);
            return;
        }
        if self.newest.is_empty() {
            self.base = write.0;
        }
        if self.newest.len() == NEWEST
            && let Some(oldest) = self.newest.pop_front()
        {
            if !self.usual.is_so(&oldest) {
                self.older.insert(self.base, oldest);
            }
            self.base += 1;
        }
        self.newest.push_back(mark);
    }

    /// Whether somebody has asked for a write so far.
    pub fn was_requested(&self, write: WriteId) -> bool {
        let next = self.base + self.newest.len() as u64;
        match write.yours() {
            Some(nth) => nth < self.yours.len() as u64,
            None => write.0 < next && !self.newest.is_empty(),
        }
    }

    /// No replica misses a write any more.
    pub fn close(&mut self, write: WriteId) {
        if let Some(mark) = self.get(write) {
            mark.is_closed = true;
        }
    }

    /// The person who wrote has heard of it, or never will.
    pub fn answer(&mut self, write: WriteId) {
        if let Some(mark) = self.get(write) {
            mark.is_answered = true;
        }
    }

    /// A replica received a write that is forgotten; whether it did so for the second time.
    pub fn receive_again(&mut self, WriteId(write): WriteId, replica: Replicas) -> bool {
        let before = self.received_again.entry(write, Replicas::default);
        let is_second = *before & replica == 0;
        *before |= replica;
        is_second
    }

    /// These replicas forgot what they had applied.
    pub fn clear_applied(&mut self, replicas: Replicas) {
        let older = self.older.range_mut(0, u64::MAX);
        let known = self.newest.iter_mut().chain(&mut self.yours);
        for mark in known.chain(older) {
            mark.applied &= !replicas;
            mark.gone &= !replicas;
        }
    }

    /// What is known of a write, if it is remembered.
    pub fn get(&mut self, write: WriteId) -> Option<&mut Mark> {
        if let Some(nth) = write.yours() {
            return self.yours.get_mut(nth as usize);
        }
        let Some(place) = write.0.checked_sub(self.base) else {
            let older = self.older.get_mut(write.0);
            if older.is_some() {
                self.touched.push(write.0);
            }
            return older;
        };
        self.newest.get_mut(usize::try_from(place).ok()?)
    }

    /// An instant is over: forgets what need not be remembered any more.
    pub fn tidy(&mut self) {
        while let Some(write) = self.touched.pop() {
            let mark = self.older.get(write);
            if mark.is_some_and(|mark| self.usual.is_so(mark)) {
                self.older.remove(write);
            }
        }
    }

    /// How many older writes are remembered.
    pub fn older(&self) -> usize {
        self.older.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    const DONE: Mark = Mark {
        requested: 0,
        session: SessionId(0),
        key: 0,
        version: 1,
        is_far: false,
        wrote: 0,
        saw: 0,
        delivered: 0b11,
        redelivered: 0,
        applied: 0b11,
        accounted: 0,
        gone: 0,
        lost: 0,
        story: 0,
        committed: 0,
        is_answered: true,
        is_closed: true,
    };

    /// Two replicas, and more writes than are all remembered: the first ones so.
    fn after(first: &[Mark]) -> Marks {
        let mut marks = Marks::default();
        marks.add_replica(Merge::Replace);
        marks.add_replica(Merge::Replace);
        marks.expect_events();
        for nth in 0..NEWEST + first.len() {
            let mark = first.get(nth).copied().unwrap_or_default();
            marks.request(WriteId(nth as u64), mark);
        }
        marks
    }

    #[test]
    fn only_what_went_as_usual_is_forgotten() {
        let others = [
            Mark {
                is_answered: false,
                ..DONE
            },
            Mark {
                delivered: 0b01,
                ..DONE
            },
            Mark {
                redelivered: 0b10,
                ..DONE
            },
            Mark {
                applied: 0b10,
                ..DONE
            },
            Mark { gone: 0b01, ..DONE },
        ];
        for other in others {
            let mut marks = after(&[DONE, other]);
            assert!(marks.get(WriteId(0)).is_none());
            assert!(marks.get(WriteId(1)).is_some(), "{other:?}");
        }
    }

    #[test]
    fn a_replica_that_is_built_anew_makes_nothing_unusual() {
        let mut marks = Marks::default();
        marks.add_replica(Merge::Add);
        let mark = Mark {
            delivered: 0b1,
            applied: 0,
            ..DONE
        };
        assert!(marks.usual.is_so(&mark));
        marks.expect_events();
        assert!(marks.usual.is_so(&mark));
        assert!(!marks.usual.is_so(&Mark {
            is_closed: false,
            ..mark
        }));
    }

    #[test]
    fn what_comes_to_its_end_late_is_forgotten_then() {
        let mut marks = after(&[Mark {
            applied: 0b01,
            ..DONE
        }]);
        marks.tidy();
        marks.get(WriteId(0)).expect("it is awaited").applied = 0b11;
        assert_eq!(marks.older(), 1, "within the instant it is still there");
        marks.tidy();
        assert_eq!(marks.older(), 0);
    }

    #[test]
    fn what_is_forgotten_and_comes_again_counts_once_for_each_replica() {
        let mut marks = after(&[DONE]);
        let again = [0b01, 0b10, 0b01].map(|bit| marks.receive_again(WriteId(0), bit));
        assert_eq!(again, [true, true, false]);
    }
}

//! The doubts that there are: writes of which it is doubtful whether they still come to a copy, and keys that a
//! copy has spoilt. The fold raises and settles them.
//!
//! A message that got lost, an event that was put aside or forgotten, an old value over a new one: each
//! is a reason to ask whether anything is left that will make up for it, and no reason to say that
//! nothing is. Only the state of the run knows that. So a doubt is kept until the write has come, or until
//! the run, which is asked again each time that something has become of the write, finds that nothing
//! is left. What it finds is a fact like all others (`WillNotCome`, `WillNotMend`), and those are what is
//! "for good".

use std::collections::{BTreeMap, BTreeSet};

use crate::consistency::state::marks::Replicas;
use crate::facts::ids::{KeyIndex, ReplicaId, WriteId};
use crate::facts::time::Micros;
use crate::facts::{LetterKind, LossReason, Version};

/// What is doubtful.
#[derive(Clone, Debug, Default)]
pub struct Doubts {
    pub(in crate::consistency) writes: BTreeMap<WriteId, Doubt>,
    /// Keys that have applied a write twice, by the place of the copy.
    pub(in crate::consistency) spoilt: BTreeMap<(usize, KeyIndex), WriteId>,
    /// Writes that one of two sides has lost: the key, and the other side, which may be shown them yet.
    pub(in crate::consistency) lost: BTreeMap<WriteId, (KeyIndex, ReplicaId)>,
    /// The writes of which the run is to be asked.
    pub(in crate::consistency) asked: BTreeSet<WriteId>,
    /// The spoilt keys of which it is to be asked.
    pub(in crate::consistency) asked_keys: BTreeSet<(usize, KeyIndex)>,
    /// Whether it is to be asked of everything.
    pub(in crate::consistency) all: bool,
    /// Whether users have stopped: what breaks from then on may stay so.
    pub(in crate::consistency) are_final: bool,
    /// How often the run was asked.
    pub(in crate::consistency) questions: u64,
}

/// A write of which it is doubtful whether it comes.
#[derive(Clone, Copy, Debug)]
pub(in crate::consistency) struct Doubt {
    pub(in crate::consistency) key: KeyIndex,
    pub(in crate::consistency) version: Version,
    pub(in crate::consistency) committed: Micros,
    /// The copies concerned.
    pub(in crate::consistency) replicas: Replicas,
    /// Why somebody had it no longer.
    pub(in crate::consistency) why: Option<LossReason>,
}

impl Doubts {
    /// Whether a write comes to these copies is doubtful no longer.
    pub(in crate::consistency) fn resolve(&mut self, write: WriteId, replicas: Replicas) {
        if let Some(doubt) = self.writes.get_mut(&write) {
            doubt.replicas &= !replicas;
            if doubt.replicas == 0 {
                self.writes.remove(&write);
            }
        }
    }

    /// A copy was set to what is true, or emptied.
    pub(in crate::consistency) fn resolve_key(&mut self, place: usize, key: KeyIndex) {
        self.spoilt.remove(&(place, key));
    }

    /// A copy has applied a write twice.
    pub(in crate::consistency) fn spoil(&mut self, place: usize, key: KeyIndex, write: WriteId) {
        self.spoilt.insert((place, key), write);
        self.asked_keys.insert((place, key));
    }
}

/// Whether a message is about many writes: which were in it, or might have been, nobody says.
pub(in crate::consistency) fn carries_many(kind: LetterKind) -> bool {
    matches!(
        kind,
        LetterKind::Fetch
            | LetterKind::Batch
            | LetterKind::Head
            | LetterKind::Rows
            | LetterKind::Load
            | LetterKind::Loaded
    )
}

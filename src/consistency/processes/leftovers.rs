//! Bookings that sagas at their end have left behind, as long as it is doubtful whether they are given back.
//!
//! An order to take one back may be on its way, kept to be sent again or in work when its saga ends, and
//! more may follow from it. Only the state of the run knows; so it is asked each time that something has
//! become of the saga, and what it finds is a fact like all others (`WillNotRelease`).

use std::collections::{BTreeMap, BTreeSet};

use crate::facts::What;
use crate::facts::ids::{KeyIndex, NodeId, WriteId};
use crate::sim::prospect::Prospect;

/// What is doubtful.
#[derive(Clone, Debug, Default)]
pub struct Leftovers {
    /// The key of each saga, by the saga and where its booking is.
    doubtful: BTreeMap<(WriteId, NodeId), KeyIndex>,
    /// The sagas of which the run is to be asked.
    asked: BTreeSet<WriteId>,
    /// Whether it is to be asked of all.
    all: bool,
}

impl Leftovers {
    /// A saga at its end holds something at a node.
    pub fn doubt(&mut self, write: WriteId, node: NodeId, key: KeyIndex) {
        self.doubtful.insert((write, node), key);
        self.asked.insert(write);
    }

    /// It is doubtful no longer: it was given back, or will not be.
    pub fn resolve(&mut self, write: WriteId, node: NodeId) {
        self.doubtful.remove(&(write, node));
    }

    /// Something may have become of an order to take a step back.
    pub fn note(&mut self, what: &What) {
        let write = match *what {
            What::Delivered { letter } | What::Lost { letter, .. } => letter.write,
            What::Reserved { write, .. }
            | What::Refused { write, .. }
            | What::Failed { write, .. }
            | What::Released { write, .. }
            | What::UndoFailed { write, .. } => Some(write),
            _ => None,
        };
        if let Some(write) = write.filter(|_| !self.doubtful.is_empty()) {
            self.ask_about(write);
        }
    }

    /// Something has become of a saga.
    pub fn ask_about(&mut self, write: WriteId) {
        if self.of(write).next().is_some() {
            self.asked.insert(write);
        }
    }

    /// Much has changed at once.
    pub fn ask_again(&mut self) {
        self.all = !self.doubtful.is_empty();
    }

    /// Whether the run is to be asked.
    pub fn has_questions(&self) -> bool {
        self.all || !self.asked.is_empty()
    }

    fn of(&self, write: WriteId) -> impl Iterator<Item = (NodeId, KeyIndex)> {
        let all = (write, NodeId(0))..=(write, NodeId(u16::MAX));
        self.doubtful
            .range(all)
            .map(|(&(_, node), &key)| (node, key))
    }

    /// What will not be given back of what the run is to be asked about, as `may_still` finds in its state.
    pub fn find(&mut self, may_still: impl Fn(&Prospect) -> bool) -> Vec<What> {
        let mut asked = std::mem::take(&mut self.asked);
        if std::mem::take(&mut self.all) {
            asked = self.doubtful.keys().map(|&(write, _)| write).collect();
        }
        let asked = asked.into_iter();
        let bookings = asked.flat_map(|write| self.of(write).map(move |at| (write, at)));
        let lost =
            bookings.filter(|&(write, (node, _))| !may_still(&Prospect::Release { node, write }));
        lost.map(|(write, (node, key))| What::WillNotRelease { node, write, key })
            .collect()
    }
}

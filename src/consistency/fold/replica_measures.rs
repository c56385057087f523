//! The measures of one replica: the same fold, shown the facts alone that concern it.
//!
//! Kept for those who ask for it; each costs as much as the fold of everything.

use super::Consistency;
use crate::consistency::measures::measure::Measure;
use crate::consistency::measures::report::{Figures, Kept, Subject};
use crate::consistency::stats::level::Share;
use crate::facts::ids::{NodeId, ReadId, ReplicaId};
use crate::facts::time::Micros;
use crate::facts::{Fact, Fault, LetterKind, What};
use crate::sim::ledger::Ledger;

/// The counts that it has by itself.
const COUNTS: [&str; 15] = [
    "committed",
    "reads",
    "deliveries",
    "effects",
    "lost",
    "duplicate-effects",
    "duplicates-ignored",
    "stale-ignored",
    "skipped",
    "open",
    "failures",
    "dead-letters",
    "crashes",
    "reordered",
    "diverged",
];

/// A replica and what is measured of it alone.
#[derive(Clone, Debug)]
pub struct ReplicaMeasures {
    replica: ReplicaId,
    node: NodeId,
    fold: Consistency,
    /// Reads that it has answered and nobody has seen the answer to.
    answering: Ledger<()>,
    reads: u64,
    unavailable: Share,
}

impl ReplicaMeasures {
    /// A replica, of which the first fact says that it exists.
    pub fn new(replica: ReplicaId, node: NodeId) -> Self {
        Self {
            replica,
            node,
            fold: Consistency::new(Subject::Copies),
            answering: Ledger::default(),
            reads: 0,
            unavailable: Share::default(),
        }
    }

    /// The node that holds it.
    pub fn node(&self) -> NodeId {
        self.node
    }

    /// Its identity.
    pub fn replica(&self) -> ReplicaId {
        self.replica
    }

    /// Takes the next fact of the run.
    pub fn fold(&mut self, fact: &Fact) {
        if self.concerns(&fact.what) {
            self.fold.fold(fact);
        }
    }

    fn concerns(&mut self, what: &What) -> bool {
        match *what {
            What::Replica {
                replica, source, ..
            } => source || replica == self.replica,
            What::Read { read, replica, .. } => {
                let here = replica == self.replica;
                if here && !self.answering.contains(read.0) {
                    self.answering.insert(read.0, ());
                    self.reads += 1;
                }
                here
            }
            What::Answered { read } => self.answered(read),
            What::Lost { letter, .. } => {
                let here = letter.from == self.node || letter.to == self.node;
                let of_read = matches!(letter.kind, LetterKind::Query | LetterKind::Answer);
                if of_read && here {
                    self.unavailable.record(true);
                }
                if let Some(read) = letter.read() {
                    self.answering.remove(read.0);
                }
                of_read || here
            }
            What::Sent { letter, .. } | What::Delivered { letter } => {
                letter.from == self.node || letter.to == self.node
            }
            What::Applied { replica, .. }
            | What::Skipped { replica, .. }
            | What::Removed { replica, .. }
            | What::Shows { replica, .. }
            | What::Resumed { replica, .. }
            | What::RebuildBegan { replica, .. }
            | What::Restored { replica, .. }
            | What::CaughtUp { replica, .. }
            | What::WillNotMend { replica, .. } => replica == self.replica,
            What::DeadLettered { replica, .. }
            | What::Gone { replica, .. }
            | What::WillNotCome { replica, .. } => {
                replica.is_none_or(|replica| replica == self.replica)
            }
            What::Started { node, .. }
            | What::Failed { node, .. }
            | What::Retried { node, .. }
            | What::Fault(
                Fault::Crashed(node)
                | Fault::Restarted(node)
                | Fault::Stopped(node)
                | Fault::Started(node),
            ) => node == self.node,
            _ => true,
        }
    }

    /// Somebody saw an answer; whether it was this replica's.
    fn answered(&mut self, read: ReadId) -> bool {
        let here = self.answering.remove(read.0).is_some();
        if here {
            self.unavailable.record(false);
        } else {
            self.fold.reads.lose(read);
        }
        here
    }

    /// Its figures up to an instant.
    pub fn figures(&self, now: Micros, ended: bool) -> Figures {
        let mut all = self.fold.figures(now, ended);
        all.counts.set("reads", self.reads);
        let measures = all.measures.iter().filter(|(name, _)| is_its_own(name));
        let mut figures = Figures {
            measures: measures.map(|(name, kept)| (name, kept.clone())).collect(),
            counts: all
                .counts
                .iter()
                .filter(|(name, _)| COUNTS.contains(name))
                .map(|(name, &count)| (name, count))
                .collect(),
            ..all
        };
        figures.measures.set(
            Measure::Unavailable.word(),
            Kept::Share(self.unavailable.clone()),
        );
        figures
    }
}

/// Whether a replica has a measure by itself.
fn is_its_own(name: &str) -> bool {
    Measure::from_word(name).is_some_and(|measure| measure.row().is_per_replica)
}

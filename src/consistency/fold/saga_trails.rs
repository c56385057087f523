//! What the fold does with the facts of sagas: hands each to what is measured of them, and keeps those that trails
//! are made of.

use super::Consistency;
use crate::consistency::incidents::chronicle::Scribe;
use crate::facts::ids::{KeyIndex, NodeId, ReadId};
use crate::facts::{Fact, What};

impl Consistency {
    /// Keeps a fact for the trails of incidents, if they are those of sagas, which have no copies, or
    /// those of a job.
    pub(super) fn keep(&mut self, fact: &Fact) {
        let has_sagas = self.replicas.is_empty();
        let has_job = self.rows.is_scheduled;
        if has_sagas || has_job {
            self.chronicle.follow(fact);
        }
    }

    /// Somebody looks at a key of a service.
    pub(super) fn look_at_service(&mut self, read: ReadId, node: NodeId, key: KeyIndex) {
        let asked = self.reads.asked_at(read);
        self.sagas.look((node, key), self.chronicle.last(), asked);
    }

    /// Takes the next fact of a saga.
    pub(super) fn fold_saga(&mut self, fact: &Fact) {
        let at = fact.at;
        let mut scribe = Scribe {
            chronicle: &self.chronicle,
            anomalies: &mut self.anomalies,
        };
        match fact.what {
            What::Began { write, key } => {
                let session = self.marks.get(write).map(|mark| mark.session);
                self.sagas.begin(at, write, key, session);
                self.note_sagas(at);
            }
            What::Reserved {
                node,
                write,
                key,
                over,
            } => {
                let about = (node, write, key);
                self.sagas.reserve(at, about, over, &mut scribe);
            }
            What::Refused { write, why, .. } => self.sagas.refuse(write, why),
            What::Left { node, write, key } => self.sagas.leave((node, write, key)),
            What::WillNotRelease { node, write, key } => {
                let about = (node, write, key);
                self.sagas.will_not_release(at, about, &mut scribe);
            }
            What::Undoing { write, attempt, .. } => self.sagas.undo(write, attempt),
            What::Released {
                node,
                write,
                key,
                wiped,
            } => {
                let about = (node, write, key);
                self.sagas.release(at, about, wiped, &mut scribe);
            }
            What::UndoFailed { node, write, .. } => {
                self.counts.failures += 1;
                self.sagas.fail_undo(write, node);
            }
            What::Ended { write, how, .. } => {
                if let Some(first) = self.sagas.end(at, write, how, &mut scribe) {
                    self.window.record(at - first);
                }
                self.note_sagas(at);
            }
            _ => {}
        }
    }
}

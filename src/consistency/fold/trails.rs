//! What the fold does with the trails of writes: which fact belongs to which write and replica, and where a trail
//! begins and ends.

use super::Consistency;
use crate::facts::ids::{KeyIndex, WriteId};
use crate::facts::{Fact, LetterKind, What};

use crate::consistency::incidents::trails::SHARED;
impl Consistency {
    /// Adds a fact to the story of the write that it is about.
    pub(super) fn follow(&mut self, fact: &Fact) {
        // The stories of rows and of sagas are told elsewhere.
        if self.replicas.is_empty() || self.rows.is_scheduled {
            return;
        }
        let (write, place) = match fact.what {
            What::Sent { letter, .. } | What::Delivered { letter } | What::Lost { letter, .. } => {
                let is_event = matches!(letter.kind, LetterKind::Publish | LetterKind::Deliver);
                let Some(write) = letter.write.filter(|_| is_event) else {
                    return;
                };
                (write, self.at_node(letter.to))
            }
            What::Started { node, write, .. }
            | What::Failed { node, write, .. }
            | What::Retried { node, write, .. } => (write, self.at_node(node)),
            What::Applied { replica, write, .. } | What::Skipped { replica, write, .. } => {
                (write, self.place(replica))
            }
            What::Gone { replica, write, .. }
            | What::DeadLettered { replica, write, .. }
            | What::WillNotCome { replica, write, .. } => {
                (write, replica.and_then(|replica| self.place(replica)))
            }
            What::WillNotMend { replica, write, .. } => (write, self.place(replica)),
            What::Acknowledged { write } | What::Overdrawn { write, .. } => (write, None),
            What::Committed { write, key, .. } => return self.begin_story(fact, write, key),
            _ => return,
        };
        if let Some(mark) = self.marks.get(write) {
            let place = place.map_or(SHARED, |place| place as u16);
            self.trails.add(write, mark.story, place, fact);
        }
    }

    fn begin_story(&mut self, fact: &Fact, write: WriteId, key: KeyIndex) {
        let Some(mark) = self.marks.get(write) else {
            return;
        };
        mark.story = self.trails.begin(write, key);
        let requested = Fact {
            at: mark.requested,
            cause: None,
            what: What::Requested {
                write,
                key: mark.key,
                session: mark.session,
            },
        };
        for fact in [&requested, fact] {
            self.trails.add(write, mark.story, SHARED, fact);
        }
    }

    /// Every replica shows a write or a newer one.
    pub(super) fn end_story(&mut self, write: WriteId) {
        if let Some(mark) = self.marks.get(write) {
            self.trails.finish(write, mark.story);
        }
    }

    /// What happened to a write on its way to a replica, as far as it is remembered.
    pub(super) fn story(&mut self, write: WriteId, place: Option<usize>) -> Vec<Fact> {
        if self.rows.is_scheduled {
            return self.row_story(write);
        }
        let story = self.marks.get(write).map_or(0, |mark| mark.story);
        self.trails.of(write, story, place)
    }
}

//! What becomes of messages: deliveries and losses.

use super::Consistency;
use crate::facts::{Letter, LetterKind};

impl Consistency {
    pub(super) fn deliver(&mut self, letter: &Letter) {
        if letter.kind != LetterKind::Deliver {
            return;
        }
        self.counts.deliveries += 1;
        let (Some(place), Some(write)) = (self.at_node(letter.to), letter.write) else {
            return;
        };
        let bit = 1 << place;
        let Some(mark) = self.marks.get(write) else {
            if self.marks.receive_again(write, bit) {
                self.redelivered.correct();
            }
            return;
        };
        if mark.delivered & bit == 0 {
            mark.delivered |= bit;
            let arrivals = &mut self.replicas[place].arrivals[mark.key as usize];
            for inverted in arrivals.note(mark.version).into_iter().flatten() {
                self.reordered.record(inverted);
            }
            self.redelivered.record(false);
        } else if mark.redelivered & bit == 0 {
            mark.redelivered |= bit;
            self.redelivered.correct();
        }
    }

    pub(super) fn lose(&mut self, letter: &Letter) {
        match letter.kind {
            LetterKind::Command => {
                self.unavailable.record(true);
                if let Some(write) = letter.write {
                    self.marks.answer(write);
                }
            }
            LetterKind::Query | LetterKind::Answer => {
                if let Some(read) = letter.read() {
                    self.unavailable.record(true);
                    self.reads.lose(read);
                    self.guarantees.lose(read);
                }
            }
            LetterKind::Take
            | LetterKind::Taken
            | LetterKind::Cancel
            | LetterKind::Cancelled
            | LetterKind::Onward
            | LetterKind::Backward
            | LetterKind::Told
            | LetterKind::Heard
            | LetterKind::Publish
            | LetterKind::Deliver => self.counts.lost_messages += 1,
            _ => {}
        }
    }
}

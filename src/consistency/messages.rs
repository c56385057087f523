//! What becomes of messages: deliveries, losses, and what will not come any more.

use super::fold::Consistency;
use crate::sim::fact::{Care, Letter, LetterKind, LossCause};
use crate::sim::ids::{ReplicaId, WriteId};
use crate::sim::time::Micros;

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

    pub(super) fn lose(&mut self, at: Micros, letter: &Letter, why: LossCause) {
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
            | LetterKind::Heard => self.counts.lost_messages += 1,
            LetterKind::Publish | LetterKind::Deliver => {
                self.counts.lost_messages += 1;
                let for_good = match letter.care {
                    Care::Forget => true,
                    Care::UntilReconnect => why != LossCause::ReceiverDown,
                    Care::UntilAnswered => false,
                };
                if let Some(write) = letter.write.filter(|_| for_good) {
                    let place = self.at_node(letter.to);
                    let replica = place.map(|place| self.replicas[place].id);
                    self.will_not_come(at, replica, write, true);
                }
            }
            _ => {}
        }
    }

    /// A write will not reach a replica, or none at all.
    pub(super) fn will_not_come(
        &mut self,
        at: Micros,
        replica: Option<ReplicaId>,
        write: WriteId,
        lost: bool,
    ) {
        // Every replica has applied a write that is forgotten.
        let Some(&mut mark) = self.marks.get(write) else {
            return;
        };
        let mut gone = 0;
        for place in 0..self.replicas.len() {
            let concerned = replica.is_none_or(|replica| self.replicas[place].id == replica);
            if concerned && mark.applied >> place & 1 == 0 {
                gone |= 1 << place;
            }
        }
        if gone != 0 && lost {
            if mark.gone == 0 {
                self.counts.lost += 1;
                self.lose_event(at, write, gone);
            }
            if let Some(kept) = self.marks.get(write) {
                kept.gone |= gone;
            }
        }
        for place in 0..self.replicas.len() {
            if gone >> place & 1 == 1 {
                self.will_be_missed(place, mark.key, write, mark.version);
                let merge = self.replicas[place].merge;
                self.replicas[place].keys[mark.key as usize].note_gone(at, merge, mark.version);
                self.judge(at, place, mark.key);
            }
        }
    }
}

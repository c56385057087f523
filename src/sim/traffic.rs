//! What is on its way over one connection, kind by kind: counted when it is sent and when it ends, so that
//! nobody has to look through all of it to say how much there is.

use std::collections::VecDeque;

use crate::facts::ids::{MessageId, NodeId};
use crate::facts::{Letter, LetterKind};

/// Places of messages that have ended are kept up to this many, or as many as there are messages.
const SPARE: usize = 32;

/// The messages of one kind and sender that are on their way over a connection.
#[derive(Clone, Debug)]
pub struct Lot {
    /// Their kind.
    pub kind: LetterKind,
    /// Who sent them.
    pub from: NodeId,
    number: usize,
    again: usize,
    /// How many there ever were.
    sent: u32,
    /// In the order of sending; some may have ended.
    order: VecDeque<Entry>,
}

/// Where a message is kept.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub message: MessageId,
    pub slot: u32,
    /// The how manieth of its lot it is.
    nth: u32,
}

impl Lot {
    /// How many there are.
    pub fn number(&self) -> usize {
        self.number
    }

    /// All of them in the order of sending, among others that have ended.
    pub(super) fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.order.iter()
    }

    /// Every so-manieth of them, always the same ones; `every` is a power of two. What is between is not
    /// looked through, so that it takes as long as there are such.
    pub(super) fn each(&self, every: u32) -> impl Iterator<Item = &Entry> {
        let every = every.max(1);
        let mut from = 0;
        std::iter::from_fn(move || {
            let nth = |place: usize| self.order[place].nth;
            let place = next_multiple(every, from, self.order.len(), nth);
            from = place + 1;
            self.order.get(place)
        })
    }

    fn find(&self, message: MessageId) -> Option<&Entry> {
        let of = |entry: &Entry| entry.message.0;
        let found = self.order.binary_search_by_key(&message.0, of);
        found.ok().map(|place| &self.order[place])
    }
}

/// What is on its way over one connection.
#[derive(Clone, Debug, Default)]
pub struct Traffic {
    lots: Vec<Lot>,
    lost: u64,
}

impl Traffic {
    /// The kinds that there are or were, in the order of their first message.
    pub fn lots(&self) -> &[Lot] {
        &self.lots
    }

    /// How many messages there are.
    pub fn number(&self) -> usize {
        self.lots.iter().map(Lot::number).sum()
    }

    /// How many of them were sent before.
    pub fn again(&self) -> usize {
        self.lots.iter().map(|lot| lot.again).sum()
    }

    /// How many were lost, ever.
    pub fn lost(&self) -> u64 {
        self.lost
    }

    /// One more was lost.
    pub(super) fn lose(&mut self) {
        self.lost += 1;
    }

    pub(super) fn find(&self, message: MessageId) -> Option<&Entry> {
        self.lots.iter().find_map(|lot| lot.find(message))
    }

    /// A message is on its way.
    pub(super) fn begin(&mut self, letter: &Letter, slot: u32) {
        let lot = self.lot(letter);
        let nth = lot.sent;
        lot.sent = nth.wrapping_add(1);
        lot.number += 1;
        lot.again += usize::from(letter.resends() > 0);
        let message = letter.message;
        lot.order.push_back(Entry { message, slot, nth });
    }

    /// It is no longer; `is_there` says whether a message that is kept is.
    pub(super) fn end(&mut self, letter: &Letter, is_there: impl Fn(&Entry) -> bool) {
        let lot = self.lot(letter);
        lot.number -= 1;
        lot.again -= usize::from(letter.resends() > 0);
        // Where they end as they were sent, the first is always one that has not.
        while lot.order.front().is_some_and(|entry| !is_there(entry)) {
            lot.order.pop_front();
        }
        if lot.order.len() > 2 * lot.number + SPARE {
            lot.order.retain(is_there);
        }
    }

    fn lot(&mut self, letter: &Letter) -> &mut Lot {
        let (kind, from) = (letter.kind, letter.from);
        let is_it = |lot: &Lot| lot.kind == kind && lot.from == from;
        let place = self.lots.iter().position(is_it).unwrap_or_else(|| {
            self.lots.push(Lot {
                kind,
                from,
                number: 0,
                again: 0,
                sent: 0,
                order: VecDeque::new(),
            });
            self.lots.len() - 1
        });
        &mut self.lots[place]
    }
}

/// The first of some places from one on whose number is a multiple of a power of two, or their end. Numbers go up
/// from place to place, by one but where some are missing.
fn next_multiple(every: u32, from: usize, end: usize, nth: impl Fn(usize) -> u32) -> usize {
    let mut place = from;
    while place < end {
        let here = nth(place);
        let past = here & (every - 1);
        if past == 0 {
            break;
        }
        let ahead = every - past;
        // What is that far ahead in number is no further ahead in place.
        let (mut low, mut high) = (place + 1, end.min(place + ahead as usize));
        while low < high {
            let middle = usize::midpoint(low, high);
            if nth(middle).wrapping_sub(here) < ahead {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        place = low;
    }
    place
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::collections::BTreeSet;

    use super::*;
    use crate::facts::Retransmit;
    use crate::facts::ids::LinkId;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn letter(message: u64) -> Letter {
        Letter {
            message: MessageId(message),
            link: LinkId(0),
            from: NodeId(0),
            to: NodeId(1),
            kind: LetterKind::Query,
            write: None,
            key: None,
            attempt: 0,
            copy: 0,
            retransmit: Retransmit::Never,
        }
    }

    /// So many messages, of which those have ended that are told.
    fn traffic(number: u64, has_ended: impl Fn(u64) -> bool) -> Traffic {
        let mut traffic = Traffic::default();
        for message in 0..number {
            traffic.begin(&letter(message), message as u32);
        }
        let mut there: BTreeSet<u64> = (0..number).collect();
        for message in (0..number).filter(|message| has_ended(*message)) {
            there.remove(&message);
            traffic.end(&letter(message), |entry| there.contains(&entry.message.0));
        }
        traffic
    }

    #[test]
    fn every_so_manieth_is_found_whichever_have_ended() {
        let has_ended: [&dyn Fn(u64) -> bool; 4] = [
            &|_| false,
            &|message| message < 700,
            &|message| message % 3 != 1,
            &|message| message % 7 > 0 && message / 100 % 2 == 0,
        ];
        for has_ended in has_ended {
            let traffic = traffic(1_000, has_ended);
            let lot = &traffic.lots()[0];
            for every in [1, 2, 16, 256] {
                let found = lot.each(every).map(|entry| entry.message.0);
                let all = lot.entries().map(|entry| entry.message.0);
                let expected = all.filter(|message| message % u64::from(every) == 0);
                assert!(found.eq(expected), "every {every}");
            }
        }
    }

    #[test]
    fn what_is_between_them_is_not_looked_through() {
        let looks = Cell::new(0);
        let nth = |place: usize| {
            looks.set(looks.get() + 1);
            // One in nine is missing.
            (place + place / 8) as u32
        };
        let (mut place, mut found) = (0, 0);
        while place < 200_000 {
            place = next_multiple(1_024, place, 200_000, nth) + 1;
            found += 1;
        }
        assert!(found > 150 && looks.get() < 30 * found, "{looks:?}");
    }

    #[test]
    fn messages_that_end_as_they_were_sent_leave_no_place_behind() {
        let traffic = traffic(1_000, |message| message < 600);
        let first = traffic.lots()[0].entries().next();
        assert_eq!(first.map(|entry| entry.message.0), Some(600));
        assert_eq!(traffic.lots()[0].entries().count(), 400);
    }
}

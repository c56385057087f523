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

    /// Every so-manieth of them, always the same ones; `every` is a power of two.
    pub(super) fn each(&self, every: u32) -> impl Iterator<Item = &Entry> {
        let mask = every.max(1) - 1;
        self.order.iter().filter(move |entry| entry.nth & mask == 0)
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

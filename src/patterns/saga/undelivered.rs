//! Word of ended sagas that could not be delivered, since the service was down or the connection cut. All of
//! it is told at once when the service can be reached again.

use std::collections::BTreeMap;

use super::message::{Message, SagaProtocol, Word};
use crate::facts::ids::NodeId;
use crate::facts::{Letter, LetterKind};
use crate::sim::node::{Address, Context};

/// What is yet to be told, by service, in the order in which it got lost.
#[derive(Clone, Debug, Default)]
pub struct Undelivered {
    words: BTreeMap<NodeId, Vec<Word>>,
    /// How often something was told again.
    told: u32,
}

impl Undelivered {
    /// How much is yet to be told.
    pub fn len(&self) -> usize {
        self.words.values().map(Vec::len).sum()
    }

    /// Keeps what got lost.
    pub(super) fn keep(&mut self, letter: &Letter, message: &Message) {
        let words = self.words.entry(letter.to).or_default();
        match message {
            Message::Settle(word) => words.push(*word),
            Message::SettleAll(all) => words.extend_from_slice(all),
            _ => debug_assert!(false, "{message:?} is not kept"),
        }
    }

    /// Tells a service what is kept for it.
    pub(super) fn tell(&mut self, to: NodeId, cx: &mut Context<'_, SagaProtocol>) {
        let Some(words) = self.words.remove(&to) else {
            return;
        };
        self.told += 1;
        let address = Address {
            attempt: self.told,
            ..Address::once(to, LetterKind::Settle, None, None)
        };
        cx.send(address, Message::SettleAll(words));
    }

    /// Tells every service.
    pub(super) fn tell_all(&mut self, cx: &mut Context<'_, SagaProtocol>) {
        let meant: Vec<NodeId> = self.words.keys().copied().collect();
        for to in meant {
            self.tell(to, cx);
        }
    }
}

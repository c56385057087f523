//! Word of ended sagas that could not be delivered, since the service was down or the connection cut. It is
//! told again when the service is back or the connection whole.

use super::message::Message;
use super::node::SagaNode;
use crate::sim::fact::{Letter, LetterKind};
use crate::sim::ids::{KeyIndex, NodeId, WriteId};
use crate::sim::node::{Address, Context};

/// What is yet to be told, in the order in which it got lost.
#[derive(Clone, Debug, Default)]
pub struct Untold(Vec<(NodeId, WriteId, KeyIndex, Message)>);

impl Untold {
    /// Keeps word that got lost.
    pub(super) fn keep(&mut self, letter: &Letter, message: Message) {
        if let (Some(saga), Some(key)) = (letter.write, letter.key) {
            self.0.push((letter.to, saga, key, message));
        }
    }

    /// Tells the services that are meant what is kept for them.
    pub(super) fn tell(
        &mut self,
        is_meant: impl Fn(NodeId) -> bool,
        cx: &mut Context<'_, SagaNode>,
    ) {
        for (to, saga, key, message) in self.0.extract_if(.., |(to, ..)| is_meant(*to)) {
            tell(to, (saga, key), message, cx);
        }
    }
}

/// Tells a service how a saga ended.
pub(super) fn tell(
    to: NodeId,
    (saga, key): (WriteId, KeyIndex),
    message: Message,
    cx: &mut Context<'_, SagaNode>,
) {
    let address = Address::once(to, LetterKind::Settle, Some(saga), Some(key));
    cx.send(address, message);
}

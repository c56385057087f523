//! The broker: takes events from the source and gets them to the consumers.

use super::log::Log;
use super::message::{Event, EventProtocol, Message, Place};
use super::places::{SOURCE, consumer_index};
use super::queues::Queues;
use super::settings::{Order, Settings};
use crate::facts::ids::NodeId;
use crate::facts::{Letter, LetterKind, Retransmit};
use crate::patterns::picture::Lane;
use crate::sim::node::{Address, Context};

/// Either kind of broker.
#[derive(Clone, Debug)]
pub enum Broker {
    /// A partitioned log.
    Log(Log),
    /// A queue for each consumer.
    Queues(Queues),
}

impl Broker {
    /// The broker that the settings ask for, with all consumers connected.
    pub fn new(settings: &Settings) -> Self {
        let consumers = settings.deliver.len();
        match settings.order {
            Order::ByKey => Self::Log(Log::new(settings.partitions, consumers)),
            Order::None => Self::Queues(Queues::new(consumers)),
        }
    }

    /// Whether nothing will be sent again by itself.
    pub fn is_idle(&self) -> bool {
        match self {
            Self::Log(log) => log.is_idle(),
            Self::Queues(queues) => queues.is_idle(),
        }
    }

    /// Events that are kept for subscribers.
    pub fn held(&self) -> usize {
        match self {
            Self::Log(log) => log.held(),
            Self::Queues(queues) => queues.held(),
        }
    }

    /// Its partitions, or its subscribers' queues.
    pub fn lanes(&self) -> Vec<Lane> {
        match self {
            Self::Log(log) => log.lanes().collect(),
            Self::Queues(queues) => queues.lanes().collect(),
        }
    }

    pub(super) fn on_publish(
        &mut self,
        letter: &Letter,
        event: Event,
        cx: &mut Context<'_, EventProtocol>,
    ) {
        // Only a sender that waits for an answer gets one.
        if letter.retransmit == Retransmit::UntilAcked {
            let address = Address {
                to: SOURCE,
                kind: LetterKind::Confirm,
                write: Some(event.write),
                key: Some(event.key),
                attempt: letter.attempt,
                publication: u16::from(letter.copy),
                retransmit: Retransmit::Never,
            };
            cx.send(address, Message::Confirm(event.write));
        }
        let publication = (letter.attempt as u16).wrapping_mul(2) + u16::from(letter.copy);
        let event = Event {
            publication,
            ..event
        };
        match self {
            Self::Log(log) => log.append(event, cx),
            Self::Queues(queues) => queues.append(event, cx),
        }
    }

    pub(super) fn on_acknowledge(&mut self, from: NodeId, place: Place) {
        let Some(subscriber) = consumer_index(from) else {
            return;
        };
        match (self, place) {
            (
                Self::Log(log),
                Place::Log {
                    partition,
                    offset,
                    returns,
                    ..
                },
            ) if log.has_not_returned_since(subscriber, returns) => {
                log.on_acknowledge(subscriber, partition, offset);
            }
            (Self::Queues(queues), Place::Queue { tag }) => queues.on_acknowledge(subscriber, tag),
            _ => {}
        }
    }

    pub(super) fn on_commit(
        &mut self,
        from: NodeId,
        (partition, upto): (u16, u64),
        returns: u32,
        cx: &mut Context<'_, EventProtocol>,
    ) {
        if let (Self::Log(log), Some(subscriber)) = (self, consumer_index(from))
            && log.has_not_returned_since(subscriber, returns)
        {
            log.on_commit(subscriber, partition, upto, cx);
        }
    }

    pub(super) fn on_unanswered(
        &mut self,
        subscriber: u16,
        place: Place,
        attempt: u32,
        cx: &mut Context<'_, EventProtocol>,
    ) {
        let subscriber = usize::from(subscriber);
        match (self, place) {
            (
                Self::Log(log),
                Place::Log {
                    partition,
                    offset,
                    returns,
                    ..
                },
            ) if log.has_not_returned_since(subscriber, returns) => {
                log.on_unanswered(subscriber, partition, offset, attempt, cx);
            }
            (Self::Queues(queues), Place::Queue { tag }) => {
                queues.on_unanswered(subscriber, tag, attempt, cx);
            }
            _ => {}
        }
    }

    pub(super) fn on_resend(
        &mut self,
        subscriber: u16,
        place: Place,
        attempt: u32,
        cx: &mut Context<'_, EventProtocol>,
    ) {
        let subscriber = usize::from(subscriber);
        match (self, place) {
            (
                Self::Log(log),
                Place::Log {
                    partition,
                    offset,
                    returns,
                    ..
                },
            ) if log.has_not_returned_since(subscriber, returns) => {
                log.on_resend(subscriber, partition, offset, attempt, cx);
            }
            (Self::Queues(queues), Place::Queue { tag }) => {
                queues.on_resend(subscriber, tag, attempt, cx);
            }
            _ => {}
        }
    }

    pub(super) fn on_expire(&mut self, subscriber: u16, cx: &mut Context<'_, EventProtocol>) {
        match self {
            Self::Log(log) => log.on_expire(usize::from(subscriber), cx),
            Self::Queues(queues) => queues.on_expire(usize::from(subscriber), cx),
        }
    }

    pub(super) fn on_peer(&mut self, peer: NodeId, up: bool, cx: &mut Context<'_, EventProtocol>) {
        let Some(subscriber) = consumer_index(peer) else {
            return;
        };
        match self {
            Self::Log(log) => log.on_peer(subscriber, up, cx),
            Self::Queues(queues) => queues.on_peer(subscriber, up, cx),
        }
    }

    pub(super) fn on_crash(&mut self, cx: &mut Context<'_, EventProtocol>) {
        match self {
            Self::Log(log) => log.on_crash(cx),
            Self::Queues(queues) => queues.on_crash(cx),
        }
    }

    pub(super) fn on_restart(&mut self, cx: &mut Context<'_, EventProtocol>) {
        match self {
            Self::Log(log) => log.on_restart(cx),
            Self::Queues(queues) => queues.on_restart(cx),
        }
    }

    pub(super) fn on_change(&mut self, cx: &mut Context<'_, EventProtocol>) {
        match self {
            Self::Log(log) => log.on_change(cx),
            Self::Queues(queues) => queues.on_change(cx),
        }
    }
}

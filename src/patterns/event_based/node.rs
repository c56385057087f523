//! The nodes of this pattern as one type.

use super::broker::Broker;
use super::consumer::Consumer;
use super::message::{EventProtocol, Message, Timer};
use super::places::{BROKER, TRUTH, USERS, consumer_index};
use super::settings::{Order, Settings};
use super::source::Source;
use super::users::Users;
use crate::facts::ids::NodeId;
use crate::facts::time::Micros;
use crate::facts::{Letter, LetterKind, What};
use crate::sim::node::{Conditions, Context, Errand, Node};

/// Any node of this pattern.
#[derive(Clone, Debug)]
pub enum EventNode {
    /// The people who write.
    Users(Users),
    /// The service that owns the truth.
    Source(Source),
    /// The broker.
    Broker(Broker),
    /// A service that keeps a copy.
    Consumer(Consumer),
}

impl Node for EventNode {
    type Protocol = EventProtocol;

    fn on_start(&mut self, cx: &mut Context<'_, EventProtocol>) {
        let (keys, merge) = (cx.settings.keys(), cx.settings.merge);
        let node = cx.me;
        match self {
            Self::Users(users) => users.on_start(cx),
            Self::Source(_) => {
                cx.record(What::Replica {
                    replica: TRUTH,
                    node,
                    source: true,
                    keys,
                    merge,
                });
            }
            Self::Broker(_) => {}
            Self::Consumer(consumer) => {
                let replica = consumer.replica();
                cx.record(What::Replica {
                    replica,
                    node,
                    source: false,
                    keys,
                    merge,
                });
            }
        }
    }

    fn on_message(
        &mut self,
        letter: &Letter,
        message: Message,
        cx: &mut Context<'_, EventProtocol>,
    ) {
        match (self, message) {
            (Self::Users(users), Message::Done) => {
                if let (Some(write), Some(key)) = (letter.write, letter.key) {
                    users.on_done(write, key, cx);
                }
            }
            (Self::Users(_), Message::Answer) => {
                if let Some(read) = letter.read() {
                    cx.record(What::Answered { read });
                }
            }
            (Self::Consumer(consumer), Message::Query(query)) => consumer.on_query(query, cx),
            (Self::Source(source), Message::Write { write, key }) => {
                source.on_write(write, key, cx);
            }
            (Self::Source(source), Message::Confirm(write)) => source.on_confirm(write, cx),
            (Self::Broker(broker), Message::Publish(event)) => {
                broker.on_publish(letter, event, cx);
            }
            (Self::Broker(broker), Message::Acknowledge(place)) => {
                broker.on_acknowledge(letter.from, place);
            }
            (
                Self::Broker(broker),
                Message::CommitOffset {
                    partition,
                    upto,
                    returns,
                },
            ) => {
                broker.on_commit(letter.from, (partition, upto), returns, cx);
            }
            (Self::Consumer(consumer), Message::Deliver(event, place)) => {
                consumer.on_deliver(letter, event, place, cx);
            }
            _ => debug_assert!(false, "{message:?} does not belong here"),
        }
    }

    fn on_timer(&mut self, timer: Timer, cx: &mut Context<'_, EventProtocol>) {
        match (self, timer) {
            (Self::Users(users), Timer::People(timer)) => users.on_timer(timer, cx),
            (Self::Source(source), Timer::Poll) => source.on_poll(cx),
            (
                Self::Broker(broker),
                Timer::Unanswered {
                    subscriber,
                    place,
                    attempt,
                },
            ) => {
                broker.on_unanswered(subscriber, place, attempt, cx);
            }
            (
                Self::Broker(broker),
                Timer::Resend {
                    subscriber,
                    place,
                    attempt,
                },
            ) => {
                broker.on_resend(subscriber, place, attempt, cx);
            }
            (Self::Broker(broker), Timer::Expire { subscriber }) => {
                broker.on_expire(subscriber, cx);
            }
            (Self::Consumer(consumer), Timer::Handled { job }) => consumer.on_handled(job, cx),
            (Self::Consumer(consumer), Timer::TryAgain { job }) => consumer.on_try_again(job, cx),
            (_, timer) => debug_assert!(false, "{timer:?} does not belong here"),
        }
    }

    fn on_crash(&mut self, cx: &mut Context<'_, EventProtocol>) {
        match self {
            Self::Users(_) => {}
            Self::Source(source) => source.on_crash(),
            Self::Broker(broker) => broker.on_crash(cx),
            Self::Consumer(consumer) => consumer.on_crash(cx),
        }
    }

    fn on_restart(&mut self, cx: &mut Context<'_, EventProtocol>) {
        if let Self::Broker(broker) = self {
            broker.on_restart(cx);
        }
    }

    fn on_stop(&mut self, cx: &mut Context<'_, EventProtocol>) {
        // Its store knows nothing that is not durable.
        self.on_crash(cx);
    }

    fn is_for_store(letter: &Letter) -> bool {
        letter.kind == LetterKind::Query
    }

    fn crash_stops_consuming(settings: &Settings, node: NodeId) -> bool {
        settings.crash_stops_consuming && consumer_index(node).is_some()
    }

    fn on_peer(&mut self, peer: NodeId, up: bool, cx: &mut Context<'_, EventProtocol>) {
        match self {
            Self::Source(source) if peer == BROKER => source.on_peer(up, cx),
            Self::Broker(broker) => broker.on_peer(peer, up, cx),
            Self::Consumer(consumer) if !up => consumer.on_broker_down(cx),
            _ => {}
        }
    }

    fn on_change(&mut self, before: &Settings, cx: &mut Context<'_, EventProtocol>) {
        match self {
            Self::Users(users) => users.on_change(before, cx),
            Self::Source(_) => {}
            Self::Broker(broker) => broker.on_change(cx),
            Self::Consumer(consumer) => consumer.on_change(cx),
        }
    }

    fn on_errand(&mut self, errand: Errand, cx: &mut Context<'_, EventProtocol>) {
        if let Self::Users(users) = self {
            users.on_errand(errand, cx);
        }
    }

    fn on_close(&mut self, _cx: &mut Context<'_, EventProtocol>) {
        if let Self::Users(users) = self {
            users.on_close();
        }
    }

    fn is_idle(&self) -> bool {
        match self {
            Self::Users(_) => true,
            Self::Source(source) => source.is_idle(),
            Self::Broker(broker) => broker.is_idle(),
            Self::Consumer(consumer) => consumer.is_idle(),
        }
    }

    fn held(&self) -> usize {
        match self {
            Self::Users(_) => 0,
            Self::Source(source) => source.held(),
            Self::Broker(broker) => broker.held(),
            Self::Consumer(consumer) => consumer.held(),
        }
    }

    fn load(&self, settings: &Settings) -> Option<(u64, u64)> {
        let Self::Consumer(consumer) = self else {
            return None;
        };
        let (_, busy, _) = consumer.load();
        Some((busy, settings.workers))
    }

    fn conditions<'a>(settings: &'a Settings, letter: &Letter) -> Conditions<'a> {
        let in_order = settings.order == Order::ByKey;
        let hop =
            |end: NodeId| consumer_index(end).map_or(&settings.latency, |i| &settings.deliver[i]);
        let quiet = |law, loss| Conditions {
            law,
            loss,
            duplicate: 0.0,
            in_order: false,
        };
        match letter.kind {
            LetterKind::Publish => Conditions {
                law: &settings.publish,
                loss: settings.publish_loss,
                duplicate: settings.duplicate,
                in_order,
            },
            LetterKind::Confirm => quiet(&settings.publish, settings.ack_loss),
            LetterKind::Deliver => Conditions {
                law: hop(letter.to),
                loss: consumer_index(letter.to).map_or(0.0, |i| settings.deliver_loss[i]),
                duplicate: settings.duplicate,
                in_order,
            },
            LetterKind::Acknowledge | LetterKind::CommitOffset => {
                quiet(hop(letter.from), settings.ack_loss)
            }
            // Between people and services; others are not sent here.
            _ => quiet(&settings.latency, 0.0),
        }
    }

    fn crashes(settings: &Settings, node: NodeId) -> Option<(Micros, Micros)> {
        let every = settings.crash_every.filter(|_| node != USERS)?;
        Some((every, settings.repair))
    }

    fn repair(settings: &Settings) -> Micros {
        settings.repair
    }
}

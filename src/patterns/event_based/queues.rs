//! A broker that keeps a queue for each consumer, as RabbitMQ does: each event is delivered and
//! acknowledged by itself, what is not acknowledged when a consumer goes is delivered again, and an
//! event may be put aside after too many deliveries without an answer.
//!
//! Sources: RabbitMQ's documentation of consumer acknowledgements, of per-message time-to-live
//! (what is out for delivery does not expire) and of dead-lettering.

use std::collections::VecDeque;

use super::message::{Event, EventProtocol, Message, Place, Timer};
use super::places::{consumer, replica};
use super::settings::Delivery;
use crate::facts::ids::WriteId;
use crate::facts::time::Micros;
use crate::facts::{LetterKind, LossReason, Retransmit, What};
use crate::patterns::picture::Lane;
use crate::sim::copies::Copies;
use crate::sim::draw::Purpose;
use crate::sim::ledger::Ledger;
use crate::sim::node::{Address, Context};

/// A queue for each subscriber.
#[derive(Clone, Debug)]
pub struct Queues {
    subscribers: Vec<Subscriber>,
}

#[derive(Clone, Debug)]
struct Subscriber {
    up: bool,
    next_tag: u64,
    /// Waits for the subscriber to come back.
    ready: VecDeque<(u64, Waiting)>,
    /// Delivered and not acknowledged, by tag.
    unacknowledged: Ledger<Waiting>,
    /// The writes of all of them, and of those that have a timer which will send them again.
    kept: Copies<WriteId>,
    watched: Copies<WriteId>,
    expiry_set: bool,
}

/// An event that the broker keeps for a subscriber.
#[derive(Clone, Copy, Debug)]
struct Waiting {
    event: Event,
    /// When the broker received it.
    received: Micros,
    /// How often it was delivered.
    delivered: u32,
    /// How often no answer came.
    failures: u32,
    watched: bool,
}

impl Queues {
    /// Empty queues of this many subscribers, all connected.
    pub fn new(subscribers: usize) -> Self {
        let subscriber = Subscriber {
            up: true,
            next_tag: 0,
            ready: VecDeque::new(),
            unacknowledged: Ledger::default(),
            kept: Copies::default(),
            watched: Copies::default(),
            expiry_set: false,
        };
        Self {
            subscribers: vec![subscriber; subscribers],
        }
    }

    /// Whether nothing will be sent again by itself.
    pub fn is_idle(&self) -> bool {
        self.subscribers
            .iter()
            .all(|subscriber| subscriber.watched.is_empty())
    }

    /// Whether a write is delivered again to a subscriber while that stays connected, and whether it is
    /// once that has come back.
    pub(super) fn keeps(&self, subscriber: usize, write: WriteId) -> (bool, bool) {
        let of = &self.subscribers[subscriber];
        (of.watched.contains(&write), of.kept.contains(&write))
    }

    /// Whether a subscriber is connected.
    pub(super) fn is_connected(&self, subscriber: usize) -> bool {
        self.subscribers[subscriber].up
    }

    /// Events that are kept until they are acknowledged.
    pub fn held(&self) -> usize {
        let of = |subscriber: &Subscriber| subscriber.ready.len() + subscriber.unacknowledged.len();
        self.subscribers.iter().map(of).sum()
    }

    /// One lane for each subscriber.
    pub fn lanes(&self) -> impl Iterator<Item = Lane> {
        self.subscribers
            .iter()
            .zip(0..)
            .map(|(subscriber, lane)| Lane {
                lane,
                appended: subscriber.next_tag,
                unread: (subscriber.ready.len() + subscriber.unacknowledged.len()) as u64,
            })
    }

    pub(super) fn append(&mut self, event: Event, cx: &mut Context<'_, EventProtocol>) {
        let waiting = Waiting {
            event,
            received: cx.now,
            delivered: 0,
            failures: 0,
            watched: false,
        };
        for (index, subscriber) in self.subscribers.iter_mut().enumerate() {
            let tag = subscriber.next_tag;
            subscriber.next_tag += 1;
            subscriber.kept.add(event.write);
            if subscriber.up {
                subscriber.deliver(index, tag, waiting, cx);
            } else {
                subscriber.ready.push_back((tag, waiting));
                subscriber.await_expiry(index, cx);
            }
        }
    }

    pub(super) fn on_acknowledge(&mut self, subscriber: usize, tag: u64) {
        self.subscribers[subscriber].settle(tag);
    }

    pub(super) fn on_unanswered(
        &mut self,
        index: usize,
        tag: u64,
        attempt: u32,
        cx: &mut Context<'_, EventProtocol>,
    ) {
        let subscriber = &mut self.subscribers[index];
        let Some(waiting) = subscriber.awaited(tag, attempt) else {
            return;
        };
        waiting.failures += 1;
        let Waiting {
            event, failures, ..
        } = *waiting;
        if cx.settings.gives_up_after(failures) {
            subscriber.settle(tag);
            let (write, key) = (event.write, event.key);
            let replica = Some(replica(index));
            cx.record(What::DeadLettered {
                node: cx.me,
                replica,
                write,
                key,
            });
            return;
        }
        let jitter = cx.uniform(Purpose::Jitter, event.write.0, attempt * 8 + index as u32);
        let wait = cx.settings.wait(failures, jitter);
        let (node, write) = (cx.me, event.write);
        cx.record(What::Retried {
            node,
            write,
            attempt: attempt + 1,
            wait,
        });
        let place = Place::Queue { tag };
        cx.set_timer(
            wait,
            Timer::Resend {
                subscriber: index as u16,
                place,
                attempt,
            },
        );
    }

    pub(super) fn on_resend(
        &mut self,
        index: usize,
        tag: u64,
        attempt: u32,
        cx: &mut Context<'_, EventProtocol>,
    ) {
        let subscriber = &mut self.subscribers[index];
        if let Some(&mut waiting) = subscriber.awaited(tag, attempt) {
            subscriber.settle(tag);
            subscriber.kept.add(waiting.event.write);
            subscriber.deliver(index, tag, waiting, cx);
        }
    }

    pub(super) fn on_peer(&mut self, index: usize, up: bool, cx: &mut Context<'_, EventProtocol>) {
        let subscriber = &mut self.subscribers[index];
        subscriber.up = up;
        if up {
            for (tag, waiting) in std::mem::take(&mut subscriber.ready) {
                subscriber.deliver(index, tag, waiting, cx);
            }
        } else {
            subscriber.take_back();
            subscriber.await_expiry(index, cx);
        }
    }

    /// The broker goes down: a durable queue keeps what is not acknowledged, one in memory nothing.
    pub(super) fn on_crash(&mut self, cx: &mut Context<'_, EventProtocol>) {
        for (index, subscriber) in self.subscribers.iter_mut().enumerate() {
            subscriber.take_back();
            subscriber.up = false;
            subscriber.expiry_set = false;
            if !cx.settings.durable_log {
                subscriber.kept.clear();
                for (_, waiting) in subscriber.ready.drain(..) {
                    gone(index, &waiting, LossReason::BrokerForgot, cx);
                }
            }
        }
    }

    pub(super) fn on_restart(&mut self, cx: &mut Context<'_, EventProtocol>) {
        for (index, subscriber) in self.subscribers.iter_mut().enumerate() {
            subscriber.await_expiry(index, cx);
        }
    }

    pub(super) fn on_change(&mut self, cx: &mut Context<'_, EventProtocol>) {
        self.on_restart(cx);
    }

    pub(super) fn on_expire(&mut self, index: usize, cx: &mut Context<'_, EventProtocol>) {
        let subscriber = &mut self.subscribers[index];
        subscriber.expiry_set = false;
        let Some(retention) = cx.settings.retention else {
            return;
        };
        while let Some(&(_, waiting)) = subscriber.ready.front()
            && waiting.received + retention <= cx.now
        {
            subscriber.ready.pop_front();
            subscriber.kept.take(&waiting.event.write);
            gone(index, &waiting, LossReason::Expired, cx);
        }
        subscriber.await_expiry(index, cx);
    }
}

impl Subscriber {
    fn deliver(
        &mut self,
        index: usize,
        tag: u64,
        mut waiting: Waiting,
        cx: &mut Context<'_, EventProtocol>,
    ) {
        let event = waiting.event;
        let attempt = waiting.delivered;
        waiting.delivered += 1;
        let place = Place::Queue { tag };
        let retransmit = if cx.settings.delivery == Delivery::AtMostOnce {
            // Counted as acknowledged the moment it is sent.
            self.kept.take(&event.write);
            Retransmit::Never
        } else {
            let timeout = cx.settings.ack_timeout;
            waiting.watched = timeout.is_some();
            if waiting.watched {
                self.watched.add(event.write);
            }
            self.unacknowledged.insert(tag, waiting);
            if let Some(timeout) = timeout {
                let subscriber = index as u16;
                cx.set_timer(
                    timeout,
                    Timer::Unanswered {
                        subscriber,
                        place,
                        attempt,
                    },
                );
            }
            timeout.map_or(Retransmit::OnReconnect, |_| Retransmit::UntilAcked)
        };
        let address = Address {
            to: consumer(index),
            kind: LetterKind::Deliver,
            write: Some(event.write),
            key: Some(event.key),
            attempt,
            publication: event.publication,
            retransmit,
        };
        cx.send(address, Message::Deliver(event, place));
    }

    /// The event under a tag if this transmission of it is the last and has no answer yet.
    fn awaited(&mut self, tag: u64, attempt: u32) -> Option<&mut Waiting> {
        self.unacknowledged
            .get_mut(tag)
            .filter(|waiting| waiting.delivered == attempt + 1)
    }

    fn settle(&mut self, tag: u64) {
        if let Some(waiting) = self.unacknowledged.remove(tag) {
            self.kept.take(&waiting.event.write);
            if waiting.watched {
                self.watched.take(&waiting.event.write);
            }
        }
    }

    /// What the subscriber has not acknowledged waits for it to come back, in its old order.
    fn take_back(&mut self) {
        self.watched.clear();
        let mut again: VecDeque<_> = self.unacknowledged.take().collect();
        again.append(&mut self.ready);
        self.ready = again;
    }

    fn await_expiry(&mut self, index: usize, cx: &mut Context<'_, EventProtocol>) {
        if self.expiry_set {
            return;
        }
        if let (Some(retention), Some(&(_, first))) = (cx.settings.retention, self.ready.front()) {
            self.expiry_set = true;
            let after = (first.received + retention).saturating_sub(cx.now);
            cx.set_timer(
                after,
                Timer::Expire {
                    subscriber: index as u16,
                },
            );
        }
    }
}

fn gone(index: usize, waiting: &Waiting, why: LossReason, cx: &mut Context<'_, EventProtocol>) {
    let Event { write, key, .. } = waiting.event;
    cx.record(What::Gone {
        replica: Some(replica(index)),
        write,
        key,
        why,
    });
}

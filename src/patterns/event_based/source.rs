//! The service that owns the truth, its store, and how its events get out.
//!
//! Without an outbox it writes twice: it commits, then publishes once and forgets; between the two
//! it may die. With one, the event is committed with the data, and a relay publishes it until the
//! broker has confirmed it.

use super::message::{Event, EventProtocol, Message, Timer};
use super::outbox::{Outbox, Row};
use super::places::{BROKER, USERS};
use super::settings::{Order, Settings};
use crate::facts::ids::{KeyIndex, WriteId};
use crate::facts::time::Micros;
use crate::facts::{Amount, LetterKind, LossReason, Merge, Retransmit, Version, What};
use crate::sim::draw::Purpose;
use crate::sim::node::{Address, Context};

/// Values of a store whose events carry the whole value are below this.
const VALUES: Amount = 1_000;

/// The source of truth.
#[derive(Clone, Debug)]
pub struct Source {
    store: Vec<(Version, Amount)>,
    outbox: Outbox,
    broker_up: bool,
    polling: bool,
}

impl Source {
    /// A source that holds nothing yet.
    pub fn new(settings: &Settings) -> Self {
        Self {
            store: vec![(0, 0); settings.keys() as usize],
            outbox: Outbox::new(settings.order == Order::ByKey),
            broker_up: true,
            polling: false,
        }
    }

    /// Rows committed and not yet marked as published.
    pub fn outbox_len(&self) -> u64 {
        self.outbox.len() as u64
    }

    /// Whether the event of a write will be published, be it again.
    pub(super) fn keeps(&self, write: WriteId) -> bool {
        self.outbox.contains(write)
    }

    /// Events that are kept until they are published.
    pub fn held(&self) -> usize {
        self.outbox.len()
    }

    /// Whether there is nothing left to publish.
    pub fn is_idle(&self) -> bool {
        self.outbox.is_empty()
    }

    pub(super) fn on_write(
        &mut self,
        write: WriteId,
        key: KeyIndex,
        cx: &mut Context<'_, EventProtocol>,
    ) {
        let event = self.commit(write, key, cx);
        if cx.settings.outbox {
            self.outbox.push(event);
            self.poll_later(cx);
        } else {
            if cx.chance(cx.settings.crash_between, Purpose::CrashBetween, write.0, 0) {
                let why = LossReason::DiedBeforePublishing;
                cx.record(What::Gone {
                    replica: None,
                    write,
                    key,
                    why,
                });
                cx.die();
                return;
            }
            publish(&event, 0, Retransmit::Never, cx);
        }
        let address = Address {
            to: USERS,
            kind: LetterKind::Reply,
            write: Some(write),
            key: Some(key),
            attempt: 0,
            publication: 0,
            retransmit: Retransmit::Never,
        };
        cx.send(address, Message::Done);
    }

    fn commit(
        &mut self,
        write: WriteId,
        key: KeyIndex,
        cx: &mut Context<'_, EventProtocol>,
    ) -> Event {
        let content = cx.uniform(Purpose::Content, write.0, 0);
        let (version, value) = self.store[key as usize];
        let (next, change) = match cx.settings.merge {
            Merge::Replace => {
                let next = (content * VALUES as f64) as Amount;
                (next, next - value)
            }
            Merge::Add => {
                let change = 1 + (content * 9.0) as Amount;
                (value + change, change)
            }
        };
        let version = version + 1;
        self.store[key as usize] = (version, next);
        cx.record(What::Committed {
            write,
            key,
            version,
            value: next,
        });
        Event {
            write,
            key,
            version,
            value: next,
            change,
            publication: 0,
        }
    }

    /// The relay: publishes what is due, in the order of the commits.
    pub(super) fn on_poll(&mut self, cx: &mut Context<'_, EventProtocol>) {
        self.polling = false;
        if !self.broker_up {
            return;
        }
        self.outbox.look(cx.now);
        let mut from = 0;
        while let Some((nth, row)) = self.outbox.first_ready(from) {
            from = nth + 1;
            if self.relay(nth, &row, cx) {
                return;
            }
        }
        self.poll_later(cx);
    }

    /// Publishes a row; whether the service died before it could mark it.
    fn relay(&mut self, nth: u64, row: &Row, cx: &mut Context<'_, EventProtocol>) -> bool {
        let again_at = cx.now + publish_row(row, cx);
        let (write, attempt) = (row.event.write, row.published);
        self.outbox.note_published(nth, again_at);
        let share = cx.settings.crash_between;
        if cx.chance(share, Purpose::CrashBetween, write.0, attempt) {
            cx.die();
            return true;
        }
        if cx.settings.ack_timeout.is_none() {
            // Without confirms a row is marked the moment it is sent.
            self.outbox.remove(write);
        }
        false
    }

    /// What the relay has found behind the row of its key that is confirmed goes out at once.
    pub(super) fn on_confirm(&mut self, write: WriteId, cx: &mut Context<'_, EventProtocol>) {
        let next = self.outbox.remove(write);
        if let Some((nth, row)) = next.filter(|_| self.broker_up) {
            self.relay(nth, &row, cx);
        }
    }

    pub(super) fn on_crash(&mut self) {
        self.broker_up = false;
        self.polling = false;
        self.outbox.unmark();
    }

    pub(super) fn on_peer(&mut self, up: bool, cx: &mut Context<'_, EventProtocol>) {
        self.broker_up = up;
        if up {
            self.poll_later(cx);
        } else {
            self.outbox.unmark();
        }
    }

    /// The relay looks at multiples of the polling interval, when there is something to look at.
    fn poll_later(&mut self, cx: &mut Context<'_, EventProtocol>) {
        if !self.polling && self.broker_up && !self.outbox.is_empty() {
            self.polling = true;
            let poll = cx.settings.poll;
            cx.set_timer(poll - cx.now % poll, Timer::Poll);
        }
    }
}

/// Publishes a row; how long it waits for word of that.
fn publish_row(row: &Row, cx: &mut Context<'_, EventProtocol>) -> Micros {
    let confirms = cx.settings.ack_timeout;
    let (write, attempt) = (row.event.write, row.published);
    if attempt > 0 {
        cx.record(What::Retried {
            node: cx.me,
            write,
            attempt,
            wait: 0,
        });
    }
    let retransmit = confirms.map_or(Retransmit::Never, |_| Retransmit::UntilAcked);
    publish(&row.event, attempt, retransmit, cx);
    let jitter = cx.uniform(Purpose::Jitter, write.0, attempt);
    confirms.unwrap_or(0) + cx.settings.wait(attempt + 1, jitter)
}

fn publish(
    event: &Event,
    attempt: u32,
    retransmit: Retransmit,
    cx: &mut Context<'_, EventProtocol>,
) {
    let address = Address {
        to: BROKER,
        kind: LetterKind::Publish,
        write: Some(event.write),
        key: Some(event.key),
        attempt,
        publication: 0,
        retransmit,
    };
    cx.send(address, Message::Publish(*event));
}

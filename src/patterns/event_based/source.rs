//! The service that owns the truth, its store, and how its events get out.
//!
//! Without an outbox it writes twice: it commits, then publishes once and forgets; between the two
//! it may die. With one, the event is committed with the data, and a relay publishes it until the
//! broker has confirmed it.

use std::collections::VecDeque;

use super::message::{Event, Message, Timer};
use super::node::{BROKER, EventNode, USERS};
use super::settings::{Order, Settings};
use crate::sim::draw::Purpose;
use crate::sim::fact::{Amount, Care, Demise, LetterKind, Merge, Version, What};
use crate::sim::ids::{KeyIndex, WriteId};
use crate::sim::node::{Address, Context};
use crate::sim::ranges::Ranges;
use crate::sim::time::Micros;

/// Values of a store whose events carry the whole value are below this.
const VALUES: Amount = 1_000;

/// The source of truth.
#[derive(Clone, Debug)]
pub struct Source {
    store: Vec<(Version, Amount)>,
    outbox: VecDeque<Row>,
    broker_up: bool,
    polling: bool,
}

/// A row of the outbox: an event that is not yet known to be published.
#[derive(Clone, Copy, Debug)]
struct Row {
    event: Event,
    /// How often it was published.
    published: u32,
    /// When it is published again, unless the broker confirms it before; none: at the next poll.
    again_at: Option<Micros>,
}

impl Source {
    /// A source that holds nothing yet.
    pub fn new(settings: &Settings) -> Self {
        Self {
            store: vec![(0, 0); settings.keys() as usize],
            outbox: VecDeque::new(),
            broker_up: true,
            polling: false,
        }
    }

    /// Rows committed and not yet marked as published.
    pub fn outbox_len(&self) -> u64 {
        self.outbox.len() as u64
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
        cx: &mut Context<'_, EventNode>,
    ) {
        let event = self.commit(write, key, cx);
        if cx.settings.outbox {
            self.outbox.push_back(Row {
                event,
                published: 0,
                again_at: None,
            });
            self.poll_later(cx);
        } else {
            if cx.chance(cx.settings.crash_between, Purpose::CrashBetween, write.0, 0) {
                let why = Demise::DiedBeforePublishing;
                cx.record(What::Gone {
                    replica: None,
                    write,
                    key,
                    why,
                });
                cx.die();
                return;
            }
            publish(&event, 0, Care::Forget, cx);
        }
        let address = Address {
            to: USERS,
            kind: LetterKind::Reply,
            write: Some(write),
            key: Some(key),
            attempt: 0,
            publication: 0,
            care: Care::Forget,
        };
        cx.send(address, Message::Done);
    }

    fn commit(&mut self, write: WriteId, key: KeyIndex, cx: &mut Context<'_, EventNode>) -> Event {
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
    pub(super) fn on_poll(&mut self, cx: &mut Context<'_, EventNode>) {
        self.polling = false;
        if !self.broker_up {
            return;
        }
        let confirms = cx.settings.ack_timeout;
        // What is sent again must not come after a newer event of its key: where order counts, one
        // event of a key is out at a time, as with an idempotent producer.
        let in_order = cx.settings.order == Order::ByKey;
        let mut out = Ranges::default();
        let mut rows = std::mem::take(&mut self.outbox).into_iter();
        while let Some(mut row) = rows.next() {
            let waits = row.again_at.is_some_and(|again_at| again_at > cx.now);
            if waits || in_order && out.contains(u64::from(row.event.key)) {
                out.insert(u64::from(row.event.key));
                self.outbox.push_back(row);
                continue;
            }
            let dies = Self::relay(&mut row, cx);
            if dies || confirms.is_some() {
                out.insert(u64::from(row.event.key));
                self.outbox.push_back(row);
            }
            if dies {
                self.outbox.extend(rows);
                cx.die();
                return;
            }
        }
        self.poll_later(cx);
    }

    /// Publishes a row; whether the relay dies before it can mark it.
    fn relay(row: &mut Row, cx: &mut Context<'_, EventNode>) -> bool {
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
        // Without confirms a row is marked the moment it is sent.
        let care = confirms.map_or(Care::Forget, |_| Care::UntilAnswered);
        publish(&row.event, attempt, care, cx);
        row.published += 1;
        let jitter = cx.uniform(Purpose::Jitter, write.0, attempt);
        let patience = confirms.unwrap_or(0) + cx.settings.wait(row.published, jitter);
        row.again_at = Some(cx.now + patience);
        cx.chance(
            cx.settings.crash_between,
            Purpose::CrashBetween,
            write.0,
            attempt,
        )
    }

    pub(super) fn on_confirm(&mut self, write: WriteId) {
        self.outbox.retain(|row| row.event.write != write);
    }

    pub(super) fn on_crash(&mut self) {
        self.broker_up = false;
        self.polling = false;
        self.unmark();
    }

    pub(super) fn on_peer(&mut self, up: bool, cx: &mut Context<'_, EventNode>) {
        self.broker_up = up;
        if up {
            self.poll_later(cx);
        } else {
            self.unmark();
        }
    }

    /// What is not confirmed is published again: the connection over which word of it would have
    /// come is gone.
    fn unmark(&mut self) {
        for row in &mut self.outbox {
            row.again_at = None;
        }
    }

    /// The relay looks at multiples of the polling interval, when there is something to look at.
    fn poll_later(&mut self, cx: &mut Context<'_, EventNode>) {
        if !self.polling && self.broker_up && !self.outbox.is_empty() {
            self.polling = true;
            let poll = cx.settings.poll;
            cx.set_timer(poll - cx.now % poll, Timer::Poll);
        }
    }
}

fn publish(event: &Event, attempt: u32, care: Care, cx: &mut Context<'_, EventNode>) {
    let address = Address {
        to: BROKER,
        kind: LetterKind::Publish,
        write: Some(event.write),
        key: Some(event.key),
        attempt,
        publication: 0,
        care,
    };
    cx.send(address, Message::Publish(*event));
}

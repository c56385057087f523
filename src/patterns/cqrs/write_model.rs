//! The write model: checks commands, appends events to a log, and lets projectors know.
//!
//! A command loads its key, takes its time, and appends with the version that it expects; when
//! another one was quicker, that is a conflict, and it begins again. Checked against a read model
//! instead, it appends whatever the version is by then.

use std::collections::VecDeque;

use super::message::{Command, CqrsProtocol, Event, Message, Part, Reader, Snapshot, Store, Timer};
use super::places::{TRUTH, USERS, projector};
use super::settings::Settings;
use crate::facts::ids::{NodeId, WriteId};
use crate::facts::time::Micros;
use crate::facts::{Amount, Decline, LetterKind, Retransmit, Version, What};
use crate::patterns::people::Query;
use crate::sim::draw::Purpose;
use crate::sim::ledger::Ledger;
use crate::sim::node::{Address, Context};

/// A command is tried so often; the last conflict refuses it.
const MOST_TRIES: u32 = 5;
/// So many of the newest events are kept one by one; what is older is kept as what it comes to.
const MOST_KEPT: usize = 1 << 17;

/// The model that takes commands.
#[derive(Clone, Debug)]
pub struct WriteModel {
    // Durable.
    store: Store,
    log: VecDeque<Event>,
    /// What the events before the first one of the log come to.
    snapshot: Snapshot,
    // Volatile.
    /// Commands under way, by write.
    pending: Ledger<Pending>,
    /// How far projectors were told that the log goes.
    told: u64,
    closed: bool,
}

/// A command between two steps.
#[derive(Clone, Copy, Debug)]
struct Pending {
    command: Command,
    /// The version that was loaded; none if it does not count.
    expected: Option<Version>,
    /// What the value was taken to be.
    believed: Amount,
    /// How often it was tried before.
    attempt: u32,
}

impl WriteModel {
    /// A model that holds nothing yet.
    pub fn new(settings: &Settings) -> Self {
        let store = vec![(0, 0); settings.keys() as usize];
        Self {
            snapshot: Snapshot {
                upto: 0,
                store: store.clone(),
            },
            store,
            log: VecDeque::new(),
            pending: Ledger::default(),
            told: 0,
            closed: false,
        }
    }

    /// Events ever appended.
    pub fn head(&self) -> u64 {
        self.snapshot.upto + self.log.len() as u64
    }

    /// The newest events, oldest first.
    pub fn tail(&self, most: usize) -> impl Iterator<Item = &Event> {
        self.log
            .range(self.log.len().saturating_sub(most)..self.log.len())
    }

    /// The place in the log of a write that was committed then; none of what is part of the snapshot.
    pub(super) fn position(&self, write: WriteId, committed: Micros) -> Option<u64> {
        let from = self.log.partition_point(|event| event.at < committed);
        let same_time = self.log.range(from..);
        let mut same_time = same_time.take_while(|event| event.at == committed);
        Some(same_time.find(|event| event.write == write)?.position)
    }

    /// Commands that have been loaded and neither appended nor refused.
    pub fn held(&self) -> usize {
        self.pending.len()
    }

    /// Whether no command is under way and all projectors know how far the log goes.
    pub fn is_idle(&self) -> bool {
        self.pending.is_empty() && self.told == self.head()
    }

    pub(super) fn on_command(&mut self, command: Command, cx: &mut Context<'_, CqrsProtocol>) {
        if cx.settings.decide_on_read_model && command.change < 0 {
            let Command { write, key, .. } = command;
            let uniform = cx.uniform(Purpose::Route, write.0, 0);
            let to = projector(cx.settings.replica_of(0, uniform));
            let address = Address::once(to, LetterKind::Check, Some(write), Some(key));
            cx.send(address, Message::Check(command));
        } else {
            self.load(command, 0, cx);
        }
    }

    /// A read model says how much there is.
    pub(super) fn on_checked(
        &mut self,
        command: Command,
        believed: Amount,
        cx: &mut Context<'_, CqrsProtocol>,
    ) {
        self.decide(
            Pending {
                command,
                expected: None,
                believed,
                attempt: 0,
            },
            cx,
        );
    }

    fn load(&mut self, command: Command, attempt: u32, cx: &mut Context<'_, CqrsProtocol>) {
        let (version, believed) = self.store[command.key as usize];
        let checked = !cx.settings.decide_on_read_model;
        self.decide(
            Pending {
                command,
                expected: checked.then_some(version),
                believed,
                attempt,
            },
            cx,
        );
    }

    fn decide(&mut self, pending: Pending, cx: &mut Context<'_, CqrsProtocol>) {
        let Command { write, change, .. } = pending.command;
        if pending.believed + change < 0 && change < 0 {
            refuse(pending.command, Decline::Uncovered, cx);
            return;
        }
        let uniform = cx.uniform(Purpose::CommitWait, write.0, pending.attempt);
        let takes = cx.settings.commit.sample(uniform);
        self.pending.insert(write.0, pending);
        if takes == 0 {
            self.on_append(write, cx);
        } else {
            cx.set_timer(takes, Timer::Append { write });
        }
    }

    pub(super) fn on_append(&mut self, write: WriteId, cx: &mut Context<'_, CqrsProtocol>) {
        let Some(mut pending) = self.pending.remove(write.0) else {
            return;
        };
        let key = pending.command.key;
        let (version, _) = self.store[key as usize];
        if pending.expected.is_none_or(|expected| expected == version) {
            self.append(&pending, cx);
            return;
        }
        let attempt = pending.attempt;
        cx.record(What::Conflicted {
            write,
            key,
            attempt,
        });
        pending.attempt += 1;
        let wait = cx.settings.conflict_retry;
        if let Some(wait) = wait.filter(|_| pending.attempt < MOST_TRIES) {
            cx.record(What::Retried {
                node: cx.me,
                write,
                attempt: pending.attempt,
                wait,
            });
            self.pending.insert(write.0, pending);
            cx.set_timer(wait, Timer::TryAgain { write });
        } else {
            refuse(pending.command, Decline::Conflict, cx);
        }
    }

    pub(super) fn on_try_again(&mut self, write: WriteId, cx: &mut Context<'_, CqrsProtocol>) {
        if let Some(pending) = self.pending.remove(write.0) {
            self.load(pending.command, pending.attempt, cx);
        }
    }

    fn append(&mut self, pending: &Pending, cx: &mut Context<'_, CqrsProtocol>) {
        let Command { write, key, change } = pending.command;
        let (version, value) = &mut self.store[key as usize];
        *version += 1;
        *value += change;
        let (version, value) = (*version, *value);
        cx.record(What::Committed {
            write,
            key,
            version,
            value,
        });
        if value < 0 && change < 0 {
            cx.record(What::Overdrawn {
                write,
                key,
                believed: pending.believed,
                value,
            });
        }
        let event = Event {
            position: self.head() + 1,
            write,
            key,
            version,
            change,
            at: cx.now,
        };
        self.keep(event);
        let address = Address::once(USERS, LetterKind::Reply, Some(write), Some(key));
        cx.send(address, Message::Done(event.position));
        self.publish(event, cx);
    }

    /// Adds an event to the log, and makes the oldest one part of the snapshot if there are many.
    fn keep(&mut self, event: Event) {
        self.log.push_back(event);
        if self.log.len() > MOST_KEPT
            && let Some(oldest) = self.log.pop_front()
        {
            self.snapshot.upto = oldest.position;
            let (version, value) = &mut self.snapshot.store[oldest.key as usize];
            *version = oldest.version;
            *value += oldest.change;
        }
    }

    fn publish(&mut self, event: Event, cx: &mut Context<'_, CqrsProtocol>) {
        if cx.settings.poll.is_some() {
            self.told = event.position;
            // While users write, who polls comes by anyway.
            if self.closed {
                self.tell(cx);
            }
            return;
        }
        let retransmit = if cx.settings.log_order {
            cx.set_timer(
                cx.settings.gap_timeout,
                Timer::Lull {
                    head: event.position,
                },
            );
            Retransmit::UntilAcked
        } else {
            self.told = event.position;
            Retransmit::OnReconnect
        };
        for to in projectors(cx.settings) {
            let address = Address {
                retransmit,
                ..Address::once(to, LetterKind::Deliver, Some(event.write), Some(event.key))
            };
            cx.send(address, Message::Deliver(event));
        }
    }

    /// Without a next event, nobody would notice that the last one got lost.
    pub(super) fn on_lull(&mut self, head: u64, cx: &mut Context<'_, CqrsProtocol>) {
        if head == self.head() {
            self.tell(cx);
        }
    }

    fn tell(&mut self, cx: &mut Context<'_, CqrsProtocol>) {
        let head = self.head();
        self.told = head;
        for to in projectors(cx.settings) {
            let address = Address {
                attempt: head as u32,
                ..Address::once(to, LetterKind::Head, None, None)
            };
            cx.send(address, Message::Head(head));
        }
    }

    pub(super) fn on_fetch(
        &mut self,
        from: NodeId,
        (reader, after, most): (Reader, u64, usize),
        attempt: u32,
        cx: &mut Context<'_, CqrsProtocol>,
    ) {
        let base = self.snapshot.upto;
        let snapshot = (after < base).then(|| Box::new(self.snapshot.clone()));
        let skip = (after.saturating_sub(base) as usize).min(self.log.len());
        let events: Vec<Event> = self.log.range(skip..).take(most).copied().collect();
        let head = self.head();
        let upto = events.last().map_or(after, |event| event.position);
        let part = Part {
            reader,
            snapshot,
            events,
            head,
            all: upto >= head,
        };
        let address = Address {
            attempt,
            retransmit: Retransmit::UntilAcked,
            ..Address::once(from, LetterKind::Batch, None, None)
        };
        cx.send(address, Message::Part(part));
    }

    /// Somebody reads what they wrote where it was written.
    pub(super) fn on_query(&self, query: Query, cx: &mut Context<'_, CqrsProtocol>) {
        let Query { read, session, .. } = query;
        for key in query.keys() {
            let (version, value) = self.store[key as usize];
            cx.record(What::Read {
                read,
                session,
                replica: TRUTH,
                key,
                version,
                value,
                waited: 0,
            });
        }
        let address = Address::of_read(USERS, LetterKind::Answer, read);
        cx.send(address, Message::Answer);
    }

    /// The log is durable; commands under way are not, and their users hear nothing.
    pub(super) fn on_crash(&mut self) {
        self.pending.clear();
        // Who follows the log looks into it when the connection is back.
        self.told = self.head();
    }

    /// No event will come any more by which a follower could notice what it missed.
    pub(super) fn on_mended(&mut self, cx: &mut Context<'_, CqrsProtocol>) {
        if self.closed {
            self.tell_followers(cx);
        }
    }

    pub(super) fn on_close(&mut self, cx: &mut Context<'_, CqrsProtocol>) {
        self.closed = true;
        self.tell_followers(cx);
    }

    /// Says how far the log goes to those who ask for what is missing.
    fn tell_followers(&mut self, cx: &mut Context<'_, CqrsProtocol>) {
        if cx.settings.log_order || cx.settings.poll.is_some() {
            self.tell(cx);
        }
    }
}

fn refuse(command: Command, why: Decline, cx: &mut Context<'_, CqrsProtocol>) {
    let Command { write, key, .. } = command;
    cx.record(What::Declined { write, key, why });
    let address = Address::once(USERS, LetterKind::Reply, Some(write), Some(key));
    cx.send(address, Message::Refused);
}

fn projectors(settings: &Settings) -> impl Iterator<Item = NodeId> + use<> {
    (0..settings.views() * settings.replicas).map(projector)
}

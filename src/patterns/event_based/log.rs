//! A broker that keeps a partitioned log, as Kafka does: an event has an offset in the partition of
//! its key, a consumer reads each partition in order and commits the offset up to which it has
//! handled it, and after a crash goes on from there.
//!
//! The broker pushes where Kafka's consumer asks; what a lost answer to a fetch costs there, a lost
//! delivery costs here: the time until it is noticed.
//!
//! Sources: Apache Kafka's documentation of the design of the log, of consumer positions and of
//! delivery semantics.

use super::message::{Event, EventProtocol, Message, Place, Timer};
use super::partition::{Entry, Partition};
use super::places::{consumer, replica};
use crate::facts::ids::{KeyIndex, WriteId};
use crate::facts::time::Micros;
use crate::facts::{LetterKind, LossReason, Retransmit, What};
use crate::patterns::picture::Lane;
use crate::sim::draw::Purpose;
use crate::sim::ledger::Ledger;
use crate::sim::node::{Address, Context};

/// The log and the place of each subscriber in it.
#[derive(Clone, Debug)]
pub struct Log {
    partitions: Vec<Partition>,
    subscribers: Vec<Subscriber>,
}

#[derive(Clone, Debug)]
struct Subscriber {
    up: bool,
    /// How often it has come back: what is sent again after that is another transmission.
    returns: u32,
    expiry_set: bool,
    cursors: Vec<Cursor>,
}

/// The place of a subscriber in a partition.
#[derive(Clone, Debug)]
struct Cursor {
    /// The first offset that it has not committed.
    committed: u64,
    /// Sent, and neither answered nor given up, by offset.
    awaited: Ledger<Awaited>,
}

#[derive(Clone, Copy, Debug)]
struct Awaited {
    attempt: u32,
    failures: u32,
    /// How long an answer is waited for. Who has begun to wait goes on when others do not begin any
    /// more, since events of the same partition wait for this one.
    patience: Option<Micros>,
}

impl Awaited {
    /// Not sent yet.
    fn first(attempt: u32) -> Self {
        Self {
            attempt,
            failures: 0,
            patience: None,
        }
    }
}

impl Cursor {
    /// What follows the last awaited offset before this one; 0 if there is none.
    fn awaited_before(&self, offset: u64) -> u64 {
        let last = self.awaited.last_below(offset);
        last.map_or(0, |(last, _)| last + 1)
    }
}

impl Log {
    /// An empty log, all subscribers connected.
    pub fn new(partitions: u16, subscribers: usize) -> Self {
        let cursor = Cursor {
            committed: 0,
            awaited: Ledger::default(),
        };
        let subscriber = Subscriber {
            up: true,
            returns: 0,
            expiry_set: false,
            cursors: vec![cursor; usize::from(partitions)],
        };
        Self {
            partitions: vec![Partition::default(); usize::from(partitions)],
            subscribers: vec![subscriber; subscribers],
        }
    }

    /// Whether nothing will be sent again by itself.
    pub fn is_idle(&self) -> bool {
        let awaits = |subscriber: &Subscriber| {
            subscriber
                .cursors
                .iter()
                .any(|cursor| !cursor.awaited.is_empty())
        };
        !self.subscribers.iter().any(awaits)
    }

    /// Events that are kept until every subscriber has committed them.
    pub fn held(&self) -> usize {
        self.partitions.iter().map(Partition::len).sum()
    }

    /// Whether a subscriber has come back no more often than this: what was said about earlier
    /// transmissions is void, since all that it had not handled was sent again.
    pub(super) fn has_not_returned_since(&self, subscriber: usize, returns: u32) -> bool {
        self.subscribers[subscriber].returns == returns
    }

    /// One lane for each partition; the slowest subscriber counts.
    pub fn lanes(&self) -> impl Iterator<Item = Lane> {
        self.partitions
            .iter()
            .enumerate()
            .map(|(index, partition)| {
                let slowest = self
                    .subscribers
                    .iter()
                    .map(|s| s.cursors[index].committed)
                    .min();
                let appended = partition.end();
                let unread = appended - slowest.unwrap_or(appended).min(appended);
                Lane {
                    lane: index as u16,
                    appended,
                    unread,
                }
            })
    }

    pub(super) fn partition_of(&self, key: KeyIndex) -> u16 {
        (key as usize % self.partitions.len()) as u16
    }

    /// The offsets at which a subscriber has not committed a write, newest first, each with whether it
    /// is delivered again while the subscriber stays connected.
    pub(super) fn uncommitted(
        &self,
        subscriber: usize,
        write: WriteId,
        key: KeyIndex,
    ) -> impl Iterator<Item = (u64, bool)> + '_ {
        let place = usize::from(self.partition_of(key));
        let partition = &self.partitions[place];
        let cursor = &self.subscribers[subscriber].cursors[place];
        let all = partition.offsets(write);
        all.take_while(|offset| *offset >= cursor.committed)
            .map(|offset| (offset, cursor.awaited.contains(offset)))
    }

    /// Whether a subscriber is connected.
    pub(super) fn is_connected(&self, subscriber: usize) -> bool {
        self.subscribers[subscriber].up
    }

    pub(super) fn append(&mut self, event: Event, cx: &mut Context<'_, EventProtocol>) {
        let index = self.partition_of(event.key);
        let offset = self.partitions[usize::from(index)].append(event, cx.now);
        for subscriber in 0..self.subscribers.len() {
            if self.subscribers[subscriber].up {
                let attempt = self.subscribers[subscriber].returns;
                self.deliver(subscriber, index, offset, Awaited::first(attempt), cx);
            } else {
                self.await_expiry(subscriber, cx);
            }
        }
        self.trim(index);
    }

    fn deliver(
        &mut self,
        subscriber: usize,
        partition: u16,
        offset: u64,
        awaited: Awaited,
        cx: &mut Context<'_, EventProtocol>,
    ) {
        let Some(Entry { event, .. }) = self.partitions[usize::from(partition)].entry(offset)
        else {
            return;
        };
        let returns = self.subscribers[subscriber].returns;
        let cursor = &mut self.subscribers[subscriber].cursors[usize::from(partition)];
        let place = Place::Log {
            partition,
            offset,
            after: cursor.awaited_before(offset),
            returns,
        };
        let attempt = awaited.attempt;
        let patience = cx.settings.ack_timeout.or(awaited.patience);
        let retransmit = if let Some(timeout) = patience {
            cursor.awaited.insert(
                offset,
                Awaited {
                    patience,
                    ..awaited
                },
            );
            let subscriber = subscriber as u16;
            cx.set_timer(
                timeout,
                Timer::Unanswered {
                    subscriber,
                    place,
                    attempt,
                },
            );
            Retransmit::UntilAcked
        } else {
            cursor.awaited.remove(offset);
            Retransmit::OnReconnect
        };
        let address = Address {
            to: consumer(subscriber),
            kind: LetterKind::Deliver,
            write: Some(event.write),
            key: Some(event.key),
            attempt,
            publication: event.publication,
            retransmit,
        };
        cx.send(address, Message::Deliver(event, place));
    }

    pub(super) fn on_acknowledge(&mut self, subscriber: usize, partition: u16, offset: u64) {
        self.subscribers[subscriber].cursors[usize::from(partition)]
            .awaited
            .remove(offset);
    }

    pub(super) fn on_commit(
        &mut self,
        subscriber: usize,
        partition: u16,
        upto: u64,
        cx: &mut Context<'_, EventProtocol>,
    ) {
        let kept = &self.partitions[usize::from(partition)];
        let cursor = &mut self.subscribers[subscriber].cursors[usize::from(partition)];
        let before = cursor.committed;
        cursor.committed = before.max(upto.min(kept.end()));
        cursor.awaited.forget_below(cursor.committed);
        for offset in before..cursor.committed {
            if let Some(entry) = kept.entry(offset) {
                cx.let_go(entry.event.write, replica(subscriber));
            }
        }
        self.trim(partition);
    }

    pub(super) fn on_unanswered(
        &mut self,
        subscriber: usize,
        partition: u16,
        offset: u64,
        attempt: u32,
        cx: &mut Context<'_, EventProtocol>,
    ) {
        let Some(entry) = self.partitions[usize::from(partition)].entry(offset) else {
            return;
        };
        let returns = self.subscribers[subscriber].returns;
        let cursor = &mut self.subscribers[subscriber].cursors[usize::from(partition)];
        let Some(awaited) = cursor
            .awaited
            .get_mut(offset)
            .filter(|a| a.attempt == attempt)
        else {
            return;
        };
        awaited.failures += 1;
        let write = entry.event.write;
        let jitter = cx.uniform(Purpose::Jitter, write.0, attempt * 8 + subscriber as u32);
        let wait = cx.settings.wait(awaited.failures, jitter);
        cx.record(What::Retried {
            node: cx.me,
            write,
            attempt: attempt + 1,
            wait,
        });
        let place = Place::Log {
            partition,
            offset,
            after: cursor.awaited_before(offset),
            returns,
        };
        cx.set_timer(
            wait,
            Timer::Resend {
                subscriber: subscriber as u16,
                place,
                attempt,
            },
        );
    }

    pub(super) fn on_resend(
        &mut self,
        subscriber: usize,
        partition: u16,
        offset: u64,
        attempt: u32,
        cx: &mut Context<'_, EventProtocol>,
    ) {
        let cursor = &self.subscribers[subscriber].cursors[usize::from(partition)];
        let awaited = cursor
            .awaited
            .get(offset)
            .filter(|awaited| awaited.attempt == attempt);
        if let Some(&awaited) = awaited {
            let awaited = Awaited {
                attempt: attempt + 1,
                ..awaited
            };
            self.deliver(subscriber, partition, offset, awaited, cx);
        }
    }

    pub(super) fn on_peer(&mut self, index: usize, up: bool, cx: &mut Context<'_, EventProtocol>) {
        let subscriber = &mut self.subscribers[index];
        subscriber.up = up;
        for cursor in &mut subscriber.cursors {
            cursor.awaited.clear();
        }
        if up {
            subscriber.returns += 1;
            let attempt = subscriber.returns;
            for partition in 0..self.partitions.len() as u16 {
                let place = usize::from(partition);
                let from = self.subscribers[index].cursors[place].committed;
                for offset in from..self.partitions[place].end() {
                    self.deliver(index, partition, offset, Awaited::first(attempt), cx);
                }
            }
        } else {
            self.await_expiry(index, cx);
        }
    }

    /// The broker goes down: a durable log keeps its entries and offsets, one in memory only the
    /// count of its offsets.
    pub(super) fn on_crash(&mut self, cx: &mut Context<'_, EventProtocol>) {
        for (index, subscriber) in self.subscribers.iter_mut().enumerate() {
            for (place, partition) in self.partitions.iter().enumerate() {
                let cursor = &mut subscriber.cursors[place];
                if !cx.settings.durable_log {
                    for offset in cursor.committed..partition.end() {
                        if let Some(Entry { event, .. }) = partition.entry(offset) {
                            gone(index, &event, LossReason::BrokerForgot, cx);
                        }
                    }
                    cursor.committed = partition.end();
                }
                cursor.awaited.clear();
            }
            subscriber.up = false;
            subscriber.expiry_set = false;
        }
        for partition in 0..self.partitions.len() as u16 {
            self.trim(partition);
        }
    }

    pub(super) fn on_restart(&mut self, cx: &mut Context<'_, EventProtocol>) {
        for subscriber in 0..self.subscribers.len() {
            self.await_expiry(subscriber, cx);
        }
    }

    pub(super) fn on_change(&mut self, cx: &mut Context<'_, EventProtocol>) {
        self.on_restart(cx);
    }

    /// What waits for a subscriber that is down is kept no longer than the retention.
    pub(super) fn on_expire(&mut self, index: usize, cx: &mut Context<'_, EventProtocol>) {
        self.subscribers[index].expiry_set = false;
        let Some(retention) = cx.settings.retention else {
            return;
        };
        if self.subscribers[index].up {
            return;
        }
        for (place, partition) in self.partitions.iter().enumerate() {
            let cursor = &mut self.subscribers[index].cursors[place];
            while let Some(entry) = partition.entry(cursor.committed)
                && entry.received + retention <= cx.now
            {
                gone(index, &entry.event, LossReason::Expired, cx);
                cursor.committed += 1;
            }
        }
        for partition in 0..self.partitions.len() as u16 {
            self.trim(partition);
        }
        self.await_expiry(index, cx);
    }

    fn await_expiry(&mut self, index: usize, cx: &mut Context<'_, EventProtocol>) {
        let subscriber = &mut self.subscribers[index];
        let Some(retention) = cx.settings.retention else {
            return;
        };
        if subscriber.expiry_set || subscriber.up {
            return;
        }
        let waiting = subscriber.cursors.iter().zip(&self.partitions);
        let oldest = waiting.filter_map(|(cursor, partition)| partition.entry(cursor.committed));
        if let Some(received) = oldest.map(|entry| entry.received).min() {
            subscriber.expiry_set = true;
            let after = (received + retention).saturating_sub(cx.now);
            cx.set_timer(
                after,
                Timer::Expire {
                    subscriber: index as u16,
                },
            );
        }
    }

    /// Drops what every subscriber has committed.
    fn trim(&mut self, partition: u16) {
        let place = usize::from(partition);
        let committed = self
            .subscribers
            .iter()
            .map(|s| s.cursors[place].committed)
            .min();
        self.partitions[place].trim(committed.unwrap_or(0));
    }
}

fn gone(index: usize, event: &Event, why: LossReason, cx: &mut Context<'_, EventProtocol>) {
    let Event { write, key, .. } = *event;
    cx.record(What::Gone {
        replica: Some(replica(index)),
        write,
        key,
        why,
    });
}

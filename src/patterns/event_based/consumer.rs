//! A consumer: a station that handles events and keeps a copy in step.

use super::hands::Hands;
use super::inbox::Inbox;
use super::job::{Job, answer};
use super::message::{Event, EventProtocol, Message, Place, Timer};
use super::places::USERS;
use super::position::Position;
use super::settings::{Delivery, Settings};
use crate::facts::ids::{KeyIndex, NodeId, ReplicaId, WriteId};
use crate::facts::{
    Amount, Ignored, Letter, LetterKind, LossReason, Merge, Retransmit, Version, What,
};
use crate::patterns::people::Query;
use crate::sim::draw::{Identity, Purpose};
use crate::sim::ledger::Ledger;
use crate::sim::node::{Address, Context};
use crate::sim::station::Station;

/// A service that subscribes to the events and applies them to a store of its own.
#[derive(Clone, Debug)]
pub struct Consumer {
    index: usize,
    replica: ReplicaId,
    // Durable.
    store: Vec<(Version, Amount)>,
    inbox: Inbox,
    dead_letters: u64,
    // Volatile.
    station: Station<Job>,
    /// In work, or put aside until the next attempt, by number.
    in_hand: Ledger<(u16, Job)>,
    /// All jobs, those that wait included.
    hands: Hands,
    next_job: u64,
    partitions: Vec<Position>,
}

impl Consumer {
    /// A consumer that holds nothing yet.
    pub fn new(index: usize, replica: ReplicaId, settings: &Settings) -> Self {
        let (station, partitions) = match settings.order {
            super::settings::Order::ByKey => {
                (Station::in_order(settings.partitions), settings.partitions)
            }
            super::settings::Order::None => (Station::without_order(), 0),
        };
        Self {
            index,
            replica,
            store: vec![(0, 0); settings.keys() as usize],
            inbox: Inbox::default(),
            dead_letters: 0,
            station,
            in_hand: Ledger::default(),
            hands: Hands::default(),
            next_job: 0,
            partitions: vec![Position::default(); usize::from(partitions)],
        }
    }

    /// Its store's identity.
    pub fn replica(&self) -> ReplicaId {
        self.replica
    }

    /// Waiting and working jobs.
    pub fn load(&self) -> (u64, u64, u64) {
        (
            self.station.waiting(),
            self.station.busy(),
            self.station.aside(),
        )
    }

    /// Partitions whose first event has failed and waits, with others behind it.
    pub fn blocked(&self) -> u64 {
        let aside = self
            .in_hand
            .iter()
            .filter(|(_, (_, job))| job.failures > 0 && matches!(job.place, Place::Log { .. }));
        aside.count() as u64
    }

    /// Events put aside for good.
    pub fn dead_letters(&self) -> u64 {
        self.dead_letters
    }

    /// Whether there is no event left to handle.
    pub fn is_idle(&self) -> bool {
        self.station.is_idle()
    }

    /// Events that are kept until they are handled.
    pub fn held(&self) -> usize {
        let behind_gaps: usize = self.partitions.iter().map(|p| p.held.len()).sum();
        let waiting = self.station.waiting() as usize;
        waiting + self.in_hand.len() + behind_gaps + self.inbox.gaps()
    }

    /// Whether it has a write in hand, or behind a gap.
    pub(super) fn has_in_hand(&self, write: WriteId) -> bool {
        self.hands.hold(write)
    }

    /// Whether it would apply a write if that came: neither its inbox nor its store knows better.
    pub(super) fn would_apply(
        &self,
        (write, key): (WriteId, KeyIndex),
        version: Version,
        settings: &Settings,
    ) -> bool {
        let is_known = settings.inbox && self.inbox.knows(write);
        let (shown, _) = self.store[key as usize];
        !(is_known || settings.version_check && version <= shown)
    }

    /// The first offset of a partition that it would take on now, and if it came up anew.
    pub(super) fn takes_from(&self, partition: u16) -> (u64, u64) {
        let position = &self.partitions[usize::from(partition)];
        (position.next, position.saved)
    }

    pub(super) fn on_deliver(
        &mut self,
        letter: &Letter,
        event: Event,
        place: Place,
        cx: &mut Context<'_, EventProtocol>,
    ) {
        let early = cx.settings.delivery == Delivery::AtMostOnce;
        let job = Job {
            event,
            place,
            delivery: letter.attempt,
            arrival: event
                .publication
                .wrapping_mul(2)
                .wrapping_add(u16::from(letter.copy)),
            failures: 0,
            acknowledged_early: early,
        };
        match place {
            Place::Queue { .. } => {
                self.hands.take(&job);
                self.station.arrive(0, job);
            }
            Place::Log {
                partition,
                offset,
                after,
                returns,
            } => {
                let position = &mut self.partitions[usize::from(partition)];
                position.returns = position.returns.max(returns);
                if letter.retransmit == Retransmit::UntilAcked {
                    answer(&job, cx);
                }
                self.accept(partition, offset, after, job, cx);
            }
        }
        self.work(cx);
    }

    /// Somebody reads: a look into the store, which costs no worker.
    pub(super) fn on_query(&self, query: Query, cx: &mut Context<'_, EventProtocol>) {
        let Query { read, session, .. } = query;
        for key in query.keys() {
            let (version, value) = self.store[key as usize];
            cx.record(What::Read {
                read,
                session,
                replica: self.replica,
                key,
                version,
                value,
                waited: 0,
            });
        }
        let address = Address::of_read(USERS, LetterKind::Answer, read);
        cx.send(address, Message::Answer);
    }

    /// Takes what a partition brings in the order of its offsets. A gap that the broker will fill is
    /// waited for; one that nobody will fill is passed over.
    fn accept(
        &mut self,
        partition: u16,
        offset: u64,
        after: u64,
        job: Job,
        cx: &mut Context<'_, EventProtocol>,
    ) {
        let position = &mut self.partitions[usize::from(partition)];
        if offset < position.next {
            return;
        }
        if position.held.is_empty() && after <= position.next {
            self.hands.take(&job);
            Self::take(&mut self.station, position, partition, offset, job, cx);
            return;
        }
        // What is held between the two, or comes again, has nothing left to wait for but what this
        // one waits for.
        for (upto, _) in position.held.range_mut(after.min(offset), offset + 1) {
            *upto = after.min(*upto);
        }
        if !position.held.contains(offset) {
            self.hands.take(&job);
            position.held.insert(offset, (after, job));
        }
        self.release(partition, cx);
    }

    /// Takes what was held and has nothing left to wait for.
    fn release(&mut self, partition: u16, cx: &mut Context<'_, EventProtocol>) {
        let position = &mut self.partitions[usize::from(partition)];
        while let Some((_, (upto, _))) = position.held.first()
            && *upto <= position.next
            && let Some((offset, (_, job))) = position.held.pop_first()
        {
            Self::take(&mut self.station, position, partition, offset, job, cx);
        }
    }

    /// Takes an event of a partition on, and with it its offset.
    fn take(
        station: &mut Station<Job>,
        position: &mut Position,
        partition: u16,
        offset: u64,
        job: Job,
        cx: &mut Context<'_, EventProtocol>,
    ) {
        position.next = offset + 1;
        station.arrive(partition, job);
        if job.acknowledged_early {
            position.saved = offset + 1;
            position.let_go(partition, offset + 1, cx);
        }
    }

    /// Starts what may start. Of what the inbox knows nothing is done but to look it up.
    fn work(&mut self, cx: &mut Context<'_, EventProtocol>) {
        while let Some((lane, job)) = self.station.start(cx.settings.workers) {
            if cx.settings.inbox && self.inbox.knows(job.event.write) {
                self.skip(&job.event, Ignored::Known, cx);
                self.put_away(lane, &job, cx);
                continue;
            }
            let attempt = job.failures;
            cx.record(What::Started {
                node: cx.me,
                write: job.event.write,
                attempt,
            });
            let uniform = cx.draws.uniform(Purpose::Work, job.identity(cx.me));
            let number = self.next_job;
            self.next_job += 1;
            self.in_hand.insert(number, (lane, job));
            let after = cx.settings.work[self.index].sample(uniform);
            cx.set_timer(after, Timer::Handled { job: number });
        }
    }

    pub(super) fn on_handled(&mut self, number: u64, cx: &mut Context<'_, EventProtocol>) {
        let Some((lane, mut job)) = self.in_hand.remove(number) else {
            return;
        };
        let Event { write, key, .. } = job.event;
        if !self.throws(&job, cx) {
            self.apply(&job.event, cx);
            self.done(lane, &job, cx);
            return;
        }
        let node = cx.me;
        let attempt = job.failures;
        job.failures += 1;
        let gives_up = cx.settings.gives_up_after(job.failures);
        let blocking =
            matches!(job.place, Place::Log { .. }) && !gives_up && !job.acknowledged_early;
        cx.record(What::Failed {
            node,
            write,
            key,
            attempt,
            blocking,
        });
        if job.acknowledged_early {
            let why = LossReason::AcknowledgedTooEarly;
            cx.record(What::Gone {
                replica: Some(self.replica),
                write,
                key,
                why,
            });
            self.done(lane, &job, cx);
        } else if self.hands.lease_ended(&job) {
            self.station.finish(lane);
            self.let_lease_go(&job, cx);
        } else if gives_up {
            self.dead_letters += 1;
            cx.record(What::DeadLettered {
                node,
                replica: Some(self.replica),
                write,
                key,
            });
            self.done(lane, &job, cx);
        } else {
            let jitter = cx.draws.uniform(Purpose::Jitter, job.identity(node));
            let wait = cx.settings.wait(job.failures, jitter);
            cx.record(What::Retried {
                node,
                write,
                attempt: job.failures,
                wait,
            });
            self.station.put_aside();
            self.in_hand.insert(number, (lane, job));
            cx.set_timer(wait, Timer::TryAgain { job: number });
            self.work(cx);
        }
    }

    /// A broker that keeps its log in memory will fill no gap after it went down.
    pub(super) fn on_broker_down(&mut self, cx: &mut Context<'_, EventProtocol>) {
        if cx.settings.durable_log {
            return;
        }
        for partition in 0..self.partitions.len() as u16 {
            let held = &mut self.partitions[usize::from(partition)].held;
            for (upto, _) in held.range_mut(0, u64::MAX) {
                *upto = 0;
            }
            self.release(partition, cx);
        }
        self.work(cx);
    }

    pub(super) fn on_try_again(&mut self, number: u64, cx: &mut Context<'_, EventProtocol>) {
        if let Some((lane, job)) = self.in_hand.remove(number) {
            if self.hands.lease_ended(&job) {
                self.station.forget_aside();
                self.let_lease_go(&job, cx);
                return;
            }
            self.station.resume(lane, job);
            self.work(cx);
        }
    }

    /// Does not go on with a delivery in the place of which there is a newer one.
    fn let_lease_go(&mut self, job: &Job, cx: &mut Context<'_, EventProtocol>) {
        self.hands.put_down(job);
        cx.let_go(job.event.write, self.replica);
        self.work(cx);
    }

    /// The workers may be more than before.
    pub(super) fn on_change(&mut self, cx: &mut Context<'_, EventProtocol>) {
        self.work(cx);
    }

    /// The store, the inbox and the dead letters are durable; what was being handled is not.
    pub(super) fn on_crash(&mut self, cx: &mut Context<'_, EventProtocol>) {
        let mut forgotten = self.station.clear();
        forgotten.extend(self.in_hand.take().map(|(_, (_, job))| job));
        forgotten.sort_by_cached_key(|job| job.event.write.0);
        self.hands = Hands::default();
        for job in &forgotten {
            let Event { write, key, .. } = job.event;
            if !self.will_not_come_again(job) {
                cx.let_go(write, self.replica);
                continue;
            }
            let why = LossReason::AcknowledgedTooEarly;
            cx.record(What::Gone {
                replica: Some(self.replica),
                write,
                key,
                why,
            });
        }
        for position in &mut self.partitions {
            for (_, (_, job)) in position.held.take() {
                cx.let_go(job.event.write, self.replica);
            }
            let saved = position.saved;
            *position = Position {
                next: saved,
                saved,
                ..Position::default()
            };
        }
    }

    /// Whether the broker was told, or will be told, that this event is done with.
    fn will_not_come_again(&self, job: &Job) -> bool {
        let passed = match job.place {
            Place::Log {
                partition, offset, ..
            } => offset < self.partitions[usize::from(partition)].saved,
            Place::Queue { .. } => false,
        };
        passed || job.acknowledged_early
    }

    fn throws(&self, job: &Job, cx: &Context<'_, EventProtocol>) -> bool {
        let write = job.event.write.0;
        // The same for every consumer and every attempt.
        let poison = Identity::of(write, NodeId(0), 0);
        cx.draws.chance(cx.settings.poison, Purpose::Poison, poison)
            || cx.draws.chance(
                cx.settings.error[self.index],
                Purpose::Error,
                job.identity(cx.me),
            )
    }

    fn done(&mut self, lane: u16, job: &Job, cx: &mut Context<'_, EventProtocol>) {
        self.put_away(lane, job, cx);
        self.work(cx);
    }

    /// Nothing is left to do about an event: its worker is free, and the broker hears of it.
    fn put_away(&mut self, lane: u16, job: &Job, cx: &mut Context<'_, EventProtocol>) {
        self.station.finish(lane);
        self.hands.put_down(job);
        if !job.acknowledged_early {
            match job.place {
                Place::Queue { .. } => answer(job, cx),
                Place::Log {
                    partition, offset, ..
                } => {
                    let position = &mut self.partitions[usize::from(partition)];
                    position.let_go(partition, offset + 1, cx);
                }
            }
        }
    }

    fn skip(&self, event: &Event, why: Ignored, cx: &mut Context<'_, EventProtocol>) {
        cx.record(What::Skipped {
            replica: self.replica,
            write: event.write,
            key: event.key,
            version: event.version,
            why,
        });
    }

    fn apply(&mut self, event: &Event, cx: &mut Context<'_, EventProtocol>) {
        let replica = self.replica;
        let Event {
            write,
            key,
            version,
            ..
        } = *event;
        let (shown, value) = self.store[key as usize];
        if cx.settings.inbox && !self.inbox.admit(write) {
            self.skip(event, Ignored::Known, cx);
            return;
        }
        if cx.settings.version_check && version <= shown {
            self.skip(event, Ignored::Older, cx);
            return;
        }
        let (version_shown, value) = match cx.settings.merge {
            Merge::Replace => (version, event.value),
            Merge::Add => (version.max(shown), value + event.change),
        };
        self.store[key as usize] = (version_shown, value);
        cx.record(What::Applied {
            replica,
            write,
            key,
            version,
            value,
        });
    }
}

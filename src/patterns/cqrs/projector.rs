//! A projector and the read model that it keeps: follows the log, applies its events to a store, and
//! answers questions.

use super::feed::{CHUNK, Feed};
use super::message::{Command, Event, Message, Part, Reader, Store, Timer};
use super::node::{CqrsNode, USERS, WRITE_MODEL};
use super::rebuild::{Beside, InPlace, Pace};
use super::settings::Settings;
use crate::patterns::people::Query;
use crate::sim::draw::Purpose;
use crate::sim::fact::{Ignored, LetterKind, What};
use crate::sim::ids::{ReplicaId, WriteId};
use crate::sim::node::{Address, Context};
use crate::sim::ranges::Ranges;
use crate::sim::time::Micros;

/// One replica of one view.
#[derive(Clone, Debug)]
pub struct Projector {
    view: usize,
    replica: ReplicaId,
    // Durable.
    store: Store,
    /// Positions of the log that the store reflects.
    applied: Ranges,
    position: u64,
    checkpoint: u64,
    unsaved: u64,
    /// What is not after this position is in the store, however it came there.
    floor: u64,
    in_place: Option<InPlace>,
    beside: Option<Box<Beside>>,
    /// The last instant for which a rebuild was asked.
    rebuilt: Option<Micros>,
    // Volatile.
    feed: Feed,
    in_work: usize,
    turn: u64,
    waiting: Vec<Held>,
    poll_setting: u32,
    closed: bool,
    /// Whether the last look into the log found nothing.
    drained: bool,
    /// Whether it has come back and not asked what it missed.
    resumes: bool,
}

/// An answer that is held back until the store is new enough.
#[derive(Clone, Debug)]
struct Held {
    query: Query,
    needs: Vec<u64>,
    since: Micros,
}

impl Projector {
    /// A projector that has seen nothing yet.
    pub fn new(view: usize, replica: ReplicaId, settings: &Settings) -> Self {
        Self {
            view,
            replica,
            store: vec![(0, 0); settings.keys() as usize],
            applied: Ranges::default(),
            position: 0,
            checkpoint: 0,
            unsaved: 0,
            floor: 0,
            in_place: None,
            beside: None,
            rebuilt: None,
            feed: Feed::after(Reader::Live, 0, 0),
            in_work: 0,
            turn: 0,
            waiting: Vec::new(),
            poll_setting: 0,
            closed: false,
            drained: false,
            resumes: false,
        }
    }

    /// The view that it shows.
    pub fn view(&self) -> usize {
        self.view
    }

    /// Its store's identity.
    pub fn replica(&self) -> ReplicaId {
        self.replica
    }

    /// The position it has applied.
    pub fn position(&self) -> u64 {
        self.position
    }

    /// The position that it would go on after if it were started anew.
    pub fn checkpoint(&self, settings: &Settings) -> u64 {
        if !settings.atomic {
            self.checkpoint
        } else if self.is_ordered(settings) {
            self.position
        } else {
            self.applied.first_missing(1) - 1
        }
    }

    /// How far a rebuild has come, if there is one.
    pub fn rebuilding(&self) -> Option<u64> {
        let beside = self.beside.as_ref().map(|beside| beside.position);
        beside.or(self.in_place.map(|_| self.position))
    }

    /// Events that wait, and whether one is in work.
    pub fn load(&self) -> (u64, u64) {
        let waiting = self.feed.len() - self.in_work.min(self.feed.len());
        (waiting as u64, u64::from(self.in_work > 0))
    }

    /// Events and questions that are kept until they are handled.
    pub fn held(&self) -> usize {
        let beside = self.beside.as_ref().map_or(0, |beside| beside.feed.len());
        self.feed.len() + self.waiting.len() + beside
    }

    /// Whether there is nothing left to do.
    pub fn is_idle(&self) -> bool {
        let rebuilds = self.in_place.is_some() || self.beside.is_some();
        let polls = self.poll_setting > 0 && !self.drained;
        self.feed.is_empty() && self.waiting.is_empty() && !rebuilds && !polls
    }

    fn is_ordered(&self, settings: &Settings) -> bool {
        settings.log_order || settings.poll.is_some() || self.in_place.is_some()
    }

    pub(super) fn on_start(&mut self, cx: &mut Context<'_, CqrsNode>) {
        self.poll_later(cx);
        self.await_rebuild(cx);
    }

    /// An event was pushed.
    pub(super) fn on_deliver(&mut self, event: Event, cx: &mut Context<'_, CqrsNode>) {
        let ordered = self.is_ordered(cx.settings);
        let new = if ordered {
            self.feed.take(event)
        } else {
            event.position > self.floor && self.feed.take_any(event)
        };
        if !new {
            self.skip(&event, cx);
        }
        if ordered && self.feed.has_gap() {
            self.feed.watch(cx);
        }
        self.pass_beside(&[event]);
        self.work(cx);
        self.work_beside(cx);
    }

    /// What comes is for both stores.
    fn pass_beside(&mut self, events: &[Event]) {
        if let Some(beside) = &mut self.beside {
            for event in events {
                beside.feed.take(*event);
            }
        }
    }

    /// Word comes how far the log goes.
    pub(super) fn on_head(&mut self, head: u64, cx: &mut Context<'_, CqrsNode>) {
        self.feed.head = self.feed.head.max(head);
        if !self.feed.has_gap() || !self.is_ordered(cx.settings) {
            return;
        }
        if cx.settings.poll.is_none() {
            if self.feed.asked.is_none() {
                self.feed.ask(CHUNK, cx);
            }
        } else if self.drained {
            self.drained = false;
            self.poll_later(cx);
        }
    }

    /// A part of the log comes.
    pub(super) fn on_part(&mut self, part: Part, cx: &mut Context<'_, CqrsNode>) {
        if part.reader == Reader::Beside {
            self.on_part_beside(part, cx);
            return;
        }
        let ordered = self.is_ordered(cx.settings);
        if let Some(snapshot) = &part.snapshot
            && snapshot.upto > self.position
        {
            self.restore(&snapshot.store, snapshot.upto, cx);
        }
        self.feed.take_part(&part, ordered);
        self.pass_beside(&part.events);
        self.read_on(cx);
        if cx.settings.poll.is_some() {
            self.drained = self.closed && part.all && part.events.is_empty();
        }
        self.work(cx);
        self.work_beside(cx);
        self.check_caught_up(cx);
    }

    /// Asks for more where there is more. Who polls waits for the next look, but for a rebuild.
    fn read_on(&mut self, cx: &mut Context<'_, CqrsNode>) {
        if cx.settings.poll.is_none() || self.in_place.is_some() {
            let ordered = self.is_ordered(cx.settings);
            self.feed.ask_for_more(ordered, cx);
        }
    }

    /// Starts what may start.
    fn work(&mut self, cx: &mut Context<'_, CqrsNode>) {
        if self.in_work > 0 || self.feed.queue.is_empty() {
            return;
        }
        let most = if self.in_place.is_some() {
            1
        } else {
            cx.settings.batch
        };
        self.in_work = self.feed.queue.len().min(most);
        let mut takes = 0;
        for event in self.feed.queue.iter().take(self.in_work) {
            let (node, write) = (cx.me, event.write);
            cx.record(What::Started {
                node,
                write,
                attempt: 0,
            });
            let uniform = cx.uniform(Purpose::Work, write.0, 0);
            takes += cx.settings.project[self.view].sample(uniform);
        }
        if let Some(rebuild) = &mut self.in_place {
            takes = rebuild.pace.next(cx.now, cx.settings.rebuild_rate);
        }
        cx.set_timer(takes, Timer::Projected { turn: self.turn });
    }

    pub(super) fn on_projected(&mut self, turn: u64, cx: &mut Context<'_, CqrsNode>) {
        if turn != self.turn {
            return;
        }
        for _ in 0..std::mem::take(&mut self.in_work) {
            if let Some(event) = self.feed.queue.pop_front() {
                self.apply(&event, cx);
            }
        }
        self.read_on(cx);
        self.answer_waiting(cx);
        self.check_caught_up(cx);
        self.work(cx);
        self.work_beside(cx);
    }

    fn apply(&mut self, event: &Event, cx: &mut Context<'_, CqrsNode>) {
        let Event {
            position,
            write,
            key,
            version,
            change,
            ..
        } = *event;
        let known = cx.settings.atomic && self.applied.contains(position);
        if position <= self.floor || known {
            self.skip(event, cx);
            return;
        }
        self.applied.insert(position);
        self.position = self.position.max(position);
        let (shown, value) = &mut self.store[key as usize];
        *shown = version.max(*shown);
        *value += change;
        let value = *value;
        cx.record(What::Applied {
            replica: self.replica,
            write,
            key,
            version,
            value,
        });
        self.unsaved += 1;
        if cx.settings.atomic || self.unsaved >= cx.settings.checkpoint_every {
            self.save();
        }
    }

    fn save(&mut self) {
        self.unsaved = 0;
        self.checkpoint = self.position;
    }

    fn skip(&self, event: &Event, cx: &mut Context<'_, CqrsNode>) {
        cx.record(What::Skipped {
            replica: self.replica,
            write: event.write,
            key: event.key,
            version: event.version,
            why: Ignored::Known,
        });
    }

    /// The store becomes what the log comes to up to a position.
    fn restore(&mut self, store: &Store, upto: u64, cx: &mut Context<'_, CqrsNode>) {
        for (key, (now, then)) in (0..).zip(self.store.iter_mut().zip(store)) {
            if now != then {
                *now = *then;
                let (version, value) = *then;
                cx.record(What::Restored {
                    replica: self.replica,
                    key,
                    version,
                    value,
                });
            }
        }
        self.applied = Ranges::from_one_to(upto);
        self.position = upto;
        self.floor = upto;
        self.save();
        self.turn += 1;
        self.in_work = 0;
        self.feed.skip_to(upto);
    }

    /// Somebody reads. The answer may have to wait until the store is new enough.
    pub(super) fn on_query(
        &mut self,
        query: Query,
        needs: Vec<u64>,
        cx: &mut Context<'_, CqrsNode>,
    ) {
        let held = Held {
            query,
            needs,
            since: cx.now,
        };
        if self.has(&held.needs) || cx.settings.wait_limit == 0 {
            self.answer(&held, cx);
        } else {
            self.waiting.push(held);
            let read = query.read.0;
            cx.set_timer(cx.settings.wait_limit, Timer::WaitOver { read });
        }
    }

    fn has(&self, needs: &[u64]) -> bool {
        needs.iter().all(|&needed| self.applied.contains(needed))
    }

    fn answer(&self, held: &Held, cx: &mut Context<'_, CqrsNode>) {
        let Query { read, session, .. } = held.query;
        for key in held.query.keys() {
            let (version, value) = self.store[key as usize];
            cx.record(What::Read {
                read,
                session,
                replica: self.replica,
                key,
                version,
                value,
                waited: cx.now - held.since,
            });
        }
        let address = Address::of_read(USERS, LetterKind::Answer, read);
        cx.send(address, Message::Answer);
    }

    fn answer_waiting(&mut self, cx: &mut Context<'_, CqrsNode>) {
        if self.waiting.is_empty() {
            return;
        }
        for held in std::mem::take(&mut self.waiting) {
            if self.has(&held.needs) {
                self.answer(&held, cx);
            } else {
                self.waiting.push(held);
            }
        }
    }

    pub(super) fn on_wait_over(&mut self, read: u64, cx: &mut Context<'_, CqrsNode>) {
        let place = self
            .waiting
            .iter()
            .position(|held| held.query.read.0 == read);
        if let Some(place) = place {
            let held = self.waiting.remove(place);
            self.answer(&held, cx);
        }
    }

    /// A command is checked against what is shown here.
    pub(super) fn on_check(&self, command: Command, cx: &mut Context<'_, CqrsNode>) {
        let (_, value) = self.store[command.key as usize];
        let (write, key): (WriteId, _) = (command.write, command.key);
        let address = Address::once(WRITE_MODEL, LetterKind::Checked, Some(write), Some(key));
        cx.send(address, Message::Checked(command, value));
    }

    pub(super) fn on_gap(&mut self, reader: Reader, cx: &mut Context<'_, CqrsNode>) {
        let ordered = self.is_ordered(cx.settings);
        match (reader, &mut self.beside) {
            (Reader::Live, _) if cx.settings.poll.is_none() || self.in_place.is_some() => {
                self.feed.on_gap(ordered, cx);
            }
            (Reader::Beside, Some(beside)) => beside.feed.on_gap(true, cx),
            _ => {}
        }
    }

    /// The next look into the log comes at a multiple of the interval.
    fn poll_later(&mut self, cx: &mut Context<'_, CqrsNode>) {
        if let Some(poll) = cx.settings.poll {
            self.poll_setting += 1;
            let setting = self.poll_setting;
            cx.set_timer(poll - cx.now % poll, Timer::Poll { setting });
        }
    }

    pub(super) fn on_poll(&mut self, setting: u32, cx: &mut Context<'_, CqrsNode>) {
        if setting != self.poll_setting || self.drained {
            return;
        }
        let patient = |asked: Micros| asked + cx.settings.gap_timeout > cx.now;
        let awaits = self.feed.asked.is_some_and(patient);
        if self.feed.queue.is_empty() && !awaits {
            self.feed.ask(cx.settings.batch, cx);
        }
        self.poll_later(cx);
    }

    pub(super) fn on_change(&mut self, before: &Settings, cx: &mut Context<'_, CqrsNode>) {
        if before.poll != cx.settings.poll {
            self.poll_setting = 0;
            self.drained = false;
            self.poll_later(cx);
            self.feed.ask(CHUNK, cx);
        }
        if before.rebuild != cx.settings.rebuild {
            self.await_rebuild(cx);
        }
        if before.atomic != cx.settings.atomic {
            self.save();
        }
        self.work(cx);
    }

    pub(super) fn on_close(&mut self, cx: &mut Context<'_, CqrsNode>) {
        self.closed = true;
        if cx.settings.poll.is_some() && self.feed.asked.is_none() {
            self.feed.ask(cx.settings.batch, cx);
        }
    }

    /// What was being handled and who waited is forgotten.
    pub(super) fn on_crash(&mut self, cx: &mut Context<'_, CqrsNode>) {
        self.turn += 1;
        self.in_work = 0;
        self.waiting.clear();
        let checkpoint = self.checkpoint(cx.settings);
        self.feed = Feed::after(Reader::Live, checkpoint, checkpoint);
        if let Some(beside) = &mut self.beside {
            beside.turn += 1;
            beside.busy = false;
            beside.feed = Feed::after(Reader::Beside, beside.position, beside.position);
        }
    }

    /// It goes on after its checkpoint.
    pub(super) fn on_restart(&mut self, cx: &mut Context<'_, CqrsNode>) {
        let checkpoint = self.checkpoint(cx.settings);
        let (replica, applied) = (self.replica, self.position);
        let ordered = self.is_ordered(cx.settings);
        cx.record(What::Resumed {
            replica,
            // What lies behind a gap is not applied again: it is known.
            applied: if ordered || !cx.settings.atomic {
                applied
            } else {
                checkpoint
            },
            checkpoint,
        });
        if ordered {
            self.position = checkpoint;
        }
        self.unsaved = 0;
        self.resumes = true;
        self.poll_later(cx);
        self.await_rebuild(cx);
    }

    /// The connection to the log is there: what has been missed?
    pub(super) fn on_log_up(&mut self, cx: &mut Context<'_, CqrsNode>) {
        let ordered = self.is_ordered(cx.settings);
        if ordered || std::mem::take(&mut self.resumes) || self.feed.asked.is_some() {
            self.feed.ask_on(ordered, cx);
        }
        if let Some(beside) = &mut self.beside {
            beside.feed.ask(CHUNK, cx);
        }
    }

    fn await_rebuild(&mut self, cx: &mut Context<'_, CqrsNode>) {
        if let Some(at) = cx.settings.rebuild.filter(|at| self.rebuilt != Some(*at)) {
            cx.set_timer(at.saturating_sub(cx.now), Timer::Rebuild { at });
        }
    }

    pub(super) fn on_rebuild(&mut self, at: Micros, cx: &mut Context<'_, CqrsNode>) {
        if cx.settings.rebuild != Some(at) || self.rebuilt == Some(at) {
            return;
        }
        self.rebuilt = Some(at);
        if self.rebuilding().is_some() {
            return;
        }
        let emptied = !cx.settings.blue_green;
        cx.record(What::RebuildBegan {
            replica: self.replica,
            emptied,
        });
        if !emptied {
            let mut beside = Box::new(Beside::new(cx.now, self.store.len(), self.feed.head));
            beside.feed.ask(CHUNK, cx);
            self.beside = Some(beside);
            return;
        }
        self.store.fill((0, 0));
        self.applied = Ranges::default();
        (self.position, self.floor) = (0, 0);
        self.save();
        self.turn += 1;
        self.in_work = 0;
        self.feed = Feed::after(Reader::Live, 0, self.feed.head);
        self.in_place = Some(InPlace {
            began: cx.now,
            pace: Pace::from(cx.now),
        });
        self.feed.ask(CHUNK, cx);
    }

    /// A rebuild in place ends when nothing is left to replay.
    fn check_caught_up(&mut self, cx: &mut Context<'_, CqrsNode>) {
        let Some(rebuild) = self.in_place else {
            return;
        };
        if self.in_work > 0 || !self.feed.is_empty() || self.feed.has_gap() {
            return;
        }
        self.in_place = None;
        self.floor = self.position;
        self.feed.release_all();
        cx.record(What::CaughtUp {
            replica: self.replica,
            took: cx.now - rebuild.began,
        });
        self.work(cx);
    }

    fn on_part_beside(&mut self, part: Part, cx: &mut Context<'_, CqrsNode>) {
        let Some(beside) = &mut self.beside else {
            return;
        };
        if let Some(snapshot) = &part.snapshot
            && snapshot.upto > beside.position
        {
            beside.store.clone_from(&snapshot.store);
            beside.position = snapshot.upto;
            beside.feed.skip_to(snapshot.upto);
        }
        beside.feed.take_part(&part, true);
        self.work_beside(cx);
    }

    /// Builds on beside, and switches once that has come as far as what people see.
    fn work_beside(&mut self, cx: &mut Context<'_, CqrsNode>) {
        let Some(beside) = &mut self.beside else {
            return;
        };
        if beside.busy {
            return;
        }
        if !beside.feed.queue.is_empty() {
            beside.feed.ask_for_more(true, cx);
            beside.busy = true;
            let takes = beside.pace.next(cx.now, cx.settings.rebuild_rate);
            let turn = beside.turn;
            cx.set_timer(takes, Timer::Built { turn });
        } else if beside.feed.asked.is_some() {
            // An answer is on its way.
        } else if beside.feed.has_gap() {
            beside.feed.watch(cx);
            beside.feed.ask_for_more(true, cx);
        } else if beside.position < self.position {
            beside.feed.ask(CHUNK, cx);
        } else if let Some(beside) = self.beside.take() {
            self.restore(&beside.store, beside.position, cx);
            cx.record(What::CaughtUp {
                replica: self.replica,
                took: cx.now - beside.began,
            });
            self.answer_waiting(cx);
            self.work(cx);
        }
    }

    pub(super) fn on_built(&mut self, turn: u64, cx: &mut Context<'_, CqrsNode>) {
        let Some(beside) = self.beside.as_mut().filter(|beside| beside.turn == turn) else {
            return;
        };
        beside.busy = false;
        if let Some(event) = beside.feed.queue.pop_front() {
            let (version, value) = &mut beside.store[event.key as usize];
            *version = event.version;
            *value += event.change;
            beside.position = event.position;
        }
        self.work_beside(cx);
    }
}

//! A projector and the read model that it keeps: follows the log and applies its events to a store.

use super::answers::Held;
use super::feed::{CHUNK, Feed};
use super::message::{CqrsProtocol, Event, Part, Reader, Store, Timer};
use super::rebuild::{Beside, InPlace};
use super::settings::Settings;
use crate::facts::ids::ReplicaId;
use crate::facts::time::Micros;
use crate::facts::{Ignored, What};
use crate::sim::draw::Purpose;
use crate::sim::node::Context;
use crate::sim::ranges::Ranges;

/// One replica of one view.
#[derive(Clone, Debug)]
pub struct Projector {
    pub(super) view: usize,
    pub(super) replica: ReplicaId,
    // Durable.
    pub(super) store: Store,
    /// Positions of the log that the store reflects.
    pub(super) applied: Ranges,
    pub(super) position: u64,
    /// Positions that the saved checkpoint knows of, and those applied since then.
    pub(super) saved: Ranges,
    pub(super) unsaved: Vec<u64>,
    /// What is not after this position is in the store, however it came there.
    pub(super) floor: u64,
    pub(super) in_place: Option<InPlace>,
    pub(super) beside: Option<Box<Beside>>,
    /// The last instant for which a rebuild was asked.
    pub(super) rebuilt: Option<Micros>,
    /// When one will begin, if one will.
    pub(super) rebuild_due: Option<Micros>,
    // Volatile.
    pub(super) feed: Feed,
    pub(super) in_work: usize,
    pub(super) turn: u64,
    pub(super) waiting: Vec<Held>,
    pub(super) poll_setting: u32,
    pub(super) closed: bool,
    /// Whether the last look into the log found nothing.
    pub(super) drained: bool,
    /// Whether it has come back and not asked what it missed.
    pub(super) resumes: bool,
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
            saved: Ranges::default(),
            unsaved: Vec::new(),
            floor: 0,
            in_place: None,
            beside: None,
            rebuilt: None,
            rebuild_due: None,
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
        let known = if settings.atomic {
            &self.applied
        } else {
            &self.saved
        };
        known.first_missing(1) - 1
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
        let is_over = !rebuilds && self.rebuild_due.is_none();
        self.feed.is_empty() && self.waiting.is_empty() && is_over && !polls
    }

    /// Whether the store is being built anew, or will be.
    pub(super) fn will_be_rebuilt(&self) -> bool {
        self.in_place.is_some() || self.beside.is_some() || self.rebuild_due.is_some()
    }

    /// Whether an event would change nothing if it came once more.
    pub(super) fn knows(&self, position: u64, settings: &Settings) -> bool {
        let is_applied = settings.atomic && self.applied.contains(position);
        position > 0 && (position <= self.floor || is_applied)
    }

    /// Whether an event waits to be handled.
    pub(super) fn has_in_hand(&self, position: u64) -> bool {
        self.feed.contains(position)
    }

    /// Whether it will read a position of the log by itself, or may when it comes up anew.
    pub(super) fn will_fetch(&self, position: u64, comes_up: bool, settings: &Settings) -> bool {
        let is_ahead = position >= self.feed.next || position == 0;
        if self.is_ordered(settings) || settings.poll.is_some() {
            return is_ahead || comes_up && !self.saves(position, settings);
        }
        let asks = self.feed.awaits_more() || self.resumes || comes_up;
        asks && !self.saves(position, settings)
    }

    /// Whether it would not ask for a position again if it came up anew.
    fn saves(&self, position: u64, settings: &Settings) -> bool {
        let saved = if settings.atomic {
            &self.applied
        } else {
            &self.saved
        };
        saved.contains(position)
    }

    pub(super) fn is_ordered(&self, settings: &Settings) -> bool {
        settings.log_order || self.in_place.is_some()
    }

    pub(super) fn on_start(&mut self, cx: &mut Context<'_, CqrsProtocol>) {
        self.poll_later(cx);
        self.await_rebuild(cx);
    }

    /// An event was pushed.
    pub(super) fn on_deliver(&mut self, event: Event, cx: &mut Context<'_, CqrsProtocol>) {
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

    /// Word comes how far the log goes.
    pub(super) fn on_head(&mut self, head: u64, cx: &mut Context<'_, CqrsProtocol>) {
        self.feed.head = self.feed.head.max(head);
        if !self.feed.has_gap() {
            return;
        }
        if cx.settings.poll.is_none() && self.feed.asked.is_none() {
            self.feed.ask(CHUNK, cx);
        } else if cx.settings.poll.is_some() && self.drained {
            self.drained = false;
            self.poll_later(cx);
        }
    }

    /// A part of the log comes.
    pub(super) fn on_part(&mut self, part: &Part, cx: &mut Context<'_, CqrsProtocol>) {
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
        self.feed.take_part(part, ordered);
        self.pass_beside(&part.events);
        self.read_on(cx);
        if cx.settings.poll.is_some() {
            let nothing = part.all && part.events.is_empty() && !self.feed.has_gap();
            self.drained |= self.closed && nothing;
        }
        self.work(cx);
        self.work_beside(cx);
        self.check_caught_up(cx);
    }

    /// Asks for more where there is more. Who polls does so as soon as it has shown what it was given, and
    /// waits for the next look only once it has all that there was.
    fn read_on(&mut self, cx: &mut Context<'_, CqrsProtocol>) {
        if cx.settings.poll.is_none() || self.in_place.is_some() {
            let ordered = self.is_ordered(cx.settings);
            self.feed.ask_for_more(ordered, cx);
        } else if self.feed.more && self.feed.asked.is_none() && self.feed.queue().is_empty() {
            self.feed.more = false;
            self.feed.ask(cx.settings.batch, cx);
        }
    }

    /// Starts what may start.
    pub(super) fn work(&mut self, cx: &mut Context<'_, CqrsProtocol>) {
        if self.in_work > 0 || self.feed.queue().is_empty() {
            return;
        }
        let most = if self.in_place.is_some() {
            1
        } else {
            cx.settings.batch
        };
        self.in_work = self.feed.queue().len().min(most);
        let mut takes = 0;
        for event in self.feed.queue().iter().take(self.in_work) {
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

    pub(super) fn on_projected(&mut self, turn: u64, cx: &mut Context<'_, CqrsProtocol>) {
        if turn != self.turn {
            return;
        }
        for _ in 0..std::mem::take(&mut self.in_work) {
            if let Some(event) = self.feed.pop() {
                self.apply(&event, cx);
            }
        }
        self.read_on(cx);
        self.answer_waiting(cx);
        self.check_caught_up(cx);
        self.work(cx);
        self.work_beside(cx);
    }

    pub(super) fn apply(&mut self, event: &Event, cx: &mut Context<'_, CqrsProtocol>) {
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
        if cx.settings.atomic {
            return;
        }
        self.unsaved.push(position);
        if self.unsaved.len() as u64 >= cx.settings.checkpoint_every {
            for position in self.unsaved.drain(..) {
                self.saved.insert(position);
            }
        }
    }

    /// The checkpoint becomes what the store reflects.
    pub(super) fn save_all(&mut self) {
        self.unsaved.clear();
        self.saved = self.applied.clone();
    }

    fn skip(&self, event: &Event, cx: &mut Context<'_, CqrsProtocol>) {
        cx.record(What::Skipped {
            replica: self.replica,
            write: event.write,
            key: event.key,
            version: event.version,
            why: Ignored::Known,
        });
    }

    pub(super) fn on_gap(&mut self, reader: Reader, cx: &mut Context<'_, CqrsProtocol>) {
        let ordered = self.is_ordered(cx.settings);
        match (reader, &mut self.beside) {
            (Reader::Live, _) => {
                let polls = cx.settings.poll.is_some() && self.in_place.is_none();
                self.feed.on_gap(ordered, polls, cx);
            }
            (Reader::Beside, Some(beside)) => beside.feed.on_gap(true, false, cx),
            (Reader::Beside, None) => {}
        }
    }

    /// The next look into the log comes at a multiple of the interval.
    fn poll_later(&mut self, cx: &mut Context<'_, CqrsProtocol>) {
        if let Some(poll) = cx.settings.poll {
            self.poll_setting += 1;
            let setting = self.poll_setting;
            cx.set_timer(poll - cx.now % poll, Timer::Poll { setting });
        }
    }

    pub(super) fn on_poll(&mut self, setting: u32, cx: &mut Context<'_, CqrsProtocol>) {
        if setting != self.poll_setting || self.drained {
            return;
        }
        let patient = |asked: Micros| asked + cx.settings.gap_timeout > cx.now;
        let awaits = self.feed.asked.is_some_and(patient);
        if self.feed.queue().is_empty() && !awaits {
            self.feed.ask(cx.settings.batch, cx);
        }
        self.poll_later(cx);
    }

    pub(super) fn on_change(&mut self, before: &Settings, cx: &mut Context<'_, CqrsProtocol>) {
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
            self.save_all();
        }
        self.work(cx);
    }

    pub(super) fn on_close(&mut self, cx: &mut Context<'_, CqrsProtocol>) {
        self.closed = true;
        // Who asked for a later rebuild has stopped too.
        if self.rebuild_due.is_some_and(|at| at > cx.now) {
            self.rebuilt = self.rebuild_due.take();
        }
        if cx.settings.poll.is_some() && self.feed.asked.is_none() {
            self.feed.ask(cx.settings.batch, cx);
        }
    }

    /// What was being handled and who waited is forgotten.
    pub(super) fn on_crash(&mut self, cx: &mut Context<'_, CqrsProtocol>) {
        self.waiting.clear();
        self.on_stop(cx);
    }

    /// What was being handled is forgotten. Who waits for the store to be new enough goes on waiting.
    pub(super) fn on_stop(&mut self, cx: &mut Context<'_, CqrsProtocol>) {
        self.turn += 1;
        self.in_work = 0;
        if cx.settings.atomic {
            // The setting may be another one when it comes back.
            self.save_all();
        }
        let checkpoint = self.checkpoint(cx.settings);
        self.feed = Feed::after(Reader::Live, checkpoint, checkpoint);
        if !self.is_ordered(cx.settings) {
            self.feed.fetched = self.saved.clone();
        }
        if let Some(beside) = &mut self.beside {
            beside.turn += 1;
            beside.busy = false;
            beside.feed = Feed::after(Reader::Beside, beside.position, beside.position);
        }
    }

    /// It goes on after its checkpoint.
    pub(super) fn on_restart(&mut self, cx: &mut Context<'_, CqrsProtocol>) {
        let checkpoint = self.checkpoint(cx.settings);
        // What the store reflects and the checkpoint does not know.
        let again = if cx.settings.atomic {
            0
        } else {
            self.applied.count() - self.saved.count()
        };
        cx.record(What::Resumed {
            replica: self.replica,
            applied: checkpoint + again,
            checkpoint,
        });
        if self.is_ordered(cx.settings) {
            self.position = checkpoint;
        }
        self.unsaved.clear();
        self.resumes = true;
        self.poll_setting = 0;
        self.poll_later(cx);
        self.await_rebuild(cx);
    }

    /// The connection to the log is there: what has been missed?
    pub(super) fn on_log_up(&mut self, cx: &mut Context<'_, CqrsProtocol>) {
        let ordered = self.is_ordered(cx.settings);
        if ordered || std::mem::take(&mut self.resumes) || self.feed.asked.is_some() {
            self.feed.ask_on(ordered, cx);
        }
        if let Some(beside) = &mut self.beside {
            beside.feed.ask(CHUNK, cx);
        }
    }
}

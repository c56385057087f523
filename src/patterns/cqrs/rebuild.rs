//! A view that is built anew from the log: where people see it, or beside.

use super::feed::{CHUNK, Feed};
use super::message::{CqrsProtocol, Event, Part, Reader, Store, Timer};
use super::projector::Projector;
use crate::facts::What;
use crate::facts::time::{Micros, SECOND};
use crate::sim::node::Context;
use crate::sim::ranges::Ranges;

/// The rhythm of a replay: so many events per second, exactly.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    from: Micros,
    count: u64,
}

impl Pace {
    /// A rhythm that begins now.
    pub fn from(now: Micros) -> Self {
        Self {
            from: now,
            count: 0,
        }
    }

    /// How long the next event takes. After a pause the rhythm begins anew.
    pub fn next(&mut self, now: Micros, rate: f64) -> Micros {
        let mut due = self.due(rate);
        if due < now {
            *self = Self::from(now);
            due = self.due(rate);
        }
        self.count += 1;
        due - now
    }

    fn due(&self, rate: f64) -> Micros {
        let span = (self.count + 1) as f64 * SECOND as f64 / rate;
        self.from + libm::round(span) as Micros
    }
}

/// A rebuild in place.
#[derive(Clone, Copy, Debug)]
pub(super) struct InPlace {
    /// When it began.
    pub began: Micros,
    pub pace: Pace,
}

/// A rebuild beside the store that people read.
#[derive(Clone, Debug)]
pub(super) struct Beside {
    /// When it began.
    pub began: Micros,
    pub pace: Pace,
    pub store: Store,
    /// The position that it reflects.
    pub position: u64,
    pub feed: Feed,
    /// Which turn of work counts; whether one is under way.
    pub turn: u64,
    pub busy: bool,
}

impl Beside {
    /// An empty store.
    pub fn new(now: Micros, keys: usize, head: u64) -> Self {
        Self {
            began: now,
            pace: Pace::from(now),
            store: vec![(0, 0); keys],
            position: 0,
            feed: Feed::after(Reader::Beside, 0, head),
            turn: 0,
            busy: false,
        }
    }
}

impl Projector {
    pub(super) fn await_rebuild(&mut self, cx: &mut Context<'_, CqrsProtocol>) {
        self.rebuild_due = cx.settings.rebuild.filter(|at| self.rebuilt != Some(*at));
        if let Some(at) = self.rebuild_due {
            cx.set_timer(at.saturating_sub(cx.now), Timer::Rebuild { at });
        }
    }

    pub(super) fn on_rebuild(&mut self, at: Micros, cx: &mut Context<'_, CqrsProtocol>) {
        if cx.settings.rebuild != Some(at) || self.rebuilt == Some(at) {
            return;
        }
        self.rebuilt = Some(at);
        self.rebuild_due = None;
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
        self.save_all();
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
    pub(super) fn check_caught_up(&mut self, cx: &mut Context<'_, CqrsProtocol>) {
        let Some(rebuild) = self.in_place else {
            return;
        };
        if self.in_work > 0 || !self.feed.is_empty() || self.feed.has_gap() {
            return;
        }
        self.in_place = None;
        self.floor = self.position;
        self.save_all();
        self.feed.release_all();
        cx.record(What::CaughtUp {
            replica: self.replica,
            took: cx.now - rebuild.began,
        });
        self.work(cx);
    }

    /// The store becomes what the log comes to up to a position.
    pub(super) fn restore(&mut self, store: &Store, upto: u64, cx: &mut Context<'_, CqrsProtocol>) {
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
        self.save_all();
        self.turn += 1;
        self.in_work = 0;
        self.feed.skip_to(upto);
    }

    /// What comes is for both stores.
    pub(super) fn pass_beside(&mut self, events: &[Event]) {
        if let Some(beside) = &mut self.beside {
            for event in events {
                beside.feed.take(*event);
            }
        }
    }

    pub(super) fn on_part_beside(&mut self, part: &Part, cx: &mut Context<'_, CqrsProtocol>) {
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
        beside.feed.take_part(part, true);
        self.work_beside(cx);
    }

    /// Builds on beside, and switches once that has come as far as what people see.
    pub(super) fn work_beside(&mut self, cx: &mut Context<'_, CqrsProtocol>) {
        let Some(beside) = &mut self.beside else {
            return;
        };
        if beside.busy {
            return;
        }
        if !beside.feed.queue().is_empty() {
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

    pub(super) fn on_built(&mut self, turn: u64, cx: &mut Context<'_, CqrsProtocol>) {
        let Some(beside) = self.beside.as_mut().filter(|beside| beside.turn == turn) else {
            return;
        };
        beside.busy = false;
        if let Some(event) = beside.feed.pop() {
            let (version, value) = &mut beside.store[event.key as usize];
            *version = event.version;
            *value += event.change;
            beside.position = event.position;
        }
        self.work_beside(cx);
    }
}

//! A view that is built anew from the log: where people see it, or beside.

use super::feed::Feed;
use super::message::{Reader, Store};
use crate::sim::time::{Micros, SECOND};

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

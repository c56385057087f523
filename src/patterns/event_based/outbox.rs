//! The outbox of the source: events that are committed with the data and not known to be published.
//!
//! What is sent again must not come after a newer event of its key: where order counts, one event of a
//! key is out at a time, as with an idempotent producer. The relay looks at what may be published and
//! at nothing else, so that a long outbox costs no more than a short one.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::message::Event;
use crate::sim::ids::{KeyIndex, WriteId};
use crate::sim::ledger::Ledger;
use crate::sim::time::Micros;

/// A row of the outbox: an event that is not yet known to be published.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    pub event: Event,
    /// How often it was published.
    pub published: u32,
    /// When it is published again, unless the broker confirms it before; none: at the next poll.
    again_at: Option<Micros>,
}

/// The rows, each with its number in the order of the commits.
#[derive(Clone, Debug)]
pub(super) struct Outbox {
    in_order: bool,
    rows: Ledger<Row>,
    next: u64,
    by_write: BTreeMap<WriteId, u64>,
    /// Where order counts: the rows of each key, oldest first. The first alone may be published.
    of_keys: BTreeMap<KeyIndex, VecDeque<u64>>,
    /// Those that are published at the next poll.
    ready: BTreeSet<u64>,
    /// Those that are out, by when they are published again.
    out: BTreeSet<(Micros, u64)>,
}

impl Outbox {
    pub fn new(in_order: bool) -> Self {
        Self {
            in_order,
            rows: Ledger::default(),
            next: 0,
            by_write: BTreeMap::new(),
            of_keys: BTreeMap::new(),
            ready: BTreeSet::new(),
            out: BTreeSet::new(),
        }
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub fn contains(&self, write: WriteId) -> bool {
        self.by_write.contains_key(&write)
    }

    /// An event is committed.
    pub fn push(&mut self, event: Event) {
        let nth = self.next;
        self.next += 1;
        self.rows.insert(
            nth,
            Row {
                event,
                published: 0,
                again_at: None,
            },
        );
        self.by_write.insert(event.write, nth);
        if self.in_order {
            let of_key = self.of_keys.entry(event.key).or_default();
            of_key.push_back(nth);
            if of_key.len() > 1 {
                return;
            }
        }
        self.ready.insert(nth);
    }

    /// What was out for long enough may be published once more.
    pub fn wake(&mut self, now: Micros) {
        while let Some(&(again_at, nth)) = self.out.first()
            && again_at <= now
        {
            self.out.pop_first();
            self.ready.insert(nth);
        }
    }

    /// The first row from a number on that may be published, and its number.
    pub fn first_ready(&self, from: u64) -> Option<(u64, Row)> {
        let &nth = self.ready.range(from..).next()?;
        Some((nth, *self.rows.get(nth)?))
    }

    /// A row was published: when that happens again.
    pub fn note_published(&mut self, nth: u64, again_at: Micros) {
        if let Some(row) = self.rows.get_mut(nth) {
            row.published += 1;
            row.again_at = Some(again_at);
            self.ready.remove(&nth);
            self.out.insert((again_at, nth));
        }
    }

    /// The event of a write is known to be published.
    pub fn remove(&mut self, write: WriteId) {
        let Some(nth) = self.by_write.remove(&write) else {
            return;
        };
        let Some(row) = self.rows.remove(nth) else {
            return;
        };
        self.ready.remove(&nth);
        if let Some(again_at) = row.again_at {
            self.out.remove(&(again_at, nth));
        }
        let key = row.event.key;
        let Some(of_key) = self.of_keys.get_mut(&key) else {
            return;
        };
        let was_first = of_key.front() == Some(&nth);
        of_key.retain(|other| *other != nth);
        match of_key.front() {
            None => {
                self.of_keys.remove(&key);
            }
            Some(&next) if was_first => {
                self.ready.insert(next);
            }
            Some(_) => {}
        }
    }

    /// What is not confirmed is published again: the connection over which word of it would have
    /// come is gone.
    pub fn unmark(&mut self) {
        for (_, nth) in std::mem::take(&mut self.out) {
            if let Some(row) = self.rows.get_mut(nth) {
                row.again_at = None;
            }
            self.ready.insert(nth);
        }
    }
}

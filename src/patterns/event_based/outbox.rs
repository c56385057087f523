//! The outbox of the source: events that are committed with the data and not known to be published.
//!
//! What is sent again must not come after a newer event of its key: where order counts, one event of a
//! key is out at a time, as with an idempotent producer. Where it does not, so many are out at a time as
//! a publisher waits for confirms of: what is never confirmed is sent again, and costs no more the more
//! waits behind it. The relay looks at what may be published and at nothing else, so that a long outbox
//! costs no more than a short one.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::message::Event;
use crate::facts::ids::{KeyIndex, WriteId};
use crate::facts::time::Micros;
use crate::sim::ledger::Ledger;

/// Where order does not count, at most so many rows are published and not confirmed: of more, the oldest
/// go first, as in the batches of a relay.
const MOST_OUT: usize = 1_000;

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
    /// Those that may be published.
    ready: BTreeSet<u64>,
    /// The number after the last row that the relay has found.
    found: u64,
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
            found: 0,
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

    /// The relay looks: it finds all that is committed, and what was out for long enough may be
    /// published once more.
    pub fn look(&mut self, now: Micros) {
        self.found = self.next;
        while let Some(&(again_at, nth)) = self.out.first()
            && again_at <= now
        {
            self.out.pop_first();
            self.ready.insert(nth);
        }
    }

    /// The first row from a number on that may be published, and its number.
    pub fn first_ready(&self, from: u64) -> Option<(u64, Row)> {
        if !self.in_order && self.out.len() >= MOST_OUT {
            return None;
        }
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

    /// The event of a write is known to be published. The next row, of its key where order counts, which
    /// may be published now, and its number, if the relay has found that already.
    pub fn remove(&mut self, write: WriteId) -> Option<(u64, Row)> {
        let nth = self.by_write.remove(&write)?;
        let row = self.rows.remove(nth)?;
        self.ready.remove(&nth);
        if let Some(again_at) = row.again_at {
            self.out.remove(&(again_at, nth));
        }
        if !self.in_order {
            return self.first_ready(0).filter(|(next, _)| *next < self.found);
        }
        let key = row.event.key;
        let of_key = self.of_keys.get_mut(&key)?;
        let was_first = of_key.front() == Some(&nth);
        of_key.retain(|other| *other != nth);
        match of_key.front() {
            None => {
                self.of_keys.remove(&key);
                None
            }
            Some(&next) if was_first => {
                self.ready.insert(next);
                self.first_ready(next).filter(|_| next < self.found)
            }
            Some(_) => None,
        }
    }

    /// What is not confirmed is published again: the connection over which word of it would have
    /// come is gone.
    pub fn unmark(&mut self) {
        self.found = 0;
        for (_, nth) in std::mem::take(&mut self.out) {
            if let Some(row) = self.rows.get_mut(nth) {
                row.again_at = None;
            }
            self.ready.insert(nth);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn full(in_order: bool) -> Outbox {
        filled(in_order, 1_000)
    }

    fn filled(in_order: bool, rows: u64) -> Outbox {
        let mut outbox = Outbox::new(in_order);
        for nth in 0..rows {
            outbox.push(Event {
                write: WriteId(nth),
                key: nth as KeyIndex % 3,
                version: 1 + nth / 3,
                value: 0,
                change: 0,
                publication: 0,
            });
        }
        outbox
    }

    /// Publishes all that may be now, and says which that were.
    fn poll(outbox: &mut Outbox, now: Micros) -> Vec<u64> {
        outbox.look(now);
        let (mut published, mut from) = (Vec::new(), 0);
        while let Some((nth, _)) = outbox.first_ready(from) {
            outbox.note_published(nth, now + 10);
            published.push(nth);
            from = nth + 1;
        }
        published
    }

    #[test]
    fn where_order_counts_one_row_of_each_key_is_out_at_a_time() {
        let mut outbox = full(true);
        assert_eq!(poll(&mut outbox, 0), [0, 1, 2]);
        assert_eq!(poll(&mut outbox, 9), [] as [u64; 0], "all are out");
        let next = outbox.remove(WriteId(1)).map(|(nth, _)| nth);
        assert_eq!(next, Some(4), "it was found behind that one");
        assert_eq!(poll(&mut outbox, 9), [4]);
        assert_eq!(poll(&mut outbox, 10), [0, 2]);
        outbox.unmark();
        assert_eq!(poll(&mut outbox, 11), [0, 2, 4]);
        assert_eq!((outbox.len(), outbox.contains(WriteId(1))), (999, false));
    }

    #[test]
    fn where_it_does_not_all_go_at_once() {
        let mut outbox = full(false);
        assert_eq!(poll(&mut outbox, 0).len(), 1_000);
        outbox.remove(WriteId(7));
        assert_eq!(poll(&mut outbox, 10).len(), 999);
    }

    #[test]
    fn so_many_are_out_as_are_waited_for_and_the_oldest_go_first() {
        let mut outbox = filled(false, 3_000);
        let first: Vec<u64> = (0..MOST_OUT as u64).collect();
        assert_eq!(poll(&mut outbox, 0), first);
        assert_eq!(poll(&mut outbox, 9), [] as [u64; 0], "all are out");
        assert_eq!(poll(&mut outbox, 10), first, "none was confirmed");
        let next = outbox.remove(WriteId(7)).map(|(nth, _)| nth);
        assert_eq!(next, Some(MOST_OUT as u64), "its place is free");
    }
}

//! A partition of the log: its entries by offset, and where each write stands in it.

use std::collections::{BTreeMap, VecDeque};

use super::message::Event;
use crate::facts::ids::WriteId;
use crate::facts::time::Micros;

/// The entries that some subscriber has not committed.
#[derive(Clone, Debug, Default)]
pub(super) struct Partition {
    /// The offset of the first entry kept.
    base: u64,
    entries: VecDeque<Entry>,
    /// The newest of the offsets of each write that is kept.
    newest: BTreeMap<WriteId, u64>,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub event: Event,
    pub received: Micros,
    /// The offset before this one of the same write, if it was published more than once.
    before: Option<u64>,
}

impl Partition {
    /// How many entries are kept.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// The offset that the next entry will have.
    pub fn end(&self) -> u64 {
        self.base + self.entries.len() as u64
    }

    pub fn entry(&self, offset: u64) -> Option<Entry> {
        let place = offset.checked_sub(self.base)?;
        self.entries.get(usize::try_from(place).ok()?).copied()
    }

    /// The offsets at which a write stands, newest first.
    pub fn offsets(&self, write: WriteId) -> impl Iterator<Item = u64> + '_ {
        let newest = self.newest.get(&write).copied();
        std::iter::successors(newest, |offset| self.entry(*offset)?.before)
    }

    /// Adds an entry; its offset.
    pub fn append(&mut self, event: Event, received: Micros) -> u64 {
        let offset = self.end();
        let before = self.newest.insert(event.write, offset);
        self.entries.push_back(Entry {
            event,
            received,
            before,
        });
        offset
    }

    /// Drops the entries before an offset.
    pub fn trim(&mut self, upto: u64) {
        while self.base < upto
            && let Some(Entry { event, .. }) = self.entries.pop_front()
        {
            if self.newest.get(&event.write) == Some(&self.base) {
                self.newest.remove(&event.write);
            }
            self.base += 1;
        }
    }
}

//! The data about a two-way sync: two sides that people write to, each of which takes in what the other has.
//!
//! There is no one order of the writes of a key here, so nothing is older or newer by a number. What
//! a value comes after is told by the facts (happened-before; Lamport, "Time, Clocks, and the Ordering
//! of Events in a Distributed System", 1978), never by a clock. Both sides of a conflict are true. A
//! write is lost when it is overwritten by a value that does not come after it.

use std::collections::VecDeque;

use crate::consistency::incidents::side_incidents::Awaited;
use crate::consistency::state::keys::Truth;
use crate::consistency::stats::level::Share;
use crate::facts::ids::{KeyIndex, WriteId};
use crate::facts::time::Micros;
use crate::facts::{Amount, Version, VersionVector};

/// What is measured of the two sides.
#[derive(Clone, Debug, Default)]
pub struct Sides {
    pub(in crate::consistency) keys: Vec<KeySides>,
    /// Writes that the other side has neither taken in nor turned down.
    pub(in crate::consistency) open: u64,
    /// Pairs of values that met and of which neither comes after the other.
    pub(in crate::consistency) conflicts: u64,
    /// Writes that were overwritten by a value that does not come after them.
    pub(in crate::consistency) lost: u64,
    /// Of the conflicts of which one value was kept: those in which it was the older one.
    pub(in crate::consistency) older_wins: Share,
    /// Incidents that wait for writes.
    pub(in crate::consistency) awaited: Awaited,
}

/// A key on both sides.
#[derive(Clone, Debug, Default)]
pub(in crate::consistency) struct KeySides {
    pub(in crate::consistency) here: [Side; 2],
    /// The last conflict: how many writes of each side had met in it.
    pub(in crate::consistency) last_conflict: VersionVector,
    /// Whether neither side shows the row, so that neither misses anything of it for now.
    pub(in crate::consistency) at_rest: bool,
}

/// A key on one side.
#[derive(Clone, Debug, Default)]
pub(in crate::consistency) struct Side {
    /// What its value comes after.
    pub(in crate::consistency) past: VersionVector,
    /// The writes whose values it has.
    pub(in crate::consistency) heads: [Option<WriteId>; 2],
    /// Its own writes that the other side does not have.
    pub(in crate::consistency) pending: VecDeque<Own>,
    /// When it was last written to.
    pub(in crate::consistency) written: Micros,
}

/// A write of a side to a key.
#[derive(Clone, Copy, Debug)]
pub struct Own {
    /// Which of the side's writes to the key, from 1.
    pub(in crate::consistency) nth: u32,
    /// When it was committed.
    pub at: Micros,
    /// The write.
    pub write: WriteId,
    /// The key from then on, and how many writes that comes after.
    pub shown: Truth,
}

pub(in crate::consistency) fn shown(past: VersionVector, value: Amount) -> Truth {
    let version = u64::from(past[0]) + u64::from(past[1]);
    Truth { version, value }
}

impl Sides {
    /// Whether a write of one side may still come to the other.
    pub fn awaits(&self, key: KeyIndex, write: WriteId) -> bool {
        let known = self.keys.get(key as usize).into_iter();
        let mut pending = known
            .flat_map(|key| &key.here)
            .flat_map(|side| &side.pending);
        pending.any(|own| own.write == write)
    }

    /// How many writes of one of its sides the value of a key reflects at a store; none if the store does
    /// not hold it. A key counts as two here: twice its number is its source's side of it.
    pub fn has(&self, stores: usize, place: usize, counted_as: KeyIndex) -> Option<Version> {
        let target = stores.checked_sub(1).filter(|&target| target > 0)?;
        let (key, side) = (counted_as as usize / 2, counted_as as usize % 2);
        let holders = [key % target, target];
        let at = holders.iter().position(|holder| *holder == place)?;
        let known = self.keys.get(key);
        Some(known.map_or(0, |known| u64::from(known.here[at].past[side])))
    }
}

impl KeySides {
    /// Whether a side misses something or has another value than the other.
    pub(in crate::consistency) fn differs(&self, side: usize) -> bool {
        let [ours, theirs] = self.here.each_ref().map(|here| here.heads);
        !self.at_rest && (ours != theirs || !self.here[1 - side].pending.is_empty())
    }
}

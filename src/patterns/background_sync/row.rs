//! A row of a store.

use crate::facts::ids::{KeyIndex, WriteId};
use crate::facts::time::Micros;
use crate::facts::{ABSENT, Amount, VersionVector};

/// Where in the order of a run a row stands: its source, then its key.
pub type Place = (u16, KeyIndex);

/// Whether a row is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Life {
    /// No trace of it: never created, or deleted.
    None,
    /// It is there.
    Live,
    /// It is deleted, and a tombstone says so.
    Tombstone,
}

/// One value of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Value {
    /// The write that made it; none for what was there at the start.
    pub write: Option<WriteId>,
    /// What it is.
    pub amount: Amount,
    /// When its transaction began, by the clock of the store that it was written to.
    pub stamp: Micros,
    /// When it was committed.
    pub written: Micros,
    /// On which side it was written: 0 for the source's, 1 for the target's.
    pub side: usize,
    /// Which write of that side to this row it was, from 1; 0 for what was there at the start.
    pub nth: u32,
}

/// A row of a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its key.
    pub key: KeyIndex,
    /// Whether it is there.
    pub life: Life,
    /// Its value.
    pub value: Value,
    /// A second value that nobody has decided about.
    pub sibling: Option<Value>,
    /// What its values come after. One-way syncs count with the first number alone.
    pub past: VersionVector,
}

impl Row {
    /// A row that was there at the start, or that is yet to be created.
    pub fn new(key: KeyIndex, life: Life) -> Self {
        let amount = if life == Life::Live { 0 } else { ABSENT };
        Self {
            key,
            life,
            value: Value {
                write: None,
                amount,
                stamp: 0,
                written: 0,
                side: 0,
                nth: 0,
            },
            sibling: None,
            past: [0; 2],
        }
    }
}

//! What the nodes of this pattern say to each other and ask to be reminded of.

use super::row::{Life, Place, Row};
use super::settings::Settings;
use crate::facts::ids::{KeyIndex, WriteId};
use crate::facts::time::Micros;
use crate::patterns::people::{PeopleTimer, Query};
use crate::sim::node::Protocol;

/// What somebody does to a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Creates it or gives it another value.
    Put,
    /// Deletes it.
    Delete,
}

/// What a job asks a store for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pull {
    /// The run that asks.
    pub run: u64,
    /// Only rows stamped at this instant or later; all if there is none.
    pub since: Option<Micros>,
    /// Only rows that come after this place.
    pub after: Option<Place>,
}

impl Pull {
    /// Whether it asks for a row that stands at this place.
    pub fn asks_for(&self, place: Place, row: &Row) -> bool {
        row.life != Life::None
            && self.after.is_none_or(|after| place > after)
            && self.since.is_none_or(|since| row.value.stamp >= since)
    }
}

/// What a job has a store take over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Load {
    /// This row of the other side.
    Row(Row),
    /// That the row is no longer there.
    Drop(KeyIndex),
}

/// A snapshot of which everything up to a row is known to be in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Copied {
    /// The attempt of the answer that was the snapshot.
    pub snapshot: u32,
    /// The last row that is in.
    pub upto: Place,
}

/// How far a job is, as each source hears with what it is asked and told anyway.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What is known to be in of the snapshots of that source.
    pub copied: Vec<Copied>,
    /// No run that begins from now on asks for rows stamped before this.
    pub passed: Micros,
    /// Runs that had begun and of which rows may still come.
    pub under_way: Vec<u64>,
}

/// What the nodes of this pattern say to each other.
#[derive(Clone, Debug)]
pub struct SyncProtocol;

impl Protocol for SyncProtocol {
    type Message = Message;
    type Timer = Timer;
    type Settings = Settings;
}

/// A message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// Users to a store: do this.
    Write {
        /// The write.
        write: WriteId,
        /// Its key.
        key: KeyIndex,
        /// What to do.
        change: Change,
    },
    /// Store to users: it is done.
    Done,
    /// Users to a store: what is this?
    Query(Query),
    /// Store to users: this it is.
    Answer,
    /// Job to a store: what do you hold?
    Pull {
        /// What it asks for.
        pull: Pull,
        /// How far the job is.
        progress: Progress,
    },
    /// Store to job: this I hold.
    Rows {
        /// The run that asked.
        run: u64,
        /// The rows, in the order of their keys.
        rows: Vec<Row>,
        /// Whether transactions are open that will commit later.
        open: bool,
    },
    /// Job to a store: take this over.
    Load {
        /// The run.
        run: u64,
        /// Which batch of it.
        batch: u16,
        /// What to take over.
        loads: Vec<Load>,
    },
    /// Job to a source: a run has done everything, and its snapshot may be let go.
    Release(Progress),
    /// Store to job: it is in.
    Loaded {
        /// The run.
        run: u64,
        /// Which batch of it.
        batch: u16,
        /// How many rows are other ones than before.
        changed: u32,
    },
}

/// A reminder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timer {
    /// Users: somebody does something.
    People(PeopleTimer),
    /// Store: a transaction commits.
    Commit {
        /// The write.
        write: WriteId,
        /// Its key.
        key: KeyIndex,
        /// What it does.
        change: Change,
        /// When it began, by the store's clock.
        stamp: Micros,
    },
    /// Job: a run is due, unless the schedule was set anew since.
    Tick {
        /// Which setting of the schedule this belongs to.
        setting: u32,
    },
    /// Job: try a failed run again.
    Again {
        /// Which tick it belongs to.
        tick: u64,
        /// How often it was tried before.
        attempt: u32,
    },
    /// Job: the fixed cost of a run has passed.
    Ready {
        /// The run.
        run: u64,
    },
    /// Job: a run has gone through its rows up to here.
    Through {
        /// The run.
        run: u64,
        /// How many rows.
        upto: usize,
    },
    /// Job: answers may be missing.
    Patience {
        /// The run.
        run: u64,
        /// How often it has asked.
        asked: u32,
    },
}

//! What only a background sync has to show, as plain data.

use crate::facts::ids::{KeyIndex, ReplicaId};
use crate::facts::time::Micros;

/// A job that copies, its past and its next runs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SyncPicture {
    /// When it last was to begin.
    pub last_tick: Micros,
    /// When it will begin next, if it will.
    pub next_tick: Option<Micros>,
    /// The newest runs, oldest first.
    pub runs: Vec<RunPicture>,
    /// Rows stamped before this instant count as copied.
    pub watermark: Option<Micros>,
    /// The rows that were stamped before the watermark and seen after it, and have not changed since:
    /// their keys and stamps, newest last.
    pub missed: Vec<(KeyIndex, Micros)>,
    /// Which rows each store has, by key. Rows come and go; the longest list is all there ever were.
    pub present: Vec<(ReplicaId, Vec<bool>)>,
}

/// One run of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RunPicture {
    /// When it began.
    pub began: Micros,
    /// When it ended, if it has.
    pub ended: Option<Micros>,
    /// What came of it.
    pub outcome: RunOutcome,
    /// Rows it has moved.
    pub moved: u64,
    /// Rows it found to be moved.
    pub found: u64,
}

/// What came of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunOutcome {
    /// It goes on.
    Running,
    /// It copied everything it found.
    Done,
    /// It failed part-way.
    Failed,
    /// It was left out, since another one still ran.
    Skipped,
    /// It was stopped by the next one.
    Replaced,
}

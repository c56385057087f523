//! Runs of a job that copies, and the rows that it misses or forgets to delete.

use super::distribution::Distribution;
use super::level::Level;
use super::run_trails::RunTrails;
use crate::facts::time::Micros;
use crate::sim::ledger::Ledger;

/// What is measured of runs and rows.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    /// Whether a job copies on a schedule.
    pub(super) is_scheduled: bool,
    pub(super) trails: RunTrails,
    /// When the runs that go on began.
    pub(super) running: Ledger<Micros>,
    /// From the beginning of a run until it had copied everything it found.
    pub(super) duration: Distribution,
    /// Rows that a replica shows and that are deleted.
    pub(super) ghosts: Level,
    /// Rows stamped before the watermark and committed after the snapshot.
    pub(super) missed: u64,
    pub(super) begun: u64,
    pub(super) failed: u64,
    pub(super) skipped: u64,
    pub(super) replaced: u64,
    pub(super) overlapping: u64,
    pub(super) moved: u64,
}

impl Rows {
    /// A row of a replica is a ghost from now on, or is none.
    pub(super) fn set_ghost(&mut self, at: Micros, was: &mut bool, is: bool) {
        if *was == is {
            return;
        }
        *was = is;
        let ghosts = self.ghosts.now();
        self.ghosts.set(
            at,
            if is {
                ghosts + 1
            } else {
                ghosts.saturating_sub(1)
            },
        );
    }
}

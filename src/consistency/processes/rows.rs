//! The data about a job that copies: its runs, and the rows that it misses or forgets to delete.

use crate::consistency::incidents::run_trails::RunTrails;
use crate::consistency::stats::distribution::Distribution;
use crate::consistency::stats::level::Level;
use crate::facts::time::Micros;
use crate::sim::ledger::Ledger;

/// What is measured of runs and rows.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    /// Whether a job copies on a schedule.
    pub(in crate::consistency) is_scheduled: bool,
    pub(in crate::consistency) trails: RunTrails,
    /// When the runs that go on began.
    pub(in crate::consistency) running: Ledger<Micros>,
    /// From the beginning of a run until it had copied everything it found.
    pub(in crate::consistency) duration: Distribution,
    /// Rows that a replica shows and that are deleted.
    pub(in crate::consistency) ghosts: Level,
    /// Rows stamped before the watermark and committed after the snapshot.
    pub(in crate::consistency) missed: u64,
    pub(in crate::consistency) begun: u64,
    pub(in crate::consistency) failed: u64,
    pub(in crate::consistency) skipped: u64,
    pub(in crate::consistency) replaced: u64,
    pub(in crate::consistency) overlapping: u64,
    pub(in crate::consistency) moved: u64,
}

impl Rows {
    /// A row of a replica is a ghost from now on, or is none.
    pub(in crate::consistency) fn set_ghost(&mut self, at: Micros, was: &mut bool, is: bool) {
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

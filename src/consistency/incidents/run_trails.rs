//! The data behind incidents of a job and its rows: the newest runs, incidents that wait for one of them, and those
//! that wait for a row. Bounded in number.

use std::collections::VecDeque;

use crate::consistency::incidents::anomaly::Anomaly;
use crate::consistency::incidents::chronicle::Placed;
use crate::facts::Version;
use crate::facts::ids::{KeyIndex, WriteId};
use crate::facts::time::Micros;
use crate::sim::ledger::Ledger;

/// So many runs are remembered.
pub(in crate::consistency) const MOST_RUNS: usize = 64;
/// So many incidents about runs are followed to their end; of more, those in the middle are not.
pub(in crate::consistency) const MOST_OPEN: usize = 256;

/// Runs that are remembered, and incidents that may end yet.
#[derive(Clone, Debug, Default)]
pub struct RunTrails {
    /// In the order in which they began.
    pub(in crate::consistency) recent: VecDeque<Remembered>,
    /// Incidents of runs side by side.
    pub(in crate::consistency) overlapping: VecDeque<(u64, u64)>,
    /// Failed runs and their incidents.
    pub(in crate::consistency) failed: VecDeque<(u64, u64)>,
    /// Incidents of rows, by replica and key. As this and the next one, everything by key is bounded by how
    /// many rows there can be (`facts::MOST_ROWS`).
    pub(in crate::consistency) rows: Ledger<Vec<Awaited>>,
    /// Rows deleted without a trace: by which write, and when.
    pub(in crate::consistency) untold: Ledger<(WriteId, Micros)>,
}

/// A run.
#[derive(Clone, Copy, Debug)]
pub(in crate::consistency) struct Remembered {
    pub(in crate::consistency) run: u64,
    pub(in crate::consistency) began: Placed,
    pub(in crate::consistency) ended: Option<Placed>,
    pub(in crate::consistency) done: bool,
}

/// An incident of a row that may end yet.
#[derive(Clone, Copy, Debug)]
pub(in crate::consistency) struct Awaited {
    pub(in crate::consistency) what: Anomaly,
    pub(in crate::consistency) version: Version,
    pub(in crate::consistency) nth: u64,
}

pub(in crate::consistency) fn place_of(place: usize, key: KeyIndex) -> u64 {
    (place as u64) << 32 | u64::from(key)
}

pub(in crate::consistency) fn keep(open: &mut VecDeque<(u64, u64)>, run: u64, nth: u64) {
    if open.len() == MOST_OPEN {
        open.remove(MOST_OPEN / 2);
    }
    open.push_back((run, nth));
}

impl RunTrails {
    pub(in crate::consistency) fn begin(&mut self, run: u64, began: Placed) {
        if self.recent.len() == MOST_RUNS {
            let over = self.recent.iter().position(|one| one.ended.is_some());
            self.recent.remove(over.unwrap_or(0));
        }
        self.recent.push_back(Remembered {
            run,
            began,
            ended: None,
            done: false,
        });
    }

    pub(in crate::consistency) fn end(
        &mut self,
        run: u64,
        ended: Placed,
        done: bool,
    ) -> Option<Remembered> {
        let known = self.recent.iter_mut().rfind(|known| known.run == run)?;
        (known.ended, known.done) = (Some(ended), done);
        Some(*known)
    }

    pub(in crate::consistency) fn under_way(&self) -> impl Iterator<Item = &Remembered> {
        self.recent.iter().filter(|run| run.ended.is_none())
    }

    /// The runs that could have carried a row and did not: the last one that began before the row was
    /// committed, and the one whose end has moved the watermark last.
    pub(in crate::consistency) fn passed_by(&self, committed: u64) -> Vec<Placed> {
        let before = self.recent.iter().rfind(|run| run.began.0 < committed);
        let mut last: Option<&Remembered> = None;
        for run in self.recent.iter().filter(|run| run.done) {
            let ended = |run: &Remembered| run.ended.map_or(0, |(place, _)| place);
            if last.is_none_or(|last| ended(last) < ended(run)) {
                last = Some(run);
            }
        }
        let runs = before.into_iter().chain(last);
        runs.flat_map(|run| [Some(run.began), run.ended])
            .flatten()
            .collect()
    }

    /// A row was deleted without a trace.
    pub fn note_untold(&mut self, at: Micros, key: KeyIndex, write: WriteId) {
        self.untold.insert(u64::from(key), (write, at));
    }
}

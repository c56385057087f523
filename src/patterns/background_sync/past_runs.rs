//! The newest runs of a job, for the picture.

use std::collections::VecDeque;

use super::run::Run;
use crate::facts::RunEnd;
use crate::facts::time::Micros;
use crate::patterns::background_sync::special::{RunOutcome, RunPicture};

/// How many runs are remembered.
const RUNS_SHOWN: usize = 24;

/// The newest runs by their numbers, oldest first.
#[derive(Clone, Debug, Default)]
pub struct PastRuns {
    runs: VecDeque<(u64, RunPicture)>,
}

impl PastRuns {
    /// What became of each, up to now: some still go on.
    pub fn shown(&self, under_way: &[Run]) -> Vec<RunPicture> {
        let shown = |(number, picture): &(u64, RunPicture)| {
            let run = under_way.iter().find(|run| run.number == *number);
            run.map_or(*picture, |run| RunPicture {
                moved: u64::from(run.moved),
                found: run.found() as u64,
                ..*picture
            })
        };
        self.runs.iter().map(shown).collect()
    }

    /// A run begins, or is left out.
    pub fn begin(&mut self, number: u64, at: Micros, outcome: RunOutcome) {
        if self.runs.len() == RUNS_SHOWN {
            self.runs.pop_front();
        }
        let picture = RunPicture {
            began: at,
            ended: (outcome == RunOutcome::Skipped).then_some(at),
            outcome,
            moved: 0,
            found: 0,
        };
        self.runs.push_back((number, picture));
    }

    /// A run ends.
    pub fn end(&mut self, run: &Run, how: RunEnd, at: Micros) {
        let mut known = self.runs.iter_mut();
        let Some((_, picture)) = known.find(|(number, _)| *number == run.number) else {
            return;
        };
        picture.ended = Some(at);
        picture.moved = u64::from(run.moved);
        picture.found = run.found() as u64;
        picture.outcome = match how {
            RunEnd::Done => RunOutcome::Done,
            RunEnd::Failed => RunOutcome::Failed,
            RunEnd::Skipped => RunOutcome::Skipped,
            RunEnd::Replaced => RunOutcome::Replaced,
        };
    }
}

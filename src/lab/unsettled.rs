//! Runs that did not come to rest, and why, in words.

use std::fmt;

use crate::facts::time::Micros;
use crate::run::{Phase, Run};
use crate::scenario::{Key, write_time};
use crate::sim::bound::Bound;

/// A run that did not come to rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unsettled {
    /// The seed of the run.
    pub seed: u64,
    /// When it was ended.
    pub at: Micros,
    /// The bound that stopped it; none if it was ended because it had gone on for long enough.
    pub bound: Option<Bound>,
    /// Messages on their way then.
    pub in_flight: usize,
}

impl Unsettled {
    /// How a run that is over was left; none if it came to rest.
    pub fn of(run: &Run) -> Option<Self> {
        let bound = match run.phase() {
            Phase::Ended { settled: true } => return None,
            Phase::Stopped(bound) => Some(bound),
            _ => None,
        };
        Some(Self {
            seed: run.scenario().settings.count(Key::SEED),
            at: run.now(),
            bound,
            in_flight: run.in_flight(),
        })
    }
}

impl fmt::Display for Unsettled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = write_time(self.at);
        match (self.bound, self.in_flight) {
            (Some(bound), _) => write!(f, "a bound stopped it at {at}: {bound}"),
            (None, 0) => write!(f, "work was left at nodes when it was ended at {at}"),
            (None, 1) => write!(f, "1 message was under way when it was ended at {at}"),
            (None, all) => write!(f, "{all} messages were under way when it was ended at {at}"),
        }
    }
}

/// Why not all of so many runs came to rest: of the first that a bound stopped, or else of the first.
pub fn why(unsettled: &[Unsettled], runs: u64) -> Option<String> {
    let stopped = unsettled.iter().find(|run| run.bound.is_some());
    let told = stopped.or(unsettled.first())?;
    Some(if runs == 1 {
        told.to_string()
    } else {
        let alike = |run: &&Unsettled| run.bound.is_some() == told.bound.is_some();
        let alike = unsettled.iter().filter(alike).count();
        let seed = told.seed;
        format!("{alike} of {runs} runs, the first of them with seed {seed}: {told}")
    })
}

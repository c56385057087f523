//! Many runs: of one scenario over seeds, with their figures pooled, and of the scenarios for which
//! theory has an answer.

pub mod price;
pub mod theory;

use crate::consistency::{Pool, Report};
use crate::run::{Phase, Run};
use crate::scenario::{Key, Scenario, Value};
use crate::sim::draw::finalize;
use crate::sim::fact::Fact;
use crate::sim::time::Micros;

/// What came of a scenario, run to its end once or over several seeds.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// How many runs.
    pub runs: u64,
    /// Simulated time of all runs.
    pub simulated: Micros,
    /// Events of all runs.
    pub events: u64,
    /// The digest of the run; of several, a hash of theirs in the order of their seeds.
    pub digest: u64,
    /// Whether every run came to rest.
    pub settled: bool,
    /// The bound that stopped a run, in words, if one did.
    pub stopped: Option<String>,
    /// Figures of all runs.
    pub pool: Pool,
}

impl Outcome {
    /// The pooled figures.
    pub fn report(&self) -> Report {
        self.pool.report()
    }
}

/// Runs a scenario to its end with its own seed and those that follow it.
pub fn repeat(scenario: &Scenario, runs: u64) -> Outcome {
    let mut outcome = Outcome {
        runs,
        simulated: 0,
        events: 0,
        digest: 0,
        settled: true,
        stopped: None,
        pool: Pool::default(),
    };
    let first = scenario.settings.count(Key::Seed);
    for nth in 0..runs {
        let mut scenario = scenario.clone();
        scenario.settings.set(Key::Seed, Value::Count(first + nth));
        let run = finish(scenario, &mut |_| {});
        outcome.simulated += run.now();
        outcome.events += run.events();
        outcome.digest = if runs == 1 {
            run.digest()
        } else {
            finalize(outcome.digest ^ run.digest())
        };
        match run.phase() {
            Phase::Ended { settled: true } => {}
            Phase::Stopped(bound) => {
                outcome.settled = false;
                outcome.stopped = Some(bound.to_string());
            }
            _ => outcome.settled = false,
        }
        outcome.pool.add(&run.figures());
    }
    outcome
}

/// Runs a scenario to its end; every fact is shown to the observer.
pub fn finish(scenario: Scenario, observe: &mut impl FnMut(&Fact)) -> Run {
    let mut run = Run::observed(scenario, observe);
    run.finish(observe);
    run
}

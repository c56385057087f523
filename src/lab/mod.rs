//! Many runs: of one scenario over seeds, with their figures pooled, and of the scenarios for which
//! theory has an answer.

pub mod price;
pub mod theory;
mod unsettled;

use crate::consistency::{Pool, Report, Visible};
use crate::facts::Fact;
use crate::facts::ids::NodeId;
use crate::facts::time::Micros;
use crate::run::{Run, Watch, Watched};
use crate::scenario::{Key, Scenario, Value};
use crate::sim::draw::finalize;
pub use unsettled::Unsettled;

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
    /// The runs that did not come to rest.
    pub unsettled: Vec<Unsettled>,
    /// Figures of all runs.
    pub pool: Pool,
    /// The window that they are of, where they are not of the whole run: its beginning and its end in
    /// the first run.
    pub window: Option<(Micros, Micros)>,
    /// Figures of each replica, where those were asked for.
    pub replicas: Vec<(NodeId, Pool)>,
}

impl Outcome {
    /// The pooled figures.
    pub fn report(&self) -> Report {
        self.pool.report()
    }

    /// Whether every run came to rest.
    pub fn settled(&self) -> bool {
        self.unsettled.is_empty()
    }

    /// The first run that a bound stopped, if one did.
    pub fn stopped(&self) -> Option<&Unsettled> {
        self.unsettled.iter().find(|run| run.bound.is_some())
    }

    /// Why not every run came to rest, in words; none if all did.
    pub fn why(&self) -> Option<String> {
        unsettled::why(&self.unsettled, self.runs)
    }

    /// The chance that a read sees a write, by how long after the commit it starts.
    pub fn visibility(&self) -> Vec<Visible> {
        self.pool.figures().visibility()
    }
}

/// Runs a scenario to its end with its own seed and those that follow it.
pub fn repeat(scenario: &Scenario, runs: u64) -> Outcome {
    watch(scenario, runs, Watch::default(), &mut |_| {})
}

/// The same, measuring more, and saying now and then how much is done, from 0 to 1. A window ends when users
/// stop, since what comes to its end after that is not what people meet.
pub fn watch(
    scenario: &Scenario,
    runs: u64,
    watch: Watch,
    progress: &mut dyn FnMut(f64),
) -> Outcome {
    let mut outcome = Outcome {
        runs,
        simulated: 0,
        events: 0,
        digest: 0,
        unsettled: Vec::new(),
        pool: Pool::default(),
        window: None,
        replicas: Vec::new(),
    };
    let first = scenario.settings.count(Key::SEED);
    for nth in 0..runs {
        let mut scenario = scenario.clone();
        scenario.settings.set(Key::SEED, Value::Count(first + nth));
        let duration = scenario.settings.time(Key::DURATION);
        let until = if watch.window.is_some() {
            duration
        } else {
            Micros::MAX
        };
        let mut beat = |now: Micros| {
            let share = (now as f64 / duration as f64).min(1.0);
            progress((nth as f64 + share) / runs as f64);
        };
        let mut watched = Watched::new(scenario, watch);
        let (from, figures) = watched.figures_at(until, &mut beat);
        if nth == 0 {
            outcome.window = watch.window.map(|_| (from, watched.run().now()));
            let replicas = watched.replicas().into_iter();
            outcome.replicas = replicas.map(|(_, node)| (node, Pool::default())).collect();
        }
        let of_replicas = outcome.replicas.iter_mut().map(|(_, pool)| pool);
        let pools = std::iter::once(&mut outcome.pool).chain(of_replicas);
        for (pool, figures) in pools.zip(&figures) {
            pool.add(figures);
        }
        watched.finish(&mut beat);
        let run = watched.run();
        outcome.simulated += run.now();
        outcome.events += run.events();
        outcome.digest = if runs == 1 {
            run.digest()
        } else {
            finalize(outcome.digest ^ run.digest())
        };
        outcome.unsettled.extend(Unsettled::of(run));
    }
    outcome
}

/// Runs a scenario to its end; every fact is shown to the observer.
pub fn finish(scenario: Scenario, observe: &mut impl FnMut(&Fact)) -> Run {
    let mut run = Run::observed(scenario, observe);
    run.finish(observe);
    run
}

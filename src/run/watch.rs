//! A run of which more is measured than its whole: a window of time, and each replica by itself.
//!
//! A run is a function of its scenario, so whoever asks for more runs it again, and nobody else pays.

use super::Run;
use crate::consistency::{Figures, Kept, Measure, ReplicaMeasures};
use crate::facts::ids::{NodeId, ReplicaId};
use crate::facts::time::Micros;
use crate::facts::{Fact, What};
use crate::scenario::Scenario;

/// Events between two calls that say how far a run has come.
const EVENTS_A_BEAT: u64 = 20_000;

/// What is to be measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Watch {
    /// The last span of this length, where not everything is to count.
    pub window: Option<Micros>,
    /// Whether each replica is measured by itself.
    pub replicas: bool,
}

/// A run with what is measured of it.
pub struct Watched {
    run: Run,
    watch: Watch,
    apart: Vec<ReplicaMeasures>,
    /// When the window began, and the figures up to there.
    earlier: Option<(Micros, Vec<Figures>)>,
}

impl Watched {
    /// The run at its start.
    pub fn new(scenario: Scenario, watch: Watch) -> Self {
        let mut first = Vec::new();
        let run = Run::observed(scenario, &mut |fact| first.push(*fact));
        let is_source = |what: &What| matches!(what, What::Replica { source: true, .. });
        // In a two-way sync there is no replica of which the others are copies.
        let has_copies = watch.replicas && first.iter().any(|fact| is_source(&fact.what));
        let copies = first.iter().filter_map(|fact| match fact.what {
            What::Replica {
                replica,
                node,
                source: false,
                ..
            } if has_copies => Some(ReplicaMeasures::new(replica, node)),
            _ => None,
        });
        let mut apart: Vec<ReplicaMeasures> = copies.collect();
        for fact in &first {
            for apart in &mut apart {
                apart.fold(fact);
            }
        }
        Self {
            run,
            watch,
            apart,
            earlier: None,
        }
    }

    /// Of the replicas that are measured by themselves only this one.
    #[must_use]
    pub fn only(mut self, replica: ReplicaId) -> Self {
        self.apart.retain(|apart| apart.replica() == replica);
        self
    }

    /// The run.
    pub fn run(&self) -> &Run {
        &self.run
    }

    /// The replicas that are measured by themselves and their nodes, in the order of the figures; none
    /// where there are no copies of a source.
    pub fn replicas(&self) -> Vec<(ReplicaId, NodeId)> {
        let apart = self.apart.iter();
        apart.map(|apart| (apart.replica(), apart.node())).collect()
    }

    /// Runs up to an instant, or to the end if that comes before; when the figures begin, and the figures
    /// up to there: of all, then of each replica. Now and then it is said how far the run has come.
    pub fn figures_at(
        &mut self,
        until: Micros,
        beat: &mut dyn FnMut(Micros),
    ) -> (Micros, Vec<Figures>) {
        while !self.advance(until, EVENTS_A_BEAT) {
            beat(self.run.now());
        }
        beat(self.run.now());
        self.figures()
    }

    /// The same in steps: runs at most this many events more on the way to an instant, which is the same in
    /// each step. True when it got there, and [`figures`](Self::figures) has what was wanted.
    pub fn advance(&mut self, until: Micros, most_events: u64) -> bool {
        let width = self.watch.window.unwrap_or(Micros::MAX);
        let begins = until.checked_sub(width).filter(|&from| from > 0);
        let Some(from) = begins.filter(|_| self.earlier.is_none()) else {
            return self.run_to(until, most_events);
        };
        if self.run_to(from, most_events) {
            self.earlier = Some((self.run.now(), self.state()));
        }
        false
    }

    /// When the figures begin, and the figures up to where [`advance`](Self::advance) has come: of all, then
    /// of each replica.
    pub fn figures(&self) -> (Micros, Vec<Figures>) {
        let Some((from, earlier)) = &self.earlier else {
            return (0, self.state());
        };
        let width = self.run.now() - from;
        let both = self.state().into_iter().zip(earlier);
        let since = both.map(|(now, then)| now.since(then, width));
        (*from, since.collect())
    }

    /// Runs to the end; now and then it is said how far the run has come.
    pub fn finish(&mut self, beat: &mut dyn FnMut(Micros)) {
        while !self.run_to(Micros::MAX, EVENTS_A_BEAT) {
            beat(self.run.now());
        }
        beat(self.run.now());
    }

    fn run_to(&mut self, until: Micros, most_events: u64) -> bool {
        let Self { run, apart, .. } = self;
        run.advance(until, most_events, &mut |fact: &Fact| {
            for apart in apart.iter_mut() {
                apart.fold(fact);
            }
        })
    }

    fn state(&self) -> Vec<Figures> {
        let (now, ended) = (self.run.now(), self.run.is_over());
        let mut state = vec![self.run.figures()];
        let loads = self.run.loads();
        for apart in &self.apart {
            let mut figures = apart.figures(now, ended);
            if let Some(&load) = loads.get(usize::from(apart.node().0)) {
                figures
                    .measures
                    .set(Measure::Utilisation.word(), Kept::Load(load));
            }
            state.push(figures);
        }
        state
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::time::SECOND;
    use crate::patterns::parse;

    const LINKS: [&str; 4] = [
        "consumers=3&loss=0.1&duplicate=0.2&order=none&ack-timeout=200ms&version-check=on&keys=5&\
         crash-every=5s&repair=1s&deliver=exp:50ms|exp:500ms|exp:50ms&duration=20s&reads=20",
        "consumers=2&payload=delta&deliver-loss=0.1&order=none&duration=20s&keys=5&reads=20",
        "pattern=cqrs&views=2&replicas=2&rebuild=8s&crash-every=6s&duration=20s&reads=30&keys=6",
        "pattern=background-sync&interval=2s&deletes=0.1&inserts=0.2&duration=20s&reads=20",
    ];

    fn count(figures: &Figures, name: &str) -> u64 {
        match &figures.measures[name] {
            Kept::Times(values, _) | Kept::Numbers(values, _) => values.count(),
            Kept::Share(share) => share.count(),
            kept => panic!("{name} is no count: {kept:?}"),
        }
    }

    fn figures(link: &str, window: Option<Micros>, until: Micros) -> (Micros, Vec<Figures>) {
        let (link, problems) = parse(link);
        assert!(problems.is_empty(), "{problems:?}");
        let replicas = true;
        Watched::new(link.scenario, Watch { window, replicas }).figures_at(until, &mut |_| {})
    }

    /// Catches a fact of one replica that is shown to another, or to none.
    #[test]
    fn the_parts_add_up_to_the_whole() {
        for link in LINKS {
            let (_, figures) = figures(link, None, Micros::MAX);
            let (whole, parts) = figures.split_first().expect("a whole");
            assert!(!parts.is_empty(), "{link}");
            for name in [
                "propagation",
                "t-visibility",
                "stale-reads",
                "read-age",
                "read-latency",
                "reordered",
                "redelivered",
            ] {
                let sum: u64 = parts.iter().map(|part| count(part, name)).sum();
                assert_eq!(sum, count(whole, name), "{name}: {link}");
            }
            for name in ["effects", "deliveries", "skipped", "duplicate-effects"] {
                let sum: u64 = parts.iter().map(|part| part.counts[name]).sum();
                assert_eq!(sum, whole.counts[name], "{name}: {link}");
            }
            let area = |figures: &Figures| match &figures.measures["lag"] {
                Kept::Level(lag, _) => lag.mean().unwrap_or(0.0) * lag.time() as f64,
                kept => panic!("{kept:?}"),
            };
            let sum: f64 = parts.iter().map(area).sum();
            assert!((sum - area(whole)).abs() <= 1e-9 * sum, "{link}: {sum}");
        }
    }

    #[test]
    fn windows_side_by_side_add_up_to_the_run() {
        for link in LINKS {
            let (whole_from, whole) = figures(link, None, 16 * SECOND);
            assert_eq!(whole_from, 0);
            let names = ["t-visibility", "read-age", "reordered"];
            let values = |figures: &Figures| {
                let mut values = names.map(|name| count(figures, name)).to_vec();
                values.push(figures.counts["committed"]);
                values
            };
            let mut sums = vec![0; 4];
            for nth in 1..=4 {
                let (from, part) = figures(link, Some(4 * SECOND), nth * 4 * SECOND);
                assert_eq!(from, (nth - 1) * 4 * SECOND);
                for (sum, value) in sums.iter_mut().zip(values(&part[0])) {
                    *sum += value;
                }
            }
            assert_eq!(sums, values(&whole[0]), "{link}");
        }
    }

    #[test]
    fn where_there_is_no_source_there_are_no_parts() {
        for link in [
            "pattern=saga&duration=1s",
            "pattern=background-sync&copy=two-way&duration=1s",
        ] {
            assert_eq!(figures(link, None, Micros::MAX).1.len(), 1, "{link}");
        }
    }
}

//! Every measure once more, from its definition and all facts at once: slow, and without the state
//! that makes the folds fast.

use std::collections::{BTreeMap, BTreeSet};

use driftscope::consistency::{Kept, Measured};
use driftscope::scenario::Key;
use driftscope::sim::fact::{Fault, Merge, What};
use driftscope::sim::ids::{ReplicaId, WriteId};
use driftscope::sim::time::Micros;
use proptest::prelude::*;

use crate::invariants::{commits, merge};
use crate::recounts::{counts, lost, order};
use crate::trial::Trial;

pub type Checked = Result<(), TestCaseError>;

pub struct Commit {
    pub at: Micros,
    pub write: WriteId,
    pub key: u32,
    pub version: u64,
    pub value: i64,
}

pub struct Application {
    pub at: Micros,
    pub write: WriteId,
    pub key: u32,
    pub version: u64,
    pub value: i64,
}

/// All that the measures are made of.
pub struct Reference<'a> {
    pub trial: &'a Trial,
    pub merge: Merge,
    pub end: Micros,
    pub commits: Vec<Commit>,
    /// By replica, from the first consumer's.
    pub applications: Vec<Vec<Application>>,
}

impl<'a> Reference<'a> {
    pub fn new(trial: &'a Trial) -> Self {
        let consumers = trial.setting(Key::Consumers) as u16;
        let of = |wanted: u16| {
            let all = trial.facts.iter().filter_map(|fact| match fact.what {
                What::Applied {
                    replica,
                    write,
                    key,
                    version,
                    value,
                } if replica.0 == wanted => Some(Application {
                    at: fact.at,
                    write,
                    key,
                    version,
                    value,
                }),
                _ => None,
            });
            all.collect()
        };
        let all = commits(&trial.facts).map(|(at, write, key, version, value)| Commit {
            at,
            write,
            key,
            version,
            value,
        });
        Self {
            trial,
            merge: merge(trial),
            end: trial.run.now(),
            commits: all.collect(),
            applications: (1..=consumers).map(of).collect(),
        }
    }

    /// When a replica first showed a commit or, where values replace each other, a newer one.
    pub fn shown_at(&self, place: usize, commit: &Commit) -> Option<Micros> {
        let mut later = self.applications[place].iter().filter(|applied| {
            applied.key == commit.key
                && match self.merge {
                    Merge::Replace => applied.version >= commit.version,
                    Merge::Add => applied.version == commit.version,
                }
        });
        later.next().map(|applied| applied.at)
    }

    /// For each replica and commit, from when to when it was missing there.
    pub fn missing(&self) -> Vec<Vec<(Micros, Option<Micros>)>> {
        let of = |place| {
            let spans = self
                .commits
                .iter()
                .map(|commit| (commit.at, self.shown_at(place, commit)));
            spans.collect()
        };
        (0..self.applications.len()).map(of).collect()
    }

    /// Applications that brought something new, with the span since its commit.
    pub fn propagations(&self) -> Vec<Micros> {
        let mut spans = Vec::new();
        let committed: BTreeMap<(u32, u64), Micros> = self
            .commits
            .iter()
            .map(|commit| ((commit.key, commit.version), commit.at))
            .collect();
        for applications in &self.applications {
            let mut seen: BTreeMap<u32, BTreeSet<u64>> = BTreeMap::new();
            for applied in applications {
                let seen = seen.entry(applied.key).or_default();
                let new = match self.merge {
                    Merge::Replace => seen.last().is_none_or(|&last| last < applied.version),
                    Merge::Add => !seen.contains(&applied.version),
                };
                seen.insert(applied.version);
                if new {
                    spans.push(applied.at - committed[&(applied.key, applied.version)]);
                }
            }
        }
        spans
    }

    pub fn count(&self, wanted: impl Fn(&What) -> bool) -> u64 {
        self.trial.facts_that(wanted) as u64
    }
}

/// The measures of a run are those of their definitions.
pub fn check(trial: &Trial) -> Checked {
    let reference = Reference::new(trial);
    let missing = reference.missing();
    times(trial, &reference, &missing)?;
    lag(trial, &reference, &missing)?;
    age(trial, &reference)?;
    counts(trial, &reference)?;
    lost(trial, &reference)?;
    order(trial, &reference)
}

fn distribution(trial: &Trial, name: &str, mut spans: Vec<Micros>, open: Vec<Micros>) -> Checked {
    let Kept::Times(kept, mut still) = trial.kept(name) else {
        return Err(TestCaseError::fail(format!("{name} is no time")));
    };
    let url = trial.url();
    spans.sort_unstable();
    prop_assert_eq!(kept.count(), spans.len() as u64, "{}: {}", name, &url);
    prop_assert_eq!(kept.max(), spans.last().copied(), "{}: {}", name, &url);
    let sum: Micros = spans.iter().sum();
    let mean = (!spans.is_empty()).then(|| sum as f64 / spans.len() as f64);
    prop_assert_eq!(kept.mean(), mean, "{}: {}", name, &url);
    for share in [0.5, 0.95, 0.99] {
        // The histogram keeps three digits.
        let nth = (share * spans.len() as f64).ceil() as usize;
        let exact = spans
            .get(nth.saturating_sub(1))
            .copied()
            .map(|span| span as f64);
        let kept = kept.quantile(share).map(|span| span as f64);
        let close = kept
            .zip(exact)
            .map(|(kept, exact)| (kept - exact).abs() <= 1.0 + exact / 500.0);
        prop_assert_ne!(
            close,
            Some(false),
            "{} {}: {:?} {:?}: {}",
            name,
            share,
            kept,
            exact,
            &url
        );
        prop_assert_eq!(kept.is_some(), exact.is_some());
    }
    still.sort_unstable();
    let mut open = open;
    open.sort_unstable();
    prop_assert_eq!(still, open, "open {}: {}", name, &url);
    Ok(())
}

fn times(
    trial: &Trial,
    reference: &Reference<'_>,
    missing: &[Vec<(Micros, Option<Micros>)>],
) -> Checked {
    distribution(trial, "propagation", reference.propagations(), Vec::new())?;

    // The window of a write ends when the last replica shows it.
    let everywhere: Vec<Option<Micros>> = (0..reference.commits.len())
        .map(|nth| {
            missing
                .iter()
                .map(|spans| spans[nth].1)
                .try_fold(0, |last, at| Some(last.max(at?)))
        })
        .collect();
    let windows = reference.commits.iter().zip(&everywhere);
    let closed = windows
        .clone()
        .filter_map(|(commit, at)| Some((*at)? - commit.at));
    let open = windows
        .filter(|(_, at)| at.is_none())
        .map(|(commit, _)| reference.end - commit.at);
    distribution(
        trial,
        "inconsistency-window",
        closed.collect(),
        open.clone().collect(),
    )?;
    prop_assert_eq!(
        trial.count("open") as usize,
        open.count(),
        "{}",
        trial.url()
    );

    let mut requested = BTreeMap::new();
    let mut latencies = Vec::new();
    for fact in &trial.facts {
        match fact.what {
            What::Requested { write, .. } => {
                requested.insert(write, fact.at);
            }
            What::Acknowledged { write } => latencies.push(fact.at - requested[&write]),
            _ => {}
        }
    }
    distribution(trial, "write-latency", latencies, Vec::new())?;

    // After a fault has ended: until all that was committed before its end is shown everywhere.
    let (mut converged, mut not_yet) = (Vec::new(), Vec::new());
    for fact in &trial.facts {
        if let What::Fault(Fault::Restarted(_) | Fault::Mended(_)) = fact.what {
            let before = reference.commits.iter().zip(&everywhere);
            let shown = before
                .filter(|(commit, _)| commit.at < fact.at)
                .map(|(_, at)| *at)
                .try_fold(fact.at, |last, at| Some(last.max(at?)));
            match shown {
                Some(at) => converged.push(at - fact.at),
                None => not_yet.push(reference.end - fact.at),
            }
        }
    }
    distribution(trial, "convergence", converged, not_yet)
}

fn lag(
    trial: &Trial,
    reference: &Reference<'_>,
    missing: &[Vec<(Micros, Option<Micros>)>],
) -> Checked {
    let Kept::Level(kept, _) = trial.kept("lag") else {
        return Err(TestCaseError::fail("lag is a level"));
    };
    let (mut area, mut peak) = (0_u128, 0);
    for (place, spans) in missing.iter().enumerate() {
        let replica = ReplicaId(1 + place as u16);
        let left = spans.iter().filter(|(_, until)| until.is_none()).count() as u64;
        prop_assert_eq!(
            trial.run.consistency().lag(replica),
            left,
            "{}",
            trial.url()
        );
        for &(from, until) in spans {
            area += u128::from(until.unwrap_or(reference.end) - from);
        }
        // How many were missing just after each commit: those before it that were not shown yet.
        for (nth, &(at, _)) in spans.iter().enumerate() {
            let position = |wanted: WriteId| {
                trial.facts.iter().position(
                    |fact| matches!(fact.what, What::Committed { write, .. } if write == wanted),
                )
            };
            let here = position(reference.commits[nth].write).expect("it was committed");
            let open =
                spans[..=nth]
                    .iter()
                    .zip(&reference.commits)
                    .filter(|((_, until), commit)| {
                        until.is_none_or(|until| {
                            until > at
                                || (until == at
                                    && !shown_before(trial, reference, place, commit, here))
                        })
                    });
            peak = peak.max(open.count() as u64);
        }
    }
    let time = u128::from(reference.end) * missing.len() as u128;
    let mean = (time > 0).then(|| area as f64 / time as f64);
    prop_assert_eq!(kept.mean(), mean, "lag: {}", trial.url());
    prop_assert_eq!(kept.peak(), peak, "peak of lag: {}", trial.url());
    Ok(())
}

/// Whether a replica showed a commit before the fact of this position.
fn shown_before(
    trial: &Trial,
    reference: &Reference<'_>,
    place: usize,
    commit: &Commit,
    here: usize,
) -> bool {
    trial.facts[..here].iter().any(|fact| match fact.what {
        What::Applied {
            replica,
            key,
            version,
            ..
        } => {
            usize::from(replica.0) == place + 1
                && key == commit.key
                && match reference.merge {
                    Merge::Replace => version >= commit.version,
                    Merge::Add => version == commit.version,
                }
        }
        _ => false,
    })
}

fn age(trial: &Trial, reference: &Reference<'_>) -> Checked {
    let committed: BTreeMap<WriteId, Micros> = reference
        .commits
        .iter()
        .map(|commit| (commit.write, commit.at))
        .collect();
    let (mut area, mut time) = (0.0, 0.0);
    for applications in &reference.applications {
        let mut newest: Option<Micros> = None;
        let mut since = 0;
        let steps = applications
            .iter()
            .map(|applied| (applied.at, Some(committed[&applied.write])));
        for (at, learnt) in steps.chain([(reference.end, None)]) {
            if let Some(newest) = newest {
                // The area under a line from (since - newest) up to (at - newest).
                let (low, high) = ((since - newest) as f64, (at - newest) as f64);
                area += f64::midpoint(low, high) * (high - low);
                time += high - low;
            }
            since = at;
            newest = newest.max(learnt);
        }
    }
    let mean = (time > 0.0).then(|| area / time / 1e3);
    let Measured::Distribution { mean: kept, .. } = trial.report.measures["age-of-information"]
    else {
        return Err(TestCaseError::fail("an age is no share"));
    };
    let close = match (kept, mean) {
        (Some(kept), Some(mean)) => (kept - mean).abs() <= 1e-9 * mean.max(1.0),
        (kept, mean) => kept == mean,
    };
    prop_assert!(
        close,
        "age of information: {:?} {:?}: {}",
        kept,
        mean,
        trial.url()
    );
    Ok(())
}

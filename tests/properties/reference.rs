//! Every measure once more, from its definition and all facts at once: slow, and without the state
//! that makes the folds fast.

use std::collections::{BTreeMap, BTreeSet};

use driftscope::consistency::Kept;
use driftscope::facts::ids::{ReplicaId, WriteId};
use driftscope::facts::time::Micros;
use driftscope::facts::{Fault, LetterKind, Merge, What};
use driftscope::scenario::Key;
use proptest::prelude::*;

use crate::event_based::{commits, merge};
use crate::trial::Trial;
use crate::{levels, losses, reads};

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
    fn new(trial: &'a Trial) -> Self {
        let consumers = trial.setting(Key::CONSUMERS) as u16;
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
    fn shown_at(&self, place: usize, commit: &Commit) -> Option<Micros> {
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
    fn missing(&self) -> Vec<Vec<(Micros, Option<Micros>)>> {
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
    fn propagations(&self) -> Vec<Micros> {
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

    fn count(&self, wanted: impl Fn(&What) -> bool) -> u64 {
        self.trial.facts_that(wanted) as u64
    }
}

/// The measures of a run are those of their definitions.
pub fn check(trial: &Trial) -> Checked {
    let reference = Reference::new(trial);
    let missing = reference.missing();
    times(trial, &reference, &missing)?;
    levels::lag(trial, &reference, &missing)?;
    levels::age(trial, &reference)?;
    counts(trial, &reference)?;
    losses::lost(trial, &reference)?;
    losses::order(trial, &reference)?;
    reads::check(trial, reference.merge, &[ReplicaId(0)])
}

pub fn distribution(
    trial: &Trial,
    name: &str,
    mut spans: Vec<Micros>,
    open: Vec<Micros>,
) -> Checked {
    let Kept::Times(kept, still) = trial.kept(name) else {
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
    let each = still
        .into_iter()
        .flat_map(|(age, count)| vec![age; count as usize]);
    let mut still: Vec<Micros> = each.collect();
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
    // What a read of any copy would have met, by how long after the commit it came.
    let pairs = || {
        missing
            .iter()
            .flat_map(|spans| spans.iter().zip(&reference.commits))
    };
    let shown = pairs().filter_map(|(span, commit)| Some(span.1? - commit.at));
    let unseen = pairs().filter(|(span, _)| span.1.is_none());
    let unseen = unseen.map(|(_, commit)| reference.end - commit.at);
    distribution(trial, "t-visibility", shown.collect(), unseen.collect())?;
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
        if let What::Fault(Fault::Restarted(_) | Fault::Started(_) | Fault::Mended(_)) = fact.what {
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

fn counts(trial: &Trial, reference: &Reference<'_>) -> Checked {
    let sent = |kind| {
        reference.count(|what| matches!(what, What::Sent { letter, .. } if (letter.kind, letter.copy) == (kind, 0)))
    };
    let is_event = |kind| matches!(kind, LetterKind::Publish | LetterKind::Deliver);
    let mut applied = BTreeSet::new();
    let again = trial.facts.iter().filter(|fact| match fact.what {
        What::Applied { replica, write, .. } => !applied.insert((replica, write)),
        _ => false,
    });
    let again = again.count() as u64;
    let shown: u64 = reference
        .missing()
        .iter()
        .flatten()
        .filter(|(_, until)| until.is_some())
        .count() as u64;
    let expected = [
        ("requested", reference.count(|what| matches!(what, What::Requested { .. }))),
        ("committed", reference.commits.len() as u64),
        ("publications", sent(LetterKind::Publish)),
        ("transmissions", sent(LetterKind::Deliver)),
        (
            "deliveries",
            reference.count(|what| matches!(what, What::Delivered { letter } if letter.kind == LetterKind::Deliver)),
        ),
        (
            "lost-messages",
            reference.count(|what| matches!(what, What::Lost { letter, .. } if is_event(letter.kind))),
        ),
        ("effects", reference.count(|what| matches!(what, What::Applied { .. }))),
        ("duplicate-effects", again),
        ("skipped", shown - reference.propagations().len() as u64),
        ("retries", reference.count(|what| matches!(what, What::Retried { .. }))),
        ("failures", reference.count(|what| matches!(what, What::Failed { .. }))),
        ("dead-letters", reference.count(|what| matches!(what, What::DeadLettered { .. }))),
        ("crashes", reference.count(|what| matches!(what, What::Fault(Fault::Crashed(_) | Fault::Stopped(_))))),
        ("diverged", diverged(reference)),
    ];
    for (name, expected) in expected {
        prop_assert_eq!(
            trial.count(name) as u64,
            expected,
            "{}: {}",
            name,
            trial.url()
        );
    }
    prop_assert_eq!(trial.anomaly("duplicate-effect"), again, "{}", trial.url());
    Ok(())
}

/// Keys that some replica shows otherwise than the source.
fn diverged(reference: &Reference<'_>) -> u64 {
    let truth: BTreeMap<u32, (u64, i64)> = reference
        .commits
        .iter()
        .map(|commit| (commit.key, (commit.version, commit.value)))
        .collect();
    let differs = |key: u32, (version, value): (u64, i64)| {
        reference.applications.iter().any(|applications| {
            let last = applications.iter().rfind(|applied| applied.key == key);
            match reference.merge {
                Merge::Replace => last.map_or(0, |applied| applied.version) != version,
                Merge::Add => last.map_or(0, |applied| applied.value) != value,
            }
        })
    };
    truth
        .into_iter()
        .filter(|&(key, of_key)| differs(key, of_key))
        .count() as u64
}

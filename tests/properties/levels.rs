//! The reference of what has a value at every instant: lag and age.

use std::collections::BTreeMap;

use driftscope::consistency::{Kept, Measured};
use driftscope::facts::ids::{ReplicaId, WriteId};
use driftscope::facts::time::Micros;
use driftscope::facts::{Merge, What};
use proptest::prelude::*;

use crate::reference::{Checked, Commit, Reference};
use crate::trial::Trial;

pub fn lag(
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

pub fn age(trial: &Trial, reference: &Reference<'_>) -> Checked {
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

//! The reference of what people saw: staleness of reads, and their age.

use std::collections::{BTreeMap, BTreeSet};

use driftscope::consistency::Kept;
use driftscope::facts::ids::{ReadId, ReplicaId};
use driftscope::facts::time::Micros;
use driftscope::facts::{LetterKind, Merge, What};
use proptest::prelude::*;

use crate::reference::{Checked, distribution};
use crate::trial::Trial;

/// What a store shows of a key: the version applied last, and all versions ever applied.
#[derive(Default)]
struct Shown {
    last: u64,
    all: BTreeSet<u64>,
}

impl Shown {
    fn reflects(&self, merge: Merge, version: u64) -> bool {
        match merge {
            Merge::Replace => version <= self.last,
            Merge::Add => self.all.contains(&version),
        }
    }
}

#[derive(Default)]
struct Seen {
    behind: Vec<u64>,
    ages: Vec<Micros>,
    waits: Vec<Micros>,
    latencies: Vec<Micros>,
    unavailable: Vec<bool>,
    asked: BTreeSet<ReadId>,
}

/// Every read against the truth at the instant it was asked. `sources` are the stores that miss
/// nothing.
pub fn check(trial: &Trial, merge: Merge, sources: &[ReplicaId]) -> Checked {
    let seen = seen(trial, merge, sources);
    let url = trial.url();
    prop_assert_eq!(trial.count("reads") as usize, seen.asked.len(), "{}", &url);
    let stale: Vec<_> = seen.behind.iter().map(|behind| *behind > 0).collect();
    share(trial, "stale-reads", &stale)?;
    share(trial, "unavailable", &seen.unavailable)?;
    distribution(trial, "read-latency", seen.latencies, Vec::new())?;
    distribution(trial, "added-latency", seen.waits, Vec::new())?;
    distribution(trial, "read-age", seen.ages, Vec::new())?;
    let Kept::Numbers(kept, _) = trial.kept("versions-behind") else {
        return Err(TestCaseError::fail("versions-behind are numbers"));
    };
    let (count, sum) = (seen.behind.len(), seen.behind.iter().sum::<u64>());
    let mean = (count > 0).then(|| sum as f64 / count as f64);
    prop_assert_eq!(kept.mean(), mean, "versions-behind: {}", &url);
    prop_assert_eq!(kept.max(), seen.behind.iter().max().copied(), "{}", &url);
    for least in 0..4 {
        let hits = seen.behind.iter().filter(|behind| **behind >= least);
        let share = (count > 0).then(|| 1.0 - (count - hits.count()) as f64 / count as f64);
        prop_assert_eq!(kept.share_at_least(least), share, "{}", &url);
    }
    Ok(())
}

fn share(trial: &Trial, name: &str, cases: &[bool]) -> Checked {
    let Kept::Share(kept) = trial.kept(name) else {
        return Err(TestCaseError::fail(format!("{name} is a share")));
    };
    let hits = cases.iter().filter(|hit| **hit).count() as u64;
    prop_assert_eq!(
        (kept.hits(), kept.count()),
        (hits, cases.len() as u64),
        "{}: {}",
        name,
        trial.url()
    );
    Ok(())
}

fn seen(trial: &Trial, merge: Merge, sources: &[ReplicaId]) -> Seen {
    let mut seen = Seen::default();
    let mut truth: BTreeMap<u32, Vec<Micros>> = BTreeMap::new();
    let mut shown: BTreeMap<(ReplicaId, u32), Shown> = BTreeMap::new();
    // When it was asked, and the truth of each key then.
    let mut open: BTreeMap<ReadId, (Micros, BTreeMap<u32, u64>)> = BTreeMap::new();
    let nothing = Shown::default();
    for fact in &trial.facts {
        let at = fact.at;
        match fact.what {
            What::Committed { key, .. } => truth.entry(key).or_default().push(at),
            What::Acknowledged { .. } => seen.unavailable.push(false),
            What::Applied {
                replica,
                key,
                version,
                ..
            } => {
                let shown = shown.entry((replica, key)).or_default();
                shown.last = match merge {
                    Merge::Replace => version,
                    Merge::Add => version.max(shown.last),
                };
                shown.all.insert(version);
            }
            What::Asked { read, key, .. } => {
                seen.asked.insert(read);
                let (_, keys) = open.entry(read).or_insert((at, BTreeMap::new()));
                keys.insert(
                    key,
                    truth.get(&key).map_or(0, |commits| commits.len() as u64),
                );
            }
            What::Read {
                read,
                replica,
                key,
                waited,
                ..
            } => {
                let Some((_, keys)) = open.get(&read) else {
                    continue;
                };
                let shown = shown.get(&(replica, key)).unwrap_or(&nothing);
                let reflects =
                    |version| sources.contains(&replica) || shown.reflects(merge, version);
                let missed = (1..=keys[&key]).filter(|&version| !reflects(version));
                let missed: Vec<u64> = missed.collect();
                let age = missed
                    .first()
                    .map(|first| at - truth[&key][*first as usize - 1]);
                seen.behind.push(missed.len() as u64);
                seen.ages.push(age.unwrap_or(0));
                seen.waits.push(waited);
            }
            What::Answered { read } => {
                seen.unavailable.push(false);
                if let Some((asked, _)) = open.remove(&read) {
                    seen.latencies.push(at - asked);
                }
            }
            What::Lost { letter, .. } => match letter.kind {
                LetterKind::Command => seen.unavailable.push(true),
                LetterKind::Query | LetterKind::Answer => {
                    seen.unavailable.push(true);
                    open.retain(|read, _| Some(*read) != letter.read());
                }
                _ => {}
            },
            _ => {}
        }
    }
    seen
}

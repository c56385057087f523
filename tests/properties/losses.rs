//! The reference of what did not come, or came in the wrong order.

use std::collections::{BTreeMap, BTreeSet};

use driftscope::consistency::Kept;
use driftscope::facts::ids::{NodeId, WriteId};
use driftscope::facts::{LetterKind, Merge, What};
use proptest::prelude::*;

use crate::reference::{Checked, Reference};
use crate::trial::Trial;

/// Writes that have reached some replica in no way: neither applied there nor left out nor put aside. In
/// a run at rest nothing will bring them any more.
pub fn lost(trial: &Trial, reference: &Reference<'_>) -> Checked {
    if !trial.settled() {
        return Ok(());
    }
    let consumers = reference.applications.len() as u16;
    let mut reached: BTreeSet<(u16, WriteId)> = BTreeSet::new();
    for fact in &trial.facts {
        match fact.what {
            What::Applied { replica, write, .. } | What::Skipped { replica, write, .. } => {
                reached.insert((replica.0, write));
            }
            What::DeadLettered { replica, write, .. } => {
                let of = replica.map_or(1..=consumers, |replica| replica.0..=replica.0);
                reached.extend(of.map(|replica| (replica, write)));
            }
            _ => {}
        }
    }
    let is_lost = |write| (1..=consumers).any(|of| !reached.contains(&(of, write)));
    let commits = reference.commits.iter();
    prop_assert_eq!(
        trial.count("lost") as usize,
        commits.filter(|commit| is_lost(commit.write)).count(),
        "lost: {}",
        trial.url()
    );
    Ok(())
}

/// Of two versions of a key that follow each other and both arrive: whether the second came first.
pub fn order(trial: &Trial, reference: &Reference<'_>) -> Checked {
    let about: BTreeMap<WriteId, (u32, u64)> = reference
        .commits
        .iter()
        .map(|commit| (commit.write, (commit.key, commit.version)))
        .collect();
    let mut first: BTreeMap<(NodeId, u32, u64), usize> = BTreeMap::new();
    for (place, fact) in trial.facts.iter().enumerate() {
        if let What::Delivered { letter } = fact.what
            && letter.kind == LetterKind::Deliver
            && let Some(&(key, version)) = letter.write.and_then(|write| about.get(&write))
        {
            first.entry((letter.to, key, version)).or_insert(place);
        }
    }
    let pairs = first.iter().filter_map(|(&(node, key, version), one)| {
        let two = first.get(&(node, key, version + 1))?;
        Some(two < one)
    });
    let (inverted, all) = pairs.fold((0, 0), |(hits, all), inverted| {
        (hits + u64::from(inverted), all + 1)
    });
    let Kept::Share(kept) = trial.kept("reordered") else {
        return Err(TestCaseError::fail("reordered is a share"));
    };
    prop_assert_eq!(
        (kept.hits(), kept.count()),
        (inverted, all),
        "reordered: {}",
        trial.url()
    );

    let backwards = reference.applications.iter().map(|applications| {
        let mut shown: BTreeMap<u32, u64> = BTreeMap::new();
        let mut highest: BTreeMap<u32, u64> = BTreeMap::new();
        let back = applications.iter().filter(|applied| {
            let before = shown.insert(applied.key, applied.version).unwrap_or(0);
            let high = highest.entry(applied.key).or_default();
            let new = applied.version > *high;
            *high = applied.version.max(*high);
            !new && applied.version < before
        });
        back.count() as u64
    });
    let expected = if reference.merge == Merge::Replace {
        backwards.sum()
    } else {
        0
    };
    prop_assert_eq!(
        trial.anomaly("old-overwrites-new"),
        expected,
        "{}",
        trial.url()
    );
    Ok(())
}

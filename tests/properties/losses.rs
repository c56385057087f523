//! The reference of what did not come, or came in the wrong order.

use std::collections::{BTreeMap, BTreeSet};

use driftscope::consistency::Kept;
use driftscope::sim::fact::{Care, LetterKind, LossCause, Merge, What};
use driftscope::sim::ids::{NodeId, WriteId};
use proptest::prelude::*;

use crate::reference::{Checked, Reference};
use crate::trial::Trial;

/// Writes that some replica will not learn, unless they came after all.
pub fn lost(trial: &Trial, reference: &Reference<'_>) -> Checked {
    let consumers = reference.applications.len() as u16;
    let mut applied: BTreeSet<(u16, WriteId)> = BTreeSet::new();
    let mut gone: BTreeSet<(WriteId, u16)> = BTreeSet::new();
    for fact in &trial.facts {
        let (write, of) = match fact.what {
            What::Applied { replica, write, .. } => {
                applied.insert((replica.0, write));
                gone.remove(&(write, replica.0));
                continue;
            }
            What::Gone { write, replica, .. } => (write, replica.map(|replica| replica.0)),
            What::Lost { letter, why }
                if matches!(letter.kind, LetterKind::Publish | LetterKind::Deliver) =>
            {
                let noticed = match letter.care {
                    Care::Forget => false,
                    Care::UntilReconnect => why == LossCause::ReceiverDown,
                    Care::UntilAnswered => true,
                };
                match letter.write.filter(|_| !noticed) {
                    Some(write) => (
                        write,
                        (letter.kind == LetterKind::Deliver).then(|| letter.to.0 - 2),
                    ),
                    None => continue,
                }
            }
            _ => continue,
        };
        for replica in (1..=consumers).filter(|&replica| of.is_none_or(|of| of == replica)) {
            if !applied.contains(&(replica, write)) {
                gone.insert((write, replica));
            }
        }
    }
    let writes: BTreeSet<_> = gone.iter().map(|(write, _)| *write).collect();
    prop_assert_eq!(
        trial.count("lost") as usize,
        writes.len(),
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

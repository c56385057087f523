//! What holds in every run of the background sync pattern.

use std::collections::{BTreeMap, BTreeSet};

use driftscope::scenario::Key;
use driftscope::sim::fact::{ABSENT, RunEnd, What};
use driftscope::sim::ids::{ReplicaId, WriteId};
use proptest::prelude::*;

use crate::invariants::{is_always, stores};
use crate::reference::Checked;
use crate::trial::Trial;

/// A run of the job begins once and ends once, and in a run at rest none is left in between.
fn a_run_begins_and_ends_once(trial: &Trial) -> Checked {
    let url = trial.url();
    let mut began = BTreeSet::new();
    let mut ended = BTreeSet::new();
    let (mut failed, mut beside_others, mut moved) = (0, 0, 0);
    for fact in &trial.facts {
        let right = match fact.what {
            What::RunBegan { run, beside } => {
                beside_others += u64::from(beside > 0);
                began.insert(run)
            }
            What::RunEnded { run, how, moved: m } => {
                failed += u64::from(how == RunEnd::Failed);
                moved += u64::from(m);
                ended.insert(run) && (how == RunEnd::Skipped || began.contains(&run))
            }
            _ => true,
        };
        prop_assert!(right, "{:?}: {}", fact, &url);
    }
    let left: Vec<_> = began.difference(&ended).collect();
    prop_assert!(!trial.settled() || left.is_empty(), "{:?}: {}", left, &url);
    for (name, expected) in [
        ("runs", began.len() as u64),
        ("failed-runs", failed),
        ("overlapping-runs", beside_others),
        ("moved-rows", moved),
    ] {
        prop_assert_eq!(trial.count(name) as u64, expected, "{}: {}", name, &url);
    }
    if ["forbid", "replace"]
        .iter()
        .any(|word| is_always(trial, Key::WhenLate, word))
    {
        prop_assert_eq!(beside_others, 0, "{}", &url);
    }
    Ok(())
}

/// One way: what the target shows was written, and at rest it is what was written last unless a fact
/// says which row was missed, left behind or overwritten by an older one.
fn a_copy_at_rest_is_the_source_or_says_why(trial: &Trial) -> Checked {
    let url = trial.url();
    let mut truth: BTreeMap<u32, (u64, i64)> = BTreeMap::new();
    let mut values: BTreeMap<(u32, u64), i64> = BTreeMap::new();
    let mut writes: BTreeMap<WriteId, u32> = BTreeMap::new();
    let mut shown: BTreeMap<(ReplicaId, u32), (u64, i64)> = BTreeMap::new();
    let mut excused = BTreeSet::new();
    for fact in &trial.facts {
        let right = match fact.what {
            What::Committed {
                write,
                key,
                version,
                value,
            } => {
                let before = truth.insert(key, (version, value));
                values.insert((key, version), value);
                let next = before.map_or(0, |(version, _)| version) + 1;
                writes.insert(write, key).is_none() && version == next
            }
            What::Applied {
                replica,
                write,
                key,
                version,
                value,
            } => {
                let before = shown.insert((replica, key), (version, value));
                if before.is_some_and(|(before, _)| before > version) {
                    excused.insert(key);
                }
                writes.get(&write) == Some(&key) && values.get(&(key, version)) == Some(&value)
            }
            What::Removed { replica, key } => {
                // A run that is older than the row takes it for deleted, if runs overlap.
                if truth.get(&key).is_none_or(|(_, value)| *value != ABSENT) {
                    excused.insert(key);
                }
                shown.insert((replica, key), (0, ABSENT));
                true
            }
            What::Gone { key, .. } => {
                excused.insert(key);
                true
            }
            _ => true,
        };
        prop_assert!(right, "{:?}: {}", fact, &url);
    }
    if !trial.settled() {
        return Ok(());
    }
    let full = is_always(trial, Key::Copy, "full");
    for store in stores(trial).iter().filter(|store| !store.source) {
        for (&key, &(_, value)) in &truth {
            let copy = shown.get(&(store.replica, key)).map(|(_, value)| *value);
            let same = copy == Some(value) || copy.is_none() && value == ABSENT;
            prop_assert!(
                same || excused.contains(&key) && !full,
                "row {} is {:?} and not {}: {}",
                key,
                copy,
                value,
                &url
            );
        }
    }
    Ok(())
}

/// Both ways: at rest both sides show the same, and a write that neither shows nor led to what they
/// show was counted as lost.
fn two_sides_at_rest_agree(trial: &Trial) -> Checked {
    let url = trial.url();
    let mut shown: BTreeMap<(u32, ReplicaId), i64> = BTreeMap::new();
    let mut wrote = BTreeSet::new();
    for fact in &trial.facts {
        match fact.what {
            What::Wrote {
                replica,
                write,
                key,
                value,
                ..
            } => {
                prop_assert!(wrote.insert(write), "{:?}: {}", fact, &url);
                shown.insert((key, replica), value);
            }
            What::Merged {
                replica,
                key,
                value,
                write,
                ..
            } => {
                prop_assert!(wrote.contains(&write), "{:?}: {}", fact, &url);
                shown.insert((key, replica), value);
            }
            // A row from before the first write comes back.
            What::Restored {
                replica,
                key,
                version,
                value,
            } => {
                prop_assert!((version, value) == (0, 0), "{:?}: {}", fact, &url);
                let before = shown.insert((key, replica), value);
                prop_assert_eq!(before, Some(ABSENT), "{:?}: {}", fact, &url);
            }
            _ => {}
        }
    }
    // What is deleted without a trace comes back, and the deletion is lost.
    let deleted = trial.facts_that(|what| matches!(what, What::Wrote { value: ABSENT, .. }));
    let traced = deleted == 0.0 || is_always(trial, Key::Tombstones, "on");
    if traced && is_always(trial, Key::Conflict, "version-vector") {
        prop_assert_eq!(trial.count("lost-updates"), 0.0, "{}", &url);
    }
    prop_assert_eq!(trial.count("committed") as usize, wrote.len(), "{}", &url);
    if trial.settled() {
        let mut of_key: BTreeMap<u32, BTreeSet<i64>> = BTreeMap::new();
        for (&(key, _), &value) in &shown {
            of_key.entry(key).or_default().insert(value);
        }
        for (key, values) in of_key {
            prop_assert!(values.len() == 1, "key {}: {:?}: {}", key, values, &url);
        }
        prop_assert_eq!(trial.count("diverged"), 0.0, "{}", &url);
    }
    Ok(())
}

/// All of them.
pub fn check(trial: &Trial) -> Checked {
    a_run_begins_and_ends_once(trial)?;
    if trial.run.scenario().settings.choice(Key::Copy) == "two-way" {
        two_sides_at_rest_agree(trial)
    } else {
        a_copy_at_rest_is_the_source_or_says_why(trial)
    }
}

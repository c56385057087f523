//! What holds in every run of the background sync pattern.

use std::collections::{BTreeMap, BTreeSet};

use driftscope::consistency::{Anomaly, Kept};
use driftscope::scenario::{Deed, Key};
use driftscope::sim::fact::{ABSENT, RunEnd, What};
use driftscope::sim::ids::{ReplicaId, WriteId};
use proptest::prelude::*;

use crate::invariants::{is_always, stores};
use crate::reference::Checked;
use crate::trial::{Trial, trial};

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

/// More incidents of a kind than this are not all kept.
const SURELY_KEPT: f64 = 128.0;
/// What is said of a row of a one-way sync that will not come right by itself.
const FOR_GOOD: [Anomaly; 3] = [Anomaly::MissedRow, Anomaly::GhostRow, Anomaly::DivergedKey];

/// One way: each row that differs when a run has settled has an incident that says so and has not ended, and
/// what a row misses for good is not brought by what was under way: only a later write makes up for it.
fn what_differs_for_good_is_told(trial: &Trial) -> Checked {
    let url = trial.url();
    let missed = trial.anomaly("missed-row");
    prop_assert_eq!(trial.count("missed-rows") as u64, missed, "{}", &url);
    let consistency = trial.run.consistency();
    let is_kept = |what: &Anomaly| trial.anomaly(what.word()) as f64 <= SURELY_KEPT;
    if !FOR_GOOD.iter().all(is_kept) {
        return Ok(());
    }
    let of_good = consistency.incidents().iter();
    let of_good: Vec<_> = of_good.filter(|it| FOR_GOOD.contains(&it.what)).collect();
    for store in stores(trial).iter().filter(|store| !store.source) {
        for key in (0..consistency.keys() as u32).filter(|_| trial.settled()) {
            let truth = consistency.truth(key).expect("a key");
            let shown = consistency.shown(store.replica, key).expect("a key");
            let differs = shown.version != truth.version;
            let is_told = of_good.iter().any(|it| {
                it.key == Some(key) && it.replica == Some(store.replica) && it.closing.is_none()
            });
            prop_assert!(!differs || is_told, "row {}: {}", key, &url);
        }
    }
    let is_changed = trial.run.scenario().script.acts().iter();
    if is_changed
        .map(|act| &act.what)
        .any(|deed| matches!(deed, Deed::Set { .. }))
    {
        return Ok(());
    }
    let rows = of_good.iter().filter(|it| it.what != Anomaly::DivergedKey);
    for incident in rows {
        let Some(end) = incident.closing.filter(|end| end.at > incident.at) else {
            continue;
        };
        let is_written = trial.facts.iter().any(|fact| {
            let in_time = fact.at > incident.at && fact.at <= end.at;
            matches!(fact.what, What::Committed { key, .. } if Some(key) == incident.key && in_time)
        });
        prop_assert!(is_written, "{:?}: {}", incident, &url);
    }
    Ok(())
}

/// What a run is about is known before anything has happened in it.
#[test]
fn a_two_way_sync_without_a_write_is_one_all_the_same() {
    let trial = trial("pattern=background-sync&copy=two-way&writes=0&duration=1min");
    let report = &trial.report;
    for (name, measured) in report.measures.iter() {
        let why = measured.why().unwrap_or_default();
        assert!(!why.contains("saga"), "{name}: {why}");
    }
    for (name, why) in [
        ("inconsistency-window", "no write has been committed"),
        (
            "consistent-prefix",
            "does not apply to a two-way sync, which has no one order of writes",
        ),
        (
            "convergence",
            "does not apply where there is no one source of truth",
        ),
    ] {
        assert_eq!(report.measures[name].why(), Some(why), "{name}");
    }
    let Kept::Share(stale) = trial.kept("stale-reads") else {
        panic!("it is a share");
    };
    let answered = trial.facts_that(|what| matches!(what, What::Read { .. }));
    assert_eq!((stale.hits(), stale.count() as f64), (0, answered));
    assert!(answered > 0.0);
}

/// All of them.
pub fn check(trial: &Trial) -> Checked {
    a_run_begins_and_ends_once(trial)?;
    if trial.run.scenario().settings.choice(Key::Copy) == "two-way" {
        two_sides_at_rest_agree(trial)
    } else {
        a_copy_at_rest_is_the_source_or_says_why(trial)?;
        what_differs_for_good_is_told(trial)
    }
}

//! What holds in every run of the background sync pattern.

use std::collections::{BTreeMap, BTreeSet};

use driftscope::consistency::{Anomaly, Kept, Outcome};
use driftscope::facts::ids::{ReplicaId, WriteId};
use driftscope::facts::{ABSENT, Kept as MergeKept, RunEnd, What};
use driftscope::scenario::{Deed, Key};
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
        .any(|word| is_always(trial, Key::WHEN_LATE, word))
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
    let full = is_always(trial, Key::COPY, "full");
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

/// Both ways: what a side shows was written, and at rest both sides show the same.
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
    prop_assert_eq!(trial.count("committed") as usize, wrote.len(), "{}", &url);
    if trial.settled() {
        let sources = trial.setting(Key::SOURCES) as u32;
        let keys = trial.setting(Key::KEYS) as u32;
        let keys_written: BTreeSet<u32> = shown.keys().map(|(key, _)| *key).collect();
        for key in keys_written {
            let at_the_start = if key < keys { 0 } else { ABSENT };
            let [here, there] = [key % sources, sources].map(|store| {
                let shown = shown.get(&(key, ReplicaId(store as u16)));
                shown.copied().unwrap_or(at_the_start)
            });
            prop_assert_eq!(here, there, "key {}: {}", key, &url);
        }
        prop_assert_eq!(trial.count("diverged"), 0.0, "{}", &url);
    }
    Ok(())
}

/// Both ways: a write is lost when what a side takes in does not come after it, and counted once. Version
/// vectors lose nothing but deletions that left no trace, each of which comes back.
fn what_a_side_loses_is_counted(trial: &Trial) -> Checked {
    let url = trial.url();
    let sources = trial.setting(Key::SOURCES) as u32;
    let side_of = |replica: ReplicaId| usize::from(u32::from(replica.0) == sources);
    let vectors = is_always(trial, Key::CONFLICT, "version-vector");
    // By key: the writes of each side that live there alone, and what it shows.
    let mut alone: BTreeMap<u32, [Vec<(u32, i64)>; 2]> = BTreeMap::new();
    let mut lost = 0;
    for fact in &trial.facts {
        let (replica, key, past, kept) = match fact.what {
            What::Wrote {
                replica,
                key,
                value,
                past,
                ..
            } => {
                let side = side_of(replica);
                alone.entry(key).or_default()[side].push((past[side], value));
                continue;
            }
            What::Merged {
                replica,
                key,
                past,
                kept,
                ..
            } if kept != MergeKept::Ours => (replica, key, past, kept),
            What::Restored { replica, key, .. } => (replica, key, [0; 2], MergeKept::Theirs),
            _ => continue,
        };
        let side = side_of(replica);
        let sides = alone.entry(key).or_default();
        sides[1 - side].retain(|(nth, _)| *nth > past[1 - side]);
        if kept == MergeKept::Theirs {
            let own = &mut sides[side];
            let came_after = own.iter().filter(|(nth, _)| *nth > past[side]);
            let gone: Vec<i64> = came_after.map(|(_, value)| *value).collect();
            own.retain(|(nth, _)| *nth <= past[side]);
            lost += gone.len();
            let is_deleted = gone.last().is_none_or(|value| *value == ABSENT);
            prop_assert!(is_deleted || !vectors, "{:?}: {}", fact, &url);
        }
    }
    prop_assert_eq!(trial.count("lost-updates") as usize, lost, "{}", &url);
    Ok(())
}

/// Both ways: what is said never to come to a side does not.
fn what_never_comes_does_not(trial: &Trial) -> Checked {
    for incident in trial.run.consistency().incidents() {
        let never = incident.closing.filter(|end| end.how == Outcome::Never);
        let Some((end, write)) = never.zip(incident.write) else {
            continue;
        };
        let later = trial.facts.iter().filter(|fact| fact.at > end.at);
        let comes = |what: &What| match *what {
            What::Merged {
                replica,
                write: first,
                sibling,
                ..
            } => Some(replica) == incident.replica && [Some(first), sibling].contains(&Some(write)),
            _ => false,
        };
        let came = later.map(|fact| &fact.what).find(|what| comes(what));
        prop_assert!(
            came.is_none(),
            "{:?}: {:?}: {}",
            incident,
            came,
            trial.url()
        );
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
    if trial.run.scenario().settings.choice(Key::COPY) == "two-way" {
        two_sides_at_rest_agree(trial)?;
        what_a_side_loses_is_counted(trial)?;
        what_never_comes_does_not(trial)
    } else {
        a_copy_at_rest_is_the_source_or_says_why(trial)?;
        what_differs_for_good_is_told(trial)
    }
}

//! Every incident of a saga and of a background sync is true of the run: a slow reference finds each of
//! them again in the bare facts, with all that it says and how it ended.

mod runs;
mod sagas;

use std::collections::BTreeSet;

use driftscope::consistency::{Closing, Incident, Outcome, Subject};
use driftscope::facts::ids::WriteId;
use driftscope::facts::time::Micros;
use driftscope::facts::{Fact, What};
use driftscope::scenario::Pattern;
use proptest::prelude::*;

use crate::reference::Checked;
use crate::scenarios::any_link;
use crate::trial::{Trial, run_link, with};
use crate::{config, finished};

/// Of each kind so many of the first and of the newest incidents are kept.
const KEPT: usize = 64;
/// Trails forget sagas and writes of which this many facts ago nothing was heard.
const REMEMBERED: usize = 40_000;

/// What the reference found, in the order in which it did.
#[derive(Default)]
pub struct Found {
    all: Vec<Incident>,
}

impl Found {
    /// One more; its place.
    pub fn add(&mut self, incident: Incident) -> usize {
        self.all.push(incident);
        self.all.len() - 1
    }

    /// One has ended.
    pub fn end(&mut self, place: usize, at: Micros, how: Outcome) {
        assert!(self.all[place].closing.is_none(), "{:?}", self.all[place]);
        self.all[place].closing = Some(Closing { at, how });
    }
}

/// Where a fact stands in the trace, after others.
fn position(facts: &[Fact], fact: &Fact, after: usize) -> Option<usize> {
    let first = facts.partition_point(|other| other.at < fact.at);
    let first = first.max(after);
    let same = facts[first..]
        .iter()
        .take_while(|other| other.at == fact.at);
    same.enumerate()
        .find(|(_, other)| *other == fact)
        .map(|(nth, _)| first + nth)
}

/// The trail of an incident: facts of the run, in their order, up to when it was noted; after that at
/// most the one that ended it.
fn a_trail_is_of_the_run(trial: &Trial, incident: &Incident) -> Checked {
    let mut next = 0;
    for (nth, fact) in incident.trail.iter().enumerate() {
        let place = position(&trial.facts, fact, next);
        prop_assert!(
            place.is_some(),
            "{:?} of {:?}: {}",
            fact,
            incident,
            trial.url()
        );
        next = place.map_or(0, |place| place + 1);
        let is_end = nth + 1 == incident.trail.len()
            && incident
                .closing
                .is_some_and(|closing| closing.at == fact.at);
        prop_assert!(
            fact.at <= incident.at || is_end,
            "{:?} of {:?}: {}",
            fact,
            incident,
            trial.url()
        );
    }
    let has = |at| incident.trail.iter().any(|fact| fact.at == at);
    let ended = incident.closing.is_none_or(|closing| has(closing.at));
    prop_assert!(has(incident.at) && ended, "{:?}: {}", incident, trial.url());
    let requested = |of: WriteId| {
        incident
            .trail
            .iter()
            .any(|fact| matches!(fact.what, What::Requested { write, .. } if write == of))
    };
    let told = incident.write.is_none_or(requested);
    prop_assert!(
        told || trial.facts.len() > REMEMBERED,
        "{:?}: {}",
        incident,
        trial.url()
    );
    Ok(())
}

/// Each kind of incident that the reference knows is what it found.
fn incidents_are_those_found(trial: &Trial, found: &Found) -> Checked {
    let kept = trial.run.consistency().incidents();
    let mut kinds: Vec<_> = found.all.iter().map(|one| one.what).collect();
    kinds.extend(
        kept.iter()
            .map(|one| one.what)
            .filter(|what| is_known(trial, what.word())),
    );
    kinds.sort();
    kinds.dedup();
    for kind in kinds {
        let all: Vec<usize> = (0..found.all.len())
            .filter(|place| found.all[*place].what == kind)
            .collect();
        prop_assert_eq!(
            trial.anomaly(kind.word()),
            all.len() as u64,
            "{:?}: {}",
            kind,
            trial.url()
        );
        let mine: Vec<&Incident> = kept.iter().filter(|one| one.what == kind).collect();
        prop_assert!(
            mine.len() >= all.len().min(2 * KEPT),
            "{:?}: {}",
            kind,
            trial.url()
        );
        for (nth, incident) in mine.iter().enumerate() {
            let later = mine.len() - nth;
            let place = all[if nth < KEPT { nth } else { all.len() - later }];
            let mut expected = found.all[place].clone();
            expected.nth = incident.nth;
            expected.trail.clone_from(&incident.trail);
            expected.later = incident.later;
            prop_assert!(
                **incident == expected,
                "{:?}\nand not\n{:?}\n{}",
                incident,
                expected,
                trial.url()
            );
            a_trail_is_of_the_run(trial, incident)?;
        }
    }
    Ok(())
}

/// Whether the reference of this pattern finds incidents of this kind.
fn is_known(trial: &Trial, kind: &str) -> bool {
    let kinds = match trial.subject() {
        Subject::Bookings => sagas::KINDS,
        Subject::Copies | Subject::Sides => runs::KINDS,
    };
    kinds.contains(&kind)
}

fn check(trial: &Trial) -> Checked {
    let found = match trial.subject() {
        Subject::Bookings => sagas::find(trial),
        Subject::Copies | Subject::Sides => runs::find(trial),
    };
    incidents_are_those_found(trial, &found)
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn incidents_of_sagas_are_true(text in any_link(Pattern::SAGA)) {
        check(&finished(&text)?)?;
    }

    #[test]
    fn incidents_of_background_syncs_are_true(text in any_link(Pattern::BACKGROUND_SYNC)) {
        check(&finished(&text)?)?;
    }
}

/// Links in which each kind of incident happens, and of those that can end one that does.
const RICH: &[(&str, &[&str], &[&str])] = &[
    (
        "v=1&pattern=saga&duration=20s&error=0.2&idempotency=off&keys=3&loss=0.2&refuse=0.2&steps=3\
         &timeout=300ms&undo-fail=0.4&undo-how=restore&duplicate=0.2&capacity=2&think=50ms&reads=20",
        &[
            "orphaned-reservation",
            "double-booking",
            "overbooked",
            "dirty-read",
            "lost-update",
            "stuck-saga",
            "undo-failed",
        ],
        &["double-booking"],
    ),
    (
        "v=1&pattern=saga&duration=20s&latency=40ms&refuse=0.3&step=50ms&timeout=300ms&undo=280ms&undo-attempts=1",
        &["stuck-saga", "undo-failed"],
        &["stuck-saga", "undo-failed"],
    ),
    (
        "v=1&pattern=saga&capacity=2&duplicate=0.2&duration=20s&error=0.2&idempotency=off&keys=3&loss=0.2\
         &reads=20&refuse=0.2&steps=3&style=choreography&think=50ms&timeout=300ms&undo-fail=0.4\
         &undo-how=restore",
        &["double-booking", "half-booked"],
        &[],
    ),
    (
        "v=1&pattern=saga&crash-every=1s&duration=20s&log=memory&repair=300ms&step=100ms",
        &["forgotten-saga", "stuck-saga", "orphaned-reservation"],
        &[],
    ),
    (
        "v=1&pattern=background-sync&commit-lag=exp:300ms&copy=incremental&deletes=0.2&duration=20s\
         &fail=0.3&inserts=0.2&interval=1s&keys=5",
        &["missed-row", "ghost-row", "run-failed"],
        &["missed-row", "run-failed"],
    ),
    (
        "v=1&pattern=background-sync&copy=full&duration=20s&interval=1s&run=exp:1500ms&when-late=allow",
        &["overlapping-runs"],
        &["overlapping-runs"],
    ),
    (
        "v=1&pattern=background-sync&clock-skew=2s&copy=two-way&deletes=0.1&duration=20s&interval=1s&keys=5",
        &["lost-update"],
        &[],
    ),
];

#[test]
fn each_kind_of_incident_happens_and_those_that_can_end_do() -> Result<(), TestCaseError> {
    for (text, kinds, ending) in RICH {
        let (mut seen, mut ended) = (BTreeSet::new(), BTreeSet::new());
        for seed in 1..=12 {
            let trial = run_link(&with(text, "seed", &seed.to_string()));
            check(&trial)?;
            for incident in trial.run.consistency().incidents() {
                seen.insert(incident.what.word());
                if incident.closing.is_some() {
                    ended.insert(incident.what.word());
                }
            }
        }
        for kind in *kinds {
            assert!(seen.contains(kind), "no {kind}: {text}");
            let must = ending.contains(kind);
            assert!(!must || ended.contains(kind), "no {kind} ends: {text}");
        }
    }
    Ok(())
}

/// A deleted row from before the first write comes back, and the facts say so.
#[test]
fn who_deleted_a_row_that_comes_back_has_lost_an_update() -> Result<(), TestCaseError> {
    let trial =
        run_link("v=1&pattern=background-sync&copy=two-way&deletes=0.1&duration=5s&interval=1s");
    check(&trial)?;
    let back = trial.facts_that(|what| matches!(what, What::Restored { .. }));
    let kept = trial.run.consistency().incidents();
    let lost = kept
        .iter()
        .filter(|one| one.what.word() == "lost-update" && one.other.is_none());
    assert!(back > 0.0, "{}", trial.url());
    assert_eq!(lost.count() as f64, back, "{}", trial.url());
    Ok(())
}

//! What is folded into one item, and what is not.

use std::collections::BTreeMap;

use super::*;
use crate::facts::ids::{NodeId, ReplicaId};
use crate::facts::{Fact, What};
use crate::patterns::all_presets;
use crate::scenario::Preset;
use crate::session::trial::{opened, reach};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// The run of a link at its end.
fn over(link: &str) -> Session {
    let mut session = opened(link);
    reach(&mut session, Micros::MAX / 2);
    session
}

fn preset(word: &str) -> Session {
    let preset = Preset::from_word(word);
    over(preset.map(|preset| preset.link).unwrap_or_default())
}

/// How many of each kind an item holds.
fn kinds(fold: &Fold<'_>) -> BTreeMap<&'static str, usize> {
    let mut kinds = BTreeMap::new();
    for incident in fold.rest.iter().chain([&fold.head]) {
        *kinds.entry(incident.what.word()).or_default() += 1;
    }
    kinds
}

fn whole(fold: &Fold<'_>) -> Vec<u64> {
    let mut whole: Vec<u64> = fold.rest.iter().map(|incident| incident.nth).collect();
    whole.push(fold.head.nth);
    whole.sort_unstable();
    whole
}

#[test]
fn a_stuck_saga_is_one_item_of_three() {
    let session = preset("orphaned-seat");
    let folds = session.folds(None, None);
    let stuck = folds
        .iter()
        .filter(|fold| fold.head.what == Anomaly::StuckSaga);
    assert_eq!(stuck.clone().count(), 21, "each saga is an item of its own");
    let three = [
        ("orphaned-reservation", 1),
        ("stuck-saga", 1),
        ("undo-failed", 1),
    ];
    let of_three = stuck.clone().find(|fold| kinds(fold) == three.into());
    let of_three = of_three.expect("one that left a single booking behind");
    assert_eq!(of_three.count(), 3);
    let saga = of_three.head.write;
    assert!(of_three.rest.iter().all(|incident| incident.write == saga));
    // Nothing of the same saga is elsewhere.
    let same = session.known_incidents().iter();
    assert_eq!(same.filter(|incident| incident.write == saga).count(), 3);
}

/// By the true time the older of two writes won: read off the facts, which know nothing of causes.
fn won_by_the_clock(incident: &Incident) -> bool {
    let (Some(other), Some(made)) = (incident.other, incident.committed) else {
        return false;
    };
    let older = |fact: &Fact| matches!(fact.what, What::Wrote { write, .. } if write == other && fact.at < made);
    incident.what == Anomaly::LostUpdate && incident.trail.iter().any(older)
}

#[test]
fn a_clock_that_is_ahead_is_one_item_that_counts_all_that_it_caused() {
    let session = preset("clock-skew");
    let folds = session.folds(None, None);
    let target = ReplicaId(1);
    let by_clock: Vec<_> = folds
        .iter()
        .filter(|fold| matches!(fold.cause, Cause::Clock(_)))
        .collect();
    assert_eq!(by_clock.len(), 1);
    let fold = by_clock[0];
    assert_eq!(
        (fold.cause, fold.head.what),
        (Cause::Clock(target), Anomaly::LostUpdate)
    );
    let lost = session
        .known_incidents()
        .iter()
        .filter(|it| won_by_the_clock(it));
    let lost: Vec<u64> = lost.map(|incident| incident.nth).collect();
    assert!(lost.len() > 20, "{lost:?}");
    assert!(lost.iter().all(|nth| whole(fold).contains(nth)));
    // Those who did not see what had lost so are there too, and nothing else.
    let rest = fold
        .rest
        .iter()
        .filter(|incident| !lost.contains(&incident.nth));
    let overwritten = |read: &&&Incident| {
        let mut all = session.known_incidents().iter();
        all.any(|it| {
            lost.contains(&it.nth)
                && it.write == read.write
                && it.replica == read.replica
                && it.at <= read.at
        })
    };
    let (reads, seen) = (rest.clone().count(), rest.filter(overwritten).count());
    assert!(reads > 0 && reads == seen, "{reads} {seen}");
    let (first, end) = fold.span();
    assert!(end > first + 40_000_000, "for as long as it is ahead");
    // Where no clock is ahead, what is lost is lost by the rules.
    let even = over("v=1&pattern=background-sync&copy=two-way&interval=6s&keys=12");
    let folds = even.folds(None, None);
    assert!(
        folds
            .iter()
            .all(|fold| !matches!(fold.cause, Cause::Clock(_)))
    );
}

#[test]
fn sagas_that_one_crash_made_forgotten_are_one_item_and_others_are_not() {
    let session = preset("forgetful");
    let folds = session.folds(None, None);
    assert_eq!(folds.len(), 1);
    assert_eq!(folds[0].cause, Cause::Crash(NodeId(1), 1_200_000));
    assert_eq!(folds[0].count(), session.known_incidents().len());
    // Of two crashes each is a cause.
    let session = over(
        "v=1&pattern=saga&log=memory&sagas=4&seed=3\
         &do=1.2s:crash:orchestrator,for=1.5s;9s:crash:orchestrator,for=1.5s",
    );
    let crashes = session.folds(None, None).into_iter();
    let crashes = crashes.filter(|fold| matches!(fold.cause, Cause::Crash(..)));
    assert_eq!(crashes.count(), 2);
}

#[test]
fn what_a_broker_forgot_is_one_item_with_all_that_came_of_it() {
    let session = over(
        "v=1&pattern=event-based&broker-log=memory&ack-timeout=1s&outbox=on\
         &do=10s:crash:consumer-1,for=10s;15s:crash:broker,for=1s",
    );
    let folds = session.folds(None, None);
    let broker = folds
        .iter()
        .find(|fold| fold.cause == Cause::Broker(15_000_000));
    let broker = broker.expect("it died");
    assert_eq!(broker.head.what, Anomaly::BrokerForgot);
    let kinds = kinds(broker);
    assert_eq!(kinds["broker-forgot"], kinds["lost-event"]);
    assert!(kinds["diverged-key"] > 0 && kinds["monotonic-writes"] > 0);
    assert!(
        folds.len() > 1,
        "the lag of the copy before that is another"
    );
}

#[test]
fn each_lost_message_is_an_item_of_its_own_with_what_came_of_it() {
    let session = preset("profile-under-loss");
    let folds = session.folds(None, None);
    let lost: Vec<_> = folds
        .iter()
        .filter(|fold| fold.head.what == Anomaly::LostEvent)
        .collect();
    let all = session.known_incidents().iter();
    let all = all
        .filter(|incident| incident.what == Anomaly::LostEvent)
        .count();
    assert_eq!(lost.len(), all);
    assert!(
        lost.iter()
            .any(|fold| kinds(fold).contains_key("diverged-key"))
    );
    for fold in lost {
        let write = fold.head.write;
        assert!(fold.rest.iter().all(|incident| incident.write == write));
    }
}

#[test]
fn a_state_that_goes_on_is_one_item_until_it_ends() {
    let session = preset("overlapping-runs");
    let folds = session.folds(Some(Anomaly::OverlappingRuns), None);
    assert!(folds.len() > 1);
    for fold in &folds {
        let mut all: Vec<&Incident> = vec![fold.head];
        all.extend(&fold.rest);
        for pair in all.windows(2) {
            let ended = pair[0].closing.map_or(Micros::MAX, |closing| closing.at);
            assert!(ended > pair[1].at, "{:?} {:?}", pair[0].nth, pair[1].nth);
        }
    }
}

#[test]
fn every_incident_is_in_one_item_and_the_newest_comes_first() {
    let mut several = 0;
    for preset in all_presets() {
        let session = over(preset.link);
        let known = session.known_incidents();
        let folds = session.folds(None, None);
        let mut held: Vec<u64> = folds.iter().flat_map(whole).collect();
        held.sort_unstable();
        let all: Vec<u64> = known.iter().map(|incident| incident.nth).collect();
        assert_eq!(held, all, "{}", preset.word);
        let newest: Vec<u64> = folds.iter().map(Fold::newest).collect();
        assert!(
            newest.is_sorted_by(|one, next| one > next),
            "{}",
            preset.word
        );
        let mut causes: Vec<Cause> = folds.iter().map(|fold| fold.cause).collect();
        causes.sort_unstable();
        causes.dedup();
        assert_eq!(causes.len(), folds.len());
        several += usize::from(folds.len() < known.len());
        for fold in folds {
            assert!(fold.rest.is_sorted_by_key(|incident| incident.nth));
            let (first, last) = fold.span();
            assert!(first <= fold.head.at && fold.head.at <= last);
        }
    }
    assert!(several > 10, "{several}");
}

#[test]
fn those_of_a_kind_or_up_to_a_number_are_folded_alike() {
    let session = preset("orphaned-seat");
    let whole = session.folds(None, None);
    let kind = session.folds(Some(Anomaly::OrphanedReservation), None);
    let is_orphan = |incident: &&Incident| incident.what == Anomaly::OrphanedReservation;
    let known = session.known_incidents();
    let orphans = known.iter().filter(is_orphan).count();
    assert_eq!(kind.iter().map(Fold::count).sum::<usize>(), orphans);
    for fold in &kind {
        assert!(whole.iter().any(|all| all.cause == fold.cause));
    }
    let half = known[known.len() / 2].nth;
    let early = session.folds(None, Some(half));
    assert_eq!(early.iter().map(Fold::newest).max(), Some(half));
    assert_eq!(session.folds(None, Some(u64::MAX)), whole);
}

//! What a crash or the death of a broker is the cause of, and what it is not.

use super::*;
use crate::session::Session;
use crate::session::trial::{opened, reach};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// The run of a link at its end.
fn over(link: &str) -> Session {
    let mut session = opened(link);
    reach(&mut session, Micros::MAX / 2);
    session
}

/// Each incident of a run with its cause.
fn caused(session: &Session) -> Vec<(&Incident, Cause)> {
    let known = session.known_incidents();
    known.iter().zip(causes(known, None)).collect()
}

fn copy(incident: &Incident) -> Option<ReplicaId> {
    incident.lacking.or(incident.replica)
}

#[test]
fn what_was_missed_before_a_broker_died_does_not_come_of_that() {
    let session = over(
        "v=1&pattern=event-based&broker-log=memory&ack-timeout=1s&outbox=on&reads=20&seed=19\
         &do=10s:crash:consumer-1,for=10s;15s:crash:broker,for=1s",
    );
    let caused = caused(&session);
    let mut after = 0;
    for (incident, cause) in &caused {
        if let Cause::Broker(died) = cause {
            assert!(*died <= incident.at, "{incident:?}");
            after += usize::from(incident.what != Anomaly::BrokerForgot);
        }
    }
    assert!(after > 0, "and something came of it");
    let is_forgotten = |early: &Incident| {
        let mut all = caused.iter().map(|(incident, _)| incident);
        all.any(|it| {
            it.what == Anomaly::BrokerForgot
                && (it.write, it.replica) == (early.write, copy(early))
                && early.at < it.at
        })
    };
    let mut early = caused
        .iter()
        .filter(|(incident, _)| incident.what == Anomaly::ReadYourWrites && is_forgotten(incident));
    let (incident, cause) = early
        .next()
        .expect("a person missed a write before it was forgotten");
    let own = copy(incident).zip(incident.write);
    assert_eq!(
        Some(*cause),
        own.map(|(copy, write)| Cause::Write(copy, write))
    );
}

#[test]
fn what_people_saw_of_a_saga_before_it_was_forgotten_does_not_come_of_the_crash() {
    let session = over(
        "v=1&pattern=saga&log=memory&sagas=4&seed=3&refuse=0.02/0.02/0.35&undo-fail=0.6\
         &do=9s:crash:orchestrator,for=1.5s",
    );
    let caused = caused(&session);
    let forgotten: Vec<WriteId> = caused
        .iter()
        .filter(|(incident, _)| incident.what == Anomaly::ForgottenSaga)
        .filter_map(|(incident, _)| incident.write)
        .collect();
    let of_those = caused
        .iter()
        .filter_map(|(incident, cause)| Some((incident, cause, incident.write?)))
        .filter(|(.., saga)| forgotten.contains(saga));
    let (mut before, mut since) = (0, 0);
    for (incident, cause, saga) in of_those {
        if incident.at < 9_000_000 {
            assert_eq!(*cause, Cause::Saga(saga), "{:?}", incident.what);
            before += 1;
        } else {
            assert_eq!(*cause, Cause::Crash(NodeId(1), 9_000_000));
            since += 1;
        }
    }
    assert!(before > 0 && since > before, "{before} {since}");
}

/// Every service is down when the broker dies: what it keeps then no copy has.
const FORGOTTEN_FOR_ALL: &str = "v=1&pattern=event-based&broker-log=memory&ack-timeout=1s&outbox=on\
    &do=10s:crash:consumer-1,for=10s;10s:crash:consumer-2,for=10s;10s:crash:consumer-3,for=10s\
    ;15s:crash:broker,for=1s";

#[test]
fn what_a_broker_forgot_for_all_copies_is_lost_by_its_death() {
    // In the last a person missed one of them before that.
    for more in ["", "&writes=40", "&reads=20&seed=19"] {
        let session = over(&format!("{FORGOTTEN_FOR_ALL}{more}"));
        let caused = caused(&session);
        let lost = caused
            .iter()
            .filter(|(incident, _)| incident.what == Anomaly::LostEvent);
        let for_all = lost.filter(|(incident, _)| incident.replica.is_none());
        let for_all: Vec<_> = for_all.collect();
        assert!(for_all.len() > 10, "{}", for_all.len());
        for (incident, cause) in for_all {
            assert_eq!(*cause, Cause::Broker(incident.at));
        }
        // Nor is there an item of a loss without the loss.
        assert!(
            caused
                .iter()
                .all(|(_, cause)| !matches!(cause, Cause::Lost(_)))
        );
    }
}

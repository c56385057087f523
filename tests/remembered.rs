//! Scenarios in which more happens than is remembered one by one: what is left out of a figure is said, and
//! nothing else changes by it.
//!
//! Catches a bound on what somebody remembers, in the model or of those who measure it, that changes a figure
//! or what becomes of a run in silence.
#![cfg(not(target_arch = "wasm32"))]

mod trial;

use driftscope::run::Phase;
use trial::{figures, start, with};

/// Catches an inbox that takes what comes late for known, since so much came before it: each change is applied
/// once, however many are missing meanwhile.
#[test]
fn an_inbox_knows_what_it_has_handled_and_nothing_else() {
    let mut run = start(
        "consumers=1&order=none&inbox=on&payload=delta&deliver-loss=0.5&ack-timeout=25s&retry=0s&writes=1000\
         &keys=100&work=0s&reads=0&duration=60s",
    );
    run.finish(&mut |_| {});
    assert_eq!(run.phase(), Phase::Ended { settled: true });
    let figure = figures(&run);
    assert!(figure("counts.committed") > 50_000.0);
    assert_eq!(figure("counts.effects"), figure("counts.committed"));
    assert_eq!([figure("counts.diverged"), figure("counts.lost")], [0.0; 2]);
}

/// Catches people who forget what they wrote to a key since they wrote to many others.
#[test]
fn who_waits_for_their_own_writes_waits_for_those_to_any_key() {
    let pairs = "pattern=cqrs&sessions=1&keys=3000&writes=100&reads=100&project=2ms&bus=exp:500ms\
                 &wait-limit=1min&duration=60s&skew=0";
    let violated = |cure: &str| {
        let mut run = start(&with(pairs, "read-your-writes", cure));
        run.finish(&mut |_| {});
        figures(&run)("measures.read-your-writes.value")
    };
    assert!(violated("none") > 0.0);
    assert_eq!(violated("wait-for-version"), 0.0);
}

/// Catches reads of a booking that count as clean since many others were made after them.
#[test]
fn every_read_of_what_is_taken_back_is_dirty_however_many_there_are() {
    let mut run = start(
        "pattern=saga&sagas=0&keys=1&steps=2&step=0s/150s&refuse=0/1&timeout=10min&reads=1000&latency=1ms\
         &routing=first&duration=170s&do=1s:write:key-1",
    );
    run.finish(&mut |_| {});
    let report = run.figures().report();
    let share = |word: &str| serde_json::to_value(&report.measures[word]).expect("it is plain");
    let [uncommitted, dirty] = ["uncommitted-read", "dirty-read"].map(share);
    assert!(
        uncommitted["count"].as_u64() > Some(100_000),
        "{uncommitted}"
    );
    assert!(uncommitted["value"].as_f64() > Some(0.8), "{uncommitted}");
    assert_eq!(uncommitted["value"], dirty["value"]);
}

/// More than is remembered of what sessions know of keys is left out, and said to be.
#[test]
fn what_there_is_no_room_to_know_is_left_out_with_words() {
    let mut run = start(
        "sessions=1000&keys=10000&writes=1000&reads=1000&keys-per-read=4&consumers=1&work=0s&skew=0\
         &duration=60s",
    );
    run.finish(&mut |_| {});
    assert_eq!(run.phase(), Phase::Ended { settled: true });
    let figure = figures(&run);
    let report = serde_json::to_value(run.figures().report()).expect("it is plain");
    for word in ["read-your-writes", "monotonic-reads"] {
        let why = report["measures"][word]["why"].as_str();
        assert!(
            why.is_some_and(|why| why.contains("left out")),
            "{word}: {why:?}"
        );
    }
    assert!(figure("counts.left-out") > 100.0);
}

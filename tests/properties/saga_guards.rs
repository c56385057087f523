//! What the two guards of sagas promise together: services that remember sagas, and steps that are
//! cancelled when it is not known what came of them. Nothing is lost and nothing crashes here; messages
//! overtake each other as they like.

use driftscope::scenario::Pattern;
use proptest::prelude::*;
use proptest::sample::select;

use crate::config;
use crate::finished;
use crate::reference::Checked;
use crate::scenarios::quiet_link;
use crate::trial::{Trial, run_link, with};

const GUARDED: &[(&str, &str)] = &[
    ("idempotency", "on"),
    ("cancel-unknown", "on"),
    ("loss", "0"),
    ("reply-loss", "0"),
    ("crash-every", "off"),
    ("undo-fail", "0"),
    ("pivot", "6"),
];

/// Ways of messages, from all alike to some that arrive when everything else is over.
const LATENCIES: &[&str] = &[
    "40ms",
    "uniform:0us..3s",
    "exp:500ms",
    "lognormal:40ms,5s",
    "pareto:20ms,1",
];

/// A way that is very long or very short for a while.
const SCRIPTS: &[&str] = &[
    "",
    "1s:set:latency=5s;2s:set:latency=5ms",
    "500ms:set:latency=10ms;700ms:set:latency=8s;900ms:set:latency=100ms",
];

fn nothing_is_left_behind_or_booked_twice(trial: &Trial) -> Checked {
    prop_assert_eq!(trial.count("orphans"), 0.0, "orphans: {}", trial.url());
    prop_assert_eq!(trial.mean("orphaned"), 0.0, "orphaned: {}", trial.url());
    let twice = trial.count("double-bookings");
    prop_assert_eq!(twice, 0.0, "double bookings: {}", trial.url());
    Ok(())
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn with_both_guards_nothing_is_left_behind_or_booked_twice(
        link in quiet_link(Pattern::SAGA),
        latency in select(LATENCIES),
        script in select(SCRIPTS),
        error in select(&["0", "0.1", "0.5"][..]),
    ) {
        let mut link = with(&link, "latency", latency);
        for (word, value) in GUARDED.iter().chain(&[("error", error), ("do", script)]) {
            if !value.is_empty() {
                link = with(&link, word, value);
            }
        }
        let trial = finished(&link)?;
        // Of a few the last messages are on their way for longer than the run.
        prop_assume!(trial.settled());
        nothing_is_left_behind_or_booked_twice(&trial)?;
    }
}

/// Links of which each once left something behind, by word of an end that overtook an order, by a step
/// that was refused and taken up again, or by one that went on while it was given up.
#[test]
fn what_was_once_left_behind_is_not() -> Checked {
    for link in [
        "v=1&pattern=saga&attempts=1&cancel-unknown=on&duration=20s&idempotency=on&keys=1\
         &latency=800ms&reads=0&refuse=0&sagas=0&step=0s&steps=1&timeout=1s&undo=0s\
         &undo-attempts=1&do=1s:write:key-1;2.7s:set:latency=5s;3.7s:set:latency=100ms",
        "v=1&pattern=saga&attempts=1&cancel-unknown=on&capacity=1000000&duration=1000s\
         &idempotency=on&keys=10000&latency=uniform:0s..3s&reads=0&refuse=0&sagas=10&step=0s\
         &steps=1&timeout=500ms&undo=0s&undo-attempts=1",
        "v=1&pattern=saga&style=choreography&error=0.5&seed=3&timeout=500ms&idempotency=on\
         &cancel-unknown=on",
    ] {
        let trial = run_link(link);
        prop_assert!(trial.settled(), "not settled: {}", trial.url());
        nothing_is_left_behind_or_booked_twice(&trial)?;
    }
    Ok(())
}

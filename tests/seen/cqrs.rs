//! What cqrs is there to show.

use crate::trial::{Trial, trial, with};
use crate::{
    DIVERGED, DIVERGED_KEY, Figure, LOST, Seen, TWICE, anomaly, keeps_up, stops_or_crashes,
};

const MISSED_OWN: Figure = |trial| anomaly(trial, "read-your-writes");
const OVERDRAFT: Figure = |trial| anomaly(trial, "overdraft");
const REBUILD: Figure = |trial| anomaly(trial, "stale-during-rebuild");
const BACK: Figure = |trial| anomaly(trial, "went-back-in-time");
const DISAGREE: Figure = |trial| anomaly(trial, "views-disagree");
const CONFLICTS: Figure = |trial| trial.count("conflicts") as u64;

/// What each preset promises to show.
pub const PRESETS: &[(&str, Option<Figure>)] = &[
    ("bank", None),
    ("where-is-my-deposit", Some(MISSED_OWN)),
    ("counted-twice", Some(TWICE)),
    ("overdraft", Some(OVERDRAFT)),
    ("rebuild", Some(REBUILD)),
    ("back-in-time", Some(BACK)),
    ("two-views", Some(DISAGREE)),
];

const IMPATIENT: &str = "pattern=cqrs&bus=exp:300ms&think=100ms&reads=0";

#[test]
fn a_reader_misses_their_own_write_and_not_where_the_replica_waits_for_it() {
    Seen {
        pairs: "pattern=cqrs&bus=exp:300ms&think=100ms&reads=0&wait-limit=1h",
        figures: &[MISSED_OWN],
        cure: ("read-your-writes", "wait-for-version"),
    }
    .check();
}

#[test]
fn a_reader_misses_their_own_write_and_not_where_the_write_model_is_asked() {
    Seen {
        pairs: IMPATIENT,
        figures: &[MISSED_OWN],
        cure: ("read-your-writes", "read-write-model"),
    }
    .check();
}

#[test]
fn the_price_of_reading_your_writes_is_latency_or_load() {
    let waits = trial(&with(IMPATIENT, "read-your-writes", "wait-for-version"));
    let asks = trial(&with(IMPATIENT, "read-your-writes", "read-write-model"));
    assert!(waits.mean("added-latency") > 50.0, "{}", waits.url());
    assert_eq!(waits.count("write-model-reads"), 0.0);
    assert_eq!(asks.mean("added-latency"), 0.0);
    assert!(asks.count("write-model-reads") > 300.0, "{}", asks.url());
}

#[test]
fn a_balance_goes_back_in_time_at_another_replica_and_not_at_the_same() {
    Seen {
        pairs: "pattern=cqrs&bus=exp:400ms&keys=6&reads=12&sessions=4",
        figures: &[BACK],
        cure: ("routing", "sticky"),
    }
    .check();
}

#[test]
fn two_views_disagree_and_one_does_not() {
    Seen {
        pairs: "pattern=cqrs&views=2&replicas=1",
        figures: &[DISAGREE],
        cure: ("views", "1"),
    }
    .check();
}

#[test]
fn a_crash_counts_a_balance_twice_and_not_where_the_checkpoint_is_saved_with_the_data() {
    for order in ["log", "none"] {
        Seen {
            pairs: if order == "log" {
                "pattern=cqrs&checkpoint=separate&do=10s:crash:view-1-1,for=1s;20s:crash:view-1-2,for=1s"
            } else {
                "pattern=cqrs&bus-order=none&checkpoint=separate&checkpoint-every=30&do=10s:crash:view-1-1,for=1s"
            },
            figures: &[TWICE, DIVERGED_KEY, DIVERGED],
            cure: ("checkpoint", "atomic"),
        }
        .check();
    }
}

#[test]
fn a_rebuild_in_place_shows_what_was_long_ago_and_blue_green_does_not() {
    Seen {
        pairs: "pattern=cqrs&rebuild=20s&rebuild-rate=40&reads=20",
        figures: &[REBUILD],
        cure: ("rebuild-style", "blue-green"),
    }
    .check();
}

#[test]
fn withdrawals_checked_against_a_stale_balance_overdraw() {
    Seen {
        pairs: "pattern=cqrs&decide-on=read-model&keys=6&writes=10&bus=300ms",
        figures: &[OVERDRAFT],
        cure: ("decide-on", "write-model"),
    }
    .check();
}

#[test]
fn an_event_lost_on_an_unordered_bus_is_missing_and_a_log_fetches_it_again() {
    Seen {
        pairs: "pattern=cqrs&bus-order=none&loss=0.1",
        figures: &[LOST, DIVERGED_KEY, DIVERGED],
        cure: ("bus-order", "log"),
    }
    .check();
}

#[test]
fn a_rebuild_finds_what_the_bus_has_lost() {
    for style in ["in-place", "blue-green"] {
        let pairs = "pattern=cqrs&bus-order=none&loss=0.1&do=30s:set:loss=0";
        let lost = trial(pairs);
        assert!(lost.count("diverged") > 0.0, "{}", lost.url());
        let found = with(&with(pairs, "rebuild", "40s"), "rebuild-style", style);
        let found: Trial = trial(&found);
        assert_eq!(found.count("diverged"), 0.0, "{}", found.url());
        assert!(found.settled(), "{}", found.url());
    }
}

#[test]
fn two_commands_that_are_slow_to_commit_conflict() {
    Seen {
        pairs: "pattern=cqrs&commit=100ms&keys=3",
        figures: &[CONFLICTS],
        cure: ("commit", "0us"),
    }
    .check();
}

/// Twelve events are written in the time between two looks, and each look brings one.
#[test]
fn a_poll_that_comes_back_full_goes_on_at_once_and_keeps_up() {
    for batch in ["1", "4"] {
        keeps_up(&with("pattern=cqrs&poll=2s", "batch", batch), 1_500.0);
    }
}

/// Forty events are written between two looks.
#[test]
fn what_is_read_in_full_at_each_look_is_no_growing_lag_and_what_is_not_is_one() {
    let growing =
        |pairs: &str| trial(&format!("pattern=cqrs&writes=20&{pairs}")).anomaly("growing-lag");
    assert_eq!(growing("poll=2s&project=1ms&batch=100"), 0);
    assert_eq!(growing("poll=2s&project=1ms&batch=8"), 0);
    assert!(
        growing("poll=2s&project=60ms&batch=100") > 1,
        "it cannot keep up"
    );
    assert!(growing("project=60ms") > 2, "nor where events are pushed");
}

#[test]
fn a_projector_that_stops_is_read_with_old_values_and_one_that_crashes_is_not_read() {
    for bus in ["log", "none"] {
        stops_or_crashes(
            &format!("pattern=cqrs&duration=150s&bus-order={bus}"),
            "view-1-1",
        );
    }
    stops_or_crashes(
        "pattern=cqrs&duration=150s&poll=100ms&batch=100",
        "view-1-1",
    );
}

#[test]
fn who_waits_for_a_stopped_view_is_answered_when_the_wait_is_over_or_the_view_is_new_enough() {
    let pairs = "pattern=cqrs&replicas=1&views=1&duration=20s&writes=0&reads=0&latency=10ms&bus=0s\
                 &project=0s&commit=0s&read-your-writes=wait-for-version";
    for (limit, waited) in [("1s", 1.0), ("1h", 6.0)] {
        let pairs = format!("{pairs}&wait-limit={limit}");
        let acts = "1s:stop:view-1-1;2s:write:key-1;3s:read:key-1;9s:start:view-1-1";
        let run = trial(&with(&pairs, "do", acts));
        assert_eq!(run.count("reads"), 1.0, "{}", run.url());
        let seconds = run.mean("added-latency") / 1e3;
        assert!((seconds - waited).abs() < 0.1, "{seconds}: {}", run.url());
    }
}

/// A look that has not brought all goes on at once: however small its batches, a view that polls keeps up.
#[test]
fn a_look_that_comes_back_full_goes_on_at_once() {
    let trial = trial("pattern=cqrs&poll=2s&batch=1");
    let (lag, open) = (trial.mean("lag"), trial.count("open"));
    assert!(trial.settled() && lag < 12.0, "lag {lag}: {}", trial.url());
    assert_eq!(open, 0.0, "{}", trial.url());
}

/// What gathers between two looks is no lag that grows, whenever the view began to look.
#[test]
fn a_view_that_comes_to_poll_is_judged_as_one_that_always_did() {
    let pairs = "pattern=cqrs&writes=40&duration=60s&batch=100";
    let always = trial(&with(pairs, "poll", "2s"));
    let since = trial(&with(pairs, "do", "3s:set:poll=2s"));
    let of = |trial: &Trial| trial.anomaly("growing-lag");
    assert_eq!(of(&since), of(&always), "{}", since.url());
}

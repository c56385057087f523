//! What the event-based pattern is there to show.

use crate::trial::{trial, with};
use crate::{
    DIVERGED, DIVERGED_KEY, Figure, LOST, Seen, TWICE, anomaly, delay_of_minute, harm, keeps_up,
    stops_or_crashes,
};

const WENT_BACK: Figure = |trial| anomaly(trial, "old-overwrites-new");
const GROWING: Figure = |trial| anomaly(trial, "growing-lag");
const BLOCKED: Figure = |trial| anomaly(trial, "blocked-partition");
const FORGOT: Figure = |trial| anomaly(trial, "broker-forgot");

/// What each preset promises to show, and by when it must be there.
pub const PRESETS: &[(&str, Option<Figure>)] = &[
    ("profile", None),
    ("profile-under-loss", Some(LOST)),
    ("power-grid", Some(TWICE)),
    ("poison-event", Some(BLOCKED)),
    ("consumer-outage", Some(GROWING)),
];

#[test]
fn a_crash_between_commit_and_publish_loses_an_event_for_good_and_an_outbox_does_not() {
    Seen {
        pairs: "crash-between=0.05&repair=50ms&keys=200",
        figures: &[LOST, DIVERGED_KEY, DIVERGED],
        cure: ("outbox", "on"),
    }
    .check();
}

#[test]
fn a_lost_delivery_stays_missing_unless_it_is_sent_again() {
    for order in ["key", "none"] {
        Seen {
            pairs: if order == "key" {
                "deliver-loss=0.1"
            } else {
                "deliver-loss=0.1&order=none&version-check=on"
            },
            figures: &[LOST, DIVERGED_KEY, DIVERGED],
            cure: ("ack-timeout", "500ms"),
        }
        .check();
    }
}

#[test]
fn a_publication_that_gets_lost_is_missing_everywhere_unless_an_outbox_sends_it_again() {
    Seen {
        pairs: "publish-loss=0.1&ack-timeout=500ms&keys=100",
        figures: &[LOST, DIVERGED_KEY, DIVERGED],
        cure: ("outbox", "on"),
    }
    .check();
}

#[test]
fn a_lost_acknowledgement_counts_an_amount_twice_and_an_inbox_does_not() {
    Seen {
        pairs: "order=none&payload=delta&ack-loss=0.1&ack-timeout=500ms",
        figures: &[TWICE, DIVERGED_KEY, DIVERGED],
        cure: ("inbox", "on"),
    }
    .check();
}

#[test]
fn a_network_that_duplicates_counts_an_amount_twice_and_an_inbox_does_not() {
    for pairs in [
        "payload=delta&duplicate=0.1",
        "payload=delta&duplicate=0.1&order=none",
    ] {
        Seen {
            pairs,
            figures: &[TWICE, DIVERGED_KEY, DIVERGED],
            cure: ("inbox", "on"),
        }
        .check();
    }
}

#[test]
fn a_relay_that_dies_before_it_marks_a_row_publishes_twice_and_an_inbox_does_not_mind() {
    Seen {
        pairs: "payload=delta&outbox=on&crash-between=0.05&repair=50ms",
        figures: &[TWICE, DIVERGED_KEY, DIVERGED],
        cure: ("inbox", "on"),
    }
    .check();
}

#[test]
fn a_consumer_that_crashes_before_it_commits_its_offset_repeats_and_an_inbox_does_not_mind() {
    Seen {
        pairs: "payload=delta&commit-every=50&do=10s:crash:consumer-1,for=1s",
        figures: &[TWICE, DIVERGED_KEY, DIVERGED],
        cure: ("inbox", "on"),
    }
    .check();
}

const OVERTAKING: &str = "order=none&keys=5&deliver=exp:200ms";

#[test]
fn a_late_old_value_overwrites_a_newer_one_and_not_where_each_key_is_in_order() {
    Seen {
        pairs: OVERTAKING,
        figures: &[WENT_BACK],
        cure: ("order", "key"),
    }
    .check();
}

#[test]
fn a_late_old_value_overwrites_a_newer_one_and_not_where_versions_are_checked() {
    Seen {
        pairs: OVERTAKING,
        figures: &[WENT_BACK],
        cure: ("version-check", "on"),
    }
    .check();
}

#[test]
fn an_old_value_that_comes_last_stays_unless_versions_are_checked() {
    Seen {
        pairs: "order=none&keys=200&deliver=exp:2s&writes=20",
        figures: &[WENT_BACK, DIVERGED_KEY, DIVERGED],
        cure: ("version-check", "on"),
    }
    .check();
}

#[test]
fn a_consumer_that_is_too_slow_lags_more_and_more_and_more_workers_catch_up() {
    Seen {
        pairs: "work=250ms&partitions=8",
        figures: &[GROWING],
        cure: ("workers", "4"),
    }
    .check();
    let lag = |pairs: &str| trial(pairs).max("lag");
    let (one, two) = (
        lag("work=250ms&partitions=8&duration=30s"),
        lag("work=250ms&partitions=8&duration=60s"),
    );
    assert!(
        two > 1.7 * one,
        "it grows as long as users write: {one}, {two}"
    );
}

const POISON: &str = "poison=0.01&attempts=2&duration=30s";

#[test]
fn one_poison_event_blocks_its_partition_and_not_once_it_is_put_aside() {
    Seen {
        pairs: POISON,
        figures: &[BLOCKED, GROWING],
        cure: ("dead-letter", "on"),
    }
    .check();
    let blocked = trial(POISON);
    assert!(!blocked.settled(), "it never gets past the event");
    let cured = trial(&with(POISON, "dead-letter", "on"));
    let poisoned =
        cured.count("dead-letters") / cured.setting(driftscope::scenario::Key::CONSUMERS) as f64;
    assert!(
        cured.count("diverged") <= poisoned,
        "nothing but the poisoned keys is missing: {}",
        cured.url()
    );
}

#[test]
fn a_poison_event_blocks_nobody_in_a_queue() {
    let (log, queue) = (trial(POISON), trial(&with(POISON, "order", "none")));
    for figure in [BLOCKED, GROWING] {
        assert!(figure(&log) > 0, "{}", log.url());
        assert_eq!(figure(&queue), 0, "{}", queue.url());
    }
}

#[test]
fn a_broker_in_memory_forgets_what_waits_for_a_consumer_and_a_durable_one_does_not() {
    for pairs in [
        "broker-log=memory&do=10s:crash:consumer-1,for=10s;15s:crash:broker,for=1s",
        "broker-log=memory&order=none&version-check=on\
         &do=10s:crash:consumer-1,for=10s;15s:crash:broker,for=1s",
        // What is on its way to a consumer that goes down too.
        "broker-log=memory&outbox=on&ack-timeout=1s&deliver=300ms\
         &do=15s:crash:broker,for=1s;15.1s:crash:consumer-1,for=2s",
    ] {
        // What is published while the broker is down would be lost either way.
        let pairs = &*with(&with(pairs, "outbox", "on"), "ack-timeout", "1s");
        let ill = trial(pairs);
        let well = trial(&with(pairs, "broker-log", "durable"));
        for figure in [FORGOT, LOST] {
            assert!(figure(&ill) > 0, "{}", ill.url());
            assert_eq!(figure(&well), 0, "{}", well.url());
        }
        assert_eq!(DIVERGED(&well), 0, "{}", well.url());
    }
}

#[test]
fn what_a_healthy_run_shows_is_lag_that_comes_and_goes() {
    for pairs in ["", "order=none&version-check=on&inbox=on&outbox=on"] {
        let healthy = trial(pairs);
        assert_eq!(harm(&healthy), 0, "{}", healthy.url());
        assert!(healthy.settled() && DIVERGED(&healthy) == 0);
        assert!(healthy.mean("propagation") > 0.0);
    }
}

/// A visibility timeout shorter than the work: what waits or is worked on is delivered again, as SQS does.
#[test]
fn work_that_takes_longer_than_a_broker_waits_is_done_again_and_again() {
    let run = trial(
        "ack-timeout=61min&work=100min&order=none&payload=delta&consumers=1&writes=0&reads=0\
         &duration=2h&do=1s:write:key-1;1s:write:key-2;1s:write:key-3",
    );
    for (name, count) in [
        ("deliveries", 11.0),
        ("effects", 11.0),
        ("duplicate-effects", 8.0),
    ] {
        assert_eq!(run.count(name), count, "{name}: {}", run.url());
    }
}

/// Of several deliveries of one event the newest alone is tried again.
#[test]
fn an_event_that_always_fails_is_one_delivery_under_way() {
    let run = trial(
        "order=none&poison=1&ack-timeout=400ms&consumers=1&reads=0&writes=0&duration=2s\
         &do=100ms:write:key-1",
    );
    // Each delivery fails once or twice before the next one comes, and the waits grow to 3.2 s.
    let (failures, deliveries) = (run.count("failures"), run.count("deliveries"));
    assert!(deliveries > 5.0, "{}", run.url());
    assert!(
        failures <= 6.0 * deliveries,
        "{failures} of {deliveries}: {}",
        run.url()
    );
}

/// Of one key, one event is out at a time: what a look finds behind it does not wait for the next look.
#[test]
fn an_outbox_that_is_looked_at_seldom_keeps_up_whatever_the_keys() {
    for pairs in ["keys=1&poll=2s", "poll=10s"] {
        keeps_up(
            &format!("{pairs}&outbox=on&ack-timeout=1s&reads=0"),
            8_000.0,
        );
    }
}

/// The consumer has time for every event, and not for every copy that the network makes of it.
#[test]
fn what_the_inbox_knows_costs_no_work() {
    for order in ["none", "key"] {
        let pairs = format!(
            "order={order}&consumers=1&workers=1&work=110ms&duplicate=1&duration=10min&reads=0"
        );
        let growth = |inbox| {
            let run = trial(&with(&pairs, "inbox", inbox));
            let [first, last] = [0, 9].map(|minute| delay_of_minute(&run, minute));
            (last / first, run)
        };
        let (grown, without) = growth("off");
        assert!(grown > 5.0, "{grown} times: {}", without.url());
        let (kept, run) = growth("on");
        assert!((0.5..2.0).contains(&kept), "{kept} times: {}", run.url());
        assert!(run.settled(), "{}", run.url());
        assert_eq!(run.count("duplicate-effects"), 0.0, "{}", run.url());
        assert_eq!(run.count("effects"), run.count("committed"));
        assert!(run.count("duplicates-ignored") >= run.count("committed"));
    }
}

#[test]
fn a_consumer_that_stops_is_read_with_old_values_and_one_that_crashes_is_not_read() {
    stops_or_crashes("duration=150s", "consumer-1");
}

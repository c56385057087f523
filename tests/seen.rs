//! What this pattern is there to show: each trouble is produced by a scenario, and gone on the same
//! seed once its mitigation is on. And each preset shows its trouble, soon enough to be watched.
//!
//! Catches a mitigation that does nothing or not enough, a trouble that is there without its cause,
//! and a preset that a change of the model has left with nothing to see.
#![cfg(not(target_arch = "wasm32"))]

mod trial;

use driftscope::scenario::{Pattern, parse, presets};
use driftscope::session::{Session, State};
use driftscope::sim::fact::What;
use trial::{PATTERN, Trial, run_link, trial, with};

/// A trouble, by the figure that counts it, and what removes it.
struct Seen {
    pairs: &'static str,
    figures: &'static [fn(&Trial) -> u64],
    cure: (&'static str, &'static str),
}

fn anomaly<const NAME: usize>(trial: &Trial) -> u64 {
    trial.anomaly(ANOMALIES[NAME])
}

const ANOMALIES: [&str; 7] = [
    "lost-event",
    "diverged-key",
    "duplicate-effect",
    "old-overwrites-new",
    "growing-lag",
    "blocked-partition",
    "broker-forgot",
];
const LOST: fn(&Trial) -> u64 = anomaly::<0>;
const DIVERGED_KEY: fn(&Trial) -> u64 = anomaly::<1>;
const TWICE: fn(&Trial) -> u64 = anomaly::<2>;
const WENT_BACK: fn(&Trial) -> u64 = anomaly::<3>;
const GROWING: fn(&Trial) -> u64 = anomaly::<4>;
const BLOCKED: fn(&Trial) -> u64 = anomaly::<5>;
const FORGOT: fn(&Trial) -> u64 = anomaly::<6>;
/// Keys that are wrong at the end.
const DIVERGED: fn(&Trial) -> u64 = |trial| trial.count("diverged") as u64;

impl Seen {
    /// The trouble is there in a run that comes to rest, and the mitigation alone removes it.
    #[track_caller]
    fn check(&self) {
        let ill = trial(self.pairs);
        let well = trial(&with(self.pairs, self.cure.0, self.cure.1));
        for (nth, figure) in self.figures.iter().enumerate() {
            let (before, after) = (figure(&ill), figure(&well));
            assert!(before > 0, "figure {nth}: nothing is wrong: {}", ill.url());
            assert_eq!(after, 0, "figure {nth}: still wrong: {}", well.url());
        }
        assert!(well.settled(), "does not come to rest: {}", well.url());
        assert_eq!(
            ill.count("requested"),
            well.count("requested"),
            "the cure must not spare users from writing"
        );
    }
}

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
        cured.count("dead-letters") / cured.setting(driftscope::scenario::Key::Consumers) as f64;
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
        "broker-log=memory&outbox=on&ack-timeout=1s&deliver=300ms&do=15s:crash:broker,for=1s",
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
        assert!(healthy.report.anomalies.is_empty(), "{}", healthy.url());
        assert!(healthy.settled() && DIVERGED(&healthy) == 0);
        assert!(healthy.mean("propagation") > 0.0);
    }
}

/// What each preset promises to show, and by when it must be there.
const PRESETS: &[(&str, Option<fn(&Trial) -> u64>)] = &[
    ("profile", None),
    ("profile-under-loss", Some(LOST)),
    ("power-grid", Some(TWICE)),
    ("poison-event", Some(BLOCKED)),
    ("consumer-outage", Some(GROWING)),
];

#[test]
fn the_first_preset_is_what_a_page_without_a_link_opens() {
    let first = &presets()[0];
    assert_eq!(first.word, "profile");
    assert_eq!(parse(first.link).0, parse("").0);
    assert_eq!(parse(first.link).0.scenario.settings.pattern(), PATTERN);
    assert_eq!(Pattern::EventBased, PATTERN);
}

#[test]
fn every_preset_shows_its_trouble_and_its_cure_removes_it() {
    let listed: Vec<_> = presets().iter().map(|preset| preset.word).collect();
    let expected: Vec<_> = PRESETS.iter().map(|(word, _)| *word).collect();
    assert_eq!(listed, expected);
    for (preset, (_, figure)) in presets().iter().zip(PRESETS) {
        let ill = run_link(preset.link);
        let Some(figure) = figure else {
            assert!(ill.report.anomalies.is_empty(), "{}", ill.url());
            continue;
        };
        assert!(figure(&ill) > 0, "{}: {}", preset.word, ill.url());
        if let Some((key, value)) = preset.cure {
            let well = run_link(&with(preset.link, key.word(), value));
            assert_eq!(figure(&well), 0, "{}: {}", preset.word, well.url());
            assert!(well.settled(), "{}: {}", preset.word, well.url());
            assert_ne!(DIVERGED(&ill), 0, "{}: {}", preset.word, ill.url());
        }
    }
}

#[test]
fn every_preset_shows_its_first_notable_thing_within_ten_seconds() {
    let mut late = Vec::new();
    for (preset, (_, figure)) in presets().iter().zip(PRESETS) {
        let mut session = Session::open(trial::link(preset.link));
        let mut elapsed_ms = 0.0;
        let seen = |session: &Session| {
            let applied = || {
                session
                    .log()
                    .any(|fact| matches!(fact.what, What::Applied { .. }))
            };
            if figure.is_some() {
                !session.ticks().is_empty()
            } else {
                applied()
            }
        };
        while !seen(&session) && session.state() == State::Playing && elapsed_ms < 60_000.0 {
            session.frame(16.7, &mut || true);
            elapsed_ms += 16.7;
        }
        println!(
            "{}: {:.1} s of real time, {} ms simulated: {:?}",
            preset.word,
            elapsed_ms / 1e3,
            session.now() / 1_000,
            session.ticks().first()
        );
        if elapsed_ms >= 10_000.0 {
            late.push(preset.word);
        }
    }
    assert!(late.is_empty(), "too late: {late:?}");
}

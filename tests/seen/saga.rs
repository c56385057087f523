//! What saga is there to show.

use driftscope::facts::time::Micros;
use driftscope::facts::{LetterKind, SagaEnd, What};
use driftscope::run::Run;

use crate::trial::{self, Trial, trial, with};
use crate::{Figure, Seen, anomaly};

const ORPHANED: Figure = |trial| anomaly(trial, "orphaned-reservation");
const TWICE: Figure = |trial| anomaly(trial, "double-booking");
const OVERBOOKED: Figure = |trial| anomaly(trial, "overbooked");
const DIRTY: Figure = |trial| anomaly(trial, "dirty-read");
const WIPED: Figure = |trial| anomaly(trial, "lost-update");
const STUCK: Figure = |trial| anomaly(trial, "stuck-saga");
const UNDO_FAILED: Figure = |trial| anomaly(trial, "undo-failed");
const FORGOTTEN: Figure = |trial| anomaly(trial, "forgotten-saga");

/// What each preset promises to show.
pub const PRESETS: &[(&str, Option<Figure>)] = &[
    ("travel", None),
    ("orphaned-seat", Some(ORPHANED)),
    ("booked-twice", Some(TWICE)),
    ("lost-update", Some(WIPED)),
    ("last-seat", Some(OVERBOOKED)),
    ("forgetful", Some(FORGOTTEN)),
];

/// The pairs about sagas.
fn saga(pairs: &str) -> Trial {
    trial(&with(pairs, "pattern", "saga"))
}

/// Each booking that a restore wiped out counts once: of 26, 14.
#[test]
fn a_restore_wipes_out_each_booking_in_force_once() {
    let trial = saga("undo-how=restore&keys=1&duration=5s&refuse=0|0|0.6&seed=7");
    let bookings = trial.facts_that(|what| matches!(what, What::Reserved { .. }));
    assert_eq!((bookings, trial.count("lost-updates")), (26.0, 14.0));
}

/// A booking that is left behind for a while is given back: that is told from one that stays.
#[test]
fn what_is_left_for_a_while_is_not_orphaned() {
    let pairs = "attempts=1&cancel-unknown=on&duration=60s&idempotency=on&keys=1000&refuse=0\
                 &latency=uniform:0s..3s&sagas=10&step=0s&steps=1&timeout=500ms&undo=0s&undo-attempts=1";
    let trial = saga(pairs);
    assert!(
        trial.mean("left-behind") > 0.1,
        "{}",
        trial.mean("left-behind")
    );
    assert_eq!((trial.mean("orphaned"), trial.count("orphans")), (0.0, 0.0));
    assert_eq!(anomaly(&trial, "orphaned-reservation"), 0);
}

/// What completes gives its seats back after a stay: else a long run is booked up and sends people away.
#[test]
fn without_a_stay_everything_is_booked_up() {
    let counts = |stay: &str| {
        let link = format!("v=1&pattern=saga&duration=20000s&sagas=5{stay}");
        let mut run = Run::new(trial::link(&link).scenario);
        assert!(run.advance(Micros::MAX, u64::MAX, &mut |_| {}));
        let report = run.figures().report();
        ["sagas", "compensated", "turned-away"].map(|name| report.counts[name])
    };
    let [sagas, compensated, turned_away] = counts("");
    assert_eq!((sagas, compensated), (100_123, 98_923));
    assert!(turned_away > 90_000, "{turned_away}");
    assert_eq!(counts("&stay=10s")[2], 0);
}

/// Word of an end is bookkeeping, and whether a service was down when it came changes no outcome: the stay of
/// the booking begins all the same, and the seat is free again.
#[test]
fn a_service_that_was_down_learns_how_a_saga_ended() {
    for fault in ["crash:service-1", "cut:link.orchestrator.service-1"] {
        let pairs = format!(
            "steps=1&keys=1&capacity=1&sagas=0&reads=0&refuse=0&latency=100ms&step=0s&stay=1s&duration=10s\
             &do=1s:write:key-1;1.35s:{fault},for=500ms;5s:write:key-1"
        );
        let trial = saga(&pairs);
        let lost = trial.facts_that(
            |what| matches!(what, What::Lost { letter, .. } if letter.kind == LetterKind::Settle),
        );
        let left = trial.facts_that(|what| matches!(what, What::Left { .. }));
        assert_eq!((lost, left), (1.0, 2.0), "{}", trial.url());
        assert_eq!(trial.count("completed"), 2.0, "{}", trial.url());
    }
    // Down and up again while the word is on its way.
    let pairs = "steps=1&latency=2s&step=0s&timeout=20s&refuse=0&sagas=0&reads=0&stay=1s&duration=60s\
                 &do=1s:write:key-1;8s:crash:service-1,for=500ms";
    let trial = saga(pairs);
    let left = trial.facts_that(|what| matches!(what, What::Left { .. }));
    assert_eq!(left, 1.0, "{}", trial.url());
}

/// Stays are no messages: neither many of them nor crashes that interrupt them stop a run.
#[test]
fn long_stays_and_crashes_stop_no_run() {
    let trial = saga(
        "sagas=20&keys=10000&capacity=1000000&refuse=0&stay=5min&crash-every=5s&duration=20min&reads=0\
         &repair=100ms",
    );
    assert!(trial.settled(), "{}", trial.url());
    let left = trial.facts_that(|what| matches!(what, What::Left { .. }));
    // Each holds three bookings; those of the last five minutes are there still.
    let share = left / (3.0 * trial.count("completed"));
    assert!((0.65..0.85).contains(&share), "{share}: {}", trial.url());
}

/// Word for a service that stays down is kept, counted, and told in one when it is back.
#[test]
fn word_for_who_is_down_is_told_in_one() {
    let trial = saga(
        "sagas=100&reads=0&duration=60s&timeout=100ms&attempts=1&refuse=0/1/0&latency=1ms&step=1ms&undo=1ms\
         &style=choreography&do=1s:crash:service-3",
    );
    let told = trial.facts_that(|what| {
        matches!(what, What::Sent { letter, .. }
            if letter.kind == LetterKind::Settle && letter.write.is_none())
    });
    assert_eq!((told, trial.settled()), (1.0, true), "{}", trial.url());
}

#[test]
fn an_undo_that_fails_leaves_an_orphan_and_more_attempts_do_not() {
    for pairs in [
        "pattern=saga&refuse=0|0|0.4&undo-fail=0.3&undo-attempts=1",
        "pattern=saga&refuse=0|0|0.4&undo-fail=0.3&undo-attempts=1&style=choreography",
        "pattern=saga&refuse=0|0|0.4&undo-fail=0.3&undo-attempts=1&flow=parallel",
    ] {
        Seen {
            pairs,
            figures: &[ORPHANED, STUCK, UNDO_FAILED],
            cure: ("undo-attempts", "30"),
        }
        .check();
    }
}

#[test]
fn a_lost_reply_books_twice_unless_the_service_remembers_the_saga() {
    for pairs in [
        "pattern=saga&reply-loss=0.1&timeout=1s",
        "pattern=saga&reply-loss=0.1&timeout=1s&style=choreography",
        "pattern=saga&duplicate=0.1",
    ] {
        Seen {
            pairs,
            figures: &[TWICE],
            cure: ("idempotency", "on"),
        }
        .check();
    }
}

#[test]
fn what_was_not_answered_stays_behind_unless_it_is_cancelled() {
    Seen {
        pairs: "pattern=saga&reply-loss=0.3&timeout=1500ms&attempts=1&undo-attempts=20&idempotency=on",
        figures: &[ORPHANED],
        cure: ("cancel-unknown", "on"),
    }
    .check();
}

#[test]
fn a_command_later_than_its_cancellation_leaves_an_orphan_unless_that_is_remembered() {
    Seen {
        pairs: "pattern=saga&latency=exp:300ms&step=10ms&undo=10ms&timeout=400ms&attempts=1\
                &cancel-unknown=on&undo-attempts=30&refuse=0",
        figures: &[ORPHANED],
        cure: ("idempotency", "on"),
    }
    .check();
}

#[test]
fn restoring_the_image_from_before_wipes_out_others() {
    let pairs = "pattern=saga&keys=2&refuse=0|0|0.4&sagas=3&undo-how=restore";
    for cure in [
        ("undo-how", "inverse"),
        ("lock", "wait"),
        ("lock", "reject"),
    ] {
        Seen {
            pairs,
            figures: &[WIPED],
            cure,
        }
        .check();
    }
}

#[test]
fn two_that_look_at_once_both_take_the_last_unit_unless_there_is_a_lock() {
    for lock in ["reject", "wait"] {
        Seen {
            pairs: "pattern=saga&capacity=2&keys=2&refuse=0&sagas=6&seed=7",
            figures: &[OVERBOOKED],
            cure: ("lock", lock),
        }
        .check();
    }
}

#[test]
fn an_orchestrator_with_its_log_in_memory_forgets() {
    for style in ["orchestration", "choreography"] {
        let pairs = "pattern=saga&log=memory&sagas=4&do=5s:crash:orchestrator,for=1s";
        let ill = trial(&with(pairs, "style", style));
        let well = trial(&with(&with(pairs, "style", style), "log", "durable"));
        assert!(FORGOTTEN(&ill) > 0 && STUCK(&ill) > 0, "{}", ill.url());
        assert_eq!((FORGOTTEN(&well), STUCK(&well)), (0, 0), "{}", well.url());
    }
}

#[test]
fn people_see_what_is_taken_back_later_and_nothing_of_the_kind_if_nothing_fails() {
    let pairs = "pattern=saga&keys=2&reads=10";
    let ill = trial(&with(pairs, "refuse", "0|0|0.4"));
    assert!(DIRTY(&ill) > 0, "{}", ill.url());
    assert!(ill.mean("uncommitted-read") > ill.mean("dirty-read"));
    let well = trial(&with(pairs, "refuse", "0"));
    assert_eq!(DIRTY(&well), 0, "{}", well.url());
    assert!(well.mean("uncommitted-read") > 0.0, "{}", well.url());
}

/// A success takes 6 messages when somebody leads and 4 events when nobody does.
#[test]
fn a_choreography_sends_fewer_messages() {
    let pairs = "refuse=0&reads=0&duration=10s";
    let of = |t: &Trial, kinds: &[LetterKind]| -> f64 {
        kinds.iter().map(|&kind| t.sent(kind).count() as f64).sum()
    };
    let led = saga(pairs);
    let asked = of(&led, &[LetterKind::Take, LetterKind::Taken]);
    assert_eq!(asked, 6.0 * led.count("sagas"));
    let told = saga(&with(pairs, "style", "choreography"));
    let events = of(&told, &[LetterKind::Onward, LetterKind::Told]);
    assert_eq!(events, 4.0 * told.count("sagas"));
}

/// Catches a saga that ends twice or never, whatever fails, and bookings that the count of orphans
/// does not know of.
#[test]
fn every_saga_ends_once_and_every_booking_is_accounted_for() {
    let troubles = [
        "loss=0.1&duplicate=0.1&reply-loss=0.1&timeout=700ms&error=0.1&undo-fail=0.2",
        "crash-every=6s&repair=800ms&timeout=1s&refuse=0.1&idempotency=on",
        "loss=0.2&pivot=2&refuse=0.2&timeout=500ms&log=memory&crash-every=15s&keys=3&capacity=20",
        "pivot=1&error=0.9&timeout=300ms&undo-how=restore&keys=2&undo-order=parallel&lock=wait",
        "lock=wait&keys=2&sagas=5&timeout=600ms&cancel-unknown=on&refuse=0.2",
    ];
    for style in ["orchestration", "choreography"] {
        for flow in ["sequential", "parallel"] {
            for (seed, trouble) in troubles.into_iter().enumerate() {
                let pairs = format!("{trouble}&style={style}&flow={flow}&seed={seed}&duration=30s");
                let trial = saga(&pairs);
                assert!(trial.settled(), "{}", trial.url());
                let count = |name| trial.count(name);
                let ended = count("completed") + count("compensated") + count("stuck");
                assert_eq!(ended, count("sagas"), "{}", trial.url());
                let facts = trial.facts_that(|what| matches!(what, What::Ended { .. }));
                assert_eq!(facts, ended, "{}", trial.url());
                if trouble.contains("idempotency=on") {
                    assert_eq!(count("double-bookings"), 0.0, "{}", trial.url());
                }
            }
        }
    }
}

#[test]
fn past_the_pivot_a_saga_is_completed_or_stuck_and_takes_nothing_back() {
    for style in ["orchestration", "choreography"] {
        let pairs = format!("style={style}&pivot=1&refuse=0|0.3|0.3&error=0|0.3|0.95&sagas=1");
        let trial = saga(&pairs);
        let ends = |wanted| {
            trial.facts_that(|what| matches!(what, What::Ended { how, .. } if *how == wanted))
        };
        assert_eq!(ends(SagaEnd::Compensated), 0.0, "{}", trial.url());
        assert_eq!(trial.count("taken-back"), 0.0, "{}", trial.url());
        assert!(ends(SagaEnd::CannotGoOn) > 0.0, "{}", trial.url());
        assert!(ends(SagaEnd::Completed) > 0.0, "{}", trial.url());
    }
}

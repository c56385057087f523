use super::*;
use crate::facts::time::{MILLISECOND, MINUTE, Micros, SECOND};
use crate::patterns::background_sync::special::{RunOutcome, RunPicture, SyncPicture};
use crate::patterns::pace::tidy;
use crate::patterns::picture::{Fate, MarkKind, Picture, Special};
use crate::scenario::{Pattern, Settings};

fn pace(settings: &Settings, is_still: bool, next_in: Micros, picture: &Picture) -> Pace {
    Speed::Paced.pace(&Moment {
        settings,
        now: picture.now,
        is_still,
        next_at: Some(picture.now + next_in),
        picture: &|| picture.clone(),
    })
}

#[test]
fn a_hop_of_the_default_scenario_takes_about_half_a_second() {
    let settings = Settings::defaults(Pattern::EVENT_BASED);
    let moving = pace(&settings, false, SECOND, &Picture::default());
    assert!((0.2..0.9).contains(&(0.040 / moving.rate)), "{moving:?}");
    let still = pace(&settings, true, SECOND, &Picture::default());
    assert!(still.rate > moving.rate && still.hurrying.is_some());
}

#[test]
fn a_step_that_is_being_taken_is_not_hurried_over() {
    let settings = Settings::defaults(Pattern::SAGA);
    let picture = Picture::default();
    let (working, waiting) = (MILLISECOND, MINUTE);
    let moving = pace(&settings, false, working, &picture);
    assert_eq!(pace(&settings, true, working, &picture), moving);
    assert!(pace(&settings, true, waiting, &picture).rate > moving.rate);
}

/// A job that runs for a while from every tick on, at an instant.
fn syncing(now: Micros, interval: Micros, runs_for: Micros) -> Picture {
    let last_tick = now / interval * interval;
    let began = |nth: Micros| nth * interval;
    let run = |nth: Micros| {
        let ended = began(nth) + runs_for;
        let ended = (ended <= now).then_some(ended);
        let moved = (now - began(nth)).min(runs_for) * 50 / runs_for;
        RunPicture {
            began: began(nth),
            ended,
            outcome: ended.map_or(RunOutcome::Running, |_| RunOutcome::Done),
            moved,
            found: 50,
        }
    };
    Picture {
        now,
        special: Special::of(SyncPicture {
            last_tick,
            next_tick: Some(last_tick + interval),
            runs: (1..=now / interval).map(run).collect(),
            ..SyncPicture::default()
        }),
        ..Picture::default()
    }
}

/// How much real time passes from one instant to another, in milliseconds.
fn real_ms(from: Micros, to: Micros, interval: Micros, runs_for: Micros) -> f64 {
    const FRAME_MS: f64 = 16.0;
    let settings = Settings::defaults(Pattern::BACKGROUND_SYNC);
    let (mut now, mut passed) = (from as f64, 0.0);
    while now < to as f64 && passed < 120_000.0 {
        let picture = syncing(now as Micros, interval, runs_for);
        now += pace(&settings, false, SECOND, &picture).rate * FRAME_MS * 1e3;
        passed += FRAME_MS;
    }
    passed
}

#[test]
fn the_first_run_comes_within_a_few_seconds_whatever_the_interval() {
    for interval in [10 * SECOND, MINUTE, 5 * MINUTE, 60 * MINUTE] {
        let run = interval / 20;
        let until = real_ms(0, interval, interval, run);
        assert!((2_000.0..6_000.0).contains(&until), "{interval}: {until}");
        // Of the first run it is only known what its settings say.
        let during = real_ms(2 * interval, 2 * interval + run, interval, run);
        assert!((1_000.0..6_000.0).contains(&during), "{interval}: {during}");
        let between = real_ms(interval + run, 2 * interval, interval, run);
        assert!(
            (2_000.0..6_000.0).contains(&between),
            "{interval}: {between}"
        );
    }
}

#[test]
fn it_brakes_before_a_run_and_does_not_jump_over_its_begin() {
    let settings = Settings::defaults(Pattern::BACKGROUND_SYNC);
    let at = |now| {
        pace(
            &settings,
            false,
            SECOND,
            &syncing(now, 5 * MINUTE, 10 * SECOND),
        )
    };
    let middle = at(150 * SECOND);
    let before = at(5 * MINUTE - SECOND);
    assert!(before.rate < middle.rate / 5.0, "{before:?} {middle:?}");
    assert!(
        before.rate * 0.016 < 0.5,
        "a frame shows less than the run takes"
    );
    assert_eq!(middle.hurrying, Some("hurrying to the next run"));
    assert_eq!(at(301 * SECOND).hurrying, None);
}

#[test]
fn a_batch_can_be_followed_between_runs_too() {
    use crate::facts::ids::{LinkId, MessageId};
    use crate::patterns::picture::Mark;
    let settings = Settings::defaults(Pattern::BACKGROUND_SYNC);
    let mut picture = syncing(150 * SECOND, 5 * MINUTE, 10 * SECOND);
    picture.marks.push(Mark {
        message: MessageId(1),
        link: LinkId(0),
        outward: true,
        kind: MarkKind::Batch,
        sent: picture.now,
        due: picture.now + 40 * MILLISECOND,
        fate: Fate::Flying,
        attempt: 0,
        copy: 0,
        write: None,
        key: None,
    });
    let pace = pace(&settings, false, SECOND, &picture);
    assert!((0.2..0.9).contains(&(0.040 / pace.rate)), "{pace:?}");
    assert_eq!(pace.hurrying, None);
}

#[test]
fn every_preset_of_a_sync_shows_a_whole_run_within_ten_seconds() {
    use crate::patterns::parse;
    use crate::scenario::presets;
    use crate::session::Session;
    for preset in presets(Pattern::BACKGROUND_SYNC) {
        let mut session = Session::open(parse(preset.link).0);
        let (mut passed_ms, mut seen_ms) = (0.0, 0.0);
        let has_ended = |session: &Session| {
            let picture = session.picture();
            let sync: Option<&SyncPicture> = picture.special.get();
            sync.is_some_and(|sync| sync.runs.iter().any(|run| run.ended.is_some()))
        };
        while passed_ms < 10_000.0 && !has_ended(&session) {
            session.frame(16.0, &mut || true);
            passed_ms += 16.0;
            if session.pace_words().ends_with(" ×") {
                seen_ms += 16.0;
            }
        }
        assert!(has_ended(&session), "{}", preset.word);
        assert!(seen_ms > 800.0, "{}: seen for {seen_ms} ms", preset.word);
    }
}

#[test]
fn a_rate_is_the_nearest_of_1_2_and_5() {
    for (rate, most, tidied) in [
        (0.089, 1.0, 0.1),
        (0.16, 1.0, 0.2),
        (17.0, 1.0, 1.0),
        (75.0, 1e6, 100.0),
        (0.0, 1.0, 2e-4),
        (1e9, 1e6, 1e6),
    ] {
        assert!((tidy(rate, most) / tidied - 1.0).abs() < 1e-9, "{rate}");
    }
}

#[test]
fn words_say_what_a_second_is() {
    let of = |rate| words(Pace::steady(rate), false);
    assert_eq!(of(0.1), "1/10 ×");
    assert_eq!(of(100.0), "100 ×");
    assert_eq!(
        words(Pace::folded(0.1, true), false),
        "nothing moves: hurrying on"
    );
}

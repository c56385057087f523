//! The pace of background sync: runs of the job are followed, what is between them is passed quickly.

use crate::patterns::background_sync::special::{RunOutcome, SyncPicture};
use crate::patterns::pace::{Moment, Pace, RATES, hop_ms, median, rate_of, tidy};
use crate::patterns::picture::{Fate, MarkKind, Picture};
use crate::scenario::{Key, Settings};

/// Real time between two runs of a job, of which the greater part goes at full speed.
const BETWEEN_RUNS_MS: f64 = 2_200.0;
/// Just before and after a run it is this much slower than between runs.
const NEAR_RUN: f64 = 10.0;
/// How long before a run it begins to slow down: real time at the speed of the moment.
const BRAKE_MS: f64 = 300.0;
/// Real time that a run takes at the most while nothing of it travels, and while a batch does.
const RUN_MS: [f64; 2] = [2_000.0, 3_000.0];

/// The pace of a moment.
pub fn pace(moment: &Moment<'_>) -> Pace {
    let rate = rate_of(hop_ms(median(moment.settings, Key::LATENCY)));
    let picture = (moment.picture)();
    match picture.special.get() {
        Some(sync) => around_runs(rate, moment.settings, &picture, sync),
        None => Pace::folded(rate, moment.is_still),
    }
}

/// Slow enough to follow the batches of a run, faster while it only works, and in a hurry between
/// runs, braking before the next one.
fn around_runs(slow: f64, settings: &Settings, picture: &Picture, sync: &SyncPicture) -> Pace {
    let now = picture.now;
    let running = sync
        .runs
        .iter()
        .rev()
        .find(|run| run.outcome == RunOutcome::Running);
    let mut parts = picture.streams.iter().flat_map(|stream| &stream.parts);
    let mut marks = picture.marks.iter();
    let travels = marks.any(|mark| mark.kind == MarkKind::Batch && mark.fate == Fate::Flying)
        || parts.any(|part| part.kind == MarkKind::Batch);
    if let Some(run) = running {
        let passed = now.saturating_sub(run.began) as f64;
        let rows = run.found.max(1) as f64;
        // Before it has moved a row: as long as its settings say, or as the last one took.
        let whole_us = if run.moved > 0 {
            passed * rows / run.moved as f64
        } else {
            let lasted = sync
                .runs
                .iter()
                .rev()
                .find_map(|run| Some(run.ended? - run.began));
            let moving = rows * settings.time(Key::ROW) as f64;
            (median(settings, Key::RUN) as f64 + moving).max(lasted.unwrap_or(0) as f64)
        };
        let most_ms = RUN_MS[usize::from(travels)];
        let rate = tidy(whole_us.max(passed) / 1e3 / most_ms, RATES[1]);
        return Pace::steady(rate.max(slow));
    }
    let Some(next) = sync.next_tick else {
        return Pace::folded(slow, !travels);
    };
    let ended = sync.runs.iter().filter_map(|run| run.ended).max();
    let since = now.saturating_sub(ended.unwrap_or(0));
    let until = next.saturating_sub(now);
    let between = next.saturating_sub(sync.last_tick) as f64 / 1e3;
    let full = between / BETWEEN_RUNS_MS;
    let near = until.min(since) as f64 / 1e3 / BRAKE_MS;
    let rate = tidy(near.max(full / NEAR_RUN).min(full), RATES[1]);
    if travels || rate <= slow {
        return Pace::steady(slow);
    }
    Pace {
        rate,
        hurrying: Some("hurrying to the next run"),
    }
}

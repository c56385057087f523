//! When runs begin, how long they take, and what becomes of those that fail.

use driftscope::facts::time::{Micros, SECOND};
use driftscope::facts::{RunEnd, What};
use driftscope::scenario::Key;

use crate::case::Moves::{Above, Below, FromZero, ToZero};
use crate::case::{Case, case};
use crate::trial::Trial;

/// When runs begin, how long they take, and what becomes of those that fail.
pub const CASES: &[Case] = &[
    case(
        Key::INTERVAL,
        "longer leaves the copy stale for longer",
        "run=0s",
        ("3s", "15s"),
        window,
        Above(2.5),
    ),
    case(
        Key::INTERVAL,
        "time from one run to the next",
        "",
        ("3s", "15s"),
        |t| t.count("runs"),
        Below(0.4),
    ),
    case(
        Key::SCHEDULE_JITTER,
        "each run begins up to this much later than planned",
        "",
        ("0s", "4s"),
        |t| runs(t).filter(|at| at % (10 * SECOND) != 0).count() as f64,
        FromZero,
    ),
    case(
        Key::RUN,
        "longer means staler copies",
        "",
        ("100ms", "6s"),
        window,
        Above(1.5),
    ),
    case(
        Key::RUN,
        "longer than the interval makes runs late",
        "interval=4s",
        ("1s", "6s"),
        |t| t.count("skipped-runs"),
        FromZero,
    ),
    case(
        Key::ROW,
        "longer makes the last rows later",
        "run=0s",
        ("0s", "200ms"),
        |t| t.mean("run-duration"),
        Above(3.0),
    ),
    case(
        Key::ROW,
        "all of them if it copies all, else the changed ones",
        "row=100ms&run=0s&writes=1&keys=60",
        ("0s", "150ms"),
        |t| t.mean("run-duration"),
        Above(3.0),
    ),
    case(
        Key::WHEN_LATE,
        "leave it out",
        "interval=4s&run=6s",
        ("allow", "forbid"),
        |t| t.count("overlapping-runs"),
        ToZero,
    ),
    case(
        Key::WHEN_LATE,
        "stop the old one",
        "interval=4s&run=6s",
        ("forbid", "replace"),
        |t| t.count("replaced-runs"),
        FromZero,
    ),
    case(
        Key::FAIL,
        "more leave the copy stale for longer",
        "interval=4s&duration=3min&fail-at=0",
        ("0", "0.6"),
        window,
        Above(1.5),
    ),
    case(
        Key::FAIL,
        "share of runs that fail part-way",
        "interval=4s&duration=3min",
        ("0.1", "0.6"),
        |t| ended(t, RunEnd::Failed) / t.count("runs"),
        Above(2.5),
    ),
    case(
        Key::FAIL_AT,
        "what it had copied stays",
        "interval=4s&fail=0.7&duration=3min",
        ("0", "0.9"),
        moved_by_failed_runs,
        FromZero,
    ),
    case(
        Key::RESUME,
        "it has fewer rows to go through",
        "fail=0.5&fail-at=0.7&row=150ms&retry=1s&duration=3min",
        ("off", "on"),
        |t| t.mean("run-duration"),
        Below(0.9),
    ),
    case(
        Key::RESUME,
        "after the rows that are known to be in",
        "copy=incremental&fail=0.5&fail-at=0.9&row=0s&retry=1s&duration=3min",
        ("off", "on"),
        |t| t.count("moved-rows"),
        Below(0.9),
    ),
    case(
        Key::RETRY,
        "wait after a failed run before it is tried again",
        "fail=0.5&duration=3min",
        ("9s", "1s"),
        window,
        Below(0.95),
    ),
    case(
        Key::RETRY,
        "0 waits for the next tick",
        "fail=0.5&duration=3min",
        ("0s", "1s"),
        |t| t.count("runs"),
        Above(1.3),
    ),
];

fn window(trial: &Trial) -> f64 {
    trial.mean("inconsistency-window")
}

/// When runs began.
fn runs(trial: &Trial) -> impl Iterator<Item = Micros> + '_ {
    let began = |what: &What| matches!(what, What::RunBegan { .. });
    let facts = trial.facts.iter().filter(move |fact| began(&fact.what));
    facts.map(|fact| fact.at)
}

fn ended(trial: &Trial, wanted: RunEnd) -> f64 {
    trial.facts_that(|what| matches!(what, What::RunEnded { how, .. } if *how == wanted))
}

fn moved_by_failed_runs(trial: &Trial) -> f64 {
    let moved = trial.facts.iter().map(|fact| match fact.what {
        What::RunEnded {
            how: RunEnd::Failed,
            moved,
            ..
        } => moved,
        _ => 0,
    });
    f64::from(moved.sum::<u32>())
}

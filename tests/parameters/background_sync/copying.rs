//! What is copied, and how.

use driftscope::facts::ids::NodeId;
use driftscope::facts::{ABSENT, LetterKind, What};
use driftscope::scenario::Key;

use crate::case::Moves::{Above, Below, FromZero, ToZero};
use crate::case::{Case, case};
use crate::trial::Trial;

/// What is copied, and how.
pub const CASES: &[Case] = &[
    case(
        Key::SOURCES,
        "stores that are copied from",
        "",
        ("1", "5"),
        |t| t.sent(LetterKind::Pull).count() as f64 / t.count("runs"),
        Above(2.5),
    ),
    case(
        Key::SOURCES,
        "a run waits for the slowest to answer",
        "copy=incremental&latency=exp:1s&run=0s&row=0s&writes=0.2&interval=30s&duration=10min",
        ("1", "6"),
        |t| t.mean("run-duration"),
        Above(1.2),
    ),
    case(
        Key::COPY,
        "only those changed since the watermark",
        "row=100ms&run=0s&writes=0.5",
        ("full", "incremental"),
        |t| t.mean("run-duration"),
        Below(0.6),
    ),
    case(
        Key::COPY,
        "both ways, where people write to either side",
        "",
        ("full", "two-way"),
        |t| t.facts_that(|what| matches!(what, What::Merged { .. })),
        FromZero,
    ),
    case(
        Key::INSERTS,
        "more make the stores grow",
        "",
        ("0.1", "0.8"),
        most_rows,
        Above(2.0),
    ),
    case(
        Key::DELETES,
        "keeps a ghost",
        "copy=incremental&inserts=0.3",
        ("0", "0.3"),
        |t| t.count("ghost-rows"),
        FromZero,
    ),
    case(
        Key::DELETES,
        "share of writes that delete a row",
        "inserts=0.3",
        ("0.05", "0.3"),
        |t| t.facts_that(|what| matches!(what, What::Committed { value, .. } if *value == ABSENT)),
        Above(3.0),
    ),
    case(
        Key::TOMBSTONES,
        "leaves a mark that is copied like a change",
        "copy=incremental&deletes=0.2&inserts=0.2",
        ("off", "on"),
        |t| t.count("ghost-rows"),
        ToZero,
    ),
    case(
        Key::TOMBSTONES,
        "in a two-way sync the other side brings it back",
        "copy=two-way&conflict=version-vector&deletes=0.1&keys=200",
        ("off", "on"),
        |t| t.count("lost-updates"),
        ToZero,
    ),
    case(
        Key::COMMIT_LAG,
        "longer has more rows missed behind the watermark",
        "copy=incremental&interval=4s&keys=500",
        ("exp:50ms", "exp:900ms"),
        |t| t.count("missed-rows"),
        Above(3.0),
    ),
    case(
        Key::LOOKBACK,
        "longer finds late commits",
        "copy=incremental&interval=4s&keys=500&commit-lag=uniform:0s..2s",
        ("0s", "3s"),
        |t| t.count("missed-rows"),
        ToZero,
    ),
    case(
        Key::LOOKBACK,
        "moves more rows twice",
        "copy=incremental&keys=500",
        ("0s", "6s"),
        |t| t.count("duplicates-ignored"),
        Above(5.0),
    ),
    case(
        Key::WRITE_SPLIT,
        "share of users who write and read at the target's side",
        "copy=two-way",
        ("0.25", "0.75"),
        |t| commands_to(t, 3),
        Above(2.0),
    ),
    case(
        Key::WRITE_SPLIT,
        "the closer to half, the more conflicts",
        "copy=two-way&sessions=100&keys=60",
        ("0.05", "0.5"),
        |t| t.count("conflicts"),
        Above(2.0),
    ),
    case(
        Key::CONFLICT,
        "the other write is lost",
        "copy=two-way",
        ("last-writer-wins", "version-vector"),
        |t| t.count("lost-updates"),
        ToZero,
    ),
    case(
        Key::CLOCK_SKEW,
        "its older writes win against newer ones",
        "copy=two-way&latency=1ms&keys=60&duration=3min",
        ("0s", "5s"),
        |t| t.mean("older-wins"),
        FromZero,
    ),
];

fn most_rows(trial: &Trial) -> f64 {
    let keys = trial.facts.iter().map(|fact| match fact.what {
        What::Committed { key, .. } => key,
        _ => 0,
    });
    f64::from(keys.max().unwrap_or(0))
}

fn commands_to(trial: &Trial, node: u16) -> f64 {
    let sent = trial.sent(LetterKind::Command);
    sent.filter(|(_, letter, _)| letter.to == NodeId(node))
        .count() as f64
}

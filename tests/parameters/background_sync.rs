//! Cases of background sync.

use driftscope::scenario::Key;
use driftscope::sim::fact::{ABSENT, Fault, LetterKind, RunEnd, What};
use driftscope::sim::ids::NodeId;
use driftscope::sim::time::{Micros, SECOND};

use crate::case::Moves::{Above, Apart, Below, FromZero, ToZero};
use crate::case::{Case, case};
use crate::figures::{
    crashed_nodes, different_gaps, digest, downtime, lag, last_request, most_popular, propagation,
    repeated_keys, requested,
};
use crate::trial::Trial;

pub const CASES: &[&[Case]] = &[PEOPLE, SCHEDULE, COPYING];

/// What people do, and what every pattern has.
const PEOPLE: &[Case] = &[
    case(
        Key::Story,
        "the mechanism stays the same",
        "",
        ("social", "warehouse"),
        digest,
        Apart,
    ),
    case(
        Key::Seed,
        "another seed gives other chances",
        "",
        ("1", "2"),
        digest,
        Apart,
    ),
    case(
        Key::Duration,
        "how long users write",
        "",
        ("20s", "80s"),
        last_request,
        Above(3.0),
    ),
    case(
        Key::Writes,
        "more of them leave more to be copied",
        "",
        ("1", "14"),
        lag,
        Above(5.0),
    ),
    case(
        Key::Writes,
        "writes of all users together",
        "",
        ("2", "14"),
        requested,
        Above(4.0),
    ),
    case(
        Key::WritesEvery,
        "longer means fewer writes",
        "",
        ("100ms", "500ms"),
        requested,
        Below(0.5),
    ),
    case(
        Key::WritesEvery,
        "in the place of random writes",
        "",
        ("off", "200ms"),
        different_gaps,
        Below(0.5),
    ),
    case(
        Key::Keys,
        "two writes meet on one key less often",
        "",
        ("3", "300"),
        |t| t.count("skipped") + repeated_keys(t),
        Below(0.4),
    ),
    case(
        Key::Skew,
        "more crowds a few keys",
        "",
        ("0", "2"),
        most_popular,
        Above(2.0),
    ),
    case(
        Key::Latency,
        "longer means staler copies",
        "interval=3s&run=0s",
        ("20ms", "600ms"),
        propagation,
        Above(1.2),
    ),
    case(
        Key::CrashEvery,
        "shorter means more",
        "repair=100ms",
        ("60s", "2s"),
        |t| t.count("crashes"),
        Above(5.0),
    ),
    case(
        Key::CrashEvery,
        "crashes of each service",
        "",
        ("off", "5s"),
        |t| crashed_nodes(t).len() as f64,
        FromZero,
    ),
    case(
        Key::Repair,
        "mean time that a crashed service stays down",
        "crash-every=5s",
        ("100ms", "4s"),
        downtime,
        Above(5.0),
    ),
    case(
        Key::Reads,
        "reads of all users together",
        "",
        ("1", "10"),
        |t| t.count("reads"),
        Above(5.0),
    ),
    case(
        Key::Sessions,
        "with more, each of them writes less often",
        "writes=20",
        ("2", "200"),
        busiest_person,
        Below(0.1),
    ),
    case(
        Key::Think,
        "longer finds it there more often",
        "reads=0&duration=5min",
        ("100ms", "9s"),
        |t| t.mean("read-your-writes"),
        Below(0.7),
    ),
    case(
        Key::Think,
        "after a write of their own people read what they wrote",
        "reads=0",
        ("off", "1s"),
        |t| t.count("reads"),
        FromZero,
    ),
    case(
        Key::KeysPerRead,
        "how many keys a person looks at with one read",
        "",
        ("1", "4"),
        |t| t.facts_that(|what| matches!(what, What::Asked { .. })) / t.count("reads"),
        Above(2.0),
    ),
];

/// When runs begin, how long they take, and what becomes of those that fail.
const SCHEDULE: &[Case] = &[
    case(
        Key::Interval,
        "longer leaves the copy stale for longer",
        "run=0s",
        ("3s", "15s"),
        window,
        Above(2.5),
    ),
    case(
        Key::Interval,
        "time from one run to the next",
        "",
        ("3s", "15s"),
        |t| t.count("runs"),
        Below(0.4),
    ),
    case(
        Key::ScheduleJitter,
        "each run begins up to this much later than planned",
        "",
        ("0s", "4s"),
        |t| runs(t).filter(|at| at % (10 * SECOND) != 0).count() as f64,
        FromZero,
    ),
    case(
        Key::Run,
        "longer means staler copies",
        "",
        ("100ms", "6s"),
        window,
        Above(1.5),
    ),
    case(
        Key::Run,
        "longer than the interval makes runs late",
        "interval=4s",
        ("1s", "6s"),
        |t| t.count("skipped-runs"),
        FromZero,
    ),
    case(
        Key::Row,
        "longer makes the last rows later",
        "run=0s",
        ("0s", "200ms"),
        |t| t.mean("run-duration"),
        Above(3.0),
    ),
    case(
        Key::Row,
        "all of them if it copies all, else the changed ones",
        "row=100ms&run=0s&writes=1&keys=60",
        ("0s", "150ms"),
        |t| t.mean("run-duration"),
        Above(3.0),
    ),
    case(
        Key::WhenLate,
        "leave it out",
        "interval=4s&run=6s",
        ("allow", "forbid"),
        |t| t.count("overlapping-runs"),
        ToZero,
    ),
    case(
        Key::WhenLate,
        "stop the old one",
        "interval=4s&run=6s",
        ("forbid", "replace"),
        |t| t.count("replaced-runs"),
        FromZero,
    ),
    case(
        Key::Fail,
        "more leave the copy stale for longer",
        "interval=4s&duration=3min&fail-at=0",
        ("0", "0.6"),
        window,
        Above(1.5),
    ),
    case(
        Key::Fail,
        "share of runs that fail part-way",
        "interval=4s&duration=3min",
        ("0.1", "0.6"),
        |t| ended(t, RunEnd::Failed) / t.count("runs"),
        Above(2.5),
    ),
    case(
        Key::FailAt,
        "what it had copied stays",
        "interval=4s&fail=0.7&duration=3min",
        ("0", "0.9"),
        moved_by_failed_runs,
        FromZero,
    ),
    case(
        Key::Resume,
        "it has fewer rows to go through",
        "fail=0.5&fail-at=0.7&row=150ms&retry=1s&duration=3min",
        ("off", "on"),
        |t| t.mean("run-duration"),
        Below(0.9),
    ),
    case(
        Key::Retry,
        "wait after a failed run before it is tried again",
        "fail=0.5&duration=3min",
        ("9s", "1s"),
        window,
        Below(0.95),
    ),
    case(
        Key::Retry,
        "0 waits for the next tick",
        "fail=0.5&duration=3min",
        ("0s", "1s"),
        |t| t.count("runs"),
        Above(1.3),
    ),
];

/// What is copied, and how.
const COPYING: &[Case] = &[
    case(
        Key::Sources,
        "stores that are copied from",
        "",
        ("1", "5"),
        |t| t.sent(LetterKind::Pull).count() as f64 / t.count("runs"),
        Above(2.5),
    ),
    case(
        Key::Sources,
        "a run waits for the slowest to answer",
        "copy=incremental&latency=exp:1s&run=0s&row=0s&writes=0.2&interval=30s&duration=10min",
        ("1", "6"),
        |t| t.mean("run-duration"),
        Above(1.2),
    ),
    case(
        Key::Copy,
        "only those changed since the watermark",
        "row=100ms&run=0s&writes=0.5",
        ("full", "incremental"),
        |t| t.mean("run-duration"),
        Below(0.6),
    ),
    case(
        Key::Copy,
        "both ways, where people write to either side",
        "",
        ("full", "two-way"),
        |t| t.facts_that(|what| matches!(what, What::Merged { .. })),
        FromZero,
    ),
    case(
        Key::Inserts,
        "more make the stores grow",
        "",
        ("0.1", "0.8"),
        most_rows,
        Above(2.0),
    ),
    case(
        Key::Deletes,
        "keeps a ghost",
        "copy=incremental&inserts=0.3",
        ("0", "0.3"),
        |t| t.count("ghost-rows"),
        FromZero,
    ),
    case(
        Key::Deletes,
        "share of writes that delete a row",
        "inserts=0.3",
        ("0.05", "0.3"),
        |t| t.facts_that(|what| matches!(what, What::Committed { value, .. } if *value == ABSENT)),
        Above(3.0),
    ),
    case(
        Key::Tombstones,
        "leaves a mark that is copied like a change",
        "copy=incremental&deletes=0.2&inserts=0.2",
        ("off", "on"),
        |t| t.count("ghost-rows"),
        ToZero,
    ),
    case(
        Key::Tombstones,
        "in a two-way sync the other side brings it back",
        "copy=two-way&conflict=version-vector&deletes=0.1&keys=200",
        ("off", "on"),
        |t| t.count("lost-updates"),
        ToZero,
    ),
    case(
        Key::CommitLag,
        "longer has more rows missed behind the watermark",
        "copy=incremental&interval=4s&keys=500",
        ("exp:50ms", "exp:900ms"),
        |t| t.count("missed-rows"),
        Above(3.0),
    ),
    case(
        Key::Lookback,
        "longer finds late commits",
        "copy=incremental&interval=4s&keys=500&commit-lag=uniform:0s..2s",
        ("0s", "3s"),
        |t| t.count("missed-rows"),
        ToZero,
    ),
    case(
        Key::Lookback,
        "moves more rows twice",
        "copy=incremental&keys=500",
        ("0s", "6s"),
        |t| t.count("duplicates-ignored"),
        Above(5.0),
    ),
    case(
        Key::WriteSplit,
        "share of users who write and read at the target's side",
        "copy=two-way",
        ("0.25", "0.75"),
        |t| commands_to(t, 3),
        Above(2.0),
    ),
    case(
        Key::WriteSplit,
        "the closer to half, the more conflicts",
        "copy=two-way&sessions=100&keys=60",
        ("0.05", "0.5"),
        |t| t.count("conflicts"),
        Above(2.0),
    ),
    case(
        Key::Conflict,
        "the other write is lost",
        "copy=two-way",
        ("last-writer-wins", "version-vector"),
        |t| t.count("lost-updates"),
        ToZero,
    ),
    case(
        Key::ClockSkew,
        "its older writes win against newer ones",
        "copy=two-way&latency=1ms&keys=60&duration=3min",
        ("0s", "5s"),
        |t| t.mean("older-wins"),
        FromZero,
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

fn busiest_person(trial: &Trial) -> f64 {
    let mut writes = vec![0_u32; 1_000];
    for fact in &trial.facts {
        if let What::Requested { session, .. } = fact.what {
            writes[session.0 as usize] += 1;
        }
    }
    f64::from(writes.into_iter().max().unwrap_or(0))
}

/// Catches a run that goes on although one of its stores, or the job itself, is down.
#[test]
fn a_run_fails_when_the_job_or_one_of_its_stores_goes_down() {
    for (node, id) in [
        ("job", NodeId(2)),
        ("source-1", NodeId(1)),
        ("target", NodeId(3)),
    ] {
        let link = format!("pattern=background-sync&run=4s&do=12s:crash:{node},for=3s");
        let trial = crate::trial::trial(&link);
        let crash = Fault::Crashed(id);
        let at = trial
            .facts
            .iter()
            .position(|fact| fact.what == What::Fault(crash));
        let next = &trial.facts[at.expect("it crashes") + 1];
        let failed = matches!(
            next.what,
            What::RunEnded {
                how: RunEnd::Failed,
                ..
            }
        );
        assert!(failed, "{node}: {next:?}: {}", trial.url());
        assert!(trial.settled(), "{}", trial.url());
        assert_eq!(trial.count("diverged"), 0.0, "{}", trial.url());
    }
}

/// Catches a job that takes a message for arrived that a cut link has swallowed.
#[test]
fn what_a_cut_link_swallows_is_asked_for_again() {
    for link in ["source-1.job", "job.target"] {
        let pairs = format!(
            "pattern=background-sync&run=200ms&latency=300ms&do=10100ms:cut:link.{link},for=8s;\
             10150ms:set:writes=0"
        );
        let trial = crate::trial::trial(&pairs);
        assert!(trial.facts_that(|what| matches!(what, What::Lost { .. })) > 0.0);
        assert_eq!(trial.count("failed-runs"), 0.0, "{}", trial.url());
        assert_eq!(trial.count("diverged"), 0.0, "{}", trial.url());
        assert!(trial.settled(), "{}", trial.url());
    }
}

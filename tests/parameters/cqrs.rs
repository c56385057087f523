//! What each parameter of cqrs does.

use std::collections::BTreeSet;

use driftscope::consistency::Measured;
use driftscope::facts::{Decline, What};
use driftscope::scenario::Key;

use crate::case::Moves::{Above, Alike, Below, FromZero, ReplicaMeasures, ToZero};
use crate::case::{Case, case};
use crate::figures::{
    copies, different_gaps, digest, downtime, lag, last_request, most_popular, propagation,
    propagation_to, repeated_keys, requested,
};
use crate::stops;
use crate::trial::Trial;

fn reads(t: &Trial) -> f64 {
    t.count("reads")
}

/// How many reads of a key were by somebody who had written it.
fn own_reads(t: &Trial) -> f64 {
    match t.report.measures["read-your-writes"] {
        Measured::Share { count, .. } => count as f64,
        Measured::Distribution { .. } => panic!("it is a share"),
    }
}

/// How many events were applied together with another one, of all.
fn together(t: &Trial) -> f64 {
    let applied = t.facts.iter().filter_map(|fact| match fact.what {
        What::Applied { replica, .. } => Some((fact.at, replica)),
        _ => None,
    });
    let all: Vec<_> = applied.collect();
    let instants: BTreeSet<_> = all.iter().collect();
    (all.len() - instants.len()) as f64 / all.len() as f64
}

fn refused_by_conflict(t: &Trial) -> f64 {
    t.facts_that(|what| {
        matches!(
            what,
            What::Declined {
                why: Decline::Conflict,
                ..
            }
        )
    })
}

fn missed_own(t: &Trial) -> f64 {
    t.anomaly("read-your-writes") as f64
}

fn catch_up(t: &Trial) -> f64 {
    t.mean("catch-up")
}

const RUN: &[Case] = &[
    case(
        Key::STORY,
        "the mechanism stays the same",
        "",
        ("bank", "shop"),
        digest,
        Alike,
    ),
    case(
        Key::SEED,
        "another seed gives other chances",
        "",
        ("1", "2"),
        digest,
        ReplicaMeasures,
    ),
    case(
        Key::DURATION,
        "how long users write",
        "",
        ("10s", "40s"),
        last_request,
        Above(3.0),
    ),
    case(
        Key::KEYS,
        "two writes meet on one key less often",
        "",
        ("3", "300"),
        repeated_keys,
        Below(0.4),
    ),
    case(
        Key::SKEW,
        "more crowds a few keys",
        "",
        ("0", "2"),
        most_popular,
        Above(2.0),
    ),
    case(
        Key::LATENCY,
        "longer means staler copies",
        "",
        ("20ms", "exp:200ms"),
        propagation,
        Above(3.0),
    ),
    case(
        Key::CRASH_EVERY,
        "shorter means more",
        "repair=100ms",
        ("60s", "2s"),
        |t| t.count("crashes"),
        Above(5.0),
    ),
    case(
        Key::REPAIR,
        "mean time that a crashed service stays down",
        "crash-every=5s",
        ("100ms", "4s"),
        downtime,
        Above(5.0),
    ),
    case(
        Key::REPAIR,
        "longer piles up more work",
        "crash-every=5s",
        ("100ms", "4s"),
        lag,
        Above(2.0),
    ),
    case(
        Key::WRITES,
        "writes of all users together",
        "",
        ("2", "14"),
        requested,
        Above(4.0),
    ),
    case(
        Key::WRITES_EVERY,
        "longer means fewer writes",
        "",
        ("100ms", "500ms"),
        requested,
        Below(0.5),
    ),
    case(
        Key::WRITES_EVERY,
        "in the place of random writes",
        "",
        ("off", "200ms"),
        different_gaps,
        Below(0.5),
    ),
    case(
        Key::READS,
        "reads of all users together",
        "",
        ("1", "20"),
        reads,
        Above(5.0),
    ),
    case(
        Key::SESSIONS,
        "with more, each of them writes and reads less often",
        "",
        ("2", "200"),
        own_reads,
        Below(0.3),
    ),
    case(
        Key::THINK,
        "people wait this long and read what they wrote",
        "reads=0",
        ("off", "100ms"),
        reads,
        FromZero,
    ),
    case(
        Key::THINK,
        "longer finds it there more often",
        "reads=0&bus=exp:300ms&keys-per-read=1",
        ("50ms", "2s"),
        |t| t.mean("read-your-writes"),
        Below(0.3),
    ),
    case(
        Key::KEYS_PER_READ,
        "how many keys a person looks at with one read",
        "",
        ("1", "4"),
        |t| t.facts_that(|what| matches!(what, What::Read { .. })),
        Above(2.0),
    ),
    case(
        Key::LOSS,
        "share of events lost between services",
        "",
        ("0.02", "0.3"),
        |t| t.count("lost-messages"),
        Above(5.0),
    ),
    case(
        Key::DUPLICATE,
        "share of events that the network delivers twice",
        "",
        ("0.02", "0.5"),
        copies,
        Above(5.0),
    ),
];

const READ_MODELS: &[Case] = &[
    case(
        Key::VIEWS,
        "with more, two of them disagree more often",
        "replicas=1",
        ("1", "3"),
        |t| t.anomaly("views-disagree") as f64,
        FromZero,
    ),
    case(
        Key::REPLICAS,
        "with more, an event is everywhere later",
        "",
        ("1", "4"),
        |t| t.mean("inconsistency-window"),
        Above(1.3),
    ),
    case(
        Key::BUS,
        "longer makes its view staler",
        "",
        ("20ms", "220ms"),
        propagation,
        Above(3.0),
    ),
    case(
        Key::BUS,
        "one-way time of an event from the log to a projector",
        "views=2&replicas=1",
        ("20ms", "20ms|220ms"),
        |t| propagation_to(t, 2) / propagation_to(t, 1),
        Above(3.0),
    ),
    case(
        Key::BUS_ORDER,
        "as it comes, a lost event is missing",
        "loss=0.1",
        ("log", "none"),
        |t| t.count("diverged"),
        FromZero,
    ),
    case(
        Key::GAP_TIMEOUT,
        "longer leaves all behind it stale",
        "loss=0.1",
        ("100ms", "2s"),
        propagation,
        Above(2.0),
    ),
    case(
        Key::PROJECT,
        "once events come faster, the lag grows and grows",
        "",
        ("5ms", "250ms"),
        |t| t.max("lag"),
        Above(5.0),
    ),
    case(
        Key::PROJECT,
        "time a projector takes for one event",
        "views=2&replicas=1",
        ("10ms", "10ms|100ms"),
        |t| propagation_to(t, 2) / propagation_to(t, 1),
        Above(1.5),
    ),
    case(
        Key::BATCH,
        "events that a projector commits together",
        "project=150ms",
        ("1", "20"),
        together,
        FromZero,
    ),
    case(
        Key::BATCH,
        "more of them show each event later",
        "project=150ms",
        ("1", "20"),
        propagation,
        Above(1.2),
    ),
    case(
        Key::BATCH,
        "catch up faster where it polls, since each poll takes a round trip",
        "poll=1s&bus=500ms",
        ("2", "50"),
        lag,
        Below(0.5),
    ),
    case(
        Key::POLL,
        "longer shows every event later",
        "batch=100",
        ("50ms", "2s"),
        propagation,
        Above(2.0),
    ),
    case(
        Key::POLL,
        "at 0 events are pushed as they happen",
        "",
        ("0us", "200ms"),
        |t| t.count("transmissions"),
        Below(0.2),
    ),
    case(
        Key::ROUTING,
        "then a balance does not go back because another replica is behind",
        "bus=exp:400ms&keys=6&reads=12&sessions=4",
        ("any", "sticky"),
        |t| t.anomaly("went-back-in-time") as f64,
        ToZero,
    ),
    case(
        Key::CHECKPOINT,
        "by itself a projector that crashes then applies again what came after it",
        "do=10s:crash:view-1-1,for=1s",
        ("atomic", "separate"),
        |t| t.count("duplicate-effects"),
        FromZero,
    ),
    case(
        Key::CHECKPOINT_EVERY,
        "more of them means more events applied again after a crash",
        "checkpoint=separate&crash-every=5s&repair=500ms",
        ("2", "200"),
        |t| t.count("re-applied"),
        Above(3.0),
    ),
    case(
        Key::REBUILD,
        "when every view is built anew from the log",
        "",
        ("off", "20s"),
        |t| t.facts_that(|what| matches!(what, What::RebuildBegan { .. })),
        FromZero,
    ),
    case(
        Key::REBUILD,
        "later means more events to replay",
        "",
        ("10s", "40s"),
        catch_up,
        Above(2.0),
    ),
    case(
        Key::REBUILD_RATE,
        "more of them catch up sooner",
        "rebuild=30s",
        ("20", "200"),
        catch_up,
        Below(0.3),
    ),
    case(
        Key::REBUILD_STYLE,
        "blue-green builds another one beside it",
        "rebuild=20s&reads=20",
        ("in-place", "blue-green"),
        |t| t.anomaly("stale-during-rebuild") as f64,
        ToZero,
    ),
];

const COMMANDS: &[Case] = &[
    case(
        Key::COMMIT,
        "longer makes two commands for one account conflict more often",
        "keys=3",
        ("1ms", "150ms"),
        |t| t.count("conflicts"),
        Above(3.0),
    ),
    case(
        Key::CONFLICT_RETRY,
        "off refuses it at once",
        "commit=100ms&keys=3",
        ("50ms", "off"),
        refused_by_conflict,
        Above(2.0),
    ),
    case(
        Key::CONFLICT_RETRY,
        "longer delays its answer",
        "commit=100ms&keys=3",
        ("10ms", "2s"),
        |t| t.mean("write-latency"),
        Above(1.5),
    ),
    case(
        Key::READ_YOUR_WRITES,
        "wait until the replica has what the reader wrote",
        "bus=exp:300ms&think=100ms&reads=0&wait-limit=1h",
        ("none", "wait-for-version"),
        missed_own,
        ToZero,
    ),
    case(
        Key::READ_YOUR_WRITES,
        "ask the write model for what they wrote",
        "bus=exp:300ms&think=100ms&reads=0",
        ("none", "read-write-model"),
        |t| t.count("write-model-reads"),
        FromZero,
    ),
    case(
        Key::WAIT_LIMIT,
        "longer makes some answers slower",
        "bus=exp:500ms&think=100ms&reads=0&read-your-writes=wait-for-version",
        ("100ms", "5s"),
        |t| t.mean("added-latency"),
        Above(2.0),
    ),
    case(
        Key::WAIT_LIMIT,
        "and fewer stale",
        "bus=exp:500ms&think=100ms&reads=0&read-your-writes=wait-for-version",
        ("100ms", "5s"),
        missed_own,
        Below(0.3),
    ),
    case(
        Key::DECIDE_ON,
        "a read model that may be stale so that two withdrawals together overdraw",
        "keys=6&writes=10&bus=1s",
        ("write-model", "read-model"),
        |t| t.count("overdrafts"),
        FromZero,
    ),
];

pub const CASES: &[&[Case]] = &[RUN, READ_MODELS, COMMANDS, stops::CASES];

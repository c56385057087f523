//! The run, what users do, the network, and the steps.

use std::collections::BTreeMap;

use driftscope::facts::What;
use driftscope::scenario::Key;

use crate::case::Moves::{Above, Alike, Below, FromZero, ReplicaMeasures, ToZero};
use crate::case::{Case, case};
use crate::figures::{
    copies, digest, downtime, last_request, most_popular, repeated_keys, requested,
};
use crate::trial::Trial;

pub fn duration(trial: &Trial) -> f64 {
    trial.mean("saga-duration")
}

/// How many sagas the busiest person started.
fn busiest(trial: &Trial) -> f64 {
    let mut times: BTreeMap<u32, u32> = BTreeMap::new();
    for fact in &trial.facts {
        if let What::Requested { session, .. } = fact.what {
            *times.entry(session.0).or_default() += 1;
        }
    }
    times.into_values().max().map_or(0.0, f64::from)
}

/// The run, what users do, the network, and the steps.
pub const CASES: &[Case] = &[
    case(
        Key::STORY,
        "the mechanism stays the same",
        "",
        ("travel", "order"),
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
        "one-way time of each message on a link",
        "",
        ("20ms", "200ms"),
        duration,
        Above(1.5),
    ),
    case(
        Key::CRASH_EVERY,
        "shorter means more",
        "repair=100ms",
        ("60s", "5s"),
        |t| t.count("crashes"),
        Above(3.0),
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
        Key::READS,
        "reads of all users together",
        "",
        ("1", "8"),
        |t| t.count("reads"),
        Above(4.0),
    ),
    case(
        Key::SESSIONS,
        "with more, each of them writes and reads less often",
        "",
        ("2", "50"),
        busiest,
        Below(0.5),
    ),
    case(
        Key::THINK,
        "people wait this long and read what they wrote",
        "reads=0",
        ("off", "100ms"),
        |t| t.count("reads"),
        FromZero,
    ),
    case(
        Key::KEYS_PER_READ,
        "how many keys a person looks at with one read",
        "",
        ("1", "4"),
        |t| t.facts_that(|what| matches!(what, What::Asked { .. })),
        Above(2.0),
    ),
    case(
        Key::LOSS,
        "share of events lost between services",
        "",
        ("0.02", "0.3"),
        |t| t.count("lost-messages"),
        Above(4.0),
    ),
    case(
        Key::DUPLICATE,
        "share of events that the network delivers twice",
        "",
        ("0.02", "0.5"),
        copies,
        Above(5.0),
    ),
    case(
        Key::SAGAS,
        "sagas that all users together start",
        "",
        ("1", "8"),
        requested,
        Above(4.0),
    ),
    case(
        Key::SAGAS,
        "more of them meet at one thing more often",
        "keys=4&reads=20",
        ("1", "8"),
        |t| t.mean("uncommitted-read"),
        Above(2.0),
    ),
    case(
        Key::ROUTING,
        "always the first one, where bookings stay tentative longest",
        "keys=6&reads=30",
        ("any", "first"),
        |t| t.mean("uncommitted-read"),
        Above(1.2),
    ),
    case(
        Key::STYLE,
        "each tells the next, with fewer messages on the way",
        "latency=100ms&step=50ms&refuse=0",
        ("orchestration", "choreography"),
        duration,
        Below(0.9),
    ),
    case(
        Key::STEPS,
        "with more, it lasts longer",
        "refuse=0",
        ("1", "5"),
        duration,
        Above(2.0),
    ),
    case(
        Key::STEPS,
        "with more, it fails more often",
        "refuse=0.1",
        ("1", "5"),
        |t| t.mean("success"),
        Below(0.9),
    ),
    case(
        Key::STEP,
        "longer leaves earlier bookings tentative longer",
        "",
        ("50ms", "800ms"),
        |t| t.mean("inconsistency-window"),
        Above(3.0),
    ),
    case(
        Key::FLOW,
        "all at once: faster",
        "",
        ("sequential", "parallel"),
        duration,
        Below(0.7),
    ),
    case(
        Key::FLOW,
        "more to undo when one fails",
        "refuse=0.4|0.01|0.01",
        ("sequential", "parallel"),
        |t| t.count("taken-back"),
        Above(2.0),
    ),
    case(
        Key::PIVOT,
        "later steps are tried up to 50 times and nothing is undone",
        "refuse=0|0|0.4",
        ("6", "2"),
        |t| t.count("compensated"),
        ToZero,
    ),
    case(
        Key::PIVOT,
        "a saga only goes forward",
        "refuse=0|0|0.4&style=choreography",
        ("6", "2"),
        |t| t.count("completed"),
        Above(1.3),
    ),
    case(
        Key::CAPACITY,
        "with fewer, more steps are refused",
        "keys=4&refuse=0",
        ("1000", "2"),
        |t| t.count("refusals"),
        FromZero,
    ),
    case(
        Key::STAY,
        "a booking of a saga that completed is free again",
        "keys=4&refuse=0&capacity=5",
        ("off", "1s"),
        |t| t.count("sold-out"),
        Below(0.5),
    ),
    case(
        Key::LOCK,
        "while another saga has its key there: refuse it",
        "keys=3&refuse=0",
        ("none", "reject"),
        |t| t.count("refusals"),
        FromZero,
    ),
    case(
        Key::LOCK,
        "while another saga has its key there: let it wait",
        "keys=3&refuse=0",
        ("none", "wait"),
        duration,
        Above(1.1),
    ),
];

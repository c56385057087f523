//! What people do, and what every pattern has.

use driftscope::facts::What;
use driftscope::scenario::Key;

use crate::case::Moves::{Above, Alike, Below, FromZero, ReplicaMeasures};
use crate::case::{Case, case};
use crate::figures::{
    crashed_nodes, different_gaps, digest, downtime, lag, last_request, most_popular, propagation,
    repeated_keys, requested,
};
use crate::trial::Trial;

/// What people do, and what every pattern has.
pub const CASES: &[Case] = &[
    case(
        Key::STORY,
        "the mechanism stays the same",
        "",
        ("social", "warehouse"),
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
        ("20s", "80s"),
        last_request,
        Above(3.0),
    ),
    case(
        Key::WRITES,
        "more of them leave more to be copied",
        "",
        ("1", "14"),
        lag,
        Above(5.0),
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
        Key::KEYS,
        "two writes meet on one key less often",
        "",
        ("3", "300"),
        |t| t.count("skipped") + repeated_keys(t),
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
        "interval=3s&run=0s",
        ("20ms", "600ms"),
        propagation,
        Above(1.2),
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
        Key::CRASH_EVERY,
        "crashes of each service",
        "",
        ("off", "5s"),
        |t| crashed_nodes(t).len() as f64,
        FromZero,
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
        ("1", "10"),
        |t| t.count("reads"),
        Above(5.0),
    ),
    case(
        Key::SESSIONS,
        "with more, each of them writes less often",
        "writes=20",
        ("2", "200"),
        busiest_person,
        Below(0.1),
    ),
    case(
        Key::THINK,
        "longer finds it there more often",
        "reads=0&duration=5min",
        ("100ms", "9s"),
        |t| t.mean("read-your-writes"),
        Below(0.7),
    ),
    case(
        Key::THINK,
        "after a write of their own people read what they wrote",
        "reads=0",
        ("off", "1s"),
        |t| t.count("reads"),
        FromZero,
    ),
    case(
        Key::KEYS_PER_READ,
        "how many keys a person looks at with one read",
        "",
        ("1", "4"),
        |t| t.facts_that(|what| matches!(what, What::Asked { .. })) / t.count("reads"),
        Above(2.0),
    ),
];

fn busiest_person(trial: &Trial) -> f64 {
    let mut writes = vec![0_u32; 1_000];
    for fact in &trial.facts {
        if let What::Requested { session, .. } = fact.what {
            writes[session.0 as usize] += 1;
        }
    }
    f64::from(writes.into_iter().max().unwrap_or(0))
}

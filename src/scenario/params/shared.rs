//! Parameters that every pattern has.

use crate::scenario::key::Key;
use crate::scenario::param::{Group, Kind, Param};
use crate::sim::time::{HOUR, MILLISECOND, SECOND};

const ONE_WEEK: u64 = 168 * HOUR;

pub(super) const PARAMS: &[Param] = &[
    Param::new(
        Key::Seed,
        "Seed",
        Group::Run,
        Kind::Count { min: 0, max: 4_294_967_295 },
        "1",
        "Which of the possible runs this is; another seed gives other chances, the same rules.",
    )
    .at_restart(),
    Param::new(
        Key::Duration,
        "Duration",
        Group::Run,
        Kind::Time { min: SECOND, max: ONE_WEEK, off: false },
        "60s",
        "How long users write and faults happen; then the run drains. Longer runs measure rare \
         things better.",
    )
    .logarithmic()
    .at_restart(),
    Param::new(
        Key::Writes,
        "Writes",
        Group::Workload,
        Kind::Number { min: 0.0, max: 1_000.0 },
        "6",
        "Writes of all users together, at random instants; more of them load every consumer.",
    )
    .unit("per second")
    .logarithmic()
    .first(),
    Param::new(
        Key::WritesEvery,
        "Fixed rhythm",
        Group::Workload,
        Kind::Time { min: MILLISECOND, max: HOUR, off: true },
        "off",
        "One write after each such time, in the place of random writes; longer means fewer writes.",
    )
    .logarithmic(),
    Param::new(
        Key::Keys,
        "Keys",
        Group::Workload,
        Kind::Count { min: 1, max: 10_000 },
        "24",
        "How many things users change; with more keys, two writes meet on one key less often.",
    )
    .logarithmic()
    .at_restart(),
    Param::new(
        Key::Skew,
        "Skew",
        Group::Workload,
        Kind::Number { min: 0.0, max: 3.0 },
        "0",
        "Zipf exponent of how often each key is written; 0 is all alike, more crowds a few keys.",
    ),
    Param::new(
        Key::Latency,
        "Latency",
        Group::Network,
        Kind::Law,
        "lognormal:40ms,200ms",
        "One-way time of each message on a link with no law of its own; longer means staler copies.",
    )
    .logarithmic()
    .first(),
    Param::new(
        Key::Loss,
        "Loss",
        Group::Network,
        Kind::Share,
        "0",
        "Share of events lost between services; without a resend, what is lost stays missing.",
    )
    .first(),
    Param::new(
        Key::Duplicate,
        "Duplication",
        Group::Network,
        Kind::Share,
        "0",
        "Share of events that the network delivers twice; more of them test the inbox.",
    ),
    Param::new(
        Key::CrashEvery,
        "Crash every",
        Group::Failures,
        Kind::Time { min: 100 * MILLISECOND, max: ONE_WEEK, off: true },
        "off",
        "Mean time between crashes of each service: producer, broker, consumers; shorter means more.",
    )
    .logarithmic(),
    Param::new(
        Key::Repair,
        "Repair",
        Group::Failures,
        Kind::Time { min: MILLISECOND, max: HOUR, off: false },
        "2s",
        "Mean time that a crashed service stays down, exponential; longer piles up more events.",
    )
    .logarithmic(),
];

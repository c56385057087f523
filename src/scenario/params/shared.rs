//! Parameters that several patterns have, in tables by what they are about.

use super::{MONTH, YEAR};
use crate::facts::time::{MILLISECOND, SECOND};
use crate::scenario::key::Key;
use crate::scenario::param::{Choice, Group, Kind, Param, choice};

/// What every pattern has.
pub(super) const EVERY: &[Param] = &[
    Param::new(
        Key::Seed,
        "Seed",
        Group::Run,
        Kind::Count { min: 0, max: 4_294_967_295 },
        "1",
        "Another seed, other chances.",
        "Which of the possible runs this is; another seed gives other chances, the same rules.",
    )
    .at_restart(),
    Param::new(
        Key::Duration,
        "Duration",
        Group::Run,
        Kind::Time { min: SECOND, max: YEAR, off: false },
        "60s",
        "How long users act; then it drains.",
        "How long users write and faults happen; then the run drains. Longer runs measure rare \
         things better.",
    )
    .logarithmic()
    .at_restart(),
    Param::new(
        Key::Keys,
        "Keys",
        Group::Workload,
        Kind::Count { min: 1, max: 10_000 },
        "24",
        "How many things users change.",
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
        "How much users crowd on a few keys.",
        "Zipf exponent of how often each key is written or read; 0 is all alike, more crowds a few \
         keys.",
    ),
    Param::new(
        Key::Latency,
        "Latency",
        Group::Network,
        Kind::Law { off: false },
        "lognormal:40ms,200ms",
        "One way, for each message.",
        "One-way time of each message on a link with no latency of its own; longer means staler copies.",
    )
    .logarithmic()
    .first(),
    Param::new(
        Key::CrashEvery,
        "Crash every",
        Group::Failures,
        Kind::Time { min: 100 * MILLISECOND, max: YEAR, off: true },
        "off",
        "Mean time from crash to crash.",
        "Mean time between crashes of each service; shorter means more.",
    )
    .logarithmic(),
    Param::new(
        Key::Repair,
        "Repair",
        Group::Failures,
        Kind::Time { min: MILLISECOND, max: MONTH, off: false },
        "2s",
        "Mean time a crashed service is down.",
        "Mean time that a crashed service stays down, exponential; longer piles up more work.",
    )
    .logarithmic(),
];

const CRASH_STOPS: &[Choice] = &[
    choice("node", "The whole node"),
    choice("consuming", "Its consuming"),
];

/// What a pattern has in which copies follow events.
pub(super) const CONSUMING: &[Param] = &[Param::new(
    Key::CrashStops,
    "A crash stops",
    Group::Failures,
    Kind::Choice(CRASH_STOPS),
    "node",
    "All of the node, or just consuming.",
    "What a random crash of a node that keeps a copy stops: the whole node, whose readers get no \
     answer, or the consuming alone. Then the store goes on answering: stale reads go on being \
     counted and rise, and unavailable does not.",
)];

/// What a pattern has whose users write.
pub(super) const WRITERS: &[Param] = &[
    Param::new(
        Key::Writes,
        "Writes",
        Group::Workload,
        Kind::Number {
            min: 0.0,
            max: 1_000.0,
        },
        "6",
        "All users together, at random.",
        "Writes of all users together, at random instants; more of them leave more to be copied.",
    )
    .unit("per second")
    .logarithmic()
    .first(),
    Param::new(
        Key::WritesEvery,
        "Fixed rhythm",
        Group::Workload,
        Kind::Time {
            min: MILLISECOND,
            max: MONTH,
            off: true,
        },
        "off",
        "One write after each such time.",
        "One write after each such time, in the place of random writes; longer means fewer writes.",
    )
    .logarithmic(),
];

/// What a pattern has whose users read.
pub(super) const READERS: &[Param] = &[
    Param::new(
        Key::Reads,
        "Reads",
        Group::Workload,
        Kind::Number { min: 0.0, max: 1_000.0 },
        "4",
        "All users together, at random.",
        "Reads of all users together, at random instants; more of them meet stale copies more often.",
    )
    .unit("per second")
    .logarithmic(),
    Param::new(
        Key::Sessions,
        "Users",
        Group::Workload,
        Kind::Count { min: 1, max: 1_000 },
        "8",
        "How many people write and read.",
        "How many people there are; with more, each of them writes and reads less often.",
    )
    .logarithmic()
    .at_restart(),
    Param::new(
        Key::Think,
        "Look again after",
        Group::Workload,
        Kind::Law { off: true },
        "off",
        "People look at what they just wrote.",
        "After a write of their own was confirmed, people wait this long and read what they wrote; \
         longer finds it there more often.",
    )
    .logarithmic(),
    Param::new(
        Key::KeysPerRead,
        "Keys per read",
        Group::Workload,
        Kind::Count { min: 1, max: 4 },
        "2",
        "How much one read looks at.",
        "How many keys a person looks at with one read; more of them show more that is stale.",
    ),
];

/// What a pattern has whose services send events to each other.
pub(super) const LOSSES: &[Param] = &[
    Param::new(
        Key::Loss,
        "Loss",
        Group::Network,
        Kind::Share,
        "0",
        "Events lost between services.",
        "Share of events lost between services; without a resend, what is lost stays missing.",
    )
    .first(),
    Param::new(
        Key::Duplicate,
        "Duplication",
        Group::Network,
        Kind::Share,
        "0",
        "Events that arrive twice.",
        "Share of events that the network delivers twice; more of them test the inbox.",
    ),
];

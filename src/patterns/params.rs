//! Parameters that several patterns have, in tables by what they are about.

use crate::facts::time::{HOUR, MILLISECOND, Micros, SECOND};
use crate::scenario::{Choice, Group, Key, Kind, Param, Period, choice, keys};

/// What goes by the calendar, such as a retry on the next day or a job once a month, fits into its longest.
pub const MONTH: Micros = 31 * 24 * HOUR;
/// What lasts as long as a system is looked at.
pub const YEAR: Micros = 366 * 24 * HOUR;

keys! {
    WRITES "writes",
    WRITES_EVERY "writes-every",
    SKEW "skew",
    LATENCY "latency",
    LOSS "loss",
    DUPLICATE "duplicate",
    CRASH_EVERY "crash-every",
    CRASH_STOPS "crash-stops",
    REPAIR "repair",
    ERROR "error",
    RETRY "retry",
    BACKOFF "backoff",
    ATTEMPTS "attempts",
    POLL "poll",
    READS "reads",
    SESSIONS "sessions",
    THINK "think",
    KEYS_PER_READ "keys-per-read",
    ROUTING "routing",
}

/// Users write nothing.
pub const NO_WRITE: Period = Period::new(Key::WRITES_EVERY, "nobody writes");
/// Messages are longer on their way than the run lasts.
pub const NO_ARRIVAL: Period = Period::several(Key::LATENCY, "next to nothing arrives");
/// Services crash more seldom than once a run.
pub const NO_CRASH: Period = Period::several(Key::CRASH_EVERY, "most likely nothing crashes");

/// How much longer each further wait of a retry is.
pub const BACKOFF: Param = Param::new(
    Key::BACKOFF,
    "Backoff",
    Group::RETRIES,
    Kind::Number {
        min: 1.0,
        max: 10.0,
    },
    "2",
    "Each further wait is so much longer.",
    "Factor by which each further wait is longer; 1 keeps all waits alike.",
)
.known_as("exponential multiplier")
.unit("times");

/// Which story is told, of those of a pattern.
pub const fn story(choices: &'static [Choice], usual: &'static str) -> Param {
    Param::new(
        Key::STORY,
        "Story",
        Group::RUN,
        Kind::Choice(choices),
        usual,
        "Other names, the same mechanism.",
        "The names that services and values go by; the mechanism stays the same.",
    )
    .known_as("names scenario domain")
    .at_restart()
}

/// What every pattern has.
pub const EVERY: &[Param] = &[
    Param::new(
        Key::SEED,
        "Seed",
        Group::RUN,
        Kind::Count { min: 0, max: 4_294_967_295 },
        "1",
        "Another seed, other chances.",
        "Which of the possible runs this is; another seed gives other chances, the same rules.",
    )
    .known_as("random rng reproducible")
    .at_restart(),
    Param::new(
        Key::DURATION,
        "Duration",
        Group::RUN,
        Kind::Time { min: SECOND, max: YEAR, off: false },
        "60s",
        "How long users act; then it drains.",
        "How long users write and faults happen; then the run drains. Longer runs measure rare \
         things better.",
    )
    .known_as("length time simulation")
    .logarithmic()
    .at_restart(),
    Param::new(
        Key::KEYS,
        "Keys",
        Group::WORKLOAD,
        Kind::Count { min: 1, max: 10_000 },
        "24",
        "How many things users change.",
        "How many things users change; with more keys, two writes meet on one key less often.",
    )
    .known_as("entities aggregates accounts customers rows records items")
    .logarithmic()
    .at_restart(),
    Param::new(
        Key::SKEW,
        "Skew",
        Group::WORKLOAD,
        Kind::Number { min: 0.0, max: 3.0 },
        "0",
        "How much users crowd on a few keys.",
        "Zipf exponent of how often each key is written or read; 0 is all alike, more crowds a few \
         keys.",
    )
    .known_as("hot key hotspot popularity zipfian"),
    Param::new(
        Key::LATENCY,
        "Latency",
        Group::NETWORK,
        Kind::Law { off: false },
        "lognormal:40ms,200ms",
        "One way, for each message.",
        "One-way time of each message on a link with no latency of its own; longer means staler copies.",
    )
    .known_as("network delay ping rtt round trip")
    .logarithmic()
    .first(),
    Param::new(
        Key::CRASH_EVERY,
        "Crash every",
        Group::FAILURES,
        Kind::Time { min: 100 * MILLISECOND, max: YEAR, off: true },
        "off",
        "Mean time from crash to crash.",
        "Mean time between crashes of each service; shorter means more.",
    )
    .known_as("mtbf failure outage down")
    .logarithmic(),
    Param::new(
        Key::REPAIR,
        "Repair",
        Group::FAILURES,
        Kind::Time { min: MILLISECOND, max: MONTH, off: false },
        "2s",
        "Mean time a crashed service is down.",
        "Mean time that a crashed service stays down, exponential; longer piles up more work.",
    )
    .known_as("mttr recovery downtime outage")
    .logarithmic(),
];

const CRASH_STOPS: &[Choice] = &[
    choice("node", "The whole node"),
    choice("consuming", "Its consuming"),
];

/// What a pattern has in which copies follow events.
pub const CONSUMING: &[Param] = &[Param::new(
    Key::CRASH_STOPS,
    "A crash stops",
    Group::FAILURES,
    Kind::Choice(CRASH_STOPS),
    "node",
    "All of the node, or just consuming.",
    "What a random crash of a node that keeps a copy stops: the whole node, whose readers get no \
     answer, or the consuming alone. Then the store goes on answering: stale reads go on being \
     counted and rise, and unavailable does not.",
)
.known_as("pause consumer")];

/// What a pattern has whose users write.
pub const WRITERS: &[Param] = &[
    Param::new(
        Key::WRITES,
        "Writes",
        Group::WORKLOAD,
        Kind::Number {
            min: 0.0,
            max: 1_000.0,
        },
        "6",
        "All users together, at random.",
        "Writes of all users together, at random instants; more of them leave more to be copied.",
    )
    .known_as("throughput rate rps qps load updates traffic")
    .unit("per second")
    .logarithmic()
    .first(),
    Param::new(
        Key::WRITES_EVERY,
        "Fixed rhythm",
        Group::WORKLOAD,
        Kind::Time {
            min: MILLISECOND,
            max: MONTH,
            off: true,
        },
        "off",
        "One write after each such time.",
        "One write after each such time, in the place of random writes; longer means fewer writes.",
    )
    .known_as("period heartbeat constant rate")
    .logarithmic(),
];

/// What a pattern has whose users read.
pub const READERS: &[Param] = &[
    Param::new(
        Key::READS,
        "Reads",
        Group::WORKLOAD,
        Kind::Number { min: 0.0, max: 1_000.0 },
        "4",
        "All users together, at random.",
        "Reads of all users together, at random instants; more of them meet stale copies more often.",
    )
    .known_as("queries rate rps qps load traffic")
    .unit("per second")
    .logarithmic(),
    Param::new(
        Key::SESSIONS,
        "Users",
        Group::WORKLOAD,
        Kind::Count { min: 1, max: 1_000 },
        "8",
        "How many people write and read.",
        "How many people there are; with more, each of them writes and reads less often.",
    )
    .known_as("clients customers people concurrency")
    .logarithmic()
    .at_restart(),
    Param::new(
        Key::THINK,
        "Look again after",
        Group::WORKLOAD,
        Kind::Law { off: true },
        "off",
        "People look at what they just wrote.",
        "After a write of their own was confirmed, people wait this long and read what they wrote; \
         longer finds it there more often.",
    )
    .known_as("think time refresh reload own write")
    .logarithmic(),
    Param::new(
        Key::KEYS_PER_READ,
        "Keys per read",
        Group::WORKLOAD,
        Kind::Count { min: 1, max: 4 },
        "2",
        "How much one read looks at.",
        "How many keys a person looks at with one read; more of them show more that is stale.",
    )
    .known_as("multi-get page list join"),
];

/// What a pattern has whose services send events to each other.
pub const LOSSES: &[Param] = &[
    Param::new(
        Key::LOSS,
        "Loss",
        Group::NETWORK,
        Kind::Share,
        "0",
        "Events lost between services.",
        "Share of events lost between services; without a resend, what is lost stays missing.",
    )
    .known_as("packet drop dropped message unreliable")
    .first(),
    Param::new(
        Key::DUPLICATE,
        "Duplication",
        Group::NETWORK,
        Kind::Share,
        "0",
        "Events that arrive twice.",
        "Share of events that the network delivers twice; more of them test the inbox.",
    )
    .known_as("duplicates twice redelivery"),
];

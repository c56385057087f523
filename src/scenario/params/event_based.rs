//! Parameters of the event-based pattern.

use super::{MONTH, YEAR};
use crate::facts::time::{HOUR, MILLISECOND};
use crate::scenario::key::Key;
use crate::scenario::param::{Choice, Group, Kind, Param, PeerCount, choice};
use crate::scenario::stories::EVENT_BASED_CHOICES;

const ORDERS: &[Choice] = &[
    choice("key", "Per key (log)"),
    choice("none", "None (queue)"),
];
const BROKER_LOGS: &[Choice] = &[choice("durable", "Durable"), choice("memory", "In memory")];
const DELIVERIES: &[Choice] = &[
    choice("at-least-once", "At least once"),
    choice("at-most-once", "At most once"),
];
const JITTERS: &[Choice] = &[choice("none", "None"), choice("full", "Full")];
const PAYLOADS: &[Choice] = &[
    choice("state", "Whole value"),
    choice("delta", "Change only"),
];

const ROUTINGS: &[Choice] = &[choice("any", "Any copy"), choice("sticky", "The same copy")];

pub(super) const PARAMS: &[Param] = &[
    Param::new(
        Key::Story,
        "Story",
        Group::Run,
        Kind::Choice(EVENT_BASED_CHOICES),
        "profile",
        "Other names, the same mechanism.",
        "The names that services and values go by; the mechanism stays the same.",
    )
    .at_restart(),
    Param::new(
        Key::Consumers,
        "Consumers",
        Group::Consumers,
        Kind::Count { min: 1, max: 8 },
        "3",
        "Services with a copy of their own.",
        "Services that keep a copy of their own; with more, a write is everywhere later.",
    )
    .at_restart(),
    Param::new(
        Key::Routing,
        "Reads go to",
        Group::Workload,
        Kind::Choice(ROUTINGS),
        "any",
        "Any copy, or one for each user.",
        "Any consumer by chance, or the same one for each user: then a newer value is not followed \
         by an older one from elsewhere.",
    ),
    Param::new(
        Key::Work,
        "Handling time",
        Group::Consumers,
        Kind::Law { off: false },
        "20ms",
        "For one event, by one worker.",
        "Time a worker takes for one event; once events come faster, the lag grows and grows.",
    )
    .logarithmic()
    .per(PeerCount::Consumers)
    .first(),
    Param::new(
        Key::Workers,
        "Workers",
        Group::Consumers,
        Kind::Count { min: 1, max: 16 },
        "1",
        "Events handled side by side.",
        "Events that a consumer handles side by side; with order by key, at most one a partition.",
    ),
    Param::new(
        Key::Publish,
        "Publish latency",
        Group::Network,
        Kind::Law { off: false },
        "",
        "From the service to the broker.",
        "One-way time from the service to the broker; longer delays every consumer alike.",
    )
    .logarithmic()
    .inheriting(Key::Latency),
    Param::new(
        Key::Deliver,
        "Delivery latency",
        Group::Network,
        Kind::Law { off: false },
        "",
        "From the broker to a consumer.",
        "One-way time from the broker to a consumer; longer makes that consumer staler.",
    )
    .logarithmic()
    .inheriting(Key::Latency)
    .per(PeerCount::Consumers),
    Param::new(
        Key::PublishLoss,
        "Publish loss",
        Group::Network,
        Kind::Share,
        "",
        "Lost on the way to the broker.",
        "Share of events lost on the way to the broker; a dual write never notices.",
    )
    .inheriting(Key::Loss),
    Param::new(
        Key::DeliverLoss,
        "Delivery loss",
        Group::Network,
        Kind::Share,
        "",
        "Lost on the way to a consumer.",
        "Share of events lost on the way to a consumer; noticed only if they are sent again.",
    )
    .inheriting(Key::Loss)
    .per(PeerCount::Consumers),
    Param::new(
        Key::Delivery,
        "Acknowledge",
        Group::Retries,
        Kind::Choice(DELIVERIES),
        "at-least-once",
        "A crash repeats or loses events.",
        "At least once: after handling, so a crash repeats events. At most once: before, so an \
         event whose handling throws or is cut short is gone.",
    ),
    Param::new(
        Key::AckLoss,
        "Lost acks",
        Group::Retries,
        Kind::Share,
        "0",
        "Acknowledgements lost on the way.",
        "Share of acknowledgements lost; each one makes a handled event come again after a resend.",
    ),
    Param::new(
        Key::AckTimeout,
        "Resend after",
        Group::Retries,
        Kind::Time {
            min: MILLISECOND,
            max: 168 * HOUR,
            off: true,
        },
        "off",
        "Sent again if not acknowledged.",
        "An event not acknowledged this long after it was sent is sent again; off never notices a \
         loss, too short repeats events that arrived.",
    )
    .logarithmic()
    .first(),
    Param::new(
        Key::Retry,
        "Retry wait",
        Group::Retries,
        Kind::Time {
            min: 0,
            max: MONTH,
            off: false,
        },
        "200ms",
        "From a failure to the next attempt.",
        "Wait after a failure was noticed and before the next attempt; longer spares a struggling \
         consumer and delays the event.",
    )
    .logarithmic(),
    Param::new(
        Key::Backoff,
        "Backoff",
        Group::Retries,
        Kind::Number {
            min: 1.0,
            max: 10.0,
        },
        "2",
        "Each further wait is so much longer.",
        "Factor by which each further wait is longer; 1 keeps all waits alike.",
    )
    .unit("times"),
    Param::new(
        Key::Jitter,
        "Jitter",
        Group::Retries,
        Kind::Choice(JITTERS),
        "none",
        "Full: waits are drawn by chance.",
        "Full draws each wait between 0 and its length, so that retries do not come in step.",
    ),
    Param::new(
        Key::Attempts,
        "Attempts",
        Group::Retries,
        Kind::Count { min: 0, max: 100 },
        "5",
        "Tries per event; 0 is no limit.",
        "Attempts before an event is put aside (dead letters on) or begins again with the first \
         wait (off); 0 is unlimited.",
    ),
    Param::new(
        Key::Order,
        "Order",
        Group::Broker,
        Kind::Choice(ORDERS),
        "key",
        "Events of one key in order, or not.",
        "Per key: a partitioned log, each partition in order, so its head can block it. None: a \
         queue for each consumer, where an old event may overtake a new one.",
    )
    .at_restart()
    .first(),
    Param::new(
        Key::Partitions,
        "Partitions",
        Group::Broker,
        Kind::Count { min: 1, max: 16 },
        "2",
        "Parts of the log, side by side.",
        "Parts of the log that are handled side by side; with more, one blocked event stops fewer \
         keys. Only with order by key.",
    )
    .at_restart(),
    Param::new(
        Key::CommitEvery,
        "Commit every",
        Group::Broker,
        Kind::Count { min: 1, max: 1_000 },
        "1",
        "Events until it saves its offset.",
        "Events after which a consumer commits its offset; more means more events repeated after a \
         crash. Only with order by key.",
    )
    .unit("events")
    .logarithmic(),
    Param::new(
        Key::BrokerLog,
        "Broker log",
        Group::Broker,
        Kind::Choice(BROKER_LOGS),
        "durable",
        "What outlives a crash of the broker.",
        "In memory forgets every event when the broker crashes; durable forgets none.",
    ),
    Param::new(
        Key::Retention,
        "Retention",
        Group::Broker,
        Kind::Time {
            min: 10 * MILLISECOND,
            max: YEAR,
            off: true,
        },
        "off",
        "Older events are forgotten.",
        "The broker forgets events older than this, delivered or not; shorter loses more in an \
         outage.",
    )
    .logarithmic(),
    Param::new(
        Key::Payload,
        "Events carry",
        Group::Broker,
        Kind::Choice(PAYLOADS),
        "state",
        "A whole value heals what was missed.",
        "The whole value heals what was missed before; the change only must arrive exactly once.",
    )
    .at_restart(),
    Param::new(
        Key::Error,
        "Errors",
        Group::Failures,
        Kind::Share,
        "0",
        "Attempts that throw, tried again.",
        "Share of handling attempts that throw; more means more retries and longer queues.",
    )
    .per(PeerCount::Consumers),
    Param::new(
        Key::Poison,
        "Poison events",
        Group::Failures,
        Kind::Share,
        "0",
        "Events that throw every time.",
        "Share of events that throw at every attempt; one of them blocks its partition unless it is \
         put aside.",
    ),
    Param::new(
        Key::CrashBetween,
        "Crash between",
        Group::Failures,
        Kind::Share,
        "0",
        "It dies between commit and publish.",
        "Chance that the service dies between commit and publish, so the event is lost; with an \
         outbox between publish and mark, so it is published twice.",
    ),
    Param::new(
        Key::Outbox,
        "Outbox",
        Group::Mitigations,
        Kind::Toggle,
        "off",
        "A relay publishes what is committed.",
        "Off: commit, then publish once and hope. On: a relay publishes committed rows in order; with a \
         resend time it goes on until the broker confirms, so no event is lost before it.",
    )
    .first(),
    Param::new(
        Key::Poll,
        "Outbox poll",
        Group::Mitigations,
        Kind::Time {
            min: MILLISECOND,
            max: MONTH,
            off: false,
        },
        "100ms",
        "How often the relay looks.",
        "Time between two looks of the relay into the outbox; longer delays every event. Of the rows of \
         one key that it finds, each goes out as soon as the one before it is confirmed.",
    )
    .logarithmic(),
    Param::new(
        Key::Inbox,
        "Inbox",
        Group::Mitigations,
        Kind::Toggle,
        "off",
        "No event is handled twice.",
        "On: a consumer remembers the events it has handled and does not handle one twice; one that it \
         knows costs it no work.",
    )
    .first(),
    Param::new(
        Key::DeadLetter,
        "Dead letters",
        Group::Mitigations,
        Kind::Toggle,
        "off",
        "Puts aside what keeps failing.",
        "On: an event that used up its attempts is put aside, and those behind it go on; it is \
         missing until a person acts.",
    )
    .first(),
    Param::new(
        Key::VersionCheck,
        "Version check",
        Group::Mitigations,
        Kind::Toggle,
        "off",
        "Old never overwrites new.",
        "On: an older version never overwrites a newer one; where events carry changes only, late \
         ones are dropped.",
    ),
];

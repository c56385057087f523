//! Parameters of the event-based pattern.

use super::stories::STORIES;
use crate::facts::time::{HOUR, MILLISECOND};
use crate::patterns::params::{self, MONTH, YEAR};
use crate::scenario::{
    Choice, Group, Key, Kind, NodeKind, Param, Peers, choice, choices, count, joined, keys,
};

keys! {
    CONSUMERS "consumers",
    PARTITIONS "partitions",
    WORKERS "workers",
    WORK "work",
    PUBLISH "publish",
    DELIVER "deliver",
    PUBLISH_LOSS "publish-loss",
    DELIVER_LOSS "deliver-loss",
    ORDER "order",
    COMMIT_EVERY "commit-every",
    BROKER_LOG "broker-log",
    RETENTION "retention",
    DELIVERY "delivery",
    ACK_LOSS "ack-loss",
    ACK_TIMEOUT "ack-timeout",
    JITTER "jitter",
    DEAD_LETTER "dead-letter",
    POISON "poison",
    OUTBOX "outbox",
    CRASH_BETWEEN "crash-between",
    INBOX "inbox",
    VERSION_CHECK "version-check",
    PAYLOAD "payload",
}

/// The parameters, in the order of the page.
pub static PARAMS: [Param; count(TABLES)] = joined(TABLES);

const TABLES: &[&[Param]] = &[
    params::EVERY,
    params::CONSUMING,
    params::WRITERS,
    params::READERS,
    params::LOSSES,
    OWN,
];
/// What the broker keeps and hands out.
const BROKER: Group = Group::of_ends(1, "Broker");
/// How consumers work.
const CONSUMERS: Group = Group::of_ends(2, "Consumers");
const CHOICES: &[Choice] = &choices(STORIES);
/// One value for each consumer.
const EACH: Peers = Peers {
    key: Key::CONSUMERS,
    noun: "consumer",
    role: |nth| NodeKind::CONSUMER.nth(nth),
};
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

/// What this pattern alone has.
const OWN: &[Param] = &[
    params::story(CHOICES, "profile"),
    Param::new(
        Key::CONSUMERS,
        "Consumers",
        CONSUMERS,
        Kind::Count { min: 1, max: 8 },
        "3",
        "Services with a copy of their own.",
        "Services that keep a copy of their own; with more, a write is everywhere later.",
    )
    .known_as("subscribers services fan-out")
    .at_restart(),
    Param::new(
        Key::ROUTING,
        "Reads go to",
        Group::WORKLOAD,
        Kind::Choice(ROUTINGS),
        "any",
        "Any copy, or one for each user.",
        "Any consumer by chance, or the same one for each user: then a newer value is not followed \
         by an older one from elsewhere.",
    )
    .known_as("sticky session affinity load balancer"),
    Param::new(
        Key::WORK,
        "Handling time",
        CONSUMERS,
        Kind::Law { off: false },
        "20ms",
        "For one event, by one worker.",
        "Time a worker takes for one event; once events come faster, the lag grows and grows.",
    )
    .known_as("processing service time consumer speed cpu")
    .logarithmic()
    .per(EACH)
    .first(),
    Param::new(
        Key::WORKERS,
        "Workers",
        CONSUMERS,
        Kind::Count { min: 1, max: 16 },
        "1",
        "Events handled side by side.",
        "Events that a consumer handles side by side; with order by key, at most one a partition.",
    )
    .known_as("concurrency threads parallelism prefetch pool"),
    Param::new(
        Key::PUBLISH,
        "Publish latency",
        Group::NETWORK,
        Kind::Law { off: false },
        "",
        "From the service to the broker.",
        "One-way time from the service to the broker; longer delays every consumer alike.",
    )
    .known_as("produce producer send delay")
    .logarithmic()
    .inheriting(Key::LATENCY),
    Param::new(
        Key::DELIVER,
        "Delivery latency",
        Group::NETWORK,
        Kind::Law { off: false },
        "",
        "From the broker to a consumer.",
        "One-way time from the broker to a consumer; longer makes that consumer staler.",
    )
    .known_as("consume push fetch delay")
    .logarithmic()
    .inheriting(Key::LATENCY)
    .per(EACH),
    Param::new(
        Key::PUBLISH_LOSS,
        "Publish loss",
        Group::NETWORK,
        Kind::Share,
        "",
        "Lost on the way to the broker.",
        "Share of events lost on the way to the broker; a dual write never notices.",
    )
    .known_as("dual write produce")
    .inheriting(Key::LOSS),
    Param::new(
        Key::DELIVER_LOSS,
        "Delivery loss",
        Group::NETWORK,
        Kind::Share,
        "",
        "Lost on the way to a consumer.",
        "Share of events lost on the way to a consumer; noticed only if they are sent again.",
    )
    .known_as("drop")
    .inheriting(Key::LOSS)
    .per(EACH),
    Param::new(
        Key::DELIVERY,
        "Acknowledge",
        Group::RETRIES,
        Kind::Choice(DELIVERIES),
        "at-least-once",
        "A crash repeats or loses events.",
        "At least once: after handling, so a crash repeats events. At most once: before, so an \
         event whose handling throws or is cut short is gone.",
    )
    .known_as("ack at-least-once at-most-once exactly-once auto commit semantics"),
    Param::new(
        Key::ACK_LOSS,
        "Lost acks",
        Group::RETRIES,
        Kind::Share,
        "0",
        "Acknowledgements lost on the way.",
        "Share of acknowledgements lost; each one makes a handled event come again after a resend.",
    )
    .known_as("ack drop"),
    Param::new(
        Key::ACK_TIMEOUT,
        "Resend after",
        Group::RETRIES,
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
    .known_as("visibility timeout redelivery retransmit resend")
    .logarithmic()
    .first(),
    Param::new(
        Key::RETRY,
        "Retry wait",
        Group::RETRIES,
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
    .known_as("delay backoff redelivery")
    .logarithmic(),
    params::BACKOFF,
    Param::new(
        Key::JITTER,
        "Jitter",
        Group::RETRIES,
        Kind::Choice(JITTERS),
        "none",
        "Full: waits are drawn by chance.",
        "Full draws each wait between 0 and its length, so that retries do not come in step.",
    )
    .known_as("thundering herd random"),
    Param::new(
        Key::ATTEMPTS,
        "Attempts",
        Group::RETRIES,
        Kind::Count { min: 0, max: 100 },
        "5",
        "Tries per event; 0 is no limit.",
        "Attempts before an event is put aside (dead letters on) or begins again with the first \
         wait (off); 0 is unlimited.",
    )
    .known_as("retries max redeliver count"),
    Param::new(
        Key::ORDER,
        "Order",
        BROKER,
        Kind::Choice(ORDERS),
        "key",
        "Events of one key in order, or not.",
        "Per key: a partitioned log, each partition in order, so its head can block it. None: a \
         queue for each consumer, where an old event may overtake a new one.",
    )
    .known_as("ordering kafka rabbitmq fifo queue topic")
    .at_restart()
    .first(),
    Param::new(
        Key::PARTITIONS,
        "Partitions",
        BROKER,
        Kind::Count { min: 1, max: 16 },
        "2",
        "Parts of the log, side by side.",
        "Parts of the log that are handled side by side; with more, one blocked event stops fewer \
         keys. Only with order by key.",
    )
    .known_as("shards kafka parallelism topic")
    .at_restart(),
    Param::new(
        Key::COMMIT_EVERY,
        "Commit every",
        BROKER,
        Kind::Count { min: 1, max: 1_000 },
        "1",
        "Events until it saves its offset.",
        "Events after which a consumer commits its offset; more means more events repeated after a \
         crash. Only with order by key.",
    )
    .known_as("offset auto commit interval")
    .unit("events")
    .logarithmic(),
    Param::new(
        Key::BROKER_LOG,
        "Broker log",
        BROKER,
        Kind::Choice(BROKER_LOGS),
        "durable",
        "What outlives a crash of the broker.",
        "In memory forgets every event when the broker crashes; durable forgets none.",
    )
    .known_as("persistence durable disk replication"),
    Param::new(
        Key::RETENTION,
        "Retention",
        BROKER,
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
    .known_as("ttl expiry expire retention")
    .logarithmic(),
    Param::new(
        Key::PAYLOAD,
        "Events carry",
        BROKER,
        Kind::Choice(PAYLOADS),
        "state",
        "A whole value heals what was missed.",
        "The whole value heals what was missed before; the change only must arrive exactly once.",
    )
    .known_as("event-carried state transfer delta snapshot notification")
    .at_restart(),
    Param::new(
        Key::ERROR,
        "Errors",
        Group::FAILURES,
        Kind::Share,
        "0",
        "Attempts that throw, tried again.",
        "Share of handling attempts that throw; more means more retries and longer queues.",
    )
    .known_as("failure exception bug")
    .per(EACH),
    Param::new(
        Key::POISON,
        "Poison events",
        Group::FAILURES,
        Kind::Share,
        "0",
        "Events that throw every time.",
        "Share of events that throw at every attempt; one of them blocks its partition unless it is \
         put aside.",
    )
    .known_as("poison pill message bad"),
    Param::new(
        Key::CRASH_BETWEEN,
        "Crash between",
        Group::FAILURES,
        Kind::Share,
        "0",
        "It dies between commit and publish.",
        "Chance that the service dies between commit and publish, so the event is lost; with an \
         outbox between publish and mark, so it is published twice.",
    )
    .known_as("dual write"),
    Param::new(
        Key::OUTBOX,
        "Outbox",
        Group::MITIGATIONS,
        Kind::Toggle,
        "off",
        "A relay publishes what is committed.",
        "Off: commit, then publish once and hope. On: a relay publishes committed rows in order; with a \
         resend time it goes on until the broker confirms, so no event is lost before it.",
    )
    .known_as("transactional outbox cdc dual write debezium")
    .first(),
    Param::new(
        Key::POLL,
        "Outbox poll",
        Group::MITIGATIONS,
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
    .known_as("polling interval relay pull")
    .logarithmic(),
    Param::new(
        Key::INBOX,
        "Inbox",
        Group::MITIGATIONS,
        Kind::Toggle,
        "off",
        "No event is handled twice.",
        "On: a consumer remembers the events it has handled and does not handle one twice; one that it \
         knows costs it no work.",
    )
    .known_as("deduplication dedup idempotent consumer exactly-once")
    .first(),
    Param::new(
        Key::DEAD_LETTER,
        "Dead letters",
        Group::MITIGATIONS,
        Kind::Toggle,
        "off",
        "Puts aside what keeps failing.",
        "On: an event that used up its attempts is put aside, and those behind it go on; it is \
         missing until a person acts.",
    )
    .known_as("dlq dlx dead letter queue parking lot")
    .first(),
    Param::new(
        Key::VERSION_CHECK,
        "Version check",
        Group::MITIGATIONS,
        Kind::Toggle,
        "off",
        "Old never overwrites new.",
        "On: an older version never overwrites a newer one; where events carry changes only, late \
         ones are dropped.",
    )
    .known_as("optimistic lock version compare last write wins"),
];

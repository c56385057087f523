//! Parameters of the cqrs pattern.

use super::stories::STORIES;
use crate::facts::time::{HOUR, MILLISECOND};
use crate::patterns::params::{self, MONTH, YEAR};
use crate::scenario::{
    Choice, Group, Key, Kind, NodeKind, Param, Peers, choice, choices, count, joined, keys,
};

keys! {
    BUS "bus",
    BUS_ORDER "bus-order",
    GAP_TIMEOUT "gap-timeout",
    PROJECT "project",
    BATCH "batch",
    VIEWS "views",
    REPLICAS "replicas",
    COMMIT "commit",
    CONFLICT_RETRY "conflict-retry",
    READ_YOUR_WRITES "read-your-writes",
    WAIT_LIMIT "wait-limit",
    CHECKPOINT "checkpoint",
    CHECKPOINT_EVERY "checkpoint-every",
    REBUILD "rebuild",
    REBUILD_RATE "rebuild-rate",
    REBUILD_STYLE "rebuild-style",
    DECIDE_ON "decide-on",
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
/// How the query side follows the command side.
const PROJECTION: Group = Group::of_mechanism(1, "Projection");
const CHOICES: &[Choice] = &choices(STORIES);
/// One value for each view, whatever its replica.
const EACH: Peers = Peers {
    key: Key::VIEWS,
    noun: "view",
    role: |view| NodeKind::READ_MODEL.at(view, 0),
};
const BUS_ORDERS: &[Choice] = &[choice("log", "Log order"), choice("none", "As it comes")];
const ROUTINGS: &[Choice] = &[
    choice("any", "Any replica"),
    choice("sticky", "The same replica"),
];
const CURES: &[Choice] = &[
    choice("none", "Nothing"),
    choice("wait-for-version", "Wait for version"),
    choice("read-write-model", "Ask the write model"),
];
const CHECKPOINTS: &[Choice] = &[
    choice("atomic", "With the data"),
    choice("separate", "By itself"),
];
const REBUILD_STYLES: &[Choice] = &[
    choice("in-place", "In place"),
    choice("blue-green", "Blue-green"),
];
const DECISIONS: &[Choice] = &[
    choice("write-model", "Write model"),
    choice("read-model", "Read model"),
];

/// What this pattern alone has.
const OWN: &[Param] = &[
    params::story(CHOICES, "bank"),
    Param::new(
        Key::VIEWS,
        "Views",
        PROJECTION,
        Kind::Count { min: 1, max: 3 },
        "1",
        "Read models of the same events.",
        "Read models made of the same events, each in its own way; with more, two of them disagree \
         more often.",
    )
    .known_as("projections materialized view query model")
    .at_restart(),
    Param::new(
        Key::REPLICAS,
        "Replicas",
        PROJECTION,
        Kind::Count { min: 1, max: 4 },
        "2",
        "Copies of each view.",
        "Copies of each view, each with a projector of its own; with more, an event is everywhere \
         later.",
    )
    .known_as("read replicas copies followers")
    .at_restart(),
    Param::new(
        Key::BUS,
        "Bus latency",
        Group::NETWORK,
        Kind::Law { off: false },
        "",
        "From the log to a projector.",
        "One-way time of an event from the log to a projector; longer makes its view staler.",
    )
    .known_as("event bus stream subscription delay")
    .logarithmic()
    .inheriting(Key::LATENCY)
    .per(EACH),
    Param::new(
        Key::BUS_ORDER,
        "Bus order",
        Group::NETWORK,
        Kind::Choice(BUS_ORDERS),
        "log",
        "Wait for a gap, or pass over it.",
        "In log order a gap is waited for and fetched again; as it comes, a lost event is missing \
         until a restart or a rebuild reads the log again. Polled events are in log order.",
    )
    .known_as("ordering gap")
    .at_restart(),
    Param::new(
        Key::GAP_TIMEOUT,
        "Gap timeout",
        Group::NETWORK,
        Kind::Time {
            min: MILLISECOND,
            max: HOUR,
            off: false,
        },
        "500ms",
        "Until a missing event is fetched.",
        "How long a projector waits for a missing event before it fetches it from the log; longer \
         leaves all behind it stale.",
    )
    .known_as("hole missing sequence")
    .logarithmic(),
    Param::new(
        Key::PROJECT,
        "Projecting time",
        PROJECTION,
        Kind::Law { off: false },
        "20ms",
        "For one event, by one projector.",
        "Time a projector takes for one event; once events come faster, the lag grows and grows.",
    )
    .known_as("projection speed handler processing service time")
    .logarithmic()
    .per(EACH)
    .first(),
    Param::new(
        Key::BATCH,
        "Batch",
        PROJECTION,
        Kind::Count { min: 1, max: 1_000 },
        "1",
        "Most events committed together.",
        "Most events that a projector commits together, and fetches with one poll; more of them show \
         each event later, and catch up faster where it polls, since each poll takes a round trip.",
    )
    .known_as("bulk size chunk")
    .unit("events")
    .logarithmic(),
    Param::new(
        Key::POLL,
        "Poll",
        PROJECTION,
        Kind::Time {
            min: 0,
            max: MONTH,
            off: false,
        },
        "0us",
        "How often it looks; 0 is pushed.",
        "Time between two looks of a projector into the log; longer shows every event later. After a \
         full batch it looks again at once. At 0 events are pushed as they happen.",
    )
    .known_as("polling interval relay pull")
    .logarithmic(),
    Param::new(
        Key::ROUTING,
        "Reads go to",
        Group::WORKLOAD,
        Kind::Choice(ROUTINGS),
        "any",
        "Any replica, or one for each user.",
        "Any replica of a view by chance, or the same one for each user: then a balance does not go \
         back because another replica is behind.",
    )
    .known_as("sticky session affinity load balancer")
    .first(),
    Param::new(
        Key::COMMIT,
        "Time to commit",
        Group::WORKLOAD,
        Kind::Law { off: false },
        "5ms",
        "From load to append of a command.",
        "Time between loading an account and appending to its log; longer makes two commands for one \
         account conflict more often.",
    )
    .known_as("transaction command handler think")
    .logarithmic(),
    Param::new(
        Key::CONFLICT_RETRY,
        "Conflict retry",
        Group::RETRIES,
        Kind::Time {
            min: 0,
            max: HOUR,
            off: true,
        },
        "50ms",
        "Until the command is tried again.",
        "Wait before a command that met a conflict is tried again, four times at most; longer delays \
         its answer, off refuses it at once.",
    )
    .known_as("optimistic concurrency")
    .logarithmic(),
    Param::new(
        Key::READ_YOUR_WRITES,
        "Read your writes",
        Group::MITIGATIONS,
        Kind::Choice(CURES),
        "none",
        "Whether people see their own writes.",
        "Wait until the replica has what the reader wrote, or ask the write model for what they \
         wrote: nobody misses their own write, for the price of latency or of load. Chosen while it \
         runs, it is for what is written from then on.",
    )
    .known_as("consistency token session causal wait for version")
    .first(),
    Param::new(
        Key::WAIT_LIMIT,
        "Wait limit",
        Group::MITIGATIONS,
        Kind::Time {
            min: 0,
            max: HOUR,
            off: false,
        },
        "2s",
        "The longest an answer is held back.",
        "Longest time an answer is held back for a version; then it is stale. Longer makes some \
         answers slower and fewer stale. Only with wait for version.",
    )
    .known_as("timeout consistency token")
    .logarithmic(),
    Param::new(
        Key::CHECKPOINT,
        "Checkpoint",
        Group::FAILURES,
        Kind::Choice(CHECKPOINTS),
        "atomic",
        "Saved with the data, or apart.",
        "Saved with the data in one transaction, or by itself: a projector that crashes then applies \
         again what came after it, and counts it twice.",
    )
    .known_as("position offset atomic transaction exactly-once")
    .first(),
    Param::new(
        Key::CHECKPOINT_EVERY,
        "Checkpoint every",
        Group::FAILURES,
        Kind::Count { min: 1, max: 1_000 },
        "10",
        "Events until one is saved.",
        "Events after which a checkpoint is saved by itself; more of them means more events applied \
         again after a crash. Only with a checkpoint of its own.",
    )
    .known_as("position offset")
    .unit("events")
    .logarithmic(),
    Param::new(
        Key::REBUILD,
        "Rebuild at",
        PROJECTION,
        Kind::Time {
            min: 0,
            max: YEAR,
            off: true,
        },
        "off",
        "When views are built anew.",
        "When every view is built anew from the log; later means more events to replay. An instant \
         that is past means now.",
    )
    .known_as("replay reprojection migrate")
    .logarithmic(),
    Param::new(
        Key::REBUILD_RATE,
        "Rebuild rate",
        PROJECTION,
        Kind::Number {
            min: 1.0,
            max: 100_000.0,
        },
        "50",
        "Events replayed by a rebuild.",
        "Events that a rebuild replays; more of them catch up sooner, fewer than are written never \
         do.",
    )
    .known_as("replay throughput speed")
    .unit("per second")
    .logarithmic(),
    Param::new(
        Key::REBUILD_STYLE,
        "Rebuild style",
        Group::MITIGATIONS,
        Kind::Choice(REBUILD_STYLES),
        "in-place",
        "Empty the view, or build beside it.",
        "In place empties the store and shows it while it fills; blue-green builds another one \
         beside it and switches once that has caught up.",
    )
    .known_as("replay zero downtime blue green migrate"),
    Param::new(
        Key::DECIDE_ON,
        "Decide on",
        Group::MITIGATIONS,
        Kind::Choice(DECISIONS),
        "write-model",
        "Where a withdrawal is checked.",
        "Where a withdrawal is checked: the write model, with an expected version; or a read model \
         that may be stale, with none, so that two withdrawals together overdraw.",
    )
    .known_as("validate invariant overdraft stale optimistic")
    .first(),
];

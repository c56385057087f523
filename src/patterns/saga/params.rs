//! Parameters of the saga pattern.

use super::stories::STORIES;
use crate::facts::time::MILLISECOND;
use crate::patterns::params::{self, MONTH};
use crate::scenario::{
    Choice, Group, Key, Kind, NodeKind, Param, Peers, choice, choices, count, joined, keys,
};

keys! {
    STYLE "style",
    SAGAS "sagas",
    STEPS "steps",
    REFUSE "refuse",
    STEP "step",
    UNDO "undo",
    FLOW "flow",
    PIVOT "pivot",
    TIMEOUT "timeout",
    REPLY_LOSS "reply-loss",
    IDEMPOTENCY "idempotency",
    UNDO_FAIL "undo-fail",
    UNDO_ATTEMPTS "undo-attempts",
    UNDO_ORDER "undo-order",
    UNDO_HOW "undo-how",
    CANCEL_UNKNOWN "cancel-unknown",
    LOG "log",
    CAPACITY "capacity",
    STAY "stay",
    LOCK "lock",
}

/// The parameters, in the order of the page.
pub static PARAMS: [Param; count(TABLES)] = joined(TABLES);

const TABLES: &[&[Param]] = &[params::EVERY, params::READERS, params::LOSSES, OWN];
/// The steps of a saga.
const STEPS: Group = Group::of_mechanism(1, "Steps");
/// How a saga is taken back.
const COMPENSATION: Group = Group::of_mechanism(2, "Compensation");
const CHOICES: &[Choice] = &choices(STORIES);
/// One value for each step, at the service that takes it.
const EACH: Peers = Peers {
    key: Key::STEPS,
    noun: "step",
    role: |nth| NodeKind::SERVICE.nth(nth),
};
const STYLES: &[Choice] = &[
    choice("orchestration", "Orchestration"),
    choice("choreography", "Choreography"),
];
const FLOWS: &[Choice] = &[
    choice("sequential", "One after another"),
    choice("parallel", "All at once"),
];
const UNDO_ORDERS: &[Choice] = &[
    choice("reverse", "Last one first"),
    choice("parallel", "All at once"),
];
const UNDO_WAYS: &[Choice] = &[
    choice("inverse", "Opposite change"),
    choice("restore", "Image from before"),
];
const LOGS: &[Choice] = &[choice("durable", "Durable"), choice("memory", "In memory")];
const LOCKS: &[Choice] = &[
    choice("none", "None"),
    choice("reject", "Refuse others"),
    choice("wait", "Others wait"),
];
const ROUTINGS: &[Choice] = &[
    choice("any", "Any service"),
    choice("first", "The first service"),
];

/// What this pattern alone has.
const OWN: &[Param] = &[
    params::story(CHOICES, "travel"),
    Param::new(
        Key::SAGAS,
        "Sagas",
        Group::WORKLOAD,
        Kind::Number {
            min: 0.0,
            max: 1_000.0,
        },
        "2",
        "All users together, at random.",
        "Sagas that all users together start, at random instants; more of them meet at one thing \
         more often.",
    )
    .known_as("throughput rate rps load orders bookings transactions")
    .unit("per second")
    .logarithmic()
    .first(),
    Param::new(
        Key::ROUTING,
        "Reads go to",
        Group::WORKLOAD,
        Kind::Choice(ROUTINGS),
        "any",
        "Any service, or always the first.",
        "Any service by chance, or always the first one, where bookings stay tentative longest.",
    )
    .known_as("sticky session affinity load balancer"),
    Param::new(
        Key::STYLE,
        "Style",
        STEPS,
        Kind::Choice(STYLES),
        "orchestration",
        "One service leads, or none does.",
        "Orchestration: one service asks each of the others and hears back. Choreography: each tells \
         the next, with fewer messages on the way, and nobody leads.",
    )
    .known_as("coordination coordinator process manager")
    .at_restart()
    .first(),
    Param::new(
        Key::STEPS,
        "Steps",
        STEPS,
        Kind::Count { min: 1, max: 6 },
        "3",
        "Services that a saga passes.",
        "Services that a saga takes a step at; with more, it lasts longer and fails more often.",
    )
    .known_as("participants services")
    .at_restart(),
    Param::new(
        Key::STEP,
        "Step time",
        STEPS,
        Kind::Law { off: false },
        "lognormal:150ms,600ms",
        "For one step, at its service.",
        "Time that a service takes for a step; longer leaves earlier bookings tentative longer.",
    )
    .known_as("service processing local transaction")
    .logarithmic()
    .per(EACH),
    Param::new(
        Key::FLOW,
        "Flow",
        STEPS,
        Kind::Choice(FLOWS),
        "sequential",
        "Steps in turn, or side by side.",
        "One step after another, or all at once: faster, and more to undo when one fails.",
    )
    .known_as("sequential parallel")
    .at_restart(),
    Param::new(
        Key::PIVOT,
        "Pivot",
        STEPS,
        Kind::Count { min: 1, max: 6 },
        "6",
        "After this step only forward.",
        "The step after which a saga only goes forward: later steps are tried up to 50 times and \
         nothing is undone. From the last step on it does nothing, and so it does when all go at \
         once.",
    )
    .known_as("point of no return retriable compensatable"),
    Param::new(
        Key::CAPACITY,
        "Capacity",
        STEPS,
        Kind::Count {
            min: 1,
            max: 1_000_000,
        },
        "50",
        "What each service has to give.",
        "Units of each key that a service has for all sagas; with fewer, more steps are refused.",
    )
    .known_as("stock inventory seats")
    .logarithmic()
    .per(EACH),
    Param::new(
        Key::STAY,
        "Stay",
        STEPS,
        Kind::Law { off: true },
        "off",
        "Until a booking is free again.",
        "Time after which a booking of a saga that completed is free again, from when its service hears of \
         that. Off: never, so that in a long run everything is booked up and sagas are turned away.",
    )
    .known_as("release lease ttl")
    .logarithmic(),
    Param::new(
        Key::LOCK,
        "Lock",
        Group::MITIGATIONS,
        Kind::Choice(LOCKS),
        "none",
        "While another saga holds the thing.",
        "What a service does with a step while another saga has its key there and is not at its end: \
         nothing, refuse it, or let it wait, at most half the time of no answer.",
    )
    .known_as("semantic lock isolation countermeasure")
    .first(),
    Param::new(
        Key::REFUSE,
        "Refusals",
        Group::FAILURES,
        Kind::Share,
        "0.02",
        "Steps refused for good.",
        "Share of steps that are refused when they end, for good; more of them have more sagas taken \
         back.",
    )
    .known_as("reject business error decline")
    .per(EACH)
    .first(),
    Param::new(
        Key::ERROR,
        "Errors",
        Group::FAILURES,
        Kind::Share,
        "0",
        "Attempts that fail, tried again.",
        "Share of attempts at a step that fail for technical reasons; tried again, and refused after \
         the last attempt.",
    )
    .known_as("failure exception bug")
    .per(EACH),
    Param::new(
        Key::REPLY_LOSS,
        "Lost replies",
        Group::FAILURES,
        Kind::Share,
        "0",
        "Answers lost between services.",
        "Share of answers between services that are lost; each makes a step that was done be asked \
         for again.",
    )
    .known_as("response drop ack"),
    Param::new(
        Key::TIMEOUT,
        "No answer after",
        Group::RETRIES,
        Kind::Time {
            min: 10 * MILLISECOND,
            max: MONTH,
            off: false,
        },
        "3s",
        "No answer by then is a failure.",
        "A message between services without an answer for so long counts as failed, though it may \
         have been handled or may yet be; too short asks twice for what was done.",
    )
    .known_as("deadline")
    .logarithmic(),
    Param::new(
        Key::ATTEMPTS,
        "Attempts",
        Group::RETRIES,
        Kind::Count { min: 1, max: 100 },
        "3",
        "Tries of a step before giving up.",
        "Attempts at a step before it is given up and the saga is undone; more of them save more \
         sagas.",
    )
    .known_as("retries max redeliver count"),
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
        "Wait after a failure was noticed and before the next attempt; longer makes the saga last \
         longer.",
    )
    .known_as("delay backoff redelivery")
    .logarithmic(),
    params::BACKOFF,
    Param::new(
        Key::UNDO,
        "Undo time",
        COMPENSATION,
        Kind::Law { off: false },
        "lognormal:100ms,400ms",
        "For undoing one step.",
        "Time that a service takes to undo its step; longer makes a failing saga last longer.",
    )
    .known_as("compensation compensating rollback")
    .logarithmic()
    .per(EACH),
    Param::new(
        Key::UNDO_FAIL,
        "Failing undos",
        COMPENSATION,
        Kind::Share,
        "0",
        "Attempts to undo that fail.",
        "Share of attempts to undo a step that fail; after the last one the booking is an \
         orphan and the saga is stuck.",
    )
    .known_as("compensation rollback failure")
    .first(),
    Param::new(
        Key::UNDO_ATTEMPTS,
        "Undo attempts",
        COMPENSATION,
        Kind::Count { min: 1, max: 100 },
        "3",
        "Tries before a person must look.",
        "Attempts to undo a step before a person has to look; with more, fewer sagas are stuck. \
         The other steps are undone all the same.",
    )
    .known_as("compensation retries"),
    Param::new(
        Key::UNDO_ORDER,
        "Undo order",
        COMPENSATION,
        Kind::Choice(UNDO_ORDERS),
        "reverse",
        "Undoing in turn, or at once.",
        "Undo steps one by one, the last one first, or all at once, which is over sooner.",
    )
    .known_as("compensation rollback backward recovery"),
    Param::new(
        Key::UNDO_HOW,
        "Undo by",
        COMPENSATION,
        Kind::Choice(UNDO_WAYS),
        "inverse",
        "Opposite change, or the old value.",
        "The opposite change, or putting back the image from before, which wipes out what others \
         have booked since.",
    )
    .known_as("compensation semantic undo before-image rollback"),
    Param::new(
        Key::CANCEL_UNKNOWN,
        "Cancel unknown",
        Group::MITIGATIONS,
        Kind::Toggle,
        "off",
        "Cancel steps that never answered.",
        "On: a step that never answered, or failed to the last attempt, is cancelled as well, since it \
         may have been taken or may be yet; so is a choreography of which nothing is heard. Off: it is \
         left, and its booking may be an orphan.",
    )
    .known_as("timeout in doubt compensation"),
    Param::new(
        Key::IDEMPOTENCY,
        "Idempotency",
        Group::MITIGATIONS,
        Kind::Toggle,
        "off",
        "A step asked twice is taken once.",
        "On: a service remembers the saga, so a step asked for again is not taken twice and one that \
         was cancelled before it came is not taken at all.",
    )
    .known_as("idempotent key deduplication dedup exactly-once")
    .first(),
    Param::new(
        Key::LOG,
        "Saga log",
        Group::MITIGATIONS,
        Kind::Choice(LOGS),
        "durable",
        "Whether sagas outlive a crash.",
        "In memory: who started the sagas forgets them at a crash, and they are stuck. Durable: it \
         goes on where it was.",
    )
    .known_as("durable execution event sourcing persistence state"),
];

//! The vocabulary of parameters: each has one word, which is its name in links, on the command line
//! and in the reference. What a parameter means in a pattern stands in [`params`](super::params).

macro_rules! keys {
    ($($key:ident $word:literal),* $(,)?) => {
        /// The name of a parameter.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Key {
            $(#[doc = concat!("`", $word, "`")] $key,)*
        }

        impl Key {
            /// Every key, in the order of declaration.
            pub const ALL: &[Self] = &[$(Self::$key),*];

            /// The word in a link.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$key => $word,)* }
            }

            /// The key of a word.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$key),)* _ => None }
            }
        }
    };
}

keys! {
    Story "story",
    Seed "seed",
    Duration "duration",
    Writes "writes",
    WritesEvery "writes-every",
    Keys "keys",
    Skew "skew",
    Latency "latency",
    Loss "loss",
    Duplicate "duplicate",
    CrashEvery "crash-every",
    CrashStops "crash-stops",
    Repair "repair",
    Consumers "consumers",
    Partitions "partitions",
    Workers "workers",
    Work "work",
    Publish "publish",
    Deliver "deliver",
    PublishLoss "publish-loss",
    DeliverLoss "deliver-loss",
    Order "order",
    CommitEvery "commit-every",
    BrokerLog "broker-log",
    Retention "retention",
    Delivery "delivery",
    AckLoss "ack-loss",
    AckTimeout "ack-timeout",
    Error "error",
    Retry "retry",
    Backoff "backoff",
    Jitter "jitter",
    Attempts "attempts",
    DeadLetter "dead-letter",
    Poison "poison",
    Outbox "outbox",
    Poll "poll",
    CrashBetween "crash-between",
    Inbox "inbox",
    VersionCheck "version-check",
    Payload "payload",
    // Readers.
    Reads "reads",
    Sessions "sessions",
    Think "think",
    KeysPerRead "keys-per-read",
    Routing "routing",
    // Background sync.
    Sources "sources",
    Interval "interval",
    ScheduleJitter "schedule-jitter",
    Run "run",
    Row "row",
    Fail "fail",
    FailAt "fail-at",
    Resume "resume",
    WhenLate "when-late",
    Copy "copy",
    Inserts "inserts",
    Deletes "deletes",
    Tombstones "tombstones",
    CommitLag "commit-lag",
    Lookback "lookback",
    WriteSplit "write-split",
    Conflict "conflict",
    ClockSkew "clock-skew",
    // Saga.
    Style "style",
    Sagas "sagas",
    Steps "steps",
    Refuse "refuse",
    Step "step",
    Undo "undo",
    Flow "flow",
    Pivot "pivot",
    Timeout "timeout",
    ReplyLoss "reply-loss",
    Idempotency "idempotency",
    UndoFail "undo-fail",
    UndoAttempts "undo-attempts",
    UndoOrder "undo-order",
    UndoHow "undo-how",
    CancelUnknown "cancel-unknown",
    Log "log",
    Capacity "capacity",
    Stay "stay",
    Lock "lock",
    // CQRS.
    Bus "bus",
    BusOrder "bus-order",
    GapTimeout "gap-timeout",
    Project "project",
    Batch "batch",
    Views "views",
    Replicas "replicas",
    Commit "commit",
    ConflictRetry "conflict-retry",
    ReadYourWrites "read-your-writes",
    WaitLimit "wait-limit",
    Checkpoint "checkpoint",
    CheckpointEvery "checkpoint-every",
    Rebuild "rebuild",
    RebuildRate "rebuild-rate",
    RebuildStyle "rebuild-style",
    DecideOn "decide-on",
}

//! Parameters of the background sync pattern.

use super::stories::STORIES;
use crate::facts::time::{MILLISECOND, MINUTE};
use crate::patterns::params::{self, MONTH, YEAR};
use crate::scenario::{Choice, Group, Key, Kind, Param, choice, choices, count, joined, keys};

keys! {
    SOURCES "sources",
    INTERVAL "interval",
    SCHEDULE_JITTER "schedule-jitter",
    RUN "run",
    ROW "row",
    FAIL "fail",
    FAIL_AT "fail-at",
    RESUME "resume",
    WHEN_LATE "when-late",
    COPY "copy",
    INSERTS "inserts",
    DELETES "deletes",
    TOMBSTONES "tombstones",
    COMMIT_LAG "commit-lag",
    LOOKBACK "lookback",
    WRITE_SPLIT "write-split",
    CONFLICT "conflict",
    CLOCK_SKEW "clock-skew",
}

/// The parameters, in the order of the page.
pub static PARAMS: [Param; count(TABLES)] = joined(TABLES);

const TABLES: &[&[Param]] = &[params::EVERY, params::WRITERS, params::READERS, OWN];
/// When a job runs, and how.
const SCHEDULE: Group = Group::of_mechanism(1, "Schedule");
/// What a job copies.
const COPYING: Group = Group::of_mechanism(2, "Copying");
const CHOICES: &[Choice] = &choices(STORIES);
const LATE: &[Choice] = &[
    choice("forbid", "Leave it out"),
    choice("allow", "Run both"),
    choice("replace", "Stop the old one"),
];
const COPIES: &[Choice] = &[
    choice("full", "All rows"),
    choice("incremental", "Changed rows"),
    choice("two-way", "Both ways"),
];
const CONFLICTS: &[Choice] = &[
    choice("last-writer-wins", "Last writer wins"),
    choice("version-vector", "Version vectors"),
];

/// What this pattern alone has.
const OWN: &[Param] = &[
    params::story(CHOICES, "social"),
    Param::new(
        Key::SOURCES,
        "Sources",
        COPYING,
        Kind::Count { min: 1, max: 6 },
        "1",
        "Stores that are copied from.",
        "Stores that are copied from; each key belongs to one of them, and a run waits for the \
         slowest to answer.",
    )
    .known_as("databases upstream")
    .at_restart(),
    Param::new(
        Key::INTERVAL,
        "Interval",
        SCHEDULE,
        Kind::Time {
            min: 100 * MILLISECOND,
            max: YEAR,
            off: false,
        },
        "10s",
        "From one run of the job to the next.",
        "Time from one run to the next; longer leaves the copy stale for longer, half of it on \
         average.",
    )
    .known_as("cron schedule period frequency batch nightly")
    .logarithmic()
    .first(),
    Param::new(
        Key::SCHEDULE_JITTER,
        "Schedule jitter",
        SCHEDULE,
        Kind::Time {
            min: 0,
            max: MONTH,
            off: false,
        },
        "0s",
        "Runs begin up to this much later.",
        "Each run begins up to this much later than planned, by chance; more spreads the runs of \
         many jobs and delays each.",
    )
    .known_as("splay spread cron")
    .logarithmic(),
    Param::new(
        Key::RUN,
        "Run time",
        SCHEDULE,
        Kind::Law { off: false },
        "1s",
        "From snapshot to first row moved.",
        "Fixed time of a run from its snapshot until it moves the first row; longer means staler \
         copies, and longer than the interval makes runs late.",
    )
    .known_as("job batch etl duration extract")
    .logarithmic()
    .first(),
    Param::new(
        Key::ROW,
        "Time per row",
        SCHEDULE,
        Kind::Time {
            min: 0,
            max: MINUTE,
            off: false,
        },
        "10ms",
        "Added for each row of a run.",
        "Time for each row that a run goes through: all of them if it copies all, else the changed \
         ones; longer makes the last rows later.",
    )
    .known_as("throughput speed batch")
    .logarithmic(),
    Param::new(
        Key::WHEN_LATE,
        "When late",
        SCHEDULE,
        Kind::Choice(LATE),
        "forbid",
        "If the last run still goes on.",
        "A run is due and the last one still goes on: leave it out, run both side by side, where an \
         old value may overwrite a new one, or stop the old one.",
    )
    .known_as("overlap concurrency policy cron"),
    Param::new(
        Key::RETRY,
        "Retry wait",
        Group::RETRIES,
        Kind::Time {
            min: 0,
            max: MONTH,
            off: false,
        },
        "0s",
        "Until a failed run is tried again.",
        "Wait after a failed run before it is tried again; 0 waits for the next tick.",
    )
    .known_as("delay backoff redelivery")
    .logarithmic(),
    Param::new(
        Key::RESUME,
        "Resume",
        Group::MITIGATIONS,
        Kind::Toggle,
        "off",
        "A failed run goes on where it was.",
        "On: a run goes on after the rows that are known to be in from one that failed, so it has fewer to go \
         through; off: it starts over.",
    )
    .known_as("checkpoint restart idempotent"),
    Param::new(
        Key::COPY,
        "Copy",
        COPYING,
        Kind::Choice(COPIES),
        "full",
        "Which rows a run moves.",
        "All rows, compared one by one; only those changed since the watermark; or both ways, where \
         people write to either side.",
    )
    .known_as("full load incremental delta bidirectional replication etl sync")
    .at_restart()
    .first(),
    Param::new(
        Key::INSERTS,
        "Inserts",
        Group::WORKLOAD,
        Kind::Share,
        "0",
        "Writes that create a row.",
        "Share of writes that create a row; more make the stores grow.",
    )
    .known_as("create new"),
    Param::new(
        Key::DELETES,
        "Deletes",
        Group::WORKLOAD,
        Kind::Share,
        "0",
        "Writes that delete a row.",
        "Share of writes that delete a row; a copy of changed rows alone never hears of it and keeps \
         a ghost, unless there are tombstones.",
    )
    .known_as("remove hard delete")
    .first(),
    Param::new(
        Key::TOMBSTONES,
        "Tombstones",
        Group::MITIGATIONS,
        Kind::Toggle,
        "off",
        "Deleted rows leave a mark to copy.",
        "On: a deleted row leaves a mark that is copied like a change; off: it is gone without a \
         trace, and in a two-way sync the other side brings it back.",
    )
    .known_as("soft delete marker")
    .first(),
    Param::new(
        Key::COMMIT_LAG,
        "Commit lag",
        COPYING,
        Kind::Law { off: false },
        "0s",
        "From a row’s stamp to its commit.",
        "Time from a row's stamp until its transaction commits and the row is seen; longer has more \
         rows missed behind the watermark.",
    )
    .known_as("long transaction late commit updated_at")
    .logarithmic(),
    Param::new(
        Key::LOOKBACK,
        "Lookback",
        Group::MITIGATIONS,
        Kind::Time {
            min: 0,
            max: MONTH,
            off: false,
        },
        "0s",
        "Read again before the watermark.",
        "How far before the watermark changed rows are read again; longer finds late commits and \
         moves more rows twice.",
    )
    .known_as("overlap window margin safety late")
    .logarithmic()
    .first(),
    Param::new(
        Key::WRITE_SPLIT,
        "Far users",
        Group::WORKLOAD,
        Kind::Share,
        "0.5",
        "Users at the target’s side.",
        "Share of users who write and read at the target's side of a two-way sync; the closer to \
         half, the more conflicts.",
    )
    .known_as("multi-leader active-active"),
    Param::new(
        Key::CONFLICT,
        "Conflicts",
        Group::MITIGATIONS,
        Kind::Choice(CONFLICTS),
        "last-writer-wins",
        "When both sides changed a row.",
        "Two sides changed one row: the later clock wins and the other write is lost, or version \
         vectors keep both values until the next write. Only in a two-way sync.",
    )
    .known_as("lww crdt merge resolution vector clock"),
    Param::new(
        Key::CLOCK_SKEW,
        "Clock skew",
        Group::FAILURES,
        Kind::Time {
            min: 0,
            max: MONTH,
            off: false,
        },
        "0s",
        "How far the target’s clock is ahead.",
        "How far the target's clock is ahead; more makes its older writes win against newer ones in \
         a two-way sync.",
    )
    .known_as("drift ntp time")
    .logarithmic()
    .first(),
    Param::new(
        Key::FAIL,
        "Failing runs",
        Group::FAILURES,
        Kind::Share,
        "0",
        "Runs that fail part-way.",
        "Share of runs that fail part-way; more leave the copy stale for longer.",
    )
    .known_as("errors abort"),
    Param::new(
        Key::FAIL_AT,
        "Fails after",
        Group::FAILURES,
        Kind::Share,
        "0.5",
        "How far a failing run gets.",
        "How far a failing run gets, as a share of its rows; what it had copied stays.",
    )
    .known_as("abort partial"),
];

//! Parameters of the background sync pattern.

use super::{MONTH, YEAR};
use crate::facts::time::{MILLISECOND, MINUTE};
use crate::scenario::key::Key;
use crate::scenario::param::{Choice, Group, Kind, Param, choice};
use crate::scenario::stories::BACKGROUND_SYNC_CHOICES;

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

pub(super) const PARAMS: &[Param] = &[
    Param::new(
        Key::Story,
        "Story",
        Group::Run,
        Kind::Choice(BACKGROUND_SYNC_CHOICES),
        "social",
        "Other names, the same mechanism.",
        "The names that services and values go by; the mechanism stays the same.",
    )
    .at_restart(),
    Param::new(
        Key::Sources,
        "Sources",
        Group::Copying,
        Kind::Count { min: 1, max: 6 },
        "1",
        "Stores that are copied from.",
        "Stores that are copied from; each key belongs to one of them, and a run waits for the \
         slowest to answer.",
    )
    .at_restart(),
    Param::new(
        Key::Interval,
        "Interval",
        Group::Schedule,
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
    .logarithmic()
    .first(),
    Param::new(
        Key::ScheduleJitter,
        "Schedule jitter",
        Group::Schedule,
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
    .logarithmic(),
    Param::new(
        Key::Run,
        "Run time",
        Group::Schedule,
        Kind::Law { off: false },
        "1s",
        "From snapshot to first row moved.",
        "Fixed time of a run from its snapshot until it moves the first row; longer means staler \
         copies, and longer than the interval makes runs late.",
    )
    .logarithmic()
    .first(),
    Param::new(
        Key::Row,
        "Time per row",
        Group::Schedule,
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
    .logarithmic(),
    Param::new(
        Key::WhenLate,
        "When late",
        Group::Schedule,
        Kind::Choice(LATE),
        "forbid",
        "If the last run still goes on.",
        "A run is due and the last one still goes on: leave it out, run both side by side, where an \
         old value may overwrite a new one, or stop the old one.",
    ),
    Param::new(
        Key::Retry,
        "Retry wait",
        Group::Retries,
        Kind::Time {
            min: 0,
            max: MONTH,
            off: false,
        },
        "0s",
        "Until a failed run is tried again.",
        "Wait after a failed run before it is tried again; 0 waits for the next tick.",
    )
    .logarithmic(),
    Param::new(
        Key::Resume,
        "Resume",
        Group::Mitigations,
        Kind::Toggle,
        "off",
        "A failed run goes on where it was.",
        "On: a run goes on after the rows that are known to be in from one that failed, so it has fewer to go \
         through; off: it starts over.",
    ),
    Param::new(
        Key::Copy,
        "Copy",
        Group::Copying,
        Kind::Choice(COPIES),
        "full",
        "Which rows a run moves.",
        "All rows, compared one by one; only those changed since the watermark; or both ways, where \
         people write to either side.",
    )
    .at_restart()
    .first(),
    Param::new(
        Key::Inserts,
        "Inserts",
        Group::Workload,
        Kind::Share,
        "0",
        "Writes that create a row.",
        "Share of writes that create a row; more make the stores grow.",
    ),
    Param::new(
        Key::Deletes,
        "Deletes",
        Group::Workload,
        Kind::Share,
        "0",
        "Writes that delete a row.",
        "Share of writes that delete a row; a copy of changed rows alone never hears of it and keeps \
         a ghost, unless there are tombstones.",
    )
    .first(),
    Param::new(
        Key::Tombstones,
        "Tombstones",
        Group::Mitigations,
        Kind::Toggle,
        "off",
        "Deleted rows leave a mark to copy.",
        "On: a deleted row leaves a mark that is copied like a change; off: it is gone without a \
         trace, and in a two-way sync the other side brings it back.",
    )
    .first(),
    Param::new(
        Key::CommitLag,
        "Commit lag",
        Group::Copying,
        Kind::Law { off: false },
        "0s",
        "From a row’s stamp to its commit.",
        "Time from a row's stamp until its transaction commits and the row is seen; longer has more \
         rows missed behind the watermark.",
    )
    .logarithmic(),
    Param::new(
        Key::Lookback,
        "Lookback",
        Group::Mitigations,
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
    .logarithmic()
    .first(),
    Param::new(
        Key::WriteSplit,
        "Far users",
        Group::Workload,
        Kind::Share,
        "0.5",
        "Users at the target’s side.",
        "Share of users who write and read at the target's side of a two-way sync; the closer to \
         half, the more conflicts.",
    ),
    Param::new(
        Key::Conflict,
        "Conflicts",
        Group::Mitigations,
        Kind::Choice(CONFLICTS),
        "last-writer-wins",
        "When both sides changed a row.",
        "Two sides changed one row: the later clock wins and the other write is lost, or version \
         vectors keep both values until the next write. Only in a two-way sync.",
    ),
    Param::new(
        Key::ClockSkew,
        "Clock skew",
        Group::Failures,
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
    .logarithmic()
    .first(),
    Param::new(
        Key::Fail,
        "Failing runs",
        Group::Failures,
        Kind::Share,
        "0",
        "Runs that fail part-way.",
        "Share of runs that fail part-way; more leave the copy stale for longer.",
    ),
    Param::new(
        Key::FailAt,
        "Fails after",
        Group::Failures,
        Kind::Share,
        "0.5",
        "How far a failing run gets.",
        "How far a failing run gets, as a share of its rows; what it had copied stays.",
    ),
];

//! The figures of a run that have a line in a table: which of them a pattern has, and what each of them means.

use crate::scenario::Pattern;

/// Patterns as bits, so that a row can be of several.
pub const EVENT_BASED: u8 = 1;
/// See [`EVENT_BASED`].
pub const BACKGROUND_SYNC: u8 = 1 << 1;
/// See [`EVENT_BASED`].
pub const SAGA: u8 = 1 << 2;
/// See [`EVENT_BASED`].
pub const CQRS: u8 = 1 << 3;
/// The patterns with copies that can be stale.
pub const COPIES: u8 = EVENT_BASED | BACKGROUND_SYNC | CQRS;
const EVENTS: u8 = EVENT_BASED | CQRS;
const ALL: u8 = COPIES | SAGA;

/// Whether patterns as bits hold a pattern.
pub fn is_of(patterns: u8, pattern: Pattern) -> bool {
    let place = Pattern::ALL.iter().position(|listed| *listed == pattern);
    place.is_some_and(|place| patterns & 1 << place != 0)
}

/// A figure that has a line.
pub struct Row {
    of: u8,
    /// Its name in reports.
    pub name: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// Of what it is counted or measured.
    pub meaning: &'static str,
    /// Whether any of it is too much.
    pub is_bad: bool,
}

impl Row {
    /// Whether a pattern has it.
    pub fn is_of(&self, pattern: Pattern) -> bool {
        is_of(self.of, pattern)
    }
}

/// How reads went.
pub const READS: &[Row] = &[
    Row {
        of: COPIES,
        name: "stale-reads",
        label: "Stale reads",
        meaning: "of what was read, older than the truth",
        is_bad: false,
    },
    Row {
        of: COPIES,
        name: "versions-behind",
        label: "Versions behind",
        meaning: "newer than what was read: p50 · p99",
        is_bad: false,
    },
    Row {
        of: COPIES,
        name: "read-age",
        label: "Read age",
        meaning: "of the oldest write missed: p50 · p99",
        is_bad: false,
    },
    Row {
        of: CQRS,
        name: "went-back-in-time",
        label: "Back in time",
        meaning: "older than the same person saw before",
        is_bad: true,
    },
    Row {
        of: CQRS,
        name: "views-disagree",
        label: "Views disagree",
        meaning: "on what one person read",
        is_bad: false,
    },
    Row {
        of: SAGA,
        name: "uncommitted-read",
        label: "Uncommitted reads",
        meaning: "of a saga that was not over",
        is_bad: false,
    },
    Row {
        of: SAGA,
        name: "dirty-read",
        label: "Dirty reads",
        meaning: "of what was undone later",
        is_bad: true,
    },
    Row {
        of: ALL,
        name: "read-latency",
        label: "Read latency",
        meaning: "from question to answer: p50 · p99",
        is_bad: false,
    },
    Row {
        of: CQRS,
        name: "added-latency",
        label: "Added latency",
        meaning: "to show people their own writes: p50 · p99",
        is_bad: false,
    },
    Row {
        of: CQRS,
        name: "write-model-reads",
        label: "Asked the write model",
        meaning: "by people who had just written",
        is_bad: false,
    },
];

/// What there was of each thing, and how long it took.
pub const COUNTS: &[Row] = &[
    Row {
        of: COPIES,
        name: "diverged",
        label: "Diverged",
        meaning: "keys of copies that are wrong for good",
        is_bad: true,
    },
    Row {
        of: SAGA,
        name: "completed",
        label: "Completed",
        meaning: "sagas that took all their steps",
        is_bad: false,
    },
    Row {
        of: SAGA,
        name: "compensated",
        label: "Compensated",
        meaning: "sagas that were undone, step by step",
        is_bad: false,
    },
    Row {
        of: SAGA,
        name: "stuck",
        label: "Stuck",
        meaning: "sagas that need a person",
        is_bad: true,
    },
    Row {
        of: SAGA,
        name: "in-flight",
        label: "Under way",
        meaning: "sagas that are not over",
        is_bad: false,
    },
    Row {
        of: SAGA,
        name: "orphans",
        label: "Orphans",
        meaning: "bookings that nothing will undo",
        is_bad: true,
    },
    Row {
        of: SAGA,
        name: "left-behind",
        label: "Still booked",
        meaning: "of the sagas at their end: held a booking that was not theirs to keep",
        is_bad: false,
    },
    Row {
        of: SAGA,
        name: "orphaned",
        label: "Sagas with orphans",
        meaning: "of those at their end",
        is_bad: true,
    },
    Row {
        of: SAGA,
        name: "double-bookings",
        label: "Double bookings",
        meaning: "steps that a saga took twice",
        is_bad: true,
    },
    Row {
        of: SAGA,
        name: "overbooked",
        label: "Overbooked",
        meaning: "more was booked than there was",
        is_bad: true,
    },
    Row {
        of: SAGA,
        name: "refusals",
        label: "Refusals",
        meaning: "steps that a service did not take",
        is_bad: false,
    },
    Row {
        of: SAGA,
        name: "sold-out",
        label: "Sold out",
        meaning: "steps refused since nothing was left",
        is_bad: false,
    },
    Row {
        of: SAGA,
        name: "turned-away",
        label: "Turned away",
        meaning: "sagas that did not complete, since nothing was left",
        is_bad: false,
    },
    Row {
        of: SAGA,
        name: "taken-back",
        label: "Steps undone",
        meaning: "by compensation",
        is_bad: false,
    },
    Row {
        of: EVENTS,
        name: "lost",
        label: "Lost events",
        meaning: "will never reach some copy",
        is_bad: true,
    },
    Row {
        of: EVENT_BASED,
        name: "duplicate-effects",
        label: "Duplicate effects",
        meaning: "events that counted twice",
        is_bad: true,
    },
    Row {
        of: CQRS,
        name: "re-applied",
        label: "Applied again",
        meaning: "events, after a checkpoint that was behind",
        is_bad: true,
    },
    Row {
        of: EVENTS,
        name: "reordered",
        label: "Reordered",
        meaning: "the newer of two versions arrived first",
        is_bad: true,
    },
    Row {
        of: CQRS,
        name: "overdrafts",
        label: "Overdrafts",
        meaning: "decided on what was out of date",
        is_bad: true,
    },
    Row {
        of: BACKGROUND_SYNC,
        name: "missed-rows",
        label: "Missed rows",
        meaning: "behind the watermark for good",
        is_bad: true,
    },
    Row {
        of: BACKGROUND_SYNC,
        name: "ghost-rows",
        label: "Ghost rows",
        meaning: "deleted, and still in the copy",
        is_bad: true,
    },
    Row {
        of: BACKGROUND_SYNC,
        name: "conflicts",
        label: "Conflicts",
        meaning: "changes on both sides at once",
        is_bad: false,
    },
    Row {
        of: CQRS,
        name: "conflicts",
        label: "Conflicts",
        meaning: "another command was there first",
        is_bad: false,
    },
    Row {
        of: CQRS,
        name: "refused",
        label: "Refused",
        meaning: "commands that were not carried out",
        is_bad: false,
    },
    Row {
        of: BACKGROUND_SYNC | SAGA,
        name: "lost-updates",
        label: "Lost updates",
        meaning: "wiped out by someone who had not seen them",
        is_bad: true,
    },
    Row {
        of: BACKGROUND_SYNC,
        name: "run-duration",
        label: "Run time",
        meaning: "of the job: p50 · p99",
        is_bad: false,
    },
    Row {
        of: BACKGROUND_SYNC,
        name: "runs",
        label: "Runs",
        meaning: "of the job",
        is_bad: false,
    },
    Row {
        of: BACKGROUND_SYNC,
        name: "failed-runs",
        label: "Failed runs",
        meaning: "that stopped part-way",
        is_bad: true,
    },
    Row {
        of: BACKGROUND_SYNC,
        name: "skipped-runs",
        label: "Skipped runs",
        meaning: "since an earlier one still ran",
        is_bad: false,
    },
    Row {
        of: BACKGROUND_SYNC,
        name: "overlapping-runs",
        label: "Overlapping runs",
        meaning: "that began beside an earlier one",
        is_bad: true,
    },
    Row {
        of: BACKGROUND_SYNC,
        name: "moved-rows",
        label: "Rows moved",
        meaning: "from a source to the copy",
        is_bad: false,
    },
    Row {
        of: EVENT_BASED,
        name: "dead-letters",
        label: "Dead letters",
        meaning: "events put aside for a person",
        is_bad: true,
    },
    Row {
        of: EVENT_BASED | SAGA,
        name: "failures",
        label: "Failures",
        meaning: "attempts that went wrong",
        is_bad: true,
    },
    Row {
        of: CQRS,
        name: "catch-up",
        label: "Catch-up",
        meaning: "after a rebuild: p50 · p99",
        is_bad: false,
    },
    Row {
        of: EVENTS | SAGA,
        name: "retries",
        label: "Retries",
        meaning: "attempts after the first",
        is_bad: false,
    },
    Row {
        of: ALL,
        name: "lost-messages",
        label: "Lost messages",
        meaning: "resent or not",
        is_bad: false,
    },
    Row {
        of: EVENT_BASED,
        name: "transmissions",
        label: "Transmissions",
        meaning: "messages with events, resends included",
        is_bad: false,
    },
    Row {
        of: EVENTS,
        name: "effects",
        label: "Effects",
        meaning: "changes made to copies",
        is_bad: false,
    },
    Row {
        of: COPIES,
        name: "committed",
        label: "Writes",
        meaning: "committed at the source",
        is_bad: false,
    },
];

//! The parameters in the form in which the nodes of this pattern use them.

use crate::facts::ids::{KeyIndex, SessionId};
use crate::facts::time::{Micros, SECOND};
use crate::patterns::workload::Workload;
use crate::scenario::{Key, Settings as Declared};
use crate::sim::law::Law;

/// Whether each of two sides takes in what the other has.
pub fn is_two_way(declared: &Declared) -> bool {
    declared.choice(Key::COPY) == "two-way"
}

/// What a job does when it is due and its last run still goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhenLate {
    /// It leaves the new run out.
    Forbid,
    /// It has both go on.
    Allow,
    /// It stops the old one.
    Replace,
}

/// What a run copies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copying {
    /// It compares every row.
    Full,
    /// It asks for the rows that have changed since the watermark.
    Incremental,
    /// It compares every row of both sides, and each side takes in what the other has.
    TwoWay,
}

/// What a side does with two values of which neither comes after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conflict {
    /// The later one by the clocks stays.
    LastWriterWins,
    /// Both stay until the next write.
    VersionVector,
}

/// The typed settings of a run of this pattern.
#[derive(Clone, Debug)]
pub struct Settings {
    pub(super) workload: Workload,
    pub(super) sources: u16,
    pub(super) latency: Law,
    pub(super) crash_every: Option<Micros>,
    pub(super) repair: Micros,
    pub(super) interval: Micros,
    pub(super) schedule_jitter: Micros,
    pub(super) run: Law,
    pub(super) row: Micros,
    pub(super) fail: f64,
    pub(super) fail_at: f64,
    pub(super) resume: bool,
    pub(super) retry: Micros,
    pub(super) when_late: WhenLate,
    pub(super) copy: Copying,
    pub(super) inserts: f64,
    pub(super) deletes: f64,
    pub(super) tombstones: bool,
    pub(super) commit_lag: Law,
    pub(super) lookback: Micros,
    write_split: f64,
    pub(super) conflict: Conflict,
    pub(super) clock_skew: Micros,
}

impl Settings {
    /// Reads the declared values.
    pub fn read(declared: &Declared) -> Self {
        Self {
            workload: Workload::read(declared, Key::WRITES),
            sources: declared.count(Key::SOURCES).max(1) as u16,
            latency: declared.law(Key::LATENCY).clone(),
            crash_every: declared.time_or_off(Key::CRASH_EVERY),
            repair: declared.time(Key::REPAIR),
            interval: declared.time(Key::INTERVAL).max(1),
            schedule_jitter: declared.time(Key::SCHEDULE_JITTER),
            run: declared.law(Key::RUN).clone(),
            row: declared.time(Key::ROW),
            fail: declared.share(Key::FAIL),
            fail_at: declared.share(Key::FAIL_AT),
            resume: declared.is_on(Key::RESUME),
            retry: declared.time(Key::RETRY),
            when_late: match declared.choice(Key::WHEN_LATE) {
                "allow" => WhenLate::Allow,
                "replace" => WhenLate::Replace,
                _ => WhenLate::Forbid,
            },
            copy: match declared.choice(Key::COPY) {
                "incremental" => Copying::Incremental,
                "two-way" => Copying::TwoWay,
                _ => Copying::Full,
            },
            inserts: declared.share(Key::INSERTS),
            deletes: declared.share(Key::DELETES),
            tombstones: declared.is_on(Key::TOMBSTONES),
            commit_lag: declared.law(Key::COMMIT_LAG).clone(),
            lookback: declared.time(Key::LOOKBACK),
            write_split: declared.share(Key::WRITE_SPLIT),
            conflict: if declared.choice(Key::CONFLICT) == "version-vector" {
                Conflict::VersionVector
            } else {
                Conflict::LastWriterWins
            },
            clock_skew: declared.time(Key::CLOCK_SKEW),
        }
    }

    /// Which source a key belongs to, counted from 0.
    pub(super) fn owner(&self, key: KeyIndex) -> u16 {
        (key % u32::from(self.sources)) as u16
    }

    /// Whether a session belongs to the target's side of a two-way sync. Of any number of sessions
    /// the first share does, spread evenly, so that an even split is even whatever the seed.
    pub(super) fn is_far(&self, session: SessionId) -> bool {
        let upto = |count: u32| (f64::from(count) * self.write_split) as u32;
        upto(session.0 + 1) > upto(session.0)
    }

    /// How long a job waits for an answer before it asks again.
    pub(super) fn patience(&self) -> Micros {
        SECOND + 4 * self.latency.median()
    }
}

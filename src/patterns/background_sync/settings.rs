//! The parameters in the form in which the nodes of this pattern use them.

use crate::facts::ids::{KeyIndex, SessionId};
use crate::facts::time::{Micros, SECOND};
use crate::patterns::workload::Workload;
use crate::scenario::{Key, Settings as Declared};
use crate::sim::law::Law;

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
            workload: Workload::read(declared, Key::Writes),
            sources: declared.count(Key::Sources).max(1) as u16,
            latency: declared.law(Key::Latency).clone(),
            crash_every: declared.time_or_off(Key::CrashEvery),
            repair: declared.time(Key::Repair),
            interval: declared.time(Key::Interval).max(1),
            schedule_jitter: declared.time(Key::ScheduleJitter),
            run: declared.law(Key::Run).clone(),
            row: declared.time(Key::Row),
            fail: declared.share(Key::Fail),
            fail_at: declared.share(Key::FailAt),
            resume: declared.is_on(Key::Resume),
            retry: declared.time(Key::Retry),
            when_late: match declared.choice(Key::WhenLate) {
                "allow" => WhenLate::Allow,
                "replace" => WhenLate::Replace,
                _ => WhenLate::Forbid,
            },
            copy: match declared.choice(Key::Copy) {
                "incremental" => Copying::Incremental,
                "two-way" => Copying::TwoWay,
                _ => Copying::Full,
            },
            inserts: declared.share(Key::Inserts),
            deletes: declared.share(Key::Deletes),
            tombstones: declared.is_on(Key::Tombstones),
            commit_lag: declared.law(Key::CommitLag).clone(),
            lookback: declared.time(Key::Lookback),
            write_split: declared.share(Key::WriteSplit),
            conflict: if declared.choice(Key::Conflict) == "version-vector" {
                Conflict::VersionVector
            } else {
                Conflict::LastWriterWins
            },
            clock_skew: declared.time(Key::ClockSkew),
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

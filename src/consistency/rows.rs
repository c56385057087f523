//! Runs of a job that copies, and the rows that it misses or forgets to delete.

use super::anomaly::Anomaly;
use super::distribution::Distribution;
use super::fold::Consistency;
use super::level::Level;
use crate::sim::fact::{ABSENT, Demise, RunEnd};
use crate::sim::ids::{KeyIndex, ReplicaId, WriteId};
use crate::sim::ledger::Ledger;
use crate::sim::time::Micros;

/// What is measured of runs and rows.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    /// Whether a job copies on a schedule.
    pub(super) is_scheduled: bool,
    /// When the runs that go on began.
    running: Ledger<Micros>,
    /// From the beginning of a run until it had copied everything it found.
    pub(super) duration: Distribution,
    /// Rows that a replica shows and that are deleted.
    pub(super) ghosts: Level,
    /// Rows stamped before the watermark and committed after the snapshot.
    pub(super) missed: u64,
    pub(super) begun: u64,
    pub(super) failed: u64,
    pub(super) skipped: u64,
    pub(super) replaced: u64,
    pub(super) overlapping: u64,
    pub(super) moved: u64,
}

impl Rows {
    /// A row of a replica is a ghost from now on, or is none.
    pub(super) fn set_ghost(&mut self, at: Micros, was: &mut bool, is: bool) {
        if *was == is {
            return;
        }
        *was = is;
        let ghosts = self.ghosts.now();
        self.ghosts.set(
            at,
            if is {
                ghosts + 1
            } else {
                ghosts.saturating_sub(1)
            },
        );
    }
}

impl Consistency {
    pub(super) fn begin_run(&mut self, at: Micros, run: u64, beside: u32) {
        self.rows.begun += 1;
        self.rows.running.insert(run, at);
        if beside > 0 {
            self.rows.overlapping += 1;
            self.anomalies.note(at, Anomaly::OverlappingRuns);
        }
    }

    pub(super) fn end_run(&mut self, at: Micros, run: u64, how: RunEnd, moved: u32) {
        let began = self.rows.running.remove(run);
        self.rows.moved += u64::from(moved);
        match how {
            RunEnd::Done => {
                if let Some(began) = began {
                    self.rows.duration.record(at - began);
                }
            }
            RunEnd::Failed => {
                self.rows.failed += 1;
                self.anomalies.note(at, Anomaly::RunFailed);
            }
            RunEnd::Skipped => self.rows.skipped += 1,
            RunEnd::Replaced => self.rows.replaced += 1,
        }
    }

    /// A write that nothing will bring to a replica: whether that is a matter of a job's rows. A row
    /// that is missing there already misses nothing by being deleted.
    pub(super) fn miss_row(
        &mut self,
        at: Micros,
        replica: Option<ReplicaId>,
        write: WriteId,
        why: Demise,
    ) -> bool {
        match why {
            Demise::BehindWatermark => {
                self.rows.missed += 1;
                self.anomalies.note(at, Anomaly::MissedRow);
                true
            }
            Demise::DeletedWithoutTrace => {
                let key = self.marks.get(write).map(|mark| mark.key as usize);
                let place = replica.and_then(|replica| self.place(replica));
                let state = place.zip(key).and_then(|(place, key)| {
                    let keys = &self.replicas[place].keys;
                    keys.get(key)
                });
                if state.is_some_and(|state| state.is_ghost) {
                    self.anomalies.note(at, Anomaly::GhostRow);
                }
                true
            }
            _ => false,
        }
    }

    /// A replica dropped a row. Rows are never created twice: the last write of it is its deletion.
    pub(super) fn remove(&mut self, at: Micros, replica: ReplicaId, key: KeyIndex) {
        let Some(place) = self.place(replica) else {
            return;
        };
        self.make_room(key);
        let truth = self.truth[key as usize];
        let version = if truth.value == ABSENT {
            truth.version
        } else {
            0
        };
        self.counts.effects += 1;
        self.advance(at, place, key, version, ABSENT);
    }
}

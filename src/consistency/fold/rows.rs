//! What the fold does with the facts of a job: its runs begin and end, rows are missed, removed and brought back;
//! and the figures of that.

use super::Consistency;
use crate::consistency::incidents::anomaly::Anomaly;
use crate::consistency::measures::measure::Measure;
use crate::consistency::measures::report::Kept;
use crate::consistency::state::keys::Truth;
use crate::consistency::stats::named::Named;
use crate::facts::ids::{KeyIndex, ReplicaId, WriteId};
use crate::facts::time::Micros;
use crate::facts::{ABSENT, Amount, Fact, LossReason, RunEnd, Version, What};

impl Consistency {
    /// Takes the next fact of a job, or of two sides.
    pub(super) fn fold_sync(&mut self, fact: &Fact) {
        let at = fact.at;
        match fact.what {
            What::Scheduled { .. } => self.rows.is_scheduled = true,
            What::RunBegan { run, beside } => self.begin_run(at, run, beside),
            What::RunEnded { run, how, moved } => self.end_run(at, run, how, moved),
            What::Removed { replica, key } => self.remove(at, replica, key),
            What::Wrote {
                replica,
                write,
                key,
                value,
                past,
            } => self.wrote(at, replica, (write, key), value, past),
            _ => self.merged(at, &fact.what),
        }
    }

    fn begin_run(&mut self, at: Micros, run: u64, beside: u32) {
        self.rows.begun += 1;
        self.rows.running.insert(run, at);
        if beside > 0 {
            self.rows.overlapping += 1;
        }
        self.follow_run(at, run, beside);
    }

    fn end_run(&mut self, at: Micros, run: u64, how: RunEnd, moved: u32) {
        let began = self.rows.running.remove(run);
        self.rows.moved += u64::from(moved);
        match how {
            RunEnd::Done => {
                if let Some(began) = began {
                    self.rows.duration.record(at - began);
                }
            }
            RunEnd::Failed => self.rows.failed += 1,
            RunEnd::Skipped => self.rows.skipped += 1,
            RunEnd::Replaced => self.rows.replaced += 1,
        }
        self.follow_end(at, run, how, moved);
    }

    /// A job will not bring a write to a replica. A row that is missing there already misses nothing by
    /// being deleted.
    pub(super) fn miss_row(
        &mut self,
        at: Micros,
        replica: Option<ReplicaId>,
        write: WriteId,
        why: LossReason,
    ) {
        let untold = match why {
            LossReason::BehindWatermark => false,
            LossReason::DeletedWithoutTrace => true,
            _ => return,
        };
        self.rows.missed += u64::from(!untold);
        let key = self.marks.get(write).map(|mark| mark.key);
        let place = replica.and_then(|replica| self.place(replica));
        let Some((place, key)) = place.zip(key) else {
            return;
        };
        self.make_room(key);
        let state = &mut self.replicas[place].keys[key as usize];
        let shown = state.seen();
        if !untold {
            self.record_row(at, Anomaly::MissedRow, (place, key), write, shown);
            return;
        }
        state.deleted_without_tombstone = true;
        self.rows.trails.note_untold(at, key, write);
        if self.replicas[place].keys[key as usize].is_ghost {
            self.record_row(at, Anomaly::GhostRow, (place, key), write, shown);
        }
    }

    /// A replica dropped a row. Rows are never created twice: the last write of it is its deletion.
    fn remove(&mut self, at: Micros, replica: ReplicaId, key: KeyIndex) {
        let Some(place) = self.place(replica) else {
            return;
        };
        self.make_room(key);
        let truth = self.truth[key as usize];
        let is_deleted = truth.value == ABSENT;
        let version = if is_deleted { truth.version } else { 0 };
        self.counts.effects += 1;
        let write = self.write_of(key, version).filter(|_| is_deleted);
        if let Some(write) = write {
            if let Some(mark) = self.marks.get(write) {
                mark.applied |= 1 << place;
            }
            self.has_come(place, write);
        }
        self.advance(at, place, key, version, ABSENT, write);
    }

    /// A row that a replica never had is gone: it misses nothing.
    pub(super) fn vanish(&mut self, at: Micros, place: usize, key: KeyIndex, version: Version) {
        let replica = &mut self.replicas[place];
        let state = &mut replica.keys[key as usize];
        if state.value() != ABSENT {
            return;
        }
        let pending = state.first_pending(replica.merge);
        state.show(version, ABSENT);
        let write = self.write_of(key, version);
        if let Some(write) = write {
            self.account_for(write, 1 << place);
        }
        let replica = &mut self.replicas[place];
        let lag = replica.lag.now().saturating_sub(1 + version - pending);
        replica.set_lag(at, lag);
        for version in pending..=version {
            // Nobody could have seen it there, so it has no window; that it is gone can be seen at once.
            if let Some(commit) = self.close_commit(at, key, version) {
                self.visible.record(at - commit.at);
            }
        }
        self.end_row((place, key), version, ABSENT);
    }

    /// A run still carried a row that the replica never had and that is deleted since: it misses the
    /// deletion after all.
    pub(super) fn bring_back(
        &mut self,
        at: Micros,
        (place, key): (usize, KeyIndex),
        version: Version,
        value: Amount,
    ) {
        let truth = self.truth[key as usize];
        let replica = &mut self.replicas[place];
        let state = &mut replica.keys[key as usize];
        let is_over = truth.value == ABSENT && state.value() == ABSENT;
        if !is_over || version >= truth.version {
            return;
        }
        state.show(version - 1, ABSENT);
        let deleted_without_tombstone = state.deleted_without_tombstone;
        if deleted_without_tombstone {
            state.note_gone(at, replica.merge, truth.version);
        }
        let lag = replica.lag.now() + truth.version + 1 - version;
        replica.set_lag(at, lag);
        if let Some(write) = self.untold_by(key).filter(|_| deleted_without_tombstone) {
            let shown = Truth { version, value };
            self.record_row(at, Anomaly::GhostRow, (place, key), write, shown);
        }
    }

    /// Makes room for a row that is created on the way.
    pub(super) fn make_room(&mut self, key: KeyIndex) {
        let rows = key as usize + 1;
        if self.truth.len() < rows {
            self.truth.resize(rows, Truth::default());
            self.commits.make_room(rows);
        }
        for replica in &mut self.replicas {
            replica.make_room(rows);
        }
    }

    /// The figures that only a job has.
    pub(super) fn sync_figures(
        &self,
        now: Micros,
        measures: &mut Named<Kept>,
        counts: &mut Named<u64>,
    ) {
        let (rows, sides) = (&self.rows, &self.sides);
        let mut ghosts = rows.ghosts.clone();
        ghosts.pass(now);
        let duration = Kept::Times(Box::new(rows.duration.clone()), Vec::new());
        for (name, kept) in [
            (Measure::RunDuration.word(), duration),
            (
                Measure::GhostRows.word(),
                Kept::Level(Box::new(ghosts), "rows"),
            ),
            (
                Measure::OlderWins.word(),
                Kept::Share(sides.older_wins.clone()),
            ),
        ] {
            measures.set(name, kept);
        }
        for (name, count) in [
            ("runs", rows.begun),
            ("failed-runs", rows.failed),
            ("skipped-runs", rows.skipped),
            ("replaced-runs", rows.replaced),
            ("overlapping-runs", rows.overlapping),
            ("moved-rows", rows.moved),
            ("missed-rows", rows.missed),
            ("ghost-rows", rows.ghosts.now()),
            ("conflicts", sides.conflicts),
            ("lost-updates", sides.lost),
        ] {
            counts.set(name, count);
        }
    }
}

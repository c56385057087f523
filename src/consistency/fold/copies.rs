//! What happens to copies: they are read, they change, they are passed over, and each time they are held
//! against the truth.

use super::Consistency;
use crate::consistency::incidents::waits::Until;
use crate::consistency::state::keys::{Advance, Truth};
use crate::consistency::state::marks::Replicas;
use crate::consistency::state::reads::Seen;
use crate::facts::ids::{KeyIndex, ReadId, ReplicaId, WriteId};
use crate::facts::time::Micros;
use crate::facts::{ABSENT, Amount, Merge, Version};

impl Consistency {
    /// A store was read for a person.
    pub(super) fn look(
        &mut self,
        at: Micros,
        read: ReadId,
        replica: ReplicaId,
        key: KeyIndex,
        waited: Micros,
    ) -> Option<Seen> {
        if self.is_two_way() {
            self.look_at_side(at, read, replica, key);
            return None;
        }
        let place = self.place(replica).map(|place| &self.replicas[place]);
        let state =
            place.and_then(|replica| Some((replica.keys.get(key as usize)?, replica.merge)));
        let seen = self.reads.found(read, key, state)?;
        let since = seen
            .first_missed
            .map(|missed| self.committed_at(key, missed));
        let age = match since {
            None => Some(0),
            Some(committed) => committed.map(|committed| at - committed),
        };
        if age.is_none() {
            self.left_out.note("read-age");
        }
        self.reads.count(seen, age, waited);
        Some(seen)
    }

    /// When a version of a key was committed, if it is remembered: as long as some replica does not show
    /// it, and for some time after that.
    pub(super) fn committed_at(&self, key: KeyIndex, version: Version) -> Option<Micros> {
        let open = self.commits.get(key, version).map(|commit| commit.at);
        open.or_else(|| self.commit_order.at(key, version))
    }

    pub(super) fn apply(
        &mut self,
        at: Micros,
        replica: ReplicaId,
        write: WriteId,
        key: KeyIndex,
        version: Version,
        value: Amount,
    ) {
        let Some(place) = self.place(replica) else {
            return;
        };
        self.counts.effects += 1;
        let bit = 1 << place;
        let replica = &self.replicas[place];
        let state = &replica.keys[key as usize];
        let adds = replica.merge == Merge::Add;
        // Every replica has applied a write that is forgotten.
        let mut again = !adds || state.has_had(Merge::Add, version);
        if let Some(mark) = self.marks.get(write) {
            again &= adds || mark.applied & bit != 0;
            mark.applied |= bit;
        }
        self.has_come(place, write);
        // A run that brings back what an earlier run overwrote counts nothing twice.
        let doubled = (again && !self.rows.is_scheduled).then(|| {
            self.counts.duplicate_effects += 1;
            let replica = &self.replicas[place];
            let version = match replica.merge {
                Merge::Replace => version,
                Merge::Add => version.max(replica.keys[key as usize].shown()),
            };
            self.double(at, (place, key), write, Truth { version, value })
        });
        self.advance(at, place, key, version, value, Some(write));
        if let Some(nth) = doubled.filter(|_| self.replicas[place].merge == Merge::Add) {
            self.await_key(nth, place, key, Until::Single);
        }
    }

    /// A write is there. If it had been found that it will not come, somebody has done something since.
    pub(super) fn has_come(&mut self, place: usize, write: WriteId) {
        let bit = 1 << place;
        self.doubts.resolve(write, bit);
        if let Some(mark) = self.marks.get(write) {
            mark.gone &= !bit;
        }
        self.is_not_lost(write, bit);
    }

    /// A write that was found to be lost to these replicas has reached them after all.
    pub(super) fn is_not_lost(&mut self, write: WriteId, replicas: Replicas) {
        if let Some(mark) = self.marks.get(write)
            && mark.lost & replicas != 0
        {
            mark.lost &= !replicas;
            self.counts.lost -= u64::from(mark.lost == 0);
        }
    }

    /// A replica shows a version of a key from now on, by a write if it was one.
    pub(super) fn advance(
        &mut self,
        at: Micros,
        place: usize,
        key: KeyIndex,
        version: Version,
        value: Amount,
        write: Option<WriteId>,
    ) {
        let before = self.replicas[place].keys[key as usize].shown();
        self.bring_back(at, (place, key), version, value);
        let merge = self.replicas[place].merge;
        let state = &mut self.replicas[place].keys[key as usize];
        let (overwritten, other) = (state.shown(), state.set_by(write));
        let advance = state.apply(at, merge, version, value);
        if state.shown() < before {
            self.guarantees.set_back(place);
        }
        match advance {
            Advance::Shows { first, last } => self.show(at, place, key, first, last),
            Advance::WentBack => self.overwrite(at, (place, key), overwritten, (write, other)),
            Advance::Again => {
                if let Some(write) = write.filter(|_| merge == Merge::Add) {
                    self.doubts.spoil(place, key, write);
                }
            }
            Advance::ShowsAgain => {
                let lag = self.replicas[place].lag.now().saturating_sub(1);
                self.replicas[place].set_lag(at, lag);
            }
        }
        self.judge(at, place, key);
        self.end_row((place, key), version, value);
    }

    /// A replica shows the last of these versions, and with it those before.
    fn show(&mut self, at: Micros, place: usize, key: KeyIndex, first: Version, last: Version) {
        if let Some(commit) = self.commits.get(key, last) {
            let committed = commit.at;
            self.propagation.record(at - committed);
            self.replicas[place].learn(at, committed);
        }
        if let Some(write) = self.write_of(key, last) {
            self.watch_arrival(at, place, write);
        }
        self.counts.skipped += last - first;
        for version in first..=last {
            self.count_shown(at, key, version);
        }
        let lag = self.replicas[place]
            .lag
            .now()
            .saturating_sub(1 + last - first);
        self.replicas[place].set_lag(at, lag);
    }

    /// Compares a key of a replica with the truth, and counts what changed by that.
    pub(super) fn judge(&mut self, at: Micros, place: usize, key: KeyIndex) {
        let truth = self.truth[key as usize];
        let replica = &mut self.replicas[place];
        let state = &mut replica.keys[key as usize];
        let is_ghost = truth.value == ABSENT && state.value() != ABSENT;
        self.rows.set_ghost(at, &mut state.is_ghost, is_ghost);
        let (wrong, diverged) = (state.wrong, state.diverged);
        state.judge(replica.merge, truth);
        if wrong != state.wrong {
            replica.wrong.set(key, state.wrong);
            self.wrong = if state.wrong {
                self.wrong + 1
            } else {
                self.wrong - 1
            };
            self.wrong_history.set(at, self.wrong as f64);
            self.histories.differ(at, place, state.wrong);
        }
        let is_new = state.diverged && !diverged;
        self.doubt_newest(place, key);
        self.settle_key(place, key);
        if is_new {
            self.diverge(at, place, key);
        }
    }
}

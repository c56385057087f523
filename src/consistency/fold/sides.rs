//! What the fold does with the writes and merges of a two-way sync: what each side shows then, which values meet,
//! which are lost, and what a read there misses.

use super::Consistency;
use crate::consistency::incidents::incident::Outcome;
use crate::consistency::state::keys::Truth;
use crate::consistency::state::reads::Seen;
use crate::consistency::stats::survival::Censored;
use crate::facts::ids::{KeyIndex, ReadId, ReplicaId, WriteId};
use crate::facts::time::Micros;
use crate::facts::{ABSENT, Amount, Kept, VersionVector, What};

use crate::consistency::processes::sides::{KeySides, Own, shown};
impl Consistency {
    /// The two stores that hold a key: its source and the target, which is the last of all.
    fn holders(&self, key: KeyIndex) -> Option<[usize; 2]> {
        let target = self.replicas.len().checked_sub(1)?;
        (target > 0).then(|| [key as usize % target, target])
    }

    /// Which side of a key a store is.
    fn side_of(&mut self, replica: ReplicaId, key: KeyIndex) -> Option<usize> {
        let place = self.place(replica)?;
        self.make_room(key);
        let keys = self.truth.len();
        if self.sides.keys.len() < keys {
            self.sides.keys.resize_with(keys, KeySides::default);
        }
        self.holders(key)?
            .iter()
            .position(|holder| *holder == place)
    }

    /// One side made a write true for itself.
    pub(super) fn wrote(
        &mut self,
        at: Micros,
        replica: ReplicaId,
        (write, key): (WriteId, KeyIndex),
        value: Amount,
        past: VersionVector,
    ) {
        let Some(side) = self.side_of(replica, key) else {
            return;
        };
        self.set_at_rest(at, key, false);
        self.counts.committed += 1;
        let nth = u64::from(past[side]);
        if let Some(mark) = self.marks.get(write) {
            (mark.version, mark.is_far) = (nth, side == 1);
        }
        self.commit_order
            .push((write, at), 2 * key + side as KeyIndex, nth);
        let version = self.truth[key as usize].version + 1;
        self.truth[key as usize] = Truth { version, value };
        let here = &mut self.sides.keys[key as usize].here[side];
        here.past = past;
        here.heads = [Some(write), None];
        here.pending.push_back(Own {
            nth: past[side],
            at,
            write,
            shown: shown(past, value),
        });
        here.written = at;
        self.sides.open += 1;
        self.add_lag(at, key, 1 - side, 1);
        self.show_side(at, key, side, value);
    }

    /// One side took in what the other had.
    pub(super) fn merged(&mut self, at: Micros, what: &What) {
        let (replica, key, heads, value, past, written, kept) = match *what {
            What::Merged {
                replica,
                key,
                write,
                sibling,
                value,
                past,
                written,
                kept,
            } => {
                let heads = [Some(write), sibling];
                (replica, key, heads, value, past, written, kept)
            }
            // What was there before the first write comes back.
            What::Restored {
                replica,
                key,
                value,
                ..
            } => (replica, key, [None; 2], value, [0; 2], 0, Kept::Theirs),
            _ => return,
        };
        let Some(side) = self.side_of(replica, key) else {
            return;
        };
        self.set_at_rest(at, key, false);
        self.counts.effects += u64::from(kept != Kept::Ours);
        let other = 1 - side;
        let state = &mut self.sides.keys[key as usize];
        let own = state.here[side].past;
        // Each has a write that the other's value does not come after.
        let met = [0, 1].map(|of| own[of].max(past[of]));
        let in_conflict = own[side] > past[side] && past[other] > own[other];
        if in_conflict && state.last_conflict != met {
            state.last_conflict = met;
            self.sides.conflicts += 1;
            let ours = state.here[side].written;
            match kept {
                Kept::Ours => self.sides.older_wins.record(ours < written),
                Kept::Theirs => self.sides.older_wins.record(written < ours),
                Kept::Both => {}
            }
        }
        // The other side's writes are here now, unless they were turned down: then they are there still.
        let mut came = 0;
        let mut settled = Vec::new();
        let pending = &mut state.here[other].pending;
        while kept != Kept::Ours
            && let Some(&Own {
                nth,
                at: committed,
                write,
                ..
            }) = pending.front()
            && nth <= past[other]
        {
            pending.pop_front();
            came += 1;
            let is_shown = heads.contains(&Some(write));
            let how = if is_shown {
                Outcome::Came
            } else {
                Outcome::Overtaken
            };
            settled.push((write, how));
            self.window.record(at - committed);
            self.visible.record(at - committed);
            if pending.front().is_none_or(|next| next.nth > past[other]) {
                self.propagation.record(at - committed);
                self.replicas
                    .iter_mut()
                    .filter(|known| known.id == replica)
                    .for_each(|known| known.learn(at, committed));
            }
        }
        self.counts.skipped += u64::from(came).saturating_sub(1);
        if kept == Kept::Ours {
            let brought = state.here[other].pending.iter();
            for own in brought.take_while(|own| own.nth <= past[other]) {
                self.chronicle.concerns(own.write);
            }
        }
        let here = &mut state.here[side];
        let (mut lost, mut newest) = (0, None);
        match kept {
            Kept::Ours => {}
            Kept::Theirs => {
                // Our own that the other's value does not come after have no descendant any more.
                while here.pending.back().is_some_and(|own| own.nth > past[side]) {
                    let own = here.pending.pop_back();
                    if let Some(own) = own {
                        self.chronicle.concerns(own.write);
                        settled.push((own.write, Outcome::Never));
                    }
                    newest = newest.or(own);
                    lost += 1;
                }
                here.past = past;
            }
            Kept::Both => here.past = met,
        }
        let holders = self.holders(key);
        for (write, how) in settled {
            let other = holders.map(|places| self.replicas[places[other]].id);
            match other.filter(|_| how == Outcome::Never && self.sides.awaited.has(write)) {
                Some(other) => {
                    self.tell_waiting(write);
                    self.doubt_lost(write, key, other);
                }
                None => self.settle_write(write, how),
            }
            self.marks.close(write);
        }
        for write in heads.into_iter().flatten() {
            if self.find_lost(write, replica) {
                self.settle_write(write, Outcome::Came);
            }
        }
        let here = &mut self.sides.keys[key as usize].here[side];
        let new = heads.map(|head| head.filter(|_| !here.heads.contains(&head)));
        here.heads = heads;
        let now = shown(here.past, value);
        if let Some(place) = self.place(replica) {
            for write in new.into_iter().flatten() {
                self.watch_arrival(at, place, write);
            }
            if lost > 0 {
                self.guarantees.set_back(place);
            }
        }
        self.sides.open -= u64::from(came + lost);
        self.take_lag(at, key, side, came);
        self.take_lag(at, key, other, lost);
        if let Some(own) = newest {
            self.sides.lost += u64::from(lost);
            let beaten = (own, lost, heads[0]);
            self.record_lost(at, (replica, key), beaten, now);
        }
        self.show_side(at, key, side, value);
    }

    fn add_lag(&mut self, at: Micros, key: KeyIndex, side: usize, more: u64) {
        if let Some(holders) = self.holders(key) {
            let replica = &mut self.replicas[holders[side]];
            let lag = replica.lag.now() + more;
            replica.set_lag(at, lag);
        }
    }

    fn take_lag(&mut self, at: Micros, key: KeyIndex, side: usize, less: u32) {
        if let Some(holders) = self.holders(key).filter(|_| less > 0) {
            let replica = &mut self.replicas[holders[side]];
            let lag = replica.lag.now().saturating_sub(u64::from(less));
            replica.set_lag(at, lag);
        }
    }

    /// A side shows another value: how both stand now.
    fn show_side(&mut self, at: Micros, key: KeyIndex, side: usize, value: Amount) {
        let Some(holders) = self.holders(key) else {
            return;
        };
        let past = self.sides.keys[key as usize].here[side].past;
        let version = u64::from(past[0]) + u64::from(past[1]);
        self.replicas[holders[side]].keys[key as usize].show(version, value);
        let absent = |place: usize| self.replicas[place].keys[key as usize].value() == ABSENT;
        self.set_at_rest(at, key, holders.into_iter().all(absent));
        let state = &self.sides.keys[key as usize];
        for (of, place) in holders.into_iter().enumerate() {
            let shown = &mut self.replicas[place].keys[key as usize];
            let wrong = state.differs(of);
            if wrong != shown.wrong {
                shown.wrong = wrong;
                self.replicas[place].wrong.set(key, wrong);
                self.wrong = if wrong {
                    self.wrong + 1
                } else {
                    self.wrong - 1
                };
                self.histories.differ(at, place, wrong);
            }
        }
        self.wrong_history.set(at, self.wrong as f64);
    }

    /// Neither side shows a row any more, or one does again. While neither does, what one has not heard of
    /// the other it does not miss: a row that came and went between two runs leaves no trace.
    fn set_at_rest(&mut self, at: Micros, key: KeyIndex, at_rest: bool) {
        let state = &mut self.sides.keys[key as usize];
        if std::mem::replace(&mut state.at_rest, at_rest) == at_rest {
            return;
        }
        for (side, writes) in [0, 1].map(|side| (side, state.here[side].pending.len() as u64)) {
            if at_rest {
                self.sides.open -= writes;
                self.take_lag(at, key, 1 - side, writes as u32);
            } else {
                self.sides.open += writes;
                self.add_lag(at, key, 1 - side, writes);
            }
        }
    }

    /// How long each write has been open that the other side does not have.
    pub(super) fn open_sides(&self, now: Micros) -> Censored {
        let keys = self.sides.keys.iter().filter(|key| !key.at_rest);
        let pending = keys
            .flat_map(|key| &key.here)
            .flat_map(|side| &side.pending);
        pending.map(|own| (now - own.at, 1)).collect()
    }

    /// Since when a side of a key has missed something of what the other had by an instant, and how much.
    pub(super) fn missed_by(
        &self,
        replica: ReplicaId,
        key: KeyIndex,
        until: Micros,
    ) -> Option<(Micros, u64)> {
        let place = self.place(replica)?;
        let side = self.holders(key)?.iter().position(|at| *at == place)?;
        let state = self.sides.keys.get(key as usize)?;
        let pending = &state.here[1 - side].pending;
        let first = pending.front().filter(|_| !state.at_rest)?;
        let missed = pending.partition_point(|own| own.at <= until);
        (missed > 0).then_some((first.at, missed as u64))
    }

    /// A side was read for a person: it misses what the other side had when they asked.
    pub(super) fn look_at_side(
        &mut self,
        at: Micros,
        read: ReadId,
        replica: ReplicaId,
        key: KeyIndex,
    ) {
        let Some(asked) = self.reads.asked_at(read) else {
            return;
        };
        let missed = self.missed_by(replica, key, asked);
        let seen = Seen {
            behind: missed.map_or(0, |(_, behind)| behind),
            first_missed: None,
        };
        let age = missed.map_or(0, |(since, _)| at - since);
        self.reads.count(seen, Some(age), 0);
    }
}

//! Sagas: how they end, what they leave behind, and what people see of them before their end.
//!
//! A booking is tentative until its saga ends. A read is uncommitted if it finds a tentative booking
//! of its key, and dirty if such a booking is taken back later.

use super::anomaly::{Anomalies, Anomaly};
use super::distribution::Distribution;
use super::level::Share;
use crate::sim::fact::SagaEnd;
use crate::sim::ids::{KeyIndex, NodeId, WriteId};
use crate::sim::ledger::Ledger;
use crate::sim::time::Micros;

/// Nodes with a greater number take no steps.
const MOST_NODES: usize = 8;
/// How many ended sagas are remembered, for what comes too late.
const REMEMBERED: usize = 4_096;
/// How many reads are watched at once; of more, the oldest count as clean.
const MOST_WATCHED: usize = 100_000;

/// What is measured of sagas.
#[derive(Clone, Debug, Default)]
pub struct Sagas {
    open: Ledger<Open>,
    past: Ledger<Past>,
    /// Sagas with a tentative booking, by node and key.
    tentative: Ledger<Vec<u64>>,
    /// Reads that saw tentative bookings: of how many it is still open what becomes of them.
    watched: Ledger<u32>,
    next_read: u64,
    pub(super) began: u64,
    pub(super) completed: u64,
    pub(super) compensated: u64,
    pub(super) stuck: u64,
    pub(super) orphans: u64,
    pub(super) double_bookings: u64,
    pub(super) overbooked: u64,
    pub(super) lost_updates: u64,
    pub(super) refusals: u64,
    pub(super) taken_back: u64,
    pub(super) duration: Distribution,
    pub(super) completed_duration: Distribution,
    pub(super) attempts: Distribution,
    pub(super) compensations: Distribution,
    pub(super) uncommitted: Share,
    pub(super) dirty: Share,
    pub(super) success: Share,
    pub(super) orphaned: Share,
    pub(super) doubled: Share,
}

/// A saga under way.
#[derive(Clone, Debug, Default)]
struct Open {
    key: KeyIndex,
    began: Micros,
    first: Option<Micros>,
    attempts: u64,
    compensations: u64,
    doubled: bool,
    /// Whether a step was taken back.
    given_back: bool,
    holds: [u8; MOST_NODES],
    /// Reads that saw its bookings, with the node.
    reads: Vec<(u16, u64)>,
}

/// A saga that has ended.
#[derive(Clone, Copy, Debug)]
struct Past {
    completed: bool,
    orphaned: bool,
    doubled: bool,
    holds: [u8; MOST_NODES],
}

fn place(node: NodeId, key: KeyIndex) -> u64 {
    u64::from(node.0) << 32 | u64::from(key)
}

fn slot(node: NodeId) -> usize {
    usize::from(node.0).min(MOST_NODES - 1)
}

impl Sagas {
    /// How long the windows of sagas under way have been open.
    pub fn open_windows(&self, now: Micros) -> impl Iterator<Item = Micros> + '_ {
        self.open
            .iter()
            .filter_map(move |(_, saga)| Some(now - saga.first?))
    }

    /// Sagas under way.
    pub fn in_flight(&self) -> u64 {
        self.open.len() as u64
    }

    pub fn begin(&mut self, at: Micros, WriteId(id): WriteId, key: KeyIndex) {
        self.began += 1;
        let saga = Open {
            key,
            began: at,
            ..Open::default()
        };
        self.open.insert(id, saga);
    }

    /// A service begins with a step.
    pub fn attempt(&mut self, WriteId(id): WriteId) {
        if let Some(saga) = self.open.get_mut(id) {
            saga.attempts += 1;
        }
    }

    /// A service begins to take a step back.
    pub fn undo(&mut self, WriteId(id): WriteId, attempt: u32) {
        if attempt == 0 {
            self.taken_back += 1;
            if let Some(saga) = self.open.get_mut(id) {
                saga.compensations += 1;
            }
        }
    }

    pub fn reserve(
        &mut self,
        at: Micros,
        (node, WriteId(id), key): (NodeId, WriteId, KeyIndex),
        over: bool,
        anomalies: &mut Anomalies,
    ) {
        if !cfg!(feature = "saga") {
            return;
        }
        if over {
            self.overbooked += 1;
            anomalies.note(at, Anomaly::Overbooked);
        }
        let twice;
        if let Some(saga) = self.open.get_mut(id) {
            saga.first.get_or_insert(at);
            let holds = &mut saga.holds[slot(node)];
            *holds = holds.saturating_add(1);
            twice = *holds > 1;
            saga.doubled |= twice;
            if !twice {
                self.tentative.entry(place(node, key), Vec::new).push(id);
            }
        } else if let Some(past) = self.past.get_mut(id) {
            let holds = &mut past.holds[slot(node)];
            *holds = holds.saturating_add(1);
            twice = *holds > 1;
            if twice && !past.doubled {
                past.doubled = true;
                self.doubled.correct();
            }
            if !past.completed {
                self.orphans += 1;
                anomalies.note(at, Anomaly::OrphanedReservation);
                if !past.orphaned {
                    past.orphaned = true;
                    self.orphaned.correct();
                }
            }
        } else {
            twice = false;
            self.orphans += 1;
            anomalies.note(at, Anomaly::OrphanedReservation);
        }
        if twice {
            self.double_bookings += 1;
            anomalies.note(at, Anomaly::DoubleBooking);
        }
    }

    pub fn release(
        &mut self,
        at: Micros,
        (node, WriteId(id), key): (NodeId, WriteId, KeyIndex),
        wiped: u32,
        anomalies: &mut Anomalies,
    ) {
        if !cfg!(feature = "saga") {
            return;
        }
        if wiped > 0 {
            self.lost_updates += u64::from(wiped);
            anomalies.note(at, Anomaly::LostUpdate);
        }
        if let Some(saga) = self.open.get_mut(id) {
            let holds = &mut saga.holds[slot(node)];
            *holds = holds.saturating_sub(1);
            // What was booked twice and given back once is still booked.
            if *holds == 0 {
                saga.given_back = true;
                self.no_longer_tentative(node, key, id);
            }
            self.reads_turn_dirty(at, node, id, anomalies);
        } else if let Some(past) = self.past.get_mut(id) {
            let holds = &mut past.holds[slot(node)];
            if *holds > 0 && !past.completed {
                self.orphans -= 1;
            }
            let last = *holds == 1;
            *holds = holds.saturating_sub(1);
            if last && past.completed {
                anomalies.note(at, Anomaly::HalfBooked);
            }
        }
    }

    fn no_longer_tentative(&mut self, node: NodeId, key: KeyIndex, id: u64) {
        if let Some(sagas) = self.tentative.get_mut(place(node, key)) {
            sagas.retain(|&other| other != id);
        }
    }

    fn reads_turn_dirty(&mut self, at: Micros, node: NodeId, id: u64, anomalies: &mut Anomalies) {
        let Some(saga) = self.open.get_mut(id) else {
            return;
        };
        let (watched, dirty) = (&mut self.watched, &mut self.dirty);
        saga.reads.retain(|&(seen_at, read)| {
            if seen_at != node.0 {
                return true;
            }
            if watched.remove(read).is_some() {
                dirty.correct();
                anomalies.note(at, Anomaly::DirtyRead);
            }
            false
        });
    }

    /// How many sagas under way have booked a key of a service.
    pub fn tentative(&self, node: NodeId, key: KeyIndex) -> u64 {
        let sagas = self.tentative.get(place(node, key));
        sagas.map_or(0, |sagas| sagas.len() as u64)
    }

    /// Somebody looks at a key of a service.
    pub fn look(&mut self, node: NodeId, key: KeyIndex) {
        let seen = self.tentative.get(place(node, key));
        let seen = seen.map_or(&[][..], Vec::as_slice);
        self.uncommitted.record(!seen.is_empty());
        self.dirty.record(false);
        if seen.is_empty() {
            return;
        }
        let read = self.next_read;
        self.next_read += 1;
        for &id in seen {
            if let Some(saga) = self.open.get_mut(id) {
                saga.reads.push((node.0, read));
            }
        }
        if self.watched.len() == MOST_WATCHED {
            self.watched.pop_first();
        }
        self.watched.insert(read, seen.len() as u32);
    }

    /// A saga is at its end. When its first booking was made, if one was.
    pub fn end(
        &mut self,
        at: Micros,
        WriteId(id): WriteId,
        how: SagaEnd,
        anomalies: &mut Anomalies,
    ) -> Option<Micros> {
        if !cfg!(feature = "saga") {
            return None;
        }
        let saga = self.open.remove(id)?;
        let completed = how == SagaEnd::Completed;
        match how {
            SagaEnd::Completed => {
                self.completed += 1;
                self.completed_duration.record(at - saga.began);
            }
            SagaEnd::Compensated => self.compensated += 1,
            SagaEnd::UndoFailed | SagaEnd::CannotGoOn | SagaEnd::Forgotten | SagaEnd::Silent => {
                self.stuck += 1;
                anomalies.note(at, Anomaly::StuckSaga);
            }
        }
        if how == SagaEnd::UndoFailed {
            anomalies.note(at, Anomaly::UndoFailed);
        }
        if how == SagaEnd::Forgotten {
            anomalies.note(at, Anomaly::ForgottenSaga);
        }
        self.duration.record(at - saga.began);
        self.attempts.record(saga.attempts);
        self.compensations.record(saga.compensations);
        self.success.record(completed);
        let mut held = 0;
        for (node, &holds) in saga.holds.iter().enumerate() {
            if holds > 0 {
                held += u64::from(holds);
                self.no_longer_tentative(NodeId(node as u16), saga.key, id);
            }
        }
        for &(_, read) in &saga.reads {
            if let Some(open) = self.watched.get_mut(read) {
                *open -= 1;
                if *open == 0 {
                    self.watched.remove(read);
                }
            }
        }
        if completed && saga.given_back {
            anomalies.note(at, Anomaly::HalfBooked);
        }
        let orphaned = !completed && held > 0;
        if orphaned {
            self.orphans += held;
            for _ in 0..held {
                anomalies.note(at, Anomaly::OrphanedReservation);
            }
        }
        self.orphaned.record(orphaned);
        self.doubled.record(saga.doubled);
        if self.past.len() == REMEMBERED {
            self.past.pop_first();
        }
        let past = Past {
            completed,
            orphaned,
            doubled: saga.doubled,
            holds: saga.holds,
        };
        self.past.insert(id, past);
        saga.first
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT: NodeId = NodeId(2);
    const SAGA: WriteId = WriteId(5);

    fn booked() -> (Sagas, Anomalies) {
        let (mut sagas, mut anomalies) = (Sagas::default(), Anomalies::default());
        sagas.begin(0, SAGA, 3);
        sagas.reserve(10, (AT, SAGA, 3), false, &mut anomalies);
        (sagas, anomalies)
    }

    #[test]
    fn a_read_of_a_tentative_booking_is_dirty_only_if_that_is_taken_back() {
        for taken_back in [false, true] {
            let (mut sagas, mut anomalies) = booked();
            sagas.look(AT, 3);
            sagas.look(AT, 4);
            sagas.look(NodeId(3), 3);
            if taken_back {
                sagas.release(20, (AT, SAGA, 3), 0, &mut anomalies);
            }
            sagas.end(30, SAGA, SagaEnd::Compensated, &mut anomalies);
            assert_eq!((sagas.uncommitted.hits(), sagas.dirty.count()), (1, 3));
            assert_eq!(sagas.dirty.hits(), u64::from(taken_back));
            assert!(sagas.watched.is_empty());
            sagas.look(AT, 3);
            assert_eq!(sagas.uncommitted.hits(), 1, "nothing is tentative any more");
        }
    }

    #[test]
    fn a_read_that_saw_two_sagas_turns_dirty_once() {
        let (mut sagas, mut anomalies) = booked();
        let other = WriteId(6);
        sagas.begin(0, other, 3);
        sagas.reserve(10, (AT, other, 3), false, &mut anomalies);
        sagas.look(AT, 3);
        for saga in [SAGA, other] {
            sagas.release(20, (AT, saga, 3), 0, &mut anomalies);
        }
        assert_eq!((sagas.dirty.hits(), sagas.dirty.count()), (1, 1));
    }

    #[test]
    fn a_booking_left_behind_is_an_orphan_and_a_second_one_is_a_double_booking() {
        let (mut sagas, mut anomalies) = booked();
        sagas.reserve(11, (AT, SAGA, 3), false, &mut anomalies);
        assert_eq!((sagas.double_bookings, sagas.orphans), (1, 0));
        sagas.release(12, (AT, SAGA, 3), 0, &mut anomalies);
        let first = sagas.end(30, SAGA, SagaEnd::Compensated, &mut anomalies);
        assert_eq!(
            (first, sagas.orphans, sagas.orphaned.hits()),
            (Some(10), 1, 1)
        );
    }

    #[test]
    fn a_command_that_comes_after_the_end_leaves_an_orphan() {
        let (mut sagas, mut anomalies) = booked();
        sagas.release(12, (AT, SAGA, 3), 0, &mut anomalies);
        sagas.end(30, SAGA, SagaEnd::Compensated, &mut anomalies);
        assert_eq!((sagas.orphans, sagas.orphaned.hits()), (0, 0));
        sagas.reserve(40, (AT, SAGA, 3), false, &mut anomalies);
        assert_eq!((sagas.orphans, sagas.orphaned.hits()), (1, 1));
        sagas.release(50, (AT, SAGA, 3), 0, &mut anomalies);
        assert_eq!(sagas.orphans, 0, "it was given back after all");
    }
}

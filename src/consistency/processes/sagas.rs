//! Sagas: how they end, what they leave behind, and what people see of them before their end.
//!
//! A booking is tentative until its saga ends. A read is uncommitted if it finds a tentative booking
//! of its key, and dirty if such a booking is taken back later.

use crate::consistency::incidents::anomaly::Anomaly;
use crate::consistency::incidents::chronicle::{Placed, Scribe};
use crate::consistency::incidents::incident::Incident;
use crate::consistency::processes::ended_sagas::{EndedSagas, Past, units};
use crate::consistency::processes::leftovers::Leftovers;
use crate::consistency::processes::saga_trails::{Cells, Known, MOST_NODES, Watched, place, slot};
use crate::consistency::stats::distribution::Distribution;
use crate::consistency::stats::level::Share;
use crate::facts::ids::{KeyIndex, NodeId, SessionId, WriteId};
use crate::facts::time::Micros;
use crate::facts::{Refusal, SagaEnd};
use crate::sim::ledger::Ledger;

/// What is measured of sagas.
#[derive(Clone, Debug, Default)]
pub struct Sagas {
    open: Ledger<Open>,
    past: EndedSagas,
    /// What sagas have left behind of which it is doubtful whether it is given back.
    pub(in crate::consistency) leftovers: Leftovers,
    /// Sagas with a tentative booking, by node and key.
    tentative: Ledger<Vec<u64>>,
    cells: Cells,
    /// Reads that saw tentative bookings.
    watched: Ledger<Watched>,
    next_read: u64,
    pub(in crate::consistency) began: u64,
    pub(in crate::consistency) completed: u64,
    pub(in crate::consistency) compensated: u64,
    pub(in crate::consistency) stuck: u64,
    pub(in crate::consistency) orphans: u64,
    pub(in crate::consistency) double_bookings: u64,
    pub(in crate::consistency) overbooked: u64,
    pub(in crate::consistency) lost_updates: u64,
    pub(in crate::consistency) refusals: u64,
    /// Steps refused since nothing was left, and sagas that did not complete after such a one.
    pub(in crate::consistency) sold_out: u64,
    pub(in crate::consistency) turned_away: u64,
    pub(in crate::consistency) taken_back: u64,
    pub(in crate::consistency) duration: Distribution,
    pub(in crate::consistency) completed_duration: Distribution,
    pub(in crate::consistency) attempts: Distribution,
    pub(in crate::consistency) compensations: Distribution,
    pub(in crate::consistency) uncommitted: Share,
    pub(in crate::consistency) dirty: Share,
    pub(in crate::consistency) success: Share,
    /// Sagas at their end that have left something behind, and those of which nothing gives it back.
    pub(in crate::consistency) left_behind: Share,
    pub(in crate::consistency) orphaned: Share,
    pub(in crate::consistency) doubled: Share,
}

/// A saga under way.
#[derive(Clone, Debug, Default)]
struct Open {
    known: Known,
    first: Option<Micros>,
    attempts: u64,
    compensations: u64,
    doubled: bool,
    /// Whether a step was refused since nothing was left.
    sold_out: bool,
    /// Where a step was taken back last.
    given_back: Option<NodeId>,
    /// Where attempts to take a step back have failed, in their order.
    undo_failed: Vec<NodeId>,
    holds: [u8; MOST_NODES],
    /// Reads that saw its bookings: the node, when it was booked, the read.
    reads: Vec<(NodeId, Micros, u64)>,
}

/// A saga has no tentative booking any more at a place.
fn forget(tentative: &mut Ledger<Vec<u64>>, place: u64, id: u64) {
    if let Some(sagas) = tentative.get_mut(place) {
        sagas.retain(|&other| other != id);
    }
}

impl Sagas {
    /// How long the windows of sagas under way have been open.
    pub fn open_windows(&self, now: Micros) -> impl Iterator<Item = (Micros, u32)> + '_ {
        self.open
            .iter()
            .filter_map(move |(_, saga)| Some((now - saga.first?, 1)))
    }

    /// How many reads saw bookings of which it is not known yet whether they will be taken back.
    pub fn watched(&self) -> usize {
        self.watched.len()
    }

    /// Sagas under way.
    pub fn in_flight(&self) -> u64 {
        self.open.len() as u64
    }

    /// A saga begins.
    pub fn begin(
        &mut self,
        at: Micros,
        WriteId(id): WriteId,
        key: KeyIndex,
        session: Option<SessionId>,
    ) {
        self.began += 1;
        let saga = Open {
            known: Known::new(session, key, at),
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

    /// A service does not take a step.
    pub fn refuse(&mut self, WriteId(id): WriteId, why: Refusal) {
        self.refusals += 1;
        if why == Refusal::Full {
            self.sold_out += 1;
            if let Some(saga) = self.open.get_mut(id) {
                saga.sold_out = true;
            }
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

    /// An attempt to take a step back has failed.
    pub fn fail_undo(&mut self, WriteId(id): WriteId, node: NodeId) {
        if let Some(saga) = self.open.get_mut(id) {
            saga.undo_failed.push(node);
        }
    }

    /// What is known of a saga, if it is remembered.
    pub(in crate::consistency) fn known(&mut self, WriteId(id): WriteId) -> Option<&mut Known> {
        let open = self.open.get_mut(id).map(|saga| &mut saga.known);
        open.or_else(|| self.past.known(WriteId(id)))
    }

    /// A service has taken a step.
    pub fn reserve(
        &mut self,
        at: Micros,
        (node, write, key): (NodeId, WriteId, KeyIndex),
        over: bool,
        scribe: &mut Scribe<'_>,
    ) {
        let WriteId(id) = write;
        let booked = self.cells.book(place(node, key), write);
        let mut held = 1;
        if let Some(saga) = self.open.get_mut(id) {
            saga.first.get_or_insert(at);
            let holds = &mut saga.holds[slot(node)];
            *holds = holds.saturating_add(1);
            held = *holds;
            saga.doubled |= held > 1;
            if held == 1 {
                self.tentative.entry(place(node, key), Vec::new).push(id);
            }
        } else if let Some(mut past) = self.past.take(write, key) {
            let holds = &mut past.holds[slot(node)];
            *holds = holds.saturating_add(1);
            held = *holds;
            if held > 1 && !past.doubled {
                past.doubled = true;
                self.doubled.correct();
            }
            if !past.completed {
                self.leftovers.doubt(write, node, key);
                if !past.left {
                    past.left = true;
                    self.left_behind.correct();
                }
            }
            self.past.put(write, past);
        }
        self.overbooked += u64::from(over);
        self.double_bookings += u64::from(held > 1);
        // What comes to a saga of long ago is counted and written down, and not followed any more.
        let mut forgotten = Known::new(None, key, at);
        let known = self.known(write).unwrap_or(&mut forgotten);
        let before = std::mem::replace(&mut known.booked[slot(node)], at);
        let held = u64::from(held);
        if over {
            let incident = known.incident(at, Anomaly::Overbooked, write, Some(node));
            let count = booked;
            scribe.record(Incident { count, ..incident }, &[]);
        }
        if held > 1 {
            let incident = known.incident(at, Anomaly::DoubleBooking, write, Some(node));
            let twice = Incident {
                committed: Some(before),
                count: held,
                ..incident
            };
            known.record(twice, &[], scribe);
        }
    }

    /// A service has taken a step back.
    pub fn release(
        &mut self,
        at: Micros,
        (node, write, key): (NodeId, WriteId, KeyIndex),
        wiped: u32,
        scribe: &mut Scribe<'_>,
    ) {
        let WriteId(id) = write;
        let other = self.cells.release(place(node, key), write, wiped > 0);
        if wiped > 0 {
            self.lost_updates += u64::from(wiped);
            self.wipe_out(at, (node, write, key), (wiped, other), scribe);
        }
        if let Some(saga) = self.open.get_mut(id) {
            let holds = &mut saga.holds[slot(node)];
            let held = *holds;
            *holds = held.saturating_sub(1);
            saga.known.give_back(node, held, false, None, scribe);
            // What was booked twice and given back once is still booked.
            if held <= 1 {
                saga.given_back = Some(node);
                forget(&mut self.tentative, place(node, key), id);
            }
            self.reads_turn_dirty(at, node, write, scribe);
        } else if let Some(mut past) = self.past.take(write, key) {
            let holds = &mut past.holds[slot(node)];
            let held = *holds;
            *holds = held.saturating_sub(1);
            let holds = *holds;
            let orphans = &mut past.orphans[slot(node)];
            // What was doubtful is given back first.
            let left = *orphans > holds;
            if left {
                *orphans = holds;
                self.orphans -= 1;
            }
            if *orphans == holds {
                self.leftovers.resolve(write, node);
            }
            if left && units(&past.orphans) == 0 {
                self.orphaned.take_back();
            }
            let rest = past.units();
            past.known.give_back(node, held, left, Some(rest), scribe);
            if held == 1 && past.completed {
                past.known.half_book(at, write, node, rest, scribe);
            }
            self.past.put(write, past);
        }
    }

    /// Nothing is left that would give back what a saga at its end has booked at a node.
    pub fn will_not_release(
        &mut self,
        at: Micros,
        (node, write, key): (NodeId, WriteId, KeyIndex),
        scribe: &mut Scribe<'_>,
    ) {
        self.leftovers.resolve(write, node);
        let Some(mut past) = self.past.take(write, key) else {
            return;
        };
        if units(&past.orphans) == 0 {
            self.orphaned.correct();
        }
        let held = past.holds[slot(node)];
        let known = std::mem::replace(&mut past.orphans[slot(node)], held);
        for _ in known..held {
            self.orphans += 1;
            let held = u64::from(held);
            past.known.leave_behind(at, write, node, held, scribe);
        }
        self.past.put(write, past);
    }

    /// The booking of a saga that completed is free again.
    pub fn leave(&mut self, (node, write, key): (NodeId, WriteId, KeyIndex)) {
        self.cells.release(place(node, key), write, false);
        if let Some(mut past) = self.past.take(write, key) {
            let holds = &mut past.holds[slot(node)];
            *holds = holds.saturating_sub(1);
            self.past.put(write, past);
        }
    }

    fn reads_turn_dirty(
        &mut self,
        at: Micros,
        node: NodeId,
        write: WriteId,
        scribe: &mut Scribe<'_>,
    ) {
        let Some(saga) = self.open.get_mut(write.0) else {
            return;
        };
        let (watched, dirty, known) = (&mut self.watched, &mut self.dirty, &saga.known);
        saga.reads.retain(|&(seen_at, booked, read)| {
            if seen_at != node {
                return true;
            }
            if let Some(read) = watched.remove(read) {
                dirty.correct();
                let incident = Incident {
                    committed: Some(booked),
                    ..known.incident(at, Anomaly::DirtyRead, write, Some(node))
                };
                read.turn(incident, scribe);
            }
            false
        });
    }

    /// How many sagas under way have booked a key of a service.
    pub fn tentative(&self, node: NodeId, key: KeyIndex) -> u64 {
        let sagas = self.tentative.get(place(node, key));
        sagas.map_or(0, |sagas| sagas.len() as u64)
    }

    /// Somebody looks at a key of a service: the read as it was recorded, and when they asked.
    pub fn look(
        &mut self,
        (node, key): (NodeId, KeyIndex),
        fact: Option<Placed>,
        asked: Option<Micros>,
    ) {
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
                let booked = saga.known.booked[slot(node)];
                saga.reads.push((node, booked, read));
            }
        }
        let seen = seen.len() as u32;
        let watched = Watched {
            open: seen,
            seen,
            asked,
            fact,
        };
        self.watched.insert(read, watched);
    }

    /// A saga is at its end. When its first booking was made, if one was.
    pub fn end(
        &mut self,
        at: Micros,
        write: WriteId,
        how: SagaEnd,
        scribe: &mut Scribe<'_>,
    ) -> Option<Micros> {
        let mut saga = self.open.remove(write.0)?;
        let held = units(&saga.holds);
        let known = &mut saga.known;
        let lasted = at - known.began;
        let completed = how == SagaEnd::Completed;
        match how {
            SagaEnd::Completed => {
                self.completed += 1;
                self.completed_duration.record(lasted);
            }
            SagaEnd::Compensated => self.compensated += 1,
            SagaEnd::UndoFailed | SagaEnd::CannotGoOn | SagaEnd::Forgotten | SagaEnd::Silent => {
                self.stuck += 1;
                // Where it was taken back after all, that failure was not the last word.
                let failed = saga.undo_failed.len() as u64;
                let mut last = saga.undo_failed.iter().rev().copied();
                let held_there = last.find(|&node| saga.holds[slot(node)] > 0);
                known.stick(at, write, (how, held, (failed, held_there)), scribe);
            }
        }
        self.duration.record(lasted);
        self.attempts.record(saga.attempts);
        self.compensations.record(saga.compensations);
        self.success.record(completed);
        self.turned_away += u64::from(saga.sold_out && !completed);
        if let Some(node) = saga.given_back.filter(|_| completed) {
            known.half_book(at, write, node, held, scribe);
        }
        let left = !completed && held > 0;
        for (node, &holds) in saga.holds.iter().enumerate() {
            let node = NodeId(node as u16);
            if holds > 0 {
                forget(&mut self.tentative, place(node, known.key), write.0);
                if left {
                    self.leftovers.doubt(write, node, known.key);
                }
            }
        }
        for &(_, _, read) in &saga.reads {
            if let Some(watched) = self.watched.get_mut(read) {
                watched.open -= 1;
                if watched.open == 0 {
                    self.watched.remove(read);
                }
            }
        }
        self.left_behind.record(left);
        self.orphaned.record(false);
        self.doubled.record(saga.doubled);
        let past = Past {
            known: saga.known,
            completed,
            left,
            doubled: saga.doubled,
            holds: saga.holds,
            ..Past::default()
        };
        self.past.put(write, past);
        saga.first
    }
}

#[cfg(test)]
mod tests;

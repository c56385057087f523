//! The incidents of sagas, from the bare facts.

use std::collections::BTreeMap;

use driftscope::consistency::{Anomaly, Incident, Outcome, Truth};
use driftscope::facts::ids::{KeyIndex, NodeId, ReadId, SessionId, WriteId};
use driftscope::facts::time::Micros;
use driftscope::facts::{Fault, SagaEnd, What};

use super::Found;
use crate::trial::Trial;

/// The kinds that are found here.
pub const KINDS: &[&str] = &[
    "orphaned-reservation",
    "double-booking",
    "overbooked",
    "dirty-read",
    "lost-update",
    "stuck-saga",
    "undo-failed",
    "forgotten-saga",
    "half-booked",
];

#[derive(Default)]
struct Saga {
    key: KeyIndex,
    began: Micros,
    ended: Option<SagaEnd>,
    /// Every booking ever made, by node.
    booked: BTreeMap<NodeId, Vec<Micros>>,
    held: BTreeMap<NodeId, u64>,
    given_back: Option<NodeId>,
    undo_failed: Vec<NodeId>,
    doubles: BTreeMap<NodeId, Vec<usize>>,
    orphans: BTreeMap<NodeId, Vec<usize>>,
    stuck: Vec<usize>,
}

impl Saga {
    fn held(&self, node: NodeId) -> u64 {
        self.held.get(&node).copied().unwrap_or(0)
    }

    fn last(&self, node: NodeId) -> Option<Micros> {
        self.booked.get(&node)?.last().copied()
    }
}

/// A read that saw bookings of sagas that had not ended.
struct Look {
    read: ReadId,
    session: SessionId,
    node: NodeId,
    value: i64,
    /// Those sagas, and when they had booked.
    saw: Vec<(WriteId, Micros)>,
    dirty: bool,
}

#[derive(Default)]
struct Replay {
    found: Found,
    wanted: BTreeMap<WriteId, SessionId>,
    asked: BTreeMap<ReadId, Micros>,
    sagas: BTreeMap<WriteId, Saga>,
    /// The bookings in force of a key at a node, oldest first, and whether an undo has wiped them out.
    in_force: BTreeMap<(NodeId, KeyIndex), Vec<(WriteId, bool)>>,
    looks: Vec<Look>,
    down: Vec<NodeId>,
}

/// Every incident of a run.
pub fn find(trial: &Trial) -> Found {
    let mut replay = Replay::default();
    for fact in &trial.facts {
        let at = fact.at;
        match fact.what {
            What::Requested { write, session, .. } => {
                replay.wanted.insert(write, session);
            }
            What::Began { write, key } => {
                let began = at;
                let saga = Saga {
                    key,
                    began,
                    ..Saga::default()
                };
                replay.sagas.insert(write, saga);
            }
            What::Reserved {
                node, write, over, ..
            } => replay.reserve(at, node, write, over),
            What::Released {
                node, write, wiped, ..
            } => replay.release(at, node, write, wiped),
            What::Left { node, write, .. } => replay.leave(node, write),
            What::UndoFailed { node, write, .. } => {
                let saga = replay.sagas.get_mut(&write).expect("it began");
                if saga.ended.is_none() {
                    saga.undo_failed.push(node);
                }
            }
            What::Ended { write, how, .. } => replay.end(at, write, how),
            What::WillNotRelease { node, write, .. } => replay.orphan(at, node, write),
            What::Asked { read, .. } => {
                replay.asked.insert(read, at);
            }
            What::Read {
                read,
                session,
                replica,
                key,
                value,
                ..
            } => replay.look(read, session, (NodeId(replica.0), key), value),
            What::Fault(Fault::Crashed(node)) => replay.down.push(node),
            What::Fault(Fault::Restarted(node)) => replay.down.retain(|down| *down != node),
            _ => {}
        }
    }
    replay.found
}

impl Replay {
    fn incident(&self, at: Micros, what: Anomaly, write: WriteId) -> Incident {
        Incident {
            session: self.wanted.get(&write).copied(),
            key: Some(self.sagas[&write].key),
            write: Some(write),
            committed: Some(self.sagas[&write].began),
            ..Incident::new(at, what)
        }
    }

    fn at_node(&self, at: Micros, what: Anomaly, write: WriteId, node: NodeId) -> Incident {
        Incident {
            node: Some(node),
            committed: self.sagas[&write].last(node),
            count: self.sagas[&write].held(node),
            ..self.incident(at, what, write)
        }
    }

    fn reserve(&mut self, at: Micros, node: NodeId, write: WriteId, over: bool) {
        let saga = self.sagas.get_mut(&write).expect("it began");
        let before = saga.last(node);
        saga.booked.entry(node).or_default().push(at);
        *saga.held.entry(node).or_default() += 1;
        let held = saga.held(node);
        let in_force = self.in_force.entry((node, saga.key)).or_default();
        in_force.push((write, false));
        let units = in_force.len() as u64;
        if over {
            let mut incident = self.at_node(at, Anomaly::Overbooked, write, node);
            incident.count = units;
            self.found.add(incident);
        }
        if held > 1 {
            let mut incident = self.at_node(at, Anomaly::DoubleBooking, write, node);
            incident.committed = before;
            let place = self.found.add(incident);
            let saga = self.sagas.get_mut(&write).expect("it began");
            saga.doubles.entry(node).or_default().push(place);
        }
    }

    /// Nothing is left that would give back what a saga holds at a node.
    fn orphan(&mut self, at: Micros, node: NodeId, write: WriteId) {
        let known = self.sagas[&write].orphans.get(&node).map_or(0, Vec::len);
        for _ in known as u64..self.sagas[&write].held(node) {
            let incident = self.at_node(at, Anomaly::OrphanedReservation, write, node);
            let place = self.found.add(incident);
            let saga = self.sagas.get_mut(&write).expect("it began");
            saga.orphans.entry(node).or_default().push(place);
        }
    }

    fn leave(&mut self, node: NodeId, write: WriteId) {
        let saga = self.sagas.get_mut(&write).expect("it began");
        let in_force = self.in_force.entry((node, saga.key)).or_default();
        let its = in_force.iter().rposition(|(saga, _)| *saga == write);
        in_force.remove(its.expect("it was booked"));
        *saga.held.entry(node).or_default() -= 1;
    }

    fn release(&mut self, at: Micros, node: NodeId, write: WriteId, wiped: u32) {
        let key = self.sagas[&write].key;
        let in_force = self.in_force.entry((node, key)).or_default();
        let mine = in_force.iter().rposition(|(saga, _)| *saga == write);
        let mine = mine.expect("it was booked");
        in_force.remove(mine);
        if wiped > 0 {
            let since = in_force[mine..].iter_mut();
            let hit: Vec<_> = since.filter(|(_, is_wiped)| !*is_wiped).collect();
            let other = hit.last().map(|(saga, _)| *saga);
            for (_, is_wiped) in hit {
                *is_wiped = true;
            }
            let mut incident = self.at_node(at, Anomaly::LostUpdate, write, node);
            incident.other = other;
            incident.count = u64::from(wiped);
            let hit = other.unwrap_or(write);
            incident.session = self.wanted.get(&hit).copied();
            self.found.add(incident);
        }
        let saga = self.sagas.get_mut(&write).expect("it began");
        let held = saga.held(node);
        saga.held.insert(node, held - 1);
        if held > 1 {
            let place = saga.doubles.entry(node).or_default().pop();
            self.found
                .end(place.expect("booked twice"), at, Outcome::Righted);
        }
        if saga.ended.is_none() && held == 1 {
            saga.given_back = Some(node);
        }
        let orphans = saga.orphans.entry(node).or_default();
        if orphans.len() as u64 == held {
            self.found.end(orphans.remove(0), at, Outcome::Righted);
        }
        let rest: u64 = saga.held.values().sum();
        if saga.ended.is_some() && rest == 0 {
            for place in saga.stuck.drain(..) {
                self.found.end(place, at, Outcome::Righted);
            }
        }
        let ended = saga.ended;
        if ended == Some(SagaEnd::Completed) && held == 1 {
            let mut incident = self.at_node(at, Anomaly::HalfBooked, write, node);
            incident.count = rest;
            self.found.add(incident);
        }
        if ended.is_none() {
            self.turn_dirty(at, node, write);
        }
    }

    fn turn_dirty(&mut self, at: Micros, node: NodeId, write: WriteId) {
        for place in 0..self.looks.len() {
            let look = &mut self.looks[place];
            let saw = look.saw.iter().find(|(by, _)| *by == write);
            let Some(&(_, booked)) = saw.filter(|_| look.node == node && !look.dirty) else {
                continue;
            };
            look.dirty = true;
            let look = &self.looks[place];
            let units = |value| Some(Truth { version: 0, value });
            let incident = Incident {
                session: Some(look.session),
                read: Some(look.read),
                asked: self.asked.get(&look.read).copied(),
                found: units(look.value),
                truth: units(look.value - 1),
                committed: Some(booked),
                count: look.saw.len() as u64,
                ..self.at_node(at, Anomaly::DirtyRead, write, node)
            };
            self.found.add(incident);
        }
    }

    fn look(&mut self, read: ReadId, session: SessionId, at: (NodeId, KeyIndex), value: i64) {
        let (node, key) = at;
        let tentative = |saga: &Saga| saga.ended.is_none() && saga.key == key;
        let saw = self.sagas.iter().filter(|(_, saga)| tentative(saga));
        let saw = saw.filter(|(_, saga)| saga.held(node) > 0);
        let saw: Vec<_> = saw
            .filter_map(|(write, saga)| Some((*write, saga.last(node)?)))
            .collect();
        self.looks.push(Look {
            read,
            session,
            node,
            value,
            saw,
            dirty: false,
        });
    }

    fn end(&mut self, at: Micros, write: WriteId, how: SagaEnd) {
        let saga = self.sagas.get_mut(&write).expect("it began");
        saga.ended = Some(how);
        let held: u64 = saga.held.values().sum();
        let nodes: Vec<NodeId> = saga.held.keys().copied().collect();
        let holding: Vec<NodeId> = nodes
            .iter()
            .copied()
            .filter(|node| saga.held(*node) > 0)
            .collect();
        let (given_back, failed) = (saga.given_back, saga.undo_failed.clone());
        let down = self.down.last().copied();
        let mut whole = |what, count, node| {
            let incident = Incident {
                count,
                node,
                ..self.incident(at, what, write)
            };
            let place = self.found.add(incident);
            let saga = self.sagas.get_mut(&write).expect("it began");
            saga.stuck.push(place);
        };
        if how.is_stuck() {
            whole(Anomaly::StuckSaga, held, None);
        }
        if how == SagaEnd::UndoFailed {
            let last = failed
                .iter()
                .rev()
                .copied()
                .find(|node| holding.contains(node));
            whole(Anomaly::UndoFailed, failed.len() as u64, last);
        }
        if how == SagaEnd::Forgotten {
            whole(Anomaly::ForgottenSaga, held, down);
        }
        if let Some(node) = given_back.filter(|_| how == SagaEnd::Completed) {
            let mut incident = self.at_node(at, Anomaly::HalfBooked, write, node);
            incident.count = held;
            self.found.add(incident);
        }
    }
}

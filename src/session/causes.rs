//! Which of the things that went wrong share a cause, so that a list can show one cause as one item.
//!
//! The rule, in plain words. Each incident has one cause. Two have the same one where what is recorded of them
//! says so, and only there:
//!
//! - **a saga that failed**: it was stuck, could not be undone, left bookings behind, or people had seen what was
//!   undone. Where a crash made several sagas forgotten, that crash at its instant is the cause for all of them;
//! - **a clock that is ahead**, for as long as it is: of two writes the older won, by no more than the clock is
//!   ahead. Who did not see the write that lost, since then and at that side, has it to thank for that too;
//! - **a batch** of a sync: what it overwrote at one side, at one instant, by the rules;
//! - **a write at a copy**: the copy lacks it, has it twice, is held up by it, or let it overwrite a newer one. All
//!   that was noticed of the copy because of that belongs there: a loss, a guarantee that was violated, a key that
//!   is wrong for good. Where no copy will get the write, the loss is the cause at all of them; where a broker
//!   forgot many at one instant, its death is;
//! - **a rebuild** of a copy: what people missed while it went on;
//! - **a state that went on**: a copy that fell further behind before it had caught up, runs of a job side by side
//!   until one was alone;
//! - **the same again**, in one saga at one service.
//!
//! What fits none of these stands alone, however alike it is to others: two sagas, two lost messages, two keys that
//! different messages hit are two causes. Nothing is chained: that an incident could belong to two causes does
//! not make them one. Nor does anything come of what was later: what a crash or the death of a broker is the cause
//! of was noticed then or after it, and what was before keeps a cause of its own.

use std::collections::{BTreeMap, BTreeSet};

use crate::consistency::{Anomaly, Incident};
use crate::facts::ids::{NodeId, ReplicaId, WriteId};
use crate::facts::time::Micros;
use crate::facts::{Fact, Fault, LossReason, SagaEnd, What};

/// What one or several incidents have come of. It tells an item of a list from the others at one time, and nearly
/// always for as long as the run is shown. But it is read off the incidents that are known and kept, and changes with
/// them: that no copy will get a write is found after people have missed it, a state goes by the first of its incidents
/// that is kept, and so is the one that says who overwrote a write only for a time. The item is another one then, and
/// is closed if it was open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// A saga that failed.
    Saga(WriteId),
    /// A node that went down at an instant, with all the sagas that it led.
    Crash(NodeId, Micros),
    /// A broker that died at an instant, with events that it kept in memory.
    Broker(Micros),
    /// The clock of a side, which is ahead.
    Clock(ReplicaId),
    /// A batch that came to a side at an instant.
    Batch(ReplicaId, Micros),
    /// A write at a copy.
    Write(ReplicaId, WriteId),
    /// A write that no copy will get.
    Lost(WriteId),
    /// A rebuild of a copy, which began at an instant.
    Rebuild(ReplicaId, Micros),
    /// A state of a kind that went on, of a copy if it is that of one; it began with an incident of that number.
    State(Anomaly, Option<ReplicaId>, u64),
    /// The same again in one saga at one service.
    Again(Anomaly, WriteId, Option<NodeId>),
    /// An incident alone, by its number.
    Alone(u64),
}

/// A clock that is ahead of the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ahead {
    /// The side that goes by it.
    pub replica: ReplicaId,
    /// By how much, at most.
    pub by: Micros,
}

/// What is known of causes beside single incidents.
#[derive(Debug, Default)]
struct Roots {
    /// Sagas that were forgotten, and when.
    forgotten: BTreeMap<WriteId, (Micros, Cause)>,
    /// At which instants a broker died with the last that was left of a write for a copy, or for all of them.
    died: BTreeSet<(WriteId, Option<ReplicaId>, Micros)>,
    /// The clock that is ahead.
    clock: Option<Ahead>,
    /// Why a copy lacks a write, and from when on it does.
    at_copy: BTreeMap<(ReplicaId, WriteId), (Micros, Cause)>,
    /// Writes that no copy will get.
    lost: BTreeMap<WriteId, Cause>,
    /// States that went on: since which incident, and when the last one ended, if it has.
    open: BTreeMap<(Anomaly, Option<ReplicaId>), (u64, Option<Micros>)>,
}

/// The cause of each incident of a run, which come in the order of their numbers.
pub fn causes(incidents: &[Incident], clock: Option<Ahead>) -> Vec<Cause> {
    let mut roots = Roots {
        clock,
        ..Roots::default()
    };
    // What was forgotten is also said to be lost: the crash is the cause of both.
    for incident in incidents {
        roots.note_crash(incident);
    }
    for incident in incidents {
        roots.note(incident);
    }
    incidents
        .iter()
        .map(|incident| roots.cause(incident))
        .collect()
}

impl Roots {
    fn note_crash(&mut self, incident: &Incident) {
        let Some(write) = incident.write else { return };
        let at = incident.at;
        match incident.what {
            // That one was lost may be kept for longer than that it was forgotten at each of the copies.
            Anomaly::BrokerForgot | Anomaly::LostEvent if is_forgotten_by_broker(incident) => {
                self.died.insert((write, incident.replica, at));
            }
            Anomaly::StuckSaga | Anomaly::ForgottenSaga => {
                if let Some(cause) = forgotten_in(incident) {
                    self.forgotten.insert(write, (at, cause));
                }
            }
            _ => {}
        }
    }

    fn note(&mut self, incident: &Incident) {
        let Some(write) = incident.write else { return };
        let Some(replica) = incident.replica else {
            let is_lost = incident.what == Anomaly::LostEvent && is_lost_for_all(incident);
            if is_lost && !is_forgotten_by_broker(incident) {
                self.lost.entry(write).or_insert(Cause::Lost(write));
            }
            return;
        };
        let at = incident.at;
        let by_write = Cause::Write(replica, write);
        match incident.what {
            Anomaly::LostEvent | Anomaly::MissedRow | Anomaly::GhostRow => {
                self.at_copy
                    .entry((replica, write))
                    .or_insert((0, by_write));
            }
            Anomaly::OldOverwritesNew => {
                if let Some(newer) = incident.other {
                    self.at_copy
                        .entry((replica, newer))
                        .or_insert((at, by_write));
                }
            }
            Anomaly::LostUpdate => {
                if let Some(cause) = self.by_clock(incident) {
                    self.at_copy.entry((replica, write)).or_insert((at, cause));
                }
            }
            _ => {}
        }
    }

    fn cause(&mut self, incident: &Incident) -> Cause {
        let alone = Cause::Alone(incident.nth);
        let what = incident.what;
        match what {
            Anomaly::StuckSaga
            | Anomaly::UndoFailed
            | Anomaly::ForgottenSaga
            | Anomaly::OrphanedReservation
            | Anomaly::DirtyRead => incident.write.map_or(alone, |saga| {
                let crash = self.forgotten.get(&saga);
                let crash = crash.filter(|(since, _)| *since <= incident.at);
                crash.map_or(Cause::Saga(saga), |(_, cause)| *cause)
            }),
            Anomaly::DoubleBooking | Anomaly::Overbooked | Anomaly::HalfBooked => incident
                .write
                .map_or(alone, |saga| Cause::Again(what, saga, incident.node)),
            Anomaly::LostUpdate => incident.replica.map_or(alone, |side| {
                let by_clock = self.by_clock(incident);
                by_clock.unwrap_or(Cause::Batch(side, incident.at))
            }),
            Anomaly::GrowingLag | Anomaly::OverlappingRuns => self.state(incident),
            Anomaly::StaleDuringRebuild => rebuild(incident).unwrap_or(alone),
            Anomaly::BrokerForgot => Cause::Broker(incident.at),
            Anomaly::RunFailed | Anomaly::Overdraft => alone,
            // Of two views that disagree the one that lacks something is the one concerned.
            Anomaly::ViewsDisagree => incident
                .lacking
                .map_or(alone, |copy| self.at(copy, incident)),
            Anomaly::LostEvent if incident.replica.is_none() => {
                let lost = incident.write.filter(|_| is_lost_for_all(incident));
                lost.map_or(alone, |write| {
                    let broker = self.broker(write, None, incident.at);
                    broker.unwrap_or(Cause::Lost(write))
                })
            }
            _ => {
                let copy = incident.lacking.or(incident.replica);
                copy.map_or(alone, |copy| self.at(copy, incident))
            }
        }
    }

    /// What is wrong with the write of an incident at a copy.
    fn at(&self, copy: ReplicaId, incident: &Incident) -> Cause {
        if let Some(rebuild) = rebuild(incident) {
            return rebuild;
        }
        let Some(write) = incident.write else {
            return Cause::Alone(incident.nth);
        };
        if let Some(broker) = self.broker(write, Some(copy), incident.at) {
            return broker;
        }
        let known = self.at_copy.get(&(copy, write));
        let known = known.filter(|(since, _)| *since <= incident.at);
        let known = known.map(|(_, cause)| cause).or(self.lost.get(&write));
        known.copied().unwrap_or(Cause::Write(copy, write))
    }

    /// The last death of a broker until an instant with what was left of a write for a copy, or for all of them.
    fn broker(&self, write: WriteId, copy: Option<ReplicaId>, until: Micros) -> Option<Cause> {
        let last = |of| {
            let died = self.died.range((write, of, 0)..=(write, of, until));
            died.map(|(.., at)| *at).next_back()
        };
        last(copy).max(last(None)).map(Cause::Broker)
    }

    /// The clock, if that is why a write was overwritten: the side that goes by it had made the write that won, and
    /// had made it earlier, by no more than its clock is ahead.
    fn by_clock(&self, incident: &Incident) -> Option<Cause> {
        let clock = self.clock?;
        let (winner, made) = (incident.other?, incident.committed?);
        let has_won = |fact: &Fact| match fact.what {
            What::Wrote { replica, write, .. } => {
                let older = made.saturating_sub(fact.at);
                write == winner && replica == clock.replica && (1..=clock.by).contains(&older)
            }
            _ => false,
        };
        let has_won = incident.trail.iter().any(has_won);
        has_won.then_some(Cause::Clock(clock.replica))
    }

    /// The state that an incident belongs to: the one before it, unless that had ended by then.
    fn state(&mut self, incident: &Incident) -> Cause {
        let of = (incident.what, incident.replica);
        let closed = incident.closing.map(|closing| closing.at);
        let open = self.open.entry(of).or_insert((incident.nth, None));
        if open.1.is_some_and(|closed| closed <= incident.at) {
            open.0 = incident.nth;
        }
        open.1 = closed;
        Cause::State(of.0, of.1, open.0)
    }
}

/// The crash at whose instant a saga was forgotten.
fn forgotten_in(incident: &Incident) -> Option<Cause> {
    let facts = incident.led_here();
    let is_forgotten = |fact: &Fact| {
        matches!(
            fact.what,
            What::Ended {
                how: SagaEnd::Forgotten,
                ..
            }
        )
    };
    facts.iter().find(|fact| is_forgotten(fact))?;
    facts.iter().rev().find_map(|fact| match fact.what {
        What::Fault(Fault::Crashed(node) | Fault::Stopped(node)) if fact.at == incident.at => {
            Some(Cause::Crash(node, fact.at))
        }
        _ => None,
    })
}

/// Whether a write was missed because a broker died with the last that was left of it.
fn is_forgotten_by_broker(incident: &Incident) -> bool {
    let forgot = Some(LossReason::BrokerForgot);
    let found = |fact: &Fact| match fact.what {
        What::WillNotCome { write, why, .. } => {
            Some(write) == incident.write && why == forgot && fact.at == incident.at
        }
        _ => false,
    };
    incident.what == Anomaly::BrokerForgot || incident.trail.iter().any(found)
}

/// Whether it was found that no copy will get a write.
fn is_lost_for_all(incident: &Incident) -> bool {
    let all = |fact: &Fact| matches!(fact.what, What::WillNotCome { replica: None, write, .. } if Some(write) == incident.write);
    incident.trail.iter().any(all)
}

/// The rebuild in which a person missed something.
fn rebuild(incident: &Incident) -> Option<Cause> {
    let mut facts = incident.led_here().iter().rev();
    facts.find_map(|fact| match fact.what {
        What::RebuildBegan { replica, .. } => Some(Cause::Rebuild(replica, fact.at)),
        _ => None,
    })
}

#[cfg(test)]
mod tests;

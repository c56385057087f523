//! The data behind incidents of sagas: what is known of one, what was booked and when, and which incidents of it
//! are open; and how they are told in full.

use crate::consistency::incidents::anomaly::Anomaly;
use crate::consistency::incidents::chronicle::{Placed, Scribe};
use crate::consistency::incidents::incident::{Incident, Outcome};
use crate::consistency::processes::sagas::Sagas;
use crate::consistency::state::keys::Truth;
use crate::facts::ids::{KeyIndex, NodeId, SessionId, WriteId};
use crate::facts::time::Micros;
use crate::facts::{SagaEnd, What};
use crate::sim::ledger::Ledger;

/// Nodes with a greater number take no steps.
pub const MOST_NODES: usize = 8;

/// Of one saga so many incidents that may end are followed: of each node 255 units are counted, and each
/// may be one too many and left behind.
pub(in crate::consistency) const MOST_OPEN: usize = 2 * 255 * MOST_NODES;

/// The place of a node among those that take steps.
pub fn slot(node: NodeId) -> usize {
    usize::from(node.0).min(MOST_NODES - 1)
}

/// A key of a node.
pub fn place(node: NodeId, key: KeyIndex) -> u64 {
    u64::from(node.0) << 32 | u64::from(key)
}

/// What is known of a saga, until it is forgotten.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Who wanted it.
    pub session: Option<SessionId>,
    /// What it is about.
    pub key: KeyIndex,
    /// When it began.
    pub began: Micros,
    /// When it last booked at each node.
    pub booked: [Micros; MOST_NODES],
    /// Its incidents that may end yet, oldest first, at most [`MOST_OPEN`].
    pub(in crate::consistency) open: Vec<Open>,
}

/// An incident that may end yet.
#[derive(Clone, Copy, Debug)]
pub(in crate::consistency) struct Open {
    pub(in crate::consistency) what: Anomaly,
    /// Where; none if it is about the saga as a whole.
    pub(in crate::consistency) node: Option<NodeId>,
    pub(in crate::consistency) nth: u64,
}

impl Known {
    /// A saga that begins.
    pub fn new(session: Option<SessionId>, key: KeyIndex, began: Micros) -> Self {
        Self {
            session,
            key,
            began,
            ..Self::default()
        }
    }

    /// An incident of it, at a node or as a whole.
    pub fn incident(
        &self,
        at: Micros,
        what: Anomaly,
        write: WriteId,
        node: Option<NodeId>,
    ) -> Incident {
        Incident {
            session: self.session,
            node,
            key: Some(self.key),
            write: Some(write),
            committed: Some(node.map_or(self.began, |node| self.booked[slot(node)])),
            ..Incident::new(at, what)
        }
    }

    /// Writes an incident down that may end.
    pub fn record(&mut self, incident: Incident, others: &[Placed], scribe: &mut Scribe<'_>) {
        let whole = matches!(
            incident.what,
            Anomaly::StuckSaga | Anomaly::UndoFailed | Anomaly::ForgottenSaga
        );
        let (what, node) = (incident.what, incident.node.filter(|_| !whole));
        let nth = scribe.record(incident, others);
        if self.open.len() < MOST_OPEN {
            self.open.push(Open { what, node, nth });
        }
    }

    /// Whether an incident of it may end yet.
    pub fn is_followed(&self) -> bool {
        !self.open.is_empty()
    }

    /// A booking is left behind for good at a node, where it holds so many.
    pub fn leave_behind(
        &mut self,
        at: Micros,
        write: WriteId,
        node: NodeId,
        count: u64,
        scribe: &mut Scribe<'_>,
    ) {
        let incident = self.incident(at, Anomaly::OrphanedReservation, write, Some(node));
        self.record(Incident { count, ..incident }, &[], scribe);
    }

    /// It ends well or has, with only so many bookings: one was given back at a node.
    pub fn half_book(
        &self,
        at: Micros,
        write: WriteId,
        node: NodeId,
        count: u64,
        scribe: &mut Scribe<'_>,
    ) {
        let incident = self.incident(at, Anomaly::HalfBooked, write, Some(node));
        scribe.record(Incident { count, ..incident }, &[]);
    }

    /// It ends stuck, holding so many bookings, after so many attempts to take a step back failed.
    pub fn stick(
        &mut self,
        at: Micros,
        write: WriteId,
        (how, held, (failed, failed_at)): (SagaEnd, u64, (u64, Option<NodeId>)),
        scribe: &mut Scribe<'_>,
    ) {
        let crash = scribe.chronicle.last_down();
        let crash = crash.filter(|_| how == SagaEnd::Forgotten);
        let (crashed, crash) = crash.unzip();
        let why = match how {
            SagaEnd::UndoFailed => Some((Anomaly::UndoFailed, failed, failed_at)),
            SagaEnd::Forgotten => Some((Anomaly::ForgottenSaga, held, crashed)),
            _ => None,
        };
        for (what, count, node) in [Some((Anomaly::StuckSaga, held, None)), why]
            .into_iter()
            .flatten()
        {
            let incident = Incident {
                node,
                count,
                ..self.incident(at, what, write, None)
            };
            self.record(incident, crash.as_slice(), scribe);
        }
    }

    /// A unit was given back at a node, where it held so many before: what ends by that. `left` says
    /// whether the units there were left behind, `rest` how many it holds now at all nodes, if it has
    /// ended.
    pub fn give_back(
        &mut self,
        node: NodeId,
        held: u8,
        left: bool,
        rest: Option<u64>,
        scribe: &mut Scribe<'_>,
    ) {
        if self.open.is_empty() {
            return;
        }
        let here = |of: Anomaly| move |open: &Open| open.what == of && open.node == Some(node);
        if held > 1 {
            let last = self.open.iter().rposition(here(Anomaly::DoubleBooking));
            self.end(last, scribe);
        }
        if left {
            let orphan = Anomaly::OrphanedReservation;
            let first = self.open.iter().position(here(orphan));
            self.end(first, scribe);
        }
        while rest == Some(0)
            && let Some(stuck) = self.open.iter().position(|open| open.node.is_none())
        {
            self.end(Some(stuck), scribe);
        }
    }

    pub(in crate::consistency) fn end(&mut self, place: Option<usize>, scribe: &mut Scribe<'_>) {
        if let Some(place) = place {
            scribe.close(self.open.remove(place).nth, Outcome::Righted);
        }
    }
}

/// How many bookings of a key at a node are known by name.
pub(in crate::consistency) const MOST_NAMED: usize = 256;

/// What is booked of a key at a node.
#[derive(Clone, Debug, Default)]
pub(in crate::consistency) struct Cell {
    pub(in crate::consistency) units: u64,
    /// The newest bookings in force, oldest first, and whether undoing another one has wiped them out.
    pub(in crate::consistency) newest: Vec<(WriteId, bool)>,
}

/// What is booked at each key of each node.
#[derive(Clone, Debug, Default)]
pub struct Cells(Ledger<Cell>);

impl Cells {
    /// A saga books a unit: how many are booked now.
    pub fn book(&mut self, place: u64, write: WriteId) -> u64 {
        let cell = self.0.entry(place, Cell::default);
        cell.units += 1;
        if cell.newest.len() == MOST_NAMED {
            cell.newest.remove(0);
        }
        cell.newest.push((write, false));
        cell.units
    }

    /// A saga gives a unit back, and that may wipe out what was booked since: whose the latest of those
    /// bookings is, if it is known.
    pub fn release(&mut self, place: u64, write: WriteId, wipes: bool) -> Option<WriteId> {
        let cell = self.0.get_mut(place)?;
        cell.units = cell.units.saturating_sub(1);
        let its = cell.newest.iter().rposition(|&(saga, _)| saga == write);
        if let Some(its) = its {
            cell.newest.remove(its);
        }
        let mut latest = None;
        for (saga, wiped) in &mut cell.newest[its.unwrap_or(0)..] {
            if wipes && !*wiped {
                *wiped = true;
                latest = Some(*saga);
            }
        }
        latest
    }
}

/// A read that saw tentative bookings.
#[derive(Clone, Copy, Debug)]
pub struct Watched {
    /// Of how many of them it is still open what becomes of them.
    pub open: u32,
    /// How many it saw.
    pub seen: u32,
    /// When the person asked.
    pub asked: Option<Micros>,
    /// The read, as it was recorded.
    pub fact: Option<Placed>,
}

impl Watched {
    /// A booking that it saw is taken back.
    pub fn turn(&self, mut incident: Incident, scribe: &mut Scribe<'_>) {
        let what = self.fact.map(|(_, fact)| fact.what);
        if let Some(What::Read {
            read,
            session,
            value,
            ..
        }) = what
        {
            incident.session = Some(session);
            incident.read = Some(read);
            let units = |value| Some(Truth { version: 0, value });
            incident.found = units(value);
            incident.truth = units(value.saturating_sub(1));
        }
        incident.asked = self.asked;
        incident.count = u64::from(self.seen);
        scribe.record(incident, self.fact.as_slice());
    }
}

impl Sagas {
    /// Taking a step back has wiped out bookings of others, the latest of them that of `other`.
    pub(in crate::consistency) fn wipe_out(
        &mut self,
        at: Micros,
        (node, write, key): (NodeId, WriteId, KeyIndex),
        (wiped, other): (u32, Option<WriteId>),
        scribe: &mut Scribe<'_>,
    ) {
        let mut incident = Incident {
            node: Some(node),
            key: Some(key),
            write: Some(write),
            other,
            count: u64::from(wiped),
            ..Incident::new(at, Anomaly::LostUpdate)
        };
        if let Some(known) = self.known(write) {
            incident.committed = Some(known.booked[slot(node)]);
            incident.session = known.session;
        }
        let hit = other.and_then(|other| self.known(other)?.session);
        incident.session = hit.or(incident.session);
        let changes = other.into_iter().flat_map(|it| scribe.chronicle.about(it));
        let is_booking = |(_, fact): &&Placed| matches!(fact.what, What::Reserved { node: of, .. } if of == node);
        let booking: Option<Placed> = changes.filter(is_booking).last().copied();
        scribe.record(incident, booking.as_slice());
    }
}

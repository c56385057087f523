//! The network: connections, and the messages that are on their way over them.

use std::collections::VecDeque;

use super::copies::Copies;
use super::draw::{Draws, Identity, Purpose};
use super::node::{Address, Conditions};
use super::traffic::{Entry, Lot, Traffic};
use crate::facts::ids::{LinkId, MessageId, NodeId, WriteId};
use crate::facts::time::Micros;
use crate::facts::{Letter, LetterKind, LossCause};

/// How many lost messages are kept for the picture after their end.
const REMEMBERED_LOSSES: usize = 64;

/// A connection between two nodes, in both directions.
#[derive(Clone, Debug)]
pub struct Connection {
    /// The end nearer to the people.
    pub near: NodeId,
    /// The end further from the people.
    pub far: NodeId,
    /// Since when it is cut, if it is.
    pub cut_since: Option<Micros>,
    /// Whether it is cut and will be mended after a while.
    pub(super) mends: bool,
    /// When the last message sent in order from near to far, and from far to near, is due.
    last_due: [Micros; 2],
}

/// A message on its way.
#[derive(Clone, Debug)]
pub struct Flight<M> {
    /// What it says on the outside.
    pub letter: Letter,
    /// When it was sent.
    pub sent: Micros,
    /// When it arrives unless it is lost.
    pub due: Micros,
    /// Where it ends instead, if the network loses it.
    pub lost: Option<(Micros, LossCause)>,
    /// The message that caused it.
    pub cause: Option<MessageId>,
    /// What it says on the inside.
    pub payload: M,
}

/// A message that did not arrive.
#[derive(Clone, Copy, Debug)]
pub struct Loss {
    /// The message.
    pub letter: Letter,
    /// When it was sent.
    pub sent: Micros,
    /// When it would have arrived.
    pub due: Micros,
    /// When it was lost.
    pub at: Micros,
}

/// A flight that has just begun: its place, and when it ends.
pub struct Departure {
    /// Where the flight is kept.
    pub slot: u32,
    /// When it arrives or is lost.
    pub ends: Micros,
    /// When it arrives unless it is lost.
    pub due: Micros,
    /// Whether it arrives, as far as the network is concerned.
    pub arrives: bool,
}

/// All connections and flights.
#[derive(Clone, Debug)]
pub struct Network<M> {
    connections: Vec<Connection>,
    /// What is on its way over each of them.
    traffic: Vec<Traffic>,
    /// The connection between two nodes, by `from * nodes + to`.
    between: Vec<Option<LinkId>>,
    nodes: usize,
    flights: Vec<Option<Flight<M>>>,
    free: Vec<u32>,
    in_flight: usize,
    /// The messages about each write that are on their way from one node to another.
    carried: Copies<(WriteId, NodeId, NodeId)>,
    sent: u64,
    losses: VecDeque<Loss>,
}

impl<M: Clone> Network<M> {
    /// A network of these connections, each from its near to its far end.
    pub fn new(nodes: usize, ends: &[(NodeId, NodeId)]) -> Self {
        let mut between = vec![None; nodes * nodes];
        let mut connections = Vec::with_capacity(ends.len());
        for (place, &(near, far)) in ends.iter().enumerate() {
            let link = Some(LinkId(place as u16));
            between[usize::from(near.0) * nodes + usize::from(far.0)] = link;
            between[usize::from(far.0) * nodes + usize::from(near.0)] = link;
            connections.push(Connection {
                near,
                far,
                cut_since: None,
                mends: false,
                last_due: [0; 2],
            });
        }
        Self {
            traffic: vec![Traffic::default(); connections.len()],
            connections,
            between,
            nodes,
            flights: Vec::new(),
            free: Vec::new(),
            in_flight: 0,
            carried: Copies::default(),
            sent: 0,
            losses: VecDeque::new(),
        }
    }

    /// The connections.
    pub fn connections(&self) -> &[Connection] {
        &self.connections
    }

    /// The connection between two nodes, if there is one.
    pub fn between(&self, one: NodeId, other: NodeId) -> Option<&Connection> {
        let place = usize::from(one.0) * self.nodes + usize::from(other.0);
        let link = self.between.get(place).copied().flatten()?;
        self.connections.get(usize::from(link.0))
    }

    /// The nodes at the other ends of a node's connections.
    pub fn peers(&self, node: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        self.connections.iter().filter_map(move |connection| {
            if connection.near == node {
                Some(connection.far)
            } else if connection.far == node {
                Some(connection.near)
            } else {
                None
            }
        })
    }

    /// Messages on their way, in no particular order.
    pub fn flights(&self) -> impl Iterator<Item = &Flight<M>> {
        self.flights.iter().flatten()
    }

    /// What is on its way over a connection.
    pub fn traffic(&self, link: LinkId) -> &Traffic {
        &self.traffic[usize::from(link.0)]
    }

    /// The messages of a lot, oldest first.
    pub fn of_lot<'a>(&'a self, lot: &'a Lot) -> impl Iterator<Item = &'a Flight<M>> {
        lot.entries().filter_map(|entry| self.kept(entry))
    }

    /// Every so-manieth message of a lot, always the same ones, oldest first; `every` is a power of two.
    pub fn each_of_lot<'a>(
        &'a self,
        lot: &'a Lot,
        every: u32,
    ) -> impl Iterator<Item = &'a Flight<M>> {
        lot.each(every).filter_map(|entry| self.kept(entry))
    }

    /// The messages of these kinds that are on their way.
    pub fn flights_of(&self, kinds: &'static [LetterKind]) -> impl Iterator<Item = &Flight<M>> {
        let lots = self.traffic.iter().flat_map(Traffic::lots);
        lots.filter(|lot| lot.number() > 0 && kinds.contains(&lot.kind))
            .flat_map(|lot| self.of_lot(lot))
    }

    /// A message, if it is on its way.
    pub fn flight(&self, message: MessageId) -> Option<&Flight<M>> {
        let mut found = self.traffic.iter().filter_map(|on| on.find(message));
        self.kept(found.next()?)
    }

    fn kept(&self, entry: &Entry) -> Option<&Flight<M>> {
        let flight = self.flights[entry.slot as usize].as_ref();
        flight.filter(|flight| flight.letter.message == entry.message)
    }

    /// How many messages are on their way.
    pub fn in_flight(&self) -> usize {
        self.in_flight
    }

    /// Messages lost a short while ago, oldest first.
    pub fn losses(&self) -> impl Iterator<Item = &Loss> {
        self.losses.iter()
    }

    /// The outside of the next message from a node to an address; none if they are not connected.
    pub fn letter(&mut self, from: NodeId, address: &Address, copy: u8) -> Option<Letter> {
        let place = usize::from(from.0) * self.nodes + usize::from(address.to.0);
        let link = (*self.between.get(place)?)?;
        let message = MessageId(self.sent);
        self.sent += 1;
        Some(Letter {
            message,
            link,
            from,
            to: address.to,
            kind: address.kind,
            write: address.write,
            key: address.key,
            attempt: address.attempt,
            copy,
            retransmit: address.retransmit,
        })
    }

    /// Puts a message on its way.
    pub fn depart(
        &mut self,
        now: Micros,
        draws: Draws,
        identity: Identity,
        conditions: &Conditions<'_>,
        flight: (Letter, Option<MessageId>, M),
    ) -> Departure {
        let (letter, cause, payload) = flight;
        let connection = &mut self.connections[usize::from(letter.link.0)];
        let travel = conditions
            .law
            .sample(draws.uniform(Purpose::Latency, identity));
        let mut due = now.saturating_add(travel);
        if conditions.in_order {
            let last = &mut connection.last_due[usize::from(letter.from == connection.far)];
            due = due.max(*last);
            *last = due;
        }
        let lost = if connection.cut_since.is_some() {
            // It ends where the cut is drawn: in the middle.
            Some((now + (due - now) / 2, LossCause::Cut))
        } else if letter.copy == 0 && draws.chance(conditions.loss, Purpose::Loss, identity) {
            let way = 0.25 + 0.6 * draws.uniform(Purpose::LossPoint, identity);
            Some((
                now + ((due - now) as f64 * way) as Micros,
                LossCause::Network,
            ))
        } else {
            None
        };
        let ends = lost.map_or(due, |(at, _)| at);
        let flight = Flight {
            letter,
            sent: now,
            due,
            lost,
            cause,
            payload,
        };
        self.in_flight += 1;
        if let Some(write) = flight.letter.write {
            self.carried
                .add((write, flight.letter.from, flight.letter.to));
        }
        let traffic = &mut self.traffic[usize::from(letter.link.0)];
        let slot = if let Some(slot) = self.free.pop() {
            self.flights[slot as usize] = Some(flight);
            slot
        } else {
            self.flights.push(Some(flight));
            (self.flights.len() - 1) as u32
        };
        traffic.begin(&letter, slot);
        Departure {
            slot,
            ends,
            due,
            arrives: lost.is_none(),
        }
    }

    /// Ends a flight; none if it has ended already.
    pub fn land(&mut self, slot: u32, message: MessageId) -> Option<Flight<M>> {
        let place = self.flights.get_mut(slot as usize)?;
        if place.as_ref()?.letter.message != message {
            return None;
        }
        let flight = place.take()?;
        self.free.push(slot);
        self.end(&flight.letter);
        Some(flight)
    }

    /// A message is on its way no longer.
    fn end(&mut self, letter: &Letter) {
        self.in_flight -= 1;
        let flights = &self.flights;
        self.traffic[usize::from(letter.link.0)].end(letter, |entry| {
            let kept = flights[entry.slot as usize].as_ref();
            kept.is_some_and(|flight| flight.letter.message == entry.message)
        });
        if let Some(write) = letter.write {
            self.carried.take(&(write, letter.from, letter.to));
        }
    }

    /// Whether any message about a write is on its way from one node to another.
    pub fn carries(&self, write: WriteId, from: NodeId, to: NodeId) -> bool {
        self.carried.contains(&(write, from, to))
    }

    /// Whether any message about a write is on its way.
    pub fn is_about(&self, write: WriteId) -> bool {
        let (first, last) = (NodeId(0), NodeId(u16::MAX));
        let ways = (write, first, first)..=(write, last, last);
        self.carried.contains_within(ways)
    }

    /// Remembers a loss for the picture.
    pub fn remember_loss(&mut self, flight: &Flight<M>, at: Micros) {
        self.traffic[usize::from(flight.letter.link.0)].lose();
        if self.losses.len() == REMEMBERED_LOSSES {
            self.losses.pop_front();
        }
        let Flight {
            letter, sent, due, ..
        } = *flight;
        self.losses.push_back(Loss {
            letter,
            sent,
            due,
            at,
        });
    }

    /// Cuts a connection: what is on its way over it is lost. Returns those flights in the order of
    /// their sending; none if it was cut already.
    pub fn cut(&mut self, link: LinkId, now: Micros, mends: bool) -> Option<Vec<Flight<M>>> {
        let connection = &mut self.connections[usize::from(link.0)];
        if connection.cut_since.is_some() {
            return None;
        }
        connection.cut_since = Some(now);
        connection.mends = mends;
        let mut ended = Vec::new();
        for (slot, place) in self.flights.iter_mut().enumerate() {
            if let Some(flight) = place.take_if(|flight| flight.letter.link == link) {
                self.free.push(slot as u32);
                ended.push(flight);
            }
        }
        for flight in &ended {
            self.end(&flight.letter);
        }
        ended.sort_by_cached_key(|flight| flight.letter.message.0);
        Some(ended)
    }

    /// Mends a connection; false if it was not cut.
    pub fn mend(&mut self, link: LinkId) -> bool {
        let connection = &mut self.connections[usize::from(link.0)];
        connection.mends = false;
        connection.cut_since.take().is_some()
    }
}

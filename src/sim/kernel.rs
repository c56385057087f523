//! The kernel: runs nodes in simulated time and carries out what they want done.

pub use super::bound::{Bound, MOST_AT_ONCE, MOST_HELD, MOST_REMEMBERED, MOST_SCHEDULED};
use super::draw::{Draws, Identity, Purpose};
use super::health::Health;
use super::load::Load;
use super::network::{Flight, Network};
use super::node::{Address, Context, Effect, Errand, MessageOf, Node, SettingsOf, TimerOf};
use super::queue::EventQueue;
use crate::facts::ids::{LinkId, MessageId, NodeId, ReplicaId, WriteId};
use crate::facts::time::Micros;
use crate::facts::{Fact, Letter, LossCause, What};

/// How many events pass between two counts of what nodes keep.
const EVENTS_BETWEEN_COUNTS: u64 = 4_096;

/// What can be due.
#[derive(Clone, Copy, Debug)]
pub(super) enum Due {
    /// A flight ends.
    Landing { slot: u32, message: MessageId },
    /// A node's timer.
    Timer { slot: u32 },
    /// A node crashes by chance, unless its clock was set anew since.
    Crash { node: NodeId, setting: u32 },
    /// A node that went down comes back, unless it has since.
    Restart { node: NodeId, life: u32 },
    /// A connection that was cut for a while is mended, unless it has been since.
    Mend { link: LinkId, cut_at: Micros },
}

#[derive(Clone, Debug)]
pub(super) struct Pending<T> {
    node: NodeId,
    life: u32,
    node_life: u32,
    cause: Option<MessageId>,
    timer: T,
}

/// One run's nodes, network, faults and time.
pub struct Kernel<N: Node> {
    pub(super) now: Micros,
    pub(super) draws: Draws,
    pub(super) settings: SettingsOf<N>,
    pub(super) nodes: Vec<N>,
    pub(super) health: Vec<Health>,
    loads: Vec<Load>,
    pub(super) network: Network<MessageOf<N>>,
    pub(super) queue: EventQueue<Due>,
    pub(super) timers: Vec<Option<Pending<TimerOf<N>>>>,
    pub(super) free_timers: Vec<u32>,
    pub(super) facts: Vec<Fact>,
    let_go: Vec<(WriteId, ReplicaId)>,
    pub(super) effects: Vec<Effect<N::Protocol>>,
    pub(super) closed: bool,
    pub(super) events: u64,
    /// Things gone through besides.
    toil: u64,
    /// Events of this instant so far.
    at_once: u64,
    pub(super) bound: Option<Bound>,
}

impl<N: Node> Kernel<N> {
    /// Starts every node at time 0.
    pub fn new(
        nodes: Vec<N>,
        links: &[(NodeId, NodeId)],
        settings: SettingsOf<N>,
        draws: Draws,
    ) -> Self {
        let health = (0..nodes.len())
            .map(|place| Health::whole(draws, NodeId(place as u16)))
            .collect();
        let mut kernel = Self {
            now: 0,
            draws,
            settings,
            network: Network::new(nodes.len(), links),
            loads: vec![Load::default(); nodes.len()],
            nodes,
            health,
            queue: EventQueue::default(),
            timers: Vec::new(),
            free_timers: Vec::new(),
            facts: Vec::new(),
            let_go: Vec::new(),
            effects: Vec::new(),
            closed: false,
            events: 0,
            toil: 0,
            at_once: 0,
            bound: None,
        };
        for place in 0..kernel.nodes.len() as u16 {
            kernel.handle(NodeId(place), None, Node::on_start);
            kernel.schedule_crash(NodeId(place));
        }
        kernel
    }

    /// The instant of the last event or act.
    pub fn now(&self) -> Micros {
        self.now
    }

    /// The nodes, by [`NodeId`].
    pub fn nodes(&self) -> &[N] {
        &self.nodes
    }

    /// The work of each node up to an instant; that of nodes that are no stations is empty.
    pub fn loads(&self, at: Micros) -> Vec<Load> {
        self.loads.iter().map(|load| load.upto(at)).collect()
    }

    /// The connections and the messages on their way.
    pub fn network(&self) -> &Network<MessageOf<N>> {
        &self.network
    }

    /// The settings in force.
    pub fn settings(&self) -> &SettingsOf<N> {
        &self.settings
    }

    /// How many messages are on their way.
    pub fn in_flight(&self) -> usize {
        self.network.in_flight()
    }

    /// How many events have run.
    pub fn events(&self) -> u64 {
        self.events
    }

    /// How many things were gone through, besides events and facts.
    pub fn toil(&self) -> u64 {
        self.toil
    }

    /// The bound that the run has met, if any.
    pub fn bound(&self) -> Option<Bound> {
        self.bound
    }

    /// When the next event is due; none if there is none, or the run has met a bound.
    pub fn next_at(&self) -> Option<Micros> {
        if self.bound.is_some() {
            None
        } else {
            self.queue.next_at()
        }
    }

    /// The facts recorded since they were last taken, oldest first.
    pub fn facts(&mut self) -> std::vec::Drain<'_, Fact> {
        self.facts.drain(..)
    }

    /// Exchanges the facts recorded since they were last taken, oldest first, for an empty list.
    pub fn swap_facts(&mut self, empty: &mut Vec<Fact>) {
        std::mem::swap(&mut self.facts, empty);
    }

    /// The copies that were let go of without a fact since this was last asked: writes, and the stores
    /// for which they were kept.
    pub fn let_go(&mut self) -> std::vec::Drain<'_, (WriteId, ReplicaId)> {
        self.let_go.drain(..)
    }

    /// Whether users and random faults have stopped.
    pub fn is_closed(&self) -> bool {
        self.closed
    }

    /// Whether no message is on its way, nothing that broke is about to be mended, and no node has
    /// anything left to do.
    pub fn is_quiet(&self) -> bool {
        let connections = self.network.connections();
        let mends = connections.iter().any(|connection| connection.mends);
        let returns = self.health.iter().any(|health| health.returns);
        self.network.in_flight() == 0 && !mends && !returns && self.nodes.iter().all(Node::is_idle)
    }

    /// Runs the next event.
    pub fn step(&mut self) {
        if self.bound.is_some() {
            return;
        }
        let Some((at, due)) = self.queue.pop() else {
            return;
        };
        self.at_once = if at == self.now { self.at_once + 1 } else { 0 };
        self.now = at;
        self.events += 1;
        match due {
            Due::Landing { slot, message } => {
                if let Some(flight) = self.network.land(slot, message) {
                    self.land(flight);
                }
            }
            Due::Timer { slot } => self.ring(slot),
            Due::Crash { node, setting } => {
                if self.health[usize::from(node.0)].setting == setting && !self.closed {
                    self.crash_by_chance(node);
                }
            }
            Due::Restart { node, life } => {
                if self.health[usize::from(node.0)].life == life {
                    self.restart(node);
                    self.go_on(node);
                }
            }
            Due::Mend { link, cut_at } => {
                if self.network.connections()[usize::from(link.0)].cut_since == Some(cut_at) {
                    self.mend(link);
                }
            }
        }
        if self.queue.len() > MOST_SCHEDULED {
            self.bound = Some(Bound::Queue);
        } else if self.at_once > MOST_AT_ONCE {
            self.bound = Some(Bound::Standstill);
        } else if self.events.is_multiple_of(EVENTS_BETWEEN_COUNTS)
            && self.nodes.iter().map(Node::held).sum::<usize>() > MOST_HELD
        {
            self.bound = Some(Bound::Held);
        }
    }

    /// Moves time to an instant before the next event, for an act at that instant.
    pub fn pass_to(&mut self, at: Micros) {
        debug_assert!(self.next_at().is_none_or(|next| next >= at));
        self.now = self.now.max(at);
    }

    /// Puts other settings in force.
    pub fn change(&mut self, settings: SettingsOf<N>) {
        let before = std::mem::replace(&mut self.settings, settings);
        for place in 0..self.nodes.len() as u16 {
            let node = NodeId(place);
            let mean = |settings| N::crashes(settings, node).map(|(mean, _)| mean);
            if self.is_running(node) && mean(&before) != mean(&self.settings) {
                let clock = &mut self.health[usize::from(place)].clock;
                clock.pass(self.now, mean(&before).map(|mean| mean as f64));
                self.schedule_crash(node);
            }
            if self.is_running(node) {
                self.handle(node, None, |node, cx| node.on_change(&before, cx));
            }
        }
    }

    /// Has the people, who are this node, do something for the person at the page.
    pub fn errand(&mut self, people: NodeId, errand: Errand) {
        self.handle(people, None, |node, cx| node.on_errand(errand, cx));
    }

    fn land(&mut self, flight: Flight<MessageOf<N>>) {
        if let Some((_, why)) = flight.lost {
            self.lose(&flight, why);
        } else if let Some(why) = self.why_not_taken(&flight.letter, flight.sent) {
            self.lose(&flight, why);
        } else {
            let Flight {
                letter,
                cause,
                payload,
                ..
            } = flight;
            self.record(cause, What::Delivered { letter });
            self.handle(letter.to, Some(letter.message), |node, cx| {
                node.on_message(&letter, payload, cx);
            });
        }
    }

    pub(super) fn lose(&mut self, flight: &Flight<MessageOf<N>>, why: LossCause) {
        self.network.remember_loss(flight, self.now);
        let Flight {
            letter,
            payload,
            cause,
            ..
        } = flight;
        let (letter, cause) = (*letter, *cause);
        self.record(cause, What::Lost { letter, why });
        if N::is_kept(&letter) {
            let link = &self.network.connections()[usize::from(letter.link.0)];
            let is_reachable = link.cut_since.is_none()
                && self.is_running(letter.from)
                && self.is_running(letter.to);
            self.handle(letter.from, cause, |node, cx| {
                node.on_undelivered(&letter, payload, is_reachable, cx);
            });
        }
    }

    fn ring(&mut self, slot: u32) {
        let Some(pending) = self.timers[slot as usize].take() else {
            return;
        };
        self.free_timers.push(slot);
        let Pending {
            node,
            life,
            node_life,
            cause,
            timer,
        } = pending;
        let health = &self.health[usize::from(node.0)];
        let is_stores = health.node_life == node_life && N::is_of_store(&timer);
        if (health.life == life || is_stores) && health.down_since.is_none() {
            self.handle(node, cause, |node, cx| node.on_timer(timer, cx));
        }
    }

    pub(super) fn record(&mut self, cause: Option<MessageId>, what: What) {
        self.facts.push(Fact {
            at: self.now,
            cause,
            what,
        });
    }

    /// Runs a handler and carries out its effects.
    pub(super) fn handle(
        &mut self,
        node: NodeId,
        cause: Option<MessageId>,
        handler: impl FnOnce(&mut N, &mut Context<'_, N::Protocol>),
    ) {
        let mut effects = std::mem::take(&mut self.effects);
        let mut context = Context {
            now: self.now,
            me: node,
            settings: &self.settings,
            draws: self.draws,
            outbox: &mut effects,
        };
        let place = usize::from(node.0);
        handler(&mut self.nodes[place], &mut context);
        if let Some(load) = self.nodes[place].load(&self.settings) {
            self.loads[place].set(self.now, load);
        }
        let mut dies = false;
        for effect in effects.drain(..) {
            match effect {
                Effect::Send(address, message) => self.send(node, cause, &address, message),
                Effect::SetTimer(after, timer) => self.set_timer(node, cause, after, timer),
                Effect::Record(what) => self.record(cause, what),
                Effect::LetGo(write, replica) => self.let_go.push((write, replica)),
                Effect::Toil(things) => self.toil += things as u64,
                Effect::Die => {
                    dies = true;
                    break;
                }
            }
        }
        self.effects = effects;
        if dies {
            let lasting = self.repair_time(node, N::repair(&self.settings));
            self.crash(node, Some(lasting));
        }
    }

    fn set_timer(
        &mut self,
        node: NodeId,
        cause: Option<MessageId>,
        after: Micros,
        timer: TimerOf<N>,
    ) {
        let Health {
            life, node_life, ..
        } = self.health[usize::from(node.0)];
        let pending = Some(Pending {
            node,
            life,
            node_life,
            cause,
            timer,
        });
        let slot = if let Some(slot) = self.free_timers.pop() {
            self.timers[slot as usize] = pending;
            slot
        } else {
            self.timers.push(pending);
            (self.timers.len() - 1) as u32
        };
        self.queue
            .push(self.now.saturating_add(after), Due::Timer { slot });
    }

    fn send(
        &mut self,
        from: NodeId,
        cause: Option<MessageId>,
        address: &Address,
        message: MessageOf<N>,
    ) {
        let root = address.write.map_or(u64::MAX, |write| write.0);
        let identity = |copy: u8| {
            let copy = address.publication.wrapping_mul(2) + u16::from(copy);
            Identity::message(root, address.kind, from, address.to, address.attempt, copy)
        };
        let Some(letter) = self.network.letter(from, address, 0) else {
            debug_assert!(false, "{from:?} is not connected to {:?}", address.to);
            return;
        };
        let share = N::conditions(&self.settings, &letter).duplicate;
        let twin = self.draws.chance(share, Purpose::Duplicate, identity(0));
        let copy = twin.then(|| message.clone());
        let arrives = self.depart(letter, cause, identity(0), message);
        // The network copies what it carries: what it has lost it does not carry twice.
        if let Some(message) = copy.filter(|_| arrives)
            && let Some(letter) = self.network.letter(from, address, 1)
        {
            self.depart(letter, cause, identity(1), message);
        }
    }

    /// Puts a message on its way; whether it will arrive if nothing happens to its receiver and
    /// its connection.
    fn depart(
        &mut self,
        letter: Letter,
        cause: Option<MessageId>,
        identity: Identity,
        message: MessageOf<N>,
    ) -> bool {
        let conditions = N::conditions(&self.settings, &letter);
        let flight = (letter, cause, message);
        let departure = self
            .network
            .depart(self.now, self.draws, identity, &conditions, flight);
        let due = Due::Landing {
            slot: departure.slot,
            message: letter.message,
        };
        self.queue.push(departure.ends, due);
        self.facts.push(Fact {
            at: self.now,
            cause,
            what: What::Sent {
                letter,
                due: departure.due,
            },
        });
        departure.arrives
    }
}

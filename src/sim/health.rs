//! How each node is: up, down, or stopped as far as it consumes; and what that means for what is on its
//! way to it.

use super::clock::PoissonClock;
use super::draw::{Draws, Purpose};
use super::kernel::Kernel;
use super::network::Flight;
use super::node::Node;
use crate::facts::ids::NodeId;
use crate::facts::time::Micros;
use crate::facts::{Letter, LossCause};

/// How a node is.
#[derive(Clone, Debug)]
pub(super) struct Health {
    /// Since when it is down, if it is.
    pub(super) down_since: Option<Micros>,
    /// Since when what consumes there is stopped and nothing else, if it is.
    pub(super) stopped_since: Option<Micros>,
    /// Counts crashes, stops and what ends them, so that what an earlier life set is told apart.
    pub(super) life: u32,
    /// The same of the node as a whole.
    pub(super) node_life: u32,
    /// When it, or what consumes there, last went down.
    pub(super) crashed_at: Option<Micros>,
    /// When the node as a whole last went down.
    pub(super) node_crashed_at: Option<Micros>,
    /// Whether it is down and will come back after a while.
    pub(super) returns: bool,
    /// Deaths so far, by chance or in the middle of something: each has its own draw of a repair.
    pub(super) deaths: u64,
    pub(super) clock: PoissonClock,
    /// Which setting of the clock counts.
    pub(super) setting: u32,
}

impl Health {
    /// A node that is up, with nothing stopped, at time 0.
    pub(super) fn whole(draws: Draws, node: NodeId) -> Self {
        Self {
            down_since: None,
            stopped_since: None,
            life: 0,
            node_life: 0,
            crashed_at: None,
            node_crashed_at: None,
            returns: false,
            deaths: 0,
            clock: PoissonClock::new(draws, Purpose::Crash, node),
            setting: 0,
        }
    }
}

impl<N: Node> Kernel<N> {
    /// Since when a node is down, if it is.
    pub fn down_since(&self, node: NodeId) -> Option<Micros> {
        self.health[usize::from(node.0)].down_since
    }

    /// Since when what consumes at a node is stopped and nothing else, if it is.
    pub fn stopped_since(&self, node: NodeId) -> Option<Micros> {
        self.health[usize::from(node.0)].stopped_since
    }

    /// Whether a node is up, and nothing of it is stopped.
    pub fn is_running(&self, node: NodeId) -> bool {
        let health = &self.health[usize::from(node.0)];
        health.down_since.is_none() && health.stopped_since.is_none()
    }

    /// Whether a node is up, or will be again without anybody's doing: those that are down when users
    /// stop come back then.
    pub fn will_be_up(&self, node: NodeId) -> bool {
        self.is_running(node) || self.health[usize::from(node.0)].returns || !self.closed
    }

    /// Whether the connection between two nodes is whole, or will be again without anybody's doing: those
    /// that are cut when users stop are mended then.
    pub fn will_be_connected(&self, one: NodeId, other: NodeId) -> bool {
        self.network
            .between(one, other)
            .is_some_and(|link| link.cut_since.is_none() || link.mends || !self.closed)
    }

    /// Whether a message on its way may be taken by its receiver: what was on its way when that went down is
    /// lost.
    pub fn may_arrive<M>(&self, flight: &Flight<M>) -> bool {
        let to = flight.letter.to;
        let crashed = self.health[usize::from(to.0)].node_crashed_at;
        let survives = crashed.is_none_or(|at| at <= flight.sent);
        flight.lost.is_none() && survives && self.will_be_up(to)
    }

    /// Whether a node may go down by chance.
    pub fn may_crash(&self, node: NodeId) -> bool {
        !self.closed && N::crashes(&self.settings, node).is_some()
    }

    /// Why nobody takes a message: its receiver is down or stopped, or was since it was sent. Its
    /// connections went with it, so what was on its way to it then does not reach its next life.
    pub(super) fn why_not_taken(&self, letter: &Letter, sent: Micros) -> Option<LossCause> {
        let health = &self.health[usize::from(letter.to.0)];
        let since = |at: Option<Micros>| at.is_some_and(|at| at > sent);
        if health.down_since.is_some() || since(health.node_crashed_at) {
            return Some(LossCause::ReceiverDown);
        }
        let stopped = health.stopped_since.is_some() || since(health.crashed_at);
        (stopped && !N::is_for_store(letter)).then_some(LossCause::ReceiverStopped)
    }
}

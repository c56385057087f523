//! What breaks and is mended: nodes that go down and come back, connections that are cut, and the
//! end, when everything that broke is whole again.

use super::draw::{Identity, Purpose};
use super::kernel::{Due, Kernel};
use super::node::{Context, Node};
use crate::facts::ids::{LinkId, NodeId};
use crate::facts::time::Micros;
use crate::facts::{Fault, LossCause, What};

impl<N: Node> Kernel<N> {
    /// Takes a node down, for a while or until it is restarted. Nothing happens to one that is down.
    pub fn crash(&mut self, node: NodeId, lasting: Option<Micros>) {
        let health = &mut self.health[usize::from(node.0)];
        if health.down_since.is_some() {
            return;
        }
        // With what was stopped already the rest goes down too.
        if health.stopped_since.take().is_some() {
            health.clock.pass(self.now, None);
        }
        health.down_since = Some(self.now);
        health.node_life += 1;
        health.node_crashed_at = Some(self.now);
        self.go_down(node, lasting, Fault::Crashed(node), Node::on_crash);
    }

    /// Stops what consumes at a node, for a while or until it is started; its store goes on answering.
    /// Nothing happens where it is stopped, or the node down.
    pub fn stop(&mut self, node: NodeId, lasting: Option<Micros>) {
        if self.is_running(node) {
            self.health[usize::from(node.0)].stopped_since = Some(self.now);
            self.go_down(node, lasting, Fault::Stopped(node), Node::on_stop);
        }
    }

    fn go_down(
        &mut self,
        node: NodeId,
        lasting: Option<Micros>,
        fault: Fault,
        handler: fn(&mut N, &mut Context<'_, N::Protocol>),
    ) {
        let mean = N::crashes(&self.settings, node).map(|(mean, _)| mean as f64);
        let health = &mut self.health[usize::from(node.0)];
        health.clock.pass(self.now, mean);
        health.setting += 1;
        health.life += 1;
        health.crashed_at = Some(self.now);
        health.returns = lasting.is_some();
        let life = health.life;
        self.record(None, What::Fault(fault));
        self.handle(node, None, handler);
        if let Some(lasting) = lasting {
            self.queue.push(
                self.now.saturating_add(lasting),
                Due::Restart { node, life },
            );
        }
        self.tell_peers(node, false);
    }

    /// Brings a node up. Nothing happens to one that is up.
    pub fn restart(&mut self, node: NodeId) {
        let health = &mut self.health[usize::from(node.0)];
        if health.down_since.take().is_some() {
            health.node_life += 1;
            self.come_up(node, Fault::Restarted(node), Node::on_restart);
        }
    }

    /// Starts what consumes at a node. Nothing happens where it is not stopped.
    pub fn go_on(&mut self, node: NodeId) {
        let health = &mut self.health[usize::from(node.0)];
        if health.stopped_since.take().is_some() {
            self.come_up(node, Fault::Started(node), Node::on_go_on);
        }
    }

    fn come_up(
        &mut self,
        node: NodeId,
        fault: Fault,
        handler: fn(&mut N, &mut Context<'_, N::Protocol>),
    ) {
        let health = &mut self.health[usize::from(node.0)];
        health.life += 1;
        health.returns = false;
        health.clock.pass(self.now, None);
        self.record(None, What::Fault(fault));
        self.schedule_crash(node);
        self.handle(node, None, handler);
        let peers: Vec<NodeId> = self.network.peers(node).collect();
        for peer in peers {
            if self.is_running(peer) {
                self.handle(node, None, |node, cx| node.on_peer(peer, true, cx));
            }
        }
        self.tell_peers(node, true);
    }

    /// Cuts a connection, for a while or until it is mended.
    pub fn cut(&mut self, link: LinkId, lasting: Option<Micros>) {
        let Some(ended) = self.network.cut(link, self.now, lasting.is_some()) else {
            return;
        };
        self.record(None, What::Fault(Fault::Cut(link)));
        for flight in ended {
            self.lose(&flight, LossCause::Cut);
        }
        if let Some(lasting) = lasting {
            let at = self.now.saturating_add(lasting);
            self.queue.push(
                at,
                Due::Mend {
                    link,
                    cut_at: self.now,
                },
            );
        }
    }

    /// Mends a connection.
    pub fn mend(&mut self, link: LinkId) {
        if !self.network.mend(link) {
            return;
        }
        self.record(None, What::Fault(Fault::Mended(link)));
        let connection = &self.network.connections()[usize::from(link.0)];
        for end in [connection.near, connection.far] {
            if self.is_running(end) {
                self.handle(end, None, Node::on_mended);
            }
        }
    }

    /// The scenario's duration is over: users and random faults stop, connections are mended, nodes
    /// come back.
    pub fn close(&mut self) {
        self.closed = true;
        for link in 0..self.network.connections().len() as u16 {
            self.mend(LinkId(link));
        }
        for place in 0..self.nodes.len() as u16 {
            self.restart(NodeId(place));
            self.go_on(NodeId(place));
        }
        for place in 0..self.nodes.len() as u16 {
            self.handle(NodeId(place), None, Node::on_close);
        }
    }

    pub(super) fn crash_by_chance(&mut self, node: NodeId) {
        let Some((_, repair)) = N::crashes(&self.settings, node) else {
            return;
        };
        self.health[usize::from(node.0)]
            .clock
            .arrived(self.now, self.draws);
        let lasting = self.repair_time(node, repair);
        if N::crash_stops_consuming(&self.settings, node) {
            self.stop(node, Some(lasting));
        } else {
            self.crash(node, Some(lasting));
        }
    }

    pub(super) fn repair_time(&mut self, node: NodeId, mean: Micros) -> Micros {
        let health = &mut self.health[usize::from(node.0)];
        let identity = Identity::of(health.deaths, node, 0);
        health.deaths += 1;
        let uniform = self.draws.uniform(Purpose::Repair, identity);
        libm::round(-libm::log1p(-uniform) * mean as f64).max(1.0) as Micros
    }

    pub(super) fn schedule_crash(&mut self, node: NodeId) {
        let health = &mut self.health[usize::from(node.0)];
        health.setting += 1;
        if self.closed {
            return;
        }
        if let Some((mean, _)) = N::crashes(&self.settings, node) {
            let wait = health.clock.wait(mean as f64);
            let due = Due::Crash {
                node,
                setting: health.setting,
            };
            self.queue.push(self.now.saturating_add(wait), due);
        }
    }

    pub(super) fn tell_peers(&mut self, node: NodeId, up: bool) {
        let peers: Vec<NodeId> = self.network.peers(node).collect();
        for peer in peers {
            if self.is_running(peer) {
                self.handle(peer, None, |peer, cx| peer.on_peer(node, up, cx));
            }
        }
    }
}

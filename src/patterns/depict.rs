//! The picture of a run, of whichever pattern: what is common to all is filled in here, the pattern says the rest.

use super::picture::{
    Fate, Gauge, Gaze, LinkPicture, Mark, MarkKind, NodePicture, Picture, Special,
};
use super::streams;
use crate::facts::Letter;
use crate::facts::ids::{LinkId, NodeId, ReplicaId, WriteId};
use crate::facts::time::Micros;
use crate::scenario::NodeKind;
use crate::sim::kernel::Kernel;
use crate::sim::node::{Node, SettingsOf};

/// What a pattern says of how it looks.
pub trait Depicted: Node {
    /// Each node, in the order of the nodes.
    fn portraits(kernel: &Kernel<Self>) -> Vec<Portrait>;
    /// Whether people do nothing but read over their connection to a node.
    fn is_for_reading(settings: &SettingsOf<Self>, node: NodeId) -> bool;
    /// What a message carries.
    fn mark_kind(letter: &Letter) -> MarkKind;
    /// What only this pattern has to show, with one write or saga in detail if it is followed.
    fn special(_kernel: &Kernel<Self>, _followed: Option<WriteId>) -> Special {
        Special::default()
    }
}

/// What a pattern says of a node.
pub struct Portrait {
    /// What it is for.
    pub kind: NodeKind,
    /// How many hops it is from the people: 0 for them.
    pub rank: u8,
    /// The store it holds, drawn as a grid of keys.
    pub replica: Option<ReplicaId>,
    /// What else it shows.
    pub gauges: Vec<Gauge>,
}

impl Portrait {
    /// The people, who write so often per second.
    pub fn of_people(rate: f64) -> Self {
        Self {
            kind: NodeKind::PEOPLE,
            rank: 0,
            replica: None,
            gauges: vec![Gauge::Rate(rate)],
        }
    }
}

/// The picture at an instant between the kernel's last event and its next.
pub fn picture<N: Depicted>(kernel: &Kernel<N>, now: Micros, gaze: Gaze<'_>) -> Picture {
    let network = kernel.network();
    let connections = network.connections();
    let people = NodeId(0);
    let nodes = (0..).map(NodeId).zip(N::portraits(kernel));
    let links = (0..).map(LinkId).zip(connections);
    let mut picture = Picture {
        now,
        nodes: nodes
            .map(|(node, portrait)| NodePicture {
                node,
                kind: portrait.kind,
                rank: portrait.rank,
                down_since: kernel.down_since(node),
                replica: portrait.replica,
                gauges: portrait.gauges,
            })
            .collect(),
        links: links
            .map(|(link, connection)| LinkPicture {
                link,
                near: connection.near,
                far: connection.far,
                cut_since: connection.cut_since,
                reading: connection.near == people
                    && N::is_for_reading(kernel.settings(), connection.far),
            })
            .collect(),
        special: N::special(kernel, gaze.followed),
        ..Picture::default()
    };
    let mark = |letter: &Letter, sent: Micros, due: Micros, fate: Fate| Mark {
        message: letter.message,
        link: letter.link,
        outward: letter.from == connections[usize::from(letter.link.0)].near,
        kind: N::mark_kind(letter),
        sent,
        due,
        fate,
        attempt: letter.resends(),
        copy: letter.copy,
        write: letter.write,
        key: letter.key,
    };
    streams::show(&mut picture, network, gaze.alone, mark);
    picture
}

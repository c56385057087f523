//! Where things happen: the nodes and links of a scenario, by the words that scripts use. Patterns
//! build their topology from this list, so the order here is the order of nodes and links there.

use std::fmt;

use crate::facts::ids::{LinkId, NodeId};

/// What a node is for. Peers count from 0, their words from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// The people who write.
    Users,
    /// The service that owns the truth.
    Producer,
    /// The broker.
    Broker,
    /// A service that keeps a copy.
    Consumer(usize),
    /// A store that a job copies from.
    Source(usize),
    /// The job that copies.
    Job,
    /// The store that a job copies to; in a two-way sync the other side.
    Target,
    /// Who leads sagas through their steps.
    Orchestrator,
    /// Who takes a step of a saga.
    Service(usize),
    /// The model that takes commands.
    WriteModel,
    /// A projector and the read model that it keeps: a replica of a view.
    ReadModel {
        /// The view.
        view: usize,
        /// The replica of the view.
        replica: usize,
    },
}

impl Role {
    /// Whether it can crash; people cannot.
    pub fn can_crash(self) -> bool {
        self != Self::Users
    }

    /// Whether what consumes there can stop while its store goes on answering.
    pub fn can_stop(self) -> bool {
        matches!(self, Self::Consumer(_) | Self::ReadModel { .. })
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Users => f.write_str("users"),
            Self::Producer => f.write_str("producer"),
            Self::Broker => f.write_str("broker"),
            Self::Consumer(index) => write!(f, "consumer-{}", index + 1),
            Self::Source(index) => write!(f, "source-{}", index + 1),
            Self::Job => f.write_str("job"),
            Self::Target => f.write_str("target"),
            Self::Orchestrator => f.write_str("orchestrator"),
            Self::Service(index) => write!(f, "service-{}", index + 1),
            Self::WriteModel => f.write_str("write-model"),
            Self::ReadModel { view, replica } => write!(f, "view-{}-{}", view + 1, replica + 1),
        }
    }
}

/// A link between two nodes, in both directions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hop {
    /// The end nearer to the users.
    pub near: Role,
    /// The end further from the users.
    pub far: Role,
}

impl Hop {
    /// The link between two nodes.
    pub const fn new(near: Role, far: Role) -> Self {
        Self { near, far }
    }
}

impl fmt::Display for Hop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "link.{}.{}", self.near, self.far)
    }
}

/// A node or a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// A node.
    Node(Role),
    /// A link.
    Link(Hop),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Node(role) => role.fmt(f),
            Self::Link(hop) => hop.fmt(f),
        }
    }
}

/// The nodes and links of a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places {
    nodes: Vec<Role>,
    links: Vec<Hop>,
}

impl Places {
    /// These nodes and links.
    pub const fn new(nodes: Vec<Role>, links: Vec<Hop>) -> Self {
        Self { nodes, links }
    }

    /// The nodes, in the order of [`NodeId`].
    pub fn nodes(&self) -> &[Role] {
        &self.nodes
    }

    /// The links, in the order of [`LinkId`].
    pub fn links(&self) -> &[Hop] {
        &self.links
    }

    /// The nodes at the ends of each link, the near end first.
    pub fn ends(&self) -> Vec<(NodeId, NodeId)> {
        let ends = |hop: &Hop| Some((self.node(hop.near)?, self.node(hop.far)?));
        self.links.iter().filter_map(ends).collect()
    }

    /// The node of a role.
    pub fn node(&self, role: Role) -> Option<NodeId> {
        position(&self.nodes, &role).map(NodeId)
    }

    /// The link of a hop.
    pub fn link(&self, hop: Hop) -> Option<LinkId> {
        position(&self.links, &hop).map(LinkId)
    }

    /// The role of a node.
    pub fn role(&self, node: NodeId) -> Option<Role> {
        self.nodes.get(usize::from(node.0)).copied()
    }

    /// The hop of a link.
    pub fn hop(&self, link: LinkId) -> Option<Hop> {
        self.links.get(usize::from(link.0)).copied()
    }

    /// The node or link of a word such as `consumer-1` or `link.producer.broker`.
    pub fn from_word(&self, word: &str) -> Option<Place> {
        let nodes = self.nodes.iter().copied().map(Place::Node);
        let links = self.links.iter().copied().map(Place::Link);
        nodes.chain(links).find(|place| place.to_string() == word)
    }
}

fn position<T: PartialEq>(list: &[T], item: &T) -> Option<u16> {
    list.iter()
        .position(|listed| listed == item)
        .and_then(|index| index.try_into().ok())
}

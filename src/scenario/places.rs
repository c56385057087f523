//! Where things happen: the nodes and links of a scenario, by the words that scripts use. Patterns
//! build their topology from this list, so the order here is the order of nodes and links there.

use std::fmt;

use super::key::Key;
use super::pattern::Pattern;
use super::settings::Settings;
use crate::sim::ids::{LinkId, NodeId};

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
}

impl Role {
    /// Whether it can crash; people cannot.
    pub fn can_crash(self) -> bool {
        self != Self::Users
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Users => f.write_str("users"),
            Self::Producer => f.write_str("producer"),
            Self::Broker => f.write_str("broker"),
            Self::Consumer(index) => write!(f, "consumer-{}", index + 1),
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
    /// The nodes and links that these settings ask for.
    pub fn of(settings: &Settings) -> Self {
        match settings.pattern() {
            Pattern::EventBased => Self::event_based(settings.count(Key::Consumers) as usize),
        }
    }

    fn event_based(consumers: usize) -> Self {
        let consumers = || (0..consumers).map(Role::Consumer);
        let mut nodes = vec![Role::Users, Role::Producer, Role::Broker];
        nodes.extend(consumers());
        let mut links = vec![
            Hop {
                near: Role::Users,
                far: Role::Producer,
            },
            Hop {
                near: Role::Producer,
                far: Role::Broker,
            },
        ];
        links.extend(consumers().map(|far| Hop {
            near: Role::Broker,
            far,
        }));
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

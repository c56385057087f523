//! Where things happen: the nodes and links of a scenario, by the words that scripts use. Patterns
//! build their topology from this list, so the order here is the order of nodes and links there.

use std::fmt;

use crate::facts::ids::{LinkId, NodeId};

/// What a node is for. A pattern declares the kinds that it has, beside its places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NodeKind {
    /// The word in a script.
    pub word: &'static str,
    /// How many numbers follow the word: none for the only one of its kind.
    numbers: u8,
    /// Whether it can crash.
    crashes: bool,
    /// Whether what consumes there can stop while its store goes on answering.
    stops: bool,
}

impl NodeKind {
    /// The people, who cannot crash.
    pub const PEOPLE: Self = Self {
        word: "users",
        numbers: 0,
        crashes: false,
        stops: false,
    };

    /// A kind of which there is one node.
    pub const fn one(word: &'static str) -> Self {
        Self {
            word,
            numbers: 0,
            crashes: true,
            stops: false,
        }
    }

    /// A kind of which there are several, with a number each.
    pub const fn many(word: &'static str) -> Self {
        Self {
            numbers: 1,
            ..Self::one(word)
        }
    }

    /// A kind of which there are several, and of each several copies.
    pub const fn copies(word: &'static str) -> Self {
        Self {
            numbers: 2,
            ..Self::one(word)
        }
    }

    /// What consumes there can stop while its store goes on answering.
    #[must_use]
    pub const fn that_consumes(mut self) -> Self {
        self.stops = true;
        self
    }

    /// The only node of the kind.
    pub const fn alone(self) -> Role {
        self.at(0, 0)
    }

    /// One of several nodes of the kind, from 0.
    pub const fn nth(self, index: usize) -> Role {
        self.at(index, 0)
    }

    /// A copy of one of several, both from 0.
    pub const fn at(self, index: usize, copy: usize) -> Role {
        Role {
            kind: self,
            index,
            copy,
        }
    }
}

/// A node by what it is for. Numbers count from 0, in words from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Role {
    /// What it is for.
    pub kind: NodeKind,
    /// Which of several.
    pub index: usize,
    /// Which copy of it.
    pub copy: usize,
}

impl Role {
    /// The people who write and read.
    pub const USERS: Self = NodeKind::PEOPLE.alone();

    /// Whether it can crash; people cannot.
    pub fn can_crash(self) -> bool {
        self.kind.crashes
    }

    /// Whether what consumes there can stop while its store goes on answering.
    pub fn can_stop(self) -> bool {
        self.kind.stops
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.word)?;
        let numbers = [self.index, self.copy];
        for number in numbers.into_iter().take(usize::from(self.kind.numbers)) {
            write!(f, "-{}", number + 1)?;
        }
        Ok(())
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

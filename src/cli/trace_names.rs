//! What things are called in a trace.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::facts::ids::{LinkId, NodeId, ReadId, ReplicaId, SessionId, WriteId, YOU};
use crate::facts::{Fact, What};
use crate::scenario::Places;

/// The number of a write, a read or a session; what the person at the page does goes by a word.
#[derive(Serialize)]
#[serde(untagged)]
pub enum Number {
    /// Of one among many, from 0.
    Nth(u64),
    /// Of what the person at the page did, from 0, such as "your-0"; "you" is that person.
    Yours(String),
}

impl Number {
    /// The number of a write or saga.
    pub fn of_write(write: WriteId) -> Self {
        Self::of(write.0, write.yours())
    }

    /// The number of a read.
    pub fn of_read(read: ReadId) -> Self {
        Self::of(read.0, read.yours())
    }

    /// The number of a session.
    pub fn of_session(session: SessionId) -> Self {
        if session == YOU {
            Self::Yours("you".to_owned())
        } else {
            Self::Nth(u64::from(session.0))
        }
    }

    fn of(number: u64, yours: Option<u64>) -> Self {
        yours.map_or(Self::Nth(number), |nth| Self::Yours(format!("your-{nth}")))
    }
}

/// What nodes, links and replicas are called.
pub struct Names {
    nodes: Vec<String>,
    links: Vec<String>,
    /// The node that holds each replica, as the facts tell it.
    holders: BTreeMap<ReplicaId, NodeId>,
}

impl Names {
    /// The names of the places; nothing is known of who holds which replica.
    pub fn of(places: &Places) -> Self {
        Self {
            nodes: places.nodes().iter().map(ToString::to_string).collect(),
            links: places.links().iter().map(ToString::to_string).collect(),
            holders: BTreeMap::new(),
        }
    }

    /// Takes in who holds a replica, if the fact says that.
    pub fn learn(&mut self, fact: &Fact) {
        if let What::Replica { replica, node, .. } = fact.what {
            self.holders.insert(replica, node);
        }
    }

    /// A node's name.
    pub fn node(&self, node: NodeId) -> &str {
        self.nodes
            .get(usize::from(node.0))
            .map_or("unknown", String::as_str)
    }

    /// A link's name.
    pub fn link(&self, link: LinkId) -> &str {
        self.links
            .get(usize::from(link.0))
            .map_or("unknown", String::as_str)
    }

    /// The name of the node that holds a replica.
    pub fn replica(&self, replica: ReplicaId) -> &str {
        // Where there are no copies, a store goes by its node.
        let own = NodeId(replica.0);
        self.node(self.holders.get(&replica).copied().unwrap_or(own))
    }
}

//! What went wrong, in words: who saw what, what was true, where the missing message was, and how it
//! ended.
//!
//! A sentence is made of an [`Incident`] alone: everything in it is a field of the incident or one of
//! the facts of its trail. What is not known is left out. It is told as of an instant: before the
//! incident's end what is missing "is on its way", after it it "arrived".

mod clauses;
pub mod past;
pub mod position;
mod seen;
mod shared;
pub mod tellings;

use super::face::Face;
use super::frame::Target;
use super::naming;
use super::sentence::Narrator;
use crate::consistency::Incident;
use crate::facts::ids::{KeyIndex, NodeId, ReplicaId};
use crate::facts::time::Micros;
use crate::scenario::{Places, Role, Settings, Story};

pub use tellings::title;

/// An incident in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// What kind of thing went wrong.
    pub title: &'static str,
    /// What went wrong, how and why.
    pub sentence: String,
    /// The nodes, messages and links concerned, the most important first.
    pub targets: Vec<Target>,
    /// The key concerned, where it shows.
    pub cell: Option<(NodeId, KeyIndex)>,
}

/// Tells incidents under the names that things have in this run.
#[derive(Clone, Debug)]
pub struct Teller {
    /// How the pattern is spoken of.
    pub face: &'static Face,
    /// Who tells facts.
    pub narrator: Narrator,
    /// The story whose names these are.
    pub story: &'static Story,
    places: Places,
    names: Vec<String>,
    holders: Vec<(ReplicaId, NodeId)>,
    /// Whether every copy shows exactly the events up to a place in their order, so that a version
    /// less is one event less.
    is_exact: bool,
    /// Whether events carry changes, each of which has to be applied exactly once.
    adds: bool,
}

impl Teller {
    /// The face of the settings' pattern, and the names of their story; `holders` says which node holds which store, as
    /// [`Session::stores`](crate::session::Session::stores) has it.
    pub fn new(
        face: &'static Face,
        settings: &Settings,
        holders: Vec<(ReplicaId, NodeId)>,
    ) -> Self {
        Self {
            face,
            narrator: Narrator::new(face, settings, holders.clone()),
            story: Story::of(settings),
            places: Places::of(settings),
            names: naming::names(settings),
            holders,
            is_exact: (face.why.is_exact)(settings),
            adds: (face.why.adds)(settings),
        }
    }

    /// Tells an incident as it stands at an instant.
    pub fn explain(&self, incident: &Incident, now: Micros) -> Explanation {
        let node = self.node_of(incident);
        Explanation {
            title: title(incident.what),
            sentence: clauses::sentence(self, incident, now),
            targets: seen::targets(self, incident, now),
            cell: node.zip(incident.key),
        }
    }

    /// The node at which an incident shows: that of the copy, if it is about one.
    pub fn node_of(&self, incident: &Incident) -> Option<NodeId> {
        let held = incident.replica.and_then(|replica| self.holder(replica));
        held.or(incident.node)
    }

    /// The node at which something is missing.
    pub fn lacking(&self, incident: &Incident) -> Option<NodeId> {
        let held = incident.lacking.and_then(|replica| self.holder(replica));
        held.or_else(|| self.node_of(incident))
    }

    /// The node that holds a store.
    pub fn holder(&self, replica: ReplicaId) -> Option<NodeId> {
        let holder = self.holders.iter().find(|(held, _)| *held == replica);
        holder.map(|(_, node)| *node)
    }

    /// The name of a node, told from others of the same name.
    pub fn name(&self, node: NodeId) -> Option<&str> {
        let name = self.names.get(usize::from(node.0))?;
        (!name.is_empty()).then_some(name)
    }

    /// A node as one that sends and receives: people have no name of their own.
    pub fn end(&self, node: NodeId) -> &str {
        match self.places.role(node) {
            Some(Role::USERS) => "the user",
            _ => self.name(node).unwrap_or("a node"),
        }
    }
}

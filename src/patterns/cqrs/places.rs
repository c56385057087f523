//! The places of CQRS.

use crate::facts::ids::{NodeId, ReplicaId};
use crate::scenario::{Hop, Key, NodeKind, Places, Role, Settings};

impl NodeKind {
    /// The model that takes commands.
    pub const WRITE_MODEL: Self = Self::one("write-model");

    /// A projector and the read model that it keeps: a replica of a view.
    pub const READ_MODEL: Self = Self::copies("view").that_consumes();
}

/// The people.
pub const USERS: NodeId = NodeId(0);
/// The model that takes commands.
pub const WRITE_MODEL: NodeId = NodeId(1);
pub const FIRST_PROJECTOR: u16 = 2;

/// The node of a projector, counted from 0 over all views.
pub fn projector(index: usize) -> NodeId {
    NodeId(FIRST_PROJECTOR + index as u16)
}

/// The write model's own state.
pub const TRUTH: ReplicaId = ReplicaId(0);

/// The store of a projector, counted from 0 over all views.
pub fn replica(index: usize) -> ReplicaId {
    ReplicaId(1 + index as u16)
}

/// People command the write model; each replica of each view follows it, and people read there.
pub fn places(settings: &Settings) -> Places {
    let (views, replicas) = (
        settings.count(Key::VIEWS) as usize,
        settings.count(Key::REPLICAS) as usize,
    );
    let (views, replicas) = (views.max(1), replicas.max(1));
    let models = || {
        (0..views).flat_map(move |view| {
            (0..replicas).map(move |replica| NodeKind::READ_MODEL.at(view, replica))
        })
    };
    let mut nodes = vec![Role::USERS, NodeKind::WRITE_MODEL.alone()];
    nodes.extend(models());
    let mut links = vec![Hop::new(Role::USERS, NodeKind::WRITE_MODEL.alone())];
    links.extend(models().map(|far| Hop::new(NodeKind::WRITE_MODEL.alone(), far)));
    links.extend(models().map(|far| Hop::new(Role::USERS, far)));
    Places::new(nodes, links)
}

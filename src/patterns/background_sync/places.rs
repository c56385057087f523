//! The places of background sync.

use super::settings::Settings as Typed;
use crate::facts::ids::{NodeId, ReplicaId};
use crate::scenario::{Hop, Key, NodeKind, Places, Role, Settings};

impl NodeKind {
    /// A store that a job copies from.
    pub const SOURCE: Self = Self::many("source");

    /// The job that copies.
    pub const JOB: Self = Self::one("job");

    /// The store that a job copies to; in a two-way sync the other side.
    pub const TARGET: Self = Self::one("target");
}

/// The people.
pub const USERS: NodeId = NodeId(0);

/// The node of a source, counted from 0.
pub fn source_node(index: u16) -> NodeId {
    NodeId(1 + index)
}

/// The node of the job.
pub fn job_node(settings: &Typed) -> NodeId {
    NodeId(1 + settings.sources)
}

/// The node of the target.
pub fn target_node(settings: &Typed) -> NodeId {
    NodeId(2 + settings.sources)
}

/// The store of the target; those of the sources come before it.
pub fn target_replica(settings: &Typed) -> ReplicaId {
    ReplicaId(settings.sources)
}

/// People write to sources, a job copies from them to the target, from which people read; in a
/// two-way sync they write there too.
pub fn places(settings: &Settings) -> Places {
    let sources = settings.count(Key::SOURCES) as usize;
    let sources = || (0..sources.max(1)).map(|nth| NodeKind::SOURCE.nth(nth));
    let mut nodes = vec![Role::USERS];
    nodes.extend(sources());
    nodes.extend([NodeKind::JOB.alone(), NodeKind::TARGET.alone()]);
    let mut links: Vec<Hop> = sources().map(|far| Hop::new(Role::USERS, far)).collect();
    links.extend(sources().map(|near| Hop::new(near, NodeKind::JOB.alone())));
    links.push(Hop::new(NodeKind::JOB.alone(), NodeKind::TARGET.alone()));
    links.push(Hop::new(Role::USERS, NodeKind::TARGET.alone()));
    Places::new(nodes, links)
}

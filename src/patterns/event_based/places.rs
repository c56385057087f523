//! The places of the event-based pattern.

use crate::facts::ids::{NodeId, ReplicaId};
use crate::scenario::{Hop, Key, NodeKind, Places, Role, Settings};

impl NodeKind {
    /// The service that owns the truth.
    pub const PRODUCER: Self = Self::one("producer");

    /// The broker.
    pub const BROKER: Self = Self::one("broker");

    /// A service that keeps a copy.
    pub const CONSUMER: Self = Self::many("consumer").that_consumes();
}

/// The people.
pub const USERS: NodeId = NodeId(0);
/// The service that owns the truth.
pub const SOURCE: NodeId = NodeId(1);
/// The broker.
pub const BROKER: NodeId = NodeId(2);
pub const FIRST_CONSUMER: u16 = 3;

/// The node of a consumer, counted from 0.
pub fn consumer(index: usize) -> NodeId {
    NodeId(FIRST_CONSUMER + index as u16)
}

/// Which consumer a node is, counted from 0.
pub fn consumer_index(node: NodeId) -> Option<usize> {
    node.0.checked_sub(FIRST_CONSUMER).map(usize::from)
}

/// The source's own store.
pub const TRUTH: ReplicaId = ReplicaId(0);

/// The store of a consumer, counted from 0.
pub fn replica(index: usize) -> ReplicaId {
    ReplicaId(1 + index as u16)
}

/// People write to the producer, which publishes to the broker, which delivers to consumers, from
/// which people read.
pub fn places(settings: &Settings) -> Places {
    let consumers = settings.count(Key::CONSUMERS) as usize;
    let consumers = || (0..consumers).map(|nth| NodeKind::CONSUMER.nth(nth));
    let mut nodes = vec![
        Role::USERS,
        NodeKind::PRODUCER.alone(),
        NodeKind::BROKER.alone(),
    ];
    nodes.extend(consumers());
    let mut links = vec![
        Hop::new(Role::USERS, NodeKind::PRODUCER.alone()),
        Hop::new(NodeKind::PRODUCER.alone(), NodeKind::BROKER.alone()),
    ];
    links.extend(consumers().map(|far| Hop::new(NodeKind::BROKER.alone(), far)));
    links.extend(consumers().map(|far| Hop::new(Role::USERS, far)));
    Places::new(nodes, links)
}

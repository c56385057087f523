//! The places of the event-based pattern.

use crate::facts::ids::{NodeId, ReplicaId};
use crate::scenario::{Hop, Key, Places, Role, Settings};

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
    let consumers = || (0..consumers).map(Role::Consumer);
    let mut nodes = vec![Role::Users, Role::Producer, Role::Broker];
    nodes.extend(consumers());
    let mut links = vec![
        Hop::new(Role::Users, Role::Producer),
        Hop::new(Role::Producer, Role::Broker),
    ];
    links.extend(consumers().map(|far| Hop::new(Role::Broker, far)));
    links.extend(consumers().map(|far| Hop::new(Role::Users, far)));
    Places::new(nodes, links)
}

//! The places of sagas.

use crate::facts::ids::NodeId;
use crate::scenario::{Hop, Key, NodeKind, Places, Role, Settings};

impl NodeKind {
    /// Who begins sagas, and leads them if anybody does.
    pub const ORCHESTRATOR: Self = Self::one("orchestrator");

    /// Who takes a step of a saga.
    pub const SERVICE: Self = Self::many("service");
}

/// The people.
pub const USERS: NodeId = NodeId(0);
/// Who begins sagas, and leads them if anybody does.
pub const ORCHESTRATOR: NodeId = NodeId(1);
pub const FIRST_SERVICE: u16 = 2;

/// The node of a service, counted from 0.
pub fn service(index: usize) -> NodeId {
    NodeId(FIRST_SERVICE + index as u16)
}

/// Which service a node is, counted from 0.
pub fn service_index(node: NodeId) -> Option<usize> {
    node.0.checked_sub(FIRST_SERVICE).map(usize::from)
}

/// People ask the orchestrator, which asks the services; services also talk to each other, which
/// is how a choreography goes on, and people read from them.
pub fn places(settings: &Settings) -> Places {
    let steps = settings.count(Key::STEPS) as usize;
    let steps = steps.max(1);
    let services = || (0..steps).map(|nth| NodeKind::SERVICE.nth(nth));
    let mut nodes = vec![Role::USERS, NodeKind::ORCHESTRATOR.alone()];
    nodes.extend(services());
    let mut links = vec![Hop::new(Role::USERS, NodeKind::ORCHESTRATOR.alone())];
    links.extend(services().map(|far| Hop::new(NodeKind::ORCHESTRATOR.alone(), far)));
    for near in 0..steps {
        links.extend(
            (near + 1..steps)
                .map(|far| Hop::new(NodeKind::SERVICE.nth(near), NodeKind::SERVICE.nth(far))),
        );
    }
    links.extend(services().map(|far| Hop::new(Role::USERS, far)));
    Places::new(nodes, links)
}

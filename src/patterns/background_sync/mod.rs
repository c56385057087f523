//! The pattern of background sync.

pub mod node;

use node::SyncNode;

use super::picture::Picture;
use super::workload::Workload;
use crate::scenario::{Hop, Key, Places, Settings as Declared};
use crate::sim::draw::Draws;
use crate::sim::ids::{NodeId, WriteId};
use crate::sim::kernel::Kernel;
use crate::sim::time::Micros;

/// The typed settings.
#[derive(Clone, Debug)]
pub struct Settings {
    pub(super) workload: Workload,
}

impl Settings {
    /// Reads the declared values.
    pub fn read(declared: &Declared) -> Self {
        Self {
            workload: Workload::read(declared, Key::Writes),
        }
    }
}

/// A run of this pattern at its start.
pub fn start(declared: &Declared) -> Kernel<SyncNode> {
    let settings = Settings::read(declared);
    let draws = Draws::new(declared.count(Key::Seed));
    let nodes = Places::of(declared)
        .nodes()
        .iter()
        .map(|_| SyncNode::Idle)
        .collect();
    Kernel::new(nodes, &links(declared), settings, draws)
}

/// The connections, near end first, in the order in which the scenario names them.
fn links(declared: &Declared) -> Vec<(NodeId, NodeId)> {
    let places = Places::of(declared);
    let ends = |hop: &Hop| Some((places.node(hop.near)?, places.node(hop.far)?));
    places.links().iter().filter_map(ends).collect()
}

/// The picture at an instant between the kernel's last event and its next.
pub fn picture(_kernel: &Kernel<SyncNode>, now: Micros, _followed: Option<WriteId>) -> Picture {
    Picture {
        now,
        ..Picture::default()
    }
}

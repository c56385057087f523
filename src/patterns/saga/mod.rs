//! Sagas: a transaction over several services, step by step; when a step fails, those before it are
//! taken back by compensations.
//!
//! | | |
//! | --- | --- |
//! | source | the services' own bookings; there is no copy |
//! | replica | none: what is measured of copies (`propagation`, `lag`, `stale-reads`) does not apply |
//! | key | what is booked: a trip, an article; each service has `capacity` units of each |
//! | write | a saga: the booking of one unit of its key at every service |
//! | truth | the saga's decision: a booking is tentative until its saga ends |
//!
//! In an orchestration the orchestrator asks each service and hears back; in a choreography it only
//! begins the saga, each service tells the next, and the last one tells the orchestrator. A saga
//! lasts from its begin there until its end is recorded there. Orders, events and the answers to them
//! may be lost; word that a saga is at its end, by which services know that a booking is no longer
//! tentative and a lock no longer held, is told again to a service that was down. No service forgets a saga by it, since an order may come
//! later that was sent before.

mod bars;
mod choreography;
mod choreography_initiator;
mod compensation;
mod ended;
pub mod message;
pub mod node;
mod orchestration;
pub mod orchestrator;
mod outbox;
mod pace;
mod params;
mod picture;
mod places;
mod presets;
mod prospects;
mod resource;
pub mod service;
pub mod settings;
mod spec;
pub mod special;
mod stories;
mod theory;
mod undelivered;
pub mod users;

use node::SagaNode;
use orchestrator::Orchestrator;
use places::USERS;
use service::Service;
use users::{Conduct, Users};

pub use settings::Settings;
pub use spec::MECHANISM;

use crate::patterns::engine::Room;
use crate::scenario::{Key, Places, Settings as Declared};
use crate::sim::draw::Draws;
use crate::sim::kernel::Kernel;
use crate::sim::prospect::Prospect;

/// A run of this pattern at its start.
pub fn start(declared: &Declared) -> Kernel<SagaNode> {
    let settings = Settings::read(declared);
    let draws = Draws::new(declared.count(Key::SEED));
    let keys = settings.workload.keys();
    let mut nodes = vec![
        SagaNode::Users(Users::new(draws, USERS, Conduct::default())),
        SagaNode::Orchestrator(Orchestrator::default()),
    ];
    nodes.extend((0..settings.steps).map(|index| SagaNode::Service(Service::new(index, keys))));
    Kernel::new(nodes, &Places::of(declared).ends(), settings, draws)
}

impl Room for SagaNode {
    fn read(declared: &Declared) -> Settings {
        Settings::read(declared)
    }

    fn may_still(kernel: &Kernel<Self>, prospect: &Prospect) -> bool {
        prospects::may_still(kernel, prospect)
    }
}

#[cfg(test)]
mod tests;

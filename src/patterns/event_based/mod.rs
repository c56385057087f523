//! Event-based consistency: a service commits a write to its own store and publishes an event; a
//! broker carries it to consumers, each with a store of its own.
//!
//! | | |
//! | --- | --- |
//! | source | the service's own store |
//! | replica | the store of each consumer |
//! | key | a row of the stores: a customer, a meter |
//! | write | a request of a user that the service commits |
//! | truth | every write committed so far, in the order of commits of its key |
//!
//! Users write to the service and read from the consumers, over links that lose nothing by chance. With
//! `payload=state` an event carries the key's whole value, so a newer one makes up for an older one that
//! is missing; with `payload=delta` it carries the change, so each has to be applied exactly once.

pub mod broker;
pub mod consumer;
mod cures;
mod hands;
mod inbox;
mod job;
pub mod log;
pub mod message;
pub mod node;
mod outbox;
mod params;
mod partition;
mod picture;
mod places;
mod position;
mod presets;
mod prospects;
pub mod queues;
pub mod settings;
pub mod source;
mod spec;
mod stories;
mod theory;
pub mod users;

use broker::Broker;
use consumer::Consumer;
use node::EventNode;
use places::{USERS, replica};
use source::Source;
use users::{Conduct, Users};

pub use settings::Settings;
pub use spec::MECHANISM;

use crate::patterns::engine::Room;
use crate::scenario::{Key, Places, Settings as Declared};
use crate::sim::draw::Draws;
use crate::sim::kernel::Kernel;
use crate::sim::prospect::Prospect;

/// A run of this pattern at its start.
pub fn start(declared: &Declared) -> Kernel<EventNode> {
    let settings = Settings::read(declared);
    let draws = Draws::new(declared.count(Key::SEED));
    let consumers = settings.deliver.len();
    let mut nodes = vec![
        EventNode::Users(Users::new(draws, USERS, Conduct)),
        EventNode::Source(Source::new(&settings)),
        EventNode::Broker(Broker::new(&settings)),
    ];
    nodes.extend(
        (0..consumers)
            .map(|index| EventNode::Consumer(Consumer::new(index, replica(index), &settings))),
    );
    Kernel::new(nodes, &Places::of(declared).ends(), settings, draws)
}

impl Room for EventNode {
    fn read(declared: &Declared) -> Settings {
        Settings::read(declared)
    }

    fn may_still(kernel: &Kernel<Self>, prospect: &Prospect) -> bool {
        prospects::may_still(kernel, prospect)
    }
}

#[cfg(test)]
mod tests;

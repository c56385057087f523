//! CQRS: commands go to a write model, which appends events to a log; projectors follow the log, each
//! with a read model of its own, and questions go to those.
//!
//! | | |
//! | --- | --- |
//! | source | the write model: its log, and what that comes to for each key |
//! | replica | the store of each replica of each view, with a projector of its own |
//! | key | an aggregate: an account, a customer |
//! | write | an accepted command: one event, a deposit or a withdrawal |
//! | truth | every event appended so far, in the order of the log |
//!
//! Everything begins at 0. A withdrawal of more than there is is refused, so money is neither made nor
//! lost, unless it was checked against a read model. An event carries a change, so each has to be
//! applied exactly once.

mod answers;
mod cures;
mod feed;
pub mod message;
pub mod node;
mod params;
mod picture;
mod places;
mod presets;
pub mod projector;
mod prospects;
mod rebuild;
pub mod settings;
mod spec;
pub mod special;
mod stories;
mod theory;
pub mod users;
pub mod write_model;

use node::CqrsNode;
use places::{USERS, replica};
use projector::Projector;
use users::{Conduct, Users};
use write_model::WriteModel;

pub use settings::Settings;
pub use spec::MECHANISM;

use crate::patterns::engine::Room;
use crate::scenario::{Key, Places, Settings as Declared};
use crate::sim::draw::Draws;
use crate::sim::kernel::Kernel;
use crate::sim::prospect::Prospect;

/// A run of this pattern at its start.
pub fn start(declared: &Declared) -> Kernel<CqrsNode> {
    let settings = Settings::read(declared);
    let draws = Draws::new(declared.count(Key::SEED));
    let mut nodes = vec![
        CqrsNode::Users(Users::new(draws, USERS, Conduct::default())),
        CqrsNode::WriteModel(WriteModel::new(&settings)),
    ];
    for index in 0..settings.views() * settings.replicas {
        let view = index / settings.replicas;
        let projector = Projector::new(view, replica(index), &settings);
        nodes.push(CqrsNode::Projector(Box::new(projector)));
    }
    Kernel::new(nodes, &Places::of(declared).ends(), settings, draws)
}

impl Room for CqrsNode {
    fn read(declared: &Declared) -> Settings {
        Settings::read(declared)
    }

    fn may_still(kernel: &Kernel<Self>, prospect: &Prospect) -> bool {
        prospects::may_still(kernel, prospect)
    }
}

#[cfg(test)]
mod tests;

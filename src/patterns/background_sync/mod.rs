//! Background sync: a job wakes on a schedule, compares, and copies what has changed.
//!
//! | | |
//! | --- | --- |
//! | source | the stores that people write to; key k belongs to source k modulo their number; in a two-way sync there is no one source |
//! | replica | the target's store; in a two-way sync every store |
//! | key | a row: a post, an order. Rows come and go with `inserts` and `deletes` |
//! | write | a transaction of a user that a store commits; a deletion is a write of [`ABSENT`] |
//! | truth | every write committed so far, in the order of commits of its row; in a two-way sync every write that no later one comes after, so both sides of a conflict are true |
//!
//! A run takes one snapshot of each store when it begins, waits its fixed cost, then goes through its
//! rows in batches. A full run compares every row and moves those that differ; an incremental one asks
//! for the rows stamped since its watermark, which becomes the beginning of the run once the run has
//! come to its end. Nothing is lost or doubled by chance here: a job's connection repeats what is
//! lost, as any connection of a database does. What a cut link or a crash swallows is asked for again.
//!
//! In a two-way sync each side takes in what the other has. What a value comes after is counted per
//! side and row, never read from a clock: the clocks decide only what `conflict=last-writer-wins`
//! lets them decide.
//!
//! [`ABSENT`]: crate::facts::ABSENT

mod conflict;
mod cures;
pub mod job;
pub mod message;
pub mod node;
mod pace;
mod params;
mod past_runs;
mod picture;
mod places;
mod presets;
mod prospects;
pub mod row;
pub mod run;
pub mod settings;
mod spec;
pub mod special;
pub mod store;
mod stories;
mod theory;
pub mod users;

use job::Job;
use node::SyncNode;
use places::USERS;
use store::Store;
use users::{Conduct, Users};

pub use settings::Settings;
pub use spec::MECHANISM;

use crate::patterns::engine::Room;
use crate::scenario::{Key, Places, Settings as Declared};
use crate::sim::draw::Draws;
use crate::sim::kernel::Kernel;
use crate::sim::prospect::Prospect;

/// A run of this pattern at its start.
pub fn start(declared: &Declared) -> Kernel<SyncNode> {
    let settings = Settings::read(declared);
    let draws = Draws::new(declared.count(Key::SEED));
    let store = |index| SyncNode::Store(Store::new(index, &settings));
    let mut nodes = vec![SyncNode::Users(Users::new(
        draws,
        USERS,
        Conduct::new(&settings),
    ))];
    nodes.extend((0..settings.sources).map(store));
    nodes.push(SyncNode::Job(Job::default()));
    nodes.push(store(settings.sources));
    Kernel::new(nodes, &Places::of(declared).ends(), settings, draws)
}

impl Room for SyncNode {
    fn read(declared: &Declared) -> Settings {
        Settings::read(declared)
    }

    fn may_still(kernel: &Kernel<Self>, prospect: &Prospect) -> bool {
        prospects::may_still(kernel, prospect)
    }
}

#[cfg(test)]
mod tests;

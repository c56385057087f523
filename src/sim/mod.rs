//! The kernel: time, draws, latency laws, the event queue, the network, stations, nodes and
//! faults. It records facts, and knows no pattern and no browser.

pub mod bound;
pub mod clock;
pub mod copies;
pub mod draw;
mod fault;
mod health;
pub mod kernel;
pub mod law;
pub mod ledger;
pub mod load;
pub mod network;
pub mod node;
pub mod prospect;
pub mod queue;
pub mod ranges;
pub mod station;
pub mod traffic;

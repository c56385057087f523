//! The kernel: time, draws, latency laws, the event queue, the network, stations, nodes, faults and
//! facts. It knows no pattern and no browser.

pub mod bound;
pub mod clock;
pub mod copies;
pub mod describe;
pub mod draw;
pub mod fact;
mod fault;
mod health;
pub mod ids;
pub mod kernel;
pub mod law;
pub mod ledger;
mod letter;
pub mod load;
pub mod network;
pub mod node;
mod outage;
pub mod prospect;
pub mod queue;
pub mod ranges;
mod reason;
pub mod station;
pub mod time;
pub mod traffic;

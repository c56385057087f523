//! The kernel: time, draws, latency laws, the event queue, the network, stations, nodes, faults and
//! facts. It knows no pattern and no browser.

pub mod fact;
pub mod ids;
pub mod law;
pub mod time;

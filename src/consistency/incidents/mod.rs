//! What goes wrong: kinds of anomalies, incidents and how they end, the facts that led to them, ticks.

pub mod anomalies;
pub mod anomaly;
pub mod chronicle;
pub mod histories;
pub mod incident;
pub mod run_trails;
pub mod side_incidents;
pub mod ticks;
pub mod trails;
pub mod waits;

//! Folds of the stream of facts into measures, states of keys and anomalies.
//!
//! It knows no pattern: facts are where the two meet. The definitions of the measures are those of
//! ARCHITECTURE.md; each of them stands with its fold.

mod anomalies;
mod anomaly;
mod arrivals;
mod batches;
mod chronicle;
mod commit_order;
mod commits;
mod convergence;
mod distribution;
mod doubts;
mod ended_sagas;
mod fold;
pub mod freshness;
mod guarantees;
mod histories;
mod incident;
mod interval;
mod keys;
mod left_out;
mod leftovers;
mod level;
mod marks;
mod measure;
mod measures;
mod missing;
mod named;
mod persons;
mod projection;
mod read_incidents;
mod reads;
mod reflected;
mod replica;
mod replica_measures;
mod report;
mod rows;
mod run_trails;
mod saga_trails;
mod sagas;
mod screens;
mod series;
mod side_incidents;
mod sides;
mod survival;
mod ticks;
mod trails;
mod visibility;
mod waits;
mod window;

pub use anomaly::Anomaly;
pub use distribution::{Bar, Distribution};
pub use fold::Consistency;
pub use guarantees::Guarantee;
pub use histories::{Known, Outcomes};
pub use incident::{Closing, Incident, Outcome};
pub use keys::Truth;
pub use level::{Level, Share};
pub use measure::{About, Measure, MeasureRow, Section};
pub use named::Named;
pub use replica_measures::ReplicaMeasures;
pub use report::{Age, Figures, Kept, Measured, Pool, Report, Subject};
pub use screens::{Answer, Screen, Wrong, Wrote};
pub use ticks::Tick;
pub use visibility::Visible;

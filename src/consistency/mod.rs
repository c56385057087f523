//! Folds of the stream of facts into measures, states of keys and anomalies.
//!
//! It knows no pattern: facts are where the two meet. `fold` takes facts one by one and brings the rooms together;
//! each of them holds data of its own and knows those to its right alone:
//! `fold -> sessions, processes -> incidents -> state -> measures -> stats`.

mod fold;
mod incidents;
mod measures;
mod processes;
mod sessions;
mod state;
mod stats;

pub use fold::Consistency;
pub use fold::replica_measures::ReplicaMeasures;
pub use incidents::anomaly::Anomaly;
pub use incidents::histories::{Known, Outcomes};
pub use incidents::incident::{Closing, Incident, Outcome};
pub use incidents::ticks::Tick;
pub use measures::measure::{About, Measure, MeasureRow, Section};
pub use measures::report::{Age, Figures, Kept, Measured, Pool, Report, Subject};
pub use measures::visibility::Visible;
pub use sessions::guarantees::Guarantee;
pub use sessions::screens::{Answer, Screen, Wrong, Wrote};
pub use state::freshness;
pub use state::keys::Truth;
pub use stats::distribution::{Bar, Distribution};
pub use stats::level::{Level, Share};
pub use stats::named::Named;

//! Folds of the stream of facts into measures, states of keys and anomalies.
//!
//! It knows no pattern: facts are where the two meet.

pub mod freshness;

//! Driftscope: a laboratory for eventual consistency.
//!
//! The map of the house, from the inside out: [`facts`] is what can be recorded, [`sim`] the kernel, [`patterns`] the mechanisms,
//! [`consistency`] what is measured. ARCHITECTURE.md has the whole of it.

pub use driftscope_model::{consistency, facts, lab, patterns, run, scenario, session, sim};

#[cfg(not(target_arch = "wasm32"))]
pub mod cli;
pub mod faces;
pub mod show;
#[cfg(target_arch = "wasm32")]
pub mod ui;

//! Driftscope: a laboratory for eventual consistency.
//!
//! The map of the house, from the inside out: [`sim`] is the kernel, [`patterns`] the mechanisms,
//! [`consistency`] what is measured. ARCHITECTURE.md has the whole of it.

#[cfg(not(target_arch = "wasm32"))]
pub mod cli;
pub mod consistency;
pub mod lab;
pub mod patterns;
pub mod run;
pub mod scenario;
pub mod session;
pub mod sim;
#[cfg(target_arch = "wasm32")]
pub mod ui;
pub mod view;

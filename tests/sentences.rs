//! What went wrong, in sentences, from real runs: one of each kind in each of its tenses, and over
//! random scenarios every figure in a sentence found again in the trace.
#![cfg(not(target_arch = "wasm32"))]

#[path = "sentences/kinds.rs"]
mod kinds;
#[path = "sentences/names.rs"]
mod names;
#[path = "sentences/roles.rs"]
mod roles;
#[path = "properties/scenarios.rs"]
#[allow(dead_code, reason = "other properties use the rest")]
mod scenarios;
#[path = "trial/mod.rs"]
mod trial;
#[path = "sentences/truth.rs"]
mod truth;

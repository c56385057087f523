//! What holds for every face, and pictures of all of them to be looked at.

mod copies;
mod folds;
#[cfg(not(target_arch = "wasm32"))]
mod gallery;
#[cfg(not(target_arch = "wasm32"))]
mod gallery_runs;
mod guarantees;
mod headlines;
mod named;
mod names;
mod registry;
mod screens;
mod sentences;
mod spotlight;
mod streams;
mod warnings;
mod why;

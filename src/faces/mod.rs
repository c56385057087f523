//! The face of each pattern: what it draws and what it says, in a room of its own.
//!
//! No face names another. What several of them draw or say is toolkit, and stands in [`show`](crate::show).

pub mod background_sync;
pub mod cqrs;
pub mod event_based;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod gallery;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod gallery_runs;
#[cfg(test)]
mod properties_streams;
pub mod saga;

pub use saga::steps_of;

use crate::patterns::picture::Special;
use crate::show::{Frame, Scene};

/// Lays out and draws one instant of whichever pattern is run.
pub fn draw(frame: &Frame<'_>) -> Scene {
    let mut scene = match frame.picture.special {
        Special::None => event_based::scene(frame),
        Special::Sync(_) => background_sync::scene(frame),
        Special::Saga(_) => saga::scene(frame),
        Special::Log(_) => cqrs::scene(frame),
    };
    scene.outline(frame);
    scene
}

//! Pure: a picture becomes shapes, facts become words, values become places on a slider.
//!
//! [`event_based::scene`] lays out one instant of a run as a [`Scene`]: shapes to paint and areas to
//! point at. Nothing here knows a browser, a theme's values or a pattern's rules; widths of texts
//! come from outside, so every layout can be tested natively.

pub mod acts;
mod background_sync;
pub mod beside;
mod card;
mod cells;
pub mod charts;
pub mod copy_words;
mod cqrs;
mod cqrs_words;
pub mod cured;
mod downward;
pub mod event_based;
pub mod first_minute;
pub mod frame;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod gallery;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod gallery_charts;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod gallery_runs;
pub mod geometry;
pub mod glossary;
mod grid;
pub mod guarantees;
pub mod headlines;
mod hits;
pub mod ink;
mod labels;
mod lanes;
mod layout;
#[cfg(test)]
mod legible;
mod letter_words;
mod links;
pub mod magnify;
mod marks;
pub mod named;
pub mod naming;
pub mod percentiles;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod properties_streams;
#[cfg(test)]
mod properties_sync;
mod reading;
mod rightward;
mod saga;
pub mod saga_words;
pub mod scene;
pub mod screens;
pub mod sentence;
pub mod shape;
pub mod slider;
pub mod sold_out;
pub mod spotlight;
#[cfg(test)]
pub(crate) mod staged;
#[cfg(test)]
mod staged_cqrs;
#[cfg(test)]
mod staged_saga;
#[cfg(test)]
mod staged_sync;
mod store;
mod streams;
pub mod svg;
mod sync_words;
pub mod text;
pub mod units;
pub mod warning;
pub mod why;
pub mod words;

pub use frame::{Ages, Frame, Names, Target};
pub use geometry::{Point, Rect, Size};
pub use ink::{Ink, Paint, Theme};
pub use saga::steps_of;
pub use scene::{Hit, Scene, Spot};
pub use shape::{Shape, TextStyle};
pub use words::twin;

use crate::patterns::picture::Special;

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

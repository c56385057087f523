//! A toolkit for whoever draws and speaks: what a picture is made of and where its parts stand, facts and incidents in words,
//! charts, values as places on a slider.
//!
//! It knows no pattern: what one of them draws and says is its face. Nothing here knows a browser or a theme's values either;
//! widths of texts come from outside, so every layout can be tested natively.

pub mod acts;
pub mod card;
pub mod cells;
pub mod charts;
pub mod copy_words;
pub mod cured;
pub mod face;
pub mod figures;
pub mod first_minute;
pub mod frame;
#[cfg(all(test, not(target_arch = "wasm32")))]
pub mod gallery_charts;
pub mod geometry;
pub mod glossary;
pub mod grid;
pub mod guarantees;
pub mod headlines;
pub mod hits;
pub mod ink;
pub mod labels;
pub mod lanes;
pub mod layout;
pub mod legend;
#[cfg(test)]
pub(crate) mod legible;
pub mod letter_words;
pub mod links;
pub mod magnify;
pub mod marks;
pub mod named;
pub mod naming;
pub mod percentiles;
pub mod popover_placement;
pub mod reading;
pub mod scene;
pub mod screens;
pub mod sentence;
pub mod shape;
pub mod slider;
pub mod spotlight;
#[cfg(test)]
pub(crate) mod staged;
pub mod store;
pub mod streams;
pub mod svg;
pub mod text;
pub mod units;
pub mod warning;
pub mod why;
pub mod words;

pub use face::Face;
pub use frame::{Ages, Frame, Names, Target};
pub use geometry::{Point, Rect, Size};
pub use ink::{Ink, Paint, Theme};
pub use scene::{Hit, Scene, Spot};
pub use shape::{Shape, TextStyle};
pub use words::text_alternative;

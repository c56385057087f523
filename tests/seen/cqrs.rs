//! What cqrs is there to show.

use crate::Figure;

/// What each preset promises to show.
pub const PRESETS: &[(&str, Option<Figure>)] = &[];

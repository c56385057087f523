//! Presets of sagas.

use super::Preset;

pub(super) static PRESETS: &[Preset] = &[];

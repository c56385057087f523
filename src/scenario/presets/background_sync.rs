//! Presets of background sync.

use super::Preset;

pub(super) static PRESETS: &[Preset] = &[];

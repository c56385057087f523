//! Presets of CQRS.

use super::Preset;

pub(super) static PRESETS: &[Preset] = &[];

//! Cases of background_sync.

use crate::case::Case;

pub const CASES: &[&[Case]] = &[];

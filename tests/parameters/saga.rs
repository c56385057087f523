//! Cases of saga.

use crate::case::Case;

pub const CASES: &[&[Case]] = &[];

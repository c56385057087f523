//! Cases of saga.

mod failing;
mod load;

use crate::case::Case;

pub const CASES: &[&[Case]] = &[load::CASES, failing::CASES];

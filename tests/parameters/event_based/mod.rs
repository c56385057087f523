//! Cases of the event-based pattern.

mod handling;
mod load;

use crate::case::Case;

pub const CASES: &[&[Case]] = &[load::CASES, handling::CASES];

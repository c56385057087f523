//! Cases of the event-based pattern.

mod handling;
mod load;
mod readers;

use crate::case::Case;
use crate::stops;

pub const CASES: &[&[Case]] = &[load::CASES, readers::CASES, handling::CASES, stops::CASES];

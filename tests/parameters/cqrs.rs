//! Cases of cqrs.

use crate::case::Case;

pub const CASES: &[&[Case]] = &[];

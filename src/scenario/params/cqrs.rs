//! Parameters of the cqrs pattern.

use crate::scenario::key::Key;
use crate::scenario::param::{Group, Kind, Param};
use crate::scenario::stories::CQRS_CHOICES;

pub(super) const PARAMS: &[Param] = &[Param::new(
    Key::Story,
    "Story",
    Group::Run,
    Kind::Choice(CQRS_CHOICES),
    "bank",
    "The names that services and values go by; the mechanism stays the same.",
)
.at_restart()];

//! Parameters of the saga pattern.

use crate::scenario::key::Key;
use crate::scenario::param::{Group, Kind, Param};
use crate::scenario::stories::SAGA_CHOICES;

pub(super) const PARAMS: &[Param] = &[Param::new(
    Key::Story,
    "Story",
    Group::Run,
    Kind::Choice(SAGA_CHOICES),
    "travel",
    "The names that services and values go by; the mechanism stays the same.",
)
.at_restart()];

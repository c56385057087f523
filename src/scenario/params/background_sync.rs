//! Parameters of the background_sync pattern.

use crate::scenario::key::Key;
use crate::scenario::param::{Group, Kind, Param};
use crate::scenario::stories::BACKGROUND_SYNC_CHOICES;

pub(super) const PARAMS: &[Param] = &[Param::new(
    Key::Story,
    "Story",
    Group::Run,
    Kind::Choice(BACKGROUND_SYNC_CHOICES),
    "social",
    "The names that services and values go by; the mechanism stays the same.",
)
.at_restart()];

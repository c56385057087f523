//! What this pattern declares of itself, and how it is run.

use std::sync::LazyLock;

use super::params::PARAMS;
use super::presets::PRESETS;
use super::stories::STORIES;
use crate::consistency::Subject;
use crate::patterns::Mechanism;
use crate::patterns::pace::{Pace, slowest};
use crate::patterns::params::{NO_ARRIVAL, NO_CRASH, NO_WRITE};
use crate::scenario::{Followed, Key, Pattern, PatternSpec, Period, Settings};

impl Pattern {
    /// Commands go to one model, queries to others that follow it.
    pub const CQRS: Self = Self::new(&SPEC);
}

static SPEC: PatternSpec = PatternSpec {
    word: "cqrs",
    label: "CQRS",
    params: &PARAMS,
    defaults: || {
        static DEFAULTS: LazyLock<Settings> = LazyLock::new(|| Settings::declared(Pattern::CQRS));
        &DEFAULTS
    },
    stories: STORIES,
    presets: PRESETS,
    places: super::places::places,
    holds: |_, _, _| true,
    periods: &[
        NO_WRITE,
        NO_ARRIVAL,
        Period::new(Key::POLL, "nothing is looked for"),
        Period::new(Key::REBUILD, "no view is built anew"),
        NO_CRASH,
    ],
    followed: Followed::WRITE,
};

/// How it is run.
pub static MECHANISM: Mechanism = Mechanism {
    pattern: Pattern::CQRS,
    start: |declared| Box::new(super::start(declared)),
    subject: |_| Subject::Copies,
    applies: |_, _| true,
    cures: super::cures::cures,
    clock_ahead: |_| None,
    theory: super::theory::ROWS,
    pace: |moment| {
        let hop = slowest(moment.settings, Key::PROJECT, Key::BUS, Key::VIEWS);
        Pace::of_hops(hop, moment)
    },
};

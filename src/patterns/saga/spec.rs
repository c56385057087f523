//! What this pattern declares of itself, and how it is run.

use std::sync::LazyLock;

use super::params::PARAMS;
use super::presets::PRESETS;
use super::stories::STORIES;
use crate::consistency::Subject;
use crate::patterns::Mechanism;
use crate::patterns::params::{NO_ARRIVAL, NO_CRASH};
use crate::scenario::{Followed, Key, Pattern, PatternSpec, Period, Settings};

impl Pattern {
    /// A decision over several services in steps that can be taken back.
    pub const SAGA: Self = Self::new(&SPEC);
}

static SPEC: PatternSpec = PatternSpec {
    word: "saga",
    label: "Saga",
    params: &PARAMS,
    defaults: || {
        static DEFAULTS: LazyLock<Settings> = LazyLock::new(|| Settings::declared(Pattern::SAGA));
        &DEFAULTS
    },
    stories: STORIES,
    presets: PRESETS,
    places: super::places::places,
    holds: |_, _, _| true,
    periods: &[
        NO_ARRIVAL,
        Period::several(Key::STEP, "next to no step of a saga is taken"),
        NO_CRASH,
        Period::new(Key::TIMEOUT, "no missing answer is noticed"),
    ],
    followed: Followed {
        word: "saga",
        steps: Some(Key::STEPS),
    },
};

/// How it is run.
pub static MECHANISM: Mechanism = Mechanism {
    pattern: Pattern::SAGA,
    start: |declared| Box::new(super::start(declared)),
    subject: |_| Subject::Bookings,
    // Sagas have no copies.
    applies: |_, _| false,
    cures: |_, _| &[],
    clock_ahead: |_| None,
    theory: super::theory::ROWS,
    pace: super::pace::pace,
};

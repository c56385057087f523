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
    /// A service publishes what changed and consumers apply it to stores of their own.
    pub const EVENT_BASED: Self = Self::new(&SPEC);
}

static SPEC: PatternSpec = PatternSpec {
    word: "event-based",
    label: "Event-based",
    params: &PARAMS,
    defaults: || {
        static DEFAULTS: LazyLock<Settings> =
            LazyLock::new(|| Settings::declared(Pattern::EVENT_BASED));
        &DEFAULTS
    },
    stories: STORIES,
    presets: PRESETS,
    places: super::places::places,
    holds: |_, _, _| true,
    periods: &[
        NO_WRITE,
        NO_ARRIVAL,
        Period {
            // The relay looks into the outbox only if there is one.
            concerns: |settings| settings.is_on(Key::OUTBOX),
            ..Period::new(Key::POLL, "nothing is looked for")
        },
        NO_CRASH,
        Period::new(Key::ACK_TIMEOUT, "nothing is sent again"),
    ],
    followed: Followed::WRITE,
};

/// How it is run.
pub static MECHANISM: Mechanism = Mechanism {
    pattern: Pattern::EVENT_BASED,
    start: |declared| Box::new(super::start(declared)),
    subject: |_| Subject::Copies,
    applies: |_, _| true,
    cures: super::cures::cures,
    clock_ahead: |_| None,
    theory: super::theory::ROWS,
    pace: |moment| {
        let hop = slowest(moment.settings, Key::PUBLISH, Key::DELIVER, Key::CONSUMERS);
        Pace::of_hops(hop, moment)
    },
};

//! What this pattern declares of itself, and how it is run.

use std::sync::LazyLock;

use super::params::PARAMS;
use super::presets::PRESETS;
use super::settings::is_two_way;
use super::stories::STORIES;
use crate::consistency::Subject;
use crate::facts::ids::KeyIndex;
use crate::patterns::Mechanism;
use crate::patterns::params::{NO_ARRIVAL, NO_CRASH, NO_WRITE};
use crate::scenario::{Followed, Key, NodeKind, Pattern, PatternSpec, Period, Role, Settings};

impl Pattern {
    /// A job copies what changed from time to time.
    pub const BACKGROUND_SYNC: Self = Self::new(&SPEC);
}

static SPEC: PatternSpec = PatternSpec {
    word: "background-sync",
    label: "Background sync",
    params: &PARAMS,
    defaults: || {
        static DEFAULTS: LazyLock<Settings> =
            LazyLock::new(|| Settings::declared(Pattern::BACKGROUND_SYNC));
        &DEFAULTS
    },
    stories: STORIES,
    presets: PRESETS,
    places: super::places::places,
    holds,
    periods: &[
        Period {
            afterwards: |settings, _| {
                settings.time(Key::SCHEDULE_JITTER) + 2 * settings.law(Key::RUN).median()
            },
            ..Period::new(Key::INTERVAL, "no run of the job begins")
        },
        Period::new(Key::RUN, "no run of the job moves a row"),
        NO_WRITE,
        NO_ARRIVAL,
        NO_CRASH,
    ],
    followed: Followed::WRITE,
};

/// How it is run.
pub static MECHANISM: Mechanism = Mechanism {
    pattern: Pattern::BACKGROUND_SYNC,
    start: |declared| Box::new(super::start(declared)),
    subject: |settings| {
        if is_two_way(settings) {
            Subject::Sides
        } else {
            Subject::Copies
        }
    },
    applies: super::cures::applies,
    cures: super::cures::cures,
    clock_ahead: |settings| Some((NodeKind::TARGET.alone(), settings.time(Key::CLOCK_SKEW))),
    theory: super::theory::ROWS,
    pace: super::pace::pace,
};

/// Of several sources each has every so-manieth key; the target has all of them.
fn holds(settings: &Settings, role: Role, key: KeyIndex) -> bool {
    let sources = settings.count(Key::SOURCES).max(1);
    role.kind != NodeKind::SOURCE || u64::from(key) % sources == role.index as u64
}

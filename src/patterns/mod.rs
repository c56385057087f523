//! The mechanisms, one room for each pattern, the list of them, and what they have in common: the people, and the
//! plain data in which a pattern says what it looks like.
//!
//! A pattern is a room here, which declares what there is to know of its scenarios ([`PatternSpec`](crate::scenario::PatternSpec))
//! and how it is run ([`Mechanism`]), and a line in [`MECHANISMS`].

pub mod background_sync;
pub mod cqrs;
pub mod cures;
mod curves;
pub mod depict;
pub mod engine;
pub mod event_based;
pub mod pace;
mod params;
pub mod people;
pub mod picture;
pub mod saga;
pub mod streams;
pub mod theory;
pub mod users;
pub mod workload;

use std::sync::LazyLock;

use crate::consistency::{Guarantee, Subject};
use crate::facts::time::Micros;
use crate::scenario::{
    Catalog, Link, Pattern, Preset, Problem, Role, Scenario, Settings, params, presets,
};
use cures::Cure;
use engine::Engine;
use pace::{Moment, Pace};
use theory::Row;

/// How a pattern is run, and what is known of its runs.
pub struct Mechanism {
    /// Whose it is.
    pub pattern: Pattern,
    /// The pattern that the settings belong to, at its start.
    pub start: fn(&Settings) -> Box<dyn Engine>,
    /// What its measures are about.
    pub subject: fn(&Settings) -> Subject,
    /// Whether a guarantee has a meaning with these settings.
    pub applies: fn(&Settings, Guarantee) -> bool,
    /// What buys a guarantee with these settings; nothing if no parameter does.
    pub cures: fn(&Settings, Guarantee) -> &'static [Cure],
    /// The node whose clock is ahead of the others, and by how much: any job that copies has one, but only a two-way
    /// sync compares values by clocks.
    pub clock_ahead: fn(&Settings) -> Option<(Role, Micros)>,
    /// What theory says of it.
    pub theory: &'static [Row],
    /// How fast a moment is shown so that an eye can follow it.
    pub pace: fn(&Moment<'_>) -> Pace,
}

/// Every pattern, in the order of the page; a link that names none is of the first. A pattern is added here, and
/// nowhere else in the model.
static MECHANISMS: &[&Mechanism] = &[
    &event_based::MECHANISM,
    &background_sync::MECHANISM,
    &saga::MECHANISM,
    &cqrs::MECHANISM,
];

static PATTERNS: [Pattern; MECHANISMS.len()] = {
    let mut patterns = [MECHANISMS[0].pattern; MECHANISMS.len()];
    let mut index = 1;
    while index < patterns.len() {
        patterns[index] = MECHANISMS[index].pattern;
        index += 1;
    }
    patterns
};

impl Pattern {
    /// Every pattern, in the order of the page.
    pub const ALL: &[Self] = &PATTERNS;

    /// The pattern of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        CATALOG.pattern(word)
    }
}

/// The patterns that links may name: all.
pub const CATALOG: Catalog = Catalog::new(Pattern::ALL, || {
    static WORDS: LazyLock<Vec<&str>> = LazyLock::new(|| {
        let all = Pattern::ALL.iter().flat_map(|pattern| params(*pattern));
        let mut words: Vec<_> = all.map(|param| param.word).collect();
        words.sort_unstable();
        words
    });
    &WORDS
});

/// How every pattern is run.
pub fn mechanisms() -> impl Iterator<Item = &'static Mechanism> {
    MECHANISMS.iter().copied()
}

/// How a pattern is run.
///
/// # Panics
///
/// Never for a pattern of the list.
pub fn mechanism(pattern: Pattern) -> &'static Mechanism {
    mechanisms()
        .find(|mechanism| mechanism.pattern == pattern)
        .expect("every pattern has a mechanism")
}

/// Whether a text has a link in it, whole or damaged; the address of the page alone has none.
pub fn has_link(text: &str) -> bool {
    CATALOG.has_link(text)
}

/// Whether the link of a URL stands in its query, where carriers put it that do not know fragments.
pub fn is_in_query(url: &str) -> bool {
    CATALOG.is_in_query(url)
}

/// What is read of a text that is longer than [`LONGEST_TEXT`](crate::scenario::LONGEST_TEXT), whole or not: nothing.
pub fn too_long(text: &str) -> (Link, Vec<Problem>) {
    CATALOG.too_long(text)
}

/// Whether some pattern calls what a person can follow by this word.
pub fn is_followed(word: &str) -> bool {
    let mut patterns = Pattern::ALL.iter();
    patterns.any(|pattern| pattern.spec().followed.word == word)
}

/// Reads a whole URL, a fragment, a query or bare pairs, as carriers hand them back.
pub fn parse(text: &str) -> (Link, Vec<Problem>) {
    CATALOG.parse(text)
}

/// The word of the preset that a page without a link opens. Something goes wrong in it at
/// once, and needs no word of the field: everybody has looked for a payment of their own that was not there
/// yet.
pub const OPENING: &str = "where-is-my-deposit";

/// The link that a page without one opens: that of [`OPENING`].
pub fn opening_link() -> &'static str {
    Preset::from_word(OPENING).map_or("", |preset| preset.link)
}

/// Every preset of every pattern.
pub fn all_presets() -> impl Iterator<Item = &'static Preset> {
    Pattern::ALL.iter().flat_map(|pattern| presets(*pattern))
}

impl Preset {
    /// The preset of a word.
    pub fn from_word(word: &str) -> Option<&'static Self> {
        all_presets().find(|preset| preset.word == word)
    }

    /// The preset whose scenario this is, untouched.
    pub fn of(scenario: &Scenario) -> Option<&'static Self> {
        static SCENARIOS: LazyLock<Vec<(&Preset, Scenario)>> = LazyLock::new(|| {
            let scenario = |preset: &'static Preset| (preset, parse(preset.link).0.scenario);
            all_presets().map(scenario).collect()
        });
        let found = SCENARIOS.iter().find(|(_, known)| known == scenario);
        found.map(|(preset, _)| *preset)
    }
}

#[cfg(test)]
mod tests;

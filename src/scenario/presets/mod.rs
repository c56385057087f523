//! Presets: links worth opening, each with what to watch and, where there is one, the cure.

mod background_sync;
mod cqrs;
mod event_based;
mod saga;

use std::sync::LazyLock;

use super::key::Key;
use super::pattern::Pattern;
use super::{Scenario, parse};
use crate::facts::time::Micros;

/// A link worth opening.
#[derive(Debug, PartialEq, Eq)]
pub struct Preset {
    /// Its word in the gallery.
    pub word: &'static str,
    /// Its title.
    pub title: &'static str,
    /// What to watch, in one sentence.
    pub watch: &'static str,
    /// The setting that cures it, and the text of its value.
    pub cure: Option<(Key, &'static str)>,
    /// What the cure does, in words that follow "Fix it:"; empty where there is none.
    pub fix: &'static str,
    /// The moment that it is about.
    pub moment: Moment,
    /// The link.
    pub link: &'static str,
}

/// The moment that a preset is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// When this goes wrong for the first time, by the word under which it is counted. The run says when that is.
    First(&'static str),
    /// An instant of a run in which nothing has to go wrong, in microseconds: a change is on its way.
    At(Micros),
}

/// Every preset of a pattern, the healthy one that its tab opens first.
pub fn presets(pattern: Pattern) -> &'static [Preset] {
    match pattern {
        Pattern::EventBased => event_based::PRESETS,
        Pattern::BackgroundSync => background_sync::PRESETS,
        Pattern::Saga => saga::PRESETS,
        Pattern::Cqrs => cqrs::PRESETS,
    }
}

/// The word of the preset that a page without a link opens. Something goes wrong in it at
/// once, and needs no word of the field: everybody has looked for a payment of their own that was not there
/// yet.
pub const OPENING: &str = "where-is-my-deposit";

/// The link that a page without one opens: that of [`OPENING`].
pub fn opening_link() -> &'static str {
    Preset::from_word(OPENING).map_or("", |preset| preset.link)
}

/// The link of a pattern's first preset.
pub fn first_link(pattern: Pattern) -> &'static str {
    presets(pattern).first().map_or("", |preset| preset.link)
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
mod tests {
    use super::*;

    #[test]
    fn a_page_without_a_link_opens_a_preset() {
        let preset = Preset::from_word(OPENING);
        assert_eq!(preset.map(|preset| preset.link), Some(opening_link()));
    }

    #[test]
    fn every_cure_is_said_in_words_and_not_as_a_link_says_it() {
        for preset in all_presets() {
            let Preset { word, fix, .. } = preset;
            assert_eq!(preset.cure.is_some(), !fix.is_empty(), "{word}");
            let Some((key, value)) = preset.cure else {
                continue;
            };
            assert!((10..=44).contains(&fix.len()), "{word}: {fix}");
            assert!(!fix.ends_with('.') && !fix.contains('='), "{fix}");
            let as_in_link = |text: &str| text.contains('-') && fix.contains(text);
            assert!(!as_in_link(key.word()) && !as_in_link(value), "{fix}");
        }
    }

    #[test]
    fn every_pattern_has_presets() {
        for pattern in Pattern::ALL {
            assert!(!presets(*pattern).is_empty(), "{pattern:?}");
        }
    }
}

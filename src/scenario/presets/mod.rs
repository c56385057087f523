//! Presets: links worth opening, each with what to watch and, where there is one, the cure.

mod background_sync;
mod cqrs;
mod event_based;
mod saga;

use super::key::Key;
use super::pattern::Pattern;

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
    /// The link.
    pub link: &'static str,
}

/// Every preset of a pattern, the healthy one that its tab opens first.
pub fn presets(pattern: Pattern) -> &'static [Preset] {
    match pattern {
        #[cfg(feature = "event-based")]
        Pattern::EventBased => event_based::PRESETS,
        #[cfg(feature = "background-sync")]
        Pattern::BackgroundSync => background_sync::PRESETS,
        #[cfg(feature = "saga")]
        Pattern::Saga => saga::PRESETS,
        #[cfg(feature = "cqrs")]
        Pattern::Cqrs => cqrs::PRESETS,
        #[allow(unreachable_patterns, reason = "all patterns are here, or not")]
        _ => &[],
    }
}

/// The pattern and the word of the preset that a page without a link opens. Something goes wrong in it at
/// once, and needs no word of the field: everybody has looked for a payment of their own that was not there
/// yet. `scripts/page.mjs` loads the pattern's module.
pub const OPENING: (Pattern, &str) = (Pattern::Cqrs, "where-is-my-deposit");

/// The link that a page without one opens: [`OPENING`], or the first preset of a program without that pattern.
pub fn opening_link() -> &'static str {
    let first = || Pattern::here().find_map(|pattern| presets(pattern).first());
    let opening = Preset::from_word(OPENING.1).or_else(first);
    opening.map_or("", |preset| preset.link)
}

/// The link of a pattern's first preset, known where the pattern cannot be run too.
pub const fn first_link(pattern: Pattern) -> &'static str {
    match pattern {
        Pattern::EventBased => "v=1&pattern=event-based",
        Pattern::BackgroundSync => "v=1&pattern=background-sync",
        Pattern::Saga => "v=1&pattern=saga&seed=27",
        Pattern::Cqrs => "v=1&pattern=cqrs",
    }
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
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_without_a_link_opens_a_preset_of_the_pattern_that_is_loaded() {
        if OPENING.0.is_here() {
            let opening = presets(OPENING.0)
                .iter()
                .find(|preset| preset.word == OPENING.1);
            assert_eq!(opening.map(|preset| preset.link), Some(opening_link()));
        } else {
            let first = Pattern::here().find_map(|pattern| presets(pattern).first());
            assert_eq!(first.map(|preset| preset.link), Some(opening_link()));
        }
    }

    #[test]
    fn a_pattern_begins_with_its_first_preset() {
        for pattern in Pattern::here() {
            if let Some(first) = presets(pattern).first() {
                assert_eq!(first.link, first_link(pattern));
            }
        }
    }
}

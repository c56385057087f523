//! The patterns that links may name. Whoever has them all reads links by it.

use super::pattern::Pattern;
use super::pattern::find_word;

/// The patterns that links may name, the one of a link that names none first.
#[derive(Clone, Copy)]
pub struct Catalog(&'static [Pattern]);

impl Catalog {
    /// A catalog of these patterns.
    ///
    /// # Panics
    ///
    /// Where there is none, at compile time.
    pub const fn new(patterns: &'static [Pattern]) -> Self {
        assert!(!patterns.is_empty(), "a catalog has a pattern");
        Self(patterns)
    }

    /// The pattern of a word.
    pub fn pattern(self, word: &str) -> Option<Pattern> {
        self.0
            .iter()
            .copied()
            .find(|pattern| pattern.word() == word)
    }

    /// The words of all patterns, as what was expected.
    pub(super) fn words(self) -> String {
        let words: Vec<_> = self.0.iter().map(|pattern| pattern.word()).collect();
        words.join(" or ")
    }

    /// The pattern of a link that names none.
    pub fn usual(self) -> Pattern {
        self.0[0]
    }

    /// Whether some pattern has a parameter of this word.
    pub fn has_param(self, word: &str) -> bool {
        let mut patterns = self.0.iter();
        patterns.any(|pattern| find_word(*pattern, word).is_some())
    }
}

//! The patterns that links may name. Whoever has them all reads links by it.

use super::link::Link;
use super::params::find_word;
use super::pattern::Pattern;
use super::problem::Problem;
use super::reading;

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

    /// Reads a whole URL, a fragment, a query or bare pairs, as carriers hand them back.
    pub fn parse(self, text: &str) -> (Link, Vec<Problem>) {
        reading::parse(self, text)
    }

    /// What is read of a text that is longer than [`LONGEST_TEXT`](super::LONGEST_TEXT), whole or not: nothing.
    pub fn too_long(self, text: &str) -> (Link, Vec<Problem>) {
        reading::too_long(self, text)
    }
}

//! The patterns that links may name. Whoever has them all reads links by it.

use super::pattern::Pattern;

/// The patterns that links may name, the one of a link that names none first.
#[derive(Clone, Copy)]
pub struct Catalog {
    patterns: &'static [Pattern],
    words: fn() -> &'static [&'static str],
}

impl Catalog {
    /// A catalog of these patterns, and of the words of all their parameters in order.
    ///
    /// # Panics
    ///
    /// Where there is none, at compile time.
    pub const fn new(patterns: &'static [Pattern], words: fn() -> &'static [&'static str]) -> Self {
        assert!(!patterns.is_empty(), "a catalog has a pattern");
        Self { patterns, words }
    }

    /// The pattern of a word.
    pub fn pattern(self, word: &str) -> Option<Pattern> {
        self.patterns
            .iter()
            .copied()
            .find(|pattern| pattern.word() == word)
    }

    /// The words of all patterns, as what was expected.
    pub(super) fn words(self) -> String {
        let words: Vec<_> = self.patterns.iter().map(|pattern| pattern.word()).collect();
        words.join(" or ")
    }

    /// The pattern of a link that names none.
    pub fn usual(self) -> Pattern {
        self.patterns[0]
    }

    /// Whether some pattern has a parameter of this word. A text of a million words may ask.
    pub fn has_param(self, word: &str) -> bool {
        (self.words)().binary_search(&word).is_ok()
    }
}

//! The patterns a scenario can be about.

/// One of the patterns that keep several stores in step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pattern {
    /// A service publishes what changed and consumers apply it to stores of their own.
    EventBased,
}

impl Pattern {
    /// Every pattern that can be run.
    pub const ALL: &[Self] = &[Self::EventBased];

    /// Words that links may one day carry and that cannot be run yet.
    pub(super) const TO_COME: &[&str] = &["background-sync", "saga", "cqrs"];

    /// The word in a link.
    pub const fn word(self) -> &'static str {
        match self {
            Self::EventBased => "event-based",
        }
    }

    /// The name on the page.
    pub const fn label(self) -> &'static str {
        match self {
            Self::EventBased => "Event-based",
        }
    }

    /// The pattern of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|pattern| pattern.word() == word)
    }
}

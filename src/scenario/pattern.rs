//! The patterns a scenario can be about.

/// One of the patterns that keep several stores in step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pattern {
    /// A service publishes what changed and consumers apply it to stores of their own.
    EventBased,
    /// A job copies what changed from time to time.
    BackgroundSync,
    /// A decision over several services in steps that can be taken back.
    Saga,
    /// Commands go to one model, queries to others that follow it.
    Cqrs,
}

impl Pattern {
    /// Every pattern.
    pub const ALL: &[Self] = &[
        Self::EventBased,
        Self::BackgroundSync,
        Self::Saga,
        Self::Cqrs,
    ];

    /// The word in a link.
    pub const fn word(self) -> &'static str {
        match self {
            Self::EventBased => "event-based",
            Self::BackgroundSync => "background-sync",
            Self::Saga => "saga",
            Self::Cqrs => "cqrs",
        }
    }

    /// The name on the page.
    pub const fn label(self) -> &'static str {
        match self {
            Self::EventBased => "Event-based",
            Self::BackgroundSync => "Background sync",
            Self::Saga => "Saga",
            Self::Cqrs => "CQRS",
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

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

    /// Whether it can be run here: a page has one pattern, and goes to another page for the others.
    pub const fn is_here(self) -> bool {
        match self {
            Self::EventBased => cfg!(feature = "event-based"),
            Self::BackgroundSync => cfg!(feature = "background-sync"),
            Self::Saga => cfg!(feature = "saga"),
            Self::Cqrs => cfg!(feature = "cqrs"),
        }
    }

    /// The patterns that can be run here.
    pub fn here() -> impl Iterator<Item = Self> {
        Self::ALL
            .iter()
            .copied()
            .filter(|pattern| pattern.is_here())
    }

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

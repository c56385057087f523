//! A pattern as far as scenarios know it: what it declares of itself.
//!
//! This room knows no pattern by name. Each declares itself in a room of its own, above, and the list of
//! those there are is a [`Catalog`](super::Catalog).

use std::fmt;

use super::key::Key;
use super::param::Param;
use super::places::{Places, Role};
use super::preset::Preset;
use super::settings::Settings;
use super::story::Story;
use super::too_short::Period;
use crate::facts::ids::KeyIndex;

/// What a pattern declares of itself: all that can be known of its scenarios without running them.
pub struct PatternSpec {
    /// The word in a link.
    pub word: &'static str,
    /// The name on the page.
    pub label: &'static str,
    /// Its parameters, in the order of the page.
    pub params: &'static [Param],
    /// The settings of a link that mentions none.
    pub defaults: fn() -> &'static Settings,
    /// The names under which people meet it, the usual ones first.
    pub stories: &'static [Story],
    /// Links worth opening, the healthy one that its tab opens first.
    pub presets: &'static [Preset],
    /// The nodes and links that its settings ask for.
    pub places: fn(&Settings) -> Places,
    /// Whether the store at a node is one that holds a key, if it holds any.
    pub holds: fn(&Settings, Role, KeyIndex) -> bool,
    /// What takes its time, so that a run may be too short for it; the gravest first.
    pub periods: &'static [Period],
    /// What a person can follow through a run.
    pub followed: Followed,
}

/// What a person can follow through a run, by its number.
pub struct Followed {
    /// What one is called: `write`.
    pub word: &'static str,
    /// The parameter that says in how many steps it goes, if it goes in steps.
    pub steps: Option<Key>,
}

impl Followed {
    /// A write, which is one thing.
    pub const WRITE: Self = Self {
        word: "write",
        steps: None,
    };
}

/// One of the patterns that keep several stores in step: a handle of what it declares.
#[derive(Clone, Copy)]
pub struct Pattern(&'static PatternSpec);

impl Pattern {
    /// The pattern of a declaration.
    pub const fn new(spec: &'static PatternSpec) -> Self {
        Self(spec)
    }

    /// What it declares.
    pub const fn spec(self) -> &'static PatternSpec {
        self.0
    }

    /// The word in a link.
    pub const fn word(self) -> &'static str {
        self.0.word
    }

    /// The name on the page.
    pub const fn label(self) -> &'static str {
        self.0.label
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.word() == other.word()
    }
}

impl Eq for Pattern {}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

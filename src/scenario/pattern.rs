//! A pattern as far as scenarios know it: what it declares of itself.
//!
//! This room knows no pattern by name. Each declares itself in a room of its own, above, and the list of
//! those there are is a [`Catalog`](super::Catalog).

use std::fmt;

use super::key::Key;
use super::param::{Group, Param, Shown};
use super::places::{Places, Role};
use super::preset::Preset;
use super::settings::Settings;
use super::story::Story;
use crate::facts::ids::KeyIndex;
use crate::facts::time::Micros;

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

/// Something of a pattern that takes its time, so that it does not happen in a shorter run.
pub struct Period {
    /// The setting that says how long it is.
    pub key: Key,
    /// What does not happen, as a clause.
    pub then: &'static str,
    /// Whether that is of any concern with such settings.
    pub concerns: fn(&Settings) -> bool,
    /// How much longer than the period it takes to see something of it, by the period.
    pub afterwards: fn(&Settings, Micros) -> Micros,
}

impl Period {
    /// What is of concern with all settings, and over with the period.
    pub const fn new(key: Key, then: &'static str) -> Self {
        Self {
            key,
            then,
            concerns: |_| true,
            afterwards: |_, _| 0,
        }
    }

    /// Of what comes by chance several are wanted; what is as long as a way there comes back as well.
    pub const fn several(key: Key, then: &'static str) -> Self {
        Self {
            afterwards: |_, period| period.saturating_mul(2),
            ..Self::new(key, then)
        }
    }
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

/// The parameters of a pattern, in the order of the page.
pub fn params(pattern: Pattern) -> &'static [Param] {
    pattern.spec().params
}

/// The parameters that stand in the side panel, in its order.
pub fn first_params(pattern: Pattern) -> impl Iterator<Item = &'static Param> {
    params(pattern)
        .iter()
        .filter(|param| param.shown == Shown::First)
}

/// The sections in which the parameters of a pattern stand, in the order of the page.
pub fn groups(pattern: Pattern) -> impl Iterator<Item = Group> {
    let groups = move || params(pattern).iter().map(|param| param.group);
    let after = move |last: &Group| groups().filter(|group| group > last).min();
    std::iter::successors(groups().min(), after)
}

/// The declaration of a parameter in a pattern that has it.
pub fn find(pattern: Pattern, key: Key) -> Option<&'static Param> {
    find_word(pattern, key.word())
}

/// The same by the word of a link. Everybody asks, and one copy of this is enough.
#[inline(never)]
pub fn find_word(pattern: Pattern, word: &str) -> Option<&'static Param> {
    params(pattern).iter().find(|param| param.word == word)
}

/// The declaration of a parameter in a pattern, which must have it.
pub fn param(pattern: Pattern, key: Key) -> &'static Param {
    let found = find(pattern, key);
    debug_assert!(
        found.is_some(),
        "{} is no parameter of {}",
        key.word(),
        pattern.word()
    );
    found.unwrap_or(&params(pattern)[0])
}

/// The stories of a pattern, the usual one first.
pub fn stories(pattern: Pattern) -> &'static [Story] {
    pattern.spec().stories
}

/// Every preset of a pattern, the healthy one that its tab opens first.
pub fn presets(pattern: Pattern) -> &'static [Preset] {
    pattern.spec().presets
}

/// The link of a pattern's first preset.
pub fn first_link(pattern: Pattern) -> &'static str {
    presets(pattern).first().map_or("", |preset| preset.link)
}

impl Places {
    /// The nodes and links that these settings ask for.
    pub fn of(settings: &Settings) -> Self {
        (settings.pattern().spec().places)(settings)
    }
}

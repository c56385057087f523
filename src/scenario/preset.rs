//! Presets: links worth opening, each with what to watch and, where there is one, the cure.

use super::key::Key;
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

//! What a pattern has to have to be drawn and spoken of. The values are in the rooms of the patterns: here stands what the
//! toolkit asks of each, so that it names none.

use std::fmt;

use super::copy_words::{Holding, Presence};
use super::figures::Figures;
use super::frame::{Ages, Frame};
use super::geometry::Rect;
use super::legend::Mark;
use super::named::Thing;
use super::scene::Scene;
use super::screens;
use super::sentence::Narrator;
use super::shape::Shape;
use super::store::Store;
use super::why::Teller;
use super::why::position::Position;
use super::why::tellings::Telling;
use super::words::{Followed, Line};
use crate::consistency::{Anomaly, Incident, Screen};
use crate::facts::ids::{KeyIndex, WriteId};
use crate::facts::time::Micros;
use crate::facts::{Fact, Letter, What};
use crate::patterns::picture::{Gauge, NodePicture};
use crate::scenario::{NodeKind, Pattern, Role, Settings};

/// How a pattern is drawn and spoken of.
pub struct Face {
    /// The pattern.
    pub pattern: Pattern,
    /// What people ask for, one and many, such as "write" and "writes".
    pub asked: (&'static str, &'static str),
    /// Who makes it true; none where nobody does for all.
    pub owner: Option<Role>,
    /// How what people ask for goes from node to node, where there are no copies; a store is named by its node then.
    pub course: Option<Course>,
    /// What a node says of itself while nothing more urgent is to be said; empty if nothing.
    pub role_line: fn(Role, &Settings) -> String,
    /// The picture, and the words on it.
    pub canvas: Canvas,
    /// Facts in words.
    pub sentences: Sentences,
    /// Incidents in words.
    pub why: Why,
    /// The marks that its pictures may show.
    pub legend: &'static [&'static Mark],
    /// Its figures.
    pub figures: Figures,
    /// What people have on their screens.
    pub screens: Screens,
    /// What is said where a guarantee of sessions means nothing.
    pub guarantees: Guarantees,
}

/// The picture of a pattern, and the words on it.
pub struct Canvas {
    /// Lays out and draws one instant.
    pub scene: fn(&Frame<'_>) -> Scene,
    /// When a stale key is warmer.
    pub ages: fn(&Settings) -> Ages,
    /// What a node's store is to what it holds; none if there is nothing to compare it with.
    pub holding: fn(&Frame<'_>, &NodePicture) -> Option<Holding>,
    /// How many keys there are at this instant.
    pub keys: fn(&Frame<'_>) -> u32,
    /// Whether a node's store has a key.
    pub presence: fn(&Frame<'_>, &NodePicture, KeyIndex) -> Presence,
    /// The line below the name of a node that is up and consumes; none if what is said of all nodes is enough.
    pub state: fn(&Frame<'_>, &NodePicture) -> Option<Line>,
    /// The parts of a node's last line, the most important first.
    pub footer: fn(&Frame<'_>, &NodePicture, Option<&Store>) -> Vec<String>,
    /// Whether how many of its keys are stale is said of a kind of node by itself, and not in its last line.
    pub tells_stale: fn(NodeKind) -> bool,
    /// What else is worth saying of a node to those who ask.
    pub more: fn(&Frame<'_>, &NodePicture) -> Option<String>,
    /// Adds what a gauge shows that no other pattern has.
    pub gauge: fn(&mut Vec<Shape>, &Frame<'_>, &Gauge, Rect),
    /// What is on the picture beside nodes, connections and messages, in sentences.
    pub text_alternative: fn(&Frame<'_>) -> Vec<String>,
}

/// How something is followed that goes from node to node, step by step.
pub struct Course {
    /// Who takes a step.
    pub role: fn(u16) -> Role,
    /// A step in one sentence; none if it is another one that is followed, or nothing was done.
    pub step: fn(&Frame<'_>, WriteId, u16) -> Option<String>,
    /// How it stands, and what was done for a step of it; none if it is another one that is followed.
    pub steps: fn(&Frame<'_>, WriteId, u16) -> Option<Followed>,
}

/// The facts and messages that only one pattern has, in words.
pub struct Sentences {
    /// A fact in words, and whether something went wrong; none if it is not of this pattern alone.
    pub fact: fn(&Narrator, &What) -> Option<(String, bool)>,
    /// The names in such a sentence that the fact itself does not hold, and what they name.
    pub names: fn(&Narrator, &What) -> Vec<(String, Thing)>,
    /// A message in words; none if it is not of this pattern alone.
    pub letter: fn(&Narrator, &Letter) -> Option<Named>,
}

/// What incidents are told with that only one pattern has, or has in another way.
pub struct Why {
    /// How kinds of anomaly are told.
    pub tellings: &'static [(Anomaly, &'static Telling)],
    /// What travels to the copies, such as "the event".
    pub cargo: &'static str,
    /// What becomes of it in the end: words that follow what it was, and what it has not.
    pub comes: [&'static str; 2],
    /// Whether what is committed waits until it is sent on.
    pub is_sent_on: bool,
    /// Who is shown where neither a node nor a message is known.
    pub otherwise: Option<Role>,
    /// Whether every copy shows exactly the writes up to a place in their order, so that a version less is one write
    /// less.
    pub is_exact: fn(&Settings) -> bool,
    /// Whether events carry changes, each of which has to be applied exactly once.
    pub adds: fn(&Settings) -> bool,
    /// Whether a message brings what is missing nearer.
    pub carries: fn(&Letter) -> bool,
    /// Where what is missing is after a fact that no other pattern has, as it stands at an instant.
    pub position: fn(&Teller, &Incident, &Fact, Micros) -> Option<Position>,
    /// What stands for a name in a telling that the trail knows about.
    pub word: fn(&Teller, &Incident, &str) -> Option<String>,
}

/// What people have on their screens.
pub struct Screens {
    /// What a person was shown and what they asked for.
    pub lines: fn(&screens::Teller<'_>, &Screen) -> Vec<screens::Line>,
    /// What a person did who asked for something: "Wrote".
    pub did: &'static str,
    /// What they learnt of it, in words before when they did.
    pub learnt: &'static str,
    /// Whether anybody asks for anything with these settings.
    pub asks: fn(&Settings) -> bool,
}

/// What is said where a guarantee of sessions means nothing.
pub struct Guarantees {
    /// Why one does not apply.
    pub why_not: &'static str,
    /// In place of all, if none applies with any settings.
    pub none: Option<&'static str>,
}

/// A message in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// What it is to what it carries: "the answer to".
    Of(&'static str),
    /// What of its sender it carries: "offset".
    Own(&'static str),
    /// All that is said of it.
    Whole(String),
}

impl fmt::Debug for Face {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Face").field(&self.pattern).finish()
    }
}

/// Nothing more is to be said of any node.
pub fn nothing_more(_: &Frame<'_>, _: &NodePicture) -> Option<String> {
    None
}

/// Every gauge is one that all patterns may have.
pub fn no_gauge(_: &mut Vec<Shape>, _: &Frame<'_>, _: &Gauge, _: Rect) {}

/// There is nothing beside nodes, connections and messages.
pub fn nothing_beside(_: &Frame<'_>) -> Vec<String> {
    Vec::new()
}

/// There are as many keys as there were at the beginning.
pub fn as_many(frame: &Frame<'_>) -> u32 {
    frame.keys
}

/// Every store has every key.
pub fn everywhere(_: &Frame<'_>, _: &NodePicture, _: KeyIndex) -> Presence {
    Presence::There
}

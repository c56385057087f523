//! The things that a sentence about a fact names, each where its name stands in it: nodes, connections, keys, sagas.
//! Which they are is taken from the fact, so that of two nodes of one name the right one is meant.

use super::sentence::Narrator;
use crate::facts::describe::Value;
use crate::facts::ids::{KeyIndex, LinkId, NodeId, WriteId};
use crate::facts::{Fact, What};

/// A thing that can be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    /// A node.
    Node(NodeId),
    /// A connection.
    Link(LinkId),
    /// A key.
    Key(KeyIndex),
    /// A saga.
    Saga(WriteId),
}

/// A part of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The words, as they stand there.
    pub words: String,
    /// What they name, if they are a name.
    pub thing: Option<Thing>,
}

impl Narrator {
    /// A sentence about a fact in parts, each name a part of its own. All parts together are the sentence.
    pub fn parts(&self, fact: &Fact, sentence: &str) -> Vec<Part> {
        let mut names = self.names(&fact.what);
        // The longer first: the name of a connection holds those of its ends.
        names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        let mut parts = Vec::new();
        let (mut from, mut at) = (0, 0);
        while at < sentence.len() {
            let rest = &sentence[at..];
            let is_start = !sentence[..at].ends_with(char::is_alphanumeric);
            let begun = names
                .iter()
                .position(|(name, _)| is_start && begins(rest, name));
            let Some(place) = begun else {
                at += rest.chars().next().map_or(1, char::len_utf8);
                continue;
            };
            let (name, thing) = names.remove(place);
            let end = at + name.len();
            parts.extend(part(&sentence[from..at], None));
            parts.extend(part(&sentence[at..end], Some(thing)));
            (from, at) = (end, end);
        }
        parts.extend(part(&sentence[from..], None));
        parts
    }

    /// What a fact is about, under the names that its sentence has for it.
    fn names(&self, what: &What) -> Vec<(String, Thing)> {
        let mut names = Names {
            narrator: self,
            all: Vec::new(),
        };
        let owner = self.face.owner.and_then(|role| self.place(role));
        if let (What::Committed { .. }, Some(owner)) = (what, owner) {
            names.node(owner);
        }
        names.all.extend((self.face.sentences.names)(self, what));
        what.each(|_, value| names.take(value));
        names.all
    }
}

/// Names that are gathered.
struct Names<'a> {
    narrator: &'a Narrator,
    all: Vec<(String, Thing)>,
}

impl Names<'_> {
    /// The names that a field of a fact may have in its sentence.
    fn take(&mut self, value: Value<'_>) {
        let narrator = self.narrator;
        match value {
            Value::Node(node) => self.node(node),
            Value::Link(link) => self.all.push((narrator.link(link), Thing::Link(link))),
            Value::Key(key) => self.all.push((narrator.key(key), Thing::Key(key))),
            Value::Replica(replica) => {
                let name = narrator.replica(replica).to_owned();
                let keeper = narrator.keeper(replica).map(Thing::Node);
                self.all.extend(keeper.map(|keeper| (name, keeper)));
            }
            Value::Write(saga) if narrator.face.course.is_some() => {
                self.all.push((narrator.write(saga), Thing::Saga(saga)));
            }
            Value::Letter(letter) => {
                for node in [letter.from, letter.to] {
                    let name = narrator.party(node).to_owned();
                    self.all.push((name, Thing::Node(node)));
                }
                self.take(letter.key.map_or(Value::None, Value::Key));
                self.take(letter.write.into());
            }
            _ => {}
        }
    }

    fn node(&mut self, node: NodeId) {
        let name = self.narrator.node(node).to_owned();
        self.all.push((name, Thing::Node(node)));
    }
}

/// Whether words begin with a name, be it with a capital at their own beginning, and it ends there.
fn begins(words: &str, name: &str) -> bool {
    let Some((here, after)) = words.split_at_checked(name.len()) else {
        return false;
    };
    let is_it = here == name || here == super::sentence::capital(name);
    is_it && !here.is_empty() && !after.starts_with(char::is_alphanumeric)
}

fn part(words: &str, thing: Option<Thing>) -> Option<Part> {
    let words = words.to_owned();
    (!words.is_empty()).then_some(Part { words, thing })
}

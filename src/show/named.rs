//! The things that a sentence about a fact names, each where its name stands in it: nodes, connections, keys, sagas.
//! Which they are is taken from the fact, so that of two nodes of one name the right one is meant.

use super::sentence::Narrator;
use crate::facts::describe::Value;
use crate::facts::ids::{KeyIndex, LinkId, NodeId, WriteId};
use crate::facts::{Fact, What};
use crate::scenario::Role;

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
        match *what {
            What::Committed { .. } => {
                for role in [Role::Producer, Role::WriteModel, Role::Source(0)] {
                    names.role(role);
                }
            }
            What::Declined { .. } | What::Conflicted { .. } => names.role(Role::WriteModel),
            What::Scheduled { .. } | What::RunBegan { .. } | What::RunEnded { .. } => {
                let job = self.place(Role::Job).map(Thing::Node);
                names.all.extend(job.map(|job| ("the job".to_owned(), job)));
            }
            _ => {}
        }
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
            Value::Write(saga) if narrator.place(Role::Orchestrator).is_some() => {
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

    fn role(&mut self, role: Role) {
        if let Some(node) = self.narrator.place(role) {
            self.node(node);
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::time::Micros;
    use crate::patterns::{all_presets, parse};
    use crate::run::Run;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn narrator(run: &Run) -> Narrator {
        Narrator::new(
            &run.scenario().settings,
            run.consistency().stores().collect(),
        )
    }

    /// Each name with what it stands for, of the first sentence that a test likes.
    fn named(link: &str, likes: impl Fn(&What) -> bool) -> Vec<(String, Option<Thing>)> {
        let mut run = Run::new(parse(link).0.scenario);
        let names = narrator(&run);
        let mut found = Vec::new();
        run.advance(Micros::MAX, 20_000, &mut |fact| {
            if found.is_empty() && likes(&fact.what) {
                found = names.parts(fact, &names.sentence(fact).words);
            }
        });
        let parts = found.into_iter().map(|part| (part.words, part.thing));
        parts.collect()
    }

    fn plain(words: &str) -> (String, Option<Thing>) {
        (words.to_owned(), None)
    }

    #[test]
    fn nodes_keys_and_sagas_are_parts_of_their_own() {
        let reserved = |what: &What| matches!(what, What::Reserved { .. });
        let parts = named("v=1&pattern=saga&seed=27", reserved);
        let name = |place: usize| parts[place].0.as_str();
        assert_eq!(
            (name(0), parts[1].clone(), parts[3].clone()),
            ("Flight", plain(" books "), plain(" for "))
        );
        assert!(
            name(2).starts_with("trip ") && name(4).starts_with("saga "),
            "{parts:?}"
        );
        assert!(matches!(parts[0].1, Some(Thing::Node(_))));
        assert!(matches!(parts[2].1, Some(Thing::Key(_))));
        assert!(matches!(parts[4].1, Some(Thing::Saga(_))));
    }

    #[test]
    fn a_connection_is_one_thing_and_of_two_copies_each_is_itself() {
        let cut = "v=1&pattern=event-based&do=1s:cut:link.broker.consumer-1";
        let parts = named(cut, |what| matches!(what, What::Fault(_)));
        assert!(matches!(parts[1].1, Some(Thing::Link(_))), "{parts:?}");
        assert_eq!(
            (&parts[0], &parts[2]),
            (&plain("The link "), &plain(" is cut"))
        );
        let second = |what: &What| matches!(what, What::Applied { replica, .. } if replica.0 == 2);
        let parts = named("v=1&pattern=cqrs", second);
        let first = |what: &What| matches!(what, What::Applied { replica, .. } if replica.0 == 1);
        let other = named("v=1&pattern=cqrs", first);
        assert_eq!(
            (parts[0].0.as_str(), other[0].0.as_str()),
            ("Balances 2", "Balances 1")
        );
        assert_ne!(parts[0].1, other[0].1);
        let job = named("v=1&pattern=background-sync", |what| {
            matches!(what, What::RunBegan { .. })
        });
        assert_eq!(job[1].0, "the job");
    }

    #[test]
    fn the_parts_are_the_sentence_and_nearly_every_sentence_names_something() {
        for preset in all_presets() {
            let mut run = Run::new(parse(preset.link).0.scenario);
            let names = narrator(&run);
            let (mut all, mut silent) = (0, 0);
            run.advance(Micros::MAX, 20_000, &mut |fact| {
                let sentence = names.sentence(fact).words;
                let parts = names.parts(fact, &sentence);
                let words: Vec<&str> = parts.iter().map(|part| part.words.as_str()).collect();
                assert_eq!(words.concat(), sentence);
                all += 1;
                silent += usize::from(parts.iter().all(|part| part.thing.is_none()));
            });
            assert!(silent * 5 < all, "{}: {silent} of {all}", preset.word);
        }
    }
}

//! Stories: the names under which people meet a pattern. A story names roles, keys and values; it
//! never changes what happens.

use super::key::Key;
use super::param::Choice;
use super::places::{NodeKind, Role};
use super::settings::Settings;
use crate::facts::ABSENT;

/// One set of names.
#[derive(Debug)]
pub struct Story {
    /// The word in a link.
    pub word: &'static str,
    /// Its name on the page.
    pub title: &'static str,
    /// What a write is called: any, one that adds, one that takes away.
    pub writes: [&'static str; 3],
    /// What a key is, such as "customer".
    pub key: &'static str,
    /// What a value is, such as "city".
    pub value: &'static str,
    /// What stands at the top of a person's screen, such as "My account".
    pub screen: &'static str,
    /// What a write of a person is, such as "a deposit or a withdrawal".
    pub write: &'static str,
    /// What each role is called.
    pub names: Names,
    /// What happens, in one sentence.
    pub sentence: fn(&Settings) -> String,
    /// How its values are written.
    pub values: Values,
}

/// What each node of a kind is called, over and over.
pub type Names = &'static [(NodeKind, &'static [Name])];

/// What something is called, and what it is in one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name {
    /// What it is called.
    pub name: &'static str,
    /// What it is.
    pub what: &'static str,
}

/// How the values of a story are written.
#[derive(Debug, PartialEq, Eq)]
pub enum Values {
    /// Each number stands for one of these words, over and over.
    Words(&'static [&'static str]),
    /// A number with a unit.
    Amount(&'static str),
}

/// A name and what it is in one line.
pub const fn name(name: &'static str, what: &'static str) -> Name {
    Name { name, what }
}

/// What nobody of this story plays.
const NOBODY: Name = name("", "");

static NO_STORY: Story = Story {
    word: "",
    title: "",
    writes: [""; 3],
    key: "",
    value: "",
    screen: "",
    write: "",
    names: &[],
    sentence: |_| String::new(),
    values: Values::Amount(""),
};

/// The words of `story` in a pattern that tells these.
pub const fn choices<const N: usize>(stories: &[Story; N]) -> [Choice; N] {
    let mut choices = [stories[0].choice(); N];
    let mut index = 1;
    while index < N {
        choices[index] = stories[index].choice();
        index += 1;
    }
    choices
}

/// What a key is called everywhere: by the word of the story, such as "account", and by its number, which counts
/// from 1 as those of links do.
pub fn key_label(word: &str, key: u32) -> String {
    let word = if word.is_empty() { "key" } else { word };
    format!("{word} {}", u64::from(key) + 1)
}

impl Story {
    const fn choice(&self) -> Choice {
        Choice {
            word: self.word,
            label: self.title,
        }
    }

    /// The story that the settings tell.
    pub fn of(settings: &Settings) -> &'static Self {
        let stories = settings.pattern().spec().stories;
        let word = settings.choice(Key::STORY);
        stories
            .iter()
            .find(|story| story.word == word)
            .or(stories.first())
            .unwrap_or(&NO_STORY)
    }

    /// What a role is called and what it is.
    pub fn name(&self, role: Role) -> Name {
        let of_kind = self.names.iter().find(|(kind, _)| *kind == role.kind);
        let names = of_kind.map_or(&[][..], |(_, names)| names);
        names
            .get(role.index % names.len().max(1))
            .copied()
            .unwrap_or(NOBODY)
    }

    /// What happens, in one sentence.
    pub fn sentence(&self, settings: &Settings) -> String {
        (self.sentence)(settings)
    }

    /// What a key is called, by its place from 0.
    pub fn key_label(&self, key: u32) -> String {
        key_label(self.key, key)
    }

    /// What a write is called, such as "deposit", if it is known how much it adds.
    pub fn write_label(&self, change: Option<i64>) -> &'static str {
        let [any, more, less] = self.writes;
        match change {
            None | Some(0) => any,
            Some(change) if change > 0 => more,
            Some(_) => less,
        }
    }

    /// What a value is called; with words the sign is not told.
    pub fn value_label(&self, value: i64) -> String {
        if value == ABSENT {
            return "gone".to_owned();
        }
        match self.values {
            Values::Words(words) => words[value.unsigned_abs() as usize % words.len()].to_owned(),
            Values::Amount(unit) => format!("{value} {unit}"),
        }
    }
}

/// A small number as a word.
pub fn in_words(count: u64) -> String {
    const WORDS: [&str; 9] = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight",
    ];
    usize::try_from(count)
        .ok()
        .and_then(|index| WORDS.get(index))
        .map_or_else(|| count.to_string(), |word| (*word).to_owned())
}

//! Messages in words.

use super::face::Named;
use super::sentence::{Narrator, again, capital};
use crate::facts::{Fact, Letter, LetterKind, LossCause};

impl Narrator {
    /// What a message carries.
    pub fn cargo(&self, letter: &Letter) -> String {
        let mut words = match letter.write {
            Some(write) => self.write(write),
            None => "a message".to_owned(),
        };
        if let Some(key) = letter.key {
            words = format!("{words} ({})", self.key(key));
        }
        words
    }

    /// What the last of these facts about messages is about, as a title.
    pub fn titled(&self, chain: &[Fact]) -> String {
        let letter = chain.iter().rev().find_map(|fact| fact.what.letter());
        letter.map_or_else(
            || "A message of the past".to_owned(),
            |letter| capital(&self.named(letter)),
        )
    }

    /// A message by its kind and what it carries.
    pub fn named(&self, letter: &Letter) -> String {
        let cargo = self.cargo(letter);
        let kind = match letter.kind {
            LetterKind::Command | LetterKind::Publish | LetterKind::Deliver => return cargo,
            LetterKind::Reply => "the answer to",
            LetterKind::Query => return "a query".to_owned(),
            LetterKind::Answer => return "the answer to a query".to_owned(),
            // What only one pattern sends is named by the face of that pattern.
            _ => match (self.face.sentences.letter)(self, letter) {
                Some(Named::Of(kind)) => kind,
                Some(Named::Own(own)) => return format!("the {own} of {}", self.node(letter.from)),
                Some(Named::Whole(words)) => return words,
                None => return cargo,
            },
        };
        format!("{kind} {cargo}")
    }

    /// That it was sent.
    pub fn sent(&self, letter: &Letter) -> String {
        let (from, to) = (self.party(letter.from), self.party(letter.to));
        if let Some(Named::Own(own)) = (self.face.sentences.letter)(self, letter) {
            return format!("{from} sends its {own} to {to}");
        }
        let copy = if letter.copy > 0 { ", a duplicate" } else { "" };
        format!(
            "{from} sends {} to {to}{}{copy}",
            self.named(letter),
            again(letter.resends())
        )
    }

    /// That it was lost.
    pub fn lost(&self, letter: &Letter, why: LossCause) -> String {
        let (from, to) = (self.party(letter.from), self.party(letter.to));
        let lost = format!(
            "{} on its way from {from} to {to} is lost",
            self.named(letter)
        );
        match why {
            LossCause::Network => lost,
            LossCause::Cut => format!("{lost}: the link is cut"),
            LossCause::ReceiverDown => format!("{lost}: {to} is down"),
            LossCause::ReceiverStopped => format!("{lost}: {to} does not consume"),
        }
    }
}

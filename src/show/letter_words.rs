//! Messages in words.

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
            LetterKind::Confirm => "the confirmation of",
            LetterKind::Acknowledge | LetterKind::Heard => "the acknowledgement of",
            LetterKind::Query => return "a query".to_owned(),
            LetterKind::Answer => return "the answer to a query".to_owned(),
            LetterKind::CommitOffset => return format!("the offset of {}", self.node(letter.from)),
            LetterKind::Take => "the order for",
            LetterKind::Taken => "the answer for",
            LetterKind::Cancel => "the order to undo",
            LetterKind::Cancelled => "the answer about undoing",
            LetterKind::Onward | LetterKind::Told => "the event of",
            LetterKind::Backward => "the event that undoes",
            LetterKind::Settle if letter.write.is_none() => {
                return "word of sagas that have ended".to_owned();
            }
            LetterKind::Settle => "the end of",
            LetterKind::Pull => return "the question what has changed".to_owned(),
            LetterKind::Rows => return format!("a snapshot of {}", self.node(letter.from)),
            LetterKind::Load => return "a batch of rows".to_owned(),
            LetterKind::Loaded => return "word that a batch is in".to_owned(),
            LetterKind::Release => return "word that the run is done".to_owned(),
            // CQRS.
            LetterKind::Fetch => return "a question for events".to_owned(),
            LetterKind::Batch => return "events from the log".to_owned(),
            LetterKind::Head => return "word how far the log goes".to_owned(),
            LetterKind::Check => "a check of",
            LetterKind::Checked => "the check of",
        };
        format!("{kind} {cargo}")
    }

    /// That it was sent.
    pub fn sent(&self, letter: &Letter) -> String {
        let (from, to) = (self.party(letter.from), self.party(letter.to));
        if letter.kind == LetterKind::CommitOffset {
            return format!("{from} sends its offset to {to}");
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

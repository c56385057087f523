//! The latest facts: a ring that forgets.

use std::collections::VecDeque;

use crate::facts::ids::MessageId;
use crate::facts::{Fact, What};

/// How many facts are remembered.
const REMEMBERED: usize = 4_000;

/// The latest facts.
#[derive(Clone, Debug, Default)]
pub struct Log {
    facts: VecDeque<Fact>,
    count: u64,
}

impl Log {
    /// Adds a fact.
    pub fn push(&mut self, fact: &Fact) {
        if self.facts.len() == REMEMBERED {
            self.facts.pop_front();
        }
        self.facts.push_back(*fact);
        self.count += 1;
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.facts.clear();
        self.count = 0;
    }

    /// The facts, oldest first.
    pub fn facts(&self) -> impl DoubleEndedIterator<Item = &Fact> {
        self.facts.iter()
    }

    /// How many there were.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The sendings that led to a message, oldest first, its own, and then what became of it.
    pub fn chain(&self, message: MessageId) -> Vec<Fact> {
        let sending = |wanted: MessageId| {
            self.facts.iter().rev().find(
                |fact| matches!(fact.what, What::Sent { letter, .. } if letter.message == wanted),
            )
        };
        let mut chain = Vec::new();
        let mut next = Some(message);
        while let Some(sent) = next.and_then(sending) {
            chain.push(*sent);
            next = sent.cause;
        }
        chain.reverse();
        let ended = self.facts.iter().rev().find(|fact| match fact.what {
            What::Delivered { letter } | What::Lost { letter, .. } => letter.message == message,
            _ => false,
        });
        chain.extend(ended);
        chain
    }
}

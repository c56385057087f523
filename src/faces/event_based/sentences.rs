//! Facts and messages that only a broker has, in words.

use crate::facts::{Letter, LetterKind, What};
use crate::show::face::Named;
use crate::show::sentence::Narrator;

/// A fact in words, and whether something went wrong.
pub fn fact(names: &Narrator, what: &What) -> Option<(String, bool)> {
    Some(match what {
        What::DeadLettered { node, write, .. } => {
            let (node, write) = (names.node(*node), names.write(*write));
            (format!("{node} puts {write} aside as a dead letter"), true)
        }
        _ => return None,
    })
}

/// A message in words.
pub fn letter(_: &Narrator, letter: &Letter) -> Option<Named> {
    Some(match letter.kind {
        LetterKind::Acknowledge => Named::Of("the acknowledgement of"),
        LetterKind::Confirm => Named::Of("the confirmation of"),
        LetterKind::CommitOffset => Named::Own("offset"),
        _ => return None,
    })
}

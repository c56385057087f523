//! Facts about sagas in words.

use crate::facts::ids::WriteId;
use crate::facts::{Letter, LetterKind, Refusal, SagaEnd, What};
use crate::show::face::Named;
use crate::show::sentence::{Narrator, again, numbered};

/// A fact in words, and whether something went wrong.
pub fn fact(names: &Narrator, what: &What) -> Option<(String, bool)> {
    Some(match *what {
        What::Began { write, key } => (
            format!("{} begins: {}", saga_name(write), names.key(key)),
            false,
        ),
        What::Reserved {
            node,
            write,
            key,
            over,
        } => {
            let beyond = if over { ", more than there is" } else { "" };
            let words = format!(
                "{} books {} for {}{beyond}",
                names.node(node),
                names.key(key),
                saga_name(write)
            );
            (words, over)
        }
        What::Refused {
            node, write, why, ..
        } => {
            let why = match why {
                Refusal::Business => "refuses",
                Refusal::Errors => "has failed too often for",
                Refusal::Full => "has nothing left for",
                Refusal::Locked => "has another saga in the way of",
                Refusal::Cancelled => "was told before not to take",
            };
            let words = format!("{} {why} {}", names.node(node), saga_name(write));
            (words, true)
        }
        What::Undoing {
            node,
            write,
            attempt,
        } => {
            let words = format!(
                "{} starts to undo {}{}",
                names.node(node),
                saga_name(write),
                again(attempt)
            );
            (words, false)
        }
        What::Released {
            node, write, wiped, ..
        } => {
            let lost = match wiped {
                0 => String::new(),
                1 => ", and wipes out a booking of another".to_owned(),
                wiped => format!(", and wipes out {wiped} bookings of others"),
            };
            let (node, saga) = (names.node(node), saga_name(write));
            (format!("{node} has undone {saga}{lost}"), wiped > 0)
        }
        What::Left { node, write, .. } => {
            let (node, saga) = (names.node(node), saga_name(write));
            (
                format!("{node} has the booking of {saga} free again"),
                false,
            )
        }
        What::UndoFailed {
            node,
            write,
            attempt,
            ..
        } => {
            let words = format!(
                "{} fails to undo {}{}",
                names.node(node),
                saga_name(write),
                again(attempt)
            );
            (words, true)
        }
        What::Ended { write, how, .. } => {
            let how_words = match how {
                SagaEnd::Completed => "is complete",
                SagaEnd::Compensated => "is undone",
                SagaEnd::UndoFailed => "is stuck: a step could not be undone, a person has to look",
                SagaEnd::CannotGoOn => {
                    "is stuck: past its pivot it cannot go on, a person has to look"
                }
                SagaEnd::Forgotten => "is stuck: it was forgotten in a crash",
                SagaEnd::Silent => "is stuck: nothing was heard of it",
            };
            let bad = how != SagaEnd::Completed;
            (format!("{} {how_words}", saga_name(write)), bad)
        }
        What::WillNotRelease { node, write, .. } => {
            let (saga, place) = (saga_name(write), names.node(node));
            let words =
                format!("Nothing is left that would undo what {saga} has booked at {place}");
            (words, true)
        }
        _ => return None,
    })
}

/// A message in words.
pub fn letter(_: &Narrator, letter: &Letter) -> Option<Named> {
    Some(match letter.kind {
        LetterKind::Heard => Named::Of("the acknowledgement of"),
        LetterKind::Take => Named::Of("the order for"),
        LetterKind::Taken => Named::Of("the answer for"),
        LetterKind::Cancel => Named::Of("the order to undo"),
        LetterKind::Cancelled => Named::Of("the answer about undoing"),
        LetterKind::Onward | LetterKind::Told => Named::Of("the event of"),
        LetterKind::Backward => Named::Of("the event that undoes"),
        LetterKind::Settle if letter.write.is_none() => {
            Named::Whole("word of sagas that have ended".to_owned())
        }
        LetterKind::Settle => Named::Of("the end of"),
        _ => return None,
    })
}

/// A saga by its number, counted from 1 as people do.
pub fn saga_name(saga: WriteId) -> String {
    numbered("saga", saga)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::Fact;
    use crate::facts::ids::NodeId;
    use crate::scenario::{Pattern, Settings};

    fn said(what: What) -> String {
        let fact = Fact {
            at: 0,
            cause: None,
            what,
        };
        let names = Narrator::new(
            &super::super::FACE,
            &Settings::defaults(Pattern::SAGA),
            Vec::new(),
        );
        names.sentence(&fact).words
    }

    #[test]
    fn sagas_are_told_with_the_names_of_the_story() {
        let (node, write, key) = (NodeId(4), WriteId(6), 2);
        assert_eq!(
            said(What::Refused {
                node,
                write,
                key,
                why: Refusal::Business
            }),
            "Car refuses saga 7"
        );
        assert_eq!(
            said(What::Released {
                node: NodeId(2),
                write,
                key,
                wiped: 1
            }),
            "Flight has undone saga 7, and wipes out a booking of another"
        );
        assert_eq!(
            said(What::Ended {
                write,
                key,
                how: SagaEnd::Forgotten
            }),
            "Saga 7 is stuck: it was forgotten in a crash"
        );
    }
}

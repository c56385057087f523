//! Facts about commands and projections in words.

use crate::facts::{Decline, Letter, LetterKind, What};
use crate::scenario::NodeKind;
use crate::show::face::Named;
use crate::show::named::Thing;
use crate::show::sentence::{Narrator, write_name};
use crate::show::units;

/// A fact in words, and whether something went wrong.
pub fn fact(names: &Narrator, what: &What) -> Option<(String, bool)> {
    let mut bad = false;
    let words = match what {
        What::Shows { replica, view } => {
            format!("{} shows view {}", names.replica(*replica), view + 1)
        }
        What::Declined { write, key, why } => {
            let why = match why {
                Decline::Uncovered => "there is less than it wants to take",
                Decline::Conflict => "others were quicker each time",
            };
            let model = names.role(NodeKind::WRITE_MODEL.alone());
            format!(
                "{model} refuses {} of {}: {why}",
                write_name(*write),
                names.key(*key)
            )
        }
        What::Conflicted { write, key, .. } => format!(
            "{} finds that {} has changed since it was loaded for {}",
            names.role(NodeKind::WRITE_MODEL.alone()),
            names.key(*key),
            write_name(*write)
        ),
        What::Overdrawn {
            write,
            key,
            believed,
            value,
        } => {
            bad = true;
            let label = |value| names.story.value_label(value);
            format!(
                "{} overdraws {}: it was checked against {}, and {} are left",
                write_name(*write),
                names.key(*key),
                label(*believed),
                label(*value)
            )
        }
        What::Resumed {
            replica,
            applied,
            checkpoint,
        } => {
            let again = applied.saturating_sub(*checkpoint);
            bad = again > 0;
            format!(
                "{} goes on after event {checkpoint} and applies {again} again",
                names.replica(*replica)
            )
        }
        What::RebuildBegan { replica, emptied } => {
            let how = if *emptied {
                "from nothing"
            } else {
                "beside what is shown"
            };
            format!("{} is rebuilt {how}", names.replica(*replica))
        }
        What::CaughtUp { replica, took } => format!(
            "{} has caught up after {}",
            names.replica(*replica),
            units::duration(*took)
        ),
        _ => return None,
    };
    Some((words, bad))
}

/// The write model, where a sentence is about a command.
pub fn names(names: &Narrator, what: &What) -> Vec<(String, Thing)> {
    let is_of_command = matches!(what, What::Declined { .. } | What::Conflicted { .. });
    let model = names
        .place(NodeKind::WRITE_MODEL.alone())
        .filter(|_| is_of_command);
    let model = model.map(|model| (names.node(model).to_owned(), Thing::Node(model)));
    model.into_iter().collect()
}

/// A message in words.
pub fn letter(_: &Narrator, letter: &Letter) -> Option<Named> {
    let words = match letter.kind {
        LetterKind::Check => return Some(Named::Of("a check of")),
        LetterKind::Checked => return Some(Named::Of("the check of")),
        LetterKind::Fetch => "a question for events",
        LetterKind::Batch => "events from the log",
        LetterKind::Head => "word how far the log goes",
        _ => return None,
    };
    Some(Named::Whole(words.to_owned()))
}

//! Facts about jobs and merges in words.

use crate::facts::{Kept, Letter, LetterKind, RunEnd, What};
use crate::scenario::NodeKind;
use crate::show::face::Named;
use crate::show::named::Thing;
use crate::show::sentence::Narrator;
use crate::show::units;

/// A fact in words, and whether something went wrong.
pub fn fact(names: &Narrator, what: &What) -> Option<(String, bool)> {
    let mut bad = false;
    let words = match what {
        What::Scheduled { every } => {
            format!("The job runs every {}", units::duration(*every))
        }
        What::RunBegan { run, beside } => {
            bad = *beside > 0;
            let beside = if bad {
                " while another one goes on"
            } else {
                ""
            };
            format!("Run {} of the job begins{beside}", run + 1)
        }
        What::RunEnded { run, how, moved } => {
            bad = *how != RunEnd::Done;
            let how = match how {
                RunEnd::Done => "is done",
                RunEnd::Failed => "fails",
                RunEnd::Skipped => "is left out: another one goes on",
                RunEnd::Replaced => "is stopped for the next one",
            };
            format!("Run {} of the job {how}, {moved} rows moved", run + 1)
        }
        What::Removed { replica, key } => {
            format!("{} drops {}", names.replica(*replica), names.key(*key))
        }
        What::Wrote {
            replica,
            write,
            key,
            value,
            ..
        } => format!(
            "{} commits {}: {} is now {}",
            names.replica(*replica),
            names.write(*write),
            names.key(*key),
            names.story.value_label(*value)
        ),
        What::Merged {
            replica,
            write,
            key,
            value,
            kept,
            ..
        } => {
            let (replica, write) = (names.replica(*replica), names.write(*write));
            let now = names.story.value_label(*value);
            match kept {
                Kept::Ours => format!("{replica} keeps {write} of {}", names.key(*key)),
                Kept::Theirs => {
                    format!(
                        "{replica} takes over {write}: {} is now {now}",
                        names.key(*key)
                    )
                }
                Kept::Both => format!("{replica} keeps both values of {}", names.key(*key)),
            }
        }
        _ => return None,
    };
    Some((words, bad))
}

/// The job, where a sentence is about one.
pub fn names(names: &Narrator, what: &What) -> Vec<(String, Thing)> {
    let is_of_job = matches!(
        what,
        What::Scheduled { .. } | What::RunBegan { .. } | What::RunEnded { .. }
    );
    let job = names.place(NodeKind::JOB.alone()).filter(|_| is_of_job);
    let job = job.map(|job| ("the job".to_owned(), Thing::Node(job)));
    job.into_iter().collect()
}

/// A message in words.
pub fn letter(names: &Narrator, letter: &Letter) -> Option<Named> {
    let words = match letter.kind {
        LetterKind::Pull => "the question what has changed",
        LetterKind::Rows => {
            return Some(Named::Whole(format!(
                "a snapshot of {}",
                names.node(letter.from)
            )));
        }
        LetterKind::Load => "a batch of rows",
        LetterKind::Loaded => "word that a batch is in",
        LetterKind::Release => "word that the run is done",
        _ => return None,
    };
    Some(Named::Whole(words.to_owned()))
}

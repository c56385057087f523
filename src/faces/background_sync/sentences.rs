//! Facts about jobs and merges in words.

use crate::facts::{Kept, RunEnd, What};
use crate::show::sentence::Narrator;
use crate::show::units;

impl Narrator {
    /// A fact about a job or a merge in words, and whether something went wrong.
    pub(crate) fn of_sync(&self, what: &What) -> (String, bool) {
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
                format!("{} drops {}", self.replica(*replica), self.key(*key))
            }
            What::Wrote {
                replica,
                write,
                key,
                value,
                ..
            } => format!(
                "{} commits {}: {} is now {}",
                self.replica(*replica),
                self.write(*write),
                self.key(*key),
                self.story.value_label(*value)
            ),
            What::Merged {
                replica,
                write,
                key,
                value,
                kept,
                ..
            } => {
                let (replica, write) = (self.replica(*replica), self.write(*write));
                let now = self.story.value_label(*value);
                match kept {
                    Kept::Ours => format!("{replica} keeps {write} of {}", self.key(*key)),
                    Kept::Theirs => {
                        format!(
                            "{replica} takes over {write}: {} is now {now}",
                            self.key(*key)
                        )
                    }
                    Kept::Both => format!("{replica} keeps both values of {}", self.key(*key)),
                }
            }
            _ => String::new(),
        };
        (words, bad)
    }
}

//! Facts about commands and projections in words.

use crate::facts::{Decline, What};
use crate::scenario::Role;
use crate::show::sentence::{Narrator, write_name};
use crate::show::units;

impl Narrator {
    /// A fact about a command or a projection in words, and whether something went wrong.
    pub(crate) fn of_cqrs(&self, what: &What) -> (String, bool) {
        let mut bad = false;
        let words = match what {
            What::Shows { replica, view } => {
                format!("{} shows view {}", self.replica(*replica), view + 1)
            }
            What::Declined { write, key, why } => {
                let why = match why {
                    Decline::Uncovered => "there is less than it wants to take",
                    Decline::Conflict => "others were quicker each time",
                };
                let model = self.role(Role::WriteModel);
                format!(
                    "{model} refuses {} of {}: {why}",
                    write_name(*write),
                    self.key(*key)
                )
            }
            What::Conflicted { write, key, .. } => format!(
                "{} finds that {} has changed since it was loaded for {}",
                self.role(Role::WriteModel),
                self.key(*key),
                write_name(*write)
            ),
            What::Overdrawn {
                write,
                key,
                believed,
                value,
            } => {
                bad = true;
                let label = |value| self.story.value_label(value);
                format!(
                    "{} overdraws {}: it was checked against {}, and {} are left",
                    write_name(*write),
                    self.key(*key),
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
                    self.replica(*replica)
                )
            }
            What::RebuildBegan { replica, emptied } => {
                let how = if *emptied {
                    "from nothing"
                } else {
                    "beside what is shown"
                };
                format!("{} is rebuilt {how}", self.replica(*replica))
            }
            What::Restored {
                replica,
                key,
                value,
                ..
            } => format!(
                "{} takes over {}: it is {}",
                self.replica(*replica),
                self.key(*key),
                self.story.value_label(*value)
            ),
            What::CaughtUp { replica, took } => format!(
                "{} has caught up after {}",
                self.replica(*replica),
                units::duration(*took)
            ),
            _ => String::new(),
        };
        (words, bad)
    }
}

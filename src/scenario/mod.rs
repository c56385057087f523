//! What is run: settings, the script of what a person did, and the link that holds it all; and the types in which
//! patterns declare parameters, stories, presets and places.
//!
//! A run is a pure function of its [`Scenario`]. This room reads and writes scenarios and says what
//! is wrong with a link; it runs nothing, draws nothing, and knows neither the browser nor how a
//! pattern works. Reading never fails and never panics: what is read is valid, so nobody asks again.

mod carried;
mod catalog;
mod check;
mod edit;
mod key;
mod law_edit;
mod law_spec;
mod link;
mod number;
mod param;
mod pattern;
mod percent;
mod places;
mod preset;
mod problem;
pub mod profiles;
mod reading;
mod script;
mod search;
mod settings;
mod story;
mod switch;
mod too_short;
mod value;

pub use catalog::Catalog;
pub use check::Check;
pub use edit::{Edit, Edited, Listed, Objection};
pub use key::Key;
pub(crate) use key::keys;
pub use law_edit::{Argument, ArgumentValue, Contradiction};
pub use law_spec::{LawForm, LawSpec};
pub use link::{Extras, LONGEST_LINK, Link, has_room, write};
pub use number::{
    fixed, parse_count, parse_number, parse_share, parse_time, write_number, write_time,
};
pub use param::{Choice, Effect, Group, Kind, Param, Peers, Scale, Shown, choice, count, joined};
pub use pattern::{
    Followed, Pattern, PatternSpec, Period, find, find_word, first_link, first_params, groups,
    param, params, presets, stories,
};
pub use places::{Hop, NodeKind, Place, Places, Role};
pub use preset::{Moment, Preset};
pub use problem::Problem;
pub use reading::LONGEST_TEXT;
pub use script::{Act, Deed, MOST_ACTS, Script};
pub use search::is_found;
pub use settings::Settings;
pub use story::{Name, Names, Story, Values, choices, in_words, key_label, name};
pub use switch::settings_for;
pub use too_short::TooShort;
pub use value::{BETWEEN_PEERS, Value, parse_value, write_value};

use crate::facts::time::Micros;

/// Everything that a run is a function of. The seed is one of the settings.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// The settings at the start.
    pub settings: Settings,
    /// What a person does, and when.
    pub script: Script,
}

impl Scenario {
    /// The settings at an instant, after the acts up to and including it.
    pub fn settings_at(&self, at: Micros) -> Settings {
        let mut settings = self.settings.clone();
        for act in self.script.acts().iter().take_while(|act| act.at <= at) {
            if let Deed::Set { key, value } = &act.what {
                settings.set(*key, value.clone());
            }
        }
        settings
    }

    /// Adds an act, said as shortly as it can be: of a setting that is set twice in one instant the later
    /// value stays, and one that has the value anyway is not set. Returns false, and adds nothing, if the
    /// script is full.
    pub fn add(&mut self, act: Act) -> bool {
        if let Deed::Set { key, value } = &act.what {
            self.script.forget_set(act.at, *key);
            if self.settings_at(act.at).value(*key) == value {
                return true;
            }
        }
        self.script.insert(act)
    }
}

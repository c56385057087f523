//! What a person can do to an act that stands in the list: move it in time, change it, switch it off and on,
//! delete it, or have the setting that it moves be so from the start.

use super::Scenario;
use super::key::Key;
use super::places::{Hop, Places, Role};
use super::script::{Act, Deed, Script, put};
use super::settings::Settings;
use super::value::write_value;
use crate::facts::time::Micros;

/// An act as it stands in the list of all of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    /// The act.
    pub act: Act,
    /// Whether it is switched off.
    pub is_off: bool,
}

/// A change of one act.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// It is done at another instant.
    Move(Micros),
    /// Something else is done at that instant.
    Change(Deed),
    /// It is kept without effect.
    SwitchOff,
    /// It has an effect again.
    SwitchOn,
    /// It goes.
    Delete,
    /// The setting that it moves has that value from the start, and the act goes.
    FromTheStart,
}

/// A scenario after an edit, and what else came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Edited {
    /// What it is now.
    pub scenario: Scenario,
    /// Earlier moves of a setting that is to be so from the start, which would have undone that: switched off.
    pub overtaken: Vec<Act>,
    /// Acts that end what another one began, such as a restart after a crash, and have nothing to end any more.
    pub idle: Vec<Act>,
}

/// Why an act cannot be edited so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Objection {
    /// It is not in the list any more.
    Gone,
    /// Nothing is done after the run's duration.
    AfterTheEnd(Micros),
    /// Another act sets the same parameter at that instant.
    SetTwice(Key),
    /// The settings have no place for it.
    NoPlace,
    /// It moves no setting.
    NoSetting,
}

impl Script {
    /// All acts by time; at one instant those that are done come first.
    pub fn listed(&self) -> Vec<Listed> {
        let listed = |is_off: bool| {
            move |act: &Act| Listed {
                act: act.clone(),
                is_off,
            }
        };
        let done = self.acts.iter().map(listed(false));
        let mut all: Vec<_> = done.chain(self.off.iter().map(listed(true))).collect();
        all.sort_by_key(|listed| listed.act.at);
        all
    }

    /// Acts that end what no act before them began: what they are about is up, or was back already.
    fn idle(&self) -> Vec<&Act> {
        let ends_nothing = |(place, act): &(usize, &Act)| {
            let Some(end) = Span::ended(&act.what) else {
                return false;
            };
            let mut before = self.acts.iter().take(*place).rev();
            let began = before.find_map(|earlier| match Span::begun(&earlier.what) {
                Some((begun, lasting)) if begun == end => {
                    Some(lasting.is_none_or(|lasting| earlier.at + lasting > act.at))
                }
                _ if Span::ended(&earlier.what) == Some(end) => Some(false),
                _ => None,
            });
            !began.unwrap_or(false)
        };
        let acts = self.acts.iter().enumerate().filter(ends_nothing);
        acts.map(|(_, act)| act).collect()
    }

    /// Takes an act out; false if it is not there.
    fn take(&mut self, of: &Listed) -> Option<usize> {
        let list = self.list(of.is_off);
        let place = list.iter().position(|act| *act == of.act)?;
        list.remove(place);
        Some(place)
    }

    fn list(&mut self, is_off: bool) -> &mut Vec<Act> {
        if is_off {
            &mut self.off
        } else {
            &mut self.acts
        }
    }
}

/// What one act begins and another one ends.
#[derive(Clone, Copy, PartialEq)]
enum Span {
    Down(Role),
    Stopped(Role),
    Cut(Hop),
}

impl Span {
    /// What a deed begins, and after how long that ends by itself.
    fn begun(what: &Deed) -> Option<(Self, Option<Micros>)> {
        match *what {
            Deed::Crash { node, lasting } => Some((Self::Down(node), lasting)),
            Deed::Stop { node, lasting } => Some((Self::Stopped(node), lasting)),
            Deed::Cut { link, lasting } => Some((Self::Cut(link), lasting)),
            _ => None,
        }
    }

    fn ended(what: &Deed) -> Option<Self> {
        match *what {
            Deed::Restart { node } => Some(Self::Down(node)),
            Deed::Start { node } => Some(Self::Stopped(node)),
            Deed::Mend { link } => Some(Self::Cut(link)),
            _ => None,
        }
    }
}

impl Deed {
    /// What of it can be typed: the value of a setting, the key, or after how long it ends by itself, which
    /// may be empty. None where there is nothing.
    pub fn argument(&self) -> Option<String> {
        match self {
            Self::Set { value, .. } => Some(write_value(value)),
            Self::Write { key } | Self::Read { key } => Some((u64::from(*key) + 1).to_string()),
            Self::Crash { lasting, .. }
            | Self::Stop { lasting, .. }
            | Self::Cut { lasting, .. } => Some(lasting.map(super::write_time).unwrap_or_default()),
            Self::Restart { .. } | Self::Start { .. } | Self::Mend { .. } => None,
        }
    }

    /// The same with another [`argument`](Self::argument), as a link says it.
    fn written_with(&self, text: &str) -> String {
        match self {
            Self::Set { key, .. } => format!("set:{}={text}", key.word()),
            Self::Write { .. } => format!("write:key-{text}"),
            Self::Read { .. } => format!("read:key-{text}"),
            Self::Crash { .. } | Self::Stop { .. } | Self::Cut { .. } => {
                let plain = self.lasting(None).to_string();
                match text {
                    "" => plain,
                    _ => format!("{plain},for={text}"),
                }
            }
            Self::Restart { .. } | Self::Start { .. } | Self::Mend { .. } => self.to_string(),
        }
    }

    fn lasting(&self, lasting: Option<Micros>) -> Self {
        match *self {
            Self::Crash { node, .. } => Self::Crash { node, lasting },
            Self::Stop { node, .. } => Self::Stop { node, lasting },
            Self::Cut { link, .. } => Self::Cut { link, lasting },
            _ => self.clone(),
        }
    }
}

impl Listed {
    /// What would be done if its [`argument`](Deed::argument) were another one.
    ///
    /// # Errors
    ///
    /// What was expected, in words that follow "expected".
    pub fn with_argument(&self, text: &str, settings: &Settings) -> Result<Deed, String> {
        let written = format!("0s:{}", self.act.what.written_with(text));
        let read = if self.is_off {
            Act::parse_off(&written, settings)
        } else {
            Act::parse(&written, settings, &Places::of(settings))
        };
        read.map(|act| act.what)
    }
}

impl Scenario {
    /// The scenario after an edit of one of its acts.
    ///
    /// # Errors
    ///
    /// Why the act cannot be edited so.
    pub fn edited(&self, of: &Listed, edit: &Edit) -> Result<Edited, Objection> {
        let mut scenario = self.clone();
        let place = scenario.script.take(of).ok_or(Objection::Gone)?;
        let mut overtaken = Vec::new();
        let Listed { mut act, is_off } = of.clone();
        match edit {
            Edit::Delete => {}
            Edit::Move(at) => {
                let end = self.settings.time(Key::DURATION);
                if *at != act.at && *at > end {
                    return Err(Objection::AfterTheEnd(end));
                }
                act.at = *at;
                scenario.object(&act, is_off)?;
                put(scenario.script.list(is_off), act);
            }
            Edit::Change(what) => {
                act.what = what.clone();
                scenario.object(&act, is_off)?;
                scenario.script.list(is_off).insert(place, act);
            }
            Edit::SwitchOff => put(&mut scenario.script.off, act),
            Edit::SwitchOn => {
                scenario.object(&act, false)?;
                put(&mut scenario.script.acts, act);
            }
            Edit::FromTheStart => {
                let Deed::Set { key, value } = act.what else {
                    return Err(Objection::NoSetting);
                };
                scenario.settings.set(key, value);
                let is_before = |other: &Act| other.at <= act.at && other.what.sets(key);
                overtaken = scenario.script.switch_off(is_before);
            }
        }
        let before = self.script.idle();
        let idle = scenario.script.idle().into_iter();
        let idle = idle.filter(|act| !before.contains(act)).cloned().collect();
        Ok(Edited {
            scenario,
            overtaken,
            idle,
        })
    }

    /// Why an act cannot be done beside the others.
    fn object(&self, act: &Act, is_off: bool) -> Result<(), Objection> {
        if is_off {
            return Ok(());
        }
        if !act.is_allowed(&self.settings, &Places::of(&self.settings)) {
            return Err(Objection::NoPlace);
        }
        if let Deed::Set { key, .. } = act.what {
            let mut others = self.script.acts.iter();
            if others.any(|other| other.at == act.at && other.what.sets(key)) {
                return Err(Objection::SetTwice(key));
            }
        }
        Ok(())
    }

    /// The scenario of which the settings are those in force at an instant. What was set until then goes from
    /// the script, and all else stays: also what is set later, which nobody who looks at the settings of that
    /// instant has seen, and which would be lost behind their back.
    #[must_use]
    pub fn begun_anew(&self, at: Micros) -> Self {
        let mut scenario = self.clone();
        scenario.settings = self.settings_at(at);
        let is_in_force = |act: &Act| act.at <= at && matches!(act.what, Deed::Set { .. });
        scenario.script.acts.retain(|act| !is_in_force(act));
        scenario
    }
}

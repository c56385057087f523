//! The link: a scenario as the text after `#`, with what of the view belongs to it. Readable,
//! editable by hand, only what differs from the defaults, in one canonical order.
//!
//! It is read by [`reading`](super::reading).

use super::Scenario;
use super::check::Check;
use super::key::Key;
use super::number::write_time;
use super::pattern::Pattern;
use super::percent::encode;
use super::script::{Script, write_acts};
use super::settings::Settings;
use crate::facts::time::Micros;

/// The longest link that is written, in bytes.
pub const LONGEST_LINK: usize = 64 * 1_024;

/// What of a link says the instant, its check, the seed and the duration, which change when nobody adds
/// anything.
const SPARE: usize = 128;
/// The most that a link may weigh.
pub(super) const HEAVIEST: usize = LONGEST_LINK - SPARE;

/// A scenario and how it is looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// What is run.
    pub scenario: Scenario,
    /// The instant that is shown.
    pub playhead: Option<Micros>,
    /// What the digest was there when the link was made; none without an instant.
    pub check: Option<Check>,
    /// What else is about the view alone.
    pub extras: Extras,
}

/// The keys of a link that never touch the run, as they were given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extras {
    /// Which picture is shown.
    pub picture: Option<String>,
    /// What is selected.
    pub select: Option<String>,
    /// How the page is embedded.
    pub embed: Option<String>,
}

impl Extras {
    pub(super) fn slot(&mut self, word: &str) -> Option<&mut Option<String>> {
        match word {
            "picture" => Some(&mut self.picture),
            "select" => Some(&mut self.select),
            "embed" => Some(&mut self.embed),
            _ => None,
        }
    }

    fn pairs(&self) -> impl Iterator<Item = (&'static str, &String)> {
        [
            ("picture", &self.picture),
            ("select", &self.select),
            ("embed", &self.embed),
        ]
        .into_iter()
        .filter_map(|(word, value)| Some((word, value.as_ref()?)))
    }
}

impl Link {
    /// The link that says nothing but its pattern.
    pub fn defaults(pattern: Pattern) -> Self {
        Self {
            scenario: Scenario {
                settings: Settings::defaults(pattern),
                script: Script::default(),
            },
            playhead: None,
            check: None,
            extras: Extras::default(),
        }
    }
}

/// How long a link is without what may change although nobody adds anything. Settings alone never weigh
/// too much, which is tested.
pub(super) fn weight(link: &Link) -> usize {
    let mut link = Link {
        playhead: None,
        check: None,
        ..link.clone()
    };
    for key in [Key::SEED, Key::DURATION] {
        link.scenario.settings.reset(key);
    }
    write(&link).len()
}

/// Whether the link to a run can be written so that it is read back whole.
pub fn has_room(scenario: &Scenario, extras: &Extras) -> bool {
    let link = Link {
        scenario: scenario.clone(),
        playhead: None,
        check: None,
        extras: extras.clone(),
    };
    weight(&link) <= HEAVIEST
}

/// Writes a link in its one spelling, without `#`: only what differs from the defaults.
pub fn write(link: &Link) -> String {
    let settings = &link.scenario.settings;
    let mut pairs: Vec<(&str, String)> = Vec::new();
    let mut put = |word: &'static str, value: String| {
        let place = pairs.partition_point(|(other, _)| *other < word);
        pairs.insert(place, (word, value));
    };
    for (word, value) in link.extras.pairs() {
        put(word, value.clone());
    }
    for param in settings.params() {
        if !settings.is_default(param.key) {
            put(param.word, settings.write(param.key));
        }
    }
    let mut text = format!("v=1&pattern={}", settings.pattern().word());
    let mut add = |word: &str, value: &str| {
        text.push('&');
        text.push_str(word);
        text.push('=');
        text.push_str(&encode(value));
    };
    for (word, value) in &pairs {
        add(word, value);
    }
    if let Some(playhead) = link.playhead {
        add("t", &write_time(playhead));
        if let Some(check) = link.check {
            add("check", &check.to_string());
        }
    }
    if !link.scenario.script.is_empty() {
        add("do", &link.scenario.script.to_string());
    }
    let off = link.scenario.script.off();
    if !off.is_empty() {
        add("off", &write_acts(off));
    }
    text
}

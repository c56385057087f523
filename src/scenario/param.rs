//! What is declared of a parameter. Slider, link, validation, command line and reference page are
//! all read from here; nothing of a parameter is declared anywhere else.

use std::fmt::Write as _;

use super::key::Key;
use super::number::{write_number, write_time};
use super::places::Role;
use crate::facts::time::Micros;

/// The one declaration of a parameter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Param {
    /// Its name.
    pub key: Key,
    /// The word in a link.
    pub word: &'static str,
    /// The name on the page, short enough for a side panel.
    pub label: &'static str,
    /// What a number of it counts, to be set after the number; empty where the value says it.
    pub unit: &'static str,
    /// The section in which it stands.
    pub group: Group,
    /// What values it takes.
    pub kind: Kind,
    /// How a slider moves through them.
    pub scale: Scale,
    /// The value in a link that does not mention it, as link text.
    pub default: &'static str,
    /// When a change is felt.
    pub effect: Effect,
    /// Whether a person sees it before asking for all settings.
    pub shown: Shown,
    /// What it is, in so few words that they fit under its control.
    pub short: &'static str,
    /// What it is and what more of it does.
    pub help: &'static str,
    /// What else the field calls it, for those who look for it.
    pub known_as: &'static str,
    /// The parameter whose value it has while it has none of its own.
    pub inherits: Option<Key>,
    /// The peers of which each may have a value of its own.
    pub per_peer: Option<Peers>,
}

/// The values that a parameter takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// A whole number.
    Count {
        /// The least.
        min: u64,
        /// The greatest.
        max: u64,
    },
    /// A decimal number.
    Number {
        /// The least.
        min: f64,
        /// The greatest.
        max: f64,
    },
    /// A part of a whole, from 0 to 1.
    Share,
    /// A span of time.
    Time {
        /// The shortest.
        min: Micros,
        /// The longest.
        max: Micros,
        /// Whether `off` is a value too.
        off: bool,
    },
    /// A law of random spans of time.
    Law {
        /// Whether `off` is a value too.
        off: bool,
    },
    /// One of a few words.
    Choice(&'static [Choice]),
    /// `on` or `off`.
    Toggle,
}

/// One word of a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The word in a link.
    pub word: &'static str,
    /// The name on the page.
    pub label: &'static str,
}

/// A word of a choice and its name on the page.
pub const fn choice(word: &'static str, label: &'static str) -> Choice {
    Choice { word, label }
}

/// How a slider moves through the values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Equal steps.
    Linear,
    /// Equal ratios, since the range spans decades.
    Logarithmic,
}

/// When a change is felt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// At once, by sends and timers that come later.
    AtOnce,
    /// Only by a run that starts anew.
    Restart,
}

/// Where a person finds the parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// In the side panel.
    First,
    /// Behind "All settings".
    All,
}

/// A section of the settings. What several patterns have are constants here; a pattern may have others of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Group {
    /// Where it stands: sections with lower numbers come first.
    place: u8,
    /// The head of the section.
    pub label: &'static str,
}

impl Group {
    /// The run as a whole.
    pub const RUN: Self = Self::new(0, "Run");
    /// What users do.
    pub const WORKLOAD: Self = Self::new(10, "Workload");
    /// How messages travel.
    pub const NETWORK: Self = Self::new(30, "Network");
    /// What is done about a message that was not handled.
    pub const RETRIES: Self = Self::new(50, "Retries");
    /// What goes wrong.
    pub const FAILURES: Self = Self::new(60, "Failures");
    /// What can be done about it.
    pub const MITIGATIONS: Self = Self::new(70, "Mitigations");

    const fn new(place: u8, label: &'static str) -> Self {
        Self { place, label }
    }

    /// A section of how a pattern does what it is for: the first, the second.
    pub const fn of_mechanism(nth: u8, label: &'static str) -> Self {
        Self::new(Self::WORKLOAD.place + nth, label)
    }

    /// A section of who sends and receives messages: the first, the second.
    pub const fn of_ends(nth: u8, label: &'static str) -> Self {
        Self::new(Self::NETWORK.place + nth, label)
    }
}

/// The peers that a list of values is for.
#[derive(Clone, Copy, Debug)]
pub struct Peers {
    /// The parameter that says how many there are.
    pub key: Key,
    /// What one of them is called.
    pub noun: &'static str,
    /// The node of each, by its place from 0.
    pub role: fn(usize) -> Role,
}

impl PartialEq for Peers {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Param {
    /// A parameter that takes effect at once, moves linearly and stands behind "All settings".
    pub const fn new(
        key: Key,
        label: &'static str,
        group: Group,
        kind: Kind,
        default: &'static str,
        short: &'static str,
        help: &'static str,
    ) -> Self {
        Self {
            key,
            word: key.word(),
            label,
            unit: "",
            group,
            kind,
            scale: Scale::Linear,
            default,
            effect: Effect::AtOnce,
            shown: Shown::All,
            short,
            help,
            known_as: "",
            inherits: None,
            per_peer: None,
        }
    }

    /// What the field calls it as well.
    #[must_use]
    pub const fn known_as(mut self, words: &'static str) -> Self {
        self.known_as = words;
        self
    }

    /// What a number of it counts.
    #[must_use]
    pub const fn unit(mut self, unit: &'static str) -> Self {
        self.unit = unit;
        self
    }

    /// A slider moves through its decades evenly.
    #[must_use]
    pub const fn logarithmic(mut self) -> Self {
        self.scale = Scale::Logarithmic;
        self
    }

    /// Only a run that starts anew has another value.
    #[must_use]
    pub const fn at_restart(mut self) -> Self {
        self.effect = Effect::Restart;
        self
    }

    /// It stands in the side panel.
    #[must_use]
    pub const fn first(mut self) -> Self {
        self.shown = Shown::First;
        self
    }

    /// Unless it is set it has the value of another.
    #[must_use]
    pub const fn inheriting(mut self, key: Key) -> Self {
        self.inherits = Some(key);
        self.default = "inherit";
        self
    }

    /// Each of the peers may have a value of its own.
    #[must_use]
    pub const fn per(mut self, peers: Peers) -> Self {
        self.per_peer = Some(peers);
        self
    }

    /// The values it takes, in words that follow "expected".
    pub fn expected(&self, peers: usize) -> String {
        let mut words = match self.kind {
            Kind::Count { min, max } => format!("a whole number from {min} to {max}"),
            Kind::Number { min, max } => {
                format!(
                    "a number from {} to {}",
                    write_number(min),
                    write_number(max)
                )
            }
            Kind::Share => "a share from 0 to 1, such as 0.02 or 2%".to_owned(),
            Kind::Time { min, max, off } => {
                let or_off = if off { ", or off" } else { "" };
                format!(
                    "a time from {} to {}{or_off}",
                    write_time(min),
                    write_time(max)
                )
            }
            Kind::Law { off } => {
                let or_off = if off { ", or off" } else { "" };
                format!(
                    "a latency distribution such as 40ms, exp:40ms or lognormal:40ms,200ms{or_off}"
                )
            }
            Kind::Choice(choices) => {
                let words: Vec<_> = choices.iter().map(|choice| choice.word).collect();
                words.join(" or ")
            }
            Kind::Toggle => "on or off".to_owned(),
        };
        if let Some(of) = self.per_peer.filter(|_| peers > 1) {
            let noun = of.noun;
            let _ = write!(
                words,
                "; or {peers} of them separated by /, one for each {noun}"
            );
        }
        if let Some(from) = self.inherits {
            let _ = write!(words, "; or inherit, the value of {}", from.word());
        }
        words
    }
}

/// Tables of parameters as one.
pub const fn joined<const N: usize>(tables: &[&[Param]]) -> [Param; N] {
    let mut all = [tables[0][0]; N];
    let (mut table, mut within, mut index) = (0, 0, 0);
    while index < N {
        if within < tables[table].len() {
            all[index] = tables[table][within];
            within += 1;
            index += 1;
        } else {
            table += 1;
            within = 0;
        }
    }
    all
}

/// How many parameters there are in tables.
pub const fn count(tables: &[&[Param]]) -> usize {
    let (mut count, mut table) = (0, 0);
    while table < tables.len() {
        count += tables[table].len();
        table += 1;
    }
    count
}

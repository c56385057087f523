//! The script: what a person did, each act at a simulated time. An act changes a setting, is a fault, or
//! is a write or a read of the person at the page, who is one of the users; it is checked against the
//! settings when it is read, so a run need not ask.
//!
//! `4s:set:writes=12`, `4s:crash:broker,for=2s`, `6s:restart:broker`, `4s:stop:consumer-1,for=2s`,
//! `6s:start:consumer-1`,
//! `4s:cut:link.broker.consumer-1,for=2s`, `6s:mend:link.broker.consumer-1`, `4.2s:write:key-3`,
//! `4.3s:read:key-3`. Keys are counted from 1, as consumers are and as the page names them.
//!
//! An act can be switched off: it is kept, in a list of its own (`off=` in a link), and no run knows of it.

use std::fmt;

use super::key::Key;
use super::number::{parse_instant, parse_time, write_time};
use super::param::{Effect, Kind, Param};
use super::pattern::find_word;
use super::places::{Hop, Place, Places, Role};
use super::settings::Settings;
use super::value::{BETWEEN, Value, write_value};
use crate::facts::ids::KeyIndex;
use crate::facts::time::Micros;
use crate::sim::law::LONGEST;

/// The most acts that a script has, those that are switched off included.
pub const MOST_ACTS: usize = 1_000;

/// Acts in the order of their times; acts of one instant in the order in which they were added.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Script {
    /// Those that are done.
    pub(super) acts: Vec<Act>,
    /// Those that are kept without effect.
    pub(super) off: Vec<Act>,
}

/// One thing done at one simulated time. It comes before every event of that instant.
#[derive(Clone, Debug, PartialEq)]
pub struct Act {
    /// When.
    pub at: Micros,
    /// What.
    pub what: Deed,
}

/// What a person can do to a run.
#[derive(Clone, Debug, PartialEq)]
pub enum Deed {
    /// Changes a setting that takes effect at once.
    Set {
        /// The parameter.
        key: Key,
        /// Its new value.
        value: Value,
    },
    /// The person at the page writes to a key, as other people do: changes a profile or a row, begins a
    /// saga, sends a command. Does nothing once users have stopped.
    Write {
        /// The key.
        key: KeyIndex,
    },
    /// The person at the page reads a key, as other people do. Does nothing once users have stopped.
    Read {
        /// The key.
        key: KeyIndex,
    },
    /// Takes a node down.
    Crash {
        /// The node.
        node: Role,
        /// After how long it restarts by itself; `None` waits for a restart.
        lasting: Option<Micros>,
    },
    /// Brings a node back.
    Restart {
        /// The node.
        node: Role,
    },
    /// Stops what consumes at a node; its store goes on answering.
    Stop {
        /// The node.
        node: Role,
        /// After how long it goes on by itself; `None` waits for a start.
        lasting: Option<Micros>,
    },
    /// Starts what consumes at a node.
    Start {
        /// The node.
        node: Role,
    },
    /// Cuts a link in both directions.
    Cut {
        /// The link.
        link: Hop,
        /// After how long it mends by itself; `None` waits for a mend.
        lasting: Option<Micros>,
    },
    /// Mends a link.
    Mend {
        /// The link.
        link: Hop,
    },
}

impl Script {
    /// A script of these acts.
    pub fn new(mut acts: Vec<Act>) -> Self {
        acts.sort_by_cached_key(|act| act.at);
        Self {
            acts,
            off: Vec::new(),
        }
    }

    /// The same script, with these acts besides that are switched off.
    #[must_use]
    pub fn with_off(mut self, mut off: Vec<Act>) -> Self {
        off.sort_by_cached_key(|act| act.at);
        self.off = off;
        self
    }

    /// The acts that are done, by time.
    pub fn acts(&self) -> &[Act] {
        &self.acts
    }

    /// The acts that are switched off, by time: a run does not know them. What they name may have no place
    /// in the settings.
    pub fn off(&self) -> &[Act] {
        &self.off
    }

    /// Whether nothing is done.
    pub fn is_empty(&self) -> bool {
        self.acts.is_empty()
    }

    /// How many acts there are, those that are switched off included.
    pub(super) fn count(&self) -> usize {
        self.acts.len() + self.off.len()
    }

    /// Adds an act after those of its instant. A setting that is set twice in one instant keeps the
    /// later value only, so that one drag of a slider is one act. Returns false, and adds nothing,
    /// if the script is full.
    pub fn insert(&mut self, act: Act) -> bool {
        if let Deed::Set { key, .. } = act.what {
            self.forget_set(act.at, key);
        }
        let fits = self.count() < MOST_ACTS;
        if fits {
            put(&mut self.acts, act);
        }
        fits
    }

    /// Forgets that a setting is set at an instant.
    pub(super) fn forget_set(&mut self, at: Micros, key: Key) {
        self.acts
            .retain(|other| other.at != at || !other.what.sets(key));
    }

    /// Forgets every act after an instant, as a fork does.
    pub fn cut_after(&mut self, at: Micros) {
        self.acts.retain(|act| act.at <= at);
        self.off.retain(|act| act.at <= at);
    }

    /// Switches off the acts that these settings do not allow, such as faults of consumers that are
    /// no more; returns them.
    pub fn switch_off_misplaced(&mut self, settings: &Settings) -> Vec<Act> {
        let places = Places::of(settings);
        self.switch_off(|act| !act.is_allowed(settings, &places))
    }

    /// Switches off these acts, and returns them.
    pub(super) fn switch_off(&mut self, which: impl Fn(&Act) -> bool) -> Vec<Act> {
        let (found, others) = std::mem::take(&mut self.acts)
            .into_iter()
            .partition::<Vec<_>, _>(which);
        self.acts = others;
        for act in &found {
            put(&mut self.off, act.clone());
        }
        found
    }
}

/// Puts an act after those of its instant.
pub(super) fn put(acts: &mut Vec<Act>, act: Act) {
    let place = acts.partition_point(|other| other.at <= act.at);
    acts.insert(place, act);
}

/// Acts as a link lists them.
pub(super) fn write_acts(acts: &[Act]) -> String {
    let texts: Vec<_> = acts.iter().map(Act::to_string).collect();
    texts.join(";")
}

impl Deed {
    /// Whether it sets this parameter.
    pub fn sets(&self, key: Key) -> bool {
        matches!(self, Self::Set { key: of, .. } if *of == key)
    }
}

impl Act {
    /// Reads an act of a run with these settings.
    ///
    /// # Errors
    ///
    /// What was expected, in words that follow "expected".
    pub fn parse(text: &str, settings: &Settings, places: &Places) -> Result<Self, String> {
        let shape =
            || "TIME:VERB:..., such as 4s:set:writes=12 or 4s:crash:broker,for=2s".to_owned();
        let (at, rest) = text.split_once(':').ok_or_else(shape)?;
        let at = parse_instant(at).map_err(|expected| {
            // One that is too large is said to be; anything else is no act.
            if parse_time(at).is_some() {
                expected
            } else {
                shape()
            }
        })?;
        let (verb, rest) = rest.split_once(':').ok_or_else(shape)?;
        let what = match verb {
            "set" => parse_set(rest, settings)?,
            "write" => Deed::Write {
                key: parse_key(rest, settings)?,
            },
            "read" => Deed::Read {
                key: parse_key(rest, settings)?,
            },
            _ => parse_fault(verb, rest, places)?,
        };
        Ok(Self { at, what })
    }

    /// Reads an act that is switched off, which a run with these settings need not have a place for, as long
    /// as there are settings of the pattern that have.
    ///
    /// # Errors
    ///
    /// What was expected, in words that follow "expected".
    pub fn parse_off(text: &str, settings: &Settings) -> Result<Self, String> {
        let mut widest = settings.clone();
        // A list has as many values as there are peers.
        let peers = match text.split(BETWEEN).count() {
            1 => u64::MAX,
            listed => listed as u64,
        };
        let params = settings.params();
        let is_of_peers = |key| {
            let mut of = params.iter().filter_map(|param| param.per_peer);
            of.any(|peers| peers.key == key)
        };
        for Param { key, kind, .. } in params {
            if matches!(kind, Kind::Count { .. }) {
                let most = if is_of_peers(*key) { peers } else { u64::MAX };
                widest.set(*key, Value::Count(most));
            }
        }
        Self::parse(text, &widest, &Places::of(&widest))
    }

    /// Whether a run with these settings can do it.
    pub(super) fn is_allowed(&self, settings: &Settings, places: &Places) -> bool {
        Self::parse(&self.to_string(), settings, places).as_ref() == Ok(self)
    }
}

fn parse_set(text: &str, settings: &Settings) -> Result<Deed, String> {
    let (word, value) = text
        .split_once('=')
        .ok_or("set:KEY=VALUE, such as set:writes=12")?;
    let param = find_word(settings.pattern(), word)
        .ok_or_else(|| format!("set: and a parameter of {}", settings.pattern().word()))?;
    if param.effect == Effect::Restart {
        return Err(format!(
            "a parameter that can change during a run; {word} takes effect only at a restart"
        ));
    }
    let value = settings
        .read(param.key, value)
        .map_err(|expected| format!("{word} to be {expected}"))?;
    Ok(Deed::Set {
        key: param.key,
        value,
    })
}

/// A key of the run, counted from 1.
fn parse_key(text: &str, settings: &Settings) -> Result<KeyIndex, String> {
    let keys = settings.count(Key::KEYS);
    let digits = text
        .strip_prefix("key-")
        .filter(|digits| !digits.starts_with(['0', '+']));
    digits
        .and_then(|digits| digits.parse().ok())
        .filter(|nth| (1..=keys).contains(nth))
        .map(|nth: u64| (nth - 1) as KeyIndex)
        .ok_or_else(|| format!("a key of this run, key-1 to key-{keys}"))
}

fn parse_fault(verb: &str, text: &str, places: &Places) -> Result<Deed, String> {
    let mut parts = text.split(',');
    let word = parts.next().unwrap_or_default();
    let option = parts.next();
    if parts.next().is_some() {
        return Err("one option at most, for=TIME".to_owned());
    }
    let place = places.from_word(word);
    let node = || match place {
        Some(Place::Node(role)) if role.can_crash() => Ok(role),
        _ => Err(one_of(
            places.nodes().iter().filter(|role| role.can_crash()),
        )),
    };
    let consuming = || match place {
        Some(Place::Node(role)) if role.can_stop() => Ok(role),
        _ => {
            let all = places.nodes().iter().filter(|role| role.can_stop());
            let words = one_of(all);
            Err(if words == "one of " {
                "stop and start where something consumes: in event-based and cqrs".to_owned()
            } else {
                words
            })
        }
    };
    let link = || match place {
        Some(Place::Link(hop)) => Ok(hop),
        _ => Err(one_of(places.links())),
    };
    match verb {
        "crash" => Ok(Deed::Crash {
            node: node()?,
            lasting: lasting(option)?,
        }),
        "cut" => Ok(Deed::Cut {
            link: link()?,
            lasting: lasting(option)?,
        }),
        "stop" => Ok(Deed::Stop {
            node: consuming()?,
            lasting: lasting(option)?,
        }),
        "restart" | "start" | "mend" if option.is_some() => Err(format!("no option after {verb}")),
        "restart" => Ok(Deed::Restart { node: node()? }),
        "start" => Ok(Deed::Start { node: consuming()? }),
        "mend" => Ok(Deed::Mend { link: link()? }),
        _ => Err(
            "one of the verbs set, write, read, crash, restart, stop, start, cut and mend"
                .to_owned(),
        ),
    }
}

fn lasting(option: Option<&str>) -> Result<Option<Micros>, String> {
    let Some(option) = option else {
        return Ok(None);
    };
    option
        .strip_prefix("for=")
        .and_then(parse_time)
        .filter(|span| (1..=LONGEST).contains(span))
        .map(Some)
        .ok_or_else(|| {
            let most = write_time(LONGEST);
            format!("for=TIME with a time above 0 and up to {most}, such as for=2s")
        })
}

fn one_of<T: fmt::Display>(places: impl IntoIterator<Item = T>) -> String {
    let words: Vec<_> = places.into_iter().map(|place| place.to_string()).collect();
    format!("one of {}", words.join(", "))
}

impl fmt::Display for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", write_time(self.at), self.what)
    }
}

impl fmt::Display for Deed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lasts = |span: &Option<Micros>| {
            span.map(|span| format!(",for={}", write_time(span)))
                .unwrap_or_default()
        };
        match self {
            Self::Set { key, value } => write!(f, "set:{}={}", key.word(), write_value(value)),
            Self::Write { key } => write!(f, "write:key-{}", u64::from(*key) + 1),
            Self::Read { key } => write!(f, "read:key-{}", u64::from(*key) + 1),
            Self::Crash { node, lasting } => write!(f, "crash:{node}{}", lasts(lasting)),
            Self::Restart { node } => write!(f, "restart:{node}"),
            Self::Stop { node, lasting } => write!(f, "stop:{node}{}", lasts(lasting)),
            Self::Start { node } => write!(f, "start:{node}"),
            Self::Cut { link, lasting } => write!(f, "cut:{link}{}", lasts(lasting)),
            Self::Mend { link } => write!(f, "mend:{link}"),
        }
    }
}

/// The acts that are done.
impl fmt::Display for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&write_acts(&self.acts))
    }
}

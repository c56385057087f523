//! The script: what a person did, each act at a simulated time. An act changes a setting, is a fault, or
//! is a write or a read of the person at the page, who is one of the users; it is checked against the
//! settings when it is read, so a run need not ask.
//!
//! `4s:set:writes=12`, `4s:crash:broker,for=2s`, `6s:restart:broker`, `4s:stop:consumer-1,for=2s`,
//! `6s:start:consumer-1`,
//! `4s:cut:link.broker.consumer-1,for=2s`, `6s:mend:link.broker.consumer-1`, `4.2s:write:key-3`,
//! `4.3s:read:key-3`. Keys are counted from 1, as consumers are and as the page names them.

use std::fmt;

use super::key::Key;
use super::number::{parse_instant, parse_time, write_time};
use super::param::Effect;
use super::params::find;
use super::places::{Hop, Place, Places, Role};
use super::settings::Settings;
use super::value::{Value, write_value};
use crate::sim::ids::KeyIndex;
use crate::sim::law::LONGEST;
use crate::sim::time::Micros;

/// The most acts that a script has.
pub const MOST_ACTS: usize = 1_000;

/// Acts in the order of their times; acts of one instant in the order in which they were added.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Script(Vec<Act>);

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
        Self(acts)
    }

    /// The acts by time.
    pub fn acts(&self) -> &[Act] {
        &self.0
    }

    /// Whether nothing is done.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds an act after those of its instant. A setting that is set twice in one instant keeps the
    /// later value only, so that one drag of a slider is one act. Returns false, and adds nothing,
    /// if the script is full.
    pub fn insert(&mut self, act: Act) -> bool {
        if let Deed::Set { key, .. } = act.what {
            self.forget_set(act.at, key);
        }
        let fits = self.0.len() < MOST_ACTS;
        if fits {
            let index = self.0.partition_point(|other| other.at <= act.at);
            self.0.insert(index, act);
        }
        fits
    }

    /// Forgets that a setting is set at an instant.
    pub(super) fn forget_set(&mut self, at: Micros, key: Key) {
        self.0.retain(|other| {
            let same = matches!(other.what, Deed::Set { key: also, .. } if also == key);
            other.at != at || !same
        });
    }

    /// Forgets every act after an instant, as a fork does.
    pub fn cut_after(&mut self, at: Micros) {
        self.0.retain(|act| act.at <= at);
    }

    /// Leaves out the acts that these settings do not allow, such as faults of consumers that are
    /// no more; returns them.
    pub fn keep_allowed(&mut self, settings: &Settings) -> Vec<Act> {
        let places = Places::of(settings);
        let (allowed, others) = std::mem::take(&mut self.0)
            .into_iter()
            .partition(|act| Act::parse(&act.to_string(), settings, &places).as_ref() == Ok(act));
        self.0 = allowed;
        others
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
}

fn parse_set(text: &str, settings: &Settings) -> Result<Deed, String> {
    let (word, value) = text
        .split_once('=')
        .ok_or("set:KEY=VALUE, such as set:writes=12")?;
    let param = Key::from_word(word)
        .and_then(|key| find(settings.pattern(), key))
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
    let keys = settings.count(Key::Keys);
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

impl fmt::Display for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, act) in self.0.iter().enumerate() {
            write!(f, "{}{act}", if index == 0 { "" } else { ";" })?;
        }
        Ok(())
    }
}

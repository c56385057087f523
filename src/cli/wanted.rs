//! What a person can want of a report besides the figures of whole runs.

use clap::Args;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use crate::consistency::{Kept, Named, Report};
use crate::facts::time::Micros;
use crate::lab::Outcome;
use crate::scenario::{Link, Places, parse_count, parse_time};

/// More that a person wants of a report.
#[derive(Args, Clone, Debug, Default)]
pub struct Wanted {
    /// Only the last TIME until people stop writing, such as 10s
    #[arg(long, value_name = "TIME", value_parser = window)]
    pub window: Option<Micros>,
    /// Each copy by itself as well
    #[arg(long)]
    pub by_replica: bool,
    /// P(measure >= value): a time with its unit (propagation=500ms), or how many (lag=10); may be repeated
    #[arg(long, value_name = "MEASURE=VALUE", value_parser = threshold)]
    pub at_least: Vec<Threshold>,
    /// What went wrong in the run of the first seed, in sentences
    #[arg(long)]
    pub why: bool,
}

/// A value of a measure as it was given; which unit it wants, the measure says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Threshold {
    /// The whole of it.
    pub text: String,
    name: String,
    value: String,
}

/// A value of a measure that has such values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// As it was given.
    pub text: String,
    name: String,
    /// In microseconds if it is a time.
    value: u64,
}

/// What is to be printed of each link.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// How many seeds.
    pub runs: u64,
    /// What more.
    pub wanted: Wanted,
}

fn window(text: &str) -> Result<Micros, String> {
    let time = parse_time(text).filter(|&time| time > 0);
    time.ok_or_else(|| "expected a time above 0, such as 10s or 500ms".to_owned())
}

fn threshold(text: &str) -> Result<Threshold, String> {
    let expected = "expected a measure and a value, such as propagation=500ms or lag=10";
    let (name, value) = text.split_once('=').ok_or(expected)?;
    Ok(Threshold {
        text: text.to_owned(),
        name: name.to_owned(),
        value: value.to_owned(),
    })
}

impl Threshold {
    /// The value in the unit of its measure, which is one of these.
    ///
    /// # Errors
    ///
    /// What is wrong with it, as a message.
    pub fn read(&self, measures: &Named<Kept>) -> Result<Asked, String> {
        let Self { text, name, value } = self;
        let refused = |expected: &str| format!("--at-least {text}: {expected}; it is left out.");
        let value = match measures.get(name) {
            Some(Kept::Times(..)) => parse_time(value).ok_or_else(|| {
                refused(&format!(
                    "expected a time with its unit, such as {name}=500ms, since {name} is a time \
                     that is printed in ms"
                ))
            }),
            Some(Kept::Numbers(_, unit) | Kept::Level(_, unit)) => {
                parse_count(value).ok_or_else(|| {
                    refused(&format!(
                        "expected a whole number, such as {name}=10, since {name} is counted in \
                         {unit}"
                    ))
                })
            }
            _ => {
                let has_values = |kept: &Kept| {
                    matches!(kept, Kept::Times(..) | Kept::Numbers(..) | Kept::Level(..))
                };
                let known = measures.iter().filter(|(_, kept)| has_values(kept));
                let known: Vec<_> = known.map(|(name, _)| name).collect();
                Err(refused(&format!("expected one of {}", known.join(", "))))
            }
        };
        Ok(Asked {
            text: text.clone(),
            name: name.clone(),
            value: value?,
        })
    }
}

impl Asked {
    /// The share of the values of its measure that are as great; none if there is no data.
    pub fn share(&self, outcome: &Outcome) -> Option<f64> {
        let kept = outcome.pool.figures().measures.get(&self.name)?;
        kept.share_at_least(self.value)
    }
}

/// Shares by what was asked for.
pub struct Shares<'a>(pub Vec<(&'a str, Option<f64>)>);

impl Shares<'_> {
    /// Whether nothing was asked.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Shares<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().copied())
    }
}

/// The reports of replicas by the words of their places.
pub struct Replicas(pub Vec<(String, Report)>);

impl Replicas {
    /// Those of an outcome.
    pub fn of(link: &Link, outcome: &Outcome) -> Self {
        let places = Places::of(&link.scenario.settings);
        let word = |node| {
            places
                .role(node)
                .map_or_else(String::new, |role| role.to_string())
        };
        let replicas = outcome.replicas.iter();
        Self(
            replicas
                .map(|(node, pool)| (word(*node), pool.report()))
                .collect(),
        )
    }
}

impl Serialize for Replicas {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (
            word,
            Report {
                measures, counts, ..
            },
        ) in &self.0
        {
            let part = serde_json::json!({ "measures": measures, "counts": counts });
            map.serialize_entry(word, &part)?;
        }
        map.end()
    }
}

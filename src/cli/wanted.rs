//! What a person can want of a report besides the figures of whole runs.

use clap::Args;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use crate::consistency::{Kept, Report};
use crate::lab::Outcome;
use crate::scenario::{Link, Places, parse_time};
use crate::sim::time::Micros;

/// More that a person wants of a report.
#[derive(Args, Clone, Debug, Default)]
pub struct Wanted {
    /// Only the last TIME until people stop writing, such as 10s
    #[arg(long, value_name = "TIME", value_parser = window)]
    pub window: Option<Micros>,
    /// Each copy by itself as well
    #[arg(long)]
    pub by_replica: bool,
    /// P(measure >= value), such as propagation=500ms or lag=10; may be given more than once
    #[arg(long, value_name = "MEASURE=VALUE", value_parser = threshold)]
    pub at_least: Vec<Threshold>,
    /// What went wrong in the run of the first seed, in sentences
    #[arg(long)]
    pub why: bool,
}

/// A value of a measure.
#[derive(Clone, Debug)]
pub struct Threshold {
    /// As it was given.
    pub text: String,
    name: String,
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
    let read = || {
        let (name, value) = text.split_once('=')?;
        let value = parse_time(value).or_else(|| value.parse().ok())?;
        Some(Threshold {
            text: text.to_owned(),
            name: name.to_owned(),
            value,
        })
    };
    let expected = "expected a measure and a value, such as propagation=500ms or lag=10";
    read().ok_or_else(|| expected.to_owned())
}

impl Threshold {
    /// The share of the values of its measure that are as great; none if there is no data.
    pub fn share(&self, outcome: &Outcome) -> Option<f64> {
        let kept = outcome.pool.figures().measures.get(&self.name)?;
        kept.share_at_least(self.value)
    }

    /// What is wrong with it, if it is no measure that has such a share.
    pub fn problem(&self, outcome: &Outcome) -> Option<String> {
        let measures = &outcome.pool.figures().measures;
        let has =
            |kept: &Kept| matches!(kept, Kept::Times(..) | Kept::Numbers(..) | Kept::Level(..));
        if measures.get(&self.name).is_some_and(has) {
            return None;
        }
        let known: Vec<_> = measures
            .iter()
            .filter(|(_, kept)| has(kept))
            .map(|(name, _)| name)
            .collect();
        Some(format!(
            "--at-least {}: expected one of {}; it is left out.",
            self.text,
            known.join(", ")
        ))
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

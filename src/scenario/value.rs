//! The value of a parameter, and its text: one reader and one writer for links, the page and the
//! command line.

use super::law_spec::LawSpec;
use super::number::{
    parse_count, parse_number, parse_share, parse_time, to_places, write_number, write_time,
};
use super::param::{Choice, Kind, Param};
use crate::facts::time::Micros;

/// What stands between the values of peers where they are written: carriers leave it alone.
pub const BETWEEN_PEERS: char = '/';
/// What may stand there as well, for ever: older links have the second.
pub(super) const BETWEEN: [char; 2] = [BETWEEN_PEERS, '|'];

/// A value that a parameter may have.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A whole number.
    Count(u64),
    /// A whole number for each peer.
    Counts(Vec<u64>),
    /// A decimal number.
    Number(f64),
    /// A part of a whole, from 0 to 1.
    Share(f64),
    /// A share for each peer.
    Shares(Vec<f64>),
    /// A span of time.
    Time(Micros),
    /// Never, in the place of a time.
    Off,
    /// A law of random spans of time.
    Law(LawSpec),
    /// A law for each peer.
    Laws(Vec<LawSpec>),
    /// The word of a choice.
    Choice(&'static str),
    /// `on` or `off`.
    Toggle(bool),
    /// The value of the parameter that this one inherits from.
    Inherit,
}

/// Reads a value of a parameter that may have one for each of `peers`.
///
/// # Errors
///
/// What was expected, in words that follow "expected".
pub fn parse_value(param: &Param, peers: usize, text: &str) -> Result<Value, String> {
    let expected = || param.expected(peers);
    if text == "inherit" && param.inherits.is_some() {
        return Ok(Value::Inherit);
    }
    if !text.contains(BETWEEN) {
        return parse_one(param, text).map_err(|reason| reason.unwrap_or_else(expected));
    }
    if param.per_peer.is_none() || text.split(BETWEEN).count() != peers {
        return Err(expected());
    }
    let values = text
        .split(BETWEEN)
        .map(|part| parse_one(param, part))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|reason| reason.unwrap_or_else(expected))?;
    gather(values).ok_or_else(expected)
}

/// Reads one value; an error has words of its own where it knows better than the declaration.
fn parse_one(param: &Param, text: &str) -> Result<Value, Option<String>> {
    let value = match param.kind {
        Kind::Count { .. } => parse_count(text).map(Value::Count),
        Kind::Number { .. } => parse_number(text).map(Value::Number),
        Kind::Share => parse_share(text).map(Value::Share),
        Kind::Time { off: true, .. } | Kind::Law { off: true } if text == "off" => Some(Value::Off),
        Kind::Time { .. } => parse_time(text).map(Value::Time),
        Kind::Law { .. } => Some(Value::Law(LawSpec::parse(text).map_err(Some)?)),
        Kind::Choice(choices) => chosen(choices, text).map(Value::Choice),
        Kind::Toggle => match text {
            "on" => Some(Value::Toggle(true)),
            "off" => Some(Value::Toggle(false)),
            _ => None,
        },
    };
    value
        .filter(|value| fit_one(param, value).as_ref() == Some(value))
        .ok_or(None)
}

fn chosen(choices: &[Choice], text: &str) -> Option<&'static str> {
    choices
        .iter()
        .map(|choice| choice.word)
        .find(|word| *word == text)
}

/// Single values as the value of a list, or as the one that they all are.
fn gather(values: Vec<Value>) -> Option<Value> {
    let first = values.first()?.clone();
    if values.iter().all(|value| *value == first) {
        return Some(first);
    }
    let mut counts = Vec::new();
    let mut shares = Vec::new();
    let mut laws = Vec::new();
    for value in values {
        match value {
            Value::Count(count) => counts.push(count),
            Value::Share(share) => shares.push(share),
            Value::Law(law) => laws.push(law),
            _ => return None,
        }
    }
    match (counts.is_empty(), shares.is_empty(), laws.is_empty()) {
        (false, true, true) => Some(Value::Counts(counts)),
        (true, false, true) => Some(Value::Shares(shares)),
        (true, true, false) => Some(Value::Laws(laws)),
        _ => None,
    }
}

/// The nearest value that the parameter may have: clamped into its bounds, a list made as long as
/// there are peers. `None` if a value of this sort is none of its values.
pub(super) fn fit(param: &Param, peers: usize, value: Value) -> Option<Value> {
    let singles: Vec<Value> = match value {
        Value::Counts(counts) => counts.into_iter().map(Value::Count).collect(),
        Value::Shares(shares) => shares.into_iter().map(Value::Share).collect(),
        Value::Laws(laws) => laws.into_iter().map(Value::Law).collect(),
        single => return fit_one(param, &single),
    };
    param.per_peer?;
    let last = singles.last()?.clone();
    let fitted = singles
        .iter()
        .chain(std::iter::repeat(&last))
        .take(peers)
        .map(|single| fit_one(param, single))
        .collect::<Option<Vec<_>>>()?;
    gather(fitted)
}

fn fit_one(param: &Param, value: &Value) -> Option<Value> {
    let fitted = match (param.kind, value) {
        (Kind::Count { min, max }, Value::Count(count)) => Value::Count((*count).clamp(min, max)),
        (Kind::Number { min, max }, Value::Number(number)) if !number.is_nan() => {
            Value::Number(to_places(number.max(min).min(max)))
        }
        (Kind::Share, Value::Share(share)) if !share.is_nan() => {
            Value::Share(to_places(share.clamp(0.0, 1.0)))
        }
        (Kind::Time { min, max, .. }, Value::Time(time)) => Value::Time((*time).clamp(min, max)),
        (Kind::Time { off: true, .. } | Kind::Law { off: true }, Value::Off) => Value::Off,
        (Kind::Law { .. }, Value::Law(law)) => Value::Law(law.clone()),
        (Kind::Choice(choices), Value::Choice(word)) => Value::Choice(chosen(choices, word)?),
        (Kind::Toggle, Value::Toggle(on)) => Value::Toggle(*on),
        (_, Value::Inherit) if param.inherits.is_some() => Value::Inherit,
        _ => return None,
    };
    Some(fitted)
}

/// Writes a value in its one spelling, which reads back as the same value.
pub fn write_value(value: &Value) -> String {
    match value {
        Value::Count(count) => count.to_string(),
        Value::Counts(counts) => joined(counts.iter().map(u64::to_string)),
        Value::Number(number) | Value::Share(number) => write_number(*number),
        Value::Shares(shares) => joined(shares.iter().map(|share| write_number(*share))),
        Value::Time(time) => write_time(*time),
        Value::Off | Value::Toggle(false) => "off".to_owned(),
        Value::Toggle(true) => "on".to_owned(),
        Value::Law(law) => law.to_string(),
        Value::Laws(laws) => joined(laws.iter().map(LawSpec::to_string)),
        Value::Choice(word) => (*word).to_owned(),
        Value::Inherit => "inherit".to_owned(),
    }
}

fn joined(texts: impl Iterator<Item = String>) -> String {
    let texts: Vec<_> = texts.collect();
    texts.join(BETWEEN_PEERS.encode_utf8(&mut [0; 4]))
}

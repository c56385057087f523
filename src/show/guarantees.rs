//! The guarantees of sessions in words: how often each is violated or why that is not known, what it
//! means, and what it costs.

use super::face::Face;
use super::units;
use crate::consistency::{Guarantee, Measured, Report};
use crate::facts::time::MILLISECOND;
use crate::lab::price::{Line, applies};
use crate::scenario::{Key, Settings, fixed};

/// A guarantee of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Its name.
    pub label: &'static str,
    /// What it promises.
    pub meaning: &'static str,
    /// How often it was violated; none if there was no case of it yet.
    pub violated: Option<String>,
    /// Why there is no case, where there is none.
    pub missing: &'static str,
    /// Whether it was violated at all.
    pub is_bad: bool,
}

/// Its name, what it promises, what its cases are, and why there may be none.
fn words(guarantee: Guarantee) -> [&'static str; 4] {
    match guarantee {
        Guarantee::ReadYourWrites => [
            "Read your writes",
            "A read shows every write that its reader knew to be done.",
            "reads",
            "no data yet: nobody has read what they wrote",
        ],
        Guarantee::MonotonicReads => [
            "Monotonic reads",
            "A read shows everything that its reader was shown before.",
            "reads",
            "no data yet: nobody has read again what they were shown",
        ],
        Guarantee::MonotonicWrites => [
            "Monotonic writes",
            "Where a write is seen, the earlier ones of its writer are.",
            "arrivals",
            "no data yet: nobody’s second write has arrived",
        ],
        Guarantee::WritesFollowReads => [
            "Writes follow reads",
            "Where a write is seen, what its writer had been shown is.",
            "arrivals",
            "no data yet: no write of a reader has arrived",
        ],
        Guarantee::ConsistentPrefix => [
            "Consistent prefix",
            "What a read shows of several keys was true at one time.",
            "reads",
            "no data yet: nobody has read several keys at once",
        ],
    }
}

/// Why a guarantee has no cases, as far as the settings say so.
fn reason(face: &Face, settings: &Settings, guarantee: Guarantee) -> Option<&'static str> {
    if !applies(settings, guarantee) {
        return Some(face.guarantees.why_not);
    }
    let thinks = settings.law_or_off(Key::THINK).is_some();
    let reads = settings.number(Key::READS) > 0.0 || thinks;
    if !reads && guarantee != Guarantee::MonotonicWrites {
        Some("no data: nobody reads")
    } else if guarantee == Guarantee::ConsistentPrefix && settings.count(Key::KEYS_PER_READ) < 2 {
        Some("no data: a read is of one key")
    } else if guarantee == Guarantee::ConsistentPrefix && settings.count(Key::KEYS) < 2 {
        Some("no data: there is one key")
    } else {
        None
    }
}

/// A guarantee of a run with these settings.
pub fn told(face: &Face, settings: &Settings, report: &Report, guarantee: Guarantee) -> Told {
    let [label, meaning, cases, missing] = words(guarantee);
    let (count, value) = match report.measures.get(guarantee.word()) {
        Some(Measured::Share { count, value, .. }) => (*count, *value),
        _ => (0, None),
    };
    let hits = value.map(|value| libm::round(value * count as f64) as u64);
    let violated = value.zip(hits).map(|(value, hits)| {
        let of = [units::count(hits), units::count(count)].join(" of ");
        [of.as_str(), " ", cases, ", ", &units::share(value)].concat()
    });
    Told {
        label,
        meaning,
        violated,
        missing: reason(face, settings, guarantee).unwrap_or(missing),
        is_bad: hits.is_some_and(|hits| hits > 0),
    }
}

/// A figure of a price: its name, and its value without what buys the guarantee and with it. The first
/// one of a price is how often the guarantee is violated.
pub fn line(line: &Line, is_first: bool) -> (String, [String; 2]) {
    let name = line.name.replace('-', " ");
    let name = match line.percentile {
        _ if is_first => "violated".to_owned(),
        50 => name + " p50",
        95 => name + " p95",
        _ => name,
    };
    let value = |value: f64| match line.unit {
        "share" => units::share(value),
        "ms" => units::duration((value * MILLISECOND as f64) as u64),
        "" => units::count(value as u64),
        _ => fixed(value, 1),
    };
    let none = || "no data".to_owned();
    (
        name,
        line.values.map(|found| found.map_or_else(none, value)),
    )
}

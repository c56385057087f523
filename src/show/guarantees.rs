//! The guarantees of sessions in words: how often each is violated or why that is not known, what it
//! means, and what it costs.

use super::units;
use crate::consistency::{Guarantee, Measured, Report};
use crate::facts::time::MILLISECOND;
use crate::lab::price::{Line, applies};
use crate::scenario::{Key, Pattern, Settings, fixed};

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
fn reason(settings: &Settings, guarantee: Guarantee) -> Option<&'static str> {
    if !applies(settings, guarantee) {
        return Some(if settings.pattern() == Pattern::SAGA {
            "does not apply: services have no copies of each other’s data"
        } else {
            "does not apply: two sides have no one order of commits"
        });
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
pub fn told(settings: &Settings, report: &Report, guarantee: Guarantee) -> Told {
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
        missing: reason(settings, guarantee).unwrap_or(missing),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::patterns::parse;
    use crate::run::Run;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn told_of(link: &str, guarantee: Guarantee) -> Told {
        let (link, problems) = parse(link);
        assert!(problems.is_empty(), "{problems:?}");
        let mut run = Run::new(link.scenario);
        run.finish(&mut |_| {});
        told(run.settings(), &run.figures().report(), guarantee)
    }

    #[test]
    fn a_guarantee_says_how_often_it_is_violated_or_why_that_is_not_known() {
        use Guarantee::{ConsistentPrefix, MonotonicWrites, ReadYourWrites};
        let late = "pattern=cqrs&bus=1s&duration=20s&think=10ms";
        let told = told_of(late, ReadYourWrites);
        let words = told.violated.expect("people look at what they wrote");
        assert!(
            told.is_bad && words.contains(" reads, ") && words.ends_with('%'),
            "{words}"
        );
        for (link, guarantee, missing) in [
            (
                "pattern=saga&duration=5s",
                ReadYourWrites,
                "does not apply: services",
            ),
            (
                "pattern=background-sync&copy=two-way&duration=9s",
                ConsistentPrefix,
                "does not apply: two",
            ),
            (
                "pattern=cqrs&duration=5s&reads=0&think=off",
                ReadYourWrites,
                "no data: nobody reads",
            ),
            (
                "pattern=cqrs&duration=5s&keys-per-read=1",
                ConsistentPrefix,
                "no data: a read is of one key",
            ),
            (
                "pattern=cqrs&duration=5s&keys=1",
                ConsistentPrefix,
                "no data: there is one key",
            ),
            (
                "pattern=cqrs&duration=5s&writes=0",
                MonotonicWrites,
                "no data yet: nobody’s second write",
            ),
        ] {
            let told = told_of(link, guarantee);
            assert_eq!((told.violated, told.is_bad), (None, false), "{link}");
            assert!(
                told.missing.starts_with(missing),
                "{}: {link}",
                told.missing
            );
        }
    }

    #[test]
    fn a_line_has_its_unit_and_no_zero_for_what_is_not_known() {
        let found = |unit, percentile, values| {
            let name = "read-latency";
            line(
                &Line {
                    name,
                    percentile,
                    unit,
                    values,
                },
                false,
            )
        };
        let (name, values) = found("ms", 95, [Some(12.5), None]);
        assert_eq!(
            (name.as_str(), values[1].as_str()),
            ("read latency p95", "no data")
        );
        assert_eq!(values[0], units::duration(12_500));
        assert_eq!(found("share", 0, [Some(0.5), Some(0.0)]).1[0], "50.0 %");
    }
}

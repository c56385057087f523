//! What a guarantee costs: the scenario at hand without and with what buys the guarantee there, over the
//! same seeds, so that nothing else differs.

use crate::consistency::{Guarantee, Measured, Pool, Report};
use crate::facts::time::{MINUTE, Micros};
pub use crate::patterns::cures::Cure;
use crate::patterns::mechanism;
use crate::run::{Phase, Run};
use crate::scenario::{Deed, Key, Scenario, Script, Settings, Value};

/// How many runs there are of each: with the seed of the scenario and those that follow it.
pub const SEEDS: u64 = 3;
/// Longer scenarios are run for so long.
pub const LONGEST: Micros = 5 * MINUTE;

/// Whether a guarantee has a meaning with these settings.
pub fn applies(settings: &Settings, guarantee: Guarantee) -> bool {
    (mechanism(settings.pattern()).applies)(settings, guarantee)
}

/// What buys a guarantee with these settings; nothing if no parameter of the pattern does.
pub fn cures(settings: &Settings, guarantee: Guarantee) -> &'static [Cure] {
    (mechanism(settings.pattern()).cures)(settings, guarantee)
}

/// The runs of one comparison, as far as they have come.
pub struct Price {
    guarantee: Guarantee,
    /// Without what buys the guarantee, and with it.
    scenarios: [Scenario; 2],
    run: Run,
    /// How many runs are over; the two scenarios take turns.
    over: u64,
    pools: [Pool; 2],
    /// Whether a bound has stopped a run, so that the two cannot be compared.
    was_stopped: bool,
}

/// One figure of the two.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Its name in reports.
    pub name: &'static str,
    /// Which percentile of it; 0 for its mean, its share or its count.
    pub percentile: u8,
    /// What it is counted in, as in reports; nothing for a count.
    pub unit: &'static str,
    /// Without what buys the guarantee, and with it; none if there is no data.
    pub values: [Option<f64>; 2],
}

/// What a guarantee may cost: measures, and which percentile of them.
const MEASURES: [(&str, u8); 6] = [
    ("read-latency", 50),
    ("read-latency", 95),
    ("added-latency", 95),
    ("inconsistency-window", 50),
    ("inconsistency-window", 95),
    ("lag", 0),
];
const COUNTS: [&str; 4] = [
    "write-model-reads",
    "skipped-runs",
    "lost-updates",
    "conflicts",
];

impl Price {
    /// The runs at their start. Acts that set what is compared are left out of the script.
    pub fn new(scenario: &Scenario, guarantee: Guarantee, cure: &Cure) -> Self {
        let mut base = scenario.clone();
        let duration = base.settings.time(Key::DURATION).min(LONGEST);
        base.settings.set(Key::DURATION, Value::Time(duration));
        let concerned = |deed: &Deed| match deed {
            Deed::Set { key, .. } => cure.sets.iter().any(|(other, ..)| other == key),
            _ => false,
        };
        let acts = base
            .script
            .acts()
            .iter()
            .filter(|act| !concerned(&act.what));
        base.script = Script::new(acts.cloned().collect());
        let has_it = |(key, _, with): &(Key, _, &str)| base.settings.write(*key) == *with;
        let is_on = cure.sets.iter().all(has_it);
        let [mut without, mut with] = [base.clone(), base];
        for (key, poor, good) in cure.sets {
            put(&mut with.settings, *key, good);
            // What the scenario has is its own price, unless it has the guarantee already.
            if is_on {
                put(&mut without.settings, *key, poor);
            }
        }
        let scenarios = [without, with];
        Self {
            guarantee,
            run: start(&scenarios, 0),
            scenarios,
            over: 0,
            pools: Default::default(),
            was_stopped: false,
        }
    }

    /// Runs at most this many events more. True when all is over.
    pub fn advance(&mut self, events: u64) -> bool {
        if self.is_over() {
            return true;
        }
        if self.run.advance(Micros::MAX, events, &mut |_| {}) {
            self.was_stopped |= matches!(self.run.phase(), Phase::Stopped(_));
            self.pools[(self.over % 2) as usize].add(&self.run.figures());
            self.over += 1;
            if !self.is_over() {
                self.run = start(&self.scenarios, self.over);
            }
        }
        self.is_over()
    }

    fn is_over(&self) -> bool {
        self.was_stopped || self.over == 2 * SEEDS
    }

    /// How far it has come, from 0 to 1.
    pub fn progress(&self) -> f64 {
        let duration = self.scenarios[0].settings.time(Key::DURATION);
        let share = (self.run.now() as f64 / duration as f64).min(1.0);
        ((self.over as f64 + share) / (2 * SEEDS) as f64).min(1.0)
    }

    /// The figures, once all is over: first how often the guarantee is violated, then what may be its
    /// price. None if a run was stopped by a bound.
    pub fn lines(&self) -> Option<Vec<Line>> {
        if self.was_stopped || !self.is_over() {
            return None;
        }
        let reports = [self.pools[0].report(), self.pools[1].report()];
        let violated = (self.guarantee.word(), 0);
        let measures = std::iter::once(violated).chain(MEASURES);
        let mut lines: Vec<Line> = measures
            .filter_map(|(name, percentile)| {
                let found = [0, 1].map(|of| measured(&reports[of], name, percentile));
                let (unit, _) = found[0]?;
                let values = found.map(|found| found?.1);
                let says = |value: &Option<f64>| value.is_some_and(|value| value > 0.0);
                let is_first = name == self.guarantee.word();
                (is_first || values.iter().any(says)).then_some(Line {
                    name,
                    percentile,
                    unit,
                    values,
                })
            })
            .collect();
        lines.extend(COUNTS.into_iter().filter_map(|name| {
            let values = [0, 1].map(|of| Some(*reports[of].counts.get(name)? as f64));
            (values[0] != values[1]).then_some(Line {
                name,
                percentile: 0,
                unit: "",
                values,
            })
        }));
        Some(lines)
    }
}

fn put(settings: &mut Settings, key: Key, text: &str) {
    let value = settings.read(key, text);
    debug_assert!(value.is_ok(), "{text}");
    if let Ok(value) = value {
        settings.set(key, value);
    }
}

/// The n-th run: the two scenarios in turns, each with its n-th seed.
fn start(scenarios: &[Scenario; 2], nth: u64) -> Run {
    let mut scenario = scenarios[(nth % 2) as usize].clone();
    let seed = scenario.settings.count(Key::SEED) + nth / 2;
    scenario.settings.set(Key::SEED, Value::Count(seed));
    Run::new(scenario)
}

/// A figure of a report with its unit.
fn measured(report: &Report, name: &str, percentile: u8) -> Option<(&'static str, Option<f64>)> {
    let found = match report.measures.get(name)? {
        Measured::Share { unit, value, .. } => (*unit, *value),
        Measured::Distribution {
            unit,
            mean,
            p50,
            p95,
            ..
        } => {
            let value = match percentile {
                50 => p50,
                95 => p95,
                _ => mean,
            };
            (*unit, *value)
        }
    };
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::patterns::cures::STICKY;
    use crate::patterns::parse;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn scenario(link: &str) -> Scenario {
        let (link, problems) = parse(link);
        assert!(problems.is_empty(), "{problems:?}");
        link.scenario
    }

    fn price(link: &str, guarantee: Guarantee, nth: usize, slice: u64) -> Vec<Line> {
        let scenario = scenario(link);
        let cure = &cures(&scenario.settings, guarantee)[nth];
        let mut price = Price::new(&scenario, guarantee, cure);
        while !price.advance(slice) {
            assert!(price.progress() < 1.0);
        }
        price.lines().expect("no run is stopped")
    }

    fn values(lines: &[Line], name: &str, percentile: u8) -> [f64; 2] {
        let of = |line: &&Line| (line.name, line.percentile) == (name, percentile);
        let line = lines.iter().find(of).expect(name);
        line.values.map(|value| value.expect(name))
    }

    #[test]
    fn whatever_buys_a_guarantee_is_a_parameter_that_the_pattern_has() {
        let mut bought = 0;
        for link in [
            "",
            "pattern=cqrs",
            "pattern=background-sync",
            "pattern=saga",
            "pattern=background-sync&copy=two-way",
        ] {
            let settings = scenario(link).settings;
            for guarantee in Guarantee::ALL {
                let cures = cures(&settings, guarantee);
                assert!(cures.is_empty() || applies(&settings, guarantee));
                for (key, without, with) in cures.iter().flat_map(|cure| cure.sets) {
                    assert!(settings.params().iter().any(|param| param.key == *key));
                    for text in [without, with] {
                        let value = settings.read(*key, text).expect(text);
                        let mut set = settings.clone();
                        set.set(*key, value);
                        assert_eq!(set.write(*key), *text);
                    }
                    bought += 1;
                }
            }
        }
        assert_eq!(bought, 16);
    }

    #[test]
    fn waiting_for_a_version_buys_ones_own_writes_for_latency_and_asking_the_source_for_load() {
        let link = "pattern=cqrs&bus=exp:300ms&duration=20s&think=100ms&wait-limit=1h";
        let waits = price(link, Guarantee::ReadYourWrites, 0, 1_000);
        let asks = price(link, Guarantee::ReadYourWrites, 1, 1_000);
        for lines in [&waits, &asks] {
            let [before, after] = values(lines, "read-your-writes", 0);
            assert!(before > 0.1 && after == 0.0, "{lines:?}");
        }
        let [before, after] = values(&waits, "read-latency", 95);
        assert!(after > before + 100.0, "{waits:?}");
        let [before, after] = values(&asks, "read-latency", 95);
        assert!(after < before + 10.0, "{asks:?}");
        let [none, some] = values(&asks, "write-model-reads", 0);
        assert!(none == 0.0 && some > 50.0, "{asks:?}");
    }

    #[test]
    fn a_price_is_the_same_however_it_is_run() {
        let link = "pattern=event-based&deliver=exp:300ms&duration=10s&keys=4&reads=20&sessions=2";
        let whole = price(link, Guarantee::MonotonicReads, 0, u64::MAX);
        assert_eq!(whole, price(link, Guarantee::MonotonicReads, 0, 77));
        let [before, after] = values(&whole, "monotonic-reads", 0);
        assert!(before > 0.0 && after == 0.0, "{whole:?}");
    }

    #[test]
    fn what_is_on_already_is_compared_with_what_would_be_without_it() {
        let link = "pattern=cqrs&bus=exp:300ms&duration=10s&keys=4&reads=20&routing=sticky&sessions=2\
                    &do=3s:set:routing=any";
        let lines = price(link, Guarantee::MonotonicReads, 0, 5_000);
        let [before, after] = values(&lines, "monotonic-reads", 0);
        assert!(before > 0.0 && after == 0.0, "{lines:?}");
    }

    #[test]
    fn a_run_that_a_bound_stops_has_no_price() {
        let link = "pattern=event-based&duration=60s&writes=1000&deliver=1h&ack-timeout=20ms";
        let scenario = scenario(link);
        let mut price = Price::new(&scenario, Guarantee::MonotonicReads, &STICKY[0]);
        while !price.advance(1_000_000) {}
        assert_eq!((price.lines(), price.was_stopped), (None, true));
    }

    #[test]
    fn without_reads_there_is_no_data_and_no_zero() {
        let link = "pattern=event-based&duration=5s&reads=0&think=off";
        let lines = price(link, Guarantee::MonotonicReads, 0, 5_000);
        assert_eq!(lines[0].values, [None, None]);
        assert!(lines.iter().all(|line| line.name != "read-latency"));
    }
}

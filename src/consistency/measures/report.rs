//! The figures of a run, or of several runs pooled.

use serde::Serialize;

use crate::consistency::stats::batches::Batches;
use crate::consistency::stats::distribution::{Bar, Distribution};
use crate::consistency::stats::interval::{self, Part};
use crate::consistency::stats::level::{Level, Share};
use crate::consistency::stats::named::Named;
use crate::consistency::stats::survival::{self, Censored};
use crate::facts::time::{MILLISECOND, Micros};
use crate::sim::load::Load;

/// Bars of a chart for each factor of ten.
const BARS_PER_DECADE: u32 = 8;

/// A measure as it is kept while a run goes on.
#[derive(Clone, Debug)]
pub enum Kept {
    /// Spans of time, with the ages of those whose end has not been seen.
    Times(Box<Distribution>, Censored),
    /// Whole numbers, in a unit.
    Numbers(Box<Distribution>, &'static str),
    /// A level over time, in a unit.
    Level(Box<Level>, &'static str),
    /// The average over time of an age.
    Age(Age),
    /// A share of cases.
    Share(Share),
    /// How much of the time workers were at work.
    Load(Load),
}

/// An age over time: it grows with time and drops with each update.
#[derive(Clone, Debug)]
pub struct Age {
    /// The integral of the age over time, in square microseconds.
    pub area: f64,
    /// The time over which there was an age, in microseconds.
    pub time: f64,
    /// The greatest age, in microseconds; none where that is not known.
    pub max: Option<f64>,
    /// How many updates there were.
    pub count: u64,
    /// The age in batches of time.
    batches: Batches,
}

impl Default for Age {
    fn default() -> Self {
        let batches = Batches::new(10.0 * MILLISECOND as f64);
        Self {
            area: 0.0,
            time: 0.0,
            max: Some(0.0),
            count: 0,
            batches,
        }
    }
}

impl Age {
    /// From one instant to another it was the time since this commit.
    pub fn grow(&mut self, (from, to): (Micros, Micros), committed: Micros) {
        let (span, age) = ((to - from) as f64, (to - committed) as f64);
        let middle = age - span / 2.0;
        self.area += middle * span;
        self.time += span;
        self.max = self.max.map(|max| max.max(age));
        // Before the first update there was no age.
        self.batches.skip_to(from as f64);
        self.batches.add_until(to as f64, middle);
    }

    /// Adds the age of another replica or another run.
    pub fn merge(&mut self, other: &Self) {
        self.area += other.area;
        self.time += other.time;
        self.max = self.max.zip(other.max).map(|(one, two)| one.max(two));
        self.count += other.count;
        self.batches.merge(&other.batches);
    }

    /// What was added since an earlier state of it. Its greatest value is not known, nor how sure it is.
    #[must_use]
    pub fn since(&self, earlier: &Self) -> Self {
        Self {
            area: self.area - earlier.area,
            time: self.time - earlier.time,
            max: None,
            count: self.count - earlier.count,
            batches: Batches::new(f64::INFINITY),
        }
    }

    fn mean(&self) -> Option<f64> {
        (self.time > 0.0).then(|| self.area / self.time)
    }
}

/// A measure as it is reported.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Measured {
    /// A distribution.
    Distribution {
        /// What a value is counted in: `ms` or `events`.
        unit: &'static str,
        /// How many values; for a level, how often it changed is not counted and this is the time
        /// in whole milliseconds over which it was averaged.
        count: u64,
        /// The mean of the values whose end was seen; for a level, the average over time.
        mean: Option<f64>,
        /// The median.
        p50: Option<f64>,
        /// 95 of 100 values are not greater; none of fewer than 20.
        p95: Option<f64>,
        /// 99 of 100 values are not greater; none of fewer than 100.
        p99: Option<f64>,
        /// The greatest value.
        max: Option<f64>,
        /// The 95% confidence interval of the mean.
        ci95: Option<(f64, f64)>,
        /// Why there is no mean, or not every percentile that is asked for, in words.
        #[serde(skip_serializing_if = "Option::is_none")]
        why: Option<&'static str>,
    },
    /// A share of cases.
    Share {
        /// `share`.
        unit: &'static str,
        /// How many cases.
        count: u64,
        /// The share of them, between 0 and 1.
        value: Option<f64>,
        /// The 95% confidence interval of the share.
        ci95: Option<(f64, f64)>,
        /// Why there is no share, in words.
        #[serde(skip_serializing_if = "Option::is_none")]
        why: Option<&'static str>,
    },
}

/// All figures, by the names under which they are documented.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Report {
    /// Measures.
    pub measures: Named<Measured>,
    /// Counts.
    pub counts: Named<u64>,
    /// How often each kind of anomaly was seen.
    pub anomalies: Named<u64>,
}

/// The figures of one run, ready to be pooled with those of others.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    /// Measures.
    pub measures: Named<Kept>,
    /// Counts.
    pub counts: Named<u64>,
    /// Anomalies.
    pub anomalies: Named<u64>,
    /// How many cases a measure leaves out, where it does.
    pub left_out: Named<u64>,
    /// Who says what is true.
    pub subject: Subject,
    /// How many copies a write is waited for at.
    pub copies: u64,
}

/// Who says what is true, which decides what can be measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Subject {
    /// A source, of which there are copies.
    #[default]
    Copies,
    /// Two sides that people write to.
    Sides,
    /// The end of each saga, which takes bookings: there are no copies.
    Bookings,
}

/// Figures of several runs.
#[derive(Clone, Debug, Default)]
pub struct Pool {
    sum: Figures,
    /// What each run adds to each measure.
    parts: Named<Vec<Part>>,
    runs: u64,
}

/// The fewest values of which a percentile says more than the greatest of them does.
fn fewest_for(share: f64) -> u64 {
    libm::round(1.0 / (1.0 - share)) as u64
}

impl Kept {
    fn average(&self) -> Option<f64> {
        match self {
            Self::Times(times, _) => times.mean().map(|mean| mean / 1e3),
            Self::Numbers(numbers, _) => numbers.mean(),
            Self::Level(level, _) => level.mean(),
            Self::Age(age) => age.mean().map(|mean| mean / 1e3),
            Self::Share(share) => share.value(),
            Self::Load(load) => load.share(),
        }
    }

    /// The share of the values, or of the time of a level, at or above a value, in microseconds if it is a
    /// time; none if there is no data or no such share. Of times whose end has not been seen it is the
    /// product-limit estimate.
    pub fn share_at_least(&self, value: u64) -> Option<f64> {
        match self {
            Self::Times(times, open) if open.is_empty() => times.share_at_least(value),
            Self::Times(times, open) => survival::share_at_least(times, open, value),
            Self::Numbers(numbers, _) => numbers.share_at_least(value),
            Self::Level(level, _) => level.share_at_least(value),
            Self::Age(_) | Self::Share(_) | Self::Load(_) => None,
        }
    }

    /// What was observed as one part, times in microseconds.
    fn part(&self) -> Part {
        match self {
            Self::Times(values, _) | Self::Numbers(values, _) => values.part(),
            Self::Level(level, _) => level.part(),
            Self::Age(age) => Part {
                sum: age.area,
                weight: age.time,
            },
            Self::Share(share) => share.part(),
            Self::Load(load) => Part {
                sum: load.busy as f64,
                weight: load.room as f64,
            },
        }
    }

    /// The same as parts of one run that hardly depend on each other; none if there are too few.
    fn parts(&self) -> Option<Vec<Part>> {
        match self {
            Self::Times(values, _) | Self::Numbers(values, _) => values.parts(),
            Self::Level(level, _) => level.parts(),
            Self::Age(age) => age.batches.independent(),
            Self::Share(share) => share.parts(),
            // What a node works at depends on what it worked at before; only several runs can tell.
            Self::Load(_) => None,
        }
    }

    /// The 95% confidence interval of the average, which comes in these parts. It holds the average and is
    /// within what the measure can be.
    fn ci95(&self, parts: &[Part]) -> Option<(f64, f64)> {
        let average = self.average()?;
        match self {
            Self::Times(..) | Self::Age(_) => {
                let (low, high) = interval::of_mean(average * 1e3, parts)?;
                Some(((low / 1e3).min(average), (high / 1e3).max(average)))
            }
            Self::Numbers(..) | Self::Level(..) => interval::of_mean(average, parts),
            Self::Share(share) => interval::of_share(average, Some(share.count() as f64), parts),
            // Of time there are no cases to count.
            Self::Load(_) => interval::of_share(average, None, parts),
        }
    }

    fn merge(&mut self, other: &Self) {
        match (self, other) {
            (Self::Times(mine, open), Self::Times(theirs, also_open)) => {
                mine.merge(theirs);
                open.extend(also_open);
            }
            (Self::Numbers(mine, _), Self::Numbers(theirs, _)) => mine.merge(theirs),
            (Self::Level(mine, _), Self::Level(theirs, _)) => mine.merge(theirs),
            (Self::Share(mine), Self::Share(theirs)) => mine.merge(theirs),
            (Self::Age(mine), Self::Age(theirs)) => mine.merge(theirs),
            (Self::Load(mine), Self::Load(theirs)) => mine.add(theirs),
            _ => debug_assert!(false, "the same measure is always kept the same way"),
        }
    }

    /// As it is reported, without a word about what is missing.
    pub(in crate::consistency) fn measured(&self, ci95: Option<(f64, f64)>) -> Measured {
        let ms = |micros: Micros| micros as f64 / 1e3;
        match self {
            Self::Times(times, open) => {
                let open_ones = open.iter().map(|&(_, count)| u64::from(count));
                let all = times.count() + open_ones.sum::<u64>();
                let shares = [0.5, 0.95, 0.99];
                let found = survival::quantiles(times, open, shares);
                let quantile = |nth: usize| {
                    found[nth]
                        .filter(|_| all >= fewest_for(shares[nth]))
                        .map(ms)
                };
                Measured::Distribution {
                    unit: "ms",
                    count: times.count(),
                    mean: self.average(),
                    p50: quantile(0),
                    p95: quantile(1),
                    p99: quantile(2),
                    max: times.max().map(ms),
                    ci95,
                    why: None,
                }
            }
            Self::Numbers(numbers, unit) => {
                let quantile = |share| {
                    let found = numbers.quantile(share)?;
                    (numbers.count() >= fewest_for(share)).then_some(found as f64)
                };
                Measured::Distribution {
                    unit,
                    count: numbers.count(),
                    mean: numbers.mean(),
                    p50: quantile(0.5),
                    p95: quantile(0.95),
                    p99: quantile(0.99),
                    max: numbers.max().map(|max| max as f64),
                    ci95,
                    why: None,
                }
            }
            Self::Level(level, unit) => {
                let quantile = |share| level.quantile(share).map(|level| level as f64);
                Measured::Distribution {
                    unit,
                    count: level.time() / 1_000,
                    mean: level.mean(),
                    p50: quantile(0.5),
                    p95: quantile(0.95),
                    p99: quantile(0.99),
                    max: level.mean().map(|_| level.peak() as f64),
                    ci95,
                    why: None,
                }
            }
            Self::Age(age) => Measured::Distribution {
                unit: "ms",
                count: age.count,
                mean: self.average(),
                p50: None,
                p95: None,
                p99: None,
                max: age.mean().and(age.max).map(|max| max / 1e3),
                ci95,
                why: None,
            },
            Self::Share(share) => Measured::Share {
                unit: "share",
                count: share.count(),
                value: share.value(),
                ci95,
                why: None,
            },
            Self::Load(load) => Measured::Share {
                unit: "share",
                count: (load.room / 1_000) as u64,
                value: load.share(),
                ci95,
                why: None,
            },
        }
    }
}

impl Figures {
    /// The values of a measure as bars on a logarithmic axis; none for measures that are no spans of
    /// time.
    pub fn bars(&self, name: &str) -> Vec<Bar> {
        match self.measures.get(name) {
            Some(Kept::Times(times, _)) => times.bars(BARS_PER_DECADE),
            _ => Vec::new(),
        }
    }

    /// The figures of one run. Confidence intervals come from batch means.
    pub fn report(&self) -> Report {
        let measured = |(name, kept): (&'static str, &Kept)| {
            let ci95 = kept.parts().and_then(|parts| kept.ci95(&parts));
            (name, self.explained(name, kept, ci95))
        };
        let mut counts = self.counts.clone();
        if !self.left_out.is_empty() {
            counts.set("left-out", self.left_out.values().sum());
        }
        Report {
            measures: self.measures.iter().map(measured).collect(),
            counts,
            anomalies: self.anomalies.clone(),
        }
    }
}

impl Pool {
    /// Adds a run.
    pub fn add(&mut self, figures: &Figures) {
        self.runs += 1;
        (self.sum.subject, self.sum.copies) = (figures.subject, figures.copies);
        for (name, kept) in figures.measures.iter() {
            self.parts.entry(name, Vec::new).push(kept.part());
            if self.runs == 1 {
                self.sum.measures.set(name, kept.clone());
            } else {
                self.sum.measures.entry(name, || kept.clone()).merge(kept);
            }
        }
        for (sums, counts) in [
            (&mut self.sum.counts, &figures.counts),
            (&mut self.sum.anomalies, &figures.anomalies),
            (&mut self.sum.left_out, &figures.left_out),
        ] {
            for (name, count) in counts.iter() {
                *sums.entry(name, || 0) += count;
            }
        }
    }

    /// The pooled measures as they are kept.
    pub fn figures(&self) -> &Figures {
        &self.sum
    }

    /// The figures of all runs: values pooled, counts added up. Confidence intervals come from the
    /// spread between runs, if there are several.
    pub fn report(&self) -> Report {
        let mut report = self.sum.report();
        if self.runs > 1 {
            for (name, kept) in self.sum.measures.iter() {
                let ci95 = self.parts.get(name).and_then(|parts| kept.ci95(parts));
                report
                    .measures
                    .set(name, self.sum.explained(name, kept, ci95));
            }
        }
        report
    }
}

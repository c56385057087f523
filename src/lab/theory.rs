//! The model against theory: what closed forms say about a scenario, and what a run of it measures.
//!
//! Each [`Row`] is a scenario as a link, a figure of it for which theory has an answer, and how far
//! the two may be apart at the stated number of samples. A [`Check`] runs the link like anybody
//! else's, with the same measures as the page and the command. No row has a mechanism of its own.

use crate::consistency::{Figures, Kept, Measured, Pool, Report};
pub use crate::patterns::theory::{Figure, Row};
use crate::patterns::{self, mechanisms};
use crate::run::{Phase, Run};
use crate::scenario::{Key, Value};

/// A percentile, or a value of a distribution, is known to three digits, as a share of it.
const DIGITS: f64 = 0.0005;

/// What came of a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Verdict {
    /// What the run measured, in the row's unit; none if it has no data.
    pub measured: Option<f64>,
    /// Whether that is within the tolerance.
    pub agrees: bool,
    /// How many samples it had.
    pub samples: u64,
}

/// All rows of the patterns that can be run, one after the other; rows that share a link stand
/// together.
pub fn rows() -> impl Iterator<Item = &'static Row> {
    mechanisms().flat_map(|mechanism| mechanism.theory)
}

/// A run that is held against theory, as far as it has come; for some rows several, one by one.
pub struct Check {
    row: &'static Row,
    run: Run,
    /// The runs before this one.
    over: u64,
    pool: Pool,
}

impl Check {
    /// A run at its start.
    pub fn new(row: &'static Row) -> Self {
        Self {
            row,
            run: start(row, 0),
            over: 0,
            pool: Pool::default(),
        }
    }

    /// Runs at most this many events more. True when all is over.
    pub fn advance(&mut self, events: u64) -> bool {
        if self.is_over() {
            return true;
        }
        if self.run.advance(u64::MAX, events, &mut |_| {}) {
            // What a bound has stopped says nothing.
            if matches!(self.run.phase(), Phase::Ended { .. }) {
                self.pool.add(&self.run.figures());
            }
            self.over += 1;
            if !self.is_over() {
                self.run = start(self.row, self.over);
            }
        }
        self.is_over()
    }

    fn is_over(&self) -> bool {
        self.over == self.row.seeds
    }

    /// How far it has come, from 0 to 1.
    pub fn progress(&self) -> f64 {
        if self.is_over() {
            return 1.0;
        }
        let duration = self.run.scenario().settings.time(Key::DURATION);
        let share = (self.run.now() as f64 / duration as f64).min(0.999);
        (self.over as f64 + share) / self.row.seeds as f64
    }

    /// What came of the row, once the run is over.
    pub fn verdict(&self) -> Option<Verdict> {
        self.verdict_of(self.row)
    }

    /// What came of another row with the same link, once the run is over.
    pub fn verdict_of(&self, row: &Row) -> Option<Verdict> {
        if !self.is_over() || row.link != self.row.link {
            return None;
        }
        let figures = self.pool.figures();
        let report = figures.report();
        let measured = row.figure.read(figures, &report, row.samples);
        let measured = measured.map(|value| if row.unit == "s" { value / 1e3 } else { value });
        let slack = match row.figure {
            Figure::Percentile(..) => row.expected * DIGITS,
            // What a share can change by within three digits of a time: the slope of `t dF/dt` is below 1.
            Figure::Distance(..) => DIGITS,
            _ => 0.0,
        };
        let most = row.tolerance + slack + 1e-9;
        let agrees = measured.is_some_and(|value| libm::fabs(value - row.expected) <= most);
        Some(Verdict {
            measured,
            agrees,
            samples: samples(&report, row.counted),
        })
    }
}

/// A run of a row's link with the n-th of its seeds.
fn start(row: &Row, nth: u64) -> Run {
    let (link, problems) = patterns::parse(row.link);
    debug_assert!(problems.is_empty(), "{}: {problems:?}", row.id);
    let mut scenario = link.scenario;
    let seed = scenario.settings.count(Key::SEED) + nth;
    scenario.settings.set(Key::SEED, Value::Count(seed));
    Run::new(scenario)
}

fn samples(report: &Report, counted: &str) -> u64 {
    let measure = || match report.measures.get(counted)? {
        Measured::Distribution { count, .. } | Measured::Share { count, .. } => Some(*count),
    };
    let count = report.counts.get(counted).copied();
    count.or_else(measure).unwrap_or(0)
}

/// The greatest distance between the distribution of what was measured and one of theory (Kolmogorov);
/// none if there is no data, or not all of it has been seen.
fn distance(kept: &Kept, theory: fn(f64) -> f64) -> Option<f64> {
    let Kept::Times(values, open) = kept else {
        return None;
    };
    let (mut below, mut furthest) = (0, None);
    for (value, count) in values.values().filter(|_| open.is_empty()) {
        let expected = theory(value as f64 / 1e3);
        for upto in [below, below + count] {
            let apart = libm::fabs(upto as f64 / values.count() as f64 - expected);
            furthest = Some(apart.max(furthest.unwrap_or(0.0)));
        }
        below += count;
    }
    furthest
}

impl Figure {
    /// The figure, times in milliseconds; none if there is no data.
    fn read(self, figures: &Figures, report: &Report, samples: u64) -> Option<f64> {
        let count = |name: &str| report.counts.get(name).map(|&count| count as f64);
        let per = |of: &str, each: &str| Some(count(of)? / count(each).filter(|&each| each > 0.0)?);
        match self {
            Self::Mean(name) => match report.measures.get(name)? {
                Measured::Distribution { mean, .. } => *mean,
                Measured::Share { value, .. } => *value,
            },
            Self::Percentile(name, nth) => match report.measures.get(name)? {
                Measured::Distribution { p50, p95, p99, .. } => match nth {
                    50 => *p50,
                    95 => *p95,
                    _ => *p99,
                },
                Measured::Share { .. } => None,
            },
            Self::Max(name) => match report.measures.get(name)? {
                Measured::Distribution { max, .. } => *max,
                Measured::Share { .. } => None,
            },
            Self::AtLeast(name, value) => figures.measures.get(name)?.share_at_least(value),
            Self::Distance(name, theory) => distance(figures.measures.get(name)?, theory),
            Self::Count(name) => count(name),
            Self::Per(of, each) => per(of, each),
            Self::OneAndPer(of, each) => per(of, each).map(|more| 1.0 + more),
            Self::Each(name) => count(name).map(|count| count / samples as f64),
            Self::Less(name, other) => Some(count(name)? - count(other)?),
        }
    }
}

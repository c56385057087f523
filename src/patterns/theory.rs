//! What theory says of a pattern, as data: the lab runs it.

use crate::scenario::Pattern;

/// One answer of theory, and the run that is held against it.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The short name, such as `E09a`; the letter is the pattern's.
    pub id: &'static str,
    /// The pattern that is run.
    pub pattern: Pattern,
    /// The scenario, with its seed. Rows with the same link share a run.
    pub link: &'static str,
    /// What is measured.
    pub quantity: &'static str,
    /// How theory gets its answer.
    pub formula: &'static str,
    /// Who says so.
    pub source: &'static str,
    /// The answer, in `unit`.
    pub expected: f64,
    /// How far from it a right model may be, in `unit`. Percentiles may be 0.05% further, since they
    /// are kept to three digits.
    pub tolerance: f64,
    /// `ms`, `s`, `share`, or what is counted.
    pub unit: &'static str,
    /// The number of samples for which the tolerance holds.
    pub samples: u64,
    /// The count, or the measure, that says how many samples a run had.
    pub counted: &'static str,
    /// How many runs give them, with the link's seed and those that follow; a run lasts a week at most.
    pub seeds: u64,
    /// What is read from the run.
    pub figure: Figure,
}

/// What is read from a finished run, by the names of measures and counts.
#[derive(Clone, Copy, Debug)]
pub enum Figure {
    /// The mean of a measure, or a share.
    Mean(&'static str),
    /// The 50th, 95th or 99th percentile of a measure.
    Percentile(&'static str, u8),
    /// The greatest value of a measure.
    Max(&'static str),
    /// The share of values, or of the time of a level, at or above this; times in microseconds.
    AtLeast(&'static str, u64),
    /// How far the distribution of a measure is from one of theory where they are furthest apart; theory
    /// gives the share of values up to a time in milliseconds.
    Distance(&'static str, fn(f64) -> f64),
    /// A count.
    Count(&'static str),
    /// A count for each of another count.
    Per(&'static str, &'static str),
    /// One and a count for each of another count: attempts from repetitions.
    OneAndPer(&'static str, &'static str),
    /// A count for each of the row's samples.
    Each(&'static str),
    /// A count less another count.
    Less(&'static str, &'static str),
}

//! The numbers that can be chosen, and how link text has them.

use crate::facts::time::Micros;
use crate::scenario::{
    Kind, Param, Scale, parse_count, parse_number, parse_share, parse_time, write_number,
    write_time,
};
use crate::show::slider::{Dimension, Track};

/// The numbers that can be chosen, and how they are shown.
#[derive(Clone, Copy, Debug)]
pub struct Span {
    /// What they are numbers of.
    pub dimension: Dimension,
    /// The least.
    pub min: f64,
    /// The greatest.
    pub max: f64,
    /// Whether the slider gives each decade the same room.
    pub logarithmic: bool,
    /// What stands behind the number and its unit.
    pub suffix: &'static str,
}

impl Span {
    /// The numbers that a parameter takes, if it takes numbers.
    pub fn of(param: &Param) -> Option<Self> {
        let (dimension, min, max) = match param.kind {
            Kind::Count { min, max } => (Dimension::Count, min as f64, max as f64),
            Kind::Number { min, max } => (Dimension::Number, min, max),
            Kind::Share => (Dimension::Share, 0.0, 1.0),
            Kind::Time { min, max, .. } => (Dimension::Time, min as f64, max as f64),
            Kind::Law { .. } | Kind::Choice(_) | Kind::Toggle => return None,
        };
        Some(Self {
            dimension,
            min,
            max,
            logarithmic: param.scale == Scale::Logarithmic,
            suffix: param.unit,
        })
    }

    /// The places that its slider can stand at.
    pub fn track(self) -> Track {
        Track::new(self.dimension, self.min, self.max, self.logarithmic)
    }

    /// The nearest number within the bounds.
    pub fn bound(self, value: f64) -> f64 {
        value.max(self.min).min(self.max)
    }

    /// The nearest number that can be chosen.
    pub fn fit(self, value: f64) -> f64 {
        let inside = self.bound(value);
        if self.dimension == Dimension::Count {
            inside.round()
        } else {
            inside
        }
    }

    /// Reads a number from link text.
    pub fn read(self, text: &str) -> Option<f64> {
        match self.dimension {
            Dimension::Count => parse_count(text).map(|count| count as f64),
            Dimension::Number => parse_number(text),
            Dimension::Share => parse_share(text),
            Dimension::Time => parse_time(text).map(|micros| micros as f64),
        }
    }

    /// Writes a number as link text.
    pub fn write(self, value: f64) -> String {
        match self.dimension {
            Dimension::Count => (value.max(0.0).round() as u64).to_string(),
            Dimension::Number | Dimension::Share => write_number(value),
            Dimension::Time => write_time(value.max(0.0) as Micros),
        }
    }
}

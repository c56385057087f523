//! A law under a person's hands: another form with about the same spread, and one argument changed
//! where the others leave room for it. Every law that comes out is one that could have been read.

use std::sync::Arc;

use super::law_spec::{LONGEST_ARGUMENT, LawForm, LawSpec, SHAPES};
use super::number::{to_places, write_number};
use super::profiles::PROFILES;
use crate::facts::time::Micros;
use crate::sim::law::Law;

/// One argument of a law.
#[derive(Clone, Debug, PartialEq)]
pub struct Argument {
    /// What it is called.
    pub label: String,
    /// Its value.
    pub value: ArgumentValue,
}

/// The value of an argument.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ArgumentValue {
    /// A time of at most 336 hours.
    Time(Micros),
    /// The exponent of a tail, from 0.1 to 100.
    Shape(f64),
}

/// Why an argument cannot have a value: another argument of the law stands in its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contradiction {
    /// The other argument, as it is called.
    pub with: String,
    /// Its value, the furthest that the argument could go.
    pub at: Micros,
    /// Whether the value is above it; else it is below.
    pub is_above: bool,
}

impl LawSpec {
    /// The arguments, in the order in which they are written. A profile has none.
    pub fn arguments(&self) -> Vec<Argument> {
        let time = |label: &str, span: Micros| Argument {
            label: label.to_owned(),
            value: ArgumentValue::Time(span),
        };
        match self.law() {
            _ if self.profile().is_some() => Vec::new(),
            Law::Constant(span) => vec![time("Always", *span)],
            Law::Uniform { low, high } => vec![time("Low", *low), time("High", *high)],
            Law::Exponential { mean } => vec![time("Mean", *mean)],
            Law::Lognormal(law) => vec![time("p50", law.p50()), time("p99", law.p99())],
            Law::Pareto { scale, shape } => {
                let value = ArgumentValue::Shape(*shape);
                vec![
                    time("Scale", *scale),
                    Argument {
                        label: "Shape".to_owned(),
                        value,
                    },
                ]
            }
            Law::Quantiles(points) => points
                .iter()
                .map(|(percent, span)| time(&format!("p{}", write_number(*percent)), *span))
                .collect(),
        }
    }

    /// The law with one argument changed and nothing else. An argument that it does not have changes
    /// nothing.
    ///
    /// # Errors
    ///
    /// The argument that it would contradict, as a median would that is above the 99th percentile.
    pub fn with_argument(&self, index: usize, value: ArgumentValue) -> Result<Self, Contradiction> {
        use ArgumentValue::{Shape, Time};
        if self.profile().is_some() {
            return Ok(self.clone());
        }
        let value = match value {
            Time(span) => Time(span.clamp(self.least_time(), LONGEST_ARGUMENT)),
            shape @ Shape(_) => shape,
        };
        if let Time(span) = value {
            self.hold_against_neighbours(index, span)?;
        }
        let law = match (self.law(), index, value) {
            (Law::Constant(_), 0, Time(span)) => Law::Constant(span),
            (Law::Uniform { high, .. }, 0, Time(low)) => Law::Uniform { low, high: *high },
            (Law::Uniform { low, .. }, 1, Time(high)) => Law::Uniform { low: *low, high },
            (Law::Exponential { .. }, 0, Time(mean)) => Law::Exponential { mean },
            (Law::Lognormal(law), 0, Time(p50)) => Law::lognormal(p50, law.p99()),
            (Law::Lognormal(law), 1, Time(p99)) => Law::lognormal(law.p50(), p99),
            (Law::Pareto { shape, .. }, 0, Time(scale)) => Law::Pareto {
                scale,
                shape: *shape,
            },
            (Law::Pareto { scale, .. }, 1, Shape(shape)) if !shape.is_nan() => Law::Pareto {
                scale: *scale,
                shape: to_places(shape.max(SHAPES.0).min(SHAPES.1)),
            },
            (Law::Quantiles(points), index, Time(span)) if index < points.len() => {
                let mut points = points.to_vec();
                points[index].1 = span;
                Law::Quantiles(points.into())
            }
            _ => return Ok(self.clone()),
        };
        Ok(Self::plain(law))
    }

    /// The shortest time that an argument of it may have.
    fn least_time(&self) -> Micros {
        match self.law() {
            Law::Lognormal(_) | Law::Pareto { .. } => 1,
            _ => 0,
        }
    }

    /// The times of a law are written from the shortest to the longest: none may pass the next.
    fn hold_against_neighbours(&self, index: usize, span: Micros) -> Result<(), Contradiction> {
        let arguments = self.arguments();
        let neighbour = |index: Option<usize>| {
            let Argument { label, value } = arguments.get(index?)?;
            match value {
                ArgumentValue::Time(at) => Some((label.clone(), *at)),
                ArgumentValue::Shape(_) => None,
            }
        };
        if let Some((with, at)) = neighbour(index.checked_add(1)).filter(|(_, at)| span > *at) {
            return Err(Contradiction {
                with,
                at,
                is_above: true,
            });
        }
        if let Some((with, at)) = neighbour(index.checked_sub(1)).filter(|(_, at)| span < *at) {
            return Err(Contradiction {
                with,
                at,
                is_above: false,
            });
        }
        Ok(())
    }

    /// A law of another form with about the same median and 99th percentile, as far as the form
    /// has room for both.
    #[must_use]
    pub fn in_form(&self, form: LawForm) -> Self {
        if form == self.form() {
            return self.clone();
        }
        let p50 = self.law().median().clamp(1, LONGEST_ARGUMENT);
        let p99 = match self.law().sample(0.99).min(LONGEST_ARGUMENT) {
            wider if wider > p50 => wider,
            // A form with spread starts from the spread that the usual latency has.
            _ => p50.saturating_mul(5).min(LONGEST_ARGUMENT),
        };
        Self::plain(match form {
            LawForm::Constant => Law::Constant(p50),
            LawForm::Uniform => {
                let half = (p99 - p50).min(p50);
                Law::Uniform {
                    low: p50 - half,
                    high: (p50 + half).min(LONGEST_ARGUMENT),
                }
            }
            LawForm::Exponential => {
                let mean = (p50 as f64 / std::f64::consts::LN_2).round() as Micros;
                Law::Exponential {
                    mean: mean.min(LONGEST_ARGUMENT),
                }
            }
            LawForm::Lognormal => Law::lognormal(p50, p99),
            LawForm::Pareto => pareto_through(p50, p99),
            LawForm::Quantiles => Law::Quantiles(Arc::new([(50.0, p50), (99.0, p99)])),
            LawForm::Profile => return (&PROFILES[0]).into(),
        })
    }
}

/// The Pareto law with this median and this 99th percentile, to one decimal place of its shape.
fn pareto_through(p50: Micros, p99: Micros) -> Law {
    let ratio = libm::log(p99 as f64 / p50 as f64).max(0.01);
    let shape = (libm::log(50.0) / ratio * 10.0).round() / 10.0;
    let shape = shape.max(SHAPES.0).min(SHAPES.1);
    let scale = p50 as f64 * libm::exp(-std::f64::consts::LN_2 / shape);
    Law::Pareto {
        scale: (scale.round() as Micros).max(1),
        shape,
    }
}

//! A latency law as a person writes it. What is read here is valid, so the kernel need not ask.

use std::fmt;
use std::sync::Arc;

use super::number::{parse_number, parse_time, write_number, write_time};
use super::profiles::Profile;
use crate::facts::time::{HOUR, Micros};
use crate::sim::law::Law;

/// The longest time that a law may name.
pub const LONGEST_ARGUMENT: Micros = 336 * HOUR;
/// The least and the greatest shape of a Pareto law.
pub const SHAPES: (f64, f64) = (0.1, 100.0);
/// More percentiles than anyone publishes.
const MOST_QUANTILES: usize = 64;

/// A law with the form in which it was written.
#[derive(Clone, Debug, PartialEq)]
pub struct LawSpec {
    law: Law,
    profile: Option<&'static Profile>,
}

/// The forms in which a law is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LawForm {
    /// `40ms`
    Constant,
    /// `uniform:20ms..60ms`
    Uniform,
    /// `exp:40ms`
    Exponential,
    /// `lognormal:40ms,200ms`
    Lognormal,
    /// `pareto:20ms,1.5`
    Pareto,
    /// `quantiles:50=40ms,99=200ms`
    Quantiles,
    /// `profile:yammer-riak-read`
    Profile,
}

impl LawForm {
    /// Every form, in the order of a menu.
    pub const ALL: &[Self] = &[
        Self::Constant,
        Self::Uniform,
        Self::Exponential,
        Self::Lognormal,
        Self::Pareto,
        Self::Quantiles,
        Self::Profile,
    ];

    /// The name on the page.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Constant => "Constant",
            Self::Uniform => "Uniform",
            Self::Exponential => "Exponential",
            Self::Lognormal => "Lognormal",
            Self::Pareto => "Pareto",
            Self::Quantiles => "Percentiles",
            Self::Profile => "Measured",
        }
    }

    /// How it is written.
    pub const fn grammar(self) -> &'static str {
        match self {
            Self::Constant => "TIME",
            Self::Uniform => "uniform:LOW..HIGH",
            Self::Exponential => "exp:MEAN",
            Self::Lognormal => "lognormal:P50,P99",
            Self::Pareto => "pareto:SCALE,SHAPE",
            Self::Quantiles => "quantiles:PERCENT=TIME,PERCENT=TIME,...",
            Self::Profile => "profile:WORD",
        }
    }

    /// What it means, in one line.
    pub const fn help(self) -> &'static str {
        match self {
            Self::Constant => "Always the same time.",
            Self::Uniform => "Every time from LOW to HIGH alike.",
            Self::Exponential => "Memoryless, with this mean: many short times, few long ones.",
            Self::Lognormal => "By its median and 99th percentile, the two that dashboards show.",
            Self::Pareto => {
                "No time under SCALE, and a heavy tail: P(X > x) = (SCALE / x) ^ SHAPE, with SHAPE \
                 from 0.1 to 100."
            }
            Self::Quantiles => {
                "Measured percentiles, linear between two of them, from 0=0s unless 0 is given, \
                 flat after the last."
            }
            Self::Profile => {
                "Measured in production and published: a round trip is halved for one way, a mean \
                 alone is constant, two percentiles are the lognormal through both, a table of \
                 percentiles is taken as it is."
            }
        }
    }
}

impl LawSpec {
    /// Reads a law.
    ///
    /// # Errors
    ///
    /// What was expected, in words that follow "expected".
    pub fn parse(text: &str) -> Result<Self, String> {
        let Some((form, arguments)) = text.split_once(':') else {
            let expected = || {
                "a latency distribution such as 40ms, exp:40ms or lognormal:40ms,200ms".to_owned()
            };
            let span = parse_time(text).ok_or_else(expected)?;
            return Ok(Self::plain(Law::Constant(bounded(span)?)));
        };
        let law = match form {
            "uniform" => uniform(arguments)?,
            "exp" => Law::Exponential {
                mean: time(arguments, "exp:MEAN, such as exp:40ms")?,
            },
            "lognormal" => lognormal(arguments)?,
            "pareto" => pareto(arguments)?,
            "quantiles" => quantiles(arguments)?,
            "profile" => {
                let profile = Profile::from_word(arguments).ok_or_else(|| {
                    "profile: and the word of a measured latency, such as profile:yammer-riak-read"
                        .to_owned()
                })?;
                return Ok(profile.into());
            }
            _ => {
                return Err(
                    "one of the distributions uniform, exp, lognormal, pareto, quantiles and profile"
                        .to_owned(),
                );
            }
        };
        Ok(Self::plain(law))
    }

    /// The law.
    pub fn law(&self) -> &Law {
        &self.law
    }

    /// The profile that it names.
    pub fn profile(&self) -> Option<&'static Profile> {
        self.profile
    }

    /// The form in which it is written.
    pub fn form(&self) -> LawForm {
        match &self.law {
            _ if self.profile.is_some() => LawForm::Profile,
            Law::Constant(_) => LawForm::Constant,
            Law::Uniform { .. } => LawForm::Uniform,
            Law::Exponential { .. } => LawForm::Exponential,
            Law::Lognormal(_) => LawForm::Lognormal,
            Law::Pareto { .. } => LawForm::Pareto,
            Law::Quantiles(_) => LawForm::Quantiles,
        }
    }
}

impl LawSpec {
    /// A law that has been checked already.
    pub(super) fn plain(law: Law) -> Self {
        Self { law, profile: None }
    }
}

impl From<&'static Profile> for LawSpec {
    fn from(profile: &'static Profile) -> Self {
        Self {
            law: profile.law(),
            profile: Some(profile),
        }
    }
}

impl fmt::Display for LawSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(profile) = self.profile {
            return write!(f, "profile:{}", profile.word);
        }
        match &self.law {
            Law::Constant(span) => f.write_str(&write_time(*span)),
            Law::Uniform { low, high } => {
                write!(f, "uniform:{}..{}", write_time(*low), write_time(*high))
            }
            Law::Exponential { mean } => write!(f, "exp:{}", write_time(*mean)),
            Law::Lognormal(law) => {
                write!(
                    f,
                    "lognormal:{},{}",
                    write_time(law.p50()),
                    write_time(law.p99())
                )
            }
            Law::Pareto { scale, shape } => {
                write!(f, "pareto:{},{}", write_time(*scale), write_number(*shape))
            }
            Law::Quantiles(points) => {
                f.write_str("quantiles:")?;
                for (index, (percent, span)) in points.iter().enumerate() {
                    let comma = if index == 0 { "" } else { "," };
                    write!(f, "{comma}{}={}", write_number(*percent), write_time(*span))?;
                }
                Ok(())
            }
        }
    }
}

fn time(text: &str, expected: &str) -> Result<Micros, String> {
    bounded(parse_time(text).ok_or_else(|| expected.to_owned())?)
}

fn bounded(span: Micros) -> Result<Micros, String> {
    if span <= LONGEST_ARGUMENT {
        Ok(span)
    } else {
        Err(format!(
            "a latency distribution with times up to {}",
            write_time(LONGEST_ARGUMENT)
        ))
    }
}

fn uniform(arguments: &str) -> Result<Law, String> {
    let expected = "uniform:LOW..HIGH with LOW at most HIGH, such as uniform:20ms..60ms";
    let (low, high) = arguments.split_once("..").ok_or(expected)?;
    let (low, high) = (time(low, expected)?, time(high, expected)?);
    if low <= high {
        Ok(Law::Uniform { low, high })
    } else {
        Err(expected.to_owned())
    }
}

fn lognormal(arguments: &str) -> Result<Law, String> {
    let expected =
        "lognormal:P50,P99 with P50 above 0 and at most P99, such as lognormal:40ms,200ms";
    let (p50, p99) = arguments.split_once(',').ok_or(expected)?;
    let (p50, p99) = (time(p50, expected)?, time(p99, expected)?);
    if 0 < p50 && p50 <= p99 {
        Ok(Law::lognormal(p50, p99))
    } else {
        Err(expected.to_owned())
    }
}

fn pareto(arguments: &str) -> Result<Law, String> {
    let expected =
        "pareto:SCALE,SHAPE with SCALE above 0 and SHAPE from 0.1 to 100, such as pareto:20ms,1.5";
    let (scale, shape) = arguments.split_once(',').ok_or(expected)?;
    let scale = time(scale, expected)?;
    let shape = parse_number(shape).ok_or(expected)?;
    if scale > 0 && (SHAPES.0..=SHAPES.1).contains(&shape) {
        Ok(Law::Pareto { scale, shape })
    } else {
        Err(expected.to_owned())
    }
}

fn quantiles(arguments: &str) -> Result<Law, String> {
    let expected = "quantiles:PERCENT=TIME,... with percents rising from 0 to 100 and times that \
                    never fall, such as quantiles:50=40ms,99=200ms";
    let mut points: Vec<(f64, Micros)> = Vec::new();
    for point in arguments.split(',') {
        let (percent, span) = point.split_once('=').ok_or(expected)?;
        let percent = parse_number(percent).ok_or(expected)?;
        let span = time(span, expected)?;
        let rises = points
            .last()
            .is_none_or(|last| last.0 < percent && last.1 <= span);
        if !(0.0..=100.0).contains(&percent) || !rises {
            return Err(expected.to_owned());
        }
        if points.len() == MOST_QUANTILES {
            return Err(format!("at most {MOST_QUANTILES} percentiles"));
        }
        points.push((percent, span));
    }
    Ok(Law::Quantiles(Arc::from(points)))
}

//! The arguments of a latency law as numbers that sliders can move, and a law in another form that
//! is as near as that form allows.

use std::fmt::Write as _;

use super::slider::Dimension;
use crate::scenario::{LawForm, write_number, write_time};
use crate::sim::law::Law;
use crate::sim::time::{MINUTE, Micros};

/// The shortest time that a slider offers where 0 is no value.
const SHORTEST: Micros = 100;
/// The longest time that a slider offers; a field takes longer ones.
const LONGEST: Micros = 10 * MINUTE;

/// The least and the greatest shape of a Pareto law.
const SHAPES: (f64, f64) = (0.1, 100.0);

/// One argument of a law.
#[derive(Clone, Debug, PartialEq)]
pub struct Argument {
    /// Its name.
    pub label: String,
    /// What it is a number of.
    pub dimension: Dimension,
    /// Its value.
    pub value: f64,
    /// The least on the slider.
    pub min: f64,
    /// The greatest on the slider.
    pub max: f64,
}

fn time(label: &str, value: Micros, min: Micros) -> Argument {
    Argument {
        label: label.to_owned(),
        dimension: Dimension::Time,
        value: value as f64,
        min: min as f64,
        max: LONGEST as f64,
    }
}

/// The arguments, in the order in which a link writes them.
pub fn arguments(law: &Law) -> Vec<Argument> {
    match law {
        Law::Constant(span) => vec![time("Always", *span, 0)],
        Law::Uniform { low, high } => vec![time("From", *low, 0), time("To", *high, 0)],
        Law::Exponential { mean } => vec![time("Mean", *mean, 0)],
        Law::Lognormal(law) => {
            vec![
                time("p50", law.p50(), SHORTEST),
                time("p99", law.p99(), SHORTEST),
            ]
        }
        Law::Pareto { scale, shape } => {
            let shape = Argument {
                label: "Shape".to_owned(),
                dimension: Dimension::Number,
                value: *shape,
                min: SHAPES.0,
                max: SHAPES.1,
            };
            vec![time("Least", *scale, SHORTEST), shape]
        }
        Law::Quantiles(points) => points
            .iter()
            .map(|(percent, span)| time(&format!("p{}", write_number(*percent)), *span, 0))
            .collect(),
    }
}

/// The link text of a law with one argument changed. Arguments that must not fall below it (or rise
/// above it) move along.
pub fn with_argument(law: &Law, index: usize, value: f64) -> String {
    let mut values: Vec<f64> = arguments(law)
        .iter()
        .map(|argument| argument.value)
        .collect();
    if let Some(changed) = values.get_mut(index) {
        *changed = value;
    }
    if !matches!(law, Law::Pareto { .. }) {
        for (place, other) in values.iter_mut().enumerate() {
            *other = if place < index {
                other.min(value)
            } else {
                other.max(value)
            };
        }
    }
    let span = |place: usize| write_time(values.get(place).copied().unwrap_or(0.0) as Micros);
    match law {
        Law::Constant(_) => span(0),
        Law::Uniform { .. } => format!("uniform:{}..{}", span(0), span(1)),
        Law::Exponential { .. } => format!("exp:{}", span(0)),
        Law::Lognormal(_) => format!("lognormal:{},{}", span(0), span(1)),
        Law::Pareto { .. } => format!("pareto:{},{}", span(0), write_number(values[1])),
        Law::Quantiles(points) => {
            let percents = points.iter().map(|(percent, _)| *percent);
            quantiles(percents.zip(values.iter().map(|value| *value as Micros)))
        }
    }
}

/// The link text of a law through these percentiles.
pub fn quantiles(points: impl IntoIterator<Item = (f64, Micros)>) -> String {
    let mut text = "quantiles:".to_owned();
    for (index, (percent, span)) in points.into_iter().enumerate() {
        let comma = if index == 0 { "" } else { "," };
        let _ = write!(
            text,
            "{comma}{}={}",
            write_number(percent),
            write_time(span)
        );
    }
    text
}

/// The link text of a law of another form with about the same median and tail. `profile` is the
/// word of the measured one that is taken if that is the form.
pub fn reshaped(law: &Law, form: LawForm, profile: &str) -> String {
    let at = |uniform: f64| law.sample(uniform).max(SHORTEST);
    let (p50, p99) = (round(at(0.5)), round(at(0.99)));
    match form {
        LawForm::Constant => write_time(round(law.median())),
        LawForm::Uniform => {
            format!(
                "uniform:{}..{}",
                write_time(round(law.sample(0.01))),
                write_time(p99)
            )
        }
        LawForm::Exponential => format!("exp:{}", write_time(round(law.mean() as Micros))),
        LawForm::Lognormal => {
            let p99 = if p99 > p50 { p99 } else { 4 * p50 };
            format!("lognormal:{},{}", write_time(p50), write_time(p99))
        }
        LawForm::Pareto => format!("pareto:{},1.5", write_time(round(at(0.01)))),
        LawForm::Quantiles => {
            let p95 = round(at(0.95)).clamp(p50, p99);
            quantiles([(50.0, p50), (95.0, p95), (99.0, p99)])
        }
        LawForm::Profile => format!("profile:{profile}"),
    }
}

/// To two digits, for a person to read.
fn round(span: Micros) -> Micros {
    let mut unit = 1;
    while span / unit >= 100 {
        unit *= 10;
    }
    (span + unit / 2) / unit * unit
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::LawSpec;

    fn law(text: &str) -> Law {
        LawSpec::parse(text).unwrap().law().clone()
    }

    #[test]
    fn a_moved_argument_takes_along_what_must_not_cross_it() {
        for (text, index, value, after) in [
            ("lognormal:40ms,200ms", 0, 50_000.0, "lognormal:50ms,200ms"),
            (
                "lognormal:40ms,200ms",
                0,
                300_000.0,
                "lognormal:300ms,300ms",
            ),
            ("lognormal:40ms,200ms", 1, 10_000.0, "lognormal:10ms,10ms"),
            ("uniform:20ms..60ms", 1, 10_000.0, "uniform:10ms..10ms"),
            ("pareto:20ms,1.5", 1, 2.0, "pareto:20ms,2"),
            ("40ms", 0, 0.0, "0s"),
            (
                "quantiles:50=1ms,99=2ms",
                0,
                3_000.0,
                "quantiles:50=3ms,99=3ms",
            ),
        ] {
            assert_eq!(with_argument(&law(text), index, value), after);
        }
    }

    #[test]
    fn every_form_can_become_every_other() {
        let laws = [
            "0s",
            "40ms",
            "uniform:0s..60ms",
            "exp:40ms",
            "lognormal:40ms,200ms",
            "pareto:20ms,0.3",
            "quantiles:0=1ms,50=40ms,99.9=1s",
            "profile:yammer-riak-read",
        ];
        for text in laws {
            for form in LawForm::ALL {
                let other = reshaped(&law(text), *form, "yammer-riak-read");
                let read = LawSpec::parse(&other).expect(&other);
                assert_eq!(read.form(), *form, "{text} as {other}");
            }
        }
    }
}

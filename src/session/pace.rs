//! How fast a session is shown.

use crate::patterns::mechanism;
use crate::patterns::pace::RATES;
pub use crate::patterns::pace::{Moment, Pace};
use crate::scenario::fixed;

/// How fast a session is shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Speed {
    /// Slow enough to follow a message with the eye, faster while nothing moves.
    Paced,
    /// Simulated seconds for each real one.
    Fixed(f64),
    /// As fast as it can be computed, without a look at what is between.
    ToEnd,
}

impl Speed {
    /// The pace of a moment. A pure function of what can be seen of it.
    pub fn pace(self, moment: &Moment<'_>) -> Pace {
        match self {
            Self::Paced => (mechanism(moment.settings.pattern()).pace)(moment),
            Self::Fixed(rate) => Pace::steady(rate),
            Self::ToEnd => Pace {
                rate: RATES[1],
                hurrying: Some("as fast as this machine can"),
            },
        }
    }
}

/// The speed in words.
pub fn words(pace: Pace, behind: bool) -> String {
    let rate = pace.rate;
    let mut words = match pace.hurrying {
        Some(hurrying) => hurrying.to_owned(),
        None if rate >= 1.0 => format!("{} ×", short(rate)),
        None => format!("1/{} ×", short(1.0 / rate.max(1e-9))),
    };
    if behind {
        words.push_str(" · as fast as this machine can");
    }
    words
}

fn short(number: f64) -> String {
    if number >= 10.0 || (number - number.round()).abs() < 0.05 {
        fixed(number, 0)
    } else {
        fixed(number, 1)
    }
}

#[cfg(test)]
mod tests;

//! How much simulated time a second of real time shows.

use crate::scenario::{Key, Settings, fixed};

/// Real time that a typical hop takes on screen when paced.
const HOP_MS: f64 = 450.0;
/// While nothing moves, time passes this much faster.
const FOLD: f64 = 8.0;

/// How fast a session is shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Speed {
    /// Slow enough to follow a message with the eye, faster while nothing moves.
    Paced,
    /// Simulated seconds for each real one.
    Fixed(f64),
}

impl Speed {
    /// Simulated microseconds for each real one. A pure function of the settings in force and of
    /// whether anything moves.
    pub fn rate(self, settings: &Settings, still: bool) -> f64 {
        match self {
            Self::Fixed(rate) => rate,
            Self::Paced => {
                let paced = tidy(typical_hop_ms(settings) / HOP_MS);
                if still { paced * FOLD } else { paced }
            }
        }
    }
}

/// The slower of the medians of the two hops of an event.
fn typical_hop_ms(settings: &Settings) -> f64 {
    let consumers = settings.count(Key::Consumers) as usize;
    let deliver = (0..consumers).map(|peer| settings.law_of(Key::Deliver, peer).median());
    let hop = deliver.chain([settings.law(Key::Publish).median()]).max();
    // Nothing moves for less than a tenth of a millisecond that an eye should follow.
    (hop.unwrap_or(0) as f64 / 1e3).max(0.1)
}

/// The nearest of 1, 2 and 5 times a power of ten, not above 1.
fn tidy(rate: f64) -> f64 {
    let mut tidy = 1.0;
    for (decade, steps) in [
        (1.0, [1.0, 0.5, 0.2]),
        (0.1, [1.0, 0.5, 0.2]),
        (0.01, [1.0, 0.5, 0.2]),
        (1e-3, [1.0, 0.5, 0.2]),
    ] {
        for step in steps {
            if rate <= decade * step * 1.4 {
                tidy = decade * step;
            }
        }
    }
    tidy
}

/// The speed in words.
pub fn words(rate: f64, folded: bool, behind: bool) -> String {
    let mut words = if rate >= 1.0 {
        format!("1 s shows {} s", short(rate))
    } else {
        format!("1 s takes {} s", short(1.0 / rate.max(1e-9)))
    };
    if folded {
        words = "nothing moves: hurrying on".into();
    }
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
mod tests {
    use super::*;
    use crate::scenario::Pattern;

    #[test]
    fn a_hop_of_the_default_scenario_takes_about_half_a_second() {
        let settings = Settings::defaults(Pattern::EventBased);
        let rate = Speed::Paced.rate(&settings, false);
        assert!((0.2..0.9).contains(&(0.040 / rate)), "{rate}");
        assert!(Speed::Paced.rate(&settings, true) > rate);
    }

    #[test]
    fn words_say_what_a_second_is() {
        assert_eq!(words(0.1, false, false), "1 s takes 10 s");
        assert_eq!(words(100.0, false, false), "1 s shows 100 s");
    }
}

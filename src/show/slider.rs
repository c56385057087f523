//! Values on sliders and in number fields: where a value stands on a track, what a place on the
//! track means, how a value is shown, and what a person typed.
//!
//! A track is a list of round values, so that every step of an arrow key reaches another one.

use crate::facts::time::{HOUR, MILLISECOND, MINUTE, Micros, SECOND};
use crate::scenario::{fixed, parse_number};

/// What a number is a number of; decides its unit and its digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dimension {
    /// Whole things.
    Count,
    /// A plain decimal.
    Number,
    /// A part of a whole, kept as 0 to 1 and shown as a percentage.
    Share,
    /// Time, kept in microseconds.
    Time,
}

/// The places that a slider can stand at.
#[derive(Clone, Debug, PartialEq)]
pub struct Track {
    stops: Vec<f64>,
}

/// About how many places a linear track has.
const LINEAR_STOPS: f64 = 100.0;

impl Track {
    /// Round values from `min` to `max`, in equal steps or, if `logarithmic`, with the same number
    /// of places for every decade. A logarithmic track from 0 has 0 and then starts at a value that
    /// is small for its dimension.
    pub fn new(dimension: Dimension, min: f64, max: f64, logarithmic: bool) -> Self {
        let mut stops = vec![min];
        if logarithmic {
            let floor = if min > 0.0 {
                min
            } else {
                smallest(dimension, max)
            };
            let mut decade = power_of_ten_below(floor);
            while decade < max {
                for tenths in 10..100 {
                    let place = rounded(f64::from(tenths) * decade / 10.0, decade / 10.0);
                    let fits = dimension != Dimension::Count || place.fract() == 0.0;
                    if place >= floor && place > min && place < max && fits {
                        stops.push(place);
                    }
                }
                decade *= 10.0;
            }
        } else {
            let step = linear_step(dimension, max - min);
            let mut place = (min / step).floor() * step + step;
            while place < max - step / 2.0 {
                stops.push(rounded(place, step));
                place += step;
            }
        }
        if max > min {
            stops.push(max);
        }
        Self { stops }
    }

    /// The highest index of a place.
    pub fn last(&self) -> usize {
        self.stops.len() - 1
    }

    /// The value at a place; beyond the last it is the last.
    pub fn value(&self, index: usize) -> f64 {
        self.stops[index.min(self.last())]
    }

    /// The place nearest to a value.
    pub fn index(&self, value: f64) -> usize {
        let above = self.stops.partition_point(|&stop| stop < value);
        if above == 0 {
            return 0;
        }
        if above > self.last() {
            return self.last();
        }
        let (low, high) = (self.stops[above - 1], self.stops[above]);
        if value - low < high - value {
            above - 1
        } else {
            above
        }
    }

    /// The place so many places above a value, or below it where there are fewer than none.
    pub fn beyond(&self, value: f64, places: isize) -> f64 {
        let steps = places.unsigned_abs();
        let index = if places < 0 {
            let below = self.stops.partition_point(|&stop| stop < value);
            below.saturating_sub(steps)
        } else {
            let above = self.stops.partition_point(|&stop| stop <= value);
            (above + steps).saturating_sub(1)
        };
        self.value(index)
    }

    /// How far along the track the place nearest to a value is, from 0 to 1.
    pub fn portion(&self, value: f64) -> f64 {
        self.index(value) as f64 / self.last().max(1) as f64
    }
}

fn smallest(dimension: Dimension, max: f64) -> f64 {
    match dimension {
        Dimension::Count => 1.0,
        Dimension::Share => 0.0001,
        Dimension::Number => max / 100_000.0,
        Dimension::Time if max > MINUTE as f64 => MILLISECOND as f64,
        Dimension::Time => 100.0,
    }
}

fn power_of_ten_below(value: f64) -> f64 {
    let mut power = 1.0;
    while power > value {
        power /= 10.0;
    }
    while power * 10.0 <= value {
        power *= 10.0;
    }
    power
}

/// The nearest multiple of `step`, without the dust that multiplying leaves behind.
fn rounded(value: f64, step: f64) -> f64 {
    let steps = (value / step).round();
    if step < 1.0 {
        steps / (1.0 / step).round()
    } else {
        steps * step
    }
}

fn linear_step(dimension: Dimension, range: f64) -> f64 {
    let rough = range / LINEAR_STOPS;
    let decade = power_of_ten_below(rough.max(f64::MIN_POSITIVE));
    let step = [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|factor| factor * decade)
        .find(|step| *step >= rough * 0.999)
        .unwrap_or(decade);
    if dimension == Dimension::Count {
        step.max(1.0)
    } else {
        step
    }
}

/// A value as its field shows it: the number, and the unit that stands behind the field.
pub fn shown(dimension: Dimension, value: f64) -> (String, &'static str) {
    match dimension {
        Dimension::Count | Dimension::Number => (decimal(value), ""),
        Dimension::Share => (decimal(value * 100.0), "%"),
        Dimension::Time => {
            let (unit, micros) = unit_for(value as Micros);
            (decimal(value / micros as f64), unit)
        }
    }
}

/// The same in one piece, as in "40 ms".
pub fn worded(dimension: Dimension, value: f64) -> String {
    let (mut words, unit) = shown(dimension, value);
    if !unit.is_empty() {
        words.push('\u{a0}');
        words.push_str(unit);
    }
    words
}

fn unit_for(micros: Micros) -> (&'static str, Micros) {
    match micros {
        0 => ("ms", MILLISECOND),
        _ if micros < MILLISECOND => ("µs", 1),
        _ if micros < SECOND => ("ms", MILLISECOND),
        _ if micros >= HOUR && micros.is_multiple_of(HOUR) => ("h", HOUR),
        _ if micros > 2 * MINUTE && micros.is_multiple_of(MINUTE) => ("min", MINUTE),
        _ => ("s", SECOND),
    }
}

/// Up to 6 decimal places, as few as needed.
fn decimal(value: f64) -> String {
    let text = fixed(value, 6);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A span of time to two digits, for a person to read.
pub fn tidy(span: Micros) -> Micros {
    let mut unit = 1;
    while span / unit >= 100 {
        unit *= 10;
    }
    (span + unit / 2) / unit * unit
}

/// What a person typed into a field that shows `unit`; another unit may be typed with the number.
/// None if it is no number. It is not held against any bounds.
pub fn typed(dimension: Dimension, text: &str, unit: &str) -> Option<f64> {
    let text = text.trim().replace(',', ".");
    let end = text
        .find(|letter: char| !(letter.is_ascii_digit() || matches!(letter, '.' | '-' | '+')))
        .unwrap_or(text.len());
    let number = parse_number(text.get(..end)?.trim_start_matches('+'))?;
    let suffix = text.get(end..)?.trim();
    let suffix = if suffix.is_empty() { unit } else { suffix };
    let value = match dimension {
        Dimension::Time => (number * micros_in(suffix)? as f64).round(),
        Dimension::Share if suffix == "%" => number / 100.0,
        _ if suffix == unit => number,
        _ => return None,
    };
    value.is_finite().then_some(value)
}

/// The microseconds in a unit of time as people write it.
pub fn micros_in(unit: &str) -> Option<Micros> {
    Some(match unit {
        "us" | "µs" | "μs" | "usec" | "micros" => 1,
        "ms" | "msec" | "msecs" | "millis" | "milliseconds" => MILLISECOND,
        "s" | "sec" | "secs" | "second" | "seconds" => SECOND,
        "m" | "min" | "mins" | "minute" | "minutes" => MINUTE,
        "h" | "hour" | "hours" => HOUR,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_logarithmic_track_gives_each_decade_the_same_room() {
        let track = Track::new(Dimension::Number, 0.1, 1000.0, true);
        assert!((track.portion(10.0) - 0.5).abs() < 0.01);
        assert!((track.portion(1.0) - 0.25).abs() < 0.01);
    }

    #[test]
    fn a_logarithmic_track_from_zero_has_zero() {
        let track = Track::new(Dimension::Share, 0.0, 1.0, true);
        assert_eq!((track.value(0), track.value(1)), (0.0, 0.0001));
        assert_eq!(track.value(track.last()), 1.0);
    }

    #[test]
    fn every_place_is_found_again_and_comes_after_the_one_before() {
        for track in [
            Track::new(Dimension::Count, 1.0, 64.0, false),
            Track::new(Dimension::Count, 1.0, 10_000.0, true),
            Track::new(Dimension::Number, 0.0, 3.0, false),
            Track::new(Dimension::Time, 0.0, HOUR as f64, true),
            Track::new(Dimension::Time, 1.0, 10_000_000_000.0, true),
            Track::new(Dimension::Share, 0.0, 1.0, false),
        ] {
            for index in 0..=track.last() {
                assert_eq!(track.index(track.value(index)), index);
                assert!(index == 0 || track.value(index - 1) < track.value(index));
            }
        }
    }

    #[test]
    fn a_step_reaches_the_next_place_wherever_it_begins() {
        let track = Track::new(Dimension::Count, 1.0, 8.0, false);
        for (from, places, to) in [
            (3.0, 1, 4.0),
            (3.0, -1, 2.0),
            (3.5, 1, 4.0),
            (3.5, -1, 3.0),
            (3.0, 10, 8.0),
            (3.0, -10, 1.0),
            (8.0, 1, 8.0),
            (1.0, -1, 1.0),
            (99.0, 1, 8.0),
        ] {
            assert_eq!(track.beyond(from, places), to, "{from} {places}");
        }
    }

    #[test]
    fn counts_are_whole() {
        let track = Track::new(Dimension::Count, 1.0, 500.0, true);
        assert!((0..=track.last()).all(|index| track.value(index).fract() == 0.0));
        assert_eq!(Track::new(Dimension::Count, 1.0, 8.0, false).last(), 7);
    }

    #[test]
    fn values_are_shown_in_the_unit_of_their_size() {
        let cases = [
            (Dimension::Time, 250.0, "250", "µs"),
            (Dimension::Time, 40_000.0, "40", "ms"),
            (Dimension::Time, 1_500_000.0, "1.5", "s"),
            (Dimension::Time, 60e6, "60", "s"),
            (Dimension::Time, 300e6, "5", "min"),
            (Dimension::Share, 0.12, "12", "%"),
            (Dimension::Share, 0.0001, "0.01", "%"),
            (Dimension::Count, 24.0, "24", ""),
        ];
        for (dimension, value, number, unit) in cases {
            assert_eq!(shown(dimension, value), (number.to_owned(), unit));
        }
    }

    #[test]
    fn typing_may_bring_its_own_unit_and_nonsense_is_none() {
        assert_eq!(typed(Dimension::Time, "50", "ms"), Some(50_000.0));
        assert_eq!(typed(Dimension::Time, "0,5 s", "ms"), Some(500_000.0));
        assert_eq!(typed(Dimension::Share, "12", "%"), Some(0.12));
        assert_eq!(typed(Dimension::Share, "3%", "%"), Some(0.03));
        for nonsense in ["", "-", "abc", "1.2.3", "4 apples", "1e9e", "∞", "NaN"] {
            assert_eq!(typed(Dimension::Time, nonsense, "ms"), None, "{nonsense}");
        }
    }
}

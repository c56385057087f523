//! Quantities in words: durations, instants, counts, shares, ordinals.

use crate::facts::time::{HOUR, MILLISECOND, MINUTE, Micros, SECOND};
use crate::scenario::fixed;

/// A span of time as people say it: "0.4 ms", "94 ms", "1.14 s", "12.3 s", "3 min 12 s", "2 h 5 min".
pub fn duration(span_us: Micros) -> String {
    // A span is rounded once, to what its unit shows, and then takes the unit it has reached.
    let rounded = |to: Micros| (span_us + to / 2) / to * to;
    if span_us == 0 {
        "0 ms".to_owned()
    } else if rounded(MILLISECOND / 10) < 10 * MILLISECOND {
        decimal(
            rounded(MILLISECOND / 10).max(MILLISECOND / 10),
            MILLISECOND,
            1,
            "ms",
        )
    } else if rounded(MILLISECOND) < SECOND {
        format!("{} ms", rounded(MILLISECOND) / MILLISECOND)
    } else if rounded(SECOND / 100) < 10 * SECOND {
        decimal(rounded(SECOND / 100), SECOND, 2, "s")
    } else if rounded(SECOND / 10) < MINUTE {
        decimal(rounded(SECOND / 10), SECOND, 1, "s")
    } else if rounded(SECOND) < HOUR {
        pair(rounded(SECOND), MINUTE, "min", SECOND, "s")
    } else {
        pair(rounded(MINUTE), HOUR, "h", MINUTE, "min")
    }
}

/// A span of time that is still growing: coarser than [`duration`], so that it can be read while it
/// runs: "620 ms", "3.2 s", "3 min 12 s". Tens of milliseconds below a second.
pub fn running(span_us: Micros) -> String {
    if span_us < 100 * MILLISECOND {
        format!("{} ms", span_us / MILLISECOND)
    } else if span_us < SECOND {
        format!("{} ms", span_us / (10 * MILLISECOND) * 10)
    } else if span_us < MINUTE {
        format!(
            "{}.{} s",
            span_us / SECOND,
            span_us % SECOND / (SECOND / 10)
        )
    } else {
        duration(span_us)
    }
}

/// An instant of the run, to the millisecond: "4.210 s", "3 min 12.400 s", "1 h 2 min 3.000 s".
pub fn instant(at_us: Micros) -> String {
    let seconds = format!(
        "{}.{:03} s",
        at_us % MINUTE / SECOND,
        at_us % SECOND / MILLISECOND
    );
    if at_us >= HOUR {
        format!("{} h {} min {seconds}", at_us / HOUR, at_us % HOUR / MINUTE)
    } else if at_us >= MINUTE {
        format!("{} min {seconds}", at_us / MINUTE)
    } else {
        seconds
    }
}

/// An instant of a run of a length: "4.210 s of 1 min", and at its end "1 min of 1 min".
pub fn instant_of(at_us: Micros, length_us: Micros) -> String {
    let whole = duration(length_us);
    // As people say it, unless that would leave out a part of it.
    let is_round = length_us.is_multiple_of(if length_us < HOUR { SECOND } else { MINUTE });
    let at = if at_us > 0 && at_us == length_us && is_round {
        whole.clone()
    } else {
        instant(at_us)
    };
    at + " of " + &whole
}

/// A count with a thin space between its thousands from five digits on: "1204", "12 048".
pub fn count(count: u64) -> String {
    let digits = count.to_string();
    if digits.len() < 5 {
        return digits;
    }
    let mut separated = String::with_capacity(digits.len() + digits.len() / 3 * 3);
    for (place, digit) in digits.char_indices() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            separated.push('\u{2009}');
        }
        separated.push(digit);
    }
    separated
}

/// A share of a whole: "4.1 %", "0.03 %", "100 %". What is not nothing never reads as nothing.
pub fn share(part: f64) -> String {
    let percent = part * 100.0;
    if percent == 0.0 || percent >= 99.95 {
        format!("{} %", fixed(percent, 0))
    } else if percent >= 0.1 {
        format!("{} %", fixed(percent, 1))
    } else if percent >= 0.01 {
        format!("{} %", fixed(percent, 2))
    } else {
        "< 0.01 %".to_owned()
    }
}

/// How often per second: "6 / s", "0.25 / s".
pub fn rate(per_second: f64) -> String {
    if per_second >= 1000.0 {
        format!("{} / s", count(per_second as u64))
    } else if per_second >= 10.0 {
        format!("{} / s", fixed(per_second, 0))
    } else {
        let text = fixed(per_second, 2);
        format!("{} / s", text.trim_end_matches('0').trim_end_matches('.'))
    }
}

/// A place in an order: "1st", "2nd", "3rd", "11th".
pub fn ordinal(place: u64) -> String {
    let ending = match (place % 10, place % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{place}{ending}")
}

/// A count of things, with the right form of their name: "1 key", "8 keys".
pub fn things(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

fn decimal(value: Micros, unit: Micros, places: usize, name: &str) -> String {
    let text = fixed(value as f64 / unit as f64, places);
    let text = text.trim_end_matches('0').trim_end_matches('.');
    format!("{text} {name}")
}

fn pair(value: Micros, large: Micros, large_name: &str, small: Micros, small_name: &str) -> String {
    let rest = value % large / small;
    if rest == 0 {
        format!("{} {large_name}", value / large)
    } else {
        format!("{} {large_name} {rest} {small_name}", value / large)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_is_said_as_the_whole_is() {
        assert_eq!(instant_of(MINUTE, MINUTE), "1 min of 1 min");
        assert_eq!(instant_of(25 * HOUR, 25 * HOUR), "25 h of 25 h");
        assert_eq!(instant_of(20 * SECOND, MINUTE), "20.000 s of 1 min");
        let odd = HOUR + SECOND;
        assert_eq!(instant_of(odd, odd), "1 h 0 min 1.000 s of 1 h");
    }

    #[test]
    fn durations_take_the_unit_that_people_would() {
        for (span_us, words) in [
            (0, "0 ms"),
            (20, "0.1 ms"),
            (400, "0.4 ms"),
            (2_500, "2.5 ms"),
            (9_999, "10 ms"),
            (94_000, "94 ms"),
            (999_400, "999 ms"),
            (999_600, "1 s"),
            (1_140_000, "1.14 s"),
            (9_999_000, "10 s"),
            (12_340_000, "12.3 s"),
            (59_990_000, "1 min"),
            (192_000_000, "3 min 12 s"),
            (7_500_000_000, "2 h 5 min"),
        ] {
            assert_eq!(duration(span_us), words, "{span_us}");
        }
    }

    #[test]
    fn running_durations_can_be_read_while_they_run() {
        assert_eq!(running(41_900), "41 ms");
        assert_eq!(running(628_000), "620 ms");
        assert_eq!(running(3_280_000), "3.2 s");
        assert_eq!(running(192_000_000), "3 min 12 s");
    }

    #[test]
    fn instants_have_milliseconds() {
        assert_eq!(instant(4_210_000), "4.210 s");
        assert_eq!(instant(0), "0.000 s");
        assert_eq!(instant(192_400_000), "3 min 12.400 s");
        assert_eq!(instant(3_723_000_000), "1 h 2 min 3.000 s");
    }

    #[test]
    fn counts_are_separated_from_five_digits_on() {
        assert_eq!(count(1204), "1204");
        assert_eq!(count(12_048), "12\u{2009}048");
        assert_eq!(count(1_000_000), "1\u{2009}000\u{2009}000");
    }

    #[test]
    fn a_share_that_is_not_nothing_never_reads_as_nothing() {
        assert_eq!(share(0.041), "4.1 %");
        assert_eq!(share(0.0003), "0.03 %");
        assert_eq!(share(0.000_01), "< 0.01 %");
        assert_eq!(share(0.0), "0 %");
        assert_eq!(share(1.0), "100 %");
    }

    #[test]
    fn ordinals_know_their_teens() {
        let words: Vec<_> = [1, 2, 3, 4, 11, 12, 13, 21, 102].map(ordinal).into();
        assert_eq!(
            words,
            [
                "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "102nd"
            ]
        );
    }

    #[test]
    fn rates_and_things_agree_with_their_number() {
        assert_eq!(rate(6.0), "6 / s");
        assert_eq!(rate(0.25), "0.25 / s");
        assert_eq!(rate(12.4), "12 / s");
        assert_eq!(things(1, "key", "keys"), "1 key");
        assert_eq!(things(8, "key", "keys"), "8 keys");
    }
}

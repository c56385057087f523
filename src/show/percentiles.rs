//! Percentiles as people copy them from a dashboard, a log line or a sheet, read into the points of
//! a law.
//!
//! What it reads: `p50 12ms, p95 40 ms, p99 120ms`, lines such as `50 12` or `0.99,120`, JSON such as
//! `{"p50": 12.1, "p99.9": 300}`, and a row of names above a row of values. Times without a unit are
//! milliseconds unless a heading names another unit.

use super::slider::micros_in;
use crate::facts::time::{MILLISECOND, Micros};
use crate::scenario::{parse_number, write_number, write_time};

/// A law can have as many points as this.
const MOST_POINTS: usize = 64;

/// Percent and span, rising in both.
pub type Points = Vec<(f64, Micros)>;

#[derive(Clone, Copy, Debug, PartialEq)]
enum Token {
    /// A number that says of itself that it is a percentage.
    Percent(f64),
    /// Any other number, with its unit if it has one.
    Plain(f64, Option<Micros>),
}

/// Reads the points.
///
/// # Errors
///
/// What is wrong, in words for the person who pasted it.
pub fn read(text: &str) -> Result<Points, String> {
    let (tokens, default_unit) = tokens(text)?;
    if tokens.is_empty() {
        return Err("Paste percentiles, for example: p50 12 ms, p95 40 ms, p99 120 ms".to_owned());
    }
    let mut points = Vec::new();
    for (percent, span) in pairs(&tokens)? {
        let name = write_number(percent);
        let Token::Plain(number, unit) = span else {
            return Err(format!("p{name} has no time"));
        };
        if !(0.0..=100.0).contains(&percent) {
            return Err(format!(
                "{name} is not a percentile: those go from 0 to 100"
            ));
        }
        let micros = (number * unit.unwrap_or(default_unit) as f64).round();
        if !(0.0..=3.6e9).contains(&micros) {
            return Err(format!("The time of p{name} should be from 0 to 1 hour"));
        }
        points.push((percent, micros as Micros));
    }
    // The bits of floats that are not negative are in their order.
    points.sort_by_cached_key(|point| (point.0 + 0.0).to_bits());
    for pair in points.windows(2) {
        let ((lower, short), (upper, long)) = (pair[0], pair[1]);
        if lower >= upper {
            return Err(format!("p{} is given twice", write_number(lower)));
        }
        if long < short {
            return Err(format!(
                "p{} is shorter than p{}: percentiles cannot fall",
                write_number(upper),
                write_number(lower)
            ));
        }
    }
    match points.len() {
        0 | 1 => Err("One percentile is not enough for a shape: give two or more".to_owned()),
        2..=MOST_POINTS => Ok(points),
        count => Err(format!(
            "{count} points: a distribution has at most {MOST_POINTS}"
        )),
    }
}

/// The link text of the law through these points.
pub fn law(points: &[(f64, Micros)]) -> String {
    let points: Vec<String> = points
        .iter()
        .map(|(percent, span)| format!("{}={}", write_number(*percent), write_time(*span)))
        .collect();
    format!("quantiles:{}", points.join(","))
}

/// Brings each percentage together with its time.
fn pairs(tokens: &[Token]) -> Result<Vec<(f64, Token)>, String> {
    let named = tokens
        .iter()
        .filter(|token| matches!(token, Token::Percent(_)))
        .count();
    let percent = |token: &Token| match token {
        Token::Percent(percent) | Token::Plain(percent, None) => Some(*percent),
        Token::Plain(_, Some(_)) => None,
    };
    if named == 0 {
        return unnamed_pairs(tokens);
    }
    if named * 2 != tokens.len() {
        return Err(format!(
            "{named} percentiles, but {} times: each percentile needs one",
            tokens.len() - named
        ));
    }
    // Names above, values below; or each name before its value.
    let (heads, cells) = tokens.split_at(named);
    let table = heads.iter().all(|token| matches!(token, Token::Percent(_)));
    let paired: Vec<_> = if table {
        heads.iter().copied().zip(cells.iter().copied()).collect()
    } else {
        tokens.chunks(2).map(|pair| (pair[0], pair[1])).collect()
    };
    paired
        .into_iter()
        .map(|(name, value)| match name {
            Token::Percent(_) => Ok((percent(&name).unwrap_or_default(), value)),
            Token::Plain(number, _) => Err(format!(
                "{} stands where a percentile should",
                write_number(number)
            )),
        })
        .collect()
}

fn unnamed_pairs(tokens: &[Token]) -> Result<Vec<(f64, Token)>, String> {
    if tokens.len() % 2 == 1 {
        return Err(
            "An odd count of numbers: each line should be a percentile and its time".to_owned(),
        );
    }
    let mut found = Vec::new();
    for pair in tokens.chunks(2) {
        match pair[0] {
            Token::Plain(percent, None) | Token::Percent(percent) => {
                found.push((percent, pair[1]));
            }
            Token::Plain(number, Some(_)) => {
                return Err(format!(
                    "{} has a unit, but stands where a percentile should",
                    write_number(number)
                ));
            }
        }
    }
    // 0.5, 0.95, 0.99 are shares of one.
    if found.iter().all(|(percent, _)| *percent <= 1.0) {
        for (percent, _) in &mut found {
            *percent = (*percent * 1e8).round() / 1e6;
        }
    }
    Ok(found)
}

/// The numbers in order, and the unit of those that have none of their own.
fn tokens(text: &str) -> Result<(Vec<Token>, Micros), String> {
    let mut tokens = Vec::new();
    let mut default_unit = MILLISECOND;
    let separates = |letter: char| letter.is_whitespace() || ",;|:={}()[]\"'<>/_".contains(letter);
    for word in text.split(separates).filter(|word| !word.is_empty()) {
        let word = word.to_ascii_lowercase();
        let digits = word.bytes().any(|byte| byte.is_ascii_digit());
        if let Some(unit) = micros_in(&word).filter(|_| !digits) {
            match tokens.last_mut() {
                Some(Token::Plain(_, own @ None)) => *own = Some(unit),
                _ => default_unit = unit,
            }
        } else if let Some(percent) = named_percent(&word) {
            tokens.push(Token::Percent(percent));
        } else if digits {
            tokens.push(number(&word).ok_or_else(|| format!("“{word}” is not a number"))?);
        }
        // Other words are headings and names.
    }
    Ok((tokens, default_unit))
}

/// `p99`, `p99.9`, `p999`, `99%`, `99th`, `median`, `min`, `max`; but `min` alone is a minute.
fn named_percent(word: &str) -> Option<f64> {
    match word {
        "median" => return Some(50.0),
        "max" | "maximum" => return Some(100.0),
        "minimum" => return Some(0.0),
        _ => {}
    }
    if let Some(number) = word.strip_suffix('%').or_else(|| word.strip_suffix("th")) {
        return parse_number(number.trim_start_matches('p'));
    }
    let digits = word.strip_prefix('p').or_else(|| word.strip_prefix('q'))?;
    let number = parse_number(digits)?;
    // p999 is how many write p99.9.
    let nines = digits.len() > 2 && digits.bytes().all(|byte| byte == b'9');
    Some(if nines {
        parse_number(&format!("{}.{}", digits.get(..2)?, digits.get(2..)?))?
    } else {
        number
    })
}

fn number(word: &str) -> Option<Token> {
    let end = word
        .find(|letter: char| !(letter.is_ascii_digit() || matches!(letter, '.' | '-' | '+')))
        .unwrap_or(word.len());
    let unit = match word.get(end..)? {
        "" => None,
        suffix => Some(micros_in(suffix)?),
    };
    Some(Token::Plain(parse_number(word.get(..end)?)?, unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    const USUAL: [(f64, Micros); 3] = [(50.0, 12_000), (95.0, 40_000), (99.0, 120_000)];

    #[test]
    fn many_ways_to_write_the_same() {
        for text in [
            "p50 12ms, p95 40 ms, p99 120ms",
            "p50=12 p95=40 p99=120",
            "50 12\n95 40\n99 120",
            "50,12\n95,40\n99,120\n",
            "0.5;12\n0.95;40\n0.99;120",
            "percentile,latency_ms\n50,12\n95,40\n99,120",
            "percentile\tlatency (s)\n50\t0.012\n95\t0.040\n99\t0.120",
            "{\"p50\": 12.0, \"p95\": 40, \"p99\": 120}",
            "p50 p95 p99\n12 40 120",
            "median 12ms 95th 40ms 99% 0.12s",
            "p99: 120ms | p50: 12ms | p95: 40ms",
        ] {
            assert_eq!(read(text).as_deref(), Ok(&USUAL[..]), "{text}");
        }
    }

    #[test]
    fn nines_after_the_second_are_decimals() {
        let points = read("p99 1ms p999 2ms p9999 3ms").unwrap();
        assert_eq!(points, [(99.0, 1_000), (99.9, 2_000), (99.99, 3_000)]);
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (text, says) in [
            ("", "for example"),
            ("p50 12ms", "two or more"),
            ("p50 12ms p95", "each percentile needs one"),
            ("50 12 95", "odd count"),
            ("p50 40ms p99 12ms", "cannot fall"),
            ("p50 40ms p50 41ms", "given twice"),
            ("50 12\n950 40", "not a percentile"),
            ("p50 12ms p99 4x0ms", "not a number"),
            ("p50 12ms p99 -4ms", "from 0 to 1 hour"),
            ("12ms 50\n40ms 90", "has a unit"),
        ] {
            let message = read(text).unwrap_err();
            assert!(message.contains(says), "{text}: {message}");
        }
    }

    #[test]
    fn noise_is_answered_not_panicked_at() {
        for text in [
            "p",
            "%",
            "p.",
            "--",
            "🦀 p50",
            "p999999999999999999999 1",
            "\u{0}1ms",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}

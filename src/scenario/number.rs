//! Numbers and times as links write them: plain decimals and whole microseconds, with no exponent
//! and nothing infinite. Each value has one spelling when written.
//!
//! Numbers are written here for the whole page: links are for good, so their digits are not left to a formatter
//! that another version of it may change.

use crate::facts::time::{HOUR, MILLISECOND, MINUTE, Micros, SECOND};
use crate::sim::law::LONGEST;

/// More characters than any number that means something here has.
const LONGEST_NUMBER: usize = 40;

/// Decimal places that a number keeps.
const PLACES: usize = 12;

/// Digits that a number keeps. Fewer than a float tells apart, so that a number and its digits stand
/// for each other, and that they and the power of ten beside them need no rounding.
const DIGITS: usize = 15;

/// Reads `["-"] 1*digit ["." 1*digit]`, kept to 12 decimal places and 15 digits.
pub fn parse_number(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = split(unsigned).filter(|_| unsigned.len() <= LONGEST_NUMBER)?;
    let size = nearest(whole, fraction);
    // Minus zero becomes zero.
    Some(
        if unsigned.len() < text.len() {
            -size
        } else {
            size
        } + 0.0,
    )
}

/// The float nearest to the digits before and after a point. The reader of the standard library does
/// the same for any number of digits, with tables that would be a tenth of the page.
fn nearest(whole: &str, fraction: &str) -> f64 {
    let (mut mantissa, mut digits) = (0_u64, 0);
    // How often 10 is still to be multiplied with, or divided by.
    let (mut above, mut below) = (0, 0);
    let mut rounds_up = None;
    for (place, digit) in whole.bytes().chain(fraction.bytes()).enumerate() {
        let digit = u64::from(digit - b'0');
        let in_fraction = place >= whole.len();
        if digits == DIGITS || place >= whole.len() + PLACES {
            rounds_up = rounds_up.or(Some(digit >= 5));
            above += usize::from(!in_fraction);
        } else {
            mantissa = mantissa * 10 + digit;
            digits += usize::from(mantissa > 0);
            below += usize::from(in_fraction);
        }
    }
    mantissa += u64::from(rounds_up == Some(true));
    float(mantissa, above, below)
}

/// The float nearest to a whole number, times or through a power of ten.
fn float(mantissa: u64, above: usize, below: usize) -> f64 {
    mantissa as f64 * power(above) / power(below)
}

/// A power of ten.
fn power(count: usize) -> f64 {
    (0..count).fold(1.0, |power, _| power * 10.0)
}

/// The digits of a finite size: 15 of them, at most 12 after the point; and how often 10 is still to
/// be multiplied with, or divided by. What [`nearest`] has made of digits gives the same digits.
fn digits(size: f64) -> (u64, usize, usize) {
    const LIMIT: f64 = 1e15;
    let (mut above, mut below) = (0, PLACES);
    while below > 0 && size * power(below) >= LIMIT {
        below -= 1;
    }
    while size / power(above) >= LIMIT {
        above += 1;
    }
    let mantissa = libm::round(size * power(below) / power(above)) as u64;
    (mantissa, above, below)
}

/// Reads a share: a number, or with `%` a hundredth of it. It may lie outside 0 to 1.
pub fn parse_share(text: &str) -> Option<f64> {
    match text.strip_suffix('%') {
        Some(percent) => parse_number(percent).map(|number| to_places(number / 100.0)),
        None => parse_number(text),
    }
}

/// Reads a whole number of at most 19 digits.
pub fn parse_count(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.len() <= 19 && text.bytes().all(|b| b.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

/// Reads a time, `dec ("us"|"ms"|"s"|"min"|"h")`, which must be whole microseconds.
pub fn parse_time(text: &str) -> Option<Micros> {
    let units = [
        ("us", 1),
        ("ms", MILLISECOND),
        ("min", MINUTE),
        ("h", HOUR),
        ("s", SECOND),
    ];
    let (number, unit) = units
        .iter()
        .find_map(|&(suffix, unit)| Some((text.strip_suffix(suffix)?, unit)))?;
    let (whole, fraction) = split(number).filter(|_| number.len() <= LONGEST_NUMBER)?;
    let fraction = fraction.trim_end_matches('0');
    let whole = if whole.len() <= 19 {
        whole.parse::<u64>().ok()?
    } else {
        return None;
    };
    let mut micros = u128::from(whole) * u128::from(unit);
    if !fraction.is_empty() {
        if fraction.len() > 10 {
            return None;
        }
        let parts = u128::from(fraction.parse::<u64>().ok()?) * u128::from(unit);
        let of = 10_u128.pow(fraction.len() as u32);
        if parts % of != 0 {
            return None;
        }
        micros += parts / of;
    }
    Micros::try_from(micros).ok()
}

/// Reads an instant of a run, which is at most [`LONGEST`].
///
/// # Errors
///
/// What was expected, in words that follow "expected".
pub(super) fn parse_instant(text: &str) -> Result<Micros, String> {
    let instant = parse_time(text);
    if let Some(instant) = instant.filter(|instant| *instant <= LONGEST) {
        return Ok(instant);
    }
    let digits = text.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
    let is_large = instant.is_some() || digits.len() > 19 && split(digits).is_some();
    Err(if is_large {
        let most = write_time(LONGEST);
        format!("a time up to {most}, and this is too large")
    } else {
        "a time such as 4.21s".to_owned()
    })
}

/// Writes a number, kept to 12 decimal places and 15 digits, in the fewest that read back as the
/// same. What is no finite number is "-".
pub fn write_number(number: f64) -> String {
    if !number.is_finite() {
        return "-".to_owned();
    }
    let (mut mantissa, above, mut below) = digits(number.abs());
    while below > 0 && mantissa.is_multiple_of(10) {
        mantissa /= 10;
        below -= 1;
    }
    let of = 10_u64.pow(below as u32);
    let mut text = decimal(number < 0.0, mantissa / of, mantissa % of, below);
    text.extend(std::iter::repeat_n('0', above));
    text
}

/// Writes a number with this many decimal places, at most 12, rounded half away from zero. What is no
/// number is "-", and what is too large is the largest whole number there is.
pub fn fixed(number: f64, places: usize) -> String {
    if number.is_nan() {
        return "-".to_owned();
    }
    let places = places.min(PLACES);
    let size = number.abs();
    let of = 10_u64.pow(places as u32);
    // The fraction of a float is exact, so that only the last digit written is rounded. That of
    // infinity is no number, which becomes 0.
    let fraction = libm::round((size - libm::trunc(size)) * power(places)) as u64;
    let whole = (size as u64).saturating_add(fraction / of);
    decimal(number < 0.0, whole, fraction % of, places)
}

/// The digits before and after a point. Nothing has no sign.
fn decimal(negative: bool, whole: u64, fraction: u64, places: usize) -> String {
    let sign = if negative && (whole, fraction) != (0, 0) {
        "-"
    } else {
        ""
    };
    if places == 0 {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{fraction:0places$}")
    }
}

/// Writes a time in the largest unit that needs no more digits: whole hours or minutes, else
/// seconds, milliseconds or microseconds from 1 up.
pub fn write_time(micros: Micros) -> String {
    let whole = |unit: Micros, suffix: &str| format!("{}{suffix}", micros / unit);
    let decimal = |unit: Micros, suffix: &str| {
        let width = unit.ilog10() as usize;
        let text = format!("{}.{:0width$}", micros / unit, micros % unit);
        format!(
            "{}{suffix}",
            text.trim_end_matches('0').trim_end_matches('.')
        )
    };
    match micros {
        0 => "0s".to_owned(),
        _ if micros.is_multiple_of(HOUR) => whole(HOUR, "h"),
        _ if micros.is_multiple_of(MINUTE) => whole(MINUTE, "min"),
        SECOND.. => decimal(SECOND, "s"),
        MILLISECOND.. => decimal(MILLISECOND, "ms"),
        _ => whole(1, "us"),
    }
}

/// Keeps 12 decimal places and 15 digits; minus zero becomes zero.
pub(super) fn to_places(number: f64) -> f64 {
    if !number.is_finite() {
        return number;
    }
    let (mantissa, above, below) = digits(number.abs());
    let size = float(mantissa, above, below);
    (if number < 0.0 { -size } else { size }) + 0.0
}

/// The digits before and after the point of a decimal without a sign.
fn split(text: &str) -> Option<(&str, &str)> {
    let (whole, fraction) = match text.split_once('.') {
        Some((_, "")) => return None,
        Some(parts) => parts,
        None => (text, ""),
    };
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    (!whole.is_empty() && digits(whole) && digits(fraction)).then_some((whole, fraction))
}

//! Numbers and times as links write them: plain decimals and whole microseconds, with no exponent
//! and nothing infinite. Each value has one spelling when written.

use crate::sim::time::{HOUR, MILLISECOND, MINUTE, Micros, SECOND};

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
    let power = |count| (0..count).fold(1.0, |power, _| power * 10.0);
    mantissa as f64 * power(above) / power(below)
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

/// Writes a number in the fewest digits that read back as the same.
pub fn write_number(number: f64) -> String {
    number.to_string()
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
    let text = number.abs().to_string();
    let size = split(&text).map_or(number.abs(), |(whole, fraction)| nearest(whole, fraction));
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

//! What the sender of a link saw, in five digits: the beginning of the digest of the run at the instant
//! that the link shows. It never changes the run; whoever opens the link hears if theirs is another one.

use std::fmt;

use super::number::write_time;
use super::problem::Problem;
use crate::facts::time::Micros;

/// Hexadecimal digits of a check.
const DIGITS: u32 = 5;

/// The first 20 bits of a digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Check(u32);

impl Check {
    /// That of a digest.
    pub const fn of(digest: u64) -> Self {
        Self((digest >> (64 - 4 * DIGITS)) as u32)
    }

    /// Reads five hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.len() == DIGITS as usize && text.bytes().all(|b| b.is_ascii_hexdigit());
        if digits {
            u32::from_str_radix(text, 16).ok().map(Self)
        } else {
            None
        }
    }

    /// What is said of a run whose digest at the instant of the link is another one.
    pub fn held_against(self, digest: u64, at: Micros) -> Option<Problem> {
        let found = Self::of(digest);
        let expected = || {
            format!(
                "{found}, with which the digest of this run begins at {}: it is not the run that the \
                 sender saw, since another version of the model made the link, or somebody has edited \
                 it",
                write_time(at)
            )
        };
        let given = self.to_string();
        (found != self).then(|| Problem::new("check", &given, expected(), "it goes on as it is"))
    }
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:05x}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn it_is_how_a_digest_begins_when_it_is_written() {
        for digest in [0, 1, 0x0123_4567_89ab_cdef, u64::MAX, 0xd862_1177_e6d7_4d14] {
            let check = Check::of(digest);
            assert_eq!(check.to_string(), format!("{digest:016x}")[..5]);
            assert_eq!(Check::parse(&check.to_string()), Some(check));
        }
    }

    #[test]
    fn only_five_digits_are_one() {
        assert_eq!(Check::parse("0AbCd"), Check::parse("0abcd"));
        for text in ["", "abcd", "abcdef", "+bcde", "xyzab", "abcd\u{e9}"] {
            assert_eq!(Check::parse(text), None, "{text}");
        }
    }
}

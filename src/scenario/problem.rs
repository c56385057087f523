//! What is wrong with a link: one message for each thing, which says what was given, what was
//! expected and what is done instead. Its text may hold anything that a link can hold and is for
//! display as text only, never as markup.

use std::fmt;

use super::carried::is_unseen;

/// Characters of a given value that are repeated in a message.
const LONGEST_GIVEN: usize = 40;

/// One thing that is wrong with a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The parameter, as it was given.
    pub parameter: String,
    /// Its value as it was given, shortened.
    pub given: String,
    /// What was expected, in words that follow "expected".
    pub expected: String,
    /// What is done instead, as a clause.
    pub instead: String,
}

impl Problem {
    /// A message about a value; what was given is shortened, its control characters are escaped.
    pub fn new(
        parameter: &str,
        given: &str,
        expected: impl Into<String>,
        instead: impl Into<String>,
    ) -> Self {
        Self {
            parameter: shortened(parameter),
            given: shortened(given),
            expected: expected.into(),
            instead: instead.into(),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            parameter,
            given,
            expected,
            instead,
        } = self;
        write!(f, "{parameter}={given}: expected {expected}; {instead}.")
    }
}

/// At most 40 characters, with those that cannot be seen or that turn the text around escaped.
fn shortened(text: &str) -> String {
    let mut short = String::new();
    for (index, character) in text.chars().enumerate() {
        if index == LONGEST_GIVEN {
            short.push_str("...");
            break;
        }
        if character.is_control() || is_unseen(character) {
            short.extend(character.escape_unicode());
        } else {
            short.push(character);
        }
    }
    short
}

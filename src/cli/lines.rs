//! Lines of standard input, which may be of any length and hold anything.

use std::io::{self, BufRead, Read};

use crate::scenario::LONGEST_TEXT;

/// As much of a line as is kept.
const LONGEST_LINE: usize = LONGEST_TEXT;

/// A line that is not blank.
#[derive(Debug, PartialEq, Eq)]
pub struct Line {
    /// Its number, from 1, blank lines counted.
    pub number: u64,
    /// Its text, or the beginning of it; what is no UTF-8 is U+FFFD.
    pub text: String,
    /// Whether the text is the whole of it.
    pub whole: bool,
}

/// Calls for each line that is not blank, as it comes.
///
/// # Errors
///
/// What reading or the call fails with.
pub fn for_each(
    input: &mut impl BufRead,
    mut call: impl FnMut(Line) -> io::Result<()>,
) -> io::Result<()> {
    let mut bytes = Vec::new();
    for number in 1.. {
        bytes.clear();
        let most = LONGEST_LINE as u64 + 1;
        if input.by_ref().take(most).read_until(b'\n', &mut bytes)? == 0 {
            break;
        }
        let whole = bytes.len() <= LONGEST_LINE || bytes.ends_with(b"\n");
        if !whole {
            input.skip_until(b'\n')?;
        }
        let text = String::from_utf8_lossy(&bytes).trim().to_owned();
        if !text.is_empty() {
            call(Line {
                number,
                text,
                whole,
            })?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(input: &[u8]) -> Vec<Line> {
        let mut lines = Vec::new();
        for_each(&mut &*input, |line| {
            lines.push(line);
            Ok(())
        })
        .unwrap();
        lines
    }

    #[test]
    fn blank_lines_are_counted_and_left_out() {
        let lines = lines(b"\n  \r\nseed=1\r\n\nseed=2");
        let numbers: Vec<_> = lines.iter().map(|l| (l.number, l.text.as_str())).collect();
        assert_eq!(numbers, [(3, "seed=1"), (5, "seed=2")]);
    }

    #[test]
    fn a_line_without_end_is_not_kept_whole_and_the_next_is_found() {
        let mut input = vec![b'x'; 3 * LONGEST_LINE];
        input.extend(b"\nseed=2\n");
        let lines = lines(&input);
        assert_eq!(
            (lines[0].whole, lines[0].text.len()),
            (false, LONGEST_LINE + 1)
        );
        assert_eq!(
            (lines[1].whole, lines[1].number, lines[1].text.as_str()),
            (true, 2, "seed=2")
        );
    }

    #[test]
    fn what_is_no_text_becomes_text() {
        assert_eq!(lines(b"seed=\xff\xfe\n")[0].text, "seed=\u{fffd}\u{fffd}");
    }
}

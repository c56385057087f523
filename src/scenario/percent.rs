//! Percent-encoding of values in a link: decoded, and written so that as little as possible is
//! encoded and a person can read it.

use percent_encoding::percent_decode_str;

const HEXADECIMAL: &[u8; 16] = b"0123456789ABCDEF";

/// Decodes a value once. A `%` without two hexadecimal digits is itself, a `+` is a plus, what is no
/// UTF-8 becomes U+FFFD.
pub fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// Decodes a value for as long as there is something to decode, at most so often.
pub fn decode_fully(text: &str, times: usize) -> String {
    let mut text = text.to_owned();
    for _ in 0..times {
        if !has_escape(&text) {
            break;
        }
        text = decode(&text);
    }
    text
}

/// Whether a `%` has two hexadecimal digits after it somewhere.
pub fn has_escape(text: &str) -> bool {
    let mut places = text.as_bytes().windows(3);
    places.any(|place| place[0] == b'%' && place[1..].iter().all(u8::is_ascii_hexdigit))
}

/// Encodes what would otherwise be read as something else: `&`, `#`, white space, control
/// characters, and a `%` with two hexadecimal digits after it.
pub fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for (index, character) in text.char_indices() {
        let rest = &text.as_bytes()[index + 1..];
        let is_escape = character == '%'
            && rest
                .iter()
                .take(2)
                .filter(|b| b.is_ascii_hexdigit())
                .count()
                == 2;
        if is_escape
            || matches!(character, '&' | '#')
            || character.is_whitespace()
            || character.is_control()
        {
            let mut bytes = [0; 4];
            for byte in character.encode_utf8(&mut bytes).bytes() {
                encoded.push('%');
                for digit in [byte >> 4, byte & 15] {
                    encoded.push(char::from(HEXADECIMAL[usize::from(digit)]));
                }
            }
        } else {
            encoded.push(character);
        }
    }
    encoded
}

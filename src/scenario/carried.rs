//! A link as the world hands it back. Links pass through chats, mail, wikis, tables and HTML, which encode
//! what need not be encoded, turn `&copy` into a sign and add marks of their own. Here that is undone, and
//! the text falls into the pairs that were meant; what they mean is no business of this file.
//!
//! Nothing that was written in its one spelling is read as something else: a delimiter that is encoded
//! counts only where no value could hold it, and only the free texts of the view can hold any. A `+` is a
//! plus and no blank, since no carrier that writes a blank so has one to write.

use std::borrow::Cow;

use super::catalog::Catalog;
use super::pattern::Pattern;
use super::percent::{decode, decode_fully, has_escape};

/// The keys whose values are free text.
const FREE: [&str; 3] = ["picture", "select", "embed"];
/// The keys that are no parameters.
const OTHERS: [&str; 6] = ["v", "pattern", "t", "check", "do", "off"];
/// How often a carrier may have encoded the whole link.
const MOST_ENCODED: usize = 3;
/// Longer than any key, with what may stand before one.
const LONGEST_WORD: usize = 40;
/// Keys that begin with the name of a character that HTML knows without a semicolon, and that character:
/// in a text, `&copy=full` is read as `©=full`.
const SIGNS: [(char, &str); 1] = [('\u{a9}', "copy")];

/// A key and its value, as they were meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pair {
    /// The key.
    pub word: String,
    /// The value; `None` if there is no `=`.
    pub value: Option<String>,
    /// Whether it ends the text, where a mark of the sentence around it may have come along.
    pub is_last: bool,
}

/// Whether a key is one that carriers add to know who has followed a link.
fn is_trackers(word: &str) -> bool {
    word.starts_with("utm_")
        || word.ends_with("clid")
        || [
            "msclkid", "mc_cid", "mc_eid", "igshid", "igsh", "_ga", "_gl", "mkt_tok",
        ]
        .contains(&word)
}

impl Catalog {
    /// Hands over the pairs of a whole URL, a fragment, a query or bare pairs, one by one, since a text of a
    /// million letters may hold as many of them.
    pub(super) fn each_pair(self, text: &str, take: &mut dyn FnMut(Pair)) {
        let text = without_references(text.trim_ascii());
        let mut decoded = Cow::Borrowed(text.as_ref());
        for _ in 0..=MOST_ENCODED {
            let part = self.part(&decoded);
            if self.names_something(part) {
                return self.split(part, take);
            }
            if !has_escape(&decoded) {
                break;
            }
            decoded = Cow::Owned(decode(&decoded));
        }
        self.split(self.part(&text), take);
    }

    /// Whether a text has a link in it, whole or damaged; the address of the page alone has none.
    pub fn has_link(self, text: &str) -> bool {
        let mut any = false;
        self.each_pair(text, &mut |_| any = true);
        any
    }

    /// Whether the link of a URL stands in its query, where carriers put it that do not know fragments.
    pub fn is_in_query(self, url: &str) -> bool {
        let is_in = |url: &str| {
            let part = self.part(url);
            let page = url.split('#').next();
            self.names_something(part) && page.is_some_and(|page| page.ends_with(part))
        };
        let mut decoded = Cow::Borrowed(url);
        for _ in 0..MOST_ENCODED {
            if is_in(&decoded) || !has_escape(&decoded) {
                break;
            }
            decoded = Cow::Owned(decode(&decoded));
        }
        is_in(&decoded)
    }

    /// The part of a text that holds the pairs: the fragment if it names anything, else a query that does.
    fn part(self, text: &str) -> &str {
        let (page, fragment) = match text.split_once('#') {
            Some((page, fragment)) => (page, Some(fragment)),
            None => (text, None),
        };
        let fragment_names = fragment.is_some_and(|part| self.names_something(part));
        let before_value = page.split(['=', '&']).next().unwrap_or_default();
        let is_url = before_value.split_once("://").is_some();
        let query = match page.split_once('?') {
            Some((before, query)) if before.is_empty() || before_value.contains('?') => Some(query),
            _ => None,
        };
        match (fragment, query) {
            (Some(fragment), _) if fragment_names => fragment,
            (_, Some(query)) if self.names_something(query) => query,
            (Some(fragment), _) => fragment,
            (None, Some(query)) if !is_url => query,
            (None, None) if !is_url => page,
            _ => "",
        }
    }

    /// Whether some pair has a key that links have, or a word alone is that of a pattern.
    fn names_something(self, part: &str) -> bool {
        part.split('&').any(|pair| match pair.split_once('=') {
            Some((word, _)) if word.len() <= 3 * LONGEST_WORD => self.is_known(&cleaned(word)),
            Some(_) => false,
            None => self.pattern_alone(pair).is_some(),
        })
    }

    /// The pattern whose word stands alone, with at most a mark of the sentence after it.
    fn pattern_alone(self, text: &str) -> Option<Pattern> {
        let short = text.len() <= LONGEST_WORD;
        short.then(|| mended(text, true, |text| self.pattern(text).ok_or(())).ok())?
    }

    /// Whether it is a key of links, of the first run or of one that is compared with it.
    pub(super) fn is_known(self, word: &str) -> bool {
        let lane = ["b.", "c.", "d."]
            .iter()
            .find_map(|lane| word.strip_prefix(lane));
        let word = lane.unwrap_or(word);
        self.has_param(word) || FREE.contains(&word) || OTHERS.contains(&word)
    }

    fn split(self, part: &str, take: &mut dyn FnMut(Pair)) {
        let mut last: Option<Pair> = None;
        let mut keep = |pair: Pair| {
            if !is_trackers(&pair.word)
                && let Some(before) = last.replace(pair)
            {
                take(before);
            }
        };
        for piece in part.split('&').filter(|piece| !piece.is_empty()) {
            self.divide(piece, &mut keep);
        }
        if let Some(mut pair) = last {
            pair.is_last = true;
            take(pair);
        }
    }

    /// Takes what stands between two `&`: a pair, or several whose delimiters a carrier has encoded or eaten.
    fn divide(self, piece: &str, keep: &mut impl FnMut(Pair)) {
        let cut = piece
            .split_once('=')
            .map(|(word, value)| (cleaned(word), value));
        if let Some((word, value)) = &cut
            && FREE.contains(&word.as_str())
        {
            keep(Pair::new(word, Some(&decode(value))));
            return;
        }
        // No value of a parameter has an escape in it, so that all of them are undone.
        let decoded = decode_fully(piece, MOST_ENCODED);
        let decoded = without_references(&decoded);
        let mut rest = decoded.trim_start_matches(['&', '?']);
        while let Some(end) = self.end_of_pair(rest) {
            let (one, others) = rest.split_at_checked(end).unwrap_or((rest, ""));
            keep(self.pair(one));
            rest = others.strip_prefix(['&', '?']).unwrap_or(others);
        }
        if !rest.is_empty() {
            keep(self.pair(rest));
        }
    }

    /// Where the next pair begins in a decoded text: at a delimiter, or at a sign that has eaten one, after
    /// which a key stands.
    fn end_of_pair(self, text: &str) -> Option<usize> {
        let starts = |(at, mark): (usize, char)| {
            let is_sign = SIGNS.iter().any(|sign| sign.0 == mark);
            if !is_sign && !matches!(mark, '&' | '?') {
                return false;
            }
            let after = if is_sign { at } else { at + 1 };
            let word_end = |rest: &str| {
                let mut bytes = rest.bytes().take(LONGEST_WORD);
                bytes.position(|byte| byte == b'=')
            };
            let word = text
                .get(after..)
                .and_then(|rest| rest.get(..word_end(rest)?));
            at > 0
                && word.is_some_and(|word| {
                    let word = cleaned(word);
                    self.is_known(&word) || is_trackers(&word)
                })
        };
        text.char_indices()
            .find(|&place| starts(place))
            .map(|place| place.0)
    }

    fn pair(self, text: &str) -> Pair {
        match text.split_once('=') {
            Some((word, value)) => Pair::new(&cleaned(word), Some(value)),
            None => match self.pattern_alone(text) {
                Some(pattern) => Pair::new("pattern", Some(pattern.word())),
                None => Pair::new(text, None),
            },
        }
    }
}

impl Pair {
    fn new(word: &str, value: Option<&str>) -> Self {
        Self {
            word: word.to_owned(),
            value: value.map(str::to_owned),
            is_last: false,
        }
    }
}

/// A key without what carriers have put around it.
fn cleaned(word: &str) -> String {
    let word = decode_fully(word, MOST_ENCODED);
    let word = word.trim_matches(|letter: char| letter.is_whitespace() || is_put_in(letter));
    // Some write `#?` or `#!/` before what stands in a fragment.
    let word = word.trim_start_matches(['?', '!', '/']);
    for (sign, name) in SIGNS {
        if let Some(rest) = word.strip_prefix(sign) {
            return format!("{name}{rest}");
        }
        if let Some(rest) = word
            .strip_prefix(name)
            .and_then(|rest| rest.strip_prefix(';'))
        {
            return format!("{name}{rest}");
        }
    }
    word.to_owned()
}

/// Undoes the character references of HTML: `&amp;`, also of itself, and those by number.
fn without_references(text: &str) -> Cow<'_, str> {
    let Some((first, mut rest)) = text.split_once('&') else {
        return Cow::Borrowed(text);
    };
    let mut plain = String::with_capacity(text.len());
    plain.push_str(first);
    loop {
        // What stands here comes after a `&`, and what comes of a reference may be one again.
        let mut letter = '&';
        while letter == '&' {
            rest = match rest.strip_prefix("amp;") {
                Some(after) => after,
                None => match by_number(rest) {
                    Some((meant, after)) => {
                        letter = meant;
                        after
                    }
                    None => break,
                },
            };
        }
        plain.push(letter);
        let Some((before, after)) = rest.split_once('&') else {
            plain.push_str(rest);
            return Cow::Owned(plain);
        };
        plain.push_str(before);
        rest = after;
    }
}

/// The printable ASCII character of `#38;` or `#x26;`, and what follows.
fn by_number(text: &str) -> Option<(char, &str)> {
    let digits = text.strip_prefix('#')?;
    let (digits, radix) = match digits.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16),
        None => (digits, 10),
    };
    let end = digits.bytes().take(5).position(|byte| byte == b';')?;
    let code = u8::from_str_radix(digits.get(..end)?, radix).ok()?;
    let rest = digits.get(end + 1..)?;
    matches!(code, b' '..=b'~').then_some((char::from(code), rest))
}

/// Reads a value as it stands, or else without what carriers put into it, and at the end of a link
/// without the one mark that belongs to the sentence around it.
///
/// # Errors
///
/// That of the value as it stands.
pub(super) fn mended<T, E>(
    text: &str,
    is_last: bool,
    read: impl Fn(&str) -> Result<T, E>,
) -> Result<T, E> {
    let error = match read(text) {
        Ok(value) => return Ok(value),
        Err(error) => error,
    };
    let plain: String = text.chars().filter(|letter| !is_put_in(*letter)).collect();
    let plain = plain.trim();
    if plain.len() < text.len()
        && let Ok(value) = read(plain)
    {
        return Ok(value);
    }
    let shorter = plain.strip_suffix(is_closing).filter(|_| is_last);
    shorter.and_then(|text| read(text).ok()).ok_or(error)
}

/// What ends a sentence, a quotation or a bracket.
fn is_closing(letter: char) -> bool {
    matches!(
        letter,
        ')' | ']'
            | '}'
            | '>'
            | '.'
            | ','
            | ';'
            | ':'
            | '!'
            | '?'
            | '\''
            | '"'
            | '`'
            | '*'
            | '_'
            | '|'
    ) || matches!(
        letter,
        '\u{2026}' | '\u{2018}'..='\u{201f}' | '\u{ab}' | '\u{bb}' | '\u{2039}' | '\u{203a}'
    ) || matches!(
        letter,
        '\u{3001}' | '\u{3002}' | '\u{300d}' | '\u{ff09}' | '\u{ff0c}'
    )
}

/// What is in no value but comes along: the break of a line, marks that are not seen, and the backslash by
/// which a table tells its own delimiters from others.
fn is_put_in(letter: char) -> bool {
    matches!(letter, '\r' | '\n' | '\t' | '\\' | '\u{ad}') || is_unseen(letter)
}

/// Marks of direction and joiners of no width.
pub(super) fn is_unseen(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

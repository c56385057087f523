//! Reads a link. That never fails: what cannot be used is named in one message each, with what is used
//! instead, and the rest of the link counts all the same.

use super::Scenario;
use super::carried::{Pair, mended};
use super::catalog::Catalog;
use super::check::Check;
use super::link::{HEAVIEST, Link, weight};
use super::number::parse_instant;
use super::pattern::Pattern;
use super::pattern::{find_word, params};
use super::places::Places;
use super::problem::Problem;
use super::script::{Act, MOST_ACTS, Script};
use super::settings::Settings;
use crate::facts::time::Micros;

/// The longest text that is read, in bytes: as much as the most patient browser takes for an address.
pub const LONGEST_TEXT: usize = 2 * 1_024 * 1_024;
/// The longest value of a key that is about the view alone, in characters.
const LONGEST_EXTRA: usize = 200;
/// The most messages about one link.
const MOST_PROBLEMS: usize = 100;
const LEFT_OUT: &str = "it is left out";
const TOO_LONG: &str = "a link of at most 64 KB, and with this it is too long";

impl Catalog {
    /// Reads a whole URL, a fragment, a query or bare pairs, as carriers hand them back.
    pub fn parse(self, text: &str) -> (Link, Vec<Problem>) {
        if text.len() > LONGEST_TEXT {
            return self.too_long(text);
        }
        let mut reader = Reader {
            catalog: self,
            problems: Vec::new(),
            unlisted: 0,
            pairs: Vec::new(),
            unknown: Vec::new(),
        };
        self.each_pair(text, &mut |pair| reader.pair(pair));
        let link = reader.link();
        let Reader {
            mut problems,
            unlisted,
            ..
        } = reader;
        if unlisted > 0 {
            let given = format!("{unlisted} more problems");
            problems.push(Problem::new(
                "link",
                &given,
                "fewer of them",
                "they are not listed",
            ));
        }
        (link, problems)
    }

    /// What is read of a text that is longer than [`LONGEST_TEXT`], whole or not: nothing.
    pub fn too_long(self, text: &str) -> (Link, Vec<Problem>) {
        let problem = Problem::new(
            "link",
            text,
            "at most 2 MB of text, and this is too long",
            "the defaults are used instead",
        );
        (Link::defaults(self.usual()), vec![problem])
    }
}

struct Reader {
    catalog: Catalog,
    problems: Vec<Problem>,
    /// Problems beyond those that are listed.
    unlisted: usize,
    /// Each key that links have once.
    pairs: Vec<Pair>,
    /// Other keys, as many as can be complained of.
    unknown: Vec<Pair>,
}

impl Reader {
    fn complain(
        &mut self,
        word: &str,
        given: &str,
        expected: impl Into<String>,
        instead: impl Into<String>,
    ) {
        if self.problems.len() < MOST_PROBLEMS {
            self.problems
                .push(Problem::new(word, given, expected, instead));
        } else {
            self.unlisted += 1;
        }
    }

    fn pair(&mut self, pair: Pair) {
        let Pair { word, value, .. } = &pair;
        let Some(value) = value else {
            return self.complain(word, "", "KEY=VALUE", LEFT_OUT);
        };
        if ["b.", "c.", "d."].iter().any(|lane| word.starts_with(lane)) {
            let expected = "one run, since comparisons of several are not available yet";
            self.complain(word, value, expected, LEFT_OUT);
        } else if !self.catalog.is_known(word) {
            if self.unknown.len() < MOST_PROBLEMS {
                self.unknown.push(pair);
            } else {
                self.unlisted += 1;
            }
        } else if let Some(first) = self.pairs.iter().find(|known| known.word == *word) {
            let used = first.value.as_deref().unwrap_or_default();
            let instead = format!(
                "the first is used, {}",
                Problem::new("", used, "", "").given
            );
            self.complain(word, value, "each key once", instead);
        } else {
            self.pairs.push(pair);
        }
    }

    /// The value of a key, and whether it ends the link.
    fn take(&mut self, word: &str) -> Option<(String, bool)> {
        let index = self.pairs.iter().position(|pair| pair.word == word)?;
        let pair = self.pairs.remove(index);
        Some((pair.value?, pair.is_last))
    }

    fn link(&mut self) -> Link {
        self.version();
        let pattern = self.pattern();
        let mut link = Link::defaults(pattern);
        link.playhead = self.playhead();
        link.check = self.check(link.playhead);
        let [done, off] = ["do", "off"].map(|word| self.take(word));
        self.settings(&mut link);
        if let Some(list) = done {
            link.scenario.script = Script::new(self.acts("do", &list, &link));
        }
        if let Some(list) = off {
            let acts = self.acts("off", &list, &link);
            link.scenario.script = link.scenario.script.with_off(acts);
        }
        link
    }

    fn version(&mut self) {
        let Some((given, is_last)) = self.take("v") else {
            return;
        };
        let read = |text: &str| if text == "1" { Ok(()) } else { Err(()) };
        if mended(&given, is_last, read).is_err() {
            self.complain(
                "v",
                &given,
                "1, the only version there is",
                "it is read as version 1",
            );
        }
    }

    fn pattern(&mut self) -> Pattern {
        let Some((word, is_last)) = self.take("pattern") else {
            return self.catalog.usual();
        };
        let catalog = self.catalog;
        let read = |word: &str| catalog.pattern(word).ok_or(());
        mended(&word, is_last, read).unwrap_or_else(|()| {
            let instead = format!("{} is used instead", catalog.usual().word());
            self.complain("pattern", &word, catalog.words(), instead);
            catalog.usual()
        })
    }

    fn playhead(&mut self) -> Option<Micros> {
        let (text, is_last) = self.take("t")?;
        match mended(&text, is_last, parse_instant) {
            Ok(playhead) => Some(playhead),
            Err(expected) => {
                self.complain("t", &text, expected, "the start is shown");
                None
            }
        }
    }

    fn check(&mut self, playhead: Option<Micros>) -> Option<Check> {
        let (text, is_last) = self.take("check")?;
        let read = |text: &str| Check::parse(text).ok_or(());
        match mended(&text, is_last, read) {
            Err(()) => {
                let expected = "five hexadecimal digits, such as 3f2a1";
                self.complain("check", &text, expected, "the run is not held against it");
                None
            }
            Ok(check) if playhead.is_some() => Some(check),
            Ok(_) => {
                let expected = "t=TIME beside it, the instant that it is about";
                self.complain("check", &text, expected, "the run is not held against it");
                None
            }
        }
    }

    fn settings(&mut self, link: &mut Link) {
        let pattern = link.scenario.settings.pattern();
        let mut pairs = std::mem::take(&mut self.pairs);
        pairs.append(&mut self.unknown);
        // How many peers there are decides how many values a list has.
        let says_peers = |word: &str| {
            params(pattern)
                .iter()
                .any(|p| p.per_peer.is_some_and(|peers| peers.key.word() == word))
        };
        pairs.sort_by_key(|pair| !says_peers(&pair.word));
        for Pair {
            word,
            value,
            is_last,
        } in pairs
        {
            let text = value.unwrap_or_default();
            if let Some(slot) = link.extras.slot(&word) {
                if text.chars().count() > LONGEST_EXTRA {
                    let expected = format!("at most {LONGEST_EXTRA} characters");
                    self.complain(&word, &text, expected, LEFT_OUT);
                } else if !text.is_empty() {
                    *slot = Some(text);
                }
            } else {
                self.setting(&word, &text, is_last, &mut link.scenario.settings);
            }
        }
    }

    fn setting(&mut self, word: &str, text: &str, is_last: bool, settings: &mut Settings) {
        let pattern = settings.pattern();
        let Some(param) = find_word(pattern, word) else {
            let expected = format!("a parameter of the pattern {}", pattern.word());
            self.complain(word, text, expected, LEFT_OUT);
            return;
        };
        match mended(text, is_last, |text| settings.read(param.key, text)) {
            Ok(value) => settings.set(param.key, value),
            Err(expected) => {
                let instead = format!("{} is used instead", param.default);
                self.complain(word, text, expected, instead);
            }
        }
    }

    /// The acts of a list, as far as there is room beside what the link has already: those that are done, or
    /// those that are switched off.
    fn acts(&mut self, word: &str, (text, is_last): &(String, bool), link: &Link) -> Vec<Act> {
        let Scenario { settings, script } = &link.scenario;
        let places = Places::of(settings);
        let most = MOST_ACTS - script.count();
        let mut acts = Vec::new();
        let mut length = weight(link) + "&=".len() + word.len();
        let mut given = text.split(';').filter(|act| !act.is_empty()).peekable();
        while let Some(act) = given.next() {
            let ends = *is_last && given.peek().is_none();
            let read = |text: &str| match word {
                "off" => Act::parse_off(text, settings),
                _ => Act::parse(text, settings, &places),
            };
            let act = match mended(act, ends, read) {
                Ok(read) => {
                    let longer = length + read.to_string().len() + usize::from(!acts.is_empty());
                    if acts.len() < most && longer <= HEAVIEST {
                        length = longer;
                        acts.push(read);
                        continue;
                    }
                    act
                }
                Err(expected) => {
                    self.complain(word, act, expected, "this act is left out");
                    continue;
                }
            };
            let expected = if acts.len() < most {
                TOO_LONG.to_owned()
            } else {
                format!("at most {MOST_ACTS} acts")
            };
            let instead = match given.count() {
                0 => "this act is left out".to_owned(),
                more => format!("it and the {more} after it are left out"),
            };
            self.complain(word, act, expected, instead);
            break;
        }
        acts
    }
}

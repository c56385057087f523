//! The link: a scenario as the text after `#`, with what of the view belongs to it. Readable,
//! editable by hand, only what differs from the defaults, in one canonical order.
//!
//! Reading never fails: what cannot be used is named in one message each and left at its default.

use super::Scenario;
use super::key::Key;
use super::number::{parse_time, write_time};
use super::params::{find, params};
use super::pattern::Pattern;
use super::percent::{decode, encode};
use super::places::Places;
use super::problem::Problem;
use super::script::{Act, MOST_ACTS, Script};
use super::settings::Settings;
use crate::sim::law::LONGEST;
use crate::sim::order::sort_by_key;
use crate::sim::text::split_once;
use crate::sim::time::Micros;

/// The longest link that is read, in bytes.
pub const LONGEST_LINK: usize = 64 * 1_024;
/// The longest value of a key that is about the view alone, in characters.
const LONGEST_EXTRA: usize = 200;
/// The most messages about one link.
const MOST_PROBLEMS: usize = 100;
const LEFT_OUT: &str = "it is left out";

/// A scenario and how it is looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// What is run.
    pub scenario: Scenario,
    /// The instant that is shown.
    pub playhead: Option<Micros>,
    /// What else is about the view alone.
    pub extras: Extras,
}

/// The keys of a link that never touch the run, as they were given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extras {
    /// Which picture is shown.
    pub picture: Option<String>,
    /// What is selected.
    pub select: Option<String>,
    /// How the page is embedded.
    pub embed: Option<String>,
}

impl Extras {
    fn slot(&mut self, word: &str) -> Option<&mut Option<String>> {
        match word {
            "picture" => Some(&mut self.picture),
            "select" => Some(&mut self.select),
            "embed" => Some(&mut self.embed),
            _ => None,
        }
    }

    fn pairs(&self) -> impl Iterator<Item = (&'static str, &String)> {
        [
            ("picture", &self.picture),
            ("select", &self.select),
            ("embed", &self.embed),
        ]
        .into_iter()
        .filter_map(|(word, value)| Some((word, value.as_ref()?)))
    }
}

impl Link {
    /// The link that says nothing but its pattern.
    pub fn defaults(pattern: Pattern) -> Self {
        Self {
            scenario: Scenario {
                settings: Settings::defaults(pattern),
                script: Script::default(),
            },
            playhead: None,
            extras: Extras::default(),
        }
    }
}

/// Reads a whole URL, a fragment, a query or bare pairs.
pub fn parse(text: &str) -> (Link, Vec<Problem>) {
    let pairs_text = pairs_part(text.trim_ascii());
    if pairs_text.len() > LONGEST_LINK {
        return too_long(pairs_text);
    }
    let mut reader = Reader::default();
    reader.split(pairs_text);
    let link = reader.link();
    // A text at the limit may be longer in its canonical spelling.
    if pairs_text.len() > LONGEST_LINK / 4 && write(&link).len() > LONGEST_LINK {
        return too_long(pairs_text);
    }
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

/// The pattern that a link is about, whether or not it can be run here.
pub fn pattern_of(text: &str) -> Pattern {
    let mut pairs = pairs_part(text.trim_ascii()).split('&');
    let named = pairs.find_map(|pair| pair.strip_prefix("pattern="));
    named
        .and_then(|value| Pattern::from_word(&decode(value)))
        .unwrap_or(Pattern::EventBased)
}

fn too_long(text: &str) -> (Link, Vec<Problem>) {
    let problem = Problem::new(
        "link",
        text,
        "at most 64 KB",
        "the defaults are used instead",
    );
    (Link::defaults(usual()), vec![problem])
}

/// The pattern of a link that names none.
fn usual() -> Pattern {
    Pattern::here().next().unwrap_or(Pattern::EventBased)
}

/// The part of a text that holds the pairs.
fn pairs_part(text: &str) -> &str {
    if let Some((_, fragment)) = text.split_once('#') {
        return fragment;
    }
    let before_value = text.split(['=', '&']).next().unwrap_or_default();
    match text.split_once('?') {
        Some(("", query)) => query,
        Some((_, query)) if before_value.contains('?') => query,
        _ if split_once(before_value, "://").is_some() => "",
        _ => text,
    }
}

#[derive(Default)]
struct Reader<'a> {
    problems: Vec<Problem>,
    /// Problems beyond those that are listed.
    unlisted: usize,
    /// Each word once, with its decoded value.
    pairs: Vec<(&'a str, String)>,
}

impl<'a> Reader<'a> {
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

    fn split(&mut self, text: &'a str) {
        // In order, so that a link of thousands of keys does not take thousands of looks at each.
        let mut seen: Vec<&str> = Vec::new();
        for pair in text.split('&').filter(|pair| !pair.is_empty()) {
            let Some((word, value)) = pair.split_once('=') else {
                self.complain(pair, "", "KEY=VALUE", LEFT_OUT);
                continue;
            };
            let value = decode(value);
            let place = seen.binary_search(&word);
            if place.is_ok()
                && let Some((_, first)) = self.pairs.iter().find(|(known, _)| *known == word)
            {
                let instead = format!(
                    "the first is used, {}",
                    Problem::new("", first, "", "").given
                );
                self.complain(word, &value, "each key once", instead);
            } else if word.starts_with("b.") || word.starts_with("c.") || word.starts_with("d.") {
                let expected = "one run, since comparisons of several are not available yet";
                self.complain(word, &value, expected, LEFT_OUT);
            } else {
                if let Err(place) = place {
                    seen.insert(place, word);
                }
                self.pairs.push((word, value));
            }
        }
    }

    fn take(&mut self, word: &str) -> Option<String> {
        let index = self.pairs.iter().position(|pair| pair.0 == word)?;
        Some(self.pairs.remove(index).1)
    }

    fn link(&mut self) -> Link {
        self.version();
        let pattern = self.pattern();
        let mut link = Link::defaults(pattern);
        link.playhead = self.playhead();
        let script = self.take("do");
        self.settings(&mut link);
        if let Some(script) = script {
            link.scenario.script = self.script(&script, &link.scenario.settings);
        }
        link
    }

    fn version(&mut self) {
        if let Some(given) = self.take("v").filter(|given| given != "1") {
            self.complain(
                "v",
                &given,
                "1, the only version there is",
                "it is read as version 1",
            );
        }
    }

    fn pattern(&mut self) -> Pattern {
        let usual = usual();
        let Some(word) = self.take("pattern") else {
            return usual;
        };
        let found = Pattern::from_word(&word).filter(|pattern| pattern.is_here());
        found.unwrap_or_else(|| {
            let words: Vec<_> = Pattern::here().map(Pattern::word).collect();
            let expected = words.join(" or ");
            self.complain(
                "pattern",
                &word,
                expected,
                format!("{} is used instead", usual.word()),
            );
            usual
        })
    }

    fn playhead(&mut self) -> Option<Micros> {
        let text = self.take("t")?;
        let playhead = parse_time(&text).filter(|time| *time <= LONGEST);
        if playhead.is_none() {
            self.complain("t", &text, "a time such as 4.21s", "the start is shown");
        }
        playhead
    }

    fn settings(&mut self, link: &mut Link) {
        let pattern = link.scenario.settings.pattern();
        let mut pairs = std::mem::take(&mut self.pairs);
        // How many peers there are decides how many values a list has.
        let says_peers = |word: &str| {
            params(pattern)
                .iter()
                .any(|p| p.per_peer.is_some_and(|peers| peers.key().word() == word))
        };
        sort_by_key(&mut pairs, |pair| u64::from(!says_peers(pair.0)));
        for (word, text) in pairs {
            if let Some(slot) = link.extras.slot(word) {
                if text.chars().count() > LONGEST_EXTRA {
                    let expected = format!("at most {LONGEST_EXTRA} characters");
                    self.complain(word, &text, expected, LEFT_OUT);
                } else if !text.is_empty() {
                    *slot = Some(text);
                }
                continue;
            }
            self.setting(word, &text, &mut link.scenario.settings);
        }
    }

    fn setting(&mut self, word: &str, text: &str, settings: &mut Settings) {
        let pattern = settings.pattern();
        let Some(param) = Key::from_word(word).and_then(|key| find(pattern, key)) else {
            let expected = format!("a parameter of the pattern {}", pattern.word());
            self.complain(word, text, expected, LEFT_OUT);
            return;
        };
        match settings.read(param.key, text) {
            Ok(value) => settings.set(param.key, value),
            Err(expected) => {
                self.complain(
                    word,
                    text,
                    expected,
                    format!("{} is used instead", param.default),
                );
            }
        }
    }

    fn script(&mut self, text: &str, settings: &Settings) -> Script {
        let places = Places::of(settings);
        let mut acts = Vec::new();
        for act in text.split(';').filter(|act| !act.is_empty()) {
            if acts.len() == MOST_ACTS {
                let expected = format!("at most {MOST_ACTS} acts");
                self.complain("do", act, expected, "it and those after it are left out");
                break;
            }
            match Act::parse(act, settings, &places) {
                Ok(act) => acts.push(act),
                Err(expected) => self.complain("do", act, expected, "this act is left out"),
            }
        }
        Script::new(acts)
    }
}

/// Writes a link in its one spelling, without `#`: only what differs from the defaults.
pub fn write(link: &Link) -> String {
    let settings = &link.scenario.settings;
    let mut pairs: Vec<(&str, String)> = Vec::new();
    let mut put = |word: &'static str, value: String| {
        let place = pairs.partition_point(|(other, _)| *other < word);
        pairs.insert(place, (word, value));
    };
    for (word, value) in link.extras.pairs() {
        put(word, value.clone());
    }
    for param in settings.params() {
        if !settings.is_default(param.key) {
            put(param.word, settings.write(param.key));
        }
    }
    let mut text = format!("v=1&pattern={}", settings.pattern().word());
    let mut add = |word: &str, value: &str| {
        text.push('&');
        text.push_str(word);
        text.push('=');
        text.push_str(&encode(value));
    };
    for (word, value) in &pairs {
        add(word, value);
    }
    if let Some(playhead) = link.playhead {
        add("t", &write_time(playhead));
    }
    if !link.scenario.script.is_empty() {
        add("do", &link.scenario.script.to_string());
    }
    text
}

//! What was done, in words: the lines of the list of acts, and the instants that a person types into it.

use crate::facts::time::Micros;
use crate::scenario::{
    Act, Argument, ArgumentValue, BETWEEN_PEERS, Deed, Hop, Key, Kind, LawSpec, Listed, Places,
    Role, Settings, Story, find, parse_time, write_number,
};
use crate::show::{naming, units};

/// An act in words. Between `words` and `after` stands what can be typed, if anything can.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// What is done, up to what can be typed: "Broker crashes, for".
    pub words: String,
    /// What can be typed: the value of a setting, a key, how long.
    pub argument: Option<String>,
    /// What it means that nothing is typed; empty where that is no choice.
    pub unless: &'static str,
    /// What the argument means and how another is written; empty where that is plain.
    pub help: String,
    /// Why it has no effect; empty if nothing stands against it.
    pub idle: String,
}

impl Told {
    /// The whole of it as one sentence.
    pub fn sentence(&self) -> String {
        match self.argument.as_deref() {
            None => self.words.clone(),
            Some("") => format!("{} {}", self.words.trim_end_matches(", for"), self.unless),
            Some(argument) => format!("{} {argument}", self.words),
        }
    }
}

/// Tells the acts of a run with some settings.
pub struct ActTeller<'a> {
    settings: &'a Settings,
    places: Places,
    names: Vec<String>,
}

impl<'a> ActTeller<'a> {
    /// Knows the names of the story that the settings tell.
    pub fn new(settings: &'a Settings) -> Self {
        Self {
            settings,
            places: Places::of(settings),
            names: naming::names(settings),
        }
    }

    /// Tells an act.
    pub fn told(&self, listed: &Listed) -> Told {
        let Listed { act, is_off } = listed;
        let key = || Story::of(self.settings).key;
        let (words, unless) = match &act.what {
            Deed::Set { key, .. } => {
                let param = find(self.settings.pattern(), *key);
                let label = param.map_or(key.word(), |param| param.label);
                (format!("{label}: from here on"), "")
            }
            Deed::Write { .. } => (format!("You write: {}", key()), ""),
            Deed::Read { .. } => (format!("You read: {}", key()), ""),
            Deed::Crash { node, .. } => {
                let words = format!("{} crashes, for", self.node(*node));
                (words, "until it is restarted")
            }
            Deed::Stop { node, .. } => {
                let words = format!("{} stops consuming, for", self.node(*node));
                (words, "until it is started")
            }
            Deed::Cut { link, .. } => {
                let words = format!("The link {} is cut, for", self.link(*link));
                (words, "until it is mended")
            }
            Deed::Restart { node } => (format!("{} is restarted", self.node(*node)), ""),
            Deed::Start { node } => (format!("{} consumes again", self.node(*node)), ""),
            Deed::Mend { link } => (format!("The link {} is mended", self.link(*link)), ""),
        };
        Told {
            words,
            argument: act.what.argument(),
            unless,
            help: self.help(&act.what),
            idle: if *is_off {
                String::new()
            } else {
                self.idle(act)
            },
        }
    }

    /// What a latency distribution means, since it is written shortly.
    fn help(&self, what: &Deed) -> String {
        let Deed::Set { key, .. } = what else {
            return String::new();
        };
        let Some(param) = find(self.settings.pattern(), *key) else {
            return String::new();
        };
        let Kind::Law { off } = param.kind else {
            return String::new();
        };
        let text = what.argument().unwrap_or_default();
        let laws = text.split(BETWEEN_PEERS).map(law_in_words);
        let laws: Vec<String> = laws.collect();
        let mut words = laws.join(" / ") + HOW_LAWS_ARE_WRITTEN;
        if off {
            words += ", off";
        }
        if self.settings.peers(param) > 1 {
            words += "; or one for each, with / between them";
        }
        words + "."
    }

    fn idle(&self, act: &Act) -> String {
        let end = self.settings.time(Key::DURATION);
        if act.at > end {
            format!("After the end: users stop at {}.", units::duration(end))
        } else {
            String::new()
        }
    }

    /// What a node is called; that of a node which is not there with these settings is its word.
    fn node(&self, role: Role) -> String {
        let place = self.places.node(role);
        let name = place.and_then(|node| self.names.get(usize::from(node.0)).cloned());
        name.unwrap_or_else(|| role.to_string())
    }

    fn link(&self, link: Hop) -> String {
        let ends = [link.near, link.far].map(|role| self.node(role));
        ends.join(" – ")
    }
}

/// What follows upon what a distribution means now.
const HOW_LAWS_ARE_WRITTEN: &str = ". Another is written as 40ms (always), exp:40ms (exponential, its mean), \
    uniform:20ms..60ms (from, to) or lognormal:40ms,200ms (median, 99th percentile)";

/// "Lognormal, p50 40 ms, p99 200 ms"; what is no distribution stays as it is written.
fn law_in_words(text: &str) -> String {
    let Ok(law) = LawSpec::parse(text) else {
        return text.to_owned();
    };
    if let Some(profile) = law.profile() {
        return profile.label.to_owned();
    }
    let mut words = law.form().label().to_owned();
    for Argument { label, value } in law.arguments() {
        let value = match value {
            ArgumentValue::Time(span) => units::duration(span),
            ArgumentValue::Shape(shape) => write_number(shape),
        };
        words.extend([", ", &label, " ", &value]);
    }
    words
}

/// Reads an instant as people write it: "4.2", "4.2 s", "1 min 30 s"; a number alone is in seconds.
///
/// # Errors
///
/// What is wrong with it, as a sentence.
pub fn typed_instant(text: &str) -> Result<Micros, String> {
    let plain: String = text.split_whitespace().collect();
    if plain.starts_with(['-', '\u{2212}']) {
        return Err("A run begins at 0 s: nothing can be done before that.".to_owned());
    }
    let plain = plain.replace(',', ".");
    let is_number = plain
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    let plain = if is_number { plain + "s" } else { plain };
    let sum = parts(&plain).try_fold(0, |sum: Micros, part| sum.checked_add(parse_time(part)?));
    sum.filter(|_| !plain.is_empty())
        .ok_or_else(|| format!("“{text}” is no instant, such as 4.2 s or 1 min 30 s."))
}

/// The pieces of "1min30s": each a number with its unit.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let unit = rest.find(|letter: char| letter.is_ascii_alphabetic());
        let next = unit.and_then(|unit| {
            let after = rest[unit..].find(|letter: char| !letter.is_ascii_alphabetic());
            after.map(|after| unit + after)
        });
        let (part, left) = rest.split_at(next.unwrap_or(rest.len()));
        rest = left;
        (!part.is_empty()).then_some(part)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::patterns::parse;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn told(link: &str) -> Vec<Told> {
        let (link, problems) = parse(link);
        assert_eq!(problems, []);
        let listed = link.scenario.script.listed();
        let told = listed.iter();
        let teller = ActTeller::new(&link.scenario.settings);
        told.map(|one| teller.told(one)).collect()
    }

    #[test]
    fn what_is_said_to_be_a_distribution_is_one() {
        let words = HOW_LAWS_ARE_WRITTEN.split(' ');
        let words = words.map(|word| word.trim_end_matches(','));
        let examples: Vec<_> = words.filter(|word| word.ends_with("ms")).collect();
        assert_eq!(examples.len(), 4);
        for example in examples {
            assert!(LawSpec::parse(example).is_ok(), "{example}");
        }
    }

    #[test]
    fn acts_are_told_by_the_names_of_the_story() {
        let told = told(
            "v=1&pattern=event-based&consumers=2&duration=20s&do=1s:set:writes=12;2s:crash:broker;\
             3s:crash:consumer-1,for=2s;4s:restart:broker;5s:cut:link.producer.broker;6s:write:key-3;\
             25s:read:key-1&off=7s:stop:consumer-3",
        );
        let sentences: Vec<_> = told.iter().map(Told::sentence).collect();
        assert_eq!(
            sentences,
            [
                "Writes: from here on 12",
                "Broker crashes until it is restarted",
                "Recommendations crashes, for 2s",
                "Broker is restarted",
                "The link Profile service – Broker is cut until it is mended",
                "You write: customer 3",
                "consumer-3 stops consuming until it is started",
                "You read: customer 1",
            ]
        );
        assert_eq!(told[7].idle, "After the end: users stop at 20 s.");
        assert!(told[..7].iter().all(|told| told.idle.is_empty()));
    }

    #[test]
    fn a_distribution_is_said_in_words_with_how_another_is_written() {
        let told =
            told("v=1&pattern=event-based&do=1s:set:latency=lognormal:40ms,200ms;2s:set:writes=12");
        let help = &told[0].help;
        assert!(
            help.starts_with(
                "Lognormal, p50 40 ms, p99 200 ms. Another is written as 40ms (always)"
            ),
            "{help}"
        );
        assert_eq!(told[1].help, "");
        assert_eq!(law_in_words("exp:1s"), "Exponential, Mean 1 s");
        assert_eq!(law_in_words("off"), "off");
    }

    #[test]
    fn an_instant_is_read_as_people_write_it() {
        let cases = [
            ("4.2", 4_200_000),
            ("4,2 s", 4_200_000),
            ("4.200 s", 4_200_000),
            ("0", 0),
            ("250 ms", 250_000),
            ("1 min 30 s", 90_000_000),
            ("1 h 2 min 3.000 s", 3_723_000_000),
        ];
        for (text, at) in cases {
            assert_eq!(typed_instant(text), Ok(at), "{text}");
        }
        for text in ["", "s", "soon", "4 weeks", "1 min 30", "4..2", "s4", "é1s"] {
            let trouble = typed_instant(text).unwrap_err();
            assert!(trouble.contains("no instant"), "{text}: {trouble}");
        }
        assert!(typed_instant("-1 s").unwrap_err().contains("begins at 0"));
    }
}

//! What people have on their screens, in words, with the truth beside it.
//!
//! A screen is what an app would show: it has no idea of the truth. What is right or wrong with it is
//! said below each line, by the verdict that consistency took down when the store was read.

use super::face::Face;
use super::naming;
use super::sentence::{capital, person};
use super::units;
use crate::consistency::{Answer, Screen, Truth, Wrong, Wrote};
use crate::facts::ids::{KeyIndex, NodeId, ReplicaId, YOU};
use crate::facts::{ABSENT, Decline};
use crate::scenario::{Deed, Key, Places, Settings, Story};
use crate::session::{Session, State};

/// What a store shows of a row that it has never had.
const NOT_THERE: Truth = Truth {
    version: 0,
    value: ABSENT,
};

/// One person's screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Phone {
    /// Whose it is: "You", "User 3".
    pub who: String,
    /// What they were shown, the newest first; nothing if they have not looked yet.
    pub lines: Vec<Line>,
    /// What they last wrote, and what they wait for.
    pub note: String,
}

/// One thing on a screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// What it is about.
    pub label: String,
    /// What the screen shows.
    pub shown: String,
    /// Who answered, and when it was asked.
    pub source: String,
    /// How it stands against the truth.
    pub against: String,
    /// Whether it was wrong.
    pub wrong: bool,
}

impl Phone {
    /// Whether something on it is wrong.
    pub fn is_wrong(&self) -> bool {
        self.lines.iter().any(|line| line.wrong)
    }
}

/// The names under which screens are told.
pub struct Teller<'a> {
    face: &'static Face,
    session: &'a Session,
    /// The story whose names these are.
    pub story: &'static Story,
    /// Where everything is.
    pub places: Places,
    nodes: Vec<String>,
}

/// The screens of those who are followed, that of the person at the page first, whether they have done
/// something or not.
pub fn phones(face: &'static Face, session: &Session) -> Vec<Phone> {
    let settings = &session.scenario().settings;
    let teller = Teller {
        face,
        session,
        story: Story::of(settings),
        places: Places::of(settings),
        nodes: naming::names(settings),
    };
    let screens = session.screens();
    let mut phones: Vec<Phone> = screens.iter().map(|screen| teller.phone(screen)).collect();
    if screens.first().is_none_or(|first| first.session != YOU) {
        let you = Phone {
            who: capital(&person(YOU)),
            ..Phone::default()
        };
        phones.insert(0, you);
    }
    phones
}

/// Why there is nobody's screen to see, if there is none but that of the person at the page.
pub fn nobody(face: &Face, settings: &Settings) -> &'static str {
    let reads = settings.number(Key::READS) > 0.0;
    let looks = settings.law_or_off(Key::THINK).is_some();
    if !reads && !looks {
        "Nobody reads: there are no reads, and nobody looks again at what they wrote. You can."
    } else if !reads && !(face.screens.asks)(settings) {
        "Nobody reads: there are no reads, and nobody writes something to look at. You can."
    } else {
        "Nobody has done anything yet."
    }
}

/// Whether anybody writes with these settings.
pub fn writes(settings: &Settings) -> bool {
    settings.number(Key::WRITES) > 0.0 || settings.time_or_off(Key::WRITES_EVERY).is_some()
}

/// What a person was shown of copies, the newest first.
pub fn shown(teller: &Teller<'_>, screen: &Screen) -> Vec<Line> {
    let wrote = screen.wrote.as_ref();
    let lines = screen.answers.iter();
    lines
        .map(|answer| teller.line(answer, wrote, screen.session == YOU))
        .collect()
}

/// Why the person at the page cannot write and read, if they cannot.
pub fn closed(session: &Session) -> Option<&'static str> {
    let is_over = matches!(session.state(), State::Ended { .. } | State::Stopped(_));
    (session.is_draining() || is_over).then_some(
        "Users have stopped, and so have you: what is under way comes to its end. Restart, or let it \
         run longer.",
    )
}

/// The key that the person at the page writes and reads: the one that they chose, else that of their last
/// act.
pub fn your_key(session: &Session, chosen: Option<KeyIndex>) -> KeyIndex {
    let scenario = session.scenario();
    let acts = scenario.script.acts().iter().rev();
    let mut acts = acts.filter_map(|act| match act.what {
        Deed::Write { key } | Deed::Read { key } => Some(key),
        _ => None,
    });
    let last = scenario.settings.count(Key::KEYS).saturating_sub(1) as KeyIndex;
    let key = chosen.or_else(|| acts.next()).unwrap_or(0);
    key.min(last)
}

/// What happened last to the person whose screen it is, in one sentence; empty if nothing did.
pub fn told(you: &Phone) -> String {
    let mut words = you.note.clone();
    if let Some(line) = you.lines.first() {
        let showed = if line.source.is_empty() {
            ""
        } else {
            " showed "
        };
        for part in [&line.source, showed, &line.label, ": ", &line.shown, ". "] {
            words.push_str(part);
        }
        words.push_str(&line.against);
        words.push('.');
    }
    words
}

impl Teller<'_> {
    fn phone(&self, screen: &Screen) -> Phone {
        let mut phone = Phone {
            who: capital(&person(screen.session)),
            lines: (self.face.screens.lines)(self, screen),
            ..Phone::default()
        };
        if let Some(wrote) = &screen.wrote {
            phone.note = self.wrote(wrote);
        }
        if let Some((since, key)) = screen.asks() {
            for part in [
                "Asked for ",
                &self.key(key),
                " at ",
                &units::instant(since),
                ": no answer yet. ",
            ] {
                phone.note.push_str(part);
            }
        }
        phone
    }

    /// What a key is called.
    pub fn key(&self, key: KeyIndex) -> String {
        self.story.key_label(key)
    }

    /// What a node is called.
    pub fn node(&self, node: NodeId) -> &str {
        let name = self.nodes.get(usize::from(node.0));
        name.map_or("", String::as_str)
    }

    /// The name of a store: of the source itself where it is no copy.
    fn store(&self, replica: ReplicaId) -> &str {
        let holders = self.session.replicas();
        let holder = holders.iter().find(|(held, _)| *held == replica);
        // The node after the people is the source, or the first of several.
        self.node(holder.map_or(NodeId(1), |(_, node)| *node))
    }

    /// What a store showed of a key, against the truth.
    fn line(&self, answer: &Answer, wrote: Option<&Wrote>, is_you: bool) -> Line {
        let now = self.session.truth(answer.key).unwrap_or_default();
        let value = |value| self.story.value_label(value);
        let mut words = String::new();
        let mut say = |parts: &[&str]| {
            if !words.is_empty() {
                words.push_str(", ");
            }
            words.push_str(&parts.concat());
        };
        match answer.wrong {
            None => say(&["right"]),
            Some(wrong) => {
                say(&["truth ", &value(answer.truth.value)]);
                if answer.behind > 0 {
                    say(&[&units::duration(answer.age), " old"]);
                    say(&[
                        &units::things(answer.behind, "version", "versions"),
                        " behind",
                    ]);
                }
                match wrong {
                    Wrong::OwnMissing => {
                        let own = wrote.filter(|own| own.key == answer.key);
                        let at = own.map(|own| units::instant(own.at)).unwrap_or_default();
                        let whose = if is_you { "your" } else { "their" };
                        let of = if at.is_empty() { "" } else { " of " };
                        say(&[whose, " own write", of, &at, " is missing"]);
                    }
                    Wrong::WentBack => say(&["older than what was shown before"]),
                    Wrong::Stale => {}
                    Wrong::Other => say(&["no write is missing, and yet it is another value"]),
                }
            }
        }
        // Of what was wrong the truth was said; it is said again once it is another one.
        let known = answer.wrong.map_or(answer.found, |_| answer.truth);
        if now.value != known.value {
            say(&["now ", &value(now.value)]);
        }
        Line {
            label: self.key(answer.key),
            shown: if answer.found == NOT_THERE {
                "not there".to_owned()
            } else {
                value(answer.found.value)
            },
            source: source(self.store(answer.replica), answer),
            against: capital(&words),
            wrong: answer.wrong.is_some(),
        }
    }

    fn wrote(&self, wrote: &Wrote) -> String {
        let screens = &self.face.screens;
        let mut words = [
            screens.did,
            " ",
            &self.key(wrote.key),
            " at ",
            &units::instant(wrote.at),
        ]
        .concat();
        if let Some(value) = wrote.value {
            words.push_str(": ");
            words.push_str(&self.story.value_label(value));
        }
        let told = wrote.told.map(units::instant).unwrap_or_default();
        for part in match (wrote.refused, wrote.lost) {
            (Some(Decline::Uncovered), _) => [", refused: there is not enough", ""],
            (Some(Decline::Conflict), _) => [", refused: it had changed meanwhile", ""],
            (None, true) => [", lost on its way: nobody will answer", ""],
            (None, false) if told.is_empty() => [", no word yet that it is done", ""],
            (None, false) => [screens.learnt, &told],
        } {
            words.push_str(part);
        }
        words.push_str(". ");
        words
    }
}

/// Who answered, and when it was asked.
pub fn source(store: &str, answer: &Answer) -> String {
    ["Asked at ", &units::instant(answer.asked), ", ", store].concat()
}

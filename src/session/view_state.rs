//! What of the page a link carries beside the run and its instant: the tab, what is selected, the speed.
//! It stands in the link's `select`, a list of words such as `incident-3/tab-why`, of which every page has
//! taken any text from the beginning: one that is older leaves out what it does not know.
//!
//! The words of nodes, connections and keys are those of scripts. Other things count from 1.

use std::fmt;

use super::{Session, Speed};
use crate::facts::ids::{KeyIndex, MessageId, WriteId};
use crate::patterns;
use crate::scenario::{MOST_ACTS, Pattern, Place, Places, Role, parse_number, write_number};

/// Between two words, as between the values of peers: carriers leave it alone.
const BETWEEN: char = '/';
/// What the word of a copy begins with, and what stands before the number of its key.
const COPY: &str = "copy.";
const KEY: &str = ".key-";
/// None is slower, or faster, than anything can be watched.
const FACTORS: std::ops::RangeInclusive<f64> = 1e-6..=1e6;

/// A tab of the results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// What people have on their screens.
    Users,
    /// The figures.
    Measures,
    /// What went wrong.
    Why,
    /// The facts.
    Log,
}

impl Tab {
    /// All of them, as they stand side by side.
    pub const ALL: [Self; 4] = [Self::Users, Self::Measures, Self::Why, Self::Log];
    /// The one that a page shows first.
    pub const FIRST: Self = Self::Measures;

    /// Its word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Users => "users",
            Self::Measures => "measures",
            Self::Why => "why",
            Self::Log => "log",
        }
    }

    /// Its place among [`ALL`](Self::ALL).
    pub const fn place(self) -> usize {
        self as usize
    }
}

/// What of the picture is selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// A node or a connection.
    Place(Place),
    /// A message.
    Message(MessageId),
    /// A key of the store that a node holds.
    Copy(Role, KeyIndex),
    /// A step of the saga that is followed, from 0.
    Step(u16),
}

/// What a page shows of a run beside the run itself. What is not there is as the page has it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ViewState {
    /// The tab.
    pub tab: Option<Tab>,
    /// How fast it is shown.
    pub speed: Option<Speed>,
    /// The key that the person at the page has chosen.
    pub key: Option<KeyIndex>,
    /// What of the picture is selected.
    pub item: Option<Item>,
    /// The incident that is looked at, by its number.
    pub incident: Option<u64>,
    /// The write or saga that is followed.
    pub followed: Option<WriteId>,
}

impl ViewState {
    /// Reads the `select` of a link. Gives the words that say nothing, too.
    pub fn parse(text: &str, places: &Places) -> (Self, Vec<String>) {
        let mut state = Self::default();
        let words = text.split(BETWEEN).filter(|word| !word.is_empty());
        let unread = words.filter(|word| state.read(word, places).is_none());
        let unread = unread.map(str::to_owned).collect();
        (state, unread)
    }

    fn read(&mut self, word: &str, places: &Places) -> Option<()> {
        if let Some(place) = places.from_word(word) {
            self.item = Some(Item::Place(place));
            return Some(());
        }
        if let Some(copy) = word.strip_prefix(COPY) {
            self.item = Some(self::copy(copy, places)?);
            return Some(());
        }
        let (kind, rest) = word.split_once('-')?;
        let number = || rest.parse::<u64>().ok();
        let index = || number()?.checked_sub(1);
        match kind {
            "tab" => self.tab = Some(Tab::ALL.into_iter().find(|tab| tab.word() == rest)?),
            "speed" | "slow" => self.speed = Some(speed(kind, rest)?),
            "key" => self.key = Some(index()?.try_into().ok()?),
            "step" => self.item = Some(Item::Step(index()?.try_into().ok()?)),
            "message" => self.item = Some(Item::Message(MessageId(number()?))),
            "incident" => self.incident = Some(index()?),
            // What another pattern calls it is as good: a link may have come from there.
            _ if patterns::is_followed(kind) => self.followed = Some(WriteId(index()?)),
            _ => return None,
        }
        Some(())
    }

    /// As the `select` of a link to a run of a pattern, without what a page shows anyway; none if nothing is
    /// left.
    pub fn write(&self, pattern: Pattern) -> Option<String> {
        let followed = pattern.spec().followed.word;
        let tab = self.tab.filter(|tab| *tab != Tab::FIRST);
        let speed = self.speed.filter(|speed| *speed != Speed::Paced);
        let words = [
            self.item.map(|item| item.to_string()),
            self.incident.map(|nth| format!("incident-{}", nth + 1)),
            self.followed
                .map(|write| format!("{followed}-{}", write.0 + 1)),
            self.key.map(|key| format!("key-{}", u64::from(key) + 1)),
            tab.map(|tab| format!("tab-{}", tab.word())),
            speed.map(speed_word),
        ];
        let words: Vec<_> = words.into_iter().flatten().collect();
        (!words.is_empty()).then(|| words.join(&BETWEEN.to_string()))
    }

    /// The same without what is there at an instant alone: what is left can be seen in a run from its start on.
    #[must_use]
    pub fn of_any_instant(mut self) -> Self {
        if matches!(self.item, Some(Item::Message(_) | Item::Step(_))) {
            self.item = None;
        }
        self.incident = None;
        self.followed = None;
        self
    }

    /// Takes out what names nothing in a run as it stands, and gives what is said of that.
    pub fn drop_missing(&mut self, session: &Session) -> Vec<String> {
        let mut missing = Vec::new();
        if let Some(Item::Message(message)) = self.item
            && !session.knows_message(message)
        {
            self.item = None;
            missing.push("the message that was selected".to_owned());
        }
        if let Some(Item::Copy(role, key)) = self.item
            && !holds(session, role, key)
        {
            self.item = None;
            missing.push(format!("the copy of key {} at {role}", u64::from(key) + 1));
        }
        missing.extend(self.drop_missing_story(session));
        if let Some(nth) = self.incident
            && session.known_incident(nth).is_none()
        {
            self.incident = None;
            missing.push(format!("incident {}", nth + 1));
        }
        if self.key.is_some_and(|key| key >= session.keys()) {
            let key = self.key.take().unwrap_or_default();
            missing.push(format!("key {}", u64::from(key) + 1));
        }
        missing
    }
}

impl ViewState {
    /// The same of what is followed, and of a step of it: one sentence says both.
    fn drop_missing_story(&mut self, session: &Session) -> Option<String> {
        let settings = &session.scenario().settings;
        let of_pattern = &settings.pattern().spec().followed;
        let followed = self.followed.map(|write| {
            let kind = of_pattern.word;
            let number = |nth: u64| nth.saturating_add(1);
            // Nobody writes more than there can be acts.
            match write.yours().filter(|nth| *nth < MOST_ACTS as u64) {
                Some(nth) => format!("your {kind} {}", number(nth)),
                None => format!("{kind} {}", number(write.0)),
            }
        });
        let is_there = self.followed.is_none_or(|write| session.knows_write(write));
        if !is_there {
            self.followed = None;
        }
        let Some(Item::Step(step)) = self.item else {
            return followed.filter(|_| !is_there);
        };
        let steps = of_pattern.steps.map_or(0, |steps| settings.count(steps));
        let has_step = u64::from(step) < steps;
        if self.followed.is_some() && has_step {
            return None;
        }
        self.item = None;
        let of = followed.unwrap_or_else(|| "a saga that is not named".to_owned());
        Some(format!("step {} of {of}", step + 1))
    }
}

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Place(place) => place.fmt(f),
            Self::Message(message) => write!(f, "message-{}", message.0),
            Self::Copy(role, key) => write!(f, "{COPY}{role}{KEY}{}", u64::from(*key) + 1),
            Self::Step(step) => write!(f, "step-{}", step + 1),
        }
    }
}

/// Whether a node has a store that holds a key.
fn holds(session: &Session, role: Role, key: KeyIndex) -> bool {
    let node = session.places().node(role);
    let mut stores = session.stores().into_iter();
    let settings = &session.scenario().settings;
    let is_its_own = (settings.pattern().spec().holds)(settings, role, key);
    key < session.keys() && is_its_own && stores.any(|(_, holder)| Some(holder) == node)
}

/// The copy of a key at a node, such as `consumer-1.key-3`.
fn copy(text: &str, places: &Places) -> Option<Item> {
    let (node, key) = text.rsplit_once(KEY)?;
    let Some(Place::Node(role)) = places.from_word(node) else {
        return None;
    };
    let key = key.parse::<u64>().ok()?.checked_sub(1)?;
    Some(Item::Copy(role, key.try_into().ok()?))
}

/// Fractions are said as what they take: a third is `slow-3`.
fn speed_word(speed: Speed) -> String {
    match speed {
        Speed::Paced => "speed-paced".to_owned(),
        Speed::ToEnd => "speed-end".to_owned(),
        Speed::Fixed(factor) if factor < 1.0 => format!("slow-{}", write_number(1.0 / factor)),
        Speed::Fixed(factor) => format!("speed-{}", write_number(factor)),
    }
}

fn speed(kind: &str, text: &str) -> Option<Speed> {
    match (kind, text) {
        ("speed", "paced") => return Some(Speed::Paced),
        ("speed", "end") => return Some(Speed::ToEnd),
        _ => {}
    }
    let number = parse_number(text)?;
    let factor = if kind == "slow" { 1.0 / number } else { number };
    FACTORS.contains(&factor).then_some(Speed::Fixed(factor))
}

#[cfg(test)]
mod tests;

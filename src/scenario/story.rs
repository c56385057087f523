//! Stories: the names under which people meet a pattern. A story names roles, keys and values; it
//! never changes what happens.

use super::key::Key;
use super::param::Choice;
use super::pattern::Pattern;
use super::places::Role;
use super::settings::Settings;

/// One set of names.
#[derive(Debug, PartialEq, Eq)]
pub struct Story {
    /// The word in a link.
    pub word: &'static str,
    /// Its name on the page.
    pub title: &'static str,
    /// What a key is, such as "customer".
    pub key: &'static str,
    /// What a value is, such as "city".
    pub value: &'static str,
    change: &'static str,
    users: Name,
    producer: Name,
    broker: Name,
    consumers: [Name; 8],
    values: Values,
}

/// What something is called, and what it is in one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name {
    /// What it is called.
    pub name: &'static str,
    /// What it is.
    pub what: &'static str,
}

#[derive(Debug, PartialEq, Eq)]
enum Values {
    /// Each number stands for one of these words, over and over.
    Words(&'static [&'static str]),
    /// A number with a unit.
    Amount(&'static str),
}

const fn name(name: &'static str, what: &'static str) -> Name {
    Name { name, what }
}

const EVENT_BASED: &[Story] = &[
    Story {
        word: "profile",
        title: "Customer profiles",
        key: "customer",
        value: "city",
        change: "A profile change",
        users: name("Customers", "People who move house and say so."),
        producer: name(
            "Profile service",
            "Owns the profiles; what it has committed is the truth.",
        ),
        broker: name(
            "Broker",
            "Keeps events and hands them to every service that wants them.",
        ),
        consumers: [
            name(
                "Recommendations",
                "Suggests what is near the customer's city.",
            ),
            name("Search index", "Finds customers by city."),
            name("E-mail", "Writes to customers about their city."),
            name("Billing", "Puts the city on invoices."),
            name("Support", "Shows agents where a customer lives."),
            name("Analytics", "Counts customers by city."),
            name(
                "Fraud check",
                "Compares the city with where orders come from.",
            ),
            name("Mobile cache", "Feeds the phone app."),
        ],
        values: Values::Words(&[
            "Oslo", "Lima", "Kyoto", "Accra", "Porto", "Quito", "Turin", "Hanoi", "Perth", "Izmir",
            "Malmo", "Cusco", "Dakar", "Bergen", "Pune", "Leeds",
        ]),
    },
    Story {
        word: "power-grid",
        title: "Power grid",
        key: "meter",
        value: "reading",
        change: "A meter reading",
        users: name("Meters", "Meters in homes that report what was used."),
        producer: name(
            "Meter gateway",
            "Takes readings in; what it has committed is the truth.",
        ),
        broker: name(
            "Broker",
            "Keeps events and hands them to every service that wants them.",
        ),
        consumers: [
            name("Billing", "Sums what each meter has used."),
            name("Load balancing", "Steers the grid by the latest readings."),
            name("Monitoring", "Raises an alarm when a reading is odd."),
            name("Forecast", "Predicts tomorrow's load."),
            name("Customer portal", "Shows people what they use."),
            name("Trading", "Buys and sells by the hour."),
            name("Outage desk", "Looks for meters that went dark."),
            name("Regulator feed", "Reports totals to the regulator."),
        ],
        values: Values::Amount("kWh"),
    },
];

/// The words of `story` in the event-based pattern.
pub(super) const EVENT_BASED_CHOICES: &[Choice] =
    &[EVENT_BASED[0].choice(), EVENT_BASED[1].choice()];

/// The stories of a pattern, the usual one first.
pub fn stories(pattern: Pattern) -> &'static [Story] {
    match pattern {
        Pattern::EventBased => EVENT_BASED,
    }
}

impl Story {
    const fn choice(&self) -> Choice {
        Choice {
            word: self.word,
            label: self.title,
        }
    }

    /// The story that the settings tell.
    pub fn of(settings: &Settings) -> &'static Self {
        let stories = stories(settings.pattern());
        let word = settings.choice(Key::Story);
        stories
            .iter()
            .find(|story| story.word == word)
            .unwrap_or(&stories[0])
    }

    /// What a role is called and what it is.
    pub fn name(&self, role: Role) -> Name {
        match role {
            Role::Users => self.users,
            Role::Producer => self.producer,
            Role::Broker => self.broker,
            Role::Consumer(index) => self.consumers[index % self.consumers.len()],
        }
    }

    /// What happens, in one sentence.
    pub fn sentence(&self, settings: &Settings) -> String {
        let count = settings.count(Key::Consumers);
        let services = if count == 1 { "service" } else { "services" };
        format!("{} travels to {} {services}.", self.change, in_words(count))
    }

    /// What a key is called, by its place from 0.
    pub fn key_label(&self, key: u32) -> String {
        format!("{} {}", self.key, u64::from(key) + 1)
    }

    /// What a value is called; with words the sign is not told.
    pub fn value_label(&self, value: i64) -> String {
        match self.values {
            Values::Words(words) => words[value.unsigned_abs() as usize % words.len()].to_owned(),
            Values::Amount(unit) => format!("{value} {unit}"),
        }
    }
}

fn in_words(count: u64) -> String {
    const WORDS: [&str; 9] = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight",
    ];
    usize::try_from(count)
        .ok()
        .and_then(|index| WORDS.get(index))
        .map_or_else(|| count.to_string(), |word| (*word).to_owned())
}

//! What things are called where several of a kind may have one name of the story.

use super::{Names, units};
use crate::scenario::{Key, Peers, Places, Role, Settings, Story};

/// What the nodes are called, and what they say of themselves.
pub fn of_nodes(settings: &Settings) -> Names {
    let places = Places::of(settings);
    let lines = places.nodes().iter().map(|role| role_line(*role, settings));
    Names {
        node: numbered(settings, places.nodes()),
        role_line: lines.collect(),
        key: Story::of(settings).key.to_owned(),
    }
}

/// So many of what a story's keys are, such as "3 accounts"; each story has a word that takes an "s".
pub fn keys(word: &str, number: u64) -> String {
    let word = if word.is_empty() { "key" } else { word };
    units::things(number, word, &[word, "s"].concat())
}

/// What the peers are called of which each may have a value of its own.
pub fn of_peers(settings: &Settings, peers: Option<Peers>, count: usize) -> Vec<String> {
    let roles = peers.map(|peers| (0..count).map(peers.role).collect());
    let roles: Vec<Role> = roles.unwrap_or_default();
    numbered(settings, &roles)
}

/// The names of the story; those that are used more than once are numbered.
fn numbered(settings: &Settings, roles: &[Role]) -> Vec<String> {
    let story = Story::of(settings);
    let names: Vec<&str> = roles.iter().map(|role| story.name(*role).name).collect();
    let same = |name: &str, among: &[&str]| among.iter().filter(|other| **other == name).count();
    let name = |(place, name): (usize, &&str)| match same(name, &names) {
        1 => (*name).to_owned(),
        _ => format!("{name} {}", same(name, &names[..=place])),
    };
    names.iter().enumerate().map(name).collect()
}

/// What a node says of itself while nothing more urgent is to be said.
fn role_line(role: Role, settings: &Settings) -> String {
    match role {
        Role::Broker if settings.choice(Key::ORDER) == "key" => {
            units::things(settings.count(Key::PARTITIONS), "partition", "partitions")
        }
        Role::Broker => units::things(settings.count(Key::CONSUMERS), "queue", "queues"),
        Role::Job => format!("every {}", units::duration(settings.time(Key::INTERVAL))),
        Role::Service(step) => {
            let takes = units::duration(settings.law_of(Key::STEP, step).median());
            let fails = settings.share_of(Key::REFUSE, step) + settings.share_of(Key::ERROR, step);
            if fails > 0.0 {
                format!("{} fail · {takes}", units::share(fails.min(1.0)))
            } else {
                takes
            }
        }
        Role::WriteModel if settings.choice(Key::DECIDE_ON) == "read-model" => {
            "append, checked elsewhere".to_owned()
        }
        Role::WriteModel => "check, then append".to_owned(),
        Role::ReadModel { replica, .. } => match settings.count(Key::REPLICAS) {
            0 | 1 => String::new(),
            replicas => format!("replica {} of {replicas}", replica + 1),
        },
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Pattern, Value, find};

    #[test]
    fn a_name_that_is_used_once_is_that_of_the_story() {
        let mut settings = Settings::defaults(Pattern::EVENT_BASED);
        settings.set(Key::PARTITIONS, Value::Count(3));
        let names = of_nodes(&settings);
        assert_eq!(
            names.node[..4],
            ["Customers", "Profile service", "Broker", "Recommendations"]
        );
        assert_eq!(names.role_line[2], "3 partitions");
        assert_eq!(names.role_line[3], "");
    }

    #[test]
    fn a_job_says_how_often_it_runs_and_a_service_how_often_it_fails() {
        let lines = |pattern, texts: &[(Key, &str)]| {
            let mut settings = Settings::defaults(pattern);
            for (key, text) in texts {
                let value = settings.read(*key, text).unwrap();
                settings.set(*key, value);
            }
            of_nodes(&settings).role_line
        };
        let job = [(Key::INTERVAL, "5min"), (Key::SOURCES, "1")];
        assert_eq!(
            lines(Pattern::BACKGROUND_SYNC, &job),
            ["", "", "every 5 min", ""]
        );
        let service = [
            (Key::STEPS, "1"),
            (Key::STEP, "1s"),
            (Key::REFUSE, "0.05"),
            (Key::ERROR, "0"),
        ];
        assert_eq!(lines(Pattern::SAGA, &service), ["", "", "5.0 % fail · 1 s"]);
    }

    #[test]
    fn names_that_are_used_again_are_numbered() {
        let settings = Settings::defaults(Pattern::CQRS);
        let replicas = [0, 1].map(|replica| Role::ReadModel { view: 0, replica });
        let roles = [replicas[0], Role::Users, replicas[1]];
        assert_eq!(
            numbered(&settings, &roles),
            ["Balances 1", "Customers", "Balances 2"]
        );
        assert_eq!(
            of_peers(
                &settings,
                find(Pattern::CQRS, Key::BUS).and_then(|bus| bus.per_peer),
                2
            ),
            ["Balances", "Statements"]
        );
    }
}

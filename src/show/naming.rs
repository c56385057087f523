//! What things are called where several of a kind may have one name of the story.

use super::{Face, Names, units};
use crate::scenario::{Peers, Places, Role, Settings, Story};

/// What the nodes are called.
pub fn names(settings: &Settings) -> Vec<String> {
    numbered(settings, Places::of(settings).nodes())
}

/// What the nodes are called, and what they say of themselves.
pub fn of_nodes(face: &Face, settings: &Settings) -> Names {
    let places = Places::of(settings);
    let lines = places.nodes().iter();
    let lines = lines.map(|role| (face.role_line)(*role, settings));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Key, NodeKind, Pattern, find};

    #[test]
    fn names_that_are_used_again_are_numbered() {
        let settings = Settings::defaults(Pattern::CQRS);
        let replicas = [0, 1].map(|replica| NodeKind::READ_MODEL.at(0, replica));
        let roles = [replicas[0], Role::USERS, replicas[1]];
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

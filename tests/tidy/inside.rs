//! The arrows inside rooms, and files that name each other in a circle.

use std::collections::BTreeMap;

use crate::rules::Breach;
use crate::source::Source;

/// Rooms that have rooms, each from left to right: one may use those that stand in a later column, and no other.
const INSIDE: [(&str, &[&[&str]]); 1] = [(
    "consistency",
    &[
        &["fold"],
        &["sessions", "processes"],
        &["incidents"],
        &["state"],
        &["measures"],
        &["stats"],
    ],
)];

/// The most files that may name each other in a circle.
pub const LARGEST_CIRCLE: usize = 3;

/// Imports inside a room run one way.
pub fn arrows(source: &Source) -> Vec<Breach> {
    let place: Vec<&str> = source.path.split('/').collect();
    let &["src", room, here, ..] = place.as_slice() else {
        return Vec::new();
    };
    let Some((_, map)) = INSIDE.iter().find(|(of, _)| *of == room) else {
        return Vec::new();
    };
    let column = |name: &str| map.iter().position(|rooms| rooms.contains(&name));
    let here = here.strip_suffix(".rs").unwrap_or(here);
    // The door of the room shows what is inside.
    let Some(at) = column(here) else {
        return Vec::new();
    };
    let named = source.named().into_iter();
    let named = named.filter(|named| named.path.len() > 1 && named.path[0] == room);
    named
        .filter_map(|named| {
            let other = named.path[1].as_str();
            let rule = match column(other) {
                _ if other == here => return None,
                Some(there) if there > at => return None,
                Some(_) => format!("`{room}/{here}` may not use `{other}`"),
                None => format!("`{room}/{here}` names `{other}` by the door of its own room"),
            };
            Some(Breach {
                path: source.path.clone(),
                line: named.line,
                rule,
            })
        })
        .collect()
}

/// The rooms inside a room, by their doors; tests are none.
pub fn rooms_of(sources: &[Source], room: &str) -> Vec<String> {
    let door = |source: &Source| {
        let inner = source.path.strip_prefix(&format!("src/{room}/"))?;
        let (inner, file) = inner.split_once('/')?;
        (file == "mod.rs" && inner != "tests").then(|| inner.to_owned())
    };
    sources.iter().filter_map(door).collect()
}

/// What one pattern has is named in its room, by its face, in the list of all, and in tests; nowhere else.
pub fn rivals(source: &Source, rooms: &[String]) -> Vec<Breach> {
    let mut folders = source.path.split('/').skip(2);
    let own = folders
        .next()
        .filter(|_| source.path.matches('/').count() > 2);
    if source.is_test() || source.path == "src/patterns/mod.rs" {
        return Vec::new();
    }
    let named = source.without_tests().named().into_iter();
    named
        .filter(|named| named.path[0] == "patterns")
        .filter(|named| named.path.get(1).is_some_and(|room| rooms.contains(room)))
        .filter(|named| own != Some(named.path[1].as_str()))
        .map(|named| Breach {
            path: source.path.clone(),
            line: named.line,
            rule: format!(
                "the pattern `{}` is named from outside its rooms",
                named.path[1]
            ),
        })
        .collect()
}

/// Files that name each other in a circle, tests left out, where there are more than may. The door of a room counts as
/// naming nothing: it shows what is inside.
pub fn circles(sources: &[Source]) -> Vec<Vec<String>> {
    let places: BTreeMap<Vec<String>, usize> = (0..)
        .zip(sources)
        .map(|(place, source)| (source.module(), place))
        .collect();
    let of_tests: Vec<Vec<String>> = sources.iter().flat_map(Source::modules_of_tests).collect();
    let names = |source: &Source| -> Vec<usize> {
        if is_door(source) || of_tests.contains(&source.module()) {
            return Vec::new();
        }
        let named = source.without_tests().named().into_iter();
        named
            .filter_map(|named| {
                let mut lengths = (1..=named.path.len()).rev();
                lengths.find_map(|length| places.get(&named.path[..length]).copied())
            })
            .collect()
    };
    let arrows: Vec<Vec<usize>> = sources.iter().map(names).collect();
    let reached: Vec<Vec<bool>> = (0..sources.len())
        .map(|from| reach(&arrows, from))
        .collect();
    let mut circles = Vec::new();
    let mut seen = vec![false; sources.len()];
    for from in 0..sources.len() {
        let is_in = |to: &usize| reached[from][*to] && reached[*to][from];
        let circle: Vec<usize> = (0..sources.len()).filter(is_in).collect();
        if !seen[from] && circle.len() > LARGEST_CIRCLE {
            circles.push(circle.iter().map(|at| sources[*at].path.clone()).collect());
        }
        for at in circle {
            seen[at] = true;
        }
    }
    circles
}

/// Whether a file only shows what is inside a room.
fn is_door(source: &Source) -> bool {
    let source = source.without_tests();
    source.path.ends_with("/mod.rs") && !source.tokens.iter().any(|token| token.text == "fn")
}

/// Which files are reached from one along the arrows.
fn reach(arrows: &[Vec<usize>], from: usize) -> Vec<bool> {
    let mut reached = vec![false; arrows.len()];
    let mut next = arrows[from].clone();
    while let Some(at) = next.pop() {
        if !std::mem::replace(&mut reached[at], true) {
            next.extend(&arrows[at]);
        }
    }
    reached
}

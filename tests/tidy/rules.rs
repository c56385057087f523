//! The rules of the house. Each takes what it reads as text, so that its own test can show it a bad
//! sample, and gives the breaches that it finds.

use std::fmt;

use crate::source::Source;

/// The rooms from left to right. A room may use those that stand in a later column, and no other: not
/// those to its left, and not its neighbours in the same column.
pub const MAP: [&[&str]; 10] = [
    &["ui", "cli"],
    &["faces"],
    &["show"],
    &["session", "lab"],
    &["run"],
    &["patterns"],
    &["consistency"],
    &["scenario"],
    &["sim"],
    &["facts"],
];

/// More lines than this is more than one thing to read.
pub const LINES_MAX: usize = 500;

/// What `src/faces/mod.rs` offers to those who ask for the face of a pattern.
const DOOR: [&str; 9] = [
    "self", "draw", "names", "narrator", "nobody", "of", "phones", "teller", "warning",
];

/// Crates that only work in a browser.
const BROWSER: [&str; 6] = [
    "leptos",
    "web_sys",
    "js_sys",
    "wasm_bindgen",
    "gloo_events",
    "gloo_timers",
];

/// Functions of `f64` and `f32` whose results differ between targets.
const INEXACT: [&str; 26] = [
    "acos", "acosh", "asin", "asinh", "atan", "atan2", "atanh", "cbrt", "cos", "cosh", "exp",
    "exp2", "exp_m1", "hypot", "ln", "ln_1p", "log", "log10", "log2", "powf", "powi", "sin",
    "sin_cos", "sinh", "tan", "tanh",
];

/// Types whose behaviour differs from run to run.
const UNSTEADY: [&str; 4] = ["HashMap", "HashSet", "Instant", "SystemTime"];

/// A place that breaks a rule.
#[derive(Debug, PartialEq, Eq)]
pub struct Breach {
    /// From the root of the package.
    pub path: String,
    /// Counted from 1.
    pub line: usize,
    /// The rule, and what breaks it.
    pub rule: String,
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.rule)
    }
}

fn breach(path: &str, line: usize, rule: String) -> Breach {
    Breach {
        path: path.to_owned(),
        line,
        rule,
    }
}

fn column(room: &str) -> Option<usize> {
    MAP.iter().position(|rooms| rooms.contains(&room))
}

/// Imports run one way.
pub fn arrows(source: &Source) -> Vec<Breach> {
    let Some(room) = source.room() else {
        return Vec::new();
    };
    let Some(here) = column(room) else {
        let rule = format!("the house has no room `{room}`; its map is in tests/tidy/rules.rs");
        return vec![breach(&source.path, 1, rule)];
    };
    let named = source
        .named()
        .into_iter()
        .filter(|named| named.path[0] != room);
    named
        .filter_map(|named| {
            let other = &named.path[0];
            let rule = match column(other) {
                Some(there) if there > here => return None,
                Some(_) => format!(
                    "`{room}` may not use `{other}`: imports run {}",
                    map_in_words()
                ),
                None => format!("`{room}` uses `crate::{other}`, which is no room of the house"),
            };
            Some(breach(&source.path, named.line, rule))
        })
        .collect()
}

/// A face is a room of its own: none names another, and whoever else needs one asks at the door.
pub fn faces(source: &Source) -> Vec<Breach> {
    let inner = source.path.strip_prefix("src/faces/");
    let own = inner
        .and_then(|inner| inner.split_once('/'))
        .map(|(own, _)| own);
    let is_other = |room: &str| {
        let is_room = room.starts_with(char::is_lowercase) && !DOOR.contains(&room);
        is_room && own != Some(room)
    };
    let named = source.named().into_iter();
    named
        .filter(|named| named.path[0] == "faces" && own != Some("tests"))
        .filter(|named| named.path.get(1).is_some_and(|room| is_other(room)))
        .map(|named| {
            let rule = format!(
                "the face `{}` is named from outside its room",
                named.path[1]
            );
            breach(&source.path, named.line, rule)
        })
        .collect()
}

/// Rooms that serve every pattern name none, but in their tests.
pub fn patterns(source: &Source) -> Vec<Breach> {
    let inner = source.path.matches('/').count() > 2;
    let is_of_one = matches!(source.room(), Some("patterns" | "faces")) && inner;
    if source.room().is_none() || is_of_one || source.is_test() {
        return Vec::new();
    }
    let source = source.without_tests();
    let named = (2..source.tokens.len()).filter(|at| {
        let (owner, mark, name) = (source.word(at - 2), source.word(at - 1), source.word(*at));
        let is_constant = name.starts_with(char::is_uppercase) && name != "ALL";
        owner == "Pattern" && mark == "::" && is_constant
    });
    named
        .map(|at| {
            let rule = "a room that serves every pattern names none: ask its face".to_owned();
            breach(&source.path, source.tokens[at].line, rule)
        })
        .collect()
}

fn map_in_words() -> String {
    MAP.map(|rooms| rooms.join(", ")).join(" -> ")
}

/// Only `ui` and the entry points know the browser.
pub fn browser(source: &Source) -> Vec<Breach> {
    if !matches!(source.room(), Some(room) if room != "ui")
        && !matches!(source.path.as_str(), "src/lib.rs" | "src/model.rs")
    {
        return Vec::new();
    }
    let tokens = source
        .tokens
        .iter()
        .filter(|token| BROWSER.contains(&token.text.as_str()));
    tokens
        .map(|token| {
            breach(
                &source.path,
                token.line,
                format!("only `ui` may name `{}`", token.text),
            )
        })
        .collect()
}

/// What the model computes is the same natively and in WebAssembly, now and always.
pub fn determinism(source: &Source) -> Vec<Breach> {
    if matches!(source.room(), None | Some("ui" | "cli")) {
        return Vec::new();
    }
    let mut breaches = Vec::new();
    for (at, token) in source.tokens.iter().enumerate() {
        let word = token.text.as_str();
        let before = if at == 0 { "" } else { source.word(at - 1) };
        let owner = if at < 2 { "" } else { source.word(at - 2) };
        let called = before == "." && source.word(at + 1) == "(";
        let named = before == "::" && matches!(owner, "f64" | "f32");
        if UNSTEADY.contains(&word) {
            let rule = format!("the model may not use `{word}`: it differs from run to run");
            breaches.push(breach(&source.path, token.line, rule));
        } else if INEXACT.contains(&word) && (called || named) {
            let rule = format!(
                "the model may not use std's `{word}`: it differs between targets, libm's does not"
            );
            breaches.push(breach(&source.path, token.line, rule));
        }
    }
    breaches
}

/// A file is short enough to be read in one go.
pub fn length(path: &str, text: &str) -> Vec<Breach> {
    let count = text.lines().count();
    let rule = || {
        format!("{count} lines, and {LINES_MAX} are the most: this file has two responsibilities")
    };
    if count > LINES_MAX {
        vec![breach(path, LINES_MAX + 1, rule())]
    } else {
        Vec::new()
    }
}

/// Nothing is left for later in the sources.
pub fn finished(path: &str, text: &str) -> Vec<Breach> {
    // Put together here, so that this file does not break its own rule.
    let marks = [concat!("TO", "DO"), concat!("FIX", "ME")];
    let lines = (1..).zip(text.lines());
    lines
        .flat_map(|(line, words)| {
            marks
                .into_iter()
                .filter(|mark| words.contains(mark))
                .map(move |mark| (line, mark))
        })
        .map(|(line, mark)| breach(path, line, format!("`{mark}`: do it now or leave it out")))
        .collect()
}

/// A room says at its door what it is for and what it never does.
pub fn door(source: &Source) -> Vec<Breach> {
    let Some(room) = source.room() else {
        return Vec::new();
    };
    let doors = [format!("src/{room}/mod.rs"), format!("src/{room}.rs")];
    if !doors.contains(&source.path) || source.text.trim_start().starts_with("//!") {
        return Vec::new();
    }
    vec![breach(
        &source.path,
        1,
        format!("the room `{room}` needs a module doc (`//!`) that says what it is for"),
    )]
}

/// Every dependency is pinned, and its reason is written down.
pub fn dependencies(path: &str, manifest: &str, architecture: &str) -> Vec<Breach> {
    let mut breaches = Vec::new();
    let mut section = "";
    for (line, text) in (1..).zip(manifest.lines()) {
        if text.starts_with('[') {
            section = text.trim_matches(['[', ']']);
            if section.contains("dependencies.") {
                breaches.push(breach(
                    path,
                    line,
                    "write a dependency as one entry of its list".to_owned(),
                ));
            }
            continue;
        }
        let Some((name, value)) = text.split_once(" = ") else {
            continue;
        };
        if !section.ends_with("dependencies") || text.starts_with([' ', '#']) {
            continue;
        }
        if !value.starts_with("\"=") && !value.contains("version = \"=") {
            breaches.push(breach(
                path,
                line,
                format!("`{name}` is not pinned: write its version as \"=1.2.3\""),
            ));
        }
        if !architecture.contains(&format!("`{name}`")) {
            breaches.push(breach(
                path,
                line,
                format!("ARCHITECTURE.md does not say why `{name}` is needed"),
            ));
        }
    }
    breaches
}

/// The npm lock file works with any registry.
pub fn lock(text: &str) -> Vec<Breach> {
    let lines = (1..)
        .zip(text.lines())
        .filter(|(_, words)| words.contains("\"resolved\""));
    lines
        .map(|(line, _)| {
            breach(
                "package-lock.json",
                line,
                "a lock file names no registry: leave `resolved` out".into(),
            )
        })
        .collect()
}

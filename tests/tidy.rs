//! The house rules that no compiler holds, checked over the sources themselves. Rooms of one
//! package have no walls, so the arrows between them are held here. Each breach names file, line and rule.
//!
//! The second half shows each rule a bad sample, so that a rule cannot fall silent unnoticed.
#![cfg(not(target_arch = "wasm32"))]

#[path = "tidy/inside.rs"]
mod inside;
#[path = "tidy/rules.rs"]
mod rules;
#[path = "tidy/source.rs"]
mod source;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use rules::Breach;
use source::Source;

// --- the house ---------------------------------------------------------------------------------

#[test]
fn imports_run_one_way() {
    check(sources().iter().flat_map(rules::arrows));
}

#[test]
fn imports_inside_a_room_run_one_way() {
    check(sources().iter().flat_map(inside::arrows));
}

#[test]
fn no_more_than_three_files_name_each_other_in_a_circle() {
    let is_done = |source: &Source| !matches!(source.room(), Some("show" | "faces"));
    let done: Vec<_> = sources().into_iter().filter(is_done).collect();
    let circles = inside::circles(&done);
    let lines: Vec<String> = circles.iter().map(|circle| circle.join(", ")).collect();
    assert!(lines.is_empty(), "\n{}\n", lines.join("\n"));
}

#[test]
fn no_face_is_named_from_outside() {
    check(sources().iter().flat_map(rules::faces));
}

#[test]
fn what_serves_every_pattern_names_none() {
    check(sources().iter().flat_map(rules::patterns));
}

/// Catches a fact or a message that a pattern records, and that neither the toolkit nor its face has words for.
#[test]
fn a_face_has_words_for_what_its_pattern_records() {
    let sources = sources();
    let said = |folder: &str, of: &str| -> BTreeSet<String> {
        let inside = sources
            .iter()
            .filter(|source| source.path.starts_with(folder));
        inside
            .flat_map(|source| source.without_tests().members(of))
            .collect()
    };
    let rooms = inside::rooms_of(&sources, "patterns");
    assert!(!rooms.is_empty());
    for (of, toolkit) in [
        ("What", "src/show/sentence.rs"),
        ("LetterKind", "src/show/letter_words.rs"),
    ] {
        for room in &rooms {
            let recorded = said(&format!("src/patterns/{room}/"), of);
            let told = &said(&format!("src/faces/{room}/"), of) | &named_by(&sources, toolkit, of);
            let missing: Vec<_> = recorded.difference(&told).collect();
            assert!(
                missing.is_empty(),
                "{room} has no words for {of}: {missing:?}"
            );
        }
    }
}

/// What of a list the toolkit tells by itself: what it leaves to faces stands after an `@`.
fn named_by(sources: &[Source], path: &str, of: &str) -> BTreeSet<String> {
    let source = sources.iter().find(|source| source.path == path);
    let source = source.expect("the toolkit has such a file").without_tests();
    let all = source.tokens.len();
    let end = (0..all).find(|at| source.word(*at) == "@").unwrap_or(all);
    source.until(end).members(of)
}

#[test]
fn no_pattern_names_another() {
    let sources = sources();
    let rooms = inside::rooms_of(&sources, "patterns");
    check(
        sources
            .iter()
            .flat_map(|source| inside::rivals(source, &rooms)),
    );
}

#[test]
fn only_ui_knows_the_browser() {
    check(sources().iter().flat_map(rules::browser));
}

#[test]
fn the_model_is_deterministic() {
    check(sources().iter().flat_map(rules::determinism));
}

#[test]
fn every_room_says_what_it_is_for() {
    check(sources().iter().flat_map(rules::door));
}

#[test]
fn files_are_short() {
    let files = files(&["src", "tests", "benches", "style", "scripts"]);
    check(
        files
            .iter()
            .flat_map(|(path, text)| rules::length(path, text)),
    );
}

#[test]
fn nothing_is_left_for_later() {
    let files = files(&[
        "src",
        "tests",
        "benches",
        "style",
        "scripts",
        "index.html",
        "Makefile",
        "Cargo.toml",
        "model/Cargo.toml",
    ]);
    check(
        files
            .iter()
            .flat_map(|(path, text)| rules::finished(path, text)),
    );
}

#[test]
fn every_dependency_is_pinned_and_explained() {
    let architecture = read("ARCHITECTURE.md");
    let manifests = ["Cargo.toml", "model/Cargo.toml"];
    check(
        manifests
            .iter()
            .flat_map(|path| rules::dependencies(path, &read(path), &architecture)),
    );
}

#[test]
fn the_npm_lock_names_no_registry() {
    check(rules::lock(&read("package-lock.json")));
}

fn check(breaches: impl IntoIterator<Item = Breach>) {
    let lines: Vec<String> = breaches
        .into_iter()
        .map(|breach| breach.to_string())
        .collect();
    assert!(lines.is_empty(), "\n{}\n", lines.join("\n"));
}

fn sources() -> Vec<Source> {
    let sources: Vec<Source> = files(&["src"])
        .iter()
        .map(|(path, text)| Source::new(path, text))
        .collect();
    assert!(!sources.is_empty(), "no sources were found");
    sources
}

/// Path from the root and text of each file under `places`, in the order of their paths.
fn files(places: &[&str]) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for place in places {
        gather(place, &mut files);
    }
    files.sort();
    files
}

fn gather(path: &str, files: &mut Vec<(String, String)>) {
    let full = root().join(path);
    if full.is_dir() {
        for entry in fs::read_dir(full).expect("a folder can be read") {
            let name = entry.expect("an entry can be read").file_name();
            gather(&format!("{path}/{}", name.to_string_lossy()), files);
        }
    } else if let Ok(text) = fs::read_to_string(full) {
        files.push((path.to_owned(), text));
    }
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

// --- the rules themselves ----------------------------------------------------------------------

/// Asserts which lines of a sample break a rule.
fn lines(breaches: Vec<Breach>) -> Vec<usize> {
    breaches.into_iter().map(|breach| breach.line).collect()
}

#[test]
fn an_import_against_the_arrows_is_caught() {
    let bad = "use crate::run::Run;\nuse crate::{scenario::Seed, sim, show::{self, Shape}};\nfn f() { crate::ui::g() }";
    assert_eq!(
        lines(rules::arrows(&Source::new("src/patterns/saga.rs", bad))),
        [1, 2, 2, 3]
    );
    let good = "use crate::{scenario::Seed, sim::{Time, fact::Fact}};\nuse super::picture::Picture;\nuse self::a::B;";
    assert_eq!(
        lines(rules::arrows(&Source::new("src/patterns/saga.rs", good))),
        []
    );
}

#[test]
fn neighbours_in_one_column_do_not_know_each_other() {
    let of = |path: &str, text: &str| lines(rules::arrows(&Source::new(path, text)));
    assert_eq!(
        of("src/consistency/mod.rs", "use crate::patterns::parse;"),
        [1]
    );
    assert_eq!(of("src/lab/mod.rs", "use crate::session::Session;"), [1]);
    assert_eq!(of("src/session/mod.rs", "use crate::lab::Sweep;"), [1]);
    assert_eq!(of("src/cli/mod.rs", "use crate::ui::App;"), [1]);
    assert_eq!(
        of(
            "src/show/mod.rs",
            "use crate::lab::Sweep;\nuse crate::session::Session;"
        ),
        []
    );
    assert_eq!(of("src/show/mod.rs", "use crate::faces::draw;"), [1]);
}

#[test]
fn an_import_against_the_arrows_inside_a_room_is_caught() {
    let of = |path: &str, text: &str| lines(inside::arrows(&Source::new(path, text)));
    let text = "use crate::consistency::fold::A;\nuse crate::consistency::stats::b::B;\nuse super::super::sessions::C;";
    assert_eq!(of("src/consistency/state/keys.rs", text), [1, 3]);
    assert_eq!(of("src/consistency/fold/mod.rs", text), []);
    assert_eq!(of("src/consistency/mod.rs", text), []);
    // Past the door.
    assert_eq!(
        of(
            "src/consistency/state/a.rs",
            "use crate::consistency::Truth;"
        ),
        [1]
    );
}

#[test]
fn a_circle_of_four_files_is_caught_and_one_of_three_is_not() {
    let file = |of: &str, names: &str| {
        let text = format!(
            "use super::{names}::A;\n#[cfg(test)]\nmod tests {{\n use crate::sim::a::B;\n}}"
        );
        Source::new(&format!("src/sim/{of}.rs"), &text)
    };
    let three = [file("a", "b"), file("b", "c"), file("c", "a")];
    assert!(inside::circles(&three).is_empty());
    let four = [
        file("a", "b"),
        file("b", "c"),
        file("c", "d"),
        file("d", "a"),
    ];
    assert_eq!(inside::circles(&four).len(), 1);
    let open = [
        file("a", "b"),
        file("b", "c"),
        file("c", "d"),
        file("d", "e"),
    ];
    assert!(inside::circles(&open).is_empty());
}

#[test]
fn a_face_that_names_another_is_caught() {
    let of = |path: &str, text: &str| lines(rules::faces(&Source::new(path, text)));
    let bad = "use crate::faces::saga::told;\nuse super::super::cqrs;\nuse crate::faces;";
    assert_eq!(of("src/faces/event_based/mod.rs", bad), [1]);
    assert_eq!(of("src/faces/event_based/words.rs", bad), [1, 2]);
    assert_eq!(of("src/ui/about.rs", "use crate::faces::saga::told;"), [1]);
    let good = "use super::told;\nuse crate::faces::saga::told;\nuse crate::faces::{self, draw};";
    assert_eq!(of("src/faces/saga/words.rs", good), []);
}

#[test]
fn a_pattern_named_where_all_are_served_is_caught() {
    let of = |path: &str, text: &str| lines(rules::patterns(&Source::new(path, text)));
    let bad = "fn f() -> bool { pattern == Pattern::SAGA }\nfn g() -> &[Pattern] { Pattern::ALL }\n\
               #[cfg(test)]\nmod tests { fn h() { Pattern::SAGA } }";
    assert_eq!(of("src/show/words.rs", bad), [1]);
    assert_eq!(of("src/ui/legend.rs", "fn f() { Pattern::SAGA; }"), [1]);
    assert_eq!(of("src/faces/saga/mod.rs", bad), []);
}

#[test]
fn a_pattern_that_names_another_is_caught() {
    let rooms = ["saga".to_owned(), "cqrs".to_owned()];
    let text = "use crate::patterns::saga::special::A;\nuse crate::patterns::people::B;";
    let of = |path: &str| lines(inside::rivals(&Source::new(path, text), &rooms));
    assert_eq!(of("src/patterns/cqrs/node.rs"), [1]);
    assert_eq!(of("src/patterns/people.rs"), [1]);
    assert_eq!(of("src/show/words.rs"), [1]);
    assert_eq!(of("src/faces/saga/mod.rs"), []);
    assert_eq!(of("src/patterns/saga/node.rs"), []);
    assert_eq!(of("src/patterns/mod.rs"), []);
}

#[test]
fn an_import_by_super_is_caught() {
    let of = |path: &str, text: &str| lines(rules::arrows(&Source::new(path, text)));
    assert_eq!(of("src/sim/mod.rs", "use super::run::Run;"), [1]);
    assert_eq!(
        of(
            "src/sim/queue.rs",
            "use super::Time;\nuse super::super::run::Run;"
        ),
        [2]
    );
    assert_eq!(
        of(
            "src/sim/queue.rs",
            "mod tests {\n use super::super::Time;\n use super::*;\n}"
        ),
        []
    );
    assert_eq!(
        of(
            "src/sim/queue.rs",
            "mod tests {\n}\nuse super::super::run::Run;"
        ),
        [3]
    );
}

#[test]
fn a_room_that_is_not_on_the_map_is_caught() {
    assert_eq!(
        lines(rules::arrows(&Source::new(
            "src/utils/mod.rs",
            "//! Utils."
        ))),
        [1]
    );
    assert_eq!(
        lines(rules::arrows(&Source::new(
            "src/run/mod.rs",
            "use crate::utils::x;"
        ))),
        [1]
    );
    assert_eq!(
        lines(rules::arrows(&Source::new(
            "src/main.rs",
            "use driftscope::ui;"
        ))),
        []
    );
}

#[test]
fn comments_and_literals_are_not_read() {
    let text = "// crate::ui::a\n/* crate::ui /* crate::ui */ crate::ui::b */\nlet a = \"crate::ui::c \\\" crate::ui\";\n\
                let b = r#\"crate::ui \" crate::ui::d\"#;\nlet c = ('\"', '\\'', b'x', b\"crate::ui::e\");\n\
                fn f<'a>(x: &'a str) -> &'a str { crate::ui::g(x) }";
    assert_eq!(
        lines(rules::arrows(&Source::new("src/sim/a.rs", text))),
        [6]
    );
}

#[test]
fn a_browser_crate_outside_ui_is_caught() {
    let of = |path: &str| {
        lines(rules::browser(&Source::new(
            path,
            "fn f() {}\nuse web_sys::Window;",
        )))
    };
    assert_eq!(of("src/show/mod.rs"), [2]);
    assert_eq!(of("src/lib.rs"), [2]);
    assert_eq!(of("src/ui/canvas.rs"), []);
    assert_eq!(of("src/main.rs"), []);
    let test = Source::new(
        "src/sim/mod.rs",
        "use wasm_bindgen_test::wasm_bindgen_test as test;",
    );
    assert_eq!(lines(rules::browser(&test)), []);
}

#[test]
fn what_differs_between_targets_is_caught() {
    let bad = "let a = x.ln();\nlet b = f64::powf(x, 2.0);\nlet c = 2.0_f64.exp();\nuse std::collections::HashMap;";
    assert_eq!(
        lines(rules::determinism(&Source::new("src/sim/law.rs", bad))),
        [1, 2, 3, 4]
    );
    let good =
        "let a = libm::log(x);\nlet b = Law::exp(mean);\nlet c = x.sqrt();\nlet exp = law.exp;";
    assert_eq!(
        lines(rules::determinism(&Source::new("src/sim/law.rs", good))),
        []
    );
    assert_eq!(
        lines(rules::determinism(&Source::new("src/ui/app.rs", bad))),
        []
    );
}

#[test]
fn a_long_file_is_caught() {
    assert_eq!(
        lines(rules::length("a.rs", &"\n".repeat(rules::LINES_MAX))),
        []
    );
    assert_eq!(
        lines(rules::length("a.rs", &"\n".repeat(rules::LINES_MAX + 1))),
        [rules::LINES_MAX + 1]
    );
}

#[test]
fn what_is_left_for_later_is_caught() {
    let text = format!("fn f() {{}}\n// {}: later", concat!("TO", "DO"));
    assert_eq!(lines(rules::finished("a.rs", &text)), [2]);
}

#[test]
fn a_room_without_a_doc_is_caught() {
    assert_eq!(
        lines(rules::door(&Source::new(
            "src/sim/mod.rs",
            "pub mod queue;"
        ))),
        [1]
    );
    assert_eq!(
        lines(rules::door(&Source::new(
            "src/sim/mod.rs",
            "//! The kernel.\npub mod queue;"
        ))),
        []
    );
}

#[test]
fn a_dependency_without_pin_or_reason_is_caught() {
    let manifest = "[package]\nedition = \"2024\"\n[dependencies]\na = \"=1.0.0\"\nb = \"2\"\nc = { version = \"=1.0.0\" }\n\
                    [target.'cfg(unix)'.dev-dependencies]\nd = { version = \"1\" }\n[lints.rust]\nx = \"warn\"";
    assert_eq!(
        lines(rules::dependencies("Cargo.toml", manifest, "`a` `b` `d`")),
        [5, 6, 8]
    );
}

#[test]
fn a_lock_that_names_a_registry_is_caught() {
    assert_eq!(
        lines(rules::lock(
            "{\n\"resolved\": \"https://registry.example/a.tgz\"\n}"
        )),
        [2]
    );
}

//! The schema of links, version 1, frozen: what a link may say, and what it means where it says nothing.
//!
//! Catches a change under links that people have shared: a default that moved, a word that is gone, a
//! bound that became tighter, a profile whose latencies are others. Such a change needs a new `v`, with a
//! table of its own. A parameter that is added has, in links of this version, the value that changes
//! nothing; its line, and that of a new word, is added with `UPDATE_EXPECT=1 cargo test --test schema`.
#![cfg(not(target_arch = "wasm32"))]

use std::fmt::Write as _;

use driftscope::patterns::parse;
use driftscope::scenario::profiles::PROFILES;
use driftscope::scenario::{
    Effect, Kind, Param, Pattern, Settings, params, stories, write_number, write_time,
};

fn values(param: &Param) -> String {
    match param.kind {
        Kind::Count { min, max } => format!("{min}..{max}"),
        Kind::Number { min, max } => format!("{}..{}", write_number(min), write_number(max)),
        Kind::Share => "share".to_owned(),
        Kind::Time { min, max, off } => {
            let off = if off { " off" } else { "" };
            format!("{}..{}{off}", write_time(min), write_time(max))
        }
        Kind::Law { off } => if off { "law off" } else { "law" }.to_owned(),
        Kind::Choice(choices) => {
            let words: Vec<_> = choices.iter().map(|choice| choice.word).collect();
            words.join("|")
        }
        Kind::Toggle => "on|off".to_owned(),
    }
}

#[test]
fn version_1_is_frozen() {
    let mut table = String::new();
    for &pattern in Pattern::ALL {
        for param in params(pattern) {
            let restart = if param.effect == Effect::Restart {
                " restart"
            } else {
                ""
            };
            let _ = writeln!(
                table,
                "{} {}={} ({}){restart}",
                pattern.word(),
                param.word,
                param.default,
                values(param)
            );
        }
        for story in stories(pattern) {
            let _ = writeln!(table, "{} story {}", pattern.word(), story.word);
        }
    }
    for profile in PROFILES {
        let _ = writeln!(table, "profile {} {:?}", profile.word, profile.facts);
    }
    expect_test::expect_file!["schema/v1.txt"].assert_eq(&table);
}

#[test]
fn a_link_without_a_version_is_of_the_first() {
    for &pattern in Pattern::ALL {
        let word = pattern.word();
        let (old, problems) = parse(&format!("pattern={word}"));
        assert!(problems.is_empty(), "{problems:?}");
        let (now, _) = parse(&format!("v=1&pattern={word}"));
        assert_eq!(old.scenario, now.scenario);
        assert_eq!(now.scenario.settings, Settings::defaults(pattern));
    }
}

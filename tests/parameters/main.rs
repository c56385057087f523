//! No parameter does nothing: each one, changed as a setting and (where that is allowed) by an act
//! in the middle of a run, moves the facts in the direction that its help says.
//!
//! Catches a parameter that is read and forgotten, one that works the wrong way round, one that
//! looks at the settings of the start only, and a change that reaches back before its instant.
#![cfg(not(target_arch = "wasm32"))]

mod background_sync;
mod case;
mod cqrs;
mod event_based;
mod figures;
mod saga;
mod stops;
#[path = "../trial/mod.rs"]
mod trial;

use std::collections::BTreeSet;

use case::Case;
use driftscope::facts::ids::NodeId;
use driftscope::facts::time::{Micros, SECOND};
use driftscope::facts::{LetterKind, What};
use driftscope::scenario::{Effect, Key, NodeKind, Param, Pattern, Places, Story, find, params};
use figures::{lost_on, most_at_work, propagation, requested, requests};
use trial::{Trial, run_link, trial, whole, with, with_act};

/// When a change in the middle of a run is made: before the faults of every script below.
const CHANGED_AT: Micros = 5 * SECOND;

/// Every case of a pattern.
fn cases_of(pattern: Pattern) -> impl Iterator<Item = &'static Case> {
    let tables = TABLES.iter().find(|(of, _)| *of == pattern);
    let (_, tables) = tables.expect("every pattern has cases");
    tables.iter().copied().flatten()
}

const TABLES: [(Pattern, &[&[Case]]); 4] = [
    (Pattern::EVENT_BASED, event_based::CASES),
    (Pattern::BACKGROUND_SYNC, background_sync::CASES),
    (Pattern::SAGA, saga::CASES),
    (Pattern::CQRS, cqrs::CASES),
];

/// Every case, with its pattern.
fn cases() -> impl Iterator<Item = (Pattern, &'static Case)> {
    Pattern::ALL
        .iter()
        .flat_map(|pattern| cases_of(*pattern).map(|case| (*pattern, case)))
}

/// The pairs of a case, with the pattern.
fn start_of(pattern: Pattern, case: &Case) -> String {
    with(case.pairs, "pattern", pattern.word())
}

#[test]
fn every_parameter_has_a_case() {
    for pattern in Pattern::ALL {
        let tested: BTreeSet<Key> = cases_of(*pattern).map(|case| case.key).collect();
        let missing: Vec<_> = params(*pattern)
            .iter()
            .filter(|param| !tested.contains(&param.key))
            .map(|param| param.word)
            .collect();
        assert!(
            missing.is_empty(),
            "{}: no case shows what these do: {missing:?}",
            pattern.word()
        );
    }
}

#[test]
fn a_case_puts_words_of_the_help_to_the_test() {
    let flat = |text: &str| text.to_lowercase().replace(['.', ',', ':', ';'], "");
    for (pattern, case) in cases() {
        let help = flat(param(pattern, case).help);
        // A case may shorten what it quotes; most of its words are those of the help.
        let words: Vec<_> = case.says.split(' ').map(flat).collect();
        let known = words.iter().filter(|word| help.contains(word.as_str()));
        assert!(
            known.count() * 4 >= words.len() * 3,
            "{}: {:?} is not what the help says: {}",
            case.key.word(),
            case.says,
            param(pattern, case).help
        );
    }
}

#[test]
fn a_changed_setting_moves_the_facts_as_its_help_says() {
    let mut wrong = Vec::new();
    for (pattern, case) in cases() {
        let word = case.key.word();
        let start = start_of(pattern, case);
        let from = trial(&with(&start, word, case.from));
        let to = trial(&with(&start, word, case.to));
        if case.key != Key::STORY && from.run.digest() == to.run.digest() {
            wrong.push(format!("{word}: nothing differs at all: {}", to.url()));
        }
        if case.key == Key::STORY && words(&from) == words(&to) {
            wrong.push(format!("{word}: the words are the same: {}", to.url()));
        }
        let (before, after) = ((case.figure)(&from), (case.figure)(&to));
        if !case.moves.holds(before, after) {
            wrong.push(case.complaint(before, after, &to));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What the story of a run calls things.
fn words(trial: &Trial) -> Vec<String> {
    let settings = trial.run.settings();
    let (story, places) = (Story::of(settings), Places::of(settings));
    let nodes = (0..places.nodes().len()).filter_map(|node| places.role(NodeId(node as u16)));
    let names = nodes.map(|role| story.name(role).name.to_owned());
    names
        .chain([story.key_label(0), story.sentence(settings)])
        .collect()
}

#[test]
fn an_act_in_the_middle_of_a_run_moves_the_facts_that_follow_and_no_others() {
    let mut wrong = Vec::new();
    for (pattern, case) in cases() {
        if param(pattern, case).effect != Effect::AtOnce {
            continue;
        }
        let word = case.key.word();
        let start = with(&start_of(pattern, case), word, case.from);
        let act = format!("{}us:set:{word}={}", CHANGED_AT, case.to);
        let from = trial(&start);
        let to = trial(&with_act(&start, &act));
        let early = |t: &Trial| t.facts.partition_point(|fact| fact.at < CHANGED_AT);
        let (before, after) = ((case.figure)(&from), (case.figure)(&to));
        if from.facts[..early(&from)] != to.facts[..early(&to)] {
            wrong.push(format!("{word}: the past has changed: {}", to.url()));
        }
        if from.run.digest() == to.run.digest() {
            wrong.push(format!("{word}: nothing differs at all: {}", to.url()));
        }
        if !case.moves.later().holds(before, after) {
            wrong.push(case.complaint(before, after, &to));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_story_changes_names_and_nothing_else() {
    let profile = trial("story=profile&duration=10s");
    let grid = trial("story=power-grid&duration=10s");
    assert_eq!(profile.facts, grid.facts);
    assert_eq!(profile.run.digest(), grid.run.digest());
    let name = |t: &Trial| {
        Story::of(t.run.settings())
            .name(NodeKind::CONSUMER.nth(0))
            .name
    };
    assert_ne!(name(&profile), name(&grid));
}

#[test]
fn another_seed_changes_chances_and_no_rule() {
    let pairs = "writes-every=100ms&latency=20ms&duration=20s";
    let (one, two) = (
        trial(&with(pairs, "seed", "1")),
        trial(&with(pairs, "seed", "2")),
    );
    assert_ne!(one.run.digest(), two.run.digest());
    for figure in [requested, propagation, |t: &Trial| t.count("deliveries")] {
        assert_eq!(figure(&one), figure(&two));
    }
}

#[test]
fn a_rhythm_is_kept_to_the_microsecond() {
    let trial = trial("writes-every=250ms&duration=10s&do=5100ms:set:writes-every=1s");
    let at: Vec<_> = requests(&trial).map(|(at, _)| at / 1_000).collect();
    let expected: Vec<_> = (1..=20)
        .map(|nth| nth * 250)
        .chain((6..10).map(|second| second * 1_000))
        .collect();
    assert_eq!(at, expected, "{}", trial.url());
}

#[test]
fn workers_are_as_many_as_there_are_and_one_for_each_partition_at_most() {
    let pairs = "writes=30&work=600ms&duration=10s";
    for (workers, partitions, most) in [(3, 8, 3), (16, 2, 2), (16, 16, 16)] {
        let pairs = format!("{pairs}&workers={workers}&partitions={partitions}&keys=64");
        let trial = trial(&pairs);
        assert_eq!(most_at_work(&trial), most, "{}", trial.url());
    }
    let queue = trial(&format!("{pairs}&workers=5&order=none"));
    assert_eq!(most_at_work(&queue), 5, "{}", queue.url());
}

#[test]
fn a_hop_without_a_law_or_loss_of_its_own_has_the_common_one() {
    let pairs = "latency=77ms&loss=1&duration=10s";
    let all_lost = trial(pairs);
    assert_eq!(
        lost_on(&all_lost, LetterKind::Publish),
        all_lost.count("publications")
    );
    let own = trial(&format!(
        "{pairs}&publish-loss=0&publish=11ms&deliver-loss=0"
    ));
    assert_eq!(own.count("lost-messages"), 0.0);
    assert!(
        own.sent(LetterKind::Publish)
            .all(|(at, _, due)| due - at == 11_000)
    );
    assert!(
        own.sent(LetterKind::Deliver)
            .all(|(at, _, due)| due - at == 77_000)
    );
}

/// Catches losses on links that never lose: those of users, and of acknowledgements.
#[test]
fn loss_and_duplication_touch_events_alone() {
    let trial = trial("loss=1&duplicate=1&outbox=on&ack-timeout=500ms&duration=10s");
    for kind in [LetterKind::Command, LetterKind::Reply, LetterKind::Confirm] {
        assert_eq!(lost_on(&trial, kind), 0.0);
        assert!(trial.sent(kind).all(|(_, letter, _)| letter.copy == 0));
    }
}

fn param(pattern: Pattern, case: &Case) -> &'static Param {
    find(pattern, case.key).expect("a parameter of the pattern")
}

/// Catches a default in the table that is not the value of a link without the key.
#[test]
fn a_value_that_is_spelt_out_and_is_the_default_changes_nothing() {
    for pattern in Pattern::ALL {
        let defaults = params(*pattern)
            .iter()
            .map(|p| format!("{}={}", p.word, p.default));
        let named = format!("pattern={}", pattern.word());
        let spelt: Vec<_> = [named.clone()].into_iter().chain(defaults).collect();
        assert_eq!(
            run_link(&whole(&named)).run.digest(),
            run_link(&whole(&spelt.join("&"))).run.digest()
        );
    }
}

/// Catches an act that waits for the events of its own instant.
#[test]
fn an_act_comes_before_the_events_of_its_instant() {
    let pairs = "writes-every=800ms&latency=40ms&duration=1s";
    let arrives_at = 840_000;
    let spared = trial(&with(pairs, "do", "840.001ms:crash:producer,for=10ms"));
    let hit = trial(&with(pairs, "do", "840ms:crash:producer,for=10ms"));
    assert!(
        spared
            .facts
            .iter()
            .any(|fact| fact.at == arrives_at && matches!(fact.what, What::Committed { .. }))
    );
    assert_eq!(spared.count("committed"), 1.0);
    assert_eq!(hit.count("committed"), 0.0, "{}", hit.url());
}

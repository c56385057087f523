//! The names in sentences lead to what they name, whichever pattern is run.

use crate::faces;
use crate::facts::What;
use crate::facts::time::Micros;
use crate::patterns::{all_presets, parse};
use crate::run::Run;
use crate::show::named::Thing;
use crate::show::sentence::Narrator;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn narrator(run: &Run) -> Narrator {
    faces::narrator(
        &run.scenario().settings,
        run.consistency().stores().collect(),
    )
}

/// Each name with what it stands for, of the first sentence that a test likes.
fn named(link: &str, likes: impl Fn(&What) -> bool) -> Vec<(String, Option<Thing>)> {
    let mut run = Run::new(parse(link).0.scenario);
    let names = narrator(&run);
    let mut found = Vec::new();
    run.advance(Micros::MAX, 20_000, &mut |fact| {
        if found.is_empty() && likes(&fact.what) {
            found = names.parts(fact, &names.sentence(fact).words);
        }
    });
    let parts = found.into_iter().map(|part| (part.words, part.thing));
    parts.collect()
}

fn plain(words: &str) -> (String, Option<Thing>) {
    (words.to_owned(), None)
}

#[test]
fn nodes_keys_and_sagas_are_parts_of_their_own() {
    let reserved = |what: &What| matches!(what, What::Reserved { .. });
    let parts = named("v=1&pattern=saga&seed=27", reserved);
    let name = |place: usize| parts[place].0.as_str();
    assert_eq!(
        (name(0), parts[1].clone(), parts[3].clone()),
        ("Flight", plain(" books "), plain(" for "))
    );
    assert!(
        name(2).starts_with("trip ") && name(4).starts_with("saga "),
        "{parts:?}"
    );
    assert!(matches!(parts[0].1, Some(Thing::Node(_))));
    assert!(matches!(parts[2].1, Some(Thing::Key(_))));
    assert!(matches!(parts[4].1, Some(Thing::Saga(_))));
}

#[test]
fn a_connection_is_one_thing_and_of_two_copies_each_is_itself() {
    let cut = "v=1&pattern=event-based&do=1s:cut:link.broker.consumer-1";
    let parts = named(cut, |what| matches!(what, What::Fault(_)));
    assert!(matches!(parts[1].1, Some(Thing::Link(_))), "{parts:?}");
    assert_eq!(
        (&parts[0], &parts[2]),
        (&plain("The link "), &plain(" is cut"))
    );
    let second = |what: &What| matches!(what, What::Applied { replica, .. } if replica.0 == 2);
    let parts = named("v=1&pattern=cqrs", second);
    let first = |what: &What| matches!(what, What::Applied { replica, .. } if replica.0 == 1);
    let other = named("v=1&pattern=cqrs", first);
    assert_eq!(
        (parts[0].0.as_str(), other[0].0.as_str()),
        ("Balances 2", "Balances 1")
    );
    assert_ne!(parts[0].1, other[0].1);
    let job = named("v=1&pattern=background-sync", |what| {
        matches!(what, What::RunBegan { .. })
    });
    assert_eq!(job[1].0, "the job");
}

#[test]
fn the_parts_are_the_sentence_and_nearly_every_sentence_names_something() {
    for preset in all_presets() {
        let mut run = Run::new(parse(preset.link).0.scenario);
        let names = narrator(&run);
        let (mut all, mut silent) = (0, 0);
        run.advance(Micros::MAX, 20_000, &mut |fact| {
            let sentence = names.sentence(fact).words;
            let parts = names.parts(fact, &sentence);
            let words: Vec<&str> = parts.iter().map(|part| part.words.as_str()).collect();
            assert_eq!(words.concat(), sentence);
            all += 1;
            silent += usize::from(parts.iter().all(|part| part.thing.is_none()));
        });
        assert!(silent * 5 < all, "{}: {silent} of {all}", preset.word);
    }
}

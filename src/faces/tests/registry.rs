//! Every pattern has one face, and it has words for whatever its runs record.

use crate::consistency::Anomaly;
use crate::faces;
use crate::facts::LetterKind;
use crate::facts::time::Micros;
use crate::patterns::{all_presets, parse};
use crate::run::Run;
use crate::scenario::Pattern;
use crate::show::why::tellings::TELLINGS;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[test]
fn every_pattern_has_one_face() {
    let faces: Vec<Pattern> = faces::ALL.iter().map(|face| face.pattern).collect();
    assert_eq!(faces, Pattern::ALL);
}

#[test]
fn every_fact_and_every_message_has_words() {
    for preset in all_presets() {
        let mut run = Run::new(parse(preset.link).0.scenario);
        let names = faces::narrator(run.settings(), Vec::new());
        run.advance(Micros::MAX, 20_000, &mut |fact| {
            let kind = fact.what.name();
            let words = names.sentence(fact).words;
            assert!(!words.is_empty(), "{}: {kind}", preset.word);
            let Some(letter) = fact.what.letter() else {
                return;
            };
            // What carries a write goes by that write.
            let is_write = matches!(
                letter.kind,
                LetterKind::Command | LetterKind::Publish | LetterKind::Deliver
            );
            let is_named = names.named(letter) != names.cargo(letter);
            assert!(is_named != is_write, "{}: {:?}", preset.word, letter.kind);
        });
    }
}

#[test]
fn every_anomaly_is_told_and_by_a_face_once() {
    let own = faces::ALL.iter().map(|face| face.why.tellings);
    let all: Vec<_> = own.chain([TELLINGS]).collect();
    for what in Anomaly::ALL {
        let told = all.iter().map(|tellings| {
            let of_it = tellings.iter().filter(|(kind, _)| *kind == what);
            of_it.count()
        });
        let told: Vec<usize> = told.collect();
        assert!(told.iter().all(|times| *times <= 1), "{what:?}: {told:?}");
        assert!(told.contains(&1), "{what:?} is told by nobody");
    }
    for preset in all_presets() {
        let mut run = Run::new(parse(preset.link).0.scenario);
        run.advance(Micros::MAX, 100_000, &mut |_| {});
        let teller = faces::teller(run.settings(), run.consistency().stores().collect());
        for incident in run.consistency().incidents() {
            let sentence = teller.explain(incident, run.now()).sentence;
            assert!(!sentence.is_empty(), "{}: {:?}", preset.word, incident.what);
        }
    }
}

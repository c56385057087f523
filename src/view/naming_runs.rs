//! One word and one number for one thing, in all that is said of real runs: of every preset and other story,
//! with other seeds, at instants all along.

use std::collections::BTreeMap;

use crate::run::Run;
use crate::scenario::{Key, Settings, Value, all_presets, parse, stories};
use crate::sim::fact::{Fact, What};
use crate::sim::ids::{KeyIndex, MessageId, WriteId};
use crate::sim::time::SECOND;

use super::frame::{Frame, Target};
use super::geometry::Size;
use super::saga_words::saga_name;
use super::sentence::{Narrator, write_name};
use super::why::Teller;
use super::{naming, words};

/// What a run says of its messages, its facts and its incidents.
#[derive(Default)]
struct Said {
    /// With the key and the write that each is about.
    messages: Vec<(String, Option<KeyIndex>, Option<WriteId>)>,
    all: Vec<String>,
}

fn said(run: &mut Run, settings: &Settings) -> Said {
    let mut said = Said::default();
    let names = naming::of_nodes(settings);
    let mut about: BTreeMap<MessageId, (Option<KeyIndex>, Option<WriteId>)> = BTreeMap::new();
    for second in 1..=12 {
        let mut facts: Vec<Fact> = Vec::new();
        run.advance(second * SECOND, 20_000, &mut |fact| facts.push(*fact));
        let picture = run.picture(None);
        let narrator = Narrator::new(settings, &picture.nodes);
        for fact in &facts {
            if let What::Sent { letter, .. } = fact.what {
                about.insert(letter.message, (letter.key, letter.write));
            }
            said.all.push(narrator.sentence(fact).words);
        }
        let freshness = |replica, key| run.consistency().freshness(replica, key);
        let lag = |replica| run.consistency().lag(replica);
        let frame = Frame::at_rest(
            &picture,
            settings.count(Key::Keys) as u32,
            &names,
            Size::new(880.0, 640.0),
            &freshness,
            &lag,
        );
        for mark in &picture.marks {
            if let Some(label) = words::label(&frame, Target::Message(mark.message)) {
                let (key, write) = about.get(&mark.message).copied().unwrap_or_default();
                said.all.push(label.clone());
                said.messages
                    .push((label, mark.key.and(key), mark.write.and(write)));
            }
        }
        said.all.extend(words::twin(&frame));
    }
    let picture = run.picture(None);
    let teller = Teller::new(settings, &picture.nodes);
    let incidents = run.consistency().incidents().iter();
    said.all
        .extend(incidents.map(|incident| teller.explain(incident, run.now()).sentence));
    said
}

/// Whether a key is called by a number alone, and not by the word of its story.
fn names_a_bare_key(text: &str) -> bool {
    let is_digit = |next: char| next.is_ascii_digit();
    text.split("key ")
        .skip(1)
        .any(|rest| rest.starts_with(is_digit))
}

#[test]
fn a_key_and_a_write_have_one_name_in_pictures_logs_and_sentences() {
    let mut keys = 0;
    for (nth, preset) in all_presets().enumerate() {
        let (link, _) = parse(preset.link);
        for (place, story) in stories(link.scenario.settings.pattern()).iter().enumerate() {
            let mut scenario = link.scenario.clone();
            scenario.settings.set(Key::Story, Value::Choice(story.word));
            let seed = (7 * nth + place + 1) as u64;
            scenario.settings.set(Key::Seed, Value::Count(seed));
            let settings = scenario.settings.clone();
            let has_sagas = settings.pattern().word() == "saga";
            let said = said(&mut Run::new(scenario), &settings);
            for text in &said.all {
                assert!(!names_a_bare_key(text), "{text}: {}", preset.link);
            }
            for (label, key, write) in said.messages {
                if let Some(write) = write {
                    let name = if has_sagas {
                        saga_name(write)
                    } else {
                        write_name(write)
                    };
                    assert!(label.contains(&name), "{name} is not in {label}");
                    keys += usize::from(key.is_some());
                }
                if let (Some(_), Some(key)) = (write, key) {
                    let name = story.key_label(key);
                    assert!(label.contains(&name), "{name} is not in {label}");
                }
            }
        }
    }
    assert!(keys > 100, "{keys}");
}

//! One word and one number for one thing, in pictures, logs, sentences and on people's screens: of every
//! preset and other story, and of random scenarios.

use std::collections::BTreeMap;

use driftscope::faces;
use driftscope::facts::ids::{KeyIndex, MessageId, NodeId, ReplicaId, SessionId, WriteId};
use driftscope::facts::time::{Micros, SECOND};
use driftscope::facts::{ABSENT, Fact, What};
use driftscope::patterns::{all_presets, parse};
use driftscope::run::Run;
use driftscope::scenario::{Key, Link, Pattern, Settings, Story, Value, stories};
use driftscope::session::Session;
use driftscope::show::frame::{Frame, Target};
use driftscope::show::geometry::Size;
use driftscope::show::screens::Phone;
use driftscope::show::sentence::{capital, person, write_name};
use driftscope::show::{units, words};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::scenarios::any_link;
use super::trial::link;

/// So many events of a run are looked at between two instants.
const MOST_EVENTS: u64 = 20_000;

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 40,
        rng_seed: RngSeed::Fixed(20_261_130),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn of_event_based_runs(text in any_link(Pattern::EVENT_BASED)) { check(&link(&text))?; }

    #[test]
    fn of_background_sync(text in any_link(Pattern::BACKGROUND_SYNC)) { check(&link(&text))?; }

    #[test]
    fn of_sagas(text in any_link(Pattern::SAGA)) { check(&link(&text))?; }

    #[test]
    fn of_cqrs(text in any_link(Pattern::CQRS)) { check(&link(&text))?; }
}

#[test]
fn of_every_preset_and_story() {
    let mut labels = 0;
    for (nth, preset) in all_presets().enumerate() {
        let (mut link, _) = parse(preset.link);
        for (place, story) in stories(link.scenario.settings.pattern()).iter().enumerate() {
            let settings = &mut link.scenario.settings;
            settings.set(Key::STORY, Value::Choice(story.word));
            let seed = (7 * nth + place + 1) as u64;
            settings.set(Key::SEED, Value::Count(seed));
            labels += check(&link).unwrap_or_else(|why| panic!("{why}\n{}", preset.link));
        }
    }
    assert!(labels > 100, "{labels}");
}

/// Follows a run, and holds what is said of it to what it is about; how many messages had a key.
fn check(link: &Link) -> Result<usize, TestCaseError> {
    let settings = &link.scenario.settings;
    let mut run = Run::new(link.scenario.clone());
    let mut all: Vec<Fact> = Vec::new();
    let mut about: BTreeMap<MessageId, (Option<KeyIndex>, Option<WriteId>)> = BTreeMap::new();
    let names = Names::of(settings, &run);
    let mut labels = 0;
    for second in 1..=12 {
        let from = all.len();
        run.advance(second * SECOND, MOST_EVENTS, &mut |fact| all.push(*fact));
        let picture = run.picture(None);
        let narrator = faces::narrator(settings, run.consistency().stores().collect());
        // Those that are said to hold a store are those that are drawn with it.
        let drawn = picture.nodes.iter();
        let mut drawn: Vec<_> = drawn
            .filter_map(|node| Some((node.replica?, node.node)))
            .collect();
        drawn.sort_unstable();
        let mut told: Vec<_> = run.consistency().stores().collect();
        told.sort_unstable();
        prop_assert_eq!(drawn, told);
        for fact in &all[from..] {
            if let What::Sent { letter, .. } = fact.what {
                about.insert(letter.message, (letter.key, letter.write));
            }
            names.hold(&narrator.sentence(fact).words)?;
        }
        let freshness = |replica, key| run.consistency().freshness(replica, key);
        let lag = |replica| run.consistency().lag(replica);
        let frame = Frame::at_rest(
            faces::of(settings.pattern()),
            &picture,
            settings.count(Key::KEYS) as u32,
            &names.nodes,
            Size::new(880.0, 640.0),
            &freshness,
            &lag,
        );
        for mark in &picture.marks {
            let Some(label) = words::label(&frame, Target::Message(mark.message)) else {
                continue;
            };
            names.hold(&label)?;
            let (key, write) = about.get(&mark.message).copied().unwrap_or_default();
            if let Some(write) = mark.write.and(write) {
                names.is_in(&label, &names.write(write))?;
            }
            if let Some(key) = mark.key.and(key).filter(|_| mark.write.is_some()) {
                labels += 1;
                names.is_in(&label, &names.story.key_label(key))?;
            }
        }
        for text in words::text_alternative(&frame) {
            names.hold(&text)?;
        }
    }
    let teller = faces::teller(settings, run.consistency().stores().collect());
    for incident in run.consistency().incidents() {
        names.hold(&teller.explain(incident, run.now()).sentence)?;
    }
    // The screens are those of a session that was opened at the instant to which the run has come.
    let mut there = link.clone();
    there.playhead = Some(run.now());
    let mut session = Session::open(there);
    while session.catching_up().is_some() {
        session.frame(16.0, &mut || true);
    }
    if session.now() == run.now() {
        names.hold_screens(&session, &all)?;
    }
    Ok(labels)
}

/// What things are called in a run.
struct Names {
    story: &'static Story,
    nodes: driftscope::show::frame::Names,
    holders: Vec<(ReplicaId, NodeId)>,
    has_sagas: bool,
}

impl Names {
    fn of(settings: &Settings, run: &Run) -> Self {
        let nodes = run.picture(None).nodes;
        Self {
            story: Story::of(settings),
            nodes: faces::names(settings),
            holders: nodes
                .iter()
                .filter_map(|node| Some((node.replica?, node.node)))
                .collect(),
            has_sagas: settings.pattern() == Pattern::SAGA,
        }
    }

    fn write(&self, write: WriteId) -> String {
        let name = write_name(write);
        if self.has_sagas {
            name.replace("write", "saga")
        } else {
            name
        }
    }

    /// No key is called by a number alone, and not by the word of its story; and what a message is about is
    /// said.
    fn hold(&self, text: &str) -> Result<(), TestCaseError> {
        let mut rest = text.split("key ").skip(1);
        let is_bare = rest.any(|rest| rest.starts_with(|next: char| next.is_ascii_digit()));
        let says = self.has_sagas && text.contains("write ");
        if is_bare || says || text.contains("of a message") {
            Err(TestCaseError::fail(text.to_owned()))
        } else {
            Ok(())
        }
    }

    #[allow(clippy::unused_self, reason = "it stands beside the others")]
    fn is_in(&self, text: &str, name: &str) -> Result<(), TestCaseError> {
        let found = text.contains(name);
        found
            .then_some(())
            .ok_or_else(|| TestCaseError::fail(format!("{name} is not in {text}")))
    }

    /// What people have on their screens is what was read for them, and said of who was asked.
    fn hold_screens(&self, session: &Session, facts: &[Fact]) -> Result<(), TestCaseError> {
        let phones = faces::phones(session);
        for screen in session.screens() {
            let who = capital(&person(screen.session));
            let phone = phones.iter().find(|phone| phone.who == who);
            let phone = phone.ok_or_else(|| TestCaseError::fail(format!("no screen of {who}")))?;
            if let Some(wrote) = &screen.wrote {
                let sent = asked_for(facts, screen.session, wrote.at);
                let key = sent.ok_or_else(|| TestCaseError::fail(phone.note.clone()))?;
                let when = units::instant(wrote.at);
                self.is_in(
                    &phone.note,
                    &format!("{} at {when}", self.story.key_label(key)),
                )?;
            }
            if self.has_sagas {
                continue;
            }
            for (answer, line) in screen.answers.iter().zip(&phone.lines) {
                let found = read_for(facts, screen.session, answer.key, answer.asked);
                let (replica, value) = found.ok_or_else(|| fail(phone))?;
                self.is_in(&line.label, &self.story.key_label(answer.key))?;
                if value != ABSENT {
                    self.is_in(&line.shown, &self.story.value_label(value))?;
                }
                let held = self.holders.iter().find(|(of, _)| *of == replica);
                if let Some((_, node)) = held {
                    self.is_in(&line.source, &self.nodes.node[usize::from(node.0)])?;
                }
                self.is_in(&line.source, &units::instant(answer.asked))?;
            }
        }
        Ok(())
    }
}

fn fail(phone: &Phone) -> TestCaseError {
    TestCaseError::fail(format!("nobody read this: {phone:?}"))
}

/// What somebody sent a write of at an instant.
fn asked_for(facts: &[Fact], who: SessionId, at: Micros) -> Option<KeyIndex> {
    facts
        .iter()
        .filter(|fact| fact.at == at)
        .find_map(|fact| match fact.what {
            What::Requested { session, key, .. } if session == who => Some(key),
            _ => None,
        })
}

/// What was read for somebody who asked at an instant, and where.
fn read_for(facts: &[Fact], who: SessionId, key: KeyIndex, at: Micros) -> Option<(ReplicaId, i64)> {
    let asked = facts
        .iter()
        .filter(|fact| fact.at == at)
        .find_map(|fact| match fact.what {
            What::Asked {
                read,
                session,
                key: of,
            } if session == who && of == key => Some(read),
            _ => None,
        })?;
    facts.iter().find_map(|fact| match fact.what {
        What::Read {
            read,
            replica,
            key: of,
            value,
            ..
        } if read == asked && of == key => Some((replica, value)),
        _ => None,
    })
}

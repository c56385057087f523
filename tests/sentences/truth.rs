//! Over random scenarios nothing in a sentence is made up: every instant is that of a fact, every
//! person, write and place one of the incident or of its trail, every span and count recomputed.

use driftscope::consistency::{Anomaly, Incident};
use driftscope::faces;
use driftscope::facts::ids::{NodeId, WriteId};
use driftscope::facts::time::Micros;
use driftscope::facts::{Fact, What};
use driftscope::scenario::{Pattern, Story};
use driftscope::show::why::Teller;
use driftscope::show::{naming, sentence, units};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::roles::Witness;
use super::scenarios::any_link;
use super::trial::{Trial, run_for};

/// Of more incidents in one run the first and the last are looked at.
const LOOKED_AT: usize = 60;

fn config() -> ProptestConfig {
    ProptestConfig {
        cases: 150,
        rng_seed: RngSeed::Fixed(20_261_122),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn of_event_based_runs(link in any_link(Pattern::EVENT_BASED)) { check(&link)?; }

    #[test]
    fn of_background_sync(link in any_link(Pattern::BACKGROUND_SYNC)) { check(&link)?; }

    #[test]
    fn of_sagas(link in any_link(Pattern::SAGA)) { check(&link)?; }

    #[test]
    fn of_cqrs(link in any_link(Pattern::CQRS)) { check(&link)?; }
}

fn check(link: &str) -> Result<(), TestCaseError> {
    let Some(trial) = run_for(link, 300_000) else {
        return Err(TestCaseError::reject("too many events"));
    };
    let known = Known::of(&trial);
    let end = trial.run.now();
    let incidents = trial.run.consistency().incidents();
    let (first, rest) = incidents.split_at(incidents.len().min(LOOKED_AT));
    let last = rest.iter().rev().take(LOOKED_AT);
    for incident in first.iter().chain(last) {
        let closed = incident.closing.map_or(end, |closing| closing.at);
        for now in [
            incident.at,
            closed.saturating_sub(1).max(incident.at),
            closed,
            end,
        ] {
            let text = known.teller.explain(incident, now).sentence;
            known.check(incident, now, &text).map_err(|why| {
                TestCaseError::fail(format!("{why}\n{text}\n{incident:#?}\n{}", trial.url()))
            })?;
        }
    }
    Ok(())
}

/// What may be said of a run.
struct Known {
    witness: Witness,
    teller: Teller,
    /// Every instant of a fact, and of what a fact announces, in words.
    instants: Vec<String>,
    names: Vec<String>,
    holders: Vec<(u16, NodeId)>,
    key: &'static str,
}

impl Known {
    fn of(trial: &Trial) -> Self {
        let settings = &trial.run.scenario().settings;
        let nodes = trial.run.picture(None).nodes;
        let instants = trial.facts.iter().flat_map(instants);
        let mut instants: Vec<String> = instants.map(units::instant).collect();
        instants.sort();
        instants.dedup();
        let names = naming::names(settings);
        let holders = nodes.iter();
        let copies = holders.filter_map(|node| Some((node.replica?, node.node)));
        Self {
            witness: Witness::new(
                &trial.facts,
                names.clone(),
                copies.collect(),
                Story::of(settings),
            ),
            teller: faces::teller(settings, trial.run.consistency().stores().collect()),
            instants,
            names,
            holders: nodes
                .iter()
                .filter_map(|node| Some((node.replica?.0, node.node)))
                .collect(),
            key: Story::of(settings).key,
        }
    }

    fn check(&self, incident: &Incident, now: Micros, text: &str) -> Result<(), String> {
        for bad in [
            "  ",
            "None",
            "NaN",
            "{",
            "}",
            "|",
            " .",
            " ,",
            "..",
            ",,",
            "user 0",
            " 0 versions",
        ] {
            ensure(!text.contains(bad), bad)?;
        }
        for when in instants_in(text) {
            ensure(self.instants.binary_search(&when).is_ok(), &when)?;
        }
        if incident.closing.is_none_or(|closing| closing.at > now) {
            for early in [
                "arrived at",
                "was applied at",
                "took its place",
                "and never came.",
                "will never come",
            ] {
                ensure(!text.contains(early), early)?;
            }
        }
        let person = incident.session.map(sentence::person);
        for number in after(text, "user ") {
            ensure(
                person.as_deref() == Some(&*format!("user {number}")),
                "the user",
            )?;
        }
        let won = incident.trail.iter().filter_map(|fact| match fact.what {
            What::Merged { write, .. } => Some(write),
            _ => None,
        });
        let concerned = [incident.write, incident.other].into_iter().flatten();
        let writes: Vec<WriteId> = concerned.chain(won).collect();
        for what in ["write ", "saga "] {
            for number in after(text, what) {
                let is_known = |write: &WriteId| write.yours().unwrap_or(write.0) + 1 == number;
                ensure(writes.iter().any(is_known), "the write")?;
            }
        }
        for number in after(text, &format!("{} ", self.key)) {
            ensure(
                incident.key.map(|key| u64::from(key) + 1) == Some(number),
                "the key",
            )?;
        }
        if let Some((_, rest)) = text.split_once("Stale by ") {
            let made = incident.committed.ok_or("stale without a commit")?;
            let span = units::duration(incident.at - made);
            ensure(rest.starts_with(&span), "how stale")?;
        }
        let allowed = self.concerned(incident);
        for (name, node) in self.names.iter().zip(0..) {
            let is_said = !name.is_empty() && text.contains(&**name);
            ensure(!is_said || allowed.contains(&NodeId(node)), name)?;
        }
        let untrue = self.witness.refutes(incident, now, text);
        untrue.map_or(Ok(()), Err)
    }

    /// The nodes that an incident or its trail is about.
    fn concerned(&self, incident: &Incident) -> Vec<NodeId> {
        let held = |replica: u16| self.holders.iter().find(|(of, _)| *of == replica);
        let copy = incident.replica.and_then(|replica| held(replica.0));
        let mut nodes: Vec<NodeId> = incident
            .node
            .into_iter()
            .chain(copy.map(|held| held.1))
            .collect();
        for fact in &incident.trail {
            if let Some(letter) = fact.what.letter() {
                nodes.extend([letter.from, letter.to]);
            }
            match fact.what {
                What::Started { node, .. }
                | What::Failed { node, .. }
                | What::Retried { node, .. }
                | What::DeadLettered { node, .. }
                | What::Refused { node, .. }
                | What::UndoFailed { node, .. } => nodes.push(node),
                _ => {}
            }
        }
        nodes
    }
}

fn ensure(holds: bool, what: &str) -> Result<(), String> {
    if holds { Ok(()) } else { Err(what.to_owned()) }
}

/// When a fact was, and what it announces.
fn instants(fact: &Fact) -> Vec<Micros> {
    let announced = match fact.what {
        What::Sent { due, .. } => Some(due),
        What::Retried { wait, .. } => Some(fact.at + wait),
        What::Merged { written, .. } => Some(written),
        _ => None,
    };
    std::iter::once(fact.at).chain(announced).collect()
}

/// The instants in a text: spans have at most two decimals, instants three.
fn instants_in(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split(' ').collect();
    let mut found = Vec::new();
    for (place, word) in words.iter().enumerate() {
        let is_instant = word.split_once('.').is_some_and(|(_, decimals)| {
            decimals.len() == 3 && decimals.bytes().all(|b| b.is_ascii_digit())
        });
        let is_s = words
            .get(place + 1)
            .is_some_and(|unit| unit.trim_end_matches(['.', ',', ';', ':']) == "s");
        if is_instant && is_s {
            let minutes = place.checked_sub(2).filter(|from| words[from + 1] == "min");
            let from = minutes.unwrap_or(place);
            found.push(format!("{} s", words[from..=place].join(" ")));
        }
    }
    found
}

/// The numbers that stand after a word.
fn after(text: &str, word: &str) -> Vec<u64> {
    let mut numbers = Vec::new();
    for (place, _) in text.match_indices(word) {
        let rest = &text[place + word.len()..];
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        numbers.extend(digits.parse::<u64>().ok());
    }
    numbers
}

/// Whoever failed to take a step back is who left the booking behind.
#[test]
fn a_booking_left_behind_is_put_down_to_the_service_that_has_it() {
    let link = "v=1&pattern=saga&refuse=0.02|0.02|0.35&seed=3&undo-attempts=1&undo-fail=0.35";
    let trial = run_for(link, 1_000_000).expect("it ends");
    let known = Known::of(&trial);
    let incidents = trial.run.consistency().incidents();
    let of = |at: &str| {
        let is_it = |incident: &&Incident| {
            incident.what == Anomaly::OrphanedReservation
                && units::instant(incident.at).starts_with(at)
        };
        let told = |incident| known.teller.explain(incident, trial.run.now()).sentence;
        let found: Vec<String> = incidents.iter().filter(is_it).map(told).collect();
        found
    };
    for at in ["11.099", "56.55"] {
        let found = of(at);
        for place in ["Hotel", "Flight"] {
            let left = format!("a booking at {place} was orphaned");
            let why = format!("{place} had failed to undo its step");
            for text in found.iter().filter(|text| text.contains(&left)) {
                assert!(text.contains(&why), "{text}");
            }
        }
        let at_hotel = |text: &String| text.contains("a booking at Hotel was orphaned");
        assert!(found.iter().any(at_hotel), "{found:?}");
    }
}

#[test]
fn the_instants_of_a_text_are_found() {
    assert_eq!(
        instants_in("At 1 min 4.210 s user 3 read 70.123 EUR; stale by 1.14 s, since 3.000 s."),
        ["1 min 4.210 s", "3.000 s"]
    );
}

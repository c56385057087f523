//! Common random numbers: whatever is switched or moved, every message, handling attempt and write
//! that is there in both runs has the draws that it had. So two runs differ by the consequences of
//! the difference and by nothing else.
//!
//! Catches a draw taken from a stream or named by a sequence number, two purposes that share a
//! draw, and two messages that share an identity.
#![cfg(not(target_arch = "wasm32"))]

mod trial;
#[path = "random_numbers/yours.rs"]
mod yours;

use std::collections::{BTreeMap, BTreeSet};

use driftscope::facts::ids::{MessageId, NodeId, WriteId};
use driftscope::facts::time::Micros;
use driftscope::facts::{Fact, Letter, LetterKind, LossCause, What};
use driftscope::scenario::{Key, Kind, Pattern, params};
use trial::{Trial, trial, with};

/// Who a message is, whenever and as whichever of all messages it is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Identity {
    write: Option<WriteId>,
    kind: LetterKind,
    from: NodeId,
    to: NodeId,
    attempt: u32,
    copy: u8,
    /// Of what comes after a publication: which one it was, by its attempt and copy.
    publication: Option<(u32, u8)>,
    /// Of an answer: which copy it answers.
    answered: u8,
}

/// What chance made of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Drawn {
    travel: Micros,
    lost: bool,
}

fn draws(trial: &Trial) -> BTreeMap<Identity, Drawn> {
    let mut letters: BTreeMap<MessageId, (Letter, Option<MessageId>)> = BTreeMap::new();
    let mut identities: BTreeMap<MessageId, Identity> = BTreeMap::new();
    let mut drawn = BTreeMap::new();
    for &Fact { at, cause, what } in &trial.facts {
        match what {
            What::Sent { letter, due } => {
                letters.insert(letter.message, (letter, cause));
                let identity = Identity {
                    write: letter.write,
                    kind: letter.kind,
                    from: letter.from,
                    to: letter.to,
                    attempt: letter.attempt,
                    copy: letter.copy,
                    publication: publication(&letters, cause),
                    answered: cause.map_or(0, |message| letters[&message].0.copy),
                };
                identities.insert(letter.message, identity);
                let draw = Drawn {
                    travel: due - at,
                    lost: false,
                };
                let known = drawn.insert(identity, draw);
                assert_eq!(known, None, "{identity:?} is there twice: {}", trial.url());
            }
            What::Lost {
                letter,
                why: LossCause::Network,
            } => {
                let of_letter = drawn.get_mut(&identities[&letter.message]);
                of_letter.expect("it was sent").lost = true;
            }
            _ => {}
        }
    }
    drawn
}

/// The publication that led to what a message caused.
fn publication(
    letters: &BTreeMap<MessageId, (Letter, Option<MessageId>)>,
    mut cause: Option<MessageId>,
) -> Option<(u32, u8)> {
    while let Some((letter, before)) = cause.and_then(|message| letters.get(&message)) {
        if letter.kind == LetterKind::Publish {
            return Some((letter.attempt, letter.copy));
        }
        cause = *before;
    }
    None
}

/// How long a consumer worked on an event, and whether it threw; of events that came once.
fn handlings(trial: &Trial) -> BTreeMap<(NodeId, WriteId, u32), (Micros, bool)> {
    let mut started = BTreeMap::new();
    let mut done = BTreeMap::new();
    let mut again = BTreeSet::new();
    for fact in &trial.facts {
        let at = fact.at;
        let (node, write, threw) = match fact.what {
            What::Started {
                node,
                write,
                attempt,
            } => {
                if attempt == 0 && started.contains_key(&(node, write)) {
                    again.insert((node, write));
                }
                started.insert((node, write), (at, attempt));
                continue;
            }
            What::Applied { replica, write, .. } | What::Skipped { replica, write, .. } => {
                (NodeId(replica.0 + 2), write, false)
            }
            What::Failed { node, write, .. } => (node, write, true),
            _ => continue,
        };
        let (since, attempt) = started[&(node, write)];
        done.insert((node, write, attempt), (at - since, threw));
    }
    done.retain(|(node, write, _), _| !again.contains(&(*node, *write)));
    done
}

fn writes(trial: &Trial) -> Vec<(Micros, u64, u32)> {
    let requests = trial.facts.iter().filter_map(|fact| match fact.what {
        What::Requested { write, key, .. } => Some((fact.at, write.0, key)),
        _ => None,
    });
    requests.collect()
}

/// Looks at everything that is there in both runs; at least this share of the smaller one must be.
#[track_caller]
fn compare<K: Ord + std::fmt::Debug, V: PartialEq + std::fmt::Debug>(
    one: &BTreeMap<K, V>,
    two: &BTreeMap<K, V>,
    least: f64,
    same: impl Fn(&K, &V, &V) -> bool,
    link: &str,
) {
    let mut shared = 0;
    for (identity, before) in one {
        if let Some(after) = two.get(identity) {
            shared += 1;
            assert!(
                same(identity, before, after),
                "{identity:?}: {before:?} has become {after:?}: {link}"
            );
        }
    }
    let smaller = one.len().min(two.len()) as f64;
    assert!(
        f64::from(shared) >= least * smaller && shared > 100,
        "{shared} of {smaller} are shared: {link}"
    );
}

/// Much goes wrong, messages overtake each other, and no consumer is ever short of workers, so that
/// a handling attempt starts when its event comes.
const BUSY: &str = "order=none&deliver-loss=0.1&publish-loss=0.05&duplicate=0.1&ack-loss=0.1\
                    &ack-timeout=400ms&retry=100ms&error=0.1&work=exp:20ms&workers=16&duration=30s";

/// Changes of every sort, and whether the loss of a message may change too.
const CHANGES: &[(&str, &str)] = &[
    ("inbox", "on"),
    ("version-check", "on"),
    ("dead-letter", "on"),
    ("outbox", "on"),
    ("payload", "delta"),
    ("delivery", "at-most-once"),
    ("ack-timeout", "250ms"),
    ("retry", "300ms"),
    ("backoff", "1"),
    ("attempts", "2"),
    ("jitter", "full"),
    ("duplicate", "0.3"),
    ("error", "0.4"),
    ("ack-loss", "0.3"),
    ("poison", "0.05"),
    ("story", "power-grid"),
    ("workers", "15"),
    ("broker-log", "memory"),
    ("retention", "10s"),
    ("keys", "24"),
    ("duration", "40s"),
    ("consumers", "5"),
];

#[test]
fn what_is_switched_or_moved_leaves_every_other_draw_as_it_was() {
    for seed in ["1", "2"] {
        let busy = with(BUSY, "seed", seed);
        let base = trial(&busy);
        let before = draws(&base);
        let worked = handlings(&base);
        for (key, value) in CHANGES {
            let changed = trial(&with(&busy, key, value));
            let may_differ = |kind| *key == "ack-loss" && is_answer(kind);
            let after = draws(&changed);
            let same = |identity: &Identity, one: &Drawn, two: &Drawn| {
                one.travel == two.travel && (may_differ(identity.kind) || one.lost == two.lost)
            };
            compare(&before, &after, 0.5, same, &changed.url());
            let work_alike = |one: &(Micros, bool), two: &(Micros, bool)| {
                one.0 == two.0 && (["error", "poison"].contains(key) || one.1 == two.1)
            };
            let after = handlings(&changed);
            compare(
                &worked,
                &after,
                0.4,
                |_, one, two| work_alike(one, two),
                &changed.url(),
            );
            let (before, after) = (writes(&base), writes(&changed));
            assert!(after.starts_with(&before), "{}", changed.url());
        }
    }
}

fn is_answer(kind: LetterKind) -> bool {
    matches!(
        kind,
        LetterKind::Acknowledge | LetterKind::Confirm | LetterKind::CommitOffset
    )
}

/// Catches a loss that is drawn after something else has used up its draw.
#[test]
fn what_is_lost_at_a_lower_rate_is_lost_at_a_higher_one() {
    for (key, rates) in [
        ("deliver-loss", ["0.02", "0.1", "0.5"]),
        ("publish-loss", ["0.02", "0.1", "0.5"]),
        ("ack-loss", ["0.02", "0.1", "0.5"]),
        ("loss", ["0.02", "0.1", "0.5"]),
    ] {
        let base = if key == "loss" {
            "order=none&ack-timeout=400ms&duration=30s"
        } else {
            BUSY
        };
        let [low, middle, high] = rates.map(|rate| trial(&with(base, key, rate)));
        for (lower, higher) in [(&low, &middle), (&middle, &high)] {
            let (one, two) = (draws(lower), draws(higher));
            let monotone = |_: &Identity, one: &Drawn, two: &Drawn| {
                one.travel == two.travel && one.lost <= two.lost
            };
            compare(&one, &two, 0.4, monotone, &higher.url());
            let lost = |draws: &BTreeMap<_, Drawn>| draws.values().filter(|draw| draw.lost).count();
            assert!(lost(&one) < lost(&two), "{}", higher.url());
            assert_eq!(writes(lower), writes(higher));
        }
    }
}

#[test]
fn what_is_doubled_at_a_lower_rate_is_doubled_at_a_higher_one() {
    let [low, high] = ["0.05", "0.3"].map(|rate| trial(&with(BUSY, "duplicate", rate)));
    let (low, high) = (draws(&low), draws(&high));
    let mut kept = 0;
    for copy in low.keys().filter(|identity| identity.copy == 1) {
        let original = Identity { copy: 0, ..*copy };
        if high.contains_key(&original) {
            assert!(high.contains_key(copy), "{copy:?} has lost its copy");
            kept += 1;
        }
    }
    assert!(kept > 20, "{kept}");
}

#[test]
fn what_throws_at_a_lower_rate_throws_at_a_higher_one() {
    let [low, high] = ["0.05", "0.3"].map(|rate| trial(&with(BUSY, "error", rate)));
    let monotone =
        |_: &_, one: &(Micros, bool), two: &(Micros, bool)| one.0 == two.0 && one.1 <= two.1;
    compare(
        &handlings(&low),
        &handlings(&high),
        0.4,
        monotone,
        &high.url(),
    );
}

/// Catches a law that is not the inverse of its distribution at one uniform number.
#[test]
fn a_slower_law_slows_every_message_by_the_same_factor() {
    let pairs = "order=none&duration=30s&deliver-loss=0.1";
    let [one, two] = ["exp:50ms", "exp:100ms"].map(|law| trial(&with(pairs, "latency", law)));
    let twice = |_: &_, one: &Drawn, two: &Drawn| {
        (2 * one.travel).abs_diff(two.travel) <= 2 && one.lost == two.lost
    };
    compare(&draws(&one), &draws(&two), 1.0, twice, &two.url());
}

/// Catches arrivals drawn anew, and not rescaled, when their rate changes.
#[test]
fn a_doubled_rate_halves_the_time_of_every_write_and_keeps_its_key() {
    let [one, two] = ["4", "8"].map(|rate| trial(&format!("duration=30s&writes={rate}")));
    for (nth, (slow, fast)) in writes(&one).iter().zip(writes(&two)).enumerate() {
        assert!(slow.0.abs_diff(2 * fast.0) <= 2 * (nth as u64 + 1));
        assert_eq!((slow.1, slow.2), (fast.1, fast.2));
    }
    let switched = trial("duration=30s&writes=4&do=10s:set:writes=8");
    let since = |at: Micros| at.min(10_000_000) + at.saturating_sub(10_000_000) * 2;
    for (nth, (slow, fast)) in writes(&one).iter().zip(writes(&switched)).enumerate() {
        assert!(slow.0.abs_diff(since(fast.0)) <= 2 * (nth as u64 + 1));
        assert_eq!((slow.1, slow.2), (fast.1, fast.2));
    }
}

/// What people ask for in a run: every write, and every read at a random instant.
fn asked(trial: &Trial) -> (Vec<What>, Vec<What>) {
    let facts = || trial.facts.iter().map(|fact| fact.what);
    let writes = facts().filter(|what| matches!(what, What::Requested { .. }));
    // Odd reads are those of people who look at what they wrote, whenever that was done.
    let reads = facts().filter(|what| matches!(what, What::Asked { read, .. } if read.0 % 2 == 0));
    (writes.collect(), reads.collect())
}

/// What says how often people do what, and to what.
const WORKLOAD: [Key; 14] = [
    Key::SEED,
    Key::DURATION,
    Key::WRITES,
    Key::WRITES_EVERY,
    Key::SAGAS,
    Key::READS,
    Key::KEYS,
    Key::SKEW,
    Key::SESSIONS,
    Key::KEYS_PER_READ,
    Key::INSERTS,
    Key::DELETES,
    Key::WRITE_SPLIT,
    Key::COPY,
];

/// Catches, in every pattern, a draw of the people's that something else has moved.
#[test]
fn people_ask_for_the_same_whatever_the_services_do() {
    for pattern in Pattern::ALL {
        let pairs = format!("pattern={}&duration=20s&reads=8", pattern.word());
        let (writes, reads) = asked(&trial(&pairs));
        assert!(writes.len() > 20 && reads.len() > 100, "{pairs}");
        for param in params(*pattern) {
            if WORKLOAD.contains(&param.key) {
                continue;
            }
            let value = match param.kind {
                Kind::Count { min, max } => max.min(min + 2).to_string(),
                Kind::Number { min, .. } => (min + 1.0).to_string(),
                Kind::Share => "0.3".to_owned(),
                Kind::Time { min, max, .. } => format!("{}us", 700_000.clamp(min, max)),
                Kind::Law { .. } => "exp:150ms".to_owned(),
                Kind::Choice(choices) => choices[choices.len() - 1].word.to_owned(),
                Kind::Toggle => "on".to_owned(),
            };
            let changed = trial(&with(&pairs, param.word, &value));
            let (also_writes, also_reads) = asked(&changed);
            assert_eq!(writes, also_writes, "{}: {}", param.word, changed.url());
            assert_eq!(reads, also_reads, "{}: {}", param.word, changed.url());
        }
    }
}

/// An act is no draw: what it does not touch is as it was.
#[test]
fn a_fault_leaves_the_draws_of_every_message_as_they_were() {
    let pairs = "order=none&deliver-loss=0.1&duration=30s";
    let base = trial(pairs);
    let cut = trial(&with(
        pairs,
        "do",
        "5s:cut:link.broker.consumer-1,for=5s;12s:crash:consumer-2,for=3s",
    ));
    // What is sent again after a crash has no publication as its cause, so it is left out.
    let known = |trial: &Trial| {
        let mut known = draws(trial);
        known.retain(|identity, _| {
            identity.kind != LetterKind::Deliver || identity.publication.is_some()
        });
        known
    };
    let cut_away = |one: &Drawn, two: &Drawn| one.lost && !two.lost;
    let same = |_: &Identity, one: &Drawn, two: &Drawn| {
        one.travel == two.travel && (one.lost == two.lost || cut_away(one, two))
    };
    compare(&known(&base), &known(&cut), 0.9, same, &cut.url());
    assert_eq!(writes(&base), writes(&cut));
}

/// Catches a duplicate that shares the fate of its original.
#[test]
fn each_copy_of_a_delivery_is_handled_and_answered_by_chances_of_its_own() {
    let trial = trial(&with(&with(BUSY, "ack-loss", "0.5"), "duplicate", "1"));
    let drawn = draws(&trial);
    let (mut pairs, mut apart, mut one_lost) = (0, 0, 0);
    for (answer, two) in drawn.iter().filter(|(identity, _)| identity.answered == 1) {
        let first = Identity {
            answered: 0,
            ..*answer
        };
        if let Some(one) = drawn
            .get(&first)
            .filter(|_| answer.kind == LetterKind::Acknowledge)
        {
            pairs += 1;
            apart += i32::from(one.travel != two.travel);
            one_lost += i32::from(one.lost != two.lost);
        }
    }
    // Of two coins that show heads half of the time, half the pairs differ.
    assert!(pairs > 100 && apart > pairs * 9 / 10, "{apart} of {pairs}");
    assert!(
        (pairs * 4 / 10..pairs * 6 / 10).contains(&one_lost),
        "{one_lost} of {pairs}"
    );
}

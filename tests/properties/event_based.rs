//! What holds in every run of the event-based pattern.

use std::collections::{BTreeMap, BTreeSet};

use driftscope::facts::ids::{NodeId, ReplicaId, WriteId};
use driftscope::facts::time::Micros;
use driftscope::facts::{Fact, Fault, LetterKind, LossCause, Merge, Retransmit, What};
use driftscope::scenario::{Deed, Key};
use proptest::prelude::*;

use crate::reference::Checked;
use crate::trial::Trial;

const BROKER: NodeId = NodeId(2);

/// The node of a replica: consumers follow users, producer and broker.
fn node_of(ReplicaId(replica): ReplicaId) -> NodeId {
    NodeId(replica + 2)
}

/// A write is asked for, then committed at most once, then known, handled and applied; its versions
/// count from 1 without a gap, and a store shows what was written.
pub fn a_write_goes_from_request_to_commit_to_replicas(trial: &Trial) -> Checked {
    let mut requested = BTreeMap::new();
    let mut committed = BTreeMap::new();
    let mut versions: BTreeMap<u32, u64> = BTreeMap::new();
    let replaces = merge(trial) == Merge::Replace;
    for fact in &trial.facts {
        let right = match fact.what {
            What::Requested { write, key, .. } => requested.insert(write, key).is_none(),
            What::Committed {
                write,
                key,
                version,
                value,
            } => {
                let next = versions.entry(key).or_default();
                *next += 1;
                let first = committed.insert(write, (key, version, value)).is_none();
                first && requested.get(&write) == Some(&key) && version == *next
            }
            What::Acknowledged { write } | What::Started { write, .. } => {
                committed.contains_key(&write)
            }
            What::Applied {
                write,
                key,
                version,
                value,
                ..
            } => committed.get(&write).is_some_and(|&(k, v, what)| {
                (k, v) == (key, version) && (!replaces || what == value)
            }),
            What::Skipped {
                write,
                key,
                version,
                ..
            } => committed
                .get(&write)
                .is_some_and(|&(k, v, _)| (k, v) == (key, version)),
            What::Failed { write, key, .. }
            | What::DeadLettered { write, key, .. }
            | What::Gone { write, key, .. } => {
                committed.get(&write).is_some_and(|&(k, ..)| k == key)
            }
            _ => true,
        };
        prop_assert!(right, "{:?}: {}", fact, trial.url());
    }
    prop_assert!(committed.len() <= requested.len());
    Ok(())
}

/// What mitigations promise, where they are on from the start to the end.
pub fn mitigations_keep_their_promises(trial: &Trial) -> Checked {
    let scenario = trial.run.scenario();
    let settings = &scenario.settings;
    let steady = |key: Key| {
        !scenario
            .script
            .acts()
            .iter()
            .any(|act| matches!(act.what, Deed::Set { key: of, .. } if of == key))
    };
    let is = |key: Key, word: &str| steady(key) && settings.choice(key) == word;
    let zero = |key: Key| steady(key) && settings.share(key) == 0.0;
    let on = |key: Key| steady(key) && settings.is_on(key);
    let off = |key: Key| steady(key) && !settings.is_on(key);

    let mut applied: BTreeSet<(ReplicaId, WriteId)> = BTreeSet::new();
    let mut newest: BTreeMap<(ReplicaId, u32), u64> = BTreeMap::new();
    // An inbox knows each write; at most once, nobody and nothing brings an event twice.
    let once = on(Key::INBOX)
        || (is(Key::DELIVERY, "at-most-once") && zero(Key::DUPLICATE) && off(Key::OUTBOX));
    let crashes = trial.count("crashes") > 0.0;
    // The log of a key is in the order of its commits unless the way to the broker changes or
    // breaks; then consumers go back only when they begin again.
    let in_order = settings.choice(Key::ORDER) == "key" && scenario.script.is_empty() && !crashes;
    let forward = on(Key::VERSION_CHECK);
    for fact in &trial.facts {
        if let What::Applied {
            replica,
            write,
            key,
            version,
            ..
        } = fact.what
        {
            let first = applied.insert((replica, write));
            prop_assert!(first || !once, "{:?} once more: {}", fact, trial.url());
            let newest = newest.entry((replica, key)).or_default();
            let newer = version > *newest;
            prop_assert!(
                newer || !forward,
                "{:?} over {}: {}",
                fact,
                newest,
                trial.url()
            );
            prop_assert!(
                version >= *newest || !in_order,
                "{:?} over {}: {}",
                fact,
                newest,
                trial.url()
            );
            *newest = version.max(*newest);
        }
    }
    if off(Key::DEAD_LETTER) {
        prop_assert_eq!(trial.count("dead-letters"), 0.0, "{}", trial.url());
    }
    let attempts = settings.count(Key::ATTEMPTS);
    if on(Key::DEAD_LETTER) && steady(Key::ATTEMPTS) && attempts > 0 {
        for fact in &trial.facts {
            if let What::Failed { attempt, .. } = fact.what {
                prop_assert!(u64::from(attempt) < attempts, "{:?}: {}", fact, trial.url());
            }
        }
    }
    Ok(())
}

/// In a run at rest a store that differs from the truth has a reason, and the reason was counted.
pub fn a_difference_at_rest_is_explained(trial: &Trial) -> Checked {
    if !trial.settled() {
        return Ok(());
    }
    let delta = merge(trial) == Merge::Add;
    let consumers = trial.setting(Key::CONSUMERS) as u16;
    for replica in (1..=consumers).map(ReplicaId) {
        let story = story_of(trial, replica);
        for (&key, writes) in &story.truth {
            let shown = story.applied.get(&key).map_or(&[][..], Vec::as_slice);
            let times = |write: WriteId| shown.iter().filter(|applied| **applied == write).count();
            let last = *writes.last().expect("a key with writes");
            let (right, reason) = if delta {
                let right = writes.iter().all(|write| times(*write) == 1);
                let doubled = writes.iter().any(|write| times(*write) > 1);
                let missing = writes.iter().filter(|write| times(**write) == 0);
                let all_gone = missing.clone().all(|write| story.gone.contains(write));
                (right, all_gone && (doubled || missing.count() > 0))
            } else {
                let went_back = times(last) > 0;
                (
                    shown.last() == Some(&last),
                    went_back || story.gone.contains(&last),
                )
            };
            prop_assert!(
                right || reason || story.out_of_reach,
                "key {} of {:?} differs for no reason: {}",
                key,
                replica,
                trial.url()
            );
            let counted: u64 = trial.report.anomalies.values().sum();
            prop_assert!(
                right || counted > 0 || story.out_of_reach,
                "nothing was counted: {}",
                trial.url()
            );
        }
    }
    Ok(())
}

/// What a replica was to learn, what it applied, and what was never to come.
struct StoryOf {
    /// The writes of each key in the order of their commits.
    truth: BTreeMap<u32, Vec<WriteId>>,
    applied: BTreeMap<u32, Vec<WriteId>>,
    /// Writes of which some fact says that they will not come.
    gone: BTreeSet<WriteId>,
    /// Whether the replica or the broker ended down, so that what waits for it still waits.
    out_of_reach: bool,
}

fn story_of(trial: &Trial, of: ReplicaId) -> StoryOf {
    let mut story = StoryOf {
        truth: BTreeMap::new(),
        applied: BTreeMap::new(),
        gone: BTreeSet::new(),
        out_of_reach: false,
    };
    let mut down = BTreeSet::new();
    let mut both_down = false;
    for fact in &trial.facts {
        match fact.what {
            What::Committed { write, key, .. } => story.truth.entry(key).or_default().push(write),
            What::Applied {
                replica,
                write,
                key,
                ..
            } if replica == of => {
                story.applied.entry(key).or_default().push(write);
            }
            What::Gone { replica, write, .. } | What::DeadLettered { replica, write, .. }
                if replica.is_none_or(|replica| replica == of) =>
            {
                story.gone.insert(write);
            }
            // A change that came late and was dropped.
            What::Skipped {
                replica,
                write,
                why: driftscope::facts::Ignored::Older,
                ..
            } if replica == of => {
                story.gone.insert(write);
            }
            What::Lost { letter, why }
                if letter.to == node_of(of) || letter.kind == LetterKind::Publish =>
            {
                let for_good = match letter.retransmit {
                    Retransmit::Never => true,
                    Retransmit::OnReconnect => {
                        !matches!(why, LossCause::ReceiverDown | LossCause::ReceiverStopped)
                    }
                    Retransmit::UntilAcked => false,
                };
                story.gone.extend(letter.write.filter(|_| for_good));
            }
            What::Fault(Fault::Crashed(node) | Fault::Stopped(node)) => {
                down.insert(node);
                both_down |= down.contains(&node_of(of)) && down.contains(&BROKER);
            }
            What::Fault(Fault::Restarted(node) | Fault::Started(node)) => {
                down.remove(&node);
            }
            _ => {}
        }
    }
    // Of a broker in memory that is down itself, nobody learns what else a consumer forgot.
    let scenario = trial.run.scenario();
    let in_memory = scenario.settings.choice(Key::BROKER_LOG) == "memory"
        || scenario
            .script
            .acts()
            .iter()
            .any(|act| matches!(act.what, Deed::Set { key, .. } if key == Key::BROKER_LOG));
    let unheard = both_down && in_memory;
    story.out_of_reach = down.contains(&node_of(of)) || down.contains(&BROKER) || unheard;
    story
}

/// How the events of a run change a store.
pub fn merge(trial: &Trial) -> Merge {
    if trial.run.scenario().settings.choice(Key::PAYLOAD) == "delta" {
        Merge::Add
    } else {
        Merge::Replace
    }
}

/// All of them.
pub fn check(trial: &Trial) -> Checked {
    a_write_goes_from_request_to_commit_to_replicas(trial)?;
    mitigations_keep_their_promises(trial)?;
    a_difference_at_rest_is_explained(trial)
}

/// Facts of a kind, for the references.
pub fn commits(facts: &[Fact]) -> impl Iterator<Item = (Micros, WriteId, u32, u64, i64)> + '_ {
    facts.iter().filter_map(|fact| match fact.what {
        What::Committed {
            write,
            key,
            version,
            value,
        } => Some((fact.at, write, key, version, value)),
        _ => None,
    })
}

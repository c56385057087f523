//! What holds in every run, whatever the scenario: laws of the world that the facts must obey.

use std::collections::{BTreeMap, BTreeSet};

use driftscope::facts::ids::{LinkId, MessageId, NodeId, ReplicaId};
use driftscope::facts::time::Micros;
use driftscope::facts::{Fault, Letter, LetterKind, LossCause, What};
use driftscope::run::Run;
use driftscope::scenario::{Deed, Key, write_value};
use proptest::prelude::*;

use crate::reference::Checked;
use crate::trial::Trial;

/// A store: its identity, its node, and whether it is the source of truth.
pub struct Store {
    pub replica: ReplicaId,
    pub node: NodeId,
    pub source: bool,
}

/// The stores of a run. They are told before anything happens.
pub fn stores(trial: &Trial) -> Vec<Store> {
    let mut stores = Vec::new();
    let _ = Run::observed(trial.run.scenario().clone(), &mut |fact| {
        if let What::Replica {
            replica,
            node,
            source,
            ..
        } = fact.what
        {
            stores.push(Store {
                replica,
                node,
                source,
            });
        }
    });
    stores
}

/// Whether a parameter has this value from the start to the end.
pub fn is_always(trial: &Trial, of: Key, word: &str) -> bool {
    let scenario = trial.run.scenario();
    let mut values = vec![scenario.settings.value(of)];
    values.extend(
        scenario
            .script
            .acts()
            .iter()
            .filter_map(|act| match &act.what {
                Deed::Set { key, value } if *key == of => Some(value),
                _ => None,
            }),
    );
    values.into_iter().all(|value| write_value(value) == word)
}

pub fn time_never_goes_back(trial: &Trial) -> Checked {
    for pair in trial.facts.windows(2) {
        prop_assert!(pair[0].at <= pair[1].at, "{:?}: {}", pair, trial.url());
    }
    Ok(())
}

/// Whether a store takes or answers a message, and not what consumes beside it.
fn is_of_store(kind: LetterKind) -> bool {
    matches!(
        kind,
        LetterKind::Query | LetterKind::Answer | LetterKind::Check | LetterKind::Checked
    )
}

/// When who takes a message last went down.
fn last_end(
    crashed: &BTreeMap<NodeId, Micros>,
    halted: &BTreeMap<NodeId, Micros>,
    letter: &Letter,
) -> Option<Micros> {
    let halted = halted.get(&letter.to).filter(|_| !is_of_store(letter.kind));
    crashed.get(&letter.to).max(halted).copied()
}

/// A message has one fate at most, when it is due or before; in a run at rest each has one.
pub fn a_message_is_delivered_or_lost_and_never_both(trial: &Trial) -> Checked {
    // When it was sent and when it is due.
    let mut under_way: BTreeMap<MessageId, (Micros, Micros)> = BTreeMap::new();
    let mut cut: BTreeSet<LinkId> = BTreeSet::new();
    let mut down: BTreeSet<NodeId> = BTreeSet::new();
    let mut crashed: BTreeMap<NodeId, Micros> = BTreeMap::new();
    // The same of what consumes there.
    let mut stopped: BTreeSet<NodeId> = BTreeSet::new();
    let mut halted: BTreeMap<NodeId, Micros> = BTreeMap::new();
    for fact in &trial.facts {
        let right = match fact.what {
            What::Sent { letter, due } => {
                let new = under_way.insert(letter.message, (fact.at, due)).is_none();
                let works = is_of_store(letter.kind) || !stopped.contains(&letter.from);
                new && due >= fact.at && !down.contains(&letter.from) && works
            }
            What::Delivered { letter } => {
                let right = under_way
                    .remove(&letter.message)
                    .is_some_and(|(sent, due)| {
                        let crash = last_end(&crashed, &halted, &letter);
                        due == fact.at && crash.is_none_or(|crash| crash <= sent)
                    });
                let works = is_of_store(letter.kind) || !stopped.contains(&letter.to);
                right && !cut.contains(&letter.link) && !down.contains(&letter.to) && works
            }
            What::Lost { letter, why } => {
                under_way
                    .remove(&letter.message)
                    .is_some_and(|(sent, due)| {
                        let since = |at: Option<&Micros>| at.is_some_and(|&at| at > sent);
                        let right = match why {
                            LossCause::Network | LossCause::Cut => true,
                            LossCause::ReceiverDown => {
                                down.contains(&letter.to) || since(crashed.get(&letter.to))
                            }
                            LossCause::ReceiverStopped => {
                                let is_stopped = stopped.contains(&letter.to);
                                !is_of_store(letter.kind)
                                    && (is_stopped || since(halted.get(&letter.to)))
                            }
                        };
                        fact.at <= due && right
                    })
            }
            What::Fault(Fault::Crashed(node)) => {
                crashed.insert(node, fact.at);
                stopped.remove(&node);
                down.insert(node)
            }
            What::Fault(Fault::Restarted(node)) => down.remove(&node),
            What::Fault(Fault::Stopped(node)) => {
                halted.insert(node, fact.at);
                !down.contains(&node) && stopped.insert(node)
            }
            What::Fault(Fault::Started(node)) => stopped.remove(&node),
            What::Fault(Fault::Cut(link)) => cut.insert(link),
            What::Fault(Fault::Mended(link)) => cut.remove(&link),
            _ => true,
        };
        prop_assert!(right, "{:?}: {}", fact, trial.url());
    }
    prop_assert!(
        !trial.settled() || under_way.is_empty(),
        "{:?}: {}",
        under_way,
        trial.url()
    );
    Ok(())
}

/// What sets something off has arrived before.
pub fn a_cause_comes_before_its_effects(trial: &Trial) -> Checked {
    let mut arrived = BTreeSet::new();
    for fact in &trial.facts {
        if let Some(cause) = fact.cause {
            prop_assert!(arrived.contains(&cause), "{:?}: {}", fact, trial.url());
        }
        if let What::Delivered { letter } = fact.what {
            arrived.insert(letter.message);
        }
    }
    Ok(())
}

/// A node that is down does nothing, and where what consumes is stopped, nothing is consumed.
pub fn nobody_works_while_down(trial: &Trial) -> Checked {
    let mut down: BTreeSet<NodeId> = BTreeSet::new();
    let stores = stores(trial);
    let node_of = |of: ReplicaId| {
        let store = stores.iter().find(|store| store.replica == of);
        store.map(|store| store.node)
    };
    // Where there are several sources, a commit does not say whose it is.
    let sources: Vec<_> = stores.iter().filter(|store| store.source).collect();
    let only_source = sources.first().filter(|_| sources.len() == 1);
    for fact in &trial.facts {
        let who = match fact.what {
            What::Fault(Fault::Crashed(node) | Fault::Stopped(node)) => {
                down.insert(node);
                None
            }
            What::Fault(Fault::Restarted(node) | Fault::Started(node)) => {
                down.remove(&node);
                None
            }
            What::Started { node, .. } | What::Failed { node, .. } | What::Retried { node, .. } => {
                Some(node)
            }
            What::Applied { replica, .. } | What::Skipped { replica, .. } => node_of(replica),
            What::Committed { .. } => only_source.map(|source| source.node),
            _ => None,
        };
        prop_assert!(
            who.is_none_or(|node| !down.contains(&node)),
            "{:?}: {}",
            fact,
            trial.url()
        );
    }
    Ok(())
}

/// All of them.
pub fn check(trial: &Trial) -> Checked {
    time_never_goes_back(trial)?;
    a_message_is_delivered_or_lost_and_never_both(trial)?;
    a_cause_comes_before_its_effects(trial)?;
    nobody_works_while_down(trial)
}

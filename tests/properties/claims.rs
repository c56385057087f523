//! What is said to be for good is for good: nothing that was under way when it was said ends it. And what
//! differs when a run has settled was told, with since when and why.

use std::collections::{BTreeMap, BTreeSet};

use driftscope::consistency::{Anomaly, Incident, Subject};
use driftscope::facts::ids::{KeyIndex, NodeId, ReplicaId, WriteId};
use driftscope::facts::time::Micros;
use driftscope::facts::{ABSENT, Fact, SagaEnd, What};
use driftscope::scenario::{Deed, NodeKind, Places};
use proptest::prelude::*;

use crate::history::History;
use crate::reference::Checked;
use crate::trial::Trial;

/// Of each kind so many incidents are kept for sure.
const SURELY_KEPT: u64 = 128;

/// All that is said of a run to be for good.
pub fn check(trial: &Trial) -> Checked {
    match trial.subject() {
        Subject::Bookings => return nothing_gives_orphans_back(trial),
        Subject::Sides => return Ok(()),
        Subject::Copies => {}
    }
    let history = History::of(trial);
    nothing_ends_them(trial, &history)?;
    what_differs_is_told(trial, &history)
}

/// What was left behind for good is given back by nothing that a person did not do; and what sagas at
/// their end hold when a run has settled was said to be left behind for good.
fn nothing_gives_orphans_back(trial: &Trial) -> Checked {
    let excuses = excuses(trial);
    let (mut held, mut orphans) = (BTreeMap::new(), BTreeMap::new());
    let mut failed = BTreeSet::new();
    for fact in &trial.facts {
        match fact.what {
            What::Reserved { node, write, .. } => {
                *held.entry((write, node)).or_insert(0_u64) += 1;
            }
            What::WillNotRelease { node, write, .. } => {
                let held = held.get(&(write, node)).copied().unwrap_or(0);
                let claim = (fact, held);
                let before = orphans.insert((write, node), claim);
                let is_true = failed.contains(&write) && before.is_none_or(|(_, of)| of < held);
                prop_assert!(is_true, "{:?} of {} units: {}", fact, held, trial.url());
            }
            What::Ended { write, how, .. } if how != SagaEnd::Completed => {
                failed.insert(write);
            }
            What::Released { node, write, .. } | What::Left { node, write, .. } => {
                let rest = held.get_mut(&(write, node)).expect("it was booked");
                *rest -= 1;
                // What came after the claim goes before that of which it was made.
                let claimed = orphans.get(&(write, node)).copied();
                if let Some((claim, _)) = claimed.filter(|(_, orphans)| orphans > rest) {
                    let mut later = excuses
                        .iter()
                        .filter(|excuse| excuse.at >= claim.at && excuse.at <= fact.at);
                    prop_assert!(
                        later.next().is_some(),
                        "{:?} ended {:?}: {}",
                        fact,
                        claim,
                        trial.url()
                    );
                    orphans.insert((write, node), (claim, *rest));
                }
            }
            _ => {}
        }
    }
    for (at, held) in held {
        let told = orphans.get(&at).map_or(0, |&(_, orphans)| orphans);
        let is_told = told == held || !failed.contains(&at.0) || !trial.settled();
        prop_assert!(is_told, "{:?} holds {}: {}", at, held, trial.url());
    }
    Ok(())
}

/// What a person did, as far as it may bring something about that was over.
struct Excuse {
    at: Micros,
    /// The node that it touched; none if it touched them all.
    node: Option<NodeId>,
}

fn excuses(trial: &Trial) -> Vec<Excuse> {
    let scenario = trial.run.scenario();
    let places = Places::of(&scenario.settings);
    let acts = scenario.script.acts().iter();
    let all = acts.filter_map(|act| {
        let node = match act.what {
            Deed::Write { .. } | Deed::Read { .. } => return None,
            Deed::Crash { node, .. }
            | Deed::Restart { node }
            | Deed::Stop { node, .. }
            | Deed::Start { node } => {
                let is_copy = [NodeKind::CONSUMER, NodeKind::READ_MODEL].contains(&node.kind);
                places.node(node).filter(|_| is_copy)
            }
            Deed::Set { .. } | Deed::Cut { .. } | Deed::Mend { .. } => None,
        };
        Some(Excuse { at: act.at, node })
    });
    all.collect()
}

/// A claim, and the fact by which it was made.
type Claim<'a> = (&'a Fact, NodeId);

fn nothing_ends_them(trial: &Trial, history: &History<'_>) -> Checked {
    let excuses = excuses(trial);
    let mut gone: BTreeMap<(ReplicaId, WriteId), Claim<'_>> = BTreeMap::new();
    let mut spoilt: BTreeMap<(ReplicaId, KeyIndex), Claim<'_>> = BTreeMap::new();
    // The last write of a row that is deleted.
    let mut deletions: BTreeMap<KeyIndex, WriteId> = BTreeMap::new();
    // What has come, and was applied, left out or put aside, may come once more and be left out.
    let mut came: BTreeSet<(ReplicaId, WriteId)> = BTreeSet::new();
    let ended = |(claim, node): Claim<'_>, fact: &Fact| {
        let is_excused = excuses.iter().any(|excuse| {
            let later = excuse.at >= claim.at && excuse.at <= fact.at;
            later && excuse.node.is_none_or(|touched| touched == node)
        });
        prop_assert!(is_excused, "{:?} ended {:?}: {}", fact, claim, trial.url());
        Ok(())
    };
    for fact in &trial.facts {
        match fact.what {
            What::WillNotCome { replica, write, .. } => {
                for of in &history.replicas {
                    if replica.is_none_or(|replica| replica == of.id) {
                        gone.insert((of.id, write), (fact, of.node));
                    }
                }
            }
            What::WillNotMend { replica, key, .. } => {
                let place = history.place(replica).expect("it is known");
                let claim = (fact, history.replicas[place].node);
                spoilt.insert((replica, key), claim);
            }
            What::Skipped { replica, write, .. } => {
                let is_first = came.insert((replica, write));
                if is_first && let Some(claim) = gone.remove(&(replica, write)) {
                    ended(claim, fact)?;
                }
            }
            What::DeadLettered { replica, write, .. } => {
                for of in &history.replicas {
                    if replica.is_none_or(|replica| replica == of.id) {
                        came.insert((of.id, write));
                    }
                }
            }
            What::Applied { replica, write, .. } => {
                came.insert((replica, write));
                if let Some(claim) = gone.remove(&(replica, write)) {
                    ended(claim, fact)?;
                }
            }
            What::Committed {
                write,
                key,
                value: ABSENT,
                ..
            } => {
                deletions.insert(key, write);
            }
            What::Removed { replica, key } => {
                let deletion = deletions.get(&key);
                let claim = deletion.and_then(|&write| gone.remove(&(replica, write)));
                if let Some(claim) = claim {
                    ended(claim, fact)?;
                }
            }
            What::Restored { replica, key, .. } => {
                if let Some(claim) = spoilt.remove(&(replica, key)) {
                    ended(claim, fact)?;
                }
            }
            What::RebuildBegan { replica, .. } => {
                let of_it = spoilt.keys().find(|(of, _)| *of == replica).copied();
                if let Some(claim) = of_it.and_then(|of_it| spoilt.remove(&of_it)) {
                    ended(claim, fact)?;
                }
            }
            _ => {}
        }
    }
    Ok(())
}

fn what_differs_is_told(trial: &Trial, history: &History<'_>) -> Checked {
    let last = trial.facts.len().wrapping_sub(1);
    if !trial.settled() || trial.anomaly(Anomaly::DivergedKey.word()) > SURELY_KEPT {
        return Ok(());
    }
    let incidents = trial.run.consistency().incidents();
    let told: BTreeSet<(Option<ReplicaId>, Option<KeyIndex>)> = incidents
        .iter()
        .filter(|incident| incident.what == Anomaly::DivergedKey && incident.closing.is_none())
        .map(|incident: &Incident| (incident.replica, incident.key))
        .collect();
    for &key in history.commits.keys() {
        let truth = history.truth(key, last);
        for (place, replica) in history.replicas.iter().enumerate() {
            let shown = history.copy(place, key, last).shown;
            let is_told = told.contains(&(Some(replica.id), Some(key)));
            prop_assert!(
                shown.value == truth.value || shown.version == 0 && truth.value == 0 || is_told,
                "{:?} of {:?} shows {:?} and not {:?}, and nobody said so: {}",
                key,
                replica.id,
                shown,
                truth,
                trial.url()
            );
        }
    }
    Ok(())
}

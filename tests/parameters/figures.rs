//! What a run can be asked for: one number each.

use std::collections::{BTreeMap, BTreeSet};

use driftscope::consistency::Measured;
use driftscope::facts::ids::{NodeId, ReplicaId};
use driftscope::facts::time::{Micros, SECOND};
use driftscope::facts::{Fault, LetterKind, LossReason, What};

use crate::CHANGED_AT;
use crate::trial::Trial;

pub fn digest(trial: &Trial) -> f64 {
    // As many bits as a float holds.
    (trial.run.digest() >> 12) as f64
}

pub fn lag(trial: &Trial) -> f64 {
    trial.mean("lag")
}

pub fn propagation(trial: &Trial) -> f64 {
    trial.mean("propagation")
}

pub fn requested(trial: &Trial) -> f64 {
    trial.count("requested")
}

pub fn requests(trial: &Trial) -> impl Iterator<Item = (Micros, u32)> + '_ {
    trial.facts.iter().filter_map(|fact| match fact.what {
        What::Requested { key, .. } => Some((fact.at, key)),
        _ => None,
    })
}

pub fn last_request(trial: &Trial) -> f64 {
    requests(trial).last().map_or(0.0, |(at, _)| at as f64)
}

/// Of all waits between two requests, the share that differs from the one before it.
pub fn different_gaps(trial: &Trial) -> f64 {
    let at: Vec<_> = requests(trial)
        .map(|(at, _)| at)
        .filter(|&at| at >= CHANGED_AT + SECOND)
        .collect();
    let gaps: Vec<_> = at.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let different = gaps.windows(2).filter(|pair| pair[0] != pair[1]).count();
    different as f64 / gaps.len() as f64
}

/// How often a key is written twice in a row.
pub fn repeated_keys(trial: &Trial) -> f64 {
    let keys: Vec<_> = requests(trial).map(|(_, key)| key).collect();
    keys.windows(2).filter(|pair| pair[0] == pair[1]).count() as f64
}

pub fn most_popular(trial: &Trial) -> f64 {
    let mut times: BTreeMap<u32, u32> = BTreeMap::new();
    for (_, key) in requests(trial) {
        *times.entry(key).or_default() += 1;
    }
    times.into_values().max().map_or(0.0, f64::from)
}

pub fn copies(trial: &Trial) -> f64 {
    trial.facts_that(|what| matches!(what, What::Sent { letter, .. } if letter.copy == 1))
}

pub fn crashed_nodes(trial: &Trial) -> BTreeSet<NodeId> {
    let crashes = trial.facts.iter().filter_map(|fact| match fact.what {
        What::Fault(Fault::Crashed(node) | Fault::Stopped(node)) => Some(node),
        _ => None,
    });
    crashes.collect()
}

/// Keys read that missed a write.
pub fn stale_reads(trial: &Trial) -> f64 {
    match trial.report.measures["stale-reads"] {
        Measured::Share { count, value, .. } => value.unwrap_or(0.0) * count as f64,
        Measured::Distribution { .. } => panic!("it is a share"),
    }
}

/// The time that nodes were down, all together.
pub fn downtime(trial: &Trial) -> f64 {
    let mut since: BTreeMap<NodeId, Micros> = BTreeMap::new();
    let mut sum = 0;
    for fact in &trial.facts {
        match fact.what {
            What::Fault(Fault::Crashed(node)) => {
                since.insert(node, fact.at);
            }
            What::Fault(Fault::Restarted(node)) => {
                sum += fact.at - since.remove(&node).unwrap_or(fact.at);
            }
            _ => {}
        }
    }
    sum as f64
}

/// The mean time from the commit of a write to its first application at one consumer's store.
pub fn propagation_to(trial: &Trial, replica: u16) -> f64 {
    let mut committed = BTreeMap::new();
    let mut spans = BTreeMap::new();
    for fact in &trial.facts {
        match fact.what {
            What::Committed { write, .. } => {
                committed.insert(write, fact.at);
            }
            What::Applied {
                replica: ReplicaId(at),
                write,
                ..
            } if at == replica => {
                spans.entry(write).or_insert(fact.at - committed[&write]);
            }
            _ => {}
        }
    }
    spans.values().sum::<Micros>() as f64 / spans.len().max(1) as f64
}

pub fn lost_on(trial: &Trial, kind: LetterKind) -> f64 {
    trial.facts_that(|what| matches!(what, What::Lost { letter, .. } if letter.kind == kind))
}

pub fn lost_to(trial: &Trial, consumer: u16) -> f64 {
    let node = NodeId(2 + consumer);
    trial.facts_that(|what| matches!(what, What::Lost { letter, .. } if letter.to == node))
}

pub fn gone(trial: &Trial, cause: LossReason) -> f64 {
    trial.facts_that(|what| matches!(what, What::Gone { why, .. } if *why == cause))
}

pub fn waits(trial: &Trial) -> impl Iterator<Item = Micros> + '_ {
    trial.facts.iter().filter_map(|fact| match fact.what {
        What::Retried { wait, .. } => Some(wait),
        _ => None,
    })
}

pub fn mean_wait(trial: &Trial) -> f64 {
    waits(trial).sum::<Micros>() as f64 / waits(trial).count().max(1) as f64
}

pub fn longest_wait(trial: &Trial) -> f64 {
    waits(trial).max().unwrap_or(0) as f64
}

/// The most events that one consumer had in work at the same time.
pub fn most_at_work(trial: &Trial) -> u64 {
    let mut busy: BTreeMap<NodeId, u64> = BTreeMap::new();
    let mut most = 0;
    for fact in &trial.facts {
        match fact.what {
            What::Started { node, .. } => {
                let busy = busy.entry(node).or_default();
                *busy += 1;
                most = most.max(*busy);
            }
            What::Applied { replica, .. } => {
                *busy.entry(NodeId(2 + replica.0)).or_default() -= 1;
            }
            _ => {}
        }
    }
    most
}

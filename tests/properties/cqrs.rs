//! What holds in every run of the CQRS pattern.

use std::collections::{BTreeMap, BTreeSet};

use driftscope::facts::ids::{ReplicaId, WriteId};
use driftscope::facts::{LossCause, Retransmit, What};
use driftscope::scenario::Key;
use proptest::prelude::*;

use crate::invariants::{is_always, stores};
use crate::reference::Checked;
use crate::trial::Trial;

/// What a replica shows of a key: the value, and how often each version is in it.
#[derive(Clone, Default)]
struct Balance {
    value: i64,
    reflects: BTreeMap<u64, u32>,
}

/// The log as the facts tell it: each key's values by version, and each write's key and version.
#[derive(Default)]
struct Log {
    values: BTreeMap<u32, Vec<i64>>,
    writes: BTreeMap<WriteId, (u32, u64)>,
}

impl Log {
    fn value(&self, key: u32, version: u64) -> i64 {
        let values = self.values.get(&key).map_or(&[][..], Vec::as_slice);
        let place = (version as usize).checked_sub(1);
        place
            .and_then(|place| values.get(place))
            .copied()
            .unwrap_or(0)
    }

    fn change(&self, key: u32, version: u64) -> i64 {
        self.value(key, version) - self.value(key, version - 1)
    }

    fn version(&self, key: u32) -> u64 {
        self.values
            .get(&key)
            .map_or(0, |values| values.len() as u64)
    }
}

/// Money is neither made nor lost: each event changes each replica by what it changed the truth, and
/// no account is below zero but by a withdrawal that was found to overdraw it.
fn money_is_neither_made_nor_lost(trial: &Trial) -> Result<(Log, Shown), TestCaseError> {
    let url = trial.url();
    let mut log = Log::default();
    let mut requested = BTreeMap::new();
    let mut shown = Shown::new();
    let mut overdrawn = BTreeSet::new();
    let mut below = Vec::new();
    for fact in &trial.facts {
        let right = match fact.what {
            What::Requested { write, key, .. } => requested.insert(write, key).is_none(),
            What::Committed {
                write,
                key,
                version,
                value,
            } => {
                let right = version == log.version(key) + 1 && requested.get(&write) == Some(&key);
                if value < 0 && value < log.value(key, version - 1) {
                    below.push(write);
                }
                log.values.entry(key).or_default().push(value);
                right && log.writes.insert(write, (key, version)).is_none()
            }
            What::Overdrawn {
                write, key, value, ..
            } => {
                overdrawn.insert(write);
                value < 0 && log.value(key, log.version(key)) == value
            }
            What::Applied {
                replica,
                write,
                key,
                version,
                value,
            } => {
                let balance = shown.entry((replica, key)).or_default();
                balance.value += log.change(key, version);
                *balance.reflects.entry(version).or_default() += 1;
                log.writes.get(&write) == Some(&(key, version)) && value == balance.value
            }
            What::RebuildBegan { replica, emptied } => {
                if emptied {
                    shown.retain(|(of, _), _| *of != replica);
                }
                true
            }
            What::Restored {
                replica,
                key,
                version,
                value,
            } => {
                let reflects = (1..=version).map(|version| (version, 1)).collect();
                shown.insert((replica, key), Balance { value, reflects });
                value == log.value(key, version)
            }
            What::Read {
                replica,
                key,
                value,
                ..
            } => {
                let replicas = !stores(trial)
                    .iter()
                    .any(|it| it.source && it.replica == replica);
                let balance = shown
                    .get(&(replica, key))
                    .map_or(0, |balance| balance.value);
                let truth = log.value(key, log.version(key));
                value == if replicas { balance } else { truth }
            }
            _ => true,
        };
        prop_assert!(right, "{:?}: {}", fact, &url);
    }
    for write in below {
        prop_assert!(overdrawn.contains(&write), "write {}: {}", write.0, &url);
    }
    let counted = trial.anomaly("overdraft") as usize;
    prop_assert_eq!(counted, overdrawn.len(), "{}", &url);
    Ok((log, shown))
}

type Shown = BTreeMap<(ReplicaId, u32), Balance>;

/// At rest a replica differs from the log only by events that it counted twice or that got lost, and
/// that was counted.
fn a_difference_at_rest_is_explained(trial: &Trial, log: &Log, shown: &Shown) -> Checked {
    if !trial.settled() || ended_apart(trial) {
        return Ok(());
    }
    let url = trial.url();
    let all = stores(trial);
    let lost = lost(trial);
    let (mut differ, mut missing, mut doubled) = (BTreeSet::new(), 0, 0);
    for store in all.iter().filter(|store| !store.source) {
        for (&key, values) in &log.values {
            let nothing = Balance::default();
            let balance = shown.get(&(store.replica, key)).unwrap_or(&nothing);
            if Some(&balance.value) != values.last() {
                differ.insert(key);
            }
            for version in 1..=log.version(key) {
                match balance.reflects.get(&version) {
                    Some(1) => {}
                    Some(_) => doubled += 1,
                    None => {
                        missing += 1;
                        let write = log.writes.iter().find(|(_, it)| **it == (key, version));
                        let write = *write.expect("it was committed").0;
                        prop_assert!(
                            lost.contains(&(write, store.replica)),
                            "write {} is missing at {:?} for no reason: {}",
                            write.0,
                            store.replica,
                            &url
                        );
                    }
                }
            }
        }
    }
    prop_assert_eq!(trial.count("diverged") as usize, differ.len(), "{}", &url);
    prop_assert!(missing == 0 || trial.anomaly("lost-event") > 0, "{}", &url);
    prop_assert!(
        doubled == 0 || trial.anomaly("duplicate-effect") > 0,
        "{}",
        &url
    );
    let in_order = is_always(trial, Key::BUS_ORDER, "log");
    prop_assert!(missing == 0 || !in_order, "a gap in the log: {}", &url);
    let atomic = is_always(trial, Key::CHECKPOINT, "atomic");
    prop_assert!(doubled == 0 || !atomic, "counted twice: {}", &url);
    Ok(())
}

/// What somebody has lost sight of: of an event on its way to a replica.
fn lost(trial: &Trial) -> BTreeSet<(WriteId, ReplicaId)> {
    let stores = stores(trial);
    let mut lost = BTreeSet::new();
    for fact in &trial.facts {
        let What::Lost { letter, why } = fact.what else {
            continue;
        };
        let for_good = match letter.retransmit {
            Retransmit::Never => true,
            Retransmit::OnReconnect => {
                !matches!(why, LossCause::ReceiverDown | LossCause::ReceiverStopped)
            }
            Retransmit::UntilAcked => false,
        };
        let store = stores.iter().find(|store| store.node == letter.to);
        if let (true, Some(write), Some(store)) = (for_good, letter.write, store) {
            lost.insert((write, store.replica));
        }
    }
    lost
}

/// Whether somebody was down or cut off when the run ended, as a person can have it while it drains.
fn ended_apart(trial: &Trial) -> bool {
    use driftscope::facts::Fault;
    let (mut down, mut cut) = (BTreeSet::new(), BTreeSet::new());
    for fact in &trial.facts {
        match fact.what {
            What::Fault(Fault::Cut(link)) => {
                cut.insert(link);
            }
            What::Fault(Fault::Mended(link)) => {
                cut.remove(&link);
            }
            What::Fault(Fault::Crashed(node) | Fault::Stopped(node)) => {
                down.insert(node);
            }
            What::Fault(Fault::Restarted(node) | Fault::Started(node)) => {
                down.remove(&node);
            }
            _ => {}
        }
    }
    !down.is_empty() || !cut.is_empty()
}

/// What settings promise, where they are so from the start to the end.
fn settings_keep_their_promises(trial: &Trial) -> Checked {
    let url = trial.url();
    if is_always(trial, Key::DECIDE_ON, "write-model") {
        prop_assert_eq!(trial.count("overdrafts"), 0.0, "{}", &url);
    }
    if is_always(trial, Key::READ_YOUR_WRITES, "read-write-model") {
        prop_assert_eq!(trial.mean("read-your-writes"), 0.0, "{}", &url);
    }
    Ok(())
}

/// A projector that comes back says how many events it applies again, and does.
fn what_is_applied_again_was_announced(trial: &Trial) -> Checked {
    // An event that the network doubles is applied again as well, and one that was announced may be
    // known by the time it comes if positions are saved with the data from then on.
    let apart = is_always(trial, Key::CHECKPOINT, "separate");
    if !trial.settled() || ended_apart(trial) || !apart || !is_always(trial, Key::DUPLICATE, "0") {
        return Ok(());
    }
    let mut applied: BTreeMap<ReplicaId, BTreeSet<WriteId>> = BTreeMap::new();
    let mut announced: BTreeMap<ReplicaId, (u64, BTreeSet<WriteId>)> = BTreeMap::new();
    for fact in &trial.facts {
        match fact.what {
            What::Resumed {
                replica,
                applied: upto,
                checkpoint,
            } => {
                // Another crash may come before all of it is done.
                announced.insert(replica, (upto - checkpoint, BTreeSet::new()));
            }
            What::Applied { replica, write, .. } => {
                let is_new = applied.entry(replica).or_default().insert(write);
                if let Some((_, again)) = announced.get_mut(&replica).filter(|_| !is_new) {
                    again.insert(write);
                }
            }
            // What was there is not what there is.
            What::RebuildBegan { replica, .. } | What::Restored { replica, .. } => {
                applied.entry(replica).or_default().clear();
                announced.remove(&replica);
            }
            _ => {}
        }
    }
    for (replica, (count, again)) in announced {
        let url = trial.url();
        prop_assert_eq!(again.len() as u64, count, "{:?}: {}", replica, &url);
    }
    Ok(())
}

/// All of them.
pub fn check(trial: &Trial) -> Checked {
    let (log, shown) = money_is_neither_made_nor_lost(trial)?;
    a_difference_at_rest_is_explained(trial, &log, &shown)?;
    what_is_applied_again_was_announced(trial)?;
    settings_keep_their_promises(trial)
}

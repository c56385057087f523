//! What holds in every run of the saga pattern.

use std::collections::{BTreeMap, BTreeSet};

use driftscope::facts::ids::{NodeId, ReadId, WriteId};
use driftscope::facts::time::Micros;
use driftscope::facts::{Fact, Fault, LetterKind, SagaEnd, What};
use driftscope::scenario::{Deed, Key, Value};
use proptest::prelude::*;

use crate::invariants::is_always;
use crate::reference::Checked;
use crate::trial::Trial;

/// Services follow users and orchestrator.
const FIRST_SERVICE: u16 = 2;

/// Units that each saga holds at each service.
type Holds = BTreeMap<(WriteId, NodeId), i64>;

/// A saga is asked for, begins, ends once, and in a run at rest none is left in between.
fn a_saga_begins_and_ends_once(trial: &Trial) -> Checked {
    let mut requested = BTreeMap::new();
    let mut began = BTreeMap::new();
    let mut ended = BTreeMap::new();
    for fact in &trial.facts {
        let right = match fact.what {
            What::Requested { write, key, .. } => requested.insert(write, key).is_none(),
            What::Began { write, key } => {
                began.insert(write, key).is_none() && requested.get(&write) == Some(&key)
            }
            What::Ended { write, key, how } => {
                ended.insert(write, how).is_none() && began.get(&write) == Some(&key)
            }
            What::Reserved { write, key, .. }
            | What::Released { write, key, .. }
            | What::Left { write, key, .. }
            | What::Refused { write, key, .. } => began.get(&write) == Some(&key),
            What::Undoing { write, .. } | What::Started { write, .. } => began.contains_key(&write),
            _ => true,
        };
        prop_assert!(right, "{:?}: {}", fact, trial.url());
    }
    let count = |wanted: fn(&SagaEnd) -> bool| ended.values().filter(|how| wanted(how)).count();
    for (name, expected) in [
        ("sagas", began.len()),
        ("in-flight", began.len() - ended.len()),
        ("completed", count(|how| *how == SagaEnd::Completed)),
        ("compensated", count(|how| *how == SagaEnd::Compensated)),
        ("stuck", count(|how| how.is_stuck())),
    ] {
        let counted = trial.count(name) as usize;
        prop_assert_eq!(counted, expected, "{}: {}", name, trial.url());
    }
    let left = began.len() - ended.len();
    prop_assert!(
        !trial.settled() || left == 0,
        "{} left: {}",
        left,
        trial.url()
    );
    Ok(())
}

/// Units are neither made nor lost: a service shows what was booked less what was given back, a saga
/// gives back what it holds and no more, and one that completed holds a unit at each service, unless it
/// was told to take some back all the same: then that is an anomaly.
fn units_are_neither_made_nor_lost(trial: &Trial) -> Checked {
    let steps = trial.setting(Key::STEPS) as u16;
    let undone_by_image = !is_always(trial, Key::UNDO_HOW, "inverse");
    let mut holds = Holds::new();
    let mut booked: BTreeMap<(NodeId, u32), i64> = BTreeMap::new();
    let mut undone = BTreeSet::new();
    let mut ends = BTreeMap::new();
    let (mut twice, mut over) = (0, 0);
    for fact in &trial.facts {
        if let What::Ended { write, how, .. } = fact.what {
            ends.insert(write, how);
        }
        let right = match fact.what {
            What::Reserved {
                node,
                write,
                key,
                over: is_over,
            } => {
                let held = holds.entry((write, node)).or_default();
                *held += 1;
                twice += u64::from(*held > 1);
                over += u64::from(is_over);
                *booked.entry((node, key)).or_default() += 1;
                true
            }
            What::Released {
                node, write, key, ..
            } => {
                *booked.entry((node, key)).or_default() -= 1;
                let held = holds.entry((write, node)).or_default();
                *held -= 1;
                *held >= 0
            }
            What::Left { node, write, key } => {
                *booked.entry((node, key)).or_default() -= 1;
                let held = holds.entry((write, node)).or_default();
                *held -= 1;
                *held >= 0 && ends.get(&write) == Some(&SagaEnd::Completed)
            }
            What::Undoing { write, .. } => {
                undone.insert(write);
                true
            }
            What::Ended {
                write,
                how: SagaEnd::Completed,
                ..
            } => {
                let mut services = (FIRST_SERVICE..FIRST_SERVICE + steps).map(NodeId);
                let held = |node| holds.get(&(write, node)).is_some_and(|held| *held > 0);
                undone.contains(&write) || services.all(held)
            }
            What::Read {
                replica,
                key,
                value,
                ..
            } => {
                let expected = booked.get(&(NodeId(replica.0), key)).copied();
                undone_by_image || value == expected.unwrap_or(0)
            }
            _ => true,
        };
        prop_assert!(right, "{:?}: {}", fact, trial.url());
    }
    prop_assert_eq!(trial.count("overbooked") as u64, over, "{}", trial.url());
    prop_assert_eq!(
        trial.count("double-bookings") as u64,
        twice,
        "{}",
        trial.url()
    );
    prop_assert_eq!(trial.anomaly("double-booking"), twice, "{}", trial.url());
    leftovers_are_explained(trial, &holds)
}

/// What a saga that did not complete still holds has a reason; if nothing gives it back, it is counted as an
/// orphan.
fn leftovers_are_explained(trial: &Trial, holds: &Holds) -> Checked {
    let mut ends = BTreeMap::new();
    // Sagas of which something got lost, came twice, was tried again or could not be undone.
    let mut troubled = BTreeSet::new();
    let mut crashed = false;
    for fact in &trial.facts {
        match fact.what {
            What::Ended { write, how, .. } => {
                ends.insert(write, how);
                if how.is_stuck() {
                    troubled.insert(write);
                }
            }
            What::Sent { letter, .. } if letter.copy > 0 || letter.attempt > 0 => {
                troubled.extend(letter.write);
            }
            What::Lost { letter, .. } => troubled.extend(letter.write),
            What::UndoFailed { write, .. } | What::Retried { write, .. } => {
                troubled.insert(write);
            }
            What::Fault(Fault::Crashed(_)) => crashed = true,
            _ => {}
        }
    }
    let mut orphans = 0;
    for (&(write, node), &held) in holds {
        let over = ends
            .get(&write)
            .is_some_and(|how| *how != SagaEnd::Completed);
        if over && held > 0 {
            orphans += held;
            prop_assert!(
                crashed
                    || troubled.contains(&write)
                    || waited_in_vain(trial, write)
                    || was_overtaken(trial, write, node),
                "saga {} holds {} at {:?} for no reason: {}",
                write.0,
                held,
                node,
                trial.url()
            );
        }
    }
    let counted = trial.count("orphans") as i64;
    let is_right = counted == orphans || counted < orphans && !trial.settled();
    prop_assert!(
        is_right,
        "{} of {} orphans: {}",
        counted,
        orphans,
        trial.url()
    );
    shares_of_what_is_left(trial, holds, &ends)?;
    let noted = trial.anomaly("orphaned-reservation") > 0;
    prop_assert!(counted == 0 || noted, "{}", trial.url());
    Ok(())
}

/// The share of sagas that hold for good what they left behind, and of those that ever left something.
fn shares_of_what_is_left(
    trial: &Trial,
    holds: &Holds,
    ends: &BTreeMap<WriteId, SagaEnd>,
) -> Checked {
    let failed = |write: &WriteId| {
        ends.get(write)
            .is_some_and(|how| *how != SagaEnd::Completed)
    };
    let given_up: BTreeSet<(WriteId, NodeId)> = trial
        .facts
        .iter()
        .filter_map(|fact| match fact.what {
            What::WillNotRelease { node, write, .. } => Some((write, node)),
            _ => None,
        })
        .collect();
    let still = holds.iter().filter(|(_, held)| **held > 0);
    let still = still.map(|(&at, _)| at).filter(|at| given_up.contains(at));
    let still = still.map(|(write, _)| write);
    let (mut ended, mut held, mut ever) = (BTreeSet::new(), Holds::new(), BTreeSet::new());
    for fact in &trial.facts {
        match fact.what {
            What::Reserved { node, write, .. } => {
                *held.entry((write, node)).or_default() += 1;
                ever.extend((ended.contains(&write) && failed(&write)).then_some(write));
            }
            What::Released { node, write, .. } => *held.entry((write, node)).or_default() -= 1,
            What::Ended { write, .. } => {
                ended.insert(write);
                let its = held.range((write, NodeId(0))..=(write, NodeId(u16::MAX)));
                let holds = its.into_iter().any(|(_, held)| *held > 0);
                ever.extend((holds && failed(&write)).then_some(write));
            }
            _ => {}
        }
    }
    let still: BTreeSet<WriteId> = still.collect();
    for (name, sagas) in [("orphaned", still), ("left-behind", ever)] {
        let expected = sagas.len() as f64 / (ends.len() as f64).max(1.0);
        let counted = trial.mean(name);
        prop_assert!(
            (counted - expected).abs() < 1e-9,
            "{}: {}",
            name,
            trial.url()
        );
    }
    Ok(())
}

/// Whether a service was told to take a step back before it was asked to take it.
fn was_overtaken(trial: &Trial, of: WriteId, node: NodeId) -> bool {
    let came = |kinds: [LetterKind; 2]| {
        trial.facts.iter().filter(move |fact| {
            matches!(fact.what, What::Delivered { letter }
                if letter.write == Some(of) && letter.to == node && kinds.contains(&letter.kind))
        })
    };
    let back = came([LetterKind::Cancel, LetterKind::Backward]).next();
    let last = came([LetterKind::Take, LetterKind::Onward]).next_back();
    back.zip(last).is_some_and(|(back, last)| back.at < last.at)
}

/// Whether somebody waited in vain for word about a saga, or for longer than the shortest time that
/// the run ever allows.
fn waited_in_vain(trial: &Trial, of: WriteId) -> bool {
    let scenario = trial.run.scenario();
    let changed = scenario
        .script
        .acts()
        .iter()
        .filter_map(|act| match act.what {
            Deed::Set {
                key: Key::TIMEOUT,
                value: Value::Time(time),
            } => Some(time),
            _ => None,
        });
    let patience = changed.fold(scenario.settings.time(Key::TIMEOUT), Micros::min);
    let about = |fact: &Fact| match fact.what {
        What::Sent { letter, .. } if letter.write == Some(of) => Some((false, fact.at, letter)),
        What::Delivered { letter } if letter.write == Some(of) => Some((true, fact.at, letter)),
        _ => None,
    };
    let letters: Vec<_> = trial.facts.iter().filter_map(about).collect();
    let asks = [
        LetterKind::Take,
        LetterKind::Cancel,
        LetterKind::Onward,
        LetterKind::Backward,
        LetterKind::Told,
    ];
    let answers = [LetterKind::Taken, LetterKind::Cancelled, LetterKind::Heard];
    letters.iter().any(|&(arrived, at, question)| {
        let answered = letters.iter().any(|&(came, then, answer)| {
            let back = (answer.from, answer.to) == (question.to, question.from);
            let is_answer = back && came && answers.contains(&answer.kind);
            is_answer && (at..at + patience).contains(&then)
        });
        !arrived && asks.contains(&question.kind) && !answered
    })
}

/// An undo by images wipes out the bookings in force that were made after the one it takes back, each
/// once.
fn an_image_wipes_out_each_booking_once(trial: &Trial) -> Checked {
    if !is_always(trial, Key::UNDO_HOW, "restore") {
        return Ok(());
    }
    let mut in_force: BTreeMap<(NodeId, u32), Vec<(WriteId, bool)>> = BTreeMap::new();
    let mut lost = 0;
    for fact in &trial.facts {
        match fact.what {
            What::Reserved {
                node, write, key, ..
            } => in_force
                .entry((node, key))
                .or_default()
                .push((write, false)),
            What::Released {
                node,
                write,
                key,
                wiped,
            } => {
                let bookings = in_force.entry((node, key)).or_default();
                let its = bookings.iter().rposition(|&(saga, _)| saga == write);
                let its = its.expect("it was booked");
                bookings.remove(its);
                let mut expected = 0;
                for (_, is_wiped) in &mut bookings[its..] {
                    expected += u32::from(!*is_wiped);
                    *is_wiped = true;
                }
                prop_assert_eq!(wiped, expected, "{:?}: {}", fact, trial.url());
                lost += expected;
            }
            What::Left { node, write, key } => {
                let bookings = in_force.entry((node, key)).or_default();
                let its = bookings.iter().rposition(|&(saga, _)| saga == write);
                bookings.remove(its.expect("it was booked"));
            }
            _ => {}
        }
    }
    let counted = trial.count("lost-updates") as u32;
    prop_assert_eq!(counted, lost, "{}", trial.url());
    Ok(())
}

/// What settings promise, where they are so from the start to the end.
fn settings_keep_their_promises(trial: &Trial) -> Checked {
    let url = trial.url();
    if is_always(trial, Key::IDEMPOTENCY, "on") {
        prop_assert_eq!(trial.count("double-bookings"), 0.0, "{}", &url);
    }
    if is_always(trial, Key::UNDO_HOW, "inverse") {
        prop_assert_eq!(trial.count("lost-updates"), 0.0, "{}", &url);
    }
    let ended = |wanted: SagaEnd| {
        trial.facts_that(|what| matches!(what, What::Ended { how, .. } if *how == wanted))
    };
    if is_always(trial, Key::LOG, "durable") {
        prop_assert_eq!(ended(SagaEnd::Forgotten), 0.0, "{}", &url);
    }
    let stuck = trial.count("stuck") as u64;
    prop_assert_eq!(trial.anomaly("stuck-saga"), stuck, "{}", &url);
    Ok(())
}

/// A read that saw a tentative booking saw one of a saga under way; a dirty one saw one that was
/// taken back. Recounted from the facts of reads.
fn reads_of_what_is_not_decided(trial: &Trial) -> Checked {
    let mut holds = Holds::new();
    let mut keys: BTreeMap<WriteId, u32> = BTreeMap::new();
    let mut ended = BTreeSet::new();
    let mut reads: Vec<(ReadId, bool)> = Vec::new();
    for fact in &trial.facts {
        match fact.what {
            What::Reserved {
                node, write, key, ..
            } => {
                keys.insert(write, key);
                *holds.entry((write, node)).or_default() += 1;
            }
            What::Released { node, write, .. } | What::Left { node, write, .. } => {
                *holds.entry((write, node)).or_default() -= 1;
            }
            What::Ended { write, .. } => {
                ended.insert(write);
            }
            What::Read {
                read, replica, key, ..
            } => {
                let tentative = holds.iter().any(|(&(write, node), &held)| {
                    node.0 == replica.0
                        && held > 0
                        && keys[&write] == key
                        && !ended.contains(&write)
                });
                reads.push((read, tentative));
            }
            _ => {}
        }
    }
    let seen = reads.iter().filter(|(_, tentative)| *tentative).count() as f64;
    let expected = seen / (reads.len() as f64).max(1.0);
    let counted = trial.mean("uncommitted-read");
    prop_assert!(
        (counted - expected).abs() < 1e-9,
        "{} of {}, counted {}: {}",
        seen,
        reads.len(),
        counted,
        trial.url()
    );
    prop_assert!(trial.mean("dirty-read") <= counted, "{}", trial.url());
    Ok(())
}

/// All of them.
pub fn check(trial: &Trial) -> Checked {
    a_saga_begins_and_ends_once(trial)?;
    units_are_neither_made_nor_lost(trial)?;
    an_image_wipes_out_each_booking_once(trial)?;
    settings_keep_their_promises(trial)?;
    reads_of_what_is_not_decided(trial)
}

//! The incidents of runs and rows, from the bare facts.

use std::collections::{BTreeMap, BTreeSet};

use driftscope::consistency::{Anomaly, Incident, Outcome, Truth};
use driftscope::facts::ids::{KeyIndex, NodeId, ReplicaId, SessionId, WriteId};
use driftscope::facts::time::Micros;
use driftscope::facts::{ABSENT, Fact, Fault, Kept, LossReason, RunEnd, VersionVector, What};
use driftscope::scenario::Key;

use super::Found;
use crate::invariants::stores;
use crate::trial::Trial;

/// The kinds that are found here.
pub const KINDS: &[&str] = &[
    "missed-row",
    "ghost-row",
    "overlapping-runs",
    "run-failed",
    "lost-update",
];

/// A write of one side of a two-way sync.
#[derive(Clone, Copy)]
struct Own {
    write: WriteId,
    at: Micros,
    value: i64,
    past: VersionVector,
    /// Whether the other side has taken it in, or it was lost.
    settled: bool,
}

#[derive(Default)]
struct Replay {
    found: Found,
    initial: u32,
    target: Option<(ReplicaId, NodeId)>,
    nodes: BTreeMap<ReplicaId, NodeId>,
    wanted: BTreeMap<WriteId, SessionId>,
    commits: BTreeMap<WriteId, (Micros, u64)>,
    truth: BTreeMap<KeyIndex, Truth>,
    /// What the target shows.
    shown: BTreeMap<KeyIndex, Truth>,
    untold: BTreeMap<KeyIndex, WriteId>,
    /// Incidents of rows that are open: what, of which version.
    rows: BTreeMap<KeyIndex, Vec<(Anomaly, u64, usize)>>,
    began: BTreeMap<u64, Micros>,
    under_way: BTreeSet<u64>,
    overlapping: Vec<usize>,
    failed: Vec<(u64, usize)>,
    down: Vec<NodeId>,
    sides: BTreeMap<(KeyIndex, usize), Vec<Own>>,
}

/// Every incident of a run.
pub fn find(trial: &Trial) -> Found {
    let stores = stores(trial);
    let target = stores.iter().max_by_key(|store| store.replica);
    let mut replay = Replay {
        initial: trial.setting(Key::KEYS) as u32,
        target: target.map(|store| (store.replica, store.node)),
        nodes: stores.iter().map(|it| (it.replica, it.node)).collect(),
        ..Replay::default()
    };
    for fact in &trial.facts {
        replay.one_way(fact);
        replay.two_way(fact);
        replay.of_run(fact);
    }
    replay.found
}

impl Replay {
    /// What a row is before anything happens to it.
    fn blank(&self, key: KeyIndex) -> Truth {
        let value = if key < self.initial { 0 } else { ABSENT };
        Truth { version: 0, value }
    }

    fn shown(&self, key: KeyIndex) -> Truth {
        let blank = self.blank(key);
        self.shown.get(&key).copied().unwrap_or(blank)
    }

    fn one_way(&mut self, fact: &Fact) {
        let at = fact.at;
        match fact.what {
            What::Requested { write, session, .. } => {
                self.wanted.insert(write, session);
            }
            What::Committed {
                write,
                key,
                version,
                value,
            } => {
                self.commits.insert(write, (at, version));
                let truth = Truth { version, value };
                self.truth.insert(key, truth);
                if value == ABSENT && self.shown(key).value == ABSENT {
                    // Neither has it: nothing is missing.
                    self.shown.insert(key, truth);
                    self.end_row(at, key, truth);
                }
            }
            What::Applied {
                write: _,
                key,
                version,
                value,
                ..
            } => self.show(at, key, Truth { version, value }),
            What::Removed { key, .. } => {
                let truth = self.truth.get(&key).copied();
                let known = truth.filter(|truth| truth.value == ABSENT);
                let version = known.map_or(0, |truth| truth.version);
                let value = ABSENT;
                self.show(at, key, Truth { version, value });
            }
            What::Gone {
                write, key, why, ..
            } => match why {
                LossReason::BehindWatermark => {
                    let shown = self.shown(key);
                    let place = self.miss(at, Anomaly::MissedRow, write, key, shown);
                    let version = self.commits[&write].1;
                    if shown.version >= version {
                        self.found.end(place, at, Outcome::Righted);
                    } else {
                        self.follow(key, (Anomaly::MissedRow, version, place));
                    }
                }
                LossReason::DeletedWithoutTrace => {
                    self.untold.insert(key, write);
                    let shown = self.shown(key);
                    if shown.value != ABSENT {
                        let place = self.miss(at, Anomaly::GhostRow, write, key, shown);
                        self.follow(key, (Anomaly::GhostRow, 0, place));
                    }
                }
                _ => {}
            },
            _ => {}
        }
    }

    fn miss(
        &mut self,
        at: Micros,
        what: Anomaly,
        write: WriteId,
        key: KeyIndex,
        shown: Truth,
    ) -> usize {
        let truth = self.truth[&key];
        self.found.add(Incident {
            session: self.wanted.get(&write).copied(),
            node: self.target.map(|(_, node)| node),
            replica: self.target.map(|(replica, _)| replica),
            key: Some(key),
            write: Some(write),
            found: Some(shown),
            truth: Some(truth),
            committed: Some(self.commits[&write].0),
            count: truth.version.saturating_sub(shown.version),
            ..Incident::new(at, what)
        })
    }

    fn follow(&mut self, key: KeyIndex, open: (Anomaly, u64, usize)) {
        self.rows.entry(key).or_default().push(open);
    }

    fn show(&mut self, at: Micros, key: KeyIndex, new: Truth) {
        let before = self.shown(key);
        let truth = self.truth.get(&key).copied();
        let over = truth.filter(|truth| truth.value == ABSENT && before.value == ABSENT);
        if over.is_some_and(|truth| new.version < truth.version)
            && let Some(&write) = self.untold.get(&key)
        {
            // A run still carried the deleted row.
            let place = self.miss(at, Anomaly::GhostRow, write, key, new);
            self.follow(key, (Anomaly::GhostRow, 0, place));
        }
        self.shown.insert(key, new);
        self.end_row(at, key, new);
    }

    fn end_row(&mut self, at: Micros, key: KeyIndex, new: Truth) {
        let found = &mut self.found;
        self.rows
            .entry(key)
            .or_default()
            .retain(|&(what, version, place)| {
                let how = match what {
                    Anomaly::GhostRow if new.value == ABSENT => Outcome::Righted,
                    Anomaly::MissedRow if new.version == version => Outcome::Came,
                    Anomaly::MissedRow if new.version > version => Outcome::Overtaken,
                    _ => return true,
                };
                found.end(place, at, how);
                false
            });
    }

    fn side(&self, replica: ReplicaId) -> usize {
        usize::from(self.target.is_some_and(|(target, _)| target == replica))
    }

    fn two_way(&mut self, fact: &Fact) {
        let at = fact.at;
        match fact.what {
            What::Wrote {
                replica,
                write,
                key,
                value,
                past,
            } => {
                let own = Own {
                    write,
                    at,
                    value,
                    past,
                    settled: false,
                };
                let side = self.side(replica);
                self.sides.entry((key, side)).or_default().push(own);
            }
            What::Merged {
                replica,
                key,
                write,
                value,
                past,
                kept,
                ..
            } => {
                let side = self.side(replica);
                if kept != Kept::Ours {
                    for own in self.sides.entry((key, 1 - side)).or_default() {
                        own.settled |= own.past[1 - side] <= past[1 - side];
                    }
                }
                if kept == Kept::Theirs {
                    self.lose(at, (replica, key), Some(write), (past, value));
                }
            }
            What::Restored {
                replica,
                key,
                value,
                ..
            } => self.lose(at, (replica, key), None, ([0; 2], value)),
            _ => {}
        }
    }

    /// A side takes the other's value: what of its own that does not come after is lost.
    fn lose(
        &mut self,
        at: Micros,
        (replica, key): (ReplicaId, KeyIndex),
        winner: Option<WriteId>,
        (past, value): (VersionVector, i64),
    ) {
        let side = self.side(replica);
        let mut lost: Vec<Own> = Vec::new();
        for own in self.sides.entry((key, side)).or_default() {
            if !own.settled && own.past[side] > past[side] {
                own.settled = true;
                lost.push(*own);
            }
        }
        let Some(newest) = lost.last() else {
            return;
        };
        let after = |past: VersionVector| u64::from(past[0]) + u64::from(past[1]);
        let truth = |past, value| {
            let version = after(past);
            Some(Truth { version, value })
        };
        self.found.add(Incident {
            session: self.wanted.get(&newest.write).copied(),
            node: self.nodes.get(&replica).copied(),
            replica: Some(replica),
            key: Some(key),
            write: Some(newest.write),
            other: winner,
            found: truth(past, value),
            truth: truth(newest.past, newest.value),
            committed: Some(newest.at),
            count: lost.len() as u64,
            ..Incident::new(at, Anomaly::LostUpdate)
        });
    }

    fn of_run(&mut self, fact: &Fact) {
        let at = fact.at;
        match fact.what {
            What::RunBegan { run, beside } => {
                self.began.insert(run, at);
                self.under_way.insert(run);
                if beside > 0 {
                    let first = self.under_way.iter().next();
                    let place = self.found.add(Incident {
                        committed: first.map(|first| self.began[first]),
                        count: self.under_way.len() as u64,
                        ..Incident::new(at, Anomaly::OverlappingRuns)
                    });
                    self.overlapping.push(place);
                }
            }
            What::RunEnded { run, how, moved } => {
                self.under_way.remove(&run);
                if how == RunEnd::Failed {
                    let place = self.found.add(Incident {
                        node: self.down.last().copied(),
                        committed: self.began.get(&run).copied(),
                        count: u64::from(moved),
                        ..Incident::new(at, Anomaly::RunFailed)
                    });
                    self.failed.push((run, place));
                }
                if how == RunEnd::Done {
                    for (_, place) in self.failed.extract_if(.., |(failed, _)| *failed < run) {
                        self.found.end(place, at, Outcome::Righted);
                    }
                }
                if self.under_way.len() <= 1 {
                    for place in self.overlapping.drain(..) {
                        self.found.end(place, at, Outcome::Righted);
                    }
                }
            }
            What::Fault(Fault::Crashed(node)) => self.down.push(node),
            What::Fault(Fault::Restarted(node)) => self.down.retain(|down| *down != node),
            _ => {}
        }
    }
}

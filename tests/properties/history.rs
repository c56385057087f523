//! What every copy showed after every fact, told once more from the raw facts.

use std::collections::{BTreeMap, BTreeSet};

use driftscope::consistency::Truth;
use driftscope::facts::ids::{NodeId, ReplicaId, SessionId, WriteId};
use driftscope::facts::time::Micros;
use driftscope::facts::{ABSENT, Fact, Merge, What};
use driftscope::run::Run;

use crate::trial::Trial;

/// A key of a copy.
#[derive(Clone, Default)]
pub struct AtCopy {
    pub shown: Truth,
    /// The write applied last.
    pub by: Option<WriteId>,
    /// The versions that are in what it shows.
    has: BTreeSet<u64>,
    /// The highest version that it ever showed.
    high: u64,
}

/// A write of the source.
#[derive(Clone, Copy)]
pub struct Committed {
    pub nth: usize,
    pub at: Micros,
    pub value: i64,
}

pub struct Replica {
    pub id: ReplicaId,
    pub node: NodeId,
    pub view: u16,
    /// By key: after which fact it was so.
    changes: BTreeMap<u32, Vec<(usize, AtCopy)>>,
    /// The lag after each fact.
    pub lag: Vec<u64>,
}

/// A run as the facts tell it. Facts are named by their place among all.
pub struct History<'a> {
    pub facts: &'a [Fact],
    pub merge: Merge,
    /// How many keys there are from the start on.
    keys: u32,
    pub replicas: Vec<Replica>,
    pub commits: BTreeMap<u32, Vec<Committed>>,
    pub versions: BTreeMap<WriteId, (u32, u64)>,
    pub writers: BTreeMap<WriteId, SessionId>,
}

impl<'a> History<'a> {
    pub fn of(trial: &'a Trial) -> Self {
        let mut history = History {
            facts: &trial.facts,
            merge: Merge::Replace,
            keys: 0,
            replicas: Vec::new(),
            commits: BTreeMap::new(),
            versions: BTreeMap::new(),
            writers: BTreeMap::new(),
        };
        // Stores are told before anything happens.
        let _ = Run::observed(trial.run.scenario().clone(), &mut |fact| {
            history.meet(&fact.what);
        });
        for (nth, fact) in trial.facts.iter().enumerate() {
            history.take(nth, fact);
        }
        history
    }

    fn meet(&mut self, what: &What) {
        match *what {
            What::Replica {
                replica,
                node,
                source: false,
                keys,
                merge,
            } => {
                (self.merge, self.keys) = (merge, keys);
                self.replicas.push(Replica {
                    id: replica,
                    node,
                    view: 0,
                    changes: BTreeMap::new(),
                    lag: Vec::new(),
                });
            }
            What::Shows { replica, view } => {
                let place = self.place(replica).expect("it is known");
                self.replicas[place].view = view;
            }
            _ => {}
        }
    }

    fn take(&mut self, nth: usize, fact: &Fact) {
        let merge = self.merge;
        match fact.what {
            What::Requested { write, session, .. } => {
                self.writers.insert(write, session);
            }
            What::Committed {
                write, key, value, ..
            } => {
                let of_key = self.commits.entry(key).or_default();
                of_key.push(Committed {
                    nth,
                    at: fact.at,
                    value,
                });
                self.versions.insert(write, (key, of_key.len() as u64));
            }
            What::Applied {
                replica,
                write,
                key,
                version,
                value,
            } => self.change(nth, replica, key, |copy| {
                copy.has.insert(version);
                copy.high = copy.high.max(version);
                let version = match merge {
                    Merge::Replace => version,
                    Merge::Add => version.max(copy.shown.version),
                };
                copy.shown = Truth { version, value };
                copy.by = Some(write);
            }),
            // The last write of a row that is gone is its deletion.
            What::Removed { replica, key } => {
                let truth = self.truth(key, nth);
                let version = if truth.value == ABSENT {
                    truth.version
                } else {
                    0
                };
                self.change(nth, replica, key, |copy| {
                    copy.high = copy.high.max(version);
                    copy.shown = Truth {
                        version,
                        value: ABSENT,
                    };
                    copy.by = None;
                });
            }
            What::RebuildBegan {
                replica,
                emptied: true,
            } => {
                let keys: Vec<u32> = self.commits.keys().copied().collect();
                for key in keys {
                    self.change(nth, replica, key, |copy| *copy = AtCopy::default());
                }
            }
            What::Restored {
                replica,
                key,
                version,
                value,
            } => self.change(nth, replica, key, |copy| {
                copy.has = (1..=version).collect();
                copy.high = version;
                copy.shown = Truth { version, value };
            }),
            _ => {}
        }
        for place in 0..self.replicas.len() {
            let changes = matches!(
                fact.what,
                What::Committed { .. }
                    | What::Applied { .. }
                    | What::RebuildBegan { .. }
                    | What::Restored { .. }
            );
            let before = self.replicas[place].lag.last().copied().unwrap_or(0);
            let lag = if changes {
                self.count_lag(place)
            } else {
                before
            };
            self.replicas[place].lag.push(lag);
        }
    }

    fn change(&mut self, nth: usize, replica: ReplicaId, key: u32, how: impl Fn(&mut AtCopy)) {
        let place = self.place(replica).expect("it is known");
        let changes = self.replicas[place].changes.entry(key).or_default();
        let mut copy = changes
            .last()
            .map_or_else(AtCopy::default, |(_, copy)| copy.clone());
        how(&mut copy);
        changes.push((nth, copy));
    }

    fn count_lag(&self, place: usize) -> u64 {
        let of_key = |(key, commits): (&u32, &Vec<Committed>)| {
            let all = commits.len() as u64;
            let changes = self.replicas[place].changes.get(key);
            let copy = changes.and_then(|changes| changes.last());
            copy.map_or(all, |(_, copy)| match self.merge {
                Merge::Replace => all - copy.high,
                Merge::Add => all - copy.has.range(..=all).count() as u64,
            })
        };
        self.commits.iter().map(of_key).sum()
    }

    pub fn place(&self, replica: ReplicaId) -> Option<usize> {
        self.replicas.iter().position(|known| known.id == replica)
    }

    /// A key of a copy after a fact.
    pub fn copy(&self, place: usize, key: u32, nth: usize) -> AtCopy {
        let changes = self.replicas[place].changes.get(&key);
        let before = changes
            .into_iter()
            .flatten()
            .take_while(|(at, _)| *at <= nth);
        before
            .last()
            .map_or_else(|| self.at_the_start(key), |(_, copy)| copy.clone())
    }

    /// A key of a copy of which nothing has come: a row that is created on the way is not there.
    fn at_the_start(&self, key: u32) -> AtCopy {
        let mut copy = AtCopy::default();
        if key >= self.keys {
            copy.shown.value = ABSENT;
        }
        copy
    }

    /// The first fact after one by which a copy came to be so.
    pub fn first_when(
        &self,
        place: usize,
        key: u32,
        after: usize,
        so: impl Fn(&AtCopy) -> bool,
    ) -> Option<(usize, AtCopy)> {
        let changes = self.replicas[place].changes.get(&key);
        let mut later = changes
            .into_iter()
            .flatten()
            .filter(|(nth, _)| *nth > after);
        later
            .find(|(_, copy)| so(copy))
            .map(|(nth, copy)| (*nth, copy.clone()))
    }

    /// The truth about a key after a fact.
    pub fn truth(&self, key: u32, nth: usize) -> Truth {
        let commits = self.commits.get(&key).into_iter().flatten();
        let mut truth = Truth::default();
        for commit in commits.take_while(|commit| commit.nth <= nth) {
            truth.version += 1;
            truth.value = commit.value;
        }
        truth
    }

    pub fn reflects(&self, copy: &AtCopy, version: u64) -> bool {
        match self.merge {
            Merge::Replace => version <= copy.shown.version,
            Merge::Add => copy.has.contains(&version),
        }
    }

    /// Whether a copy had a version or a newer one at some time.
    pub fn had(&self, copy: &AtCopy, version: u64) -> bool {
        match self.merge {
            Merge::Replace => version <= copy.high,
            Merge::Add => copy.has.contains(&version),
        }
    }

    /// How many versions up to one a copy lacks.
    pub fn behind(&self, copy: &AtCopy, upto: u64) -> u64 {
        (1..=upto)
            .filter(|&version| !self.reflects(copy, version))
            .count() as u64
    }

    /// Whether a fact says that a write will not come to a replica by itself.
    pub fn denies(&self, fact: &Fact, write: WriteId, place: usize) -> bool {
        let id = self.replicas[place].id;
        matches!(fact.what, What::WillNotCome { replica, write: of, .. }
            if of == write && replica.is_none_or(|replica| replica == id))
    }

    /// Whether it was known after a fact that a write will not come to a replica, and the first fact
    /// after it that says so.
    pub fn denied(&self, write: WriteId, place: usize, upto: usize) -> (bool, Option<usize>) {
        let id = self.replicas[place].id;
        let (mut applied, mut denied) = (false, false);
        for (nth, fact) in self.facts.iter().enumerate() {
            match fact.what {
                What::Applied {
                    replica, write: of, ..
                } if replica == id && of == write => {
                    applied = true;
                    denied &= nth > upto;
                }
                What::RebuildBegan {
                    replica,
                    emptied: true,
                } if replica == id => {
                    applied = false;
                    denied &= nth > upto;
                }
                _ if !applied && self.denies(fact, write, place) => {
                    if nth > upto {
                        return (denied, Some(nth));
                    }
                    denied = true;
                }
                _ => {}
            }
        }
        (denied, None)
    }
}

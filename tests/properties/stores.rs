//! The measures of copies against the stores themselves: what each of them showed at the end, and when it
//! first showed each write or a newer one. It goes through the facts once, so that it can follow runs of
//! very many writes.

use std::collections::{BTreeMap, BTreeSet};

use driftscope::consistency::{Figures, Kept};
use driftscope::facts::ids::{KeyIndex, NodeId, ReplicaId, WriteId};
use driftscope::facts::time::Micros;
use driftscope::facts::{ABSENT, Amount, Fact, LetterKind, Merge, Version, What};
use proptest::prelude::*;

use crate::reference::Checked;

/// All stores of a run.
#[derive(Default)]
pub struct Stores {
    /// Of each key the commits in their order: when, and the value from then on.
    truth: BTreeMap<KeyIndex, Vec<(Micros, Amount)>>,
    copies: Vec<Copy>,
    applied: BTreeSet<(ReplicaId, WriteId)>,
    applied_again: u64,
    /// How often each node received each event.
    received: BTreeMap<(NodeId, WriteId), u64>,
}

struct Copy {
    id: ReplicaId,
    merge: Merge,
    rows: BTreeMap<KeyIndex, Row>,
}

#[derive(Default)]
struct Row {
    shown: (Version, Amount),
    high: Version,
    /// When each version, or a newer one that makes up for it, was first shown.
    first: BTreeMap<Version, Micros>,
}

impl Stores {
    /// Takes the next fact.
    pub fn fold(&mut self, fact: &Fact) {
        let at = fact.at;
        match fact.what {
            What::Replica {
                replica,
                source: false,
                merge,
                ..
            } => self.copies.push(Copy {
                id: replica,
                merge,
                rows: BTreeMap::new(),
            }),
            What::Committed {
                key,
                version,
                value,
                ..
            } => {
                let commits = self.truth.entry(key).or_default();
                commits.push((at, value));
                assert_eq!(commits.len() as Version, version);
            }
            What::Applied {
                replica,
                write,
                key,
                version,
                value,
            } => {
                self.applied_again += u64::from(!self.applied.insert((replica, write)));
                let (merge, row) = self.row(replica, key);
                match merge {
                    Merge::Replace => {
                        for version in row.high + 1..=version {
                            row.first.insert(version, at);
                        }
                        row.high = row.high.max(version);
                    }
                    Merge::Add => {
                        row.first.entry(version).or_insert(at);
                    }
                }
                row.shown = (version, value);
            }
            What::Restored {
                replica,
                key,
                version,
                value,
            } => {
                let (_, row) = self.row(replica, key);
                for version in 1..=version {
                    row.first.entry(version).or_insert(at);
                }
                row.shown = (version, value);
            }
            What::RebuildBegan {
                replica,
                emptied: true,
            } => {
                self.applied.retain(|(of, _)| *of != replica);
                let copies = self.copies.iter_mut().filter(|copy| copy.id == replica);
                let rows = copies.flat_map(|copy| copy.rows.values_mut());
                rows.for_each(|row| row.shown = (0, 0));
            }
            What::Delivered { letter } if letter.kind == LetterKind::Deliver => {
                let write = letter.write.expect("an event carries a write");
                *self.received.entry((letter.to, write)).or_default() += 1;
            }
            _ => {}
        }
    }

    fn row(&mut self, replica: ReplicaId, key: KeyIndex) -> (Merge, &mut Row) {
        let mut copies = self.copies.iter_mut();
        let copy = copies.find(|copy| copy.id == replica).expect("a store");
        (copy.merge, copy.rows.entry(key).or_default())
    }

    /// Whether a copy shows something else of a key than its source.
    fn differs(&self, copy: &Copy, key: KeyIndex) -> bool {
        let commits = &self.truth[&key];
        let truth = (commits.len() as Version, commits[commits.len() - 1].1);
        let shown = copy.rows.get(&key).map_or((0, 0), |row| row.shown);
        match copy.merge {
            Merge::Replace => shown.0 != truth.0 && (shown.0, truth.1) != (0, ABSENT),
            Merge::Add => shown.1 != truth.1,
        }
    }

    /// The figures at the end of the run are those of the stores.
    pub fn check(&self, figures: &Figures, url: &str) -> Checked {
        let (mut closed, mut open, mut sum) = (0, 0, 0_u64);
        for (key, commits) in &self.truth {
            for (version, (at, _)) in (1..).zip(commits) {
                let mut firsts = self.copies.iter().map(|copy| {
                    let row = copy.rows.get(key)?;
                    row.first.get(&version).copied()
                });
                match firsts.try_fold(*at, |last, first| Some(last.max(first?))) {
                    Some(last) => {
                        closed += 1;
                        sum += last - at;
                    }
                    None => open += 1,
                }
            }
        }
        let Kept::Times(windows, ages) = &figures.measures["inconsistency-window"] else {
            return Err(TestCaseError::fail("a window is a time"));
        };
        prop_assert_eq!(figures.counts["open"], open, "open: {}", url);
        let ages = ages.iter().map(|(_, count)| u64::from(*count)).sum::<u64>();
        prop_assert_eq!(ages, open, "ages of what is open: {}", url);
        prop_assert_eq!(windows.count(), closed, "windows: {}", url);
        let mean = (closed > 0).then(|| sum as f64 / closed as f64);
        prop_assert_eq!(windows.mean(), mean, "mean window: {}", url);
        let differing = self.truth.keys().filter(|key| {
            let mut copies = self.copies.iter();
            copies.any(|copy| self.differs(copy, **key))
        });
        let differing = differing.count() as u64;
        prop_assert_eq!(figures.counts["diverged"], differing, "diverged: {}", url);
        let Kept::Share(redelivered) = &figures.measures["redelivered"] else {
            return Err(TestCaseError::fail("redelivered is a share"));
        };
        let twice = self.received.values().filter(|times| **times > 1).count();
        let expected = (twice as u64, self.received.len() as u64);
        prop_assert_eq!(
            (redelivered.hits(), redelivered.count()),
            expected,
            "redelivered: {}",
            url
        );
        if !self.received.is_empty() {
            let again = figures.counts["duplicate-effects"];
            prop_assert_eq!(again, self.applied_again, "applied twice: {}", url);
        }
        Ok(())
    }
}

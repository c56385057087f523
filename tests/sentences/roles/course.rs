//! What was so from when on, as the facts of a run say it.

use std::collections::BTreeMap;

use driftscope::facts::ids::{KeyIndex, ReplicaId};
use driftscope::facts::time::Micros;
use driftscope::facts::{ABSENT, Amount, Fact, What};

/// The values of one key, each from when on.
#[derive(Debug, Default)]
pub struct Course(Vec<(Micros, Amount)>);

impl Course {
    /// Whether a value stood at some time of a span; before its first write a key is 0 or not there.
    pub fn had(&self, value: Amount, (from, to): (Micros, Micros)) -> bool {
        let before = self.0.iter().rev().find(|(at, _)| *at < from);
        let first = before.map_or(value == 0 || value == ABSENT, |(_, was)| *was == value);
        let mut within = self.0.iter().filter(|(at, _)| (from..=to).contains(at));
        first || within.any(|(_, was)| *was == value)
    }

    /// The values of an instant: what stood before it, and what came then.
    pub fn at(&self, at: Micros) -> Vec<Amount> {
        let before = self.0.iter().rev().find(|(when, _)| *when < at);
        let first = before.map_or(0, |(_, value)| *value);
        let then = self.0.iter().filter(|(when, _)| *when == at);
        std::iter::once(first)
            .chain(then.map(|(_, value)| *value))
            .collect()
    }
}

/// What each copy showed of each key, and what was true of each key.
pub fn of(
    facts: &[Fact],
) -> (
    BTreeMap<(ReplicaId, KeyIndex), Course>,
    BTreeMap<KeyIndex, Course>,
) {
    let mut shown: BTreeMap<(ReplicaId, KeyIndex), Course> = BTreeMap::new();
    let mut truth: BTreeMap<KeyIndex, Course> = BTreeMap::new();
    for Fact { at, what, .. } in facts {
        let (copy, value) = match *what {
            What::Applied {
                replica,
                key,
                value,
                ..
            }
            | What::Merged {
                replica,
                key,
                value,
                ..
            }
            | What::Wrote {
                replica,
                key,
                value,
                ..
            }
            | What::Restored {
                replica,
                key,
                value,
                ..
            } => (Some((replica, key)), value),
            What::Removed { replica, key } => (Some((replica, key)), ABSENT),
            What::Committed { value, .. } => (None, value),
            What::RebuildBegan {
                replica,
                emptied: true,
            } => {
                for (_, course) in shown.range_mut((replica, 0)..=(replica, KeyIndex::MAX)) {
                    course.0.push((*at, 0));
                }
                continue;
            }
            _ => continue,
        };
        if let What::Committed { key, .. } | What::Wrote { key, .. } = *what {
            truth.entry(key).or_default().0.push((*at, value));
        }
        if let Some(copy) = copy {
            shown.entry(copy).or_default().0.push((*at, value));
        }
    }
    (shown, truth)
}

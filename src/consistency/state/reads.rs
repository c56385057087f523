//! What people saw, against the truth at the instant they asked.
//!
//! A read of several keys counts once for each key.

use crate::consistency::state::keys::{KeyState, Truth};
use crate::consistency::stats::distribution::Distribution;
use crate::consistency::stats::level::Share;
use crate::facts::ids::{KeyIndex, ReadId};
use crate::facts::time::Micros;
use crate::facts::{Merge, Version};
use crate::sim::ledger::Ledger;

/// Reads under way, and what was measured of those that are done.
#[derive(Clone, Debug, Default)]
pub struct Reads {
    /// Asked and not yet answered, by [`ReadId`].
    open: Ledger<OpenRead>,
    pub(in crate::consistency) asked: u64,
    pub(in crate::consistency) stale: Share,
    pub(in crate::consistency) behind: Distribution,
    pub(in crate::consistency) age: Distribution,
    pub(in crate::consistency) latency: Distribution,
    pub(in crate::consistency) added: Distribution,
}

#[derive(Clone, Debug)]
struct OpenRead {
    asked: Micros,
    /// The truth about each key when it was asked for.
    keys: Vec<(KeyIndex, Truth)>,
}

/// What a read of one key came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// How many committed versions it missed.
    pub behind: u64,
    /// The oldest version that it missed, if it missed one.
    pub first_missed: Option<Version>,
}

impl Reads {
    /// How many reads are awaited.
    pub fn open(&self) -> usize {
        self.open.len()
    }

    /// A person asked for a key, of which this was the truth.
    pub fn ask(&mut self, at: Micros, read: ReadId, key: KeyIndex, truth: Truth) {
        if let Some(open) = self.open.get_mut(read.0) {
            open.keys.push((key, truth));
            return;
        }
        self.asked += 1;
        let keys = vec![(key, truth)];
        self.open.insert(read.0, OpenRead { asked: at, keys });
    }

    /// A store was read: what was found, against what was to be found. `state` is the key of that
    /// store; none if the store is the source itself, which misses nothing.
    pub fn found(
        &self,
        read: ReadId,
        key: KeyIndex,
        state: Option<(&KeyState, Merge)>,
    ) -> Option<Seen> {
        let open = self.open.get(read.0)?;
        let (_, truth) = *open.keys.iter().find(|(asked, _)| *asked == key)?;
        let (behind, first_missed) = match state {
            None => (0, None),
            Some((state, merge)) => (
                state.missing_upto(merge, truth.version),
                state.first_missing_upto(merge, truth.version),
            ),
        };
        Some(Seen {
            behind,
            first_missed,
        })
    }

    /// When a person asked, if the read is awaited.
    pub fn asked_at(&self, read: ReadId) -> Option<Micros> {
        self.open.get(read.0).map(|open| open.asked)
    }

    /// When a person asked for a key, and what was true of it then, if the read is awaited.
    pub fn asked(&self, read: ReadId, key: KeyIndex) -> Option<(Micros, Truth)> {
        let open = self.open.get(read.0)?;
        let (_, truth) = open.keys.iter().find(|(asked, _)| *asked == key)?;
        Some((open.asked, *truth))
    }

    /// Counts what a read of one key came to; `age` is that of the oldest write it missed, if it is known.
    pub fn count(&mut self, seen: Seen, age: Option<Micros>, waited: Micros) {
        self.stale.record(seen.behind > 0);
        self.behind.record(seen.behind);
        if let Some(age) = age {
            self.age.record(age);
        }
        self.added.record(waited);
    }

    /// A person saw the answer.
    pub fn answer(&mut self, at: Micros, read: ReadId) {
        if let Some(open) = self.open.remove(read.0) {
            self.latency.record(at - open.asked);
        }
    }

    /// A query or its answer got lost.
    pub fn lose(&mut self, read: ReadId) {
        self.open.remove(read.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    const READ: ReadId = ReadId(0);

    /// A store that applied these versions of the key.
    fn store(merge: Merge, versions: &[Version]) -> KeyState {
        let mut key = KeyState::default();
        for &version in versions {
            key.apply(0, merge, version, 0);
        }
        key
    }

    fn truth(version: Version) -> Truth {
        Truth { version, value: 0 }
    }

    #[test]
    fn a_read_is_held_against_the_truth_when_it_was_asked() {
        let mut reads = Reads::default();
        reads.ask(10, READ, 7, truth(2));
        let behind = store(Merge::Replace, &[1]);
        let seen = |key, state: &KeyState| reads.found(READ, key, Some((state, Merge::Replace)));
        let expected = Seen {
            behind: 1,
            first_missed: Some(2),
        };
        assert_eq!(seen(7, &behind), Some(expected));
        // A version committed since then is no reason to complain, nor is one that came early.
        let ahead = store(Merge::Replace, &[1, 2, 3]);
        assert_eq!(seen(7, &ahead).map(|seen| seen.behind), Some(0));
        assert_eq!(seen(8, &behind), None, "nobody asked for this key");
    }

    #[test]
    fn changes_are_missed_one_by_one() {
        let mut reads = Reads::default();
        reads.ask(10, READ, 7, truth(4));
        let gaps = store(Merge::Add, &[1, 3]);
        let seen = reads.found(READ, 7, Some((&gaps, Merge::Add)));
        let (behind, first) = seen.map(|seen| (seen.behind, seen.first_missed)).unwrap();
        assert_eq!((behind, first), (2, Some(2)));
    }

    #[test]
    fn the_source_misses_nothing() {
        let mut reads = Reads::default();
        reads.ask(10, READ, 7, truth(2));
        let expected = Seen {
            behind: 0,
            first_missed: None,
        };
        assert_eq!(reads.found(READ, 7, None), Some(expected));
    }

    #[test]
    fn a_read_that_got_lost_has_no_latency_and_finds_nothing() {
        let mut reads = Reads::default();
        reads.ask(10, READ, 7, truth(1));
        reads.ask(10, ReadId(2), 7, truth(1));
        reads.lose(READ);
        reads.answer(30, READ);
        reads.answer(30, ReadId(2));
        assert_eq!((reads.asked, reads.latency.count()), (2, 1));
        assert_eq!(reads.latency.mean(), Some(20.0));
        assert_eq!(reads.found(READ, 7, None), None);
    }
}

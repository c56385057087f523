//! The order of all commits, whichever their keys: what was true of several keys at one time.

use std::collections::VecDeque;

use crate::facts::Version;
use crate::facts::ids::{KeyIndex, WriteId};
use crate::facts::time::Micros;

/// How many of the newest commits are remembered, besides those that some replica does not show.
const REMEMBERED: usize = 1 << 16;

/// The newest commits, and where each version of a key is among all.
#[derive(Clone, Debug, Default)]
pub struct CommitOrder {
    /// How many commits there were before those that are kept.
    base: u64,
    kept: VecDeque<Kept>,
    by_key: Vec<KeyOrder>,
}

/// A commit that is remembered.
#[derive(Clone, Copy, Debug)]
struct Kept {
    write: WriteId,
    key: KeyIndex,
    at: Micros,
}

/// The commits of one key that are kept.
#[derive(Clone, Debug, Default)]
struct KeyOrder {
    /// The version before the first of them.
    before: Version,
    /// Their places in the order of all, counted from 1.
    places: VecDeque<u64>,
}

impl CommitOrder {
    /// The next commit, whose place among all is returned, from 1; the versions of a key come in their
    /// order.
    pub fn push(&mut self, (write, at): (WriteId, Micros), key: KeyIndex, version: Version) -> u64 {
        if self.kept.len() == REMEMBERED
            && let Some(oldest) = self.kept.pop_front()
        {
            self.base += 1;
            let of_key = &mut self.by_key[oldest.key as usize];
            of_key.places.pop_front();
            of_key.before += 1;
        }
        self.kept.push_back(Kept { write, key, at });
        let place = self.base + self.kept.len() as u64;
        let room = self.by_key.len().max(key as usize + 1);
        self.by_key.resize_with(room, KeyOrder::default);
        let of_key = &mut self.by_key[key as usize];
        if of_key.places.is_empty() {
            of_key.before = version - 1;
        }
        of_key.places.push_back(place);
        place
    }

    /// Where a version of a key is among all commits, from 1, if it is remembered.
    pub fn place(&self, key: KeyIndex, version: Version) -> Option<u64> {
        let of_key = self.by_key.get(key as usize)?;
        let nth = version.checked_sub(of_key.before + 1)?;
        of_key.places.get(usize::try_from(nth).ok()?).copied()
    }

    fn kept(&self, key: KeyIndex, version: Version) -> Option<&Kept> {
        let nth = self.place(key, version)?.checked_sub(self.base + 1)?;
        self.kept.get(usize::try_from(nth).ok()?)
    }

    /// The write that made a version of a key, if it is remembered.
    pub fn write(&self, key: KeyIndex, version: Version) -> Option<WriteId> {
        self.kept(key, version).map(|kept| kept.write)
    }

    /// When a version of a key was committed, if it is remembered.
    pub fn at(&self, key: KeyIndex, version: Version) -> Option<Micros> {
        self.kept(key, version).map(|kept| kept.at)
    }

    /// The place of the last commit that is forgotten; 0 if none is.
    pub fn last_forgotten(&self) -> u64 {
        self.base
    }

    /// Whether a version was committed and is forgotten.
    pub fn has_forgotten(&self, key: KeyIndex, version: Version) -> bool {
        let of_key = self.by_key.get(key as usize);
        version > 0 && of_key.is_some_and(|of_key| version <= of_key.before)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn each_version_of_a_key_has_its_place_among_all_commits() {
        let mut order = CommitOrder::default();
        for (write, key, version) in [(0, 7, 1), (1, 2, 1), (2, 7, 2)] {
            order.push((WriteId(write), 10 * write), key, version);
        }
        assert_eq!(
            [0, 1, 2, 3].map(|v| order.place(7, v)),
            [None, Some(1), Some(3), None]
        );
        assert_eq!(order.place(9, 1), None, "never written");
        assert_eq!(
            (order.write(7, 2), order.at(7, 2)),
            (Some(WriteId(2)), Some(20))
        );
        assert_eq!(order.write(7, 3), None);
        assert!(!order.has_forgotten(7, 1) && !order.has_forgotten(7, 0));
    }

    #[test]
    fn of_old_commits_it_is_known_that_they_are_forgotten() {
        let mut order = CommitOrder::default();
        let all = REMEMBERED as u64 + 10;
        for nth in 0..all {
            order.push((WriteId(nth), nth), (nth % 2) as KeyIndex, 1 + nth / 2);
        }
        assert_eq!(order.kept.len(), REMEMBERED);
        assert_eq!(
            (order.write(0, 1), order.write(0, 6)),
            (None, Some(WriteId(10)))
        );
        assert_eq!(order.last_forgotten(), 10);
        assert_eq!(
            [0, 5, 6].map(|v| order.has_forgotten(0, v)),
            [false, true, false]
        );
        assert_eq!(order.place(1, all / 2), Some(all));
    }
}

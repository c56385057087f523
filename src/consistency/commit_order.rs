//! The order of all commits, whichever their keys: what was true of several keys at one time.

use std::collections::VecDeque;

use crate::sim::fact::Version;
use crate::sim::ids::{KeyIndex, WriteId};

/// How many of the newest commits are remembered.
const REMEMBERED: usize = 1 << 16;

/// The newest commits, and where each version of a key is among all.
#[derive(Clone, Debug, Default)]
pub struct CommitOrder {
    /// How many commits there were before those that are kept.
    base: u64,
    kept: VecDeque<(WriteId, KeyIndex)>,
    by_key: Vec<KeyOrder>,
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
    /// The next commit; the versions of a key come in their order.
    pub fn push(&mut self, write: WriteId, key: KeyIndex, version: Version) {
        if self.kept.len() == REMEMBERED
            && let Some((_, oldest)) = self.kept.pop_front()
        {
            self.base += 1;
            let of_key = &mut self.by_key[oldest as usize];
            of_key.places.pop_front();
            of_key.before += 1;
        }
        self.kept.push_back((write, key));
        let room = self.by_key.len().max(key as usize + 1);
        self.by_key.resize_with(room, KeyOrder::default);
        let of_key = &mut self.by_key[key as usize];
        if of_key.places.is_empty() {
            of_key.before = version - 1;
        }
        of_key.places.push_back(self.base + self.kept.len() as u64);
    }

    fn place(&self, key: KeyIndex, version: Version) -> Option<u64> {
        let of_key = self.by_key.get(key as usize)?;
        let nth = version.checked_sub(of_key.before + 1)?;
        of_key.places.get(usize::try_from(nth).ok()?).copied()
    }

    /// The write that made a version of a key, if it is remembered.
    pub fn write(&self, key: KeyIndex, version: Version) -> Option<WriteId> {
        let nth = self.place(key, version)?.checked_sub(self.base + 1)?;
        let (write, _) = self.kept.get(usize::try_from(nth).ok()?)?;
        Some(*write)
    }

    /// From how many commits on a version was the truth about a key, and until how many: the second
    /// number is the first one at which it was so no more. Of what is forgotten it is known that it was
    /// before all that is remembered; two keys are then not said to contradict each other.
    pub fn span(&self, key: KeyIndex, version: Version) -> (u64, u64) {
        let start = self.place(key, version).unwrap_or(0);
        let forgotten = |of_key: &KeyOrder| version < of_key.before;
        let end = match self.place(key, version + 1) {
            Some(end) => end,
            // The next version is among those that are forgotten.
            None if self.by_key.get(key as usize).is_some_and(forgotten) => self.base.max(1),
            None => u64::MAX,
        };
        (start, end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn a_version_is_the_truth_from_its_commit_until_the_next_of_its_key() {
        let mut order = CommitOrder::default();
        for (write, key, version) in [(0, 7, 1), (1, 2, 1), (2, 7, 2)] {
            order.push(WriteId(write), key, version);
        }
        assert_eq!(
            [0, 1, 2].map(|v| order.span(7, v)),
            [(0, 1), (1, 3), (3, u64::MAX)]
        );
        assert_eq!([0, 1].map(|v| order.span(2, v)), [(0, 2), (2, u64::MAX)]);
        assert_eq!(order.span(9, 0), (0, u64::MAX), "never written");
        assert_eq!(order.write(7, 2), Some(WriteId(2)));
        assert_eq!(order.write(7, 3), None);
    }

    #[test]
    fn what_is_remembered_is_bounded_and_what_is_forgotten_was_before_it() {
        let mut order = CommitOrder::default();
        let all = REMEMBERED as u64 + 10;
        for nth in 0..all {
            order.push(WriteId(nth), (nth % 2) as KeyIndex, 1 + nth / 2);
        }
        assert_eq!(order.kept.len(), REMEMBERED);
        assert_eq!(
            (order.write(0, 1), order.write(0, 6)),
            (None, Some(WriteId(10)))
        );
        assert_eq!(order.span(0, 2), (0, 10), "forgotten, and so is the next");
        assert_eq!(order.span(0, 5), (0, 11), "forgotten, and the next is kept");
        assert_eq!(order.span(1, all / 2), (all, u64::MAX));
    }
}

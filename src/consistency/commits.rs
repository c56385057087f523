//! The writes that the source has committed and that some replica does not show yet.

use std::collections::VecDeque;

use super::survival::Censored;
use crate::sim::fact::Version;
use crate::sim::ids::{KeyIndex, WriteId};
use crate::sim::time::Micros;

/// The most open writes that are remembered; of older ones it is taken that they are never shown.
const MOST_OPEN: usize = 200_000;

/// A committed write.
#[derive(Clone, Copy, Debug)]
pub struct Commit {
    /// The write.
    pub write: WriteId,
    /// Its key.
    pub key: KeyIndex,
    /// Its place in the order of the key's writes.
    pub version: Version,
    /// When it was committed.
    pub at: Micros,
    /// How many replicas show neither it nor a newer one.
    pub missing: u16,
}

/// Open writes in the order of their commits.
#[derive(Clone, Debug, Default)]
pub struct Commits {
    /// The place in the order of the first commit kept.
    base: u64,
    kept: VecDeque<Commit>,
    by_key: Vec<KeyCommits>,
    open: u64,
    /// Writes that were closed for want of room, and how many replicas did not show them.
    abandoned: [u32; 2],
}

/// The commits of a key that are kept.
#[derive(Clone, Debug, Default)]
struct KeyCommits {
    /// The version of the first of them.
    first: Version,
    places: VecDeque<u64>,
}

impl Commits {
    /// Makes room for this many keys.
    pub fn set_keys(&mut self, keys: u32) {
        let none = KeyCommits {
            first: 1,
            places: VecDeque::new(),
        };
        self.by_key = vec![none; keys as usize];
    }

    /// Makes room for keys that are created on the way.
    pub fn make_room(&mut self, keys: usize) {
        if self.by_key.len() < keys {
            let none = || KeyCommits {
                first: 1,
                places: VecDeque::new(),
            };
            self.by_key.resize_with(keys, none);
        }
    }

    /// Adds a commit.
    pub fn push(&mut self, commit: Commit) {
        if self.kept.len() == MOST_OPEN {
            self.drop_first();
        }
        let place = self.base + self.kept.len() as u64;
        let key = &mut self.by_key[commit.key as usize];
        if key.places.is_empty() {
            key.first = commit.version;
        }
        key.places.push_back(place);
        self.open += 1;
        self.kept.push_back(commit);
        // Nobody misses a write in a run without replicas.
        if commit.missing == 0 {
            self.open -= 1;
            self.tidy();
        }
    }

    /// A version of a key, if it is kept.
    pub fn get(&self, key: KeyIndex, version: Version) -> Option<&Commit> {
        let of_key = self.by_key.get(key as usize)?;
        let nth = version.checked_sub(of_key.first)?;
        let place = *of_key.places.get(usize::try_from(nth).ok()?)?;
        self.kept
            .get(usize::try_from(place.checked_sub(self.base)?).ok()?)
    }

    /// One more replica shows this version or a newer one: the commit, with how many do not show it
    /// yet.
    pub fn shown(&mut self, key: KeyIndex, version: Version) -> Option<Commit> {
        let of_key = self.by_key.get(key as usize)?;
        let nth = version.checked_sub(of_key.first)?;
        let place = *of_key.places.get(usize::try_from(nth).ok()?)?;
        let kept = usize::try_from(place.checked_sub(self.base)?).ok()?;
        let commit = self.kept.get_mut(kept)?;
        commit.missing = commit.missing.checked_sub(1)?;
        let commit = *commit;
        if commit.missing == 0 {
            self.open -= 1;
            self.tidy();
        }
        Some(commit)
    }

    /// When the oldest open write was committed.
    pub fn oldest_open(&self) -> Option<Micros> {
        self.kept.front().map(|commit| commit.at)
    }

    /// The oldest open write and all since, in the order of their commits.
    pub fn all(&self) -> impl Iterator<Item = &Commit> + '_ {
        self.kept.iter()
    }

    /// How long the writes have been open, each once, and each as often as replicas miss it. Those that
    /// were closed for want of room never end.
    pub fn open_for(&self, now: Micros) -> [Censored; 2] {
        let kept = self.kept.iter().filter(|commit| commit.missing > 0);
        let each = |weigh: &dyn Fn(&Commit) -> u32, of: usize| {
            let mut open: Censored = kept
                .clone()
                .map(|commit| (now - commit.at, weigh(commit)))
                .collect();
            if self.abandoned[of] > 0 {
                open.push((Micros::MAX, self.abandoned[of]));
            }
            open
        };
        [
            each(&|_| 1, 0),
            each(&|commit| u32::from(commit.missing), 1),
        ]
    }

    /// How many writes are open, those that were closed for want of room included.
    pub fn open(&self) -> u64 {
        self.open + u64::from(self.abandoned[0])
    }

    fn tidy(&mut self) {
        while self.kept.front().is_some_and(|commit| commit.missing == 0) {
            self.forget_first();
        }
    }

    fn drop_first(&mut self) {
        if let Some(commit) = self.kept.front()
            && commit.missing > 0
        {
            self.open -= 1;
            self.abandoned[0] += 1;
            self.abandoned[1] += u32::from(commit.missing);
        }
        self.forget_first();
        self.tidy();
    }

    fn forget_first(&mut self) {
        if let Some(commit) = self.kept.pop_front() {
            self.base += 1;
            let key = &mut self.by_key[commit.key as usize];
            key.places.pop_front();
            key.first = commit.version + 1;
        }
    }
}

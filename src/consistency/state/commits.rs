//! The writes that the source has committed and that some replica does not show yet.
//!
//! Each is kept until every replica shows it or a newer one, however long that takes: a figure that left
//! some out would look like one of all. A run of which more are open than anybody can remember stops (see
//! [`crate::sim::bound::MOST_REMEMBERED`]).

use crate::consistency::stats::survival::Censored;
use crate::facts::Version;
use crate::facts::ids::{KeyIndex, WriteId};
use crate::facts::time::Micros;
use crate::sim::ledger::Ledger;

/// A committed write.
#[derive(Clone, Copy, Debug)]
pub struct Commit {
    /// The write.
    pub write: WriteId,
    /// When it was committed.
    pub at: Micros,
    /// Its place in the order of all commits, from 1.
    pub nth: u64,
    /// How many replicas show neither it nor a newer one.
    pub missing: u16,
}

/// Open writes, by key and version.
#[derive(Clone, Debug, Default)]
pub struct Commits {
    by_key: Vec<Ledger<Commit>>,
    open: u64,
    /// The instant of the newest commit, and how many of its commits are open.
    newest: (Micros, u64),
}

impl Commits {
    /// Makes room for so many keys.
    pub fn make_room(&mut self, keys: usize) {
        if self.by_key.len() < keys {
            self.by_key.resize_with(keys, Ledger::default);
        }
    }

    /// Adds a version of a key.
    pub fn push(&mut self, key: KeyIndex, version: Version, commit: Commit) {
        // Nobody misses a write in a run without replicas.
        if commit.missing == 0 {
            return;
        }
        if self.newest.0 != commit.at {
            self.newest = (commit.at, 0);
        }
        self.newest.1 += 1;
        self.open += 1;
        self.by_key[key as usize].insert(version, commit);
    }

    /// A version of a key, if it is open.
    pub fn get(&self, key: KeyIndex, version: Version) -> Option<&Commit> {
        self.by_key.get(key as usize)?.get(version)
    }

    /// One more replica shows this version or a newer one: the commit, with how many do not show it
    /// yet.
    pub fn shown(&mut self, key: KeyIndex, version: Version) -> Option<Commit> {
        let of_key = self.by_key.get_mut(key as usize)?;
        let commit = of_key.get_mut(version)?;
        commit.missing -= 1;
        let commit = *commit;
        if commit.missing == 0 {
            of_key.remove(version);
            self.open -= 1;
            self.newest.1 -= u64::from(self.newest.0 == commit.at);
        }
        Some(commit)
    }

    /// The open writes by key, of each key in the order of its versions.
    pub fn all(&self) -> impl Iterator<Item = (KeyIndex, Version, &Commit)> + '_ {
        let keys = (0..).zip(&self.by_key);
        keys.flat_map(|(key, of_key)| {
            let versions = of_key.iter();
            versions.map(move |(version, commit)| (key, version, commit))
        })
    }

    /// How long the writes have been open, each once.
    pub fn open_for(&self, now: Micros) -> Censored {
        self.spans(now, |_| 1)
    }

    /// The same, each as often as replicas miss it.
    pub fn missing_for(&self, now: Micros) -> Censored {
        self.spans(now, |commit| commit.missing.into())
    }

    fn spans(&self, now: Micros, weigh: impl Fn(&Commit) -> u32) -> Censored {
        let mut spans = Vec::with_capacity(self.open as usize);
        spans.extend(
            self.all()
                .map(|(.., commit)| (now - commit.at, weigh(commit))),
        );
        spans
    }

    /// How many writes are open.
    pub fn open(&self) -> u64 {
        self.open
    }

    /// How many open writes were committed before an instant that is not before the newest commit.
    pub fn open_before(&self, now: Micros) -> u64 {
        let (newest, at_once) = self.newest;
        self.open - if newest == now { at_once } else { 0 }
    }
}

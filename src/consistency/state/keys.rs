//! What a replica shows of each key, against the truth.

use crate::consistency::state::freshness::Freshness;
use crate::consistency::state::reflected::Reflected;
use crate::facts::ids::WriteId;
use crate::facts::time::Micros;
use crate::facts::{ABSENT, Amount, Merge, Version};
use crate::sim::ranges::Ranges;

/// The truth about a key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Truth {
    /// How often it was written.
    pub version: Version,
    /// Its value.
    pub value: Amount,
}

/// A key at a replica.
#[derive(Clone, Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a judgement of its own"
)]
pub struct KeyState {
    /// The version last applied.
    shown: Version,
    /// The value shown.
    value: Amount,
    /// The highest version ever applied.
    high: Version,
    /// Deltas: the version applied last; 0 after many were at once.
    latest: Version,
    /// Deltas: the versions that were applied.
    applied: Ranges,
    /// Deltas: the versions that had been applied before the replica forgot everything.
    before: Ranges,
    /// The versions that will not come; of whole values the highest alone matters.
    gone: Vec<Version>,
    /// Whether a delta was applied twice.
    doubled: bool,
    /// Whether nothing is left that would make up for that.
    spoilt: bool,
    /// The write applied last.
    by: Option<WriteId>,
    /// The write that brought the highest version. Of whole values alone.
    high_by: Option<WriteId>,
    /// The write that was applied twice.
    doubled_by: Option<WriteId>,
    /// When it last turned out that the replica will not come right by itself.
    broken_at: Micros,
    /// Whether the replica shows something else than the truth.
    pub wrong: bool,
    /// Whether it will be so for good, as far as nobody does anything about it: nothing is left that would
    /// bring what it misses, or undo what it has twice. The sums of deltas may be right all the same for a
    /// while, by chance.
    pub diverged: bool,
    /// Whether it shows a row that is deleted.
    pub is_ghost: bool,
    /// Whether the row was deleted without a trace.
    pub deleted_without_tombstone: bool,
}

/// What an application of a version did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Advance {
    /// It brought these versions: those from the first to before the last are superseded, the last
    /// is the one applied.
    Shows {
        /// The first version that was missing until now.
        first: Version,
        /// The version applied.
        last: Version,
    },
    /// Something newer had been applied before: the replica went back.
    WentBack,
    /// It had been applied before.
    Again,
    /// It had been applied before the replica forgot everything.
    ShowsAgain,
}

impl KeyState {
    /// A row that is yet to be created.
    pub fn absent() -> Self {
        Self {
            value: ABSENT,
            ..Self::default()
        }
    }

    /// What the replica shows, where something else judges it.
    pub fn show(&mut self, version: Version, value: Amount) {
        (self.shown, self.high, self.value) = (version, version, value);
    }

    /// The replica applied a version; the value it shows since.
    pub fn apply(&mut self, at: Micros, merge: Merge, version: Version, value: Amount) -> Advance {
        self.value = value;
        match merge {
            Merge::Replace => self.replace(at, version),
            Merge::Add => self.add(at, version),
        }
    }

    fn replace(&mut self, at: Micros, version: Version) -> Advance {
        let before = std::mem::replace(&mut self.shown, version);
        self.gone.retain(|&gone| gone > version);
        if version > self.high {
            let first = self.high + 1;
            self.high = version;
            self.high_by = self.by;
            Advance::Shows {
                first,
                last: version,
            }
        } else if version < before {
            self.broken_at = at;
            Advance::WentBack
        } else {
            // The same once more, or a newer one that makes up for having gone back.
            Advance::Again
        }
    }

    fn add(&mut self, at: Micros, version: Version) -> Advance {
        self.shown = self.shown.max(version);
        self.high = self.shown;
        self.latest = version;
        if let Ok(place) = self.gone.binary_search(&version) {
            self.gone.remove(place);
        }
        if !self.applied.insert(version) {
            self.doubled = true;
            self.doubled_by = self.by;
            self.broken_at = at;
            return Advance::Again;
        }
        if self.before.contains(version) {
            return Advance::ShowsAgain;
        }
        Advance::Shows {
            first: version,
            last: version,
        }
    }

    /// The replica forgot it. Of deltas alone.
    pub fn empty(&mut self, at: Micros) {
        let applied = std::mem::take(&mut self.applied);
        self.before.join(&applied);
        (self.shown, self.high, self.value) = (0, 0, 0);
        self.gone.clear();
        (self.doubled, self.spoilt) = (false, false);
        self.broken_at = at;
    }

    /// The replica was set to what all versions up to one come to; those of them that it shows for
    /// the first time. Of deltas alone.
    pub fn restore(&mut self, version: Version, value: Amount) -> Vec<Version> {
        let next = |from| self.before.first_missing(self.applied.first_missing(from));
        let mut missed = Vec::new();
        let mut nth = next(1);
        while nth <= version {
            // It may be missing in one and not in the other.
            if !self.applied.contains(nth) {
                missed.push(nth);
                nth += 1;
            }
            nth = next(nth);
        }
        let kept = std::mem::replace(&mut self.applied, Ranges::from_one_to(version));
        self.before.join(&kept);
        (self.shown, self.high, self.value) = (version, version, value);
        self.latest = 0;
        self.gone.retain(|&gone| gone > version);
        (self.doubled, self.spoilt) = (false, false);
        missed
    }

    /// It turned out that nothing is left that would make up for what was applied twice.
    pub fn note_spoilt(&mut self, at: Micros) {
        if self.doubled && !self.spoilt {
            self.spoilt = true;
            self.broken_at = at;
        }
    }

    /// The write that brought the newest version, if the replica has gone back behind that and it is not
    /// known that it will not come again. Of whole values alone.
    pub fn lacks_newest(&self, truth: Truth) -> Option<WriteId> {
        let has_had = self.shown < truth.version && self.high >= truth.version;
        let may_return = has_had && !self.gone.contains(&truth.version);
        self.high_by.filter(|_| may_return)
    }

    /// It turned out that a version will not come, or not again.
    pub fn note_gone(&mut self, at: Micros, merge: Merge, version: Version) {
        let missing = match merge {
            Merge::Replace => version > self.shown,
            Merge::Add => !self.applied.contains(version),
        };
        if !missing {
            return;
        }
        let newest = self.gone.last().is_none_or(|&last| version > last);
        if merge == Merge::Replace && newest {
            self.gone.clear();
        }
        if let Err(place) = self.gone.binary_search(&version) {
            self.gone.insert(place, version);
            self.broken_at = at;
        }
    }

    /// A write was applied, or the row was dropped; the write applied before it.
    pub fn set_by(&mut self, write: Option<WriteId>) -> Option<WriteId> {
        std::mem::replace(&mut self.by, write)
    }

    /// The write applied last.
    pub fn by(&self) -> Option<WriteId> {
        self.by
    }

    /// Whether something was applied twice, and nothing has made up for it. Of deltas alone.
    pub fn is_doubled(&self) -> bool {
        self.doubled
    }

    /// The write that was applied twice, if one was.
    pub fn doubled_by(&self) -> Option<WriteId> {
        self.doubled_by.filter(|_| self.doubled)
    }

    /// The oldest version known not to come. Of deltas alone.
    pub fn first_gone(&self) -> Option<Version> {
        self.gone.first().copied()
    }

    /// Whether what is shown reflects a version, superseded ones included.
    pub fn reflects(&self, merge: Merge, version: Version) -> bool {
        match merge {
            Merge::Replace => version <= self.shown,
            Merge::Add => self.applied.contains(version),
        }
    }

    /// Whether what has changed last may be that a version is reflected now. Told at once, where
    /// [`Self::reflects`] has to search.
    pub fn may_have_come(&self, merge: Merge, version: Version) -> bool {
        merge == Merge::Replace || [0, version].contains(&self.latest)
    }

    /// Whether a version was ever applied or superseded.
    pub fn has_had(&self, merge: Merge, version: Version) -> bool {
        match merge {
            Merge::Replace => version <= self.high,
            Merge::Add => self.applied.contains(version),
        }
    }

    /// How many versions up to the truth are neither applied nor superseded.
    pub fn pending(&self, merge: Merge, truth: Truth) -> u64 {
        match merge {
            Merge::Replace => truth.version - self.high,
            Merge::Add => truth.version - self.applied.count(),
        }
    }

    /// The first version that is neither applied nor superseded.
    pub fn first_pending(&self, merge: Merge) -> Version {
        match merge {
            Merge::Replace => self.high + 1,
            Merge::Add => self.applied.first_missing(1),
        }
    }

    /// All versions that what is shown reflects, superseded ones included.
    pub fn reflected(&self, merge: Merge) -> Reflected {
        match merge {
            Merge::Replace => Reflected::upto(self.shown),
            Merge::Add => Reflected::of(self.applied.spans()),
        }
    }

    /// The first version from one to another that is not reflected in what is shown.
    pub fn first_missing_of(&self, merge: Merge, first: Version, last: Version) -> Option<Version> {
        let missing = match merge {
            Merge::Replace => first.max(self.shown + 1),
            Merge::Add => self.applied.first_missing(first),
        };
        (missing <= last).then_some(missing)
    }

    /// How many versions up to one are not reflected in what is shown.
    pub fn missing_upto(&self, merge: Merge, upto: Version) -> u64 {
        match merge {
            Merge::Replace => upto.saturating_sub(self.shown),
            Merge::Add => upto - self.applied.count_upto(upto),
        }
    }

    /// The first version up to one that is not reflected in what is shown.
    pub fn first_missing_upto(&self, merge: Merge, upto: Version) -> Option<Version> {
        let first = match merge {
            Merge::Replace => self.shown + 1,
            Merge::Add => self.applied.first_missing(1),
        };
        (first <= upto).then_some(first)
    }

    /// When it last turned out that the replica will not come right by itself.
    pub fn broken_at(&self) -> Micros {
        self.broken_at
    }

    /// The value shown.
    pub fn value(&self) -> Amount {
        self.value
    }

    /// The version last applied.
    pub fn shown(&self) -> Version {
        self.shown
    }

    /// What is shown, as somebody who reads it sees it.
    pub fn seen(&self) -> Truth {
        Truth {
            version: self.shown,
            value: self.value,
        }
    }

    /// Compares with the truth.
    pub fn judge(&mut self, merge: Merge, truth: Truth) {
        match merge {
            Merge::Replace => {
                self.wrong = self.shown != truth.version;
                // Whatever is still on its way, the newest version decides.
                let is_gone = self.gone.contains(&truth.version);
                self.diverged = self.wrong && is_gone;
            }
            Merge::Add => {
                self.wrong = self.value != truth.value;
                // What happens to add up right does not mend what is missing or there twice.
                let is_broken = self.spoilt || !self.gone.is_empty();
                self.diverged = is_broken && (self.wrong || self.diverged);
            }
        }
    }

    /// How it stands, for the picture. `since` is when the first pending version was committed.
    pub fn freshness(&self, merge: Merge, truth: Truth, since: Option<Micros>) -> Freshness {
        if self.diverged && self.wrong {
            Freshness::Diverged {
                since: self.broken_at,
            }
        } else if self.wrong {
            let behind = self.pending(merge, truth);
            Freshness::Stale {
                since: since.unwrap_or(self.broken_at),
                behind,
            }
        } else {
            Freshness::InStep
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn truth(version: Version) -> Truth {
        Truth {
            version,
            value: 10 * version.cast_signed(),
        }
    }

    #[test]
    fn an_older_value_that_overwrites_a_newer_one_stays_until_the_next_write() {
        let mut key = KeyState::default();
        assert_eq!(
            key.apply(1, Merge::Replace, 2, 20),
            Advance::Shows { first: 1, last: 2 }
        );
        assert_eq!(key.apply(2, Merge::Replace, 1, 10), Advance::WentBack);
        key.judge(Merge::Replace, truth(2));
        assert!(key.wrong && !key.diverged, "version 2 may come once more");
        key.note_gone(2, Merge::Replace, 2);
        key.judge(Merge::Replace, truth(2));
        assert!(key.wrong && key.diverged);
        key.judge(Merge::Replace, truth(3));
        assert!(key.wrong && !key.diverged, "version 3 is on its way");
        key.apply(3, Merge::Replace, 3, 30);
        key.judge(Merge::Replace, truth(3));
        assert!(!key.wrong);
    }

    #[test]
    fn a_newer_whole_value_makes_up_for_a_lost_one_and_a_newer_delta_does_not() {
        let (mut whole, mut delta) = (KeyState::default(), KeyState::default());
        for (key, merge) in [(&mut whole, Merge::Replace), (&mut delta, Merge::Add)] {
            key.note_gone(1, merge, 1);
            key.judge(merge, truth(1));
            assert!(key.diverged);
            key.apply(2, merge, 2, if merge == Merge::Replace { 20 } else { 10 });
            key.judge(merge, truth(2));
        }
        assert!(!whole.wrong);
        assert!(delta.wrong && delta.diverged);
        assert_eq!(delta.pending(Merge::Add, truth(2)), 1);
    }

    #[test]
    fn a_delta_applied_twice_is_wrong_for_good() {
        let mut key = KeyState::default();
        key.apply(1, Merge::Add, 1, 10);
        assert_eq!(key.apply(2, Merge::Add, 1, 20), Advance::Again);
        key.judge(Merge::Add, truth(1));
        assert!(key.wrong && !key.diverged, "it may be set right");
        key.note_spoilt(2);
        key.judge(Merge::Add, truth(1));
        assert!(key.diverged);
        key.judge(Merge::Add, truth(2));
        assert!(!key.wrong && key.diverged, "it adds up right by chance");
    }
}

//! Which versions of a key a store reflects, or a person was shown: all up to one, and some beyond it.

use crate::facts::Version;

/// Beyond the first gap the newest so many ranges are kept; of those before it is known up to where they
/// went.
const MOST_PIECES: usize = 32;

/// A set of versions of one key. Where values replace each other it is all up to one version, since a
/// newer value makes up for those before it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reflected {
    /// All versions up to this one are in it, and the next one is not.
    upto: Version,
    /// The ranges beyond the first gap, in order: the first version, and the first one after it.
    beyond: Vec<(Version, Version)>,
    /// Up to which version ranges beyond the gap are forgotten, if any are.
    forgotten: Version,
}

impl Reflected {
    /// All versions up to one.
    pub fn upto(upto: Version) -> Self {
        Self {
            upto,
            ..Self::default()
        }
    }

    /// Ranges in order, each by its first version and the first one after it.
    pub fn of(pieces: &[(Version, Version)]) -> Self {
        let (upto, rest) = match pieces {
            [(1, end), rest @ ..] => (end - 1, rest),
            all => (0, all),
        };
        let mut all = Self {
            upto,
            beyond: rest.to_vec(),
            forgotten: 0,
        };
        all.forget();
        all
    }

    /// Forgets the oldest ranges of more than are kept.
    fn forget(&mut self) {
        let many = self.beyond.len().saturating_sub(MOST_PIECES);
        if let Some((_, end)) = self.beyond.drain(..many).next_back() {
            self.forgotten = self.forgotten.max(end - 1);
        }
    }

    /// The versions of which it is not known whether they are in it.
    pub fn unknown(&self) -> Option<(Version, Version)> {
        let (first, last) = (self.first_gap(), self.forgotten);
        (first <= last).then_some((first, last))
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.upto == 0 && self.beyond.is_empty()
    }

    /// The last version, if it has all up to that.
    pub fn without_gap(&self) -> Option<Version> {
        self.beyond.is_empty().then_some(self.upto)
    }

    /// All up to this version are in it, and the next one is not.
    pub fn first_gap(&self) -> Version {
        self.upto + 1
    }

    /// The first version from this one on that is not in it.
    pub fn first_missing(&self, from: Version) -> Version {
        if from <= self.upto {
            return self.upto + 1;
        }
        let around = |&&(start, end): &&(Version, Version)| start <= from && from < end;
        self.beyond
            .iter()
            .find(around)
            .map_or(from, |&(_, end)| end)
    }

    /// Where the first range begins that begins after a version.
    pub fn next_start(&self, version: Version) -> Option<Version> {
        let starts = self.beyond.iter().map(|&(start, _)| start);
        starts.into_iter().find(|start| *start > version)
    }

    /// The first of these versions that another set lacks.
    pub fn first_lacking_in(&self, other: &Self) -> Option<Version> {
        if self.upto > other.upto {
            return Some(other.upto + 1);
        }
        self.beyond.iter().find_map(|&(start, end)| {
            let missing = other.first_missing(start);
            (missing < end).then_some(missing)
        })
    }

    /// The ranges that it has beyond all up to a version, each by its first and its last version.
    pub fn ranges_after(&self, upto: Version) -> impl Iterator<Item = (Version, Version)> + '_ {
        let prefix = (self.upto > upto).then_some((upto + 1, self.upto));
        let beyond = self.beyond.iter().map(|&(start, end)| (start, end - 1));
        prefix.into_iter().chain(beyond)
    }

    /// Adds what another set has.
    pub fn join(&mut self, other: &Self) {
        self.upto = self.upto.max(other.upto);
        self.forgotten = self.forgotten.max(other.forgotten);
        if self.beyond.is_empty() && other.beyond.is_empty() {
            return;
        }
        let (mut mine, mut theirs) = (self.beyond.iter(), other.beyond.iter());
        let (mut one, mut two) = (mine.next(), theirs.next());
        let mut joined: Vec<(Version, Version)> = Vec::new();
        while let Some(&(start, end)) = match (one, two) {
            (Some(left), Some(right)) if right.0 < left.0 => two,
            (None, _) => two,
            _ => one,
        } {
            if two == Some(&(start, end)) {
                two = theirs.next();
            } else {
                one = mine.next();
            }
            if start <= self.upto + 1 {
                self.upto = self.upto.max(end - 1);
            } else if let Some(last) = joined.last_mut().filter(|last| start <= last.1) {
                last.1 = last.1.max(end);
            } else {
                joined.push((start, end));
            }
        }
        self.beyond = joined;
        self.forget();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn set(versions: &BTreeSet<u64>) -> Reflected {
        let mut ranges = crate::sim::ranges::Ranges::default();
        for &version in versions {
            ranges.insert(version);
        }
        Reflected::of(ranges.spans())
    }

    #[test]
    fn it_agrees_with_a_plain_set() {
        let mut word = 3_u64;
        let mut draw = |most: u64| {
            word = crate::sim::draw::finalize(word.wrapping_add(1));
            1 + word % most
        };
        for _ in 0..3_000 {
            let [one, two] = [0, 1].map(|_| {
                let count = draw(14) - 1;
                (0..count).map(|_| draw(16)).collect::<BTreeSet<u64>>()
            });
            let (left, right) = (set(&one), set(&two));
            let lacking = one.difference(&two).next().copied();
            assert_eq!(left.first_lacking_in(&right), lacking, "{one:?} {two:?}");
            for version in 1..20 {
                assert_eq!(
                    left.first_missing(version) > version,
                    one.contains(&version)
                );
            }
            assert_eq!(left.is_empty(), one.is_empty());
            let whole = one.len() as u64 == one.last().copied().unwrap_or(0);
            assert_eq!(left.without_gap(), whole.then_some(one.len() as u64));
            let mut joined = left.clone();
            joined.join(&right);
            let both = &one | &two;
            assert_eq!(joined, set(&both), "{one:?} {two:?}");
            let listed = joined
                .ranges_after(0)
                .flat_map(|(first, last)| first..=last);
            assert!(listed.eq(both));
        }
    }

    #[test]
    fn of_many_gaps_the_oldest_are_forgotten_and_it_is_known_that_they_are() {
        let pieces: Vec<_> = (1..=100).map(|nth| (3 * nth, 3 * nth + 1)).collect();
        let mut joined = Reflected::of(&pieces[..50]);
        joined.join(&Reflected::of(&pieces[50..]));
        assert_eq!(joined.beyond, pieces[100 - MOST_PIECES..]);
        assert_eq!(joined.unknown(), Some((1, 3 * (100 - MOST_PIECES as u64))));
        joined.join(&Reflected::upto(250));
        assert_eq!(joined.unknown(), None, "it has all of those");
    }
}

//! Sagas that have ended, for what comes late: the newest whole, the first ones whose incidents may end
//! yet too, and of all others what they hold, in eight bytes each.

use crate::consistency::processes::saga_trails::{Known, MOST_NODES};
use crate::facts::ids::{KeyIndex, WriteId};
use crate::sim::ledger::Ledger;

/// How many ended sagas are remembered whole, and of how many older ones incidents are followed.
const REMEMBERED: usize = 4_096;
const MOST_FOLLOWED: usize = 512;

/// Users and who begins sagas hold nothing.
const FIRST: usize = 2;
/// The bits in which the units stand that a saga holds at a node.
const BITS: usize = 4;
const MOST: u8 = 15;
/// Where those begin of which nothing is left that would give them back.
const ORPHANS: usize = 24;
const ENDED: u64 = 1 << 48;
const COMPLETED: u64 = 1 << 49;
const LEFT: u64 = 1 << 50;
const DOUBLED: u64 = 1 << 51;

/// A saga that has ended.
#[derive(Clone, Debug, Default)]
pub struct Past {
    /// What incidents of it need.
    pub known: Known,
    /// Whether it took all its steps.
    pub completed: bool,
    /// Whether it has left a booking behind, for a while or for good.
    pub left: bool,
    /// Whether it held a step twice.
    pub doubled: bool,
    /// Units that it holds, by node.
    pub holds: [u8; MOST_NODES],
    /// Those of them of which nothing is left that would give them back.
    pub orphans: [u8; MOST_NODES],
}

impl Past {
    /// How many units it holds.
    pub fn units(&self) -> u64 {
        units(&self.holds)
    }

    fn packed(&self) -> u64 {
        let pack = |units: &[u8; MOST_NODES]| {
            let units = units[FIRST..].iter().rev();
            units.fold(0, |all, &held| all << BITS | u64::from(held.min(MOST)))
        };
        let units = pack(&self.holds) | pack(&self.orphans) << ORPHANS;
        let flags = [
            (self.completed, COMPLETED),
            (self.left, LEFT),
            (self.doubled, DOUBLED),
        ];
        let set = flags.iter().filter(|(is_set, _)| *is_set);
        ENDED | units | set.map(|(_, bit)| bit).sum::<u64>()
    }

    fn unpacked(word: u64, key: KeyIndex) -> Self {
        let mut past = Self {
            known: Known::new(None, key, 0),
            completed: word & COMPLETED > 0,
            left: word & LEFT > 0,
            doubled: word & DOUBLED > 0,
            ..Self::default()
        };
        let unpack = |units: &mut [u8; MOST_NODES], word: u64| {
            for (place, held) in units[FIRST..].iter_mut().enumerate() {
                *held = (word >> (place * BITS)) as u8 & MOST;
            }
        };
        unpack(&mut past.holds, word);
        unpack(&mut past.orphans, word >> ORPHANS);
        past
    }
}

/// Units, at all nodes together.
pub fn units(holds: &[u8]) -> u64 {
    holds.iter().map(|&held| u64::from(held)).sum()
}

/// All of them.
#[derive(Clone, Debug, Default)]
pub struct EndedSagas {
    recent: Ledger<Past>,
    followed: Ledger<Past>,
    /// The others by their numbers, and beside them those of the person at the page.
    long_ago: [Vec<u64>; 2],
}

/// The place of a saga in its sequence.
fn place(write: WriteId) -> (usize, usize) {
    match write.yours() {
        Some(nth) => (1, nth as usize),
        None => (0, write.0 as usize),
    }
}

impl EndedSagas {
    /// What incidents of a saga need, if it is remembered whole.
    pub fn known(&mut self, WriteId(id): WriteId) -> Option<&mut Known> {
        let found = self.recent.get_mut(id);
        let found = found.or_else(|| self.followed.get_mut(id));
        found.map(|past| &mut past.known)
    }

    /// Takes a saga out, about this key, to be put back.
    pub fn take(&mut self, write: WriteId, key: KeyIndex) -> Option<Past> {
        let found = self.recent.remove(write.0);
        found.or_else(|| self.followed.remove(write.0)).or_else(|| {
            let (sort, place) = place(write);
            let word = *self.long_ago[sort].get(place)?;
            (word & ENDED > 0).then(|| Past::unpacked(word, key))
        })
    }

    /// Puts a saga in.
    pub fn put(&mut self, write: WriteId, past: Past) {
        let is_older = self.recent.first().is_none_or(|(first, _)| write.0 < first);
        if is_older && self.recent.len() == REMEMBERED {
            self.file(write, past);
            return;
        }
        self.recent.insert(write.0, past);
        if self.recent.len() > REMEMBERED
            && let Some((first, past)) = self.recent.pop_first()
        {
            self.file(WriteId(first), past);
        }
    }

    fn file(&mut self, write: WriteId, past: Past) {
        let is_followed = past.known.is_followed() && self.followed.len() < MOST_FOLLOWED;
        if is_followed || past.holds.iter().any(|&held| held > MOST) {
            self.followed.insert(write.0, past);
            return;
        }
        let (sort, place) = place(write);
        let words = &mut self.long_ago[sort];
        if words.len() <= place {
            words.resize(place + 1, 0);
        }
        words[place] = past.packed();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_saga_of_long_ago_holds_is_remembered() {
        let mut sagas = EndedSagas::default();
        for number in 0..3 * REMEMBERED as u64 {
            let mut past = Past {
                left: number % 2 == 0,
                ..Past::default()
            };
            past.holds[2 + number as usize % 6] = 3;
            past.orphans[2 + number as usize % 6] = 2;
            sagas.put(WriteId(number), past);
        }
        let mut past = sagas.take(WriteId(7), 0).expect("it has ended");
        assert_eq!((past.holds, past.left), ([0, 0, 0, 3, 0, 0, 0, 0], false));
        assert_eq!(past.orphans, [0, 0, 0, 2, 0, 0, 0, 0]);
        past.holds[3] -= 1;
        past.completed = true;
        sagas.put(WriteId(7), past);
        let past = sagas.take(WriteId(7), 0).expect("it has ended");
        assert_eq!((past.units(), past.completed), (2, true));
        assert!(sagas.take(WriteId(3 * REMEMBERED as u64), 0).is_none());
    }

    #[test]
    fn what_does_not_fit_is_remembered_whole() {
        let mut sagas = EndedSagas::default();
        for number in 0..2 * REMEMBERED as u64 {
            let mut past = Past::default();
            past.holds[4] = 10 + number as u8 % 100;
            sagas.put(WriteId(number), past);
        }
        let held = |past: Past| past.holds[4];
        assert_eq!(sagas.take(WriteId(3), 0).map(held), Some(13));
        assert_eq!(sagas.take(WriteId(93), 0).map(held), Some(103));
    }
}

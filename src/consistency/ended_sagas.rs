//! Sagas that have ended, for what comes late: the newest whole, the first ones whose incidents may end
//! yet too, and of all others what they hold, in four bytes each.

use super::saga_trails::{Known, MOST_NODES};
use crate::sim::ids::{KeyIndex, WriteId};
use crate::sim::ledger::Ledger;

/// How many ended sagas are remembered whole, and of how many older ones incidents are followed.
const REMEMBERED: usize = 4_096;
const MOST_FOLLOWED: usize = 512;

/// Users and who begins sagas hold nothing.
const FIRST: usize = 2;
/// The bits in which the units stand that a saga holds at a node.
const BITS: usize = 4;
const MOST: u8 = 15;
const ENDED: u32 = 1 << 24;
const COMPLETED: u32 = 1 << 25;
const LEFT: u32 = 1 << 26;
const DOUBLED: u32 = 1 << 27;

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
}

impl Past {
    /// How many units it holds.
    pub fn units(&self) -> u64 {
        self.holds.iter().map(|&held| u64::from(held)).sum()
    }

    fn packed(&self) -> u32 {
        let holds = self.holds[FIRST..].iter().rev();
        let holds = holds.fold(0, |all, &held| all << BITS | u32::from(held.min(MOST)));
        let flags = [
            (self.completed, COMPLETED),
            (self.left, LEFT),
            (self.doubled, DOUBLED),
        ];
        let set = flags.iter().filter(|(is_set, _)| *is_set);
        ENDED | holds | set.map(|(_, bit)| bit).sum::<u32>()
    }

    fn unpacked(word: u32, key: KeyIndex) -> Self {
        let mut past = Self {
            known: Known::new(None, key, 0),
            completed: word & COMPLETED > 0,
            left: word & LEFT > 0,
            doubled: word & DOUBLED > 0,
            ..Self::default()
        };
        for (place, held) in past.holds[FIRST..].iter_mut().enumerate() {
            *held = (word >> (place * BITS)) as u8 & MOST;
        }
        past
    }
}

/// All of them.
#[derive(Clone, Debug, Default)]
pub struct EndedSagas {
    recent: Ledger<Past>,
    followed: Ledger<Past>,
    /// The others by their numbers, and beside them those of the person at the page.
    long_ago: [Vec<u32>; 2],
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
        if past.known.is_followed() && self.followed.len() < MOST_FOLLOWED {
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
            sagas.put(WriteId(number), past);
        }
        let mut past = sagas.take(WriteId(7), 0).expect("it has ended");
        assert_eq!((past.holds, past.left), ([0, 0, 0, 3, 0, 0, 0, 0], false));
        past.holds[3] -= 1;
        past.completed = true;
        sagas.put(WriteId(7), past);
        let past = sagas.take(WriteId(7), 0).expect("it has ended");
        assert_eq!((past.units(), past.completed), (2, true));
        assert!(sagas.take(WriteId(3 * REMEMBERED as u64), 0).is_none());
    }
}

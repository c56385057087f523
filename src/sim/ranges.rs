//! A set of whole numbers that come mostly in order: kept as ranges, so that its size depends on
//! the gaps and not on how many numbers there were.

use std::collections::BTreeMap;

/// A set of numbers.
#[derive(Clone, Debug, Default)]
pub struct Ranges {
    /// The end of each range (the first number not in it), by its start.
    ends: BTreeMap<u64, u64>,
    count: u64,
}

impl Ranges {
    /// How many numbers are in the set.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// How many ranges they form.
    pub fn pieces(&self) -> usize {
        self.ends.len()
    }

    /// Whether a number is in the set.
    pub fn contains(&self, number: u64) -> bool {
        let before = self.ends.range(..=number).next_back();
        before.is_some_and(|(_, &end)| number < end)
    }

    /// The first number from this one on that is not in the set.
    pub fn first_missing(&self, from: u64) -> u64 {
        let before = self.ends.range(..=from).next_back();
        before.map_or(from, |(_, &end)| from.max(end))
    }

    /// Adds a number; false if it was there.
    pub fn insert(&mut self, number: u64) -> bool {
        let before = self.ends.range_mut(..=number).next_back();
        let follows = match before {
            Some((_, end)) if number < *end => return false,
            Some((&start, end)) if *end == number => Some(start),
            _ => None,
        };
        // The ranges on both sides and the number become one.
        let end = self.ends.remove(&(number + 1)).unwrap_or(number + 1);
        self.ends.insert(follows.unwrap_or(number), end);
        self.count += 1;
        true
    }

    /// Fills the first gap: its numbers count as being in the set from now on.
    pub fn fill_first_gap(&mut self) {
        if let Some((first, end)) = self.ends.pop_first() {
            let (next, next_end) = self.ends.pop_first().unwrap_or((end, end));
            self.count += next - end;
            self.ends.insert(first, next_end);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn it_agrees_with_a_plain_set() {
        let (mut ranges, mut plain) = (Ranges::default(), BTreeSet::new());
        let mut word = 1_u64;
        for _ in 0..2_000 {
            word = crate::sim::draw::finalize(word.wrapping_add(1));
            let number = word % 300;
            assert_eq!(ranges.insert(number), plain.insert(number));
            assert_eq!(ranges.count(), plain.len() as u64);
            let probe = word >> 32 & 0x1ff;
            assert_eq!(ranges.contains(probe), plain.contains(&probe));
            let missing = (probe..).find(|number| !plain.contains(number));
            assert_eq!(Some(ranges.first_missing(probe)), missing);
        }
    }

    #[test]
    fn numbers_in_order_are_one_piece_and_a_gap_makes_two() {
        let mut ranges = Ranges::default();
        for number in (0..1_000).chain(1_001..2_000) {
            ranges.insert(number);
        }
        assert_eq!(ranges.pieces(), 2);
        ranges.fill_first_gap();
        assert_eq!((ranges.pieces(), ranges.count()), (1, 2_000));
    }
}

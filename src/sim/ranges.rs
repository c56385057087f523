//! A set of whole numbers that come mostly in order: kept as ranges, so that its size depends on
//! the gaps and not on how many numbers there were.

/// A set of numbers.
#[derive(Clone, Debug, Default)]
pub struct Ranges {
    /// The first number of each range and the first number after it, in order.
    pieces: Vec<(u64, u64)>,
    count: u64,
}

impl Ranges {
    /// The numbers from 1 to this one.
    pub fn from_one_to(last: u64) -> Self {
        Self {
            pieces: if last > 0 {
                vec![(1, last + 1)]
            } else {
                Vec::new()
            },
            count: last,
        }
    }

    /// Adds the numbers of another set.
    pub fn join(&mut self, other: &Self) {
        for &(start, end) in &other.pieces {
            let mut number = self.first_missing(start);
            while number < end {
                self.insert(number);
                number = self.first_missing(number);
            }
        }
    }

    /// How many numbers are in the set.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// How many ranges they form.
    pub fn pieces(&self) -> usize {
        self.pieces.len()
    }

    /// The ranges in order: of each the first number, and the first number after it.
    pub fn spans(&self) -> &[(u64, u64)] {
        &self.pieces
    }

    /// How many ranges begin at a number or before it.
    fn upto(&self, number: u64) -> usize {
        self.pieces.partition_point(|&(start, _)| start <= number)
    }

    /// The end of the range that begins at a number or last before it; 0 if there is none.
    fn end_before(&self, number: u64) -> u64 {
        let place = self.upto(number).checked_sub(1);
        place.map_or(0, |place| self.pieces[place].1)
    }

    /// Whether a number is in the set.
    pub fn contains(&self, number: u64) -> bool {
        number < self.end_before(number)
    }

    /// The first number from this one on that is not in the set.
    pub fn first_missing(&self, from: u64) -> u64 {
        from.max(self.end_before(from))
    }

    /// How many numbers of the set are not above this one.
    pub fn count_upto(&self, number: u64) -> u64 {
        let mut above = 0;
        for &(start, end) in self.pieces.iter().rev() {
            if end <= number + 1 {
                break;
            }
            above += end - start.max(number + 1);
        }
        self.count - above
    }

    /// Adds a number; false if it was there.
    pub fn insert(&mut self, number: u64) -> bool {
        let end = self.end_before(number);
        if number < end {
            return false;
        }
        self.count += 1;
        let place = self.upto(number);
        let follows = place > 0 && end == number;
        let leads = self
            .pieces
            .get(place)
            .is_some_and(|&(start, _)| start == number + 1);
        match (follows, leads) {
            (true, true) => {
                self.pieces[place - 1].1 = self.pieces[place].1;
                self.pieces.remove(place);
            }
            (true, false) => self.pieces[place - 1].1 = number + 1,
            (false, true) => self.pieces[place].0 = number,
            (false, false) => self.pieces.insert(place, (number, number + 1)),
        }
        true
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
            let missing = (probe..=1_000).find(|number| !plain.contains(number));
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
        ranges.insert(1_000);
        assert_eq!((ranges.pieces(), ranges.count()), (1, 2_000));
    }
}

//! A table of numbered things most of which come in the order of their numbers and go about as soon
//! as they came: messages without an answer, jobs in work, events behind a gap.
//!
//! A sorted ring. It does what a `BTreeMap<u64, T>` would, without an allocation for each few
//! entries, and without several kilobytes of code for each type that a page would download.

use std::collections::VecDeque;

/// Beyond as many empty places as there are things, so many more are left.
const MOST_EMPTY: usize = 64;

/// Things by number. One that has gone leaves its place empty until those before it have gone too, or
/// more than half of all places are empty.
#[derive(Clone, Debug)]
pub struct Ledger<T> {
    entries: VecDeque<(u64, Option<T>)>,
    count: usize,
}

impl<T> Default for Ledger<T> {
    fn default() -> Self {
        Self {
            entries: VecDeque::new(),
            count: 0,
        }
    }
}

impl<T> Ledger<T> {
    /// How many things there are.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Whether there is a thing of this number.
    pub fn contains(&self, number: u64) -> bool {
        self.get(number).is_some()
    }

    /// The thing of a number.
    pub fn get(&self, number: u64) -> Option<&T> {
        let place = self.place(number).ok()?;
        self.entries.get(place)?.1.as_ref()
    }

    /// The thing of a number.
    pub fn get_mut(&mut self, number: u64) -> Option<&mut T> {
        let place = self.place(number).ok()?;
        self.entries.get_mut(place)?.1.as_mut()
    }

    /// Puts a thing under a number, in the place of the one that was there.
    pub fn insert(&mut self, number: u64, thing: T) {
        match self.place(number) {
            Ok(place) => {
                let before = self.entries[place].1.replace(thing);
                self.count += usize::from(before.is_none());
            }
            Err(place) => {
                self.entries.insert(place, (number, Some(thing)));
                self.count += 1;
            }
        }
    }

    /// The thing of a number, which is put there first if there is none.
    pub fn entry(&mut self, number: u64, otherwise: impl FnOnce() -> T) -> &mut T {
        let place = match self.place(number) {
            Ok(place) => place,
            Err(place) => {
                self.entries.insert(place, (number, None));
                place
            }
        };
        let thing = &mut self.entries[place].1;
        self.count += usize::from(thing.is_none());
        thing.get_or_insert_with(otherwise)
    }

    /// Takes the thing of a number out.
    pub fn remove(&mut self, number: u64) -> Option<T> {
        let place = self.place(number).ok()?;
        let thing = self.entries.get_mut(place)?.1.take();
        self.count -= usize::from(thing.is_some());
        self.tidy();
        thing
    }

    /// The first thing and its number.
    pub fn first(&self) -> Option<(u64, &T)> {
        self.iter().next()
    }

    /// The last thing below a number, and its own number.
    pub fn last_below(&self, number: u64) -> Option<(u64, &T)> {
        let end = self.place(number).unwrap_or_else(|place| place);
        self.entries.range(..end).rev().find_map(full)
    }

    /// Takes the first thing out.
    pub fn pop_first(&mut self) -> Option<(u64, T)> {
        let number = self.first()?.0;
        self.remove(number).map(|thing| (number, thing))
    }

    /// Forgets the things below a number.
    pub fn forget_below(&mut self, number: u64) {
        while self.first().is_some_and(|(first, _)| first < number) {
            self.pop_first();
        }
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.entries.clear();
        self.count = 0;
    }

    /// The things in the order of their numbers.
    pub fn iter(&self) -> impl Iterator<Item = (u64, &T)> {
        self.entries.iter().filter_map(full)
    }

    /// The things whose numbers lie in a range, in the order of the numbers.
    pub fn range_mut(&mut self, from: u64, to: u64) -> impl Iterator<Item = &mut T> {
        let start = self.place(from).unwrap_or_else(|place| place);
        let end = self.place(to).unwrap_or_else(|place| place).max(start);
        let entries = self.entries.range_mut(start..end);
        entries.filter_map(|(_, thing)| thing.as_mut())
    }

    /// Takes everything out, in the order of the numbers.
    pub fn take(&mut self) -> impl Iterator<Item = (u64, T)> + use<T> {
        self.count = 0;
        let entries = std::mem::take(&mut self.entries).into_iter();
        entries.filter_map(|(number, thing)| Some((number, thing?)))
    }

    fn place(&self, number: u64) -> Result<usize, usize> {
        // Most of what is looked for came last, or stands where counting from the first one finds it.
        match (self.entries.front(), self.entries.back()) {
            (_, Some(&(last, _))) if last < number => return Err(self.entries.len()),
            (_, Some(&(last, _))) if last == number => return Ok(self.entries.len() - 1),
            (Some(&(first, _)), _) if first <= number => {
                let guess = (number - first) as usize;
                let found = self.entries.get(guess);
                if found.is_some_and(|(found, _)| *found == number) {
                    return Ok(guess);
                }
            }
            _ => {}
        }
        self.entries
            .binary_search_by(|(other, _)| other.cmp(&number))
    }

    fn tidy(&mut self) {
        while self
            .entries
            .front()
            .is_some_and(|(_, thing)| thing.is_none())
        {
            self.entries.pop_front();
        }
        while self
            .entries
            .back()
            .is_some_and(|(_, thing)| thing.is_none())
        {
            self.entries.pop_back();
        }
        // Of what stays for long there may be little, with much that came and went in between.
        if self.entries.len() > 2 * self.count + MOST_EMPTY {
            self.entries.retain(|(_, thing)| thing.is_some());
        }
    }
}

fn full<T>((number, thing): &(u64, Option<T>)) -> Option<(u64, &T)> {
    thing.as_ref().map(|thing| (*number, thing))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn it_agrees_with_a_map() {
        let (mut ledger, mut map) = (Ledger::default(), BTreeMap::new());
        let mut word = 7_u64;
        for step in 0..20_000_u64 {
            word = crate::sim::draw::finalize(word.wrapping_add(1));
            let number = step / 40 + word % 60;
            match word >> 40 & 7 {
                0..=2 => {
                    ledger.insert(number, step);
                    map.insert(number, step);
                    let (mine, theirs) = (number + 1, map.entry(number + 1).or_insert(step));
                    assert_eq!(ledger.entry(mine, || step), theirs);
                }
                3..=4 => assert_eq!(ledger.remove(number), map.remove(&number)),
                5 => assert_eq!(ledger.pop_first(), map.pop_first()),
                6 => {
                    ledger.forget_below(number / 2);
                    map = map.split_off(&(number / 2));
                }
                _ => {
                    for thing in ledger.range_mut(number, number + 9) {
                        *thing += 1;
                    }
                    for (_, thing) in map.range_mut(number..number + 9) {
                        *thing += 1;
                    }
                }
            }
            let last = map.range(..number).next_back();
            assert_eq!(ledger.last_below(number), last.map(|(&n, t)| (n, t)));
            assert_eq!(ledger.len(), map.len());
            assert_eq!(ledger.get(number), map.get(&number));
        }
        let all: Vec<(u64, u64)> = ledger.take().collect();
        assert_eq!(all, map.into_iter().collect::<Vec<_>>());
        assert!(ledger.is_empty());
    }

    #[test]
    fn what_stays_for_long_does_not_keep_the_places_of_what_went() {
        let mut ledger = Ledger::default();
        ledger.insert(0, ());
        for number in 1..10_000 {
            ledger.insert(number, ());
            ledger.insert(number + 1, ());
            ledger.remove(number);
        }
        assert!(ledger.contains(0) && ledger.contains(10_000) && ledger.len() == 2);
        assert!(ledger.entries.len() <= 4 + MOST_EMPTY);
    }
}

//! What the system owes to each session: the writes that it made and those that it was shown.

use std::collections::VecDeque;

use super::guarantees::Guarantee;
use super::reflected::Reflected;
use crate::sim::fact::Version;
use crate::sim::ids::KeyIndex;
use crate::sim::time::Micros;

/// The newest so many writes of a session, and as many that it was shown, have to be wherever a later
/// write of it is seen.
const MOST_ITEMS: usize = 128;
/// Of so many writes of one session to one key the newest are remembered.
const MOST_OWN: usize = 16;

/// What a session looked at: a view by its number, the source, or the one view that there is.
pub type View = u16;

/// A session.
#[derive(Clone, Debug, Default)]
pub struct Person {
    /// What it knows to have written.
    pub wrote: Past,
    /// What it was shown.
    pub saw: Past,
    /// How often each guarantee was violated, of how many cases, by the place in [`Guarantee::ALL`].
    pub figures: [(u64, u64); Guarantee::ALL.len()],
}

/// What a session knows of a key.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Its own newest writes, and when it learnt that they are done.
    pub own: Vec<(Version, Micros)>,
    /// What it was shown in each view.
    pub shown: Vec<(View, Reflected)>,
}

/// Versions of a key that a session knew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    /// The key.
    pub key: KeyIndex,
    /// The first of the versions.
    pub first: Version,
    /// The last of them.
    pub last: Version,
}

/// What a session came to know, in the order in which it did.
#[derive(Clone, Debug, Default)]
pub struct Past {
    /// How many items came before those that are kept.
    forgotten: u32,
    items: VecDeque<Item>,
    /// For each replica, up to which item all are there, as of which of its setbacks.
    there: Vec<(u32, u32)>,
}

impl Past {
    /// How many items there have been.
    pub fn len(&self) -> u32 {
        self.forgotten + self.items.len() as u32
    }

    /// Adds an item.
    pub fn push(&mut self, item: Item) {
        if self.items.len() == MOST_ITEMS {
            self.items.pop_front();
            self.forgotten += 1;
        }
        self.items.push_back(item);
    }

    /// The first version that a replica lacks of the first so many items. `setbacks` says how often the
    /// replica has lost what it had; what was there before the last of them is looked at again.
    pub fn first_lacking(
        &mut self,
        upto: u32,
        (place, setbacks): (usize, u32),
        lacks: &dyn Fn(Item) -> Option<Version>,
    ) -> Option<(KeyIndex, Version)> {
        if self.there.len() <= place {
            self.there.resize(place + 1, (0, 0));
        }
        let (known, all_to) = &mut self.there[place];
        if *known != setbacks {
            (*known, *all_to) = (setbacks, 0);
        }
        let mut nth = (*all_to).max(self.forgotten);
        while nth < upto {
            let item = *self.items.get((nth - self.forgotten) as usize)?;
            if let Some(version) = lacks(item) {
                *all_to = nth;
                return Some((item.key, version));
            }
            nth += 1;
        }
        *all_to = nth;
        None
    }
}

impl Person {
    /// It learns that its write of a version of a key is done.
    pub fn learn(&mut self, at: Micros, (key, known): (KeyIndex, &mut Known), version: Version) {
        let own = &mut known.own;
        if own.len() == MOST_OWN {
            own.remove(0);
        }
        own.push((version, at));
        let (first, last) = (version, version);
        self.wrote.push(Item { key, first, last });
    }

    /// It is shown these versions of a key in a view.
    pub fn see(&mut self, (key, known): (KeyIndex, &mut Known), view: View, shown: &Reflected) {
        let known = &mut known.shown;
        let lacking = |(_, before): &(View, Reflected)| shown.first_lacking_in(before).is_some();
        if known.iter().all(lacking) {
            let before = known.iter().map(|(_, before)| before.first_gap() - 1).max();
            for (first, last) in shown.ranges_after(before.unwrap_or(0)) {
                self.saw.push(Item { key, first, last });
            }
        }
        if let Some((_, before)) = known.iter_mut().find(|(other, _)| *other == view) {
            before.join(shown);
        } else {
            // There are few views.
            known.reserve_exact(1);
            known.push((view, shown.clone()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn item(last: Version) -> Item {
        Item {
            key: 0,
            first: last,
            last,
        }
    }

    #[test]
    fn the_first_thing_that_is_lacking_is_found_again_until_it_comes() {
        let mut past = Past::default();
        (1..=5).for_each(|version| past.push(item(version)));
        let upto = |shown: Version| move |item: Item| (item.last > shown).then_some(item.last);
        assert_eq!(past.first_lacking(2, (1, 0), &upto(2)), None);
        assert_eq!(past.first_lacking(5, (1, 0), &upto(2)), Some((0, 3)));
        assert_eq!(past.first_lacking(5, (1, 0), &upto(5)), None);
        // What was there once is looked at again only if the replica has lost something.
        assert_eq!(past.first_lacking(5, (1, 0), &upto(0)), None);
        assert_eq!(past.first_lacking(5, (1, 1), &upto(0)), Some((0, 1)));
        assert_eq!(
            past.first_lacking(5, (0, 0), &upto(0)),
            Some((0, 1)),
            "each replica by itself"
        );
        assert_eq!(
            past.first_lacking(0, (3, 0), &upto(0)),
            None,
            "nothing was known then"
        );
    }

    #[test]
    fn what_a_session_knows_is_bounded() {
        let (mut person, mut known) = (Person::default(), Known::default());
        let all = 1 + MOST_ITEMS as u64;
        (1..=all).for_each(|version| person.learn(0, (0, &mut known), version));
        assert_eq!(
            (person.wrote.len(), person.wrote.items.len()),
            (129, MOST_ITEMS)
        );
        assert_eq!(known.own.len(), MOST_OWN);
        let none = |_| None;
        assert_eq!(person.wrote.first_lacking(129, (0, 0), &none), None);
    }

    #[test]
    fn only_what_is_new_to_a_session_is_added_to_what_it_saw() {
        let (mut person, mut known) = (Person::default(), Known::default());
        person.see((4, &mut known), 0, &Reflected::upto(3));
        person.see((4, &mut known), 0, &Reflected::upto(2));
        person.see((4, &mut known), 1, &Reflected::of(&[(1, 5), (7, 8)]));
        let items: Vec<_> = person
            .saw
            .items
            .iter()
            .map(|item| (item.first, item.last))
            .collect();
        assert_eq!(items, [(1, 3), (4, 4), (7, 7)]);
        assert_eq!(known.shown[0], (0, Reflected::upto(3)));
    }
}

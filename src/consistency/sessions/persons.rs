//! What the system owes to each session: the writes that it made and those that it was shown.

use std::collections::VecDeque;

use crate::consistency::sessions::guarantees::Guarantee;
use crate::consistency::state::reflected::Reflected;
use crate::facts::Version;
use crate::facts::ids::KeyIndex;
use crate::facts::time::Micros;
use crate::sim::ledger::Ledger;

/// Of the writes of a session, and of what it was shown, so many of the newest are kept one by one.
const MOST_ITEMS: usize = 128;
/// Of the older ones so many that some copy lacked when it was looked at last.
const MOST_LACKED: usize = 64;
/// Of so many keys it is kept what was the newest of the older ones.
const MOST_KEYS: usize = 1_024;
/// Of the writes of one session to one key so many of the newest are kept, and of the older ones as many
/// as above that some copy lacked.
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
    /// Whether there was no room for all that it knows of keys.
    pub knows_more: bool,
    /// How often each guarantee was violated, of how many cases, by the place in [`Guarantee::ALL`].
    pub figures: [(u64, u64); Guarantee::ALL.len()],
}

/// What a session knows of a key.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Its own writes that may be missing somewhere, and when it learnt that they are done.
    own: Vec<(Version, Micros)>,
    /// When it learnt first that one is.
    since: Option<Micros>,
    /// The newest of those writes that are not kept since every copy had them.
    settled: Version,
    /// The newest of those that are not kept though some copy lacked them.
    forgotten: Version,
    /// What it was shown in each view.
    pub shown: Vec<(View, Reflected)>,
}

impl Known {
    /// Whether the session knew at an instant to have written to the key, and the first of those writes that
    /// a store lacks, if it can be told. `was_set_back` says whether the store ever lost something that it
    /// had.
    pub fn first_own_lacking(
        &self,
        asked: Micros,
        was_set_back: bool,
        lacks: &dyn Fn(Version, Version) -> Option<Version>,
    ) -> Option<Result<Option<Version>, Undecidable>> {
        self.since.filter(|since| *since <= asked)?;
        let mut own = self.own.iter().filter(|(_, learnt)| *learnt <= asked);
        let first = own.find_map(|&(version, _)| lacks(version, version));
        let settled = if was_set_back { self.settled } else { 0 };
        let unknown = settled.max(self.forgotten);
        // The newest of each kind was one of them, and what is newer still is known; of those before it nobody
        // knows which were.
        let last = self.own.iter().rfind(|(_, learnt)| *learnt <= asked);
        let last = last.map_or(0, |(version, _)| *version);
        let newest = [settled, self.forgotten].into_iter();
        let mut newest = newest.filter(|newest| (1..last).contains(newest));
        let sure = || newest.find_map(|newest| lacks(newest, newest));
        Some(match first.or_else(sure) {
            None if lacks(1, unknown).is_some() => Err(Undecidable),
            first => Ok(first),
        })
    }
}

/// What would decide it is no longer remembered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Undecidable;

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
    /// How many items came before those that are kept one by one.
    before: u32,
    items: VecDeque<Item>,
    /// Those before that some copy lacks, each with its number.
    lacked: Vec<(u32, Item)>,
    /// Of those before, the newest version of each key.
    newest: Ledger<Version>,
    /// Whether there were more keys than that.
    has_more: bool,
    /// Up to which item some are forgotten that a copy lacked.
    forgotten: u32,
    /// Per replica `(generation, n)`: the first n items were visible when it was last rolled back.
    there: Vec<(u32, u32)>,
}

impl Past {
    /// How many items there have been.
    pub fn len(&self) -> u32 {
        self.before + self.items.len() as u32
    }

    /// Adds an item. `is_lacked` says whether some copy lacks one.
    pub fn push(&mut self, item: Item, is_lacked: &dyn Fn(Item) -> bool) {
        if self.items.len() == MOST_ITEMS
            && let Some(oldest) = self.items.pop_front()
        {
            self.put_aside(oldest, is_lacked);
        }
        self.items.push_back(item);
    }

    fn put_aside(&mut self, item: Item, is_lacked: &dyn Fn(Item) -> bool) {
        let nth = self.before;
        self.before += 1;
        let key = u64::from(item.key);
        if self.newest.len() < MOST_KEYS || self.newest.contains(key) {
            let newest = self.newest.entry(key, || 0);
            *newest = item.last.max(*newest);
        } else {
            self.has_more = true;
        }
        if !is_lacked(item) {
            return;
        }
        if self.lacked.len() == MOST_LACKED {
            self.lacked.retain(|(_, item)| is_lacked(*item));
        }
        if self.lacked.len() == MOST_LACKED {
            let (oldest, _) = self.lacked.remove(0);
            self.forgotten = oldest + 1;
        }
        self.lacked.push((nth, item));
    }

    /// The first version that a replica lacks of the first so many items, if it can be told. `setbacks` says
    /// how often the replica has lost what it had; what was there before the last of them is looked at
    /// again.
    pub fn first_lacking(
        &mut self,
        upto: u32,
        (place, setbacks): (usize, u32),
        lacks: &dyn Fn(Item) -> Option<Version>,
    ) -> Result<Option<(KeyIndex, Version)>, Undecidable> {
        if self.there.len() <= place {
            self.there.resize(place + 1, (0, 0));
        }
        let (known, all_to) = &mut self.there[place];
        if *known != setbacks {
            (*known, *all_to) = (setbacks, 0);
        }
        let from = *all_to;
        let older = self
            .lacked
            .iter()
            .filter(|(nth, _)| (from..upto).contains(nth));
        for &(_, item) in older {
            if let Some(version) = lacks(item) {
                return Ok(Some((item.key, version)));
            }
        }
        // What was put aside and is not among those was at every copy once.
        let is_sure = from >= self.before || setbacks == 0 && from >= self.forgotten;
        let is_there = |(key, &last): (u64, &Version)| {
            let (key, first) = (key as KeyIndex, 1);
            lacks(Item { key, first, last }).is_none()
        };
        let are_there = is_sure || !self.has_more && self.newest.iter().all(is_there);
        let mut nth = from.max(self.before);
        let mut lacking = None;
        while nth < upto
            && let Some(&item) = self.items.get((nth - self.before) as usize)
        {
            lacking = lacks(item).map(|version| (item.key, version));
            if lacking.is_some() {
                break;
            }
            nth += 1;
        }
        if are_there {
            *all_to = nth.min(upto).max(from);
        }
        if lacking.is_some() || are_there {
            return Ok(lacking);
        }
        // The newest version of each key is one that the session knew.
        let known = self.newest.iter().filter(|_| upto >= self.before);
        let mut sure = known.filter_map(|(key, &last)| {
            let (key, first) = (key as KeyIndex, last);
            Some((key, lacks(Item { key, first, last })?))
        });
        sure.next().map(Some).ok_or(Undecidable)
    }
}

impl Person {
    /// It learns that its write of a version of a key is done. `is_lacked` says whether some copy lacks one.
    pub fn learn(
        &mut self,
        at: Micros,
        (key, known): (KeyIndex, Option<&mut Known>),
        version: Version,
        is_lacked: &dyn Fn(Item) -> bool,
    ) {
        let item = |version| Item {
            key,
            first: version,
            last: version,
        };
        self.wrote.push(item(version), is_lacked);
        let Some(known) = known else {
            self.knows_more = true;
            return;
        };
        known.since.get_or_insert(at);
        if known.own.len() >= MOST_OWN {
            let newest = known.own.len() + 1 - MOST_OWN;
            let mut nth = 0;
            known.own.retain(|&(version, _)| {
                nth += 1;
                let is_kept = nth > newest || is_lacked(item(version));
                if !is_kept {
                    known.settled = version.max(known.settled);
                }
                is_kept
            });
        }
        if known.own.len() == MOST_OWN + MOST_LACKED {
            let (oldest, _) = known.own.remove(0);
            known.forgotten = oldest.max(known.forgotten);
        }
        known.own.push((version, at));
    }

    /// It is shown these versions of a key in a view. `is_lacked` says whether some copy lacks one.
    pub fn see(
        &mut self,
        (key, known): (KeyIndex, Option<&mut Known>),
        (view, shown): (View, &Reflected),
        is_lacked: &dyn Fn(Item) -> bool,
    ) {
        let Some(known) = known else {
            self.knows_more = true;
            for (first, last) in shown.ranges_after(0) {
                self.saw.push(Item { key, first, last }, is_lacked);
            }
            return;
        };
        let known = &mut known.shown;
        let lacking = |(_, before): &(View, Reflected)| shown.first_lacking_in(before).is_some();
        if known.iter().all(lacking) {
            let before = known.iter().map(|(_, before)| before.first_gap() - 1).max();
            for range in shown.ranges_after(before.unwrap_or(0)) {
                for (first, last) in new_to(known, range) {
                    self.saw.push(Item { key, first, last }, is_lacked);
                }
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

/// Those of some versions that a session was not shown in any view.
fn new_to(
    known: &[(View, Reflected)],
    (first, last): (Version, Version),
) -> impl Iterator<Item = (Version, Version)> + '_ {
    let mut from = first;
    std::iter::from_fn(move || {
        while let Some(next) = known
            .iter()
            .map(|(_, before)| before.first_missing(from))
            .find(|next| *next > from)
        {
            from = next;
        }
        if from > last {
            return None;
        }
        let starts = known
            .iter()
            .filter_map(|(_, before)| before.next_start(from));
        let first = from;
        from = starts.min().unwrap_or(Version::MAX).min(last + 1);
        Some((first, from - 1))
    })
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

    const NOWHERE: &dyn Fn(Item) -> bool = &|_| false;
    const EVERYWHERE: &dyn Fn(Item) -> bool = &|_| true;

    /// What a store lacks that shows all up to a version.
    fn upto(shown: Version) -> impl Fn(Item) -> Option<Version> {
        move |item| (item.last > shown).then_some(item.first.max(shown + 1))
    }

    #[test]
    fn the_first_thing_that_is_lacking_is_found_again_until_it_comes() {
        let mut past = Past::default();
        (1..=5).for_each(|version| past.push(item(version), NOWHERE));
        assert_eq!(past.first_lacking(2, (1, 0), &upto(2)), Ok(None));
        assert_eq!(past.first_lacking(5, (1, 0), &upto(2)), Ok(Some((0, 3))));
        assert_eq!(past.first_lacking(5, (1, 0), &upto(5)), Ok(None));
        // What was there once is looked at again only if the replica has lost something.
        assert_eq!(past.first_lacking(5, (1, 0), &upto(0)), Ok(None));
        assert_eq!(past.first_lacking(5, (1, 1), &upto(0)), Ok(Some((0, 1))));
        assert_eq!(
            past.first_lacking(5, (0, 0), &upto(0)),
            Ok(Some((0, 1))),
            "each replica by itself"
        );
        assert_eq!(
            past.first_lacking(0, (3, 0), &upto(0)),
            Ok(None),
            "nothing was known then"
        );
    }

    /// All but one, as of changes of which one got lost.
    fn but(lost: Version) -> impl Fn(Item) -> Option<Version> {
        move |item| (item.first..=item.last).contains(&lost).then_some(lost)
    }

    #[test]
    fn what_a_copy_lacks_is_remembered_however_much_comes_after_it() {
        let all = 10 * MOST_ITEMS as u32;
        let mut past = Past::default();
        let lacks = but(3);
        for version in 1..=u64::from(all) {
            past.push(item(version), &|item| lacks(item).is_some());
        }
        assert_eq!((past.len(), past.items.len()), (all, MOST_ITEMS));
        assert_eq!(past.first_lacking(all, (0, 0), &lacks), Ok(Some((0, 3))));
        assert_eq!(past.first_lacking(2, (0, 0), &lacks), Ok(None), "later");
        assert_eq!(past.first_lacking(all, (1, 0), &upto(2_000)), Ok(None));
    }

    #[test]
    fn what_a_copy_that_lost_something_lacks_is_told_or_said_to_be_unknown() {
        let all = 2 * MOST_ITEMS as u32;
        let mut past = Past::default();
        (1..=u64::from(all)).for_each(|version| past.push(item(version), NOWHERE));
        assert_eq!(past.first_lacking(all, (0, 0), &but(3)), Ok(None), "had it");
        assert_eq!(past.first_lacking(all, (0, 1), &but(3)), Err(Undecidable));
        let newer = u64::from(all) - 1;
        let found = past.first_lacking(all, (0, 1), &but(newer));
        assert_eq!(found, Ok(Some((0, newer))));
        assert_eq!(past.first_lacking(all, (0, 1), &upto(1_000)), Ok(None));
        assert_eq!(past.first_lacking(all, (0, 1), &but(3)), Ok(None), "since");
    }

    #[test]
    fn of_more_than_can_be_remembered_it_is_known_that_it_is_not() {
        let all = 10 * MOST_ITEMS as u32;
        let mut past = Past::default();
        (1..=u64::from(all)).for_each(|version| past.push(item(version), EVERYWHERE));
        assert_eq!(past.lacked.len(), MOST_LACKED);
        assert_eq!(past.first_lacking(all, (0, 0), &but(3)), Err(Undecidable));
        assert_eq!(past.first_lacking(all, (1, 0), &upto(2_000)), Ok(None));
        // Of more keys than are kept nothing can be said.
        let of_keys = |key| Item { key, ..item(1) };
        let keys = 2 * MOST_KEYS as u32;
        let mut past = Past::default();
        (0..keys).for_each(|key| past.push(of_keys(key), EVERYWHERE));
        assert_eq!(past.newest.len(), MOST_KEYS);
        assert_eq!(past.first_lacking(keys, (1, 0), &upto(1)), Err(Undecidable));
    }

    /// What is known of the writes of a session to a key, and what a store lacks of it.
    fn own(known: &Known, lost: Version) -> Option<Result<Option<Version>, Undecidable>> {
        let lacks = |first, last| (first..=last).contains(&lost).then_some(lost);
        known.first_own_lacking(1_000, false, &lacks)
    }

    #[test]
    fn an_own_write_that_is_missing_is_remembered_and_one_of_too_many_is_said_to_be_unknown() {
        let (mut person, mut known) = (Person::default(), Known::default());
        assert_eq!(own(&known, 3), None);
        let lacks = but(3);
        for version in 1..=200 {
            let is_lacked = |item| lacks(item).is_some();
            person.learn(version, (0, Some(&mut known)), version, &is_lacked);
        }
        assert_eq!(known.own.len(), MOST_OWN + 1);
        assert_eq!(own(&known, 3), Some(Ok(Some(3))));
        assert_eq!(own(&known, 4), Some(Ok(None)), "every copy had it");
        let lacks = |first, last| {
            but(4)(Item {
                key: 0,
                first,
                last,
            })
        };
        let found = known.first_own_lacking(1_000, true, &lacks);
        assert_eq!(found, Some(Err(Undecidable)), "it may be one of those");
        assert_eq!(
            known.first_own_lacking(0, false, &lacks),
            None,
            "learnt later"
        );
        for version in 201..=400 {
            person.learn(version, (0, Some(&mut known)), version, EVERYWHERE);
        }
        assert_eq!(known.own.len(), MOST_OWN + MOST_LACKED);
        assert_eq!(own(&known, 4), Some(Err(Undecidable)));
        assert_eq!(own(&known, 1_000), Some(Ok(None)));
    }

    #[test]
    fn only_what_is_new_to_a_session_is_added_to_what_it_saw() {
        let (mut person, mut known) = (Person::default(), Known::default());
        let seen = [
            (0, Reflected::upto(3)),
            (0, Reflected::upto(2)),
            (1, Reflected::of(&[(1, 5), (7, 8)])),
            (1, Reflected::of(&[(1, 6), (7, 8), (9, 12)])),
            (0, Reflected::of(&[(1, 4), (6, 14)])),
        ];
        for (view, shown) in &seen {
            person.see((4, Some(&mut known)), (*view, shown), NOWHERE);
        }
        let items = person.saw.items.iter();
        let items: Vec<_> = items.map(|item| (item.first, item.last)).collect();
        let new = [
            (1, 3),
            (4, 4),
            (7, 7),
            (5, 5),
            (9, 11),
            (6, 6),
            (8, 8),
            (12, 13),
        ];
        assert_eq!(items, new);
    }

    #[test]
    fn without_room_for_it_all_that_is_shown_counts_as_new() {
        let mut person = Person::default();
        person.see((4, None), (0, &Reflected::upto(3)), NOWHERE);
        person.learn(0, (4, None), 4, NOWHERE);
        assert!(person.knows_more);
        assert_eq!((person.saw.len(), person.wrote.len()), (1, 1));
    }
}

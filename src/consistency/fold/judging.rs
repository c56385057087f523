//! Where the guarantees of sessions are held against what stores show: each read when its store is read,
//! each write when it becomes visible at a replica.
//!
//! In a two-way sync there is no one order of the writes of a key, but one for each side: a key counts
//! as two there, of each of which a value reflects all writes up to some, as the facts tell it.

use super::Consistency;
use crate::consistency::incidents::anomaly::Anomaly;
use crate::consistency::measures::report::{Kept, Subject};
use crate::consistency::processes::sides::Sides;
use crate::consistency::sessions::guarantees::{Arrival, Guarantee, OpenRead, Violation, place};
use crate::consistency::sessions::persons::{Item, View};
use crate::consistency::state::reflected::Reflected;
use crate::consistency::state::replica::Replica;
use crate::consistency::stats::level::Share;
use crate::facts::Version;
use crate::facts::ids::{KeyIndex, ReadId, ReplicaId, SessionId, WriteId};
use crate::facts::time::Micros;

/// The view that the source itself is.
const SOURCE: View = View::MAX;

/// What is missing in a read that was never true, and what is there and came later: a key and its version.
type Torn = ((KeyIndex, Version), Option<(KeyIndex, Version)>);

/// A commit is so old that it is not known any more where it was among the others.
#[derive(Clone, Copy, Debug)]
struct Forgotten;

/// What stores reflect.
struct Stores<'a> {
    replicas: &'a [Replica],
    /// In a two-way sync.
    sides: Option<&'a Sides>,
}

impl Stores<'_> {
    /// The versions that a store reflects of what a key counts as; the source reflects all up to the
    /// one that was found there.
    fn reflected(&self, place: Option<usize>, key: KeyIndex, found: Version) -> Reflected {
        let Some(place) = place else {
            return Reflected::upto(found);
        };
        if let Some(sides) = self.sides {
            let has = sides.has(self.replicas.len(), place, key);
            return Reflected::upto(has.unwrap_or(0));
        }
        let replica = &self.replicas[place];
        let state = replica.keys.get(key as usize);
        state.map_or_else(Reflected::default, |state| state.reflected(replica.merge))
    }

    /// The first of these versions that a store lacks. The source lacks nothing.
    fn lacks(&self, place: Option<usize>, item: Item) -> Option<Version> {
        let place = place?;
        let Item { key, first, last } = item;
        if let Some(sides) = self.sides {
            // A store that does not hold a key lacks nothing of it.
            let has = sides.has(self.replicas.len(), place, key)?;
            return (has < last).then_some(first.max(has + 1));
        }
        let replica = &self.replicas[place];
        let state = replica.keys.get(key as usize);
        state.map_or(Some(first), |state| {
            state.first_missing_of(replica.merge, first, last)
        })
    }

    /// Whether some copy lacks one of these versions.
    fn is_lacked(&self, item: Item) -> bool {
        let mut copies = 0..self.replicas.len();
        copies.any(|place| self.lacks(Some(place), item).is_some())
    }
}

/// Built of what it reads alone, so that the sessions beside it can be changed meanwhile.
macro_rules! stores {
    ($fold:expr) => {
        Stores {
            sides: $fold.is_two_way().then_some(&$fold.sides),
            replicas: &$fold.replicas,
        }
    };
}

impl Consistency {
    /// Whether there are two sides instead of a source.
    pub(super) fn is_two_way(&self) -> bool {
        self.subject == Subject::Sides
    }

    /// What a key counts as.
    pub(super) fn counted_as(&self, key: KeyIndex) -> std::ops::Range<KeyIndex> {
        if self.is_two_way() {
            2 * key..2 * key + 2
        } else {
            key..key + 1
        }
    }

    /// A person asks for a key.
    pub(super) fn watch_question(
        &mut self,
        at: Micros,
        (read, session): (ReadId, SessionId),
        key: KeyIndex,
    ) {
        if !self.replicas.is_empty() {
            for key in self.counted_as(key) {
                self.guarantees.ask(at, read, session, key);
            }
        }
    }

    /// A session learns that its write is done.
    pub(super) fn learn_own(&mut self, at: Micros, write: WriteId) {
        let Some(&mut mark) = self.marks.get(write) else {
            return;
        };
        if mark.version > 0 {
            let key = self.counted_as(mark.key).start + u32::from(mark.is_far);
            let stores = stores!(self);
            let is_lacked = |item| stores.is_lacked(item);
            let learnt = (key, mark.version);
            self.guarantees.learn(at, mark.session, learnt, &is_lacked);
        }
    }

    /// A person saw the answer to a read.
    pub(super) fn watch_answer(&mut self, read: ReadId) {
        let stores = stores!(self);
        let is_lacked = |item| stores.is_lacked(item);
        self.guarantees.answer(read, &is_lacked);
    }

    /// A key of a store was read for a person; `version` is what the source would say.
    pub(super) fn judge_read(
        &mut self,
        at: Micros,
        read: ReadId,
        replica: ReplicaId,
        key: KeyIndex,
        version: Version,
    ) {
        let place = self.place(replica);
        let view = place.map_or(SOURCE, |_| self.projection.view(replica).unwrap_or(0));
        for key in self.counted_as(key) {
            let stores = stores!(self);
            let found = stores.reflected(place, key, version);
            let lacks = |first, last| stores.lacks(place, Item { key, first, last });
            self.guarantees
                .find((read, place), key, (view, found), &lacks);
        }
        let open = self.guarantees.open.get_mut(read.0);
        let all = |open: &&mut OpenRead| open.keys.iter().all(|asked| asked.found.is_some());
        let Some(open) = open.filter(all) else {
            return;
        };
        // What was found is needed again when the answer arrives.
        let taken = OpenRead {
            keys: std::mem::take(&mut open.keys),
            ..*open
        };
        self.conclude(at, read, replica, &taken);
        if let Some(open) = self.guarantees.open.get_mut(read.0) {
            open.keys = taken.keys;
        }
    }

    /// All keys of a read have been found.
    fn conclude(&mut self, at: Micros, read: ReadId, replica: ReplicaId, open: &OpenRead) {
        let violation = |guarantee, key| Violation {
            at,
            guarantee,
            session: open.session,
            replica,
            key,
            lacks: None,
            there: None,
            read: Some((read, open.asked)),
            same_view: false,
        };
        // Whether it is a case, and the first that is missing.
        let (mut own, mut back) = (None, None);
        for asked in &open.keys {
            if asked.has_own {
                let first = asked.own.map(|version| (asked.key, version, false));
                own = Some(own.flatten().or(first));
            }
            if asked.has_seen {
                let lacking = asked.back;
                let before: Option<(KeyIndex, Version, bool)> = back.flatten();
                let first = lacking.map(|(version, same)| (asked.key, version, same));
                let same = before.is_none_or(|(_, _, same)| !same);
                back = Some(first.filter(|_| same).or(before));
                let has_views = self.projection.is_on();
                if has_views && asked.was_seen_in_view() {
                    let went_back = lacking.is_some_and(|(_, same)| same);
                    if asked.back_is_undecidable && !went_back {
                        self.left_out.note(Anomaly::WentBackInTime.word());
                    } else {
                        self.projection.went_back.record(went_back);
                    }
                }
            }
        }
        let own_is_undecidable = open.keys.iter().any(|asked| asked.own_is_undecidable);
        let back_is_undecidable = open.keys.iter().any(|asked| asked.back_is_undecidable);
        for (guarantee, case, is_undecidable) in [
            (Guarantee::ReadYourWrites, own, own_is_undecidable),
            (Guarantee::MonotonicReads, back, back_is_undecidable),
        ] {
            if is_undecidable && case.flatten().is_none() {
                self.left_out.note(guarantee.word());
                continue;
            }
            let Some(lacking) = case else {
                continue;
            };
            self.guarantees
                .record(guarantee, open.session, lacking.is_some());
            if let Some((key, version, same_view)) = lacking {
                let lacks = self.write_of(key, version);
                self.violated(Violation {
                    lacks,
                    same_view: same_view && self.projection.is_on(),
                    ..violation(guarantee, key)
                });
            }
        }
        if open.keys.len() > 1 && !self.is_two_way() {
            let guarantee = Guarantee::ConsistentPrefix;
            let Ok(torn) = self.torn(open) else {
                self.left_out.note(guarantee.word());
                return;
            };
            self.guarantees
                .record(guarantee, open.session, torn.is_some());
            if let Some(((key, version), there)) = torn {
                let lacks = self.write_of(key, version);
                let there = there.and_then(|(key, version)| self.write_of(key, version));
                self.violated(Violation {
                    lacks,
                    there,
                    ..violation(guarantee, key)
                });
            }
        }
    }

    /// Of a read that was never true: the key and version that is missing in it, and those that are
    /// there and came later. It cannot be told where a commit is forgotten that decides it.
    fn torn(&self, open: &OpenRead) -> Result<Option<Torn>, Forgotten> {
        let mut latest = (0, None);
        let mut earliest = (u64::MAX, None);
        let mut is_forgotten = false;
        for asked in &open.keys {
            let Some((_, found)) = &asked.found else {
                return Ok(None);
            };
            let Some(version) = found.without_gap() else {
                return Ok(Some(((asked.key, found.first_gap()), None)));
            };
            // From how many commits on it was the truth about the key, and until how many.
            let [start, end] =
                [version, version + 1].map(|version| self.order_of(asked.key, version));
            match start {
                Ok(start) if start > latest.0 => latest = (start, Some((asked.key, version))),
                Ok(_) => {}
                Err(Forgotten) => is_forgotten = true,
            }
            match end {
                Ok(end) if end > 0 && end < earliest.0 => {
                    earliest = (end, Some((asked.key, version + 1)));
                }
                Ok(_) => {}
                Err(Forgotten) => return Err(Forgotten),
            }
        }
        let torn = earliest.1.filter(|_| latest.0 >= earliest.0);
        if torn.is_none() && is_forgotten && earliest.0 <= self.commit_order.last_forgotten() {
            return Err(Forgotten);
        }
        Ok(torn.map(|missing| (missing, latest.1)))
    }

    /// Where a version of a key is among all commits, from 1; 0 if there is no such commit.
    fn order_of(&self, key: KeyIndex, version: Version) -> Result<u64, Forgotten> {
        let open = self.commits.get(key, version).map(|commit| commit.nth);
        match open.or_else(|| self.commit_order.place(key, version)) {
            None if self.commit_order.has_forgotten(key, version) => Err(Forgotten),
            place => Ok(place.unwrap_or(0)),
        }
    }

    /// The write that made a version of a key, if it is remembered: as long as some replica does not show
    /// it, and for some time after that.
    pub(super) fn write_of(&self, key: KeyIndex, version: Version) -> Option<WriteId> {
        let open = self.commits.get(key, version).map(|commit| commit.write);
        open.or_else(|| self.commit_order.write(key, version))
    }

    /// A write has become visible at a replica.
    pub(super) fn watch_arrival(&mut self, at: Micros, place: usize, write: WriteId) {
        self.guarantees.instant = at;
        self.guarantees.arrivals.push(Arrival { place, write });
    }

    /// Judges what has become visible in an instant that is over. Changes of one instant may have been
    /// made together, in whatever order they were recorded.
    pub(super) fn settle(&mut self) {
        let at = self.guarantees.instant;
        let arrivals = std::mem::take(&mut self.guarantees.arrivals);
        for Arrival { place, write } in &arrivals {
            let Some(&mut mark) = self.marks.get(*write) else {
                continue;
            };
            let counted_as = self.counted_as(mark.key).start + u32::from(mark.is_far);
            if self.is_hidden(*place, counted_as, mark.version) {
                continue;
            }
            for (guarantee, upto) in [
                (Guarantee::MonotonicWrites, mark.wrote),
                (Guarantee::WritesFollowReads, mark.saw),
            ] {
                if upto > 0 {
                    self.judge_arrival(at, guarantee, (*place, *write), (mark.session, upto));
                }
            }
        }
        // The room is used again.
        self.guarantees.arrivals = arrivals;
        self.guarantees.arrivals.clear();
    }

    /// Whether a replica does not show a write that became visible there in this instant: an older one
    /// has taken its place already, so that nobody could see it.
    fn is_hidden(&self, place: usize, key: KeyIndex, version: Version) -> bool {
        let (first, last) = (version, version);
        let stores = stores!(self);
        stores
            .lacks(Some(place), Item { key, first, last })
            .is_some()
    }

    fn judge_arrival(
        &mut self,
        at: Micros,
        guarantee: Guarantee,
        (place, write): (usize, WriteId),
        (session, upto): (SessionId, u32),
    ) {
        let setbacks = self.guarantees.setbacks.get(place).copied().unwrap_or(0);
        let stores = stores!(self);
        let lacks = |item| stores.lacks(Some(place), item);
        let found = self.guarantees.person(session).map(|person| {
            let past = match guarantee {
                Guarantee::MonotonicWrites => &mut person.wrote,
                _ => &mut person.saw,
            };
            past.first_lacking(upto, (place, setbacks), &lacks)
        });
        let Ok(lacking) = found.unwrap_or(Ok(None)) else {
            self.left_out.note(guarantee.word());
            return;
        };
        self.guarantees
            .record(guarantee, session, lacking.is_some());
        if let Some((key, version)) = lacking {
            let lacks = self.write_of(key, version);
            self.violated(Violation {
                at,
                guarantee,
                session,
                replica: self.replicas[place].id,
                key,
                lacks,
                there: Some(write),
                read: None,
                same_view: false,
            });
        }
    }

    /// A guarantee was violated.
    fn violated(&mut self, mut violation: Violation) {
        if self.is_two_way() {
            violation.key /= 2;
        }
        self.tell_violation(&violation);
    }

    /// The run is at its end: nothing more happens in this instant.
    pub fn close(&mut self) {
        self.settle();
    }

    /// The share of cases in which each guarantee is violated.
    pub(super) fn guarantee_figures(&self) -> impl Iterator<Item = (&'static str, Kept)> + '_ {
        let share = |guarantee: Guarantee| {
            let total: &Share = &self.guarantees.totals[guarantee as usize];
            (guarantee.word(), Kept::Share(total.clone()))
        };
        Guarantee::ALL.into_iter().map(share)
    }

    /// How often each guarantee was violated of one session, of how many cases, in the order of
    /// [`Guarantee::ALL`]. Nothing is kept of sessions beyond the first 1,000.
    pub fn guarantees_of(&self, session: SessionId) -> [(u64, u64); Guarantee::ALL.len()] {
        let person = self.guarantees.persons.get(place(session));
        person.map_or_else(Default::default, |person| person.figures)
    }
}

#[cfg(test)]
mod tests;

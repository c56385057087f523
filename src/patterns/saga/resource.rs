//! What a service has booked, for whom, and under which lock.

use std::collections::BTreeSet;

use super::ended::Ended;
use super::service::Answer;
use crate::facts::Amount;
use crate::facts::ids::{KeyIndex, WriteId};
use crate::facts::time::Micros;
use crate::sim::ledger::Ledger;

/// Which of two sequences of sagas one belongs to: that of all people, or that of the person at the page.
pub(super) fn of_yours(saga: WriteId) -> usize {
    usize::from(saga.yours().is_some())
}

/// The store of a service.
#[derive(Clone, Debug)]
pub struct Resource {
    keys: Vec<Cell>,
    /// Sagas that came here and are not known to be at their end, or have something in work.
    records: Ledger<Record>,
    /// The others that are at their end.
    ended: Ended,
    /// Every saga below this number is at its end, if word of how has come or not; and of those of the
    /// person at the page.
    ended_below: [u64; 2],
    units: Units,
    /// The sagas that have left something behind.
    orphans: BTreeSet<WriteId>,
    /// How many images from before are kept.
    images: usize,
    /// Completed bookings that are not for ever, in the order in which they will be free again: until when,
    /// whose, of which key.
    stays: BTreeSet<(Micros, WriteId, KeyIndex)>,
}

/// Units booked by sagas that ended well, that are under way as far as the service knows, and that left
/// them behind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Units {
    /// By sagas that ended well, one each.
    pub confirmed: u64,
    /// By sagas of whose end no word has come.
    pub tentative: u64,
    /// By sagas that ended otherwise, and what was booked twice.
    pub orphaned: u64,
}

/// One key.
#[derive(Clone, Debug, Default)]
struct Cell {
    /// How many units the store says are booked.
    value: Amount,
    /// How many units are booked.
    held: u64,
    /// The saga that has the lock.
    owner: Option<WriteId>,
    /// Bookings in force, oldest first, from the first one on of which an image from before is wanted.
    before: Vec<Image>,
}

/// What is put back to undo a booking.
#[derive(Clone, Copy, Debug)]
struct Image {
    saga: WriteId,
    /// The value before the booking.
    value: Amount,
    /// Whether undoing an earlier booking has wiped this one out.
    wiped: bool,
}

/// What a service knows of a saga.
#[derive(Clone, Copy, Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a thing of its own that happened to the saga"
)]
pub struct Record {
    /// Units that it holds.
    pub(super) holds: u32,
    /// Attempts at the step that are under way.
    pub(super) doing: u32,
    /// Whether its step was refused.
    pub(super) refused: bool,
    /// Whether it was cancelled: then nothing is booked for it any more.
    pub(super) cancelled: bool,
    /// Whether its stay is over: what was booked for it is free again.
    pub(super) left: bool,
    /// Whether it is being taken back.
    pub(super) undoing: bool,
    /// An order to take it back, which waits for the attempts under way.
    pub(super) pending: Option<(u32, Answer)>,
    /// Once word has come how it ended: whether all its steps were taken.
    pub(super) completed: Option<bool>,
}

impl Record {
    fn is_busy(&self) -> bool {
        self.doing > 0 || self.undoing || self.pending.is_some()
    }

    fn units(&self) -> Units {
        let holds = u64::from(self.holds);
        // What is left after the stay of its booking was booked twice.
        let own = holds.min(u64::from(!self.left));
        match self.completed {
            None => Units {
                tentative: holds,
                ..Units::default()
            },
            Some(true) => Units {
                confirmed: own,
                orphaned: holds - own,
                ..Units::default()
            },
            Some(false) => Units {
                orphaned: holds,
                ..Units::default()
            },
        }
    }
}

impl Resource {
    /// A store in which nothing is booked.
    pub fn new(keys: u32) -> Self {
        Self {
            keys: vec![Cell::default(); keys as usize],
            records: Ledger::default(),
            ended: Ended::default(),
            ended_below: [0; 2],
            units: Units::default(),
            orphans: BTreeSet::new(),
            images: 0,
            stays: BTreeSet::new(),
        }
    }

    /// How many units the store says are booked of a key.
    pub fn value(&self, key: KeyIndex) -> Amount {
        self.keys[key as usize].value
    }

    /// What is booked, and by whom.
    pub fn units(&self) -> Units {
        self.units
    }

    /// How many units a saga has left behind that is at its end and did not complete.
    pub fn left_by(&self, saga: WriteId) -> u64 {
        self.known(saga).units().orphaned
    }

    /// How many keys there are.
    pub fn keys(&self) -> u64 {
        self.keys.len() as u64
    }

    /// What it keeps whole: sagas under way, and images from before.
    pub fn held(&self) -> usize {
        self.records.len() + self.images
    }

    /// Whether the store says that nothing is left of a key.
    pub(super) fn is_full(&self, key: KeyIndex, capacity: u64) -> bool {
        self.value(key).max(0).unsigned_abs() >= capacity
    }

    /// Whether a saga is at its end, as far as is known here.
    fn is_at_end(&self, saga: WriteId, record: &Record) -> bool {
        record.completed.is_some() || saga.0 < self.ended_below[of_yours(saga)]
    }

    /// What is known of a saga, to look at.
    pub(super) fn known(&self, saga: WriteId) -> Record {
        let record = self.records.get(saga.0).copied();
        record.unwrap_or_else(|| self.ended.get(saga))
    }

    /// What is known of a saga, to change. [`Self::tidy`] follows.
    pub(super) fn record(&mut self, saga: WriteId) -> &mut Record {
        let ended = &self.ended;
        self.records.entry(saga.0, || ended.get(saga))
    }

    /// Changes what a saga holds, or what is known of its end.
    fn count(&mut self, saga: WriteId, change: impl FnOnce(&mut Record)) {
        let record = self.record(saga);
        let before = record.units();
        change(record);
        let after = record.units();
        let units = &mut self.units;
        units.confirmed = units.confirmed + after.confirmed - before.confirmed;
        units.tentative = units.tentative + after.tentative - before.tentative;
        units.orphaned = units.orphaned + after.orphaned - before.orphaned;
        if after.orphaned == 0 {
            self.orphans.remove(&saga);
        } else {
            self.orphans.insert(saga);
        }
    }

    /// The sagas that have left something behind.
    pub(super) fn orphans(&self) -> &BTreeSet<WriteId> {
        &self.orphans
    }

    /// Keeps no more of a saga than has to be remembered, if nothing is in work for it.
    pub(super) fn tidy(&mut self, saga: WriteId) {
        let Some(record) = self.records.get(saga.0) else {
            return;
        };
        let remembered = record.refused || record.cancelled || record.left || record.holds > 0;
        let is_gone = if record.is_busy() {
            false
        } else if self.is_at_end(saga, record) {
            self.ended.put(saga, record)
        } else {
            !remembered
        };
        if is_gone {
            self.records.remove(saga.0);
        }
    }

    /// Books a unit, and keeps the image from before if that is how it would be undone; whether more are
    /// booked now than there are.
    pub(super) fn book(
        &mut self,
        saga: WriteId,
        key: KeyIndex,
        capacity: u64,
        restore: bool,
    ) -> bool {
        self.count(saga, |record| record.holds += 1);
        let cell = &mut self.keys[key as usize];
        // What would be undone by the opposite change can be wiped out all the same.
        if restore || !cell.before.is_empty() {
            let (value, wiped) = (cell.value, false);
            cell.before.push(Image { saga, value, wiped });
            self.images += 1;
        }
        cell.value += 1;
        cell.held += 1;
        cell.held > capacity
    }

    /// Gives a unit back: by the opposite change, or by putting back the image from before. How many
    /// bookings in force that has wiped out, each counted once; none if there was no unit.
    pub(super) fn release(&mut self, saga: WriteId, key: KeyIndex, restore: bool) -> Option<u32> {
        if self.known(saga).holds == 0 {
            return None;
        }
        self.count(saga, |record| record.holds -= 1);
        let cell = &mut self.keys[key as usize];
        cell.held -= 1;
        let place = cell.before.iter().rposition(|image| image.saga == saga);
        let image = place.map(|place| cell.before.remove(place));
        self.images -= usize::from(image.is_some());
        let Some((place, image)) = place.zip(image).filter(|_| restore) else {
            cell.value -= 1;
            return Some(0);
        };
        cell.value = image.value;
        let mut wiped = 0;
        for later in &mut cell.before[place..] {
            wiped += u32::from(!later.wiped);
            later.wiped = true;
        }
        Some(wiped)
    }

    /// A completed booking will be free again at an instant.
    pub(super) fn stay(&mut self, saga: WriteId, key: KeyIndex, until: Micros) {
        self.stays.insert((until, saga, key));
    }

    /// When the next completed booking will be free again.
    pub(super) fn next_to_leave(&self) -> Option<Micros> {
        self.stays.first().map(|&(until, ..)| until)
    }

    /// The stay of the completed booking that leaves first is over: whose, and of which key a unit is free
    /// again, if it was booked still.
    pub(super) fn leave(&mut self) -> Option<(WriteId, KeyIndex)> {
        let (_, saga, key) = self.stays.pop_first()?;
        self.release(saga, key, false)?;
        self.count(saga, |record| record.left = true);
        self.tidy(saga);
        Some((saga, key))
    }

    /// A saga is at its end: what it still holds is its own, or an orphan. It goes on being remembered,
    /// since an order about it may be on its way yet.
    pub(super) fn settle(&mut self, saga: WriteId, key: KeyIndex, completed: bool) {
        self.count(saga, |record| record.completed = Some(completed));
        self.tidy(saga);
        let cell = &mut self.keys[key as usize];
        cell.owner = cell.owner.filter(|&owner| owner != saga);
    }

    /// Every saga below a number is at its end, though word of how may still be on its way.
    pub(super) fn pass(&mut self, below: u64) {
        let sort = of_yours(WriteId(below));
        self.ended_below[sort] = self.ended_below[sort].max(below);
        let sagas = self.records.iter().map(|(saga, _)| saga);
        let past: Vec<u64> = sagas.take_while(|&saga| saga < below).collect();
        for saga in past {
            self.tidy(WriteId(saga));
        }
    }

    /// Takes the lock of a key, if no other saga under way has it.
    pub(super) fn lock(&mut self, saga: WriteId, key: KeyIndex) -> bool {
        let cell = &mut self.keys[key as usize];
        let free = cell
            .owner
            .is_none_or(|owner| owner == saga || owner.0 < self.ended_below[of_yours(owner)]);
        if free {
            cell.owner = Some(saga);
        }
        free
    }

    /// Lets go of the lock of a key, if the saga has it and nothing in work, nor, before its end, booked.
    pub(super) fn unlock(&mut self, saga: WriteId, key: KeyIndex) -> bool {
        let record = self.known(saga);
        let holds = record.holds > 0 && !self.is_at_end(saga, &record);
        let cell = &mut self.keys[key as usize];
        let free = !holds && record.doing == 0 && cell.owner == Some(saga);
        if free {
            cell.owner = None;
        }
        free
    }

    /// What was in work is lost. Locks go with it, but for those of bookings.
    pub(super) fn crash(&mut self) {
        for record in self.records.range_mut(0, u64::MAX) {
            record.doing = 0;
            record.undoing = false;
            record.pending = None;
        }
        let sagas: Vec<u64> = self.records.iter().map(|(saga, _)| saga).collect();
        for saga in sagas {
            self.tidy(WriteId(saga));
        }
        for key in 0..self.keys.len() {
            let owner = self.keys[key].owner;
            self.keys[key].owner = owner.filter(|&saga| self.known(saga).holds > 0);
        }
    }
}

//! What a service has booked, for whom, and under which lock.

use super::service::Answer;
use crate::sim::fact::Amount;
use crate::sim::ids::{KeyIndex, WriteId};
use crate::sim::ledger::Ledger;
use crate::sim::ranges::Ranges;

/// How many gaps in the sequence of settled sagas are remembered.
const MOST_GAPS: usize = 256;
/// How many sagas later a saga is forgotten of whose end nobody told how it was.
const REMEMBERED: u64 = 4_096;

/// Which of two sequences of sagas one belongs to: that of all people, or that of the person at the page.
pub(super) fn of_yours(saga: WriteId) -> usize {
    usize::from(saga.yours().is_some())
}

/// The store of a service.
#[derive(Clone, Debug)]
pub struct Resource {
    keys: Vec<Cell>,
    /// Sagas that came here and are not known to be at their end.
    pub(super) records: Ledger<Record>,
    /// Sagas that are known to be at their end, and those of the person at the page.
    settled: [Ranges; 2],
    /// Every saga below this number is at its end, if word of how has come or not; and of those of the
    /// person at the page.
    ended_below: [u64; 2],
    confirmed: u64,
    tentative: u64,
    orphaned: u64,
}

/// One key.
#[derive(Clone, Copy, Debug, Default)]
struct Cell {
    /// How many units the store says are booked.
    value: Amount,
    /// How often the value was changed.
    version: u64,
    /// How many units are booked.
    held: u64,
    /// The saga that has the lock.
    owner: Option<WriteId>,
}

/// What a service knows of a saga.
#[derive(Clone, Copy, Debug)]
pub struct Record {
    key: KeyIndex,
    /// Units that it holds.
    pub(super) holds: u32,
    /// Attempts at the step that are under way.
    pub(super) doing: u32,
    /// Whether its step was refused.
    pub(super) refused: bool,
    /// Whether it was cancelled: then nothing is booked for it any more.
    pub(super) cancelled: bool,
    /// Whether it is being taken back.
    pub(super) undoing: bool,
    /// An order to take it back, which waits for the attempts under way.
    pub(super) pending: Option<(u32, Answer)>,
    /// The value before its last booking, and the version after it.
    image: Amount,
    version: u64,
}

impl Resource {
    /// A store in which nothing is booked.
    pub fn new(keys: u32) -> Self {
        Self {
            keys: vec![Cell::default(); keys as usize],
            records: Ledger::default(),
            settled: Default::default(),
            ended_below: [0; 2],
            confirmed: 0,
            tentative: 0,
            orphaned: 0,
        }
    }

    /// How many units the store says are booked of a key.
    pub fn value(&self, key: KeyIndex) -> Amount {
        self.keys[key as usize].value
    }

    /// Units booked by sagas that ended well, that are under way, and that left them behind.
    pub fn units(&self) -> (u64, u64, u64) {
        (self.confirmed, self.tentative, self.orphaned)
    }

    /// How many keys there are.
    pub fn keys(&self) -> u64 {
        self.keys.len() as u64
    }

    /// Whether the store says that nothing is left of a key.
    pub(super) fn is_full(&self, key: KeyIndex, capacity: u64) -> bool {
        self.value(key).max(0).unsigned_abs() >= capacity
    }

    /// Whether a saga is known to be at its end.
    pub(super) fn is_settled(&self, saga: WriteId) -> bool {
        self.settled[of_yours(saga)].contains(saga.0)
    }

    /// What is known of a saga.
    pub(super) fn record(&mut self, saga: WriteId, key: KeyIndex) -> &mut Record {
        self.records.entry(saga.0, || Record {
            key,
            holds: 0,
            doing: 0,
            refused: false,
            cancelled: false,
            undoing: false,
            pending: None,
            image: 0,
            version: 0,
        })
    }

    /// Forgets a saga of which there is nothing to remember.
    pub(super) fn tidy(&mut self, saga: WriteId) {
        let empty = self.records.get(saga.0).is_some_and(|record| {
            let remembered = record.refused || record.cancelled || record.undoing;
            record.holds == 0 && record.doing == 0 && !remembered
        });
        if empty {
            self.records.remove(saga.0);
        }
    }

    /// Books a unit; whether more are booked now than there are.
    pub(super) fn book(&mut self, saga: WriteId, key: KeyIndex, capacity: u64) -> bool {
        let cell = &mut self.keys[key as usize];
        let image = cell.value;
        cell.value += 1;
        cell.version += 1;
        cell.held += 1;
        let (version, held) = (cell.version, cell.held);
        self.tentative += 1;
        let record = self.record(saga, key);
        record.holds += 1;
        record.image = image;
        record.version = version;
        held > capacity
    }

    /// Gives a unit back: by the opposite change, or by putting back the image from before. How many
    /// changes of others that has wiped out; none if there was no unit.
    pub(super) fn release(&mut self, saga: WriteId, key: KeyIndex, restore: bool) -> Option<u32> {
        let record = self.records.get_mut(saga.0).filter(|it| it.holds > 0)?;
        record.holds -= 1;
        self.tentative -= 1;
        let cell = &mut self.keys[key as usize];
        let others = cell.version - record.version;
        cell.version += 1;
        cell.held -= 1;
        if restore {
            cell.value = record.image;
            Some(others as u32)
        } else {
            cell.value -= 1;
            Some(0)
        }
    }

    /// A saga is at its end: what it still holds is its own, or an orphan.
    pub(super) fn settle(&mut self, saga: WriteId, completed: bool) {
        let settled = &mut self.settled[of_yours(saga)];
        settled.insert(saga.0);
        if settled.pieces() > MOST_GAPS {
            settled.fill_first_gap();
        }
        let Some(record) = self.records.remove(saga.0) else {
            return;
        };
        let holds = u64::from(record.holds);
        let own = if completed { holds.min(1) } else { 0 };
        self.tentative -= holds;
        self.confirmed += own;
        self.orphaned += holds - own;
        let cell = &mut self.keys[record.key as usize];
        cell.owner = cell.owner.filter(|&owner| owner != saga);
    }

    /// Every saga below a number is at its end. Word of how may still be on its way, so what they
    /// hold is forgotten later.
    pub(super) fn pass(&mut self, below: u64) {
        let sort = of_yours(WriteId(below));
        self.ended_below[sort] = self.ended_below[sort].max(below);
        // The few of the person at the page are kept.
        let long_ago = self.ended_below[0].saturating_sub(REMEMBERED);
        while let Some((first, _)) = self.records.first()
            && first < long_ago
        {
            self.settle(WriteId(first), false);
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

    /// Lets go of the lock of a key, if the saga has it and nothing booked or in work.
    pub(super) fn unlock(&mut self, saga: WriteId, key: KeyIndex) -> bool {
        let record = self.records.get(saga.0);
        let busy = record.is_some_and(|record| record.holds > 0 || record.doing > 0);
        let cell = &mut self.keys[key as usize];
        let free = !busy && cell.owner == Some(saga);
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
        for cell in &mut self.keys {
            let records = &self.records;
            let books = |saga: &WriteId| records.get(saga.0).is_some_and(|record| record.holds > 0);
            cell.owner = cell.owner.filter(books);
        }
    }
}

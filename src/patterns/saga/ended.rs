//! Sagas at their end, as a service remembers them: a byte each, for as long as the run lasts, since a
//! step or the order to take one back may be on its way for any length of time.

use super::resource::{Record, of_yours};
use crate::facts::ids::WriteId;

/// The bits in which the units stand that a saga holds.
const HOLDS: u8 = 0x07;
/// The stay of its booking is over.
const LEFT: u8 = 0x08;
const REFUSED: u8 = 0x10;
const CANCELLED: u8 = 0x20;
/// Word has come how it ended.
const TOLD: u8 = 0x40;
const COMPLETED: u8 = 0x80;

/// Sagas at their end by their numbers, and beside them those of the person at the page.
#[derive(Clone, Debug, Default)]
pub struct Ended([Vec<u8>; 2]);

/// The place of a saga in its sequence.
fn place(saga: WriteId) -> usize {
    saga.yours().unwrap_or(saga.0) as usize
}

impl Ended {
    /// What is remembered of a saga.
    pub fn get(&self, saga: WriteId) -> Record {
        let known = self.0[of_yours(saga)].get(place(saga));
        let byte = known.copied().unwrap_or_default();
        Record {
            holds: u32::from(byte & HOLDS),
            refused: byte & REFUSED > 0,
            cancelled: byte & CANCELLED > 0,
            left: byte & LEFT > 0,
            completed: (byte & TOLD > 0).then_some(byte & COMPLETED > 0),
            ..Record::default()
        }
    }

    /// Remembers a saga; false if it holds more than fits.
    pub fn put(&mut self, saga: WriteId, record: &Record) -> bool {
        if record.holds > u32::from(HOLDS) {
            return false;
        }
        let known = &mut self.0[of_yours(saga)];
        let place = place(saga);
        if known.len() <= place {
            known.resize(place + 1, 0);
        }
        let flags = [
            (record.refused, REFUSED),
            (record.cancelled, CANCELLED),
            (record.left, LEFT),
            (record.completed.is_some(), TOLD),
            (record.completed == Some(true), COMPLETED),
        ];
        let set = flags.iter().filter(|(is_set, _)| *is_set);
        known[place] = record.holds as u8 | set.map(|(_, bit)| bit).sum::<u8>();
        true
    }
}

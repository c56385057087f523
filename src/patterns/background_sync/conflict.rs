//! Which value wins when both sides changed a row.

use super::row::{Life, Row, Value};
use super::settings::Conflict;
use crate::facts::{ABSENT, Kept};

impl Row {
    /// Whether neither side's last write is missing from the other row's past.
    fn comes_after(&self, other: &Self) -> bool {
        self.past[0] >= other.past[0] && self.past[1] >= other.past[1]
    }

    fn values(&self) -> impl Iterator<Item = Value> + use<> {
        [Some(self.value), self.sibling].into_iter().flatten()
    }

    /// Whether a value is neither superseded here nor unknown here.
    fn holds(&self, value: &Value) -> bool {
        self.values().any(|held| held.write == value.write)
    }

    /// Whether a value is unknown here.
    fn lacks(&self, value: &Value) -> bool {
        value.nth > self.past[value.side]
    }

    /// Whether a side that has this row gains something from the other side's.
    pub fn gains_from(&self, other: &Self, conflict: Conflict) -> bool {
        if other.life == Life::None {
            return false;
        }
        if self.life == Life::None {
            return true;
        }
        match conflict {
            Conflict::LastWriterWins => self.yields_to(&newest(other)),
            Conflict::VersionVector => !self.comes_after(other),
        }
    }

    /// Whether the last writer's value takes the place of what is here. Of two values that nobody has
    /// decided about, the newest counts, and the other one goes.
    fn yields_to(&self, value: &Value) -> bool {
        let is_last = !later(&newest(self), value);
        is_last && (self.sibling.is_some() || later(value, &self.value))
    }

    /// Takes in the other side's row; whose value is kept.
    pub fn merge(&mut self, other: &Self, conflict: Conflict) -> Kept {
        // Without a trace of the row, nothing tells a deleted one from a new one.
        let blank = self.life == Life::None;
        match conflict {
            Conflict::LastWriterWins => {
                let value = newest(other);
                if !blank && !self.yields_to(&value) {
                    return Kept::Ours;
                }
                *self = Self {
                    value,
                    sibling: None,
                    ..*other
                };
                Kept::Theirs
            }
            Conflict::VersionVector => {
                if blank || other.comes_after(self) {
                    *self = *other;
                    return Kept::Theirs;
                }
                if self.comes_after(other) {
                    return Kept::Ours;
                }
                self.keep_both(other);
                Kept::Both
            }
        }
    }

    /// What neither side has superseded stays: one value of each side at most.
    fn keep_both(&mut self, other: &Self) {
        let mut ours = self.values().filter(|v| other.lacks(v) || other.holds(v));
        let mut theirs = other.values().filter(|v| self.lacks(v));
        let first = ours.next().unwrap_or(self.value);
        let second = theirs.next().or_else(|| ours.next());
        let (first, second) = match second {
            // The same two values stand in the same order on both sides.
            Some(second) if second.write < first.write => (second, Some(first)),
            _ => (first, second),
        };
        let gone = |value: &Value| value.amount == ABSENT;
        let is_gone = gone(&first) && second.as_ref().is_none_or(gone);
        let past = [0, 1].map(|side| self.past[side].max(other.past[side]));
        *self = Self {
            key: self.key,
            life: if is_gone { Life::Tombstone } else { Life::Live },
            value: first,
            sibling: second,
            past,
        };
    }
}

/// Of two values, the one with the later stamp.
fn newest(row: &Row) -> Value {
    let other = row.sibling.unwrap_or(row.value);
    if later(&other, &row.value) {
        other
    } else {
        row.value
    }
}

/// Whether a value wins against another by the clocks. Equal stamps are told apart by the write.
fn later(value: &Value, than: &Value) -> bool {
    (value.stamp, value.write) > (than.stamp, than.write)
}

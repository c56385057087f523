//! One parameter, two values, and what must differ between them.

use driftscope::scenario::Key;

use crate::trial::Trial;
use Moves::{Above, Alike, Below, FromZero, ReplicaMeasures, ToZero};

/// What a figure does when the parameter goes from one value to the other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Moves {
    /// It is more than this many times as large.
    Above(f64),
    /// It is less than this many times as large.
    Below(f64),
    /// It is there, and then it is not.
    ToZero,
    /// It is not there, and then it is.
    FromZero,
    /// It is another one, be it more or less.
    ReplicaMeasures,
    /// It stays what it is.
    Alike,
}

/// What one parameter does to one figure.
pub struct Case {
    pub key: Key,
    /// The words of the help that are put to the test.
    pub says: &'static str,
    /// The other pairs of the link.
    pub pairs: &'static str,
    pub from: &'static str,
    pub to: &'static str,
    pub figure: fn(&Trial) -> f64,
    pub moves: Moves,
}

pub const fn case(
    key: Key,
    says: &'static str,
    pairs: &'static str,
    (from, to): (&'static str, &'static str),
    figure: fn(&Trial) -> f64,
    moves: Moves,
) -> Case {
    Case {
        key,
        says,
        pairs,
        from,
        to,
        figure,
        moves,
    }
}

impl Moves {
    pub fn holds(self, before: f64, after: f64) -> bool {
        match self {
            Above(times) => before > 0.0 && after > times * before,
            Below(times) => after < times * before,
            ToZero => before > 0.0 && after == 0.0,
            FromZero => before == 0.0 && after > 0.0,
            ReplicaMeasures => before != after,
            Alike => before == after,
        }
    }

    /// What must hold when the change comes after a part of the run.
    pub fn later(self) -> Self {
        match self {
            Above(_) => Above(1.0),
            Below(_) | ToZero => Below(1.0),
            other => other,
        }
    }
}

impl Case {
    pub fn complaint(&self, before: f64, after: f64, trial: &Trial) -> String {
        format!(
            "{}: {:?} is not so: {} gives {before}, {} gives {after}: {}",
            self.key.word(),
            self.says,
            self.from,
            self.to,
            trial.url()
        )
    }
}

//! What only a run of sagas has to show, as plain data.

use crate::facts::ids::{KeyIndex, WriteId};
use crate::facts::time::Micros;

/// Sagas, all together and one in detail.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SagaPicture {
    /// Sagas that came through all their steps.
    pub completed: u64,
    /// Sagas that were taken back.
    pub compensated: u64,
    /// Sagas that are stuck and need a person.
    pub stuck: u64,
    /// Sagas under way.
    pub in_flight: u64,
    /// The one that is followed.
    pub followed: Option<Waterfall>,
    /// Whether services go on by themselves; else who leads asks each of them.
    pub choreography: bool,
}

/// One saga over time.
#[derive(Clone, Debug, PartialEq)]
pub struct Waterfall {
    /// Which saga.
    pub saga: WriteId,
    /// What it is about.
    pub key: KeyIndex,
    /// When it was asked for.
    pub began: Micros,
    /// When it ended and how, if it has.
    pub ended: Option<(Micros, SagaOutcome)>,
    /// What was done for each step, in the order of time.
    pub bars: Vec<StepBar>,
}

/// How a saga ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SagaOutcome {
    /// All its steps were taken.
    Completed,
    /// The steps taken were taken back.
    Compensated,
    /// It can neither go on nor back; a person has to look.
    Stuck,
}

/// A span of time in which something was done about a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StepBar {
    /// The step, from 0.
    pub step: u16,
    /// From when.
    pub from: Micros,
    /// Until when, if it is over.
    pub to: Option<Micros>,
    /// What was done.
    pub state: StepState,
    /// How often it was tried before.
    pub attempt: u32,
}

/// How a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StepState {
    /// Nothing is known of it yet.
    Pending,
    /// It is being taken.
    Doing,
    /// It was taken.
    Done,
    /// It was refused or gave up.
    Failed,
    /// No answer came in time: it may have been taken or not.
    Unknown,
    /// It is being taken back.
    Undoing,
    /// It was taken back.
    Undone,
    /// Taking it back has failed for good.
    UndoFailed,
}

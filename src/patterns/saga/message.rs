//! What the nodes of this pattern say to each other and ask to be reminded of.

use super::settings::Settings;
use crate::facts::ids::{KeyIndex, WriteId};
use crate::patterns::people::{PeopleTimer, Query};
use crate::sim::node::Protocol;
use crate::sim::ranges::Ranges;

/// Sagas by their numbers, and beside them those of the person at the page, which have numbers of their own.
pub type BySort = [Ranges; 2];

/// What the nodes of this pattern say to each other.
#[derive(Clone, Debug)]
pub struct SagaProtocol;

impl Protocol for SagaProtocol {
    type Message = Message;
    type Timer = Timer;
    type Settings = Settings;
}

/// What a message says. Which saga and which key it is about stands on its envelope.
#[derive(Clone, Debug)]
pub enum Message {
    /// A person wants a saga. With it the sagas that were wanted before and whose wish got lost: they will never
    /// begin, and so never keep those after them from counting as at their end.
    Begin(BySort),
    /// The saga is at its end.
    Ended,
    /// A person asks.
    Query(Query),
    /// The answer to a query.
    Answer,
    /// Orchestration: take your step.
    Take,
    /// Orchestration: what came of the step.
    Taken(Outcome),
    /// Orchestration: take your step back.
    Cancel,
    /// Orchestration: whether it was taken back.
    Cancelled(bool),
    /// Choreography: something has happened. The number is for the receiver's answer.
    Happened(Happening, u64),
    /// Choreography: the event of this number is handled.
    Heard(u64),
    /// A saga is at its end: what it holds is settled.
    Settle(Word),
    /// Sagas are at their ends, of which word could not be delivered before.
    SettleAll(Vec<Word>),
}

/// Word of the end of a saga.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    /// The saga.
    pub saga: WriteId,
    /// Its key.
    pub key: KeyIndex,
    /// Whether all its steps were taken.
    pub completed: bool,
    /// Sagas below this number are at their end too.
    pub below: u64,
}

/// What came of an attempt at a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was taken.
    Done,
    /// It was refused for good.
    Refused,
    /// It failed and may be tried again.
    Error,
}

/// An event of a choreography.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Happening {
    /// The steps before the receiver's are taken.
    Onward,
    /// Another step has failed: take yours back.
    Backward(Back),
    /// The last step is taken.
    Completed,
    /// Every step is taken back; or one could not be.
    TakenBack(bool),
    /// A step after the pivot was tried too often.
    CannotGoOn,
    /// A step was taken.
    StepDone(u8),
    /// A step has failed; others are taken back at the same time.
    StepFailed(u8),
    /// A step was taken back; or could not be.
    StepUndone(u8, bool),
}

/// How steps are taken back in a choreography.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Back {
    /// Whether every step so far could be taken back.
    pub well: bool,
    /// Whether the step before is told next; otherwise whoever began the saga is.
    pub chain: bool,
}

/// A reminder.
#[derive(Clone, Copy, Debug)]
pub enum Timer {
    /// Of the people.
    People(PeopleTimer),
    /// Orchestrator: no answer has come to this attempt.
    Unanswered(Call),
    /// Orchestrator: the wait before this attempt is over.
    Again(Call),
    /// Who began a saga has not heard how it ended.
    Overdue(WriteId),
    /// Service: an attempt at a step or at taking it back is over.
    Worked {
        /// The job.
        job: u64,
    },
    /// Service: the wait before the next attempt is over.
    TryAgain {
        /// The job.
        job: u64,
    },
    /// Service: a step has waited for a lock for as long as it will.
    LockExpired {
        /// The job.
        job: u64,
    },
    /// Service: the stay of the completed booking that leaves first is over.
    Leaves,
    /// Choreography: nobody has answered to this event.
    Unheard {
        /// The event.
        event: u64,
        /// Which transmission of it.
        attempt: u32,
    },
    /// Choreography: the wait before an event is sent again is over.
    Repeat {
        /// The event.
        event: u64,
    },
}

/// One attempt of an orchestrator at a step, forward or back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Call {
    /// The saga.
    pub saga: WriteId,
    /// The step, from 0.
    pub step: u8,
    /// How often it was tried before.
    pub attempt: u32,
    /// Whether the step is to be taken back.
    pub back: bool,
}

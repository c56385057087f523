//! Why a thing happened, or how it ended: what facts give as their reasons.

/// Why who kept an event has it no longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LossReason {
    /// The service died after committing and before publishing.
    DiedBeforePublishing = 0,
    /// The broker kept it in memory and died.
    BrokerForgot = 1,
    /// The broker kept it no longer than its retention.
    Expired = 2,
    /// It had been acknowledged before it was handled, and the handling failed or was cut short.
    AcknowledgedTooEarly = 3,
    // Background sync.
    /// The row was stamped before the watermark of the job and seen after it.
    BehindWatermark = 4,
    /// The row was deleted without a trace, and the job asks for changed rows alone.
    DeletedWithoutTrace = 5,
}

/// Why an event that a replica received did not change its store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ignored {
    /// The inbox knew it already.
    Known = 0,
    /// The store had a newer version.
    Older = 1,
}

/// Why a step of a saga was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Refusal {
    /// By the rules of the business.
    Business = 0,
    /// It failed too often.
    Errors = 1,
    /// Nothing was left.
    Full = 2,
    /// Another saga had it.
    Locked = 3,
    /// It had been cancelled before it came.
    Cancelled = 4,
}

/// How a saga ended, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SagaEnd {
    /// All its steps were taken.
    Completed = 0,
    /// What it had taken was given back.
    Compensated = 1,
    /// Stuck: a step could not be taken back.
    UndoFailed = 2,
    /// Stuck: a step after the pivot was tried too often.
    CannotGoOn = 3,
    /// Stuck: who led it, or waited for it, has forgotten it.
    Forgotten = 4,
    /// Stuck: nothing was heard of it any more.
    Silent = 5,
}

impl SagaEnd {
    /// Whether a person has to look.
    pub fn is_stuck(self) -> bool {
        self > Self::Compensated
    }
}

/// Why a command was not carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Decline {
    /// There was less than it wanted to take.
    Uncovered = 0,
    /// Others had changed its key each time it was tried.
    Conflict = 1,
}

/// How a run of a job ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RunEnd {
    /// It copied everything it found.
    Done = 0,
    /// It failed part-way; what it had copied stays.
    Failed = 1,
    /// It was left out, since another one still ran.
    Skipped = 2,
    /// It was stopped by the next one.
    Replaced = 3,
}

/// Whose value a side has after it took in the other's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kept {
    /// Its own.
    Ours = 0,
    /// The other side's.
    Theirs = 1,
    /// Both, until the next write.
    Both = 2,
}

//! Why a thing happened, or how it ended: what facts give as their reasons.

/// Why an event will never reach a replica by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Demise {
    /// The service died after committing and before publishing.
    DiedBeforePublishing,
    /// The broker kept it in memory and died.
    BrokerForgot,
    /// The broker kept it no longer than its retention.
    Expired,
    /// It had been acknowledged before it was handled, and the handling failed or was cut short.
    AcknowledgedTooEarly,
    // Background sync.
    /// The row was stamped before the watermark of the job and seen after it.
    BehindWatermark,
    /// The row was deleted without a trace, and the job asks for changed rows alone.
    DeletedWithoutTrace,
}

/// Why an event that a replica received did not change its store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ignored {
    /// The inbox knew it already.
    Known,
    /// The store had a newer version.
    Older,
}

/// Why a step of a saga was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Refusal {
    /// By the rules of the business.
    Business,
    /// It failed too often.
    Errors,
    /// Nothing was left.
    Full,
    /// Another saga had it.
    Locked,
    /// It had been cancelled before it came.
    Cancelled,
}

/// How a saga ended, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SagaEnd {
    /// All its steps were taken.
    Completed,
    /// What it had taken was given back.
    Compensated,
    /// Stuck: a step could not be taken back.
    UndoFailed,
    /// Stuck: a step after the pivot was tried too often.
    CannotGoOn,
    /// Stuck: who led it, or waited for it, has forgotten it.
    Forgotten,
    /// Stuck: nothing was heard of it any more.
    Silent,
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
    Uncovered,
    /// Others had changed its key each time it was tried.
    Conflict,
}

/// How a run of a job ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RunEnd {
    /// It copied everything it found.
    Done,
    /// It failed part-way; what it had copied stays.
    Failed,
    /// It was left out, since another one still ran.
    Skipped,
    /// It was stopped by the next one.
    Replaced,
}

/// Whose value a side has after it took in the other's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kept {
    /// Its own.
    Ours,
    /// The other side's.
    Theirs,
    /// Both, until the next write.
    Both,
}

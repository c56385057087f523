//! Facts: what happened, when, and because of which message.
//!
//! A closed, neutral list. Patterns and the network record them, consistency folds them, the log
//! prints them, the digest covers them. Nobody acts on them.

use super::ids::{KeyIndex, LinkId, MessageId, NodeId, ReadId, ReplicaId, SessionId, WriteId};
use super::time::Micros;

/// One thing that happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fact {
    /// When.
    pub at: Micros,
    /// The message whose arrival set this off, directly or through timers; none for what users,
    /// schedules and faults begin.
    pub cause: Option<MessageId>,
    /// What.
    pub what: What,
}

/// The version of a key at its source: 1 for the first write, 0 for a key never written.
pub type Version = u64;

/// The value of a key. What it means is the story's business.
pub type Amount = i64;

/// The value of a row that is not there: a write of it deletes the row.
pub const ABSENT: Amount = Amount::MIN;

/// The most keys that a run comes to have, those that are created on the way included.
pub const MOST_ROWS: u32 = 100_000;

/// How many writes of each of two sides a value comes after or is itself: the first of the source's
/// side, the second of the target's.
pub type Past = [u32; 2];

/// What a message says, as far as everyone may know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The transmission, unique in the run.
    pub message: MessageId,
    /// The connection.
    pub link: LinkId,
    /// The sender.
    pub from: NodeId,
    /// The receiver.
    pub to: NodeId,
    /// What kind of message it is.
    pub kind: LetterKind,
    /// The write it is about.
    pub write: Option<WriteId>,
    /// The key it is about.
    pub key: Option<KeyIndex>,
    /// 0 for the first transmission, then counting resends.
    pub attempt: u32,
    /// 0 for the original, 1 for a duplicate that the network made.
    pub copy: u8,
    /// What the sender does should it get lost.
    pub care: Care,
}

/// What the sender of a message does should the message get lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Care {
    /// Nothing: it has forgotten the message.
    Forget,
    /// It sends the message again when a receiver that was down comes back; other losses it never
    /// notices.
    UntilReconnect,
    /// It also waits for an answer, and sends again when there is none.
    UntilAnswered,
}

/// Kinds of messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LetterKind {
    /// A person's request to a service.
    Command,
    /// A service's answer to a person.
    Reply,
    /// An event from a service to a broker.
    Publish,
    /// A broker's word that it has an event.
    Confirm,
    /// An event from a broker to a subscriber.
    Deliver,
    /// A subscriber's word that it has, or has handled, an event.
    Acknowledge,
    /// A subscriber's word up to where it has handled a partition.
    CommitOffset,
    /// A person's question to a service.
    Query,
    /// A service's answer to a query.
    Answer,
    // Saga.
    /// An orchestrator's order to take a step.
    Take,
    /// A service's answer to it.
    Taken,
    /// An orchestrator's order to take a step back.
    Cancel,
    /// A service's answer to it.
    Cancelled,
    /// An event of a service for the next one, onward.
    Onward,
    /// An event of a service for the one before it: take your step back.
    Backward,
    /// An event for whoever began the saga.
    Told,
    /// A service's word that it has handled an event.
    Heard,
    /// Word that a saga is at its end.
    Settle,
    // Background sync.
    /// A job's question what a store holds.
    Pull,
    /// A store's snapshot for a job.
    Rows,
    /// Rows that a job has a store take over.
    Load,
    /// A store's word that it has taken rows over.
    Loaded,
    /// A job's word that it is through with a store's snapshot.
    Release,
    // CQRS.
    /// A projector asks for events from the log.
    Fetch,
    /// Events from the log, in answer.
    Batch,
    /// Word how far the log goes.
    Head,
    /// A write model asks a read model what a key is.
    Check,
    /// The answer to that.
    Checked,
}

impl Letter {
    /// The read that it belongs to, if it is a query or the answer to one.
    pub fn read(&self) -> Option<ReadId> {
        let reading = matches!(self.kind, LetterKind::Query | LetterKind::Answer);
        reading.then_some(ReadId(u64::from(self.attempt)))
    }

    /// How often it was sent before. Some kinds are never sent again, and their attempt only names
    /// their draws.
    pub fn resends(&self) -> u32 {
        match self.kind {
            LetterKind::CommitOffset
            | LetterKind::Query
            | LetterKind::Answer
            | LetterKind::Pull
            | LetterKind::Rows
            | LetterKind::Load
            | LetterKind::Loaded
            | LetterKind::Release
            | LetterKind::Fetch
            | LetterKind::Batch
            | LetterKind::Head => 0,
            _ => self.attempt,
        }
    }
}

/// Why a message did not arrive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LossCause {
    /// The network dropped it.
    Network,
    /// The connection was cut.
    Cut,
    /// The receiver was down when it arrived, or went down while it was on its way.
    ReceiverDown,
}

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

/// How the events of a run change a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Merge {
    /// An event carries the whole value: the last one applied stands.
    Replace,
    /// An event carries a change: each has to be applied exactly once.
    Add,
}

/// What happened to a node or a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// A node went down and lost what was volatile.
    Crashed(NodeId),
    /// A node came back.
    Restarted(NodeId),
    /// A connection was cut.
    Cut(LinkId),
    /// A connection was mended.
    Mended(LinkId),
}

impl What {
    /// The message that it says something of.
    pub fn letter(&self) -> Option<&Letter> {
        match self {
            Self::Sent { letter, .. } | Self::Delivered { letter } | Self::Lost { letter, .. } => {
                Some(letter)
            }
            _ => None,
        }
    }
}

/// The closed list of what can happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A store exists. Recorded once for each, at the start.
    Replica {
        /// Its identity.
        replica: ReplicaId,
        /// The node that holds it.
        node: NodeId,
        /// Whether it is the source of truth.
        source: bool,
        /// How many keys it has.
        keys: u32,
        /// How events change it.
        merge: Merge,
    },
    /// A person sent a write.
    Requested {
        /// The write.
        write: WriteId,
        /// Its key.
        key: KeyIndex,
        /// Who sent it.
        session: SessionId,
    },
    /// A person asked what a key is. A read of several keys asks for each.
    Asked {
        /// The read.
        read: ReadId,
        /// Who asked.
        session: SessionId,
        /// The key.
        key: KeyIndex,
    },
    /// A store was read for a person.
    Read {
        /// The read.
        read: ReadId,
        /// Who asked.
        session: SessionId,
        /// The store.
        replica: ReplicaId,
        /// The key.
        key: KeyIndex,
        /// The version that was found.
        version: Version,
        /// The value that was found.
        value: Amount,
        /// How long the answer was held back so that it would be fresh.
        waited: Micros,
    },
    /// The person saw the answer.
    Answered {
        /// The read.
        read: ReadId,
    },
    /// The source made a write true.
    Committed {
        /// The write.
        write: WriteId,
        /// Its key.
        key: KeyIndex,
        /// Its place in the order of the key's writes, from 1.
        version: Version,
        /// The key's value from now on.
        value: Amount,
    },
    /// The person who wrote learnt that the write is done.
    Acknowledged {
        /// The write.
        write: WriteId,
    },
    /// A replica changed its store for a write.
    Applied {
        /// The store.
        replica: ReplicaId,
        /// The write.
        write: WriteId,
        /// Its key.
        key: KeyIndex,
        /// The write's version.
        version: Version,
        /// The store's value from now on.
        value: Amount,
    },
    /// A replica received a write and rightly or wrongly left its store alone.
    Skipped {
        /// The store.
        replica: ReplicaId,
        /// The write.
        write: WriteId,
        /// Its key.
        key: KeyIndex,
        /// The write's version.
        version: Version,
        /// Why.
        why: Ignored,
    },
    /// A message left.
    Sent {
        /// The message.
        letter: Letter,
        /// When it arrives unless it is lost.
        due: Micros,
    },
    /// A message arrived.
    Delivered {
        /// The message.
        letter: Letter,
    },
    /// A message got lost on its way.
    Lost {
        /// The message.
        letter: Letter,
        /// Why.
        why: LossCause,
    },
    /// A handler started to work on an event.
    Started {
        /// The node.
        node: NodeId,
        /// The write.
        write: WriteId,
        /// How often it was tried before.
        attempt: u32,
    },
    /// A handler threw.
    Failed {
        /// The node.
        node: NodeId,
        /// The write.
        write: WriteId,
        /// Its key.
        key: KeyIndex,
        /// How often it was tried before.
        attempt: u32,
        /// Whether others wait behind it until it succeeds or is put aside.
        blocking: bool,
    },
    /// A failed event or a message without an answer will be tried again.
    Retried {
        /// The node that tries again.
        node: NodeId,
        /// The write.
        write: WriteId,
        /// Which attempt this will be, counted from 1 for the second try.
        attempt: u32,
        /// How long it waits before that.
        wait: Micros,
    },
    /// An event was put aside for a person to look at.
    DeadLettered {
        /// The node.
        node: NodeId,
        /// The subscriber's store that will not see it; none if no subscriber will.
        replica: Option<ReplicaId>,
        /// The write.
        write: WriteId,
        /// Its key.
        key: KeyIndex,
    },
    /// An event is gone, and nothing that runs will bring it to the replica.
    Gone {
        /// The store that will not see it; none if no store will.
        replica: Option<ReplicaId>,
        /// The write.
        write: WriteId,
        /// Its key.
        key: KeyIndex,
        /// Why.
        why: Demise,
    },
    // Saga.
    /// A saga begins.
    Began {
        /// The saga.
        write: WriteId,
        /// What it is about.
        key: KeyIndex,
    },
    /// A service has taken a step of a saga: a booking is there, tentative until the saga ends.
    Reserved {
        /// The service.
        node: NodeId,
        /// The saga.
        write: WriteId,
        /// What was booked.
        key: KeyIndex,
        /// Whether more is booked now than there is.
        over: bool,
    },
    /// A service has not taken a step, and will not.
    Refused {
        /// The service.
        node: NodeId,
        /// The saga.
        write: WriteId,
        /// What it wanted.
        key: KeyIndex,
        /// Why.
        why: Refusal,
    },
    /// A service starts to take a step back.
    Undoing {
        /// The service.
        node: NodeId,
        /// The saga.
        write: WriteId,
        /// How often it was tried before.
        attempt: u32,
    },
    /// A service has taken a step back.
    Released {
        /// The service.
        node: NodeId,
        /// The saga.
        write: WriteId,
        /// What is free again.
        key: KeyIndex,
        /// How many changes of others were wiped out by it.
        wiped: u32,
    },
    /// An attempt to take a step back has failed.
    UndoFailed {
        /// The service.
        node: NodeId,
        /// The saga.
        write: WriteId,
        /// What is still booked.
        key: KeyIndex,
        /// How often it was tried before.
        attempt: u32,
    },
    /// A saga is at its end.
    Ended {
        /// The saga.
        write: WriteId,
        /// What it was about.
        key: KeyIndex,
        /// How.
        how: SagaEnd,
    },
    /// Something broke or was mended.
    Fault(Fault),
    // Background sync.
    /// A job will run each time this long has passed.
    Scheduled {
        /// From one run to the next.
        every: Micros,
    },
    /// A job began to copy.
    RunBegan {
        /// The run, counted from 0.
        run: u64,
        /// How many runs were under way already.
        beside: u32,
    },
    /// A run of a job came to an end, or was left out.
    RunEnded {
        /// The run, counted from 0.
        run: u64,
        /// How.
        how: RunEnd,
        /// Rows that it moved.
        moved: u32,
    },
    /// A replica dropped a row that its source no longer has.
    Removed {
        /// The store.
        replica: ReplicaId,
        /// The row.
        key: KeyIndex,
    },
    /// One side of a two-way sync made a write true for itself.
    Wrote {
        /// The side's store.
        replica: ReplicaId,
        /// The write.
        write: WriteId,
        /// Its key.
        key: KeyIndex,
        /// The key's value there from now on.
        value: Amount,
        /// What the value comes after, itself included.
        past: Past,
    },
    /// One side of a two-way sync took in what the other had.
    Merged {
        /// The side's store.
        replica: ReplicaId,
        /// The key.
        key: KeyIndex,
        /// The write whose value it has from now on.
        write: WriteId,
        /// The write whose value it has beside that, until the next one.
        sibling: Option<WriteId>,
        /// The side's value from now on.
        value: Amount,
        /// What the other side's value comes after.
        past: Past,
        /// When the other side's value was written.
        written: Micros,
        /// Whose value the side has from now on.
        kept: Kept,
    },
    // CQRS.
    /// A replica is one of those that show a view. Recorded once for each, at the start.
    Shows {
        /// The store.
        replica: ReplicaId,
        /// The view, from 0.
        view: u16,
    },
    /// A command was not carried out, and will not be.
    Declined {
        /// The write.
        write: WriteId,
        /// Its key.
        key: KeyIndex,
        /// Why.
        why: Decline,
    },
    /// A command found that its key had another version than the one it had loaded.
    Conflicted {
        /// The write.
        write: WriteId,
        /// Its key.
        key: KeyIndex,
        /// How often it was tried before.
        attempt: u32,
    },
    /// A write took more than there was, since it had been checked against something else.
    Overdrawn {
        /// The write.
        write: WriteId,
        /// Its key.
        key: KeyIndex,
        /// What the one who decided took the value to be.
        believed: Amount,
        /// The key's value from now on, below zero.
        value: Amount,
    },
    /// A projector came back and goes on after its checkpoint.
    Resumed {
        /// Its store.
        replica: ReplicaId,
        /// The position in the log that the store reflects.
        applied: u64,
        /// The position it goes on after.
        checkpoint: u64,
    },
    /// A rebuild of a replica from the log began.
    RebuildBegan {
        /// The store.
        replica: ReplicaId,
        /// Whether the store was emptied; else another one is built beside it.
        emptied: bool,
    },
    /// A key of a replica was set to what the log says up to a version.
    Restored {
        /// The store.
        replica: ReplicaId,
        /// The key.
        key: KeyIndex,
        /// The version, with all those before it.
        version: Version,
        /// The store's value from now on.
        value: Amount,
    },
    /// A rebuild has caught up with the log.
    CaughtUp {
        /// The store.
        replica: ReplicaId,
        /// How long it took since it began.
        took: Micros,
    },
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

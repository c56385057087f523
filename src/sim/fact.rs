//! Facts: what happened, when, and because of which message.
//!
//! A closed, neutral list. Patterns and the network record them, consistency folds them, the log
//! prints them, the digest covers them. Nobody acts on them.

use super::ids::{KeyIndex, LinkId, MessageId, NodeId, ReadId, ReplicaId, SessionId, WriteId};
pub use super::letter::{Care, Letter, LetterKind, LossCause};
pub use super::reason::{Decline, Demise, Ignored, Kept, Refusal, RunEnd, SagaEnd};
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

/// What a row holds; none if there is no row.
pub fn present(value: Amount) -> Option<Amount> {
    (value != ABSENT).then_some(value)
}

/// The most keys that a run comes to have, those that are created on the way included.
pub const MOST_ROWS: u32 = 100_000;

/// How many writes of each side, source and target, a value comes after or is itself.
pub type Past = [u32; 2];

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
    /// What consumes at a node stopped, and lost what was volatile; its store goes on answering.
    Stopped(NodeId),
    /// What consumes at a node goes on.
    Started(NodeId),
    /// A connection was cut.
    Cut(LinkId),
    /// A connection was mended.
    Mended(LinkId),
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
        /// The subscriber's store for which it was kept; none if it was kept for all.
        replica: Option<ReplicaId>,
        /// The write.
        write: WriteId,
        /// Its key.
        key: KeyIndex,
    },
    /// Who kept an event for a replica has it no longer. Other copies of it may be on their way.
    Gone {
        /// The store for which it was kept; none if it was kept for all.
        replica: Option<ReplicaId>,
        /// The write.
        write: WriteId,
        /// Its key.
        key: KeyIndex,
        /// Why.
        why: Demise,
    },
    /// A finding: nothing is left in the run that would bring a write to a replica by itself, or would
    /// bring it back there. The run draws it from its state; the digest does not cover it.
    WillNotCome {
        /// The store that will not see it; none if no store will.
        replica: Option<ReplicaId>,
        /// The write.
        write: WriteId,
        /// Its key.
        key: KeyIndex,
        /// What became of the last that had been kept of it, if somebody gave it up.
        why: Option<Demise>,
    },
    /// A finding: nothing is left in the run that would set a key of a replica right which applied a
    /// write twice. The run draws it from its state; the digest does not cover it.
    WillNotMend {
        /// The store.
        replica: ReplicaId,
        /// The write that it applied twice.
        write: WriteId,
        /// Its key.
        key: KeyIndex,
    },
    /// A finding, as those: nothing is left that would give back what a failed saga has booked at a service.
    WillNotRelease {
        /// The service.
        node: NodeId,
        /// The saga.
        write: WriteId,
        /// Its key.
        key: KeyIndex,
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
        /// How many bookings of others, in force and not wiped out before, were wiped out by it.
        wiped: u32,
    },
    /// The stay of a booking of a saga that completed is over: it is free again.
    Left {
        /// The service.
        node: NodeId,
        /// The saga.
        write: WriteId,
        /// What is free again.
        key: KeyIndex,
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
        /// The checkpoint, and as many positions more as the store reflects that it does not know of:
        /// their events will be applied again.
        applied: u64,
        /// The position it goes on after: all before it is applied.
        checkpoint: u64,
    },
    /// A rebuild of a replica from the log began.
    RebuildBegan {
        /// The store.
        replica: ReplicaId,
        /// Whether the store was emptied; else another one is built beside it.
        emptied: bool,
    },
    /// A key of a replica was set to what all writes up to a version come to: by a rebuild from the
    /// log, or, with version 0, by a two-way sync that brings back a row which was deleted without a
    /// trace.
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

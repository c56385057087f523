//! Facts: what happened, when, and because of which message.
//!
//! A closed, neutral list. Patterns and the network record them, consistency folds them, the log
//! prints them, the digest covers them. Nobody acts on them.

use super::describe::{A, ABC, B, C, D, Value, Words, facts, value};
use super::ids::{KeyIndex, MessageId, NodeId, ReadId, ReplicaId, SessionId, WriteId};
use super::letter::{Letter, LossCause};
use super::outage::Fault;
use super::reason::{Decline, Ignored, Kept, LossReason, Refusal, RunEnd, SagaEnd};
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
pub type VersionVector = [u32; 2];

/// How the events of a run change a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Merge {
    /// An event carries the whole value: the last one applied stands.
    Replace = 0,
    /// An event carries a change: each has to be applied exactly once.
    Add = 1,
}

facts! {
    /// A store exists. Recorded once for each, at the start.
    1 "replica" Replica {
        /// Its identity.
        replica: ReplicaId => A.up(16),
        /// The node that holds it.
        node: NodeId => A,
        /// Whether it is the source of truth.
        source: bool => B.up(1),
        /// How many keys it has.
        keys: u32 => C,
        /// How events change it.
        merge: Merge => B,
    }
    /// A person sent a write.
    2 "requested" Requested {
        /// The write.
        write: WriteId => A,
        /// Its key.
        key: KeyIndex => B,
        /// Who sent it.
        session: SessionId => C,
    }
    /// A person asked what a key is. A read of several keys asks for each.
    16 "asked" Asked {
        /// The read.
        read: ReadId => A,
        /// Who asked.
        session: SessionId => C,
        /// The key.
        key: KeyIndex => B,
    }
    /// A store was read for a person.
    17 "read" Read {
        /// The read.
        read: ReadId => A,
        /// Who asked.
        session: SessionId => C,
        /// The store.
        replica: ReplicaId => B.up(32),
        /// The key.
        key: KeyIndex => B,
        /// The version that was found.
        version: Version => C.up(32),
        /// The value that was found.
        value: Amount => D,
        /// How long the answer was held back so that it would be fresh.
        waited: Micros => D.up(40),
    }
    /// The person saw the answer.
    18 "answered" Answered {
        /// The read.
        read: ReadId => A,
    }
    /// The source made a write true.
    3 "committed" Committed {
        /// The write.
        write: WriteId => A,
        /// Its key.
        key: KeyIndex => B,
        /// Its place in the order of the key's writes, from 1.
        version: Version => C,
        /// The key's value from now on.
        value: Amount => D,
    }
    /// The person who wrote learnt that the write is done.
    4 "acknowledged" Acknowledged {
        /// The write.
        write: WriteId => A,
    }
    /// A replica changed its store for a write.
    5 "applied" Applied {
        /// The store.
        replica: ReplicaId => B.up(32),
        /// The write.
        write: WriteId => A,
        /// Its key.
        key: KeyIndex => B,
        /// The write's version.
        version: Version => C,
        /// The store's value from now on.
        value: Amount => D,
    }
    /// A replica received a write and rightly or wrongly left its store alone.
    6 "skipped" Skipped {
        /// The store.
        replica: ReplicaId => B.up(32),
        /// The write.
        write: WriteId => A,
        /// Its key.
        key: KeyIndex => B,
        /// The write's version.
        version: Version => C,
        /// Why.
        why: Ignored => D,
    }
    /// A message left.
    7 "sent" Sent {
        /// The message.
        letter: Letter => ABC,
        /// When it arrives unless it is lost.
        due: Micros => D,
    }
    /// A message arrived.
    8 "delivered" Delivered {
        /// The message.
        letter: Letter => ABC,
    }
    /// A message got lost on its way.
    9 "lost" Lost {
        /// The message.
        letter: Letter => ABC,
        /// Why.
        why: LossCause => D,
    }
    /// A handler started to work on an event.
    10 "started" Started {
        /// The node.
        node: NodeId => B,
        /// The write.
        write: WriteId => A,
        /// How often it was tried before.
        attempt: u32 => C,
    }
    /// A handler threw.
    11 "failed" Failed {
        /// The node.
        node: NodeId => B,
        /// The write.
        write: WriteId => A,
        /// Its key.
        key: KeyIndex => C,
        /// How often it was tried before.
        attempt: u32 => D.up(1),
        /// Whether others wait behind it until it succeeds or is put aside.
        blocking: bool => D,
    }
    /// A failed event or a message without an answer will be tried again.
    12 "retried" Retried {
        /// The node that tries again.
        node: NodeId => B,
        /// The write.
        write: WriteId => A,
        /// Which attempt this will be, counted from 1 for the second try.
        attempt: u32 => C,
        /// How long it waits before that.
        wait: Micros => D,
    }
    /// An event was put aside for a person to look at.
    13 "dead-lettered" DeadLettered {
        /// The node.
        node: NodeId => B,
        /// The subscriber's store for which it was kept; none if it was kept for all.
        replica: Option<ReplicaId> => C,
        /// The write.
        write: WriteId => A,
        /// Its key.
        key: KeyIndex => D,
    }
    /// Who kept an event for a replica has it no longer. Other copies of it may be on their way.
    14 "gone" Gone {
        /// The store for which it was kept; none if it was kept for all.
        replica: Option<ReplicaId> => B,
        /// The write.
        write: WriteId => A,
        /// Its key.
        key: KeyIndex => C,
        /// Why.
        why: LossReason => D,
    }
    // Saga.
    /// A saga begins.
    30 "began" Began {
        /// The saga.
        write: WriteId => A,
        /// What it is about.
        key: KeyIndex => B,
    }
    /// A service has taken a step of a saga: a booking is there, tentative until the saga ends.
    31 "reserved" Reserved {
        /// The service.
        node: NodeId => B,
        /// The saga.
        write: WriteId => A,
        /// What was booked.
        key: KeyIndex => C,
        /// Whether more is booked now than there is.
        over: bool => D,
    }
    /// A service has not taken a step, and will not.
    32 "refused" Refused {
        /// The service.
        node: NodeId => B,
        /// The saga.
        write: WriteId => A,
        /// What it wanted.
        key: KeyIndex => C,
        /// Why.
        why: Refusal => D,
    }
    /// A service starts to take a step back.
    33 "undoing" Undoing {
        /// The service.
        node: NodeId => B,
        /// The saga.
        write: WriteId => A,
        /// How often it was tried before.
        attempt: u32 => C,
    }
    /// A service has taken a step back.
    34 "released" Released {
        /// The service.
        node: NodeId => B,
        /// The saga.
        write: WriteId => A,
        /// What is free again.
        key: KeyIndex => C,
        /// How many bookings of others, in force and not wiped out before, were wiped out by it.
        wiped: u32 => D,
    }
    /// The stay of a booking of a saga that completed is over: it is free again.
    60 "left" Left {
        /// The service.
        node: NodeId => B,
        /// The saga.
        write: WriteId => A,
        /// What is free again.
        key: KeyIndex => C,
    }
    /// An attempt to take a step back has failed.
    35 "undo-failed" UndoFailed {
        /// The service.
        node: NodeId => B,
        /// The saga.
        write: WriteId => A,
        /// What is still booked.
        key: KeyIndex => C,
        /// How often it was tried before.
        attempt: u32 => D,
    }
    /// A saga is at its end.
    36 "ended" Ended {
        /// The saga.
        write: WriteId => A,
        /// What it was about.
        key: KeyIndex => B,
        /// How.
        how: SagaEnd => C,
    }
    // Background sync.
    /// A job will run each time this long has passed.
    25 "scheduled" Scheduled {
        /// From one run to the next.
        every: Micros => A,
    }
    /// A job began to copy.
    20 "run-began" RunBegan {
        /// The run, counted from 0.
        run: u64 => A,
        /// How many runs were under way already.
        beside: u32 => B,
    }
    /// A run of a job came to an end, or was left out.
    21 "run-ended" RunEnded {
        /// The run, counted from 0.
        run: u64 => A,
        /// How.
        how: RunEnd => B,
        /// Rows that it moved.
        moved: u32 => C,
    }
    /// A replica dropped a row that its source no longer has.
    22 "removed" Removed {
        /// The store.
        replica: ReplicaId => A.up(32),
        /// The row.
        key: KeyIndex => A,
    }
    /// One side of a two-way sync made a write true for itself.
    23 "wrote" Wrote {
        /// The side's store.
        replica: ReplicaId => B.up(32),
        /// The write.
        write: WriteId => A,
        /// Its key.
        key: KeyIndex => B,
        /// The key's value there from now on.
        value: Amount => D,
        /// What the value comes after, itself included.
        past: VersionVector => C,
    }
    /// One side of a two-way sync took in what the other had.
    24 "merged" Merged {
        /// The side's store.
        replica: ReplicaId => B.up(32),
        /// The key.
        key: KeyIndex => B,
        /// The write whose value it has from now on.
        write: WriteId => A,
        /// The write whose value it has beside that, until the next one.
        sibling: Option<WriteId> => A.turned(24),
        /// The side's value from now on.
        value: Amount => D,
        /// What the other side's value comes after.
        past: VersionVector => C,
        /// When the other side's value was written.
        written: Micros => D.turned(20),
        /// Whose value the side has from now on.
        kept: Kept => A.up(60),
    }
    // CQRS.
    /// A replica is one of those that show a view. Recorded once for each, at the start.
    40 "shows" Shows {
        /// The store.
        replica: ReplicaId => A,
        /// The view, from 0.
        view: u16 => B,
    }
    /// A command was not carried out, and will not be.
    41 "declined" Declined {
        /// The write.
        write: WriteId => A,
        /// Its key.
        key: KeyIndex => B,
        /// Why.
        why: Decline => C,
    }
    /// A command found that its key had another version than the one it had loaded.
    42 "conflicted" Conflicted {
        /// The write.
        write: WriteId => A,
        /// Its key.
        key: KeyIndex => B,
        /// How often it was tried before.
        attempt: u32 => C,
    }
    /// A write took more than there was, since it had been checked against something else.
    43 "overdrawn" Overdrawn {
        /// The write.
        write: WriteId => A,
        /// Its key.
        key: KeyIndex => B,
        /// What the one who decided took the value to be.
        believed: Amount => C,
        /// The key's value from now on, below zero.
        value: Amount => D,
    }
    /// A projector came back and goes on after its checkpoint.
    44 "resumed" Resumed {
        /// Its store.
        replica: ReplicaId => A,
        /// The checkpoint, and as many positions more as the store reflects that it does not know of:
        /// their events will be applied again.
        applied: u64 => B,
        /// The position it goes on after: all before it is applied.
        checkpoint: u64 => C,
    }
    /// A rebuild of a replica from the log began.
    45 "rebuild-began" RebuildBegan {
        /// The store.
        replica: ReplicaId => A,
        /// Whether the store was emptied; else another one is built beside it.
        emptied: bool => B,
    }
    /// A key of a replica was set to what all writes up to a version come to: by a rebuild from the
    /// log, or, with version 0, by a two-way sync that brings back a row which was deleted without a
    /// trace.
    46 "restored" Restored {
        /// The store.
        replica: ReplicaId => A.up(32),
        /// The key.
        key: KeyIndex => A,
        /// The version, with all those before it.
        version: Version => B,
        /// The store's value from now on.
        value: Amount => C,
    }
    /// A rebuild has caught up with the log.
    47 "caught-up" CaughtUp {
        /// The store.
        replica: ReplicaId => A,
        /// How long it took since it began.
        took: Micros => B,
    }

    findings

    /// A finding: nothing is left in the run that would bring a write to a replica by itself, or would
    /// bring it back there. The run draws it from its state; the digest does not cover it.
    "will-not-come" WillNotCome {
        /// The store that will not see it; none if no store will.
        replica: Option<ReplicaId>,
        /// The write.
        write: WriteId,
        /// Its key.
        key: KeyIndex,
        /// What became of the last that had been kept of it, if somebody gave it up.
        why: Option<LossReason>,
    }
    /// A finding: nothing is left in the run that would set a key of a replica right which applied a
    /// write twice. The run draws it from its state; the digest does not cover it.
    "will-not-mend" WillNotMend {
        /// The store.
        replica: ReplicaId,
        /// The write that it applied twice.
        write: WriteId,
        /// Its key.
        key: KeyIndex,
    }
    /// A finding, as those: nothing is left that would give back what a failed saga has booked at a service.
    "will-not-release" WillNotRelease {
        /// The service.
        node: NodeId,
        /// The saga.
        write: WriteId,
        /// Its key.
        key: KeyIndex,
    }
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

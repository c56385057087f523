//! What a message says, and how its way may end.

use super::ids::{KeyIndex, LinkId, MessageId, NodeId, ReadId, WriteId};

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
    pub retransmit: Retransmit,
}

/// What the sender of a message does should the message get lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Retransmit {
    /// Nothing: it has forgotten the message.
    Never = 0,
    /// It sends the message again when a receiver that was down comes back; other losses it never
    /// notices.
    OnReconnect = 1,
    /// It also waits for an answer, and sends again when there is none.
    UntilAcked = 2,
}

/// Kinds of messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LetterKind {
    /// A person's request to a service.
    Command = 0,
    /// A service's answer to a person.
    Reply = 1,
    /// An event from a service to a broker.
    Publish = 2,
    /// A broker's word that it has an event.
    Confirm = 3,
    /// An event from a broker to a subscriber.
    Deliver = 4,
    /// A subscriber's word that it has, or has handled, an event.
    Acknowledge = 5,
    /// A subscriber's word up to where it has handled a partition.
    CommitOffset = 6,
    /// A person's question to a service.
    Query = 7,
    /// A service's answer to a query.
    Answer = 8,
    // Saga.
    /// An orchestrator's order to take a step.
    Take = 9,
    /// A service's answer to it.
    Taken = 10,
    /// An orchestrator's order to take a step back.
    Cancel = 11,
    /// A service's answer to it.
    Cancelled = 12,
    /// An event of a service for the next one, onward.
    Onward = 13,
    /// An event of a service for the one before it: take your step back.
    Backward = 14,
    /// An event for whoever began the saga.
    Told = 15,
    /// A service's word that it has handled an event.
    Heard = 16,
    /// Word that a saga is at its end.
    Settle = 17,
    // Background sync.
    /// A job's question what a store holds.
    Pull = 18,
    /// A store's snapshot for a job.
    Rows = 19,
    /// Rows that a job has a store take over.
    Load = 20,
    /// A store's word that it has taken rows over.
    Loaded = 21,
    /// A job's word that it is through with a store's snapshot.
    Release = 22,
    // CQRS.
    /// A projector asks for events from the log.
    Fetch = 23,
    /// Events from the log, in answer.
    Batch = 24,
    /// Word how far the log goes.
    Head = 25,
    /// A write model asks a read model what a key is.
    Check = 26,
    /// The answer to that.
    Checked = 27,
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
    Network = 0,
    /// The connection was cut.
    Cut = 1,
    /// The receiver was down when it arrived, or went down while it was on its way.
    ReceiverDown = 2,
    /// The same of what consumes at the receiver, while its store went on answering.
    ReceiverStopped = 3,
}

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

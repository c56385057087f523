//! What the nodes of this pattern say to each other and ask to be reminded of.

use super::settings::Settings;
use crate::facts::ids::{KeyIndex, WriteId};
use crate::facts::time::Micros;
use crate::facts::{Amount, Version};
use crate::patterns::people::{PeopleTimer, Query};
use crate::sim::node::Protocol;

/// An event of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its place in the log, from 1.
    pub position: u64,
    /// The write.
    pub write: WriteId,
    /// Its key.
    pub key: KeyIndex,
    /// Its place in the order of the key's writes.
    pub version: Version,
    /// What it changed the value by.
    pub change: Amount,
    /// When it was appended.
    pub at: Micros,
}

/// What a person wants done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Command {
    /// The write.
    pub write: WriteId,
    /// Its key.
    pub key: KeyIndex,
    /// What to put on it, or below zero to take from it.
    pub change: Amount,
}

/// Versions and values of all keys.
pub type Store = Vec<(Version, Amount)>;

/// What the events up to a position come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// The position.
    pub upto: u64,
    /// The keys.
    pub store: Store,
}

/// For whom events are read from the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// For the store that people read.
    Live,
    /// For the one that is built beside it.
    Beside,
}

/// A part of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// For whom.
    pub reader: Reader,
    /// What comes before the first event, where the log does not go back that far.
    pub snapshot: Option<Box<Snapshot>>,
    /// Events in the order of the log.
    pub events: Vec<Event>,
    /// How far the log went.
    pub head: u64,
    /// Whether there are no more events than these.
    pub all: bool,
}

/// What the nodes of this pattern say to each other.
#[derive(Clone, Debug)]
pub struct CqrsProtocol;

impl Protocol for CqrsProtocol {
    type Message = Message;
    type Timer = Timer;
    type Settings = Settings;
}

/// A message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// Users to write model: do this.
    Command(Command),
    /// Write model to users: it is done, and this is its place in the log.
    Done(u64),
    /// Write model to users: it is not done.
    Refused,
    /// Users to a model: what is this? With the positions of what the session has written itself, where
    /// the answer should reflect that.
    Query(Query, Vec<u64>),
    /// A model to users: this it is.
    Answer,
    /// Write model to projector: this has happened.
    Deliver(Event),
    /// Projector to write model: what comes after this position, and how many events at most?
    Fetch {
        /// For whom.
        reader: Reader,
        /// The position.
        after: u64,
        /// The most events.
        most: usize,
    },
    /// Write model to projector: this.
    Part(Part),
    /// Write model to projector: the log goes as far as this.
    Head(u64),
    /// Write model to read model: how much is there?
    Check(Command),
    /// Read model to write model: so much.
    Checked(Command, Amount),
}

/// A reminder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timer {
    /// Users: somebody does something.
    People(PeopleTimer),
    /// Write model: a command that was loaded is ready to be appended.
    Append {
        /// The command.
        write: WriteId,
    },
    /// Write model: a command that met a conflict is tried again.
    TryAgain {
        /// The command.
        write: WriteId,
    },
    /// Write model: nothing has been appended for a while, unless it has since.
    Lull {
        /// How far the log went.
        head: u64,
    },
    /// Projector: the events in work are done, unless they were abandoned.
    Projected {
        /// Which turn of work it was.
        turn: u64,
    },
    /// Projector: an event of a rebuild beside is done, unless it was abandoned.
    Built {
        /// Which turn of work it was.
        turn: u64,
    },
    /// Projector: what is missing may not come by itself.
    Gap(Reader),
    /// Projector: look into the log.
    Poll {
        /// Which setting of the interval this belongs to.
        setting: u32,
    },
    /// Projector: the time for a rebuild has come, unless it was changed.
    Rebuild {
        /// The time.
        at: Micros,
    },
    /// Projector: a reader has waited long enough.
    WaitOver {
        /// The read.
        read: u64,
    },
}

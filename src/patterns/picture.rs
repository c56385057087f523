//! The plain data in which a pattern says what it looks like at one instant.
//!
//! A pattern fills it, its face lays it out with what `show` has for that. It carries neither names (those are the
//! story's, by place) nor positions on screen (those are the face's) nor staleness (consistency knows it, by
//! replica and key).

use std::any::Any;
use std::fmt;

use crate::facts::ids::{KeyIndex, LinkId, MessageId, NodeId, ReplicaId, WriteId};
use crate::facts::time::Micros;
use crate::scenario::NodeKind;

/// Everything that can be seen of a run at one instant.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Picture {
    /// The instant shown.
    pub now: Micros,
    /// In the order of [`NodeId`].
    pub nodes: Vec<NodePicture>,
    /// In the order of [`LinkId`].
    pub links: Vec<LinkPicture>,
    /// Messages on their way, and those lost or delivered a short while ago. Of a stream there are a few that
    /// stand for all of it.
    pub marks: Vec<Mark>,
    /// The connections with more messages on them than can be told apart, in the order of [`LinkId`].
    pub streams: Vec<Stream>,
    /// Messages that somebody looks at: whatever they are a part of, they are shown by themselves.
    pub alone: Vec<MessageId>,
    /// What only this pattern has to show.
    pub special: Special,
}

/// What somebody looks at more closely.
#[derive(Clone, Copy, Debug, Default)]
pub struct Gaze<'a> {
    /// A write or saga that is shown in detail.
    pub followed: Option<WriteId>,
    /// Messages that are shown by themselves however many others there are.
    pub alone: &'a [MessageId],
}

/// A connection with more messages on it than can be told apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Stream {
    /// The connection.
    pub link: LinkId,
    /// What it is made of.
    pub parts: Vec<Part>,
    /// How many of its messages were sent before.
    pub again: u64,
    /// How many messages got lost on the connection since the run began.
    pub lost: u64,
}

/// The messages of a stream that carry one thing in one direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// What they carry.
    pub kind: MarkKind,
    /// Whether they travel away from the people.
    pub outward: bool,
    /// How many there are.
    pub number: u64,
}

impl Stream {
    /// How many messages there are.
    pub fn number(&self) -> u64 {
        self.parts.iter().map(|part| part.number).sum()
    }
}

impl Picture {
    /// The stream on a connection, if it is one.
    pub fn stream(&self, link: LinkId) -> Option<&Stream> {
        self.streams.iter().find(|stream| stream.link == link)
    }

    /// Whether a message is one of those that stand for a stream.
    pub fn is_of_stream(&self, mark: &Mark) -> bool {
        mark.fate == Fate::Flying
            && self.stream(mark.link).is_some()
            && !self.alone.contains(&mark.message)
    }
}

/// What only one pattern has to show: data of a type of its own, or nothing.
#[derive(Default)]
pub struct Special(Option<Box<dyn Shown>>);

/// Data that can be copied and compared, whatever its type.
trait Shown: Any {
    fn copied(&self) -> Box<dyn Shown>;
    fn is(&self, other: &dyn Any) -> bool;
    fn any(&self) -> &dyn Any;
    fn any_mut(&mut self) -> &mut dyn Any;
}

impl<T: Any + Clone + PartialEq> Shown for T {
    fn copied(&self) -> Box<dyn Shown> {
        Box::new(self.clone())
    }
    fn is(&self, other: &dyn Any) -> bool {
        other.downcast_ref::<T>() == Some(self)
    }
    fn any(&self) -> &dyn Any {
        self
    }
    fn any_mut(&mut self) -> &mut dyn Any {
        self
    }
}

impl Special {
    /// This, and nothing else.
    pub fn of<T: Any + Clone + PartialEq>(shown: T) -> Self {
        Self(Some(Box::new(shown)))
    }

    /// What there is to show, if it is of this type.
    pub fn get<T: Any>(&self) -> Option<&T> {
        (**self.0.as_ref()?).any().downcast_ref()
    }

    /// The same, to be changed.
    pub fn get_mut<T: Any>(&mut self) -> Option<&mut T> {
        (**self.0.as_mut()?).any_mut().downcast_mut()
    }
}

impl fmt::Debug for Special {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() {
            "something"
        } else {
            "nothing"
        })
    }
}

impl Clone for Special {
    fn clone(&self) -> Self {
        Self(self.0.as_ref().map(|shown| (**shown).copied()))
    }
}

impl PartialEq for Special {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Some(one), Some(two)) => (**one).is((**two).any()),
            (None, None) => true,
            _ => false,
        }
    }
}

/// One node.
#[derive(Clone, Debug, PartialEq)]
pub struct NodePicture {
    /// Its identity.
    pub node: NodeId,
    /// What it is for.
    pub kind: NodeKind,
    /// How many hops it is from the people: 0 for them.
    pub rank: u8,
    /// Since when it is down, if it is.
    pub down_since: Option<Micros>,
    /// The store it holds, drawn as a grid of keys.
    pub replica: Option<ReplicaId>,
    /// What else it shows.
    pub gauges: Vec<Gauge>,
}

/// A quantity drawn inside a node.
#[derive(Clone, Debug, PartialEq)]
pub enum Gauge {
    /// How often people write, per second.
    Rate(f64),
    /// Rows committed and not yet marked as published.
    Outbox(u64),
    /// A partitioned log, or one queue for each subscriber.
    Log(Vec<Lane>),
    /// Work at a station.
    Station {
        /// Events waiting for a worker.
        waiting: u64,
        /// Workers that are handling an event.
        busy: u64,
        /// Workers there are.
        workers: u64,
        /// Failed events that wait for their next attempt.
        retrying: u64,
        /// Partitions whose first event has failed and is in the way of those behind it.
        blocked: u64,
    },
    /// Events put aside after their last attempt.
    DeadLetters(u64),
    /// Nothing is consumed since then, and the store goes on answering.
    Stopped(Micros),
    /// Shared things that sagas take.
    Capacity {
        /// Taken by sagas that have ended well.
        taken: u64,
        /// Taken by sagas that are not at their end.
        tentative: u64,
        /// Taken by sagas that have ended and will not give them back.
        orphaned: u64,
        /// How many there are.
        units: u64,
    },
}

/// One partition of a log, or one subscriber's queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lane {
    /// The partition or the subscriber, from 0.
    pub lane: u16,
    /// Events ever appended.
    pub appended: u64,
    /// Of those, the ones that some subscriber has not acknowledged yet (the slowest counts).
    pub unread: u64,
}

/// One connection, in both directions.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkPicture {
    /// Its identity.
    pub link: LinkId,
    /// The end nearer to the people.
    pub near: NodeId,
    /// The end further from the people.
    pub far: NodeId,
    /// Since when it is cut, if it is.
    pub cut_since: Option<Micros>,
    /// Whether people do nothing but read over it.
    pub reading: bool,
}

/// What a message carries; decides the shape of its mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MarkKind {
    /// A person's request.
    Command,
    /// The answer to a command.
    Reply,
    /// Something that has happened, on its way to those who want to know.
    Event,
    /// Word that an event has arrived or has been handled.
    Acknowledgement,
    /// A person's question what a key is.
    Query,
    /// The answer to it.
    Answer,
    /// Many rows at once.
    Batch,
    /// An order to undo a step, or word that it is undone.
    Compensation,
}

/// What became of a message, as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// On its way.
    Flying,
    /// Arrived at its due time.
    Arrived,
    /// Lost at this instant, between `sent` and `due`.
    Lost(Micros),
}

/// One message. Where it is on screen is always `(now - sent) / (due - sent)`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mark {
    /// Its identity.
    pub message: MessageId,
    /// The connection it travels on.
    pub link: LinkId,
    /// Whether it travels away from the people (near to far).
    pub outward: bool,
    /// What it carries.
    pub kind: MarkKind,
    /// When it was sent.
    pub sent: Micros,
    /// When it arrives unless it is lost.
    pub due: Micros,
    /// What became of it.
    pub fate: Fate,
    /// 0 for the first transmission, then counting resends.
    pub attempt: u32,
    /// 0 for the original, 1 for the duplicate that the network made.
    pub copy: u8,
    /// The write it is about.
    pub write: Option<WriteId>,
    /// The key it is about.
    pub key: Option<KeyIndex>,
}

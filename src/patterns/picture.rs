//! The plain data in which a pattern says what it looks like at one instant.
//!
//! A pattern fills it, the view lays it out. It carries neither names (those are the story's, by
//! place) nor positions on screen (those are the view's) nor staleness (consistency knows it, by
//! replica and key).

use crate::sim::ids::{KeyIndex, LinkId, MessageId, NodeId, ReplicaId, WriteId};
use crate::sim::time::Micros;

/// Everything that can be seen of a run at one instant.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Picture {
    /// The instant shown.
    pub now: Micros,
    /// In the order of [`NodeId`].
    pub nodes: Vec<NodePicture>,
    /// In the order of [`LinkId`].
    pub links: Vec<LinkPicture>,
    /// Messages on their way, and those lost or delivered a short while ago.
    pub marks: Vec<Mark>,
}

/// What a node is for; decides its shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeKind {
    /// The people who write.
    People,
    /// A service with a store of its own that is the source of truth.
    Source,
    /// A broker between services.
    Broker,
    /// A service that keeps a copy in step.
    Consumer,
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

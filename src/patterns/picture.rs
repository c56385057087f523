//! The plain data in which a pattern says what it looks like at one instant.
//!
//! A pattern fills it, the view lays it out. It carries neither names (those are the story's, by
//! place) nor positions on screen (those are the view's) nor staleness (consistency knows it, by
//! replica and key).

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

/// What only one pattern has to show.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Special {
    /// Nodes, links and marks say it all.
    #[default]
    None,
    /// A job with its clock, its runs and its watermark.
    Sync(SyncPicture),
    /// Sagas and their steps.
    Saga(SagaPicture),
    /// An event log and who has come how far in it.
    Log(LogPicture),
}

/// A job that copies, its past and its next runs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SyncPicture {
    /// When it last was to begin.
    pub last_tick: Micros,
    /// When it will begin next, if it will.
    pub next_tick: Option<Micros>,
    /// The newest runs, oldest first.
    pub runs: Vec<RunPicture>,
    /// Rows stamped before this instant count as copied.
    pub watermark: Option<Micros>,
    /// The rows that were stamped before the watermark and seen after it, and have not changed since:
    /// their keys and stamps, newest last.
    pub missed: Vec<(KeyIndex, Micros)>,
    /// Which rows each store has, by key. Rows come and go; the longest list is all there ever were.
    pub present: Vec<(ReplicaId, Vec<bool>)>,
}

/// One run of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RunPicture {
    /// When it began.
    pub began: Micros,
    /// When it ended, if it has.
    pub ended: Option<Micros>,
    /// What came of it.
    pub outcome: RunOutcome,
    /// Rows it has moved.
    pub moved: u64,
    /// Rows it found to be moved.
    pub found: u64,
}

/// What came of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunOutcome {
    /// It goes on.
    Running,
    /// It copied everything it found.
    Done,
    /// It failed part-way.
    Failed,
    /// It was left out, since another one still ran.
    Skipped,
    /// It was stopped by the next one.
    Replaced,
}

/// Sagas, all together and one in detail.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SagaPicture {
    /// Sagas that came through all their steps.
    pub completed: u64,
    /// Sagas that were taken back.
    pub compensated: u64,
    /// Sagas that are stuck and need a person.
    pub stuck: u64,
    /// Sagas under way.
    pub in_flight: u64,
    /// The one that is followed.
    pub followed: Option<Waterfall>,
    /// Whether services go on by themselves; else who leads asks each of them.
    pub choreography: bool,
}

/// One saga over time.
#[derive(Clone, Debug, PartialEq)]
pub struct Waterfall {
    /// Which saga.
    pub saga: WriteId,
    /// What it is about.
    pub key: KeyIndex,
    /// When it was asked for.
    pub began: Micros,
    /// When it ended and how, if it has.
    pub ended: Option<(Micros, SagaOutcome)>,
    /// What was done for each step, in the order of time.
    pub bars: Vec<StepBar>,
}

/// How a saga ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SagaOutcome {
    /// All its steps were taken.
    Completed,
    /// The steps taken were taken back.
    Compensated,
    /// It can neither go on nor back; a person has to look.
    Stuck,
}

/// A span of time in which something was done about a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StepBar {
    /// The step, from 0.
    pub step: u16,
    /// From when.
    pub from: Micros,
    /// Until when, if it is over.
    pub to: Option<Micros>,
    /// What was done.
    pub state: StepState,
    /// How often it was tried before.
    pub attempt: u32,
}

/// How a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StepState {
    /// Nothing is known of it yet.
    Pending,
    /// It is being taken.
    Doing,
    /// It was taken.
    Done,
    /// It was refused or gave up.
    Failed,
    /// No answer came in time: it may have been taken or not.
    Unknown,
    /// It is being taken back.
    Undoing,
    /// It was taken back.
    Undone,
    /// Taking it back has failed for good.
    UndoFailed,
}

/// An event log and who follows it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LogPicture {
    /// Events ever appended; the positions are 1 to this.
    pub appended: u64,
    /// The newest events, oldest first.
    pub tail: Vec<LogEntry>,
    /// Who follows it, in the order of their nodes.
    pub projectors: Vec<Projector>,
}

/// One event of a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogEntry {
    /// Its position, from 1.
    pub position: u64,
    /// When it was appended.
    pub at: Micros,
    /// Its key.
    pub key: KeyIndex,
}

/// How far a projector has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Projector {
    /// The node.
    pub node: NodeId,
    /// The position it has applied.
    pub position: u64,
    /// The position it would begin after if it were started anew.
    pub checkpoint: u64,
    /// While it is rebuilt: how far the rebuild has come.
    pub rebuilding: Option<u64>,
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

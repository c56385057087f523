//! What only a CQRS run has to show, as plain data.

use crate::facts::ids::{KeyIndex, NodeId};
use crate::facts::time::Micros;

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

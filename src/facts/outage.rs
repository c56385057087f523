//! What breaks and is mended: nodes, what consumes at them, connections.

use super::describe::Value;
use super::ids::{LinkId, NodeId};

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

impl Fault {
    /// What it goes by in traces.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Crashed(_) => "crashed",
            Self::Restarted(_) => "restarted",
            Self::Stopped(_) => "stopped",
            Self::Started(_) => "goes-on",
            Self::Cut(_) => "cut",
            Self::Mended(_) => "mended",
        }
    }

    /// What broke or was mended, and what that is.
    pub(super) fn of(self) -> (&'static str, Value<'static>) {
        match self {
            Self::Crashed(node)
            | Self::Restarted(node)
            | Self::Stopped(node)
            | Self::Started(node) => ("node", node.into()),
            Self::Cut(link) | Self::Mended(link) => ("link", Value::Link(link)),
        }
    }

    /// Its number among the faults in a digest, and that of what it is of.
    pub(super) const fn number(self) -> (u64, u16) {
        match self {
            Self::Crashed(node) => (1, node.0),
            Self::Restarted(node) => (2, node.0),
            Self::Cut(link) => (3, link.0),
            Self::Mended(link) => (4, link.0),
            Self::Stopped(node) => (5, node.0),
            Self::Started(node) => (6, node.0),
        }
    }
}

//! The names by which the kernel, facts and pictures refer to things.

/// A node of the run, by its place in the pattern's list of nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u16);

/// A connection between two nodes, in both directions, by its place in the pattern's list of links.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LinkId(pub u16);

/// One copy of one transmission of one message, in the order of sending. It names a flight within
/// a run; draws never depend on it (see [`crate::sim::draw::Identity`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MessageId(pub u64);

/// A store that holds a value for each key, by its place in the pattern's list of replicas.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReplicaId(pub u16);

/// A write of a user: the n-th arrival of the run, counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WriteId(pub u64);

/// A person who uses the system, from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionId(pub u32);

/// A read of a person: even for those at random instants, counted from 0; odd for those by which
/// somebody looks at what they wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReadId(pub u64);

/// A key of the stores, from 0.
pub type KeyIndex = u32;

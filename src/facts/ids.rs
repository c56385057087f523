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

/// A write of a user: the n-th arrival of the run, counted from 0, or one of the person at the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WriteId(pub u64);

/// The first number of the writes of the person at the page. No run comes to have so many others, and
/// with [`FIRST_READ_OF_YOURS`] it fits into the number that a query carries.
const FIRST_WRITE_OF_YOURS: u64 = 0x7fff_8000;
/// The first number of the reads of the person at the page: twice that of their writes, so that a look
/// at a write of theirs is one of them.
const FIRST_READ_OF_YOURS: u64 = 2 * FIRST_WRITE_OF_YOURS;

/// The person at the page, whom no setting counts among the sessions. Not the last number, so that the
/// one after it is a number too.
pub const YOU: SessionId = SessionId(u32::MAX - 1);

impl WriteId {
    /// The n-th write of the person at the page, from 0: in numbers of its own, so that it takes the
    /// number, and with it the draws, of nobody else's.
    pub fn of_yours(nth: u64) -> Self {
        Self(FIRST_WRITE_OF_YOURS + nth)
    }

    /// Which of the writes of the person at the page it is, if it is one.
    pub fn yours(self) -> Option<u64> {
        self.0.checked_sub(FIRST_WRITE_OF_YOURS)
    }
}

impl ReadId {
    /// The n-th read of the person at the page, from 0.
    pub fn of_yours(nth: u64) -> Self {
        Self(FIRST_READ_OF_YOURS + 2 * nth)
    }

    /// Its number among the reads of the person at the page, if it is one: like all reads, even for those
    /// at an instant of their choice and odd for their looks at what they wrote.
    pub fn yours(self) -> Option<u64> {
        self.0.checked_sub(FIRST_READ_OF_YOURS)
    }
}

/// A person who uses the system, from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionId(pub u32);

/// A read of a person: even for those at random instants, counted from 0; odd for those by which
/// somebody looks at what they wrote. Those of the person at the page have numbers of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReadId(pub u64);

/// A key of the stores, from 0.
pub type KeyIndex = u32;

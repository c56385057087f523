//! What may still happen in a run by itself.
//!
//! That something will never come is said of the state of a run, never of one fact: a copy that got
//! lost says nothing of the others. So whoever wants to say it asks, and the nodes of the pattern look
//! at all that is left: messages on their way, work in hand, what is kept to be sent again, what a
//! restart that is due will bring.

use crate::facts::Version;
use crate::facts::ids::{KeyIndex, NodeId, ReplicaId, WriteId};
use crate::facts::time::Micros;

/// A write that is hoped for at a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hoped {
    /// The store.
    pub replica: ReplicaId,
    /// The write.
    pub write: WriteId,
    /// Its key.
    pub key: KeyIndex,
    /// Its version.
    pub version: Version,
    /// When it was committed.
    pub committed: Micros,
}

/// Something that is hoped for. It may still happen if anything that is left in a run can lead to it
/// without anybody's doing more than to wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prospect {
    /// The write comes, be it once more, and be it only to be left out.
    Arrival(Hoped),
    /// The store applies the write, be it once more.
    Application(Hoped),
    /// A key of a store is set to what is true, whatever the store had applied before.
    Repair {
        /// The store.
        replica: ReplicaId,
        /// The key.
        key: KeyIndex,
    },
    /// A service gives back what a saga at its end has booked there.
    Release {
        /// The service.
        node: NodeId,
        /// The saga.
        write: WriteId,
    },
}

//! The data of what a person met at a copy, of which the fold tells an incident.

use crate::facts::Version;
use crate::facts::ids::{KeyIndex, ReadId, ReplicaId, SessionId};

/// So many versions are looked at for one that only one of two views has.
pub(in crate::consistency) const MOST_LOOKED_AT: usize = 64;

/// What a person met at a copy.
#[derive(Clone, Copy, Debug)]
pub(in crate::consistency) struct Met {
    /// The person.
    pub session: SessionId,
    /// The copy.
    pub replica: ReplicaId,
    /// The key.
    pub key: KeyIndex,
    /// The read in which they met it.
    pub read: ReadId,
    /// The oldest version that is missing there and should not be.
    pub missing: Option<Version>,
    /// How many are missing.
    pub count: u64,
}

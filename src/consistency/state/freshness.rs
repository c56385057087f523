//! How a key of a replica stands against the truth.

use crate::facts::time::Micros;

/// One key of one replica against the truth at the same instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Freshness {
    /// The replica shows the truth.
    InStep,
    /// The replica misses something that is still on its way.
    Stale {
        /// When the oldest write that it misses was committed.
        since: Micros,
        /// How many writes it misses.
        behind: u64,
    },
    /// The replica is wrong and nothing on its way will mend it.
    Diverged {
        /// When that came to be so.
        since: Micros,
    },
}

//! The data of incidents of a two-way sync that have not ended: by the write that they wait for.

use crate::facts::ids::WriteId;
use crate::sim::ledger::Ledger;

/// From so many on, those that are no longer kept are left out.
pub(in crate::consistency) const MANY: usize = 1_024;

/// Incidents that wait until a write comes to the other side, by that write.
#[derive(Clone, Debug, Default)]
pub struct Awaited {
    pub(in crate::consistency) by_write: Ledger<Vec<u64>>,
    pub(in crate::consistency) count: usize,
}

impl Awaited {
    /// Whether an incident waits for a write.
    pub fn has(&self, WriteId(write): WriteId) -> bool {
        self.by_write.get(write).is_some()
    }
}

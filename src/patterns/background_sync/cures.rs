//! What buys a guarantee in background sync.

use super::settings::is_two_way;
use crate::consistency::Guarantee::{self, ConsistentPrefix, MonotonicReads, ReadYourWrites};
use crate::patterns::cures::Cure;
use crate::scenario::{Key, Settings};

static NO_OVERLAP: [Cure; 1] = [Cure {
    words: "leaving a run out while another goes on",
    sets: &[(Key::WHEN_LATE, "allow", "forbid")],
}];
static VECTORS: [Cure; 1] = [Cure {
    words: "going by version vectors in the place of clocks",
    sets: &[(Key::CONFLICT, "last-writer-wins", "version-vector")],
}];

/// Whether a guarantee has a meaning: between two sides there is no one order of writes.
pub fn applies(settings: &Settings, guarantee: Guarantee) -> bool {
    guarantee != ConsistentPrefix || !is_two_way(settings)
}

/// What buys a guarantee with these settings.
pub fn cures(settings: &Settings, guarantee: Guarantee) -> &'static [Cure] {
    match guarantee {
        ReadYourWrites | MonotonicReads if is_two_way(settings) => &VECTORS,
        MonotonicReads => &NO_OVERLAP,
        _ => &[],
    }
}

//! What buys a guarantee in the event-based pattern.

use crate::consistency::Guarantee::{self, MonotonicReads, ReadYourWrites};
use crate::patterns::cures::{Cure, STICKY};
use crate::scenario::{Key, Settings};

static ONE_PARTITION: [Cure; 1] = [Cure {
    words: "a log with one partition, where all is in order",
    sets: &[(Key::ORDER, "none", "key"), (Key::PARTITIONS, "4", "1")],
}];

/// What buys a guarantee with these settings.
pub fn cures(_: &Settings, guarantee: Guarantee) -> &'static [Cure] {
    match guarantee {
        ReadYourWrites => &[],
        MonotonicReads => &STICKY,
        _ => &ONE_PARTITION,
    }
}

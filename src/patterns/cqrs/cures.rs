//! What buys a guarantee in CQRS.

use crate::consistency::Guarantee::{self, MonotonicReads, ReadYourWrites};
use crate::patterns::cures::{Cure, STICKY};
use crate::scenario::{Key, Settings};

static OWN_WRITES: [Cure; 2] = [
    Cure {
        words: "waiting until the copy has caught up",
        sets: &[(Key::READ_YOUR_WRITES, "none", "wait-for-version")],
    },
    Cure {
        words: "asking the write model for what people wrote themselves",
        sets: &[(Key::READ_YOUR_WRITES, "none", "read-write-model")],
    },
];
static LOG_ORDER: [Cure; 1] = [Cure {
    words: "applying events in the order of the log",
    sets: &[(Key::BUS_ORDER, "none", "log")],
}];

/// What buys a guarantee with these settings.
pub fn cures(settings: &Settings, guarantee: Guarantee) -> &'static [Cure] {
    match guarantee {
        // What another view had shown, no replica of this one keeps.
        MonotonicReads if settings.count(Key::VIEWS) > 1 => &[],
        MonotonicReads => &STICKY,
        ReadYourWrites => &OWN_WRITES,
        _ => &LOG_ORDER,
    }
}

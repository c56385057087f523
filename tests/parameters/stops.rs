//! What a crash by chance stops, in every pattern whose copies have something that consumes.

use driftscope::facts::LetterKind;
use driftscope::scenario::Key;

use crate::case::Moves::{Above, FromZero};
use crate::case::{Case, case};
use crate::figures::{lost_on, stale_reads};

/// What a crash by chance stops.
pub const CASES: &[Case] = &[
    case(
        Key::CRASH_STOPS,
        "the whole node, whose readers get no answer",
        "crash-every=5s",
        ("consuming", "node"),
        |t| lost_on(t, LetterKind::Query),
        FromZero,
    ),
    case(
        Key::CRASH_STOPS,
        "the consuming alone: stale reads go on being counted",
        "crash-every=5s",
        ("node", "consuming"),
        stale_reads,
        Above(1.2),
    ),
];

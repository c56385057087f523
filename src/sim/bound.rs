//! The limits of a run. One that meets a limit stops and says so: it never goes on with less than all.

/// The most things that may be scheduled at once. A run that would need more stops.
pub const MOST_SCHEDULED: usize = 400_000;

/// The most things that all nodes together may keep. A run that would need more stops.
pub const MOST_HELD: usize = 400_000;

/// The most events of one instant. A run in which more things happen and time stands still stops.
pub const MOST_AT_ONCE: u64 = 1_000_000;

/// The most writes and reads that whoever measures a run remembers because they have not come to their
/// end. A run of which more would have to be remembered stops, so that no figure leaves some out.
pub const MOST_REMEMBERED: usize = 1_000_000;

/// A limit that a run has met; the run does not go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// More than [`MOST_SCHEDULED`] things were scheduled at once.
    Queue,
    /// Nodes kept more than [`MOST_HELD`] things.
    Held,
    /// More than [`MOST_AT_ONCE`] events happened at one instant.
    Standstill,
    /// More than [`MOST_REMEMBERED`] writes or reads had not come to their end.
    Remembered,
}

impl std::fmt::Display for Bound {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Queue => write!(
                f,
                "more than {MOST_SCHEDULED} messages and timers were under way at once: \
                 write less, or let the consumers keep up"
            ),
            Self::Held => write!(
                f,
                "more than {MOST_HELD} things had to be kept in stores, queues, logs and inboxes: \
                 write less, or let the consumers keep up"
            ),
            Self::Standstill => write!(
                f,
                "more than {MOST_AT_ONCE} things happened at one instant: \
                 let retries wait, or let handling take time"
            ),
            Self::Remembered => write!(
                f,
                "more than {MOST_REMEMBERED} writes or reads had not come to their end: \
                 write less, or let what is written arrive sooner"
            ),
        }
    }
}

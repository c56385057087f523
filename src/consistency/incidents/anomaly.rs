//! The names of what can go wrong.

/// What can go wrong. Each word is the name under which it is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Anomaly {
    /// An event will not reach a replica by itself.
    LostEvent,
    /// A replica applied the same write twice.
    DuplicateEffect,
    /// An older version overwrote a newer one.
    OldOverwritesNew,
    /// An event failed for the third time in a row with its partition waiting behind it.
    BlockedPartition,
    /// A broker that kept events in memory died with some that a consumer did not have.
    BrokerForgot,
    /// The lag of a replica reached 16, 32, 64, and so on for the first time.
    GrowingLag,
    /// A key differs for good: nothing on its way would mend it.
    DivergedKey,
    // Saga.
    /// A saga has ended and left a booking behind that nobody will give back.
    OrphanedReservation,
    /// A saga holds a step twice.
    DoubleBooking,
    /// More is booked than there is.
    Overbooked,
    /// Somebody saw a booking that was taken back later.
    DirtyRead,
    /// A change was wiped out by one that does not come after it, or by taking a step back.
    LostUpdate,
    /// A saga can go neither on nor back.
    StuckSaga,
    /// A step could not be taken back.
    UndoFailed,
    /// Whoever led a saga has forgotten it.
    ForgottenSaga,
    // Background sync.
    /// A row was stamped before the watermark of a job and committed after its snapshot.
    MissedRow,
    /// A row was deleted without a trace, and a replica that shows it will not hear of it.
    GhostRow,
    /// A job began to copy while an earlier run of it still went on.
    OverlappingRuns,
    /// A run of a job failed part-way.
    RunFailed,
    // CQRS.
    /// A person did not see what they had written themselves.
    ReadYourWrites,
    /// A person saw an older state of a key than before, in the same view.
    WentBackInTime,
    /// Two views showed different values of a key that a person read.
    ViewsDisagree,
    /// A person read something stale from a view that was being rebuilt.
    StaleDuringRebuild,
    /// A withdrawal that was checked against a stale value took more than there was.
    Overdraft,
    /// A saga ended well, and one of its bookings was given back all the same.
    HalfBooked,
    // Guarantees of sessions, of which reading one's own writes is one.
    /// A person was not shown what they had been shown before.
    MonotonicReads,
    /// A store showed a write of a session without an earlier one of the same session.
    MonotonicWrites,
    /// A store showed a write of a session without one that the session had seen before it wrote.
    WritesFollowReads,
    /// What a person saw of several keys was never true at one time.
    ConsistentPrefix,
}

impl Anomaly {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 29] = [
        Self::LostEvent,
        Self::DuplicateEffect,
        Self::OldOverwritesNew,
        Self::BlockedPartition,
        Self::BrokerForgot,
        Self::GrowingLag,
        Self::DivergedKey,
        Self::OrphanedReservation,
        Self::DoubleBooking,
        Self::Overbooked,
        Self::DirtyRead,
        Self::LostUpdate,
        Self::StuckSaga,
        Self::UndoFailed,
        Self::ForgottenSaga,
        Self::MissedRow,
        Self::GhostRow,
        Self::OverlappingRuns,
        Self::RunFailed,
        Self::ReadYourWrites,
        Self::WentBackInTime,
        Self::ViewsDisagree,
        Self::StaleDuringRebuild,
        Self::Overdraft,
        Self::HalfBooked,
        Self::MonotonicReads,
        Self::MonotonicWrites,
        Self::WritesFollowReads,
        Self::ConsistentPrefix,
    ];

    /// The name in reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::LostEvent => "lost-event",
            Self::DuplicateEffect => "duplicate-effect",
            Self::OldOverwritesNew => "old-overwrites-new",
            Self::BlockedPartition => "blocked-partition",
            Self::BrokerForgot => "broker-forgot",
            Self::GrowingLag => "growing-lag",
            Self::DivergedKey => "diverged-key",
            Self::OrphanedReservation => "orphaned-reservation",
            Self::DoubleBooking => "double-booking",
            Self::Overbooked => "overbooked",
            Self::DirtyRead => "dirty-read",
            Self::LostUpdate => "lost-update",
            Self::StuckSaga => "stuck-saga",
            Self::UndoFailed => "undo-failed",
            Self::ForgottenSaga => "forgotten-saga",
            Self::MissedRow => "missed-row",
            Self::GhostRow => "ghost-row",
            Self::OverlappingRuns => "overlapping-runs",
            Self::RunFailed => "run-failed",
            Self::ReadYourWrites => "read-your-writes",
            Self::WentBackInTime => "went-back-in-time",
            Self::ViewsDisagree => "views-disagree",
            Self::StaleDuringRebuild => "stale-during-rebuild",
            Self::Overdraft => "overdraft",
            Self::HalfBooked => "half-booked",
            Self::MonotonicReads => "monotonic-reads",
            Self::MonotonicWrites => "monotonic-writes",
            Self::WritesFollowReads => "writes-follow-reads",
            Self::ConsistentPrefix => "consistent-prefix",
        }
    }
}

impl Anomaly {
    /// Whether somebody is harmed by it: sees, holds or loses what they should not. The others are
    /// signs that it may come to that.
    pub fn is_harm(self) -> bool {
        !matches!(
            self,
            Self::BlockedPartition | Self::GrowingLag | Self::OverlappingRuns | Self::RunFailed
        )
    }
}

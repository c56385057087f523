//! What can go wrong: the list of anomalies, a row each. An anomaly is added here, and where it is noted.

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Weight {
    /// Somebody sees, holds or loses what they should not.
    Harm,
    /// A sign that it may come to that.
    Sign,
}

macro_rules! anomalies {
    ($($(#[$doc:meta])* $anomaly:ident $word:literal $weight:ident $noted:literal,)*) => {
        /// What can go wrong. Each word is the name under which it is counted.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Anomaly {
            $($(#[$doc])* $anomaly,)*
        }

        impl Anomaly {
            /// All of them, in the order in which they are shown.
            pub const ALL: [Self; [$($word),*].len()] = [$(Self::$anomaly),*];

            /// The name in reports.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$anomaly => $word,)* }
            }

            /// When it is noted.
            pub const fn noted(self) -> &'static str {
                match self { $(Self::$anomaly => $noted,)* }
            }

            const fn weight(self) -> Weight {
                match self { $(Self::$anomaly => Weight::$weight,)* }
            }
        }
    };
}

anomalies! {
    /// An event will not reach a replica by itself.
    LostEvent "lost-event" Harm
        "an event will not reach a replica by itself: no copy of it is left anywhere that could",
    /// A replica applied the same write twice.
    DuplicateEffect "duplicate-effect" Harm
        "a replica applied the same write twice",
    /// An older version overwrote a newer one.
    OldOverwritesNew "old-overwrites-new" Harm
        "an older version overwrote a newer one",
    /// An event failed for the third time in a row with its partition waiting behind it.
    BlockedPartition "blocked-partition" Sign
        "an event failed for the third time in a row with its partition behind it",
    /// A broker that kept events in memory died with some that a consumer did not have.
    BrokerForgot "broker-forgot" Harm
        "a broker that kept events in memory died with one that a consumer does not have, and no copy is left",
    /// The lag of a replica reached 16, 32, 64, and so on for the first time.
    GrowingLag "growing-lag" Sign
        "the lag of a replica grew to 16, 32, 64 and so on for the first time; of one that polls, once it is twice as high as where reading began and was not below 16 since (after Burrow's rule: who had no lag within the window is well); not where a job copies, since what waits for the next run does not grow without end",
    /// A key differs for good: nothing on its way would mend it.
    DivergedKey "diverged-key" Harm
        "a key differs for good: nothing that is left in the run would mend it",
    /// A saga has ended and left a booking behind that nobody will give back.
    OrphanedReservation "orphaned-reservation" Harm
        "nothing is left that would give back a booking of a saga at its end that did not complete; it ends when somebody brings that about all the same",
    /// A saga holds a step twice.
    DoubleBooking "double-booking" Harm
        "a saga took a step that it held",
    /// More is booked than there is.
    Overbooked "overbooked" Harm
        "more is booked than there is",
    /// Somebody saw a booking that was taken back later.
    DirtyRead "dirty-read" Harm
        "a booking was taken back that somebody had seen before its saga was at its end",
    /// A change was wiped out by one that does not come after it, or by taking a step back.
    LostUpdate "lost-update" Harm
        "a value was overwritten by one that does not come after it; in sagas, taking a step back wiped out bookings of others",
    /// A saga can go neither on nor back.
    StuckSaga "stuck-saga" Harm
        "a saga can go neither on nor back, or nothing is heard of it any more",
    /// A step could not be taken back.
    UndoFailed "undo-failed" Harm
        "it is stuck because a step could not be taken back",
    /// Whoever led a saga has forgotten it.
    ForgottenSaga "forgotten-saga" Harm
        "it is stuck because who led it, or waited for it, has forgotten it",
    /// A row was stamped before the watermark of a job and committed after its snapshot.
    MissedRow "missed-row" Harm
        "a row was stamped before the watermark and committed after the snapshot",
    /// A row was deleted without a trace, and a replica that shows it will not hear of it.
    GhostRow "ghost-row" Harm
        "a row was deleted without a trace, and a replica that shows it will not hear of it",
    /// A job began to copy while an earlier run of it still went on.
    OverlappingRuns "overlapping-runs" Sign
        "a run began while an earlier one still went on",
    /// A run of a job failed part-way.
    RunFailed "run-failed" Sign
        "a run failed part-way",
    /// A person did not see what they had written themselves.
    ReadYourWrites "read-your-writes" Harm
        "the store that a person read lacked a write of their own that they knew to be done: once for each read",
    /// A person saw an older state of a key than before, in the same view.
    WentBackInTime "went-back-in-time" Harm
        "`monotonic-reads` was violated, and what is missing had been shown in the same view",
    /// Two views showed different values of a key that a person read.
    ViewsDisagree "views-disagree" Harm
        "another view showed another value of a key that a person read",
    /// A person read something stale from a view that was being rebuilt.
    StaleDuringRebuild "stale-during-rebuild" Harm
        "a person read something stale from a view that had been emptied and had not caught up",
    /// A withdrawal that was checked against a stale value took more than there was.
    Overdraft "overdraft" Harm
        "a withdrawal that was checked against a read model took more than there was",
    /// A saga ended well, and one of its bookings was given back all the same.
    HalfBooked "half-booked" Harm
        "a saga ended well, and one of its bookings was given back all the same",
    /// A person was not shown what they had been shown before.
    MonotonicReads "monotonic-reads" Harm
        "the store that a person read lacked a write that they had been shown before: once for each read",
    /// A store showed a write of a session without an earlier one of the same session.
    MonotonicWrites "monotonic-writes" Harm
        "a write became visible at a replica that lacked an earlier one of its session: once for each write and replica",
    /// A store showed a write of a session without one that the session had seen before it wrote.
    WritesFollowReads "writes-follow-reads" Harm
        "a write became visible at a replica that lacked one that its session had been shown before it wrote: once for each write and replica",
    /// What a person saw of several keys was never true at one time.
    ConsistentPrefix "consistent-prefix" Harm
        "no place in the order of all commits yields what a person read of several keys: once for each read",
}

impl Anomaly {
    /// Whether somebody is harmed by it: sees, holds or loses what they should not. The others are
    /// signs that it may come to that.
    pub fn is_harm(self) -> bool {
        self.weight() == Weight::Harm
    }
}

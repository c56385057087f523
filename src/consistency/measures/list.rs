//! The list of all measures, a row each. A measure is added here, and to the figures of a run.

use crate::consistency::measures::measure::{About, MeasureRow, Section};

macro_rules! measures {
    ($($measure:ident {
        definition: $definition:literal,
        source: $source:literal,
        $($row:tt)*
    })*) => {
        /// Something that is measured.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Measure {
            $(#[allow(missing_docs, reason = "its row says what it is")] $measure,)*
        }

        impl Measure {
            /// Every measure, those of every run first.
            pub const ALL: &[Self] = &[$(Self::$measure),*];

            /// What there is to say of it.
            pub const fn row(self) -> &'static MeasureRow {
                match self {
                    $(Self::$measure => &MeasureRow { $($row)* },)*
                }
            }

            /// What is measured.
            pub const fn definition(self) -> &'static str {
                match self { $(Self::$measure => $definition,)* }
            }

            /// Who defines it so; empty where it is this report.
            pub const fn source(self) -> &'static str {
                match self { $(Self::$measure => $source,)* }
            }
        }
    };
}

measures! {
    Propagation {
        definition: "per write and replica: applied there minus committed. Superseded writes are left out and counted `skipped`",
        source: "",
        word: "propagation",
        unit: "ms",
        section: Section::Every,
        about: About::Copying,
        is_per_replica: true,
        missing: "no write has arrived at a copy",
    }
    InconsistencyWindow {
        definition: "per write: from its commit until every replica shows it or a newer one. Windows that have not ended are `open`; percentiles are those of the product-limit estimate (Kaplan and Meier)",
        source: "Kaplan and Meier 1958 for windows that have not ended",
        word: "inconsistency-window",
        unit: "ms",
        section: Section::Every,
        about: About::Doing,
        is_per_replica: false,
        missing: "no write is shown everywhere",
    }
    TVisibility {
        definition: "per write and replica: from the commit until the replica first shows it or a newer one, so the share of values up to t is P(a read started t after the commit returns it or a newer one), any replica being as likely to be read as another (Bailis et al. 2012). Pairs that are not so far are censored; `--json` has the curve with pointwise 95% intervals (Wilson's, with Greenwood's effective size, and no more cases than writes). In a two-way sync the replica is the other side, and what was overwritten unseen never comes",
        source: "Bailis and others 2012 (probabilistically bounded staleness)",
        word: "t-visibility",
        unit: "ms",
        section: Section::Every,
        about: About::Copying,
        is_per_replica: true,
        missing: "no write has arrived at a copy",
    }
    Lag {
        definition: "writes committed and neither applied nor superseded, per replica, averaged over time; `count` is the time in milliseconds",
        source: "",
        word: "lag",
        unit: "events",
        section: Section::Every,
        about: About::Copying,
        is_per_replica: true,
        missing: "it has not happened",
    }
    AgeOfInformation {
        definition: "time average of now minus the commit of the newest write applied, per replica (Kaul, Yates, Gruteser 2012)",
        source: "Kaul, Yates, Gruteser 2012",
        word: "age-of-information",
        unit: "ms",
        section: Section::Every,
        about: About::Copying,
        is_per_replica: true,
        missing: "no write has arrived at a copy",
    }
    Convergence {
        definition: "from the end of a fault until every write committed before it is shown or superseded everywhere; does not apply to a two-way sync and to sagas, which have no one source of truth",
        source: "",
        word: "convergence",
        unit: "ms",
        section: Section::Every,
        about: About::OneTruth,
        is_per_replica: false,
        missing: "no fault has ended and been got over",
    }
    WriteLatency {
        definition: "from a person's request to the answer",
        source: "",
        word: "write-latency",
        unit: "ms",
        section: Section::Every,
        about: About::Writing,
        is_per_replica: false,
        missing: "nobody has heard of a write that it is done",
    }
    Unavailable {
        definition: "share of requests and reads that met a service that was down or out of reach",
        source: "",
        word: "unavailable",
        unit: "share",
        section: Section::Every,
        about: About::Answering,
        is_per_replica: false,
        missing: "nobody has been answered or turned away",
    }
    StaleReads {
        definition: "share of the keys read whose store missed a write that was committed when the person asked",
        source: "",
        word: "stale-reads",
        unit: "share",
        section: Section::Every,
        about: About::ReadingCopies,
        is_per_replica: true,
        missing: "no read has been answered",
    }
    VersionsBehind {
        definition: "per key read: how many such writes it missed",
        source: "Bailis and others 2012 (k-staleness)",
        word: "versions-behind",
        unit: "versions",
        section: Section::Every,
        about: About::ReadingCopies,
        is_per_replica: true,
        missing: "no read has been answered",
    }
    ReadAge {
        definition: "per key read: the age of the oldest write it missed, when the store was read; 0 if it missed none",
        source: "",
        word: "read-age",
        unit: "ms",
        section: Section::Every,
        about: About::ReadingCopies,
        is_per_replica: true,
        missing: "no read has been answered",
    }
    ReadYourWrites {
        definition: "share of reads by a session that knew writes of its own to the keys read to be done when it asked, in which one of those is missing. Superseded writes are not missing, here and below",
        source: "Terry and others 1994",
        word: "read-your-writes",
        unit: "share",
        section: Section::Every,
        about: About::ReadingCopies,
        is_per_replica: true,
        missing: "nobody has read what they had written themselves",
    }
    MonotonicReads {
        definition: "share of reads of keys of which the session had been shown writes before it asked, in which one of those is missing",
        source: "Terry and others 1994",
        word: "monotonic-reads",
        unit: "share",
        section: Section::Every,
        about: About::ReadingCopies,
        is_per_replica: false,
        missing: "nobody has read a key a second time",
    }
    MonotonicWrites {
        definition: "per write and replica, when it becomes visible there, if its session knew an earlier write of its own to be done: share in which one of those is missing there",
        source: "Terry and others 1994",
        word: "monotonic-writes",
        unit: "share",
        section: Section::Every,
        about: About::Order,
        is_per_replica: false,
        missing: "nobody has written a second time",
    }
    WritesFollowReads {
        definition: "the same of what its session had been shown before it wrote",
        source: "Terry and others 1994",
        word: "writes-follow-reads",
        unit: "share",
        section: Section::Every,
        about: About::Order,
        is_per_replica: false,
        missing: "nobody has written after they had read",
    }
    ConsistentPrefix {
        definition: "share of reads of two keys or more that no place in the order of all commits yields; does not apply to a two-way sync",
        source: "Terry 2013",
        word: "consistent-prefix",
        unit: "share",
        section: Section::Every,
        about: About::ReadingCopies,
        is_per_replica: false,
        missing: "nobody has read several keys at once",
    }
    ReadLatency {
        definition: "from a person's question to the answer",
        source: "",
        word: "read-latency",
        unit: "ms",
        section: Section::Every,
        about: About::Reading,
        is_per_replica: true,
        missing: "no read has been answered",
    }
    AddedLatency {
        definition: "per key read: how long its answer was held back so that it would be fresh",
        source: "",
        word: "added-latency",
        unit: "ms",
        section: Section::Every,
        about: About::ReadingCopies,
        is_per_replica: true,
        missing: "no read has been answered",
    }
    Reordered {
        definition: "share of adjacent versions of a key that arrive inverted",
        source: "",
        word: "reordered",
        unit: "share",
        section: Section::Every,
        about: About::Copying,
        is_per_replica: true,
        missing: "no two versions of a key in a row have been delivered",
    }
    Redelivered {
        definition: "share of events, per consumer, that were delivered more than once",
        source: "",
        word: "redelivered",
        unit: "share",
        section: Section::Every,
        about: About::Copying,
        is_per_replica: true,
        missing: "no event has been delivered",
    }
    Utilisation {
        definition: "share of their time that the workers of stations were at work, time in which their node was down included: consumers, projectors, and a job while a run of it goes on. `count` is the time of all workers in milliseconds. Services of sagas take any number of steps at once",
        source: "",
        word: "utilisation",
        unit: "share",
        section: Section::Every,
        about: About::Workers,
        is_per_replica: false,
        missing: "no time has passed",
    }
    RunDuration {
        definition: "from the beginning of a run until it has copied everything it found",
        source: "",
        word: "run-duration",
        unit: "ms",
        section: Section::Jobs,
        about: About::Doing,
        is_per_replica: false,
        missing: "no run of the job has ended well",
    }
    GhostRows {
        definition: "rows that a replica shows and that are deleted, averaged over time; as a count, now",
        source: "",
        word: "ghost-rows",
        unit: "rows",
        section: Section::Jobs,
        about: About::Doing,
        is_per_replica: false,
        missing: "it has not happened",
    }
    OlderWins {
        definition: "share of the conflicts of which one value was kept in which it was the older one",
        source: "",
        word: "older-wins",
        unit: "share",
        section: Section::Jobs,
        about: About::Doing,
        is_per_replica: false,
        missing: "no conflict has been decided",
    }
    SagaDuration {
        definition: "per saga: from its begin to its end, whichever that is",
        source: "",
        word: "saga-duration",
        unit: "ms",
        section: Section::Sagas,
        about: About::Doing,
        is_per_replica: false,
        missing: "it has not happened",
    }
    CompletedDuration {
        definition: "the same of those that took all their steps",
        source: "",
        word: "completed-duration",
        unit: "ms",
        section: Section::Sagas,
        about: About::Doing,
        is_per_replica: false,
        missing: "it has not happened",
    }
    Attempts {
        definition: "per saga: how often services began with a step of it, until its end",
        source: "",
        word: "attempts",
        unit: "attempts",
        section: Section::Sagas,
        about: About::Doing,
        is_per_replica: false,
        missing: "it has not happened",
    }
    Compensations {
        definition: "per saga: how many steps services began to take back, until its end",
        source: "",
        word: "compensations",
        unit: "steps",
        section: Section::Sagas,
        about: About::Doing,
        is_per_replica: false,
        missing: "it has not happened",
    }
    Success {
        definition: "share of the sagas at their end that took all their steps",
        source: "",
        word: "success",
        unit: "share",
        section: Section::Sagas,
        about: About::Doing,
        is_per_replica: false,
        missing: "it has not happened",
    }
    UncommittedRead {
        definition: "share of the keys read at a service that had a booking of a saga not at its end",
        source: "",
        word: "uncommitted-read",
        unit: "share",
        section: Section::Sagas,
        about: About::Reading,
        is_per_replica: false,
        missing: "it has not happened",
    }
    DirtyRead {
        definition: "share of the keys read of which such a booking was taken back later",
        source: "",
        word: "dirty-read",
        unit: "share",
        section: Section::Sagas,
        about: About::Reading,
        is_per_replica: false,
        missing: "it has not happened",
    }
    LeftBehind {
        definition: "share of the sagas at their end, not completed, that held a booking then or took one later, for a while or for good",
        source: "",
        word: "left-behind",
        unit: "share",
        section: Section::Sagas,
        about: About::Doing,
        is_per_replica: false,
        missing: "it has not happened",
    }
    Orphaned {
        definition: "share of the sagas at their end, not completed, that hold a booking which nothing gives back",
        source: "",
        word: "orphaned",
        unit: "share",
        section: Section::Sagas,
        about: About::Doing,
        is_per_replica: false,
        missing: "it has not happened",
    }
    DoubleBooked {
        definition: "share of the sagas at their end that held a step twice at some time",
        source: "",
        word: "double-booked",
        unit: "share",
        section: Section::Sagas,
        about: About::Doing,
        is_per_replica: false,
        missing: "it has not happened",
    }
    CatchUp {
        definition: "from the beginning of a rebuild of a read model until it has caught up: in place with the log, beside with what people see",
        source: "",
        word: "catch-up",
        unit: "ms",
        section: Section::Views,
        about: About::Doing,
        is_per_replica: true,
        missing: "no rebuild has caught up",
    }
    ReApplied {
        definition: "per projector that came back: events between its checkpoint and what it had applied; as a count, all of them",
        source: "",
        word: "re-applied",
        unit: "events",
        section: Section::Views,
        about: About::Doing,
        is_per_replica: true,
        missing: "no projector has come back",
    }
    ViewsDisagree {
        definition: "share of reads of a key that another view shows as well, of which that showed another value at that instant",
        source: "",
        word: "views-disagree",
        unit: "share",
        section: Section::Views,
        about: About::ReadingCopies,
        is_per_replica: false,
        missing: "there is one view, or nobody has read it",
    }
    WentBackInTime {
        definition: "share of reads of a key of which the session had been shown a write in the same view before it asked, in which one of those is missing",
        source: "",
        word: "went-back-in-time",
        unit: "share",
        section: Section::Views,
        about: About::ReadingCopies,
        is_per_replica: false,
        missing: "nobody has read a key a second time",
    }
}

//! The measures that have a distribution, each with a chart: which patterns have them, and what they mean.

use super::figures::{BACKGROUND_SYNC, COPIES, CQRS, EVENT_BASED, SAGA};

/// A measure that has a distribution.
pub struct Distributed {
    /// The patterns that have it.
    pub of: u8,
    /// Its name in reports.
    pub name: &'static str,
    /// What it is called in plain words.
    pub label: &'static str,
    /// What the field calls it.
    pub term: &'static str,
    /// What it is, in words that follow the term.
    pub meaning: &'static str,
    /// What a value is of, one and many.
    pub sample: (&'static str, &'static str),
    /// What a value of 0 is called.
    pub at_once: &'static str,
}

/// All of them, in the order of the page.
pub const DISTRIBUTED: &[Distributed] = &[
    Distributed {
        of: EVENT_BASED | BACKGROUND_SYNC | CQRS,
        name: "inconsistency-window",
        label: "Until every copy agrees",
        term: "Inconsistency window",
        meaning: "from the commit of a write until every copy shows it or a newer one",
        sample: ("write", "writes"),
        at_once: "at once",
    },
    Distributed {
        of: COPIES,
        name: "read-age",
        label: "How stale reads were",
        term: "Read age",
        meaning: "the age of the oldest write that a reader should have seen and did not",
        sample: ("value read", "values read"),
        at_once: "fresh",
    },
    Distributed {
        of: SAGA,
        name: "inconsistency-window",
        label: "Half done for",
        term: "Inconsistency window",
        meaning: "from the first commit of a saga until its end: so long, a part of it is there and the rest is not",
        sample: ("saga", "sagas"),
        at_once: "at once",
    },
    Distributed {
        of: SAGA,
        name: "saga-duration",
        label: "Until a saga is over",
        term: "Saga duration",
        meaning: "from the start of a saga until its initiator records its end",
        sample: ("saga", "sagas"),
        at_once: "at once",
    },
    Distributed {
        of: EVENT_BASED | CQRS,
        name: "propagation",
        label: "Until a copy shows it",
        term: "Propagation",
        meaning: "from the commit of a write until one copy shows it",
        sample: ("arrival", "arrivals"),
        at_once: "at once",
    },
];

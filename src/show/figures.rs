//! The figures of a run: those that have a line in a table, those that have a distribution with a chart, and how they
//! are shown. Here stand those that several patterns have; each face has the lists of its own.

use super::headlines::Headlines;
use crate::consistency::Report;

/// How the figures of a pattern are shown.
pub struct Figures {
    /// How reads went.
    pub reads: &'static [Figure],
    /// What there was of each thing, and how long it took.
    pub counts: &'static [Figure],
    /// The measures that have a distribution, in the order of the page.
    pub distributed: &'static [Distributed],
    /// The chart that comes first.
    pub chart: FirstChart,
    /// What differs from the truth, one and many, and how it is: "value", "values", "out of date".
    pub differing: (&'static str, &'static str, &'static str),
    /// What comes before all else.
    pub headlines: Headlines,
    /// What is to be read before every figure, if anything.
    pub warning: fn(&Report) -> Option<String>,
}

/// The chart that comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FirstChart {
    /// When a read sees a write. With it goes how far each copy is behind.
    Copies,
    /// How what people ask for ended.
    Outcomes {
        /// What is shown, in plain words.
        label: &'static str,
        /// What the field calls it.
        term: &'static str,
        /// What it is.
        meaning: &'static str,
    },
}

/// A figure that has a line.
pub struct Figure {
    /// Its name in reports.
    pub name: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// Of what it is counted or measured.
    pub meaning: &'static str,
    /// Whether any of it is too much.
    pub is_bad: bool,
}

/// A figure that says nothing bad by itself.
pub const fn figure(name: &'static str, label: &'static str, meaning: &'static str) -> Figure {
    Figure {
        name,
        label,
        meaning,
        is_bad: false,
    }
}

/// A figure of which any is too much.
pub const fn fault(name: &'static str, label: &'static str, meaning: &'static str) -> Figure {
    Figure {
        is_bad: true,
        ..figure(name, label, meaning)
    }
}

/// A measure that has a distribution.
pub struct Distributed {
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

/// Stale reads.
pub const STALE_READS: Figure = figure(
    "stale-reads",
    "Stale reads",
    "of what was read, older than the truth",
);

/// Versions behind.
pub const VERSIONS_BEHIND: Figure = figure(
    "versions-behind",
    "Versions behind",
    "newer than what was read: p50 · p99",
);

/// Read age.
pub const READ_AGE: Figure = figure(
    "read-age",
    "Read age",
    "of the oldest write missed: p50 · p99",
);

/// Read latency.
pub const READ_LATENCY: Figure = figure(
    "read-latency",
    "Read latency",
    "from question to answer: p50 · p99",
);

/// Diverged.
pub const DIVERGED: Figure = fault(
    "diverged",
    "Diverged",
    "keys of copies that are wrong for good",
);

/// Lost events.
pub const LOST: Figure = fault("lost", "Lost events", "will never reach some copy");

/// Reordered.
pub const REORDERED: Figure = fault(
    "reordered",
    "Reordered",
    "the newer of two versions arrived first",
);

/// Lost updates.
pub const LOST_UPDATES: Figure = fault(
    "lost-updates",
    "Lost updates",
    "wiped out by someone who had not seen them",
);

/// Failures.
pub const FAILURES: Figure = fault("failures", "Failures", "attempts that went wrong");

/// Retries.
pub const RETRIES: Figure = figure("retries", "Retries", "attempts after the first");

/// Lost messages.
pub const LOST_MESSAGES: Figure = figure("lost-messages", "Lost messages", "resent or not");

/// Effects.
pub const EFFECTS: Figure = figure("effects", "Effects", "changes made to copies");

/// Writes.
pub const COMMITTED: Figure = figure("committed", "Writes", "committed at the source");

/// Until every copy agrees.
pub const DISTRIBUTION_OF_INCONSISTENCY_WINDOW: Distributed = Distributed {
    name: "inconsistency-window",
    label: "Until every copy agrees",
    term: "Inconsistency window",
    meaning: "from the commit of a write until every copy shows it or a newer one",
    sample: ("write", "writes"),
    at_once: "at once",
};

/// How stale reads were.
pub const DISTRIBUTION_OF_READ_AGE: Distributed = Distributed {
    name: "read-age",
    label: "How stale reads were",
    term: "Read age",
    meaning: "the age of the oldest write that a reader should have seen and did not",
    sample: ("value read", "values read"),
    at_once: "fresh",
};

/// Until a copy shows it.
pub const DISTRIBUTION_OF_PROPAGATION: Distributed = Distributed {
    name: "propagation",
    label: "Until a copy shows it",
    term: "Propagation",
    meaning: "from the commit of a write until one copy shows it",
    sample: ("arrival", "arrivals"),
    at_once: "at once",
};

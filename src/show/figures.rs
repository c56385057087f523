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
pub const STALE_READS: Figure = Figure {
    name: "stale-reads",
    label: "Stale reads",
    meaning: "of what was read, older than the truth",
    is_bad: false,
};

/// Versions behind.
pub const VERSIONS_BEHIND: Figure = Figure {
    name: "versions-behind",
    label: "Versions behind",
    meaning: "newer than what was read: p50 · p99",
    is_bad: false,
};

/// Read age.
pub const READ_AGE: Figure = Figure {
    name: "read-age",
    label: "Read age",
    meaning: "of the oldest write missed: p50 · p99",
    is_bad: false,
};

/// Read latency.
pub const READ_LATENCY: Figure = Figure {
    name: "read-latency",
    label: "Read latency",
    meaning: "from question to answer: p50 · p99",
    is_bad: false,
};

/// Diverged.
pub const DIVERGED: Figure = Figure {
    name: "diverged",
    label: "Diverged",
    meaning: "keys of copies that are wrong for good",
    is_bad: true,
};

/// Lost events.
pub const LOST: Figure = Figure {
    name: "lost",
    label: "Lost events",
    meaning: "will never reach some copy",
    is_bad: true,
};

/// Reordered.
pub const REORDERED: Figure = Figure {
    name: "reordered",
    label: "Reordered",
    meaning: "the newer of two versions arrived first",
    is_bad: true,
};

/// Lost updates.
pub const LOST_UPDATES: Figure = Figure {
    name: "lost-updates",
    label: "Lost updates",
    meaning: "wiped out by someone who had not seen them",
    is_bad: true,
};

/// Failures.
pub const FAILURES: Figure = Figure {
    name: "failures",
    label: "Failures",
    meaning: "attempts that went wrong",
    is_bad: true,
};

/// Retries.
pub const RETRIES: Figure = Figure {
    name: "retries",
    label: "Retries",
    meaning: "attempts after the first",
    is_bad: false,
};

/// Lost messages.
pub const LOST_MESSAGES: Figure = Figure {
    name: "lost-messages",
    label: "Lost messages",
    meaning: "resent or not",
    is_bad: false,
};

/// Effects.
pub const EFFECTS: Figure = Figure {
    name: "effects",
    label: "Effects",
    meaning: "changes made to copies",
    is_bad: false,
};

/// Writes.
pub const COMMITTED: Figure = Figure {
    name: "committed",
    label: "Writes",
    meaning: "committed at the source",
    is_bad: false,
};

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

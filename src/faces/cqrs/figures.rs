//! Which figures a run has, and how they are shown.

use crate::show::figures::{self, Figure, Figures, FirstChart};
use crate::show::headlines::{self, Headlines};

/// The figures and how they are shown.
pub const FIGURES: Figures = Figures {
    reads: &[
        figures::STALE_READS,
        figures::VERSIONS_BEHIND,
        figures::READ_AGE,
        Figure {
            name: "went-back-in-time",
            label: "Back in time",
            meaning: "older than the same person saw before",
            is_bad: true,
        },
        Figure {
            name: "views-disagree",
            label: "Views disagree",
            meaning: "on what one person read",
            is_bad: false,
        },
        figures::READ_LATENCY,
        Figure {
            name: "added-latency",
            label: "Added latency",
            meaning: "to show people their own writes: p50 · p99",
            is_bad: false,
        },
        Figure {
            name: "write-model-reads",
            label: "Asked the write model",
            meaning: "by people who had just written",
            is_bad: false,
        },
    ],
    counts: &[
        figures::DIVERGED,
        figures::LOST,
        Figure {
            name: "re-applied",
            label: "Applied again",
            meaning: "events, after a checkpoint that was behind",
            is_bad: true,
        },
        figures::REORDERED,
        Figure {
            name: "overdrafts",
            label: "Overdrafts",
            meaning: "decided on what was out of date",
            is_bad: true,
        },
        Figure {
            name: "conflicts",
            label: "Conflicts",
            meaning: "another command was there first",
            is_bad: false,
        },
        Figure {
            name: "refused",
            label: "Refused",
            meaning: "commands that were not carried out",
            is_bad: false,
        },
        Figure {
            name: "catch-up",
            label: "Catch-up",
            meaning: "after a rebuild: p50 · p99",
            is_bad: false,
        },
        figures::RETRIES,
        figures::LOST_MESSAGES,
        figures::EFFECTS,
        figures::COMMITTED,
    ],
    distributed: &[
        figures::DISTRIBUTION_OF_INCONSISTENCY_WINDOW,
        figures::DISTRIBUTION_OF_READ_AGE,
        figures::DISTRIBUTION_OF_PROPAGATION,
    ],
    chart: FirstChart::Copies,
    differing: ("value", "values", "out of date"),
    headlines: Headlines {
        often: ("stale-reads", "Stale reads"),
        lasts: ["Until all agree", "Until it is there"],
        now: headlines::out_of_date,
    },
    warning: |_| None,
};

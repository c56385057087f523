//! Which figures a run has, and how they are shown.

use crate::show::figures::{self, Figures, FirstChart, fault, figure};
use crate::show::headlines::{self, Headlines};

/// The figures and how they are shown.
pub const FIGURES: Figures = Figures {
    reads: &[
        figures::STALE_READS,
        figures::VERSIONS_BEHIND,
        figures::READ_AGE,
        fault(
            "went-back-in-time",
            "Back in time",
            "older than the same person saw before",
        ),
        figure(
            "views-disagree",
            "Views disagree",
            "on what one person read",
        ),
        figures::READ_LATENCY,
        figure(
            "added-latency",
            "Added latency",
            "to show people their own writes: p50 · p99",
        ),
        figure(
            "write-model-reads",
            "Asked the write model",
            "by people who had just written",
        ),
    ],
    counts: &[
        figures::DIVERGED,
        figures::LOST,
        fault(
            "re-applied",
            "Applied again",
            "events, after a checkpoint that was behind",
        ),
        figures::REORDERED,
        fault(
            "overdrafts",
            "Overdrafts",
            "decided on what was out of date",
        ),
        figure("conflicts", "Conflicts", "another command was there first"),
        figure("refused", "Refused", "commands that were not carried out"),
        figure("catch-up", "Catch-up", "after a rebuild: p50 · p99"),
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

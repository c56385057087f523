//! Which figures a run has, and how they are shown.

use crate::show::figures::{self, Figure, Figures, FirstChart};
use crate::show::headlines::{self, Headlines};

/// The figures and how they are shown.
pub const FIGURES: Figures = Figures {
    reads: &[
        figures::STALE_READS,
        figures::VERSIONS_BEHIND,
        figures::READ_AGE,
        figures::READ_LATENCY,
    ],
    counts: &[
        figures::DIVERGED,
        figures::LOST,
        Figure {
            name: "duplicate-effects",
            label: "Duplicate effects",
            meaning: "events that counted twice",
            is_bad: true,
        },
        figures::REORDERED,
        Figure {
            name: "dead-letters",
            label: "Dead letters",
            meaning: "events put aside for a person",
            is_bad: true,
        },
        figures::FAILURES,
        figures::RETRIES,
        figures::LOST_MESSAGES,
        Figure {
            name: "transmissions",
            label: "Transmissions",
            meaning: "messages with events, resends included",
            is_bad: false,
        },
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

//! Which figures a run has, and how they are shown.

use crate::show::figures::{self, Figures, FirstChart, fault, figure};
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
        fault(
            "duplicate-effects",
            "Duplicate effects",
            "events that counted twice",
        ),
        figures::REORDERED,
        fault(
            "dead-letters",
            "Dead letters",
            "events put aside for a person",
        ),
        figures::FAILURES,
        figures::RETRIES,
        figures::LOST_MESSAGES,
        figure(
            "transmissions",
            "Transmissions",
            "messages with events, resends included",
        ),
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

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
        Figure {
            name: "missed-rows",
            label: "Missed rows",
            meaning: "behind the watermark for good",
            is_bad: true,
        },
        Figure {
            name: "ghost-rows",
            label: "Ghost rows",
            meaning: "deleted, and still in the copy",
            is_bad: true,
        },
        Figure {
            name: "conflicts",
            label: "Conflicts",
            meaning: "changes on both sides at once",
            is_bad: false,
        },
        figures::LOST_UPDATES,
        Figure {
            name: "run-duration",
            label: "Run time",
            meaning: "of the job: p50 · p99",
            is_bad: false,
        },
        Figure {
            name: "runs",
            label: "Runs",
            meaning: "of the job",
            is_bad: false,
        },
        Figure {
            name: "failed-runs",
            label: "Failed runs",
            meaning: "that stopped part-way",
            is_bad: true,
        },
        Figure {
            name: "skipped-runs",
            label: "Skipped runs",
            meaning: "since an earlier one still ran",
            is_bad: false,
        },
        Figure {
            name: "overlapping-runs",
            label: "Overlapping runs",
            meaning: "that began beside an earlier one",
            is_bad: true,
        },
        Figure {
            name: "moved-rows",
            label: "Rows moved",
            meaning: "from a source to the copy",
            is_bad: false,
        },
        figures::LOST_MESSAGES,
        figures::COMMITTED,
    ],
    distributed: &[
        figures::DISTRIBUTION_OF_INCONSISTENCY_WINDOW,
        figures::DISTRIBUTION_OF_READ_AGE,
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

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
        fault(
            "missed-rows",
            "Missed rows",
            "behind the watermark for good",
        ),
        fault("ghost-rows", "Ghost rows", "deleted, and still in the copy"),
        figure("conflicts", "Conflicts", "changes on both sides at once"),
        figures::LOST_UPDATES,
        figure("run-duration", "Run time", "of the job: p50 · p99"),
        figure("runs", "Runs", "of the job"),
        fault("failed-runs", "Failed runs", "that stopped part-way"),
        figure(
            "skipped-runs",
            "Skipped runs",
            "since an earlier one still ran",
        ),
        fault(
            "overlapping-runs",
            "Overlapping runs",
            "that began beside an earlier one",
        ),
        figure("moved-rows", "Rows moved", "from a source to the copy"),
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

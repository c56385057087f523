//! Which figures a run has, and how they are shown.

use crate::consistency::Report;
use crate::show::figures::{self, Distributed, Figure, Figures, FirstChart};
use crate::show::headlines::{About, Headlines, Now};
use crate::show::units;

use super::sold_out::sold_out;

/// The figures and how they are shown.
pub const FIGURES: Figures = Figures {
    reads: &[
        Figure {
            name: "uncommitted-read",
            label: "Uncommitted reads",
            meaning: "of a saga that was not over",
            is_bad: false,
        },
        Figure {
            name: "dirty-read",
            label: "Dirty reads",
            meaning: "of what was undone later",
            is_bad: true,
        },
        figures::READ_LATENCY,
    ],
    counts: &[
        Figure {
            name: "completed",
            label: "Completed",
            meaning: "sagas that took all their steps",
            is_bad: false,
        },
        Figure {
            name: "compensated",
            label: "Compensated",
            meaning: "sagas that were undone, step by step",
            is_bad: false,
        },
        Figure {
            name: "stuck",
            label: "Stuck",
            meaning: "sagas that need a person",
            is_bad: true,
        },
        Figure {
            name: "in-flight",
            label: "Under way",
            meaning: "sagas that are not over",
            is_bad: false,
        },
        Figure {
            name: "orphans",
            label: "Orphans",
            meaning: "bookings that nothing will undo",
            is_bad: true,
        },
        Figure {
            name: "left-behind",
            label: "Still booked",
            meaning: "of the sagas at their end: held a booking that was not theirs to keep",
            is_bad: false,
        },
        Figure {
            name: "orphaned",
            label: "Sagas with orphans",
            meaning: "of those at their end",
            is_bad: true,
        },
        Figure {
            name: "double-bookings",
            label: "Double bookings",
            meaning: "steps that a saga took twice",
            is_bad: true,
        },
        Figure {
            name: "overbooked",
            label: "Overbooked",
            meaning: "more was booked than there was",
            is_bad: true,
        },
        Figure {
            name: "refusals",
            label: "Refusals",
            meaning: "steps that a service did not take",
            is_bad: false,
        },
        Figure {
            name: "sold-out",
            label: "Sold out",
            meaning: "steps refused since nothing was left",
            is_bad: false,
        },
        Figure {
            name: "turned-away",
            label: "Turned away",
            meaning: "sagas that did not complete, since nothing was left",
            is_bad: false,
        },
        Figure {
            name: "taken-back",
            label: "Steps undone",
            meaning: "by compensation",
            is_bad: false,
        },
        figures::LOST_UPDATES,
        figures::FAILURES,
        figures::RETRIES,
        figures::LOST_MESSAGES,
    ],
    distributed: &[
        Distributed {
            name: "inconsistency-window",
            label: "Half done for",
            term: "Inconsistency window",
            meaning: "from the first commit of a saga until its end: so long, a part of it is there and the rest is not",
            sample: ("saga", "sagas"),
            at_once: "at once",
        },
        Distributed {
            name: "saga-duration",
            label: "Until a saga is over",
            term: "Saga duration",
            meaning: "from the start of a saga until its initiator records its end",
            sample: ("saga", "sagas"),
            at_once: "at once",
        },
    ],
    chart: FirstChart::Outcomes {
        label: "How sagas ended",
        term: "Outcomes over time",
        meaning: "completed, undone or stuck, and when",
    },
    differing: ("saga", "sagas", "under way"),
    headlines: Headlines {
        often: ("uncommitted-read", "Uncommitted reads"),
        lasts: ["Half done for"; 2],
        now,
    },
    warning: sold_out,
};

/// How many are under way, and what came of them that nobody wants.
fn now(report: &Report, about: &About) -> Now {
    let count = |name| report.counts.get(name).copied().unwrap_or(0);
    let stuck = count("stuck");
    let is_sold_out = sold_out(report).is_some();
    let mut details = vec!["begun and not over".to_owned()];
    if stuck > 0 {
        details.push(format!("{} stuck", units::count(stuck)));
    }
    if is_sold_out {
        let turned_away = units::count(count("turned-away"));
        details.push(format!("{turned_away} turned away, nothing left"));
    }
    Now {
        label: "Under way now",
        value: units::things(about.differing, "saga", "sagas"),
        details,
        is_bad: stuck > 0 || is_sold_out,
    }
}

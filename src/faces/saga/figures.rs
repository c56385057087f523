//! Which figures a run has, and how they are shown.

use crate::consistency::Report;
use crate::show::figures::{self, Distributed, Figures, FirstChart, fault, figure};
use crate::show::headlines::{About, Headlines, Now};
use crate::show::units;

use super::sold_out::sold_out;

/// The figures and how they are shown.
pub const FIGURES: Figures = Figures {
    reads: &[
        figure(
            "uncommitted-read",
            "Uncommitted reads",
            "of a saga that was not over",
        ),
        fault("dirty-read", "Dirty reads", "of what was undone later"),
        figures::READ_LATENCY,
    ],
    counts: &[
        figure("completed", "Completed", "sagas that took all their steps"),
        figure(
            "compensated",
            "Compensated",
            "sagas that were undone, step by step",
        ),
        fault("stuck", "Stuck", "sagas that need a person"),
        figure("in-flight", "Under way", "sagas that are not over"),
        fault("orphans", "Orphans", "bookings that nothing will undo"),
        figure(
            "left-behind",
            "Still booked",
            "of the sagas at their end: held a booking that was not theirs to keep",
        ),
        fault("orphaned", "Sagas with orphans", "of those at their end"),
        fault(
            "double-bookings",
            "Double bookings",
            "steps that a saga took twice",
        ),
        fault("overbooked", "Overbooked", "more was booked than there was"),
        figure("refusals", "Refusals", "steps that a service did not take"),
        figure(
            "sold-out",
            "Sold out",
            "steps refused since nothing was left",
        ),
        figure(
            "turned-away",
            "Turned away",
            "sagas that did not complete, since nothing was left",
        ),
        figure("taken-back", "Steps undone", "by compensation"),
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

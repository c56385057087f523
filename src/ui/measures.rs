//! How late, how far behind, and what went wrong: the measures of the run so far.

use leptos::prelude::*;

use super::chart::chart;
use super::dom::{El, el};
use super::stage::Stage;
use crate::consistency::{Measured, Report};
use crate::scenario::{Role, Story};
use crate::session::Session;
use crate::sim::time::{MILLISECOND, Micros};
use crate::view::charts::histogram::{Bar, Histogram, chart as histogram_chart};
use crate::view::charts::lag::{Lag, Series, chart as lag_chart};
use crate::view::text::Measure;
use crate::view::units;

/// A count on the page.
struct Count {
    name: &'static str,
    label: &'static str,
    meaning: &'static str,
    /// Whether any of it is too many.
    bad: bool,
}

const fn count(name: &'static str, label: &'static str, meaning: &'static str, bad: bool) -> Count {
    Count {
        name,
        label,
        meaning,
        bad,
    }
}

const COUNTS: &[Count] = &[
    count(
        "diverged",
        "Diverged",
        "keys of copies that are wrong for good",
        true,
    ),
    count("lost", "Lost events", "will never reach some copy", true),
    count(
        "duplicate-effects",
        "Duplicate effects",
        "events that counted twice",
        true,
    ),
    count(
        "reordered",
        "Reordered",
        "versions of a key that arrived inverted",
        true,
    ),
    count(
        "dead-letters",
        "Dead letters",
        "events put aside for a person",
        true,
    ),
    count("failures", "Failures", "handling attempts that threw", true),
    count("retries", "Retries", "attempts after the first", false),
    count("lost-messages", "Lost messages", "resent or not", false),
    count(
        "transmissions",
        "Transmissions",
        "messages with events, resends included",
        false,
    ),
    count("effects", "Effects", "changes made to copies", false),
    count("committed", "Writes", "committed at the source", false),
];

/// The panel's content.
pub fn measures(stage: Stage) -> Vec<El> {
    let report = Memo::new(move |_| {
        stage.beat.track();
        stage.look(Session::report)
    });
    let window = Distributed {
        name: "inconsistency-window",
        label: "Inconsistency window",
        meaning: "From the commit of a write until every copy shows it or a newer one",
        sample: ("write", "writes"),
        missing: "no write is everywhere",
    };
    let propagation = Distributed {
        name: "propagation",
        label: "Propagation",
        meaning: "From the commit of a write until one copy shows it",
        sample: ("arrival", "arrivals"),
        missing: "no write has arrived",
    };
    vec![
        el("h2", "unseen").text("Measures"),
        distribution(stage, report, window),
        distribution(stage, report, propagation),
        lag(stage),
        counts(report),
    ]
}

/// A measure that has a distribution.
#[derive(Clone, Copy)]
struct Distributed {
    name: &'static str,
    label: &'static str,
    meaning: &'static str,
    sample: (&'static str, &'static str),
    /// Why there may be no value yet.
    missing: &'static str,
}

fn distribution(stage: Stage, report: Memo<Report>, measure: Distributed) -> El {
    let Distributed {
        name,
        label,
        meaning,
        sample,
        missing,
    } = measure;
    let draw = move |session: &Session, size, measure: Measure<'_>| {
        let bars: Vec<Bar> = session
            .bars(name)
            .into_iter()
            .map(|bar| Bar {
                low_us: bar.low,
                high_us: bar.high,
                count: bar.count,
            })
            .collect();
        let found = report.with_untracked(|report| percentiles(report, name));
        let histogram = Histogram {
            name: label,
            sample,
            bars: &bars,
            p50: found[0],
            p95: found[1],
            p99: found[2],
            empty_because: missing,
        };
        histogram_chart(&histogram, size, measure)
    };
    let size = move || match report.with(|report| count_of(report, name)) {
        0 => String::new(),
        count => units::things(count, sample.0, sample.1),
    };
    let figures = move || {
        let figures = report
            .with(|report| figures(report, name))
            .into_iter()
            .flatten();
        figures
            .map(|(label, value)| {
                el("div", "")
                    .add(el("dt", "").text(label))
                    .add(el("dd", "").text(&value))
            })
            .collect()
    };
    el("section", "measure")
        .add(
            el("h3", "head")
                .attr("title", meaning)
                .text(label)
                .add(el("span", "sample").live_text(size)),
        )
        .add(chart(
            stage,
            "histogram",
            Box::new(move || stage.beat.track()),
            Box::new(draw),
        ))
        .add(el("dl", "figures").live(figures))
}

fn micros(ms: f64) -> Micros {
    (ms * MILLISECOND as f64) as Micros
}

fn percentiles(report: &Report, name: &str) -> [Option<Micros>; 3] {
    match report.measures.get(name) {
        Some(Measured::Distribution { p50, p95, p99, .. }) => {
            [p50.map(micros), p95.map(micros), p99.map(micros)]
        }
        _ => [None; 3],
    }
}

fn count_of(report: &Report, name: &str) -> u64 {
    match report.measures.get(name) {
        Some(Measured::Distribution { count, .. }) => *count,
        _ => 0,
    }
}

fn figures(report: &Report, name: &str) -> Option<[(&'static str, String); 4]> {
    let Some(Measured::Distribution {
        count,
        p50,
        p95,
        p99,
        max,
        ..
    }) = report.measures.get(name)
    else {
        return None;
    };
    let time = |value: &Option<f64>| {
        value.map_or_else(|| "–".to_owned(), |ms| units::duration(micros(ms)))
    };
    (*count > 0).then(|| {
        [
            ("p50", time(p50)),
            ("p95", time(p95)),
            ("p99", time(p99)),
            ("max", time(max)),
        ]
    })
}

fn lag(stage: Stage) -> El {
    let draw = |session: &Session, size, measure: Measure<'_>| {
        let story = Story::of(&session.scenario().settings);
        let series: Vec<Series<'_>> = session
            .lag_series()
            .into_iter()
            .enumerate()
            .map(|(place, (_, points))| Series {
                name: story.name(Role::Consumer(place)).name,
                points,
            })
            .collect();
        let lag = Lag {
            series: &series,
            chosen: None,
            unit: ("write", "writes"),
            empty_because: "no write has been committed",
        };
        lag_chart(&lag, size, measure)
    };
    let meaning = "Writes committed that a copy neither shows nor has passed over";
    el("section", "measure")
        .add(
            el("h3", "head")
                .attr("title", meaning)
                .text("Lag over time"),
        )
        .add(chart(
            stage,
            "lag",
            Box::new(move || stage.beat.track()),
            Box::new(draw),
        ))
}

fn counts(report: Memo<Report>) -> El {
    let rows = COUNTS.iter().map(
        |Count {
             name,
             label,
             meaning,
             bad,
         }| {
            let count = move || report.with(|report| report.counts.get(name).copied().unwrap_or(0));
            let head = el("th", "")
                .attr("scope", "row")
                .text(label)
                .add(el("small", "").text(meaning));
            let value = el("td", "")
                .live_class("bad", move || *bad && count() != 0)
                .live_text(move || units::count(count()));
            el("tr", "").add(head).add(value)
        },
    );
    el("section", "measure")
        .add(el("h3", "head").text("Counts"))
        .add(
            el("table", "")
                .add(el("caption", "unseen").text("Counts of the run so far"))
                .add(el("tbody", "").all(rows)),
        )
}

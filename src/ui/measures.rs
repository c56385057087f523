//! How late, how far behind, and what went wrong: the measures of the run so far.

use leptos::prelude::*;

use super::chart::chart;
use super::dom::{El, el};
use super::figures::{self, BACKGROUND_SYNC, CQRS, EVENT_BASED, SAGA, is_of};
use super::stage::Stage;
use crate::consistency::{Measured, Report};
use crate::scenario::Pattern;
use crate::session::Session;
use crate::sim::time::{MILLISECOND, Micros};
use crate::view::charts::histogram::{Bar, Histogram, chart as histogram_chart};
use crate::view::charts::lag::{Lag, Series, chart as lag_chart};
use crate::view::naming;
use crate::view::text::Measure;
use crate::view::units;

/// A measure that has a distribution.
#[derive(Clone, Copy)]
struct Distributed {
    /// The patterns that have it.
    of: u8,
    name: &'static str,
    label: &'static str,
    meaning: &'static str,
    sample: (&'static str, &'static str),
    /// Why there may be no value yet.
    missing: &'static str,
}

const DISTRIBUTED: &[Distributed] = &[
    Distributed {
        of: SAGA,
        name: "saga-duration",
        label: "Saga duration",
        meaning: "From the start of a saga until its initiator records its end",
        sample: ("saga", "sagas"),
        missing: "no saga has ended",
    },
    Distributed {
        of: EVENT_BASED | BACKGROUND_SYNC | CQRS,
        name: "inconsistency-window",
        label: "Inconsistency window",
        meaning: "From the commit of a write until every copy shows it or a newer one",
        sample: ("write", "writes"),
        missing: "no write is everywhere",
    },
    Distributed {
        of: SAGA,
        name: "inconsistency-window",
        label: "Inconsistency window",
        meaning: "From the first commit of a saga until its end",
        sample: ("saga", "sagas"),
        missing: "no saga has ended",
    },
    Distributed {
        of: EVENT_BASED | CQRS,
        name: "propagation",
        label: "Propagation",
        meaning: "From the commit of a write until one copy shows it",
        sample: ("arrival", "arrivals"),
        missing: "no write has arrived",
    },
];

/// The panel's content, for the pattern that is run. Reactive.
pub fn measures(stage: Stage) -> Vec<El> {
    let pattern = stage.pattern.get();
    let report = Memo::new(move |_| {
        stage.beat.track();
        stage.look(Session::report)
    });
    let mut content = vec![el("h2", "unseen").text("Measures")];
    let measures = DISTRIBUTED.iter().filter(|row| is_of(row.of, pattern));
    content.extend(measures.map(|measure| distribution(stage, report, *measure)));
    if pattern != Pattern::Saga {
        content.push(lag(stage));
    }
    content.extend(figures::tables(report, pattern));
    content
}

fn distribution(stage: Stage, report: Memo<Report>, measure: Distributed) -> El {
    let Distributed {
        name,
        label,
        meaning,
        sample,
        missing,
        ..
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
        let names = naming::of_nodes(session.settings()).node;
        let series = session.lag_series().into_iter().zip(session.replicas());
        let series: Vec<Series<'_>> = series
            .map(|((_, points), (_, node))| Series {
                name: names.get(usize::from(node.0)).map_or("", String::as_str),
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

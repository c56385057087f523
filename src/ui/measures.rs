//! How late, how far behind, and what went wrong: the measures of the run so far.

use crate::ui::live::{live, part};
use leptos::prelude::*;

use super::chart::chart;
use super::stage::Stage;
use crate::consistency::{Measured, Report};
use crate::scenario::{Role, Story};
use crate::session::Session;
use crate::sim::time::{MILLISECOND, Micros};
use crate::view::charts::histogram::{Bar, Histogram, chart as histogram_chart};
use crate::view::charts::lag::{Lag, Series, chart as lag_chart};
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
pub fn measures(stage: Stage) -> AnyView {
    let report = Memo::new(move |_| {
        stage.beat.track();
        stage.look(Session::report)
    });
    view! {
        <h2 class="unseen">"Measures"</h2>
        {distribution(
            stage,
            report,
            "inconsistency-window",
            "Inconsistency window",
            "From the commit of a write until every copy shows it or a newer one",
            ("write", "writes"),
        )}
        {distribution(
            stage,
            report,
            "propagation",
            "Propagation",
            "From the commit of a write until one copy shows it",
            ("arrival", "arrivals"),
        )}
        {lag(stage)}
        {counts(report)}
    }
    .into_any()
}

fn beat(stage: Stage) -> Signal<u64> {
    Signal::derive(move || u64::from(stage.beat.get()))
}

fn distribution(
    stage: Stage,
    report: Memo<Report>,
    name: &'static str,
    label: &'static str,
    meaning: &'static str,
    sample: (&'static str, &'static str),
) -> AnyView {
    let figures = Memo::new(move |_| report.with(|report| figures(report, name)));
    let size = Memo::new(move |_| {
        let count = report.with(|report| count_of(report, name));
        if count == 0 {
            String::new()
        } else {
            units::things(count, sample.0, sample.1)
        }
    });
    let draw = move |session: &Session, size, measure: crate::view::text::Measure<'_>| {
        let bars: Vec<Bar> = session
            .bars(name)
            .into_iter()
            .map(|bar| Bar {
                low_us: bar.low,
                high_us: bar.high,
                count: bar.count,
            })
            .collect();
        let found = percentiles(&report.get_untracked(), name);
        let histogram = Histogram {
            name: label,
            sample,
            bars: &bars,
            p50: found[0],
            p95: found[1],
            p99: found[2],
            empty_because: "no write has arrived",
        };
        histogram_chart(&histogram, size, measure)
    };
    view! {
        <section class="measure">
            <h3 class="head" title=meaning>
                {label}
                <span class="sample">{size}</span>
            </h3>
            {chart(stage, "histogram", beat(stage), Box::new(draw))}
            <dl class="figures" hidden=live(move || figures.with(Option::is_none))>
                {part(move || figures.get().map(figures_view).into_any())}
            </dl>
        </section>
    }
    .into_any()
}

fn figures_view(figures: [(&'static str, String); 4]) -> AnyView {
    let figures = figures.into_iter();
    figures
        .map(|(label, value)| view! { <div><dt>{label}</dt><dd>{value}</dd></div> })
        .collect_view()
        .into_any()
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

fn lag(stage: Stage) -> AnyView {
    let draw = |session: &Session, size, measure: crate::view::text::Measure<'_>| {
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
    view! {
        <section class="measure">
            <h3 class="head" title="Writes committed that a copy neither shows nor has passed over">
                "Lag over time"
            </h3>
            {chart(stage, "lag", beat(stage), Box::new(draw))}
        </section>
    }
    .into_any()
}

fn counts(report: Memo<Report>) -> AnyView {
    let rows = COUNTS
        .iter()
        .map(
            |Count {
                 name,
                 label,
                 meaning,
                 bad,
             }| {
                let count = Memo::new(move |_| {
                    report.with(|report| report.counts.get(name).copied().unwrap_or(0))
                });
                view! {
                    <tr>
                        <th scope="row">
                            {*label}
                            <small>{*meaning}</small>
                        </th>
                        <td class:bad=live(move || *bad && count.get() != 0)>
                            {live(move || units::count(count.get()))}
                        </td>
                    </tr>
                }
            },
        )
        .collect_view();
    view! {
        <section class="measure">
            <h3 class="head">"Counts"</h3>
            <table>
                <caption class="unseen">"Counts of the run so far"</caption>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
    .into_any()
}

//! How often what people saw was wrong, for how long, and how far behind copies are: the measures of
//! the run so far, in the order in which a person asks.

use leptos::prelude::*;

use super::chart::{Draw, chart, names, of_replicas};
use super::dom::{El, el};
use super::figures::{self, BACKGROUND_SYNC, COPIES, CQRS, EVENT_BASED, SAGA, is_of};
use super::guarantees::guarantees;
use super::page_state::PageStateStoreFields;
use super::scope::Scoped;
use super::stage::Stage;
use crate::consistency::{Figures, Measured, Report};
use crate::session::{Scope, Session, State};
use crate::sim::time::{MILLISECOND, Micros};
use crate::view::charts::histogram::{Histogram, chart as histogram_chart};
use crate::view::charts::lag::{Lag, chart as lag_chart};
use crate::view::charts::outcomes::{Ends, chart as outcomes_chart};
use crate::view::charts::visibility::{Seen, chart as visibility_chart};
use crate::view::headlines::{About, Headline, headlines};
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
    /// What a value of 0 is called.
    at_once: &'static str,
}

const DISTRIBUTED: &[Distributed] = &[
    Distributed {
        of: EVENT_BASED | BACKGROUND_SYNC | CQRS,
        name: "inconsistency-window",
        label: "Inconsistency window",
        meaning: "From the commit of a write until every copy shows it or a newer one",
        sample: ("write", "writes"),
        at_once: "at once",
    },
    Distributed {
        of: COPIES,
        name: "read-age",
        label: "Read age",
        meaning: "Of the oldest write that a reader should have seen and did not",
        sample: ("key read", "keys read"),
        at_once: "fresh",
    },
    Distributed {
        of: SAGA,
        name: "inconsistency-window",
        label: "Inconsistency window",
        meaning: "From the first commit of a saga until its end",
        sample: ("saga", "sagas"),
        at_once: "at once",
    },
    Distributed {
        of: SAGA,
        name: "saga-duration",
        label: "Saga duration",
        meaning: "From the start of a saga until its initiator records its end",
        sample: ("saga", "sagas"),
        at_once: "at once",
    },
    Distributed {
        of: EVENT_BASED | CQRS,
        name: "propagation",
        label: "Propagation",
        meaning: "From the commit of a write until one copy shows it",
        sample: ("arrival", "arrivals"),
        at_once: "at once",
    },
];

/// The panel's content, for the pattern that is run. Reactive.
pub fn measures(stage: Stage) -> Vec<El> {
    let pattern = stage.state.pattern().get();
    let scoped = Scoped::new(stage);
    let has_copies = is_of(COPIES, pattern);
    let mut content = vec![
        el("h2", "unseen").text("Measures"),
        scoped.chooser(),
        first(stage, scoped, has_copies),
        if has_copies {
            seen(stage, scoped)
        } else {
            outcomes(stage)
        },
    ];
    let measures = DISTRIBUTED.iter().filter(|row| is_of(row.of, pattern));
    content.extend(measures.map(|measure| distribution(stage, scoped, *measure)));
    if has_copies {
        content.push(lag(stage));
    }
    content.extend(figures::tables(scoped.report, pattern));
    content.push(guarantees(stage, scoped.report));
    content
}

/// How often, for how long, and what is wrong now.
fn first(stage: Stage, scoped: Scoped, has_copies: bool) -> El {
    let found = move || {
        let scope = scoped.scope.get();
        stage.watch(|_| ());
        let differing = stage.look(|session| {
            let known = session.consistency().known(session.now());
            let replicas = session.replicas();
            let place = replicas.iter().position(|(id, _)| scope == Scope::Of(*id));
            let points = place
                .and_then(|place| known.layers.get(place))
                .unwrap_or(&known.whole);
            points.last().map_or(0, |point| point.1 as u64)
        });
        let about = About {
            has_copies,
            differing,
            is_stopped: stage.look(|session| matches!(session.state(), State::Stopped(_))),
        };
        scoped.report.with(|report| headlines(report, about))
    };
    el("dl", "headlines").live(move || found().into_iter().map(|one| headline(&one)).collect())
}

fn headline(headline: &Headline) -> El {
    let class = match (&headline.value, headline.is_bad) {
        (None, _) => "none",
        (_, true) => "bad",
        _ => "",
    };
    let value = headline.value.as_deref().unwrap_or("no data yet");
    el("div", "")
        .add(el("dt", "").text(headline.label))
        .add(el("dd", class).text(value))
        .add(el("dd", "detail").text(&headline.detail))
}

/// A chart with a head that says what it shows, and something that belongs to it at the right.
fn section(
    (stage, when): (Stage, Box<dyn Fn()>),
    (label, meaning): (&str, &str),
    class: &str,
    aside: Box<dyn Fn() -> String>,
    draw: Draw,
) -> El {
    el("section", "measure")
        .add(
            el("h3", "head")
                .attr("title", meaning)
                .text(label)
                .add(el("span", "sample").live_text(aside)),
        )
        .add(chart(stage, class, when, draw))
}

/// Why there is no figure, or not every one.
fn why(report: &Report, name: &str) -> &'static str {
    let measured = report.measures.get(name);
    measured.map_or("not measured", |measured| {
        measured.why().unwrap_or_default()
    })
}

/// When a read sees a write.
fn seen(stage: Stage, scoped: Scoped) -> El {
    const NAME: &str = "t-visibility";
    let Scoped {
        report, figures, ..
    } = scoped;
    let draw = move |_: &Session, size, measure: Measure<'_>| {
        let curve = figures.with_value(Figures::visibility);
        let (marks, why) =
            report.with_untracked(|report| (percentiles(report, NAME), why(report, NAME)));
        let seen = Seen {
            curve: &curve,
            marks,
            empty_because: why,
        };
        visibility_chart(&seen, size, measure)
    };
    let all = move || match report.with(|report| percentiles(report, NAME)) {
        [_, _, Some(p99)] => String::from("99 % see it after ") + &units::duration(p99),
        _ => report.with(|report| match count_of(report, NAME) {
            0 => String::new(),
            _ => why(report, NAME).to_owned(),
        }),
    };
    let head = (
        "Seen t after a write",
        "The chance that a read sees a write, by how long after its commit the read starts",
    );
    let when = Box::new(move || report.track());
    let aside = Box::new(String::new);
    section((stage, when), head, "seen", aside, Box::new(draw)).add(el("p", "small").live_text(all))
}

fn beats(stage: Stage) -> Box<dyn Fn()> {
    Box::new(move || stage.watch(|_| ()))
}

/// How sagas end.
fn outcomes(stage: Stage) -> El {
    let draw = |session: &Session, size, measure: Measure<'_>| {
        let (model, now) = (session.consistency(), session.now());
        let ends = Ends {
            spans: &model.outcomes(),
            under_way: &model.sagas_under_way(now),
            now,
        };
        outcomes_chart(&ends, size, measure)
    };
    let head = ("Outcomes over time", "How sagas ended, and when");
    section(
        (stage, beats(stage)),
        head,
        "outcomes",
        Box::new(String::new),
        Box::new(draw),
    )
}

fn distribution(stage: Stage, scoped: Scoped, measure: Distributed) -> El {
    let Distributed { name, sample, .. } = measure;
    let Scoped {
        report, figures, ..
    } = scoped;
    let draw = move |_: &Session, size, width: Measure<'_>| {
        let (found, why) =
            report.with_untracked(|report| (percentiles(report, name), why(report, name)));
        let histogram = Histogram {
            name: measure.label,
            sample,
            at_once: measure.at_once,
            bars: &figures.with_value(|figures| figures.bars(name)),
            p50: found[0],
            p95: found[1],
            p99: found[2],
            empty_because: why,
        };
        histogram_chart(&histogram, size, width)
    };
    let size = move || match report.with(|report| count_of(report, name)) {
        0 => String::new(),
        count => units::things(count, sample.0, sample.1),
    };
    let numbers = move || {
        let numbers = report.with(|report| numbers(report, name));
        numbers
            .into_iter()
            .flatten()
            .map(|(label, value)| {
                el("div", "")
                    .add(el("dt", "").text(label))
                    .add(el("dd", "").text(&value))
            })
            .collect()
    };
    let head = (measure.label, measure.meaning);
    let class = if name == "read-age" {
        "histogram parted"
    } else {
        "histogram"
    };
    let when = Box::new(move || report.track());
    let missing = move || {
        report.with(|report| match count_of(report, name) {
            0 => "",
            _ => why(report, name),
        })
    };
    section((stage, when), head, class, Box::new(size), Box::new(draw))
        .add(el("dl", "figures").live(numbers))
        .add(el("p", "small").live_text(move || missing().to_owned()))
        // A copy by itself has no window in which copies differ.
        .live_flag("hidden", move || {
            report.with(|report| report.measures.get(name).is_none())
        })
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

/// What is known of a distribution; while nothing is, each figure has its place all the same.
fn numbers(report: &Report, name: &str) -> Option<[(&'static str, String); 4]> {
    let Some(Measured::Distribution {
        p50, p95, p99, max, ..
    }) = report.measures.get(name)
    else {
        return None;
    };
    let time = |value: &Option<f64>| {
        value.map_or_else(|| "–".to_owned(), |ms| units::duration(micros(ms)))
    };
    Some([
        ("p50", time(p50)),
        ("p95", time(p95)),
        ("p99", time(p99)),
        ("max", time(max)),
    ])
}

fn lag(stage: Stage) -> El {
    let draw = |session: &Session, size, measure: Measure<'_>| {
        let names = names(session);
        let points = session.lag_series().into_iter().map(|of| of.1).collect();
        let lag = Lag {
            series: &of_replicas(session, &names, points),
            chosen: None,
            unit: ("write", "writes"),
            empty_because: "no write has been committed",
        };
        lag_chart(&lag, size, measure)
    };
    let head = (
        "Lag over time",
        "Writes committed that a copy neither shows nor has passed over",
    );
    let aside = || "writes".to_owned();
    let part = section(
        (stage, beats(stage)),
        head,
        "lag",
        Box::new(aside),
        Box::new(draw),
    );
    // More than nine names need more room than a chart has.
    part.live_class("tall", move || {
        stage.state.scenario().track();
        stage.state.opened().track();
        stage.look(|session| session.replicas().len() > 9)
    })
}

//! How often what people saw was wrong, for how long, and how far behind copies are: the measures of
//! the run so far, in the order in which a person asks.

use leptos::prelude::*;

use super::beat::Part;
use super::chart::{Chart, Draw, names, of_replicas};
use super::explain::{Explained, Glossary, Glossed};
use super::figure_tables::FigureTables;
use super::guarantees::Guarantees;
use super::page_state::PageStateStoreFields;
use super::scope::{Found, ScopeMenu, Scoped};
use super::stage::use_stage;
use super::turns::InTurn;
use crate::consistency::{Figures, Measured, Report};
use crate::faces;
use crate::facts::time::{MILLISECOND, Micros};
use crate::scenario::{Pattern, Story};
use crate::session::{Scope, Session, State};
use crate::show::Face;
use crate::show::Size;
use crate::show::charts::histogram::{Histogram, chart as histogram_chart};
use crate::show::charts::lag::{Lag, chart as lag_chart};
use crate::show::charts::outcomes::{Ends, chart as outcomes_chart};
use crate::show::charts::visibility::{Seen, chart as visibility_chart};
use crate::show::figures::{Distributed, FirstChart};
use crate::show::headlines::{self, About, Headline, headlines};
use crate::show::text::Measure;
use crate::show::units;

/// What is said of a distribution below its chart.
const NUMBERS: [&str; 4] = ["p50", "p95", "p99", "max"];

/// Why there is no figure, or not every one.
fn why(report: &Report, name: &str) -> String {
    headlines::why(report.measures.get(name))
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

/// What is known of a distribution, in the order of [`NUMBERS`]; while nothing is, each figure has its place all
/// the same.
fn numbers(report: &Report, name: &str) -> [String; 4] {
    let Some(Measured::Distribution {
        p50, p95, p99, max, ..
    }) = report.measures.get(name)
    else {
        return Default::default();
    };
    let time = |value: &Option<f64>| {
        value.map_or_else(|| "–".to_owned(), |ms| units::duration(micros(ms)))
    };
    [p50, p95, p99, max].map(time)
}

/// The measures of the pattern that is run.
#[component]
pub fn Measures() -> impl IntoView {
    let stage = use_stage();
    let pattern = Memo::new(move |_| stage.state.pattern().get());
    move || view! { <MeasuresOf pattern=pattern.get()/> }
}

/// The measures that a pattern has.
#[component]
fn MeasuresOf(
    /// What the run is a run of.
    pattern: Pattern,
) -> impl IntoView {
    let scoped = Scoped::new(use_stage());
    let found = scoped.found;
    let face = faces::of(pattern);
    let measures = face.figures.distributed.iter();
    let has_copies = face.figures.chart == FirstChart::Copies;
    view! {
        <h2 class="unseen">"Measures"</h2>
        <InTurn>
            <ScopeMenu scoped/>
            <Headlines scoped face/>
        </InTurn>
        <InTurn>
            {match face.figures.chart {
                FirstChart::Copies => view! { <SeenChart found/> }.into_any(),
                FirstChart::Outcomes { label, term, meaning } => {
                    view! { <OutcomesChart label term meaning what=face.asked/> }.into_any()
                }
            }}
        </InTurn>
        {measures
            .map(|measure| view! { <InTurn><Distribution measure found/></InTurn> })
            .collect_view()}
        {has_copies.then(|| view! { <InTurn><LagChart/></InTurn> })}
        <InTurn><FigureTables report=found.report pattern/></InTurn>
        <InTurn><Guarantees report=found.report/></InTurn>
    }
}

/// How often, for how long, and what is wrong now.
#[component]
fn Headlines(
    /// The figures, and what they are of.
    scoped: Scoped,
    /// How the pattern is spoken of.
    face: &'static Face,
) -> impl IntoView {
    let stage = use_stage();
    let now = Memo::new(move |_| {
        let scope = scoped.scope.get();
        stage.watch_as(Part::Figures, |session| {
            let is_stopped = matches!(session.state(), State::Stopped(_));
            (differing(session, scope), is_stopped)
        })
    });
    let all = Memo::new(move |_| {
        let (differing, is_stopped) = now.get();
        let about = About {
            face,
            key: stage.look(|session| Story::of(session.settings()).key),
            differing,
            is_stopped,
        };
        scoped.found.report.with(|report| headlines(report, about))
    });
    view! {
        <dl class="headlines">
            {[0, 1, 2].map(|nth| {
                let one = Memo::new(move |_| all.with(|all| all[nth].clone()));
                view! { <HeadlineFigure one/> }
            })}
        </dl>
    }
}

/// How much differs from the truth now.
fn differing(session: &Session, scope: Scope) -> u64 {
    let known = session.consistency().known(session.now());
    let replicas = session.replicas();
    let place = replicas.iter().position(|(id, _)| scope == Scope::Of(*id));
    let points = place
        .and_then(|place| known.layers.get(place))
        .unwrap_or(&known.whole);
    points.last().map_or(0, |point| point.1 as u64)
}

/// A figure with what it is about.
#[component]
fn HeadlineFigure(
    /// The figure.
    one: Memo<Headline>,
) -> impl IntoView {
    let class = move || {
        one.with(|one| match (&one.value, one.is_bad) {
            (None, _) => "none",
            (_, true) => "bad",
            _ => "",
        })
    };
    let value = move || one.get().value.unwrap_or_else(|| "no data yet".to_owned());
    let label = Memo::new(move |_| one.with(|one| one.label));
    view! {
        <div>
            <dt>{move || view! { <Glossed text=label.get()/> }}</dt>
            <dd class=class>{value}</dd>
            <dd class="detail">{move || one.get().detail}</dd>
        </div>
    }
}

/// A chart with a head that says what it shows.
#[component]
fn Section(
    /// Its name in reports.
    name: &'static str,
    /// What is shown, in plain words.
    label: &'static str,
    /// What the field calls it.
    term: &'static str,
    /// What it is.
    meaning: &'static str,
    /// What belongs to it at the right of the head.
    #[prop(optional, into)]
    aside: Signal<String>,
    /// Whether there is no such thing to show now.
    #[prop(optional, into)]
    hidden: Signal<bool>,
    /// Whether it needs more room than others.
    #[prop(optional, into)]
    tall: Signal<bool>,
    /// The class of the chart.
    class: &'static str,
    /// Lays the chart out.
    draw: Draw,
    /// What is said below it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <section class="measure" class:tall=tall hidden=hidden data-measure=name>
            <h3 class="head">
                <Explained word=label>
                    <b>{term}</b>
                    ": "
                    {meaning}
                    "."
                    <Glossary of=meaning/>
                </Explained>
                <span class="sample">{aside}</span>
            </h3>
            <Chart class draw/>
            {children.map(|children| children())}
        </section>
    }
}

/// When a read sees a write.
#[component]
fn SeenChart(
    /// The figures.
    found: Found,
) -> impl IntoView {
    const NAME: &str = "t-visibility";
    let Found {
        report, figures, ..
    } = found;
    let draw = move |_: &Session, size: Size, measure: Measure<'_>| {
        let (marks, why) = report.with(|report| (percentiles(report, NAME), why(report, NAME)));
        let curve = figures.with_value(Figures::visibility);
        let seen = Seen {
            curve: &curve,
            marks,
            empty_because: &why,
        };
        visibility_chart(&seen, size, measure)
    };
    let all = Memo::new(move |_| {
        report.with(|report| match percentiles(report, NAME) {
            [_, _, Some(p99)] => String::from("99 % see it after ") + &units::duration(p99),
            _ if count_of(report, NAME) == 0 => String::new(),
            _ => why(report, NAME),
        })
    });
    view! {
        <Section
            name=NAME
            label="Reads that see a write"
            term="t-visibility"
            meaning="the share of reads that see a write, by the time from its commit until the read begins"
            class="seen"
            draw=Box::new(draw)
        >
            <p class="small">{all}</p>
        </Section>
    }
}

/// How what people ask for ended.
#[component]
fn OutcomesChart(
    /// What is shown, in plain words.
    label: &'static str,
    /// What the field calls it.
    term: &'static str,
    /// What it is.
    meaning: &'static str,
    /// What people ask for, one and many.
    what: (&'static str, &'static str),
) -> impl IntoView {
    let stage = use_stage();
    let draw = move |session: &Session, size: Size, measure: Measure<'_>| {
        stage.watch_as(Part::Charts, |_| ());
        let (model, now) = (session.consistency(), session.now());
        let ends = Ends {
            what,
            spans: &model.outcomes(),
            under_way: &model.sagas_under_way(now),
            now,
        };
        outcomes_chart(&ends, size, measure)
    };
    view! {
        <Section
            name="outcomes"
            label
            term
            meaning
            class="outcomes"
            draw=Box::new(draw)
        />
    }
}

/// How often a measure had which value.
#[component]
fn Distribution(
    /// Which measure.
    measure: &'static Distributed,
    /// The figures.
    found: Found,
) -> impl IntoView {
    let Distributed { name, sample, .. } = *measure;
    let Found {
        report, figures, ..
    } = found;
    let draw = move |_: &Session, size: Size, width: Measure<'_>| {
        let ([p50, p95, p99], why) =
            report.with(|report| (percentiles(report, name), why(report, name)));
        let histogram = Histogram {
            name: measure.term,
            sample,
            at_once: measure.at_once,
            bars: &figures.with_value(|figures| figures.bars(name)),
            p50,
            p95,
            p99,
            empty_because: &why,
        };
        histogram_chart(&histogram, size, width)
    };
    let count = Memo::new(move |_| report.with(|report| count_of(report, name)));
    let aside = Signal::derive(move || match count.get() {
        0 => String::new(),
        count => units::things(count, sample.0, sample.1),
    });
    let numbers = Memo::new(move |_| report.with(|report| numbers(report, name)));
    let missing = Memo::new(move |_| match count.get() {
        0 => String::new(),
        _ => report.with(|report| why(report, name)),
    });
    // A copy by itself has no window in which copies differ.
    let hidden = Memo::new(move |_| report.with(|report| report.measures.get(name).is_none()));
    let class = if name == "read-age" {
        "histogram parted"
    } else {
        "histogram"
    };
    let number = move |nth: usize| {
        let value = move || numbers.with(|numbers| numbers[nth].clone());
        view! { <div><dt><Glossed text=NUMBERS[nth]/></dt><dd>{value}</dd></div> }
    };
    view! {
        <Section
            name
            label=measure.label
            term=measure.term
            meaning=measure.meaning
            aside
            hidden
            class
            draw=Box::new(draw)
        >
            <dl class="figures">{[0, 1, 2, 3].map(number)}</dl>
            <p class="small">{missing}</p>
        </Section>
    }
}

/// How far behind copies are.
#[component]
fn LagChart() -> impl IntoView {
    let stage = use_stage();
    let draw = move |session: &Session, size: Size, measure: Measure<'_>| {
        stage.watch_as(Part::Charts, |_| ());
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
    // More than nine names need more room than a chart has.
    let tall = Memo::new(move |_| {
        stage.state.scenario().track();
        stage.state.opened().track();
        stage.look(|session| session.replicas().len() > 9)
    });
    view! {
        <Section
            name="lag"
            label="How far behind"
            term="Lag over time"
            meaning="writes that are committed and that a copy neither shows nor has passed over"
            aside="writes"
            tall
            class="lag"
            draw=Box::new(draw)
        />
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;
    use leptos::task::tick;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::Measures;
    use crate::facts::time::SECOND;
    use crate::session::Session;
    use crate::show::units;
    use crate::ui::guarantees::Bench;
    use crate::ui::trial::{Trial, next_frame, show};

    fn measures(link: &str) -> Trial {
        show(link, || {
            provide_context(Bench::new());
            view! { <Measures/> }
        })
    }

    #[test]
    async fn they_are_those_of_the_run_so_far_and_of_its_pattern() {
        let page = measures("v=1&pattern=event-based&duration=20s&reads=20&writes=20");
        assert_eq!(page.text(".headlines dd"), "no data yet");
        page.reach(30 * SECOND).await;
        let report = page.stage.look(Session::report);
        let count = super::count_of(&report, "propagation");
        let written = units::things(count, "arrival", "arrivals");
        let heads = "[data-measure=propagation] ";
        assert_eq!(page.text(&[heads, ".sample"].concat()), written);
        let [p50, ..] = super::numbers(&report, "propagation");
        assert_eq!(page.text(&[heads, ".figures dd"].concat()), p50);
        assert_eq!((page.count(".lag"), page.count(".outcomes")), (1, 0));
        page.stage.open_text("v=1&pattern=saga");
        tick().await;
        assert_eq!((page.count(".lag"), page.count(".outcomes")), (0, 1));
        assert_eq!(page.text(".headlines dt"), "Uncommitted reads");
    }

    #[test]
    async fn of_a_copy_by_itself_there_is_no_window_in_which_copies_differ() {
        let page = measures("v=1&pattern=event-based&duration=20s&consumers=2&reads=20");
        page.reach(30 * SECOND).await;
        assert_eq!(page.count("section[hidden]"), 0);
        let menu = page.find("select");
        let menu: web_sys::HtmlSelectElement = wasm_bindgen::JsCast::unchecked_into(menu);
        menu.set_value("3");
        page.fire("select", "change").await;
        while page.count("section[hidden]") == 0 {
            next_frame().await;
        }
        let hidden = page.attribute("section[hidden]", "data-measure");
        assert_eq!(hidden.as_deref(), Some("inconsistency-window"));
    }
}

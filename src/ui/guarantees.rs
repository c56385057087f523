//! The guarantees of sessions: how often each is violated, what buys it, and what that costs, which is
//! measured here, a few milliseconds a frame.

use leptos::prelude::*;

use super::page_state::PageStateStoreFields;
use super::sliced::Sliced;
use super::stage::{Stage, use_stage};
use crate::consistency::{Guarantee, Report};
use crate::faces;
use crate::lab::price::{Cure, Line, Price, SEEDS, applies, cures};
use crate::scenario::{Scenario, Settings};
use crate::show::guarantees::{Told, line, told};

/// What the runs may take of a frame.
const SLICE_MS: f64 = 5.0;

/// A guarantee and which of its cures.
type Which = (Guarantee, usize);

/// Where prices are measured, and what came of it; it goes on while other tabs are shown.
#[derive(Clone, Copy)]
pub struct Bench {
    stage: Stage,
    /// What was measured last; no lines if a run came to a bound.
    found: RwSignal<Option<(Which, Vec<Line>)>>,
    /// The scenario that it is about.
    about: StoredValue<Option<Scenario>>,
    runs: Sliced<Which, Price>,
}

impl Bench {
    /// Nothing is measured yet.
    pub fn new() -> Self {
        let stage = use_stage();
        let found = RwSignal::new(None);
        let about = StoredValue::new(None);
        let is_wanted = move || {
            let scenario = stage.state.scenario();
            let is_about = scenario.with_untracked(|scenario| is_about(about, scenario));
            is_about && !stage.state.theory().get_untracked()
        };
        let over =
            move |which, price: Price| found.set(Some((which, price.lines().unwrap_or_default())));
        Self {
            stage,
            found,
            about,
            runs: Sliced::new(SLICE_MS, is_wanted, over),
        }
    }

    /// Begins to measure, or stops if that is measured.
    fn toggle(self, which: Which, cure: &Cure) {
        if self.runs.which() == Some(which) {
            self.runs.stop();
            return;
        }
        let scenario = self.stage.state.scenario().get_untracked();
        let price = Price::new(&scenario, which.0, cure);
        self.about.set_value(Some(scenario));
        self.found.set(None);
        self.runs.start(which, price);
    }

    /// What was measured, if it was that and the scenario on the page is the same still: what was measured of
    /// another one says nothing of it. Reactive.
    fn found(self, which: Which) -> Option<Vec<Line>> {
        let scenario = self.stage.state.scenario();
        let is_about = scenario.with(|scenario| is_about(self.about, scenario));
        let found = self.found.get();
        let (_, lines) = found.filter(|found| is_about && found.0 == which)?;
        Some(lines)
    }
}

fn is_about(about: StoredValue<Option<Scenario>>, scenario: &Scenario) -> bool {
    about.with_value(|about| about.as_ref() == Some(scenario))
}

/// What buys a guarantee with these settings; none where the guarantee has no meaning.
fn cures_of(settings: &Settings, guarantee: Guarantee) -> Option<&'static [Cure]> {
    applies(settings, guarantee).then(|| cures(settings, guarantee))
}

/// The section of the measures.
#[component]
pub fn Guarantees(
    /// The figures.
    report: RwSignal<Report>,
) -> impl IntoView {
    let stage = use_stage();
    let face = faces::of(stage.state.pattern().get_untracked());
    view! {
        <section class="measure">
            <h3 class="head">"Guarantees of sessions"</h3>
            {if let Some(none) = face.guarantees.none {
                view! { <p class="nothing">{none}</p> }.into_any()
            } else {
                let all = Guarantee::ALL.into_iter();
                all.map(|guarantee| view! { <Row guarantee report/> }).collect_view().into_any()
            }}
        </section>
    }
}

/// How often a guarantee is violated, what it means and what buys it.
#[component]
fn Row(
    /// Which one.
    guarantee: Guarantee,
    /// The figures.
    report: RwSignal<Report>,
) -> impl IntoView {
    let stage = use_stage();
    let told = Memo::new(move |_| {
        stage.state.scenario().track();
        report.with(|report| {
            stage.look(|session| {
                let settings = session.settings();
                told(faces::of(settings.pattern()), settings, report, guarantee)
            })
        })
    });
    let Told { label, meaning, .. } = told.get_untracked();
    let value = move || {
        let told = told.get();
        told.violated.unwrap_or_else(|| told.missing.to_owned())
    };
    let cures = Memo::new(move |_| {
        stage.state.scenario().track();
        stage.state.opened().track();
        stage.look(|session| cures_of(session.settings(), guarantee))
    });
    let bought = move || {
        let cures = cures.get()?;
        let offers = cures.iter().enumerate();
        let offers = offers.map(|(nth, cure)| view! { <Offer which=(guarantee, nth) cure/> });
        let offers = offers.collect_view();
        let nothing = cures
            .is_empty()
            .then(|| view! { <p>"No setting of this pattern buys it."</p> });
        Some((nothing, offers))
    };
    view! {
        <div class="guarantee">
            <h4>
                {label}
                <span
                    class:bad=move || told.with(|told| told.is_bad)
                    class:none=move || told.with(|told| told.violated.is_none())
                >
                    {value}
                </span>
            </h4>
            <p>{meaning}</p>
            {bought}
        </div>
    }
}

/// Something that buys a guarantee, and its price where that was measured.
#[component]
fn Offer(
    /// Which it is.
    which: Which,
    /// What it is.
    cure: &'static Cure,
) -> impl IntoView {
    let bench: Bench = expect_context();
    let label = move || match bench.runs.percent_of(which) {
        Some(percent) => format!("Measuring: {percent} %"),
        None => "Measure the price".to_owned(),
    };
    let found = move || {
        let lines = bench.found(which)?;
        Some(view! { <PriceTable lines/> })
    };
    view! {
        <div class="offer">
            <p>
                "Bought by "
                <span class="cure">{cure.words}</span>
                " "
                <button
                    type="button"
                    class="link-button"
                    title="Runs this scenario without and with it; once more cancels"
                    on:click=move |_| bench.toggle(which, cure)
                >
                    {label}
                </button>
            </p>
            <div class="part" role="status">{found}</div>
        </div>
    }
}

/// The figures without and with what buys a guarantee.
#[component]
fn PriceTable(
    /// The figures; none if there is nothing to compare.
    lines: Vec<Line>,
) -> impl IntoView {
    if lines.is_empty() {
        return view! { <p>"No price: a run came to one of its bounds."</p> }.into_any();
    }
    let heads = ["", "without", "with"].map(|head| view! { <th scope="col">{head}</th> });
    let rows = lines.iter().enumerate().map(|(nth, of)| {
        let (name, values) = line(of, nth == 0);
        let values = values.map(|value| view! { <td>{value}</td> });
        view! { <tr><th scope="row">{name}</th>{values}</tr> }
    });
    view! {
        <table>
            <thead><tr>{heads}</tr></thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
        <p>{format!("{SEEDS} runs of each, with the same seeds, for 5 min at most.")}</p>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;
    use leptos::task::tick;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{Bench, Guarantees};
    use crate::consistency::{Guarantee, Report};
    use crate::scenario::{Key, Value};
    use crate::ui::trial::{Trial, next_frame, show};

    const OFFER: &str = ".offer .link-button";

    fn guarantees(link: &str) -> Trial {
        show(link, || {
            provide_context(Bench::new());
            let report = RwSignal::new(Report::default());
            view! { <Guarantees report/> }
        })
    }

    #[test]
    async fn a_price_is_measured_and_belongs_to_its_scenario() {
        let page = guarantees("v=1&pattern=cqrs&duration=2s");
        assert_eq!(page.count(".guarantee"), Guarantee::ALL.len() as u32);
        page.click(OFFER).await;
        assert_eq!(page.text(OFFER), "Measuring: 0 %");
        while page.text(OFFER) != "Measure the price" {
            next_frame().await;
        }
        let heads = "violated";
        assert_eq!(page.text(".offer tbody th"), heads);
        assert_eq!(page.count(".offer table"), 1, "of one offer");
        page.stage.set(Key::SEED, Value::Count(9), 1);
        tick().await;
        assert_eq!(page.count(".offer table"), 0);
    }

    #[test]
    async fn pressing_once_more_cancels_and_so_does_another_scenario() {
        let page = guarantees("v=1&pattern=cqrs&duration=1h&writes=300");
        page.click(OFFER).await;
        assert_eq!(page.text(OFFER), "Measuring: 0 %");
        page.click(OFFER).await;
        assert_eq!(page.text(OFFER), "Measure the price");
        page.click(OFFER).await;
        page.stage.set(Key::SEED, Value::Count(9), 1);
        next_frame().await;
        assert_eq!(page.text(OFFER), "Measure the price");
        assert_eq!(page.count(".offer table"), 0);
    }

    #[test]
    fn sagas_have_none() {
        let page = guarantees("v=1&pattern=saga");
        assert_eq!((page.count(".guarantee"), page.count(".nothing")), (0, 1));
    }
}

//! What the model is checked against, and a bench to check it on: every answer of theory with the run
//! that is held against it, run here a few milliseconds a frame.

use leptos::html;
use leptos::prelude::*;

use super::page_state::PageStateStoreFields;
use super::sliced::Sliced;
use super::stage::{Stage, use_stage};
use crate::lab::theory::{Check, Row, Verdict, rows};
use crate::scenario::{Pattern, fixed};

/// What the runs may take of a frame.
const SLICE_MS: f64 = 8.0;

const INTRODUCTION: &str = "Where theory has an answer in closed form, the model is held against it. \
    Each line is a link like any other; its run takes place here, in your browser.";

/// What has been found so far, by the place of the row.
type Verdicts = Vec<Option<Verdict>>;

/// What has been checked, and what is being checked.
#[derive(Clone, Copy)]
struct Bench {
    verdicts: RwSignal<Verdicts>,
    /// The row that is run.
    runs: Sliced<usize, Check>,
    /// Whether those after it are to be run too.
    all: StoredValue<bool>,
}

impl Bench {
    /// Nothing is checked yet; runs stop when nobody sees them.
    fn new(stage: Stage) -> Self {
        let verdicts = RwSignal::new(vec![None; rows().count()]);
        let all = StoredValue::new(false);
        let this = StoredValue::new(None::<Self>);
        let conclude = move |row, check: Check| {
            verdicts.update(|verdicts| note(verdicts, &check));
            let next = verdicts.with_untracked(|verdicts| open_after(row, verdicts));
            if let Some((bench, next)) = this.get_value().zip(next)
                && all.get_value()
            {
                bench.start(next);
            }
        };
        let is_seen = move || stage.state.theory().get_untracked();
        let bench = Self {
            verdicts,
            runs: Sliced::new(SLICE_MS, is_seen, conclude),
            all,
        };
        this.set_value(Some(bench));
        bench
    }

    fn start(self, place: usize) {
        if let Some(row) = rows().nth(place) {
            self.runs.start(place, Check::new(row));
        }
    }

    fn start_one(self, place: usize) {
        self.verdicts.update(|verdicts| verdicts[place] = None);
        self.all.set_value(false);
        self.start(place);
    }

    fn start_all(self) {
        self.verdicts.update(|verdicts| verdicts.fill(None));
        self.all.set_value(true);
        self.start(0);
    }
}

/// A run that is over says something of each row that has its link.
fn note(verdicts: &mut Verdicts, check: &Check) {
    for (verdict, row) in verdicts.iter_mut().zip(rows()) {
        *verdict = check.verdict_of(row).or(*verdict);
    }
}

/// The next row of which nothing has been found.
fn open_after(row: usize, verdicts: &Verdicts) -> Option<usize> {
    (row + 1..verdicts.len()).find(|&place| verdicts[place].is_none())
}

/// What has been found so far, in words.
fn summary(verdicts: &Verdicts) -> String {
    let checked = verdicts.iter().flatten().count();
    let agree = verdicts.iter().flatten().filter(|one| one.agrees).count();
    match checked {
        0 => String::new(),
        _ => format!("{agree} of {checked} agree."),
    }
}

/// A number with about four digits, and its unit.
fn number(value: f64, unit: &str) -> String {
    let size = value.abs();
    let decimals = match size {
        _ if size >= 1_000.0 => 0,
        _ if size >= 100.0 => 1,
        _ if size >= 10.0 => 2,
        _ if size >= 1.0 => 3,
        _ => 4,
    };
    let number = fixed(value, decimals);
    match unit {
        "" | "share" => number,
        unit => format!("{number} {unit}"),
    }
}

/// The view beside the laboratory, which is made when it is first asked for and keeps what was found.
#[component]
pub fn TheoryPage() -> impl IntoView {
    let is_asked_for = use_stage().state.theory();
    let was_asked_for = Memo::new(move |before| before == Some(&true) || is_asked_for.get());
    view! {
        <Show when=move || was_asked_for.get()>
            <Page/>
        </Show>
    }
}

#[component]
fn Page() -> impl IntoView {
    let stage = use_stage();
    let is_shown = stage.state.theory();
    let heading = NodeRef::<html::H1>::new();
    Effect::new(move |_| {
        if let Some(heading) = heading.get()
            && is_shown.get()
        {
            // Who does not see the view come is where it begins.
            request_animation_frame(move || drop(heading.focus()));
        }
    });
    let laboratory = move || {
        is_shown.track();
        stage.laboratory()
    };
    view! {
        <main class="theory-page" hidden=move || !is_shown.get()>
            <header class="top">
                <a class="wordmark" href=laboratory title="To the laboratory">"Driftscope"</a>
            </header>
            <h1 tabindex="-1" node_ref=heading>"Checked against theory"</h1>
            <Checks/>
        </main>
    }
}

/// All that is checked, and the buttons to do so.
#[component]
fn Checks() -> impl IntoView {
    let bench = Bench::new(use_stage());
    let summary = Memo::new(move |_| bench.verdicts.with(summary));
    let percent = move || bench.runs.at().map(|at| at.1);
    let is_idle = Memo::new(move |_| bench.runs.at().is_none());
    let patterns = Pattern::ALL.iter().copied();
    let patterns = patterns.filter(|pattern| rows().any(|row| row.pattern == *pattern));
    view! {
        <p>{INTRODUCTION}</p>
        <div class="acts">
            <span class="said-so" role="status">{summary}</span>
            <progress max="100" aria-label="Progress" hidden=is_idle value=percent></progress>
            <button
                type="button"
                class="button"
                hidden=is_idle
                on:click=move |_| bench.runs.stop()
            >
                "Cancel"
            </button>
            <button type="button" class="button main" on:click=move |_| bench.start_all()>
                "Run all"
            </button>
        </div>
        <div class="theory">
            {patterns.map(|pattern| view! { <Table pattern bench/> }).collect_view()}
        </div>
    }
}

/// What theory has to say of a pattern.
#[component]
fn Table(
    /// Which one.
    pattern: Pattern,
    /// Where it is checked.
    bench: Bench,
) -> impl IntoView {
    let heads = ["Quantity", "Theory", "Run", "Verdict", "Try it"];
    let rows = rows().enumerate().filter(|(_, row)| row.pattern == pattern);
    view! {
        <table>
            <caption class="head">{pattern.label()}</caption>
            <thead>
                <tr>{heads.map(|head| view! { <th scope="col">{head}</th> })}</tr>
            </thead>
            <tbody>
                {rows.map(|(place, row)| view! { <TableRow place row bench/> }).collect_view()}
            </tbody>
        </table>
    }
}

/// An answer of theory, and what came of the run that is held against it.
#[component]
fn TableRow(
    /// Its place among all rows.
    place: usize,
    /// The answer.
    row: &'static Row,
    /// Where it is checked.
    bench: Bench,
) -> impl IntoView {
    let verdict = Memo::new(move |_| bench.verdicts.with(|verdicts| verdicts[place]));
    let is_run = Memo::new(move |_| bench.runs.percent_of(place).is_some());
    let agrees = move |wanted| verdict.get().is_some_and(|found| found.agrees == wanted);
    let words = move || match verdict.get() {
        Some(found) if found.agrees => "agrees",
        Some(_) => "differs",
        None if is_run.get() => "running…",
        None => "",
    };
    let measured = move || {
        let value = verdict.get()?.measured.map(|value| number(value, row.unit));
        Some(value.unwrap_or_else(|| "no data".to_owned()))
    };
    let expected = number(row.expected, row.unit);
    let tolerance = number(row.tolerance, "");
    view! {
        <tr id=row.id>
            <th scope="row">
                <b>{row.id}</b>
                " "
                {row.quantity}
                <small>{row.formula}</small>
                <small>{row.source}</small>
            </th>
            <td>{format!("{expected} ± {tolerance}")}</td>
            <td>{measured}</td>
            <td class="verdict" class:good=move || agrees(true) class:bad=move || agrees(false)>
                {words}
            </td>
            <td class="links">
                <button
                    type="button"
                    class="link-button"
                    aria-label=format!("Run {}", row.id)
                    on:click=move |_| bench.start_one(place)
                >
                    "Run"
                </button>
                <a
                    class="link-button"
                    href=format!("#{}", row.link)
                    aria-label=format!("Open {}", row.id)
                >
                    "Open"
                </a>
            </td>
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;
    use leptos::task::tick;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::TheoryPage;
    use crate::lab::theory::rows;
    use crate::ui::page_state::PageStateStoreFields;
    use crate::ui::trial::{Trial, next_frame, show};

    async fn asked_for() -> Trial {
        let page = show("v=1&pattern=saga", || view! { <TheoryPage/> });
        assert_eq!(page.count("main"), 0, "nobody has asked for it");
        page.stage.state.theory().set(true);
        tick().await;
        page
    }

    #[test]
    async fn it_has_every_row_and_takes_the_focus() {
        let page = asked_for().await;
        assert_eq!(page.count("tbody tr"), rows().count() as u32);
        assert_eq!(page.attribute("main", "hidden"), None);
        next_frame().await;
        let focused = document().active_element().expect("something has it");
        assert_eq!(focused.tag_name(), "H1");
    }

    #[test]
    async fn a_row_is_run_until_nobody_sees_it() {
        let page = asked_for().await;
        let row = |part: &str| ["tbody tr:first-child ", part].concat();
        let is_idle = |page: &Trial| page.attribute("progress", "hidden").is_some();
        assert!(is_idle(&page));
        page.click(&row("button")).await;
        assert!(!is_idle(&page));
        assert_eq!(page.text(&row(".verdict")), "running…");
        page.click(".acts .button:not(.main)").await;
        assert!(is_idle(&page));
        assert_eq!(page.text(&row(".verdict")), "");
        page.click(".acts .main").await;
        assert!(!is_idle(&page));
        page.stage.state.theory().set(false);
        next_frame().await;
        assert!(is_idle(&page));
        assert_eq!(page.attribute("main", "hidden").as_deref(), Some(""));
    }
}

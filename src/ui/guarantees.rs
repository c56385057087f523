//! The guarantees of sessions: how often each is violated, what buys it, and what that costs, which is
//! measured here, a few milliseconds a frame.

use leptos::prelude::*;

use super::dom::{El, button, el};
use super::frame_loop::now_ms;
use super::page_state::PageStateStoreFields;
use super::stage::Stage;
use crate::consistency::{Guarantee, Report};
use crate::lab::price::{Cure, Line, Price, SEEDS, applies, cures};
use crate::scenario::{Pattern, Scenario};
use crate::view::guarantees::{Told, cure as words_of, line, told};

/// What the runs may take of a frame.
const SLICE_MS: f64 = 5.0;
/// Events between two looks at the time.
const EVENTS: u64 = 300;

const NONE_OF_SAGAS: &str = "They do not apply: services have no copies of each other’s data, and what \
    people see too early is counted above.";

/// A guarantee and which of its cures.
type Which = (Guarantee, usize);

/// What is measured, and what came of it.
#[derive(Clone, Copy)]
pub struct Bench {
    /// What is run, and how much of it is done, in percent.
    at: RwSignal<Option<(Which, u32)>>,
    /// What was measured last; no lines if a run came to a bound.
    found: RwSignal<Option<(Which, Option<Vec<Line>>)>>,
    price: StoredValue<Option<Price>, LocalStorage>,
    /// The scenario that it is about.
    about: StoredValue<Option<Scenario>>,
    awaits: StoredValue<bool>,
}

impl Bench {
    /// Nothing is measured yet.
    pub fn new() -> Self {
        Self {
            at: RwSignal::new(None),
            found: RwSignal::new(None),
            price: StoredValue::new_local(None),
            about: StoredValue::new(None),
            awaits: StoredValue::new(false),
        }
    }

    fn start(self, stage: Stage, which: Which, cure: Cure) {
        let price = stage.look(|session| Price::new(session.scenario(), which.0, cure));
        self.price.set_value(Some(price));
        let scenario = stage.look(|session| session.scenario().clone());
        self.about.set_value(Some(scenario));
        self.found.set(None);
        self.at.set(Some((which, 0)));
        if !self.awaits.get_value() {
            self.wait(stage);
        }
    }

    /// Whether it is about the scenario on the page: what was measured of another one says nothing of it.
    fn is_about(self, stage: Stage) -> bool {
        let about = |scenario: &Scenario| stage.look(|session| session.scenario() == scenario);
        self.about
            .with_value(|known| known.as_ref().is_some_and(about))
    }

    fn stop(self) {
        self.price.set_value(None);
        self.at.set(None);
    }

    fn wait(self, stage: Stage) {
        self.awaits.set_value(true);
        request_animation_frame(move || {
            self.awaits.set_value(false);
            self.run(stage);
        });
    }

    /// Runs for a part of a frame, and asks for the next one if there is more to run.
    fn run(self, stage: Stage) {
        let Some((which, before)) = self.at.get_untracked() else {
            return;
        };
        if !self.is_about(stage) || stage.state.theory().get_untracked() {
            self.stop();
            return;
        }
        let begun = now_ms();
        let over = self.price.try_update_value(|price| {
            let price = price.as_mut()?;
            while now_ms() - begun < SLICE_MS {
                if price.advance(EVENTS) {
                    return Some(Err(price.lines()));
                }
            }
            Some(Ok((price.progress() * 100.0) as u32))
        });
        match over.flatten() {
            Some(Ok(percent)) => {
                if percent != before {
                    self.at.set(Some((which, percent)));
                }
                self.wait(stage);
            }
            Some(Err(lines)) => {
                self.stop();
                self.found.set(Some((which, lines)));
            }
            None => self.stop(),
        }
    }
}

/// The section of the measures.
pub fn guarantees(stage: Stage, report: Memo<Report>) -> El {
    let section = el("section", "measure").add(el("h3", "head").text("Guarantees of sessions"));
    if stage.state.pattern().get_untracked() == Pattern::Saga {
        return section.add(el("p", "nothing").text(NONE_OF_SAGAS));
    }
    section.all(Guarantee::ALL.map(|guarantee| row(stage, report, guarantee)))
}

fn row(stage: Stage, report: Memo<Report>, guarantee: Guarantee) -> El {
    let told = Memo::new(move |_| {
        report.with(|report| stage.look(|session| told(session.settings(), report, guarantee)))
    });
    let Told { label, meaning, .. } = told.get_untracked();
    let value = move || {
        let told = told.get();
        told.violated.unwrap_or_else(|| told.missing.to_owned())
    };
    el("div", "guarantee")
        .add(
            el("h4", "").text(label).add(
                el("span", "")
                    .live_class("bad", move || told.with(|told| told.is_bad))
                    .live_class("none", move || told.with(|told| told.violated.is_none()))
                    .live_text(value),
            ),
        )
        .add(el("p", "").text(meaning))
        .add(el("div", "part").live(move || {
            stage.state.scenario().track();
            stage.state.opened().track();
            bought(stage, guarantee)
        }))
}

/// What buys a guarantee, and the price of that.
fn bought(stage: Stage, guarantee: Guarantee) -> Vec<El> {
    let cures = stage.look(|session| cures(session.settings(), guarantee));
    let has_sense = stage.look(|session| applies(session.settings(), guarantee));
    if !has_sense {
        return Vec::new();
    }
    if cures.is_empty() {
        return vec![el("p", "").text("No parameter of this pattern buys it.")];
    }
    let all = cures.iter().enumerate();
    all.map(|(nth, cure)| offer(stage, (guarantee, nth), cure))
        .collect()
}

fn offer(stage: Stage, which: Which, cure: Cure) -> El {
    let bench: Bench = expect_context();
    let words = words_of(cure);
    let runs = move || bench.at.with(|at| at.filter(|at| at.0 == which));
    let label = move || match runs() {
        Some((_, percent)) => format!("Measuring: {percent} %"),
        None => "Measure the price".to_owned(),
    };
    let act = move || {
        if bench
            .at
            .with_untracked(|at| at.is_some_and(|at| at.0 == which))
        {
            bench.stop();
        } else {
            bench.start(stage, which, cure);
        }
    };
    let found = move || {
        let is_it = |found: &(Which, _)| found.0 == which && bench.is_about(stage);
        bench.found.with(|found| match found {
            Some(found) if is_it(found) => price(found.1.as_deref()),
            _ => Vec::new(),
        })
    };
    el("div", "offer")
        .add(
            el("p", "")
                .text("Bought by ")
                .add(el("code", "").text(&words))
                .text(" ")
                .add(
                    button("link-button", act)
                        .attr(
                            "title",
                            "Runs this scenario without and with it; once more cancels",
                        )
                        .live_text(label),
                ),
        )
        .add(el("div", "part").attr("role", "status").live(found))
}

/// The figures without and with what buys the guarantee.
fn price(lines: Option<&[Line]>) -> Vec<El> {
    let Some(lines) = lines else {
        return vec![el("p", "").text("No price: a run came to one of its bounds.")];
    };
    let heads = ["", "without", "with"].map(|head| el("th", "").attr("scope", "col").text(head));
    let rows = lines.iter().enumerate().map(|(nth, of)| {
        let (name, values) = line(of, nth == 0);
        el("tr", "")
            .add(el("th", "").attr("scope", "row").text(&name))
            .all(values.map(|value| el("td", "").text(&value)))
    });
    let table = el("table", "")
        .add(el("thead", "").add(el("tr", "").all(heads)))
        .add(el("tbody", "").all(rows));
    let note = format!("{SEEDS} runs of each, with the same seeds, for 5 min at most.");
    vec![table, el("p", "").text(&note)]
}

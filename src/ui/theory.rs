//! What the model is checked against, and a bench to check it on: every answer of theory with the run
//! that is held against it, run here a few milliseconds a frame.

use leptos::prelude::*;

use super::dom::{El, button, el, flag, follow, only_if};
use super::frame_loop::now_ms;
use super::page_state::PageStateStoreFields;
use super::stage::Stage;
use crate::lab::theory::{Check, Row, Verdict, rows};
use crate::scenario::{Pattern, fixed};

/// What the runs may take of a frame.
const SLICE_MS: f64 = 8.0;
/// Events between two looks at the time.
const EVENTS: u64 = 500;

const INTRODUCTION: &str = "Where theory has an answer in closed form, the model is held against it. \
    Each line is a link like any other; its run takes place here, in your browser.";

/// What has been checked, and what is being checked.
#[derive(Clone, Copy)]
struct Bench {
    /// Where it is seen whether anybody sees it; else it stops.
    stage: Stage,
    /// By the place of the row.
    verdicts: RwSignal<Vec<Option<Verdict>>>,
    /// The row that is run, and how much of it is done, in percent.
    at: RwSignal<Option<(usize, u32)>>,
    check: StoredValue<Option<Check>, LocalStorage>,
    /// Whether those after it are to be run too.
    all: StoredValue<bool>,
    /// Whether a frame has been asked for.
    awaits: StoredValue<bool>,
}

/// The view, which is made when it is first asked for and keeps what was found.
pub fn theory(stage: Stage) -> El {
    let is_asked_for = stage.state.theory();
    let was_asked_for = Memo::new(move |before| before == Some(&true) || is_asked_for.get());
    only_if(move || was_asked_for.get(), move || view(stage))
}

fn view(stage: Stage) -> El {
    let bench = Bench {
        stage,
        verdicts: RwSignal::new(vec![None; rows().count()]),
        at: RwSignal::new(None),
        check: StoredValue::new_local(None),
        all: StoredValue::new(false),
        awaits: StoredValue::new(false),
    };
    let back = el("a", "wordmark")
        .live_attr("href", move || {
            stage.state.theory().track();
            Some(stage.laboratory())
        })
        .attr("title", "To the laboratory")
        .text("Driftscope");
    let heading = el("h1", "")
        .attr("tabindex", "-1")
        .text("Checked against theory");
    let to_read = heading.html().clone();
    follow(Box::new(move || {
        if stage.state.theory().get() {
            // Who does not see the view come is where it begins.
            let to_read = to_read.clone();
            request_animation_frame(move || drop(to_read.focus()));
        }
    }));
    el("main", "theory-page")
        .live_flag("hidden", move || !stage.state.theory().get())
        .add(el("header", "top").add(back))
        .add(heading)
        .add(body(bench))
}

impl Bench {
    fn start(self, row: usize, all: bool) {
        self.all.set_value(all);
        self.check.set_value(rows().nth(row).map(Check::new));
        self.at.set(Some((row, 0)));
        if !self.awaits.get_value() {
            self.wait();
        }
    }

    fn start_all(self) {
        self.verdicts.update(|verdicts| verdicts.fill(None));
        self.start(0, true);
    }

    fn stop(self) {
        self.check.set_value(None);
        self.at.set(None);
    }

    fn wait(self) {
        self.awaits.set_value(true);
        request_animation_frame(move || {
            self.awaits.set_value(false);
            self.run();
        });
    }

    /// Runs for a part of a frame, and asks for the next one if there is more to run.
    fn run(self) {
        let Some((row, before)) = self.at.get_untracked() else {
            return;
        };
        if !self.stage.state.theory().get_untracked() {
            return self.stop();
        }
        let begun = now_ms();
        let come = self.check.try_update_value(|check| {
            let check = check.as_mut()?;
            while now_ms() - begun < SLICE_MS {
                if check.advance(EVENTS) {
                    return None;
                }
            }
            Some((check.progress() * 100.0) as u32)
        });
        match come.flatten() {
            Some(percent) if percent != before => self.at.set(Some((row, percent))),
            Some(_) => {}
            None => self.conclude(row),
        }
        if self.at.with_untracked(Option::is_some) && !self.awaits.get_value() {
            self.wait();
        }
    }

    /// A run is over: it says something of each row that has its link.
    fn conclude(self, row: usize) {
        self.verdicts.update(|verdicts| {
            self.check.with_value(|check| {
                for (verdict, row) in verdicts.iter_mut().zip(rows()) {
                    let found = check.as_ref().and_then(|check| check.verdict_of(row));
                    *verdict = found.or(*verdict);
                }
            });
        });
        let next = self.verdicts.with_untracked(|verdicts| {
            let open = |place: &usize| verdicts[*place].is_none();
            (row + 1..verdicts.len()).find(open)
        });
        match next {
            Some(next) if self.all.get_value() => self.start(next, true),
            _ => self.stop(),
        }
    }

    /// What has been found so far, in words. Reactive.
    fn summary(self) -> String {
        self.verdicts.with(|verdicts| {
            let checked = verdicts.iter().flatten().count();
            let agree = verdicts.iter().flatten().filter(|one| one.agrees).count();
            match checked {
                0 => String::new(),
                _ => format!("{agree} of {checked} agree."),
            }
        })
    }
}

fn body(bench: Bench) -> El {
    let runs = flag(move || bench.at.with(Option::is_some));
    let acts = el("div", "acts")
        .add(
            el("span", "said-so")
                .attr("role", "status")
                .live_text(move || bench.summary()),
        )
        .add(
            el("progress", "")
                .attr("max", "100")
                .named("Progress")
                .live_flag("hidden", move || !runs.get())
                .live_attr("value", move || Some(bench.at.get()?.1.to_string())),
        )
        .add(
            button("button", move || bench.stop())
                .live_flag("hidden", move || !runs.get())
                .text("Cancel"),
        )
        .add(button("button main", move || bench.start_all()).text("Run all"));
    let tables = Pattern::ALL.iter().filter_map(|pattern| {
        let here = rows().enumerate().filter(|row| row.1.pattern == *pattern);
        let lines: Vec<El> = here.map(|(place, row)| line(bench, place, row)).collect();
        let heads = ["Quantity", "Theory", "Run", "Verdict", "Try it"];
        let heads = heads.map(|head| el("th", "").attr("scope", "col").text(head));
        (!lines.is_empty()).then(|| {
            el("table", "")
                .add(el("caption", "head").text(pattern.label()))
                .add(el("thead", "").add(el("tr", "").all(heads)))
                .add(el("tbody", "").all(lines))
        })
    });
    el("div", "part")
        .add(el("p", "").text(INTRODUCTION))
        .add(acts)
        .add(el("div", "theory").all(tables))
}

fn line(bench: Bench, place: usize, row: &'static Row) -> El {
    let verdict = Memo::new(move |_| bench.verdicts.with(|verdicts| verdicts[place]));
    let agrees = move |wanted| verdict.get().is_some_and(|found| found.agrees == wanted);
    let words = move || match verdict.get() {
        Some(found) if found.agrees => "agrees",
        Some(_) => "differs",
        None if bench.at.get().is_some_and(|at| at.0 == place) => "running…",
        None => "",
    };
    let measured = move || {
        let found = verdict.get();
        found.map_or_else(String::new, |found| {
            let value = found.measured.map(|value| number(value, row.unit));
            value.unwrap_or_else(|| "no data".to_owned())
        })
    };
    let tolerance = number(row.tolerance, "");
    let name = el("th", "")
        .attr("scope", "row")
        .add(el("b", "").text(row.id))
        .text(" ")
        .text(row.quantity)
        .add(el("small", "").text(row.formula))
        .add(el("small", "").text(row.source));
    let run = button("link-button", move || bench.start(place, false))
        .named(&format!("Run {}", row.id))
        .text("Run");
    let opens = el("a", "link-button")
        .attr("href", &format!("#{}", row.link))
        .named(&format!("Open {}", row.id))
        .text("Open");
    el("tr", "")
        .id(row.id)
        .add(name)
        .add(el("td", "").text(&format!("{} ± {tolerance}", number(row.expected, row.unit))))
        .add(el("td", "").live_text(measured))
        .add(
            el("td", "verdict")
                .live_class("good", move || agrees(true))
                .live_class("bad", move || agrees(false))
                .live_text(move || words().to_owned()),
        )
        .add(el("td", "links").add(run).add(opens))
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

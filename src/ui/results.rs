//! The tabs at the right: what users see, measures, why, and the log.

use leptos::prelude::*;
use web_sys::HtmlElement;

use super::dom::{El, button, el, flag, key_of};
use super::log::log;
use super::measures::measures;
use super::page_state::PageStateStoreFields;
use super::stage::Stage;
use super::users::users;
use super::why::why;

/// A tab: its word in the page, its label, what its panel holds.
type Tab = (&'static str, &'static str, fn(Stage) -> Vec<El>);

/// The place of the tab that says what went wrong.
pub const WHY: usize = 2;

const TABS: [Tab; 4] = [
    ("users", "Users", users),
    ("measures", "Measures", measures),
    ("why", "Why", why),
    ("log", "Log", log),
];

/// The tabs with their panels; those that are not chosen are not there.
pub fn results(stage: Stage) -> Vec<El> {
    let chosen = stage.state.tab();
    let tabs: Vec<El> = (0..TABS.len()).map(|nth| tab(nth, stage)).collect();
    let nodes: Vec<HtmlElement> = tabs.iter().map(|tab| tab.html().clone()).collect();
    let on_key = move |event: web_sys::Event| {
        let (now, last) = (chosen.get_untracked(), TABS.len() - 1);
        let next = match key_of(&event).as_str() {
            "ArrowRight" | "ArrowDown" => (now + 1) % TABS.len(),
            "ArrowLeft" | "ArrowUp" => now.checked_sub(1).unwrap_or(last),
            "Home" => 0,
            "End" => last,
            _ => return,
        };
        chosen.set(next);
        let _ = nodes[next].focus();
        event.prevent_default();
    };
    let list = el("div", "tablist")
        .attr("role", "tablist")
        .named("Results")
        .all(tabs)
        .on("keydown", on_key);
    let panels = (0..TABS.len()).map(|nth| panel(stage, nth));
    std::iter::once(list).chain(panels).collect()
}

fn tab(nth: usize, stage: Stage) -> El {
    let chosen = stage.state.tab();
    let (word, label, _) = TABS[nth];
    button("", move || chosen.set(nth))
        .id(&format!("tab-{word}"))
        .attr("role", "tab")
        .attr("aria-controls", &format!("panel-{word}"))
        .live_state("aria-selected", move || chosen.get() == nth)
        .live_attr("tabindex", move || {
            Some(if chosen.get() == nth { "0" } else { "-1" }.to_owned())
        })
        .text(label)
}

fn panel(stage: Stage, nth: usize) -> El {
    let (word, _, content) = TABS[nth];
    let is_chosen = flag(move || stage.state.tab().get() == nth);
    el("div", "panel")
        .id(&format!("panel-{word}"))
        .attr("role", "tabpanel")
        .attr("aria-labelledby", &format!("tab-{word}"))
        .attr("tabindex", "0")
        .live_flag("hidden", move || !is_chosen.get())
        .live(move || {
            if is_chosen.get() {
                content(stage)
            } else {
                Vec::new()
            }
        })
}

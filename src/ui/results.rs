//! The tabs at the right: measures and log.

use leptos::prelude::*;
use web_sys::HtmlElement;

use super::dom::{El, button, el, flag, key_of};
use super::log::log;
use super::measures::measures;
use super::stage::Stage;

/// The tabs with their panels; those that are not chosen are not there.
pub fn results(stage: Stage) -> Vec<El> {
    let on_log = RwSignal::new(false);
    let tabs = [
        tab("measures", "Measures", on_log, false),
        tab("log", "Log", on_log, true),
    ];
    let nodes: Vec<HtmlElement> = tabs.iter().map(|tab| tab.html().clone()).collect();
    let on_key = move |event: web_sys::Event| {
        let log = match key_of(&event).as_str() {
            "ArrowRight" | "ArrowDown" | "ArrowLeft" | "ArrowUp" => !on_log.get_untracked(),
            "Home" => false,
            "End" => true,
            _ => return,
        };
        on_log.set(log);
        let _ = nodes[usize::from(log)].focus();
        event.prevent_default();
    };
    let list = el("div", "tablist")
        .attr("role", "tablist")
        .named("Results")
        .all(tabs)
        .on("keydown", on_key);
    vec![
        list,
        panel("measures", on_log, false, move || measures(stage)),
        panel("log", on_log, true, move || log(stage)),
    ]
}

fn tab(word: &str, label: &str, on_log: RwSignal<bool>, log: bool) -> El {
    button("", move || on_log.set(log))
        .id(&format!("tab-{word}"))
        .attr("role", "tab")
        .attr("aria-controls", &format!("panel-{word}"))
        .live_state("aria-selected", move || on_log.get() == log)
        .live_attr("tabindex", move || {
            Some(if on_log.get() == log { "0" } else { "-1" }.to_owned())
        })
        .text(label)
}

fn panel(
    word: &str,
    on_log: RwSignal<bool>,
    log: bool,
    content: impl Fn() -> Vec<El> + 'static,
) -> El {
    let chosen = flag(move || on_log.get() == log);
    el("div", "panel")
        .id(&format!("panel-{word}"))
        .attr("role", "tabpanel")
        .attr("aria-labelledby", &format!("tab-{word}"))
        .attr("tabindex", "0")
        .live_flag("hidden", move || !chosen.get())
        .live(move || if chosen.get() { content() } else { Vec::new() })
}

//! The menu of presets.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::address::Write;
use super::dom::{El, button, el, property};
use super::icon;
use super::stage::Stage;
use crate::scenario::{Preset, Scenario, all_presets as all, parse};

/// The button and its menu.
pub fn presets(stage: Stage) -> [El; 2] {
    let current = current(stage);
    let menu = el("div", "menu")
        .id("presets")
        .attr("popover", "auto")
        .attr("role", "group")
        .named("Presets");
    let raw = menu.raw().clone();
    let items = all().map(|preset| {
        let raw = raw.clone();
        let choose = move || {
            // web-sys has a name for this only among its unstable features.
            let hide = property(&raw, "hidePopover").dyn_into::<js_sys::Function>();
            let _ = hide.map(|hide| hide.call0(&raw));
            let (link, problems) = parse(preset.link);
            stage.open(link, &problems, Write::Push);
        };
        button("", choose)
            .live_attr("aria-current", move || {
                (current.get() == preset.word).then(|| "true".to_owned())
            })
            .add(el("b", "").text(preset.title))
            .add(el("span", "").text(preset.watch))
    });
    let opener = el("button", "button")
        .attr("type", "button")
        .attr("popovertarget", "presets")
        .markup(icon::PRESETS);
    [opener, menu.all(items)]
}

/// The word of the preset whose scenario is on the page, untouched; empty if there is none.
pub fn current(stage: Stage) -> Memo<String> {
    let scenarios: Vec<(&'static Preset, Scenario)> = all()
        .map(|preset| (preset, parse(preset.link).0.scenario))
        .collect();
    super::dom::words(move || {
        stage.settings.track();
        stage.look(|session| {
            let now = session.scenario();
            let found = scenarios.iter().find(|(_, scenario)| scenario == now);
            found.map_or("", |(preset, _)| preset.word).to_owned()
        })
    })
}

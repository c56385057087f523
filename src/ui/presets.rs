//! The patterns and the presets of the one that is run.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::dom::{El, button, el, opens_elsewhere, property, value_in};
use super::icon;
use super::page_state::PageStateStoreFields;
use super::stage::Stage;
use crate::scenario::{Pattern, Preset, presets as presets_of};

/// The patterns side by side, and as a menu for where there is little room.
pub fn patterns(stage: Stage) -> [El; 2] {
    let tabs = Pattern::ALL.iter().map(|&pattern| {
        el("a", "")
            .live_attr("href", move || Some(format!("#{}", stage.link_to(pattern))))
            .on("click", move |event| {
                if !opens_elsewhere(&event) {
                    event.prevent_default();
                    stage.switch(pattern);
                }
            })
            .live_attr("aria-current", move || {
                (stage.state.pattern().get() == pattern).then(|| "page".to_owned())
            })
            .text(pattern.label())
    });
    let options = Pattern::ALL.iter().map(|pattern| {
        el("option", "")
            .attr("value", pattern.word())
            .text(pattern.label())
    });
    let menu = el("select", "select patterns-menu")
        .named("Pattern")
        .all(options)
        .live_value(move || stage.state.pattern().get().word().to_owned())
        .on("change", move |event| {
            if let Some(pattern) = Pattern::from_word(&value_in(&event)) {
                stage.switch(pattern);
            }
        });
    [el("nav", "patterns").named("Patterns").all(tabs), menu]
}

/// The button and its menu.
pub fn presets(stage: Stage) -> [El; 2] {
    let current = current(stage);
    let menu = el("div", "menu")
        .id("presets")
        .attr("popover", "auto")
        .attr("role", "group")
        .named("Presets");
    let raw = menu.raw().clone();
    let item = move |preset: &'static Preset| {
        let raw = raw.clone();
        let choose = move || {
            // web-sys has a name for this only among its unstable features.
            let hide = property(&raw, "hidePopover").dyn_into::<js_sys::Function>();
            let _ = hide.map(|hide| hide.call0(&raw));
            stage.open_text(preset.link);
        };
        button("", choose)
            .live_attr("aria-current", move || {
                (current.get() == preset.word).then(|| "true".to_owned())
            })
            .add(el("b", "").text(preset.title))
            .add(el("span", "").text(preset.watch))
    };
    let items = move || {
        presets_of(stage.state.pattern().get())
            .iter()
            .map(&item)
            .collect()
    };
    let opener = el("button", "button")
        .attr("type", "button")
        .attr("popovertarget", "presets")
        .markup(icon::PRESETS);
    [opener, menu.live(items)]
}

/// The word of the preset whose scenario is on the page, untouched; empty if there is none.
pub fn current(stage: Stage) -> Memo<String> {
    super::dom::words(move || {
        stage.state.scenario().track();
        let preset = stage.look(|session| Preset::of(session.scenario()));
        preset.map_or("", |preset| preset.word).to_owned()
    })
}

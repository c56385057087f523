//! The menu of presets.

use crate::ui::live::live;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::address::Write;
use super::icon::{DOWN, line_icon};
use super::stage::Stage;
use crate::scenario::{Preset, Scenario, parse, presets as all};
use crate::session::Session;

/// The button and its menu.
pub fn presets(stage: Stage) -> AnyView {
    let menu = NodeRef::<html::Div>::new();
    let current = current(stage);
    let items = all()
        .iter()
        .map(|preset| {
            let is_current = move || current.get().is_some_and(|word| word == preset.word);
            let choose = move |_| {
                if let Some(menu) = menu.get() {
                    hide(&menu);
                }
                let (link, problems) = parse(preset.link);
                stage.open(link, &problems, Write::Push);
            };
            view! {
                <button
                    type="button"
                    aria-current=live(move || is_current().then_some("true"))
                    on:click=choose
                >
                    <b>{preset.title}</b>
                    <span>{preset.watch}</span>
                </button>
            }
        })
        .collect_view();
    view! {
        <button class="button" type="button" popovertarget="presets">
            "Presets"
            {line_icon(DOWN)}
        </button>
        <div node_ref=menu id="presets" class="menu" popover="auto" role="group" aria-label="Presets">
            {items}
        </div>
    }
    .into_any()
}

/// The word of the preset whose scenario is on the page, untouched.
pub fn current(stage: Stage) -> Memo<Option<&'static str>> {
    let scenarios: Vec<(&'static Preset, Scenario)> = all()
        .iter()
        .map(|preset| (preset, parse(preset.link).0.scenario))
        .collect();
    Memo::new(move |_| {
        stage.settings.track();
        let now = stage.look(|session: &Session| session.scenario().clone());
        scenarios
            .iter()
            .find(|(_, scenario)| *scenario == now)
            .map(|(preset, _)| preset.word)
    })
}

/// The web-sys of today has no name for it without unstable features.
fn hide(menu: &web_sys::HtmlDivElement) {
    let hide = js_sys::Reflect::get(menu, &"hidePopover".into());
    if let Some(hide) = hide
        .ok()
        .and_then(|hide| hide.dyn_into::<js_sys::Function>().ok())
    {
        let _ = hide.call0(menu);
    }
}

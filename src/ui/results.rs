//! The tabs at the right: measures and log.

use crate::ui::live::{live, only_if};
use leptos::html;
use leptos::prelude::*;

use super::log::log;
use super::measures::measures;
use super::stage::Stage;

const TABS: [(&str, &str); 2] = [("measures", "Measures"), ("log", "Log")];

/// The tabs with the panel of the one that is chosen.
pub fn results(stage: Stage) -> AnyView {
    let chosen = RwSignal::new(0_usize);
    let nodes = [NodeRef::<html::Button>::new(), NodeRef::new()];
    let go = move |index: usize| {
        chosen.set(index);
        if let Some(tab) = nodes[index].get_untracked() {
            let _ = tab.focus();
        }
    };
    let on_key = move |event: web_sys::KeyboardEvent| {
        let now = chosen.get_untracked();
        match event.key().as_str() {
            "ArrowRight" | "ArrowDown" => go((now + 1) % TABS.len()),
            "ArrowLeft" | "ArrowUp" => go((now + TABS.len() - 1) % TABS.len()),
            "Home" => go(0),
            "End" => go(TABS.len() - 1),
            _ => return,
        }
        event.prevent_default();
    };
    let tabs = TABS
        .iter()
        .enumerate()
        .map(|(index, (word, label))| {
            let is_chosen = move || chosen.get() == index;
            view! {
                <button
                    node_ref=nodes[index]
                    type="button"
                    role="tab"
                    id=format!("tab-{word}")
                    aria-controls=format!("panel-{word}")
                    aria-selected=live(move || is_chosen().to_string())
                    tabindex=live(move || if is_chosen() { "0" } else { "-1" })
                    on:click=move |_| chosen.set(index)
                    on:keydown=on_key
                >
                    {*label}
                </button>
            }
        })
        .collect_view();
    let panels = TABS
        .iter()
        .enumerate()
        .map(|(index, (word, _))| {
            let is_chosen = Memo::new(move |_| chosen.get() == index);
            view! {
                <div
                    class="panel"
                    role="tabpanel"
                    id=format!("panel-{word}")
                    aria-labelledby=format!("tab-{word}")
                    tabindex="0"
                    hidden=live(move || !is_chosen.get())
                >
                    {only_if(
                        move || is_chosen.get(),
                        move || if index == 0 { measures(stage) } else { log(stage) },
                    )}
                </div>
            }
        })
        .collect_view();
    view! {
        <div class="tablist" role="tablist" aria-label="Results">
            {tabs}
        </div>
        {panels}
    }
    .into_any()
}

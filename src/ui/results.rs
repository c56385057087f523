//! The tabs at the right: what users see, measures, why, and the log.

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;

use super::dom::{El, component, raw};
use super::incident_list::IncidentList;
use super::log::Log;
use super::measures::measures;
use super::page_state::PageStateStoreFields;
use super::stage::{Stage, use_stage};
use super::users::Users;

/// The place of the tab that says what went wrong.
pub const WHY: usize = 2;

/// Of each tab the word in the page and the label.
const TABS: [(&str, &str); 4] = [
    ("users", "Users"),
    ("measures", "Measures"),
    ("why", "Why"),
    ("log", "Log"),
];

/// Where a key leads from a tab.
fn led_to(key: &str, now: usize) -> Option<usize> {
    let last = TABS.len() - 1;
    match key {
        "ArrowRight" | "ArrowDown" => Some((now + 1) % TABS.len()),
        "ArrowLeft" | "ArrowUp" => Some(now.checked_sub(1).unwrap_or(last)),
        "Home" => Some(0),
        "End" => Some(last),
        _ => None,
    }
}

/// The tabs with their panels.
#[component]
pub fn Results() -> impl IntoView {
    let stage = use_stage();
    let chosen = stage.state.tab();
    let tabs = TABS.map(|_| NodeRef::<html::Button>::new());
    let lead = move |event: KeyboardEvent| {
        let Some(next) = led_to(&event.key(), chosen.get_untracked()) else {
            return;
        };
        event.prevent_default();
        chosen.set(next);
        if let Some(tab) = tabs[next].get_untracked() {
            let _ = tab.focus();
        }
    };
    view! {
        <div class="tablist" role="tablist" aria-label="Results" on:keydown=lead>
            {tabs
                .into_iter()
                .enumerate()
                .map(|(nth, node)| view! { <Tab nth=nth node_ref=node/> })
                .collect_view()}
        </div>
        <Panel nth=0>
            <Users/>
        </Panel>
        <Panel nth=1>{measures(stage).iter().map(raw).collect_view()}</Panel>
        <Panel nth=WHY>
            <IncidentList/>
        </Panel>
        <Panel nth=3>
            <Log/>
        </Panel>
    }
}

#[component]
fn Tab(
    /// Its place.
    nth: usize,
    /// Gets its button.
    node_ref: NodeRef<html::Button>,
) -> impl IntoView {
    let stage = use_stage();
    let (word, label) = TABS[nth];
    let is_chosen = move || stage.state.tab().get() == nth;
    view! {
        <button
            type="button"
            id=format!("tab-{word}")
            role="tab"
            aria-controls=format!("panel-{word}")
            aria-selected=move || if is_chosen() { "true" } else { "false" }
            tabindex=move || if is_chosen() { "0" } else { "-1" }
            node_ref=node_ref
            on:click=move |_| stage.state.tab().set(nth)
        >
            {label}
        </button>
    }
}

/// What a tab shows; made each time it is chosen.
#[component]
fn Panel(
    /// The place of the tab.
    nth: usize,
    /// What it holds.
    children: ChildrenFn,
) -> impl IntoView {
    let stage = use_stage();
    let (word, _) = TABS[nth];
    let is_chosen = move || stage.state.tab().get() == nth;
    view! {
        <div
            class="panel"
            id=format!("panel-{word}")
            role="tabpanel"
            aria-labelledby=format!("tab-{word}")
            tabindex="0"
            hidden=move || !is_chosen()
        >
            <Show when=is_chosen>{children()}</Show>
        </div>
    }
}

// bridge
pub fn results(_: Stage) -> Vec<El> {
    vec![component(|| view! { <Results/> })]
}

#[cfg(test)]
mod tests {
    use js_sys::Function;
    use leptos::prelude::*;
    use leptos::task::tick;
    use wasm_bindgen::{JsCast, JsValue};
    use wasm_bindgen_test::wasm_bindgen_test as test;
    use web_sys::Event;

    use super::{Results, led_to};
    use crate::ui::guarantees::Bench;
    use crate::ui::trial::{Trial, show};

    async fn press(page: &Trial, key: &str) {
        let make = "return new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })";
        let make = Function::new_with_args("key", make);
        let event = make.call1(&JsValue::NULL, &key.into());
        let event: Event = event.expect("an event").unchecked_into();
        let tab = page.find("[role=tab][tabindex='0']");
        tab.dispatch_event(&event).expect("it listens");
        tick().await;
    }

    #[test]
    async fn only_the_chosen_panel_has_content_and_keys_choose_with_the_focus() {
        let page = show("v=1&pattern=cqrs", || {
            provide_context(Bench::new());
            view! { <Results/> }
        });
        tick().await;
        assert!(page.count("#panel-measures > *") > 0);
        page.click("#tab-users").await;
        assert_eq!(page.count("#panel-measures > *"), 0);
        assert_eq!(page.count("#panel-users .yours"), 1);
        assert_eq!(page.count(".panel:not([hidden])"), 1);
        press(&page, "ArrowLeft").await;
        assert_eq!(page.count("#panel-users > *"), 0);
        assert_eq!(page.count("#panel-log .log"), 1);
        let focused = document().active_element().expect("one has it");
        assert_eq!(focused.unchecked_ref::<web_sys::Element>().id(), "tab-log");
        let selected = page.attribute("#tab-log", "aria-selected");
        assert_eq!(selected.as_deref(), Some("true"));
    }

    #[test]
    fn keys_lead_around_and_to_the_ends() {
        assert_eq!(led_to("ArrowRight", 3), Some(0));
        assert_eq!(led_to("ArrowUp", 2), Some(1));
        assert_eq!(led_to("Home", 2), Some(0));
        assert_eq!(led_to("End", 0), Some(3));
        assert_eq!(led_to("Enter", 0), None);
    }
}

//! What stands at the left of the picture: the settings, and beside them what was done, in two tabs; undo and
//! redo over both.

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;

use super::acts::ActList;
use super::page_state::PageStateStoreFields;
use super::settings_panel::SettingsPanel;
use super::stage::use_stage;
use super::undo::UndoButtons;

/// The place of the tab with the list of acts.
pub const ACTS: usize = 1;

/// More acts than these are not counted on the tab.
const MOST: usize = 99;

/// Of each tab the word in the page and the label.
const TABS: [(&str, &str); 2] = [("settings", "Settings"), ("acts", "Your acts")];

/// The tabs with their panels.
#[component]
pub fn LeftPanel() -> impl IntoView {
    let stage = use_stage();
    let chosen = stage.state.desk();
    let tabs = TABS.map(|_| NodeRef::<html::Button>::new());
    let lead = move |event: KeyboardEvent| {
        let next = match event.key().as_str() {
            "ArrowRight" | "ArrowDown" | "ArrowLeft" | "ArrowUp" => {
                (chosen.get_untracked() + 1) % TABS.len()
            }
            "Home" => 0,
            "End" => TABS.len() - 1,
            _ => return,
        };
        event.prevent_default();
        chosen.set(next);
        if let Some(tab) = tabs[next].get_untracked() {
            let _ = tab.focus();
        }
    };
    let is_chosen = move |nth: usize| move || chosen.get() == nth;
    view! {
        <div class="desk-head">
            <div class="desk-tabs" role="tablist" aria-label="What is run" on:keydown=lead>
                {tabs
                    .into_iter()
                    .enumerate()
                    .map(|(nth, node)| view! { <DeskTab nth=nth node_ref=node/> })
                    .collect_view()}
            </div>
            <UndoButtons/>
        </div>
        <div
            id="desk-settings"
            role="tabpanel"
            aria-labelledby="tab-settings"
            hidden=move || !is_chosen(0)()
        >
            <SettingsPanel/>
        </div>
        <div
            id="desk-acts"
            role="tabpanel"
            aria-labelledby="tab-acts"
            hidden=move || !is_chosen(ACTS)()
        >
            <Show when=is_chosen(ACTS)>
                <ActList/>
            </Show>
        </div>
    }
}

/// One of the tabs; that of the acts says how many there are.
#[component]
fn DeskTab(
    /// Its place.
    nth: usize,
    /// Gets its button.
    node_ref: NodeRef<html::Button>,
) -> impl IntoView {
    let stage = use_stage();
    let (word, label) = TABS[nth];
    let is_chosen = move || stage.state.desk().get() == nth;
    let count = Memo::new(move |_| match nth {
        ACTS => stage
            .state
            .scenario()
            .with(|scenario| scenario.script.acts().len() + scenario.script.off().len()),
        _ => 0,
    });
    view! {
        <button
            type="button"
            id=format!("tab-{word}")
            role="tab"
            aria-controls=format!("desk-{word}")
            aria-selected=move || if is_chosen() { "true" } else { "false" }
            tabindex=move || if is_chosen() { "0" } else { "-1" }
            node_ref=node_ref
            on:click=move |_| stage.state.desk().set(nth)
        >
            {label}
            <span class="count" hidden=move || count.get() == 0>
                {move || if count.get() > MOST { "99+".to_owned() } else { count.get().to_string() }}
            </span>
        </button>
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;
    use leptos::task::tick;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::LeftPanel;
    use crate::scenario::Deed;
    use crate::ui::trial::show;

    #[test]
    async fn the_tab_counts_the_acts_and_keys_choose_with_the_focus() {
        let page = show("v=1&pattern=event-based", || view! { <LeftPanel/> });
        assert_eq!(page.count(".count[hidden]"), 2);
        page.stage.perform(Deed::Write { key: 0 });
        tick().await;
        assert_eq!(page.text("#tab-acts .count"), "1");
        assert_eq!(
            page.count("#desk-acts > *"),
            0,
            "not made before it is seen"
        );
        page.press("#tab-settings", "ArrowRight").await;
        assert!(page.has_focus("#tab-acts"));
        assert_eq!(page.count("#desk-acts .act"), 1);
        assert_eq!(page.count("#desk-settings[hidden]"), 1);
        page.press("#tab-acts", "Home").await;
        assert!(page.has_focus("#tab-settings"));
    }
}

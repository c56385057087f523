//! What stands at the left of the picture: the settings, and beside them what was done, in two tabs; undo and
//! redo over both.

use leptos::prelude::*;

use super::acts::ActList;
use super::page_state::PageStateStoreFields;
use super::settings_panel::SettingsPanel;
use super::stage::use_stage;
use super::tab_list::TabList;
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
    let is_chosen = move |nth: usize| move || chosen.get() == nth;
    view! {
        <div class="desk-head">
            <TabList
                label="What is run"
                class="desk-tabs"
                words=TABS.iter().map(|(word, _)| *word).collect()
                shows="desk"
                tab=|nth| view! { <DeskTab nth/> }.into_any()
                chosen
                choose=move |nth| chosen.set(nth)
            />
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

/// What stands on a tab; on that of the acts also how many there are.
#[component]
fn DeskTab(
    /// Its place.
    nth: usize,
) -> impl IntoView {
    let stage = use_stage();
    let count = Memo::new(move |_| match nth {
        ACTS => stage
            .state
            .scenario()
            .with(|scenario| scenario.script.acts().len() + scenario.script.off().len()),
        _ => 0,
    });
    view! {
        {TABS[nth].1}
        <span class="count" hidden=move || count.get() == 0>
            {move || if count.get() > MOST { "99+".to_owned() } else { count.get().to_string() }}
        </span>
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

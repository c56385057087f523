//! The tabs at the right: what users see, measures, why, and the log.

use leptos::prelude::*;

use super::incident_list::IncidentList;
use super::log::Log;
use super::measures::Measures;
use super::page_state::PageStateStoreFields;
use super::stage::use_stage;
use super::tab_list::TabList;
use super::users::Users;
use crate::session::Tab;

/// The place of the tab that says what went wrong.
pub const WHY: usize = Tab::Why.place();

/// The labels of [`Tab::ALL`], whose words are also those in the page.
const LABELS: [&str; Tab::ALL.len()] = ["Users", "Measures", "Why", "Log"];

/// The tabs with their panels.
#[component]
pub fn Results() -> impl IntoView {
    let stage = use_stage();
    let chosen = stage.state.tab();
    view! {
        <TabList
            label="Results"
            class="tablist"
            words=Tab::ALL.iter().map(|tab| tab.word()).collect()
            shows="panel"
            tab=|nth| LABELS[nth].into_any()
            chosen
            choose=move |nth| chosen.set(nth)
        />
        <Panel nth=0>
            <Users/>
        </Panel>
        <Panel nth=1>
            <Measures/>
        </Panel>
        <Panel nth=WHY>
            <IncidentList/>
        </Panel>
        <Panel nth=3>
            <Log/>
        </Panel>
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
    let word = Tab::ALL[nth].word();
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

#[cfg(test)]
mod tests {
    use leptos::prelude::*;
    use leptos::task::tick;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::Results;
    use crate::ui::guarantees::Bench;
    use crate::ui::trial::{Trial, show};

    async fn press(page: &Trial, key: &str) {
        page.press("[role=tab][tabindex='0']", key).await;
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
        assert_eq!(focused.id(), "tab-log");
        let selected = page.attribute("#tab-log", "aria-selected");
        assert_eq!(selected.as_deref(), Some("true"));
    }
}

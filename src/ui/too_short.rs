//! What the run is too short for, and how long it would have to be.

use leptos::prelude::*;

use super::page_state::PageStateStoreFields;
use super::stage::use_stage;
use crate::scenario::{self, Key, Value, find};
use crate::show::units;

/// The line that says so; not there where the run is long enough.
#[component]
pub fn TooShort() -> impl IntoView {
    let stage = use_stage();
    let scenario = stage.state.scenario();
    let found = Memo::new(move |_| {
        scenario.track();
        stage.watch(|session| {
            let settings = session.settings();
            let found = scenario::TooShort::of(settings)?;
            let label = find(settings.pattern(), found.key).map_or("", |param| param.label);
            let period = units::duration(found.period);
            let duration = units::duration(session.duration());
            let then = found.then;
            let words = format!("{label} is {period}, duration {duration}: {then}. ");
            Some((words, found.takes))
        })
    });
    let words = move || found.get().map(|found| found.0);
    let takes = Memo::new(move |_| found.get().and_then(|found| found.1));
    let lengthen = move |_| {
        if let Some(takes) = takes.get_untracked() {
            let drag = stage.next_drag();
            stage.set(Key::DURATION, Value::Time(takes), drag);
        }
    };
    let offer = move || {
        let takes = takes.get()?;
        let words = format!("Make the run last {}", units::duration(takes));
        Some(view! {
            <button type="button" class="link-button" on:click=lengthen>
                {words}
            </button>
        })
    };
    view! {
        <p class="watch too-short" role="status" hidden=move || found.with(Option::is_none)>
            {words}
            {offer}
        </p>
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;
    use leptos::task::tick;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::TooShort;
    use crate::facts::time::HOUR;
    use crate::session::Session;
    use crate::ui::trial::show;

    #[test]
    async fn a_run_that_is_too_short_says_so_and_offers_what_it_takes() {
        let link = "v=1&pattern=background-sync&interval=24h";
        let page = show(link, || view! { <TooShort/> });
        tick().await;
        assert_eq!(
            page.text(".too-short"),
            "Interval is 24 h, duration 1 min: no run of the job begins. Make the run last 25 h"
        );
        page.click("button").await;
        assert_eq!(page.stage.look(Session::duration), 25 * HOUR);
        tick().await;
        assert_eq!(page.attribute(".too-short", "hidden").as_deref(), Some(""));
        assert_eq!(page.count("button"), 0);
    }
}

//! The marks that a pattern may show, and what they mean: all of them from the start, so that nothing moves when one
//! comes.

use leptos::prelude::*;

use super::explain::Glossed;
use super::page_state::PageStateStoreFields;
use super::stage::use_stage;
use crate::faces;
use crate::scenario::Pattern;
use crate::show::legend::{MARKS, Mark};

/// The legend: keys first, then the marks.
#[component]
pub fn Legend() -> impl IntoView {
    let pattern = use_stage().state.pattern();
    let mark = |mark: &'static Mark| {
        view! {
            <span class="legend" hidden=move || !is_of(pattern.get(), mark)>
                <svg viewBox="0 0 12 12" aria-hidden="true" inner_html=mark.glyph></svg>
                <Glossed text=mark.name/>
            </span>
        }
    };
    view! {
        // On a phone it is a line that is moved sideways.
        <div class="legends" role="group" aria-label="Legend" tabindex="0">
            {MARKS.into_iter().map(mark).collect_view()}
        </div>
    }
}

/// Whether a pattern may come to show a mark.
fn is_of(pattern: Pattern, mark: &Mark) -> bool {
    let mut legend = faces::of(pattern).legend.iter();
    legend.any(|shown| shown.name == mark.name)
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::Legend;
    use crate::ui::trial::{Trial, show};

    #[test]
    async fn it_has_what_the_pattern_may_show() {
        let page = show("v=1&pattern=saga", || view! { <Legend/> });
        let shown = |page: &Trial| {
            let marks = page
                .find(".legends")
                .query_selector_all(".legend:not([hidden])");
            let marks = marks.expect("a selector");
            (0..marks.length())
                .filter_map(|nth| marks.item(nth)?.text_content())
                .collect::<Vec<_>>()
        };
        let of_saga = shown(&page);
        assert!(of_saga.iter().any(|name| name == "undo"), "{of_saga:?}");
        assert!(of_saga.iter().all(|name| name != "stale"), "{of_saga:?}");
        page.stage.open_text("v=1&pattern=cqrs");
        leptos::task::tick().await;
        let of_cqrs = shown(&page);
        assert_eq!(of_cqrs[..3], ["in step", "stale", "wrong for good"]);
        assert!(of_cqrs.iter().all(|name| name != "undo"), "{of_cqrs:?}");
    }

    #[test]
    async fn each_mark_is_drawn() {
        let page = show("v=1&pattern=cqrs", || view! { <Legend/> });
        assert_eq!(
            page.count(".legend"),
            page.count(".legend > svg:not(:empty)")
        );
    }
}

//! The marks that a pattern may show, and what they mean: all of them from the start, so that nothing moves when one
//! comes.

use leptos::prelude::*;

use super::explain::Glossed;
use super::page_state::PageStateStoreFields;
use super::stage::use_stage;
use crate::scenario::Pattern;

/// A mark and what it means.
struct Mark {
    /// What it means.
    name: &'static str,
    /// What it looks like, as the content of a drawing of 12 by 12.
    glyph: &'static str,
    /// The patterns in which it may come to be seen.
    patterns: &'static [Pattern],
}

/// Where stores show keys; those of sagas show capacities.
const OF_COPIES: [Pattern; 3] = [
    Pattern::EVENT_BASED,
    Pattern::BACKGROUND_SYNC,
    Pattern::CQRS,
];
/// Where events are sent.
const OF_EVENTS: [Pattern; 3] = [Pattern::EVENT_BASED, Pattern::SAGA, Pattern::CQRS];

/// The marks of keys, and those of messages.
const MARKS: [Mark; 14] = [
    Mark {
        name: "in step",
        glyph: r#"<rect x="1" y="1" width="10" height="10" rx="2" fill="var(--in-step)" stroke="var(--in-step-line)"/>"#,
        patterns: &OF_COPIES,
    },
    Mark {
        name: "stale",
        glyph: r#"<rect x="1" y="1" width="10" height="10" rx="2" fill="var(--stale-1)" stroke="var(--stale-2)"/><path d="M2 7h8v3H2z" fill="var(--stale-2)"/>"#,
        patterns: &OF_COPIES,
    },
    Mark {
        name: "wrong for good",
        glyph: r#"<rect x="1" y="1" width="10" height="10" rx="2" fill="var(--surface)" stroke="var(--broken)"/><path d="M4 4l4 4M8 4l-4 4" stroke="var(--broken)" stroke-width="1.3"/>"#,
        patterns: &OF_COPIES,
    },
    Mark {
        name: "write",
        glyph: r#"<path d="M2.5 2.5h7v7h-7z" fill="var(--ink)" stroke="none" stroke-width="1" stroke-linecap="round"/>"#,
        patterns: Pattern::ALL,
    },
    Mark {
        name: "answer",
        glyph: r#"<path d="M3 3h6v6h-6z" fill="var(--canvas)" stroke="var(--ink)" stroke-width="1.5" stroke-linecap="round"/>"#,
        patterns: Pattern::ALL,
    },
    Mark {
        name: "event",
        glyph: r#"<path d="M6 1.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9z" fill="var(--accent)" stroke="none" stroke-width="1" stroke-linecap="round"/>"#,
        patterns: &OF_EVENTS,
    },
    Mark {
        name: "acknowledgement",
        glyph: r#"<path d="M6 3a3 3 0 1 1 0 6 3 3 0 0 1 0-6z" fill="var(--canvas)" stroke="var(--muted)" stroke-width="1.5" stroke-linecap="round"/>"#,
        patterns: Pattern::ALL,
    },
    Mark {
        name: "read",
        glyph: r#"<path d="M6 2.2L9.8 6 6 9.8 2.2 6z" fill="var(--canvas)" stroke="var(--muted)" stroke-width="1.5" stroke-linecap="round"/>"#,
        patterns: Pattern::ALL,
    },
    Mark {
        name: "what is shown",
        glyph: r#"<path d="M6 1.6L10.4 6 6 10.4 1.6 6z" fill="var(--muted)" stroke="none" stroke-width="1" stroke-linecap="round"/>"#,
        patterns: Pattern::ALL,
    },
    Mark {
        name: "batch",
        glyph: r#"<path d="M1 1h6v6H1z" fill="var(--accent)" stroke="var(--canvas)" stroke-width="1" stroke-linecap="round"/><path d="M3 3h6v6H3z" fill="var(--accent)" stroke="var(--canvas)" stroke-width="1"/><path d="M5 5h6v6H5z" fill="var(--accent)" stroke="var(--canvas)" stroke-width="1"/>"#,
        patterns: &[Pattern::BACKGROUND_SYNC, Pattern::CQRS],
    },
    Mark {
        name: "undo",
        glyph: r#"<path d="M9.5 1.8v8.4L2 6z" fill="var(--compensation)" stroke="none" stroke-width="1" stroke-linecap="round"/>"#,
        patterns: &[Pattern::SAGA],
    },
    Mark {
        name: "sent again",
        glyph: r#"<path d="M6 1a5 5 0 1 1 0 10A5 5 0 0 1 6 1z" fill="none" stroke="var(--accent)" stroke-width="1.5" stroke-linecap="round"/>"#,
        patterns: &OF_EVENTS,
    },
    Mark {
        name: "duplicate",
        glyph: r#"<path d="M4.2 2.6a3.4 3.4 0 1 1 0 6.8 3.4 3.4 0 0 1 0-6.8zM8.6 2.9a3.2 3.2 0 0 1 0 6.2" fill="none" stroke="var(--accent)" stroke-width="1.5" stroke-linecap="round"/>"#,
        patterns: &OF_EVENTS,
    },
    Mark {
        name: "lost",
        glyph: r#"<path d="M2.5 3h.1M8.5 2.4h.1M5.8 6h.1M2.8 9.2h.1M9.2 8.8h.1" fill="none" stroke="var(--broken)" stroke-width="2.4" stroke-linecap="round"/>"#,
        patterns: Pattern::ALL,
    },
];

/// The legend: keys first, then the marks.
#[component]
pub fn Legend() -> impl IntoView {
    let pattern = use_stage().state.pattern();
    let mark = |mark: &'static Mark| {
        view! {
            <span class="legend" hidden=move || !mark.patterns.contains(&pattern.get())>
                <svg viewBox="0 0 12 12" aria-hidden="true" inner_html=mark.glyph></svg>
                <Glossed text=mark.name/>
            </span>
        }
    };
    view! {
        // On a phone it is a line that is moved sideways.
        <div class="legends" role="group" aria-label="Legend" tabindex="0">
            {MARKS.iter().map(mark).collect_view()}
        </div>
    }
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

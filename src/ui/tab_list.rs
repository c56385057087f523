//! A row of tabs, one of which is chosen: by a click, or with arrow keys, Home and End.

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;

/// Where a key leads from a tab.
fn led_to(key: &str, now: usize, last: usize) -> Option<usize> {
    match key {
        "ArrowRight" | "ArrowDown" => Some((now + 1) % (last + 1)),
        "ArrowLeft" | "ArrowUp" => Some(now.checked_sub(1).unwrap_or(last)),
        "Home" => Some(0),
        "End" => Some(last),
        _ => None,
    }
}

/// The row. What a tab shows stands elsewhere.
#[component]
pub fn TabList(
    /// Its name.
    label: &'static str,
    /// How style knows it.
    class: &'static str,
    /// The words of the tabs in the page: a tab is `tab-word`.
    words: Vec<&'static str>,
    /// What it shows is this word and that of the tab, with a dash between.
    shows: &'static str,
    /// What stands on a tab, by its place.
    tab: fn(usize) -> AnyView,
    /// The place of the one that is chosen.
    #[prop(into)]
    chosen: Signal<usize>,
    /// Called with the place of the one that is to be.
    #[prop(into)]
    choose: Callback<usize>,
) -> impl IntoView {
    let nodes: Vec<_> = words
        .iter()
        .map(|_| NodeRef::<html::Button>::new())
        .collect();
    let tabs = words.into_iter().zip(nodes.clone()).enumerate();
    let tabs = tabs.map(|(nth, (word, node))| {
        let is_chosen = move || chosen.get() == nth;
        view! {
            <button
                type="button"
                id=format!("tab-{word}")
                role="tab"
                aria-controls=format!("{shows}-{word}")
                aria-selected=move || if is_chosen() { "true" } else { "false" }
                tabindex=move || if is_chosen() { "0" } else { "-1" }
                node_ref=node
                on:click=move |_| choose.run(nth)
            >
                {tab(nth)}
            </button>
        }
    });
    let tabs = tabs.collect_view();
    let lead = move |event: KeyboardEvent| {
        let Some(next) = led_to(&event.key(), chosen.get_untracked(), nodes.len() - 1) else {
            return;
        };
        event.prevent_default();
        choose.run(next);
        if let Some(tab) = nodes[next].get_untracked() {
            let _ = tab.focus();
        }
    };
    view! {
        <div class=class role="tablist" aria-label=label on:keydown=lead>
            {tabs}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::led_to;

    #[test]
    fn keys_lead_around_and_to_the_ends() {
        assert_eq!(led_to("ArrowRight", 3, 3), Some(0));
        assert_eq!(led_to("ArrowUp", 2, 3), Some(1));
        assert_eq!(led_to("Home", 2, 3), Some(0));
        assert_eq!(led_to("End", 0, 3), Some(3));
        assert_eq!(led_to("Enter", 0, 3), None);
    }
}

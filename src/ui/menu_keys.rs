//! How a menu is gone through by arrow keys, and that a tap beside it closes it and does nothing else.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// What can be chosen in a menu.
const ITEMS: &str = "button:not(:disabled)";

/// Whether a menu is open.
pub fn is_open(menu: &Element) -> bool {
    // A browser that knows no popovers opens none.
    menu.matches(":popover-open").unwrap_or(false)
}

/// Moves the focus within a menu, if a key asks for that.
pub fn lead(menu: &Element, event: &KeyboardEvent) {
    let items = items(menu);
    let focused = document().active_element();
    let here = items
        .iter()
        .position(|item| focused.as_ref() == Some(item.as_ref()));
    if let Some(next) = led_to(&event.key(), here, items.len()) {
        event.prevent_default();
        let _ = items[next].focus();
    }
}

/// Puts the focus where a menu begins: on what is chosen, else on its first.
pub fn begin(menu: &Element) {
    let items = items(menu);
    let is_chosen = |item: &&HtmlElement| item.has_attribute("aria-current");
    if let Some(item) = items.iter().find(is_chosen).or(items.first()) {
        let _ = item.focus();
    }
}

fn items(menu: &Element) -> Vec<HtmlElement> {
    let Ok(found) = menu.query_selector_all(ITEMS) else {
        return Vec::new();
    };
    let items = (0..found.length()).filter_map(|nth| found.get(nth)?.dyn_into().ok());
    items.collect()
}

/// Where a key leads from an item, or from none.
fn led_to(key: &str, here: Option<usize>, count: usize) -> Option<usize> {
    let last = count.checked_sub(1)?;
    match (key, here) {
        ("ArrowDown", None) | ("Home", _) => Some(0),
        ("ArrowUp", None) | ("End", _) => Some(last),
        ("ArrowDown", Some(here)) => Some((here + 1) % count),
        ("ArrowUp", Some(here)) => Some(here.checked_sub(1).unwrap_or(last)),
        _ => None,
    }
}

/// What lies between an open menu and the page: a tap on it closes the menu, and meets nothing that lies below.
#[component]
pub fn MenuShade(
    /// Whether the menu is open.
    #[prop(into)]
    is_open: Signal<bool>,
) -> impl IntoView {
    view! { <div class="menu-shade" hidden=move || !is_open.get()></div> }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::led_to;

    #[test]
    fn arrows_lead_around_and_other_keys_nowhere() {
        assert_eq!(led_to("ArrowDown", None, 3), Some(0));
        assert_eq!(led_to("ArrowDown", Some(2), 3), Some(0));
        assert_eq!(led_to("ArrowUp", Some(0), 3), Some(2));
        assert_eq!(led_to("End", Some(0), 3), Some(2));
        assert_eq!(led_to("Home", Some(2), 3), Some(0));
        assert_eq!(led_to("Enter", Some(1), 3), None);
        assert_eq!(led_to("ArrowDown", None, 0), None);
    }
}

//! Keys that work anywhere on the page but where a person types.

use leptos::prelude::*;
use web_sys::Event;

use super::dom::{key_of, on_window, property, target_of};
use super::page_state::PageStateStoreFields;
use super::stage::Stage;
use super::transport;
use super::users;
use crate::scenario::Deed;

/// The keys and what they do.
pub const SHORTCUTS: &[(&str, &str)] = &[
    ("Space", "Play or pause"),
    (".", "Step one event"),
    ("r", "Restart with the same seed"),
    ("n", "Another seed"),
    ("w", "Write as one of the users"),
    ("l", "Look: read as one of the users"),
    ("?", "This help"),
    (
        "Tab",
        "To the picture: there arrow keys move among its parts, Enter selects, Escape closes",
    ),
];

/// Listens for as long as the page stands.
pub fn listen(stage: Stage, help: RwSignal<bool>) {
    on_window("keydown", move |event| {
        let modifiers = ["ctrlKey", "metaKey", "altKey"];
        let is_held = modifiers
            .iter()
            .any(|name| property(&event, name).is_truthy());
        // What is not shown is not played either.
        let is_away = stage.state.theory().get_untracked();
        if is_held || is_away || event.default_prevented() || !is_free(&event) {
            return;
        }
        match key_of(&event).as_str() {
            " " => transport::toggle(stage),
            "." => stage.act(crate::session::Session::step),
            "r" => transport::restart(stage),
            "n" => transport::new_seed(stage),
            "w" => users::act(stage, |key| Deed::Write { key }),
            "l" => users::act(stage, |key| Deed::Read { key }),
            "?" => help.set(true),
            _ => return,
        }
        event.prevent_default();
    });
}

/// Whether the key means nothing where the focus is.
fn is_free(event: &Event) -> bool {
    if document()
        .query_selector("dialog[open]")
        .ok()
        .flatten()
        .is_some()
    {
        return false;
    }
    let Some(target) = target_of(event) else {
        return true;
    };
    let taken = if key_of(event) == " " {
        "input:not([type=range]), select, textarea, button, summary, a"
    } else {
        "input[type=text], select, textarea"
    };
    !target.matches(taken).unwrap_or(false)
}

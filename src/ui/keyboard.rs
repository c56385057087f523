//! Keys that work anywhere on the page but where a person types.

use leptos::ev::{self, KeyboardEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::page_state::PageStateStoreFields;
use super::stage::Stage;
use super::transport;
use super::users;
use crate::scenario::Deed;
use crate::session::Session;

/// The keys and what they do.
pub const SHORTCUTS: &[(&str, &str)] = &[
    ("Space", "Play or pause"),
    (".", "Step one event"),
    ("r", "Restart with the settings that the panel shows"),
    ("Home", "Rewind: the same run again"),
    ("z, Shift+z", "Undo, redo (also Ctrl+Z, Ctrl+Y)"),
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
pub fn listen(stage: Stage, help_open: RwSignal<bool>) {
    window_event_listener(ev::keydown, move |event| {
        // What is not shown is not played either.
        let is_away = stage.state.theory().get_untracked();
        if is_away || event.alt_key() || event.default_prevented() || !is_free(&event) {
            return;
        }
        if event.ctrl_key() || event.meta_key() {
            return step_in_history(stage, &event);
        }
        match event.key().as_str() {
            " " => transport::toggle(stage),
            "." => stage.act(Session::step),
            "r" => transport::restart(stage),
            "Home" => transport::rewind(stage),
            "z" => stage.undo(),
            "Z" => stage.redo(),
            "n" => transport::new_seed(stage),
            "w" => users::act(stage, |key| Deed::Write { key }),
            "l" => users::act(stage, |key| Deed::Read { key }),
            "?" => help_open.set(true),
            _ => return,
        }
        event.prevent_default();
    });
}

/// Undoes or redoes by the keys that do so everywhere.
fn step_in_history(stage: Stage, event: &KeyboardEvent) {
    match (event.key().as_str(), event.shift_key()) {
        ("z", false) => stage.undo(),
        ("z" | "Z", true) | ("y", false) => stage.redo(),
        _ => return,
    }
    event.prevent_default();
}

/// Whether the key means nothing where the focus is.
fn is_free(event: &KeyboardEvent) -> bool {
    if is_dialog_open() {
        return false;
    }
    let target = event.target();
    let Some(target) = target.and_then(|target| target.dyn_into::<Element>().ok()) else {
        return true;
    };
    let taken = match event.key().as_str() {
        " " => "input:not([type=range]), select, textarea, button, summary, a",
        "Home" => "input, select, textarea",
        _ => "input[type=text], select, textarea",
    };
    !target.matches(taken).unwrap_or(false)
}

/// Whether a dialog lies over the page, which keys are for then.
pub fn is_dialog_open() -> bool {
    matches!(document().query_selector("dialog[open]"), Ok(Some(_)))
}

//! Keys that work anywhere on the page but where a person types.

use leptos::ev::{self, KeyboardEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::page_state::PageStateStoreFields;
use super::settings_search;
use super::sheets::Sheets;
use super::stage::Stage;
use super::transport;
use super::users;
use crate::scenario::Deed;
use crate::session::Session;

/// The keys and what they do.
pub const SHORTCUTS: &[(&str, &str)] = &[
    ("Space", "Play or pause"),
    (".", "Step one event"),
    ("r", "Restart with the same seed"),
    ("n", "Another seed"),
    ("w", "Write as one of the users"),
    ("l", "Look: read as one of the users"),
    ("/", "Find a setting"),
    ("?", "This help"),
    (
        "Tab",
        "To the picture: there arrow keys move among its parts, Enter selects, Escape closes",
    ),
];

/// Listens for as long as the page stands.
pub fn listen(stage: Stage, sheets: Sheets, help_open: RwSignal<bool>) {
    window_event_listener(ev::keydown, move |event| {
        let is_held = event.ctrl_key() || event.meta_key() || event.alt_key();
        // What is not shown is not played either.
        let is_away = stage.state.theory().get_untracked();
        if is_held || is_away || event.default_prevented() || !is_free(&event) {
            return;
        }
        match event.key().as_str() {
            " " => transport::toggle(stage),
            "." => stage.act(Session::step),
            "r" => transport::restart(stage),
            "n" => transport::new_seed(stage),
            "w" => users::act(stage, |key| Deed::Write { key }),
            "l" => users::act(stage, |key| Deed::Read { key }),
            "/" => settings_search::focus(sheets),
            "?" => help_open.set(true),
            _ => return,
        }
        event.prevent_default();
    });
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
    let taken = if event.key() == " " {
        "input:not([type=range]), select, textarea, button, summary, a"
    } else {
        "input[type=text], input[type=search], select, textarea"
    };
    !target.matches(taken).unwrap_or(false)
}

/// Whether a dialog lies over the page, which keys are for then.
pub fn is_dialog_open() -> bool {
    matches!(document().query_selector("dialog[open]"), Ok(Some(_)))
}

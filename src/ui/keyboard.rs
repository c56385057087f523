//! Keys that work anywhere on the page but where a person types.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use super::stage::Stage;
use super::transport;

/// The keys and what they do.
pub const SHORTCUTS: &[(&str, &str)] = &[
    ("Space", "Play or pause"),
    (".", "Step one event"),
    ("r", "Restart with the same seed"),
    ("n", "Another seed"),
    ("?", "This help"),
    (
        "Tab",
        "From the picture: arrow keys move among its parts, Enter selects, Escape closes",
    ),
];

/// Listens for as long as the page stands.
pub fn listen(stage: Stage, help: RwSignal<bool>) {
    let handle = window_event_listener(ev::keydown, move |event| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() || event.default_prevented() {
            return;
        }
        if !is_free(&event) {
            return;
        }
        match event.key().as_str() {
            " " => transport::toggle(stage),
            "." => stage.act(crate::session::Session::step),
            "r" => transport::restart(stage),
            "n" => transport::new_seed(stage),
            "?" => help.set(true),
            _ => return,
        }
        event.prevent_default();
    });
    on_cleanup(move || handle.remove());
}

/// Whether the key means nothing where the focus is.
fn is_free(event: &KeyboardEvent) -> bool {
    if document()
        .query_selector("dialog[open]")
        .ok()
        .flatten()
        .is_some()
    {
        return false;
    }
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    let Some(target) = target else { return true };
    let taken = if event.key() == " " {
        "input:not([type=range]), select, textarea, button, summary, a"
    } else {
        "input[type=text], select, textarea"
    };
    !target.matches(taken).unwrap_or(false)
}

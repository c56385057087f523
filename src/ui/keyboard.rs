//! Keys that work anywhere on the page but where a person types.

use leptos::ev::{self, KeyboardEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::dialog::is_dialog_open;
use super::hear::hear;
use super::page_state::PageStateStoreFields;
use super::presentation;
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
    ("r", "Restart with the settings that the panel shows"),
    ("Home", "Rewind: the same run again"),
    ("z, Shift+z", "Undo, redo (also Ctrl+Z, Ctrl+Y)"),
    ("n", "Another seed"),
    ("w", "Write as one of the users"),
    ("l", "Look: read as one of the users"),
    ("/", "Find a setting"),
    (
        "f",
        "Present: the picture, the caption and the timeline alone, large",
    ),
    ("Esc", "Close what is open; leave the presentation"),
    ("?", "This help"),
    (
        "← →, + −",
        "On the playhead of the timeline: move it, look closer; Esc for all of it",
    ),
    (
        "Tab",
        "To the picture: there arrow keys move among its parts, Enter selects, Escape closes",
    ),
];

/// Listens for as long as the page stands.
pub fn listen(stage: Stage, sheets: Sheets, help_open: RwSignal<bool>) {
    // A button that has the focus would be pressed when the bar is let go; Firefox asks then whether it may.
    let is_played = StoredValue::new(false);
    hear(ev::keyup, move |event| {
        if event.key() == " " && is_played.get_value() {
            is_played.set_value(false);
            event.prevent_default();
        }
    });
    hear(ev::keydown, move |event| {
        // What is not shown is not played either.
        let is_away = stage.state.theory().get_untracked();
        if is_away || event.alt_key() || event.default_prevented() || !is_free(event) {
            return;
        }
        if event.ctrl_key() || event.meta_key() {
            return step_in_history(stage, event);
        }
        match event.key().as_str() {
            " " if event.repeat() => {}
            " " => {
                is_played.set_value(true);
                transport::toggle(stage);
            }
            "Escape" if close(stage) => {}
            "f" => presentation::toggle(stage),
            "." => stage.act(Session::step),
            "r" => transport::restart(stage),
            "Home" => transport::rewind(stage),
            "z" => stage.undo(),
            "Z" => stage.redo(),
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

/// Closes what is said of a thing, or else leaves the presentation; false if there is neither.
fn close(stage: Stage) -> bool {
    let page = stage.state;
    let is_said = page.selected().get_untracked().is_some();
    if is_said || page.chosen().get_untracked().is_some() {
        stage.select(None);
        return true;
    }
    let is_presenting = page.presentation().get_untracked();
    if is_presenting {
        presentation::toggle(stage);
    }
    is_presenting
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
    if is_dialog_open() || is_menu_open() {
        return false;
    }
    let target = event.target();
    let Some(target) = target.and_then(|target| target.dyn_into::<Element>().ok()) else {
        return true;
    };
    let taken = match event.key().as_str() {
        "Escape" => return true,
        // What a person types, and what is chosen by no other key.
        " " => "input:not([type=range]), select, textarea, [role=switch]",
        "Home" => "input, select, textarea",
        _ => "input:not([type=range], [type=checkbox], [type=radio]), select, textarea",
    };
    !target.matches(taken).unwrap_or(false)
}

/// Whether a menu is open, which keys are for then.
fn is_menu_open() -> bool {
    // What a word means is said in one too, but takes no keys. A browser that knows no popovers has none open.
    let menu = ":popover-open:not(.explanation)";
    matches!(document().query_selector(menu), Ok(Some(_)))
}

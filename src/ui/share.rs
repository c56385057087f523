//! The link of what is on the page, onto the clipboard or into a field to copy from.

use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlInputElement;

use super::address;
use super::dialog::dialog;
use super::dom::{El, button, el, property, target_of};
use super::stage::Stage;
use crate::session::Session;

/// How long it is said that the link was copied.
const SAID_MS: u32 = 4_000;

/// The button that opens the dialog, and the dialog.
pub fn share(stage: Stage) -> [El; 2] {
    let open = RwSignal::new(false);
    let copied = RwSignal::new(false);
    let share = move || {
        copied.set(false);
        open.set(true);
        copy(&link(stage), copied);
    };
    let body = move || {
        let link = link(stage);
        let field = el("input", "text-field")
            .attr("type", "text")
            .attr("readonly", "")
            .attr("autofocus", "")
            .attr("value", &link)
            .named("Link to this run")
            .on("focus", move |event| {
                if let Some(field) = target_of(&event) {
                    field.unchecked_into::<HtmlInputElement>().select();
                }
            });
        let said = el("span", "said-so")
            .attr("role", "status")
            .live_text(move || {
                if copied.get() {
                    "Copied to the clipboard."
                } else {
                    "Select it and copy it."
                }
                .to_owned()
            });
        let again = button("button main", move || copy(&link, copied)).text("Copy link");
        el("div", "part")
            .add(el("p", "").text("Whoever opens this link sees the same run, event for event."))
            .add(field)
            .add(el("div", "acts").add(said).add(again))
    };
    [
        button("button main", share).text("Share"),
        dialog("Share this run", open, body),
    ]
}

fn link(stage: Stage) -> String {
    address::whole(&stage.look(Session::link))
}

/// Puts a text onto the clipboard; a browser may not have one, or may not allow it.
fn copy(text: &str, copied: RwSignal<bool>) {
    let navigator = window().navigator();
    if property(&navigator, "clipboard").is_undefined() {
        return;
    }
    let done = Closure::once(move |_: JsValue| {
        copied.set(true);
        // Said for a while, so that a second copy is seen to be one.
        Timeout::new(SAID_MS, move || copied.set(false)).forget();
    });
    let refused = Closure::once(move |_: JsValue| copied.set(false));
    let _ = navigator
        .clipboard()
        .write_text(text)
        .then2(&done, &refused);
    // They are called once, after this function has returned.
    done.forget();
    refused.forget();
}

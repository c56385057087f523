//! The link of what is on the page, onto the clipboard or into a field to copy from.

use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlInputElement;

use super::address;
use super::dialog::Dialog;
use super::dom::{El, button, component, el, follow, property, raw, target_of};
use super::page_state::PageStateStoreFields;
use super::stage::Stage;
use crate::session::Session;

/// How long it is said that the link was copied.
const SAID_MS: u32 = 4_000;

/// What became of copying a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copying {
    /// The browser has not said yet.
    Asked,
    /// It is on the clipboard.
    Done,
    /// There is no clipboard here, or the browser does not let the page at it, as in a frame.
    Refused,
}

impl Copying {
    /// What is said of it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Asked => "",
            Self::Done => "Copied to the clipboard.",
            Self::Refused => "Not copied. Press Ctrl+C, or ⌘C, to copy what is selected.",
        }
    }
}

/// The button that opens the dialog, and the dialog.
pub fn share(stage: Stage) -> [El; 2] {
    let open = RwSignal::new(false);
    let copying = RwSignal::new(Copying::Asked);
    let share = move || {
        open.set(true);
        copy(&link(stage), copying);
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
            .live_text(move || copying.get().words().to_owned());
        let to_select: HtmlInputElement = field.raw().clone().unchecked_into();
        follow(Box::new(move || {
            if copying.get() == Copying::Refused {
                // Wherever the focus was: the words speak of what is selected.
                let _ = to_select.focus();
                to_select.select();
            }
        }));
        let again = button("button main", move || copy(&link, copying)).text("Copy link");
        el("div", "part")
            .add(el("p", "").text(about(stage)))
            .add(field)
            .add(el("div", "acts").add(said).add(again))
    };
    let body = StoredValue::new_local(body);
    [
        button("button main", share).text("Share"),
        component(move || {
            view! { <Dialog title="Share this run" open=open>{move || raw(&body.with_value(|body| body()))}</Dialog> }
        }),
    ]
}

fn about(stage: Stage) -> &'static str {
    if stage.state.kept().with_untracked(Option::is_none) {
        "Whoever opens this link sees the same run, event for event."
    } else if stage.look(|session| session.differs().is_some()) {
        "The link that you opened showed its sender another run. This one is of the run that you see: \
         whoever opens it sees the same, event for event."
    } else {
        "The link that you opened could not be read whole. This is the repaired one, of the run that you \
         see: whoever opens it sees the same, event for event."
    }
}

fn link(stage: Stage) -> String {
    address::whole(&stage.look(Session::link))
}

/// Puts a text onto the clipboard; a browser may not have one, or may not allow it.
pub fn copy(text: &str, copying: RwSignal<Copying>) {
    copying.set(Copying::Asked);
    let navigator = window().navigator();
    if property(&navigator, "clipboard").is_undefined() {
        copying.set(Copying::Refused);
        return;
    }
    let done = Closure::once(move |_: JsValue| {
        copying.set(Copying::Done);
        // Said for a while, so that a second copy is seen to be one.
        let forget = move || {
            if copying.get_untracked() == Copying::Done {
                copying.set(Copying::Asked);
            }
        };
        Timeout::new(SAID_MS, forget).forget();
    });
    let refused = Closure::once(move |_: JsValue| copying.set(Copying::Refused));
    let _ = navigator
        .clipboard()
        .write_text(text)
        .then2(&done, &refused);
    // They are called once, after this function has returned.
    done.forget();
    refused.forget();
}

//! A dialog over the page, by the browser's own means: it keeps the focus, closes on Escape and
//! gives the focus back.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlDialogElement;

use super::dom::{El, button, el, flag, follow, target_of};

/// A dialog that is shown while `open`; `body` is made each time it opens.
pub fn dialog(title: &str, open: RwSignal<bool>, body: impl Fn() -> El + 'static) -> El {
    let shown = flag(move || open.get());
    let content = el("div", "part").live(move || {
        if shown.get() {
            vec![body()]
        } else {
            Vec::new()
        }
    });
    let close = button("close", move || open.set(false))
        .named("Close")
        .text("×");
    let dialog = el("dialog", "")
        .named(title)
        .on("close", move |_| open.set(false))
        .on("click", move |event| {
            // Its own padding is part of it, so what hits the element itself is the backdrop.
            if target_of(&event).is_some_and(|target| target.tag_name() == "DIALOG") {
                open.set(false);
            }
        })
        .add(
            el("div", "dialog-body")
                .add(el("h2", "").text(title))
                .add(close)
                .add(content),
        );
    let raw: HtmlDialogElement = dialog.raw().clone().unchecked_into();
    follow(Box::new(move || {
        let wanted = shown.get();
        if wanted && !raw.open() {
            // Refused only for a dialog that is not on the page.
            let _ = raw.show_modal();
        } else if !wanted && raw.open() {
            raw.close();
        }
    }));
    dialog
}

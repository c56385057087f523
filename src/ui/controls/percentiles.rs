//! The dialog that turns pasted percentiles into a law.

use leptos::prelude::*;

use super::slot::Slot;
use crate::scenario::write_number;
use crate::ui::dialog::Dialog;
use crate::ui::dom::{El, button, component, el, raw, value_in};
use crate::view::percentiles::{law, read};
use crate::view::units;

/// The dialog for a slot.
pub fn dialog_for(slot: Slot, open: RwSignal<bool>) -> El {
    // What was pasted stays for the next time.
    let pasted = RwSignal::new(String::new());
    let refused = RwSignal::new(String::new());
    component(move || {
        view! {
            <Dialog title="Paste percentiles" open=open>
                {move || raw(&body(slot, open, pasted, refused))}
            </Dialog>
        }
    })
}

fn body(
    slot: Slot,
    open: RwSignal<bool>,
    pasted: RwSignal<String>,
    refused: RwSignal<String>,
) -> El {
    let apply = move || {
        let Ok(points) = pasted.with_untracked(|text| read(text)) else {
            return;
        };
        match slot.put(&law(&points)) {
            Ok(()) => {
                slot.release();
                open.set(false);
            }
            Err(expected) => refused.set(format!("Expected {expected}.")),
        }
    };
    let found = move || {
        if !refused.with(String::is_empty) {
            return refused.get();
        }
        pasted.with(|text| match read(text) {
            Ok(points) => {
                let words: Vec<String> = points
                    .iter()
                    .map(|(percent, span)| {
                        format!("p{} {}", write_number(*percent), units::duration(*span))
                    })
                    .collect();
                words.join(" · ")
            }
            Err(message) => message,
        })
    };
    let is_wrong = move || pasted.with(|text| !text.trim().is_empty() && read(text).is_err());
    let field = el("textarea", "text-field")
        .named("Percentiles")
        .attr("aria-describedby", &slot.id("-found"))
        .attr("placeholder", "p50 12 ms, p95 40 ms, p99 120 ms")
        .attr("spellcheck", "false")
        .attr("autofocus", "")
        .live_value(move || pasted.get())
        .on("input", move |event| {
            refused.set(String::new());
            pasted.set(value_in(&event));
        });
    let use_it = button("button main", apply)
        .live_flag("disabled", move || pasted.with(|text| read(text).is_err()))
        .text("Use as law");
    el("div", "part")
        .add(el("p", "").text(
            "From a dashboard, a log or a sheet: percentiles with their times. Without a unit, \
             times are milliseconds.",
        ))
        .add(field)
        .add(
            el("p", "source")
                .id(&slot.id("-found"))
                .attr("role", "status")
                .live_class("trouble", move || {
                    is_wrong() || !refused.with(String::is_empty)
                })
                .live_text(found),
        )
        .add(
            el("div", "acts")
                .add(button("button", move || open.set(false)).text("Cancel"))
                .add(use_it),
        )
}

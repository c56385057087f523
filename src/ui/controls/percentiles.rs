//! The dialog that turns pasted percentiles into a law.

use crate::ui::live::live;
use leptos::prelude::*;

use super::slot::Slot;
use crate::ui::dialog::dialog;
use crate::view::law_arguments::quantiles;
use crate::view::percentiles::read;
use crate::view::units;

/// The dialog for a slot.
pub fn dialog_for(slot: Slot, open: RwSignal<bool>) -> AnyView {
    // What was pasted stays for the next time.
    let pasted = RwSignal::new(String::new());
    let read = Memo::new(move |_| read(&pasted.get()));
    let refused = RwSignal::new(None::<String>);
    let found = move || match read.get() {
        Ok(points) => points
            .iter()
            .map(|(percent, span)| format!("p{percent} {}", units::duration(*span)))
            .collect::<Vec<_>>()
            .join(" · "),
        Err(message) => message,
    };
    let apply = move |_| {
        let Ok(points) = read.get_untracked() else {
            return;
        };
        slot.release();
        match slot.put(&quantiles(points)) {
            Ok(()) => {
                slot.release();
                open.set(false);
            }
            Err(expected) => refused.set(Some(format!("Expected {expected}."))),
        }
    };
    let body = move || {
        view! {
            <p>
                "From a dashboard, a log or a sheet: percentiles with their times. Without a unit, "
                "times are milliseconds."
            </p>
            <textarea
                class="text-field"
                aria-label="Percentiles"
                aria-describedby=slot.id("-found")
                placeholder="p50 12 ms, p95 40 ms, p99 120 ms"
                spellcheck="false"
                prop:value=pasted
                on:input:target=move |event| {
                    refused.set(None);
                    pasted.set(event.target().value());
                }
            ></textarea>
            <p
                id=slot.id("-found")
                role="status"
                class=live(move || {
                    let blank = pasted.with(|text| text.trim().is_empty());
                    if read.with(Result::is_err) && !blank { "trouble" } else { "source" }
                })
            >
                {found}
            </p>
            <p class="trouble" hidden=live(move || refused.with(Option::is_none))>
                {refused}
            </p>
            <div class="acts">
                <button class="button" type="button" on:click=move |_| open.set(false)>
                    "Cancel"
                </button>
                <button
                    class="button main"
                    type="button"
                    disabled=live(move || read.with(Result::is_err))
                    on:click=apply
                >
                    "Use as law"
                </button>
            </div>
        }
        .into_any()
    };
    dialog("Paste percentiles", open, body)
}

//! On or off.

use crate::ui::live::live;
use leptos::prelude::*;

use super::shell::{help, reset};
use super::slot::Slot;

/// A switch with its name.
pub fn toggle(slot: Slot) -> AnyView {
    let on = Signal::derive(move || slot.text() == "on");
    let flip = Callback::new(move |on: bool| {
        slot.choose(if on { "on" } else { "off" });
    });
    view! {
        <div class="control" class:changed=live(move || slot.is_changed())>
            <div class="switch-line">
                <div class="words">
                    <label for=slot.id("")>{slot.param.label}</label>
                </div>
                {reset(slot)}
                {switch(slot.id(""), slot.id("-help"), on, flip)}
            </div>
            {help(slot)}
        </div>
    }
    .into_any()
}

/// A switch; `about` is the id of what describes it.
pub fn switch(id: String, about: String, on: Signal<bool>, flip: Callback<bool>) -> AnyView {
    view! {
        <button
            class="switch"
            type="button"
            role="switch"
            id=id
            aria-describedby=about
            aria-checked=live(move || on.get().to_string())
            on:click=move |_| flip.run(!on.get_untracked())
        ></button>
    }
    .into_any()
}

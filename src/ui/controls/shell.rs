//! What every control has around it: its name, a way back to the default, and its help.

use crate::ui::live::live;
use leptos::prelude::*;

use super::slot::Slot;
use crate::ui::icon::{RESET, line_icon};

/// A control: the line with its name and `value`, then `body`, then its help.
pub fn shell(slot: Slot, input_id: String, value: AnyView, body: AnyView) -> AnyView {
    view! {
        <div class="control" class:changed=live(move || slot.is_changed())>
            <div class="control-line">
                <label for=input_id>{slot.param.label}</label>
                {reset(slot)}
                {value}
            </div>
            {body}
            {help(slot)}
        </div>
    }
    .into_any()
}

/// The button that goes back to the default.
pub fn reset(slot: Slot) -> AnyView {
    let label = slot.param.label;
    view! {
        <button
            class="reset"
            type="button"
            title=live(move || format!("Back to {}", slot.default_text()))
            aria-label=format!("Reset {label}")
            on:click=move |_| slot.reset()
        >
            {line_icon(RESET)}
        </button>
    }
    .into_any()
}

/// The line of help.
pub fn help(slot: Slot) -> AnyView {
    let text = slot.param.help;
    view! {
        <p class="help" id=slot.id("-help") title=text>
            {text}
        </p>
    }
    .into_any()
}

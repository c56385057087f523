//! What every control has around it: its name, a way back to the default, and its help.

use leptos::prelude::*;

use super::moved::Moved;
use super::slot::Slot;
use crate::ui::icon::{self, Icon};

/// The box of a control.
#[component]
pub fn ControlFrame(
    /// The value that it changes.
    #[prop(name = "of")]
    slot: Slot,
    /// Whether it is several controls under one name.
    #[prop(optional)]
    is_group: bool,
    /// What stands in it.
    children: Children,
) -> impl IntoView {
    let is_changed = Memo::new(move |_| slot.is_changed());
    view! {
        <div
            class="control"
            class:changed=is_changed
            role=is_group.then_some("group")
            aria-label=is_group.then_some(slot.param.label)
        >
            {children()}
            <Moved of=slot/>
        </div>
    }
}

/// What stands behind the name of a control.
#[slot]
pub struct ControlValue {
    /// What it is made of.
    children: Children,
}

/// A control: the line with its name and its value, then what stands under it, then its help.
#[component]
pub fn ControlShell(
    /// The value that it changes.
    #[prop(name = "of")]
    slot: Slot,
    /// The id of what the name is the label of.
    input_id: String,
    /// What stands behind the name.
    value: ControlValue,
    /// What stands under that line.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <ControlFrame of=slot>
            <div class="control-line">
                <label for=input_id>{slot.param.label}</label>
                <Reset of=slot/>
                {(value.children)()}
            </div>
            {children.map(|children| children())}
            <Help of=slot/>
        </ControlFrame>
    }
}

/// The button that goes back to the default.
#[component]
pub fn Reset(
    /// What goes back.
    #[prop(name = "of")]
    slot: Slot,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="reset"
            title=format!("Back to {}", slot.default_text())
            aria-label=format!("Reset {}", slot.param.label)
            on:click=move |_| slot.reset()
        >
            <Icon markup=icon::RESET/>
        </button>
    }
}

/// The line of help.
#[component]
pub fn Help(
    /// What it is about.
    #[prop(name = "of")]
    slot: Slot,
) -> impl IntoView {
    view! {
        <p class="help" id=slot.help_id() title=slot.param.help>{slot.param.help}</p>
    }
}

//! One of a few words.

use crate::ui::live::live;
use leptos::prelude::*;

use super::shell::{help, reset, shell};
use super::slot::Slot;
use crate::scenario::Choice;

/// Two or three short words stand side by side, more are a menu.
pub fn choice(slot: Slot, choices: &'static [Choice]) -> AnyView {
    if choices.len() > 2 {
        return shell(slot, slot.id(""), menu(slot, choices), ().into_any());
    }
    let label = slot.param.label;
    view! {
        <div class="control" class:changed=live(move || slot.is_changed())>
            <div class="control-line">
                <span class="name" id=slot.id("-name")>{label}</span>
                {reset(slot)}
            </div>
            {segments(slot, choices)}
            {help(slot)}
        </div>
    }
    .into_any()
}

fn menu(slot: Slot, choices: &'static [Choice]) -> AnyView {
    let options = choices
        .iter()
        .map(|choice| view! { <option value=choice.word>{choice.label}</option> })
        .collect_view();
    view! {
        <select
            class="select"
            id=slot.id("")
            aria-describedby=slot.id("-help")
            prop:value=live(move || slot.text())
            on:change:target=move |event| choose(slot, &event.target().value())
        >
            {options}
        </select>
    }
    .into_any()
}

fn segments(slot: Slot, choices: &'static [Choice]) -> AnyView {
    let items = choices
        .iter()
        .map(|choice| {
            view! {
                <label>
                    <input
                        type="radio"
                        name=slot.id("")
                        value=choice.word
                        prop:checked=live(move || slot.text() == choice.word)
                        on:change=move |_| choose(slot, choice.word)
                    />
                    {choice.label}
                </label>
            }
        })
        .collect_view();
    view! {
        <div
            class="segments"
            role="radiogroup"
            aria-labelledby=slot.id("-name")
            aria-describedby=slot.id("-help")
        >
            {items}
        </div>
    }
    .into_any()
}

fn choose(slot: Slot, word: &str) {
    slot.choose(word);
}

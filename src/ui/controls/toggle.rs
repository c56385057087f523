//! On or off.

use leptos::prelude::*;

use super::shell::{frame, help, reset};
use super::slot::Slot;
use crate::ui::dom::{El, button, el, flag};

/// A switch with its name.
pub fn toggle(slot: Slot) -> El {
    let on = flag(move || slot.text() == "on");
    let flip = move |on: bool| slot.choose(if on { "on" } else { "off" });
    frame(slot)
        .add(line(slot, &slot.id(""), on, Box::new(flip)))
        .add(help(slot))
}

/// The line with the name and the switch.
pub fn line(slot: Slot, id: &str, on: Memo<bool>, flip: Box<dyn Fn(bool)>) -> El {
    let label = el("label", "").attr("for", id).text(slot.param.label);
    el("div", "switch-line")
        .add(el("div", "words").add(label))
        .add(reset(slot))
        .add(switch(slot, id, on, flip))
}

/// A switch.
pub fn switch(slot: Slot, id: &str, on: Memo<bool>, flip: Box<dyn Fn(bool)>) -> El {
    button("switch", move || flip(!on.get_untracked()))
        .id(id)
        .attr("role", "switch")
        .attr("aria-describedby", &slot.help_id())
        .live_state("aria-checked", move || on.get())
}

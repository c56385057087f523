//! What every control has around it: its name, a way back to the default, and its help.

use leptos::prelude::Get;

use super::slot::Slot;
use crate::ui::dom::{El, button, el, flag};
use crate::ui::icon;

/// The box of a control.
pub fn frame(slot: Slot) -> El {
    let changed = flag(move || slot.is_changed());
    el("div", "control").live_class("changed", move || changed.get())
}

/// A control: the line with its name and `value`, then `body`, then its help.
pub fn shell(slot: Slot, input_id: &str, value: Vec<El>, body: Vec<El>) -> El {
    let line = el("div", "control-line")
        .add(el("label", "").attr("for", input_id).text(slot.param.label))
        .add(reset(slot))
        .all(value);
    frame(slot).add(line).all(body).add(help(slot))
}

/// The button that goes back to the default.
pub fn reset(slot: Slot) -> El {
    button("reset", move || slot.reset())
        .attr("title", &format!("Back to {}", slot.default_text()))
        .named(&format!("Reset {}", slot.param.label))
        .markup(icon::RESET)
}

/// The line of help.
pub fn help(slot: Slot) -> El {
    let text = slot.param.help;
    el("p", "help")
        .id(&slot.help_id())
        .attr("title", text)
        .text(text)
}

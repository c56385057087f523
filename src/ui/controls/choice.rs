//! One of a few words.

use super::shell::{frame, help, reset, shell};
use super::slot::Slot;
use crate::scenario::Choice;
use crate::ui::dom::{El, el, value_in};

/// Two words stand side by side, more are a menu.
pub fn choice(slot: Slot, choices: &'static [Choice]) -> El {
    if choices.len() > 2 {
        return shell(slot, &slot.id(""), vec![menu(slot, choices)], Vec::new());
    }
    let line = el("div", "control-line")
        .add(
            el("span", "name")
                .id(&slot.id("-name"))
                .text(slot.param.label),
        )
        .add(reset(slot));
    frame(slot)
        .add(line)
        .add(segments(slot, choices))
        .add(help(slot))
}

fn menu(slot: Slot, choices: &[Choice]) -> El {
    let options = choices
        .iter()
        .map(|one| el("option", "").attr("value", one.word).text(one.label));
    el("select", "select")
        .id(&slot.id(""))
        .attr("aria-describedby", &slot.help_id())
        .all(options)
        .live_value(move || slot.text())
        .on("change", move |event| slot.choose(&value_in(&event)))
}

fn segments(slot: Slot, choices: &'static [Choice]) -> El {
    let items = choices.iter().map(|choice| {
        let radio = el("input", "")
            .attr("type", "radio")
            .attr("name", &slot.id(""))
            .attr("value", choice.word)
            .live_tick(move || slot.text() == choice.word)
            .on("change", move |_| slot.choose(choice.word));
        el("label", "").add(radio).text(choice.label)
    });
    el("div", "segments")
        .attr("role", "radiogroup")
        .attr("aria-labelledby", &slot.id("-name"))
        .attr("aria-describedby", &slot.help_id())
        .all(items)
}

//! A latency law: a menu of forms with a slider for each argument, measured ones by name, and a way
//! to bring one's own percentiles.

use leptos::prelude::*;

use super::number::{self, Number, Span};
use super::percentiles;
use super::shell::shell;
use super::slot::Slot;
use crate::scenario::profiles::PROFILES;
use crate::scenario::{LawForm, LawSpec};
use crate::ui::dom::{El, button, el, part, value_in, words};
use crate::view::law_arguments::{Argument, arguments, reshaped, with_argument};

/// A control for a parameter that is a law.
pub fn alone(slot: Slot) -> El {
    shell(slot, &slot.id(""), vec![form_menu(slot)], vec![body(slot)])
}

/// The law that a slot holds, its own or inherited. Reactive.
fn law(slot: Slot) -> Option<LawSpec> {
    LawSpec::parse(&slot.followed()).ok()
}

fn find(text: &str, index: usize) -> Option<Argument> {
    arguments(LawSpec::parse(text).ok()?.law())
        .into_iter()
        .nth(index)
}

/// The menu of forms.
pub fn form_menu(slot: Slot) -> El {
    let form = words(move || law(slot).map_or("", |law| law.form().label()).to_owned());
    let choose = move |label: &str| {
        let chosen = LawForm::ALL.iter().find(|form| form.label() == label);
        if let (Some(form), Some(now)) = (chosen, untrack(|| law(slot))) {
            slot.choose(&reshaped(now.law(), *form, PROFILES[0].word));
        }
    };
    let options = LawForm::ALL.iter().map(|form| {
        el("option", "")
            .attr("value", form.label())
            .attr("title", form.help())
            .text(form.label())
    });
    el("select", "select")
        .id(&slot.id(""))
        .attr("aria-describedby", &slot.help_id())
        .all(options)
        .live_value(move || form.get())
        .on("change", move |event| choose(&value_in(&event)))
}

/// The sliders, or the measured laws.
pub fn body(slot: Slot) -> El {
    // What decides which sliders there are; their values move without making them anew.
    let shape = words(move || {
        let Some(law) = law(slot) else {
            return String::new();
        };
        format!("{} {}", law.form().label(), arguments(law.law()).len())
    });
    let pasting = RwSignal::new(false);
    let controls = move || {
        // Not `track`, which would leave a memo that nobody reads unevaluated.
        shape.get();
        let Some(law) = untrack(|| law(slot)) else {
            return Vec::new();
        };
        let form = law.form();
        let mut controls = if form == LawForm::Profile {
            vec![profile_menu(slot)]
        } else {
            let count = arguments(law.law()).len();
            (0..count)
                .filter_map(|index| argument(slot, index, form))
                .collect()
        };
        if matches!(form, LawForm::Quantiles | LawForm::Profile) {
            let paste = button("link-button", move || pasting.set(true));
            controls.push(paste.text("Paste percentiles…"));
        }
        controls
    };
    el("div", "part")
        .add(part(controls))
        .add(percentiles::dialog_for(slot, pasting))
}

fn argument(slot: Slot, index: usize, form: LawForm) -> Option<El> {
    let first = find(&untrack(|| slot.followed()), index)?;
    let default = slot.default_text();
    let same_form = LawSpec::parse(&default).is_ok_and(|law| law.form() == form);
    let written = move |value: f64| {
        let now = untrack(|| law(slot));
        now.map_or_else(String::new, |now| with_argument(now.law(), index, value))
    };
    let number = Number {
        slot,
        span: Span {
            dimension: first.dimension,
            min: first.min,
            max: first.max,
            logarithmic: true,
            suffix: "",
        },
        value: number::following(move || {
            find(&slot.followed(), index).map_or(0.0, |found| found.value)
        }),
        default: find(&default, index)
            .filter(|_| same_form)
            .map(|found| found.value),
        written: number::writer(written),
    };
    let id = slot.id(&format!("-{index}"));
    let name = format!("{} {}", slot.param.label, first.label);
    let parts = number::parts(number, &id, &name);
    let line = el("div", "argument")
        .add(el("label", "").attr("for", &id).text(&first.label))
        .add(parts.track)
        .add(parts.field);
    Some(el("div", "part").add(line).add(parts.trouble))
}

fn profile_menu(slot: Slot) -> El {
    let profile = move || law(slot).and_then(|law| law.profile());
    let options = PROFILES.iter().map(|profile| {
        el("option", "")
            .attr("value", profile.word)
            .text(profile.label)
    });
    let menu = el("select", "select wide")
        .named(&format!("{}: which measurement", slot.param.label))
        .all(options)
        .live_value(move || profile().map_or("", |profile| profile.word).to_owned())
        .on("change", move |event| {
            slot.choose(&format!("profile:{}", value_in(&event)));
        });
    let source = move || profile().map_or("", |profile| profile.source).to_owned();
    el("div", "part")
        .add(menu)
        .add(el("p", "source").live_text(source))
}

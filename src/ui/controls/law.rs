//! A latency law: a menu of forms with a slider for each argument, measured ones by name, and a way
//! to bring one's own percentiles.

use leptos::prelude::*;

use super::number::{self, Number, Span};
use super::percentiles;
use super::shell::shell;
use super::slot::Slot;
use crate::scenario::profiles::PROFILES;
use crate::scenario::{Argument, ArgumentValue, Kind, LawForm, LawSpec};
use crate::sim::time::{MINUTE, Micros};
use crate::ui::dom::{El, button, el, part, value_in, words};
use crate::view::slider::{Dimension, tidy};

/// The shortest and the longest time of an argument, in microseconds.
const SHORTEST: f64 = 100.0;
const LONGEST: f64 = 10.0 * MINUTE as f64;
/// What the menu of forms calls no law.
const OFF: &str = "Off";

/// A control for a parameter that is a law.
pub fn alone(slot: Slot) -> El {
    shell(slot, &slot.id(""), vec![form_menu(slot)], vec![body(slot)])
}

/// The law that a slot holds, its own or inherited. Reactive.
fn law(slot: Slot) -> Option<LawSpec> {
    LawSpec::parse(&slot.followed()).ok()
}

fn find(text: &str, index: usize) -> Option<Argument> {
    LawSpec::parse(text)
        .ok()?
        .arguments()
        .into_iter()
        .nth(index)
}

fn number_of(argument: &Argument) -> f64 {
    match argument.value {
        ArgumentValue::Time(span) => span as f64,
        ArgumentValue::Shape(shape) => shape,
    }
}

/// The law in another form, with times that a person would have chosen.
fn reshaped(law: &LawSpec, form: LawForm) -> String {
    let mut law = law.in_form(form);
    for (index, argument) in law.arguments().into_iter().enumerate() {
        if let ArgumentValue::Time(span) = argument.value {
            law = law.with_argument(index, ArgumentValue::Time(tidy(span)));
        }
    }
    law.to_string()
}

/// The menu of forms.
pub fn form_menu(slot: Slot) -> El {
    let form = words(move || law(slot).map_or(OFF, |law| law.form().label()).to_owned());
    let choose = move |label: &str| {
        let chosen = LawForm::ALL.iter().find(|form| form.label() == label);
        let Some(form) = chosen else {
            return slot.choose("off");
        };
        // What was off begins with a second.
        let now = untrack(|| law(slot)).or_else(|| LawSpec::parse("1s").ok());
        if let Some(now) = now {
            slot.choose(&reshaped(&now, *form));
        }
    };
    let off = matches!(slot.param.kind, Kind::Law { off: true });
    let off = off.then(|| el("option", "").attr("value", OFF).text(OFF));
    let options = LawForm::ALL.iter().map(|form| {
        el("option", "")
            .attr("value", form.label())
            .attr("title", form.help())
            .text(form.label())
    });
    el("select", "select")
        .id(&slot.id(""))
        .attr("aria-describedby", &slot.help_id())
        .all(off)
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
        format!("{} {}", law.form().label(), law.arguments().len())
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
            let count = law.arguments().len();
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
        let Some(now) = untrack(|| law(slot)) else {
            return String::new();
        };
        let value = match first.value {
            ArgumentValue::Time(_) => ArgumentValue::Time(value as Micros),
            ArgumentValue::Shape(_) => ArgumentValue::Shape(value),
        };
        now.with_argument(index, value).to_string()
    };
    let (dimension, min, max) = match first.value {
        ArgumentValue::Time(_) if form == LawForm::Constant => (Dimension::Time, 0.0, LONGEST),
        ArgumentValue::Time(_) => (Dimension::Time, SHORTEST, LONGEST),
        ArgumentValue::Shape(_) => (Dimension::Number, 0.1, 100.0),
    };
    let number = Number {
        slot,
        span: Span {
            dimension,
            min,
            max,
            logarithmic: true,
            suffix: "",
        },
        value: number::following(move || {
            find(&slot.followed(), index).map_or(0.0, |found| number_of(&found))
        }),
        default: find(&default, index)
            .filter(|_| same_form)
            .map(|found| number_of(&found)),
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

//! A time that can be off.

use leptos::prelude::*;

use super::number::{self, Number, Span};
use super::shell::{frame, help};
use super::slot::Slot;
use super::span;
use super::toggle;
use crate::scenario::Key;
use crate::sim::time::{MILLISECOND, Micros, SECOND};
use crate::ui::dom::{El, el, flag, only_if};

/// A switch with the name; the slider stands under it while it is on.
pub fn time_or_off(slot: Slot) -> Option<El> {
    let span = span(slot.param)?;
    let on = flag(move || slot.text() != "off");
    // Off forgets nothing: on again is what it was.
    let last = StoredValue::new(first_time(slot.param.key, span));
    let value = move || {
        if let Some(value) = number::read(span.dimension, &slot.text()) {
            last.set_value(value);
        }
        last.get_value()
    };
    let number = Number {
        slot,
        span,
        value: number::following(value),
        default: number::read(span.dimension, &slot.default_text()),
        written: number::writer(move |value| number::written(span.dimension, value)),
    };
    let flip = move |on: bool| {
        if on {
            slot.choose(&number::written(span.dimension, last.get_value()));
        } else {
            slot.choose("off");
        }
    };
    let slider = move || {
        let parts = number::parts(number, &slot.id(""), slot.param.label);
        el("div", "part")
            .add(beside(parts.track, parts.field))
            .add(parts.trouble)
    };
    Some(
        frame(slot)
            .add(toggle::line(slot, &slot.id("-on"), on, Box::new(flip)))
            .add(only_if(move || on.get(), slider))
            .add(help(slot)),
    )
}

/// A slider with its field beside it.
pub fn beside(track: El, field: El) -> El {
    el("div", "control-line beside").add(track).add(field)
}

/// What a time begins with when it is turned on for the first time.
fn first_time(key: Key, span: Span) -> f64 {
    let time: Micros = match key {
        Key::AckTimeout => 500 * MILLISECOND,
        Key::WritesEvery => 200 * MILLISECOND,
        Key::CrashEvery | Key::Retention => 10 * SECOND,
        _ => SECOND,
    };
    (time as f64).max(span.min).min(span.max)
}

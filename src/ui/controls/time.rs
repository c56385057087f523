//! A time that can be off.

use crate::ui::live::{live, only_if};
use leptos::prelude::*;

use super::number::{self, Number, Span};
use super::shell::{help, reset};
use super::slot::Slot;
use super::span;
use super::toggle::switch;
use crate::scenario::Key;
use crate::sim::time::{MILLISECOND, Micros, SECOND};

/// A switch with the name; the slider stands under it while it is on.
pub fn time_or_off(slot: Slot) -> AnyView {
    let Some(span) = span(slot.param) else {
        return ().into_any();
    };
    let on = Memo::new(move |_| slot.text() != "off");
    // Off forgets nothing: on again is what it was.
    let last = StoredValue::new(first_time(slot.param.key, span));
    let value = Signal::derive(move || {
        number::read(span.dimension, &slot.text())
            .inspect(|value| last.set_value(*value))
            .unwrap_or_else(|| last.get_value())
    });
    let put = Callback::new(move |value: f64| {
        let _ = slot.put(&number::written(span.dimension, value));
    });
    let number = Number {
        span,
        value,
        default: number::read(span.dimension, &slot.default_text()),
        put,
        release: Callback::new(move |()| slot.release()),
    };
    let flip = Callback::new(move |on: bool| {
        if on {
            slot.choose(&number::written(span.dimension, last.get_value()));
        } else {
            slot.choose("off");
        }
    });
    let label = slot.param.label;
    let slider = move || {
        let parts = number::parts(number, &slot.id(""), label);
        view! {
            <div class="control-line beside">{parts.track}{parts.field}</div>
            {parts.trouble}
        }
        .into_any()
    };
    view! {
        <div class="control" class:changed=live(move || slot.is_changed())>
            <div class="switch-line">
                <div class="words"><label for=slot.id("-on")>{label}</label></div>
                {reset(slot)}
                {switch(slot.id("-on"), slot.id("-help"), on.into(), flip)}
            </div>
            {only_if(move || on.get(), slider)}
            {help(slot)}
        </div>
    }
    .into_any()
}

/// What a time begins with when it is turned on for the first time.
fn first_time(key: Key, span: Span) -> f64 {
    let time: Micros = match key {
        Key::AckTimeout => 500 * MILLISECOND,
        Key::WritesEvery => 200 * MILLISECOND,
        Key::CrashEvery | Key::Retention => 10 * SECOND,
        _ => SECOND,
    };
    (time as f64).clamp(span.min, span.max)
}

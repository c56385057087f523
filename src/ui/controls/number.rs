//! A number: a field to type into and a slider, which show the same value.

use crate::ui::live::live;
use leptos::prelude::*;

use super::shell::shell;
use super::slot::Slot;
use super::span;
use crate::scenario::{
    parse_count, parse_number, parse_share, parse_time, write_number, write_time,
};
use crate::sim::time::Micros;
use crate::view::slider::{Dimension, Track, shown, typed, worded};

/// The numbers that can be chosen, and how they are shown.
#[derive(Clone, Copy, Debug)]
pub struct Span {
    /// What they are numbers of.
    pub dimension: Dimension,
    /// The least.
    pub min: f64,
    /// The greatest.
    pub max: f64,
    /// Whether the slider gives each decade the same room.
    pub logarithmic: bool,
    /// What stands behind the number and its unit.
    pub suffix: &'static str,
}

/// A number that can be changed.
#[derive(Clone, Copy)]
pub struct Number {
    /// What it can be.
    pub span: Span,
    /// What it is. Reactive.
    pub value: Signal<f64>,
    /// What it is by default, to be marked on the slider.
    pub default: Option<f64>,
    /// Takes another value.
    pub put: Callback<f64>,
    /// The hand has let go.
    pub release: Callback<()>,
}

/// The three parts of a number's control.
pub struct Parts {
    /// The field with its unit.
    pub field: AnyView,
    /// The slider.
    pub track: AnyView,
    /// What is wrong with what was typed.
    pub trouble: AnyView,
}

/// A control for a parameter that is a number.
pub fn alone(slot: Slot) -> AnyView {
    let Some(number) = of_slot(slot) else {
        return ().into_any();
    };
    let parts = parts(number, &slot.id(""), slot.param.label);
    let body = view! { {parts.track}{parts.trouble} }.into_any();
    shell(slot, slot.id(""), parts.field, body)
}

/// The number that a slot holds; `None` if its parameter is no number.
pub fn of_slot(slot: Slot) -> Option<Number> {
    let span = span(slot.param)?;
    let dimension = span.dimension;
    Some(Number {
        span,
        value: Signal::derive(move || read(dimension, &slot.followed()).unwrap_or(span.min)),
        default: read(dimension, &slot.default_text()),
        put: Callback::new(move |value: f64| {
            let _ = slot.put(&written(dimension, value));
        }),
        release: Callback::new(move |()| slot.release()),
    })
}

/// Reads a number from link text.
pub fn read(dimension: Dimension, text: &str) -> Option<f64> {
    match dimension {
        Dimension::Count => parse_count(text).map(|count| count as f64),
        Dimension::Number => parse_number(text),
        Dimension::Share => parse_share(text),
        Dimension::Time => parse_time(text).map(|micros| micros as f64),
    }
}

/// Writes a number as link text.
pub fn written(dimension: Dimension, value: f64) -> String {
    match dimension {
        Dimension::Count => (value.max(0.0).round() as u64).to_string(),
        Dimension::Number | Dimension::Share => write_number(value),
        Dimension::Time => write_time(value.max(0.0) as Micros),
    }
}

/// The parts of a number's control; `name` is what messages and screen readers call it.
pub fn parts(number: Number, id: &str, name: &str) -> Parts {
    let Number { span, value, .. } = number;
    // What was typed, for as long as it is not what the field would show by itself.
    let draft = RwSignal::new(None::<(String, &'static str)>);
    let trouble = RwSignal::new(None::<String>);
    let settled = Memo::new(move |_| shown(span.dimension, value.get()));
    let unit = move || {
        draft
            .with(|draft| draft.as_ref().map(|draft| draft.1))
            .unwrap_or_else(|| settled.with(|shown| shown.1))
    };
    let text = move || {
        draft
            .with(|draft| draft.as_ref().map(|draft| draft.0.clone()))
            .unwrap_or_else(|| settled.with(|shown| shown.0.clone()))
    };
    let called = name.to_owned();
    let type_in = move |text: String| {
        let unit = unit();
        match judge(span, &text, unit, value.get_untracked()) {
            Ok(value) => {
                trouble.set(None);
                number.put.run(value);
            }
            Err((used, message)) => {
                trouble.set(Some(format!("{called}: {message}")));
                if let Some(used) = used {
                    number.put.run(used);
                }
            }
        }
        draft.set(Some((text, unit)));
    };
    let leave = move || {
        number.release.run(());
        if trouble.with_untracked(Option::is_none) {
            draft.set(None);
        }
    };
    // A value that comes from elsewhere replaces what was typed.
    Effect::new(move |before: Option<f64>| {
        let now = value.get();
        let own = draft.with_untracked(|draft| {
            draft.as_ref().is_none_or(|(text, unit)| {
                let meant = typed(span.dimension, text, unit).map(|v| v.clamp(span.min, span.max));
                meant.is_none_or(|meant| (meant - now).abs() < 1e-9 * meant.abs().max(1.0))
            })
        });
        if before.is_some_and(|before| before.to_bits() != now.to_bits()) && !own {
            draft.set(None);
            trouble.set(None);
        }
        now
    });
    let trouble_id = format!("{id}-trouble");
    let width = if span.suffix.is_empty() {
        ""
    } else {
        span.suffix
    };
    let field = view! {
        <span class="value">
            <input
                id=id.to_owned()
                type="text"
                inputmode="decimal"
                autocomplete="off"
                spellcheck="false"
                aria-invalid=live(move || trouble.with(Option::is_some).then_some("true"))
                aria-describedby=trouble_id.clone()
                prop:value=text
                on:input:target=move |event| type_in(event.target().value())
                on:change=move |_| leave()
                on:blur=move |_| leave()
            />
            <span class="unit">{unit}{(!width.is_empty()).then(|| format!(" {width}"))}</span>
        </span>
    }
    .into_any();
    let trouble = view! {
        <p class="trouble" id=trouble_id role="status" hidden=live(move || trouble.with(Option::is_none))>
            {trouble}
        </p>
    }
    .into_any();
    Parts {
        field,
        track: track(number, name),
        trouble,
    }
}

/// What a person typed, or what to use meanwhile and why.
fn judge(span: Span, text: &str, unit: &str, now: f64) -> Result<f64, (Option<f64>, String)> {
    let bounds = format!(
        "{} to {}",
        worded(span.dimension, span.min),
        worded(span.dimension, span.max)
    );
    let Some(value) = typed(span.dimension, text, unit) else {
        let kept = worded(span.dimension, now);
        return Err((
            None,
            format!("“{text}” is no number from {bounds}; {kept} stays in use."),
        ));
    };
    let inside = value.clamp(span.min, span.max);
    let used = if span.dimension == Dimension::Count {
        inside.round()
    } else {
        inside
    };
    if (used - value).abs() > 1e-12 * value.abs() {
        let words = worded(span.dimension, used);
        let is_inside = (inside - value).abs() <= 1e-12 * value.abs();
        let why = if is_inside {
            "whole numbers only".to_owned()
        } else {
            format!("it goes from {bounds}")
        };
        return Err((Some(used), format!("{why}; {words} is used.")));
    }
    Ok(value)
}

/// The slider.
fn track(number: Number, name: &str) -> AnyView {
    let Number {
        span,
        value,
        default,
        ..
    } = number;
    let track = Track::new(span.dimension, span.min, span.max, span.logarithmic);
    let last = track.last();
    let mark = default.map(|default| track.portion(default));
    let track = StoredValue::new(track);
    let index = Memo::new(move |_| track.with_value(|track| track.index(value.get())));
    let style = move || {
        let at = index.get() as f64 / last.max(1) as f64;
        format!("--at:{at:.4};--default:{:.4}", mark.unwrap_or(0.0))
    };
    view! {
        <div class="track" class:bare=mark.is_none() style=style>
            <input
                type="range"
                min="0"
                max=last.to_string()
                step="1"
                aria-label=name.to_owned()
                aria-valuetext=live(move || worded(span.dimension, value.get()))
                prop:value=live(move || index.get().to_string())
                on:input:target=move |event| {
                    let place = event.target().value().parse().unwrap_or(0);
                    number.put.run(track.with_value(|track| track.value(place)));
                }
                on:change=move |_| number.release.run(())
            />
        </div>
    }
    .into_any()
}

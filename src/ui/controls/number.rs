//! A number: a field to type into and a slider, which show the same value.

#![allow(
    clippy::large_types_passed_by_value,
    reason = "handles are small where speed counts: only debug builds keep their places of definition"
)]

use leptos::prelude::*;

use super::shell::shell;
use super::slot::Slot;
use super::span;
use crate::scenario::{
    fixed, parse_count, parse_number, parse_share, parse_time, write_number, write_time,
};
use crate::sim::time::Micros;
use crate::ui::dom::{El, el, follow, value_in, words};
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
    /// Where it is kept.
    pub slot: Slot,
    /// What it can be.
    pub span: Span,
    /// What it is. Reactive.
    pub value: Memo<f64>,
    /// What it is by default, to be marked on the slider.
    pub default: Option<f64>,
    /// The link text of the slot with another number.
    pub written: Writer,
}

/// Makes link text from a number.
pub type Writer = StoredValue<Box<dyn Fn(f64) -> String + Send + Sync>>;

/// The three parts of a number's control.
pub struct Parts {
    /// The field with its unit.
    pub field: El,
    /// The slider.
    pub track: El,
    /// What is wrong with what was typed.
    pub trouble: El,
}

impl Number {
    fn put(self, value: f64) {
        let text = self.written.with_value(|written| written(value));
        // What sliders and checked fields give is in bounds.
        let _ = self.slot.put(&text);
    }
}

/// A control for a parameter that is a number.
pub fn alone(slot: Slot) -> Option<El> {
    let parts = parts(of_slot(slot)?, &slot.id(""), slot.param.label);
    Some(shell(
        slot,
        &slot.id(""),
        vec![parts.field],
        vec![parts.track, parts.trouble],
    ))
}

/// The number that a slot holds; `None` if its parameter is no number.
pub fn of_slot(slot: Slot) -> Option<Number> {
    let span = span(slot.param)?;
    let dimension = span.dimension;
    Some(Number {
        slot,
        span,
        value: following(move || read(dimension, &slot.followed()).unwrap_or(span.min)),
        default: read(dimension, &slot.default_text()),
        written: writer(move |value| written(dimension, value)),
    })
}

/// A number that follows what it reads.
pub fn following(read: impl Fn() -> f64 + Send + Sync + 'static) -> Memo<f64> {
    let read: Box<dyn Fn() -> f64 + Send + Sync> = Box::new(read);
    boxed(read)
}

fn boxed(read: Box<dyn Fn() -> f64 + Send + Sync>) -> Memo<f64> {
    Memo::new(move |_| read())
}

/// A maker of link text.
pub fn writer(written: impl Fn(f64) -> String + Send + Sync + 'static) -> Writer {
    StoredValue::new(Box::new(written))
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

/// What was typed, for as long as it is not what the field would show by itself: the text, and the
/// unit that it was typed for.
#[derive(Clone, Copy)]
struct Draft {
    text: RwSignal<String>,
    unit: StoredValue<&'static str>,
    is_there: RwSignal<bool>,
    trouble: RwSignal<String>,
}

impl Draft {
    fn new() -> Self {
        Self {
            text: RwSignal::new(String::new()),
            unit: StoredValue::new(""),
            is_there: RwSignal::new(false),
            trouble: RwSignal::new(String::new()),
        }
    }

    /// The unit that the field shows. Reactive.
    fn unit_or(self, settled: &'static str) -> &'static str {
        if self.is_there.get() {
            self.unit.get_value()
        } else {
            settled
        }
    }

    fn set(self, text: String, unit: &'static str) {
        self.unit.set_value(unit);
        self.text.set(text);
        self.is_there.set(true);
    }

    fn forget(self) {
        if self.is_there.get_untracked() {
            self.is_there.set(false);
            self.trouble.set(String::new());
        }
    }
}

/// The parts of a number's control; `name` is what messages and screen readers call it.
pub fn parts(number: Number, id: &str, name: &str) -> Parts {
    let Number {
        span, value, slot, ..
    } = number;
    let dimension = span.dimension;
    let draft = Draft::new();
    let unit = move || draft.unit_or(shown(dimension, value.get()).1);
    let text = move || {
        if draft.is_there.get() {
            draft.text.get()
        } else {
            shown(dimension, value.get()).0
        }
    };
    let called = name.to_owned();
    let type_in = move |text: String| {
        let unit = untrack(unit);
        let (used, trouble) = judge(span, &text, unit, value.get_untracked());
        draft.trouble.set(match trouble {
            Some(trouble) => format!("{called}: {trouble}"),
            None => String::new(),
        });
        draft.set(text, unit);
        if let Some(used) = used {
            number.put(used);
        }
    };
    let leave = move || {
        slot.release();
        if draft.trouble.with_untracked(String::is_empty) {
            draft.forget();
        }
    };
    // A value that comes from elsewhere replaces what was typed.
    let before = StoredValue::new(value.get_untracked());
    follow(Box::new(move || {
        let now = value.get();
        let changed = before.get_value().to_bits() != now.to_bits();
        before.set_value(now);
        let meant = typed(
            dimension,
            &draft.text.get_untracked(),
            draft.unit.get_value(),
        );
        let used = meant.map(|meant| fit(span, meant));
        if changed && used.is_some_and(|used| (used - now).abs() > 1e-9 * used.abs().max(1.0)) {
            draft.forget();
        }
    }));
    let trouble_id = format!("{id}-trouble");
    let input = el("input", "")
        .id(id)
        .attr("type", "text")
        .attr("inputmode", "decimal")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("aria-describedby", &trouble_id)
        .live_attr("aria-invalid", move || {
            draft
                .trouble
                .with(|trouble| (!trouble.is_empty()).then(|| "true".to_owned()))
        })
        .live_value(text)
        .on("input", move |event| type_in(value_in(&event)))
        .on("change", move |_| leave())
        .on("blur", move |_| leave());
    let suffix = span.suffix;
    let unit_words = move || {
        let unit = unit();
        if suffix.is_empty() || unit.is_empty() {
            format!("{unit}{suffix}")
        } else {
            format!("{unit} {suffix}")
        }
    };
    let field = el("span", "value")
        .add(input)
        .add(el("span", "unit").live_text(unit_words));
    let trouble = el("p", "trouble")
        .id(&trouble_id)
        .attr("role", "status")
        .live_flag("hidden", move || draft.trouble.with(String::is_empty))
        .live_text(move || draft.trouble.get());
    Parts {
        field,
        track: track(number, name),
        trouble,
    }
}

/// The nearest number that can be chosen.
fn fit(span: Span, value: f64) -> f64 {
    let inside = value.max(span.min).min(span.max);
    if span.dimension == Dimension::Count {
        inside.round()
    } else {
        inside
    }
}

/// What to use of what a person typed, and what is wrong with it.
fn judge(span: Span, text: &str, unit: &str, now: f64) -> (Option<f64>, Option<String>) {
    let say = |value| worded(span.dimension, value);
    let bounds = format!("{} to {}", say(span.min), say(span.max));
    let Some(value) = typed(span.dimension, text, unit) else {
        let trouble = format!(
            "“{text}” is no number from {bounds}; {} stays in use.",
            say(now)
        );
        return (None, Some(trouble));
    };
    let used = fit(span, value);
    let same = |one: f64, other: f64| (one - other).abs() <= 1e-12 * other.abs();
    if same(used, value) {
        return (Some(value), None);
    }
    let why = if same(value.max(span.min).min(span.max), value) {
        "whole numbers only".to_owned()
    } else {
        format!("it goes from {bounds}")
    };
    (Some(used), Some(format!("{why}; {} is used.", say(used))))
}

/// The slider.
fn track(number: Number, name: &str) -> El {
    let Number {
        span,
        value,
        default,
        slot,
        ..
    } = number;
    let track = Track::new(span.dimension, span.min, span.max, span.logarithmic);
    let last = track.last();
    let mark = default.map(|default| track.portion(default));
    let track = StoredValue::new(track);
    let place = words(move || {
        track
            .with_value(|track| track.index(value.get()))
            .to_string()
    });
    let style = move || {
        let at = value.get();
        let at = track.with_value(|track| track.portion(at));
        let (at, default) = (fixed(at, 4), fixed(mark.unwrap_or(0.0), 4));
        Some(format!("--at:{at};--default:{default}"))
    };
    let range = el("input", "")
        .attr("type", "range")
        .attr("min", "0")
        .attr("max", &last.to_string())
        .attr("step", "1")
        .named(name)
        .live_attr("aria-valuetext", move || {
            Some(worded(span.dimension, value.get()))
        })
        .live_value(move || place.get())
        .on("input", move |event| {
            let place = value_in(&event).parse().unwrap_or(0);
            number.put(track.with_value(|track| track.value(place)));
        })
        .on("change", move |_| slot.release());
    el(
        "div",
        if mark.is_some() {
            "track"
        } else {
            "track bare"
        },
    )
    .live_attr("style", style)
    .add(range)
}

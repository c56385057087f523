//! What a person types into the field of a number, and what is used of it.

use leptos::prelude::*;

use super::number::Number;
use super::span::Span;
use crate::view::slider::{shown, typed, worded};

/// What was typed, for as long as it is not what the field would show by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Typed {
    text: String,
    /// The unit that it was typed for.
    unit: &'static str,
    /// What is wrong with it; empty if nothing is.
    trouble: String,
}

/// A handle to what the field of a number shows: what was typed, or else the number.
#[derive(Clone, Copy)]
pub struct Draft {
    number: Number,
    /// What messages call the number.
    name: StoredValue<String>,
    typed: RwSignal<Option<Typed>>,
}

impl Draft {
    /// Nothing is typed yet. `name` is what messages call the number.
    pub fn new(number: Number, name: &str) -> Self {
        let typed = RwSignal::new(None);
        // A value that comes from elsewhere replaces what was typed.
        Effect::new(move |before: Option<f64>| {
            let now = number.value.get();
            let has_changed = before.is_some_and(|before| before.to_bits() != now.to_bits());
            if has_changed
                && typed.with_untracked(|typed| means_another(number.span, typed.as_ref(), now))
            {
                typed.set(None);
            }
            now
        });
        Self {
            number,
            name: StoredValue::new(name.to_owned()),
            typed,
        }
    }

    /// The text in the field. Reactive.
    pub fn text(self) -> String {
        let text = self
            .typed
            .with(|typed| typed.as_ref().map(|typed| typed.text.clone()));
        text.unwrap_or_else(|| self.shown().0)
    }

    /// What stands behind the field. Reactive.
    pub fn unit_words(self) -> String {
        let (unit, suffix) = (self.unit(), self.number.span.suffix);
        if suffix.is_empty() || unit.is_empty() {
            format!("{unit}{suffix}")
        } else {
            format!("{unit} {suffix}")
        }
    }

    /// What is wrong with what was typed; empty if nothing is. Reactive.
    pub fn trouble(self) -> String {
        let trouble = self
            .typed
            .with(|typed| typed.as_ref().map(|typed| typed.trouble.clone()));
        trouble.unwrap_or_default()
    }

    /// Whether something is wrong with what was typed. Reactive.
    pub fn is_wrong(self) -> bool {
        self.typed.with(|typed| is_wrong(typed.as_ref()))
    }

    /// A person has typed: what can be used of it is used at once.
    pub fn type_in(self, text: String) {
        let Number { span, value, .. } = self.number;
        let unit = untrack(|| self.unit());
        let (used, trouble) = judge(span, &text, unit, value.get_untracked());
        let trouble =
            trouble.map(|trouble| self.name.with_value(|name| format!("{name}: {trouble}")));
        self.typed.set(Some(Typed {
            text,
            unit,
            trouble: trouble.unwrap_or_default(),
        }));
        if let Some(used) = used {
            self.number.put(used);
        }
    }

    /// The field is left: it shows the number, unless there is still something to say of what was typed.
    pub fn leave(self) {
        // A field that is taken off the page is left too, when nothing of it is known any more.
        let Some(stays) = self
            .typed
            .try_with_untracked(|typed| is_wrong(typed.as_ref()))
        else {
            return;
        };
        self.number.slot.release();
        if !stays {
            self.typed.set(None);
        }
    }

    fn unit(self) -> &'static str {
        let unit = self
            .typed
            .with(|typed| typed.as_ref().map(|typed| typed.unit));
        unit.unwrap_or_else(|| self.shown().1)
    }

    fn shown(self) -> (String, &'static str) {
        shown(self.number.span.dimension, self.number.value.get())
    }
}

fn is_wrong(typed: Option<&Typed>) -> bool {
    typed.is_some_and(|typed| !typed.trouble.is_empty())
}

/// Whether what was typed is used as another number than `now`.
fn means_another(span: Span, draft: Option<&Typed>, now: f64) -> bool {
    let meant = draft.and_then(|draft| typed(span.dimension, &draft.text, draft.unit));
    // Beside what means no number nothing is used of it: a value that changes comes from elsewhere.
    draft.is_some()
        && meant.is_none_or(|meant| {
            let used = span.fit(meant);
            (used - now).abs() > 1e-9 * used.abs().max(1.0)
        })
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
    let used = span.fit(value);
    let same = |one: f64, other: f64| (one - other).abs() <= 1e-12 * other.abs();
    if same(used, value) {
        return (Some(value), None);
    }
    let why = if same(span.bound(value), value) {
        "whole numbers only".to_owned()
    } else {
        format!("it goes from {bounds}")
    };
    (Some(used), Some(format!("{why}; {} is used.", say(used))))
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{Typed, judge, means_another};
    use crate::ui::controls::span::Span;
    use crate::view::slider::Dimension;

    const FEW: Span = Span {
        dimension: Dimension::Count,
        min: 1.0,
        max: 8.0,
        logarithmic: false,
        suffix: "",
    };

    #[test]
    fn what_can_be_chosen_is_used_and_of_all_else_it_is_said_what_is() {
        let trouble = |words: &str| Some(words.to_owned());
        assert_eq!(judge(FEW, "3", "", 2.0), (Some(3.0), None));
        assert_eq!(
            judge(FEW, "2.6", "", 2.0),
            (Some(3.0), trouble("whole numbers only; 3 is used."))
        );
        assert_eq!(
            judge(FEW, "20", "", 2.0),
            (Some(8.0), trouble("it goes from 1 to 8; 8 is used."))
        );
        assert_eq!(
            judge(FEW, "some", "", 2.0),
            (
                None,
                trouble("“some” is no number from 1 to 8; 2 stays in use.")
            )
        );
    }

    #[test]
    fn what_is_typed_means_the_number_that_is_used_of_it() {
        let draft = |text: &str| {
            Some(Typed {
                text: text.to_owned(),
                unit: "",
                trouble: String::new(),
            })
        };
        assert!(!means_another(FEW, draft("3.0").as_ref(), 3.0));
        assert!(!means_another(FEW, draft("20").as_ref(), 8.0));
        assert!(means_another(FEW, draft("3").as_ref(), 4.0));
        assert!(
            means_another(FEW, draft("some").as_ref(), 4.0),
            "nothing is used of it"
        );
        assert!(!means_another(FEW, None, 4.0));
    }
}

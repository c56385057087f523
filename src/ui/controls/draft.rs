//! What a person types into the field of a number, and what is used of it.

use leptos::prelude::*;

use super::number::Number;
use super::span::Span;
use crate::scenario::Contradiction;
use crate::show::slider::{Dimension, shown, typed, worded};

/// What was typed, for as long as it is not what the field would show by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Typed {
    text: String,
    /// The unit that it was typed for.
    unit: &'static str,
    fate: Fate,
}

/// What has become of what was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Fate {
    /// It is still being typed: neither the run nor the link knows it.
    Unfinished,
    /// It could not be used, or not as it is; in words.
    Wrong(String),
    /// It contradicts another value, in words, and counts as soon as that has moved out of its way.
    Waits(String),
}

impl Fate {
    fn words(&self) -> &str {
        match self {
            Self::Unfinished => "",
            Self::Wrong(words) | Self::Waits(words) => words,
        }
    }
}

/// A handle to what the field of a number shows: what was typed, or else the number.
#[derive(Clone, Copy)]
pub struct Draft {
    number: Number,
    /// What messages call the number.
    name: StoredValue<String>,
    typed: RwSignal<Option<Typed>>,
    /// What stopped the slider; empty if nothing did.
    stopped: RwSignal<String>,
}

impl Draft {
    /// Nothing is typed yet. `name` is what messages call the number.
    pub fn new(number: Number, name: &str) -> Self {
        let typed = RwSignal::new(None);
        let draft = Self {
            number,
            name: StoredValue::new(name.to_owned()),
            typed,
            stopped: RwSignal::new(String::new()),
        };
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
        // What waits for another value is tried again when that has changed.
        Effect::new(move |_| {
            number.slot.followed();
            let waits = |typed: &Option<Typed>| {
                let fate = typed.as_ref().map(|typed| &typed.fate);
                matches!(fate, Some(Fate::Waits(_)))
            };
            if typed.with_untracked(waits) {
                untrack(|| draft.finish());
            }
        });
        draft
    }

    /// The number that it is of.
    pub fn number(self) -> Number {
        self.number
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

    /// What is to be said of what was typed, or of where the slider stopped; empty if nothing is. Reactive.
    pub fn trouble(self) -> String {
        let typed = self.typed.with(|typed| {
            let words = typed.as_ref().map_or("", |typed| typed.fate.words());
            words.to_owned()
        });
        self.stopped.with(|stopped| typed + stopped)
    }

    /// Whether what was typed is not what is used. Reactive.
    pub fn is_wrong(self) -> bool {
        self.typed.with(|typed| is_wrong(typed.as_ref()))
    }

    /// Whether a person is still typing. Reactive.
    pub fn is_unfinished(self) -> bool {
        let is_unfinished = |typed: &Typed| typed.fate == Fate::Unfinished;
        self.typed
            .with(|typed| typed.as_ref().is_some_and(is_unfinished))
    }

    /// Whether there is something that was typed and is not used as it is.
    pub fn is_typed(self) -> bool {
        self.typed.with_untracked(Option::is_some)
    }

    /// A person is typing.
    pub fn type_in(self, text: String) {
        let unit = untrack(|| self.unit());
        self.stopped.set(String::new());
        self.typed.set(Some(Typed {
            text,
            unit,
            fate: Fate::Unfinished,
        }));
    }

    /// What was typed is to count: what can be used of it is used.
    pub fn finish(self) {
        let Number { span, value, .. } = self.number;
        let Some(typed) = self.typed.get_untracked() else {
            return;
        };
        let now = value.get_untracked();
        let (used, trouble) = judge(span, &typed.text, typed.unit, now);
        let mut fate = trouble.map(|trouble| Fate::Wrong(self.about(&trouble)));
        if let Some(Err(contradiction)) = used.map(|used| self.number.put(used)) {
            let wanted = worded(span.dimension, used.unwrap_or(now));
            let words = contradicts(&contradiction, &wanted, &worded(span.dimension, now));
            fate = Some(Fate::Waits(self.about(&words)));
        }
        self.typed.set(fate.map(|fate| Typed { fate, ..typed }));
    }

    /// The slider is moved: as far as nothing stands in its way.
    pub fn slide(self, to: f64) {
        self.typed.set(None);
        let stopped = match self.number.put(to) {
            Ok(()) => String::new(),
            Err(Contradiction { with, at, is_above }) => {
                // Where the other value is, there is nothing to contradict.
                let _ = self.number.put(at as f64);
                let far = if is_above { "higher" } else { "lower" };
                let at = worded(Dimension::Time, at as f64);
                self.about(&format!("it goes no {far} than {with}, which is {at}."))
            }
        };
        self.stopped.set(stopped);
    }

    /// An arrow key: so many places of the slider on from what was typed, or from the number.
    pub fn step(self, places: isize) {
        self.finish();
        if !untrack(|| self.is_wrong()) {
            let Number { span, value, .. } = self.number;
            self.slide(span.track().beyond(value.get_untracked(), places));
        }
    }

    /// What was typed is taken back.
    pub fn take_back(self) {
        self.typed.set(None);
    }

    /// The field is left: what was typed counts, and the next is another act.
    pub fn leave(self) {
        // A field that is taken off the page is left too, when nothing of it is known any more.
        if self.typed.try_with_untracked(|_| ()).is_some() {
            self.finish();
            self.number.slot.release();
        }
    }

    fn about(self, words: &str) -> String {
        self.name.with_value(|name| format!("{name}: {words}"))
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
    typed.is_some_and(|typed| typed.fate != Fate::Unfinished)
}

/// What is said of a value that contradicts another.
fn contradicts(other: &Contradiction, wanted: &str, now: &str) -> String {
    let Contradiction { with, at, is_above } = other;
    let at = worded(Dimension::Time, *at as f64);
    let (side, far) = if *is_above {
        ("above", "high")
    } else {
        ("below", "low")
    };
    format!(
        "{wanted} is {side} {with}, which is {at}. {now} stays in use; this counts as soon as {with} is {far} enough."
    )
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
    if text.trim().is_empty() {
        let trouble = format!("nothing was typed; {} stays in use.", say(now));
        return (None, Some(trouble));
    }
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

    use super::{Fate, Typed, judge, means_another};
    use crate::show::slider::Dimension;
    use crate::ui::controls::span::Span;

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
                fate: Fate::Unfinished,
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

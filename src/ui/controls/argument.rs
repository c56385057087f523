//! One argument of a law.

use leptos::prelude::*;

use super::draft::Draft;
use super::law::law_in;
use super::number::{Number, NumberField, Trouble};
use super::slider::Slider;
use super::slot::Slot;
use super::span::Span;
use crate::facts::time::{MINUTE, Micros};
use crate::scenario::{Argument, ArgumentValue, Contradiction, LawForm, LawSpec};
use crate::show::glossary;
use crate::show::slider::Dimension;
use crate::ui::explain::Term;

/// The shortest and the longest time of an argument, in microseconds.
const SHORTEST: f64 = 100.0;
const LONGEST: f64 = 10.0 * MINUTE as f64;

/// What an argument is of, whatever its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    form: LawForm,
    index: usize,
    label: String,
    is_time: bool,
}

impl Row {
    /// Tells it from the others of this law, and of this control's laws in other forms.
    pub fn key(&self) -> (&'static str, usize, String) {
        (self.form.label(), self.index, self.label.clone())
    }

    fn span(&self) -> Span {
        let (dimension, min, max) = match self.form {
            LawForm::Constant => (Dimension::Time, 0.0, LONGEST),
            _ if self.is_time => (Dimension::Time, SHORTEST, LONGEST),
            _ => (Dimension::Number, 0.1, 100.0),
        };
        Span {
            dimension,
            min,
            max,
            logarithmic: true,
            suffix: "",
        }
    }

    fn read(&self, law: &LawSpec) -> Option<f64> {
        let argument = law.arguments().into_iter().nth(self.index)?;
        Some(match argument.value {
            ArgumentValue::Time(span) => span as f64,
            ArgumentValue::Shape(shape) => shape,
        })
    }

    /// The law with another value of the argument, as link text.
    fn write(&self, law: &LawSpec, value: f64) -> Result<String, Contradiction> {
        let value = if self.is_time {
            ArgumentValue::Time(value as Micros)
        } else {
            ArgumentValue::Shape(value)
        };
        Ok(law.with_argument(self.index, value)?.to_string())
    }
}

/// The arguments of a law, in the order in which they are written.
pub fn rows(law: &LawSpec) -> Vec<Row> {
    let form = law.form();
    let row = |(index, argument): (usize, Argument)| Row {
        form,
        index,
        label: argument.label,
        is_time: matches!(argument.value, ArgumentValue::Time(_)),
    };
    law.arguments().into_iter().enumerate().map(row).collect()
}

/// The argument in the law that a slot holds. Its default is marked where that has the same form.
fn number_of(slot: Slot, row: Row) -> Number {
    let default = LawSpec::parse(&slot.default_text()).ok();
    let default = default.filter(|law| law.form() == row.form);
    let default = default.and_then(|law| row.read(&law));
    let span = row.span();
    let held = row.clone();
    Number {
        slot,
        span,
        value: Memo::new(move |_| law_in(slot).and_then(|law| held.read(&law)).unwrap_or(0.0)),
        default,
        written: Callback::new(move |value| {
            let law = untrack(|| law_in(slot));
            law.map_or(Ok(String::new()), |law| row.write(&law, value))
        }),
    }
}

/// An argument of a law: its name, a slider and a field.
#[component]
pub fn ArgumentRow(
    /// Where the law is kept.
    #[prop(name = "of")]
    slot: Slot,
    /// Which argument it is.
    row: Row,
) -> impl IntoView {
    let id = slot.id(&format!("-{}", row.index));
    let label = row.label.clone();
    let name = format!("{} {label}", slot.param.label);
    let number = number_of(slot, row);
    let draft = Draft::new(number, &name);
    // Some arguments go by words of the field.
    let shown = match glossary::find(&label) {
        Some(entry) => view! {
            <label class="unseen" for=id.clone()>{label.clone()}</label>
            <Term word=label entry/>
        }
        .into_any(),
        None => view! { <label for=id.clone()>{label}</label> }.into_any(),
    };
    view! {
        <div class="argument">
            {shown}
            <Slider draft name/>
            <NumberField draft id=id.clone()/>
        </div>
        <Trouble draft id/>
    }
}

//! A number: a field to type into and a slider, which show the same value.

use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::draft::Draft;
use super::shell::{ControlShell, ControlValue};
use super::slider::Slider;
use super::slot::Slot;
use super::span::Span;
use crate::scenario::Contradiction;

/// What the id of a number's trouble has more than that of its field.
const TROUBLE: &str = "-trouble";

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
    /// The link text of the slot with another number, unless that contradicts the rest of it.
    pub written: Callback<f64, Result<String, Contradiction>>,
}

impl Number {
    /// The number that a slot holds; `None` if its parameter is no number.
    pub fn of(slot: Slot) -> Option<Self> {
        let span = Span::of(slot.param)?;
        let value = Memo::new(move |_| span.read(&slot.followed()).unwrap_or(span.min));
        Some(Self::with_value(slot, span, value))
    }

    /// The number that a slot holds, with what it is.
    pub fn with_value(slot: Slot, span: Span, value: Memo<f64>) -> Self {
        Self {
            slot,
            span,
            value,
            default: span.read(&slot.default_text()),
            written: Callback::new(move |value| Ok(span.write(value))),
        }
    }

    /// Makes it another number, as part of the drag that is under way.
    ///
    /// # Errors
    ///
    /// What stands in its way: then nothing is changed.
    pub fn put(self, value: f64) -> Result<(), Contradiction> {
        // What sliders and checked fields give is in bounds.
        let _ = self.slot.put(&self.written.run(value)?);
        Ok(())
    }
}

/// A control for a parameter that is a number.
#[component]
pub fn NumberControl(
    /// Where it is kept.
    #[prop(name = "of")]
    slot: Slot,
) -> impl IntoView {
    Number::of(slot).map(|number| {
        let name = slot.param.label;
        let draft = Draft::new(number, name);
        view! {
            <ControlShell of=slot input_id=slot.id("")>
                <ControlValue slot:value>
                    <NumberField draft id=slot.id("")/>
                </ControlValue>
                <Slider draft name/>
                <Trouble draft id=slot.id("")/>
            </ControlShell>
        }
    })
}

/// A slider with its field beside it.
#[component]
pub fn NumberBeside(
    /// What they show.
    number: Number,
) -> impl IntoView {
    let slot = number.slot;
    let name = slot.param.label;
    let draft = Draft::new(number, name);
    view! {
        <div class="control-line beside">
            <Slider draft name/>
            <NumberField draft id=slot.id("")/>
        </div>
        <Trouble draft id=slot.id("")/>
    }
}

/// A field to type a number into, with its unit. What is typed counts when it is finished: with Enter, by
/// leaving the field, or with the arrow keys, which go on from it. Escape takes it back.
#[component]
pub fn NumberField(
    /// What it shows.
    draft: Draft,
    /// Its id.
    id: String,
) -> impl IntoView {
    let trouble_id = id.clone() + TROUBLE;
    let press = move |event: KeyboardEvent| {
        let far = if event.shift_key() { 10 } else { 1 };
        match event.key().as_str() {
            "Enter" => draft.finish(),
            "Escape" if draft.is_typed() => draft.take_back(),
            "ArrowUp" => draft.step(far),
            "ArrowDown" => draft.step(-far),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    view! {
        <span class="value" class:unfinished=move || draft.is_unfinished()>
            <input
                id=id
                type="text"
                inputmode="decimal"
                enterkeyhint="done"
                autocomplete="off"
                spellcheck="false"
                aria-describedby=trouble_id
                aria-invalid=move || draft.is_wrong().then_some("true")
                prop:value=move || draft.text()
                on:input=move |event| draft.type_in(event_target_value(&event))
                on:keydown=press
                on:change=move |_| draft.leave()
                on:blur=move |_| draft.leave()
            />
            <span class="unit">{move || draft.unit_words()}</span>
        </span>
    }
}

/// What is wrong with what was typed.
#[component]
pub fn Trouble(
    /// What was typed.
    draft: Draft,
    /// The id of the field.
    id: String,
) -> impl IntoView {
    view! {
        <p
            class="trouble"
            id=id + TROUBLE
            role="status"
            hidden=move || draft.trouble().is_empty()
        >
            {move || draft.trouble()}
        </p>
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::NumberControl;
    use crate::scenario::{Key, Pattern, find};
    use crate::session::Session;
    use crate::ui::controls::slot::Slot;
    use crate::ui::trial::{Trial, show};

    fn writes() -> Trial {
        show("v=1&pattern=event-based&writes=20", || {
            let param = find(Pattern::EVENT_BASED, Key::WRITES).expect("it is one of them");
            view! { <NumberControl of=Slot::new(param)/> }
        })
    }

    fn setting(page: &Trial) -> String {
        page.stage.text(Key::WRITES)
    }

    #[test]
    async fn what_is_typed_counts_when_it_is_finished_and_not_before() {
        let page = writes();
        assert_eq!(page.value("#writes").await, "20");
        assert_eq!(page.attribute("label", "for").as_deref(), Some("writes"));
        let run = |page: &Trial| page.stage.look(Session::link);
        let before = run(&page);
        for half in ["1", "12", "12.", "", "-"] {
            page.enter("#writes", half, "input").await;
            assert_eq!(
                run(&page),
                before,
                "neither the run nor the link knows {half:?}"
            );
            assert_eq!(
                page.count(".trouble:not([hidden])"),
                0,
                "one is still typing"
            );
            assert_eq!(page.count(".value.unfinished"), 1);
        }
        page.press("#writes", "Escape").await;
        assert_eq!(page.value("#writes").await, "20");
        assert_eq!((page.count(".unfinished"), run(&page)), (0, before));
        page.enter("#writes", "12", "input").await;
        page.press("#writes", "Enter").await;
        assert_eq!(
            (setting(&page).as_str(), page.count(".unfinished")),
            ("12", 0)
        );
        page.enter("#writes", "14", "input").await;
        page.fire("#writes", "blur").await;
        assert_eq!(setting(&page), "14");
        page.enter("#writes", "20", "input").await;
        page.press("#writes", "ArrowUp").await;
        assert!(
            setting(&page)
                .parse::<f64>()
                .is_ok_and(|writes| writes > 20.0)
        );
        page.press("#writes", "ArrowDown").await;
        assert_eq!(setting(&page), "20");
    }

    #[test]
    async fn what_is_wrong_is_said_when_it_is_finished_and_stays_to_be_seen() {
        let page = writes();
        page.enter("#writes", "3e", "input").await;
        page.press("#writes", "Enter").await;
        assert_eq!(setting(&page), "20");
        assert!(page.text("#writes-trouble").contains("“3e” is no number"));
        let invalid = |page: &Trial| page.attribute("#writes", "aria-invalid");
        assert_eq!(invalid(&page).as_deref(), Some("true"));
        page.fire("#writes", "blur").await;
        assert_eq!(
            page.value("#writes").await,
            "3e",
            "what is wrong stays to be seen"
        );
        page.enter("#writes", "", "input").await;
        page.fire("#writes", "change").await;
        let empty = page.text("#writes-trouble");
        assert!(
            empty.contains("nothing was typed; 20 stays in use"),
            "{empty}"
        );
        page.enter("#writes", "30.0", "input").await;
        assert_eq!((setting(&page).as_str(), invalid(&page)), ("20", None));
        page.fire("#writes", "change").await;
        assert_eq!(setting(&page), "30");
        assert_eq!(page.attribute(".trouble", "hidden").as_deref(), Some(""));
        assert_eq!(page.value("#writes").await, "30");
    }

    #[test]
    async fn a_value_from_elsewhere_replaces_what_was_typed() {
        let page = writes();
        page.type_in("#writes", "25.0").await;
        assert_eq!(page.count(".control.changed"), 1);
        page.click(".reset").await;
        assert_eq!(page.value("#writes").await, page.stage.text(Key::WRITES));
        assert_ne!(setting(&page), "25");
        assert_eq!(page.count(".control.changed"), 0);
    }
}

//! One of a few words.

use leptos::prelude::*;

use super::shell::{ControlFrame, ControlShell, ControlValue, Help, Name, Reset};
use super::slot::Slot;
use crate::scenario::Choice;

/// A control for one of a few words: two stand side by side, more are a menu.
#[component]
pub fn Choosing(
    /// Where the word is kept.
    #[prop(name = "of")]
    slot: Slot,
    /// The words.
    choices: &'static [Choice],
) -> impl IntoView {
    if choices.len() > 2 {
        view! {
            <ControlShell of=slot input_id=slot.id("")>
                <ControlValue slot:value>
                    <ChoiceMenu of=slot choices/>
                </ControlValue>
            </ControlShell>
        }
        .into_any()
    } else {
        view! {
            <ControlFrame of=slot>
                <div class="control-line">
                    <Name of=slot/>
                    <Reset of=slot/>
                </div>
                <Segments of=slot choices/>
                <Help of=slot/>
            </ControlFrame>
        }
        .into_any()
    }
}

/// The words as a menu.
#[component]
fn ChoiceMenu(
    /// Where the word is kept.
    #[prop(name = "of")]
    slot: Slot,
    /// The words.
    choices: &'static [Choice],
) -> impl IntoView {
    let options = choices
        .iter()
        .map(|choice| view! { <option value=choice.word>{choice.label}</option> });
    view! {
        <select
            class="select"
            id=slot.id("")
            aria-describedby=slot.help_id()
            prop:value=move || slot.text()
            on:change=move |event| slot.choose(&event_target_value(&event))
        >
            {options.collect_view()}
        </select>
    }
}

/// The words side by side.
#[component]
fn Segments(
    /// Where the word is kept.
    #[prop(name = "of")]
    slot: Slot,
    /// The words.
    choices: &'static [Choice],
) -> impl IntoView {
    let segments = choices.iter().map(|choice| {
        view! {
            <label>
                <input
                    type="radio"
                    name=slot.id("")
                    value=choice.word
                    prop:checked=move || slot.text() == choice.word
                    on:change=move |_| slot.choose(choice.word)
                />
                {choice.label}
            </label>
        }
    });
    view! {
        <div
            class="segments"
            role="radiogroup"
            aria-labelledby=slot.id("-name")
            aria-describedby=slot.help_id()
        >
            {segments.collect_view()}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::Choosing;
    use crate::scenario::{Kind, Param, Pattern, params};
    use crate::ui::controls::slot::Slot;
    use crate::ui::trial::{Trial, show};

    /// The first choice between so many words that one of the patterns has, and its control.
    fn choice_of(
        count: impl Fn(usize) -> bool,
    ) -> (&'static Param, &'static [&'static str], Trial) {
        let found = Pattern::ALL.iter().find_map(|pattern| {
            params(*pattern).iter().find_map(|param| match param.kind {
                Kind::Choice(choices) if count(choices.len()) => Some((*pattern, param, choices)),
                _ => None,
            })
        });
        let (pattern, param, choices) = found.expect("there is one");
        let words: Vec<&str> = choices.iter().map(|choice| choice.word).collect();
        let link = format!("v=1&pattern={}", pattern.word());
        let page = show(&link, move || {
            view! { <Choosing of=Slot::new(param) choices/> }
        });
        (param, words.leak(), page)
    }

    #[test]
    async fn one_of_two_words_is_ticked_and_chosen() {
        let (param, words, page) = choice_of(|count| count == 2);
        let other = words.iter().find(|word| **word != param.default);
        let other = other.expect("there are two");
        let ticked = ".segments input:checked";
        assert_eq!(page.value(ticked).await, param.default);
        page.click(&format!("input[value='{other}']")).await;
        assert_eq!(page.stage.text(param.key), *other);
        page.click(".reset").await;
        assert_eq!(page.value(ticked).await, param.default);
    }

    #[test]
    async fn one_of_many_words_is_chosen_in_a_menu() {
        let (param, words, page) = choice_of(|count| count > 2);
        assert_eq!(page.count("option") as usize, words.len());
        assert_eq!(page.value("select").await, param.default);
        let other = words.iter().find(|word| **word != param.default);
        let other = other.expect("there are several");
        page.enter("select", other, "change").await;
        assert_eq!(page.stage.text(param.key), *other);
        page.click(".reset").await;
        assert_eq!(page.value("select").await, param.default);
    }
}

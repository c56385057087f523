//! A latency law: a menu of forms with a slider for each argument, measured ones by name, and a way
//! to bring one's own percentiles.

use crate::ui::live::{live, only_if, part};
use leptos::prelude::*;

use super::number::{self, Number, Span};
use super::percentiles;
use super::shell::shell;
use super::slot::Slot;
use crate::scenario::profiles::PROFILES;
use crate::scenario::{LawForm, LawSpec};
use crate::view::law_arguments::{Argument, arguments, reshaped, with_argument};

/// A control for a parameter that is a law.
pub fn alone(slot: Slot) -> AnyView {
    shell(slot, slot.id(""), form_menu(slot), body(slot))
}

/// The law that a slot holds.
fn law(text: &str) -> Option<LawSpec> {
    LawSpec::parse(text).ok()
}

/// The menu of forms.
pub fn form_menu(slot: Slot) -> AnyView {
    let form = Memo::new(move |_| law(&slot.followed()).map(|law| law.form()));
    let options = LawForm::ALL
        .iter()
        .map(|form| view! { <option value=form.label()>{form.label()}</option> })
        .collect_view();
    let choose = move |label: String| {
        let chosen = LawForm::ALL.iter().find(|form| form.label() == label);
        let now = law(&slot.followed());
        if let (Some(form), Some(now)) = (chosen, now) {
            slot.choose(&reshaped(now.law(), *form, PROFILES[0].word));
        }
    };
    view! {
        <select
            class="select"
            id=slot.id("")
            aria-describedby=slot.id("-help")
            title=live(move || form.get().map_or("", LawForm::help))
            prop:value=live(move || form.get().map_or("", LawForm::label))
            on:change:target=move |event| choose(event.target().value())
        >
            {options}
        </select>
    }
    .into_any()
}

/// The sliders, or the measured laws.
pub fn body(slot: Slot) -> AnyView {
    // What decides which sliders there are; their values move without making them anew.
    let shape = Memo::new(move |_| {
        law(&slot.followed()).map(|law| (law.form(), arguments(law.law()).len()))
    });
    let pasting = RwSignal::new(false);
    let paste = move || {
        view! {
            <button class="link-button" type="button" on:click=move |_| pasting.set(true)>
                "Paste percentiles…"
            </button>
        }
        .into_any()
    };
    view! {
        {part(move || match shape.get() {
            Some((LawForm::Profile, _)) => profile_menu(slot),
            Some((_, count)) => (0..count).map(|index| argument(slot, index)).collect_view().into_any(),
            None => ().into_any(),
        })}
        {only_if(
            move || matches!(shape.get(), Some((LawForm::Quantiles | LawForm::Profile, _))),
            paste,
        )}
        {percentiles::dialog_for(slot, pasting)}
    }
    .into_any()
}

fn argument(slot: Slot, index: usize) -> AnyView {
    let find = move |text: &str| -> Option<Argument> {
        arguments(law(text)?.law()).into_iter().nth(index)
    };
    let Some(first) = find(&slot.text_now()).or_else(|| untrack(|| find(&slot.followed()))) else {
        return ().into_any();
    };
    let same_form = law(&slot.default_text()).map(|law| law.form())
        == untrack(|| law(&slot.followed()).map(|law| law.form()));
    let number = Number {
        span: Span {
            dimension: first.dimension,
            min: first.min,
            max: first.max,
            logarithmic: true,
            suffix: "",
        },
        value: Signal::derive(move || find(&slot.followed()).map_or(0.0, |found| found.value)),
        default: find(&slot.default_text())
            .filter(|_| same_form)
            .map(|found| found.value),
        put: Callback::new(move |value: f64| {
            if let Some(now) = law(&untrack(|| slot.followed())) {
                let _ = slot.put(&with_argument(now.law(), index, value));
            }
        }),
        release: Callback::new(move |()| slot.release()),
    };
    let id = slot.id(&format!("-{index}"));
    let name = format!("{} {}", slot.param.label, first.label);
    let parts = number::parts(number, &id, &name);
    view! {
        <div class="argument">
            <label for=id>{first.label}</label>
            {parts.track}
            {parts.field}
        </div>
        {parts.trouble}
    }
    .into_any()
}

fn profile_menu(slot: Slot) -> AnyView {
    let profile = Memo::new(move |_| {
        law(&slot.followed())
            .and_then(|law| law.profile())
            .map(|p| p.word)
    });
    let options = PROFILES
        .iter()
        .map(|profile| view! { <option value=profile.word>{profile.label}</option> })
        .collect_view();
    let source = move || {
        let word = profile.get();
        PROFILES
            .iter()
            .find(|profile| Some(profile.word) == word)
            .map(|profile| profile.source)
    };
    view! {
        <select
            class="select wide"
            aria-label=format!("{}: which measurement", slot.param.label)
            prop:value=live(move || profile.get().unwrap_or_default())
            on:change:target=move |event| {
                slot.choose(&format!("profile:{}", event.target().value()));
            }
        >
            {options}
        </select>
        <p class="source">{source}</p>
    }
    .into_any()
}

//! A latency law: a menu of forms with a slider for each argument, measured ones by name, and a way
//! to bring one's own percentiles.

use leptos::prelude::*;
use web_sys::Event;

use super::argument::{ArgumentRow, Row, rows};
use super::percentiles::PercentilesDialog;
use super::shell::{ControlShell, ControlValue};
use super::slot::Slot;
use crate::scenario::profiles::PROFILES;
use crate::scenario::{ArgumentValue, Kind, LawForm, LawSpec};
use crate::show::slider::tidy;

/// What the menu of forms calls no law.
const OFF: &str = "Off";

/// The law that a slot holds, its own or inherited. Reactive.
pub fn law_in(slot: Slot) -> Option<LawSpec> {
    LawSpec::parse(&slot.followed()).ok()
}

/// The law in another form, with times that a person would have chosen.
fn reshaped(law: &LawSpec, form: LawForm) -> String {
    let mut law = law.in_form(form);
    for (index, argument) in law.arguments().into_iter().enumerate() {
        if let ArgumentValue::Time(span) = argument.value {
            let tidied = law.with_argument(index, ArgumentValue::Time(tidy(span)));
            // Two that are close together may pass each other when they are rounded: then they stay.
            law = tidied.unwrap_or(law);
        }
    }
    law.to_string()
}

/// The link text of a law in the form of a name in the menu.
fn in_form_of(label: &str, law: Option<LawSpec>) -> Option<String> {
    let Some(form) = LawForm::ALL.iter().find(|form| form.label() == label) else {
        return Some("off".to_owned());
    };
    // What was off begins with a second.
    let law = law.or_else(|| LawSpec::parse("1s").ok())?;
    Some(reshaped(&law, *form))
}

/// A control for a parameter that is a law.
#[component]
pub fn LawControl(
    /// Where it is kept.
    #[prop(name = "of")]
    slot: Slot,
) -> impl IntoView {
    view! {
        <ControlShell of=slot input_id=slot.id("")>
            <ControlValue slot:value>
                <FormMenu of=slot/>
            </ControlValue>
            <LawBody of=slot/>
        </ControlShell>
    }
}

/// The menu of forms.
#[component]
pub fn FormMenu(
    /// Where the law is kept.
    #[prop(name = "of")]
    slot: Slot,
) -> impl IntoView {
    let form = Memo::new(move |_| law_in(slot).map_or(OFF, |law| law.form().label()));
    let choose = move |event: Event| {
        let law = untrack(|| law_in(slot));
        if let Some(text) = in_form_of(&event_target_value(&event), law) {
            slot.choose(&text);
        }
    };
    let can_be_off = matches!(slot.param.kind, Kind::Law { off: true });
    let options = LawForm::ALL.iter().map(|form| {
        view! { <option value=form.label() title=form.help()>{form.label()}</option> }
    });
    view! {
        <select
            class="select"
            id=slot.id("")
            aria-describedby=slot.help_id()
            prop:value=form
            on:change=choose
        >
            {can_be_off.then(|| view! { <option value=OFF>{OFF}</option> })}
            {options.collect_view()}
        </select>
    }
}

/// The sliders, or the measured laws.
#[component]
pub fn LawBody(
    /// Where the law is kept.
    #[prop(name = "of")]
    slot: Slot,
) -> impl IntoView {
    let form = Memo::new(move |_| law_in(slot).map(|law| law.form()));
    // Which sliders there are; their values move without making them anew.
    let rows = Memo::new(move |_| law_in(slot).map(|law| rows(&law)).unwrap_or_default());
    let is_profile = move || form.get() == Some(LawForm::Profile);
    let is_measured = move || is_profile() || form.get() == Some(LawForm::Quantiles);
    let pasting = RwSignal::new(false);
    view! {
        <For each=move || rows.get() key=Row::key let:row>
            <ArgumentRow of=slot row/>
        </For>
        <Show when=is_profile>
            <ProfileMenu of=slot/>
        </Show>
        <Show when=is_measured>
            <button type="button" class="link-button" on:click=move |_| pasting.set(true)>
                "Paste percentiles…"
            </button>
        </Show>
        <PercentilesDialog of=slot open=pasting/>
    }
}

/// The measured laws, and where the one that is chosen was measured.
#[component]
fn ProfileMenu(
    /// Where the law is kept.
    #[prop(name = "of")]
    slot: Slot,
) -> impl IntoView {
    let profile = move || law_in(slot).and_then(|law| law.profile());
    let word = Memo::new(move |_| profile().map_or("", |profile| profile.word));
    let source = Memo::new(move |_| profile().map_or("", |profile| profile.source));
    let options = PROFILES
        .iter()
        .map(|profile| view! { <option value=profile.word>{profile.label}</option> });
    view! {
        <select
            class="select wide"
            aria-label=format!("{}: which measurement", slot.param.label)
            prop:value=word
            on:change=move |event| slot.choose(&format!("profile:{}", event_target_value(&event)))
        >
            {options.collect_view()}
        </select>
        <p class="source">{source}</p>
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::LawControl;
    use crate::scenario::{Key, Pattern, find, profiles::PROFILES};
    use crate::ui::controls::slot::Slot;
    use crate::ui::trial::{Trial, show};

    fn latency(law: &str) -> Trial {
        let link = format!("v=1&pattern=event-based&latency={law}");
        show(&link, || {
            let param = find(Pattern::EVENT_BASED, Key::LATENCY).expect("it is one of them");
            view! { <LawControl of=Slot::new(param)/> }
        })
    }

    fn text(page: &Trial) -> String {
        page.stage.text(Key::LATENCY)
    }

    #[test]
    async fn another_form_has_other_arguments_with_about_the_same_times() {
        let page = latency("lognormal:40ms,200ms");
        assert_eq!(page.value("select#latency").await, "Lognormal");
        let labels = |page: &Trial| page.texts(".argument label");
        assert_eq!(labels(&page), ["p50", "p99"]);
        page.enter("select#latency", "Uniform", "change").await;
        assert_eq!(labels(&page), ["Low", "High"]);
        assert!(text(&page).starts_with("uniform:"), "{}", text(&page));
        page.click(".reset").await;
        assert_eq!(labels(&page), ["p50", "p99"]);
        assert_eq!(page.value("select#latency").await, "Lognormal");
    }

    #[test]
    async fn an_argument_that_contradicts_another_waits_until_that_has_moved() {
        let page = latency("lognormal:40ms,200ms");
        assert_eq!(page.value("#latency-0").await, "40");
        page.type_in("#latency-0", "0.5 s").await;
        assert_eq!(
            text(&page),
            "lognormal:40ms,200ms",
            "nothing else is changed"
        );
        let said = page.text("#latency-0-trouble");
        assert_eq!(
            said,
            "Latency p50: 500\u{a0}ms is above p99, which is 200\u{a0}ms. 40\u{a0}ms stays in use; this counts as soon as p99 is high enough."
        );
        assert_eq!(
            page.value("#latency-0").await,
            "0.5 s",
            "it stands as it was typed"
        );
        page.type_in("#latency-1", "300").await;
        assert_eq!(text(&page), "lognormal:40ms,300ms");
        assert_eq!(page.count("#latency-0-trouble:not([hidden])"), 1);
        page.type_in("#latency-1", "2 s").await;
        assert_eq!(
            text(&page),
            "lognormal:500ms,2s",
            "what was typed is not lost"
        );
        assert_eq!(page.count(".trouble:not([hidden])"), 0);
        assert_eq!(page.value("#latency-0").await, "500");
    }

    #[test]
    async fn a_slider_stops_where_it_would_contradict_and_says_so() {
        let page = latency("lognormal:40ms,200ms");
        let slider = ".argument input[type=range]";
        let last = page.attribute(slider, "max").expect("it has one");
        page.enter(slider, &last, "input").await;
        assert_eq!(text(&page), "lognormal:200ms,200ms");
        assert_ne!(
            page.value(slider).await,
            last,
            "it stands where the value is"
        );
        let said = page.text("#latency-0-trouble");
        assert_eq!(
            said,
            "Latency p50: it goes no higher than p99, which is 200\u{a0}ms."
        );
        page.enter(slider, "0", "input").await;
        assert_eq!(page.count(".trouble:not([hidden])"), 0);
    }

    #[test]
    async fn nonsense_in_an_argument_is_said_beside_it() {
        let page = latency("lognormal:40ms,200ms");
        page.type_in("#latency-1", "soon").await;
        let trouble = page.text("#latency-1-trouble");
        assert!(
            trouble.starts_with("Latency p99: “soon” is no number"),
            "{trouble}"
        );
    }

    #[test]
    async fn a_measured_law_is_chosen_by_its_name_and_its_source_is_said() {
        let page = latency("40ms");
        page.enter("select#latency", "Measured", "change").await;
        assert_eq!(
            (page.count(".argument"), page.count(".link-button")),
            (0, 1)
        );
        let last = PROFILES.last().expect("there are some");
        page.enter("select.wide", last.word, "change").await;
        assert_eq!(text(&page), format!("profile:{}", last.word));
        assert_eq!(page.text(".source"), last.source);
        page.enter("select#latency", "Constant", "change").await;
        assert_eq!(
            (page.count(".argument"), page.count(".link-button")),
            (1, 0)
        );
    }
}

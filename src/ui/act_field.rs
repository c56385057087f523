//! A field of the list of acts: what is typed counts when it is finished, and stays to be seen with the reason
//! where it cannot be used.

use leptos::prelude::*;
use web_sys::HtmlInputElement;

/// A field to type an instant, a value or a span of time into.
#[component]
pub fn ActField(
    /// Its id.
    #[prop(into)]
    id: Signal<String>,
    /// Its class.
    class: &'static str,
    /// What it is called.
    #[prop(into)]
    label: Signal<String>,
    /// What it shows while nothing is typed.
    #[prop(into)]
    text: Signal<String>,
    /// What it means that it is empty.
    #[prop(into)]
    unless: Signal<String>,
    /// What its value means and how another is written; empty where that is plain.
    #[prop(into)]
    help: Signal<String>,
    /// The values that it can have, if they are few.
    #[prop(into)]
    choices: Signal<Vec<&'static str>>,
    /// Uses what was typed; gives why it cannot be used.
    enter: Callback<String, Result<(), String>>,
) -> impl IntoView {
    // What was typed and cannot be used, and why.
    let refused = RwSignal::new(None::<(String, String)>);
    // What comes from elsewhere replaces it.
    Effect::new(move |_| {
        text.track();
        refused.set(None);
    });
    let shown = move || {
        let typed = refused.with(|refused| refused.as_ref().map(|refused| refused.0.clone()));
        typed.unwrap_or_else(|| text.get())
    };
    let finish = move |typed: String| {
        if typed.trim() == text.get_untracked() {
            refused.set(None);
            return;
        }
        let trouble = enter.run(typed.clone()).err();
        let _ = refused.try_set(trouble.map(|trouble| (typed, trouble)));
    };
    let trouble = move || refused.with(|refused| refused.as_ref().map(|refused| refused.1.clone()));
    let is_wrong = Memo::new(move |_| refused.with(Option::is_some));
    let trouble_id = move || id.get() + "-trouble";
    let help_id = move || id.get() + "-help";
    let has_help = Memo::new(move |_| help.with(|help| !help.is_empty()));
    let described_by = move || {
        let trouble = trouble_id();
        if has_help.get() {
            trouble + " " + &help_id()
        } else {
            trouble
        }
    };
    let is_choice = Memo::new(move |_| choices.with(|choices| !choices.is_empty()));
    let field = move || {
        if is_choice.get() {
            let option = move |word: &'static str| {
                let is_current = move || text.with(|text| text == word);
                view! { <option value=word prop:selected=is_current>{word}</option> }
            };
            return view! {
                <select
                    class=format!("select {class}")
                    id=move || id.get()
                    aria-label=move || label.get()
                    on:change=move |event| finish(event_target_value(&event))
                >
                    {move || choices.get().into_iter().map(option).collect_view()}
                </select>
            }
            .into_any();
        }
        view! {
            <input
                class=class
                id=move || id.get()
                type="text"
                autocomplete="off"
                spellcheck="false"
                aria-label=move || label.get()
                aria-describedby=described_by
                aria-invalid=move || is_wrong.get().then_some("true")
                placeholder=move || unless.get()
                prop:value=shown
                on:change=move |event| {
                    finish(event_target_value(&event));
                    // Also where what was typed means what it was already.
                    if let Some(None) = refused.try_with_untracked(Clone::clone) {
                        let field: HtmlInputElement = event_target(&event);
                        field.set_value(&text.get_untracked());
                    }
                }
            />
        }
        .into_any()
    };
    view! {
        {field}
        <p class="act-help" id=help_id hidden=move || !has_help.get()>
            {help}
        </p>
        <p class="trouble" id=trouble_id role="status" hidden=move || !is_wrong.get()>
            {trouble}
        </p>
    }
}

//! A button that is as wide as it is high.

use leptos::prelude::*;

use super::icon::Icon;

/// The button; on it stands an icon, or whatever it holds.
#[component]
pub fn SquareButton(
    /// Its name.
    #[prop(into)]
    label: Signal<String>,
    /// What it does, for whoever points at it; its key in brackets.
    #[prop(into)]
    title: Signal<String>,
    /// What else style knows it by.
    #[prop(default = "")]
    class: &'static str,
    /// What stands on it, where that is an icon.
    #[prop(optional, into)]
    icon: Option<Signal<&'static str>>,
    /// Whether it cannot be pressed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Whether nothing would come of it now. It can be pressed all the same, and keeps the focus.
    #[prop(optional, into)]
    idle: Signal<bool>,
    /// Whether it is not there now.
    #[prop(optional, into)]
    hidden: Signal<bool>,
    /// Pressed.
    #[prop(into)]
    press: Callback<()>,
    /// What else stands on it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class=format!("button square {class}")
            title=title
            aria-label=label
            disabled=disabled
            aria-disabled=move || idle.get().then_some("true")
            hidden=hidden
            on:click=move |_| press.run(())
        >
            {icon.map(|markup| view! { <Icon markup/> })}
            {children.map(|children| children())}
        </button>
    }
}

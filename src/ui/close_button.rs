//! The cross in the corner of what can be put away.

use leptos::prelude::*;

/// The button.
#[component]
pub fn CloseButton(
    /// Its name.
    #[prop(default = "Close")]
    label: &'static str,
    /// Pressed.
    #[prop(into)]
    press: UnsyncCallback<()>,
) -> impl IntoView {
    view! {
        <button type="button" class="close" aria-label=label on:click=move |_| press.run(())>
            "×"
        </button>
    }
}

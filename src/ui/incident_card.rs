//! One thing that went wrong, in words; it leads to its instant.

use leptos::prelude::*;

use super::page_state::PageStateStoreFields;
use super::stage::use_stage;
use super::wrongs::Card;
use crate::show::why::title;

/// The card of an incident.
#[component]
pub fn IncidentCard(
    /// What it says now.
    #[prop(into)]
    card: Signal<Card>,
) -> impl IntoView {
    let stage = use_stage();
    let nth = Memo::new(move |_| card.with(|card| card.nth));
    let is_chosen = move || stage.state.chosen().get() == Some(nth.get());
    view! {
        <button
            type="button"
            class=move || card.with(Card::class)
            data-nth=move || nth.get().to_string()
            aria-pressed=move || if is_chosen() { "true" } else { "false" }
            on:click=move |_| stage.choose_incident(nth.get_untracked())
        >
            <time>{move || card.with(Card::time)}</time>
            <b>{move || card.with(|card| title(card.what))}</b>
            <span class="sentence">{move || card.with(|card| card.sentence.clone())}</span>
        </button>
    }
}

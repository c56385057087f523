//! The first minute: a strip beside the story that leads through a few stops, each about what is on the page. It takes
//! the room of what the preset itself says, so that the picture stays as it is, and gives it back.

use leptos::ev;
use leptos::prelude::*;

use super::cure::Cure;
use super::hear::hear;
use super::minute::Minute;
use super::page_state::PageStateStoreFields;
use super::stage::use_stage;
use super::unhurried::Unhurried;
use crate::show::first_minute::{CURE, CURED, STOPS, place};

/// What Escape closes before this.
const OPEN: &str = "dialog[open], :popover-open";

/// The strip; not there while nobody is led.
#[component]
pub fn FirstMinute(
    /// Where it stands.
    minute: Minute,
    /// What is offered at its end.
    cure: Cure,
) -> impl IntoView {
    let theory = use_stage().state.theory();
    // Its room is kept as it was when it was left.
    let stop =
        Memo::new(move |last: Option<&usize>| minute.stop().or(last.copied()).unwrap_or_default());
    let is_cured = Memo::new(move |_| stop.get() == CURE && cure.is_at_work());
    let says = move || STOPS.get(stop.get()).copied().filter(|_| !is_cured.get());
    let did = cure.what_it_did();
    let leads_to = move || match (stop.get(), is_cured.get()) {
        (CURE, true) => "Done",
        (CURE, false) => "Fix it",
        _ => "Next",
    };
    let go_on = move || match (stop.get_untracked(), is_cured.get_untracked()) {
        (CURE, true) => minute.leave(),
        (CURE, false) => {
            if let Some(preset) = Minute::preset() {
                cure.apply(preset);
                minute.go_along();
            }
        }
        (stop, _) => minute.go_to(stop + 1),
    };
    // What comes to lie where Next was is pressed by who means it.
    let calm = Unhurried::new(Memo::new(move |_| {
        (minute.is_on() && stop.get() == CURE).then(|| is_cured.get())
    }));
    let go_back = move |_| {
        if is_cured.get_untracked() {
            cure.take_back();
            minute.go_along();
        } else {
            minute.go_to(stop.get_untracked().saturating_sub(1));
        }
    };
    // Wherever the focus is, after all else that Escape closes.
    hear(ev::keydown, move |event| {
        let is_on = untrack(|| minute.is_on()) && !theory.get_untracked();
        let is_first = || matches!(document().query_selector(OPEN), Ok(None));
        if event.key() == "Escape" && is_on && !event.default_prevented() && is_first() {
            event.prevent_default();
            minute.put_away();
        }
    });
    view! {
        <section
            class="minute"
            aria-label="First minute"
            hidden=move || !minute.is_on()
        >
            <div class="words">
                <p role="status"><b>{move || place(stop.get())}</b> " "
                    {says} <span class="unseen">{move || is_cured.get().then_some(CURED)}</span>
                </p>
                <p hidden=move || !is_cured.get()>{did}</p>
            </div>
            <div class="acts">
                <button type="button" class="button back" hidden=move || stop.get() == 0 on:click=go_back>
                    "Back"
                </button>
                <button
                    type="button"
                    class="button main next"
                    aria-disabled=move || calm.is_fresh().then_some("true")
                    on:click=move |_| calm.press(go_on)
                >
                    {leads_to}
                </button>
            </div>
            <button
                type="button"
                class="close"
                title="Put it away (Esc): Help has it"
                aria-label="Put the first minute away"
                on:click=move |_| minute.put_away()
            >
                "×"
            </button>
        </section>
    }
}

#[cfg(test)]
mod tests;

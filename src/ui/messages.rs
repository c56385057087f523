//! What was wrong with the link, one message each, to be put away one by one.

use leptos::prelude::*;

use super::live::{only_if, part};
use super::stage::Stage;

/// More than these are counted only.
const MOST: usize = 6;

/// The messages, as text only: a link may hold anything.
pub fn messages(stage: Stage) -> AnyView {
    let problems = stage.problems;
    let list = move || {
        problems.with(|problems| {
            let shown = problems.iter().take(MOST);
            let shown = shown.map(|(number, text)| message(stage, *number, text.clone()));
            let more = problems.len().saturating_sub(MOST);
            let rest = (more > 0).then(|| rest(stage, more));
            shown.chain(rest).collect_view().into_any()
        })
    };
    only_if(
        move || problems.with(|problems| !problems.is_empty()),
        move || view! { <div class="messages" role="alert">{part(list)}</div> }.into_any(),
    )
}

fn message(stage: Stage, number: usize, text: String) -> AnyView {
    let dismiss = move |_| {
        stage
            .problems
            .update(|all| all.retain(|one| one.0 != number))
    };
    view! {
        <div class="message">
            <p>{text}</p>
            <button class="close" type="button" aria-label="Dismiss" on:click=dismiss>
                "×"
            </button>
        </div>
    }
    .into_any()
}

fn rest(stage: Stage, more: usize) -> AnyView {
    view! {
        <div class="message">
            <p>{format!("And {more} more.")}</p>
            <button
                class="button quiet"
                type="button"
                on:click=move |_| stage.problems.set(Vec::new())
            >
                "Dismiss all"
            </button>
        </div>
    }
    .into_any()
}

//! What was wrong with the link, one message each, to be put away one by one.

use leptos::prelude::*;

use super::stage::Stage;

/// More than these are counted only.
const MOST: usize = 6;

/// The messages, as text only: a link may hold anything.
pub fn messages(stage: Stage) -> AnyView {
    let problems = stage.problems;
    let more = move || problems.with(Vec::len).saturating_sub(MOST);
    view! {
        <Show when=move || problems.with(|problems| !problems.is_empty())>
            <div class="messages" role="alert">
                <For
                    each=move || problems.get().into_iter().take(MOST)
                    key=|(number, text)| (*number, text.clone())
                    let((number, text))
                >
                    <div class="message">
                        <p>{text}</p>
                        <button
                            class="close"
                            type="button"
                            aria-label="Dismiss"
                            on:click=move |_| problems.update(|all| all.retain(|one| one.0 != number))
                        >
                            "×"
                        </button>
                    </div>
                </For>
                <Show when=move || { more() > 0 }>
                    <div class="message">
                        <p>{move || format!("And {} more.", more())}</p>
                        <button
                            class="button quiet"
                            type="button"
                            on:click=move |_| problems.set(Vec::new())
                        >
                            "Dismiss all"
                        </button>
                    </div>
                </Show>
            </div>
        </Show>
    }
    .into_any()
}

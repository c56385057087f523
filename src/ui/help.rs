//! What the page is, how to read it, and which keys it knows.

use leptos::prelude::*;

use super::dialog::dialog;
use super::keyboard::SHORTCUTS;

/// The button, and the dialog that it opens.
pub fn help(open: RwSignal<bool>) -> AnyView {
    view! {
        <button
            class="button square"
            type="button"
            title="Help (?)"
            aria-label="Help"
            on:click=move |_| open.set(true)
        >
            "?"
        </button>
        {dialog("What this is", open, body)}
    }
    .into_any()
}

fn body() -> AnyView {
    let keys = SHORTCUTS
        .iter()
        .map(|(key, what)| view! { <dt><kbd>{*key}</kbd></dt><dd>{*what}</dd> })
        .collect_view();
    view! {
        <p>
            "Driftscope runs a model of services that keep copies in step, slowly enough to watch. "
            "Every change takes a way: from the people who make it to the service that owns it, over "
            "a broker, to each service that keeps a copy. Until it has arrived, that copy is stale. "
            "Lose it on the way, and the copy may be wrong for good."
        </p>
        <p>
            "A run depends on nothing but its settings, its seed and what you do to it, and all of "
            "that stands in the address bar. Share it, and others see exactly what you see."
        </p>
        <h3>"How to read the picture"</h3>
        <div class="marks">
            {key_mark("var(--in-step)", "var(--in-step-line)", "")}
            <span>"A key that shows what the source shows."</span>
            {key_mark("var(--stale-2)", "var(--stale-3)", "")}
            <span>"A stale key: something is still on its way. It warms with its age."</span>
            {key_mark("var(--surface)", "var(--broken)", "M5 5l6 6M11 5l-6 6")}
            <span>"A diverged key: wrong, and nothing on its way will mend it."</span>
            <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
                <circle cx="8" cy="8" r="5" fill="var(--accent)"></circle>
            </svg>
            <span>"An event on its way. A ring around it says that it was sent again."</span>
            <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
                <path
                    d="M4 4h.1M11 3h.1M8 8h.1M4 12h.1M12 11h.1"
                    stroke="var(--broken)"
                    stroke-width="3"
                    stroke-linecap="round"
                ></path>
            </svg>
            <span>"A message that was lost, where it was lost."</span>
        </div>
        <h3>"What you can do"</h3>
        <p>
            "Move a slider while it runs: the change becomes part of the run. Select a node, a link "
            "or a message to see why it is as it is, to crash a service or to cut a link. Then turn "
            "on a mitigation and restart: the same chances, another outcome."
        </p>
        <h3>"Keys"</h3>
        <dl class="keys">{keys}</dl>
    }
    .into_any()
}

fn key_mark(fill: &'static str, line: &'static str, cross: &'static str) -> AnyView {
    view! {
        <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
            <rect x="2" y="2" width="12" height="12" rx="2.5" fill=fill stroke=line></rect>
            <path d=cross stroke=line stroke-width="1.6" stroke-linecap="round"></path>
        </svg>
    }
    .into_any()
}

//! Buttons to look closer at the timeline, and at all of it again.

use leptos::prelude::*;

use super::icon::{self, Icon};
use super::scrub::{CLOSER, Scrub};

/// The buttons, beside the timeline.
#[component]
pub fn Closer(
    /// What a hand does on the timeline.
    scrub: Scrub,
) -> impl IntoView {
    view! {
        <div class="closer" class:is-closer=move || scrub.is_closer()>
            <button
                type="button"
                class="in"
                title="Look closer at the timeline about the playhead (+ on the playhead; twice on the timeline looks closer there)"
                aria-label="Look closer at the timeline"
                // Not disabled: what was pressed keeps the focus.
                aria-disabled=move || scrub.is_closest().then_some("true")
                on:click=move |_| scrub.look_closer_at_playhead(CLOSER)
            >
                <Icon markup=icon::CLOSER/>
            </button>
            <button
                type="button"
                class="out"
                title="The whole timeline (Escape on the playhead)"
                aria-label="The whole timeline"
                disabled=move || !scrub.is_closer()
                on:click=move |_| scrub.look_at_all()
            >
                <Icon markup=icon::WHOLE/>
            </button>
        </div>
    }
}

//! The bar at the bottom of a phone.

use leptos::prelude::*;

use super::icon::Icon;
use super::sheets::{Sheet, use_sheets};
use super::stage::use_stage;
use super::transport::{play_icon, play_words, toggle};

/// Plays, and opens the sheets.
#[component]
pub fn BottomBar() -> impl IntoView {
    let stage = use_stage();
    let sheets = use_sheets();
    let play = Memo::new(move |_| play_words(stage));
    view! {
        <nav class="bottom-bar" aria-label="Panels" inert=move || sheets.any()>
            <button type="button" class="button main" on:click=move |_| toggle(stage)>
                <Icon markup=Signal::derive(move || play.with(|words| play_icon(words)))/>
                <span>{play}</span>
            </button>
            <Opener sheet=Sheet::Settings/>
            <Opener sheet=Sheet::Results/>
        </nav>
    }
}

/// A button that opens a sheet.
#[component]
fn Opener(
    /// Which one.
    sheet: Sheet,
) -> impl IntoView {
    let sheets = use_sheets();
    view! {
        <button
            type="button"
            class="button"
            aria-haspopup="dialog"
            aria-expanded=move || if sheets.is_open(sheet) { "true" } else { "false" }
            on:click=move |_| sheets.open(sheet)
        >
            {sheet.label()}
        </button>
    }
}

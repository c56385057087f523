//! The bar at the top: what is run, and what there is beside the run.

use leptos::prelude::*;

use super::help::Help;
use super::presentation::PresentButton;
use super::presets::PresetMenu;
use super::share::Share;
use super::sheets::use_sheets;
use super::switch::{PatternMenu, PatternTabs};
use super::theme::ThemeButton;
use super::turns::InTurn;

/// Patterns and presets, theme, help and the link to share.
#[component]
pub fn TopBar(
    /// Whether the help is open.
    help_open: RwSignal<bool>,
) -> impl IntoView {
    let sheets = use_sheets();
    view! {
        <header class="top" inert=move || sheets.any()>
            <span class="wordmark">"Driftscope"</span>
            <InTurn>
                <PatternTabs/>
                <PatternMenu/>
            </InTurn>
            <InTurn><PresetMenu/></InTurn>
            <span class="space"></span>
            <InTurn>
                <PresentButton/>
                <ThemeButton/>
                <Help open=help_open/>
                <Share/>
            </InTurn>
        </header>
    }
}

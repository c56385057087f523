//! The page as a whole.

use crate::ui::live::live;
use leptos::prelude::*;

use super::board::{self, Board};
use super::help::help;
use super::legend::legend;
use super::messages::messages;
use super::presets::presets;
use super::results::results;
use super::settings_panel::settings_panel;
use super::share::share;
use super::sheets::{self, Sheet, Sheets, bottom_bar, shade};
use super::stage::{Readout, Stage};
use super::theme::{self, theme_button};
use super::timeline::timeline;
use super::transport::transport;
use super::{frame_loop, keyboard};
use crate::scenario::{Pattern, Story};
use crate::session::{Session, State};
use leptos::ev;

/// Puts the page together and starts its beat.
pub fn app() -> AnyView {
    let stage = Stage::new();
    let sheets = Sheets::new();
    let help_open = RwSignal::new(false);
    keyboard::listen(stage, help_open);
    for handle in [
        window_event_listener(ev::hashchange, move |_| stage.follow_address()),
        window_event_listener(ev::popstate, move |_| stage.follow_address()),
    ] {
        on_cleanup(move || handle.remove());
    }
    theme::follow_system(stage);
    let board = Board::new(stage);
    frame_loop::start(stage, move || board.paint());
    view! {
        <div class="app">
            {top(stage, sheets, help_open)}
            {sheets::panel(sheets, Sheet::Settings, "settings", "Settings", settings_panel(stage))}
            {middle(stage, board, sheets)}
            {sheets::panel(sheets, Sheet::Results, "results", "Results", results(stage))}
            {shade(sheets)}
            {bottom_bar(stage, sheets)}
        </div>
    }
    .into_any()
}

fn top(stage: Stage, sheets: Sheets, help_open: RwSignal<bool>) -> AnyView {
    let patterns = Pattern::ALL
        .iter()
        .map(|pattern| view! { <span aria-current="page">{pattern.label()}</span> })
        .collect_view();
    view! {
        <header class="top" inert=live(move || sheets.any())>
            <span class="wordmark">"Driftscope"</span>
            <nav class="patterns" aria-label="Patterns">{patterns}</nav>
            {presets(stage)}
            <span class="space"></span>
            {theme_button(stage)}
            {help(help_open)}
            {share(stage)}
        </header>
    }
    .into_any()
}

fn middle(stage: Stage, board: Board, sheets: Sheets) -> AnyView {
    let now = Memo::new(move |_| stage.readout.with(|readout| readout.now));
    let phase = Memo::new(move |_| stage.readout.with(state_word));
    let digest = Memo::new(move |_| {
        stage.beat.track();
        format!("{:016x}", stage.look(Session::digest))
    });
    let said = Memo::new(move |_| {
        stage.settings.track();
        stage.look(|session| {
            let settings = &session.scenario().settings;
            Story::of(settings).sentence(settings)
        })
    });
    view! {
        <main
            class="stage"
            data-now=live(move || now.get().to_string())
            data-digest=digest
            data-state=phase
            inert=live(move || sheets.any())
        >
            {messages(stage)}
            <div class="said">
                <h1>{said}</h1>
                {legend(board.seen)}
            </div>
            {board::board(board)}
            <div class="transport">{transport(stage)}{timeline(stage)}</div>
        </main>
    }
    .into_any()
}

fn state_word(readout: &Readout) -> &'static str {
    match readout.state {
        _ if readout.catching_up.is_some() => "catching-up",
        State::Playing => "playing",
        State::Paused => "paused",
        State::Ended { settled: true } => "settled",
        State::Ended { settled: false } => "unsettled",
        State::Stopped(_) => "stopped",
    }
}

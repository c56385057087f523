//! The page as a whole.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlDialogElement;

use super::board::{self, Board};
use super::caption::said;
use super::dom::{El, component, el, flag, on_window, words};
use super::guarantees::Bench;
use super::help::help;
use super::hints::{self, Hints};
use super::messages::messages;
use super::page_state::{PageStateStoreFields, Readout};
use super::presets::{patterns, presets};
use super::results::results;
use super::settings_panel::settings_panel;
use super::share::share;
use super::sheets::{self, Sheet, Sheets, bottom_bar, shade};
use super::stage::Stage;
use super::theme::{self, ThemeButton};
use super::theory::theory;
use super::timeline::timeline;
use super::transport::Transport;
use super::{address, dom, frame_loop, keyboard};
use crate::session::{Session, State};

/// Puts the page together and starts its beat.
pub fn app() {
    let stage = Stage::new();
    provide_context(stage);
    provide_context(Bench::new());
    let sheets = Sheets::new();
    let help_open = RwSignal::new(false);
    // Before the address bar is written to: a page without a link shows them at once.
    let hints = Hints::new(stage);
    keyboard::listen(stage, help_open);
    on_window("hashchange", move |_| stage.follow_address());
    // Chromium says so of every link that is followed within the page, be it the one that stands there.
    on_window("popstate", move |_| stage.open_address());
    address::when_followed_again(move || stage.open_address());
    theme::follow_system(stage);
    let board = Board::new(stage);
    dom::follow(Box::new(move || {
        if stage.state.theory().get() {
            close_dialogs();
        }
    }));
    // What is chosen in a sheet is seen on the picture.
    dom::follow(Box::new(move || {
        if stage.state.chosen().get().is_some() {
            sheets.close();
        }
    }));
    let settings = settings_panel(stage);
    let page = el("div", "app")
        .live_attr("data-hint", move || hints.word())
        .live_flag("hidden", move || stage.state.theory().get())
        .add(top(stage, sheets, help_open))
        .add(sheets::panel(
            sheets,
            Sheet::Settings,
            "settings",
            "Settings",
            settings,
        ))
        .add(middle(stage, board, sheets, hints))
        .add(sheets::panel(
            sheets,
            Sheet::Results,
            "results",
            "Results",
            results(stage),
        ))
        .add(shade(sheets))
        .add(bottom_bar(stage, sheets));
    if let Some(body) = document().body() {
        // Fails only for a body that takes no children.
        let _ = body.append_child(page.raw());
        let _ = body.append_child(theory(stage).raw());
    }
    frame_loop::start(stage, move || board.paint());
}

/// What is open over a part of the page that is not shown any more would hold all else back.
fn close_dialogs() {
    let Ok(open) = document().query_selector_all("dialog[open]") else {
        return;
    };
    for nth in 0..open.length() {
        if let Some(dialog) = open
            .get(nth)
            .and_then(|node| node.dyn_into::<HtmlDialogElement>().ok())
        {
            dialog.close();
        }
    }
}

fn top(stage: Stage, sheets: Sheets, help_open: RwSignal<bool>) -> El {
    let covered = flag(move || sheets.any());
    el("header", "top")
        .live_flag("inert", move || covered.get())
        .add(el("span", "wordmark").text("Driftscope"))
        .all(patterns(stage))
        .all(presets(stage))
        .add(el("span", "space"))
        .add(component(|| view! { <ThemeButton/> }))
        .all(help(help_open))
        .all(share(stage))
}

fn middle(stage: Stage, board: Board, sheets: Sheets, hints: Hints) -> El {
    let covered = flag(move || sheets.any());
    let digest = words(move || format!("{:016x}", stage.watch(Session::digest)));
    let phase = words(move || stage.state.readout().with(state_word).to_owned());
    el("main", "stage")
        .live_attr("data-now", move || {
            Some(
                stage
                    .state
                    .readout()
                    .with(|readout| readout.now.to_string()),
            )
        })
        .live_attr("data-digest", move || Some(digest.get()))
        .live_attr("data-state", move || Some(phase.get()))
        .live_flag("inert", move || covered.get())
        .add(messages(stage))
        .add(said(stage))
        .add(board::board(board, sheets))
        .add(hints::line(hints))
        .add(
            el("div", "transport")
                .add(component(|| view! { <Transport/> }))
                .add(timeline(stage)),
        )
}

fn state_word(readout: &Readout) -> &'static str {
    match readout.state {
        _ if readout.halted => "halted",
        _ if readout.catching_up.is_some() => "catching-up",
        State::Playing => "playing",
        State::Paused => "paused",
        State::Ended { settled: true } => "settled",
        State::Ended { settled: false } => "unsettled",
        State::Stopped(_) => "stopped",
    }
}

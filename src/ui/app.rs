//! The page as a whole.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlDialogElement;

use super::board::Board;
use super::board_state::BoardState;
use super::bottom_bar::BottomBar;
use super::caption::Caption;
use super::guarantees::Bench;
use super::hear::hear;
use super::hints::{HintLine, Hints};
use super::left_panel::LeftPanel;
use super::media::use_media;
use super::messages::Notices;
use super::minute::Minute;
use super::page_state::{PageStateStoreFields, Readout, ReadoutStoreFields};
use super::presentation::LeaveButton;
use super::printed::Printed;
use super::purpose::Purpose;
use super::results::Results;
use super::sheets::{Shade, Sheet, Sheets, SidePanel, use_sheets};
use super::sides::Side;
use super::stage::{Opened, Stage, use_stage};
use super::theory::TheoryPage;
use super::timeline::Timeline;
use super::top_bar::TopBar;
use super::transport::Transport;
use super::turns::{InTurn, Turns};
use super::version::NewVersion;
use super::{address, focus_keeper, frame_loop, keyboard, linked, presentation};
use crate::session::{Session, State};

/// Puts the page together, part by part, behind the frame of `index.html`; once it is whole it takes the frame's
/// place and begins to beat.
#[component]
pub fn App(
    /// The run that it shows first.
    opened: Opened,
) -> impl IntoView {
    let stage = Stage::of(opened);
    let sheets = Sheets::new();
    // Before the address bar is written to: a page without a link shows them at once.
    let minute = Minute::new(stage, sheets);
    let hints = Hints::new(stage, minute);
    let board = BoardState::new(stage);
    let help_open = RwSignal::new(false);
    provide_context(stage);
    provide_context(sheets);
    provide_context(minute);
    provide_context(hints);
    provide_context(board);
    provide_context(Bench::new());
    let turns = Turns::begin();
    provide_context(turns);
    keyboard::listen(stage, sheets, help_open);
    focus_keeper::listen();
    presentation::mark_page(stage);
    follow_address(stage);
    linked::keep(stage);
    let still = use_media("(prefers-reduced-motion: reduce)");
    Effect::new(move |_| stage.keep_still(still.get()));
    Effect::new(move |_| {
        if stage.state.theory().get() {
            close_dialogs();
        }
    });
    // What is chosen in a sheet is seen on the picture.
    Effect::new(move |_| {
        if stage.state.chosen().get().is_some() {
            sheets.close_for_picture();
        }
    });
    Effect::new(move |_| {
        if turns.are_over() {
            if let Some(frame) = document().get_element_by_id("frame") {
                frame.remove();
            }
            frame_loop::run();
        }
    });
    view! {
        <div
            class="app"
            class:presenting=move || stage.state.presentation().get()
            class:settings-folded=move || sheets.sides.is_folded(Sheet::Settings)
            class:results-folded=move || sheets.sides.is_folded(Sheet::Results)
            style=move || sheets.sides.style()
            data-hint=move || hints.word()
            hidden=move || stage.state.theory().get() || !turns.are_over()
        >
            <LeaveButton/>
            <TopBar help_open=help_open/>
            <SidePanel sheet=Sheet::Settings>
                <LeftPanel/>
            </SidePanel>
            <Side sheet=Sheet::Settings/>
            <Middle/>
            <SidePanel sheet=Sheet::Results>
                <Results/>
            </SidePanel>
            <Side sheet=Sheet::Results/>
            <Shade/>
            <InTurn><BottomBar/></InTurn>
            <InTurn><Printed/></InTurn>
        </div>
        // Two pages are not to be there at once.
        <div class="whole" hidden=move || !turns.are_over()>
            <InTurn><TheoryPage/></InTurn>
        </div>
    }
}

/// Opens what is put into the address bar, for as long as the page stands.
fn follow_address(stage: Stage) {
    hear(ev::hashchange, move |_| stage.follow_address());
    // Chromium says so of every link that is followed within the page, be it the one that stands there.
    hear(ev::popstate, move |_| stage.open_address());
    address::when_followed_again(move || stage.open_address());
    // What was put there while the run was opened.
    stage.follow_address();
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

/// The picture, what is said above it, and the time below.
#[component]
fn Middle() -> impl IntoView {
    let stage = use_stage();
    let sheets = use_sheets();
    let readout = stage.state.readout();
    // With each instant, not with each beat: the two are read as one.
    let digest = Memo::new(move |_| {
        readout.track();
        format!("{:016x}", stage.watch(Session::digest))
    });
    let turns: Turns = expect_context();
    // Nothing is said of a page that is not whole yet.
    let state = Memo::new(move |_| turns.are_over().then(|| readout.with(state_word)));
    view! {
        <main
            class="stage"
            data-now=move || readout.now().get().to_string()
            data-digest=digest
            data-state=state
            inert=move || sheets.any()
        >
            <InTurn>
                <Purpose/>
                <Caption/>
            </InTurn>
            <div class="notices">
                <div>
                    <NewVersion/>
                    <Notices/>
                </div>
            </div>
            <InTurn><Board/></InTurn>
            <HintLine/>
            <div class="transport">
                <InTurn><Transport/></InTurn>
                <InTurn><Timeline/></InTurn>
            </div>
        </main>
    }
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

//! Where the first minute stands, through which the page leads whoever comes for the first time: at which stop, and
//! with which run. Components have it from their context.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::address;
use super::page_state::PageStateStoreFields;
use super::presentation;
use super::sheets::Sheets;
use super::stage::Stage;
use crate::scenario::{OPENING, Preset, Scenario, opening_link};
use crate::session::{Session, Speed};
use crate::view::first_minute::MOMENT;

/// Where the browser keeps that it was taken or put away; `index.html` reads it too.
pub(super) const STORED_AS: &str = "driftscope-minute";
/// What leads on.
const NEXT: &str = ".minute .next";
/// What all of it is about.
const PICTURE: &str = ".stage > .board";

/// A handle to it, as small as a reference.
#[derive(Clone, Copy)]
pub struct Minute {
    stage: Stage,
    sheets: Sheets,
    stop: RwSignal<Option<usize>>,
    begun: StoredValue<Option<Begun>>,
}

/// Which run it goes with: how often one has begun here, and what it is a run of.
type Begun = (u32, Scenario);

impl Minute {
    /// It begins at once for whoever comes without a link and has not seen it yet.
    pub fn new(stage: Stage, sheets: Sheets) -> Self {
        let is_asked_for = address::has_link() || address::is_theory();
        let begins = !is_asked_for && !was_seen();
        let minute = Self {
            stage,
            sheets,
            stop: RwSignal::new(begins.then_some(0)),
            begun: StoredValue::new(None),
        };
        minute.go_along();
        // Whoever does something else is not held up.
        Effect::new(move |_| {
            stage.state.begun().track();
            stage.state.scenario().track();
            let is_other = minute
                .begun
                .with_value(|begun| *begun != Some(minute.begun_now()));
            if minute.stop.get_untracked().is_some() && is_other {
                minute.leave();
            }
        });
        minute
    }

    /// The preset that it is about.
    pub fn preset() -> Option<&'static Preset> {
        Preset::from_word(OPENING)
    }

    /// Whether it is on the page. Reactive.
    pub fn is_on(self) -> bool {
        self.stop.get().is_some()
    }

    /// At which stop it is, from 0; none while it is not on the page. Reactive.
    pub fn stop(self) -> Option<usize> {
        self.stop.get()
    }

    /// Begins it, with its run from the start. What was on the page is a step back.
    pub fn start(self) {
        self.sheets.close();
        if self.stage.state.presentation().get_untracked() {
            presentation::toggle(self.stage);
        }
        self.stage.open_text(opening_link());
        // All of it is to be seen, however fast the run before was to be over.
        self.stage.act(|session| session.set_speed(Speed::Paced));
        self.stop.set(Some(0));
        self.go_along();
        // After the dialog in which it was asked for has given the focus back.
        request_animation_frame(|| request_animation_frame(focus_next));
    }

    /// Goes to a stop. At one of them the run stands still, and goes on after that.
    pub fn go_to(self, stop: usize) {
        if let Some(preset) = Self::preset().filter(|_| stop == MOMENT) {
            self.stage.show_moment(preset);
        } else if self.stop.get_untracked() == Some(MOMENT) {
            self.stage.select(None);
            self.stage.act(Session::play);
        }
        self.stop.set(Some(stop));
        self.go_along();
        bring_picture_into_view();
    }

    /// It has brought another run onto the page by itself, and goes on with that.
    pub fn go_along(self) {
        self.begun.set_value(Some(self.begun_now()));
    }

    /// Leaves the page as it is. It does not come again by itself.
    pub fn leave(self) {
        self.stop.set(None);
        let store = window().local_storage().ok().flatten();
        // A browser that forbids storage shows it again the next time.
        let _ = store.map(|store| store.set_item(STORED_AS, "seen"));
    }

    fn begun_now(self) -> Begun {
        let state = self.stage.state;
        (
            state.begun().get_untracked(),
            state.scenario().get_untracked(),
        )
    }
}

fn was_seen() -> bool {
    let store = window().local_storage().ok().flatten();
    store.is_some_and(|store| store.get_item(STORED_AS).ok().flatten().is_some())
}

/// On a phone on its side what is spoken of is further down.
fn bring_picture_into_view() {
    let picture = document().query_selector(PICTURE).ok().flatten();
    if let Some(picture) = picture {
        picture.scroll_into_view_with_bool(false);
    }
}

fn focus_next() {
    let next = document().query_selector(NEXT).ok().flatten();
    if let Some(next) = next.and_then(|next| next.dyn_into::<HtmlElement>().ok()) {
        // Refused only by what is not shown.
        let _ = next.focus();
    }
}

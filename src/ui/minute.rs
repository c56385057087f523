//! Where the first minute stands, through which the page leads whoever comes for the first time: at which stop, and
//! with which run. The browser keeps that until the tab is closed, so that a reload goes on with it. Components have it
//! from their context.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, Storage};

use super::address;
use super::cure::with_cure;
use super::page_state::{Awaited, PageStateStoreFields};
use super::presentation;
use super::sheets::Sheets;
use super::stage::Stage;
use crate::patterns::{OPENING, opening_link};
use crate::scenario::{Preset, Scenario, write};
use crate::session::{Session, Speed};
use crate::show::first_minute::{CURE, MOMENT, STOPS};

/// Where the browser keeps that it was taken or put away; `index.html` reads it too.
pub(super) const STORED_AS: &str = "driftscope-minute";
/// Where the tab keeps how far it has come; `index.html` asks whether there is something.
pub(super) const REACHED_AS: &str = "driftscope-minute-at";
/// How it is kept whether time passed in somebody's own run.
const PLAYS: &str = "plays";
const STANDS: &str = "stands";
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
    is_led: RwSignal<bool>,
    begun: StoredValue<Option<Begun>>,
    own: StoredValue<Option<Own>>,
}

/// Which run it goes with.
#[derive(Clone, PartialEq)]
struct Begun {
    /// How often one has been opened here.
    opened: u32,
    /// How often one has begun.
    times: u32,
    /// What it is a run of.
    scenario: Scenario,
}

impl Begun {
    /// Whether it is the same one, from the start or not.
    fn is_same(&self, other: &Self) -> bool {
        self.opened == other.opened && self.scenario == other.scenario
    }
}

/// The run that somebody had on the page who asked for it.
#[derive(Clone, PartialEq, Debug)]
struct Own {
    /// The link to it as it stood.
    link: String,
    /// Whether time passed.
    plays: bool,
    /// What it had come from, which Reset all goes back to.
    preset: Option<&'static Preset>,
}

impl Minute {
    /// It begins at once for whoever comes without a link and has not seen it yet, and goes on for whoever reloads the
    /// page in the middle of it.
    pub fn new(stage: Stage, sheets: Sheets) -> Self {
        // Whoever has seen it meanwhile, on another page, is led no further unless they had asked for it.
        let reached = reached().filter(|(_, own)| own.is_some() || !was_seen());
        let is_asked_for = address::has_link() || address::is_theory();
        let begins = reached.is_none() && !is_asked_for && !was_seen();
        let minute = Self {
            stage,
            sheets,
            stop: RwSignal::new(begins.then_some(0)),
            is_led: RwSignal::new(begins),
            begun: StoredValue::new(None),
            own: StoredValue::new(None),
        };
        if let Some((stop, own)) = reached {
            minute.own.set_value(own);
            minute.come_back_to(stop);
        }
        minute.go_along();
        minute.keep_place();
        Effect::new(move |_| {
            stage.state.opened().track();
            stage.state.begun().track();
            stage.state.scenario().track();
            minute.follow();
        });
        minute
    }

    /// Goes on in a page that was loaded again, where it is still about the run of the link.
    fn come_back_to(self, stop: usize) {
        let scenario = self.stage.state.scenario().get_untracked();
        let preset = Self::preset().filter(|preset| {
            let is_cured = || with_cure(preset).is_some_and(|cured| cured == scenario);
            Preset::of(&scenario) == Some(preset) || stop == CURE && is_cured()
        });
        let Some(preset) = preset else {
            return self.leave();
        };
        self.stop.set(Some(stop));
        self.is_led.set(true);
        let is_framed = || {
            let awaited = self.stage.state.awaited().get_untracked();
            matches!(awaited, Some(Awaited::View { view, .. }) if view.incident.is_some())
        };
        if stop == MOMENT && !is_framed() {
            self.stage.show_moment(preset);
        }
    }

    /// Whoever does something else is not held up; who begins the same run again goes on.
    fn follow(self) {
        let now = self.begun_now();
        let before = self.begun.get_value();
        if before
            .as_ref()
            .is_none_or(|begun| begun.opened != now.opened)
        {
            // What it was about has left the page, and its room with it.
            self.is_led.set(false);
        }
        let Some(stop) = self.stop.get_untracked() else {
            return;
        };
        if before.as_ref().is_none_or(|begun| !begun.is_same(&now)) {
            self.leave();
        } else if before == Some(now) {
            // It has brought that about itself.
        } else if stop == MOMENT {
            // The moment is still to come again.
            self.go_to(stop - 1);
        } else {
            self.go_along();
        }
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

    /// Whether its room is kept: while it is on the page, and after that until another run is opened, so that the picture
    /// stays where it is. Reactive.
    pub fn is_led(self) -> bool {
        self.is_led.get()
    }

    /// Begins it, with its run from the start. What was on the page is a step back, and comes back when it is put away.
    pub fn start(self) {
        self.sheets.close();
        if self.stop.get_untracked().is_none() {
            self.own.set_value(Some(Own {
                link: write(&self.stage.link_to_now()),
                plays: self.stage.look(Session::plays),
                preset: self.stage.state.preset().get_untracked(),
            }));
        }
        if self.stage.state.presentation().get_untracked() {
            presentation::toggle(self.stage);
        }
        self.stage.open_text(opening_link());
        // All of it is to be seen, however fast the run before was to be over.
        self.stage.act(|session| session.set_speed(Speed::Paced));
        self.stop.set(Some(0));
        self.is_led.set(true);
        self.go_along();
        self.keep_place();
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
        self.keep_place();
        bring_picture_into_view();
    }

    /// It has brought another run onto the page by itself, and goes on with that.
    pub fn go_along(self) {
        self.begun.set_value(Some(self.begun_now()));
    }

    /// Leaves the page as it is. It does not come again by itself.
    pub fn leave(self) {
        self.stop.set(None);
        self.own.set_value(None);
        let store = window().local_storage().ok().flatten();
        // A browser that forbids storage shows it again the next time.
        let _ = store.map(|store| store.set_item(STORED_AS, "seen"));
        let _ = of_the_tab().map(|store| store.remove_item(REACHED_AS));
    }

    /// Leaves, and gives whoever had asked for it their own run back, as it stood.
    pub fn put_away(self) {
        let own = self.own.get_value();
        self.leave();
        let Some(own) = own else { return };
        self.stage.go_back_to(&own.link, own.preset);
        if own.plays {
            self.stage.act(Session::play);
        }
    }

    /// Has the tab keep how far it has come.
    fn keep_place(self) {
        let Some(stop) = self.stop.get_untracked() else {
            return;
        };
        let own = self.own.get_value().map_or_else(String::new, |own| {
            let how = if own.plays { PLAYS } else { STANDS };
            let from = own.preset.map_or("", |preset| preset.word);
            format!("{how} {from} {}", own.link)
        });
        // A browser that forbids storage does not go on after a reload.
        let _ = of_the_tab().map(|store| store.set_item(REACHED_AS, &format!("{stop} {own}")));
    }

    fn begun_now(self) -> Begun {
        let state = self.stage.state;
        Begun {
            opened: state.opened().get_untracked(),
            times: state.begun().get_untracked(),
            scenario: state.scenario().get_untracked(),
        }
    }
}

fn of_the_tab() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

/// How far it had come before the page was loaded again, and the run of who had asked for it.
fn reached() -> Option<(usize, Option<Own>)> {
    let kept = of_the_tab()?.get_item(REACHED_AS).ok().flatten()?;
    let (stop, own) = kept.split_once(' ')?;
    let stop = stop.parse().ok().filter(|stop| *stop < STOPS.len())?;
    let mut parts = own.splitn(3, ' ');
    let parts = (parts.next(), parts.next(), parts.next());
    let own = match parts {
        (Some(how), Some(from), Some(link)) => Some(Own {
            link: link.to_owned(),
            plays: how == PLAYS,
            preset: Preset::from_word(from),
        }),
        _ => None,
    };
    Some((stop, own))
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

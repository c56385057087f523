//! The picture as the page knows it: what a person points at, and what is said of it beside the canvas.
//! Components have it from their context.

use leptos::html;
use leptos::prelude::*;
use web_sys::HtmlCanvasElement;

use super::about::About;
use super::callout::Callout;
use super::easel::{Easel, Found, Wanted};
use super::marked::Marked;
use super::page_state::{PageStateStoreFields, Readout};
use super::resize::on_resize;
use super::stage::Stage;
use crate::show::popover_placement::beside;
use crate::show::{Point, Rect, Size, Target};

/// A handle to it, as small as a reference.
#[derive(Clone, Copy)]
pub struct BoardState {
    stage: Stage,
    easel: StoredValue<Option<Easel>, LocalStorage>,
    /// Where it is painted.
    pub canvas: NodeRef<html::Canvas>,
    /// What stands in its place in a browser without canvases.
    pub words: NodeRef<html::Div>,
    /// Whether it is painted; if not, it is told.
    pub is_painted: RwSignal<bool>,
    /// What is said of what is selected.
    pub about: RwSignal<Option<About>>,
    /// What is said of the incident that is looked at.
    pub told: RwSignal<Option<Callout>>,
    /// Where the first thing that went wrong is marked.
    pub first: RwSignal<Option<Marked>>,
    /// The picture in words.
    pub twin: RwSignal<Vec<String>>,
    /// What the keyboard is on, in words.
    pub focus_words: RwSignal<String>,
    /// What a popover stands beside.
    beside: RwSignal<Option<Rect>>,
}

/// The picture on the page that the component is a part of.
pub fn use_board() -> BoardState {
    expect_context()
}

impl BoardState {
    /// A picture of a run, which is painted once there is a canvas.
    pub fn new(stage: Stage) -> Self {
        Self {
            stage,
            easel: StoredValue::new_local(None),
            canvas: NodeRef::new(),
            words: NodeRef::new(),
            is_painted: RwSignal::new(true),
            about: RwSignal::new(None),
            told: RwSignal::new(None),
            first: RwSignal::new(None),
            twin: RwSignal::new(Vec::new()),
            focus_words: RwSignal::new(String::new()),
            beside: RwSignal::new(None),
        }
    }

    /// Paints on a canvas from now on, for as long as its part of the page stands.
    pub fn set_up(self, canvas: &HtmlCanvasElement) {
        let easel = Easel::new(canvas.clone());
        self.is_painted.set(easel.paints());
        self.easel.set_value(Some(easel));
        on_resize(canvas, move || {
            let is_presented = self.stage.state.presentation().get_untracked();
            self.with_easel(|easel| easel.resize(is_presented));
            self.stage.repaint();
        });
        self.stage.repaint();
    }

    /// Paints the run as it is now.
    pub fn paint(self) {
        let state = self.stage.state;
        let wanted = Wanted {
            selected: state.selected().get_untracked(),
            chosen: state.chosen().get_untracked(),
            marks_first: !state.noticed().get_untracked(),
            runs: state.readout().with_untracked(Readout::runs),
            still: self.stage.is_still(),
            surroundings: state.surroundings().get_untracked(),
        };
        let found =
            self.with_easel(|easel| self.stage.look(|session| easel.paint(session, wanted)));
        let Some(Found { twin, said, area }) = found else {
            return;
        };
        if let Some(twin) = twin {
            renew(self.twin, twin);
        }
        if let Some(said) = said {
            renew(self.about, said.about);
            renew(self.told, said.told);
            renew(self.first, said.first);
        }
        // A message that has arrived is spoken of where it was seen last.
        if area.is_some() || wanted.selected.is_none() {
            renew(self.beside, area);
        }
    }

    /// Points at a place, or at nothing, and gives what is there.
    pub fn point(self, at: Option<(f32, f32)>) -> Option<Target> {
        let (target, is_other) = self.with_easel(|easel| easel.point(at))?;
        if is_other {
            self.stage.repaint();
        }
        target
    }

    /// Selects a thing, or nothing.
    pub fn select(self, target: Option<Target>) {
        self.stage.select(target);
    }

    /// Whether something is said of a thing on it.
    pub fn is_telling(self) -> bool {
        let state = self.stage.state;
        state.selected().get_untracked().is_some() || state.chosen().get_untracked().is_some()
    }

    /// Selects what the keyboard is on.
    pub fn select_focused(self) {
        let focused = self.with_easel(|easel| easel.focused());
        self.select(focused.flatten());
    }

    /// Moves the keyboard's place by a step, forwards or backwards.
    pub fn walk(self, forwards: bool) {
        let words =
            self.with_easel(|easel| self.stage.look(|session| easel.walk(session, forwards)));
        self.focus_words.set(words.flatten().unwrap_or_default());
        self.stage.repaint();
    }

    /// The keyboard is on nothing any more.
    pub fn blur(self) {
        self.with_easel(Easel::blur);
        self.stage.repaint();
    }

    /// Puts away what is said of a thing, and has the keyboard on the picture again.
    pub fn close(self) {
        self.select(None);
        // Refused only by what is not shown.
        let _ = if self.is_painted.get_untracked() {
            self.canvas.get_untracked().map(|canvas| canvas.focus())
        } else {
            self.words.get_untracked().map(|words| words.focus())
        };
    }

    /// Where a popover of a size stands. Reactive.
    pub fn place(self, size: Size) -> Option<Point> {
        let area = self.beside.get()?;
        let (extent, others) = self.with_easel(|easel| easel.in_the_way())?;
        Some(beside(area, size, extent, &others))
    }

    /// Whether there is something for a popover to stand beside. Reactive.
    pub fn has_place(self) -> bool {
        self.beside.with(Option::is_some)
    }

    /// The canvas, and where on it a popover stands beside, in CSS pixels.
    pub fn framed(self) -> Option<(HtmlCanvasElement, Rect)> {
        let area = self.beside.try_get_untracked().flatten()?;
        Some((self.canvas.get_untracked()?, area))
    }

    /// That place, as "x y width height" in CSS pixels: for whoever looks at the page from outside. Reactive.
    pub fn area_words(self) -> Option<String> {
        let Rect {
            x,
            y,
            width,
            height,
        } = self.beside.get()?;
        Some(format!("{x:.0} {y:.0} {width:.0} {height:.0}"))
    }

    /// Where the middle of a thing is on the canvas, in CSS pixels.
    #[cfg(test)]
    pub fn middle_of(self, target: Target) -> Option<Point> {
        self.with_easel(|easel| easel.middle_of(target))?
    }

    fn with_easel<T>(self, act: impl FnOnce(&mut Easel) -> T) -> Option<T> {
        let done = self.easel.try_update_value(|easel| easel.as_mut().map(act));
        done.flatten()
    }
}

/// Sets what has changed.
fn renew<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.with_untracked(|old| *old != value) {
        signal.set(value);
    }
}

/// A part of the board on a page of its own.
#[cfg(test)]
pub fn on_board<V: IntoView + 'static>(
    link: &str,
    view: impl FnOnce() -> V + 'static,
) -> (super::trial::Trial, BoardState) {
    let held = std::rc::Rc::new(std::cell::Cell::new(None));
    let holder = std::rc::Rc::clone(&held);
    let page = super::trial::show(link, move || {
        let board = BoardState::new(super::stage::use_stage());
        holder.set(Some(board));
        provide_context(board);
        view()
    });
    let board = held.get();
    (page, board.unwrap_or_else(|| unreachable!("it is shown")))
}

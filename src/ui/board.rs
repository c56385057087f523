//! The canvas: paints what the run looks like now, and finds what a person points at.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlCanvasElement;

use super::about::{self, About};
use super::chosen::{self, FirstMark, Told};
use super::dom::{El, el, key_of, place_of};
use super::frame_loop::now_ms;
use super::page_state::{PageStateStoreFields, Surroundings};
use super::painter::{Painter, Palette};
use super::resize::{on_resize, size_of};
use super::sheets::Sheets;
use super::stage::Stage;
use crate::scenario::{Key, Pattern, Settings};
use crate::session::Session;
use crate::sim::time::Micros;
use crate::view::beside::beside;
use crate::view::naming;
use crate::view::why::Explanation;
use crate::view::{Ages, Frame, Names, Rect, Scene, Size, Target, draw, twin, words};

/// How long something fades, in real time.
const FADE_MS: f64 = 700.0;
/// Between two readings aloud of what can be seen.
const TWIN_MS: f64 = 1_000.0;
/// Between two looks at why what is selected is as it is.
const ABOUT_MS: f64 = 200.0;

/// A handle to the canvas.
#[derive(Clone, Copy)]
pub struct Board {
    stage: Stage,
    easel: StoredValue<Option<Easel>, LocalStorage>,
    /// What the popover says.
    pub about: RwSignal<Option<About>>,
    /// What the popover stands beside.
    beside: RwSignal<Option<Rect>>,
    /// What is said of the incident that is looked at.
    told: RwSignal<Option<Told>>,
    /// Where the first thing that went wrong is marked.
    first: RwSignal<Option<FirstMark>>,
    /// The picture in words.
    pub twin: RwSignal<Vec<String>>,
    /// What the keyboard is on, in words.
    focus_words: RwSignal<String>,
}

/// What is needed to paint, and what was painted last.
struct Easel {
    canvas: HtmlCanvasElement,
    painter: Painter,
    scene: Scene,
    size: Size,
    names: Names,
    named_for: Option<Settings>,
    surroundings: Option<Surroundings>,
    hovered: Option<Target>,
    focused: Option<Target>,
    still: bool,
    twin_ms: f64,
    about_ms: f64,
    about_for: Option<Target>,
    /// The incident that is looked at, by its number, and what it is about.
    framed: Option<(u64, Explanation)>,
}

impl Board {
    /// A board for a run.
    pub fn new(stage: Stage) -> Self {
        Self {
            stage,
            easel: StoredValue::new_local(None),
            about: RwSignal::new(None),
            beside: RwSignal::new(None),
            told: RwSignal::new(None),
            first: RwSignal::new(None),
            twin: RwSignal::new(Vec::new()),
            focus_words: RwSignal::new(String::new()),
        }
    }

    /// Paints the run as it is now.
    pub fn paint(self) {
        let selected = self.stage.state.selected().get_untracked();
        let runs = self
            .stage
            .state
            .readout()
            .with_untracked(super::page_state::Readout::runs);
        let changes = self.easel.try_update_value(|easel| {
            let easel = easel.as_mut()?;
            let changes = self
                .stage
                .look(|session| easel.paint(session, selected, runs, self.stage));
            Some(changes)
        });
        let Some(Some(changes)) = changes else { return };
        if let Some(twin) = changes.twin
            && self.twin.with_untracked(|old| *old != twin)
        {
            self.twin.set(twin);
        }
        if changes.explained && self.about.with_untracked(|old| *old != changes.about) {
            self.about.set(changes.about);
        }
        if let Some((told, first)) = changes.wrong {
            if self.told.with_untracked(|old| *old != told) {
                self.told.set(told);
            }
            if self.first.with_untracked(|old| *old != first) {
                self.first.set(first);
            }
        }
        if selected.is_none() && changes.area.is_none() {
            self.beside.set(None);
        } else if changes.area.is_some() && self.beside.get_untracked() != changes.area {
            self.beside.set(changes.area);
        }
    }

    fn set_up(self, canvas: &HtmlCanvasElement) {
        // A browser without canvases has the words below it.
        let Ok(painter) = Painter::new(canvas.clone()) else {
            return;
        };
        self.easel.set_value(Some(Easel {
            canvas: canvas.clone(),
            painter,
            scene: Scene::default(),
            size: Size::default(),
            names: Names::default(),
            named_for: None,
            surroundings: None,
            hovered: None,
            focused: None,
            still: self.stage.is_still(),
            twin_ms: 0.0,
            about_ms: 0.0,
            about_for: None,
            framed: None,
        }));
        let watched = canvas.clone();
        on_resize(canvas, move || self.resize(size_of(&watched)));
    }

    fn resize(self, size: Size) {
        self.easel.update_value(|easel| {
            if let Some(easel) = easel {
                easel.size = size;
            }
        });
        self.stage.repaint();
    }

    fn point(self, at: Option<(f32, f32)>) -> Option<Target> {
        let found = self.easel.try_update_value(|easel| {
            let easel = easel.as_mut()?;
            let target = at.and_then(|(x, y)| easel.scene.hit(x, y));
            let changed = easel.hovered != target;
            easel.hovered = target;
            Some((target, changed))
        });
        let (target, changed) = found.flatten()?;
        if changed {
            self.stage.repaint();
        }
        target
    }

    fn select(self, target: Option<Target>) {
        self.stage.select(target);
    }

    /// Moves the keyboard's place by a step, forwards or backwards.
    fn walk(self, forwards: bool) {
        let words = self.easel.try_update_value(|easel| {
            let easel = easel.as_mut()?;
            let order = easel.scene.order();
            let here = easel
                .focused
                .and_then(|on| order.iter().position(|target| *target == on));
            let last = order.len().checked_sub(1)?;
            let next = match (here, forwards) {
                (None, true) => 0,
                (None, false) => last,
                (Some(here), true) => (here + 1) % order.len(),
                (Some(here), false) => here.checked_sub(1).unwrap_or(last),
            };
            easel.focused = Some(order[next]);
            let words = self.stage.look(|session| {
                easel.with_frame(session, None, |frame| words::label(frame, order[next]))
            });
            Some(words.unwrap_or_default())
        });
        self.focus_words.set(words.flatten().unwrap_or_default());
        self.stage.repaint();
    }

    fn blur(self) {
        self.easel.update_value(|easel| {
            if let Some(easel) = easel {
                easel.focused = None;
            }
        });
        self.stage.repaint();
    }

    fn focused(self) -> Option<Target> {
        self.easel
            .with_value(|easel| easel.as_ref().and_then(|easel| easel.focused))
    }

    /// What a popover should not stand on, and how much it matters: the cards; of an incident what is
    /// framed, and a message most, since it is small.
    fn in_the_way(self) -> (Size, Vec<(Rect, f32)>) {
        self.easel.with_value(|easel| {
            easel.as_ref().map_or_else(Default::default, |easel| {
                let framed = easel.framed.as_ref().map(|(_, told)| &*told.targets);
                let cards = easel.scene.hits.iter().map(|hit| hit.target);
                let cards = cards.filter(|target| matches!(target, Target::Node(_)));
                let messages = framed.into_iter().flatten().copied();
                let messages = messages.filter(|target| matches!(target, Target::Message(_)));
                let weighed = cards.chain(messages).filter_map(|target| {
                    let (_, area) = easel.scene.anchor(target)?;
                    let is_faded = framed.is_some_and(|framed| !framed.contains(&target));
                    let weight = match target {
                        Target::Message(_) => 100.0,
                        _ if is_faded => 0.2,
                        _ => 1.0,
                    };
                    Some((area, weight))
                });
                let panels = easel.scene.panels.iter().map(|panel| (*panel, 1.0));
                (easel.size, weighed.chain(panels).collect())
            })
        })
    }
}

/// What painting found out.
struct Changes {
    twin: Option<Vec<String>>,
    /// Whether `about` has been looked at anew.
    explained: bool,
    about: Option<About>,
    /// What is said of the incident that is looked at, and the mark of the first; none if nobody has
    /// looked.
    wrong: Option<(Option<Told>, Option<FirstMark>)>,
    area: Option<Rect>,
}

impl Easel {
    fn paint(
        &mut self,
        session: &Session,
        selected: Option<Target>,
        runs: bool,
        stage: Stage,
    ) -> Changes {
        let now = now_ms();
        self.still = stage.is_still();
        let surroundings = stage.state.surroundings().get_untracked();
        if self.surroundings != Some(surroundings) {
            self.surroundings = Some(surroundings);
            self.painter.set_palette(Palette::read(&self.canvas));
        }
        if self.named_for.as_ref() != Some(session.settings()) {
            self.names = naming::of_nodes(session.settings());
            self.named_for = Some(session.settings().clone());
        }
        let ratio = window().device_pixel_ratio();
        if self.size.width < 1.0 {
            self.size = size_of(&self.canvas);
        }
        self.painter.resize(self.size, ratio);
        let tells = !runs || now - self.twin_ms >= TWIN_MS;
        let chosen = stage.state.chosen().get_untracked();
        let explains = !runs
            || self.about_for != selected
            || self.framed.as_ref().map(|(nth, _)| *nth) != chosen
            || now - self.about_ms >= ABOUT_MS;
        let explained = explains.then(|| chosen.and_then(|nth| chosen::explain(session, nth)));
        let told = explained.map(|explained| {
            let (told, framed) = explained.unzip();
            // Before it is drawn: the messages that are framed are drawn by themselves.
            self.framed = chosen.zip(framed);
            told
        });
        let (mut scene, mut twin, about) = self.with_frame(session, selected, |frame| {
            let about = selected.filter(|_| explains);
            let about = about.map(|target| about::about(session, frame, target));
            (draw(frame), tells.then(|| twin(frame)), about)
        });
        let mut wrong = None;
        if let Some(told) = told {
            let is_new = !stage.state.noticed().get_untracked();
            let first = is_new
                .then(|| chosen::first_mark(session, &scene))
                .flatten();
            if let (Some(twin), Some(told)) = (&mut twin, &told) {
                twin.insert(0, told.sentence.clone());
            }
            wrong = Some((told, first));
        }
        if let Some((_, told)) = &self.framed {
            scene.frame(&told.targets, told.cell);
        }
        self.painter.paint(&scene.shapes);
        if tells {
            self.twin_ms = now;
        }
        if explains {
            self.about_ms = now;
            self.about_for = selected;
        }
        let area = selected
            .and_then(|target| scene.anchor(target))
            .map(|(_, area)| area);
        let framed = self.framed.as_ref();
        let area = area.or_else(|| chosen::area_of(&scene, &framed?.1));
        self.scene = scene;
        Changes {
            twin,
            explained: explains,
            about,
            wrong,
            area,
        }
    }

    fn with_frame<T>(
        &self,
        session: &Session,
        selected: Option<Target>,
        look: impl FnOnce(&Frame<'_>) -> T,
    ) -> T {
        let framed = self.framed.iter().flat_map(|(_, told)| &*told.targets);
        let looked_at = [selected, self.hovered, self.focused];
        let alone = looked_at.iter().flatten().chain(framed);
        let alone = alone.filter_map(|target| match target {
            Target::Message(message) => Some(*message),
            _ => None,
        });
        let picture = session.picture_with(&alone.collect::<Vec<_>>());
        look(&Frame {
            picture: &picture,
            keys: session.keys(),
            freshness: &|replica, key| session.freshness(replica, key),
            lag: &|replica| session.lag(replica),
            commits: None,
            names: &self.names,
            measure: &|text, style| self.painter.measure(text, style),
            size: self.size,
            selected,
            hovered: self.hovered,
            focused: self.focused,
            reduced_motion: self.still,
            fade_us: (session.rate_now() * FADE_MS * 1_000.0) as Micros,
            ages: ages(session),
        })
    }
}

/// When a stale key is warmer: what waits for a job is none the worse for it until the job should
/// have come.
fn ages(session: &Session) -> Ages {
    let settings = session.settings();
    match settings.pattern() {
        Pattern::BackgroundSync => {
            let hot_us = settings.time(Key::Interval);
            let warm_us = hot_us / 2;
            Ages { warm_us, hot_us }
        }
        _ => Ages::default(),
    }
}

/// The canvas with its popover and its words.
pub fn board(board: Board, sheets: Sheets) -> El {
    let canvas = el("canvas", "")
        .attr("tabindex", "0")
        .attr("role", "application")
        .named("Picture of the run: arrow keys move among its parts, Enter selects, Escape closes")
        .attr("aria-describedby", "twin");
    let raw: HtmlCanvasElement = canvas.raw().clone().unchecked_into();
    board.set_up(&raw);
    let hand = raw.clone();
    let focus = StoredValue::new_local(raw);
    let close = move || {
        board.select(None);
        let _ = focus.with_value(|canvas| canvas.focus());
    };
    let canvas = canvas
        .on("pointermove", move |event| {
            let over = board.point(Some(place_of(&event))).is_some();
            // Fails only for a name that cannot be a class.
            let _ = hand.class_list().toggle_with_force("hand", over);
        })
        .on("pointerleave", move |_| {
            board.point(None);
        })
        .on("click", move |event| {
            board.select(board.point(Some(place_of(&event))));
        })
        .on("keydown", move |event| {
            match key_of(&event).as_str() {
                "ArrowRight" | "ArrowDown" => board.walk(true),
                "ArrowLeft" | "ArrowUp" => board.walk(false),
                "Enter" => board.select(board.focused()),
                "Escape" => {
                    board.select(None);
                    board.blur();
                }
                _ => return,
            }
            event.prevent_default();
        })
        .on("blur", move |_| board.blur());
    let back = move || {
        let _ = focus.with_value(|canvas| canvas.focus());
    };
    let place = move |size| {
        let area = board.beside.get()?;
        let (extent, others) = board.in_the_way();
        Some(beside(area, size, extent, &others))
    };
    let twin = move || {
        board
            .twin
            .with(|twin| twin.iter().map(|words| el("p", "").text(words)).collect())
    };
    el("div", "board")
        .add(canvas)
        .add(about::popover(board.stage, board.about, place, close))
        .add(chosen::callout(
            board.stage,
            sheets,
            board.told,
            place,
            back,
        ))
        .add(chosen::mark(board.stage, board.first))
        .add(el("div", "unseen").id("twin").live(twin))
        .add(
            el("p", "unseen")
                .attr("role", "status")
                .live_text(move || board.focus_words.get()),
        )
}

//! What paints the run as it is now, and knows what is where on the picture.

use leptos::prelude::window;
use web_sys::HtmlCanvasElement;

use super::about::{About, about};
use super::callout::{self, Callout};
use super::clock::now_ms;
use super::marked::{self, Marked};
use super::page_state::Surroundings;
use super::painter::{Painter, Palette};
use super::resize::{scale_of_picture, size_of};
use crate::faces::{self, draw};
use crate::facts::time::Micros;
use crate::scenario::Settings;
use crate::session::Session;
use crate::show::why::{Explanation, Teller};
use crate::show::{Frame, Names, Rect, Scene, Size, Target, text, text_alternative, words};

/// How long something fades, in real time.
const FADE_MS: f64 = 700.0;
/// Between two readings aloud of what can be seen.
const TWIN_MS: f64 = 1_000.0;
/// Between two looks at why what is selected is as it is.
const ABOUT_MS: f64 = 200.0;

/// What is needed to paint, and what was painted last.
pub struct Easel {
    canvas: HtmlCanvasElement,
    /// None in a browser without canvases: there the run is told, not painted.
    painter: Option<Painter>,
    scene: Scene,
    /// The extent for which it is laid out.
    size: Size,
    /// How many pixels of the page one of that extent takes.
    scale: f32,
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

/// What is wanted of a picture beside the run itself.
#[derive(Clone, Copy)]
pub struct Wanted {
    /// What the popover speaks of.
    pub selected: Option<Target>,
    /// The incident that is looked at, by its number.
    pub chosen: Option<u64>,
    /// Whether the first thing that went wrong is to be marked.
    pub marks_first: bool,
    /// Whether time goes on, so that what is slow need not be done each time.
    pub runs: bool,
    /// Whether nothing is to move.
    pub still: bool,
    /// Where the page is shown.
    pub surroundings: Surroundings,
}

/// What painting found out.
pub struct Found {
    /// The picture in words, if it was told anew.
    pub twin: Option<Vec<String>>,
    /// What is said of things, if they were looked at anew.
    pub said: Option<Said>,
    /// What a popover stands beside.
    pub area: Option<Rect>,
}

/// What is said of things on the picture.
pub struct Said {
    /// Of what is selected.
    pub about: Option<About>,
    /// Of the incident that is looked at.
    pub told: Option<Callout>,
    /// Of the first thing that went wrong, where that is to be marked.
    pub first: Option<Marked>,
}

impl Easel {
    /// Paints on a canvas.
    pub fn new(canvas: HtmlCanvasElement) -> Self {
        Self {
            painter: Painter::new(canvas.clone()).ok(),
            canvas,
            scene: Scene::default(),
            size: Size::default(),
            scale: 1.0,
            names: Names::default(),
            named_for: None,
            surroundings: None,
            hovered: None,
            focused: None,
            still: false,
            // Told at once, however young the page is.
            twin_ms: f64::NEG_INFINITY,
            about_ms: f64::NEG_INFINITY,
            about_for: None,
            framed: None,
        }
    }

    /// Whether it can paint.
    pub fn paints(&self) -> bool {
        self.painter.is_some()
    }

    /// Paints on as much as the canvas has from now on.
    pub fn resize(&mut self, is_presented: bool) {
        self.scale = scale_of_picture(&self.canvas, is_presented);
        self.size = size_of(&self.canvas).times(1.0 / self.scale);
    }

    /// Points at a place, or at nothing: what is there, and whether it is something else than before.
    pub fn point(&mut self, at: Option<(f32, f32)>) -> (Option<Target>, bool) {
        let target = at.and_then(|(x, y)| self.scene.hit(x / self.scale, y / self.scale));
        let is_other = self.hovered != target;
        self.hovered = target;
        (target, is_other)
    }

    /// Moves the keyboard's place by a step, and gives the words of what is there.
    pub fn walk(&mut self, session: &Session, forwards: bool) -> Option<String> {
        let order = self.scene.order();
        let last = order.len().checked_sub(1)?;
        let here = self
            .focused
            .and_then(|on| order.iter().position(|target| *target == on));
        let next = match (here, forwards) {
            (None, true) => 0,
            (None, false) => last,
            (Some(here), true) => (here + 1) % order.len(),
            (Some(here), false) => here.checked_sub(1).unwrap_or(last),
        };
        self.focused = Some(order[next]);
        self.with_frame(session, None, |frame| words::label(frame, order[next]))
    }

    /// What the keyboard is on.
    pub fn focused(&self) -> Option<Target> {
        self.focused
    }

    /// The keyboard is on nothing any more.
    pub fn blur(&mut self) {
        self.focused = None;
    }

    /// Paints the run as it is now.
    pub fn paint(&mut self, session: &Session, wanted: Wanted) -> Found {
        let now = now_ms();
        self.prepare(session, wanted);
        let is_other = self.about_for != wanted.selected
            || self.framed.as_ref().map(|(nth, _)| *nth) != wanted.chosen;
        let tells = !wanted.runs || now - self.twin_ms >= TWIN_MS;
        let explains = !wanted.runs || is_other || now - self.about_ms >= ABOUT_MS;
        // Before it is drawn: the messages that are framed are drawn by themselves.
        let told = explains.then(|| self.tell(session, wanted.chosen));
        let (mut scene, mut twin, about) = self.with_frame(session, wanted.selected, |frame| {
            let scene = if self.paints() {
                draw(frame)
            } else {
                Scene::default()
            };
            let asked = wanted.selected.filter(|_| explains);
            let about = asked.map(|target| about(session, frame, target));
            (scene, tells.then(|| text_alternative(frame)), about)
        });
        let said = told.map(|told| {
            let marks_first = wanted.marks_first && !session.incidents().is_empty();
            let first = marks_first.then(|| marked::look(session, &teller(session), &scene));
            let first = first.flatten().map(|first| first.times(self.scale));
            Said { about, told, first }
        });
        if let Some((_, told)) = &self.framed {
            scene.frame(&told.targets, told.cell);
            if let Some(twin) = &mut twin {
                twin.insert(0, told.sentence.clone());
            }
        }
        if let Some(painter) = &self.painter {
            painter.paint(&scene.shapes);
        }
        if tells {
            self.twin_ms = now;
        }
        if explains {
            self.about_ms = now;
            self.about_for = wanted.selected;
        }
        let anchor = wanted.selected.and_then(|target| scene.anchor(target));
        let framed = self.framed.as_ref();
        let area = anchor
            .map(|(_, area)| area)
            .or_else(|| callout::area_of(&scene, &framed?.1));
        let area = area.map(|area| area.times(self.scale));
        self.scene = scene;
        Found { twin, said, area }
    }

    /// Takes on what has changed around the picture.
    fn prepare(&mut self, session: &Session, wanted: Wanted) {
        self.still = wanted.still;
        if self.named_for.as_ref() != Some(session.settings()) {
            self.names = faces::names(session.settings());
            self.named_for = Some(session.settings().clone());
        }
        let Some(painter) = &mut self.painter else {
            return;
        };
        if self.surroundings != Some(wanted.surroundings) {
            self.surroundings = Some(wanted.surroundings);
            painter.set_palette(Palette::read(&self.canvas));
        }
        if self.size.width < 1.0 {
            self.size = size_of(&self.canvas).times(1.0 / self.scale);
        }
        let ratio = window().device_pixel_ratio() * f64::from(self.scale);
        painter.resize(self.size, ratio);
    }

    /// Tells the incident that is looked at, which is framed from then on.
    fn tell(&mut self, session: &Session, chosen: Option<u64>) -> Option<Callout> {
        let explained = chosen.and_then(|nth| callout::explain(session, &teller(session), nth));
        let (told, framed) = explained.unzip();
        self.framed = chosen.zip(framed);
        told
    }

    /// The extent of the picture, and what a popover should not stand on with how much that matters: the
    /// cards; of an incident what is framed, and a message most, since it is small.
    pub fn in_the_way(&self) -> (Size, Vec<(Rect, f32)>) {
        let framed = self.framed.as_ref().map(|(_, told)| &*told.targets);
        let cards = self.scene.hits.iter().map(|hit| hit.target);
        let cards = cards.filter(|target| matches!(target, Target::Node(_)));
        let messages = framed.into_iter().flatten().copied();
        let messages = messages.filter(|target| matches!(target, Target::Message(_)));
        let weighed = cards.chain(messages).filter_map(|target| {
            let (_, area) = self.scene.anchor(target)?;
            let is_faded = framed.is_some_and(|framed| !framed.contains(&target));
            let weight = match target {
                Target::Message(_) => 100.0,
                _ if is_faded => 0.2,
                _ => 1.0,
            };
            Some((area, weight))
        });
        let panels = self.scene.panels.iter().map(|panel| (*panel, 1.0));
        let all = weighed.chain(panels);
        let all = all.map(|(area, weight)| (area.times(self.scale), weight));
        (self.size.times(self.scale), all.collect())
    }

    /// Where the middle of a thing is on the canvas, in CSS pixels.
    #[cfg(test)]
    pub fn middle_of(&self, target: Target) -> Option<crate::show::Point> {
        let (_, area) = self.scene.anchor(target)?;
        Some(area.times(self.scale).centre())
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
        let painter = self.painter.as_ref();
        let settings = session.settings();
        let face = faces::of(settings.pattern());
        look(&Frame {
            face,
            picture: &picture,
            keys: session.keys(),
            freshness: &|replica, key| session.freshness(replica, key),
            next_wrong: &|replica, from| session.next_wrong(replica, from),
            lag: &|replica| session.lag(replica),
            commits: None,
            names: &self.names,
            measure: &|words, style| {
                painter.map_or_else(
                    || text::estimate(words, style),
                    |painter| painter.measure(words, style),
                )
            },
            size: self.size,
            selected,
            hovered: self.hovered,
            focused: self.focused,
            reduced_motion: self.still,
            fade_us: (session.rate_now() * FADE_MS * 1_000.0) as Micros,
            ages: (face.canvas.ages)(settings),
        })
    }
}

fn teller(session: &Session) -> Teller {
    faces::teller(session.settings(), session.stores())
}

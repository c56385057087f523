//! The incident that a person looks at: the run stands at its instant, what it is about is framed, and
//! a callout beside it says what went wrong and why.

use leptos::prelude::*;

use super::dom::{El, button, el, key_of, words};
use super::page_state::PageStateStoreFields;
use super::results::WHY;
use super::sheets::{Sheet, Sheets};
use super::stage::Stage;
use crate::session::Session;
use crate::view::why::{Explanation, Teller};
use crate::view::{Point, Rect, Scene, Size, Target, units};

/// What the callout says.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// The number of the incident.
    pub nth: u64,
    /// When it was, and what kind of thing it is.
    pub title: String,
    /// What went wrong.
    pub sentence: String,
}

/// The mark of the first thing that went wrong.
#[derive(Clone, Debug, PartialEq)]
pub struct FirstMark {
    nth: u64,
    title: &'static str,
    at: Point,
}

impl Stage {
    /// Goes to the instant of an incident and stops there, and frames what it is about.
    pub fn choose_incident(self, nth: u64) {
        let found = self.look(|session| {
            let incident = session.known_incident(nth)?;
            Some((incident.at, incident.write))
        });
        let Some((at, write)) = found else { return };
        self.select(None);
        self.act(|session| {
            session.go_to(at);
            session.follow(write);
        });
        self.state.chosen().set(Some(nth));
        self.state.noticed().set(true);
    }

    /// The incident before the chosen one, or after it.
    fn beside(self, step: isize) -> Option<u64> {
        self.look(|session| {
            let known = session.known_incidents();
            let chosen = self.state.chosen().get_untracked()?;
            let place = known.iter().position(|incident| incident.nth == chosen)?;
            let place = place.checked_add_signed(step)?;
            known.get(place).map(|incident| incident.nth)
        })
    }
}

/// Tells an incident as it stands now.
pub fn explain(session: &Session, nth: u64) -> Option<(Told, Explanation)> {
    let incident = session.known_incident(nth)?;
    let teller = Teller::new(session.settings(), &session.picture().nodes);
    // On the way back to it the run is shortly before it.
    let told = teller.explain(incident, session.now().max(incident.at));
    let mut title = units::instant(incident.at);
    title.push_str(" · ");
    title.push_str(told.title);
    let sentence = told.sentence.clone();
    let says = Told {
        nth,
        title,
        sentence,
    };
    Some((says, told))
}

/// Where the first thing that went wrong is marked, if it is on the picture.
pub fn first_mark(session: &Session, scene: &Scene) -> Option<FirstMark> {
    let first = session.incidents().first()?;
    let teller = Teller::new(session.settings(), &session.picture().nodes);
    let told = teller.explain(first, session.now());
    let node = told
        .targets
        .iter()
        .find(|target| matches!(target, Target::Node(_)));
    let (_, area) = scene.anchor(*node?)?;
    Some(FirstMark {
        nth: first.nth,
        title: told.title,
        at: [area.x, area.y],
    })
}

/// The mark, which leads to what it marks.
pub fn mark(stage: Stage, first: RwSignal<Option<FirstMark>>) -> El {
    let go = move || {
        if let Some(first) = first.get_untracked() {
            stage.choose_incident(first.nth);
        }
    };
    let text = words(move || {
        first.with(|first| first.as_ref().map_or("", |first| first.title).to_owned())
    });
    let style = move || {
        let [x, y] = first.with(|first| first.as_ref().map(|first| first.at))?;
        // On the edge of what it marks, and clear of its name.
        let (left, top) = ((x as i32 - 9).max(2), (y as i32 - 22).max(2));
        Some(format!("left:{left}px;top:{top}px"))
    };
    button("first-mark", go)
        .live_flag("hidden", move || first.with(Option::is_none))
        .live_attr("style", style)
        .attr("title", "The first thing that went wrong")
        .add(el("b", "").text("1"))
        .add(el("span", "").live_text(move || text.get()))
}

/// The callout. `place` says where one of a given size stands; `back` gives the focus back.
pub fn callout(
    stage: Stage,
    sheets: Sheets,
    told: RwSignal<Option<Told>>,
    place: impl Fn(Size) -> Option<Point> + 'static,
    back: impl Fn() + Copy + 'static,
) -> El {
    let close = move || {
        stage.select(None);
        back();
    };
    let text = move |piece: fn(&Told) -> &str| {
        words(move || told.with(|told| told.as_ref().map_or("", piece).to_owned()))
    };
    let title = text(|told| &told.title);
    let sentence = text(|told| &told.sentence);
    let card = el("section", "about callout").named("What went wrong");
    let raw = card.html().clone();
    let style = move || {
        // Its extent follows from what it says.
        sentence.track();
        let size = told.with(Option::is_some).then(|| Size {
            width: raw.offset_width() as f32,
            height: raw.offset_height() as f32,
        });
        size.and_then(&place)
            .map(|at| format!("left:{}px;top:{}px", at[0] as i32, at[1] as i32))
    };
    let show = move || {
        stage.state.tab().set(WHY);
        sheets.open(Sheet::Results);
    };
    let beside = |label: &str, sign: &str, step| {
        let go = move || {
            if let Some(nth) = stage.beside(step) {
                stage.choose_incident(nth);
            }
        };
        button("button quiet", go)
            .live_flag("disabled", move || {
                stage.watch(|_| ());
                told.track();
                stage.beside(step).is_none()
            })
            .named(label)
            .text(sign)
    };
    card.live_flag("hidden", move || told.with(Option::is_none))
        .add(el("h2", "").live_text(move || title.get()))
        .add(button("close", close).named("Close").text("×"))
        .add(
            el("p", "")
                .attr("role", "status")
                .live_text(move || sentence.get()),
        )
        .add(
            el("div", "acts")
                .add(beside("The one before", "‹", -1))
                .add(beside("The next one", "›", 1))
                .add(button("button quiet", show).text("Show in list")),
        )
        .live_attr("style", style)
        .on("keydown", move |event| {
            if key_of(&event) == "Escape" {
                close();
            }
        })
}

/// What the callout stands beside: the first of what is framed that is on the picture.
pub fn area_of(scene: &Scene, told: &Explanation) -> Option<Rect> {
    let mut areas = told
        .targets
        .iter()
        .filter_map(|target| scene.anchor(*target));
    areas.next().map(|(_, area)| area)
}

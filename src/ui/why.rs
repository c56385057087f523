//! What went wrong, in words: how often each thing did, and one card for each time, the newest first.

use std::cell::RefCell;

use leptos::prelude::*;
use web_sys::{Event, Node};

use super::dom::{El, button, el, follow, part, target_of};
use super::page_state::PageStateStoreFields;
use super::stage::Stage;
use crate::consistency::{Anomaly, Closing, Incident};
use crate::scenario::presets;
use crate::session::Session;
use crate::sim::time::Micros;
use crate::view::units;
use crate::view::warning::warning;
use crate::view::why::{Teller, title};

/// As many cards as stay on the page.
const MOST_CARDS: usize = 60;

/// How often each kind of thing went wrong.
type Counts = Vec<(Anomaly, u64)>;

/// The panel's content.
pub fn why(stage: Stage) -> Vec<El> {
    let only = RwSignal::new(None::<Anomaly>);
    // In another run that kind may not be there, and nothing with which to take the choice back.
    follow(Box::new(move || {
        stage.state.opened().track();
        only.set(None);
    }));
    let counts = Memo::new(move |_| {
        stage.watch(|_| ());
        counted(stage)
    });
    let kinds = move || {
        let all = counts.get();
        let shown = all.into_iter();
        shown.map(|(what, count)| kind(only, what, count)).collect()
    };
    let list = el("ol", "wrongs");
    let more = RwSignal::new(String::new());
    let cards = RefCell::new(Cards {
        stage,
        list: list.clone(),
        shown: Vec::new(),
        only: None,
        run: None,
    });
    follow(Box::new(move || {
        stage.watch(|_| ());
        stage.state.chosen().track();
        let of = only.get();
        let held = cards.borrow_mut().renew(of);
        let words = match held {
            0 => String::new(),
            held => {
                let mut words = units::things(held, "newer one waits", "newer ones wait");
                words.push_str(" while you read");
                words
            }
        };
        if more.with_untracked(|old| *old != words) {
            more.set(words);
        }
    }));
    // One listener for all cards: they come and go several times a second.
    let choose = move |event: Event| {
        let card = target_of(&event).and_then(|target| target.closest("[data-nth]").ok()?);
        let nth = card.and_then(|card| card.get_attribute("data-nth")?.parse().ok());
        if let Some(nth) = nth {
            stage.choose_incident(nth);
        }
    };
    let nothing = Memo::new(move |_| counts.with(Vec::is_empty));
    let first = Memo::new(move |_| {
        stage.watch(|_| ());
        stage.look(warning).unwrap_or_default()
    });
    vec![
        el("p", "warning")
            .live_flag("hidden", move || first.with(String::is_empty))
            .live_text(move || first.get()),
        part(move || {
            let is_empty = nothing.get();
            is_empty.then(|| empty(stage)).into_iter().collect()
        }),
        el("div", "kinds").live(kinds),
        el("p", "nothing")
            .live_flag("hidden", move || more.with(String::is_empty))
            .live_text(move || more.get()),
        list.on("click", choose),
    ]
}

/// The kinds that there are, with how often each was.
fn counted(stage: Stage) -> Counts {
    let counts = stage.look(Session::known_anomalies);
    let kinds = Anomaly::ALL.into_iter();
    kinds
        .filter_map(|what| Some((what, *counts.get(what.word())?)))
        .collect()
}

/// A kind and how often it was; choosing it leaves the others out.
fn kind(only: RwSignal<Option<Anomaly>>, what: Anomaly, count: u64) -> El {
    let chosen = only.get() == Some(what);
    let choose = move || only.set((!chosen).then_some(what));
    let class = if what.is_harm() { "harm" } else { "notice" };
    button(class, choose)
        .attr("aria-pressed", if chosen { "true" } else { "false" })
        .add(el("b", "").text(&units::count(count)))
        .text(title(what))
}

/// What is said while nothing has gone wrong, and where something would.
fn empty(stage: Stage) -> El {
    let open = |preset: &'static crate::scenario::Preset| {
        let open = move || stage.open_text(preset.link);
        el("li", "").add(button("link-button", open).text(preset.title))
    };
    // The first preset of a pattern is the one in which all is well.
    let others = presets(stage.state.pattern().get())
        .iter()
        .skip(1)
        .map(open);
    let says = el("p", "").text(
        "Nothing has gone wrong yet. When something does, it is told here: who saw what, what was \
         true, and why. In these presets something does:",
    );
    el("div", "nothing").add(says).add(el("ul", "").all(others))
}

/// The cards on the page, which stay where they are while new ones come in above them.
struct Cards {
    stage: Stage,
    list: El,
    /// The newest first.
    shown: Vec<Card>,
    only: Option<Anomaly>,
    run: Option<u32>,
}

struct Card {
    nth: u64,
    button: El,
    time: El,
    sentence: El,
    /// The end with which it was told.
    ended: Option<Closing>,
}

impl Cards {
    /// Brings the cards up to date. While somebody reads them nothing is put above what they read: so
    /// many wait.
    fn renew(&mut self, only: Option<Anomaly>) -> u64 {
        let stage = self.stage;
        let run = Some(stage.state.opened().get_untracked());
        if run != self.run || only != self.only {
            (self.run, self.only) = (run, only);
            self.clear();
        }
        let runs = stage
            .state
            .readout()
            .with_untracked(super::page_state::Readout::runs);
        let is_read = [":hover", ":focus-within"]
            .iter()
            .any(|state| self.list.raw().matches(state).unwrap_or(false));
        let newest = self.shown.first().map(|card| card.nth);
        let holds = newest.filter(|_| is_read && runs);
        let chosen = stage.state.chosen().get_untracked();
        stage.look(|session| {
            let known = session.known_incidents().iter().rev();
            let mut wanted = known.filter(|incident| only.is_none_or(|only| incident.what == only));
            let mut held = 0;
            let mut shown: Vec<&Incident> = Vec::new();
            for incident in wanted.by_ref() {
                if holds.is_some_and(|newest| incident.nth > newest) {
                    held += 1;
                } else if shown.len() < MOST_CARDS {
                    shown.push(incident);
                } else {
                    break;
                }
            }
            let teller = Teller::new(session.settings(), session.stores());
            self.merge(&teller, &shown, session.now());
            for card in &self.shown {
                let is_chosen = chosen == Some(card.nth);
                let pressed = if is_chosen { "true" } else { "false" };
                card.button.clone().attr("aria-pressed", pressed);
            }
            held
        })
    }

    fn clear(&mut self) {
        self.list.raw().set_text_content(None);
        self.shown.clear();
    }

    /// Shows these, newest first: adds what is missing, takes away what is not among them.
    fn merge(&mut self, teller: &Teller, wanted: &[&Incident], now: Micros) {
        let mut old = std::mem::take(&mut self.shown).into_iter().peekable();
        for incident in wanted {
            while let Some(gone) = old.next_if(|card| card.nth > incident.nth) {
                gone.leave();
            }
            let known = old.next_if(|card| card.nth == incident.nth);
            let mut card = known.unwrap_or_else(|| {
                let card = Card::new(incident);
                let item = el("li", "").add(card.button.clone());
                let before: Option<Node> =
                    old.peek().and_then(|next| next.button.raw().parent_node());
                let _ = self.list.raw().insert_before(item.raw(), before.as_ref());
                card
            });
            card.tell(teller, incident, now);
            self.shown.push(card);
        }
        for gone in old {
            gone.leave();
        }
    }
}

impl Card {
    fn new(incident: &Incident) -> Self {
        let is_harm = incident.what.is_harm();
        let class = if is_harm {
            "wrong harm"
        } else {
            "wrong notice"
        };
        let (time, sentence) = (el("time", ""), el("span", "sentence"));
        let button = el("button", class)
            .attr("type", "button")
            .attr("data-nth", &incident.nth.to_string())
            .add(time.clone())
            .add(el("b", "").text(title(incident.what)))
            .add(sentence.clone());
        Self {
            nth: incident.nth,
            button,
            time,
            sentence,
            ended: None,
        }
    }

    /// Takes it off the page with the item that it stands in.
    fn leave(&self) {
        if let Some(item) = self.button.raw().parent_element() {
            item.remove();
        }
    }

    /// Tells it as it stands now, unless it was told with this end.
    fn tell(&mut self, teller: &Teller, incident: &Incident, now: Micros) {
        let ended = incident.closing.filter(|closing| closing.at <= now);
        if ended.is_some() && self.ended == ended {
            return;
        }
        self.ended = ended;
        let is_later = incident.at > now;
        let mut time = units::instant(incident.at);
        if is_later {
            time.push_str(" · still to come");
        }
        let told = teller.explain(incident, now.max(incident.at));
        for (element, text) in [(&self.time, time), (&self.sentence, told.sentence)] {
            if element.raw().text_content().as_ref() != Some(&text) {
                element.raw().set_text_content(Some(&text));
            }
        }
        // Fails only for a name that cannot be a class.
        let _ = self
            .button
            .raw()
            .class_list()
            .toggle_with_force("later", is_later);
    }
}

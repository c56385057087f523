//! The log: the last facts in words, the newest first.

use std::cell::RefCell;

use leptos::prelude::*;
use web_sys::Event;

use super::dom::{El, el, follow, property, target_of};
use super::page_state::PageStateStoreFields;
use super::stage::Stage;
use crate::session::Session;
use crate::sim::ids::MessageId;
use crate::sim::time::Micros;
use crate::view::Target;
use crate::view::sentence::{Narrator, Sentence};
use crate::view::units;

/// As many lines as stay on the page.
const MOST_LINES: usize = 150;

/// The panel's content.
pub fn log(stage: Stage) -> Vec<El> {
    let only_bad = RwSignal::new(false);
    let tick = el("input", "")
        .attr("type", "checkbox")
        .on("change", move |event| {
            only_bad
                .set(target_of(&event).is_some_and(|tick| property(&tick, "checked").is_truthy()));
        });
    let head = el("div", "log-head")
        .add(el("h2", "head").text("Newest first"))
        .add(el("label", "check").add(tick).text("Only trouble"));
    let list = el("ol", "log");
    let nothing = el("p", "nothing").text("Nothing has happened yet.");
    let rows = RefCell::new(Rows {
        list: list.clone(),
        shown: Vec::new(),
        only_bad: false,
        logged: 0,
    });
    let empty = nothing.raw().clone();
    follow(Box::new(move || {
        stage.watch(|_| ());
        let mut rows = rows.borrow_mut();
        rows.renew(stage, only_bad.get());
        // Fails only for a name that cannot be an attribute.
        let _ = empty.toggle_attribute_with_force("hidden", !rows.shown.is_empty());
    }));
    // One listener for all rows: they come and go several times a second.
    let choose = move |event: Event| {
        let row = target_of(&event).and_then(|target| target.closest("[data-message]").ok()?);
        let message = row.and_then(|row| row.get_attribute("data-message")?.parse().ok());
        if let Some(message) = message {
            stage.select(Some(Target::Message(MessageId(message))));
        }
    };
    vec![head, nothing, list.on("click", choose)]
}

/// The rows on the page, which stay where they are while new ones come in above them.
struct Rows {
    list: El,
    /// The newest first.
    shown: Vec<El>,
    only_bad: bool,
    /// How many facts there were when it was looked for new ones.
    logged: u64,
}

impl Rows {
    /// Adds what has happened since.
    fn renew(&mut self, stage: Stage, only_bad: bool) {
        let logged = stage.look(Session::logged);
        if logged < self.logged || only_bad != self.only_bad {
            self.list.raw().set_text_content(None);
            self.shown.clear();
            self.logged = 0;
            self.only_bad = only_bad;
        }
        let fresh = (logged - self.logged) as usize;
        self.logged = logged;
        if fresh == 0 {
            return;
        }
        let made: Vec<El> = stage.look(|session| {
            let names = Narrator::new(&session.scenario().settings, session.stores());
            let facts = session.log().rev().take(fresh);
            let said = facts.map(|fact| (fact.at, names.sentence(fact)));
            let wanted = said.filter(|(_, said)| said.bad || !only_bad);
            let wanted = wanted.take(MOST_LINES);
            wanted.map(|(at, said)| row(stage, at, &said)).collect()
        });
        let first = self.list.raw().first_child();
        for row in &made {
            let _ = self.list.raw().insert_before(row.raw(), first.as_ref());
        }
        self.shown.splice(0..0, made);
        for row in self.shown.drain(MOST_LINES.min(self.shown.len())..) {
            row.raw().remove();
        }
    }
}

fn row(stage: Stage, at: Micros, said: &Sentence) -> El {
    let class = if said.bad { "row bad" } else { "row" };
    let content = [
        el("time", "").text(&units::instant(at)),
        el("span", "").text(&said.words),
    ];
    let Some(message) = said.message else {
        return el("li", "").add(el("div", class).all(content));
    };
    let chosen = stage.state.selected().get_untracked() == Some(Target::Message(message));
    let button = el("button", class)
        .attr("type", "button")
        .attr("data-message", &message.0.to_string())
        .attr("aria-pressed", if chosen { "true" } else { "false" })
        .all(content);
    el("li", "").add(button)
}

//! The log: the last facts in words, the newest first.

use std::cell::RefCell;

use leptos::prelude::*;
use web_sys::Event;

use super::dom::{El, el, follow, property, target_of};
use super::stage::Stage;
use crate::sim::fact::{Fact, What};
use crate::sim::ids::MessageId;
use crate::sim::time::Micros;
use crate::view::Target;
use crate::view::sentence::Narrator;
use crate::view::units;

/// As many lines as stay on the page.
const MOST_LINES: usize = 150;

/// One line of the log.
struct Line {
    /// When, and which of the facts of that instant.
    key: (Micros, usize),
    words: String,
    bad: bool,
    message: Option<MessageId>,
}

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
    let rows = Rows {
        stage,
        list: list.clone(),
        shown: RefCell::default(),
    };
    let empty = nothing.raw().clone();
    follow(Box::new(move || {
        stage.beat.track();
        let lines = lines(stage, only_bad.get());
        // Fails only for a name that cannot be an attribute.
        let _ = empty.toggle_attribute_with_force("hidden", !lines.is_empty());
        rows.show(lines);
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
    stage: Stage,
    list: El,
    shown: RefCell<Vec<((Micros, usize), El)>>,
}

impl Rows {
    fn show(&self, lines: Vec<Line>) {
        let mut rows = self.shown.borrow_mut();
        let newest = rows.first().map(|row| row.0);
        let fresh = lines.iter().position(|line| Some(line.key) == newest);
        if fresh.is_none() {
            self.list.raw().set_text_content(None);
            rows.clear();
        }
        let first = self.list.raw().first_child();
        let count = lines.len();
        let made: Vec<_> = lines
            .into_iter()
            .take(fresh.unwrap_or(count))
            .map(|line| (line.key, row(self.stage, &line)))
            .collect();
        for (_, row) in &made {
            let _ = self.list.raw().insert_before(row.raw(), first.as_ref());
        }
        rows.splice(0..0, made);
        let kept = count.min(rows.len());
        for (_, row) in rows.drain(kept..) {
            row.raw().remove();
        }
    }
}

fn row(stage: Stage, line: &Line) -> El {
    let content = [
        el("time", "").text(&units::instant(line.key.0)),
        el("span", "").text(&line.words),
    ];
    let Some(message) = line.message else {
        return el("li", "").add(el("div", if line.bad { "row bad" } else { "row" }).all(content));
    };
    let chosen = stage.selected.get_untracked() == Some(Target::Message(message));
    let button = el("button", if line.bad { "row bad" } else { "row" })
        .attr("type", "button")
        .attr("data-message", &message.0.to_string())
        .attr("aria-pressed", if chosen { "true" } else { "false" })
        .all(content);
    el("li", "").add(button)
}

fn lines(stage: Stage, only_bad: bool) -> Vec<Line> {
    let nodes = stage.picture().nodes;
    stage.look(|session| {
        let names = Narrator::new(&session.scenario().settings, &nodes);
        let wanted = |fact: &&Fact| !only_bad || is_bad(&fact.what);
        let mut last: Vec<&Fact> = session.log().filter(wanted).collect();
        let from = last.len().saturating_sub(MOST_LINES);
        last.drain(..from);
        let mut lines = Vec::with_capacity(last.len());
        let mut place = 0;
        let mut before = None;
        for fact in last {
            place = if before == Some(fact.at) {
                place + 1
            } else {
                0
            };
            before = Some(fact.at);
            let said = names.sentence(fact);
            let key = (fact.at, place);
            lines.push(Line {
                key,
                words: said.words,
                bad: said.bad,
                message: said.message,
            });
        }
        lines.reverse();
        lines
    })
}

/// What [`Narrator::sentence`] would call bad, without making the sentence.
fn is_bad(what: &What) -> bool {
    use crate::sim::fact::Fault;
    matches!(
        what,
        What::Lost { .. }
            | What::Failed { .. }
            | What::DeadLettered { .. }
            | What::Gone { .. }
            | What::Fault(Fault::Crashed(_) | Fault::Cut(_))
    )
}

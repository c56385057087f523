//! The log: the last facts in words, the newest first.

use crate::ui::live::{live, only_if};
use leptos::prelude::*;

use super::stage::Stage;
use crate::sim::fact::{Fact, What};
use crate::sim::ids::MessageId;
use crate::view::Target;
use crate::view::sentence::Narrator;
use crate::view::units;

/// As many lines as stay on the page.
const MOST_LINES: usize = 150;

/// One line of the log.
#[derive(Clone, PartialEq)]
struct Line {
    /// Tells lines of one instant apart.
    place: usize,
    at: String,
    words: String,
    bad: bool,
    message: Option<MessageId>,
}

/// The panel's content.
pub fn log(stage: Stage) -> AnyView {
    let only_bad = RwSignal::new(false);
    let lines = Memo::new(move |_| {
        stage.beat.track();
        lines(stage, only_bad.get())
    });
    view! {
        <div class="log-head">
            <h2 class="head">"Newest first"</h2>
            <label class="check">
                <input
                    type="checkbox"
                    prop:checked=only_bad
                    on:change:target=move |event| only_bad.set(event.target().checked())
                />
                "Only what went wrong"
            </label>
        </div>
        {only_if(
            move || lines.with(Vec::is_empty),
            || view! { <p class="nothing">"Nothing has happened yet."</p> }.into_any(),
        )}
        <ol class="log">
            <For each=move || lines.get() key=|line| (line.at.clone(), line.place) let:line>
                {row(stage, line)}
            </For>
        </ol>
    }
    .into_any()
}

fn row(stage: Stage, line: Line) -> AnyView {
    let target = line.message.map(Target::Message);
    let chosen = move || target.is_some() && stage.selected.get() == target;
    view! {
        <li>
            <button
                type="button"
                class:bad=line.bad
                aria-pressed=live(move || chosen().to_string())
                on:click=move |_| {
                    stage.selected.set(target);
                    stage.repaint();
                }
            >
                <time>{line.at}</time>
                <span>{line.words}</span>
            </button>
        </li>
    }
    .into_any()
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
            let at = units::instant(fact.at);
            lines.push(Line {
                place,
                at,
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

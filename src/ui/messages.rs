//! What was wrong with the link, one message each, to be put away one by one.

use leptos::prelude::*;
use web_sys::HtmlElement;

use super::dom::{El, button, el, follow};
use super::page_state::PageStateStoreFields;
use super::share::{Copying, copy};
use super::stage::Stage;

/// More than these are counted only.
const MOST: usize = 6;

/// The messages, as text only: a link may hold anything.
pub fn messages(stage: Stage) -> El {
    let problems = stage.state.notices();
    el("div", "messages")
        .attr("role", "alert")
        .live_flag("hidden", move || problems.with(Vec::is_empty))
        .live(move || {
            problems.with(|problems| {
                let shown = problems.iter().take(MOST);
                let quoted = stage.state.kept().get().filter(|_| !problems.is_empty());
                let mut list: Vec<El> = quoted.iter().map(|link| quotation(stage, link)).collect();
                list.extend(shown.map(|notice| message(stage, notice.number, &notice.text)));
                let more = problems.len().saturating_sub(MOST);
                if more > 0 {
                    list.push(rest(stage, more));
                }
                list
            })
        })
}

fn message(stage: Stage, number: usize, text: &str) -> El {
    let dismiss = move || stage.dismiss(number);
    el("div", "message")
        .add(el("p", "").text(text))
        .add(button("close", dismiss).named("Dismiss").text("×"))
}

/// The whole link as it came, however long it is.
fn quotation(stage: Stage, link: &str) -> El {
    let words = if stage.look(|session| session.differs().is_some()) {
        "The link stays in the address bar as it came until you change something:"
    } else {
        "This link could not be read whole. It stays in the address bar as it came until you change \
         something, and Back returns to it after that:"
    };
    let whole = el("pre", "quoted")
        .attr("tabindex", "0")
        .named("The link as it came")
        .text(link);
    let copying = RwSignal::new(Copying::Asked);
    let said = el("span", "said-so")
        .attr("role", "status")
        .live_text(move || copying.get().words().to_owned());
    let to_select = whole.html().clone();
    follow(Box::new(move || {
        if copying.get() == Copying::Refused {
            // The words speak of what is selected.
            select(&to_select);
        }
    }));
    let text = link.to_owned();
    let copy =
        button("button quiet", move || copy(&text, copying)).text("Copy the link as it came");
    let acts = el("div", "acts").add(said).add(copy);
    let quoting = el("div", "quoting").add(el("p", "").text(words));
    el("div", "message").add(quoting.add(whole).add(acts))
}

/// Selects the text of an element.
fn select(element: &HtmlElement) {
    let _ = element.focus();
    if let Ok(Some(selection)) = window().get_selection() {
        let _ = selection.select_all_children(element);
    }
}

fn rest(stage: Stage, more: usize) -> El {
    let dismiss = move || stage.state.notices().set(Vec::new());
    el("div", "message")
        .add(el("p", "").text(&format!("And {more} more.")))
        .add(button("button quiet", dismiss).text("Dismiss all"))
}

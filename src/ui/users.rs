//! What users see: a small screen for each of the first of them, with the truth below each line. The first
//! one is that of the person at the page, who can write and read as the others do.

use leptos::prelude::*;

use super::dom::{El, button, el, flag, value_in};
use super::page_state::PageStateStoreFields;
use super::stage::Stage;
use crate::scenario::{Deed, Key, Story};
use crate::sim::ids::KeyIndex;
use crate::view::screens::{self, Line, Phone};

/// The panel's content.
pub fn users(stage: Stage) -> Vec<El> {
    // Another run may have another story, and other keys.
    let about = Memo::new(move |_| {
        stage.state.opened().track();
        stage.state.scenario().track();
        stage.look(|session| {
            let settings = &session.scenario().settings;
            (Story::of(settings).word, settings.count(Key::Keys))
        })
    });
    // Read, since a memo that nobody has read follows nothing.
    about.get();
    let story = stage.look(|session| Story::of(&session.scenario().settings));
    let shown = move |you: bool| {
        stage.watch(|_| ());
        let mut phones = stage.look(screens::phones);
        let others = phones.split_off(1);
        let phones = if you { phones } else { others };
        phones.iter().map(|one| phone(one, story)).collect()
    };
    let nobody = move || {
        stage.watch(|_| ());
        let others = stage.look(|session| screens::phones(session).len()) > 1;
        (!others).then(|| stage.look(|session| screens::nobody(&session.scenario().settings)))
    };
    // Told apart from the screen, which is made anew several times a second.
    let told = move || {
        stage.watch(|_| ());
        stage.look(screens::told)
    };
    vec![
        el("h2", "unseen").text("Users"),
        // First, where they stay: the screen grows by what is done, and would push them from under a
        // pointer that presses again.
        acts(stage, story),
        el("div", "part").live(move || shown(true)),
        el("p", "unseen").attr("role", "status").live_text(told),
        el("h3", "head").text("Other users"),
        el("p", "nothing")
            .live_flag("hidden", move || nobody().is_none())
            .live_text(move || nobody().unwrap_or_default().to_owned()),
        el("div", "phones").live(move || shown(false)),
    ]
}

/// What the person at the page can do, and to which key.
fn acts(stage: Stage, story: &'static Story) -> El {
    let keys = stage.look(|session| session.scenario().settings.count(Key::Keys));
    let choose = move |event| {
        let typed: u64 = value_in(&event).parse().unwrap_or(1);
        stage.state.your_key().set(typed.clamp(1, keys) as u32);
    };
    let field = el("input", "")
        .attr("type", "number")
        .attr("min", "1")
        .attr("max", &keys.to_string())
        .live_value(move || (u64::from(key(stage)) + 1).to_string())
        .on("change", choose);
    let closed = flag(move || {
        stage
            .state
            .readout()
            .with(|readout| readout.draining || readout.is_over())
    });
    let act = |label, what: fn(KeyIndex) -> Deed| {
        button("button", move || act(stage, what))
            .live_flag("disabled", move || closed.get())
            .text(label)
    };
    let why = move || {
        closed.track();
        stage.look(screens::closed).map_or_else(
            || {
                [
                    "A write is ",
                    story.write,
                    ". What you do stands in the link.",
                ]
                .concat()
            },
            str::to_owned,
        )
    };
    el("div", "yours")
        .add(el("label", "").text(story.key).add(field))
        .add(act("Write", |key| Deed::Write { key }))
        .add(act("Read", |key| Deed::Read { key }))
        .add(el("p", "phone-note").live_text(why))
}

/// The key that the person at the page writes and reads. Reactive.
fn key(stage: Stage) -> KeyIndex {
    stage.watch(|_| ());
    let chosen = stage.state.your_key().get();
    stage.look(|session| screens::your_key(session, chosen.checked_sub(1)))
}

/// The person at the page writes or reads.
pub fn act(stage: Stage, what: fn(KeyIndex) -> Deed) {
    if stage.look(screens::closed).is_none() {
        stage.perform(what(untrack(|| key(stage))));
    }
}

fn phone(phone: &Phone, story: &Story) -> El {
    let class = if phone.is_wrong() {
        "phone is-off"
    } else {
        "phone"
    };
    let head = el("p", "phone-row")
        .add(el("b", "").text(&phone.who))
        .add(el("span", "").text(story.screen));
    let mut parts = vec![head];
    if phone.lines.is_empty() {
        parts.push(el("p", "phone-note").text("Has seen nothing yet"));
    }
    parts.extend(phone.lines.iter().map(line));
    if !phone.note.is_empty() {
        parts.push(el("p", "phone-note").text(&phone.note));
    }
    el("div", class).all(parts)
}

fn line(line: &Line) -> El {
    let (class, mark) = if line.wrong {
        ("phone-line is-off", "\u{2717} ")
    } else {
        ("phone-line", "\u{2713} ")
    };
    let mark = el("span", "").attr("aria-hidden", "true").text(mark);
    el("div", class)
        .add(
            el("p", "phone-row")
                .add(el("span", "").text(&line.label))
                .add(el("b", "").text(&line.shown)),
        )
        .add(el("p", "phone-against").add(mark).text(&line.against))
        .add(el("p", "phone-note").text(&line.source))
}

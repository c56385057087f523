//! The settings: those that a person needs first, and all others behind a fold.

use leptos::prelude::*;

use super::controls::control;
use super::dom::{El, button, el, flag, part, words};
use super::page_state::PageStateStoreFields;
use super::stage::Stage;
use crate::scenario::{Group, Link, Param, Pattern, Shown, params};

/// The panel's content, made anew for another pattern.
pub fn settings_panel(stage: Stage) -> Vec<El> {
    vec![part(move || controls(stage, stage.state.pattern().get()))]
}

fn controls(stage: Stage, pattern: Pattern) -> Vec<El> {
    let changed = words(move || {
        stage.state.scenario().track();
        let count = stage.look(|session| {
            let settings = &session.scenario().settings;
            let hidden = |param: &&Param| param.shown == Shown::All;
            params(pattern)
                .iter()
                .filter(hidden)
                .filter(|p| !settings.is_default(p.key))
                .count()
        });
        if count == 0 {
            "All settings".to_owned()
        } else {
            format!("All settings · {count} changed")
        }
    });
    let untouched = flag(move || {
        stage.state.scenario().track();
        stage.look(|session| *session.scenario() == Link::defaults(pattern).scenario)
    });
    let reset = button("button", move || {
        stage.go(Link::defaults(pattern), &[]);
    })
    .live_flag("disabled", move || untouched.get())
    .text("Reset all");
    let mut content = vec![el("h2", "unseen").text("Settings")];
    content.extend(groups(stage, params(pattern), Shown::First));
    content.push(
        el("details", "more")
            .add(el("summary", "").live_text(move || changed.get()))
            .all(groups(stage, params(pattern), Shown::All)),
    );
    content.push(el("div", "settings-foot").add(reset));
    content
}

fn groups(stage: Stage, params: &'static [Param], shown: Shown) -> Vec<El> {
    let mut groups = Vec::new();
    for group in Group::ALL {
        let here = params
            .iter()
            .filter(|param| param.group == *group && param.shown == shown);
        let controls: Vec<El> = here.filter_map(|param| control(stage, param)).collect();
        if !controls.is_empty() {
            let head = el("h3", "head").text(group.label());
            groups.push(el("section", "group").add(head).all(controls));
        }
    }
    groups
}

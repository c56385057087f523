//! What is seen, in words: the story's sentence, what a preset is worth watching for, and its cure.

use leptos::prelude::*;

use super::dom::{El, button, el, words};
use super::legend::legend;
use super::page_state::PageStateStoreFields;
use super::presets::current;
use super::stage::Stage;
use crate::scenario::{Key, Preset, Story, find};
use crate::session::Session;

/// The lines above the picture.
pub fn said(stage: Stage) -> El {
    let sentence = words(move || {
        stage.state.scenario().track();
        stage.look(|session| {
            let settings = &session.scenario().settings;
            Story::of(settings).sentence(settings)
        })
    });
    let current = current(stage);
    let watch = el("p", "watch").live(move || {
        let Some(preset) = Preset::from_word(&current.get()) else {
            return Vec::new();
        };
        let mut parts = vec![el("span", "").text(preset.watch).text(" ")];
        if let Some((key, value)) = preset.cure {
            let words = format!("Try the cure: {} {value}", label(stage, key));
            parts.push(button("link-button", move || cure(stage, key, value)).text(&words));
        }
        parts
    });
    el("div", "said")
        .add(el("h1", "").live_text(move || sentence.get()))
        .add(watch)
        .add(legend(stage))
}

fn label(stage: Stage, key: Key) -> &'static str {
    let pattern = stage.look(|session| session.scenario().settings.pattern());
    find(pattern, key).map_or(key.word(), |param| param.label)
}

/// Runs the same chances again with the cure.
fn cure(stage: Stage, key: Key, text: &str) {
    let mut link = stage.look(Session::link);
    link.playhead = None;
    if let Ok(value) = link.scenario.settings.read(key, text) {
        link.scenario.settings.set(key, value);
        stage.go(link, &[]);
    }
}

//! What is seen, in words: the story's sentence, what a preset is worth watching for, and its cure.

use leptos::prelude::*;

use super::address::Write;
use super::legend::{Seen, legend};
use super::live::{live, only_if};
use super::presets::current;
use super::stage::Stage;
use crate::scenario::{Key, Preset, Story, find, parse};

/// The lines above the picture.
pub fn said(stage: Stage, seen: RwSignal<Seen>) -> AnyView {
    let sentence = Memo::new(move |_| {
        stage.settings.track();
        stage.look(|session| {
            let settings = &session.scenario().settings;
            Story::of(settings).sentence(settings)
        })
    });
    let current = current(stage);
    let preset = Memo::new(move |_| current.get().and_then(Preset::from_word).map(Shown));
    let watch = live(move || preset.get().map_or("", |preset| preset.0.watch));
    let cure = live(move || preset.get().and_then(|preset| preset.0.cure));
    let button = move || {
        let words = live(move || {
            cure.get()
                .map_or_else(String::new, |cure| in_words(stage, cure))
        });
        view! {
            <button class="link-button" type="button" on:click=move |_| apply(stage, cure.get_untracked())>
                {words}
            </button>
        }
        .into_any()
    };
    view! {
        <div class="said">
            <h1>{sentence}</h1>
            <p class="watch">
                {watch} " "
                {only_if(move || cure.with(Option::is_some), button)}
            </p>
            {legend(seen)}
        </div>
    }
    .into_any()
}

/// A preset that is the same if it has the same word.
#[derive(Clone, Copy)]
struct Shown(&'static Preset);

impl PartialEq for Shown {
    fn eq(&self, other: &Self) -> bool {
        self.0.word == other.0.word
    }
}

fn in_words(stage: Stage, (key, value): (Key, &str)) -> String {
    let pattern = stage.look(|session| session.scenario().settings.pattern());
    let label = find(pattern, key).map_or(key.word(), |param| param.label);
    format!("Try the cure: {label} {value}")
}

/// Runs the same chances again with the cure.
fn apply(stage: Stage, cure: Option<(Key, &'static str)>) {
    let Some((key, text)) = cure else { return };
    let mut link = stage.look(crate::session::Session::link);
    link.playhead = None;
    if let Ok(value) = link.scenario.settings.read(key, text) {
        link.scenario.settings.set(key, value);
        let (link, problems) = parse(&crate::scenario::write(&link));
        stage.open(link, &problems, Write::Push);
    }
}

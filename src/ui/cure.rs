//! The cure of a preset: the same chances run again with it, and what it did, in words.

use leptos::prelude::*;

use super::page_state::PageStateStoreFields;
use super::stage::Stage;
use crate::consistency::Anomaly;
use crate::scenario::{Link, Preset, Scenario};
use crate::session::Session;
use crate::view::cured::{Wrongs, cured};

/// A cure that was tried: what it is, the run before it, and what had gone wrong in that.
#[derive(Clone, PartialEq)]
struct Tried {
    fix: &'static str,
    before: Link,
    wrongs: Wrongs,
    /// The run with it.
    scenario: Scenario,
}

/// The cure that was tried last, for those who offer it and say what it did.
#[derive(Clone, Copy)]
pub struct Cure {
    stage: Stage,
    tried: RwSignal<Option<Tried>>,
    is_at_work: Memo<bool>,
}

impl Cure {
    /// None was tried yet.
    pub fn new(stage: Stage) -> Self {
        let tried = RwSignal::new(None::<Tried>);
        let is_at_work = Memo::new(move |_| {
            let scenario = stage.state.scenario().get();
            tried.with(|tried| {
                let tried = tried.as_ref();
                tried.is_some_and(|tried| tried.scenario == scenario)
            })
        });
        Self {
            stage,
            tried,
            is_at_work,
        }
    }

    /// Whether the run on the page is the one with it. Reactive.
    pub fn is_at_work(self) -> bool {
        self.is_at_work.get()
    }

    /// Runs the same chances again with the cure of a preset, if it has one.
    pub fn apply(self, preset: &Preset) {
        let Some((key, text)) = preset.cure else {
            return;
        };
        let (before, wrongs) = self.stage.look(|session| (session.link(), wrongs(session)));
        let mut link = before.clone();
        link.playhead = None;
        let Ok(value) = link.scenario.settings.read(key, text) else {
            return;
        };
        link.scenario.settings.set(key, value);
        let scenario = link.scenario.clone();
        self.stage.go(link, &[]);
        self.tried.set(Some(Tried {
            fix: preset.fix,
            before,
            wrongs,
            scenario,
        }));
    }

    /// Goes back to the run before it.
    pub fn take_back(self) {
        if let Some(tried) = self.tried.get_untracked() {
            self.stage.go(tried.before, &[]);
        }
    }

    /// What had gone wrong before it and what does since, in one line; empty unless it is at work.
    pub fn what_it_did(self) -> Memo<String> {
        Memo::new(move |_| {
            let tried = self.tried.get().filter(|_| self.is_at_work());
            tried.map_or_else(String::new, |tried| {
                let now = self.stage.watch(wrongs);
                cured(tried.fix, &tried.wrongs, &now)
            })
        })
    }
}

/// What has gone wrong so far.
fn wrongs(session: &Session) -> Wrongs {
    let named = session.consistency().anomalies();
    let counts = Anomaly::ALL.into_iter();
    let counts = counts.filter_map(|what| Some((what, *named.get(what.word())?)));
    Wrongs {
        at: session.now(),
        counts: counts.collect(),
    }
}

/// What a cure did, and the way back to the run before it.
#[component]
pub fn WhatItDid(
    /// The cure.
    cure: Cure,
) -> impl IntoView {
    view! {
        <span>{cure.what_it_did()} " "</span>
        <button type="button" class="link-button" on:click=move |_| cure.take_back()>
            "Back to before the fix"
        </button>
    }
}

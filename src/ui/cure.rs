//! The cure of a preset: the same chances run again with it, and what it did, in words.

use leptos::prelude::*;

use super::page_state::PageStateStoreFields;
use super::stage::Stage;
use crate::consistency::Anomaly;
use crate::scenario::{Link, Preset, Scenario};
use crate::session::Session;
use crate::view::cured::{Toll, cured};

/// A cure that was tried: what it is, the run before it, and what had gone wrong in that.
#[derive(Clone, PartialEq)]
struct Tried {
    fix: &'static str,
    before: Link,
    toll: Toll,
    /// The run with it.
    scenario: Scenario,
}

/// The cure that was tried last, for those who offer it and say what it did.
#[derive(Clone, Copy)]
pub struct Cure {
    stage: Stage,
    tried: RwSignal<Option<Tried>>,
    is_at_work: Memo<bool>,
    did: Memo<String>,
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
        let did = Memo::new(move |_| {
            let tried = tried.get().filter(|_| is_at_work.get());
            tried.map_or_else(String::new, |tried| {
                let now = stage.watch(toll);
                cured(tried.fix, &tried.toll, &now)
            })
        });
        Self {
            stage,
            tried,
            is_at_work,
            did,
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
        let (before, toll) = self.stage.look(|session| (session.link(), toll(session)));
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
            toll,
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
        self.did
    }
}

/// What has gone wrong so far.
fn toll(session: &Session) -> Toll {
    let named = session.consistency().anomalies();
    let counts = Anomaly::ALL.into_iter();
    let counts = counts.filter_map(|what| Some((what, *named.get(what.word())?)));
    Toll {
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

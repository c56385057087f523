//! The cure of a preset: the same chances run again with it, and what it did, in words.

use leptos::prelude::*;

use super::page_state::PageStateStoreFields;
use super::stage::Stage;
use crate::consistency::Anomaly;
use crate::patterns::parse;
use crate::scenario::{Link, Preset, Scenario};
use crate::session::Session;
use crate::show::cured::{Toll, cured};

/// A cure that was tried: what it is, the run before it, and what had gone wrong in that, if it is known.
#[derive(Clone, PartialEq)]
struct Tried {
    fix: &'static str,
    before: Link,
    toll: Option<Toll>,
    /// The run with it.
    scenario: Scenario,
}

/// What is run of a preset with its cure; nothing for one that has none.
pub fn with_cure(preset: &Preset) -> Option<Scenario> {
    let mut scenario = parse(preset.link).0.scenario;
    cure(&mut scenario, preset).then_some(scenario)
}

/// Whether there was a cure to set.
fn cure(scenario: &mut Scenario, preset: &Preset) -> bool {
    let read = |(key, text)| Some((key, scenario.settings.read(key, text).ok()?));
    let Some((key, value)) = preset.cure.and_then(read) else {
        return false;
    };
    scenario.settings.set(key, value);
    true
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
                cured(tried.fix, tried.toll.as_ref(), &now)
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
        let (before, toll) = self.stage.look(|session| (session.link(), toll(session)));
        let mut link = before.clone();
        link.playhead = None;
        if !cure(&mut link.scenario, preset) {
            return;
        }
        let scenario = link.scenario.clone();
        self.stage.go(link, &[]);
        self.tried.set(Some(Tried {
            fix: preset.fix,
            before,
            toll: Some(toll),
            scenario,
        }));
    }

    /// Knows of a cure again that was tried before the page was loaded, if the run on the page is the one with it. What
    /// had gone wrong before it is not known any more.
    pub fn recall(self, preset: &Preset) {
        let scenario = self.stage.state.scenario().get_untracked();
        if with_cure(preset).is_some_and(|cured| cured == scenario) {
            self.tried.set(Some(Tried {
                fix: preset.fix,
                before: parse(preset.link).0,
                toll: None,
                scenario,
            }));
        }
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

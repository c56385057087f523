//! What is seen, in words: the story's sentence, what a preset is worth watching for, its cure, and what that did.

use leptos::prelude::*;

use super::explain::Glossed;
use super::legend::Legend;
use super::moment::MomentButton;
use super::page_state::PageStateStoreFields;
use super::presets::current;
use super::stage::{Stage, use_stage};
use super::too_short::TooShort;
use crate::consistency::Anomaly;
use crate::scenario::{Key, Link, Preset, Scenario, Story};
use crate::session::Session;
use crate::view::cured::{Wrongs, cured};

/// The lines above the picture.
#[component]
pub fn Caption() -> impl IntoView {
    let stage = use_stage();
    let sentence = Memo::new(move |_| {
        stage.state.scenario().with(|scenario| {
            let settings = &scenario.settings;
            Story::of(settings).sentence(settings)
        })
    });
    view! {
        <div class="said">
            <h1>{sentence}</h1>
            <p class="watch"><Watch/></p>
            <TooShort/>
            <Legend/>
        </div>
    }
}

/// A cure that was tried: what it is, the run before it, and what had gone wrong in that.
#[derive(Clone, PartialEq)]
struct Tried {
    fix: &'static str,
    before: Link,
    wrongs: Wrongs,
    /// The run with it.
    scenario: Scenario,
}

/// What the preset on the page is worth watching for, and what cures it; once that is tried, what it did.
#[component]
fn Watch() -> impl IntoView {
    let stage = use_stage();
    let current = current(stage);
    let tried = RwSignal::new(None::<Tried>);
    let is_tried = Memo::new(move |_| {
        let scenario = stage.state.scenario().get();
        tried.with(|tried| {
            let tried = tried.as_ref();
            tried.is_some_and(|tried| tried.scenario == scenario)
        })
    });
    move || {
        if is_tried.get() {
            return Some(view! { <WhatItDid tried/> }.into_any());
        }
        let preset = current.with(|word| Preset::from_word(word))?;
        let cure = preset.cure.map(|(key, value)| {
            let words = format!("Fix it: {}", preset.fix);
            let fix = move |_| tried.set(try_cure(stage, preset.fix, key, value));
            view! {
                <button type="button" class="button main" on:click=fix>
                    {words}
                </button>
            }
        });
        Some(
            view! {
                <span><Glossed text=preset.watch/> " "</span>
                {cure}
                " "
                <MomentButton preset=preset class="button" words="Show me the moment"/>
            }
            .into_any(),
        )
    }
}

/// What a cure did, and the way back to the run before it.
#[component]
fn WhatItDid(
    /// What was tried.
    tried: RwSignal<Option<Tried>>,
) -> impl IntoView {
    let stage = use_stage();
    let words = Memo::new(move |_| {
        let now = stage.watch(wrongs);
        tried.with(|tried| {
            let tried = tried.as_ref();
            tried.map(|tried| cured(tried.fix, &tried.wrongs, &now))
        })
    });
    let back = move |_| {
        if let Some(tried) = tried.get_untracked() {
            stage.go(tried.before, &[]);
        }
    };
    view! {
        <span>{words} " "</span>
        <button type="button" class="link-button" on:click=back>
            "Back to before the fix"
        </button>
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

/// Runs the same chances again with the cure.
fn try_cure(stage: Stage, fix: &'static str, key: Key, text: &str) -> Option<Tried> {
    let (before, wrongs) = stage.look(|session| (session.link(), wrongs(session)));
    let mut link = before.clone();
    link.playhead = None;
    let value = link.scenario.settings.read(key, text).ok()?;
    link.scenario.settings.set(key, value);
    let scenario = link.scenario.clone();
    stage.go(link, &[]);
    Some(Tried {
        fix,
        before,
        wrongs,
        scenario,
    })
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;
    use leptos::task::tick;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::Caption;
    use crate::scenario::{OPENING, Preset};
    use crate::ui::page_state::PageStateStoreFields;
    use crate::ui::trial::show;

    const MOMENT: &str = ".watch > .button:not(.main)";
    const CURE: &str = ".watch > .main";

    #[test]
    async fn a_preset_says_what_to_watch_and_its_cure_is_one_click_away() {
        let preset = Preset::from_word(OPENING).expect("a preset");
        let page = show(preset.link, || view! { <Caption/> });
        let sentence = page.text("h1");
        assert_ne!(sentence, "");
        assert!(page.text(".watch").starts_with(preset.watch));
        let (key, value) = preset.cure.expect("it has one");
        assert_eq!(page.text(MOMENT), "Show me the moment");
        assert!(page.text(CURE).ends_with(preset.fix));
        page.click(CURE).await;
        let text = page
            .stage
            .state
            .scenario()
            .with_untracked(|scenario| scenario.settings.write(key));
        assert_eq!(text, value);
        let did = page.text(".watch");
        assert!(
            did.starts_with(&format!("Fixed: {}. ", preset.fix)),
            "{did}"
        );
        page.click(".watch button").await;
        tick().await;
        let watch = page.text(".watch");
        assert!(watch.starts_with(preset.watch), "the run before: {watch}");
        page.stage.open_text("v=1&pattern=saga");
        tick().await;
        assert_ne!(page.text("h1"), sentence);
    }
}

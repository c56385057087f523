//! What is seen, in words: the story's sentence, what a preset is worth watching for and its cure, or the first minute
//! in their place.

use leptos::prelude::*;

use super::cure::{Cure, WhatItDid};
use super::explain::Glossed;
use super::first_minute::FirstMinute;
use super::legend::Legend;
use super::minute::Minute;
use super::moment::MomentButton;
use super::page_state::PageStateStoreFields;
use super::presets::current;
use super::stage::use_stage;
use super::too_short::TooShort;
use crate::scenario::{Preset, Story};

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
    let cure = Cure::new(stage);
    // Where a part of the page is shown by itself there is none.
    let minute = use_context::<Minute>();
    let is_guided = move || minute.is_some_and(Minute::is_on);
    let is_led = move || minute.is_some_and(Minute::is_led);
    if let Some(preset) = Minute::preset().filter(|_| untrack(is_guided)) {
        cure.recall(preset);
    }
    view! {
        <div class="said">
            <h1>{sentence}</h1>
            <div class="watching" class:led=is_led class:guided=is_guided>
                <p class="watch"><Watch cure/></p>
                {minute.map(|minute| view! { <FirstMinute minute cure/> })}
            </div>
            <TooShort/>
            <Legend/>
        </div>
    }
}

/// What the preset on the page is worth watching for, and what cures it; once that is tried, what it did.
#[component]
fn Watch(
    /// The cure of the preset.
    cure: Cure,
) -> impl IntoView {
    let stage = use_stage();
    let current = current(stage);
    move || {
        if cure.is_at_work() {
            return Some(view! { <WhatItDid cure/> }.into_any());
        }
        let preset = current.with(|word| Preset::from_word(word))?;
        let fix = preset.cure.map(|_| {
            let words = format!("Fix it: {}", preset.fix);
            view! {
                <button
                    type="button"
                    class="button main"
                    on:click=move |_| cure.apply(preset)
                >
                    {words}
                </button>
            }
        });
        Some(
            view! {
                <span><Glossed text=preset.watch/> " "</span>
                {fix}
                " "
                <MomentButton preset=preset class="button" words="Show me the moment"/>
            }
            .into_any(),
        )
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;
    use leptos::task::tick;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::Caption;
    use crate::patterns::OPENING;
    use crate::scenario::Preset;
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
            did.starts_with(&format!("Trying: {}. ", preset.fix)),
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

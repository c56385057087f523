//! What is seen, in words: the story's sentence, what a preset is worth watching for, and its cure.

use leptos::prelude::*;

use super::legend::Legend;
use super::moment::MomentButton;
use super::page_state::PageStateStoreFields;
use super::presets::current;
use super::stage::{Stage, use_stage};
use super::too_short::TooShort;
use crate::scenario::{Key, Pattern, Preset, Story, find};
use crate::session::Session;

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

/// What the preset on the page is worth watching for, and what cures it.
#[component]
fn Watch() -> impl IntoView {
    let stage = use_stage();
    let current = current(stage);
    move || {
        let preset = current.with(|word| Preset::from_word(word))?;
        let cure = preset.cure.map(|(key, value)| {
            let label = label(stage.state.pattern().get_untracked(), key);
            let words = format!("Try the cure: {label} {value}");
            view! {
                <button
                    type="button"
                    class="link-button"
                    on:click=move |_| try_cure(stage, key, value)
                >
                    {words}
                </button>
            }
        });
        Some(view! {
            <span>{preset.watch} " "</span>
            <MomentButton preset=preset class="link-button" words="Show me the moment"/>
            " "
            {cure}
        })
    }
}

fn label(pattern: Pattern, key: Key) -> &'static str {
    find(pattern, key).map_or(key.word(), |param| param.label)
}

/// Runs the same chances again with the cure.
fn try_cure(stage: Stage, key: Key, text: &str) {
    let mut link = stage.look(Session::link);
    link.playhead = None;
    if let Ok(value) = link.scenario.settings.read(key, text) {
        link.scenario.settings.set(key, value);
        stage.go(link, &[]);
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::Caption;
    use crate::scenario::{OPENING, Preset};
    use crate::ui::page_state::PageStateStoreFields;
    use crate::ui::trial::show;

    const MOMENT: &str = ".watch button:first-of-type";
    const CURE: &str = ".watch button:last-of-type";

    #[test]
    async fn a_preset_says_what_to_watch_and_its_cure_is_one_click_away() {
        let preset = Preset::from_word(OPENING).expect("a preset");
        let page = show(preset.link, || view! { <Caption/> });
        let sentence = page.text("h1");
        assert_ne!(sentence, "");
        assert!(page.text(".watch").starts_with(preset.watch));
        let (key, value) = preset.cure.expect("it has one");
        assert_eq!(page.text(MOMENT), "Show me the moment");
        assert!(page.text(CURE).ends_with(value));
        page.click(CURE).await;
        let text = page
            .stage
            .state
            .scenario()
            .with_untracked(|scenario| scenario.settings.write(key));
        assert_eq!(text, value);
        assert_eq!(page.text(".watch"), "", "what is on the page is no preset");
        page.stage.open_text("v=1&pattern=saga");
        leptos::task::tick().await;
        assert_ne!(page.text("h1"), sentence);
    }
}

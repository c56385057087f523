//! The presets of the pattern that is run.

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;

use super::icon;
use super::menu_keys::{MenuShade, begin, is_open, lead};
use super::page_state::PageStateStoreFields;
use super::stage::{Stage, use_stage};
use crate::scenario::{Preset, presets};

/// The button and its menu.
#[component]
pub fn PresetMenu() -> impl IntoView {
    let stage = use_stage();
    let current = current(stage);
    let menu = NodeRef::<html::Div>::new();
    let is_shown = RwSignal::new(false);
    let follow = move |_| {
        if let Some(menu) = menu.get_untracked() {
            is_shown.set(is_open(&menu));
            if is_shown.get_untracked() {
                begin(&menu);
            }
        }
    };
    let press = move |event: KeyboardEvent| {
        if let Some(menu) = menu.get_untracked() {
            lead(&menu, &event);
        }
    };
    let unfold = move |event: KeyboardEvent| {
        if event.key() == "ArrowDown"
            && let Some(menu) = menu.get_untracked()
        {
            event.prevent_default();
            // Fails only where the browser knows no popovers.
            let _ = menu.show_popover();
        }
    };
    let choose = move |preset: &'static Preset| {
        if let Some(menu) = menu.get_untracked() {
            // Fails only where the browser knows no popovers.
            let _ = menu.hide_popover();
        }
        stage.open_text(preset.link);
    };
    let is_current = move |preset: &Preset| current.with(|word| word == preset.word);
    view! {
        <MenuShade is_open=is_shown/>
        <button
            type="button"
            class="button"
            popovertarget="presets"
            on:keydown=unfold
            inner_html=icon::PRESETS
        ></button>
        <div
            id="presets"
            class="menu"
            popover="auto"
            role="group"
            aria-label="Presets"
            node_ref=menu
            on:toggle=follow
            on:keydown=press
        >
            <For
                each=move || presets(stage.state.pattern().get())
                key=|preset| preset.word
                let:preset
            >
                <button
                    type="button"
                    aria-current=move || is_current(preset).then_some("true")
                    on:click=move |_| choose(preset)
                >
                    <b>{preset.title}</b>
                    <span>{preset.watch}</span>
                </button>
            </For>
        </div>
    }
}

/// The word of the preset whose scenario is on the page, untouched; empty if there is none.
pub fn current(stage: Stage) -> Memo<String> {
    Memo::new(move |_| {
        stage.state.scenario().track();
        let preset = stage.look(|session| Preset::of(session.scenario()));
        preset.map_or("", |preset| preset.word).to_owned()
    })
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;
    use leptos::task::tick;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::PresetMenu;
    use crate::scenario::{Pattern, first_link, presets};
    use crate::ui::trial::show;

    const CURRENT: &str = "#presets [aria-current=true] b";

    #[test]
    async fn the_one_on_the_page_is_marked_and_another_is_opened() {
        let saga = presets(Pattern::Saga);
        let page = show(saga[0].link, || view! { <PresetMenu/> });
        assert_eq!(page.count("#presets button"), saga.len() as u32);
        assert_eq!(page.text(CURRENT), saga[0].title);
        page.click("#presets button:nth-of-type(3)").await;
        assert_eq!(
            (page.count(CURRENT), page.text(CURRENT).as_str()),
            (1, saga[2].title)
        );
        page.stage.open_text("v=1&pattern=saga&seed=99");
        tick().await;
        assert_eq!(page.count(CURRENT), 0, "no preset is this run");
    }

    #[test]
    async fn they_are_those_of_the_pattern() {
        let page = show(first_link(Pattern::Saga), || view! { <PresetMenu/> });
        page.stage.open_text(first_link(Pattern::Cqrs));
        tick().await;
        let cqrs = presets(Pattern::Cqrs);
        assert_eq!(page.count("#presets button"), cqrs.len() as u32);
        assert_eq!(page.text("#presets button b"), cqrs[0].title);
    }
}

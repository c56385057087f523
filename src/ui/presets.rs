//! The presets, those of the pattern that is run before the others.

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;

use super::icon;
use super::menu_keys::{MenuShade, begin, is_open, lead};
use super::moment::MomentButton;
use super::page_state::PageStateStoreFields;
use super::stage::{Stage, use_stage};
use crate::scenario::{Pattern, Preset, presets};

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
    let close = move || {
        if let Some(menu) = menu.get_untracked() {
            // Fails only where the browser knows no popovers.
            let _ = menu.hide_popover();
        }
    };
    // Those of the pattern on the page come first.
    let patterns = move || {
        let here = stage.state.pattern().get();
        let others = Pattern::ALL.iter().copied();
        let others = others.filter(move |pattern| *pattern != here);
        std::iter::once(here).chain(others)
    };
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
            <For each=patterns key=|pattern| pattern.word() let:pattern>
                <section>
                    <p class="menu-head">{pattern.label()}</p>
                    {presets(pattern)
                        .iter()
                        .map(|preset| view! { <Entry preset=preset current=current close=close/> })
                        .collect_view()}
                </section>
            </For>
        </div>
    }
}

/// One of them: it is opened, or its moment is.
#[component]
fn Entry<C: Fn() + Copy + Send + Sync + 'static>(
    /// Which one.
    preset: &'static Preset,
    /// The word of the one that is on the page.
    current: Memo<String>,
    /// Closes the menu.
    close: C,
) -> impl IntoView {
    let stage = use_stage();
    let is_current = move || current.with(|word| word == preset.word);
    let open = move |_| {
        close();
        stage.open_text(preset.link);
    };
    view! {
        <div class="preset">
            <button
                type="button"
                aria-current=move || is_current().then_some("true")
                on:click=open
            >
                <b>{preset.title}</b>
                <span>{preset.watch}</span>
            </button>
            <MomentButton
                preset=preset
                class="button moment"
                words="Moment"
                then=UnsyncCallback::new(move |()| close())
            />
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
    use crate::patterns::all_presets;
    use crate::scenario::{Pattern, first_link, presets};
    use crate::ui::page_state::{Awaited, PageStateStoreFields};
    use crate::ui::trial::show;

    const CURRENT: &str = "#presets [aria-current=true] b";

    #[test]
    async fn the_one_on_the_page_is_marked_and_another_is_opened() {
        let saga = presets(Pattern::SAGA);
        let page = show(saga[0].link, || view! { <PresetMenu/> });
        assert_eq!(page.count("#presets section"), Pattern::ALL.len() as u32);
        assert_eq!(page.text(CURRENT), saga[0].title);
        page.click("#presets .preset:nth-of-type(3) button").await;
        assert_eq!(
            (page.count(CURRENT), page.text(CURRENT).as_str()),
            (1, saga[2].title)
        );
        page.stage.open_text("v=1&pattern=saga&seed=99");
        tick().await;
        assert_eq!(page.count(CURRENT), 0, "no preset is this run");
    }

    #[test]
    async fn those_of_the_pattern_come_first_and_each_leads_to_its_moment() {
        let page = show(first_link(Pattern::SAGA), || view! { <PresetMenu/> });
        page.stage.open_text(first_link(Pattern::CQRS));
        tick().await;
        let cqrs = presets(Pattern::CQRS);
        let first = "#presets section:first-of-type";
        assert_eq!(page.count(&format!("{first} .preset")), cqrs.len() as u32);
        assert_eq!(page.text("#presets .preset b"), cqrs[0].title);
        let all = all_presets().count() as u32;
        assert_eq!(page.count("#presets .moment"), all);
        page.click("#presets section:nth-of-type(2) .preset:nth-of-type(2) .moment")
            .await;
        let awaited = page.stage.state.awaited().get_untracked();
        assert_eq!(awaited, Some(Awaited::Moment("lost-event")));
        assert_eq!(
            page.stage.state.pattern().get_untracked(),
            Pattern::EVENT_BASED
        );
    }
}

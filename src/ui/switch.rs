//! From one pattern to another on the page: where a person does so, what comes along, and that it is said.

use leptos::ev::MouseEvent;
use leptos::prelude::*;
use web_sys::Event;

use super::page_state::PageStateStoreFields;
use super::stage::{Stage, use_stage};
use crate::scenario::{Link, Pattern, Preset, find, first_link, settings_for, write};

/// The patterns side by side.
#[component]
pub fn PatternTabs() -> impl IntoView {
    view! {
        <nav class="patterns" aria-label="Patterns">
            {Pattern::ALL
                .iter()
                .map(|pattern| view! { <PatternTab pattern=*pattern/> })
                .collect_view()}
        </nav>
    }
}

/// One of them, a link to the run to which it switches.
#[component]
fn PatternTab(
    /// Which one.
    pattern: Pattern,
) -> impl IntoView {
    let stage = use_stage();
    let is_current = move || stage.state.pattern().get() == pattern;
    let follow = move |click: MouseEvent| {
        if !opens_elsewhere(&click) {
            click.prevent_default();
            stage.switch(pattern);
        }
    };
    view! {
        <a
            href=move || format!("#{}", stage.link_to(pattern))
            aria-current=move || is_current().then_some("page")
            on:click=follow
        >
            {pattern.label()}
        </a>
    }
}

/// Whether a click asks for a link to be opened in another tab or window.
fn opens_elsewhere(click: &MouseEvent) -> bool {
    click.ctrl_key() || click.meta_key() || click.shift_key() || click.alt_key()
}

/// The patterns for where there is little room.
#[component]
pub fn PatternMenu() -> impl IntoView {
    let stage = use_stage();
    let choose = move |event: Event| {
        if let Some(pattern) = Pattern::from_word(&event_target_value(&event)) {
            stage.switch(pattern);
        }
    };
    // A menu takes no value before its options are there, so they say which of them it is.
    let option = move |pattern: Pattern| {
        let is_current = move || stage.state.pattern().get() == pattern;
        view! { <option value=pattern.word() prop:selected=is_current>{pattern.label()}</option> }
    };
    view! {
        <select class="select patterns-menu" aria-label="Pattern" on:change=choose>
            {Pattern::ALL.iter().map(|pattern| option(*pattern)).collect_view()}
        </select>
    }
}

impl Stage {
    /// Goes to a pattern: with the load and the settings that it has too, or to its first preset from a preset
    /// that nobody has touched. Says what came along.
    pub fn switch(self, pattern: Pattern) {
        let Some((link, taken)) = self.taken_along(pattern) else {
            return self.open_text(first_link(pattern));
        };
        self.go(link, &[]);
        if !taken.is_empty() {
            let taken = taken.join(", ");
            self.tell(format!("Taken along to {}: {taken}.", pattern.label()));
        }
    }

    /// The link to which [`Self::switch`] goes. Reactive.
    pub fn link_to(self, pattern: Pattern) -> String {
        self.state.scenario().track();
        let taken = self.taken_along(pattern);
        taken.map_or_else(|| first_link(pattern).to_owned(), |(link, _)| write(&link))
    }

    /// A run of a pattern with what it has of the settings in common, and what that is in words; none if it is
    /// one of that pattern already, or of a preset.
    fn taken_along(self, pattern: Pattern) -> Option<(Link, Vec<String>)> {
        self.look(|session| {
            let scenario = session.scenario();
            let is_there = scenario.settings.pattern() == pattern;
            if is_there || Preset::of(scenario).is_some() {
                return None;
            }
            let (settings, taken) = settings_for(session.settings(), pattern);
            let words = taken.iter().filter_map(|key| {
                let param = find(pattern, *key)?;
                Some(format!(
                    "{} {}",
                    param.label.to_lowercase(),
                    settings.write(*key)
                ))
            });
            let words = words.collect();
            let mut link = Link::defaults(pattern);
            link.scenario.settings = settings;
            Some((link, words))
        })
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;
    use leptos::task::tick;
    use wasm_bindgen::JsCast;
    use wasm_bindgen::prelude::Closure;
    use wasm_bindgen_test::wasm_bindgen_test as test;
    use web_sys::{HtmlSelectElement, MouseEvent};

    use super::{PatternMenu, PatternTabs};
    use crate::ui::page_state::PageStateStoreFields;
    use crate::ui::trial::{Trial, show};

    const CURRENT: &str = "a[aria-current=page]";

    /// Clicks a tab, and gives whether the browser is left to follow the link. It never does.
    async fn click(page: &Trial, selector: &str, with_ctrl: bool) -> bool {
        let left = RwSignal::new(false);
        let around = Closure::<dyn Fn(MouseEvent)>::new(move |event: MouseEvent| {
            left.set(!event.default_prevented());
            event.prevent_default();
        });
        let nav = page.find("nav");
        nav.set_onclick(Some(around.as_ref().unchecked_ref()));
        let event = MouseEvent::new("click").expect("an event");
        event.init_mouse_event_with_can_bubble_arg_and_cancelable_arg_and_view_arg_and_detail_arg_and_screen_x_arg_and_screen_y_arg_and_client_x_arg_and_client_y_arg_and_ctrl_key_arg(
            "click", true, true, None, 1, 0, 0, 0, 0, with_ctrl,
        );
        let _ = page.find(selector).dispatch_event(&event);
        nav.set_onclick(None);
        tick().await;
        left.get_untracked()
    }

    #[test]
    async fn a_plain_click_switches_and_one_with_ctrl_leaves_the_link_to_the_browser() {
        let page = show("v=1&pattern=saga&seed=27", || view! { <PatternTabs/> });
        assert_eq!((page.count("a"), page.text(CURRENT).as_str()), (4, "Saga"));
        let cqrs = "a:nth-of-type(4)";
        assert!(click(&page, cqrs, true).await);
        assert_eq!(page.text(CURRENT), "Saga");
        assert!(!click(&page, cqrs, false).await);
        assert_eq!(
            (page.count(CURRENT), page.text(CURRENT).as_str()),
            (1, "CQRS")
        );
    }

    #[test]
    async fn a_tab_links_to_what_it_takes_along() {
        let link = "v=1&pattern=event-based&seed=7&latency=80ms";
        let page = show(link, || view! { <PatternTabs/> });
        let saga = page
            .attribute("a:nth-of-type(3)", "href")
            .unwrap_or_default();
        assert!(
            saga.contains("pattern=saga") && saga.contains("latency=80ms"),
            "{saga}"
        );
        assert!(!click(&page, "a:nth-of-type(3)", false).await);
        let told = page.stage.state.notices().get_untracked();
        assert_eq!(told.len(), 1, "what came along is said");
    }

    #[test]
    async fn the_menu_has_the_pattern_of_the_run_and_switches() {
        let page = show("v=1&pattern=saga&seed=27", || view! { <PatternMenu/> });
        let menu: HtmlSelectElement = page.find("select").unchecked_into();
        assert_eq!(menu.value(), "saga");
        menu.set_value("cqrs");
        page.fire("select", "change").await;
        let pattern = page.stage.state.pattern().get_untracked();
        assert_eq!((pattern.word(), menu.value().as_str()), ("cqrs", "cqrs"));
        page.stage.open_text("v=1&pattern=background-sync");
        tick().await;
        assert_eq!(menu.value(), "background-sync");
    }
}

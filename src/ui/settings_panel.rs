//! The settings: those that a person needs first, and all others behind a fold.

use leptos::html;
use leptos::prelude::*;

use super::controls::Control;
use super::page_state::PageStateStoreFields;
use super::settings_search::{NothingFound, SearchField, Sought};
use super::stage::use_stage;
use super::turns::InTurn;
use crate::patterns::parse;
use crate::scenario::{Group, Link, Param, Pattern, Settings, Shown, groups, params};

/// The parameters of a pattern in one of the panel's sections, in their order.
fn members(pattern: Pattern, group: Group, shown: Shown) -> Vec<&'static Param> {
    params(pattern)
        .iter()
        .filter(|param| param.group == group && param.shown == shown)
        .collect()
}

/// What the fold is called.
fn fold_words(settings: &Settings) -> String {
    let changed = params(settings.pattern())
        .iter()
        .filter(|param| param.shown == Shown::All && !settings.is_default(param.key))
        .count();
    if changed == 0 {
        "All settings".to_owned()
    } else {
        format!("All settings · {changed} changed")
    }
}

/// The panel's content, made anew for another pattern.
#[component]
pub fn SettingsPanel() -> impl IntoView {
    let pattern = use_stage().state.pattern();
    view! {
        <For each=move || [pattern.get()] key=|pattern| pattern.word() let:pattern>
            <PatternSettings pattern/>
        </For>
    }
}

/// The settings of a pattern.
#[component]
fn PatternSettings(
    /// The pattern.
    pattern: Pattern,
) -> impl IntoView {
    let scenario = use_stage().state.scenario();
    let fold = Memo::new(move |_| scenario.with(|scenario| fold_words(&scenario.settings)));
    let sought = Sought::new(pattern);
    let details = NodeRef::<html::Details>::new();
    // What is looked for may lie behind the fold; afterwards that is as it was.
    let was_open = StoredValue::new(false);
    Effect::new(move |last: Option<bool>| {
        let is_sought = sought.is_any();
        if let Some(details) = details.get().filter(|_| last.unwrap_or(false) != is_sought) {
            if is_sought {
                was_open.set_value(details.open());
            }
            details.set_open(is_sought || was_open.get_value());
        }
        is_sought
    });
    view! {
        <h2 class="unseen">"Settings"</h2>
        <SearchField sought/>
        <Groups pattern shown=Shown::First sought/>
        <details class="more" node_ref=details>
            <summary hidden=move || sought.is_any()>{fold}</summary>
            <Groups pattern shown=Shown::All sought/>
        </details>
        <NothingFound sought/>
        <div class="settings-foot">
            <ResetAll pattern/>
        </div>
    }
}

/// The settings of a pattern that are shown first, or those behind the fold.
#[component]
fn Groups(
    /// The pattern.
    pattern: Pattern,
    /// Which of them.
    shown: Shown,
    /// What is looked for: all else is hidden.
    sought: Sought,
) -> impl IntoView {
    let groups = groups(pattern).filter_map(|group| {
        let members = members(pattern, group, shown);
        let sought_among = members.clone();
        let is_hidden = move || !sought_among.iter().any(|param| sought.finds(param));
        (!members.is_empty()).then(|| {
            view! {
                <InTurn>
                    <section class="group" hidden=is_hidden.clone()>
                        <h3 class="head">{group.label}</h3>
                        {members
                            .iter()
                            .map(|param| {
                                let param = *param;
                                view! {
                                    <div hidden=move || !sought.finds(param)>
                                        <Control param/>
                                    </div>
                                }
                            })
                            .collect_view()}
                    </section>
                </InTurn>
            }
        })
    });
    groups.collect_view()
}

/// The button that goes back to the preset that the run comes from, or to the defaults of its pattern.
#[component]
fn ResetAll(
    /// The pattern.
    pattern: Pattern,
) -> impl IntoView {
    let stage = use_stage();
    let origin = Memo::new(move |_| {
        let preset = stage.state.preset().get();
        let preset = preset.map(|preset| parse(preset.link).0);
        preset.unwrap_or_else(|| Link::defaults(pattern))
    });
    let untouched = Memo::new(move |_| {
        let scenario = stage.state.scenario();
        origin.with(|origin| scenario.with(|scenario| *scenario == origin.scenario))
    });
    let title = move || match stage.state.preset().get() {
        Some(preset) => format!("Back to the preset “{}”", preset.title),
        None => "Back to the defaults".to_owned(),
    };
    let reset = move |_| {
        if !untouched.get_untracked() {
            stage.go(origin.get_untracked(), &[]);
        }
    };
    view! {
        <button
            type="button"
            class="button"
            title=title
            aria-disabled=move || untouched.get().then_some("true")
            on:click=reset
        >
            "Reset all"
        </button>
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;
    use leptos::task::tick;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::SettingsPanel;
    use crate::patterns::parse;
    use crate::scenario::{Key, Pattern, Preset, Value, first_link, params, presets};
    use crate::session::Step;
    use crate::ui::trial::{Trial, show};

    fn open(page: &Trial, link: &str) {
        let (link, problems) = parse(link);
        page.stage.open(link, &problems, Step::New);
    }

    #[test]
    async fn every_parameter_of_every_pattern_has_its_control() {
        let page = show(
            first_link(Pattern::EVENT_BASED),
            || view! { <SettingsPanel/> },
        );
        for pattern in Pattern::ALL {
            open(&page, &format!("v=1&pattern={}", pattern.word()));
            tick().await;
            let count = page.count(".group > div > .control");
            assert_eq!(
                count as usize,
                params(*pattern).len(),
                "{}",
                pattern.label()
            );
            let named = page.texts(".control .help");
            assert!(
                params(*pattern)
                    .iter()
                    .all(|p| named.iter().any(|help| help == p.short))
            );
        }
    }

    #[test]
    async fn another_pattern_has_a_panel_of_its_own_and_another_run_the_same() {
        let page = show("v=1&pattern=event-based", || view! { <SettingsPanel/> });
        page.click(".more > summary").await;
        page.find("#writes").focus().expect("it takes it");
        page.type_in("#writes", "nothing").await;
        open(&page, "v=1&pattern=event-based&writes=9");
        tick().await;
        assert_eq!(page.count("details[open]"), 1);
        open(&page, "v=1&pattern=cqrs");
        tick().await;
        assert_eq!(page.count("details[open]"), 0);
        assert_eq!(page.count(".trouble:not([hidden])"), 0);
    }

    #[test]
    async fn what_is_looked_for_is_shown_wherever_it_lies_and_counted() {
        let page = show("v=1&pattern=event-based", || view! { <SettingsPanel/> });
        let shown = |page: &Trial| {
            let labels = page.texts(".group:not([hidden]) > div:not([hidden]) .word");
            labels.join(", ")
        };
        let all = params(Pattern::EVENT_BASED).len();
        page.enter(".find input", "outbox", "input").await;
        tick().await;
        assert_eq!(shown(&page), "Outbox, Crash between, Outbox poll");
        assert_eq!(
            page.text(".find [role=status]"),
            format!("3 of {all} settings")
        );
        assert_eq!(page.count("details[open]"), 1);
        page.press(".find input", "Escape").await;
        tick().await;
        assert_eq!(page.value(".find input").await, "");
        assert_eq!(page.text(".find [role=status]"), "");
        assert_eq!(page.count("details[open], .group div[hidden]"), 0);
        page.click(".more > summary").await;
        page.enter(".find input", "xyzzy", "input").await;
        tick().await;
        assert_eq!(shown(&page), "");
        assert!(page.text(".nothing").contains("“xyzzy”"));
        page.click(".nothing button").await;
        tick().await;
        assert_eq!(page.count("details[open]"), 1, "as it was before");
        assert_eq!(page.count(".nothing:not([hidden]), .group[hidden]"), 0);
        assert!(page.has_focus(".find input"));
    }

    #[test]
    async fn what_was_typed_is_still_there_after_a_search() {
        let page = show("v=1&pattern=event-based", || view! { <SettingsPanel/> });
        page.type_in("#writes", "nothing").await;
        page.enter(".find input", "outbox", "input").await;
        page.press(".find input", "Escape").await;
        assert_eq!(page.value("#writes").await, "nothing");
    }

    #[test]
    async fn what_is_changed_behind_the_fold_is_counted_and_all_of_it_goes_back() {
        let page = show(
            "v=1&pattern=event-based&skew=1",
            || view! { <SettingsPanel/> },
        );
        assert_eq!(page.text(".more > summary"), "All settings · 1 changed");
        let disabled = |page: &Trial| page.attribute(".settings-foot button", "aria-disabled");
        assert_eq!(disabled(&page), None);
        page.click(".settings-foot button").await;
        assert_eq!(page.text(".more > summary"), "All settings");
        assert_eq!(disabled(&page).as_deref(), Some("true"));
        assert_eq!(page.stage.text(Key::SKEW), "0");
    }

    #[test]
    async fn all_of_a_preset_goes_back_to_it() {
        let preset = &presets(Pattern::SAGA)[3];
        let page = show(preset.link, || view! { <SettingsPanel/> });
        let foot = ".settings-foot button";
        assert_eq!(
            page.attribute(foot, "aria-disabled").as_deref(),
            Some("true")
        );
        let title = page.attribute(foot, "title").unwrap_or_default();
        assert!(title.contains(preset.title), "{title}");
        page.stage.set(Key::SEED, Value::Count(4_321), 1);
        tick().await;
        assert_eq!(page.attribute(foot, "aria-disabled"), None);
        page.click(foot).await;
        assert_eq!(
            page.attribute(foot, "aria-disabled").as_deref(),
            Some("true")
        );
        let scenario = page.stage.look(|session| session.scenario().clone());
        assert_eq!(Preset::of(&scenario), Some(preset));
    }
}

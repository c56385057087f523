//! The settings: those that a person needs first, and all others behind a fold.

use crate::ui::live::live;
use leptos::prelude::*;

use super::controls::control;
use super::stage::Stage;
use crate::scenario::{Group, Link, Param, Shown, params};
use crate::ui::address::Write;

/// The panel's content.
pub fn settings_panel(stage: Stage) -> AnyView {
    let pattern = stage.look(|session| session.scenario().settings.pattern());
    let first = groups(stage, params(pattern), Shown::First);
    let rest = groups(stage, params(pattern), Shown::All);
    let changed = Memo::new(move |_| {
        stage.settings.track();
        stage.look(|session| {
            let settings = &session.scenario().settings;
            let hidden = |param: &&Param| param.shown == Shown::All;
            params(pattern)
                .iter()
                .filter(hidden)
                .filter(|p| !settings.is_default(p.key))
                .count()
        })
    });
    let untouched = Memo::new(move |_| {
        stage.settings.track();
        stage.look(|session| *session.scenario() == Link::defaults(pattern).scenario)
    });
    let changed_words = live(move || match changed.get() {
        0 => String::new(),
        count => format!(" · {count} changed"),
    });
    view! {
        <h2 class="unseen">"Settings"</h2>
        {first}
        <details class="more">
            <summary>
                "All settings"
                {changed_words}
            </summary>
            {rest}
        </details>
        <div class="settings-foot">
            <button
                class="button"
                type="button"
                disabled=live(move || untouched.get())
                on:click=move |_| stage.open(Link::defaults(pattern), &[], Write::Push)
            >
                "Reset all"
            </button>
        </div>
    }
    .into_any()
}

fn groups(stage: Stage, params: &'static [Param], shown: Shown) -> AnyView {
    Group::ALL
        .iter()
        .filter_map(|group| {
            let mut here = params
                .iter()
                .filter(|param| param.group == *group && param.shown == shown)
                .peekable();
            here.peek()?;
            let controls = here.map(|param| control(stage, param)).collect_view();
            Some(
                view! {
                    <section class="group">
                        <h3 class="head">{group.label()}</h3>
                        {controls}
                    </section>
                }
                .into_any(),
            )
        })
        .collect_view()
        .into_any()
}

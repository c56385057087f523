//! Lists that grow at their head and do not move under whoever reads them.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::page_state::{PageStateStoreFields, Readout};
use super::stage::Stage;

/// A row of a list as it stands now: `found` looks for it in the list. Of one that is not in the list any
/// more it is what stood there last.
pub fn row<T>(first: T, found: impl Fn() -> Option<T> + Send + Sync + 'static) -> Memo<T>
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    Memo::new(move |last: Option<&T>| {
        let now = found();
        now.unwrap_or_else(|| last.unwrap_or(&first).clone())
    })
}

/// Whether somebody reads a list while the run goes on: what came in above would move what they read.
pub fn is_read(stage: Stage, list: NodeRef<html::Ol>) -> bool {
    let runs = stage.state.readout().with_untracked(Readout::runs);
    let list = list.get_untracked().filter(|_| runs);
    list.is_some_and(|list| {
        [":hover", ":focus-within"]
            .iter()
            .any(|state| list.matches(state).unwrap_or(false))
    })
}

/// Called before the rows of a list change: the one that has the focus has it after that, if it is still
/// there. A row loses it where it is moved in the page, even to where it stood among its neighbours.
pub fn keep_focus(list: NodeRef<html::Ol>) {
    let focused = document().active_element();
    let within = list.get_untracked().zip(focused);
    let Some((_, focused)) = within.filter(|(list, one)| list.contains(Some(one))) else {
        return;
    };
    let focused: HtmlElement = focused.unchecked_into();
    queue_microtask(move || {
        let has_it = document().active_element().as_ref() == Some(focused.as_ref());
        if focused.is_connected() && !has_it {
            let _ = focused.focus();
        }
    });
}

/// Says that newer rows wait, below the list: above it that would move it.
#[component]
pub fn Waiting(
    /// What waits, such as "2 newer ones wait"; empty while nothing does.
    #[prop(into)]
    what: Signal<String>,
) -> impl IntoView {
    view! {
        <p class="nothing waiting" hidden=move || what.with(String::is_empty)>
            {move || what.with(|what| (!what.is_empty()).then(|| format!("{what} while you read")))}
        </p>
    }
}

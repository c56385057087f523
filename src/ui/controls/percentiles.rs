//! The dialog that turns pasted percentiles into a law.

use leptos::prelude::*;
use web_sys::Event;

use super::slot::Slot;
use crate::scenario::write_number;
use crate::show::percentiles::{Points, law, read};
use crate::show::units;
use crate::ui::dialog::Dialog;

fn words_of(points: &Points) -> String {
    let words: Vec<String> = points
        .iter()
        .map(|(percent, span)| format!("p{} {}", write_number(*percent), units::duration(*span)))
        .collect();
    words.join(" · ")
}

/// The dialog for a law.
#[component]
pub fn PercentilesDialog(
    /// Where the law is kept.
    #[prop(name = "of")]
    slot: Slot,
    /// Whether it is open; closing it says so here.
    open: RwSignal<bool>,
) -> impl IntoView {
    // What was pasted stays for the next time, and what was said of it.
    let pasted = RwSignal::new(String::new());
    let refused = RwSignal::new(None);
    view! {
        <Dialog title="Paste percentiles" open>
            <Pasting of=slot open pasted refused/>
        </Dialog>
    }
}

/// The field to paste into, what is found in it, and what to do with it.
#[component]
fn Pasting(
    /// Where the law is kept.
    #[prop(name = "of")]
    slot: Slot,
    /// Whether the dialog is open.
    open: RwSignal<bool>,
    /// What was pasted.
    pasted: RwSignal<String>,
    /// Why it could not be used, if it could not.
    refused: RwSignal<Option<String>>,
) -> impl IntoView {
    let points = Memo::new(move |_| pasted.with(|text| read(text)));
    let paste = move |event: Event| {
        refused.set(None);
        pasted.set(event_target_value(&event));
    };
    let apply = move |_| {
        let Ok(points) = points.get_untracked() else {
            return;
        };
        match slot.put(&law(&points)) {
            Ok(()) => {
                slot.release();
                open.set(false);
            }
            Err(expected) => refused.set(Some(format!("Expected {expected}."))),
        }
    };
    let found = move || {
        refused.get().unwrap_or_else(|| {
            points.with(|points| match points {
                Ok(points) => words_of(points),
                Err(message) => message.clone(),
            })
        })
    };
    let is_wrong = move || {
        let is_empty = pasted.with(|text| text.trim().is_empty());
        refused.with(Option::is_some) || !is_empty && points.with(Result::is_err)
    };
    view! {
        <p>
            "From a dashboard, a log or a sheet: percentiles with their times. Without a unit, \
             times are milliseconds."
        </p>
        <textarea
            class="text-field"
            aria-label="Percentiles"
            aria-describedby=slot.id("-found")
            placeholder="p50 12 ms, p95 40 ms, p99 120 ms"
            spellcheck="false"
            autofocus
            prop:value=pasted.get_untracked()
            on:input=paste
        ></textarea>
        <p class="source" class:trouble=is_wrong id=slot.id("-found") role="status">{found}</p>
        <div class="acts">
            <button type="button" class="button" on:click=move |_| open.set(false)>
                "Cancel"
            </button>
            <button
                type="button"
                class="button main"
                disabled=move || points.with(Result::is_err)
                on:click=apply
            >
                "Use as distribution"
            </button>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;
    use leptos::task::tick;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::PercentilesDialog;
    use crate::scenario::{Key, Pattern, find};
    use crate::ui::controls::slot::Slot;
    use crate::ui::trial::show;

    #[test]
    async fn what_is_pasted_is_read_and_used() {
        let open = RwSignal::new(false);
        let page = show("v=1&pattern=event-based", move || {
            let param = find(Pattern::EVENT_BASED, Key::LATENCY).expect("it is one of them");
            view! { <PercentilesDialog of=Slot::new(param) open/> }
        });
        open.set(true);
        tick().await;
        tick().await;
        let focused = || {
            let element = document().active_element();
            element.map(|element| element.tag_name())
        };
        assert_eq!(focused().as_deref(), Some("TEXTAREA"), "one pastes at once");
        assert_eq!(page.count(".source.trouble"), 0, "nothing is wrong yet");
        page.enter("textarea", "as fast as ever", "input").await;
        assert_eq!(page.count(".source.trouble"), 1);
        assert_eq!(page.attribute(".main", "disabled").as_deref(), Some(""));
        page.enter("textarea", "p50 12, p99 120", "input").await;
        assert_eq!(page.text(".source"), "p50 12 ms · p99 120 ms");
        page.click(".main").await;
        assert!(!open.get_untracked());
        let law = page.stage.text(Key::LATENCY);
        assert_eq!(law, "quantiles:50=12ms,99=120ms");
        open.set(true);
        tick().await;
        tick().await;
        assert_eq!(focused().as_deref(), Some("TEXTAREA"));
        assert_eq!(
            page.value("textarea").await,
            "p50 12, p99 120",
            "it is still there"
        );
    }
}

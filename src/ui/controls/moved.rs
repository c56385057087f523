//! What a control says while its value is not that of the start: since when, and the ways back.

use leptos::ev::MouseEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::slot::Slot;
use crate::scenario::{Edit, Effect, Listed};
use crate::show::units;

/// The line under a control whose value was moved under way; nothing while it was not.
#[component]
pub fn Moved(
    /// The value that may have been moved.
    #[prop(name = "of")]
    slot: Slot,
) -> impl IntoView {
    let key = slot.param.key;
    if slot.param.effect == Effect::Restart {
        return ().into_any();
    }
    let stage = slot.stage;
    let act = Memo::new(move |_| stage.watch(|session| session.moved(key).cloned()));
    let since = move || act.with(|act| act.as_ref().map(|act| units::duration(act.at)));
    let edit = move |click: &MouseEvent, edit: &Edit| {
        let Some(act) = act.get_untracked() else {
            return;
        };
        let is_off = false;
        stage.edit(&Listed { act, is_off }, edit);
        keep_in(click);
    };
    view! {
        <Show when=move || act.with(Option::is_some)>
            <p class="moved">
                <span>{move || since().map(|since| format!("from {since} on"))}</span>
                <button
                    type="button"
                    class="link-button"
                    title="Take this move back: what was before goes on"
                    aria-label=format!("Take back the move of {}", slot.param.label)
                    on:click=move |click| edit(&click, &Edit::Delete)
                >
                    "Take back"
                </button>
                <button
                    type="button"
                    class="link-button"
                    title="Make it so from the start of the run"
                    aria-label=format!("Make {} so from the start", slot.param.label)
                    on:click=move |click| edit(&click, &Edit::FromTheStart)
                >
                    "From the start"
                </button>
            </p>
        </Show>
    }
    .into_any()
}

/// The button goes with what it took back: the focus stays in its control.
fn keep_in(click: &MouseEvent) {
    let pressed = click
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    let control = pressed.and_then(|pressed| pressed.closest(".control").ok().flatten());
    let Some(control) = control else {
        return;
    };
    request_animation_frame(move || {
        let body = document().body().map(Element::from);
        let is_lost = document()
            .active_element()
            .is_none_or(|focused| Some(focused) == body);
        let first = control.query_selector("input, select, .switch");
        if let (true, Ok(Some(first))) = (is_lost, first) {
            let _ = first.unchecked_into::<HtmlElement>().focus();
        }
    });
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;
    use leptos::task::tick;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use crate::facts::time::SECOND;
    use crate::scenario::{Key, Pattern, param, write};
    use crate::session::Session;
    use crate::ui::controls::Control;
    use crate::ui::trial::{Trial, next_frame, show};

    const LINK: &str = "v=1&pattern=event-based&do=2s:set:loss=0.5;4s:set:loss=0.1";

    async fn loss(link: &str) -> Trial {
        let page = show(link, || {
            let param = param(Pattern::EVENT_BASED, Key::LOSS);
            view! { <Control param/> }
        });
        page.stage.act(Session::pause);
        tick().await;
        page
    }

    async fn pressed(page: &Trial, button: u32) -> String {
        let button = format!(".moved button:nth-of-type({button})");
        page.find(&button).focus().expect("it takes it");
        page.click(&button).await;
        next_frame().await;
        let focused = document().active_element();
        let focused = focused.and_then(|one| one.closest(".control").ok().flatten());
        assert!(focused.is_some(), "the focus stays in the control");
        page.reach(5 * SECOND).await;
        page.stage.look(|session| {
            let mut link = session.link();
            (link.playhead, link.check) = (None, None);
            write(&link)
        })
    }

    #[test]
    async fn a_moved_value_says_since_when_and_has_ways_back() {
        let page = loss(LINK).await;
        assert_eq!(page.count(".moved"), 0);
        page.reach(3 * SECOND).await;
        assert_eq!(page.text(".moved span"), "from 2 s on");
        page.reach(5 * SECOND).await;
        assert_eq!(page.text(".moved span"), "from 4 s on");
        assert_eq!(
            pressed(&page, 1).await,
            "v=1&pattern=event-based&do=2s:set:loss=0.5"
        );
        assert_eq!(page.text(".moved span"), "from 2 s on");
        assert_eq!(pressed(&page, 2).await, "v=1&pattern=event-based&loss=0.5");
        assert_eq!(page.count(".moved"), 0);
    }
}

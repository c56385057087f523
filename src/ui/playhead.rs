//! The playhead as a slider: for the keyboard, and for who cannot see where it stands.

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;

use super::page_state::{PageStateStoreFields, ReadoutStoreFields};
use super::scrub::{CLOSER, Scrub};
use super::stage::use_stage;
use crate::facts::time::{Micros, SECOND};
use crate::scenario::write_number;
use crate::show::charts::rail;
use crate::show::units;

/// So many steps of an arrow key are one of a page key.
const PAGE: Micros = 10;

/// The slider, which lies over the handle that is drawn on the timeline. A pointer goes through it to that.
#[component]
pub fn Playhead(
    /// What a hand does on the timeline.
    scrub: Scrub,
    /// Where it is.
    node_ref: NodeRef<html::Div>,
) -> impl IntoView {
    let stage = use_stage();
    let readout = stage.state.readout();
    let at = Memo::new(move |_| scrub.aimed_at());
    let length = Memo::new(move |_| {
        readout.duration().track();
        readout.now().track();
        scrub.length()
    });
    let seconds = |at: Micros| write_number(at as f64 / SECOND as f64);
    let words = move || units::instant_of(at.get(), length.get());
    let style = move || {
        let place = rail::place_of(scrub.span().share(at.get()), scrub.scale());
        format!("left:{place}")
    };
    let press = move |event: KeyboardEvent| {
        scrub.by_key();
        let (at, step) = (at.get_untracked(), untrack(|| scrub.span()).step());
        let earlier = |steps: Micros| scrub.seek(at.saturating_sub(steps * step));
        let later = |steps: Micros| scrub.seek(at.saturating_add(steps * step));
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        match event.key().as_str() {
            "ArrowRight" | "ArrowUp" => later(1),
            "ArrowLeft" | "ArrowDown" => earlier(1),
            "PageUp" => later(PAGE),
            "PageDown" => earlier(PAGE),
            "Home" => scrub.seek(0),
            "End" => scrub.seek(Micros::MAX),
            "+" | "=" => scrub.look_closer_at_playhead(CLOSER),
            "-" => scrub.look_closer_at_playhead(1.0 / CLOSER),
            "0" => scrub.look_at_all(),
            "Escape" if scrub.take_back(None) => {}
            "Escape" if untrack(|| scrub.is_closer()) => scrub.look_at_all(),
            _ => return,
        }
        event.prevent_default();
    };
    view! {
        <div
            class="playhead"
            class:by-hand=move || scrub.is_by_hand()
            role="slider"
            tabindex="0"
            aria-label="Playhead"
            aria-orientation="horizontal"
            aria-valuemin="0"
            aria-valuemax=move || seconds(length.get())
            aria-valuenow=move || seconds(at.get())
            aria-valuetext=words
            style=style
            node_ref=node_ref
            on:keydown=press
        ></div>
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;
    use leptos::task::tick;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use crate::facts::time::SECOND;
    use crate::session::{Session, State};
    use crate::ui::timeline::Timeline;
    use crate::ui::trial::{Trial, show};

    const SLIDER: &str = "[role=slider]";

    fn page() -> Trial {
        show(
            "v=1&pattern=event-based&duration=60s&do=2s:set:writes=12",
            || {
                view! { <Timeline/> }
            },
        )
    }

    async fn arrive(page: &Trial) -> u64 {
        while page.stage.look(|session| session.aim().is_some()) {
            page.stage.pass(1.0, &mut || true);
        }
        tick().await;
        page.stage.look(Session::now)
    }

    #[test]
    async fn keys_draw_it_and_it_says_where_it_stands() {
        let page = page();
        page.reach(20 * SECOND).await;
        let says = |name: &str| page.attribute(SLIDER, name).unwrap_or_default();
        assert_eq!(says("aria-valuetext"), "20.000 s of 1 min");
        assert_eq!(
            (says("aria-valuenow"), says("aria-valuemax")),
            ("20".to_owned(), "60".to_owned())
        );
        page.press(SLIDER, "ArrowRight").await;
        assert_eq!(arrive(&page).await, 21 * SECOND);
        // Two presses aim further, whether or not the run has come as far as the first.
        page.press(SLIDER, "ArrowLeft").await;
        page.press(SLIDER, "PageDown").await;
        assert_eq!(says("aria-valuetext"), "10.000 s of 1 min");
        assert_eq!(arrive(&page).await, 10 * SECOND);
        let digest = page.stage.look(Session::digest);
        page.press(SLIDER, "End").await;
        assert_eq!(arrive(&page).await, 60 * SECOND);
        page.press(SLIDER, "Home").await;
        assert_eq!(page.stage.look(Session::now), 0, "the same run again");
        page.reach(10 * SECOND).await;
        assert_eq!(
            page.stage.look(Session::digest),
            digest,
            "moved settings and all"
        );
    }

    #[test]
    async fn who_plays_goes_on_playing_and_who_stands_stands() {
        let page = page();
        page.reach(5 * SECOND).await;
        page.press(SLIDER, "ArrowRight").await;
        arrive(&page).await;
        assert_eq!(page.stage.look(Session::state), State::Paused);
        page.stage.act(Session::play);
        page.press(SLIDER, "ArrowLeft").await;
        arrive(&page).await;
        assert_eq!(page.stage.look(Session::state), State::Playing);
    }

    #[test]
    async fn keys_look_closer_and_at_all_of_it_again() {
        let page = page();
        page.reach(30 * SECOND).await;
        let described = |page: &Trial| page.attribute("canvas", "aria-label").unwrap_or_default();
        page.press(SLIDER, "+").await;
        tick().await;
        let said = described(&page);
        assert!(said.contains("; shown from 22.500 s to 37.500 s"), "{said}");
        // Steps are as fine as what is seen.
        page.press(SLIDER, "ArrowRight").await;
        assert_eq!(arrive(&page).await, 30 * SECOND + SECOND / 2);
        page.press(SLIDER, "Escape").await;
        tick().await;
        assert!(!described(&page).contains("shown from"));
        page.press(SLIDER, "+").await;
        page.press(SLIDER, "+").await;
        page.press(SLIDER, "-").await;
        page.press(SLIDER, "-").await;
        tick().await;
        assert!(
            !described(&page).contains("shown from"),
            "{}",
            described(&page)
        );
    }
}

//! The moment that a preset is about: a button that leads there, wherever the page is.

use leptos::prelude::*;

use super::page_state::{Awaited, PageStateStoreFields};
use super::stage::{Stage, use_stage};
use crate::scenario::{Moment, Preset};
use crate::session::Session;

impl Stage {
    /// Stops a preset at the moment that it is about, and frames what goes wrong there. The run says when that is.
    pub fn show_moment(self, preset: &'static Preset) {
        let is_here = self.look(|session| Preset::of(session.scenario()) == Some(preset));
        if !is_here {
            self.open_text(preset.link);
        }
        self.select(None);
        match preset.moment {
            Moment::At(at) => self.act(|session| session.go_to(at)),
            Moment::First(word) => {
                self.act(Session::pause);
                self.state.awaited().set(Some(Awaited::Moment(word)));
            }
        }
    }
}

/// The button.
#[component]
pub fn MomentButton(
    /// The preset that is about it.
    preset: &'static Preset,
    /// How it looks.
    class: &'static str,
    /// What stands on it.
    words: &'static str,
    /// What else is done when it is pressed.
    #[prop(optional)]
    then: Option<UnsyncCallback<()>>,
) -> impl IntoView {
    let stage = use_stage();
    let show = move |_| {
        stage.show_moment(preset);
        if let Some(then) = then {
            then.run(());
        }
    };
    // Where the words are short, whoever hears them hears of which preset it is.
    let label = format!("{words}: {}", preset.title);
    view! {
        <button type="button" class=class aria-label=label on:click=show>
            {words}
        </button>
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;
    use leptos::task::tick;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::MomentButton;
    use crate::patterns::opening_link;
    use crate::scenario::{Moment, Preset};
    use crate::session::State;
    use crate::ui::linked;
    use crate::ui::page_state::PageStateStoreFields;
    use crate::ui::stage::use_stage;
    use crate::ui::trial::{Trial, next_frame, show};

    fn page(word: &'static str) -> (Trial, &'static Preset) {
        let preset = Preset::from_word(word).expect("a preset");
        let page = show(opening_link(), move || {
            linked::keep(use_stage());
            view! { <MomentButton preset=preset class="" words="Show me the moment"/> }
        });
        (page, preset)
    }

    async fn press(page: &Trial) {
        page.click("button").await;
        for _ in 0..1_000 {
            tick().await;
            let stage = page.stage;
            stage.pass(1.0, &mut || true);
            let is_there = stage.state.awaited().with_untracked(Option::is_none)
                && stage.look(|session| session.aim().is_none());
            if is_there {
                break;
            }
            next_frame().await;
        }
    }

    #[test]
    async fn it_stops_at_the_first_time_that_it_goes_wrong_and_frames_it() {
        let (page, preset) = page("forgetful");
        for _ in 0..2 {
            press(&page).await;
            assert!(
                page.stage
                    .look(|session| Preset::of(session.scenario()) == Some(preset))
            );
            let nth = page
                .stage
                .state
                .chosen()
                .get_untracked()
                .expect("an incident");
            let found = page.stage.look(|session| {
                let found = session.known_incident(nth)?;
                Some((found.what.word(), found.at, session.now(), session.state()))
            });
            let (word, at, now, state) = found.expect("it is known");
            assert_eq!((Moment::First(word), at), (preset.moment, now));
            assert_eq!(state, State::Paused);
            // And once more from far behind it.
            page.reach(40_000_000).await;
        }
    }

    #[test]
    async fn in_a_healthy_run_it_stops_where_a_change_is_on_its_way() {
        let (page, preset) = page("bank");
        press(&page).await;
        let (now, state) = page.stage.look(|session| (session.now(), session.state()));
        assert_eq!((Moment::At(now), state), (preset.moment, State::Paused));
    }
}

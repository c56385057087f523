//! Undo and redo, over all that changes what is run: settings, acts, presets, cures, another pattern, and to
//! begin again.

use leptos::prelude::*;

use super::clock::now_ms;
use super::icon;
use super::page_state::{PageStateStoreFields, Reach};
use super::square_button::SquareButton;
use super::stage::{Stage, use_stage};
use crate::scenario::{Edit, Listed};
use crate::session::{Left, Outcome, Session, Step};

/// The two buttons. They are never disabled: what was pressed keeps the focus, and says why nothing happens.
#[component]
pub fn UndoButtons() -> impl IntoView {
    let stage = use_stage();
    let reach = stage.state.reach();
    view! {
        <div class="undo" role="group" aria-label="History">
            <SquareButton
                label="Undo"
                title="Undo (z)"
                class="quiet"
                icon=icon::UNDO
                idle=Signal::derive(move || !reach.get().back)
                press=move |()| stage.undo()
            />
            <SquareButton
                label="Redo"
                title="Redo (Shift+z)"
                class="quiet"
                icon=icon::REDO
                idle=Signal::derive(move || !reach.get().forth)
                press=move |()| stage.redo()
            />
        </div>
    }
}

impl Stage {
    /// The run as it stands, to come back to.
    pub(super) fn left(self) -> Left {
        Left {
            preset: self.state.preset().get_untracked(),
            ..self.look(Session::left)
        }
    }

    /// Notes a step that can be undone, if what was done since has made another run of it, or has begun it again.
    pub(super) fn note_step(self, before: Left, drag: Option<u64>) {
        let is_step = self.look(|session| {
            let begins = session.now() == 0 && session.aim().is_none();
            *session.scenario() != before.scenario || begins && before.at > 0
        });
        if is_step {
            self.change_history(|history| history.note(before, drag));
            self.tell_reach();
        }
    }

    /// Goes back to the run before the last step, and says so if there is none.
    pub fn undo(self) {
        let now = self.left();
        match self.change_history(|history| history.undo(now).ok_or_else(|| history.beginning())) {
            Some(Ok(before)) => self.return_to(&before),
            Some(Err(words)) => self.tell(words),
            None => {}
        }
    }

    /// Takes back the last undo, and says so if there is none.
    pub fn redo(self) {
        let now = self.left();
        match self.change_history(|history| history.redo(now)).flatten() {
            Some(after) => self.return_to(&after),
            None => self.tell("Nothing is left to redo.".to_owned()),
        }
    }

    /// Edits an act of the list. What is refused is for the caller to say; what else there is to say is said.
    pub fn edit(self, of: &Listed, edit: &Edit) -> Outcome {
        let at = self.look(Session::now);
        let outcome = self.alter(None, |session| session.edit(of, edit));
        if matches!(outcome, Outcome::Refused(_)) {
            return outcome;
        }
        if self.look(|session| session.now() < at) {
            // It is run again, and what was selected may never come to be.
            self.begins();
            self.select(None);
        }
        self.changed(Step::New);
        self.say(&outcome);
        outcome
    }

    fn return_to(self, left: &Left) {
        self.write_address(now_ms());
        let plays = self.look(Session::plays);
        let session = Session::resume(left, plays);
        self.replace(session, left.preset, Vec::new(), Step::New);
        self.write_address(now_ms());
        self.tell_reach();
    }

    fn tell_reach(self) {
        let reach = self.change_history(|history| Reach {
            back: history.can_undo(),
            forth: history.can_redo(),
        });
        if let Some(reach) = reach {
            self.state.reach().set(reach);
        }
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;
    use leptos::task::tick;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::UndoButtons;
    use crate::facts::time::SECOND;
    use crate::scenario::{
        Deed, Key, NodeKind, Pattern, Preset, Value, first_link, presets, write,
    };
    use crate::session::Session;
    use crate::ui::page_state::PageStateStoreFields;
    use crate::ui::trial::{Trial, show};

    const UNDO: &str = "[aria-label=Undo]";
    const REDO: &str = "[aria-label=Redo]";

    async fn page(link: &str) -> Trial {
        let page = show(link, || view! { <UndoButtons/> });
        page.stage.act(Session::pause);
        tick().await;
        page
    }

    fn link(page: &Trial) -> String {
        page.stage.look(|session| {
            let mut link = session.link();
            link.check = None;
            write(&link)
        })
    }

    fn said(page: &Trial) -> Vec<String> {
        let notices = page.stage.state.notices().get_untracked();
        notices.into_iter().map(|notice| notice.text).collect()
    }

    /// Lets the run come to where it is on its way to.
    fn settle(page: &Trial) {
        while page.stage.look(|session| session.aim().is_some()) {
            page.stage.pass(1.0, &mut || true);
        }
    }

    #[test]
    async fn every_kind_of_step_is_undone_and_redone_one_by_one() {
        let page = page(first_link(Pattern::SAGA)).await;
        let stage = page.stage;
        page.reach(4 * SECOND).await;
        let mut links = vec![link(&page)];
        let steps: [fn(&Trial); 6] = [
            |page| {
                for value in [3.0, 4.0, 5.0] {
                    page.stage.set(Key::SAGAS, Value::Number(value), 77);
                }
                page.stage.release();
            },
            |page| {
                let node = NodeKind::ORCHESTRATOR.alone();
                page.stage.perform(Deed::Crash {
                    node,
                    lasting: None,
                });
            },
            |page| page.stage.begin(Session::restart),
            |page| page.stage.reset(Key::SAGAS),
            |page| page.stage.open_text(presets(Pattern::SAGA)[3].link),
            |page| page.stage.switch(Pattern::CQRS),
        ];
        for step in steps {
            step(&page);
            stage.act(Session::pause);
            settle(&page);
            links.push(link(&page));
        }
        for (nth, before) in links.iter().enumerate().rev().skip(1) {
            page.click(UNDO).await;
            settle(&page);
            assert_eq!(link(&page), *before, "undone to {nth}");
        }
        assert_eq!(
            page.attribute(UNDO, "aria-disabled").as_deref(),
            Some("true")
        );
        page.find(UNDO).focus().expect("it takes it");
        page.click(UNDO).await;
        assert_eq!(link(&page), links[0], "nothing is before that");
        assert!(page.has_focus(UNDO));
        assert_eq!(
            said(&page),
            ["Nothing is left to undo: this is how the page was opened."]
        );
        for (nth, after) in links.iter().enumerate().skip(1) {
            page.click(REDO).await;
            settle(&page);
            assert_eq!(link(&page), *after, "redone to {nth}");
        }
        page.click(REDO).await;
        assert_eq!(said(&page), ["Nothing is left to redo."]);
    }

    #[test]
    async fn a_run_that_plays_goes_on_playing_from_where_it_was() {
        let page = page("v=1&pattern=event-based").await;
        page.reach(4 * SECOND).await;
        page.stage.act(Session::play);
        page.stage.set(Key::LOSS, Value::Share(0.5), 7);
        page.stage.release();
        page.click(UNDO).await;
        settle(&page);
        let (now, plays) = page.stage.look(|session| (session.now(), session.plays()));
        assert_eq!((now, plays), (4 * SECOND, true));
        assert_eq!(link(&page), "v=1&pattern=event-based");
        // Rewinding is a step too, although the run is the same.
        page.stage.act(Session::pause);
        page.stage.begin(Session::rewind);
        assert_eq!(page.stage.look(Session::now), 0);
        page.click(UNDO).await;
        settle(&page);
        assert_eq!(page.stage.look(Session::now), 4 * SECOND);
    }

    #[test]
    async fn what_is_made_of_a_preset_comes_from_it_until_another_run_is_opened() {
        let preset = &presets(Pattern::SAGA)[2];
        let page = page(preset.link).await;
        let from = |page: &Trial| page.stage.state.preset().get_untracked();
        assert_eq!(from(&page), Some(preset));
        page.stage.set(Key::SEED, Value::Count(4_321), 1);
        assert_eq!(from(&page), Some(preset));
        page.stage.open_text(&link(&page));
        assert_eq!(from(&page), Some(preset), "as by its cure");
        page.stage.switch(Pattern::CQRS);
        assert_eq!(from(&page).map(|preset: &Preset| preset.word), None);
        page.click(UNDO).await;
        assert_eq!(from(&page), Some(preset));
    }
}

//! What is opened in the place of the run on the page: a link, a preset, a run as it was left.

use leptos::prelude::*;

use super::clock::now_ms;
use super::page_state::{Notice, PageStateStoreFields};
use super::stage::{Stage, numbered};
use crate::patterns::parse;
use crate::scenario::{Link, Preset, Problem, presets};
use crate::session::{Session, Step};

impl Stage {
    /// Opens another link in its place.
    pub fn open(self, link: Link, problems: &[Problem], step: Step) {
        let preset = Preset::of(&link.scenario);
        self.open_from(preset, link, problems, step);
    }

    /// The same for what has been made of a preset.
    fn open_from(
        self,
        preset: Option<&'static Preset>,
        mut link: Link,
        problems: &[Problem],
        step: Step,
    ) {
        let before = self.left();
        let (select, playhead) = (link.extras.select.take(), link.playhead);
        self.replace(Session::open(link), preset, numbered(problems), step);
        self.take_over(select.as_deref(), playhead);
        self.note_step(before, None);
    }

    /// Has another session in the place of the one there is.
    pub(super) fn replace(
        self,
        other: Session,
        preset: Option<&'static Preset>,
        notices: Vec<Notice>,
        step: Step,
    ) {
        let pattern = other.scenario().settings.pattern();
        let stays = self.state.pattern().get_untracked() == pattern;
        let speed = self.look(Session::speed);
        self.change(|session| {
            *session = other;
            session.set_speed(speed);
        });
        // First of all, so that what is made for one pattern is gone before it looks again.
        if !stays {
            self.state.pattern().set(pattern);
        }
        self.state.preset().set(preset);
        self.state.notices().set(notices);
        self.state.act().set(None);
        self.state.selected().set(None);
        self.state.chosen().set(None);
        self.state.awaited().set(None);
        self.state.noticed().set(false);
        self.state.opened().update(|opened| *opened += 1);
        self.begins();
        self.changed(step);
    }

    /// Opens a link of the program's own, as a step in the history.
    pub fn open_text(self, text: &str) {
        let (link, problems) = parse(text);
        self.go(link, &problems);
    }

    /// Opens another run as a step in the history, which has the one before as it was left. What is made of a
    /// preset, such as its cure, comes from it still.
    pub fn go(self, link: Link, problems: &[Problem]) {
        self.write_address(now_ms());
        let own = presets(link.scenario.settings.pattern());
        let before = self.state.preset().get_untracked();
        let before = before.filter(|preset| own.contains(preset));
        self.go_from(Preset::of(&link.scenario).or(before), link, problems);
    }

    /// Opens a run that was on the page before, with the preset that it had come from, as a step in the history.
    pub fn go_back_to(self, text: &str, preset: Option<&'static Preset>) {
        let (link, problems) = parse(text);
        self.write_address(now_ms());
        self.go_from(preset, link, &problems);
    }

    fn go_from(self, preset: Option<&'static Preset>, link: Link, problems: &[Problem]) {
        self.open_from(preset, link, problems, Step::New);
        self.write_address(now_ms());
    }
}

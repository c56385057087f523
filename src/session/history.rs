//! What can be undone: scenarios as they were left, the instant with them. They are held beside the session,
//! since a preset, another pattern or a link is another session.

use std::collections::VecDeque;

use super::DragId;
use crate::facts::time::Micros;
use crate::scenario::{Extras, Preset, Scenario};

/// Steps that are kept; the oldest are forgotten.
const MOST_STEPS: usize = 100;

/// A run as it was left.
#[derive(Clone, Debug, PartialEq)]
pub struct Left {
    /// What was run.
    pub scenario: Scenario,
    /// How it was looked at.
    pub extras: Extras,
    /// The instant that was shown.
    pub at: Micros,
    /// The preset that it came from, to which all can be reset.
    pub preset: Option<&'static Preset>,
}

/// What there is to go back to, and forth.
#[derive(Debug, Default)]
pub struct History {
    /// The oldest first.
    past: VecDeque<Left>,
    /// The next one last.
    future: Vec<Left>,
    /// The drag of the last step, which may still go on.
    drag: Option<DragId>,
    has_forgotten: bool,
}

impl History {
    /// Something was done to a run that was left so. All that is done in one drag is one step.
    pub fn note(&mut self, before: Left, drag: Option<DragId>) {
        let is_same = drag.is_some() && drag == self.drag;
        self.drag = drag;
        self.future.clear();
        if is_same {
            return;
        }
        if self.past.len() == MOST_STEPS {
            self.past.pop_front();
            self.has_forgotten = true;
        }
        self.past.push_back(before);
    }

    /// The run before the last step; `now` is the one to which redoing leads then.
    pub fn undo(&mut self, now: Left) -> Option<Left> {
        let before = self.past.pop_back()?;
        self.future.push(now);
        self.drag = None;
        Some(before)
    }

    /// The run after the step that was undone last.
    pub fn redo(&mut self, now: Left) -> Option<Left> {
        let after = self.future.pop()?;
        self.past.push_back(now);
        self.drag = None;
        Some(after)
    }

    /// Whether there is anything to undo.
    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    /// Whether there is anything to redo.
    pub fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }

    /// Why there is nothing to undo.
    pub fn beginning(&self) -> String {
        if self.has_forgotten {
            format!("Nothing is left to undo: the last {MOST_STEPS} steps are kept.")
        } else {
            "Nothing is left to undo: this is how the page was opened.".to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::time::SECOND;
    use crate::patterns::parse;
    use crate::scenario::{Key, Value};
    use crate::session::Session;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn session() -> Session {
        Session::open(parse("v=1&pattern=event-based").0)
    }

    fn set(session: &mut Session, history: &mut History, writes: u64, drag: DragId) {
        let before = session.left();
        session.set(Key::WRITES, Value::Number(writes as f64), drag);
        history.note(before, Some(drag));
    }

    fn writes(left: Option<&Left>) -> Option<f64> {
        left.map(|left| left.scenario.settings.number(Key::WRITES))
    }

    #[test]
    fn a_drag_is_one_step_back_and_one_forth() {
        let (mut session, mut history) = (session(), History::default());
        for (drag, value) in [(1, 7), (1, 8), (1, 9), (2, 10)] {
            set(&mut session, &mut history, value, drag);
        }
        let first = history.undo(session.left());
        assert_eq!(writes(first.as_ref()), Some(9.0));
        let second = history.undo(first.unwrap());
        assert_eq!(writes(second.as_ref()), Some(6.0));
        assert!(!history.can_undo() && history.can_redo());
        assert_eq!(
            history.undo(second.clone().unwrap()),
            None,
            "nothing is lost by it"
        );
        let again = history.redo(second.unwrap());
        assert_eq!(writes(again.as_ref()), Some(9.0));
        // Something else that is done instead is all that comes then, and the drag before is over.
        let mut session = Session::resume(again.as_ref().unwrap(), false);
        set(&mut session, &mut history, 30, 1);
        assert!(!history.can_redo());
        assert_eq!(writes(history.undo(session.left()).as_ref()), Some(9.0));
    }

    #[test]
    fn the_oldest_steps_are_forgotten_and_that_is_said() {
        let (mut session, mut history) = (session(), History::default());
        assert!(history.beginning().contains("how the page was opened"));
        for step in 1..=MOST_STEPS as u64 + 5 {
            set(&mut session, &mut history, step + 10, step);
        }
        let mut now = session.left();
        let mut steps = 0;
        while let Some(before) = history.undo(now.clone()) {
            now = before;
            steps += 1;
        }
        assert_eq!((steps, writes(Some(&now))), (MOST_STEPS, Some(15.0)));
        assert!(history.beginning().contains("the last 100 steps"));
    }

    #[test]
    fn what_is_resumed_is_the_same_run_at_the_same_instant() {
        let mut session = session();
        session.go_to(4 * SECOND);
        while session.catching_up().is_some() {
            session.frame(16.0, &mut || true);
        }
        let (left, digest) = (session.left(), session.digest());
        for plays in [false, true] {
            let mut again = Session::resume(&left, plays);
            assert_eq!(again.left(), left, "already on the way there");
            while again.catching_up().is_some() {
                again.frame(16.0, &mut || true);
            }
            assert_eq!((again.digest(), again.plays()), (digest, plays));
        }
    }
}

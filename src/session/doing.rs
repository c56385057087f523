//! What a person does to a run: acts at the next microsecond, and settings. Whatever is done can be said in
//! a link that is read back equal; what could not be is refused before it is done, with the reason.

use std::fmt;

use super::{DragId, Session};
use crate::scenario::{
    Act, Deed, Effect, Key, MOST_ACTS, Objection, Settings, Value, has_room, param, write_time,
};

/// While a slider is being dragged the playhead waits for it, but no longer than this.
const LONGEST_DRAG_MS: f64 = 4_000.0;

/// What became of something that a person wanted to be done.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// It was done.
    Done,
    /// It was done, and these acts were switched off, for which there is no place any more.
    Without(Vec<Act>),
    /// It was done, and these acts were switched off, which would have undone it.
    Overtaken(Vec<Act>),
    /// It was done, and these acts have nothing to end any more.
    Idle(Vec<Act>),
    /// It was not done.
    Refused(Refusal),
}

/// Why something was not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The run is over.
    Over,
    /// The script holds as many acts as it can.
    TooManyActs,
    /// No page would read the link.
    TooLong,
    /// An act cannot be edited so.
    Edit(Objection),
}

impl Outcome {
    /// What a person has to be told, if anything.
    pub fn words(&self) -> Option<String> {
        match self {
            Self::Done => None,
            Self::Refused(refusal) => Some(format!("This was not done: {refusal}.")),
            Self::Without(acts) => Some(format!(
                "With these settings there is no place for {}: switched off, and kept in the list of acts.",
                some_of(acts)
            )),
            Self::Overtaken(acts) => Some(format!(
                "{} came before and would undo it: switched off, and kept in the list of acts.",
                some_of(acts)
            )),
            Self::Idle(acts) => Some(format!(
                "Nothing is left that {} could end. It stays in the list of acts.",
                some_of(acts)
            )),
        }
    }
}

/// The first of several acts, as a link says them, and how many more there are.
fn some_of(acts: &[Act]) -> String {
    let list: Vec<_> = acts.iter().take(3).map(Act::to_string).collect();
    let more = match acts.len().saturating_sub(list.len()) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    list.join(", ") + &more
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Over => f.write_str("the run is over"),
            Self::TooManyActs => write!(
                f,
                "the script of this run holds {MOST_ACTS} acts, and its link has no room for more"
            ),
            Self::TooLong => f.write_str(
                "with it the link of this run would be longer than 64 KB, and no page would read all \
                 of it",
            ),
            Self::Edit(objection) => match objection {
                Objection::Gone => f.write_str("that act is not in the list any more"),
                Objection::AfterTheEnd(end) => write!(
                    f,
                    "the run ends at {}, and what is done after that has no effect; a longer duration makes \
                     room for it",
                    write_time(*end)
                ),
                Objection::SetTwice(key) => write!(
                    f,
                    "another act sets {} at that very instant already",
                    key.word()
                ),
                Objection::NoPlace => {
                    f.write_str("with these settings there is no place for what it names")
                }
                Objection::NoSetting => f.write_str("that act moves no setting"),
            },
        }
    }
}

impl Session {
    /// Changes a setting. Under way that is an act at the next microsecond, and while one drag
    /// lasts the playhead waits so that it stays one act; at the start, after the end, and for
    /// settings that need a restart it edits the settings and begins anew with what the panel shows,
    /// as [`Session::restart`] does: what was typed before is not to lie ahead again.
    pub fn set(&mut self, key: Key, value: Value, drag: DragId) -> Outcome {
        let restarts = param(self.settings().pattern(), key).effect == Effect::Restart;
        if restarts || self.run.is_over() || self.now() == 0 {
            return self.set_from_the_start(key, value);
        }
        let at = match self.drag {
            Some((id, of, at)) if id == drag && of == key && at > self.now() => at,
            _ => self.now() + 1,
        };
        // A link says the nearest value that the parameter may have.
        let mut settings = self.scenario().settings_at(at);
        settings.set(key, value);
        let value = settings.value(key).clone();
        let outcome = self.add(Act {
            at,
            what: Deed::Set { key, value },
        });
        if outcome == Outcome::Done {
            self.drag = Some((drag, key, at));
            self.held_ms = LONGEST_DRAG_MS;
        }
        outcome
    }

    fn set_from_the_start(&mut self, key: Key, value: Value) -> Outcome {
        let mut scenario = self.scenario().begun_anew(self.now() + 1);
        scenario.settings.set(key, value);
        let misplaced = scenario.script.switch_off_misplaced(&scenario.settings);
        if !has_room(&scenario, &self.extras) {
            return Outcome::Refused(Refusal::TooLong);
        }
        self.start(scenario);
        if misplaced.is_empty() {
            Outcome::Done
        } else {
            Outcome::Without(misplaced)
        }
    }

    /// A drag is over: time goes on.
    pub fn release(&mut self) {
        self.held_ms = 0.0;
        self.drag = None;
    }

    /// Puts a setting back to its default.
    pub fn reset(&mut self, key: Key) -> Outcome {
        let defaults = Settings::defaults(self.settings().pattern());
        let outcome = self.set(key, defaults.value(key).clone(), 0);
        self.release();
        outcome
    }

    /// Does something to a node or a link at the next microsecond. Time that stands still moves on
    /// by that much, so that it is seen to be done.
    pub fn perform(&mut self, what: Deed) -> Outcome {
        if self.run.is_over() {
            return Outcome::Refused(Refusal::Over);
        }
        let at = self.now() + 1;
        let outcome = self.add(Act { at, what });
        if outcome == Outcome::Done && self.stands() {
            self.advance(at, &mut || true);
            self.playhead = self.now() as f64;
        }
        outcome
    }

    /// Adds an act that is still to come, if there is room for it.
    fn add(&mut self, act: Act) -> Outcome {
        let mut scenario = self.scenario().clone();
        if !scenario.add(act.clone()) {
            return Outcome::Refused(Refusal::TooManyActs);
        }
        if !has_room(&scenario, &self.extras) {
            return Outcome::Refused(Refusal::TooLong);
        }
        self.run.add_act(act);
        self.hindsight = None;
        self.check = None;
        Outcome::Done
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::patterns::parse;
    use crate::scenario::{LONGEST_LINK, NodeKind, write};
    use crate::session::State;
    use crate::session::trial::at;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn a_setting_that_needs_a_restart_takes_along_what_was_moved() {
        let done = "do=1s:set:writes=20;2s:crash:broker,for=1s;5s:set:loss=0.1";
        let mut session = at(&format!("v=1&pattern=event-based&{done}"), 3_000_000);
        let value = Value::Time(300_000_000);
        assert_eq!(session.set(Key::DURATION, value, 0), Outcome::Done);
        assert_eq!(session.now(), 0);
        let link = write(&session.link());
        let expected = "v=1&pattern=event-based&duration=5min&writes=20\
            &t=0s&do=2s:crash:broker,for=1s;5s:set:loss=0.1";
        assert_eq!(link, expected);
    }

    fn script(session: &Session) -> String {
        session.scenario().script.to_string()
    }

    /// A law as long as laws get, another one for each number.
    fn long_law(number: u64) -> String {
        let points: Vec<_> = (1..=64_u64)
            .map(|n| format!("{n}.{number:06}={}us", 3_600_000_000 + n))
            .collect();
        format!("quantiles:{}", points.join(","))
    }

    fn reads_back(session: &Session) {
        let written = write(&session.link());
        assert!(written.len() <= LONGEST_LINK);
        assert_eq!(parse(&written), (session.link(), vec![]));
    }

    #[test]
    fn what_is_set_twice_or_back_again_is_said_once_or_not_at_all() {
        let mut session = at("v=1&pattern=event-based", 1_000_000);
        let writes = |session: &mut Session, number, drag| {
            assert_eq!(
                session.set(Key::WRITES, Value::Number(number), drag),
                Outcome::Done
            );
        };
        for (drag, number) in [(1, 9.0), (1, 10.0), (1, 11.0), (2, 12.0)] {
            writes(&mut session, number, drag);
        }
        assert_eq!(script(&session), "1.000001s:set:writes=12");
        writes(&mut session, 6.0, 3);
        assert_eq!(script(&session), "", "6 is what it was");
        assert_eq!(*session.value_now(Key::WRITES), Value::Number(6.0));
        // What is out of bounds is the nearest value, in the run as in its link.
        writes(&mut session, 1e9, 4);
        assert_eq!(script(&session), "1.000001s:set:writes=1000");
        reads_back(&session);
    }

    #[test]
    fn nine_drags_of_eight_long_laws_are_refused_before_the_link_is_too_long() {
        let mut session = at("v=1&pattern=event-based&consumers=8", 1_000_000);
        let mut refused = 0;
        for drag in 1..=9 {
            let laws: Vec<_> = (0..8).map(|peer| long_law(10 * drag + peer)).collect();
            let value = session.settings().read(Key::WORK, &laws.join("/")).unwrap();
            let before = session.link();
            let outcome = session.set(Key::WORK, value, drag);
            session.release();
            if outcome == Outcome::Refused(Refusal::TooLong) {
                refused += 1;
                assert_eq!(session.link(), before, "what is refused changes nothing");
                assert!(outcome.words().unwrap().contains("longer than 64 KB"));
            } else {
                assert_eq!((outcome, refused), (Outcome::Done, 0));
            }
            reads_back(&session);
            session.go_to(session.now() + 100_000);
            session.frame(16.0, &mut || true);
        }
        assert!((1..9).contains(&refused), "{refused}");
        // Something short still has room, with another seed and for longer too.
        assert_eq!(session.set(Key::LOSS, Value::Share(0.5), 99), Outcome::Done);
        session.new_seed(u64::from(u32::MAX));
        reads_back(&session);
        session.longer();
        reads_back(&session);
    }

    #[test]
    fn a_setting_for_which_the_script_leaves_no_room_is_refused_too() {
        let acts: Vec<_> = (1..40)
            .map(|n| format!("{n}s:set:latency={}", long_law(n)))
            .collect();
        let text = format!(
            "v=1&pattern=event-based&consumers=8&duration=1h&do={}",
            acts.join(";")
        );
        let mut session = at(&text, 0);
        let laws: Vec<_> = (0..8).map(long_law).collect();
        let value = session.settings().read(Key::WORK, &laws.join("/")).unwrap();
        let before = session.link();
        assert_eq!(
            session.set(Key::WORK, value, 1),
            Outcome::Refused(Refusal::TooLong)
        );
        assert_eq!(session.link(), before);
        assert_eq!(session.set(Key::KEYS, Value::Count(7), 1), Outcome::Done);
        reads_back(&session);
    }

    #[test]
    fn a_thousand_acts_are_the_most_and_the_next_is_refused() {
        let acts: Vec<_> = (1..=1_000)
            .map(|nth| format!("{}s:write:key-1", 10 + nth))
            .collect();
        let text = format!("v=1&pattern=event-based&duration=1h&do={}", acts.join(";"));
        let mut session = at(&text, 1_000_000);
        let outcome = session.perform(Deed::Write { key: 0 });
        assert_eq!(outcome, Outcome::Refused(Refusal::TooManyActs));
        assert_eq!(session.now(), 1_000_000);
        assert!(outcome.words().unwrap().contains("1000 acts"));
        reads_back(&session);
    }

    #[test]
    fn acts_for_which_there_is_no_place_any_more_are_named() {
        let mut session = at(
            "v=1&pattern=event-based&do=4s:crash:consumer-3;5s:crash:broker",
            0,
        );
        let outcome = session.set(Key::CONSUMERS, Value::Count(2), 1);
        let words = outcome.words().unwrap();
        assert!(
            words.contains("no place for 4s:crash:consumer-3: switched off"),
            "{words}"
        );
        assert_eq!(script(&session), "5s:crash:broker");
        assert!(write(&session.link()).ends_with("&off=4s:crash:consumer-3"));
    }

    /// Three weeks of a run in slices: stopped on the way, its instant stays in the link, and it goes on.
    #[test]
    fn the_way_to_a_far_instant_can_be_stopped_and_gone_on_with() {
        let text = "v=1&pattern=event-based&duration=168h&t=40min";
        let mut session = Session::open(parse(text).0);
        session.frame(16.0, &mut || false);
        session.pause();
        let (stopped, share) = (session.now(), session.catching_up());
        assert!(stopped < 60_000_000 && session.is_halted());
        assert_eq!(
            (session.state(), session.aim()),
            (State::Paused, Some(2_400_000_000))
        );
        session.frame(16.0, &mut || true);
        assert_eq!((session.now(), session.catching_up()), (stopped, share));
        assert_eq!(write(&session.link()), text);
        session.play();
        assert!(!session.is_halted());
        session.frame(16.0, &mut || true);
        assert_eq!(
            (session.now(), session.state()),
            (2_400_000_000, State::Paused)
        );
        assert_eq!(session.aim(), None);
        // A step there instead is a step there: the far instant is given up.
        let mut session = Session::open(parse(text).0);
        session.frame(16.0, &mut || false);
        session.pause();
        session.step();
        assert!(session.now() >= stopped && session.now() < 60_000_000);
        assert_eq!((session.aim(), session.is_halted()), (None, false));
        assert_eq!(session.link().playhead, Some(session.now()));
    }

    #[test]
    fn the_check_of_a_link_is_right_or_not_there() {
        // With nothing on its way for long, much happens in one instant.
        let text = "v=1&pattern=saga&latency=0s&reads=5&sagas=5";
        let mut session = Session::open(parse(text).0);
        session.pause();
        let mut with = 0;
        for _ in 0..200 {
            session.step();
            let link = session.link();
            let Some(check) = link.check else { continue };
            with += 1;
            assert!(link.playhead.is_some());
            let mut other = Session::open(parse(&write(&link)).0);
            while other.catching_up().is_some() {
                assert_eq!(
                    other.link().check,
                    Some(check),
                    "the sender's, until it is reached"
                );
                other.frame(16.0, &mut || true);
            }
            assert_eq!((other.differs(), other.link()), (None, link));
        }
        assert!(
            with > 20 && with < 200,
            "{with}: some steps end in the midst of an instant"
        );
    }

    #[test]
    fn a_run_that_its_sender_did_not_see_is_said_to_be_another_and_goes_on() {
        let mut session = Session::open(parse("v=1&pattern=saga&t=4s&check=00000").0);
        assert_eq!(session.differs(), None, "not before the instant is reached");
        while session.catching_up().is_some() {
            session.frame(16.0, &mut || true);
        }
        let said = session.differs().unwrap().to_string();
        assert!(said.starts_with("check=00000: expected "), "{said}");
        assert_ne!(session.link().check.unwrap().to_string(), "00000");
        session.play();
        session.frame(16.0, &mut || true);
        assert!(session.now() > 4_000_000 && session.differs().is_some());
        session.restart();
        assert_eq!(session.differs(), None);
    }

    #[test]
    fn nothing_is_done_to_a_run_that_is_over() {
        let mut session = at("v=1&pattern=event-based&duration=1s", 100_000_000);
        let node = NodeKind::BROKER.alone();
        let outcome = session.perform(Deed::Crash {
            node,
            lasting: None,
        });
        assert_eq!(
            outcome.words().unwrap(),
            "This was not done: the run is over."
        );
    }
}

//! To begin again, and to edit what was done: the acts of the script, each at its time.
//!
//! What is changed in the past is run again from the start, over the next frames, up to where the playhead
//! stood. What is still to come is changed without that.

use super::doing::{Outcome, Refusal};
use super::history::Left;
use super::{Session, State};
use crate::scenario::{Act, Edit, Key, Link, Listed, Scenario, has_room};

impl Session {
    /// Begins anew with the values that the panel shows: settings that were moved become the settings, and
    /// faults, writes and reads stay at their times. What is set later than the playhead stays too: the panel
    /// does not show it yet, so nobody has asked for it to go, and its flag stands ahead on the timeline.
    pub fn restart(&mut self) {
        // What a person has just set is an act of the next microsecond.
        let scenario = self.scenario().begun_anew(self.now() + 1);
        self.start(scenario);
    }

    /// The same run again from its start, with all that was done.
    pub fn rewind(&mut self) {
        self.start(self.scenario().clone());
    }

    /// The act that gave a setting the value that the panel shows; none if that is a setting from the start.
    pub fn moved(&self, key: Key) -> Option<&Act> {
        let acts = self.scenario().script.acts().iter().rev();
        let mut in_force = acts.skip_while(|act| act.at > self.now() + 1);
        in_force.find(|act| act.what.sets(key))
    }

    /// Edits an act of the list.
    pub fn edit(&mut self, of: &Listed, edit: &Edit) -> Outcome {
        let edited = match self.scenario().edited(of, edit) {
            Ok(edited) => edited,
            Err(objection) => return Outcome::Refused(Refusal::Edit(objection)),
        };
        if edited.scenario == *self.scenario() {
            return Outcome::Done;
        }
        if !has_room(&edited.scenario, &self.extras) {
            return Outcome::Refused(Refusal::TooLong);
        }
        self.go_on_with(edited.scenario);
        if !edited.overtaken.is_empty() {
            Outcome::Overtaken(edited.overtaken)
        } else if !edited.idle.is_empty() {
            Outcome::Idle(edited.idle)
        } else {
            Outcome::Done
        }
    }

    /// Goes on with another scenario from where the playhead stands.
    fn go_on_with(&mut self, scenario: Scenario) {
        if scenario.settings == self.scenario().settings && self.run.take_script(&scenario.script) {
            self.hindsight = None;
            self.check = None;
            return;
        }
        let at = match self.catch_up {
            Some(aim) if !self.halted => aim,
            _ => self.now(),
        };
        self.start(scenario);
        self.catch_up = (at > 0).then_some(at);
    }

    /// The run as it stands, to come back to.
    pub fn left(&self) -> Left {
        Left {
            scenario: self.scenario().clone(),
            extras: self.extras.clone(),
            at: self.catch_up.unwrap_or(self.now()),
            preset: None,
        }
    }

    /// A run as it was left: run up to that instant over the next frames. Then time passes, if it `plays`.
    pub fn resume(left: &Left, plays: bool) -> Self {
        let mut session = Self::open(Link {
            scenario: left.scenario.clone(),
            playhead: Some(left.at),
            check: None,
            extras: left.extras.clone(),
        });
        session.playing = plays;
        session
    }

    /// Whether time passes, or would if the playhead that is not reached yet were.
    pub fn plays(&self) -> bool {
        self.playing && self.state() == State::Playing
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::time::{Micros, SECOND};
    use crate::patterns::parse;
    use crate::scenario::{Deed, NodeKind, Value, write};
    use crate::session::trial::{self, opened, settle};
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    const DONE: &str = "v=1&pattern=event-based&duration=20s\
        &do=2s:write:key-1;3s:set:writes=20;4s:crash:broker,for=1s;5s:set:loss=0.2;9s:set:writes=8";

    fn reach(session: &mut Session, at: Micros) {
        trial::reach(session, at);
        assert_eq!(session.now(), at);
    }

    fn end(session: &mut Session) {
        session.go_to(900 * SECOND);
        settle(session);
        assert!(matches!(session.state(), State::Ended { .. }));
    }

    fn at(text: &str, instant: Micros) -> Session {
        let mut session = opened(text);
        reach(&mut session, instant);
        session
    }

    /// The nth act of the list.
    fn nth(session: &Session, nth: usize) -> Listed {
        session.scenario().script.listed()[nth].clone()
    }

    fn written(session: &Session) -> String {
        let mut link = session.link();
        (link.playhead, link.check) = (None, None);
        let text = write(&link);
        assert_eq!(parse(&text), (link, vec![]));
        text
    }

    /// The digest of a run of a link at an instant.
    fn digest(text: &str, instant: Micros) -> u64 {
        at(text, instant).digest()
    }

    #[test]
    fn restart_takes_what_the_panel_shows_and_keeps_what_was_done_by_hand() {
        let mut session = at(DONE, 6 * SECOND);
        session.restart();
        assert_eq!(session.now(), 0);
        let begun = "v=1&pattern=event-based&duration=20s&loss=0.2&writes=20\
            &do=2s:write:key-1;4s:crash:broker,for=1s;9s:set:writes=8";
        assert_eq!(written(&session), begun, "what comes later stays");
        assert_eq!(*session.value_now(Key::WRITES), Value::Number(20.0));
        // What has just been set counts, although its instant is the next one.
        reach(&mut session, 6 * SECOND);
        session.set(Key::WRITES, Value::Number(33.0), 1);
        session.release();
        session.restart();
        let begun = "v=1&pattern=event-based&duration=20s&loss=0.2&writes=33\
            &do=2s:write:key-1;4s:crash:broker,for=1s;9s:set:writes=8";
        assert_eq!(written(&session), begun);
        // At the end all of it is past.
        end(&mut session);
        session.restart();
        assert!(written(&session).ends_with("writes=8&do=2s:write:key-1;4s:crash:broker,for=1s"));
    }

    #[test]
    fn rewind_is_the_same_run_again() {
        let mut session = at(DONE, 12 * SECOND);
        let digest = session.digest();
        session.rewind();
        assert_eq!((session.now(), written(&session).as_str()), (0, DONE));
        reach(&mut session, 12 * SECOND);
        assert_eq!(session.digest(), digest);
        // So does play after the end.
        end(&mut session);
        session.play();
        assert_eq!((session.now(), written(&session).as_str()), (0, DONE));
        assert!(session.plays());
    }

    #[test]
    fn an_edit_of_the_past_is_run_again_up_to_where_the_playhead_stands() {
        let crash = |session: &Session| nth(session, 2);
        let edits = [
            (Edit::Delete, ""),
            (Edit::Move(1_500_000), "1.5s:crash:broker,for=1s;"),
            (
                Edit::Change(Deed::Crash {
                    node: NodeKind::BROKER.alone(),
                    lasting: None,
                }),
                "4s:crash:broker;",
            ),
        ];
        for (edit, instead) in edits {
            let mut session = at(DONE, 6 * SECOND);
            let before = session.digest();
            let act = crash(&session);
            assert_eq!(session.edit(&act, &edit), Outcome::Done);
            assert_eq!((session.now(), session.aim()), (0, Some(6 * SECOND)));
            settle(&mut session);
            assert_eq!((session.now(), session.plays()), (6 * SECOND, false));
            let without = DONE.replace("4s:crash:broker,for=1s;", "");
            let expected = match edit {
                Edit::Move(_) => without.replace("2s:write", &format!("{instead}2s:write")),
                _ => without.replace("5s:set:loss", &format!("{instead}5s:set:loss")),
            };
            assert_eq!(written(&session), expected);
            assert_ne!(session.digest(), before);
            assert_eq!(session.digest(), digest(&expected, 6 * SECOND));
        }
    }

    #[test]
    fn what_is_still_to_come_is_edited_without_running_again() {
        let mut session = at(DONE, 6 * SECOND);
        session.play();
        let (events, digest_then) = (session.events(), session.digest());
        let last = nth(&session, 4);
        assert_eq!(session.edit(&last, &Edit::Move(7 * SECOND)), Outcome::Done);
        assert_eq!(session.aim(), None);
        assert_eq!((session.events(), session.digest()), (events, digest_then));
        assert!(session.plays());
        let expected = DONE.replace("9s:set", "7s:set");
        assert_eq!(written(&session), expected);
        reach(&mut session, 8 * SECOND);
        assert_eq!(session.digest(), digest(&expected, 8 * SECOND));
        // While it plays, an edit of the past leaves it playing.
        session.play();
        let first = nth(&session, 0);
        session.edit(&first, &Edit::Delete);
        settle(&mut session);
        assert_eq!((session.now(), session.plays()), (8 * SECOND, true));
    }

    #[test]
    fn an_act_that_is_switched_off_has_no_effect_stays_in_the_link_and_comes_back() {
        let mut session = at(DONE, 6 * SECOND);
        let before = session.digest();
        let crash = nth(&session, 2);
        session.edit(&crash, &Edit::SwitchOff);
        settle(&mut session);
        let without = DONE.replace("4s:crash:broker,for=1s;", "");
        assert_eq!(
            written(&session),
            format!("{without}&off=4s:crash:broker,for=1s")
        );
        assert_eq!(session.digest(), digest(&without, 6 * SECOND));
        // Moved while it is off, nothing is run again.
        let off = nth(&session, 2);
        assert!(off.is_off);
        session.edit(&off, &Edit::Move(4_500_000));
        assert_eq!(session.aim(), None);
        let off = nth(&session, 2);
        session.edit(&off, &Edit::Move(4 * SECOND));
        let off = nth(&session, 2);
        session.edit(&off, &Edit::SwitchOn);
        settle(&mut session);
        assert_eq!(
            (written(&session).as_str(), session.digest()),
            (DONE, before)
        );
    }

    #[test]
    fn a_moved_setting_can_be_made_so_from_the_start() {
        let mut session = at(DONE, 10 * SECOND);
        let shown = session.moved(Key::WRITES).map(Act::to_string);
        assert_eq!(shown.as_deref(), Some("9s:set:writes=8"));
        assert_eq!(session.moved(Key::LATENCY), None);
        let last = nth(&session, 4);
        let outcome = session.edit(&last, &Edit::FromTheStart);
        let words = outcome.words().unwrap();
        assert!(words.starts_with("3s:set:writes=20 came before"), "{words}");
        assert_eq!(session.moved(Key::WRITES), None);
        let expected = "v=1&pattern=event-based&duration=20s&writes=8\
            &do=2s:write:key-1;4s:crash:broker,for=1s;5s:set:loss=0.2&off=3s:set:writes=20";
        assert_eq!(written(&session), expected);
        settle(&mut session);
        assert_eq!(session.now(), 10 * SECOND);
        let write = nth(&session, 0);
        let refused = session.edit(&write, &Edit::FromTheStart);
        assert_eq!(
            refused.words().unwrap(),
            "This was not done: that act moves no setting."
        );
    }

    #[test]
    fn what_cannot_be_is_said_and_nothing_is_lost() {
        let mut session = at(DONE, 6 * SECOND);
        let refused = |session: &mut Session, of: &Listed, edit: Edit, words: &str| {
            let before = (written(session), session.digest(), session.now());
            let said = session.edit(of, &edit).words().unwrap_or_default();
            assert!(said.contains(words), "{edit:?}: {said}");
            assert_eq!((written(session), session.digest(), session.now()), before);
        };
        let first = nth(&session, 0);
        refused(
            &mut session,
            &first,
            Edit::Move(21 * SECOND),
            "the run ends at 20s",
        );
        let (one, other) = (nth(&session, 1), nth(&session, 4));
        refused(
            &mut session,
            &other,
            Edit::Move(one.act.at),
            "another act sets writes at that",
        );
        let key = Deed::Write { key: 900 };
        refused(
            &mut session,
            &first,
            Edit::Change(key),
            "no place for what it names",
        );
        session.edit(&first, &Edit::Delete);
        settle(&mut session);
        refused(
            &mut session,
            &first,
            Edit::Delete,
            "not in the list any more",
        );
        // What has no place comes back once there is one.
        let mut session = at("v=1&pattern=event-based&do=4s:crash:consumer-3", 0);
        session.set(Key::CONSUMERS, Value::Count(2), 1);
        let crash = nth(&session, 0);
        refused(
            &mut session,
            &crash,
            Edit::SwitchOn,
            "no place for what it names",
        );
        session.set(Key::CONSUMERS, Value::Count(3), 2);
        assert_eq!(session.edit(&crash, &Edit::SwitchOn), Outcome::Done);
        assert!(written(&session).ends_with("do=4s:crash:consumer-3"));
    }

    #[test]
    fn what_depended_on_an_act_is_named() {
        let text = "v=1&pattern=event-based\
            &do=1s:restart:broker;2s:crash:broker;3s:cut:link.producer.broker,for=1s;\
            3.5s:mend:link.producer.broker;4s:restart:broker";
        let mut session = at(text, 6 * SECOND);
        let crash = nth(&session, 1);
        let outcome = session.edit(&crash, &Edit::Delete);
        assert_eq!(
            outcome.words().unwrap(),
            "Nothing is left that 4s:restart:broker could end. It stays in the list of acts."
        );
        // One that lasts no longer than until then has ended by itself.
        let cut = nth(&session, 1);
        let Deed::Cut { link, .. } = cut.act.what else {
            unreachable!()
        };
        let lasting = Some(SECOND / 2);
        let outcome = session.edit(&cut, &Edit::Change(Deed::Cut { link, lasting }));
        assert!(outcome.words().unwrap().contains("3.5s:mend"));
    }

    #[test]
    fn what_can_be_typed_of_an_act_is_read_and_judged() {
        let session = at(DONE, 0);
        let settings = &session.scenario().settings;
        let typed = |place: usize, text: &str| {
            let read = nth(&session, place).with_argument(text, settings);
            read.map(|what| what.to_string())
        };
        let arguments: Vec<_> = session.scenario().script.listed();
        let arguments: Vec<_> = arguments
            .iter()
            .map(|one| one.act.what.argument())
            .collect();
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(arguments[..3], [text("1"), text("20"), text("1s")]);
        assert_eq!(typed(0, "7").as_deref(), Ok("write:key-7"));
        assert!(typed(0, "700").unwrap_err().contains("key-1 to key-24"));
        assert_eq!(typed(1, "12").as_deref(), Ok("set:writes=12"));
        assert!(typed(1, "lots").unwrap_err().contains("a number from 0"));
        assert_eq!(typed(2, "").as_deref(), Ok("crash:broker"));
        assert_eq!(typed(2, "2s").as_deref(), Ok("crash:broker,for=2s"));
        assert!(typed(2, "2").unwrap_err().contains("for=TIME"));
    }
}

//! The run on the page, and what the page knows of it beside: what is selected, what was wrong with
//! the link, and which parts of the screen have to look again.
//!
//! The session is borrowed for the length of one call only; signals are set after that.

use std::ops::Deref;

use leptos::prelude::*;

use super::address;
use super::frame_loop::now_ms;
use super::guarantees::Bench;
use crate::patterns::picture::Picture;
use crate::scenario::{
    Deed, Effect, Key, Link, Param, Pattern, Problem, Settings, Value, find, parse, write,
    write_value,
};
use crate::session::{Address, Outcome, Session, Speed, State, Step};
use crate::sim::time::Micros;
use crate::view::Target;

/// What changes from one frame to the next.
#[derive(Clone, Debug, PartialEq)]
pub struct Readout {
    /// The instant shown.
    pub now: Micros,
    /// When users and faults stop.
    pub duration: Micros,
    /// Whether it runs.
    pub state: State,
    /// Whether users have stopped, and what is under way comes to its end.
    pub draining: bool,
    /// How much of the way to a playhead that is not reached yet is done, in percent.
    pub catching_up: Option<u8>,
    /// That playhead.
    pub aim: Option<Micros>,
    /// Whether the way there was stopped.
    pub halted: bool,
    /// How fast simulated time goes, in words.
    pub pace: String,
    /// The speed that was chosen.
    pub speed: Speed,
}

impl Readout {
    fn of(session: &Session) -> Self {
        Self {
            now: session.now(),
            duration: session.duration(),
            state: session.state(),
            draining: session.is_draining(),
            catching_up: session.catching_up().map(|share| (share * 100.0) as u8),
            aim: session.aim(),
            halted: session.is_halted(),
            pace: session.pace_words(),
            speed: session.speed(),
        }
    }

    /// Whether time goes on by itself, be it to a playhead that is not reached yet.
    pub fn runs(&self) -> bool {
        self.state == State::Playing || self.aim.is_some() && !self.halted
    }

    /// Whether nothing is left to happen.
    pub fn is_over(&self) -> bool {
        matches!(self.state, State::Ended { .. } | State::Stopped(_))
    }
}

/// A handle to all of it, as small as a reference; components take it by value.
#[derive(Clone, Copy)]
pub struct Stage(&'static Parts);

impl Deref for Stage {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        self.0
    }
}

/// What there is of it.
pub struct Parts {
    session: StoredValue<Session, LocalStorage>,
    address: StoredValue<Address>,
    said_to_differ: StoredValue<bool>,
    unpainted: StoredValue<bool>,
    uncoloured: StoredValue<bool>,
    still: StoredValue<bool>,
    pushed_drag: StoredValue<u64>,
    next_drag: StoredValue<u64>,
    /// What the run is a run of.
    pub pattern: RwSignal<Pattern>,
    /// Whether the view is shown in which the model is checked against theory; time stands still meanwhile.
    pub theory: RwSignal<bool>,
    /// Set at most once a frame.
    pub readout: RwSignal<Readout>,
    /// Counts up when the slower parts of the screen should look again: a few times a second.
    pub beat: RwSignal<u32>,
    /// Counts up when a setting may have changed.
    pub settings: RwSignal<u32>,
    /// Counts up when another run has been opened.
    pub run: RwSignal<u32>,
    /// Counts up when the theme has changed, or how many pixels the screen has.
    pub theme: RwSignal<u32>,
    /// What was wrong with the link, by number.
    pub problems: RwSignal<Vec<(usize, String)>>,
    /// The address that is kept as it came, since its link could not be read whole or shows another run
    /// than its sender saw.
    pub kept: RwSignal<Option<String>>,
    /// What the popover speaks of.
    pub selected: RwSignal<Option<Target>>,
    /// The incident that a person looks at, by its number.
    pub chosen: RwSignal<Option<u64>>,
    /// Whether anybody has looked at an incident of this run.
    pub noticed: RwSignal<bool>,
    /// Which tab of the results is shown, by its place.
    pub tab: RwSignal<usize>,
    /// Where the prices of guarantees are measured.
    pub bench: StoredValue<Bench>,
    /// The key that the person at the page has chosen to write and read, from 1; 0 if none.
    pub your_key: RwSignal<u32>,
}

impl Stage {
    /// Opens the link in the address bar.
    pub fn new() -> Self {
        let (link, problems) = address::read();
        let pattern = RwSignal::new(link.scenario.settings.pattern());
        let mut bar = Address::default();
        bar.open(address::now(), &link, problems.is_empty());
        let kept = RwSignal::new(bar.kept().map(str::to_owned));
        let session = Session::open(link);
        let readout = RwSignal::new(Readout::of(&session));
        // There is one for as long as the page is open.
        let parts = Box::leak(Box::new(Parts {
            session: StoredValue::new_local(session),
            address: StoredValue::new(bar),
            said_to_differ: StoredValue::new(false),
            unpainted: StoredValue::new(true),
            uncoloured: StoredValue::new(false),
            still: StoredValue::new(false),
            pushed_drag: StoredValue::new(0),
            next_drag: StoredValue::new(1),
            pattern,
            theory: RwSignal::new(address::is_theory()),
            readout,
            beat: RwSignal::new(0),
            settings: RwSignal::new(0),
            run: RwSignal::new(0),
            theme: RwSignal::new(0),
            problems: RwSignal::new(numbered(&problems)),
            kept,
            selected: RwSignal::new(None),
            chosen: RwSignal::new(None),
            noticed: RwSignal::new(false),
            tab: RwSignal::new(1),
            bench: StoredValue::new(Bench::new()),
            your_key: RwSignal::new(0),
        }));
        Self(parts)
    }

    /// Opens another link in its place.
    pub fn open(self, link: Link, problems: &[Problem], step: Step) {
        let pattern = link.scenario.settings.pattern();
        let stays = self.pattern.get_untracked() == pattern;
        let speed = self.look(Session::speed);
        self.session.update_value(|session| {
            *session = Session::open(link);
            // Time scales differ too much between patterns for one speed to suit two of them.
            if stays {
                session.set_speed(speed);
            }
        });
        // First of all, so that what is made for one pattern is gone before it looks again.
        if !stays {
            self.pattern.set(pattern);
        }
        self.problems.set(numbered(problems));
        self.selected.set(None);
        self.chosen.set(None);
        self.noticed.set(false);
        self.run.update(|run| *run += 1);
        self.changed(step);
    }

    /// Opens a link of the program's own, as a step in the history.
    pub fn open_text(self, text: &str) {
        let (link, problems) = parse(text);
        self.go(link, &problems);
    }

    /// Opens another run as a step in the history, which has the one before as it was left.
    pub fn go(self, link: Link, problems: &[Problem]) {
        self.write_address(now_ms());
        self.open(link, problems, Step::New);
        self.write_address(now_ms());
    }

    /// Selects a thing, or nothing. What a selected message is about is followed from then on.
    pub fn select(self, target: Option<Target>) {
        self.selected.set(target);
        self.chosen.set(None);
        self.session.update_value(|session| match target {
            None => session.follow(None),
            Some(Target::Message(message)) => {
                let chain = session.chain(message);
                session.follow(chain.last().and_then(|fact| fact.what.letter()?.write));
            }
            Some(_) => {}
        });
        self.repaint();
    }

    /// Looks at the session.
    pub fn look<T>(self, look: impl FnOnce(&Session) -> T) -> T {
        self.session.with_value(look)
    }

    /// Does something that leaves the settings as they are.
    pub fn act(self, act: impl FnOnce(&mut Session)) {
        self.session.update_value(act);
        self.changed(Step::Amend);
    }

    /// Does something that begins another run.
    pub fn begin(self, act: impl FnOnce(&mut Session)) {
        self.session.update_value(act);
        self.select(None);
        self.noticed.set(false);
        self.changed(Step::New);
    }

    /// Crashes, restarts, cuts or mends.
    pub fn perform(self, deed: Deed) {
        let outcome = self
            .session
            .try_update_value(|session| session.perform(deed));
        self.changed(Step::Amend);
        self.say(outcome);
    }

    /// Lets simulated time pass.
    pub fn pass(self, elapsed_ms: f64, keep_going: &mut dyn FnMut() -> bool) {
        self.session
            .update_value(|session| session.frame(elapsed_ms, keep_going));
        self.publish();
    }

    /// Sets a parameter to a value. What is set with the same `drag` is one act.
    pub fn set(self, key: Key, value: Value, drag: u64) {
        let fresh = self.starts_anew(key) && self.pushed_drag.get_value() != drag;
        let outcome = self
            .session
            .try_update_value(|session| session.set(key, value, drag));
        if fresh {
            self.pushed_drag.set_value(drag);
        }
        self.changed(if fresh { Step::New } else { Step::Amend });
        self.say(outcome);
    }

    /// Sets a parameter to its default.
    pub fn reset(self, key: Key) {
        let fresh = self.starts_anew(key);
        let outcome = self.session.try_update_value(|session| session.reset(key));
        self.changed(if fresh { Step::New } else { Step::Amend });
        self.say(outcome);
    }

    /// The hand has let go of a slider. Gives a number that no drag has had.
    pub fn next_drag(self) -> u64 {
        self.session.update_value(Session::release);
        self.next_drag.update_value(|drag| *drag += 1);
        self.next_drag.get_value()
    }

    /// Says what became of something that a person wanted to be done, if there is something to say.
    fn say(self, outcome: Option<Outcome>) {
        if let Some(words) = outcome.and_then(|outcome| outcome.words()) {
            self.tell(words);
        }
    }

    /// Says something in the place of what was said last.
    pub fn tell(self, words: String) {
        self.problems.update(|problems| {
            problems.retain(|problem| problem.0 != usize::MAX);
            problems.push((usize::MAX, words));
        });
    }

    /// Whether setting this begins another run.
    fn starts_anew(self, key: Key) -> bool {
        self.look(|session| {
            let param = find(session.scenario().settings.pattern(), key);
            session.now() == 0
                || param.is_some_and(|param| param.effect == Effect::Restart)
                || matches!(session.state(), State::Ended { .. } | State::Stopped(_))
        })
    }

    /// The text of a parameter's value at the playhead. Reactive.
    pub fn text(self, key: Key) -> String {
        self.settings.track();
        self.beat.track();
        self.look(|session| write_value(session.value_now(key)))
    }

    /// The text of a parameter's default.
    pub fn default_text(self, param: &Param) -> String {
        self.look(|session| {
            Settings::defaults(session.scenario().settings.pattern()).write(param.key)
        })
    }

    /// Whether something has changed since the canvas was painted; says so once.
    pub fn take_unpainted(self) -> bool {
        let unpainted = self.unpainted.get_value();
        self.unpainted.set_value(false);
        unpainted
    }

    /// Asks for the canvas to be painted although time stands still.
    pub fn repaint(self) {
        self.unpainted.set_value(true);
    }

    /// Asks for everything to be painted, charts too: its colours or the pixels of its screen are others.
    pub fn repaint_all(self) {
        self.uncoloured.set_value(true);
        self.theme.update(|count| *count += 1);
        self.repaint();
    }

    /// Whether the colours may have changed since the canvas was painted; says so once.
    pub fn take_uncoloured(self) -> bool {
        let uncoloured = self.uncoloured.get_value();
        self.uncoloured.set_value(false);
        uncoloured
    }

    /// Says whether the person wants no motion.
    pub fn keep_still(self, still: bool) {
        self.still.set_value(still);
        self.repaint();
    }

    /// Whether the person wants no motion.
    pub fn is_still(self) -> bool {
        self.still.get_value()
    }

    /// What is to be painted.
    pub fn picture(self) -> Picture {
        self.look(Session::picture)
    }

    /// Writes the address bar if that is due.
    pub fn settle_address(self, now_ms: f64) {
        if self.address.with_value(|bar| bar.is_due(now_ms)) {
            self.write_address(now_ms);
        }
    }

    /// Writes the address bar, if there is something to write and nobody else has.
    fn write_address(self, now_ms: f64) {
        if !self.has_foreign_address() {
            let link = self.look(Session::link);
            self.address.update_value(|bar| {
                if let Some(writing) = bar.write(&link, now_ms) {
                    address::put(&writing);
                    bar.wrote(address::now());
                }
            });
            self.tell_kept();
        }
    }

    /// Opens what stands in the address bar, if a person put it there.
    pub fn follow_address(self) {
        self.theory.set(address::is_theory());
        if self.has_foreign_address() {
            self.open_address();
        }
    }

    /// The address of the run, as it stood before something else did.
    pub fn laboratory(self) -> String {
        let stood = self.address.with_value(|bar| bar.standing().to_owned());
        if stood.ends_with(address::THEORY) {
            return format!("#{}", write(&self.look(Session::link)));
        }
        stood
    }

    fn has_foreign_address(self) -> bool {
        self.address
            .with_value(|bar| bar.is_foreign(&address::now()))
    }

    /// Opens what stands in the address bar, whatever stood there before: who follows the same link again
    /// starts it again.
    pub fn open_address(self) {
        let comes_from_theory = self.theory.get_untracked();
        let is_theory = address::is_theory();
        self.theory.set(is_theory);
        // The run that was left for theory goes on where it was.
        if is_theory || comes_from_theory && !self.has_foreign_address() {
            return;
        }
        let (link, problems) = address::read();
        let is_whole = problems.is_empty();
        self.address
            .update_value(|bar| bar.open(address::now(), &link, is_whole));
        self.open(link, &problems, Step::Amend);
        self.tell_kept();
    }

    fn tell_kept(self) {
        let kept = self.address.with_value(|bar| bar.kept().map(str::to_owned));
        if self.kept.with_untracked(|before| *before != kept) {
            self.kept.set(kept);
        }
    }

    /// Says once that the run is not the one that the sender of its link saw.
    fn tell_difference(self) {
        let differs = self.look(|session| session.differs().map(ToString::to_string));
        if differs.is_some() == self.said_to_differ.get_value() {
            return;
        }
        self.said_to_differ.set_value(differs.is_some());
        if let Some(words) = differs {
            let scenario = self.look(|session| session.scenario().clone());
            self.address.update_value(|bar| bar.keep(&scenario));
            self.problems
                .update(|problems| problems.push((problems.len(), words)));
            self.tell_kept();
        }
    }

    fn note(self, step: Step) {
        self.address.update_value(|bar| bar.note(step));
    }

    fn changed(self, step: Step) {
        self.note(step);
        self.publish();
        self.repaint();
        self.settings.update(|count| *count += 1);
        self.beat.update(|count| *count += 1);
    }

    fn publish(self) {
        self.tell_difference();
        let readout = self.look(Readout::of);
        if self.readout.with_untracked(|old| *old != readout) {
            self.readout.set(readout);
            self.repaint();
        }
    }
}

fn numbered(problems: &[Problem]) -> Vec<(usize, String)> {
    problems
        .iter()
        .map(ToString::to_string)
        .enumerate()
        .collect()
}

//! The run on the page: what a person does to it, and how the page follows. Components have it from their
//! context.
//!
//! The session is borrowed for the length of one call only; signals are set after that.

use leptos::prelude::*;
use reactive_stores::{Patch, Store};

use super::address;
use super::beat::{Beat, Part};
use super::page_state::{Notice, PageState, PageStateStoreFields, Reach, Readout, Surroundings};
use crate::facts::time::Micros;
use crate::scenario::{
    Deed, Effect, Key, Link, Param, Preset, Problem, Settings, Value, find, write, write_value,
};
use crate::session::{Address, History, Outcome, Session, State, Step};
use crate::show::Target;

/// The number of the notice that says what became of something that was done; the link's are counted from 0.
const OUTCOME: usize = usize::MAX;

/// A handle to it, as small as a reference.
#[derive(Clone, Copy)]
pub struct Stage {
    held: StoredValue<Held, LocalStorage>,
    /// What is shown of it.
    pub state: Store<PageState>,
    /// Tells the slower parts of the screen when to look at the session again.
    pub(super) beat: Beat,
}

/// What no part of the page follows by itself.
struct Held {
    session: Session,
    history: History,
    address: Address,
    said_to_differ: bool,
    unpainted: bool,
    still: bool,
    pushed_drag: u64,
    next_drag: u64,
}

/// A run of which there is no page yet. Opening it takes about as long as making the first part of that.
pub struct Opened {
    session: Session,
    notices: Vec<Notice>,
    address: Address,
    theory: bool,
    /// What of the page the link shows, once the run has come to the instant of the link.
    select: Option<String>,
    playhead: Option<Micros>,
}

impl Opened {
    /// The run that the address bar names.
    pub fn asked_for() -> Self {
        let (link, problems) = address::read();
        let mut bar = Address::default();
        bar.open(address::now(), &link, problems.is_empty());
        Self {
            theory: address::is_theory(),
            ..Self::of(link, &problems, bar)
        }
    }

    /// The run of a link, for a page whose address bar is kept by `address`.
    pub fn of(mut link: Link, problems: &[Problem], address: Address) -> Self {
        Self {
            select: link.extras.select.take(),
            playhead: link.playhead,
            session: Session::open(link),
            notices: numbered(problems),
            address,
            theory: false,
        }
    }
}

/// The run on the page that the component is a part of.
pub fn use_stage() -> Stage {
    expect_context()
}

impl Stage {
    /// A page of a run. It is that of the context in which it is made.
    pub fn of(opened: Opened) -> Self {
        let Opened {
            session,
            notices,
            address,
            theory,
            select,
            playhead,
        } = opened;
        let kept = address.kept().map(str::to_owned);
        let scenario = session.scenario().clone();
        let preset = Preset::of(&scenario);
        let state = PageState {
            readout: Readout::of(&session),
            pattern: scenario.settings.pattern(),
            scenario,
            opened: 1,
            begun: 1,
            theory,
            presentation: false,
            surroundings: Surroundings {
                is_dark: false,
                pixel_ratio: 1.0,
            },
            notices,
            kept,
            preset,
            reach: Reach::default(),
            selected: None,
            chosen: None,
            sought: None,
            noticed: false,
            tab: 1,
            desk: 0,
            act: None,
            your_key: 0,
            awaited: None,
        };
        let opened = Self {
            held: StoredValue::new_local(Held {
                session,
                history: History::default(),
                address,
                said_to_differ: false,
                unpainted: true,
                still: false,
                pushed_drag: 0,
                next_drag: 1,
            }),
            state: Store::new(state),
            beat: Beat::new(),
        };
        opened.take_over(select.as_deref(), playhead);
        opened
    }

    /// Selects a thing, or nothing. What a selected message is about is followed from then on, and
    /// so is the saga of a step.
    pub fn select(self, target: Option<Target>) {
        self.state.selected().set(target);
        self.state.chosen().set(None);
        self.state.awaited().set(None);
        self.change(|session| match target {
            None => session.follow(None),
            Some(Target::Message(message)) => {
                let chain = session.chain(message);
                session.follow(chain.last().and_then(|fact| fact.what.letter()?.write));
            }
            Some(Target::Step(saga, _)) => session.follow(Some(saga)),
            Some(_) => {}
        });
        self.repaint();
    }

    /// Looks at the session.
    pub fn look<T>(self, look: impl FnOnce(&Session) -> T) -> T {
        self.held.with_value(|held| look(&held.session))
    }

    /// Looks at the session, and again at each beat. Reactive.
    pub fn watch<T>(self, look: impl FnOnce(&Session) -> T) -> T {
        self.watch_as(Part::Rest, look)
    }

    /// The same for a part that has a turn of its own. Reactive.
    pub fn watch_as<T>(self, part: Part, look: impl FnOnce(&Session) -> T) -> T {
        self.beat.track(part);
        self.look(look)
    }

    /// Does something that leaves the settings as they are.
    pub fn act(self, act: impl FnOnce(&mut Session)) {
        self.alter(None, act);
        self.changed(Step::Amend);
    }

    /// Does something that begins another run.
    pub fn begin(self, act: impl FnOnce(&mut Session)) {
        self.alter(None, act);
        self.begins();
        self.select(None);
        self.state.noticed().set(false);
        self.changed(Step::New);
    }

    /// What happened in the run before is not to come in this one.
    pub(super) fn begins(self) {
        self.state.begun().update(|begun| *begun += 1);
    }

    /// Crashes, restarts, cuts or mends.
    pub fn perform(self, deed: Deed) {
        let outcome = self.alter(None, |session| session.perform(deed));
        self.changed(Step::Amend);
        self.say(&outcome);
    }

    /// Lets simulated time pass.
    pub fn pass(self, elapsed_ms: f64, keep_going: &mut dyn FnMut() -> bool) {
        let aimed = self.look(|session| session.aim().is_some());
        self.change(|session| session.frame(elapsed_ms, keep_going));
        // There the link has its check; that of a run that plays on has no instant.
        if aimed && self.look(|session| session.aim().is_none()) {
            self.note(Step::Amend);
        }
        self.publish();
    }

    /// Sets a parameter to a value. What is set with the same `drag` is one act.
    pub fn set(self, key: Key, value: Value, drag: u64) {
        let is_pushed = self.held.with_value(|held| held.pushed_drag == drag);
        let fresh = self.starts_anew(key) && !is_pushed;
        let outcome = self.alter(Some(drag), |session| session.set(key, value, drag));
        if fresh {
            self.held.update_value(|held| held.pushed_drag = drag);
        }
        if fresh {
            self.begins();
        }
        self.changed(if fresh { Step::New } else { Step::Amend });
        self.say(&outcome);
    }

    /// Sets a parameter to its default.
    pub fn reset(self, key: Key) {
        let fresh = self.starts_anew(key);
        let outcome = self.alter(None, |session| session.reset(key));
        if fresh {
            self.begins();
        }
        self.changed(if fresh { Step::New } else { Step::Amend });
        self.say(&outcome);
    }

    /// The hand has let go of a slider. Gives a number that no drag has had.
    pub fn release(self) -> u64 {
        self.change(Session::release);
        self.next_drag()
    }

    /// A number that no drag has had.
    pub fn next_drag(self) -> u64 {
        self.held.update_value(|held| held.next_drag += 1);
        self.held.with_value(|held| held.next_drag)
    }

    /// Says what became of something that a person wanted to be done, if there is something to say.
    pub(super) fn say(self, outcome: &Outcome) {
        if let Some(words) = outcome.words() {
            self.tell(words);
        }
    }

    /// Says something in the place of what was said last.
    pub fn tell(self, words: String) {
        self.state.notices().update(|notices| {
            notices.retain(|notice| notice.number != OUTCOME);
            notices.push(Notice {
                number: OUTCOME,
                text: words,
            });
        });
    }

    /// Puts a notice away.
    pub fn dismiss(self, number: usize) {
        let notices = self.state.notices();
        notices.update(|notices| notices.retain(|notice| notice.number != number));
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
        self.watch(|session| write_value(session.value_now(key)))
    }

    /// The text of a parameter's default.
    pub fn default_text(self, param: &Param) -> String {
        self.look(|session| {
            Settings::defaults(session.scenario().settings.pattern()).write(param.key)
        })
    }

    /// Whether something has changed since the canvas was painted; says so once.
    pub fn take_unpainted(self) -> bool {
        let unpainted = self.held.with_value(|held| held.unpainted);
        self.held.update_value(|held| held.unpainted = false);
        unpainted
    }

    /// Asks for the canvas to be painted although time stands still.
    pub fn repaint(self) {
        self.held.update_value(|held| held.unpainted = true);
    }

    /// Everything is painted anew where the page is shown in other colours, or sharper.
    pub fn surround(self, change: impl FnOnce(&mut Surroundings)) {
        let before = self.state.surroundings().get_untracked();
        let mut now = before;
        change(&mut now);
        if now != before {
            self.state.surroundings().set(now);
            self.repaint();
        }
    }

    /// Says whether the person wants no motion.
    pub fn keep_still(self, still: bool) {
        self.held.update_value(|held| held.still = still);
        self.repaint();
    }

    /// Whether the person wants no motion.
    pub fn is_still(self) -> bool {
        self.held.with_value(|held| held.still)
    }

    /// Writes the address bar if that is due.
    pub fn settle_address(self, now_ms: f64) {
        if self.with_bar(|bar| bar.is_due(now_ms)) {
            self.write_address(now_ms);
        }
    }

    /// Writes the address bar, if there is something to write and nobody else has.
    pub(super) fn write_address(self, now_ms: f64) {
        if !self.has_foreign_address() {
            let link = self.link();
            self.change_bar(|bar| {
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
        self.state.theory().set(address::is_theory());
        if self.has_foreign_address() {
            self.open_address();
        }
    }

    /// The address of the run, as it stood before something else did.
    pub fn laboratory(self) -> String {
        let stood = self.with_bar(|bar| bar.standing().to_owned());
        if stood.ends_with(address::THEORY) {
            return format!("#{}", write(&self.link()));
        }
        stood
    }

    fn has_foreign_address(self) -> bool {
        self.with_bar(|bar| bar.is_foreign(&address::now()))
    }

    /// Opens what stands in the address bar, whatever stood there before: who follows the same link again
    /// starts it again.
    pub fn open_address(self) {
        let comes_from_theory = self.state.theory().get_untracked();
        let is_theory = address::is_theory();
        self.state.theory().set(is_theory);
        // The run that was left for theory goes on where it was.
        if is_theory || comes_from_theory && !self.has_foreign_address() {
            return;
        }
        let (link, problems) = address::read();
        let is_whole = problems.is_empty();
        self.change_bar(|bar| bar.open(address::now(), &link, is_whole));
        self.open(link, &problems, Step::Amend);
        self.tell_kept();
    }

    fn tell_kept(self) {
        let kept = self.with_bar(|bar| bar.kept().map(str::to_owned));
        if self.state.kept().with_untracked(|before| *before != kept) {
            self.state.kept().set(kept);
        }
    }

    /// Says once that the run is not the one that the sender of its link saw.
    fn tell_difference(self) {
        let differs = self.look(|session| session.differs().map(ToString::to_string));
        if differs.is_some() == self.held.with_value(|held| held.said_to_differ) {
            return;
        }
        self.held
            .update_value(|held| held.said_to_differ = differs.is_some());
        if let Some(text) = differs {
            let scenario = self.look(|session| session.scenario().clone());
            self.change_bar(|bar| bar.keep(&scenario));
            self.state.notices().update(|notices| {
                // Numbers of those that were put away are free; those that stand are not.
                let taken = |number: &usize| notices.iter().any(|one| one.number == *number);
                let number = (0..OUTCOME).find(|number| !taken(number)).unwrap_or(0);
                notices.push(Notice { number, text });
            });
            self.tell_kept();
        }
    }

    /// Something else is looked at: the address bar says so, no more often than it may be written.
    pub fn note_view(self) {
        self.note(Step::Amend);
    }

    fn note(self, step: Step) {
        self.change_bar(|bar| bar.note(step));
    }

    pub(super) fn changed(self, step: Step) {
        self.note(step);
        self.publish();
        self.repaint();
        let scenario = self.state.scenario();
        let is_other =
            self.look(|session| scenario.with_untracked(|known| known != session.scenario()));
        if is_other {
            scenario.set(self.look(|session| session.scenario().clone()));
        }
        self.tell_beat();
    }

    /// Has all slower parts of the screen look again at once.
    pub fn tell_beat(self) {
        for part in Part::ALL {
            self.beat.tell(part);
        }
    }

    fn publish(self) {
        self.tell_difference();
        let readout = self.look(Readout::of);
        if self
            .state
            .readout()
            .with_untracked(|known| *known != readout)
        {
            self.state.readout().patch(readout);
            self.repaint();
        }
    }

    pub(super) fn change<T>(self, change: impl FnOnce(&mut Session) -> T) -> T {
        let changed = self.held.try_update_value(|held| change(&mut held.session));
        // There is one for as long as the page stands.
        changed.unwrap_or_else(|| unreachable!("the run is gone"))
    }

    /// Does something that may make another run of it, which can be undone. All that has the same `drag` is
    /// one step.
    pub(super) fn alter<T>(self, drag: Option<u64>, alter: impl FnOnce(&mut Session) -> T) -> T {
        let before = self.left();
        let done = self.change(alter);
        self.note_step(before, drag);
        done
    }

    pub(super) fn change_history<T>(self, change: impl FnOnce(&mut History) -> T) -> Option<T> {
        self.held.try_update_value(|held| change(&mut held.history))
    }

    fn with_bar<T>(self, look: impl FnOnce(&Address) -> T) -> T {
        self.held.with_value(|held| look(&held.address))
    }

    fn change_bar(self, change: impl FnOnce(&mut Address)) {
        self.held.update_value(|held| change(&mut held.address));
    }
}

pub(super) fn numbered(problems: &[Problem]) -> Vec<Notice> {
    let problems = problems.iter().enumerate();
    problems
        .map(|(number, problem)| Notice {
            number,
            text: problem.to_string(),
        })
        .collect()
}

//! One run being watched: playback at a speed that an eye can follow, what a person does to it, and
//! the link that holds both.
//!
//! It reads no clock and draws nothing: whoever shows it says how much real time has passed.

mod acts;
mod address;
mod causes;
mod doing;
mod folds;
mod foresight;
mod hindsight;
mod history;
mod log;
mod opened;
mod pace;
mod reports;
#[cfg(test)]
mod trial;
mod view_state;

use crate::consistency::freshness::Freshness;
use crate::consistency::{Consistency, Incident, Screen, Tick, Truth};
use crate::facts::Fact;
use crate::facts::ids::{KeyIndex, MessageId, NodeId, ReplicaId, WriteId};
use crate::facts::time::Micros;
use crate::patterns::picture::{Gaze, Picture};
use crate::run::{Phase, Run};
use crate::scenario::{
    Check, Deed, Extras, Key, Kind, Places, Problem, Scenario, Settings, Value, param,
};
use log::Log;
use pace::{Moment, Pace};

pub use address::{Address, Step, Writing};
pub use causes::Cause;
pub use doing::{Outcome, Refusal};
pub use folds::Fold;
pub use foresight::{Foresight, Sought};
pub use history::{History, Left};
pub use pace::Speed;
pub use reports::{Part, Scope};
pub use view_state::{Item, Tab, ViewState};

/// Work between two looks at whether the frame's time is used up: a few hundred events, or one in which many
/// rows are copied.
const SLICE: u64 = 10_000;
/// A frame that took longer than this shows no more simulated time than one of this length.
const LONGEST_FRAME_MS: f64 = 100.0;

/// What a session is doing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Time passes.
    Playing,
    /// Time stands still.
    Paused,
    /// The run is over.
    Ended {
        /// Whether it came to rest; else it was ended after ten times its duration.
        settled: bool,
    },
    /// The run met a bound and does not go on; which, in words.
    Stopped(String),
}

/// Names one drag of a slider: all changes of a drag are one act.
pub type DragId = u64;

/// A run being watched.
pub struct Session {
    run: Run,
    /// The write or saga that a person follows.
    followed: Option<WriteId>,
    extras: Extras,
    log: Log,
    playing: bool,
    speed: Speed,
    /// How fast time passed in the last frame.
    pace: Pace,
    /// Where the playhead is shown; the run's own instant is that of its last event or frame.
    playhead: f64,
    /// Run up to here without showing it.
    catch_up: Option<Micros>,
    /// Whether that was stopped on the way, to go on with it later.
    halted: bool,
    /// What the sender of the link saw at the instant that is not reached yet.
    check: Option<Check>,
    /// What is said of a run that is not the one that the sender saw.
    differs: Option<Problem>,
    /// What is known of the time after the instant shown, if the run went back.
    hindsight: Option<Box<hindsight::Hindsight>>,
    drag: Option<(DragId, Key, Micros)>,
    /// How long the playhead still waits for a drag.
    held_ms: f64,
    /// Whether the last frame showed less time than it should have.
    behind: bool,
}

impl Session {
    /// What is run.
    pub fn scenario(&self) -> &Scenario {
        self.run.scenario()
    }

    /// The nodes and links.
    pub fn places(&self) -> Places {
        Places::of(&self.scenario().settings)
    }

    /// The instant shown.
    pub fn now(&self) -> Micros {
        self.run.now()
    }

    /// How long users write.
    pub fn duration(&self) -> Micros {
        self.scenario().settings.time(Key::DURATION)
    }

    /// What the session is doing.
    pub fn state(&self) -> State {
        match self.run.phase() {
            Phase::Ended { settled } => State::Ended { settled },
            Phase::Stopped(bound) => State::Stopped(bound.to_string()),
            _ if self.playing && !self.halted => State::Playing,
            _ => State::Paused,
        }
    }

    /// Whether users have stopped and the run comes to its end.
    pub fn is_draining(&self) -> bool {
        self.run.phase() == Phase::Draining
    }

    /// How much of the way to a playhead that is not reached yet is done, between 0 and 1.
    pub fn catching_up(&self) -> Option<f64> {
        self.catch_up
            .map(|to| (self.now() as f64 / to.max(1) as f64).min(1.0))
    }

    /// Whether the way to a playhead that is not reached yet was stopped; [`play`](Self::play) goes on.
    pub fn is_halted(&self) -> bool {
        self.halted
    }

    /// The playhead that is not reached yet.
    pub fn aim(&self) -> Option<Micros> {
        self.catch_up
    }

    /// Whether nothing happens by itself.
    fn stands(&self) -> bool {
        self.halted || !self.playing && self.catch_up.is_none()
    }

    /// Lets time pass, or goes on to the playhead that is not reached yet. After the end: the same run again.
    pub fn play(&mut self) {
        if self.halted {
            self.halted = false;
            return;
        }
        if self.run.is_over() {
            self.rewind();
        }
        self.playing = true;
    }

    /// Stops time, or the way to a playhead that is not reached yet: that is not forgotten.
    pub fn pause(&mut self) {
        if self.catch_up.is_some() {
            self.halted = true;
        } else {
            self.playing = false;
        }
    }

    /// Shows what happens in a span of real time, in whole milliseconds or parts of them.
    /// `keep_going` is asked after every few hundred events, or a few that do much, whether there is time left for more: if not,
    /// simulated time is dropped, never the frame.
    pub fn frame(&mut self, elapsed_ms: f64, keep_going: &mut dyn FnMut() -> bool) {
        if self.halted {
            return;
        }
        if let Some(to) = self.catch_up {
            if self.advance(to, keep_going) {
                self.catch_up = None;
                self.verify();
                // What is over was not stopped: when it begins again it plays.
                self.playing |= self.run.is_over();
            }
            self.playhead = self.now() as f64;
            return;
        }
        if self.held_ms > 0.0 {
            self.held_ms -= elapsed_ms;
            return;
        }
        if !self.playing || self.run.is_over() {
            return;
        }
        self.pace = self.aimed();
        if self.speed == Speed::ToEnd {
            self.advance(Micros::MAX, keep_going);
            self.playhead = self.now() as f64;
            return;
        }
        let shown = elapsed_ms.clamp(0.0, LONGEST_FRAME_MS);
        let target = self.playhead.max(self.now() as f64) + shown * 1e3 * self.pace.rate;
        let reached = self.advance(target as Micros, keep_going);
        self.behind = !reached;
        self.playhead = if reached { target } else { self.now() as f64 };
    }

    fn advance(&mut self, until: Micros, keep_going: &mut dyn FnMut() -> bool) -> bool {
        let Self { run, log, .. } = self;
        loop {
            if run.work(until, SLICE, &mut |fact| log.push(fact)) {
                return true;
            }
            if !keep_going() {
                return false;
            }
        }
    }

    /// Shows the next thing that happens, and pauses there.
    pub fn step(&mut self) {
        self.playing = false;
        self.held_ms = 0.0;
        if self.halted {
            self.forget_aim();
        }
        if self.catch_up.is_none() {
            let Self { run, log, .. } = self;
            run.step(&mut |fact| log.push(fact));
            self.playhead = self.now() as f64;
        }
    }

    /// Starts with another seed.
    pub fn new_seed(&mut self, seed: u64) {
        let mut scenario = self.scenario().clone();
        scenario.settings.set(Key::SEED, Value::Count(seed));
        self.start(scenario);
    }

    /// Lets users write for twice as long, and goes on from where they stopped.
    pub fn longer(&mut self) {
        let before = self.duration();
        let mut scenario = self.scenario().clone();
        let param = param(scenario.settings.pattern(), Key::DURATION);
        let Kind::Time { max, .. } = param.kind else {
            return;
        };
        let after = before.saturating_mul(2).min(max);
        scenario.settings.set(Key::DURATION, Value::Time(after));
        self.start(scenario);
        self.catch_up = Some(before);
        self.playing = true;
    }

    fn forget_aim(&mut self) {
        self.catch_up = None;
        self.halted = false;
        self.check = None;
    }

    fn start(&mut self, scenario: Scenario) {
        self.run = Run::new(scenario);
        self.log.clear();
        self.playhead = 0.0;
        self.forget_aim();
        self.differs = None;
        self.hindsight = None;
        self.drag = None;
        self.held_ms = 0.0;
    }

    /// The settings in force at the playhead.
    pub fn settings(&self) -> &Settings {
        self.run.settings()
    }

    /// The value of a setting at the playhead, or the one that a person has just given it.
    pub fn value_now(&self, key: Key) -> &Value {
        match self.moved(key).map(|act| (act.at, &act.what)) {
            Some((at, Deed::Set { value, .. })) if at > self.now() => value,
            _ => self.settings().value(key),
        }
    }

    /// How fast it is shown.
    pub fn speed(&self) -> Speed {
        self.speed
    }

    /// Sets how fast it is shown.
    pub fn set_speed(&mut self, speed: Speed) {
        self.speed = speed;
        self.pace = self.aimed();
    }

    /// Simulated microseconds for each real one.
    pub fn rate_now(&self) -> f64 {
        self.pace.rate
    }

    /// The speed in words.
    pub fn pace_words(&self) -> String {
        pace::words(self.pace, self.behind)
    }

    fn aimed(&self) -> Pace {
        self.speed.pace(&Moment {
            settings: self.settings(),
            now: self.now(),
            is_still: self.run.in_flight() == 0,
            next_at: self.run.next_at(),
            picture: &|| self.picture(),
        })
    }

    /// What it looks like.
    pub fn picture(&self) -> Picture {
        self.run.picture(self.followed)
    }

    /// The same with these messages shown by themselves, however many others there are.
    pub fn picture_with(&self, alone: &[MessageId]) -> Picture {
        let followed = self.followed;
        self.run.picture_for(Gaze { followed, alone })
    }

    /// The write or saga that is followed.
    pub fn followed(&self) -> Option<WriteId> {
        self.followed
    }

    /// Follows a write or saga from now on, or none in particular.
    pub fn follow(&mut self, followed: Option<WriteId>) {
        self.followed = followed;
    }

    /// How a key of a replica stands against the truth.
    pub fn freshness(&self, replica: ReplicaId, key: KeyIndex) -> Freshness {
        self.run.consistency().freshness(replica, key)
    }

    /// The first key from one on that a replica shows otherwise than it is.
    pub fn next_wrong(&self, replica: ReplicaId, from: KeyIndex) -> Option<KeyIndex> {
        self.run.consistency().next_wrong(replica, from)
    }

    /// Writes that a replica does not show yet.
    pub fn lag(&self, replica: ReplicaId) -> u64 {
        self.run.consistency().lag(replica)
    }

    /// What the people who are followed have on their screens, the person at the page first.
    pub fn screens(&self) -> &[Screen] {
        self.run.consistency().screens()
    }

    /// How many keys there are, those included that were created on the way.
    pub fn keys(&self) -> u32 {
        let declared = self.settings().count(Key::KEYS);
        declared.max(self.run.consistency().keys() as u64) as u32
    }

    /// What a key should show.
    pub fn truth(&self, key: KeyIndex) -> Option<Truth> {
        self.run.consistency().truth(key)
    }

    /// What a key of a replica shows.
    pub fn shown(&self, replica: ReplicaId, key: KeyIndex) -> Option<Truth> {
        self.run.consistency().shown(replica, key)
    }

    /// The replicas besides the source, and their nodes.
    pub fn replicas(&self) -> Vec<(ReplicaId, NodeId)> {
        self.run.consistency().replicas().collect()
    }

    /// All stores and their nodes, the originals included.
    pub fn stores(&self) -> Vec<(ReplicaId, NodeId)> {
        self.run.consistency().stores().collect()
    }

    /// The latest facts, oldest first.
    pub fn log(&self) -> impl DoubleEndedIterator<Item = &Fact> {
        self.log.facts()
    }

    /// How many facts there were, those forgotten included.
    pub fn logged(&self) -> u64 {
        self.log.count()
    }

    /// A message and the messages that led to it, oldest first, as far as the log remembers: for
    /// each the fact of its sending, and what became of the last.
    pub fn chain(&self, message: MessageId) -> Vec<Fact> {
        self.log.chain(message)
    }

    /// The lag of each replica over time.
    pub fn lag_series(&self) -> Vec<(ReplicaId, Vec<(Micros, f64)>)> {
        let series = self.consistency().lag_history();
        series
            .map(|(replica, series)| (replica, series.points_until(self.now())))
            .collect()
    }

    /// How many keys of replicas differ from the truth, over time.
    pub fn stale_series(&self) -> Vec<(Micros, f64)> {
        self.consistency().wrong_history().points_until(self.now())
    }

    /// When anomalies were seen, over the whole run.
    pub fn ticks(&self) -> &[Tick] {
        self.consistency().ticks()
    }

    /// What went wrong, oldest first, as far as it is kept.
    pub fn incidents(&self) -> &[Incident] {
        self.consistency().incidents()
    }

    /// What went wrong as the nth thing, if it is kept.
    pub fn incident(&self, nth: u64) -> Option<&Incident> {
        self.consistency().incident(nth)
    }

    /// Everything that is measured.
    pub fn consistency(&self) -> &Consistency {
        self.run.consistency()
    }

    /// The digest of all facts so far.
    pub fn digest(&self) -> u64 {
        self.run.digest()
    }

    /// How many events have run.
    pub fn events(&self) -> u64 {
        self.run.events()
    }
}

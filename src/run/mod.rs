//! One execution: a kernel with a pattern's nodes, the folds of its facts, the script, and the end.
//!
//! A run is a pure function of its scenario. It reads no clock: whoever drives it says how far.

mod digest;
mod watch;

use crate::consistency::{Consistency, Figures, Kept, Measure};
use crate::facts::Fact;
use crate::facts::ids::WriteId;
use crate::facts::time::Micros;
use crate::patterns::engine::Engine;
use crate::patterns::mechanism;
use crate::patterns::picture::{Gaze, Picture};
use crate::scenario::{Act, Deed, Key, Places, Role, Scenario, Script, Settings};
use crate::sim::bound::Bound;
use crate::sim::load::Load;
use crate::sim::node::Errand;
pub use digest::Digest;
pub use watch::{Watch, Watched};

/// A run drains for at most this many times its duration after users have stopped.
const LONGEST_DRAIN: Micros = 10;

/// How many things one by one an event and a fact are worth, and a question of what may still come.
const EVENT_WORK: u64 = 20;
const FACT_WORK: u64 = 20;
const QUESTION_WORK: u64 = 100;

/// Where a run stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Users write.
    Running,
    /// Users have stopped; what is under way comes to its end.
    Draining,
    /// It is over.
    Ended {
        /// Whether no message and no work was left; else the run was ended after ten times its
        /// duration.
        settled: bool,
    },
    /// It met a bound and does not go on.
    Stopped(Bound),
}

/// One run of a scenario.
pub struct Run {
    scenario: Scenario,
    places: Places,
    /// The settings in force.
    settings: Settings,
    engine: Box<dyn Engine>,
    /// Facts on their way from the kernel to the folds.
    fresh: Vec<Fact>,
    consistency: Consistency,
    /// Whether facts are folded into measures.
    is_measured: bool,
    digest: Digest,
    /// The next act of the script.
    next_act: usize,
    now: Micros,
    duration: Micros,
    phase: Phase,
}

impl Run {
    /// The run at its start.
    pub fn new(scenario: Scenario) -> Self {
        Self::observed(scenario, &mut |_| {})
    }

    /// The run at its start; its first facts, which stores there are, are shown to the observer.
    pub fn observed(scenario: Scenario, observe: &mut impl FnMut(&Fact)) -> Self {
        Self::start(scenario, true, observe)
    }

    /// The run at its start, of which nothing will be measured: what the model costs by itself.
    pub fn unmeasured(scenario: Scenario) -> Self {
        Self::start(scenario, false, &mut |_| {})
    }

    fn start(scenario: Scenario, is_measured: bool, observe: &mut impl FnMut(&Fact)) -> Self {
        let settings = scenario.settings.clone();
        let mechanism = mechanism(settings.pattern());
        let duration = settings.time(Key::DURATION);
        let mut run = Self {
            places: Places::of(&settings),
            engine: (mechanism.start)(&settings),
            fresh: Vec::new(),
            scenario,
            consistency: Consistency::new((mechanism.subject)(&settings)),
            settings,
            is_measured,
            digest: Digest::default(),
            next_act: 0,
            now: 0,
            duration,
            phase: Phase::Running,
        };
        run.take_facts(observe);
        run
    }

    /// What is run.
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// The settings in force now.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// How far the run has come.
    pub fn now(&self) -> Micros {
        self.now
    }

    /// Where it stands.
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// Whether it does not go on.
    pub fn is_over(&self) -> bool {
        matches!(self.phase, Phase::Ended { .. } | Phase::Stopped(_))
    }

    /// What is measured.
    pub fn consistency(&self) -> &Consistency {
        &self.consistency
    }

    /// All figures up to now.
    pub fn figures(&self) -> Figures {
        let mut figures = self.consistency.figures(self.now, self.is_over());
        let mut all = Load::default();
        for load in self.loads() {
            all.add(&load);
        }
        figures
            .measures
            .set(Measure::Utilisation.word(), Kept::Load(all));
        figures
    }

    /// The work of each node up to now, by its number; that of nodes that are no stations is empty.
    pub fn loads(&self) -> Vec<Load> {
        self.engine.loads(self.now)
    }

    /// The digest of all facts so far.
    pub fn digest(&self) -> u64 {
        self.digest.value()
    }

    /// How many events have run.
    pub fn events(&self) -> u64 {
        self.engine.events()
    }

    /// What it looks like now, with one write or saga in detail if it is followed.
    pub fn picture(&self, followed: Option<WriteId>) -> Picture {
        self.picture_for(Gaze {
            followed,
            ..Gaze::default()
        })
    }

    /// The same, for somebody who looks at some of it more closely.
    pub fn picture_for(&self, gaze: Gaze<'_>) -> Picture {
        self.engine.picture(self.now, gaze)
    }

    /// Messages on their way.
    pub fn in_flight(&self) -> usize {
        self.engine.in_flight()
    }

    /// When the next event or act happens, if the run goes on.
    pub fn next_at(&self) -> Option<Micros> {
        if self.is_over() {
            return None;
        }
        let limit = self.limit();
        let next = [self.engine.next_at(), self.act_at(), Some(limit)]
            .into_iter()
            .flatten()
            .min();
        next.map(|at| at.max(self.now))
    }

    /// Adds an act whose instant is still to come; false if the script is full.
    pub fn add_act(&mut self, act: Act) -> bool {
        debug_assert!(act.at > self.now || self.now == 0);
        self.scenario.add(act)
    }

    /// Takes another script, if nothing of it that is past already is another: else false, and nothing changes.
    pub fn take_script(&mut self, script: &Script) -> bool {
        let is_past = |act: &&Act| act.at <= self.now;
        let before = self.scenario.script.acts().iter().take_while(is_past);
        let is_same = before.eq(script.acts().iter().take_while(is_past));
        if is_same {
            self.scenario.script = script.clone();
        }
        is_same
    }

    /// Runs what is due up to and including an instant, at most this many events; every fact is
    /// shown to the observer. True when it got there.
    pub fn advance(
        &mut self,
        until: Micros,
        most_events: u64,
        observe: &mut impl FnMut(&Fact),
    ) -> bool {
        let mut left = most_events;
        while let Some(next) = self.next_at() {
            if next > until {
                self.now = self.now.max(until);
                return true;
            }
            if left == 0 {
                return false;
            }
            left -= 1;
            self.happen(next, observe);
        }
        true
    }

    /// The same for as long as about so much work is done, counted in things gone through one by one; it goes
    /// on with the next call.
    pub fn work(&mut self, until: Micros, most: u64, observe: &mut impl FnMut(&Fact)) -> bool {
        let mut done = 0;
        let toil = |run: &Self| run.engine.toil() + QUESTION_WORK * run.consistency.questions();
        let mut known = toil(self);
        while done < most {
            let mut facts = 0;
            let reached = self.advance(until, 1, &mut |fact| {
                facts += 1;
                observe(fact);
            });
            if reached {
                return true;
            }
            let before = std::mem::replace(&mut known, toil(self));
            done += EVENT_WORK + FACT_WORK * facts + known - before;
        }
        false
    }

    /// Runs to the end.
    pub fn finish(&mut self, observe: &mut impl FnMut(&Fact)) {
        self.advance(Micros::MAX, u64::MAX, observe);
    }

    /// Runs the next thing that records a fact. False when the run is over.
    pub fn step(&mut self, observe: &mut impl FnMut(&Fact)) -> bool {
        while let Some(next) = self.next_at() {
            let mut seen = false;
            self.happen(next, &mut |fact| {
                seen = true;
                observe(fact);
            });
            if seen {
                return true;
            }
        }
        false
    }

    /// The next act, event or turn of the run, which is due at this instant. Acts go before events.
    fn happen(&mut self, at: Micros, observe: &mut impl FnMut(&Fact)) {
        self.now = at;
        if self.act_at().is_some_and(|act| act <= at) {
            self.engine.pass_to(at);
            self.act();
        } else if at >= self.limit() && self.engine.next_at().is_none_or(|next| next >= at) {
            self.engine.pass_to(at);
            self.turn();
        } else {
            self.engine.step();
            if let Some(bound) = self.engine.bound() {
                self.phase = Phase::Stopped(bound);
            }
        }
        self.take_facts(observe);
        if self.consistency.is_full() {
            self.phase = Phase::Stopped(Bound::Remembered);
        }
        if self.phase == Phase::Draining && self.engine.is_quiet() {
            self.phase = Phase::Ended { settled: true };
            if self.is_measured {
                self.consistency.doubt_the_rest();
                self.take_findings(observe);
            }
        }
        if self.is_over() {
            self.consistency.close();
        }
    }

    /// When the phase ends by itself.
    fn limit(&self) -> Micros {
        match self.phase {
            Phase::Running => self.duration,
            _ => self.duration.saturating_mul(1 + LONGEST_DRAIN),
        }
    }

    fn turn(&mut self) {
        if self.phase == Phase::Running {
            self.engine.close();
            self.consistency.note_drain();
            self.phase = Phase::Draining;
        } else {
            self.phase = Phase::Ended { settled: false };
        }
    }

    fn act_at(&self) -> Option<Micros> {
        self.scenario
            .script
            .acts()
            .get(self.next_act)
            .map(|act| act.at)
    }

    fn act(&mut self) {
        let Some(act) = self.scenario.script.acts().get(self.next_act) else {
            return;
        };
        self.next_act += 1;
        match &act.what {
            Deed::Set { key, value } => {
                self.settings.set(*key, value.clone());
                self.engine.change(&self.settings);
                self.consistency.ask_again();
            }
            &Deed::Write { key } => self.errand(Errand::Write(key)),
            &Deed::Read { key } => self.errand(Errand::Read(key)),
            Deed::Crash { node, lasting } => {
                if let Some(node) = self.places.node(*node) {
                    self.engine.crash(node, *lasting);
                }
            }
            Deed::Restart { node } => {
                if let Some(node) = self.places.node(*node) {
                    self.engine.restart(node);
                }
            }
            Deed::Stop { node, lasting } => {
                if let Some(node) = self.places.node(*node) {
                    self.engine.stop(node, *lasting);
                }
            }
            Deed::Start { node } => {
                if let Some(node) = self.places.node(*node) {
                    self.engine.go_on(node);
                }
            }
            Deed::Cut { link, lasting } => {
                if let Some(link) = self.places.link(*link) {
                    self.engine.cut(link, *lasting);
                }
            }
            Deed::Mend { link } => {
                if let Some(link) = self.places.link(*link) {
                    self.engine.mend(link);
                }
            }
        }
    }

    /// The person at the page writes or reads; once users have stopped, they have too.
    fn errand(&mut self, errand: Errand) {
        if let Some(people) = self.places.node(Role::USERS) {
            self.engine.errand(people, errand);
        }
    }

    fn take_facts(&mut self, observe: &mut impl FnMut(&Fact)) {
        self.engine.facts(&mut self.fresh);
        for fact in self.fresh.drain(..) {
            self.digest.fold(&fact);
            if self.is_measured {
                self.consistency.fold(&fact);
            }
            observe(&fact);
        }
        for (write, replica) in self.engine.let_go() {
            if self.is_measured {
                self.consistency.let_go(write, replica);
            }
        }
        if self.consistency.has_questions() {
            self.take_findings(observe);
        }
    }

    /// What will not come any more is a fact too, found in the state of the run, which alone knows of all
    /// that is left. In a run that has settled nothing is.
    fn take_findings(&mut self, observe: &mut impl FnMut(&Fact)) {
        let has_settled = self.phase == Phase::Ended { settled: true };
        let engine = &self.engine;
        let found = self
            .consistency
            .find(|prospect| !has_settled && engine.may_still(prospect));
        for what in found {
            let fact = Fact {
                at: self.now,
                cause: None,
                what,
            };
            self.consistency.fold(&fact);
            observe(&fact);
        }
    }
}

//! Looking for an incident beside the run that is watched: the same run is run from its start until the
//! incident is known. Some are known only long after their instant, when nothing is left that could have
//! helped.

use super::Session;
use super::hindsight::Hindsight;
use crate::consistency::Incident;
use crate::facts::time::Micros;
use crate::run::Run;

/// Which incident is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sought {
    /// The one of a number.
    Nth(u64),
    /// The first of a kind, by the word under which it is counted.
    First(&'static str),
}

impl Sought {
    fn is(self, incident: &Incident) -> bool {
        match self {
            Self::Nth(nth) => incident.nth == nth,
            Self::First(word) => incident.what.word() == word,
        }
    }
}

/// A search for an incident, done bit by bit.
pub struct Foresight {
    run: Run,
    sought: Sought,
    /// Its number and its instant.
    found: Option<(u64, Micros)>,
}

impl Foresight {
    /// Runs at most this many events more. True when it is found, or is known not to be there.
    pub fn advance(&mut self, events: u64) -> bool {
        let is_over = self.run.advance(Micros::MAX, events, &mut |_| {});
        let mut incidents = self.run.consistency().incidents().iter();
        let found = incidents.find(|incident| self.sought.is(incident));
        self.found = found.map(|incident| (incident.nth, incident.at));
        is_over || self.found.is_some()
    }

    /// How much of the run has been gone through, from 0 to 1.
    pub fn progress(&self) -> f64 {
        let whole = self
            .run
            .scenario()
            .settings
            .time(crate::scenario::Key::DURATION);
        (self.run.now() as f64 / whole.max(1) as f64).min(1.0)
    }

    /// The number of the incident and its instant, once it is found.
    pub fn found(&self) -> Option<(u64, Micros)> {
        self.found
    }
}

impl Session {
    /// Looks for an incident of this run, from its start on.
    pub fn look_for(&self, sought: Sought) -> Foresight {
        Foresight {
            run: Run::new(self.scenario().clone()),
            sought,
            found: None,
        }
    }

    /// From now on what was found out is known, as if this run had come so far and gone back; unless it is
    /// another run by now.
    pub fn learn(&mut self, foresight: &Foresight) {
        let run = &foresight.run;
        if run.scenario() == self.scenario() && run.now() > self.now() {
            self.hindsight = Some(Box::new(Hindsight::of(run.consistency(), run.now())));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::What;
    use crate::patterns::all_presets;
    use crate::scenario::Moment;
    use crate::session::State;
    use crate::session::trial::{opened, reach};
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn look(session: &Session, sought: Sought) -> Foresight {
        let mut foresight = session.look_for(sought);
        while !foresight.advance(300) {}
        foresight
    }

    /// A link to the instant of an incident has to do without what the page that made it knew of later.
    #[test]
    fn whatever_went_wrong_is_known_again_at_its_instant() {
        let mut late = 0;
        for preset in all_presets() {
            let mut session = opened(preset.link);
            reach(&mut session, Micros::MAX / 2);
            let known = session.incidents().to_vec();
            let few = known.iter().step_by(known.len().div_ceil(6).max(1));
            for incident in few {
                let mut there = opened(preset.link);
                reach(&mut there, incident.at);
                let digest = there.digest();
                let known = |session: &Session| {
                    let found = session.known_incident(incident.nth);
                    found.map(|found| (found.what, found.at))
                };
                if known(&there).is_none() {
                    late += 1;
                    let foresight = look(&there, Sought::Nth(incident.nth));
                    assert_eq!(foresight.found(), Some((incident.nth, incident.at)));
                    there.learn(&foresight);
                }
                let expected = Some((incident.what, incident.at));
                assert_eq!(known(&there), expected, "{}", preset.word);
                assert_eq!((there.now(), there.digest()), (incident.at, digest));
            }
        }
        assert!(late > 5, "{late}: most are known at once");
    }

    #[test]
    fn what_is_not_there_is_not_found() {
        let mut session = opened("v=1&pattern=cqrs");
        let foresight = look(&session, Sought::First("overdraft"));
        assert_eq!(foresight.found(), None);
        assert!(foresight.progress() >= 1.0);
        // What is known of one run says nothing of another.
        let foresight = look(&opened("v=1&pattern=cqrs&seed=4"), Sought::Nth(1));
        session.learn(&foresight);
        assert_eq!(session.known_incidents(), session.incidents());
    }

    /// "Show me the moment" leads somewhere in each of them, and there it is.
    #[test]
    fn every_preset_has_the_moment_that_it_is_about() {
        for preset in all_presets() {
            let mut session = opened(preset.link);
            let (at, nth) = match preset.moment {
                Moment::At(at) => (at, None),
                Moment::First(word) => {
                    let found = look(&session, Sought::First(word)).found();
                    let (nth, at) = found.unwrap_or_else(|| panic!("{}: no {word}", preset.word));
                    (at, Some(nth))
                }
            };
            assert!(at > 0 && at < session.duration(), "{}: {at}", preset.word);
            reach(&mut session, at);
            assert_eq!((session.now(), session.state()), (at, State::Paused));
            if nth.is_none() {
                // A healthy one: one copy is ahead of another, or something booked is given back.
                let mut lags = session
                    .replicas()
                    .into_iter()
                    .map(|(id, _)| session.lag(id));
                let first = lags.next();
                let differ = lags.any(|lag| Some(lag) != first);
                let undoes = session
                    .log
                    .facts()
                    .any(|fact| matches!(fact.what, What::Undoing { .. }));
                assert!(differ || undoes, "{}: all is at rest", preset.word);
            }
        }
    }
}

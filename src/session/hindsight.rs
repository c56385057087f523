//! Going to an instant, and what is known of the time after it.
//!
//! A run that goes back begins again and is run up to the instant, so it is the same run. What went
//! wrong later is remembered until the run has come there again or something is changed.

use super::Session;
use crate::consistency::{Consistency, Incident, Known, Named};
use crate::facts::time::Micros;

/// What is known of a run that went back.
#[derive(Clone, Debug)]
pub struct Hindsight {
    /// What the timeline showed.
    timeline: Known,
    incidents: Vec<Incident>,
    counts: Named<u64>,
}

impl Hindsight {
    /// What is known of a run that has come to an instant.
    pub(super) fn of(known: &Consistency, at: Micros) -> Self {
        Self {
            timeline: known.known(at),
            incidents: known.incidents().to_vec(),
            counts: known.anomalies(),
        }
    }
}

impl Session {
    /// Stops time at an instant. What is past is run again from the start, over the next frames.
    pub fn go_to(&mut self, at: Micros) {
        if at < self.now() {
            let known = self.ahead().cloned();
            let known = known.unwrap_or_else(|| Hindsight::of(self.consistency(), self.now()));
            self.rewind();
            self.hindsight = Some(Box::new(known));
        }
        self.forget_aim();
        self.pause();
        self.release();
        self.catch_up = (at > self.now()).then_some(at);
    }

    /// What went wrong, oldest first, as far as it is kept: up to where the run had come before it
    /// went back.
    pub fn known_incidents(&self) -> &[Incident] {
        match self.ahead() {
            Some(known) => &known.incidents,
            None => self.incidents(),
        }
    }

    /// What went wrong as the nth thing, if it is kept.
    pub fn known_incident(&self, nth: u64) -> Option<&Incident> {
        let find = |all: &[Incident]| all.iter().position(|incident| incident.nth == nth);
        let now = self.incidents();
        let known = self.known_incidents();
        find(known)
            .map(|place| &known[place])
            .or_else(|| find(now).map(|place| &now[place]))
    }

    /// How often each thing went wrong, up to where the run had come before it went back.
    pub fn known_anomalies(&self) -> Named<u64> {
        match self.ahead() {
            Some(known) => known.counts.clone(),
            None => self.consistency().anomalies(),
        }
    }

    /// What the timeline shows: up to where the run had come before it went back.
    pub fn timeline(&self) -> Known {
        match self.ahead() {
            Some(known) => known.timeline.clone(),
            None => self.consistency().known(self.now()),
        }
    }

    /// How far the run is known: as far as it had come before it went back.
    pub fn known_until(&self) -> Micros {
        self.ahead()
            .map_or(self.now(), |known| known.timeline.until)
    }

    /// What is known of the time after the instant shown.
    fn ahead(&self) -> Option<&Hindsight> {
        let known = self.hindsight.as_deref()?;
        (self.now() < known.timeline.until).then_some(known)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Deed, Key, NodeKind, Preset, Value};
    use crate::session::trial::{at, reach};
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn watched_until(instant: Micros) -> Session {
        let link = Preset::from_word("where-is-my-deposit").map(|preset| preset.link);
        at(link.unwrap(), instant)
    }

    #[test]
    fn a_run_that_goes_back_is_the_same_run() {
        let mut session = watched_until(9_000_000);
        let (digest, incidents) = (session.digest(), session.incidents().to_vec());
        let timeline = session.timeline();
        assert_eq!(timeline.until, 9_000_000);
        assert!(incidents.len() > 2);
        let at = incidents[1].at;
        reach(&mut session, at);
        assert!(session.incidents().last().is_some_and(|last| last.at == at));
        assert_eq!(session.known_incidents(), incidents, "nothing is forgotten");
        assert_eq!(session.known_incident(2), incidents.get(2));
        let known = session.timeline();
        assert_eq!((known.until, known.whole), (9_000_000, timeline.whole));
        assert_eq!((session.now(), session.known_until()), (at, 9_000_000));
        assert_eq!(known.ticks, timeline.ticks);
        let counts = session.known_anomalies();
        assert_eq!(counts.values().sum::<u64>(), incidents.len() as u64);
        reach(&mut session, 9_000_000);
        assert_eq!(
            (session.digest(), session.incidents()),
            (digest, &incidents[..])
        );
    }

    #[test]
    fn going_back_twice_remembers_how_far_the_run_had_come() {
        let mut session = watched_until(9_000_000);
        let incidents = session.incidents().to_vec();
        reach(&mut session, 6_000_000);
        reach(&mut session, 3_000_000);
        assert_eq!(session.known_incidents(), incidents);
        reach(&mut session, 9_100_000);
        assert_eq!(session.known_incidents(), session.incidents());
    }

    #[test]
    fn what_is_changed_makes_what_was_to_come_unknown() {
        let changes: [fn(&mut Session); 4] = [
            |session| {
                session.set(Key::WRITES, Value::Number(2.0), 1);
            },
            |session| {
                let node = NodeKind::WRITE_MODEL.alone();
                session.perform(Deed::Crash {
                    node,
                    lasting: None,
                });
            },
            Session::restart,
            |session| session.new_seed(9),
        ];
        for (nth, change) in changes.into_iter().enumerate() {
            let mut session = watched_until(9_000_000);
            reach(&mut session, 2_000_000);
            assert_ne!(session.known_incidents(), session.incidents(), "{nth}");
            change(&mut session);
            assert_eq!(session.known_incidents(), session.incidents(), "{nth}");
        }
    }
}

//! What went wrong in a run: how often each thing did, when, and of each kind the first and the newest in
//! full.

use crate::consistency::incidents::anomaly::Anomaly;
use crate::consistency::incidents::incident::{Closing, Incident, Outcome};
use crate::consistency::incidents::ticks::{Tick, Ticks};
use crate::consistency::stats::named::Named;
use crate::facts::Fact;
use crate::facts::time::Micros;

/// How many of the first of each kind are kept whole.
const FIRST_KEPT: usize = 64;
/// How many of the newest of each kind are kept whole at least; up to twice as many are.
const NEWEST_KEPT: usize = 64;

/// How often each anomaly was seen, when, and what is known of the first and the newest of each kind.
#[derive(Clone, Debug, Default)]
pub struct Anomalies {
    /// By the place in [`Anomaly::ALL`].
    counts: [u64; Anomaly::ALL.len()],
    /// How many of each are kept.
    held: [usize; Anomaly::ALL.len()],
    ticks: Ticks,
    /// In the order of their numbers.
    kept: Vec<Incident>,
    /// Those whose end the fact under way turned out to be.
    closing: Vec<(u64, Outcome)>,
}

impl Anomalies {
    /// One more, of which nothing else is known.
    pub fn note(&mut self, at: Micros, anomaly: Anomaly) {
        self.record(Incident::new(at, anomaly));
    }

    /// One more; its number.
    pub fn record(&mut self, mut incident: Incident) -> u64 {
        let nth = self.counts.iter().sum();
        let kind = incident.what as usize;
        incident.nth = nth;
        self.counts[kind] += 1;
        self.held[kind] += 1;
        self.ticks.note(incident.at, incident.what, nth);
        self.kept.push(incident);
        if self.held[kind] > FIRST_KEPT + 2 * NEWEST_KEPT {
            self.forget(kind);
        }
        nth
    }

    /// Keeps the first and the newest of a kind.
    fn forget(&mut self, kind: usize) {
        let newest = self.held[kind] - NEWEST_KEPT;
        let mut seen = 0;
        self.kept.retain(|incident| {
            if incident.what as usize != kind {
                return true;
            }
            seen += 1;
            seen <= FIRST_KEPT || seen > newest
        });
        self.held[kind] = FIRST_KEPT + NEWEST_KEPT;
    }

    /// An incident has ended, by the fact that is being folded.
    pub fn end(&mut self, nth: u64, how: Outcome) {
        self.closing.push((nth, how));
    }

    /// An incident had ended before it was noticed.
    pub fn has_ended(&mut self, nth: u64, how: Outcome) {
        if let Some(place) = self.place(nth) {
            let incident = &mut self.kept[place];
            let at = incident.at;
            incident.closing = Some(Closing { at, how });
        }
    }

    /// Something more is known of what led to the end of an incident.
    pub fn tell(&mut self, nth: u64, fact: Fact) {
        if let Some(place) = self.place(nth) {
            let incident = &mut self.kept[place];
            if !incident.trail.contains(&fact) {
                incident.tell(fact);
            }
        }
    }

    /// Writes the fact into the incidents that have ended by it.
    pub fn close(&mut self, fact: &Fact) {
        for (nth, how) in std::mem::take(&mut self.closing) {
            if let Some(place) = self.place(nth) {
                self.kept[place].end(Closing { at: fact.at, how }, Some(*fact));
            }
        }
    }

    /// One has ended, by a fact. Of one that is not kept nothing is remembered.
    pub fn close_one(&mut self, nth: u64, closing: Closing, fact: Option<Fact>) {
        if let Some(incident) = self.place(nth).and_then(|place| self.kept.get_mut(place))
            && incident.closing.is_none()
        {
            incident.end(closing, fact);
        }
    }

    /// Whether an incident has ended by the fact that is being folded.
    pub fn are_closing(&self) -> bool {
        !self.closing.is_empty()
    }

    /// Those that are kept, oldest first: of each kind at least the first and the newest 64.
    pub fn kept(&self) -> &[Incident] {
        &self.kept
    }

    /// The one of a number, if it is kept.
    pub fn find(&self, nth: u64) -> Option<&Incident> {
        self.kept.get(self.place(nth)?)
    }

    fn place(&self, nth: u64) -> Option<usize> {
        self.kept
            .binary_search_by(|incident| incident.nth.cmp(&nth))
            .ok()
    }

    /// Before a list of those that wait for their end grows: what is no longer kept waits for nothing. So
    /// such a list is bounded by what is kept.
    pub fn tidy<T>(&self, list: &mut Vec<T>, nth: impl Fn(&T) -> u64) {
        if list.len() == list.capacity() {
            list.retain(|waiting| self.find(nth(waiting)).is_some());
        }
    }

    /// How often each was seen, those never seen left out.
    pub fn counts(&self) -> Named<u64> {
        let counts = Anomaly::ALL.into_iter().zip(self.counts);
        let seen = counts.filter(|&(_, count)| count > 0);
        seen.map(|(anomaly, count)| (anomaly.word(), count))
            .collect()
    }

    /// When they were seen.
    pub fn ticks(&self) -> &[Tick] {
        self.ticks.all()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn of_each_kind_the_first_and_the_newest_are_kept() {
        let mut anomalies = Anomalies::default();
        for nth in 0..10_000 {
            let kind = if nth % 100 == 0 {
                Anomaly::DivergedKey
            } else {
                Anomaly::LostEvent
            };
            assert_eq!(anomalies.record(Incident::new(nth, kind)), nth);
            assert!(anomalies.kept().len() <= 2 * (FIRST_KEPT + 2 * NEWEST_KEPT));
        }
        for kind in [Anomaly::LostEvent, Anomaly::DivergedKey] {
            let all: Vec<u64> = (0..10_000)
                .filter(|nth| (nth % 100 == 0) == (kind == Anomaly::DivergedKey))
                .collect();
            let newest = &all[all.len().saturating_sub(NEWEST_KEPT)..];
            for nth in all.iter().take(FIRST_KEPT).chain(newest) {
                let found = anomalies.find(*nth).map(|found| (found.nth, found.what));
                assert_eq!(found, Some((*nth, kind)));
            }
        }
        assert!(anomalies.find(5_001).is_none());
        let numbers: Vec<u64> = anomalies.kept().iter().map(|kept| kept.nth).collect();
        assert!(numbers.windows(2).all(|pair| pair[0] < pair[1]));
        assert_eq!(anomalies.counts()["lost-event"], 9_900);
    }
}

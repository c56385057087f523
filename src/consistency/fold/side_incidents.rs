//! What the fold does when a two-way sync does not give a guarantee: it tells what the side showed and where the
//! write was that it lacked, as an incident, and ends it. There is no one truth to compare with.

use super::Consistency;
use crate::consistency::incidents::chronicle::Scribe;
use crate::consistency::incidents::incident::{Incident, Outcome};
use crate::consistency::sessions::guarantees::Violation;
use crate::facts::ids::WriteId;
use crate::facts::{Fact, What};

use crate::consistency::incidents::side_incidents::MANY;
impl Consistency {
    /// A guarantee that a session was not given.
    pub(super) fn tell_side_violation(&mut self, violation: &Violation) {
        let lacks = violation.lacks;
        let is_made = |fact: &Fact| matches!(fact.what, What::Wrote { .. });
        let committed = lacks.and_then(|write| {
            let mut about = self.chronicle.about(write);
            about.find_map(|(_, fact)| is_made(fact).then_some(fact.at))
        });
        let place = self.place(violation.replica);
        let incident = Incident {
            node: place.map(|place| self.replicas[place].node),
            found: self.shown(violation.replica, violation.key),
            committed,
            ..violation.incident()
        };
        let mut scribe = Scribe {
            chronicle: &self.chronicle,
            anomalies: &mut self.anomalies,
        };
        let nth = scribe.record(incident, &[]);
        if let Some(write) = lacks.filter(|write| self.sides.awaits(violation.key, *write)) {
            self.await_write(nth, write);
        }
    }

    fn await_write(&mut self, nth: u64, WriteId(write): WriteId) {
        let (anomalies, awaited) = (&self.anomalies, &mut self.sides.awaited);
        if awaited.count >= MANY {
            awaited.count = 0;
            for (write, mut waiting) in awaited.by_write.take().collect::<Vec<_>>() {
                waiting.retain(|nth| anomalies.find(*nth).is_some());
                if !waiting.is_empty() {
                    awaited.count += waiting.len();
                    awaited.by_write.insert(write, waiting);
                }
            }
        }
        awaited.by_write.entry(write, Vec::new).push(nth);
        awaited.count += 1;
    }

    /// The fact at hand belongs to the story of a write that the other side does not have.
    pub(super) fn tell_waiting(&mut self, WriteId(write): WriteId) {
        let waiting = self.sides.awaited.by_write.get(write).into_iter().flatten();
        if let Some((_, fact)) = self.chronicle.last() {
            for nth in waiting {
                self.anomalies.tell(*nth, fact);
            }
        }
    }

    /// The fact at hand says what has become of a write that the other side did not have.
    pub(super) fn settle_write(&mut self, WriteId(write): WriteId, how: Outcome) {
        let awaited = &mut self.sides.awaited;
        if awaited.count == 0 {
            return;
        }
        let waiting = awaited.by_write.remove(write).unwrap_or_default();
        awaited.count -= waiting.len();
        let mut scribe = Scribe {
            chronicle: &self.chronicle,
            anomalies: &mut self.anomalies,
        };
        for nth in waiting {
            scribe.close(nth, how);
        }
    }
}

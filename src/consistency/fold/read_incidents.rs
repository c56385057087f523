//! What the fold does when something goes wrong for people: it tells guarantees that were violated, and what they
//! saw of views, as incidents, and has each wait for what would end it.

use super::Consistency;
use crate::consistency::incidents::anomaly::Anomaly;
use crate::consistency::incidents::incident::{Incident, Outcome};
use crate::consistency::incidents::waits::Until;
use crate::consistency::sessions::guarantees::Violation;
use crate::facts::Version;
use crate::facts::ids::KeyIndex;
use crate::facts::time::Micros;

use crate::consistency::sessions::read_incidents::{MOST_LOOKED_AT, Met};
impl Consistency {
    /// A guarantee that a session was not given.
    pub(super) fn tell_violation(&mut self, violation: &Violation) {
        if self.is_two_way() {
            self.tell_side_violation(violation);
            return;
        }
        let incident = violation.incident();
        let missing = violation.lacks.and_then(|write| self.marks.get(write));
        let missing = missing.map(|mark| mark.version);
        let (key, place) = (violation.key, self.place(violation.replica));
        // The source itself lacks nothing.
        let Some(place) = place else {
            self.anomalies.record(incident);
            return;
        };
        let mut incident = self.showing(incident, place, key);
        let truth = incident.truth.map_or(0, |truth| truth.version);
        let replica = &self.replicas[place];
        incident.count = replica.keys[key as usize].missing_upto(replica.merge, truth);
        self.miss(&mut incident, place, key, missing);
        let nth = self.anomalies.record(incident);
        self.await_missing(nth, place, key, missing);
    }

    /// What a person met: what the copy showed, what was true when they asked, and the story of what was
    /// missing.
    fn meeting(&mut self, at: Micros, what: Anomaly, met: Met) -> Option<(Incident, usize)> {
        let place = self.place(met.replica)?;
        let incident = Incident {
            session: Some(met.session),
            replica: Some(met.replica),
            key: Some(met.key),
            read: Some(met.read),
            count: met.count,
            ..Incident::new(at, what)
        };
        let mut incident = self.showing(incident, place, met.key);
        self.miss(&mut incident, place, met.key, met.missing);
        Some((incident, place))
    }

    /// The incident with what the copy shows and with what was true when the person asked, or else is.
    fn showing(&self, mut incident: Incident, place: usize, key: KeyIndex) -> Incident {
        incident.node = Some(self.replicas[place].node);
        incident.found = self.shown(self.replicas[place].id, key);
        let asked = incident.read.and_then(|read| self.reads.asked(read, key));
        incident.asked = asked.map(|(at, _)| at);
        let truth = asked.map(|(_, truth)| truth);
        incident.truth = truth.or_else(|| self.truth(key));
        incident
    }

    /// Says of an incident which version it misses at a copy.
    fn miss(
        &mut self,
        incident: &mut Incident,
        place: usize,
        key: KeyIndex,
        missing: Option<Version>,
    ) {
        let write = missing.and_then(|missing| self.write_of(key, missing));
        if let Some(write) = write {
            self.tell_of(incident, write, Some(place));
        }
        let replica = self.replicas[place].id;
        incident.lacking = write.map(|_| replica);
        if let Some(began) = self.projection.rebuild_of(replica) {
            let nth = incident.trail.partition_point(|fact| fact.at <= began.at);
            incident.trail.insert(nth, began);
        }
    }

    /// An incident waits for a version, of which it may be known that it will not come.
    fn await_missing(&mut self, nth: u64, place: usize, key: KeyIndex, missing: Option<Version>) {
        let Some(missing) = missing else {
            return;
        };
        let write = self.write_of(key, missing);
        let mark = write.and_then(|write| self.marks.get(write).copied());
        if mark.is_some_and(|mark| mark.gone >> place & 1 == 1) {
            self.anomalies.has_ended(nth, Outcome::Never);
            self.await_key(nth, place, key, Until::Comes(missing));
        } else {
            self.await_key(nth, place, key, Until::Shows(missing));
        }
    }

    /// A person read something stale from a view that is being rebuilt.
    pub(super) fn stale_while_rebuilt(&mut self, at: Micros, met: Met) {
        if let Some((incident, _)) = self.meeting(at, Anomaly::StaleDuringRebuild, met) {
            let nth = self.anomalies.record(incident);
            self.await_rebuilt(nth, met.replica);
        }
    }

    /// Another view shows another value of what a person read: the copy that lacks what the other has
    /// is the one at which something is missing.
    pub(super) fn disagree(&mut self, at: Micros, met: Met, other: usize) {
        let unknown = Met {
            missing: None,
            ..met
        };
        let Some((mut incident, place)) = self.meeting(at, Anomaly::ViewsDisagree, unknown) else {
            return;
        };
        let of = |place: usize| &self.replicas[place].keys[met.key as usize];
        let merge = self.replicas[place].merge;
        let newest = of(place).shown().max(of(other).shown());
        let first = |at| of(at).first_missing_upto(merge, newest);
        // Up to the first that one of them lacks, both have all; what both lack is looked at for a while.
        let from = first(place).into_iter().chain(first(other)).min();
        let mut missing = None;
        for version in from
            .into_iter()
            .flat_map(|from| from..=newest)
            .take(MOST_LOOKED_AT)
        {
            let lacks = [place, other].map(|at| !of(at).reflects(merge, version));
            if lacks[0] != lacks[1] {
                missing = Some((version, if lacks[0] { place } else { other }));
                break;
            }
        }
        // Where neither lacks what the other has, one has applied something twice.
        let doubled = [place, other].map(|at| of(at).doubled_by().map(|write| (write, at)));
        let doubled = doubled[0].or(doubled[1]).filter(|_| missing.is_none());
        incident.node = Some(self.replicas[other].node);
        // Both views are held against what is true while they disagree.
        incident.truth = self.truth(met.key);
        incident.count = newest - of(place).shown().min(of(other).shown());
        if let Some((version, lacking)) = missing {
            self.miss(&mut incident, lacking, met.key, Some(version));
        } else if let Some((write, at)) = doubled {
            self.tell_of(&mut incident, write, Some(at));
        }
        let nth = self.anomalies.record(incident);
        if let Some((version, lacking)) = missing {
            self.await_missing(nth, lacking, met.key, Some(version));
        }
    }
}

//! What goes wrong for people, told in full: guarantees that their session was not given, and what they
//! saw of views.

use super::anomaly::Anomaly;
use super::fold::Consistency;
use super::incident::Incident;
use super::keys::Truth;
use super::waits::Until;
use crate::sim::fact::Version;
use crate::sim::ids::{KeyIndex, ReadId, ReplicaId, SessionId, WriteId};
use crate::sim::time::Micros;

/// What a person met at a copy.
#[derive(Clone, Copy, Debug)]
pub(super) struct Met {
    /// The person.
    pub session: SessionId,
    /// The copy.
    pub replica: ReplicaId,
    /// The key.
    pub key: KeyIndex,
    /// The read in which they met it; none if it lies in what the copy shows.
    pub read: Option<ReadId>,
    /// The oldest version that is missing there and should not be.
    pub missing: Option<Version>,
    /// The write beside it: the one that was seen earlier, or that is visible without what it follows.
    pub other: Option<WriteId>,
    /// How many are missing.
    pub count: u64,
}

impl Consistency {
    /// A guarantee that a session was not given.
    pub(super) fn violated(&mut self, at: Micros, what: Anomaly, met: Met) {
        if let Some((incident, place)) = self.meeting(at, what, met) {
            let nth = self.anomalies.record(incident);
            self.await_missing(nth, place, met.key, met.missing);
        }
    }

    /// What a person met: what the copy showed, what was true when they asked, and the story of what was
    /// missing.
    pub(super) fn meeting(
        &mut self,
        at: Micros,
        what: Anomaly,
        met: Met,
    ) -> Option<(Incident, usize)> {
        let Met { replica, key, .. } = met;
        let place = self.place(replica)?;
        let mut incident = Incident::new(at, what);
        incident.session = Some(met.session);
        incident.node = Some(self.replicas[place].node);
        incident.replica = Some(replica);
        incident.key = Some(key);
        incident.other = met.other;
        incident.read = met.read;
        incident.count = met.count;
        let state = self.replicas[place].keys.get(key as usize)?;
        incident.found = Some(Truth {
            version: state.shown(),
            value: state.value(),
        });
        let asked = met.read.and_then(|read| self.reads.asked(read, key));
        incident.asked = asked.map(|(at, _)| at);
        incident.truth = asked
            .map(|(_, truth)| truth)
            .or_else(|| self.truth.get(key as usize).copied());
        self.miss(&mut incident, place, key, met.missing);
        if let Some(began) = self.projection.rebuild_of(replica) {
            let nth = incident.trail.partition_point(|fact| fact.at <= began.at);
            incident.trail.insert(nth, began);
        }
        Some((incident, place))
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
    }

    /// An incident waits for a version, of which it may be known that it will not come.
    fn await_missing(&mut self, nth: u64, place: usize, key: KeyIndex, missing: Option<Version>) {
        let Some(missing) = missing else {
            return;
        };
        let write = self.write_of(key, missing);
        let mark = write.and_then(|write| self.marks.get(write).copied());
        if mark.is_some_and(|mark| mark.denied >> place & 1 == 1) {
            self.anomalies.end(nth, super::incident::Outcome::Never);
            self.await_key(nth, place, key, Until::Comes(missing));
        } else {
            self.await_key(nth, place, key, Until::Shows(missing));
        }
    }

    /// A person saw an older version of a key than the one that they had seen before.
    pub(super) fn go_back(&mut self, at: Micros, met: Met, before: Version) {
        let Some(place) = self.place(met.replica) else {
            return;
        };
        let replica = &self.replicas[place];
        let state = &replica.keys[met.key as usize];
        let missing = state.first_missing_upto(replica.merge, before);
        let count = state.missing_upto(replica.merge, before);
        let other = self.write_of(met.key, before);
        let met = Met {
            missing,
            other,
            count,
            ..met
        };
        self.violated(at, Anomaly::WentBackInTime, met);
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
        let Some((mut incident, place)) = self.meeting(at, Anomaly::ViewsDisagree, met) else {
            return;
        };
        let of = |place: usize| &self.replicas[place].keys[met.key as usize];
        let merge = self.replicas[place].merge;
        let newest = of(place).shown().max(of(other).shown());
        let mut missing = None;
        for version in 1..=newest {
            let lacks = [place, other].map(|at| !of(at).reflects(merge, version));
            if lacks[0] != lacks[1] {
                missing = Some((version, if lacks[0] { place } else { other }));
                break;
            }
        }
        incident.node = Some(self.replicas[other].node);
        incident.count = newest - of(place).shown().min(of(other).shown());
        if let Some((version, lacking)) = missing {
            self.miss(&mut incident, lacking, met.key, Some(version));
        }
        let nth = self.anomalies.record(incident);
        if let Some((version, lacking)) = missing {
            self.await_missing(nth, lacking, met.key, Some(version));
        }
    }
}

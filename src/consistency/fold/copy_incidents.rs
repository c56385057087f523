//! What goes wrong with copies, told in full: lost, doubled and overwritten events, events that hold up
//! others, lags that grow, keys that differ for good.

use super::Consistency;
use crate::consistency::incidents::anomaly::Anomaly;
use crate::consistency::incidents::incident::Incident;
use crate::consistency::incidents::waits::Until;
use crate::consistency::state::keys::Truth;
use crate::consistency::state::marks::Replicas;
use crate::facts::ids::{KeyIndex, NodeId, SessionId, WriteId};
use crate::facts::time::Micros;
use crate::facts::{Fact, Merge, Version, What};

impl Consistency {
    /// An anomaly at a copy: what it shows of the key, and what is true.
    fn at_copy(&self, at: Micros, what: Anomaly, place: usize, key: KeyIndex) -> Incident {
        let mut incident = Incident::new(at, what);
        let replica = &self.replicas[place];
        let state = &replica.keys[key as usize];
        incident.node = Some(replica.node);
        incident.replica = Some(replica.id);
        incident.key = Some(key);
        incident.found = Some(Truth {
            version: state.shown(),
            value: state.value(),
        });
        incident.truth = self.truth.get(key as usize).copied();
        incident
    }

    /// Says of an incident which write it is about, and what happened to that on its way to a copy.
    pub(super) fn tell_of(
        &mut self,
        incident: &mut Incident,
        write: WriteId,
        place: Option<usize>,
    ) {
        incident.write = Some(write);
        let Some(&mut mark) = self.marks.get(write) else {
            return;
        };
        incident.session.get_or_insert(mark.session);
        incident.committed = (mark.version > 0).then_some(mark.committed);
        incident.trail = self.story(write, place);
    }

    /// A write will not reach these replicas by itself.
    pub(super) fn lose_event(&mut self, at: Micros, write: WriteId, gone: Replicas) {
        let Some(&mut mark) = self.marks.get(write) else {
            return;
        };
        let several = gone.count_ones() > 1;
        let first = gone.trailing_zeros() as usize;
        let mut incident = self.at_copy(at, Anomaly::LostEvent, first, mark.key);
        if several {
            (incident.node, incident.replica, incident.found) = (None, None, None);
        }
        incident.count = u64::from(gone.count_ones());
        self.tell_of(&mut incident, write, (!several).then_some(first));
        let nth = self.anomalies.record(incident);
        self.await_mended(nth, gone, mark.key, mark.version);
    }

    /// An incident waits until these replicas show a version all the same, or make up for it.
    fn await_mended(&mut self, nth: u64, replicas: Replicas, key: KeyIndex, version: Version) {
        let (mut waits, mut has) = (false, None);
        for place in 0..self.replicas.len() {
            if replicas >> place & 1 == 1 {
                let ended = self.await_key(nth, place, key, Until::Mended(version));
                waits |= ended.is_none();
                has = has.or(ended);
            }
        }
        if let Some(how) = has.filter(|_| !waits) {
            self.anomalies.has_ended(nth, how);
        }
    }

    /// A broker died with the last that was left of a write for a replica.
    pub(super) fn forget_event(&mut self, at: Micros, place: usize, write: WriteId) {
        let Some(&mut mark) = self.marks.get(write) else {
            return;
        };
        let mut incident = self.at_copy(at, Anomaly::BrokerForgot, place, mark.key);
        self.tell_of(&mut incident, write, Some(place));
        let nth = self.anomalies.record(incident);
        self.await_mended(nth, 1 << place, mark.key, mark.version);
    }

    /// A replica applies a write that it had applied before, and shows this value since; the number of
    /// the incident.
    pub(super) fn double(
        &mut self,
        at: Micros,
        (place, key): (usize, KeyIndex),
        write: WriteId,
        found: Truth,
    ) -> u64 {
        let mut incident = self.at_copy(at, Anomaly::DuplicateEffect, place, key);
        incident.found = Some(found);
        self.tell_of(&mut incident, write, Some(place));
        self.anomalies.record(incident)
    }

    /// A replica shows an older version than before.
    pub(super) fn overwrite(
        &mut self,
        at: Micros,
        (place, key): (usize, KeyIndex),
        before: Version,
        (write, other): (Option<WriteId>, Option<WriteId>),
    ) {
        let mut incident = self.at_copy(at, Anomaly::OldOverwritesNew, place, key);
        incident.other = other;
        incident.session = self.writer(other);
        incident.count = self.versions_behind(place, key);
        if let Some(write) = write {
            self.tell_of(&mut incident, write, Some(place));
        }
        let nth = self.anomalies.record(incident);
        self.await_key(nth, place, key, Until::Mended(before));
    }

    /// An event failed for the third time in a row with others behind it.
    pub(super) fn block(&mut self, at: Micros, node: NodeId, write: WriteId, key: KeyIndex) {
        let Some(place) = self.at_node(node) else {
            return self.anomalies.note(at, Anomaly::BlockedPartition);
        };
        let mut incident = self.at_copy(at, Anomaly::BlockedPartition, place, key);
        incident.count = self.replicas[place].lag.now();
        self.tell_of(&mut incident, write, Some(place));
        let nth = self.anomalies.record(incident);
        self.await_done(nth, place, write);
    }

    /// The lag of a replica has reached another power of two.
    pub(super) fn lag_behind(&mut self, at: Micros, place: usize) {
        let mut incident = Incident::new(at, Anomaly::GrowingLag);
        let replica = &self.replicas[place];
        incident.node = Some(replica.node);
        incident.replica = Some(replica.id);
        incident.count = replica.lag.now();
        let missing = self.commits.all().filter(|&(key, version, _)| {
            let state = &replica.keys[key as usize];
            !state.has_had(replica.merge, version)
        });
        let oldest = missing.min_by_key(|(.., commit)| commit.nth);
        let oldest = oldest.map(|(key, _, commit)| (key, commit.write));
        if let Some((key, write)) = oldest {
            incident.key = Some(key);
            self.tell_of(&mut incident, write, Some(place));
        }
        // It is the replica that lags, and nobody in particular whom it hits.
        incident.session = None;
        let nth = self.anomalies.record(incident);
        self.await_no_lag(nth, place);
    }

    /// A key of a replica will not come right by itself.
    pub(super) fn diverge(&mut self, at: Micros, place: usize, key: KeyIndex) {
        let mut incident = self.at_copy(at, Anomaly::DivergedKey, place, key);
        incident.count = self.versions_behind(place, key);
        let truth = self.truth[key as usize];
        let replica = &self.replicas[place];
        let merge = replica.merge;
        let state = &replica.keys[key as usize];
        let mut until = Until::Whole;
        let mut is_missing = false;
        let (write, newest) = match (merge, state.first_gone()) {
            // It had the newest version and went back.
            (Merge::Replace, _) if state.has_had(merge, truth.version) => {
                (state.by(), self.write_of(key, truth.version))
            }
            (Merge::Replace, _) => {
                is_missing = true;
                (self.write_of(key, truth.version), None)
            }
            (Merge::Add, Some(gone)) => {
                is_missing = true;
                (self.write_of(key, gone), None)
            }
            (Merge::Add, None) => (state.doubled_by(), None),
        };
        if merge == Merge::Replace {
            until = Until::Mended(truth.version);
        }
        incident.lacking = incident.replica.filter(|_| is_missing);
        if let Some(newest) = newest {
            incident.other = Some(newest);
            incident.session = self.writer(Some(newest));
        }
        if let Some(write) = write {
            self.tell_of(&mut incident, write, Some(place));
        }
        let nth = self.anomalies.record(incident);
        self.await_key(nth, place, key, until);
    }

    /// A withdrawal that was checked against something stale took more than there was.
    pub(super) fn overdraw(&mut self, fact: &Fact) {
        let What::Overdrawn { write, key, .. } = fact.what else {
            return;
        };
        let mut incident = Incident::new(fact.at, Anomaly::Overdraft);
        incident.key = Some(key);
        incident.truth = self.truth.get(key as usize).copied();
        self.tell_of(&mut incident, write, None);
        self.anomalies.record(incident);
    }

    fn writer(&mut self, write: Option<WriteId>) -> Option<SessionId> {
        self.marks.get(write?).map(|mark| mark.session)
    }

    fn versions_behind(&self, place: usize, key: KeyIndex) -> u64 {
        let replica = &self.replicas[place];
        let truth = self.truth[key as usize].version;
        replica.keys[key as usize].missing_upto(replica.merge, truth)
    }
}

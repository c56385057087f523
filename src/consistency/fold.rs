//! The fold itself: takes facts one by one and keeps every measure up to date.

use std::collections::BTreeMap;

use super::anomaly::{Anomalies, Anomaly};
use super::commits::{Commit, Commits};
use super::convergence::Convergence;
use super::distribution::{Bar, Distribution};
use super::freshness::Freshness;
use super::keys::{Advance, Truth};
use super::level::{Level, Share};
use super::marks::{Mark, Marks};
use super::replica::Replica;
use super::report::{Age, Figures, Kept};
use super::series::Series;
use crate::sim::fact::{
    Amount, Care, Demise, Fact, Ignored, Letter, LetterKind, LossCause, Merge, Version, What,
};
use crate::sim::ids::{KeyIndex, NodeId, ReplicaId, WriteId};
use crate::sim::time::Micros;

/// Everything that is measured of a run.
#[derive(Clone, Debug, Default)]
pub struct Consistency {
    truth: Vec<Truth>,
    replicas: Vec<Replica>,
    /// The place in `replicas` of a node's replica, by node.
    by_node: BTreeMap<NodeId, usize>,
    commits: Commits,
    marks: Marks,
    anomalies: Anomalies,
    wrong: u64,
    wrong_history: Series,
    propagation: Distribution,
    window: Distribution,
    write_latency: Distribution,
    convergence: Convergence,
    unavailable: Share,
    reordered: Share,
    redelivered: Share,
    counts: Counts,
}

#[derive(Clone, Debug, Default)]
struct Counts {
    requested: u64,
    committed: u64,
    publications: u64,
    transmissions: u64,
    deliveries: u64,
    effects: u64,
    lost_messages: u64,
    lost: u64,
    duplicate_effects: u64,
    duplicates_ignored: u64,
    stale_ignored: u64,
    skipped: u64,
    retries: u64,
    failures: u64,
    dead_letters: u64,
    crashes: u64,
}

impl Consistency {
    /// Takes the next fact.
    pub fn fold(&mut self, fact: &Fact) {
        let at = fact.at;
        match fact.what {
            What::Replica {
                replica,
                node,
                source,
                keys,
                merge,
            } => {
                self.meet(replica, node, source, keys, merge);
            }
            What::Requested { write, key } => {
                self.counts.requested += 1;
                self.marks.request(
                    write,
                    Mark {
                        requested: at,
                        key,
                        ..Mark::default()
                    },
                );
            }
            What::Committed {
                write,
                key,
                version,
                value,
            } => {
                self.commit(at, write, key, version, value);
            }
            What::Acknowledged { write } => {
                self.unavailable.record(false);
                if let Some(mark) = self.marks.get(write) {
                    self.write_latency.record(at - mark.requested);
                }
            }
            What::Applied {
                replica,
                write,
                key,
                version,
                value,
            } => {
                self.apply(at, replica, write, key, version, value);
            }
            What::Skipped {
                replica,
                write,
                version,
                key,
                why,
            } => match why {
                Ignored::Known => self.counts.duplicates_ignored += 1,
                Ignored::Older => {
                    self.counts.stale_ignored += 1;
                    self.pass_over(at, replica, write, key, version);
                }
            },
            What::Sent { letter, .. } => match letter.kind {
                LetterKind::Publish => self.counts.publications += 1,
                LetterKind::Deliver => self.counts.transmissions += 1,
                _ => {}
            },
            What::Delivered { letter } => self.deliver(&letter),
            What::Lost { letter, why } => self.lose(at, &letter, why),
            What::Started { .. } => {}
            What::Failed {
                attempt, blocking, ..
            } => {
                self.counts.failures += 1;
                if blocking && attempt == 2 {
                    self.anomalies.note(at, Anomaly::BlockedPartition);
                }
            }
            What::Retried { .. } => self.counts.retries += 1,
            What::DeadLettered { replica, write, .. } => {
                self.counts.dead_letters += 1;
                self.will_not_come(at, replica, write, false);
            }
            What::Gone {
                replica,
                write,
                why,
                ..
            } => {
                if why == Demise::BrokerForgot {
                    self.anomalies.note(at, Anomaly::BrokerForgot);
                }
                self.will_not_come(at, replica, write, true);
            }
            What::Fault(fault) => {
                if matches!(fault, crate::sim::fact::Fault::Crashed(_)) {
                    self.counts.crashes += 1;
                }
                self.convergence.note(at, fault);
                self.convergence.check(at, self.commits.oldest_open());
            }
        }
    }

    fn meet(&mut self, id: ReplicaId, node: NodeId, source: bool, keys: u32, merge: Merge) {
        if source {
            self.truth = vec![Truth::default(); keys as usize];
            self.commits.set_keys(keys);
        } else {
            self.by_node.insert(node, self.replicas.len());
            self.replicas.push(Replica::new(id, node, merge, keys));
        }
    }

    fn place(&self, replica: ReplicaId) -> Option<usize> {
        self.replicas
            .iter()
            .position(|known| known.replica == replica)
    }

    fn commit(
        &mut self,
        at: Micros,
        write: WriteId,
        key: KeyIndex,
        version: Version,
        value: Amount,
    ) {
        self.counts.committed += 1;
        self.truth[key as usize] = Truth { version, value };
        if let Some(mark) = self.marks.get(write) {
            mark.version = version;
        }
        let missing = self.replicas.len() as u16;
        self.commits.push(Commit {
            key,
            version,
            at,
            missing,
        });
        for place in 0..self.replicas.len() {
            let lag = self.replicas[place].lag.now() + 1;
            if self.replicas[place].set_lag(at, lag) {
                self.anomalies.note(at, Anomaly::GrowingLag);
            }
            self.judge(at, place, key);
        }
    }

    fn apply(
        &mut self,
        at: Micros,
        replica: ReplicaId,
        write: WriteId,
        key: KeyIndex,
        version: Version,
        value: Amount,
    ) {
        let Some(place) = self.place(replica) else {
            return;
        };
        self.counts.effects += 1;
        let bit = 1 << place;
        if let Some(mark) = self.marks.get(write) {
            if mark.applied & bit != 0 {
                self.counts.duplicate_effects += 1;
                self.anomalies.note(at, Anomaly::DuplicateEffect);
            }
            mark.applied |= bit;
            if mark.gone & bit != 0 {
                // It came after all: another copy was on its way.
                mark.gone &= !bit;
                self.counts.lost -= u64::from(mark.gone == 0);
            }
        }
        let merge = self.replicas[place].merge;
        let state = &mut self.replicas[place].keys[key as usize];
        match state.apply(at, merge, version, value) {
            Advance::Shows { first, last } => self.show(at, place, key, first, last),
            Advance::WentBack => self.anomalies.note(at, Anomaly::OldOverwritesNew),
            Advance::Again => {}
        }
        self.judge(at, place, key);
    }

    /// A replica shows the last of these versions, and with it those before.
    fn show(&mut self, at: Micros, place: usize, key: KeyIndex, first: Version, last: Version) {
        if let Some(commit) = self.commits.get(key, last) {
            let committed = commit.at;
            self.propagation.record(at - committed);
            self.replicas[place].learn(at, committed);
        }
        self.counts.skipped += last - first;
        for version in first..=last {
            if let Some(commit) = self.commits.shown(key, version) {
                self.window.record(at - commit.at);
            }
        }
        let lag = self.replicas[place]
            .lag
            .now()
            .saturating_sub(1 + last - first);
        self.replicas[place].set_lag(at, lag);
        if self.convergence.is_watching() {
            self.convergence.check(at, self.commits.oldest_open());
        }
    }

    /// A replica left out a version because it had a newer one. Where that is a change and not a
    /// whole value, it is missing now.
    fn pass_over(
        &mut self,
        at: Micros,
        replica: ReplicaId,
        write: WriteId,
        key: KeyIndex,
        version: Version,
    ) {
        let Some(place) = self.place(replica) else {
            return;
        };
        let known = self
            .marks
            .get(write)
            .is_some_and(|mark| mark.applied >> place & 1 == 1);
        if self.replicas[place].merge == Merge::Add && !known {
            self.replicas[place].keys[key as usize].note_gone(at, Merge::Add, version);
            self.judge(at, place, key);
        }
    }

    fn deliver(&mut self, letter: &Letter) {
        if letter.kind != LetterKind::Deliver {
            return;
        }
        self.counts.deliveries += 1;
        let (Some(&place), Some(write)) = (self.by_node.get(&letter.to), letter.write) else {
            return;
        };
        let Some(mark) = self.marks.get(write) else {
            return;
        };
        let bit = 1 << place;
        if mark.delivered & bit == 0 {
            mark.delivered |= bit;
            let arrivals = &mut self.replicas[place].arrivals[mark.key as usize];
            for inverted in arrivals.note(mark.version).into_iter().flatten() {
                self.reordered.record(inverted);
            }
            self.redelivered.record(false);
        } else if mark.redelivered & bit == 0 {
            mark.redelivered |= bit;
            self.redelivered.correct();
        }
    }

    fn lose(&mut self, at: Micros, letter: &Letter, why: LossCause) {
        match letter.kind {
            LetterKind::Command => self.unavailable.record(true),
            LetterKind::Publish | LetterKind::Deliver => {
                self.counts.lost_messages += 1;
                let for_good = match letter.care {
                    Care::Forget => true,
                    Care::UntilReconnect => why != LossCause::ReceiverDown,
                    Care::UntilAnswered => false,
                };
                if let Some(write) = letter.write.filter(|_| for_good) {
                    let place = self.by_node.get(&letter.to).copied();
                    let replica = place.map(|place| self.replicas[place].replica);
                    self.will_not_come(at, replica, write, true);
                }
            }
            _ => {}
        }
    }

    /// A write will not reach a replica, or none at all.
    fn will_not_come(
        &mut self,
        at: Micros,
        replica: Option<ReplicaId>,
        write: WriteId,
        lost: bool,
    ) {
        let Some(&mut mark) = self.marks.get(write) else {
            self.counts.lost += u64::from(lost);
            return;
        };
        let mut gone = 0;
        for place in 0..self.replicas.len() {
            let concerned = replica.is_none_or(|replica| self.replicas[place].replica == replica);
            if concerned && mark.applied >> place & 1 == 0 {
                gone |= 1 << place;
                let merge = self.replicas[place].merge;
                self.replicas[place].keys[mark.key as usize].note_gone(at, merge, mark.version);
                self.judge(at, place, mark.key);
            }
        }
        if gone != 0 && lost {
            if mark.gone == 0 {
                self.counts.lost += 1;
                self.anomalies.note(at, Anomaly::LostEvent);
            }
            if let Some(kept) = self.marks.get(write) {
                kept.gone |= gone;
            }
        }
    }

    /// Compares a key of a replica with the truth, and counts what changed by that.
    fn judge(&mut self, at: Micros, place: usize, key: KeyIndex) {
        let truth = self.truth[key as usize];
        let replica = &mut self.replicas[place];
        let state = &mut replica.keys[key as usize];
        let (wrong, diverged) = (state.wrong, state.diverged);
        state.judge(replica.merge, truth);
        if wrong != state.wrong {
            self.wrong = if state.wrong {
                self.wrong + 1
            } else {
                self.wrong - 1
            };
            self.wrong_history.set(at, self.wrong as f64);
        }
        if state.diverged && !diverged {
            self.anomalies.note(at, Anomaly::DivergedKey);
        }
    }

    /// How a key of a replica stands. The source is always in step.
    pub fn freshness(&self, replica: ReplicaId, key: KeyIndex) -> Freshness {
        let found = self
            .place(replica)
            .and_then(|place| self.replicas.get(place));
        let Some(replica) = found else {
            return Freshness::InStep;
        };
        let (Some(state), Some(&truth)) =
            (replica.keys.get(key as usize), self.truth.get(key as usize))
        else {
            return Freshness::InStep;
        };
        if !state.wrong {
            return Freshness::InStep;
        }
        let pending = self.commits.get(key, state.first_pending(replica.merge));
        state.freshness(replica.merge, truth, pending.map(|commit| commit.at))
    }

    /// What a key should show.
    pub fn truth(&self, key: KeyIndex) -> Option<Truth> {
        self.truth.get(key as usize).copied()
    }

    /// What a key of a replica shows: version last applied, and value.
    pub fn shown(&self, replica: ReplicaId, key: KeyIndex) -> Option<Truth> {
        let state = self.replicas[self.place(replica)?].keys.get(key as usize)?;
        Some(Truth {
            version: state.shown(),
            value: state.value(),
        })
    }

    /// The replicas besides the source, in the order of their identities, and their nodes.
    pub fn replicas(&self) -> impl Iterator<Item = (ReplicaId, NodeId)> + '_ {
        self.replicas
            .iter()
            .map(|replica| (replica.replica, replica.node))
    }

    /// Writes committed and neither applied nor superseded at a replica.
    pub fn lag(&self, replica: ReplicaId) -> u64 {
        self.place(replica)
            .map_or(0, |place| self.replicas[place].lag.now())
    }

    /// The lag of each replica over time.
    pub fn lag_history(&self) -> impl Iterator<Item = (ReplicaId, &Series)> + '_ {
        self.replicas
            .iter()
            .map(|replica| (replica.replica, &replica.history))
    }

    /// How many keys of replicas differ from the truth, over time.
    pub fn wrong_history(&self) -> &Series {
        &self.wrong_history
    }

    /// When the first anomalies were seen.
    pub fn ticks(&self) -> &[(Micros, Anomaly)] {
        self.anomalies.ticks()
    }

    /// The values of a measure as bars on a logarithmic axis; none for measures that are no spans
    /// of time.
    pub fn bars(&self, measure: &str, per_decade: u32) -> Vec<Bar> {
        match measure {
            "propagation" => self.propagation.bars(per_decade),
            "inconsistency-window" => self.window.bars(per_decade),
            _ => Vec::new(),
        }
    }

    /// Keys for which some replica differs from the truth; while the run goes on, only those that
    /// will not come right by themselves.
    fn diverged(&self, ended: bool) -> u64 {
        let differs = |key: &usize| {
            self.replicas.iter().any(|replica| {
                let state = &replica.keys[*key];
                if ended { state.wrong } else { state.diverged }
            })
        };
        (0..self.truth.len()).filter(differs).count() as u64
    }

    /// All figures at an instant.
    pub fn figures(&self, now: Micros, ended: bool) -> Figures {
        let open = self.commits.open_since().map(|since| now - since).collect();
        let mut lag = Level::default();
        let mut age = Age::default();
        for replica in &self.replicas {
            let mut upto_now = replica.lag.clone();
            upto_now.pass(now);
            if self.replicas.len() == 1 {
                lag = upto_now;
            } else {
                lag.merge(&upto_now);
            }
            let of_replica = replica.age_at(now);
            age.area += of_replica.area;
            age.time += of_replica.time;
            age.max = age.max.max(of_replica.max);
            age.count += of_replica.count;
        }
        let times = |times: &Distribution, open| Kept::Times(Box::new(times.clone()), open);
        let measures = BTreeMap::from([
            ("propagation", times(&self.propagation, Vec::new())),
            ("inconsistency-window", times(&self.window, open)),
            ("write-latency", times(&self.write_latency, Vec::new())),
            (
                "convergence",
                times(&self.convergence.times, self.convergence.open(now)),
            ),
            ("lag", Kept::Level(Box::new(lag), "events")),
            ("age-of-information", Kept::Age(age)),
            ("unavailable", Kept::Share(self.unavailable.clone())),
            ("reordered", Kept::Share(self.reordered.clone())),
            ("redelivered", Kept::Share(self.redelivered.clone())),
        ]);
        let counts = &self.counts;
        let counts = BTreeMap::from([
            ("requested", counts.requested),
            ("committed", counts.committed),
            ("publications", counts.publications),
            ("transmissions", counts.transmissions),
            ("deliveries", counts.deliveries),
            ("effects", counts.effects),
            ("lost-messages", counts.lost_messages),
            ("lost", counts.lost),
            ("duplicate-effects", counts.duplicate_effects),
            ("duplicates-ignored", counts.duplicates_ignored),
            ("stale-ignored", counts.stale_ignored),
            ("skipped", counts.skipped),
            ("open", self.commits.open()),
            ("retries", counts.retries),
            ("failures", counts.failures),
            ("dead-letters", counts.dead_letters),
            ("crashes", counts.crashes),
            ("reordered", self.reordered.hits()),
            ("diverged", self.diverged(ended)),
        ]);
        Figures {
            measures,
            counts,
            anomalies: self.anomalies.counts(),
        }
    }
}

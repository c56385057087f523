//! The reference of the guarantees of sessions: every read and every write that becomes visible, from the
//! definitions and plain sets of writes.

mod counts;

use std::collections::{BTreeMap, BTreeSet};

use driftscope::consistency::Guarantee;
use driftscope::facts::ids::{ReadId, ReplicaId, SessionId, WriteId};
use driftscope::facts::time::Micros;
use driftscope::facts::{ABSENT, Fact, Kept as Side, LetterKind, Merge, What};
use driftscope::run::Run;

use crate::reference::Checked;
use crate::trial::Trial;

/// Writes by key and version. In a two-way sync a key counts as two, one for each side.
type Writes = BTreeSet<(u32, u64)>;
/// Whose case it was, and whether the guarantee was violated.
type Cases = Vec<(SessionId, bool)>;

/// What a store shows of a key.
#[derive(Clone, Default)]
struct Shown {
    last: u64,
    all: BTreeSet<u64>,
    ever: BTreeSet<u64>,
}

struct Read {
    /// Which fact it was.
    asked: (usize, Micros),
    session: SessionId,
    keys: BTreeSet<u32>,
    found: BTreeMap<u32, Writes>,
    view: u16,
}

#[derive(Clone, Default)]
struct Person {
    /// Its writes that it knows to be done: since which fact and when.
    own: Vec<(usize, Micros, u32, u64)>,
    /// What it was shown: since which fact, in which view.
    shown: Vec<(usize, u16, Writes)>,
}

#[derive(Default)]
pub struct Reference {
    two_way: bool,
    merges: BTreeMap<ReplicaId, Merge>,
    sources: BTreeSet<ReplicaId>,
    views: BTreeMap<ReplicaId, u16>,
    /// The commits in their order, by key.
    order: Vec<u32>,
    shown: BTreeMap<(ReplicaId, u32), Shown>,
    /// Who asked for a write, as which fact, and its key and version.
    wrote: BTreeMap<WriteId, (SessionId, usize, u32, u64)>,
    heads: BTreeMap<(ReplicaId, u32), [Option<WriteId>; 2]>,
    persons: BTreeMap<SessionId, Person>,
    open: BTreeMap<ReadId, Read>,
    arrivals: Vec<(ReplicaId, WriteId)>,
    cases: [Cases; 5],
    went_back: Vec<bool>,
    /// Violated reads in which something was missing that had been shown in the same view.
    back_in_view: u64,
}

/// The guarantees of a run are violated as often as their definitions say, for each session.
pub fn check(trial: &Trial) -> Checked {
    let is_row_gone = |what: &What| match what {
        What::Committed { value, .. } => *value == ABSENT,
        What::Removed { .. } => true,
        _ => false,
    };
    // What a store reflects that never had a row which is deleted since is a matter of its own.
    if trial.facts_that(is_row_gone) > 0.0 {
        return Ok(());
    }
    let mut reference = Reference::default();
    let mut now = 0;
    // Which stores there are is said before a run begins.
    Run::observed(trial.run.scenario().clone(), &mut |fact| {
        reference.fold(0, fact);
    });
    reference.two_way = reference.sources.is_empty();
    for (nth, fact) in (1..).zip(&trial.facts) {
        if fact.at > now {
            reference.judge_arrivals();
            now = fact.at;
        }
        reference.fold(nth, fact);
    }
    reference.judge_arrivals();
    reference.compare(trial)
}

impl Reference {
    fn is_far(&self, replica: ReplicaId) -> bool {
        self.merges.last_key_value().map(|(last, _)| *last) == Some(replica)
    }

    fn fold(&mut self, nth: usize, fact: &Fact) {
        let at = fact.at;
        match fact.what {
            What::Replica {
                replica,
                source,
                merge,
                ..
            } => {
                self.merges.insert(replica, merge);
                if source {
                    self.sources.insert(replica);
                }
            }
            What::Shows { replica, view } => {
                self.views.insert(replica, view);
            }
            What::Requested {
                write,
                key,
                session,
            } => {
                self.wrote.insert(write, (session, nth, key, 0));
            }
            What::Committed {
                write,
                key,
                version,
                ..
            } => {
                self.order.push(key);
                if let Some(wrote) = self.wrote.get_mut(&write) {
                    wrote.3 = version;
                }
            }
            What::Acknowledged { write } => {
                if let Some(&(session, _, key, version)) = self.wrote.get(&write)
                    && version > 0
                {
                    let own = &mut self.persons.entry(session).or_default().own;
                    own.push((nth, at, key, version));
                }
            }
            What::Applied {
                replica,
                write,
                key,
                version,
                ..
            } => {
                let shown = self.shown.entry((replica, key)).or_default();
                let is_new = match self.merges[&replica] {
                    Merge::Replace => shown.ever.last().is_none_or(|&last| last < version),
                    Merge::Add => !shown.ever.contains(&version),
                };
                shown.last = version;
                shown.all.insert(version);
                shown.ever.insert(version);
                if is_new {
                    self.arrivals.push((replica, write));
                }
            }
            What::RebuildBegan {
                replica,
                emptied: true,
            } => {
                for (_, shown) in self.shown.range_mut((replica, 0)..=(replica, u32::MAX)) {
                    shown.all.clear();
                }
            }
            // What was there before the first write comes back: the side shows no write any more.
            What::Restored { replica, key, .. } if self.two_way => {
                self.heads.insert((replica, key), [None; 2]);
                self.set_past(replica, key, [0; 2]);
            }
            What::Restored {
                replica,
                key,
                version,
                ..
            } => {
                if self.two_way {
                    // What was there before the first write comes back.
                    self.heads.insert((replica, key), [None; 2]);
                    return self.set_past(replica, key, [0; 2]);
                }
                let shown = self.shown.entry((replica, key)).or_default();
                shown.all = (1..=version).collect();
                shown.ever.extend(1..=version);
            }
            What::Wrote {
                replica,
                write,
                key,
                past,
                ..
            } => {
                let far = usize::from(self.is_far(replica));
                if let Some(wrote) = self.wrote.get_mut(&write) {
                    (wrote.2, wrote.3) = (2 * key + far as u32, u64::from(past[far]));
                }
                self.heads.insert((replica, key), [Some(write), None]);
                self.set_past(replica, key, past);
            }
            What::Merged {
                replica,
                key,
                write,
                sibling,
                past,
                kept,
                ..
            } => {
                let now = [Some(write), sibling];
                let before = self.heads.insert((replica, key), now).unwrap_or_default();
                let new = now
                    .into_iter()
                    .filter(|head| !before.contains(head))
                    .flatten();
                self.arrivals.extend(new.map(|write| (replica, write)));
                let own = [0, 1].map(|side| self.past(replica, 2 * key + side));
                match kept {
                    Side::Ours => {}
                    Side::Theirs => self.set_past(replica, key, past),
                    Side::Both => {
                        self.set_past(replica, key, [0, 1].map(|of| past[of].max(own[of])));
                    }
                }
            }
            What::Asked { read, session, key } => {
                let read = self.open.entry(read).or_insert(Read {
                    asked: (nth, at),
                    session,
                    keys: BTreeSet::new(),
                    found: BTreeMap::new(),
                    view: 0,
                });
                read.keys.insert(key);
            }
            What::Read {
                read,
                replica,
                key,
                version,
                ..
            } => {
                let found = self.found(replica, key, version);
                let source = self.sources.contains(&replica);
                let view = self.views.get(&replica).copied().unwrap_or(0);
                if let Some(open) = self.open.get_mut(&read) {
                    open.view = if source { u16::MAX } else { view };
                    open.found.insert(key, found);
                    if open.found.len() == open.keys.len() {
                        self.judge_read(read);
                    }
                }
            }
            What::Answered { read } => {
                if let Some(open) = self.open.remove(&read) {
                    self.see(nth, open);
                }
            }
            What::Lost { letter, .. } => {
                if matches!(letter.kind, LetterKind::Query | LetterKind::Answer)
                    && let Some(read) = letter.read()
                {
                    self.open.remove(&read);
                }
            }
            _ => {}
        }
    }

    fn set_past(&mut self, replica: ReplicaId, key: u32, past: [u32; 2]) {
        for side in [0, 1] {
            let shown = self.shown.entry((replica, 2 * key + side)).or_default();
            shown.last = u64::from(past[side as usize]);
        }
    }

    fn past(&self, replica: ReplicaId, key: u32) -> u32 {
        self.shown
            .get(&(replica, key))
            .map_or(0, |shown| shown.last as u32)
    }

    /// The versions that a store reflects.
    fn reflected(&self, replica: ReplicaId, key: u32) -> BTreeSet<u64> {
        let Some(shown) = self.shown.get(&(replica, key)) else {
            return BTreeSet::new();
        };
        if self.two_way || self.merges[&replica] == Merge::Replace {
            (1..=shown.last).collect()
        } else {
            shown.all.clone()
        }
    }

    fn found(&self, replica: ReplicaId, key: u32, version: u64) -> Writes {
        let all = |key: u32| {
            let versions = self.reflected(replica, key).into_iter();
            versions.map(move |version| (key, version))
        };
        if self.sources.contains(&replica) {
            (1..=version).map(|version| (key, version)).collect()
        } else if self.two_way {
            all(2 * key).chain(all(2 * key + 1)).collect()
        } else {
            all(key).collect()
        }
    }

    fn judge_read(&mut self, id: ReadId) {
        let read = &self.open[&id];
        let person = self.persons.entry(read.session).or_default().clone();
        let found: Writes = read.found.values().flatten().copied().collect();
        let about = |key: u32| {
            read.keys
                .contains(&if self.two_way { key / 2 } else { key })
        };
        // S
        let own = person.own.iter();
        let own = own.filter(|&&(_, at, key, _)| about(key) && at <= read.asked.1);
        let own: Writes = own.map(|&(_, _, key, version)| (key, version)).collect();
        // V, by view
        let mut before: BTreeMap<u16, Writes> = BTreeMap::new();
        for (since, view, shown) in &person.shown {
            if *since < read.asked.0 {
                let of_view = before.entry(*view).or_default();
                of_view.extend(shown.iter().filter(|(key, _)| about(*key)));
            }
        }
        let in_view = before.get(&read.view).cloned().unwrap_or_default();
        for key in &read.keys {
            let of_key: Vec<_> = in_view.iter().filter(|(other, _)| other == key).collect();
            if !of_key.is_empty() {
                let back = of_key.iter().any(|write| !found.contains(write));
                self.went_back.push(back);
            }
        }
        self.back_in_view += u64::from(!in_view.is_subset(&found));
        let session = read.session;
        let before: Writes = before.into_values().flatten().collect();
        for (guarantee, due) in [
            (Guarantee::ReadYourWrites, own),
            (Guarantee::MonotonicReads, before),
        ] {
            if !due.is_empty() {
                self.cases[guarantee as usize].push((session, !due.is_subset(&found)));
            }
        }
        if read.keys.len() > 1 && !self.two_way {
            let nothing = read.keys.iter().map(|key| (*key, BTreeSet::new()));
            let mut truth: BTreeMap<u32, BTreeSet<u64>> = nothing.collect();
            let is_true = |truth: &BTreeMap<u32, BTreeSet<u64>>| {
                let mut keys = truth.iter();
                keys.all(|(key, versions)| {
                    read.found[key]
                        .iter()
                        .map(|(_, version)| version)
                        .eq(versions)
                })
            };
            let mut yields = is_true(&truth);
            for key in &self.order {
                if let Some(versions) = truth.get_mut(key) {
                    versions.insert(versions.len() as u64 + 1);
                    yields |= is_true(&truth);
                }
            }
            self.cases[Guarantee::ConsistentPrefix as usize].push((session, !yields));
        }
    }

    fn see(&mut self, nth: usize, read: Read) {
        let person = self.persons.entry(read.session).or_default();
        for writes in read.found.into_values() {
            if !writes.is_empty() {
                person.shown.push((nth, read.view, writes));
            }
        }
    }

    /// What has become visible in an instant that is over.
    fn judge_arrivals(&mut self) {
        for (replica, write) in std::mem::take(&mut self.arrivals) {
            let Some(&(session, requested, key, version)) = self.wrote.get(&write) else {
                continue;
            };
            // An older one took its place in the same instant.
            if !self.is_there(replica, (key, version)) {
                continue;
            }
            let person = self.persons.entry(session).or_default();
            let before = person.own.iter().filter(|own| own.0 < requested);
            let own: Writes = before.map(|&(_, _, key, version)| (key, version)).collect();
            let before = person.shown.iter().filter(|shown| shown.0 < requested);
            let seen: Writes = before.flat_map(|shown| shown.2.iter().copied()).collect();
            for (guarantee, due) in [
                (Guarantee::MonotonicWrites, own),
                (Guarantee::WritesFollowReads, seen),
            ] {
                if !due.is_empty() {
                    let violated = due.iter().any(|write| !self.is_there(replica, *write));
                    self.cases[guarantee as usize].push((session, violated));
                }
            }
        }
    }

    /// Whether a store reflects a write; of a key that it does not hold it lacks nothing.
    fn is_there(&self, replica: ReplicaId, (key, version): (u32, u64)) -> bool {
        if self.two_way {
            let (target, _) = self.merges.last_key_value().expect("there are stores");
            let holds = replica == *target
                || key / 2 % (self.merges.len() as u32 - 1) == u32::from(replica.0);
            return !holds || u64::from(self.past(replica, key)) >= version;
        }
        let Some(shown) = self.shown.get(&(replica, key)) else {
            return false;
        };
        match self.merges[&replica] {
            Merge::Replace => version <= shown.last,
            Merge::Add => shown.all.contains(&version),
        }
    }
}

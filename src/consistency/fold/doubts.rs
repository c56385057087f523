//! What the fold does with doubts: which facts raise one, what the run is then asked, and what it finds, which is
//! recorded as a fact (`WillNotCome`, `WillNotMend`).

use super::Consistency;
use crate::consistency::incidents::incident::Outcome;
use crate::consistency::state::marks::Replicas;
use crate::facts::ids::{KeyIndex, ReplicaId, WriteId};
use crate::facts::time::Micros;
use crate::facts::{Fact, Fault, LetterKind, LossReason, Merge, Version, What};
use crate::sim::prospect::{Hoped, Prospect};

use crate::consistency::state::doubts::{Doubt, carries_many};
impl Consistency {
    /// Whether something may have become of what is doubtful: then the run is to say what is left.
    pub fn has_questions(&self) -> bool {
        let doubts = &self.doubts;
        let copies = doubts.all || !doubts.asked.is_empty() || !doubts.asked_keys.is_empty();
        copies || self.sagas.leftovers.has_questions()
    }

    /// A copy of a write that was kept for a replica is kept no longer; or an event of a saga.
    pub fn let_go(&mut self, write: WriteId, replica: ReplicaId) {
        self.sagas.leftovers.ask_about(write);
        if let Some(place) = self.place(replica) {
            self.doubt(write, 1 << place, None);
        }
    }

    /// How often the run was asked whether a write may still come.
    pub fn questions(&self) -> u64 {
        self.doubts.questions
    }

    /// Much has changed at once: all that is doubtful is to be asked again.
    pub fn ask_again(&mut self) {
        let doubts = &mut self.doubts;
        doubts.all =
            !(doubts.writes.is_empty() && doubts.spoilt.is_empty() && doubts.lost.is_empty());
        self.sagas.leftovers.ask_again();
    }

    /// Users have stopped, and what was broken is whole again.
    pub fn note_drain(&mut self) {
        self.doubts.are_final = true;
        self.ask_again();
    }

    /// The run has settled: what some copy still lacks is doubtful.
    pub fn doubt_the_rest(&mut self) {
        if self.is_two_way() {
            self.ask_again();
            return;
        }
        let open = self.commits.all();
        let open: Vec<_> = open.map(|(_, _, commit)| commit.write).collect();
        for write in open {
            self.doubt(write, Replicas::MAX, None);
        }
        for place in 0..self.replicas.len() {
            for key in 0..self.truth.len() as KeyIndex {
                self.doubt_newest(place, key);
            }
        }
        self.ask_again();
    }

    /// What a fact says about writes that may not come.
    pub(super) fn note_doubts(&mut self, fact: &Fact) {
        self.sagas.leftovers.note(&fact.what);
        match fact.what {
            What::Lost { letter, .. } => match (letter.kind, letter.write) {
                (LetterKind::Publish, Some(write)) => self.doubt(write, Replicas::MAX, None),
                (LetterKind::Deliver, Some(write)) => {
                    if let Some(place) = self.at_node(letter.to) {
                        self.doubt(write, 1 << place, None);
                    }
                }
                (kind, _) if carries_many(kind) => self.ask_again(),
                (_, write) => self.ask_about(write),
            },
            What::Delivered { letter } => match letter.kind {
                // One of several publications may have been the last that was on its way.
                LetterKind::Command
                | LetterKind::Reply
                | LetterKind::Query
                | LetterKind::Answer => {}
                kind if carries_many(kind) => self.ask_again(),
                _ => self.ask_about(letter.write),
            },
            What::DeadLettered { replica, write, .. } => {
                let replicas = self.concerned(replica);
                self.account_for(write, replicas);
                self.doubt(write, replicas, None);
            }
            What::Gone {
                replica,
                write,
                why,
                ..
            } => {
                let replicas = self.concerned(replica);
                self.doubt(write, replicas, Some(why));
            }
            What::Skipped {
                replica,
                write,
                key,
                ..
            } => {
                let replicas = self.concerned(Some(replica));
                self.account_for(write, replicas);
                self.doubt(write, replicas, None);
                if let Some(place) = self.place(replica) {
                    self.doubt_newest(place, key);
                }
            }
            // Who goes down now may stay so, and nobody tells a copy of what it will not hear of. What comes
            // back, as all does when users stop, breaks nothing.
            What::Fault(Fault::Crashed(_) | Fault::Stopped(_) | Fault::Cut(_))
                if self.doubts.are_final =>
            {
                self.doubt_the_rest();
            }
            What::Committed { write, .. } if self.doubts.are_final => {
                self.doubt(write, Replicas::MAX, None);
            }
            What::Fault(_)
            | What::CaughtUp { .. }
            | What::RebuildBegan { .. }
            | What::RunEnded { .. } => self.ask_again(),
            _ => {}
        }
    }

    /// The replicas that a fact is about: all if it names none.
    fn concerned(&self, replica: Option<ReplicaId>) -> Replicas {
        match replica {
            None => Replicas::MAX,
            Some(replica) => self.place(replica).map_or(0, |place| 1 << place),
        }
    }

    /// It is known why these replicas have not applied a write: it is not lost.
    pub(super) fn account_for(&mut self, write: WriteId, replicas: Replicas) {
        if let Some(mark) = self.marks.get(write) {
            mark.accounted |= replicas;
        }
        self.is_not_lost(write, replicas);
    }

    /// Something has become of a write: if it is doubtful, the run is asked.
    fn ask_about(&mut self, write: Option<WriteId>) {
        if let Some(write) = write.filter(|write| self.doubts.writes.contains_key(write)) {
            self.doubts.asked.insert(write);
        }
    }

    /// A job copies rows as they are: what was overwritten before it came is not missed.
    fn is_made_up_for(&self, key: KeyIndex, version: Version) -> bool {
        self.rows.is_scheduled && self.truth[key as usize].version > version
    }

    /// It is doubtful whether these replicas will see a write; those that have applied it have.
    fn doubt(&mut self, write: WriteId, replicas: Replicas, why: Option<LossReason>) {
        let all = (1_u32 << self.replicas.len()).wrapping_sub(1) as Replicas;
        // Every replica has applied a write that is forgotten.
        let Some(&mut mark) = self.marks.get(write) else {
            return;
        };
        if self.is_made_up_for(mark.key, mark.version) {
            return;
        }
        let mut replicas = replicas & all & !mark.applied & !mark.gone;
        for (place, known) in self.replicas.iter().enumerate() {
            // A change that is there already is not missed, nor is a whole value that was left out for a
            // newer one.
            let bit = 1 << place;
            let state = known.keys.get(mark.key as usize);
            let has_had = state.is_some_and(|state| state.has_had(known.merge, mark.version));
            if has_had && (known.merge == Merge::Add || mark.accounted & bit != 0) {
                replicas &= !bit;
                self.doubts.resolve(write, bit);
            }
        }
        if replicas == 0 {
            self.ask_about(Some(write));
            return;
        }
        let doubt = self.doubts.writes.entry(write).or_insert(Doubt {
            key: mark.key,
            version: mark.version,
            committed: mark.committed,
            replicas: 0,
            why: None,
        });
        doubt.replicas |= replicas;
        doubt.why = why.or(doubt.why);
        self.doubts.asked.insert(write);
    }

    /// If a replica went back behind the newest version, which it had applied, only that could mend it: it
    /// is doubtful whether it comes again.
    pub(super) fn doubt_newest(&mut self, place: usize, key: KeyIndex) {
        let truth = self.truth[key as usize];
        let replica = &self.replicas[place];
        let state = &replica.keys[key as usize];
        let lacks = state.lacks_newest(truth);
        let Some(write) = lacks.filter(|_| replica.merge == Merge::Replace) else {
            return;
        };
        let commit = self.commits.get(key, truth.version);
        let committed = commit.map(|commit| commit.at);
        let mark = self.marks.get(write);
        let committed = committed.or(mark.map(|mark| mark.committed));
        let doubt = self.doubts.writes.entry(write).or_insert(Doubt {
            key,
            version: truth.version,
            committed: committed.unwrap_or_default(),
            replicas: 0,
            why: None,
        });
        doubt.replicas |= 1 << place;
        self.doubts.asked.insert(write);
    }

    /// Of what is doubtful and to be asked: what will not come, or will not be mended, as `may_still`
    /// finds in the state of the run.
    pub fn find(&mut self, may_still: impl Fn(&Prospect) -> bool) -> Vec<What> {
        let mut found = self.sagas.leftovers.find(&may_still);
        let asked = std::mem::take(&mut self.doubts.asked);
        let everything = std::mem::take(&mut self.doubts.all);
        // Of many doubts few are asked about at a time.
        let writes: Vec<WriteId> = if everything {
            self.doubts.writes.keys().copied().collect()
        } else {
            asked.iter().copied().collect()
        };
        for write in writes {
            let Some(&doubt) = self.doubts.writes.get(&write) else {
                continue;
            };
            let Doubt {
                key,
                version,
                committed,
                why,
                ..
            } = doubt;
            if self.is_made_up_for(key, version) {
                self.doubts.resolve(write, Replicas::MAX);
                continue;
            }
            let accounted = self
                .marks
                .get(write)
                .map_or(0, |mark| mark.accounted | mark.applied);
            let mut gone = Vec::new();
            for (place, known) in self.replicas.iter().enumerate() {
                let hoped = Hoped {
                    replica: known.id,
                    write,
                    key,
                    version,
                    committed,
                };
                // What has come once and was not applied, or went again, helps only if it is applied.
                let prospect = if accounted >> place & 1 == 1 {
                    Prospect::Application(hoped)
                } else {
                    Prospect::Arrival(hoped)
                };
                if doubt.replicas >> place & 1 == 1 {
                    self.doubts.questions += 1;
                    if !may_still(&prospect) {
                        gone.push(known.id);
                    }
                }
            }
            let all = gone.len() == self.replicas.len() && gone.len() > 1;
            let named = gone.into_iter().map(Some).filter(|_| !all);
            found.extend(
                named
                    .chain(all.then_some(None))
                    .map(|replica| What::WillNotCome {
                        replica,
                        write,
                        key,
                        why,
                    }),
            );
        }
        let is_asked = |write: &WriteId| everything || asked.contains(write);
        let lost = self.doubts.lost.iter();
        for (&write, &(key, replica)) in lost.filter(|(write, _)| is_asked(write)) {
            self.doubts.questions += 1;
            let hoped = Hoped {
                replica,
                write,
                key,
                version: 0,
                committed: 0,
            };
            if !may_still(&Prospect::Arrival(hoped)) {
                found.push(What::WillNotCome {
                    replica: Some(replica),
                    write,
                    key,
                    why: None,
                });
            }
        }
        let mut keys = std::mem::take(&mut self.doubts.asked_keys);
        if everything {
            keys = self.doubts.spoilt.keys().copied().collect();
        }
        for (place, key) in keys {
            let replica = self.replicas[place].id;
            let spoilt = self.doubts.spoilt.get(&(place, key)).copied();
            self.doubts.questions += u64::from(spoilt.is_some());
            if let Some(write) = spoilt
                && !may_still(&Prospect::Repair { replica, key })
            {
                found.push(What::WillNotMend {
                    replica,
                    write,
                    key,
                });
            }
        }
        found
    }

    /// One of two sides has lost a write that somebody misses on the other: it is doubtful whether that will be
    /// shown it.
    pub(super) fn doubt_lost(&mut self, write: WriteId, key: KeyIndex, other: ReplicaId) {
        self.doubts.lost.insert(write, (key, other));
        self.doubts.asked.insert(write);
    }

    /// What was lost on one side is shown to the other after all.
    pub(super) fn find_lost(&mut self, write: WriteId, at: ReplicaId) -> bool {
        let lost = &mut self.doubts.lost;
        let is_it = lost.get(&write).is_some_and(|(_, other)| *other == at);
        is_it && lost.remove(&write).is_some()
    }

    /// Takes a finding: a write will not come to a replica, or to none.
    pub(super) fn will_not_come(
        &mut self,
        at: Micros,
        replica: Option<ReplicaId>,
        write: WriteId,
        why: Option<LossReason>,
    ) {
        if self.is_two_way() {
            self.doubts.lost.remove(&write);
            self.settle_write(write, Outcome::Never);
            return;
        }
        let concerned = self.concerned(replica);
        self.doubts.resolve(write, concerned);
        let Some(&mut mark) = self.marks.get(write) else {
            return;
        };
        let all = (1_u32 << self.replicas.len()).wrapping_sub(1) as Replicas;
        let missing = concerned & all & !mark.applied;
        // What a job copies is no event: later runs may bring what one has passed over.
        let lost = if self.rows.is_scheduled {
            0
        } else {
            missing & !mark.accounted
        };
        if lost != 0 {
            if mark.lost == 0 {
                self.counts.lost += 1;
            }
            self.lose_event(at, write, lost);
        }
        if let Some(kept) = self.marks.get(write) {
            kept.gone |= missing;
            kept.lost |= lost;
        }
        for place in 0..self.replicas.len() {
            if missing >> place & 1 == 1 {
                if why == Some(LossReason::BrokerForgot) {
                    self.forget_event(at, place, write);
                }
                self.will_be_missed(place, mark.key, (write, mark.version));
            }
            if concerned >> place & 1 == 1 {
                let merge = self.replicas[place].merge;
                self.replicas[place].keys[mark.key as usize].note_gone(at, merge, mark.version);
                self.judge(at, place, mark.key);
            }
        }
    }

    /// Takes a finding: nothing will set a key of a replica right which applied a write twice.
    pub(super) fn will_not_mend(&mut self, at: Micros, replica: ReplicaId, key: KeyIndex) {
        if let Some(place) = self.place(replica) {
            self.doubts.resolve_key(place, key);
            self.replicas[place].keys[key as usize].note_spoilt(at);
            self.judge(at, place, key);
        }
    }
}

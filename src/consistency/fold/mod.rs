//! The fold itself: takes facts one by one and keeps every measure up to date.

mod copies;
mod copy_incidents;
mod doubts;
mod histories;
mod judging;
mod messages;
mod projection;
mod read_incidents;
mod readings;
pub mod replica_measures;
mod rows;
mod run_trails;
mod saga_trails;
mod screens;
mod side_incidents;
mod sides;
mod trails;
mod visibility;
mod waits;

use crate::consistency::incidents::anomalies::Anomalies;
use crate::consistency::incidents::chronicle::Chronicle;
use crate::consistency::incidents::histories::Histories;
use crate::consistency::incidents::trails::Trails;
use crate::consistency::incidents::waits::Waits;
use crate::consistency::measures::convergence::Convergence;
use crate::consistency::measures::left_out::LeftOut;
use crate::consistency::measures::report::Subject;
use crate::consistency::processes::projection::Projection;
use crate::consistency::processes::rows::Rows;
use crate::consistency::processes::sagas::Sagas;
use crate::consistency::processes::sides::Sides;
use crate::consistency::sessions::guarantees::Guarantees;
use crate::consistency::sessions::screens::Screens;
use crate::consistency::state::commit_order::CommitOrder;
use crate::consistency::state::commits::{Commit, Commits};
use crate::consistency::state::doubts::Doubts;
use crate::consistency::state::keys::Truth;
use crate::consistency::state::marks::{Mark, Marks};
use crate::consistency::state::reads::Reads;
use crate::consistency::state::replica::Replica;
use crate::consistency::stats::distribution::Distribution;
use crate::consistency::stats::level::Share;
use crate::consistency::stats::series::Series;
use crate::facts::ids::{KeyIndex, NodeId, ReplicaId, WriteId};
use crate::facts::time::Micros;
use crate::facts::{ABSENT, Amount, Fact, Fault, Ignored, LetterKind, Merge, Version, What};
use crate::sim::kernel::MOST_REMEMBERED;

/// Everything that is measured of a run.
#[derive(Clone, Debug, Default)]
pub struct Consistency {
    subject: Subject,
    truth: Vec<Truth>,
    /// Where the truth is kept, and by whom.
    originals: Vec<(ReplicaId, NodeId)>,
    replicas: Vec<Replica>,
    /// The place in `replicas` of a node's replica, by node.
    by_node: Vec<Option<usize>>,
    commits: Commits,
    commit_order: CommitOrder,
    left_out: LeftOut,
    marks: Marks,
    doubts: Doubts,
    anomalies: Anomalies,
    trails: Trails,
    waits: Waits,
    wrong: u64,
    wrong_history: Series,
    histories: Histories,
    propagation: Distribution,
    window: Distribution,
    /// Per write and replica: until that showed it or a newer one for the first time.
    visible: Distribution,
    write_latency: Distribution,
    reads: Reads,
    guarantees: Guarantees,
    convergence: Convergence,
    unavailable: Share,
    reordered: Share,
    redelivered: Share,
    projection: Projection,
    counts: Counts,
    sagas: Sagas,
    chronicle: Chronicle,
    screens: Screens,
    // Background sync.
    rows: Rows,
    sides: Sides,
}

#[derive(Clone, Debug, Default)]
pub(in crate::consistency) struct Counts {
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
    /// Nothing has happened yet. Who says what is true is declared, since no fact says it.
    pub fn new(subject: Subject) -> Self {
        Self {
            subject,
            ..Self::default()
        }
    }

    /// Whether more would have to be remembered than can be, so that the figures would leave something
    /// out from here on.
    pub fn is_full(&self) -> bool {
        let open = self.commits.open().max(self.sides.open) as usize;
        let reads = self.reads.open().max(self.sagas.watched());
        open.max(self.marks.older()).max(reads) > MOST_REMEMBERED
    }

    /// Takes the next fact.
    pub fn fold(&mut self, fact: &Fact) {
        let at = fact.at;
        if !self.guarantees.arrivals.is_empty() && self.guarantees.instant < at {
            self.settle();
        }
        if self.guarantees.arrivals.is_empty() {
            self.marks.tidy();
        }
        self.keep(fact);
        self.follow(fact);
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
            What::Requested {
                write,
                key,
                session,
            } => {
                self.counts.requested += 1;
                let (wrote, saw) = self.guarantees.upto(session);
                self.marks.request(
                    write,
                    Mark {
                        requested: at,
                        session,
                        key,
                        wrote,
                        saw,
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
                self.learn_own(at, write);
                self.marks.answer(write);
            }
            What::Asked { read, session, key } => {
                let truth = self.truth.get(key as usize).copied();
                self.reads.ask(at, read, key, truth.unwrap_or_default());
                self.watch_question(at, (read, session), key);
            }
            // A booking has no copies that could be stale.
            What::Read {
                read, replica, key, ..
            } if self.subject == Subject::Bookings => {
                self.look_at_service(read, NodeId(replica.0), key);
            }
            What::Read {
                read,
                session,
                replica,
                key,
                version,
                value,
                waited,
                ..
            } => {
                if let Some(seen) = self.look(at, read, replica, key, waited) {
                    self.watch_view(at, (read, session), (replica, key, value), seen);
                }
                self.judge_read(at, read, replica, key, version);
            }
            What::Answered { read } => {
                self.unavailable.record(false);
                self.reads.answer(at, read);
                self.watch_answer(read);
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
            What::Skipped { why, .. } => match why {
                Ignored::Known => self.counts.duplicates_ignored += 1,
                Ignored::Older => self.counts.stale_ignored += 1,
            },
            What::Sent { letter, .. } => match letter.kind {
                LetterKind::Publish => {
                    self.marks.expect_events();
                    self.counts.publications += u64::from(letter.copy == 0);
                }
                LetterKind::Deliver => {
                    self.marks.expect_events();
                    if let Some(place) = self.at_node(letter.to) {
                        self.replicas[place].is_brought = true;
                    }
                    self.counts.transmissions += u64::from(letter.copy == 0);
                }
                // A view that asks for events is not brought them, whatever it was before.
                LetterKind::Fetch => {
                    if let Some(place) = self.at_node(letter.from) {
                        self.replicas[place].is_brought = false;
                    }
                }
                LetterKind::Take
                | LetterKind::Cancel
                | LetterKind::Onward
                | LetterKind::Backward
                | LetterKind::Told => {
                    self.counts.transmissions += u64::from(letter.copy == 0);
                }
                _ => {}
            },
            What::Delivered { letter } => self.deliver(&letter),
            What::Lost { letter, .. } => self.lose(&letter),
            What::Started { write, .. } => self.sagas.attempt(write),
            What::Failed {
                node,
                write,
                key,
                attempt,
                blocking,
            } => {
                self.counts.failures += 1;
                if blocking && attempt == 2 {
                    self.block(at, node, write, key);
                }
            }
            What::Retried { .. } => self.counts.retries += 1,
            What::DeadLettered { .. } => self.counts.dead_letters += 1,
            What::Gone {
                replica,
                write,
                why,
                ..
            } => self.miss_row(at, replica, write, why),
            What::WillNotCome {
                replica,
                write,
                why,
                ..
            } => self.will_not_come(at, replica, write, why),
            What::WillNotMend { replica, key, .. } => self.will_not_mend(at, replica, key),
            What::WillNotRelease { .. }
            | What::Began { .. }
            | What::Reserved { .. }
            | What::Refused { .. }
            | What::Undoing { .. }
            | What::Released { .. }
            | What::Left { .. }
            | What::UndoFailed { .. }
            | What::Ended { .. } => self.fold_saga(fact),
            What::Fault(fault) => {
                if matches!(fault, Fault::Crashed(_) | Fault::Stopped(_)) {
                    self.counts.crashes += 1;
                }
                let open = self.commits.open_before(at);
                self.convergence.note(at, fault, open);
            }
            What::Scheduled { .. }
            | What::RunBegan { .. }
            | What::RunEnded { .. }
            | What::Removed { .. }
            | What::Wrote { .. }
            | What::Merged { .. } => self.fold_sync(fact),
            What::Restored { .. } if self.is_two_way() => self.fold_sync(fact),
            // CQRS.
            What::Shows { .. }
            | What::Declined { .. }
            | What::Conflicted { .. }
            | What::Overdrawn { .. }
            | What::Resumed { .. }
            | What::RebuildBegan { .. }
            | What::Restored { .. }
            | What::CaughtUp { .. } => self.fold_projection(fact),
        }
        self.note_doubts(fact);
        self.close_waits(fact);
        self.show_people(fact);
    }

    fn meet(&mut self, id: ReplicaId, node: NodeId, source: bool, keys: u32, merge: Merge) {
        if source {
            self.originals.push((id, node));
            self.truth = vec![Truth::default(); keys as usize];
            self.commits.make_room(keys as usize);
        } else {
            let nodes = self.by_node.len().max(usize::from(node.0) + 1);
            self.by_node.resize(nodes, None);
            self.by_node[usize::from(node.0)] = Some(self.replicas.len());
            self.marks.add_replica(merge);
            self.replicas.push(Replica::new(id, node, merge, keys));
        }
    }

    fn at_node(&self, node: NodeId) -> Option<usize> {
        self.by_node.get(usize::from(node.0)).copied().flatten()
    }

    fn place(&self, replica: ReplicaId) -> Option<usize> {
        self.replicas.iter().position(|known| known.id == replica)
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
        self.make_room(key);
        self.truth[key as usize] = Truth { version, value };
        if let Some(mark) = self.marks.get(write) {
            mark.version = version;
            mark.committed = at;
        }
        let commit = Commit {
            write,
            at,
            nth: self.commit_order.push((write, at), key, version),
            missing: self.replicas.len() as u16,
        };
        self.commits.push(key, version, commit);
        for place in 0..self.replicas.len() {
            let lag = self.replicas[place].lag.now() + 1;
            // What waits for the next run of a job does not grow without end.
            if self.replicas[place].set_lag(at, lag) && !self.rows.is_scheduled {
                self.lag_behind(at, place);
            }
            if value == ABSENT {
                self.vanish(at, place, key, version);
            }
            self.judge(at, place, key);
        }
    }
}

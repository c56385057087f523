//! A store: one of the sources, or the target. It takes writes of people as transactions, answers
//! their reads, gives a job snapshots, and takes over what a job brings.

use super::message::{Change, Copied, Load, Message, Progress, Pull, SyncProtocol, Timer};
use super::places::{USERS, job_node, target_replica};
use super::row::{Life, Row, Value};
use super::settings::{Copying, Settings};
use crate::facts::ids::{KeyIndex, NodeId, ReplicaId, WriteId};
use crate::facts::time::Micros;
use crate::facts::{ABSENT, Amount, Ignored, LetterKind, LossReason, What};
use crate::patterns::people::Query;
use crate::sim::draw::Purpose;
use crate::sim::ledger::Ledger;
use crate::sim::node::{Address, Context};

/// Values are below this.
const VALUES: Amount = 1_000;

/// The rows of one store.
#[derive(Clone, Debug)]
pub struct Store {
    /// Which source it is, counted from 0; the target comes after the last.
    index: u16,
    is_target: bool,
    rows: Vec<Row>,
    /// How often people have written each row here.
    written: Vec<u32>,
    /// Rows of which no job is known to have brought the last value to the target.
    fresh: Ledger<Fresh>,
    /// Whether something was committed since a job last asked.
    dirty: bool,
    /// The stamp with which a job missed a row.
    missed: Vec<Option<Micros>>,
    /// Which rows are there, by key.
    present: Vec<bool>,
    /// No run that begins from now on asks for rows stamped before this.
    passed: Micros,
    /// Runs that had begun before that, and of which rows may still come.
    under_way: Vec<u64>,
    // Volatile.
    open: u32,
}

/// A row of which no job is known to have brought the last value to the target.
#[derive(Clone, Debug)]
struct Fresh {
    key: KeyIndex,
    /// Since when no job has been shown its last value.
    since: Micros,
    /// The attempts of the snapshots that have that value.
    shown: Vec<u32>,
    /// Once no later run asks for it: the runs that may bring it all the same.
    waits_for: Option<Vec<u64>>,
}

impl Store {
    /// A store with the rows that are there at the start.
    pub fn new(index: u16, settings: &Settings) -> Self {
        let is_target = index == settings.sources;
        let row = |key| {
            let here = is_target || settings.owner(key) == index;
            Row::new(key, if here { Life::Live } else { Life::None })
        };
        let keys = settings.workload.keys();
        let rows: Vec<Row> = (0..keys).map(row).collect();
        Self {
            index,
            is_target,
            present: rows.iter().map(|row| row.life == Life::Live).collect(),
            rows,
            written: vec![0; keys as usize],
            fresh: Ledger::default(),
            dirty: false,
            missed: vec![None; keys as usize],
            passed: 0,
            under_way: Vec::new(),
            open: 0,
        }
    }

    /// Whether it is the target.
    pub fn is_target(&self) -> bool {
        self.is_target
    }

    /// Its identity as a replica.
    pub fn replica(&self) -> ReplicaId {
        ReplicaId(self.index)
    }

    /// Whether a job has seen everything, and no transaction is open.
    pub fn is_idle(&self) -> bool {
        self.open == 0 && !self.dirty
    }

    /// Transactions that are open.
    pub fn held(&self) -> usize {
        self.open as usize
    }

    /// The rows that were stamped before the watermark and seen after it, and have not changed since.
    pub fn missed(&self) -> impl Iterator<Item = (KeyIndex, Micros)> {
        let rows = self.rows.iter().zip(&self.missed);
        let behind = rows.filter(|(row, missed)| {
            // Most rows never were, and need not be looked at.
            missed.is_some_and(|stamp| stamp == row.value.stamp)
        });
        behind.map(|(row, _)| (row.key, row.value.stamp))
    }

    /// A row, and what was deleted last of one that is gone.
    pub(super) fn row(&self, key: KeyIndex) -> Option<&Row> {
        self.rows.get(key as usize)
    }

    /// Which rows are there, by key.
    pub fn present(&self) -> Vec<bool> {
        self.present.clone()
    }

    /// Something may have become of a row.
    fn note(&mut self, key: KeyIndex) {
        let place = key as usize;
        self.present[place] = self.rows[place].life == Life::Live;
    }

    /// A person writes: a transaction begins, and is seen once it commits.
    pub(super) fn on_write(
        &mut self,
        write: WriteId,
        key: KeyIndex,
        change: Change,
        cx: &mut Context<'_, SyncProtocol>,
    ) {
        let skew = if self.is_target {
            cx.settings.clock_skew
        } else {
            0
        };
        let stamp = cx.now + skew;
        let uniform = cx.uniform(Purpose::CommitLag, write.0, 0);
        let lag = cx.settings.commit_lag.sample(uniform);
        self.open += 1;
        if lag == 0 {
            self.on_commit(write, key, change, stamp, cx);
        } else {
            let timer = Timer::Commit {
                write,
                key,
                change,
                stamp,
            };
            cx.set_timer(lag, timer);
        }
    }

    pub(super) fn on_commit(
        &mut self,
        write: WriteId,
        key: KeyIndex,
        change: Change,
        stamp: Micros,
        cx: &mut Context<'_, SyncProtocol>,
    ) {
        self.open -= 1;
        self.make_room(key);
        let place = key as usize;
        let address = Address::once(USERS, LetterKind::Reply, Some(write), Some(key));
        let Value {
            amount,
            write: last,
            ..
        } = self.rows[place].value;
        if amount == ABSENT && last.is_some() {
            // A change that comes after the deletion of its row finds no row.
            cx.send(address, Message::Done);
            return;
        }
        let side = usize::from(self.is_target);
        self.written[place] += 1;
        let nth = self.written[place];
        let amount = match change {
            Change::Delete => ABSENT,
            Change::Put => (cx.uniform(Purpose::Content, write.0, 0) * VALUES as f64) as Amount,
        };
        let row = &mut self.rows[place];
        row.past[side] = nth;
        row.life = match change {
            Change::Put => Life::Live,
            Change::Delete if cx.settings.tombstones => Life::Tombstone,
            Change::Delete => Life::None,
        };
        row.sibling = None;
        row.value = Value {
            write: Some(write),
            amount,
            stamp,
            written: cx.now,
            side,
            nth,
        };
        let (past, life, value) = (row.past, row.life, row.value);
        self.note(key);
        let is_passed = cx.settings.copy == Copying::Incremental && stamp < self.passed;
        let is_missed = is_passed && self.under_way.is_empty();
        if is_missed {
            self.fresh.remove(u64::from(key));
        } else {
            let before = self.fresh.get(u64::from(key));
            let before = before.filter(|fresh| fresh.shown.is_empty());
            let fresh = Fresh {
                key,
                since: before.map_or(cx.now, |fresh| fresh.since),
                shown: Vec::new(),
                waits_for: is_passed.then(|| self.under_way.clone()),
            };
            self.fresh.insert(u64::from(key), fresh);
        }
        self.dirty = true;
        if cx.settings.copy == Copying::TwoWay {
            cx.record(What::Wrote {
                replica: self.replica(),
                write,
                key,
                value: amount,
                past,
            });
        } else {
            cx.record(What::Committed {
                write,
                key,
                version: u64::from(nth),
                value: amount,
            });
            if cx.settings.copy == Copying::Incremental && life == Life::None {
                lose(write, key, LossReason::DeletedWithoutTrace, cx);
            } else if is_missed {
                self.miss(key, value, cx);
            }
        }
        cx.send(address, Message::Done);
    }

    /// Somebody reads.
    pub(super) fn on_query(&self, query: Query, cx: &mut Context<'_, SyncProtocol>) {
        let Query { read, session, .. } = query;
        for key in query.keys() {
            let row = self.rows.get(key as usize);
            let (version, value) = row.map_or((0, ABSENT), |row| {
                (u64::from(row.past[0] + row.past[1]), row.value.amount)
            });
            cx.record(What::Read {
                read,
                session,
                replica: self.replica(),
                key,
                version,
                value,
                waited: 0,
            });
        }
        let address = Address::of_read(USERS, LetterKind::Answer, read);
        cx.send(address, Message::Answer);
    }

    /// A job asks what is here: a snapshot of this instant.
    pub(super) fn on_pull(
        &mut self,
        pull: Pull,
        progress: &Progress,
        attempt: u32,
        cx: &mut Context<'_, SyncProtocol>,
    ) {
        if cx.settings.copy == Copying::Incremental {
            self.on_progress(progress, cx);
        }
        let index = self.index;
        let in_scope = |key: KeyIndex| pull.after.is_none_or(|after| (index, key) > after);
        let wanted = |row: &&Row| pull.asks_for((index, row.key), row);
        let rows = self.rows.iter().filter(wanted).copied().collect();
        self.dirty = false;
        cx.toil(self.rows.len());
        if cx.settings.copy == Copying::Incremental {
            for fresh in self.fresh.range_mut(0, u64::MAX) {
                if wanted(&&self.rows[fresh.key as usize]) {
                    fresh.shown.push(attempt);
                }
            }
        } else {
            // A row that a run finds different is copied by this run or by a later one.
            self.keep_fresh(|fresh| !in_scope(fresh.key));
        }
        let message = Message::Rows {
            run: pull.run,
            rows,
            open: self.open > 0,
        };
        let to = job_node(cx.settings);
        cx.send(answer(to, LetterKind::Rows, attempt), message);
    }

    /// How far a job is: what it has brought is known to be there, and what no run will ask for any more and
    /// none that is under way can bring will not come.
    pub(super) fn on_progress(&mut self, progress: &Progress, cx: &mut Context<'_, SyncProtocol>) {
        self.take_copied(&progress.copied);
        self.passed = self.passed.max(progress.passed);
        self.under_way.clone_from(&progress.under_way);
        let mut missed = Vec::new();
        for (key, mut fresh) in self.fresh.take() {
            let row = self.rows[fresh.key as usize];
            if row.life == Life::None {
                continue;
            }
            if row.value.stamp < self.passed {
                let under_way = &self.under_way;
                let runs = fresh.waits_for.get_or_insert_with(|| under_way.clone());
                runs.retain(|run| under_way.contains(run));
                if runs.is_empty() {
                    missed.push((fresh.since, row));
                    continue;
                }
            }
            self.fresh.insert(key, fresh);
        }
        missed.sort_by_cached_key(|(since, _)| *since);
        for (_, row) in missed {
            self.miss(row.key, row.value, cx);
        }
    }

    /// What jobs are known to have brought to the target is new here no more.
    fn take_copied(&mut self, copied: &[Copied]) {
        let index = self.index;
        self.keep_fresh(|fresh| {
            let mut of_it = copied
                .iter()
                .filter(|copied| fresh.shown.contains(&copied.snapshot));
            !of_it.any(|copied| copied.upto >= (index, fresh.key))
        });
    }

    fn keep_fresh(&mut self, wanted: impl Fn(&Fresh) -> bool) {
        for (key, fresh) in self.fresh.take() {
            if wanted(&fresh) {
                self.fresh.insert(key, fresh);
            }
        }
    }

    /// A row was stamped before the watermark and is seen after it.
    fn miss(&mut self, key: KeyIndex, value: Value, cx: &mut Context<'_, SyncProtocol>) {
        self.missed[key as usize] = Some(value.stamp);
        if let Some(write) = value.write {
            lose(write, key, LossReason::BehindWatermark, cx);
        }
    }

    /// A job brings rows.
    pub(super) fn on_load(
        &mut self,
        (run, batch): (u64, u16),
        loads: &[Load],
        attempt: u32,
        cx: &mut Context<'_, SyncProtocol>,
    ) {
        let mut changed = 0;
        cx.toil(loads.len());
        for load in loads {
            let (Load::Row(Row { key, .. }) | Load::Drop(key)) = *load;
            self.make_room(key);
            let has_changed = match load {
                Load::Row(row) if cx.settings.copy == Copying::TwoWay => self.take_in(row, cx),
                Load::Row(row) => self.replace(row, cx),
                Load::Drop(key) => self.remove(*key, cx),
            };
            changed += u32::from(has_changed);
            self.note(key);
        }
        let message = Message::Loaded {
            run,
            batch,
            changed,
        };
        let to = job_node(cx.settings);
        let address = Address {
            publication: batch,
            ..answer(to, LetterKind::Loaded, attempt)
        };
        cx.send(address, message);
    }

    /// The target of a one-way sync: what comes is what is.
    fn replace(&mut self, row: &Row, cx: &mut Context<'_, SyncProtocol>) -> bool {
        let (replica, key) = (self.replica(), row.key);
        let mine = &mut self.rows[key as usize];
        let Some(write) = row.value.write else {
            return false;
        };
        let version = u64::from(row.past[0]);
        if mine.value.write == row.value.write && mine.life == row.life {
            cx.record(What::Skipped {
                replica,
                write,
                key,
                version,
                why: Ignored::Known,
            });
            return false;
        }
        *mine = *row;
        cx.record(What::Applied {
            replica,
            write,
            key,
            version,
            value: row.value.amount,
        });
        true
    }

    fn remove(&mut self, key: KeyIndex, cx: &mut Context<'_, SyncProtocol>) -> bool {
        let replica = self.replica();
        let mine = &mut self.rows[key as usize];
        if mine.life == Life::None {
            return false;
        }
        *mine = Row::new(key, Life::None);
        cx.record(What::Removed { replica, key });
        true
    }

    /// One side of a two-way sync: what comes is weighed against what is here.
    fn take_in(&mut self, row: &Row, cx: &mut Context<'_, SyncProtocol>) -> bool {
        let replica = self.replica();
        let mine = &mut self.rows[row.key as usize];
        let before = *mine;
        let kept = mine.merge(row, cx.settings.conflict);
        let Some(write) = mine.value.write else {
            // A row from before the first write, which was deleted here without a trace.
            let (key, value) = (row.key, mine.value.amount);
            if before != *mine {
                cx.record(What::Restored {
                    replica,
                    key,
                    version: 0,
                    value,
                });
            }
            return before != *mine;
        };
        cx.record(What::Merged {
            replica,
            key: row.key,
            write,
            sibling: mine.sibling.and_then(|value| value.write),
            value: mine.value.amount,
            past: row.past,
            written: row.value.written,
            kept,
        });
        before != *mine
    }

    /// Transactions that were open are gone.
    pub(super) fn on_crash(&mut self) {
        self.open = 0;
    }

    fn make_room(&mut self, key: KeyIndex) {
        let rows = self.rows.len() as u32..=key;
        self.rows.extend(rows.map(|key| Row::new(key, Life::None)));
        self.written.resize(self.rows.len(), 0);
        self.missed.resize(self.rows.len(), None);
        self.present.resize(self.rows.len(), false);
    }
}

/// An answer to a job; its attempt names its draws.
fn answer(to: NodeId, kind: LetterKind, attempt: u32) -> Address {
    Address {
        attempt,
        ..Address::once(to, kind, None, None)
    }
}

/// Nothing that runs will bring a write to the target.
fn lose(write: WriteId, key: KeyIndex, why: LossReason, cx: &mut Context<'_, SyncProtocol>) {
    cx.record(What::Gone {
        replica: Some(target_replica(cx.settings)),
        write,
        key,
        why,
    });
}

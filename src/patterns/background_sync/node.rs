//! The nodes of this pattern as one type.

use super::job::Job;
use super::message::{Message, SyncProtocol, Timer};
use super::places::USERS;
use super::settings::{Copying, Settings};
use super::store::Store;
use super::users::Users;
use crate::facts::ids::NodeId;
use crate::facts::time::Micros;
use crate::facts::{Letter, LetterKind, Merge, What};
use crate::sim::node::{Conditions, Context, Errand, Node};

/// Any node of this pattern.
#[derive(Clone, Debug)]
pub enum SyncNode {
    /// The people who write and read.
    Users(Users),
    /// A source, or the target.
    Store(Store),
    /// The job that copies.
    Job(Job),
}

impl Node for SyncNode {
    type Protocol = SyncProtocol;

    fn on_start(&mut self, cx: &mut Context<'_, SyncProtocol>) {
        match self {
            Self::Users(users) => users.on_start(cx),
            Self::Job(job) => job.on_start(cx),
            Self::Store(store) => {
                let node = cx.me;
                let is_truth = !store.is_target() && cx.settings.copy != Copying::TwoWay;
                cx.record(What::Replica {
                    replica: store.replica(),
                    node,
                    source: is_truth,
                    keys: cx.settings.workload.keys(),
                    merge: Merge::Replace,
                });
            }
        }
    }

    fn on_message(
        &mut self,
        letter: &Letter,
        message: Message,
        cx: &mut Context<'_, SyncProtocol>,
    ) {
        match (self, message) {
            (Self::Users(users), Message::Done) => {
                if let (Some(write), Some(key)) = (letter.write, letter.key) {
                    users.on_done(write, key, cx);
                }
            }
            (Self::Users(_), Message::Answer) => {
                if let Some(read) = letter.read() {
                    cx.record(What::Answered { read });
                }
            }
            (Self::Store(store), Message::Write { write, key, change }) => {
                store.on_write(write, key, change, cx);
            }
            (Self::Store(store), Message::Query(query)) => store.on_query(query, cx),
            (Self::Store(store), Message::Pull { pull, progress }) => {
                store.on_pull(pull, &progress, letter.attempt, cx);
            }
            (Self::Store(store), Message::Load { run, batch, loads }) => {
                store.on_load((run, batch), &loads, letter.attempt, cx);
            }
            (Self::Store(store), Message::Release(progress)) => store.on_progress(&progress, cx),
            (Self::Job(job), Message::Rows { run, rows, open }) => {
                job.on_rows((run, letter.from, letter.attempt), rows, open, cx);
            }
            (
                Self::Job(job),
                Message::Loaded {
                    run,
                    batch,
                    changed,
                },
            ) => job.on_loaded(run, batch, changed, cx),
            (_, message) => debug_assert!(false, "{message:?} does not belong here"),
        }
    }

    fn on_timer(&mut self, timer: Timer, cx: &mut Context<'_, SyncProtocol>) {
        match (self, timer) {
            (Self::Users(users), Timer::People(timer)) => users.on_timer(timer, cx),
            (
                Self::Store(store),
                Timer::Commit {
                    write,
                    key,
                    change,
                    stamp,
                },
            ) => store.on_commit(write, key, change, stamp, cx),
            (Self::Job(job), Timer::Tick { setting }) => job.on_tick(setting, cx),
            (Self::Job(job), Timer::Again { tick, attempt }) => job.on_again(tick, attempt, cx),
            (Self::Job(job), Timer::Ready { run }) => job.on_ready(run, cx),
            (Self::Job(job), Timer::Through { run, upto }) => job.on_through(run, upto, cx),
            (Self::Job(job), Timer::Patience { run, asked }) => job.on_patience(run, asked, cx),
            (_, timer) => debug_assert!(false, "{timer:?} does not belong here"),
        }
    }

    fn on_crash(&mut self, cx: &mut Context<'_, SyncProtocol>) {
        match self {
            Self::Users(_) => {}
            Self::Store(store) => store.on_crash(),
            Self::Job(job) => job.on_crash(cx),
        }
    }

    fn on_restart(&mut self, cx: &mut Context<'_, SyncProtocol>) {
        if let Self::Job(job) = self {
            job.on_restart(cx);
        }
    }

    fn on_peer(&mut self, peer: NodeId, up: bool, cx: &mut Context<'_, SyncProtocol>) {
        if let Self::Job(job) = self {
            job.on_peer(peer, up, cx);
        }
    }

    fn on_change(&mut self, before: &Settings, cx: &mut Context<'_, SyncProtocol>) {
        match self {
            Self::Users(users) => users.on_change(before, cx),
            Self::Store(_) => {}
            Self::Job(job) => job.on_change(before, cx),
        }
    }

    fn on_errand(&mut self, errand: Errand, cx: &mut Context<'_, SyncProtocol>) {
        if let Self::Users(users) = self {
            users.on_errand(errand, cx);
        }
    }

    fn on_close(&mut self, cx: &mut Context<'_, SyncProtocol>) {
        match self {
            Self::Users(users) => users.on_close(),
            Self::Store(_) => {}
            Self::Job(job) => job.on_close(cx),
        }
    }

    fn is_idle(&self) -> bool {
        match self {
            Self::Users(_) => true,
            Self::Store(store) => store.is_idle(),
            Self::Job(job) => job.is_idle(),
        }
    }

    fn held(&self) -> usize {
        match self {
            Self::Users(_) => 0,
            Self::Store(store) => store.held(),
            Self::Job(job) => job.held(),
        }
    }

    /// A job is at work while a run of it goes on.
    fn load(&self, _settings: &Settings) -> Option<(u64, u64)> {
        let Self::Job(job) = self else {
            return None;
        };
        Some((u64::from(job.is_at_work()), 1))
    }

    fn conditions<'a>(settings: &'a Settings, letter: &Letter) -> Conditions<'a> {
        Conditions {
            law: &settings.latency,
            loss: 0.0,
            duplicate: 0.0,
            // A connection of the job keeps the order of what it carries.
            in_order: matches!(
                letter.kind,
                LetterKind::Pull
                    | LetterKind::Rows
                    | LetterKind::Load
                    | LetterKind::Loaded
                    | LetterKind::Release
            ),
        }
    }

    fn crashes(settings: &Settings, node: NodeId) -> Option<(Micros, Micros)> {
        let every = settings.crash_every.filter(|_| node != USERS)?;
        Some((every, settings.repair))
    }

    fn repair(settings: &Settings) -> Micros {
        settings.repair
    }
}

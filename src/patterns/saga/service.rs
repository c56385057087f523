//! A service: takes its step of a saga and takes it back. Each attempt takes its time, and what
//! comes of it is decided at the end. What is booked is durable, what is in work is not.

use super::bars::Bars;
use super::message::{Back, Message, Outcome, SagaProtocol, Timer, Word};
use super::outbox::{Outgoing, answer};
use super::places::{ORCHESTRATOR, USERS};
use super::resource::Resource;
use super::settings::{Lock, Settings};
use crate::facts::ids::{KeyIndex, NodeId, ReplicaId, WriteId};
use crate::facts::time::Micros;
use crate::facts::{LetterKind, Refusal, What};
use crate::patterns::people::Query;
use crate::patterns::saga::special::{StepBar, StepState};
use crate::sim::draw::Purpose;
use crate::sim::ledger::Ledger;
use crate::sim::node::{Address, Context};

/// A participant of sagas.
#[derive(Clone, Debug)]
pub struct Service {
    pub(super) index: usize,
    // Durable.
    pub(super) resource: Resource,
    pub(super) outgoing: Outgoing,
    // Volatile.
    pub(super) jobs: Ledger<Job>,
    next_job: u64,
    /// Steps that wait for a lock, in the order in which they came.
    waiting: Vec<u64>,
    /// When a reminder comes that somebody leaves.
    leaving: Option<Micros>,
    // For the picture alone.
    pub(super) bars: Bars,
}

/// An attempt at a step, or at taking it back.
#[derive(Clone, Copy, Debug)]
pub(super) struct Job {
    pub(super) saga: WriteId,
    pub(super) key: KeyIndex,
    /// Tells apart the draws of attempts: twice the transmission that asked, plus the copy.
    pub(super) tag: u32,
    /// How often it was tried here again.
    pub(super) tries: u32,
    pub(super) back: bool,
    pub(super) answer: Answer,
    /// Why it will be refused, if that is known before it ends.
    doomed: Option<Refusal>,
    pub(super) bar: u64,
}

/// To whom an answer is owed, and what follows.
#[derive(Clone, Copy, Debug)]
pub enum Answer {
    /// The orchestrator, about this attempt.
    Leader {
        /// Which attempt.
        attempt: u32,
    },
    /// The sender of an event, if there is one; then the saga goes on from here.
    Sender {
        /// The sender and its number of the event.
        event: Option<(NodeId, u64)>,
        /// Which transmission it was.
        attempt: u32,
        /// How the saga goes back, if it does.
        back: Back,
    },
}

impl Service {
    /// A service that has booked nothing yet.
    pub fn new(index: usize, keys: u32) -> Self {
        Self {
            index,
            resource: Resource::new(keys),
            outgoing: Outgoing::default(),
            jobs: Ledger::default(),
            next_job: 0,
            waiting: Vec::new(),
            leaving: None,
            bars: Bars::default(),
        }
    }

    /// Whether it has nothing left to do by itself.
    pub fn is_idle(&self) -> bool {
        self.jobs.is_empty() && self.outgoing.len() == 0
    }

    /// What it keeps of sagas that are under way.
    pub fn held(&self) -> usize {
        self.jobs.len() + self.outgoing.len() + self.resource.held()
    }

    /// Steps that wait for a lock, and steps in work.
    pub fn load(&self) -> (u64, u64) {
        let waiting = self.waiting.len() as u64;
        (waiting, self.jobs.len() as u64 - waiting)
    }

    /// Somebody reads: a look at what is booked, tentative bookings included.
    pub(super) fn on_query(&self, query: Query, cx: &mut Context<'_, SagaProtocol>) {
        let Query { read, session, .. } = query;
        for key in query.keys() {
            cx.record(What::Read {
                read,
                session,
                replica: ReplicaId(cx.me.0),
                key,
                version: 0,
                value: self.resource.value(key),
                waited: 0,
            });
        }
        let address = Address::of_read(USERS, LetterKind::Answer, read);
        cx.send(address, Message::Answer);
    }

    /// A step is asked for.
    pub(super) fn on_take(
        &mut self,
        saga: WriteId,
        key: KeyIndex,
        tag: u32,
        answer: Answer,
        cx: &mut Context<'_, SagaProtocol>,
    ) {
        if cx.settings.idempotent {
            let record = self.resource.known(saga);
            let known = if record.cancelled {
                let (node, why) = (cx.me, Refusal::Cancelled);
                cx.record(What::Refused {
                    node,
                    write: saga,
                    key,
                    why,
                });
                Some(Outcome::Refused)
            } else if record.doing > 0 {
                return;
            } else if record.holds > 0 || record.left {
                Some(Outcome::Done)
            } else {
                // Past the pivot a refusal is not the last word.
                let last = record.refused && !cx.settings.only_forward(self.index);
                last.then_some(Outcome::Refused)
            };
            if let Some(outcome) = known {
                reply(saga, outcome, answer, cx);
                return;
            }
        }
        self.resource.record(saga).doing += 1;
        let (number, mut job) = self.job((saga, key), tag, false, answer);
        if cx.settings.lock != Lock::None && !self.resource.lock(saga, key) {
            if cx.settings.lock == Lock::Wait {
                self.jobs.insert(number, job);
                self.waiting.push(number);
                let patience = cx.settings.timeout / 2;
                cx.set_timer(patience, Timer::LockExpired { job: number });
                return;
            }
            job.doomed = Some(Refusal::Locked);
        }
        self.begin(number, job, cx);
    }

    /// A job and its number.
    pub(super) fn job(
        &mut self,
        (saga, key): (WriteId, KeyIndex),
        tag: u32,
        back: bool,
        answer: Answer,
    ) -> (u64, Job) {
        let number = self.next_job;
        self.next_job += 1;
        let job = Job {
            saga,
            key,
            tag,
            tries: 0,
            back,
            answer,
            doomed: None,
            bar: 0,
        };
        (number, job)
    }

    /// An attempt begins.
    pub(super) fn begin(&mut self, number: u64, mut job: Job, cx: &mut Context<'_, SagaProtocol>) {
        let attempt = job.tag / 2 + job.tries;
        let (node, write) = (cx.me, job.saga);
        let draw = job.tag + 2 * job.tries;
        let (law, purpose, state) = if job.back {
            cx.record(What::Undoing {
                node,
                write,
                attempt,
            });
            let law = &cx.settings.undo[self.index];
            (law, Purpose::UndoTime, StepState::Undoing)
        } else {
            cx.record(What::Started {
                node,
                write,
                attempt,
            });
            // Looked at now, booked at the end: two that look at once may both find the last one.
            let full = self
                .resource
                .is_full(job.key, cx.settings.capacity[self.index]);
            if full && job.doomed.is_none() {
                job.doomed = Some(Refusal::Full);
            }
            let law = &cx.settings.step[self.index];
            (law, Purpose::StepTime, StepState::Doing)
        };
        let lasts = law.sample(cx.uniform(purpose, write.0, draw));
        let bar = StepBar {
            step: self.index as u16,
            from: cx.now,
            to: None,
            state,
            attempt,
        };
        job.bar = self.bars.open(write, bar);
        self.jobs.insert(number, job);
        cx.set_timer(lasts, Timer::Worked { job: number });
    }

    pub(super) fn on_worked(&mut self, number: u64, cx: &mut Context<'_, SagaProtocol>) {
        if let Some(job) = self.jobs.remove(number) {
            if job.back {
                self.undone(number, job, cx);
            } else {
                self.stepped(number, job, cx);
            }
        }
    }

    pub(super) fn on_try_again(&mut self, number: u64, cx: &mut Context<'_, SagaProtocol>) {
        if let Some(job) = self.jobs.remove(number) {
            self.begin(number, job, cx);
        }
    }

    /// A step has waited for a lock long enough.
    pub(super) fn on_lock_expired(&mut self, number: u64, cx: &mut Context<'_, SagaProtocol>) {
        let Some(place) = self.waiting.iter().position(|&job| job == number) else {
            return;
        };
        self.waiting.remove(place);
        if let Some(mut job) = self.jobs.remove(number) {
            job.doomed = Some(Refusal::Locked);
            self.finish(number, job, Outcome::Refused, cx);
        }
    }

    /// An attempt at the step is over: what came of it is decided now.
    fn stepped(&mut self, number: u64, job: Job, cx: &mut Context<'_, SagaProtocol>) {
        let Job { saga, key, tag, .. } = job;
        let draw = tag + 2 * job.tries;
        if cx.chance(
            cx.settings.error[self.index],
            Purpose::StepError,
            saga.0,
            draw,
        ) {
            let (node, attempt) = (cx.me, tag / 2 + job.tries);
            cx.record(What::Failed {
                node,
                write: saga,
                key,
                attempt,
                blocking: false,
            });
            self.finish(number, job, Outcome::Error, cx);
            return;
        }
        // The rules of the business say the same however often they are asked, unless the saga has
        // no way but forward.
        let asked = if cx.settings.only_forward(self.index) {
            draw
        } else {
            0
        };
        let refused = cx.chance(
            cx.settings.refuse[self.index],
            Purpose::Refuse,
            saga.0,
            asked,
        );
        if refused || job.doomed.is_some() {
            self.finish(number, job, Outcome::Refused, cx);
            return;
        }
        let Settings {
            capacity, restore, ..
        } = cx.settings;
        let over = self
            .resource
            .book(saga, key, capacity[self.index], *restore);
        cx.record(What::Reserved {
            node: cx.me,
            write: saga,
            key,
            over,
        });
        self.finish(number, job, Outcome::Done, cx);
    }

    /// An attempt at the step has ended: whoever waits for it hears, unless it is tried again here.
    fn finish(
        &mut self,
        number: u64,
        mut job: Job,
        outcome: Outcome,
        cx: &mut Context<'_, SagaProtocol>,
    ) {
        let Job { saga, key, .. } = job;
        let state = if outcome == Outcome::Done {
            StepState::Done
        } else {
            StepState::Failed
        };
        self.bars.close(job.bar, cx.now, state);
        let cancelled = self.resource.known(saga).pending.is_some();
        let again = outcome == Outcome::Error
            || outcome == Outcome::Refused && cx.settings.only_forward(self.index);
        let chained = matches!(job.answer, Answer::Sender { .. });
        if chained && again && !cancelled && job.tries + 1 < cx.settings.tries(self.index) {
            job.tries += 1;
            job.doomed = None;
            self.put_aside(number, job, cx);
            return;
        }
        // Who leads a saga decides itself what follows from errors.
        let refused = outcome == Outcome::Refused || chained && outcome == Outcome::Error;
        if refused {
            let why = match outcome {
                Outcome::Error => Refusal::Errors,
                _ => job.doomed.unwrap_or(Refusal::Business),
            };
            cx.record(What::Refused {
                node: cx.me,
                write: saga,
                key,
                why,
            });
        }
        let record = self.resource.record(saga);
        record.doing = record.doing.saturating_sub(1);
        record.refused |= refused;
        let pending = record.pending.take();
        self.unlock(saga, key, cx);
        self.resource.tidy(saga);
        reply(saga, outcome, job.answer, cx);
        if let Some((tag, answer)) = pending {
            self.take_back((saga, key), tag, answer, cx);
        } else if let Answer::Sender { .. } = job.answer {
            self.go_on(saga, key, outcome, cx);
        }
    }

    pub(super) fn put_aside(&mut self, number: u64, job: Job, cx: &mut Context<'_, SagaProtocol>) {
        let wait = cx.settings.wait(job.tries);
        cx.record(What::Retried {
            node: cx.me,
            write: job.saga,
            attempt: job.tries,
            wait,
        });
        self.jobs.insert(number, job);
        cx.set_timer(wait, Timer::TryAgain { job: number });
    }

    /// A saga is at its end, and with it every saga below a number.
    pub(super) fn on_settle(&mut self, word: Word, cx: &mut Context<'_, SagaProtocol>) {
        let Word {
            saga,
            key,
            completed,
            below,
        } = word;
        self.resource.settle(saga, key, completed);
        if let Some(stay) = cx.settings.stay.as_ref().filter(|_| completed)
            && self.resource.known(saga).holds > 0
        {
            let lasts = stay.sample(cx.uniform(Purpose::Stay, saga.0, 0));
            self.resource.stay(saga, key, cx.now.saturating_add(lasts));
            self.await_leaving(cx);
        }
        self.resource.pass(below);
        self.wake(cx);
    }

    /// Sees to it that the next one leaves in time.
    fn await_leaving(&mut self, cx: &mut Context<'_, SagaProtocol>) {
        let Some(until) = self.resource.next_to_leave() else {
            return;
        };
        if self.leaving.is_none_or(|at| until < at) {
            self.leaving = Some(until);
            cx.set_timer(until.saturating_sub(cx.now), Timer::Leaves);
        }
    }

    /// The stays of completed bookings are over.
    pub(super) fn on_leaves(&mut self, cx: &mut Context<'_, SagaProtocol>) {
        while self
            .resource
            .next_to_leave()
            .is_some_and(|until| until <= cx.now)
        {
            if let Some((saga, key)) = self.resource.leave() {
                cx.record(What::Left {
                    node: cx.me,
                    write: saga,
                    key,
                });
            }
        }
        if self.leaving.is_some_and(|at| at <= cx.now) {
            self.leaving = None;
        }
        self.await_leaving(cx);
    }

    /// Lets go of the lock of a saga that has nothing here any more.
    pub(super) fn unlock(
        &mut self,
        saga: WriteId,
        key: KeyIndex,
        cx: &mut Context<'_, SagaProtocol>,
    ) {
        if self.resource.unlock(saga, key) {
            self.wake(cx);
        }
    }

    /// Steps that waited for a lock begin if they can have it now.
    fn wake(&mut self, cx: &mut Context<'_, SagaProtocol>) {
        let mut place = 0;
        while let Some(&number) = self.waiting.get(place) {
            let job = self.jobs.get(number).copied();
            let mine = job.is_none_or(|job| self.resource.lock(job.saga, job.key));
            if mine {
                self.waiting.remove(place);
                if let Some(job) = job {
                    self.jobs.remove(number);
                    self.begin(number, job, cx);
                }
            } else {
                place += 1;
            }
        }
    }

    /// What was in work is lost; who asked for it asks again, or never hears of it.
    pub(super) fn on_crash(&mut self, cx: &mut Context<'_, SagaProtocol>) {
        for (_, job) in self.jobs.take() {
            self.bars.close(job.bar, cx.now, StepState::Unknown);
        }
        self.waiting.clear();
        self.leaving = None;
        self.resource.crash();
    }

    pub(super) fn on_restart(&mut self, cx: &mut Context<'_, SagaProtocol>) {
        self.outgoing.resume(cx);
        self.await_leaving(cx);
    }
}

/// Answers to whoever asked for a step; nothing follows from it here.
fn reply(saga: WriteId, outcome: Outcome, owed: Answer, cx: &mut Context<'_, SagaProtocol>) {
    match owed {
        Answer::Leader { attempt } => {
            let address = Address {
                attempt,
                ..Address::once(ORCHESTRATOR, LetterKind::Taken, Some(saga), None)
            };
            cx.send(address, Message::Taken(outcome));
        }
        Answer::Sender { event, attempt, .. } => {
            if let Some(event) = event {
                answer(event, saga, attempt, cx);
            }
        }
    }
}

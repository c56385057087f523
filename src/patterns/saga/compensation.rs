//! How a service takes its step back.

use super::choreography::pass_on;
use super::message::{Message, SagaProtocol};
use super::outbox::answer;
use super::places::ORCHESTRATOR;
use super::service::{Answer, Job, Service};
use crate::facts::ids::{KeyIndex, WriteId};
use crate::facts::{LetterKind, What};
use crate::patterns::saga::special::StepState;
use crate::sim::draw::Purpose;
use crate::sim::node::{Address, Context};

impl Service {
    /// A step is to be taken back.
    pub(super) fn on_cancel(
        &mut self,
        saga: WriteId,
        key: KeyIndex,
        tag: u32,
        owed: Answer,
        cx: &mut Context<'_, SagaProtocol>,
    ) {
        if self.is_passed_on(saga, owed, cx) {
            self.pursue((saga, key), tag, owed, cx);
        } else {
            self.take_back((saga, key), tag, owed, cx);
        }
    }

    /// A step is taken back that the saga has not gone on from, or whose successors are taken back.
    pub(super) fn take_back(
        &mut self,
        (saga, key): (WriteId, KeyIndex),
        tag: u32,
        owed: Answer,
        cx: &mut Context<'_, SagaProtocol>,
    ) {
        let idempotent = cx.settings.idempotent;
        let record = self.resource.record(saga);
        // Without a memory of sagas, the order says nothing about a command that is still to come.
        record.cancelled |= idempotent;
        if record.doing > 0 {
            record.pending = Some((tag, owed));
        } else if record.holds == 0 {
            self.resource.tidy(saga);
            self.told_back(saga, key, true, owed, cx);
        } else if !(idempotent && record.undoing) {
            record.undoing = true;
            let (number, job) = self.job((saga, key), tag, true, owed);
            self.begin(number, job, cx);
        }
    }

    /// An attempt to take the step back is over.
    pub(super) fn undone(&mut self, number: u64, mut job: Job, cx: &mut Context<'_, SagaProtocol>) {
        let Job { saga, key, tag, .. } = job;
        let draw = tag + 2 * job.tries;
        let node = cx.me;
        if cx.chance(cx.settings.undo_fail, Purpose::UndoFail, saga.0, draw) {
            self.bars.close(job.bar, cx.now, StepState::UndoFailed);
            let attempt = tag / 2 + job.tries;
            cx.record(What::UndoFailed {
                node,
                write: saga,
                key,
                attempt,
            });
            let chained = matches!(job.answer, Answer::Sender { .. });
            if chained && job.tries + 1 < cx.settings.undo_attempts {
                job.tries += 1;
                self.put_aside(number, job, cx);
                return;
            }
            self.resource.record(saga).undoing = false;
            self.resource.tidy(saga);
            self.told_back(saga, key, false, job.answer, cx);
            return;
        }
        self.bars.close(job.bar, cx.now, StepState::Undone);
        self.resource.record(saga).undoing = false;
        if let Some(wiped) = self.resource.release(saga, key, cx.settings.restore) {
            cx.record(What::Released {
                node,
                write: saga,
                key,
                wiped,
            });
        }
        self.unlock(saga, key, cx);
        self.resource.tidy(saga);
        self.told_back(saga, key, true, job.answer, cx);
    }

    /// Tells that a step is taken back, or could not be.
    fn told_back(
        &mut self,
        saga: WriteId,
        key: KeyIndex,
        well: bool,
        owed: Answer,
        cx: &mut Context<'_, SagaProtocol>,
    ) {
        match owed {
            Answer::Leader { attempt } => {
                let address = Address {
                    attempt,
                    ..Address::once(ORCHESTRATOR, LetterKind::Cancelled, Some(saga), None)
                };
                cx.send(address, Message::Cancelled(well));
            }
            Answer::Sender {
                event,
                attempt,
                back,
            } => {
                if let Some(event) = event {
                    answer(event, saga, attempt, cx);
                }
                pass_on(self, (saga, key), well, back, cx);
            }
        }
    }
}

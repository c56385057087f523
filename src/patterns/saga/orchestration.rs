//! Orchestration: whoever leads asks for each step, hears back or does not, and decides.

use super::message::{Call, Message, Outcome, SagaProtocol, Timer};
use super::orchestrator::{Orchestrator, Saga};
use super::places::service;
use crate::facts::ids::WriteId;
use crate::facts::{LetterKind, Refusal, Retransmit, SagaEnd, What};
use crate::patterns::saga::special::{StepBar, StepState};
use crate::sim::node::{Address, Context};

impl Orchestrator {
    /// Does what is to be done next.
    pub(super) fn advance(&mut self, id: WriteId, cx: &mut Context<'_, SagaProtocol>) {
        let Some(saga) = self.open.get_mut(id.0) else {
            return;
        };
        let steps = cx.settings.steps;
        if !saga.back {
            let at_once = if cx.settings.parallel { steps } else { 1 };
            let undone =
                |saga: &Saga| (0..steps).find(|&step| saga.rows[step].state != StepState::Done);
            let Some(first) = undone(saga) else {
                self.end(id, SagaEnd::Completed, cx);
                return;
            };
            for step in first..(first + at_once).min(steps) {
                if saga.rows[step].state == StepState::Pending {
                    call(id, saga, step, 0, cx);
                }
            }
            if saga.rows.iter().any(|row| row.state == StepState::Doing) {
                return;
            }
            saga.back = true;
            self.choose(Some(id), cx.now);
        }
        self.retreat(id, cx);
    }

    /// Takes back what was taken, and what may have been if that is wanted.
    fn retreat(&mut self, id: WriteId, cx: &mut Context<'_, SagaProtocol>) {
        let Some(saga) = self.open.get_mut(id.0) else {
            return;
        };
        for step in (0..cx.settings.steps).rev() {
            let undoing = saga.rows.iter().any(|row| row.state == StepState::Undoing);
            if undoing && !cx.settings.undo_parallel {
                return;
            }
            let unknown = saga.rows[step].state == StepState::Unknown;
            if saga.rows[step].state == StepState::Done || unknown && cx.settings.cancel_unknown {
                call(id, saga, step, 0, cx);
            }
        }
        let any = |state| saga.rows.iter().any(|row| row.state == state);
        if any(StepState::Undoing) {
            return;
        }
        let how = if any(StepState::UndoFailed) {
            SagaEnd::UndoFailed
        } else {
            SagaEnd::Compensated
        };
        self.end(id, how, cx);
    }

    pub(super) fn on_taken(
        &mut self,
        id: WriteId,
        (step, attempt): (usize, u32),
        outcome: Outcome,
        cx: &mut Context<'_, SagaProtocol>,
    ) {
        let Some(saga) = self.open.get_mut(id.0) else {
            return;
        };
        let row = saga.rows[step];
        if row.state != StepState::Doing {
            return;
        }
        if outcome == Outcome::Done {
            saga.rows[step].state = StepState::Done;
        } else {
            // An answer to an attempt that was given up says nothing of the one under way.
            if row.attempt != attempt || row.waits {
                return;
            }
            let forward = cx.settings.only_forward(step);
            let tries = if outcome == Outcome::Error || forward {
                cx.settings.tries(step)
            } else {
                0
            };
            if try_again(id, saga, step, tries, cx) {
                return;
            }
            if forward {
                self.end(id, SagaEnd::CannotGoOn, cx);
                return;
            }
            if outcome == Outcome::Error {
                let (node, key) = (service(step), saga.key);
                let why = Refusal::Errors;
                cx.record(What::Refused {
                    node,
                    write: id,
                    key,
                    why,
                });
            }
            // Of an error it is not known that no earlier or doubled order will be obeyed yet.
            let unknown = outcome == Outcome::Error && cx.settings.cancel_unknown;
            saga.rows[step].state = if unknown {
                StepState::Unknown
            } else {
                StepState::Failed
            };
        }
        self.advance(id, cx);
    }

    pub(super) fn on_cancelled(
        &mut self,
        id: WriteId,
        (step, attempt): (usize, u32),
        well: bool,
        cx: &mut Context<'_, SagaProtocol>,
    ) {
        let Some(saga) = self.open.get_mut(id.0) else {
            return;
        };
        let row = saga.rows[step];
        if row.state != StepState::Undoing {
            return;
        }
        if well {
            saga.rows[step].state = StepState::Undone;
        } else {
            let stale = row.attempt != attempt || row.waits;
            if stale || try_again(id, saga, step, cx.settings.undo_attempts, cx) {
                return;
            }
            saga.rows[step].state = StepState::UndoFailed;
        }
        self.retreat(id, cx);
    }

    /// No answer has come in time: what was asked for may have happened, or may yet.
    pub(super) fn on_unanswered(&mut self, asked: Call, cx: &mut Context<'_, SagaProtocol>) {
        let Some(saga) = self.open.get_mut(asked.saga.0) else {
            return;
        };
        let step = usize::from(asked.step);
        let row = saga.rows[step];
        let expected = if asked.back {
            StepState::Undoing
        } else {
            StepState::Doing
        };
        if row.state != expected || row.attempt != asked.attempt || row.waits {
            return;
        }
        let tries = if asked.back {
            cx.settings.undo_attempts
        } else {
            cx.settings.tries(step)
        };
        self.bars.open(
            asked.saga,
            StepBar {
                step: u16::from(asked.step),
                from: row.sent,
                to: Some(cx.now),
                state: StepState::Unknown,
                attempt: asked.attempt,
            },
        );
        if try_again(asked.saga, saga, step, tries, cx) {
            return;
        }
        if asked.back {
            saga.rows[step].state = StepState::UndoFailed;
            self.retreat(asked.saga, cx);
        } else if cx.settings.only_forward(step) {
            self.end(asked.saga, SagaEnd::CannotGoOn, cx);
        } else {
            saga.rows[step].state = StepState::Unknown;
            self.advance(asked.saga, cx);
        }
    }

    pub(super) fn on_again(&mut self, asked: Call, cx: &mut Context<'_, SagaProtocol>) {
        if let Some(saga) = self.open.get_mut(asked.saga.0) {
            let step = usize::from(asked.step);
            let row = saga.rows[step];
            if row.waits && row.attempt + 1 == asked.attempt {
                call(asked.saga, saga, step, asked.attempt, cx);
            }
        }
    }

    /// Back from a crash with a durable log: what is not answered is asked for again.
    pub(super) fn ask_again(&mut self, cx: &mut Context<'_, SagaProtocol>) {
        let open: Vec<u64> = self.open.iter().map(|(id, _)| id).collect();
        for id in open {
            if let Some(saga) = self.open.get_mut(id) {
                for step in 0..cx.settings.steps {
                    let row = saga.rows[step];
                    if matches!(row.state, StepState::Doing | StepState::Undoing) {
                        call(WriteId(id), saga, step, row.attempt, cx);
                    }
                }
            }
        }
    }
}

/// Asks a service for a step, or for taking it back.
fn call(
    id: WriteId,
    saga: &mut Saga,
    step: usize,
    attempt: u32,
    cx: &mut Context<'_, SagaProtocol>,
) {
    let back = saga.back;
    let (state, kind, message) = if back {
        (StepState::Undoing, LetterKind::Cancel, Message::Cancel)
    } else {
        (StepState::Doing, LetterKind::Take, Message::Take)
    };
    let row = &mut saga.rows[step];
    row.state = state;
    row.attempt = attempt;
    row.waits = false;
    row.sent = cx.now;
    let address = Address {
        to: service(step),
        kind,
        write: Some(id),
        key: Some(saga.key),
        attempt,
        publication: 0,
        retransmit: Retransmit::UntilAcked,
    };
    cx.send(address, message);
    let call = Call {
        saga: id,
        step: step as u8,
        attempt,
        back,
    };
    cx.set_timer(cx.settings.timeout, Timer::Unanswered(call));
}

/// Tries again after a wait, unless that was the last of so many tries.
fn try_again(
    id: WriteId,
    saga: &mut Saga,
    step: usize,
    tries: u32,
    cx: &mut Context<'_, SagaProtocol>,
) -> bool {
    let back = saga.back;
    let row = &mut saga.rows[step];
    let attempt = row.attempt + 1;
    if attempt >= tries {
        return false;
    }
    row.waits = true;
    let wait = cx.settings.wait(attempt);
    cx.record(What::Retried {
        node: cx.me,
        write: id,
        attempt,
        wait,
    });
    let call = Call {
        saga: id,
        step: step as u8,
        attempt,
        back,
    };
    cx.set_timer(wait, Timer::Again(call));
    true
}

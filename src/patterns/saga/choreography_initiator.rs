//! Choreography, as seen by whoever began the saga: it tells the first service (or, if all steps are
//! taken at once, every one) and hears how it ended.

use super::message::{Back, Happening, SagaProtocol, Timer};
use super::orchestrator::Orchestrator;
use super::outbox::{Event, answer};
use super::places::{service, service_index};
use crate::facts::ids::{KeyIndex, WriteId};
use crate::facts::{Letter, SagaEnd};
use crate::patterns::saga::special::StepState;
use crate::sim::node::Context;

impl Orchestrator {
    pub(super) fn announce(
        &mut self,
        id: WriteId,
        key: KeyIndex,
        cx: &mut Context<'_, SagaProtocol>,
    ) {
        cx.set_timer(cx.settings.patience(), Timer::Overdue(id));
        let first = if cx.settings.parallel {
            cx.settings.steps
        } else {
            1
        };
        for step in 0..first {
            self.outgoing
                .send(service(step), (id, key), Happening::Onward, cx);
        }
    }

    pub(super) fn on_happened(
        &mut self,
        letter: &Letter,
        what: Happening,
        event: u64,
        cx: &mut Context<'_, SagaProtocol>,
    ) {
        let Some(id) = letter.write else {
            return;
        };
        answer((letter.from, event), id, letter.attempt, cx);
        let Some(saga) = self.open.get_mut(id.0) else {
            return;
        };
        let mut stand = |step: u8, state| saga.rows[usize::from(step)].state = state;
        match what {
            Happening::Onward | Happening::Backward(_) => {}
            Happening::Completed => self.end(id, SagaEnd::Completed, cx),
            Happening::TakenBack(true) => self.end(id, SagaEnd::Compensated, cx),
            Happening::TakenBack(false) => self.end(id, SagaEnd::UndoFailed, cx),
            Happening::CannotGoOn => self.end(id, SagaEnd::CannotGoOn, cx),
            Happening::StepDone(step) => {
                stand(step, StepState::Done);
                self.judge(id, cx);
            }
            Happening::StepFailed(step) => {
                stand(step, StepState::Failed);
                self.turn(id, step, cx);
            }
            Happening::StepUndone(step, well) => {
                // Word of the failure that led to this may be lost or late.
                saga.back = true;
                saga.rows[usize::from(step)].state = if well {
                    StepState::Undone
                } else {
                    StepState::UndoFailed
                };
                self.judge(id, cx);
            }
        }
    }

    /// A step has failed while others are taken back at once. One after another, those after it
    /// were never begun.
    fn turn(&mut self, id: WriteId, step: u8, cx: &mut Context<'_, SagaProtocol>) {
        if let Some(saga) = self.open.get_mut(id.0) {
            saga.back = true;
            if !cx.settings.parallel {
                for row in &mut saga.rows[usize::from(step)..] {
                    row.state = StepState::Failed;
                }
            }
            self.choose(Some(id), cx.now);
            self.judge(id, cx);
        }
    }

    /// Ends a saga about whose every step all is known.
    fn judge(&mut self, id: WriteId, cx: &mut Context<'_, SagaProtocol>) {
        let Some(saga) = self.open.get(id.0) else {
            return;
        };
        let rows = &saga.rows[..cx.settings.steps];
        let any = |state| rows.iter().any(|row| row.state == state);
        let how = if any(StepState::Pending) || saga.back && any(StepState::Done) {
            return;
        } else if any(StepState::UndoFailed) {
            SagaEnd::UndoFailed
        } else if saga.back {
            SagaEnd::Compensated
        } else {
            SagaEnd::Completed
        };
        self.end(id, how, cx);
    }

    /// An event was given up: whether its receiver has taken its step is not known.
    pub(super) fn on_given_up(&mut self, event: &Event, cx: &mut Context<'_, SagaProtocol>) {
        let Event { saga: id, key, .. } = *event;
        if event.what != Happening::Onward || !self.open.contains(id.0) {
            return;
        }
        let step = service_index(event.to).unwrap_or(0);
        if cx.settings.parallel {
            let spared = (!cx.settings.cancel_unknown).then_some(step);
            self.call_off((id, key), spared, cx);
            if let Some(saga) = self.open.get_mut(id.0) {
                saga.rows[step].state = StepState::Failed;
            }
            self.turn(id, step as u8, cx);
        } else if cx.settings.cancel_unknown {
            self.call_off((id, key), None, cx);
        } else {
            self.end(id, SagaEnd::Compensated, cx);
        }
    }

    /// Has the steps of a saga taken back: those that began at once are told at once, but for one;
    /// otherwise the first one is, from where it goes on.
    fn call_off(
        &mut self,
        about: (WriteId, KeyIndex),
        spared: Option<usize>,
        cx: &mut Context<'_, SagaProtocol>,
    ) {
        let all = cx.settings.parallel;
        let well = true;
        let back = Happening::Backward(Back { well, chain: !all });
        for step in 0..if all { cx.settings.steps } else { 1 } {
            if Some(step) != spared {
                self.outgoing.send(service(step), about, back, cx);
            }
        }
    }

    /// Nothing was heard of a saga for as long as it could have taken: it may have taken all its steps,
    /// or some.
    pub(super) fn on_overdue(&mut self, id: WriteId, cx: &mut Context<'_, SagaProtocol>) {
        let Some(key) = self.open.get(id.0).map(|saga| saga.key) else {
            return;
        };
        self.end(id, SagaEnd::Silent, cx);
        let has_pivot = cx.settings.only_forward(cx.settings.steps - 1);
        if cx.settings.cancel_unknown && !has_pivot {
            self.call_off((id, key), None, cx);
        }
    }
}

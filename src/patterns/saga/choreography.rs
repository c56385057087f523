//! Choreography: what a service tells the others when its step is over.

use super::message::{Back, Happening, Outcome, SagaProtocol};
use super::outbox::{Event, answer};
use super::places::{ORCHESTRATOR, service, service_index};
use super::service::{Answer, Service};
use crate::facts::ids::{KeyIndex, WriteId};
use crate::sim::node::Context;

impl Service {
    /// The step is over: the saga goes on, or back.
    pub(super) fn go_on(
        &mut self,
        saga: WriteId,
        key: KeyIndex,
        outcome: Outcome,
        cx: &mut Context<'_, SagaProtocol>,
    ) {
        let (me, about) = (self.index as u8, (saga, key));
        let steps = cx.settings.steps;
        let done = outcome == Outcome::Done;
        if done && !cx.settings.parallel && self.index + 1 < steps {
            let next = service(self.index + 1);
            self.outgoing.send(next, about, Happening::Onward, cx);
            return;
        }
        let told = match (done, cx.settings.parallel) {
            (true, true) => Happening::StepDone(me),
            (true, false) => Happening::Completed,
            (false, _) if cx.settings.only_forward(self.index) => Happening::CannotGoOn,
            (false, _) => {
                self.turn_back(self.index, about, cx);
                return;
            }
        };
        self.outgoing.send(ORCHESTRATOR, about, told, cx);
    }

    /// The step of this number has failed: those that may have been taken are taken back.
    fn turn_back(
        &mut self,
        failed: usize,
        about: (WriteId, KeyIndex),
        cx: &mut Context<'_, SagaProtocol>,
    ) {
        let all = cx.settings.parallel;
        let chain = !all && !cx.settings.undo_parallel;
        let back = Happening::Backward(Back { well: true, chain });
        if chain {
            let (to, what) = match failed.checked_sub(1) {
                Some(before) => (service(before), back),
                None => (ORCHESTRATOR, Happening::TakenBack(true)),
            };
            self.outgoing.send(to, about, what, cx);
            return;
        }
        let told = Happening::StepFailed(failed as u8);
        self.outgoing.send(ORCHESTRATOR, about, told, cx);
        let others = if all { 0..cx.settings.steps } else { 0..failed };
        for other in others.filter(|&other| other != failed && other != self.index) {
            self.outgoing.send(service(other), about, back, cx);
        }
    }

    /// Whether somebody before this service wants its step taken back, having given it up, and the saga
    /// has gone on from here: the steps after it may have been taken since.
    pub(super) fn is_passed_on(
        &self,
        saga: WriteId,
        owed: Answer,
        cx: &Context<'_, SagaProtocol>,
    ) -> bool {
        let Answer::Sender { event, .. } = owed else {
            return false;
        };
        let sender = |(from, _)| service_index(from);
        let is_before = event.is_some_and(|it| sender(it).is_none_or(|it| it < self.index));
        let (next, settings) = (self.index + 1, cx.settings);
        let can_follow =
            !settings.parallel && next < settings.steps && !settings.only_forward(next);
        let record = self.resource.known(saga);
        is_before && can_follow && record.holds > 0 && record.doing == 0
    }

    /// The saga has gone on from a step that is to be taken back: the next service is told, and one
    /// after another the steps come back to this one.
    pub(super) fn pursue(
        &mut self,
        about: (WriteId, KeyIndex),
        tag: u32,
        owed: Answer,
        cx: &mut Context<'_, SagaProtocol>,
    ) {
        let Answer::Sender {
            event,
            attempt,
            back,
        } = owed
        else {
            return;
        };
        let record = self.resource.record(about.0);
        let is_told = record.cancelled;
        record.cancelled |= cx.settings.idempotent;
        self.resource.tidy(about.0);
        if !is_told {
            let next = service(self.index + 1);
            let what = Happening::Backward(back);
            self.outgoing.send(next, about, what, cx);
        }
        if !back.chain {
            self.take_back(about, tag, owed, cx);
        } else if let Some(event) = event {
            answer(event, about.0, attempt, cx);
        }
    }

    /// An event was given up. Whether the next service has taken its step is not known: it is told
    /// to take it back if that is wanted, and this one takes back its own.
    pub(super) fn on_given_up(&mut self, event: &Event, cx: &mut Context<'_, SagaProtocol>) {
        let about = (event.saga, event.key);
        match event.what {
            Happening::Onward if cx.settings.only_forward(self.index + 1) => {
                let told = Happening::CannotGoOn;
                self.outgoing.send(ORCHESTRATOR, about, told, cx);
            }
            Happening::Onward => {
                let chain = !cx.settings.undo_parallel;
                let back = Back { well: true, chain };
                let next = service(self.index + 1);
                if cx.settings.cancel_unknown {
                    let what = Happening::Backward(back);
                    self.outgoing.send(next, about, what, cx);
                }
                if !chain {
                    self.turn_back(self.index + 1, about, cx);
                }
                if !(chain && cx.settings.cancel_unknown) {
                    let owed = Answer::Sender {
                        event: None,
                        attempt: 0,
                        back,
                    };
                    self.on_cancel(event.saga, event.key, 0, owed, cx);
                }
            }
            Happening::Backward(back) if back.chain => {
                let told = Happening::TakenBack(false);
                self.outgoing.send(ORCHESTRATOR, about, told, cx);
            }
            _ => {}
        }
    }
}

/// A service has taken its step back, or could not: the one before it is next, or whoever began the
/// saga is told.
pub(super) fn pass_on(
    from: &mut Service,
    about: (WriteId, KeyIndex),
    well: bool,
    back: Back,
    cx: &mut Context<'_, SagaProtocol>,
) {
    let (to, what) = if back.chain {
        let well = well && back.well;
        match from.index.checked_sub(1) {
            Some(before) => {
                let back = Back { well, ..back };
                (service(before), Happening::Backward(back))
            }
            None => (ORCHESTRATOR, Happening::TakenBack(well)),
        }
    } else {
        let told = Happening::StepUndone(from.index as u8, well);
        (ORCHESTRATOR, told)
    };
    from.outgoing.send(to, about, what, cx);
}

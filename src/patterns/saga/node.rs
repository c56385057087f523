//! The nodes of this pattern as one type.

use super::message::{Back, SagaProtocol};
use super::message::{Happening, Message, Timer};
use super::orchestrator::Orchestrator;
use super::places::{USERS, service_index};
use super::service::{Answer, Service};
use super::settings::Settings;
use super::users::Users;
use crate::facts::ids::NodeId;
use crate::facts::time::Micros;
use crate::facts::{Letter, LetterKind, What};
use crate::sim::node::{Conditions, Context, Errand, Node};

/// Any node of this pattern.
#[derive(Clone, Debug)]
pub enum SagaNode {
    /// The people who want sagas.
    Users(Users),
    /// Who begins sagas.
    Orchestrator(Orchestrator),
    /// Who takes a step.
    Service(Service),
}

impl Node for SagaNode {
    type Protocol = SagaProtocol;

    fn on_start(&mut self, cx: &mut Context<'_, SagaProtocol>) {
        if let Self::Users(users) = self {
            users.on_start(cx);
        }
    }

    fn on_message(
        &mut self,
        letter: &Letter,
        message: Message,
        cx: &mut Context<'_, SagaProtocol>,
    ) {
        let step = service_index(letter.from).map(|step| (step, letter.attempt));
        match (self, message, letter.write) {
            (Self::Users(users), Message::Ended, Some(write)) => {
                users.on_done(write, letter.key.unwrap_or(0), cx);
            }
            (Self::Users(_), Message::Answer, _) => {
                if let Some(read) = letter.read() {
                    cx.record(What::Answered { read });
                }
            }
            (Self::Orchestrator(orchestrator), message, Some(saga)) => match (message, step) {
                (Message::Begin(lost), _) => {
                    orchestrator.on_begin(saga, letter.key.unwrap_or(0), &lost, cx);
                }
                (Message::Taken(outcome), Some(step)) => {
                    orchestrator.on_taken(saga, step, outcome, cx);
                }
                (Message::Cancelled(well), Some(step)) => {
                    orchestrator.on_cancelled(saga, step, well, cx);
                }
                (Message::Happened(what, event), _) => {
                    orchestrator.on_happened(letter, what, event, cx);
                }
                (Message::Heard(event), _) => orchestrator.outgoing.heard(event),
                (message, _) => debug_assert!(false, "{message:?} does not belong here"),
            },
            (Self::Service(service), Message::Query(query), _) => service.on_query(query, cx),
            (Self::Service(service), Message::SettleAll(words), _) => {
                for word in words {
                    service.on_settle(word, cx);
                }
            }
            (Self::Service(service), message, Some(saga)) => {
                let key = letter.key.unwrap_or(0);
                let attempt = letter.attempt;
                let tag = attempt * 2 + u32::from(letter.copy);
                let leader = Answer::Leader { attempt };
                match message {
                    Message::Take => service.on_take(saga, key, tag, leader, cx),
                    Message::Cancel => service.on_cancel(saga, key, tag, leader, cx),
                    Message::Heard(event) => service.outgoing.heard(event),
                    Message::Settle(word) => service.on_settle(word, cx),
                    Message::Happened(what, event) => {
                        let owed = |back| Answer::Sender {
                            event: Some((letter.from, event)),
                            attempt,
                            back,
                        };
                        if let Happening::Backward(back) = what {
                            service.on_cancel(saga, key, tag, owed(back), cx);
                        } else {
                            let back = Back {
                                well: true,
                                chain: true,
                            };
                            service.on_take(saga, key, tag, owed(back), cx);
                        }
                    }
                    message => debug_assert!(false, "{message:?} does not belong here"),
                }
            }
            (_, message, _) => debug_assert!(false, "{message:?} does not belong here"),
        }
    }

    fn on_timer(&mut self, timer: Timer, cx: &mut Context<'_, SagaProtocol>) {
        match (self, timer) {
            (Self::Users(users), Timer::People(timer)) => users.on_timer(timer, cx),
            (Self::Orchestrator(orchestrator), timer) => match timer {
                Timer::Unanswered(call) => orchestrator.on_unanswered(call, cx),
                Timer::Again(call) => orchestrator.on_again(call, cx),
                Timer::Overdue(saga) => orchestrator.on_overdue(saga, cx),
                Timer::Unheard { event, attempt } => {
                    if let Some(event) = orchestrator.outgoing.unheard(event, attempt, cx) {
                        orchestrator.on_given_up(&event, cx);
                    }
                }
                Timer::Repeat { event } => orchestrator.outgoing.repeat(event, cx),
                _ => debug_assert!(false, "{timer:?} does not belong here"),
            },
            (Self::Service(service), timer) => match timer {
                Timer::Worked { job } => service.on_worked(job, cx),
                Timer::TryAgain { job } => service.on_try_again(job, cx),
                Timer::LockExpired { job } => service.on_lock_expired(job, cx),
                Timer::Leaves => service.on_leaves(cx),
                Timer::Unheard { event, attempt } => {
                    if let Some(event) = service.outgoing.unheard(event, attempt, cx) {
                        service.on_given_up(&event, cx);
                    }
                }
                Timer::Repeat { event } => service.outgoing.repeat(event, cx),
                _ => debug_assert!(false, "{timer:?} does not belong here"),
            },
            (_, timer) => debug_assert!(false, "{timer:?} does not belong here"),
        }
    }

    fn on_crash(&mut self, cx: &mut Context<'_, SagaProtocol>) {
        match self {
            Self::Users(_) => {}
            Self::Orchestrator(orchestrator) => orchestrator.on_crash(cx),
            Self::Service(service) => service.on_crash(cx),
        }
    }

    fn on_restart(&mut self, cx: &mut Context<'_, SagaProtocol>) {
        match self {
            Self::Users(_) => {}
            Self::Orchestrator(orchestrator) => orchestrator.on_restart(cx),
            Self::Service(service) => service.on_restart(cx),
        }
    }

    fn on_peer(&mut self, peer: NodeId, up: bool, cx: &mut Context<'_, SagaProtocol>) {
        if let Self::Orchestrator(orchestrator) = self
            && up
        {
            orchestrator.undelivered.tell(peer, cx);
        }
    }

    fn on_mended(&mut self, cx: &mut Context<'_, SagaProtocol>) {
        if let Self::Orchestrator(orchestrator) = self {
            orchestrator.undelivered.tell_all(cx);
        }
    }

    fn on_undelivered(
        &mut self,
        letter: &Letter,
        message: &Message,
        is_reachable: bool,
        cx: &mut Context<'_, SagaProtocol>,
    ) {
        match (self, message) {
            (Self::Users(users), Message::Begin(others)) => {
                users.conduct.on_lost(letter.write, others);
            }
            (Self::Orchestrator(orchestrator), _) => {
                orchestrator.undelivered.keep(letter, message);
                if is_reachable {
                    orchestrator.undelivered.tell(letter.to, cx);
                }
            }
            (_, message) => debug_assert!(false, "{message:?} is not kept"),
        }
    }

    fn on_change(&mut self, before: &Settings, cx: &mut Context<'_, SagaProtocol>) {
        if let Self::Users(users) = self {
            users.on_change(before, cx);
        }
    }

    fn on_errand(&mut self, errand: Errand, cx: &mut Context<'_, SagaProtocol>) {
        if let Self::Users(users) = self {
            users.on_errand(errand, cx);
        }
    }

    fn on_close(&mut self, _cx: &mut Context<'_, SagaProtocol>) {
        if let Self::Users(users) = self {
            users.on_close();
        }
    }

    fn is_idle(&self) -> bool {
        match self {
            Self::Users(_) => true,
            Self::Orchestrator(orchestrator) => orchestrator.is_idle(),
            Self::Service(service) => service.is_idle(),
        }
    }

    fn held(&self) -> usize {
        match self {
            Self::Users(users) => users.conduct.held(),
            Self::Orchestrator(orchestrator) => orchestrator.held(),
            Self::Service(service) => service.held(),
        }
    }

    fn conditions<'a>(settings: &'a Settings, letter: &Letter) -> Conditions<'a> {
        let (loss, duplicate) = match letter.kind {
            LetterKind::Take
            | LetterKind::Cancel
            | LetterKind::Onward
            | LetterKind::Backward
            | LetterKind::Told => (settings.loss, settings.duplicate),
            LetterKind::Taken | LetterKind::Cancelled | LetterKind::Heard => {
                (settings.reply_loss, 0.0)
            }
            _ => (0.0, 0.0),
        };
        Conditions {
            law: &settings.latency,
            loss,
            duplicate,
            in_order: false,
        }
    }

    fn is_kept(letter: &Letter) -> bool {
        matches!(letter.kind, LetterKind::Settle | LetterKind::Command)
    }

    fn crashes(settings: &Settings, node: NodeId) -> Option<(Micros, Micros)> {
        let every = settings.crash_every.filter(|_| node != USERS)?;
        Some((every, settings.repair))
    }

    fn repair(settings: &Settings) -> Micros {
        settings.repair
    }
}

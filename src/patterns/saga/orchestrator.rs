//! Who begins sagas and records how they end. In an orchestration it leads each of them through its
//! steps (`orchestration`); in a choreography it tells the services that one begins and hears how it
//! ended (`choreography_initiator`).

use std::collections::VecDeque;

use super::bars::Bars;
use super::message::{BySort, Message, SagaProtocol, Timer, Word};
use super::outbox::Outgoing;
use super::places::{USERS, service};
use super::resource::of_yours;
use super::settings::MOST_STEPS;
use super::undelivered::Undelivered;
use crate::facts::ids::{KeyIndex, WriteId};
use crate::facts::time::{Micros, SECOND};
use crate::facts::{LetterKind, SagaEnd, What};
use crate::patterns::saga::special::{SagaOutcome, SagaPicture, StepBar, StepState, Waterfall};
use crate::sim::ledger::Ledger;
use crate::sim::node::{Address, Context};
use crate::sim::ranges::Ranges;

/// How many ended sagas are remembered for the picture.
const REMEMBERED: usize = 256;
/// How long an ended saga stays in the spotlight.
const LINGERS: Micros = SECOND;

/// The sagas that are under way.
#[derive(Clone, Debug, Default)]
pub struct Orchestrator {
    pub(super) open: Ledger<Saga>,
    pub(super) outgoing: Outgoing,
    /// Word of ended sagas that could not be delivered. Durable in any case: whether a service was down when
    /// a saga ended changes nothing. Of a saga that was forgotten nobody has word to give.
    pub(super) undelivered: Undelivered,
    /// Sagas that have begun, or will never.
    begun: BySort,
    // For the picture alone.
    pub(super) bars: Bars,
    past: VecDeque<Past>,
    spotlight: Option<WriteId>,
    counts: [u64; 3],
}

/// A saga that is under way.
#[derive(Clone, Debug)]
pub(super) struct Saga {
    pub(super) key: KeyIndex,
    began: Micros,
    /// Whether it is being taken back.
    pub(super) back: bool,
    pub(super) rows: [Row; MOST_STEPS],
}

/// How a step stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    pub(super) state: StepState,
    /// How often this was tried before.
    pub(super) attempt: u32,
    /// Whether it waits for its next attempt.
    pub(super) waits: bool,
    /// When it was last asked for.
    pub(super) sent: Micros,
}

/// A saga that has ended.
#[derive(Clone, Copy, Debug)]
struct Past {
    saga: WriteId,
    key: KeyIndex,
    began: Micros,
    ended: Micros,
    outcome: SagaOutcome,
}

impl Orchestrator {
    /// Whether no saga is under way.
    pub fn is_idle(&self) -> bool {
        self.open.is_empty() && self.outgoing.len() == 0
    }

    /// What it keeps.
    pub fn held(&self) -> usize {
        let pieces: usize = self.begun.iter().map(Ranges::pieces).sum();
        self.open.len() + self.outgoing.len() + self.undelivered.len() + pieces
    }

    pub(super) fn on_begin(
        &mut self,
        id: WriteId,
        key: KeyIndex,
        lost: &BySort,
        cx: &mut Context<'_, SagaProtocol>,
    ) {
        for (begun, lost) in self.begun.iter_mut().zip(lost) {
            begun.join(lost);
        }
        cx.record(What::Began { write: id, key });
        let row = Row {
            state: StepState::Pending,
            attempt: 0,
            waits: false,
            sent: cx.now,
        };
        let saga = Saga {
            key,
            began: cx.now,
            back: false,
            rows: [row; MOST_STEPS],
        };
        self.open.insert(id.0, saga);
        self.begun[of_yours(id)].insert(id.0);
        self.choose(Some(id), cx.now);
        if cx.settings.led {
            self.advance(id, cx);
        } else {
            self.announce(id, key, cx);
        }
    }

    /// A saga is at its end.
    pub(super) fn end(&mut self, id: WriteId, how: SagaEnd, cx: &mut Context<'_, SagaProtocol>) {
        let Some(saga) = self.open.remove(id.0) else {
            return;
        };
        let key = saga.key;
        self.remember(id, &saga, how, cx);
        let address = Address::once(USERS, LetterKind::Reply, Some(id), Some(key));
        cx.send(address, Message::Ended);
        let first = WriteId::of_yours(0).0 * of_yours(id) as u64;
        let mut open = self.open.iter().map(|(open, _)| open);
        let first_open = open.find(|&open| open >= first).unwrap_or(u64::MAX);
        let below = first_open.min(self.begun[of_yours(id)].first_missing(first));
        let completed = how == SagaEnd::Completed;
        for step in 0..cx.settings.steps {
            if !cx.settings.led || saga.rows[step].state != StepState::Pending {
                let to = service(step);
                let address = Address::once(to, LetterKind::Settle, Some(id), Some(key));
                let word = Word {
                    saga: id,
                    key,
                    completed,
                    below,
                };
                cx.send(address, Message::Settle(word));
            }
        }
    }

    fn remember(
        &mut self,
        id: WriteId,
        saga: &Saga,
        how: SagaEnd,
        cx: &mut Context<'_, SagaProtocol>,
    ) {
        let key = saga.key;
        cx.record(What::Ended {
            write: id,
            key,
            how,
        });
        let outcome = match how {
            SagaEnd::Completed => SagaOutcome::Completed,
            SagaEnd::Compensated => SagaOutcome::Compensated,
            _ => SagaOutcome::Stuck,
        };
        self.counts[outcome as usize] += 1;
        if self.past.len() == REMEMBERED {
            self.past.pop_front();
        }
        self.past.push_back(Past {
            saga: id,
            key,
            began: saga.began,
            ended: cx.now,
            outcome,
        });
    }

    /// In memory, every saga that is under way is forgotten; who wanted it never hears of it again.
    pub(super) fn on_crash(&mut self, cx: &mut Context<'_, SagaProtocol>) {
        if cx.settings.durable_log {
            return;
        }
        let mut open = std::mem::take(&mut self.open);
        for (id, saga) in open.take() {
            self.remember(WriteId(id), &saga, SagaEnd::Forgotten, cx);
        }
        self.outgoing.clear();
    }

    pub(super) fn on_restart(&mut self, cx: &mut Context<'_, SagaProtocol>) {
        if cx.settings.led {
            self.ask_again(cx);
        } else {
            self.outgoing.resume(cx);
            let patience = cx.settings.patience();
            for (id, _) in self.open.iter() {
                cx.set_timer(patience, Timer::Overdue(WriteId(id)));
            }
        }
    }

    /// Chooses the saga in the spotlight: one that fails before one that does not; otherwise it
    /// stays, and for a while after its end.
    pub(super) fn choose(&mut self, candidate: Option<WriteId>, now: Micros) {
        let Some(id) = candidate else {
            return;
        };
        let fails = self.open.get(id.0).is_some_and(|saga| saga.back);
        let free = self.spotlight.is_none_or(|current| {
            if let Some(saga) = self.open.get(current.0) {
                return fails && !saga.back;
            }
            let past = self.past.iter().rev().find(|past| past.saga == current);
            past.is_none_or(|past| {
                let dull = past.outcome == SagaOutcome::Completed;
                past.ended + LINGERS <= now || dull && fails
            })
        });
        if free {
            self.spotlight = Some(id);
        }
    }

    /// What it looks like, with a saga in detail; `bars` gives what others know of that one.
    pub fn picture(
        &self,
        followed: Option<WriteId>,
        choreography: bool,
        bars: impl Fn(WriteId) -> Vec<StepBar>,
    ) -> SagaPicture {
        let [completed, compensated, stuck] = self.counts;
        let found = followed.and_then(|saga| self.waterfall(saga, &bars));
        let shown = found.or_else(|| self.waterfall(self.spotlight?, &bars));
        SagaPicture {
            completed,
            compensated,
            stuck,
            in_flight: self.open.len() as u64,
            followed: shown,
            choreography,
        }
    }

    fn waterfall(
        &self,
        saga: WriteId,
        bars: &impl Fn(WriteId) -> Vec<StepBar>,
    ) -> Option<Waterfall> {
        let past = self.past.iter().rev().find(|past| past.saga == saga);
        let (key, began, ended) = match (self.open.get(saga.0), past) {
            (Some(open), _) => (open.key, open.began, None),
            (None, Some(past)) => (past.key, past.began, Some((past.ended, past.outcome))),
            (None, None) => return None,
        };
        let bars = bars(saga);
        Some(Waterfall {
            saga,
            key,
            began,
            ended,
            bars,
        })
    }
}

//! The people who write.

use super::message::{Message, Timer};
use super::node::{EventNode, SOURCE};
use super::settings::Settings;
use crate::sim::clock::PoissonClock;
use crate::sim::draw::{Draws, Purpose};
use crate::sim::fact::{Care, LetterKind, What};
use crate::sim::ids::{NodeId, WriteId};
use crate::sim::node::{Address, Context};
use crate::sim::time::Micros;

/// Writes at random (Poisson) or in a fixed rhythm, until the scenario's duration is over.
#[derive(Clone, Debug)]
pub struct Users {
    clock: PoissonClock,
    last: Micros,
    setting: u32,
    closed: bool,
}

impl Users {
    /// People who have not written yet.
    pub fn new(draws: Draws, me: NodeId) -> Self {
        let clock = PoissonClock::new(draws, Purpose::Arrival, me);
        Self {
            clock,
            last: 0,
            setting: 0,
            closed: false,
        }
    }

    pub(super) fn on_start(&mut self, cx: &mut Context<'_, EventNode>) {
        self.await_next(cx);
    }

    pub(super) fn on_arrival(&mut self, setting: u32, cx: &mut Context<'_, EventNode>) {
        if setting != self.setting || self.closed {
            return;
        }
        self.last = cx.now;
        let write = WriteId(self.clock.arrived(cx.now, cx.draws));
        let key = cx.settings.key(cx.uniform(Purpose::Key, write.0, 0));
        cx.record(What::Requested { write, key });
        let address = Address {
            to: SOURCE,
            kind: LetterKind::Command,
            write: Some(write),
            key: Some(key),
            attempt: 0,
            publication: 0,
            care: Care::Forget,
        };
        cx.send(address, Message::Write { write, key });
        self.await_next(cx);
    }

    pub(super) fn on_change(&mut self, before: &Settings, cx: &mut Context<'_, EventNode>) {
        let pace = |settings: &Settings| (settings.mean_gap(), settings.writes_every);
        if pace(before) != pace(cx.settings) {
            let mean = if before.writes_every.is_some() {
                None
            } else {
                before.mean_gap()
            };
            self.clock.pass(cx.now, mean);
            self.await_next(cx);
        }
    }

    pub(super) fn on_close(&mut self) {
        self.closed = true;
    }

    fn await_next(&mut self, cx: &mut Context<'_, EventNode>) {
        self.setting += 1;
        let wait = if let Some(every) = cx.settings.writes_every {
            Some((self.last + every).saturating_sub(cx.now))
        } else {
            cx.settings.mean_gap().map(|mean| self.clock.wait(mean))
        };
        if let Some(wait) = wait {
            cx.set_timer(
                wait,
                Timer::Arrival {
                    setting: self.setting,
                },
            );
        }
    }
}

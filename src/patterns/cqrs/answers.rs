//! What a read model answers, at once or when it is new enough.

use super::message::{Command, CqrsProtocol, Message, Timer};
use super::places::{USERS, WRITE_MODEL};
use super::projector::Projector;
use crate::facts::time::Micros;
use crate::facts::{LetterKind, What};
use crate::patterns::people::Query;
use crate::sim::node::{Address, Context};

/// An answer that is held back until the store is new enough.
#[derive(Clone, Debug)]
pub(super) struct Held {
    query: Query,
    needs: Vec<u64>,
    since: Micros,
}

impl Projector {
    /// Somebody reads. The answer may have to wait until the store is new enough.
    pub(super) fn on_query(
        &mut self,
        query: Query,
        needs: Vec<u64>,
        cx: &mut Context<'_, CqrsProtocol>,
    ) {
        let held = Held {
            query,
            needs,
            since: cx.now,
        };
        if self.has(&held.needs) || cx.settings.wait_limit == 0 {
            self.answer(&held, cx);
        } else {
            self.waiting.push(held);
            let read = query.read.0;
            cx.set_timer(cx.settings.wait_limit, Timer::WaitOver { read });
        }
    }

    fn has(&self, needs: &[u64]) -> bool {
        needs.iter().all(|&needed| self.applied.contains(needed))
    }

    fn answer(&self, held: &Held, cx: &mut Context<'_, CqrsProtocol>) {
        let Query { read, session, .. } = held.query;
        for key in held.query.keys() {
            let (version, value) = self.store[key as usize];
            cx.record(What::Read {
                read,
                session,
                replica: self.replica,
                key,
                version,
                value,
                waited: cx.now - held.since,
            });
        }
        let address = Address::of_read(USERS, LetterKind::Answer, read);
        cx.send(address, Message::Answer);
    }

    pub(super) fn answer_waiting(&mut self, cx: &mut Context<'_, CqrsProtocol>) {
        if self.waiting.is_empty() {
            return;
        }
        for held in std::mem::take(&mut self.waiting) {
            if self.has(&held.needs) {
                self.answer(&held, cx);
            } else {
                self.waiting.push(held);
            }
        }
    }

    pub(super) fn on_wait_over(&mut self, read: u64, cx: &mut Context<'_, CqrsProtocol>) {
        let place = self
            .waiting
            .iter()
            .position(|held| held.query.read.0 == read);
        if let Some(place) = place {
            let held = self.waiting.remove(place);
            self.answer(&held, cx);
        }
    }

    /// A command is checked against what is shown here.
    pub(super) fn on_check(&self, command: Command, cx: &mut Context<'_, CqrsProtocol>) {
        let (_, value) = self.store[command.key as usize];
        let Command { write, key, .. } = command;
        let address = Address::once(WRITE_MODEL, LetterKind::Checked, Some(write), Some(key));
        cx.send(address, Message::Checked(command, value));
    }
}

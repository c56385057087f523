//! The people: they write to the service and read from its consumers.

use super::message::{Message, Timer};
use super::node::{EventNode, SOURCE, consumer};
use super::settings::Settings;
use crate::facts::ids::{KeyIndex, NodeId, WriteId};
use crate::facts::{LetterKind, What};
use crate::patterns::people::{People, PeopleTimer, Query, Reminder, Wish};
use crate::sim::draw::{Draws, Identity, Purpose};
use crate::sim::node::{Address, Context, Errand};

/// The people of an event-based run.
#[derive(Clone, Debug)]
pub struct Users(People);

impl Users {
    /// People who have done nothing yet.
    pub fn new(draws: Draws, me: NodeId) -> Self {
        Self(People::new(draws, me))
    }

    pub(super) fn on_start(&mut self, cx: &mut Context<'_, EventNode>) {
        let reminders = self.0.start(&cx.settings.workload);
        remind(reminders, cx);
    }

    pub(super) fn on_timer(&mut self, timer: PeopleTimer, cx: &mut Context<'_, EventNode>) {
        let (wish, next) = self
            .0
            .on_timer(timer, cx.me, cx.now, cx.draws, &cx.settings.workload);
        act(wish, cx);
        remind([next], cx);
    }

    pub(super) fn on_errand(&mut self, errand: Errand, cx: &mut Context<'_, EventNode>) {
        let wish = self.0.run(errand);
        act(wish, cx);
    }

    pub(super) fn on_done(
        &mut self,
        write: WriteId,
        key: KeyIndex,
        cx: &mut Context<'_, EventNode>,
    ) {
        cx.record(What::Acknowledged { write });
        let look = self
            .0
            .learnt(write, key, cx.me, cx.draws, &cx.settings.workload);
        remind([look], cx);
    }

    pub(super) fn on_change(&mut self, before: &Settings, cx: &mut Context<'_, EventNode>) {
        let reminders = self
            .0
            .change(&before.workload, cx.now, &cx.settings.workload);
        remind(reminders, cx);
    }

    pub(super) fn on_close(&mut self) {
        self.0.close();
    }
}

/// Writes or reads.
fn act(wish: Option<Wish>, cx: &mut Context<'_, EventNode>) {
    match wish {
        Some(Wish::Write {
            write,
            key,
            session,
        }) => {
            cx.record(What::Requested {
                write,
                key,
                session,
            });
            let address = Address::once(SOURCE, LetterKind::Command, Some(write), Some(key));
            cx.send(address, Message::Write { write, key });
        }
        Some(Wish::Read(query)) => ask(query, cx),
        None => {}
    }
}

fn remind<const N: usize>(reminders: [Option<Reminder>; N], cx: &mut Context<'_, EventNode>) {
    for (wait, timer) in reminders.into_iter().flatten() {
        cx.set_timer(wait, Timer::People(timer));
    }
}

/// A read goes to one consumer: any, or the session's own.
fn ask(query: Query, cx: &mut Context<'_, EventNode>) {
    let Query { read, session, .. } = query;
    for key in query.keys() {
        cx.record(What::Asked { read, session, key });
    }
    let identity = if cx.settings.sticky {
        Identity::of(u64::from(session.0), cx.me, 1)
    } else {
        Identity::of(read.0, cx.me, 0)
    };
    let uniform = cx.draws.uniform(Purpose::Route, identity);
    let index = (uniform * cx.settings.deliver.len() as f64) as usize;
    let address = Address::of_read(consumer(index), LetterKind::Query, read);
    cx.send(address, Message::Query(query));
}

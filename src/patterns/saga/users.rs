//! The people: they want sagas, and look at what services have booked.

use super::message::{Message, Timer};
use super::node::{ORCHESTRATOR, SagaNode, service};
use super::settings::Settings;
use crate::patterns::people::{People, PeopleTimer, Query, Reminder, Wish};
use crate::sim::draw::{Draws, Identity, Purpose};
use crate::sim::fact::{LetterKind, What};
use crate::sim::ids::{KeyIndex, NodeId, WriteId};
use crate::sim::node::{Address, Context, Errand};

/// The people of a run of sagas.
#[derive(Clone, Debug)]
pub struct Users(People);

impl Users {
    /// People who have done nothing yet.
    pub fn new(draws: Draws, me: NodeId) -> Self {
        Self(People::new(draws, me))
    }

    pub(super) fn on_start(&mut self, cx: &mut Context<'_, SagaNode>) {
        let reminders = self.0.start(&cx.settings.workload);
        remind(reminders, cx);
    }

    pub(super) fn on_timer(&mut self, timer: PeopleTimer, cx: &mut Context<'_, SagaNode>) {
        let (wish, next) = self
            .0
            .ring(timer, cx.me, cx.now, cx.draws, &cx.settings.workload);
        act(wish, cx);
        remind([next], cx);
    }

    pub(super) fn on_errand(&mut self, errand: Errand, cx: &mut Context<'_, SagaNode>) {
        let wish = self.0.run(errand);
        act(wish, cx);
    }

    pub(super) fn on_ended(
        &mut self,
        write: WriteId,
        key: KeyIndex,
        cx: &mut Context<'_, SagaNode>,
    ) {
        cx.record(What::Acknowledged { write });
        let look = self
            .0
            .learnt(write, key, cx.me, cx.draws, &cx.settings.workload);
        remind([look], cx);
    }

    pub(super) fn on_change(&mut self, before: &Settings, cx: &mut Context<'_, SagaNode>) {
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
fn act(wish: Option<Wish>, cx: &mut Context<'_, SagaNode>) {
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
            let address = Address::once(ORCHESTRATOR, LetterKind::Command, Some(write), Some(key));
            cx.send(address, Message::Begin);
        }
        Some(Wish::Read(query)) => ask(query, cx),
        None => {}
    }
}

fn remind<const N: usize>(reminders: [Option<Reminder>; N], cx: &mut Context<'_, SagaNode>) {
    for (wait, timer) in reminders.into_iter().flatten() {
        cx.set_timer(wait, Timer::People(timer));
    }
}

/// A read goes to one service.
fn ask(query: Query, cx: &mut Context<'_, SagaNode>) {
    let Query { read, session, .. } = query;
    for key in query.keys() {
        cx.record(What::Asked { read, session, key });
    }
    let uniform = cx
        .draws
        .uniform(Purpose::Route, Identity::of(read.0, cx.me, 0));
    let index = if cx.settings.first_only {
        0
    } else {
        (uniform * cx.settings.steps as f64) as usize
    };
    let address = Address::of_read(service(index), LetterKind::Query, read);
    cx.send(address, Message::Query(query));
}

//! The people: they want sagas, and look at what services have booked.

use super::message::{BySort, Message, Timer};
use super::node::{ORCHESTRATOR, SagaNode, service};
use super::resource::of_yours;
use super::settings::Settings;
use crate::facts::ids::{KeyIndex, NodeId, WriteId};
use crate::facts::{LetterKind, What};
use crate::patterns::people::{People, PeopleTimer, Query, Reminder, Wish};
use crate::sim::draw::{Draws, Identity, Purpose};
use crate::sim::node::{Address, Context, Errand};
use crate::sim::ranges::Ranges;

/// The people of a run of sagas.
#[derive(Clone, Debug)]
pub struct Users {
    people: People,
    /// Sagas that were wanted and whose wish got lost, until the orchestrator hears of them.
    lost: BySort,
}

impl Users {
    /// People who have done nothing yet.
    pub fn new(draws: Draws, me: NodeId) -> Self {
        Self {
            people: People::new(draws, me),
            lost: BySort::default(),
        }
    }

    pub(super) fn on_start(&mut self, cx: &mut Context<'_, SagaNode>) {
        let reminders = self.people.start(&cx.settings.workload);
        remind(reminders, cx);
    }

    pub(super) fn on_timer(&mut self, timer: PeopleTimer, cx: &mut Context<'_, SagaNode>) {
        let (wish, next) =
            self.people
                .on_timer(timer, cx.me, cx.now, cx.draws, &cx.settings.workload);
        self.act(wish, cx);
        remind([next], cx);
    }

    pub(super) fn on_errand(&mut self, errand: Errand, cx: &mut Context<'_, SagaNode>) {
        let wish = self.people.run(errand);
        self.act(wish, cx);
    }

    pub(super) fn on_ended(
        &mut self,
        write: WriteId,
        key: KeyIndex,
        cx: &mut Context<'_, SagaNode>,
    ) {
        cx.record(What::Acknowledged { write });
        let look = self
            .people
            .learnt(write, key, cx.me, cx.draws, &cx.settings.workload);
        remind([look], cx);
    }

    pub(super) fn on_change(&mut self, before: &Settings, cx: &mut Context<'_, SagaNode>) {
        let reminders = self
            .people
            .change(&before.workload, cx.now, &cx.settings.workload);
        remind(reminders, cx);
    }

    pub(super) fn on_close(&mut self) {
        self.people.close();
    }

    /// The wish for a saga is lost, and with it what it had to say of others.
    pub(super) fn on_lost(&mut self, saga: Option<WriteId>, others: &BySort) {
        for (lost, others) in self.lost.iter_mut().zip(others) {
            lost.join(others);
        }
        if let Some(saga) = saga {
            self.lost[of_yours(saga)].insert(saga.0);
        }
    }

    pub(super) fn held(&self) -> usize {
        self.lost.iter().map(Ranges::pieces).sum()
    }

    /// Writes or reads.
    fn act(&mut self, wish: Option<Wish>, cx: &mut Context<'_, SagaNode>) {
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
                let address =
                    Address::once(ORCHESTRATOR, LetterKind::Command, Some(write), Some(key));
                cx.send(address, Message::Begin(std::mem::take(&mut self.lost)));
            }
            Some(Wish::Read(query)) => ask(query, cx),
            None => {}
        }
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

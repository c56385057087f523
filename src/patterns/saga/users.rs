//! The people: they want sagas, and look at what services have booked.

use super::message::{BySort, Message, SagaProtocol, Timer};
use super::places::{ORCHESTRATOR, service};
use super::resource::of_yours;
use super::settings::Settings;
use crate::facts::ids::{KeyIndex, NodeId, SessionId, WriteId};
use crate::patterns::people::{PeopleTimer, Query};
use crate::patterns::users;
use crate::patterns::workload::Workload;
use crate::sim::draw::{Identity, Purpose};
use crate::sim::node::Context;
use crate::sim::ranges::Ranges;

/// The people of a run of sagas.
pub type Users = users::Users<Conduct>;

/// What they do about what they want.
#[derive(Clone, Debug, Default)]
pub struct Conduct {
    /// Sagas that were wanted and whose wish got lost, until the orchestrator hears of them.
    lost: BySort,
}

impl Conduct {
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
}

impl users::Conduct<SagaProtocol> for Conduct {
    fn workload(settings: &Settings) -> &Workload {
        &settings.workload
    }

    fn timer(timer: PeopleTimer) -> Timer {
        Timer::People(timer)
    }

    fn write(
        &mut self,
        _write: WriteId,
        key: KeyIndex,
        _session: SessionId,
        _cx: &Context<'_, SagaProtocol>,
    ) -> (KeyIndex, NodeId, Message) {
        let lost = std::mem::take(&mut self.lost);
        (key, ORCHESTRATOR, Message::Begin(lost))
    }

    /// A read goes to one service.
    fn read(
        &mut self,
        query: Query,
        _is_own: bool,
        cx: &Context<'_, SagaProtocol>,
    ) -> (Query, NodeId, Message) {
        let index = if cx.settings.first_only {
            0
        } else {
            let identity = Identity::of(query.read.0, cx.me, 0);
            (cx.draws.uniform(Purpose::Route, identity) * cx.settings.steps as f64) as usize
        };
        (query, service(index), Message::Query(query))
    }
}

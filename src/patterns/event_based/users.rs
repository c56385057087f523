//! The people: they write to the service and read from its consumers.

use super::message::{EventProtocol, Message, Timer};
use super::places::{SOURCE, consumer};
use super::settings::Settings;
use crate::facts::ids::{KeyIndex, NodeId, SessionId, WriteId};
use crate::patterns::people::{PeopleTimer, Query};
use crate::patterns::users;
use crate::patterns::workload::Workload;
use crate::sim::draw::{Identity, Purpose};
use crate::sim::node::Context;

/// The people of an event-based run.
pub type Users = users::Users<Conduct>;

/// What they do about what they want.
#[derive(Clone, Debug, Default)]
pub struct Conduct;

impl users::Conduct<EventProtocol> for Conduct {
    fn workload(settings: &Settings) -> &Workload {
        &settings.workload
    }

    fn timer(timer: PeopleTimer) -> Timer {
        Timer::People(timer)
    }

    fn write(
        &mut self,
        write: WriteId,
        key: KeyIndex,
        _session: SessionId,
        _cx: &Context<'_, EventProtocol>,
    ) -> (KeyIndex, NodeId, Message) {
        (key, SOURCE, Message::Write { write, key })
    }

    /// A read goes to one consumer: any, or the session's own.
    fn read(
        &mut self,
        query: Query,
        _is_own: bool,
        cx: &Context<'_, EventProtocol>,
    ) -> (Query, NodeId, Message) {
        let identity = if cx.settings.sticky {
            Identity::of(u64::from(query.session.0), cx.me, 1)
        } else {
            Identity::of(query.read.0, cx.me, 0)
        };
        let uniform = cx.draws.uniform(Purpose::Route, identity);
        let index = (uniform * cx.settings.deliver.len() as f64) as usize;
        (query, consumer(index), Message::Query(query))
    }
}

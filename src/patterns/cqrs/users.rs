//! The people: they command the write model and read from the read models.

use std::collections::VecDeque;

use super::message::{Command, CqrsProtocol, Message, Timer};
use super::places::{WRITE_MODEL, projector};
use super::settings::{Cure, Settings};
use crate::facts::Amount;
use crate::facts::ids::{KeyIndex, NodeId, SessionId, WriteId};
use crate::patterns::people::{PeopleTimer, Query};
use crate::patterns::users;
use crate::patterns::workload::Workload;
use crate::sim::draw::{Identity, Purpose};
use crate::sim::ledger::Ledger;
use crate::sim::node::Context;

/// Of so many writes of its own to a key a session knows the place in the log, the newest ones.
const MOST_OWN: usize = 16;
/// The share of commands that put something on their key.
const DEPOSITS: f64 = 0.6;
/// Commands are about one to this many times [`STEP`].
const STEPS: f64 = 10.0;
const STEP: Amount = 10;

/// The people of a CQRS run.
pub type Users = users::Users<Conduct>;

/// What they do about what they want.
#[derive(Clone, Debug, Default)]
pub struct Conduct {
    /// Where in the log is what each session has written, by key, newest last; while that is made use of.
    own: Vec<Ledger<VecDeque<u64>>>,
    uses_own: bool,
}

impl Conduct {
    /// A session learnt where in the log its write is.
    pub(super) fn learn(&mut self, session: SessionId, key: KeyIndex, position: u64) {
        let place = self.place(session);
        if let Some(own) = self.own.get_mut(place).filter(|_| self.uses_own) {
            let of_key = own.entry(u64::from(key), VecDeque::new);
            if of_key.len() == MOST_OWN {
                of_key.pop_front();
            }
            of_key.push_back(position);
        }
    }

    /// Of how many keys sessions know where their writes are.
    pub(super) fn held(&self) -> usize {
        self.own.iter().map(Ledger::len).sum()
    }

    /// Where it stands what a session has written.
    fn place(&self, session: SessionId) -> usize {
        let last = self.own.len().saturating_sub(1);
        last.min(session.0 as usize)
    }
}

impl users::Conduct<CqrsProtocol> for Conduct {
    fn workload(settings: &Settings) -> &Workload {
        &settings.workload
    }

    fn timer(timer: PeopleTimer) -> Timer {
        Timer::People(timer)
    }

    fn on_settings(&mut self, settings: &Settings) {
        if self.own.is_empty() {
            // One more than there are, for the person at the page.
            self.own = vec![Ledger::default(); settings.workload.sessions as usize + 1];
        }
        self.uses_own = settings.cure != Cure::None;
        if !self.uses_own {
            self.own.fill(Ledger::default());
        }
    }

    fn write(
        &mut self,
        write: WriteId,
        key: KeyIndex,
        _session: SessionId,
        cx: &Context<'_, CqrsProtocol>,
    ) -> (KeyIndex, NodeId, Message) {
        let change = change(write, cx);
        let command = Command { write, key, change };
        (key, WRITE_MODEL, Message::Command(command))
    }

    /// A read goes to one replica of one view: any, or the session's own; or to the write model, if
    /// it is about something that the session wrote.
    fn read(
        &mut self,
        query: Query,
        _is_own: bool,
        cx: &Context<'_, CqrsProtocol>,
    ) -> (Query, NodeId, Message) {
        let Query { read, session, .. } = query;
        let mut known = Vec::new();
        if cx.settings.cure != Cure::None {
            let own = self.own.get(self.place(session));
            let of_key = |key| own.and_then(|own| own.get(u64::from(key)));
            known.extend(query.keys().filter_map(of_key).flatten());
        }
        if cx.settings.cure == Cure::ReadWriteModel && !known.is_empty() {
            return (query, WRITE_MODEL, Message::Query(query, known));
        }
        let of_read = Identity::of(read.0, cx.me, 0);
        let view = cx.draws.uniform(Purpose::View, of_read) * cx.settings.views() as f64;
        let view = view as usize;
        let whose = if cx.settings.sticky {
            Identity::of(u64::from(session.0), cx.me, 1 + view as u32)
        } else {
            of_read
        };
        let uniform = cx.draws.uniform(Purpose::Route, whose);
        let to = projector(cx.settings.replica_of(view, uniform));
        (query, to, Message::Query(query, known))
    }
}

/// What a command wants: some of them put something on their key, the others take something.
fn change(write: WriteId, cx: &Context<'_, CqrsProtocol>) -> Amount {
    let size = cx.uniform(Purpose::Content, write.0, 0) * STEPS;
    let amount = (1 + size as Amount) * STEP;
    if cx.uniform(Purpose::Direction, write.0, 0) < DEPOSITS {
        amount
    } else {
        -amount
    }
}

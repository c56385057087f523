//! The people: they command the write model and read from the read models.

use std::collections::VecDeque;

use super::message::{Command, Message, Timer};
use super::node::{CqrsNode, WRITE_MODEL, projector};
use super::settings::{Cure, Settings};
use crate::facts::ids::{KeyIndex, NodeId, SessionId, WriteId};
use crate::facts::{Amount, LetterKind, What};
use crate::patterns::people::{People, PeopleTimer, Query, Reminder, Wish, writer};
use crate::sim::draw::{Draws, Identity, Purpose};
use crate::sim::ledger::Ledger;
use crate::sim::node::{Address, Context, Errand};

/// Of so many writes of its own to a key a session knows the place in the log, the newest ones.
const MOST_OWN: usize = 16;
/// The share of commands that put something on their key.
const DEPOSITS: f64 = 0.6;
/// Commands are about one to this many times [`STEP`].
const STEPS: f64 = 10.0;
const STEP: Amount = 10;

/// The people of a CQRS run.
#[derive(Clone, Debug)]
pub struct Users {
    people: People,
    /// Where in the log is what each session has written, by key, newest last; while that is made use of.
    own: Vec<Ledger<VecDeque<u64>>>,
    uses_own: bool,
}

impl Users {
    /// People who have done nothing yet.
    pub fn new(draws: Draws, me: NodeId) -> Self {
        Self {
            people: People::new(draws, me),
            own: Vec::new(),
            uses_own: false,
        }
    }

    pub(super) fn on_start(&mut self, cx: &mut Context<'_, CqrsNode>) {
        let sessions = cx.settings.workload.sessions as usize;
        // One more than there are, for the person at the page.
        self.own = vec![Ledger::default(); sessions + 1];
        self.uses_own = cx.settings.cure != Cure::None;
        let reminders = self.people.start(&cx.settings.workload);
        remind(reminders, cx);
    }

    pub(super) fn on_timer(&mut self, timer: PeopleTimer, cx: &mut Context<'_, CqrsNode>) {
        let (wish, next) =
            self.people
                .on_timer(timer, cx.me, cx.now, cx.draws, &cx.settings.workload);
        self.act(wish, cx);
        remind([next], cx);
    }

    pub(super) fn on_errand(&mut self, errand: Errand, cx: &mut Context<'_, CqrsNode>) {
        let wish = self.people.run(errand);
        self.act(wish, cx);
    }

    /// Writes or reads.
    fn act(&self, wish: Option<Wish>, cx: &mut Context<'_, CqrsNode>) {
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
                let change = change(write, cx);
                let address =
                    Address::once(WRITE_MODEL, LetterKind::Command, Some(write), Some(key));
                cx.send(address, Message::Command(Command { write, key, change }));
            }
            Some(Wish::Read(query)) => self.ask(query, cx),
            None => {}
        }
    }

    pub(super) fn on_done(
        &mut self,
        write: WriteId,
        key: KeyIndex,
        position: u64,
        cx: &mut Context<'_, CqrsNode>,
    ) {
        cx.record(What::Acknowledged { write });
        let session = writer(write, cx.me, cx.draws, &cx.settings.workload);
        let place = self.place(session);
        if let Some(own) = self.own.get_mut(place).filter(|_| self.uses_own) {
            let of_key = own.entry(u64::from(key), VecDeque::new);
            if of_key.len() == MOST_OWN {
                of_key.pop_front();
            }
            of_key.push_back(position);
        }
        let look = self
            .people
            .learnt(write, key, cx.me, cx.draws, &cx.settings.workload);
        remind([look], cx);
    }

    pub(super) fn on_change(&mut self, before: &Settings, cx: &mut Context<'_, CqrsNode>) {
        self.uses_own = cx.settings.cure != Cure::None;
        if !self.uses_own {
            self.own.fill(Ledger::default());
        }
        let reminders = self
            .people
            .change(&before.workload, cx.now, &cx.settings.workload);
        remind(reminders, cx);
    }

    /// Of how many keys sessions know where their writes are.
    pub(super) fn held(&self) -> usize {
        self.own.iter().map(Ledger::len).sum()
    }

    pub(super) fn on_close(&mut self) {
        self.people.close();
    }

    /// Where it stands what a session has written.
    fn place(&self, session: SessionId) -> usize {
        let last = self.own.len().saturating_sub(1);
        last.min(session.0 as usize)
    }

    /// A read goes to one replica of one view: any, or the session's own; or to the write model, if
    /// it is about something that the session wrote.
    fn ask(&self, query: Query, cx: &mut Context<'_, CqrsNode>) {
        let Query { read, session, .. } = query;
        let mut known = Vec::new();
        let own = self.own.get(self.place(session));
        for key in query.keys() {
            cx.record(What::Asked { read, session, key });
            if cx.settings.cure != Cure::None {
                let of_key = own.and_then(|own| own.get(u64::from(key)));
                known.extend(of_key.into_iter().flatten());
            }
        }
        if cx.settings.cure == Cure::ReadWriteModel && !known.is_empty() {
            let address = Address::of_read(WRITE_MODEL, LetterKind::Query, read);
            cx.send(address, Message::Query(query, known));
            return;
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
        let address = Address::of_read(to, LetterKind::Query, read);
        cx.send(address, Message::Query(query, known));
    }
}

/// What a command wants: some of them put something on their key, the others take something.
fn change(write: WriteId, cx: &Context<'_, CqrsNode>) -> Amount {
    let size = cx.uniform(Purpose::Content, write.0, 0) * STEPS;
    let amount = (1 + size as Amount) * STEP;
    if cx.uniform(Purpose::Direction, write.0, 0) < DEPOSITS {
        amount
    } else {
        -amount
    }
}

fn remind<const N: usize>(reminders: [Option<Reminder>; N], cx: &mut Context<'_, CqrsNode>) {
    for (wait, timer) in reminders.into_iter().flatten() {
        cx.set_timer(wait, Timer::People(timer));
    }
}

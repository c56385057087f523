//! The people of every pattern as a node: when they act is common to all, what becomes of it is the conduct
//! that a pattern prescribes.

use super::people::{People, PeopleTimer, Query, Reminder, Wish};
use super::workload::Workload;
use crate::facts::ids::{KeyIndex, NodeId, SessionId, WriteId};
use crate::facts::{LetterKind, What};
use crate::sim::draw::Draws;
use crate::sim::node::{Address, Context, Errand, Protocol};

/// What people of a pattern do about what they want.
pub trait Conduct<P: Protocol> {
    /// When and how often they act, of the settings of the pattern.
    fn workload(settings: &P::Settings) -> &Workload;
    /// A reminder of theirs, as a timer of the pattern.
    fn timer(timer: PeopleTimer) -> P::Timer;
    /// The run begins, or a setting was changed.
    fn on_settings(&mut self, _settings: &P::Settings) {}
    /// Somebody writes: which key it is about in truth, who is asked, and how.
    fn write(
        &mut self,
        write: WriteId,
        key: KeyIndex,
        session: SessionId,
        cx: &Context<'_, P>,
    ) -> (KeyIndex, NodeId, P::Message);
    /// Somebody reads, be it what they name or wrote themselves: which keys in truth, who is asked, and how.
    fn read(
        &mut self,
        query: Query,
        is_own: bool,
        cx: &Context<'_, P>,
    ) -> (Query, NodeId, P::Message);
}

/// The people of a run.
#[derive(Clone, Debug)]
pub struct Users<C> {
    people: People,
    /// What they do about what they want.
    pub conduct: C,
}

impl<C> Users<C> {
    /// People who have done nothing yet.
    pub fn new(draws: Draws, me: NodeId, conduct: C) -> Self {
        Self {
            people: People::new(draws, me),
            conduct,
        }
    }

    /// The run begins.
    pub fn on_start<P: Protocol>(&mut self, cx: &mut Context<'_, P>)
    where
        C: Conduct<P>,
    {
        self.conduct.on_settings(cx.settings);
        let reminders = self.people.start(C::workload(cx.settings));
        remind::<P, C>(reminders, cx);
    }

    /// A reminder came.
    pub fn on_timer<P: Protocol>(&mut self, timer: PeopleTimer, cx: &mut Context<'_, P>)
    where
        C: Conduct<P>,
    {
        let workload = C::workload(cx.settings);
        let (wish, next) = self
            .people
            .on_timer(timer, cx.me, cx.now, cx.draws, workload);
        self.act(wish, matches!(timer, PeopleTimer::Look { .. }), cx);
        remind::<P, C>([next], cx);
    }

    /// The person at the page does something.
    pub fn on_errand<P: Protocol>(&mut self, errand: Errand, cx: &mut Context<'_, P>)
    where
        C: Conduct<P>,
    {
        let wish = self.people.run(errand);
        self.act(wish, true, cx);
    }

    /// Somebody learnt that their write is done.
    pub fn on_done<P: Protocol>(&mut self, write: WriteId, key: KeyIndex, cx: &mut Context<'_, P>)
    where
        C: Conduct<P>,
    {
        cx.record(What::Acknowledged { write });
        let workload = C::workload(cx.settings);
        let look = self.people.learnt(write, key, cx.me, cx.draws, workload);
        remind::<P, C>([look], cx);
    }

    /// A setting was changed.
    pub fn on_change<P: Protocol>(&mut self, before: &P::Settings, cx: &mut Context<'_, P>)
    where
        C: Conduct<P>,
    {
        self.conduct.on_settings(cx.settings);
        let workload = C::workload(cx.settings);
        let reminders = self.people.change(C::workload(before), cx.now, workload);
        remind::<P, C>(reminders, cx);
    }

    /// The scenario's duration is over.
    pub fn on_close(&mut self) {
        self.people.close();
    }

    fn act<P: Protocol>(&mut self, wish: Option<Wish>, is_own: bool, cx: &mut Context<'_, P>)
    where
        C: Conduct<P>,
    {
        match wish {
            Some(Wish::Write {
                write,
                key,
                session,
            }) => {
                let (key, to, message) = self.conduct.write(write, key, session, cx);
                cx.record(What::Requested {
                    write,
                    key,
                    session,
                });
                let address = Address::once(to, LetterKind::Command, Some(write), Some(key));
                cx.send(address, message);
            }
            Some(Wish::Read(query)) => {
                let (query, to, message) = self.conduct.read(query, is_own, cx);
                let Query { read, session, .. } = query;
                for key in query.keys() {
                    cx.record(What::Asked { read, session, key });
                }
                cx.send(Address::of_read(to, LetterKind::Query, read), message);
            }
            None => {}
        }
    }
}

fn remind<P: Protocol, C: Conduct<P>>(
    reminders: impl IntoIterator<Item = Option<Reminder>>,
    cx: &mut Context<'_, P>,
) {
    for (wait, timer) in reminders.into_iter().flatten() {
        cx.set_timer(wait, C::timer(timer));
    }
}

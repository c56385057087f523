//! The people: they write to the sources and read from the target. In a two-way sync each of them
//! belongs to one side and does both there.

use super::message::{Change, Message, Timer};
use super::node::{SyncNode, source_node, target_node};
use super::settings::{Copying, Settings};
use crate::facts::ids::{KeyIndex, NodeId, SessionId, WriteId};
use crate::facts::{LetterKind, MOST_ROWS, What};
use crate::patterns::people::{People, PeopleTimer, Query, Reminder, Wish};
use crate::sim::draw::{Draws, Purpose};
use crate::sim::node::{Address, Context, Errand};

/// The people of a run, and which rows there are as far as they know.
#[derive(Clone, Debug)]
pub struct Users {
    people: People,
    /// Rows that nobody has asked to delete.
    live: Vec<KeyIndex>,
    /// How many rows there have ever been.
    rows: u32,
}

impl Users {
    /// People who have done nothing yet.
    pub fn new(draws: Draws, me: NodeId, settings: &Settings) -> Self {
        let rows = settings.workload.keys();
        Self {
            people: People::new(draws, me),
            live: (0..rows).collect(),
            rows,
        }
    }

    pub(super) fn on_start(&mut self, cx: &mut Context<'_, SyncNode>) {
        let reminders = self.people.start(&cx.settings.workload);
        remind(reminders, cx);
    }

    pub(super) fn on_timer(&mut self, timer: PeopleTimer, cx: &mut Context<'_, SyncNode>) {
        let workload = &cx.settings.workload;
        let (wish, next) = self
            .people
            .on_timer(timer, cx.me, cx.now, cx.draws, workload);
        self.act(wish, matches!(timer, PeopleTimer::Look { .. }), cx);
        remind([next], cx);
    }

    pub(super) fn on_errand(&mut self, errand: Errand, cx: &mut Context<'_, SyncNode>) {
        let wish = self.people.run(errand);
        self.act(wish, true, cx);
    }

    /// Writes or reads. `own` says that a read is of a row that is known.
    fn act(&mut self, wish: Option<Wish>, own: bool, cx: &mut Context<'_, SyncNode>) {
        match wish {
            Some(Wish::Write {
                write,
                key,
                session,
            }) => {
                let (key, change) = self.choose(write, key, cx);
                cx.record(What::Requested {
                    write,
                    key,
                    session,
                });
                let far = cx.settings.copy == Copying::TwoWay && cx.settings.is_far(session);
                let to = if far {
                    target_node(cx.settings)
                } else {
                    source_node(cx.settings.owner(key))
                };
                let address = Address::once(to, LetterKind::Command, Some(write), Some(key));
                cx.send(address, Message::Write { write, key, change });
            }
            Some(Wish::Read(query)) => {
                self.ask(query, own, cx);
            }
            None => {}
        }
    }

    /// What a write is about. The keys that people think of stand for the rows that there are; the person
    /// at the page names a row, and changes it.
    fn choose(
        &mut self,
        write: WriteId,
        key: KeyIndex,
        cx: &Context<'_, SyncNode>,
    ) -> (KeyIndex, Change) {
        if write.yours().is_some() {
            return (key, Change::Put);
        }
        let settings = cx.settings;
        let uniform = cx.uniform(Purpose::Change, write.0, 0);
        let inserts = uniform < settings.inserts || self.live.is_empty();
        if inserts && self.rows < MOST_ROWS {
            let key = self.rows;
            self.rows += 1;
            self.live.push(key);
            return (key, Change::Put);
        }
        let within = cx.uniform(Purpose::Row, write.0, 0);
        let place = spread(
            key,
            within,
            settings.workload.keys(),
            self.live.len() as u32,
        ) as usize;
        let Some(&row) = self.live.get(place) else {
            return (key, Change::Put);
        };
        if !inserts && uniform < settings.inserts + settings.deletes {
            self.live.swap_remove(place);
            return (row, Change::Delete);
        }
        (row, Change::Put)
    }

    /// A read goes to the target, in a two-way sync to the reader's own side.
    fn ask(&mut self, query: Query, own: bool, cx: &mut Context<'_, SyncNode>) {
        let keys = cx.settings.workload.keys();
        let within = cx.uniform(Purpose::Row, query.read.0, 1);
        let rows = self.rows;
        // The target has every row, a source its own alone: there a read keeps to those.
        let is_near = cx.settings.copy == Copying::TwoWay && !cx.settings.is_far(query.session);
        let apart = if is_near {
            u32::from(cx.settings.sources)
        } else {
            1
        };
        let mut first = None;
        let query = query.with_keys(|key| {
            let row = match first {
                // Who looks at what they wrote names it.
                None if own => key,
                _ => spread(key % keys, within, keys, rows),
            };
            let first = *first.get_or_insert(row);
            let row = row - row % apart + first % apart;
            if row < rows { row } else { first }
        });
        let Query { read, session, .. } = query;
        for key in query.keys() {
            cx.record(What::Asked { read, session, key });
        }
        let to = side(session, query.keys().next().unwrap_or(0), cx.settings);
        let address = Address::of_read(to, LetterKind::Query, read);
        cx.send(address, Message::Query(query));
    }

    pub(super) fn on_done(
        &mut self,
        write: WriteId,
        key: KeyIndex,
        cx: &mut Context<'_, SyncNode>,
    ) {
        cx.record(What::Acknowledged { write });
        let workload = &cx.settings.workload;
        let look = self.people.learnt(write, key, cx.me, cx.draws, workload);
        remind([look], cx);
    }

    pub(super) fn on_change(&mut self, before: &Settings, cx: &mut Context<'_, SyncNode>) {
        let workload = &cx.settings.workload;
        let reminders = self.people.change(&before.workload, cx.now, workload);
        remind(reminders, cx);
    }

    pub(super) fn on_close(&mut self) {
        self.people.close();
    }
}

/// Where somebody reads: at the target, or at their own side of a two-way sync.
fn side(session: SessionId, key: KeyIndex, settings: &Settings) -> NodeId {
    if settings.copy == Copying::TwoWay && !settings.is_far(session) {
        source_node(settings.owner(key))
    } else {
        target_node(settings)
    }
}

/// The row that stands where a key stands among the keys: itself while there are as many.
fn spread(key: KeyIndex, within: f64, keys: u32, rows: u32) -> u32 {
    if rows == keys {
        return key;
    }
    let place = (f64::from(key) + within) * f64::from(rows) / f64::from(keys);
    (place as u32).min(rows.saturating_sub(1))
}

fn remind<const N: usize>(reminders: [Option<Reminder>; N], cx: &mut Context<'_, SyncNode>) {
    for (wait, timer) in reminders.into_iter().flatten() {
        cx.set_timer(wait, Timer::People(timer));
    }
}

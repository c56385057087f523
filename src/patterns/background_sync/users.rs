//! The people: they write to the sources and read from the target. In a two-way sync each of them
//! belongs to one side and does both there.

use super::message::{Change, Message, SyncProtocol, Timer};
use super::places::{source_node, target_node};
use super::settings::{Copying, Settings};
use crate::facts::MOST_ROWS;
use crate::facts::ids::{KeyIndex, NodeId, SessionId, WriteId};
use crate::patterns::people::{PeopleTimer, Query};
use crate::patterns::users;
use crate::patterns::workload::Workload;
use crate::sim::draw::Purpose;
use crate::sim::node::Context;

/// The people of a run.
pub type Users = users::Users<Conduct>;

/// What they do about what they want, and which rows there are as far as they know.
#[derive(Clone, Debug)]
pub struct Conduct {
    /// Rows that nobody has asked to delete.
    live: Vec<KeyIndex>,
    /// How many rows there have ever been.
    rows: u32,
}

impl Conduct {
    /// People who know the rows of the start.
    pub fn new(settings: &Settings) -> Self {
        let rows = settings.workload.keys();
        Self {
            live: (0..rows).collect(),
            rows,
        }
    }

    /// What a write is about. The keys that people think of stand for the rows that there are; the person
    /// at the page names a row, and changes it.
    fn choose(
        &mut self,
        write: WriteId,
        key: KeyIndex,
        cx: &Context<'_, SyncProtocol>,
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
}

impl users::Conduct<SyncProtocol> for Conduct {
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
        session: SessionId,
        cx: &Context<'_, SyncProtocol>,
    ) -> (KeyIndex, NodeId, Message) {
        let (key, change) = self.choose(write, key, cx);
        let far = cx.settings.copy == Copying::TwoWay && cx.settings.is_far(session);
        let to = if far {
            target_node(cx.settings)
        } else {
            source_node(cx.settings.owner(key))
        };
        (key, to, Message::Write { write, key, change })
    }

    /// A read goes to the target, in a two-way sync to the reader's own side.
    fn read(
        &mut self,
        query: Query,
        is_own: bool,
        cx: &Context<'_, SyncProtocol>,
    ) -> (Query, NodeId, Message) {
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
                None if is_own => key,
                _ => spread(key % keys, within, keys, rows),
            };
            let first = *first.get_or_insert(row);
            let row = row - row % apart + first % apart;
            if row < rows { row } else { first }
        });
        let key = query.keys().next().unwrap_or(0);
        let to = side(query.session, key, cx.settings);
        (query, to, Message::Query(query))
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

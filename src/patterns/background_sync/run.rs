//! One run of the job: what it has asked for, what it found to be moved, and how far it is.

use super::message::{Load, Pull};
use super::places::{source_node, target_node};
use super::row::{Life, Place, Row};
use super::settings::{Copying, Settings};
use crate::facts::LetterKind;
use crate::facts::ids::NodeId;
use crate::facts::time::Micros;
use crate::sim::node::Address;

/// The fewest rows of a batch, the last one of a run apart.
const SMALLEST_BATCH: usize = 4;
/// How many batches a run makes of more rows than a few.
const BATCHES: usize = 12;

/// A run that goes on.
#[derive(Clone, Debug)]
pub struct Run {
    /// Its number, from 0.
    pub number: u64,
    /// The tick that it belongs to.
    pub tick: u64,
    /// How often it was tried before.
    pub attempt: u32,
    /// When it began.
    pub began: Micros,
    /// When the run began whose work it goes on with: itself, or one that failed before.
    pub first_began: Micros,
    /// What it asks every store.
    pub pull: Pull,
    /// Where among its rows it fails, as a share of them; none if it does not.
    pub fails_at: Option<f64>,
    /// Whether it was given up since something failed.
    pub has_failed: bool,
    /// Whether its fixed cost has passed.
    pub is_ready: bool,
    /// The stores that it asked, and the rows of those that have answered.
    pub asked: Vec<(NodeId, Option<Vec<Row>>)>,
    /// Of the stores that have answered, the attempt of the answer that counts.
    pub snapshots: Vec<(NodeId, u32)>,
    /// Whether transactions were open in a store.
    pub saw_open: bool,
    /// What it has to go through; none until every store has answered.
    items: Option<Vec<Item>>,
    /// What has to go where, of all those rows.
    loads: Vec<(NodeId, Load)>,
    /// How many of them it has gone through.
    through: usize,
    /// Batches that are on their way or not confirmed.
    pub unconfirmed: Vec<Batch>,
    batches: u16,
    /// Rows that it moved.
    pub moved: u32,
    /// Rows that are other ones than before.
    pub changed: u32,
}

/// A row to go through, and where among the loads of the run those of it are. Most rows of a large store are as
/// they should be, and have none.
#[derive(Clone, Copy, Debug)]
struct Item {
    place: Place,
    loads: [u32; 2],
}

/// Rows that travel together.
#[derive(Clone, Debug)]
pub struct Batch {
    /// Its number within the run.
    pub number: u16,
    /// The store that takes it over.
    pub to: NodeId,
    /// The place of its first row among those of the run.
    first: usize,
    /// What it carries.
    pub loads: Vec<Load>,
    /// When it was first sent.
    pub sent: Micros,
}

/// What a run does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// It waits for answers.
    Wait,
    /// It goes through so many rows, up to this one.
    Through {
        /// How many.
        rows: usize,
        /// Up to which.
        upto: usize,
    },
    /// It fails here.
    Fail,
    /// It has done everything.
    Done,
}

impl Run {
    /// A run that has asked nobody yet.
    pub fn new(tick: u64, attempt: u32, pull: Pull, began: Micros, first_began: Micros) -> Self {
        Self {
            number: pull.run,
            tick,
            attempt,
            began,
            first_began,
            pull,
            fails_at: None,
            has_failed: false,
            is_ready: false,
            asked: Vec::new(),
            snapshots: Vec::new(),
            saw_open: false,
            items: None,
            loads: Vec::new(),
            through: 0,
            unconfirmed: Vec::new(),
            batches: 0,
            moved: 0,
            changed: 0,
        }
    }

    /// A store answers. Of several answers the first counts.
    pub fn on_rows(&mut self, from: NodeId, attempt: u32, rows: Vec<Row>) {
        let mut asked = self.asked.iter_mut();
        let waiting = asked.find(|(node, answer)| *node == from && answer.is_none());
        if let Some((_, answer)) = waiting {
            *answer = Some(rows);
            self.snapshots.push((from, attempt));
        }
    }

    /// Rows that it has to go through.
    pub fn found(&self) -> usize {
        self.items.as_ref().map_or(0, Vec::len)
    }

    /// The last row up to which everything is known to be in.
    pub fn last_place(&self) -> Option<Place> {
        let items = self.items.as_ref()?;
        let unconfirmed = self.unconfirmed.iter().map(|batch| batch.first).min();
        let known = unconfirmed.unwrap_or(self.through);
        Some(items.get(known.checked_sub(1)?)?.place)
    }

    /// Whether it has asked any store.
    pub fn has_asked(&self) -> bool {
        !self.asked.is_empty() || self.has_planned()
    }

    /// Whether it has planned what to go through.
    pub fn has_planned(&self) -> bool {
        self.items.is_some()
    }

    /// Whether it will send a store something of a row, or has sent it and does not know it to be in. `in_batch` says
    /// whether a batch has it, and `is_it` whether one load is it.
    pub fn will_load(
        &self,
        to: NodeId,
        place: Place,
        in_batch: impl Fn(&[Load]) -> bool,
        is_it: impl Fn(&Load) -> bool,
    ) -> bool {
        if self
            .unconfirmed
            .iter()
            .any(|batch| batch.to == to && in_batch(&batch.loads))
        {
            return true;
        }
        let items = self.items.as_deref().unwrap_or_default();
        let left = &items[self.through..self.stop().max(self.through)];
        let found = left.binary_search_by_key(&place, |item| item.place);
        found.is_ok_and(|nth| {
            let mut loads = self.loads_of(&left[nth]).iter();
            loads.any(|(of, load)| *of == to && is_it(load))
        })
    }

    /// What has to go where of a row.
    fn loads_of(&self, item: &Item) -> &[(NodeId, Load)] {
        let [from, to] = item.loads;
        &self.loads[from as usize..to as usize]
    }

    /// How many of its rows it comes to go through.
    fn stop(&self) -> usize {
        let found = self.found();
        match self.fails_at {
            Some(share) => ((found as f64 * share) as usize).min(found),
            None => found,
        }
    }

    /// Where a message of it goes. Its draws belong to the tick, the tries and the batch.
    pub fn address(&self, to: NodeId, kind: LetterKind, batch: u16, asked: u32) -> Address {
        let tries = self.attempt.wrapping_mul(64).wrapping_add(asked);
        Address {
            attempt: (self.tick as u32).wrapping_add(tries << 20),
            publication: batch,
            ..Address::once(to, kind, None, None)
        }
    }

    /// Things that it keeps.
    pub fn held(&self) -> usize {
        let rows = self.asked.iter().flat_map(|(_, rows)| rows).map(Vec::len);
        rows.sum::<usize>() + self.found()
    }

    /// What it does next.
    pub fn next(&mut self, settings: &Settings) -> Next {
        if !self.is_ready {
            return Next::Wait;
        }
        if self.items.is_none() {
            if self.asked.iter().any(|(_, rows)| rows.is_none()) {
                return Next::Wait;
            }
            let (items, loads) = self.plan(settings);
            (self.items, self.loads) = (Some(items), loads);
            self.asked.clear();
        }
        let (found, stop) = (self.found(), self.stop());
        if self.through < stop {
            let size = found.div_ceil(BATCHES).max(SMALLEST_BATCH);
            let upto = (self.through + size).min(stop);
            let rows = upto - self.through;
            return Next::Through { rows, upto };
        }
        if self.fails_at.is_some() {
            Next::Fail
        } else if self.unconfirmed.is_empty() {
            Next::Done
        } else {
            Next::Wait
        }
    }

    /// It has gone through its rows up to here: what has to be sent for them.
    pub fn go_through(&mut self, upto: usize, now: Micros) -> Vec<Batch> {
        let mut batches: Vec<Batch> = Vec::new();
        let from = std::mem::replace(&mut self.through, upto);
        let items = self.items.as_deref().unwrap_or_default();
        for (first, item) in (from..).zip(items.get(from..upto).unwrap_or_default()) {
            let [first_load, last_load] = item.loads;
            for &(to, load) in &self.loads[first_load as usize..last_load as usize] {
                self.moved += 1;
                if let Some(batch) = batches.iter_mut().find(|batch| batch.to == to) {
                    batch.loads.push(load);
                } else {
                    batches.push(Batch {
                        number: self.batches,
                        to,
                        first,
                        loads: vec![load],
                        sent: now,
                    });
                    self.batches += 1;
                }
            }
        }
        self.unconfirmed.extend(batches.iter().cloned());
        batches
    }

    /// A batch is in.
    pub fn on_loaded(&mut self, batch: u16, changed: u32) {
        let before = self.unconfirmed.len();
        self.unconfirmed.retain(|sent| sent.number != batch);
        if self.unconfirmed.len() < before {
            self.changed += changed;
        }
    }

    /// What has to be gone through, in the order of sources and keys.
    fn plan(&self, settings: &Settings) -> (Vec<Item>, Vec<(NodeId, Load)>) {
        let target = target_node(settings);
        let rows_of = |wanted: NodeId| {
            let of = self.asked.iter().find(|(node, _)| *node == wanted);
            of.and_then(|(_, rows)| rows.as_deref()).unwrap_or_default()
        };
        let there = rows_of(target);
        let (mut items, mut all) = (Vec::new(), Vec::new());
        let mut add = |place: Place, loads: [Option<(NodeId, Load)>; 2]| {
            let from = all.len() as u32;
            all.extend(loads.into_iter().flatten());
            let loads = [from, all.len() as u32];
            items.push(Item { place, loads });
        };
        for source in 0..settings.sources {
            let here = rows_of(source_node(source));
            let mut left = there;
            for row in here {
                let far = advance(&mut left, row);
                let loads = match settings.copy {
                    Copying::Incremental => [Some((target, Load::Row(*row))), None],
                    Copying::Full => [differs(row, far).then_some((target, Load::Row(*row))), None],
                    Copying::TwoWay => exchange(settings, source, row, far),
                };
                add((source, row.key), loads);
            }
            if settings.copy == Copying::Incremental {
                continue;
            }
            // What only the target has.
            let owned = there.iter().filter(|row| settings.owner(row.key) == source);
            let mut left = here;
            for row in owned.filter(|row| advance(&mut left, row).is_none()) {
                let load = match settings.copy {
                    Copying::TwoWay => (source_node(source), Load::Row(*row)),
                    _ => (target, Load::Drop(row.key)),
                };
                let place = (source, row.key);
                if self.pull.after.is_none_or(|after| place > after) {
                    add(place, [Some(load), None]);
                }
            }
        }
        items.sort_by_key(|item| item.place);
        (items, all)
    }
}

/// The row of the same key. Both are in the order of keys, so the rows before it are left behind.
fn advance<'a>(rows: &mut &'a [Row], wanted: &Row) -> Option<&'a Row> {
    while let Some((first, rest)) = rows.split_first() {
        if first.key >= wanted.key {
            return (first.key == wanted.key).then_some(first);
        }
        *rows = rest;
    }
    None
}

fn differs(row: &Row, far: Option<&Row>) -> bool {
    far.is_none_or(|far| (far.value.write, far.life) != (row.value.write, row.life))
}

/// What each side of a two-way sync gets of a row.
fn exchange(
    settings: &Settings,
    source: u16,
    row: &Row,
    far: Option<&Row>,
) -> [Option<(NodeId, Load)>; 2] {
    let blank = Row::new(row.key, Life::None);
    let far = far.unwrap_or(&blank);
    let outward = far.gains_from(row, settings.conflict);
    let inward = row.gains_from(far, settings.conflict);
    [
        outward.then_some((target_node(settings), Load::Row(*row))),
        inward.then_some((source_node(source), Load::Row(*far))),
    ]
}

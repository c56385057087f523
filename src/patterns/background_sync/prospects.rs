//! What may still come to the target of a one-way sync by itself: what is on its way to it, what runs
//! under way have found, and what later runs will ask for.

use super::job::Job;
use super::message::{Load, Message};
use super::node::SyncNode;
use super::places::{job_node, source_node, target_node, target_replica};
use super::row::{Life, Place, Row};
use super::run::Run;
use super::settings::{Copying, Settings};
use super::store::Store;
use crate::facts::ids::NodeId;
use crate::facts::time::Micros;
use crate::facts::{ABSENT, LetterKind};
use crate::sim::kernel::Kernel;
use crate::sim::prospect::{Hoped, Prospect};

/// A write that is hoped for, and what its source says of it.
struct Wanted<'a> {
    hoped: Hoped,
    place: Place,
    /// The row as it is at its source, if the write is the last one to it.
    row: Option<&'a Row>,
}

impl Wanted<'_> {
    fn is_in(&self, row: &Row) -> bool {
        let mut values = [Some(row.value), row.sibling].into_iter().flatten();
        values.any(|value| value.write == Some(self.hoped.write))
    }

    /// Whether a store that takes this over shows the write. A deletion needs no trace for that.
    fn is_brought_by(&self, load: &Load) -> bool {
        match load {
            Load::Row(row) => self.is_in(row),
            Load::Drop(key) => *key == self.hoped.key && self.is_deletion(),
        }
    }

    fn is_deletion(&self) -> bool {
        self.row.is_some_and(|row| row.value.amount == ABSENT)
    }
}

/// Whether anything that is left may still lead to this. Whole values are copied, so nothing is there
/// twice.
pub(super) fn may_still(kernel: &Kernel<SyncNode>, prospect: &Prospect) -> bool {
    let (Prospect::Arrival(hoped) | Prospect::Application(hoped)) = *prospect else {
        return false;
    };
    let settings = kernel.settings();
    let target = target_node(settings);
    let owner = settings.owner(hoped.key);
    let row_at = |node| store(kernel, node).and_then(|store| store.row(hoped.key));
    let mut wanted = Wanted {
        hoped,
        place: (owner, hoped.key),
        row: None,
    };
    if settings.copy == Copying::TwoWay {
        let mut rows = [source_node(owner), target].into_iter().filter_map(row_at);
        return rows.any(|row| wanted.is_in(row)) || may_cross(kernel, &wanted);
    }
    if hoped.replica != target_replica(settings) || !kernel.will_be_up(target) {
        return false;
    }
    wanted.row = row_at(source_node(owner)).filter(|row| wanted.is_in(row));
    is_copied(kernel, &wanted) || is_on_its_way(kernel, &wanted, target)
}

/// Whether a write that neither side has any more may come to one of them, from what runs have seen before.
fn may_cross(kernel: &Kernel<SyncNode>, wanted: &Wanted<'_>) -> bool {
    let settings = kernel.settings();
    let target = target_node(settings);
    let to = if wanted.hoped.replica == target_replica(settings) {
        target
    } else {
        source_node(wanted.hoped.replica.0)
    };
    let SyncNode::Job(job) = &kernel.nodes()[usize::from(job_node(settings).0)] else {
        return false;
    };
    let shows = |rows: &[Row]| {
        let found = rows.binary_search_by_key(&wanted.hoped.key, |row| row.key);
        found.is_ok_and(|nth| wanted.is_in(&rows[nth]))
    };
    let mut runs = job.runs.iter();
    let is_in_hand = runs.any(|run| {
        let mut seen = run.asked.iter().filter_map(|(_, rows)| rows.as_deref());
        seen.any(shows) || will_load(run, wanted, to, settings)
    });
    let mut flights = kernel.network().flights_of(&[LetterKind::Rows]);
    is_in_hand
        || is_on_its_way(kernel, wanted, to)
        || flights.any(|flight| {
            matches!(&flight.payload, Message::Rows { rows, .. } if shows(rows))
                && kernel.may_arrive(flight)
        })
}

fn store(kernel: &Kernel<SyncNode>, node: NodeId) -> Option<&Store> {
    match &kernel.nodes()[usize::from(node.0)] {
        SyncNode::Store(store) => Some(store),
        _ => None,
    }
}

/// Whether it is in a batch that will arrive at a store.
fn is_on_its_way(kernel: &Kernel<SyncNode>, wanted: &Wanted<'_>, to: NodeId) -> bool {
    let settings = kernel.settings();
    let mut flights = kernel.network().flights_of(&[LetterKind::Load]);
    flights.any(|flight| {
        matches!(&flight.payload, Message::Load { loads, .. } if has(loads, wanted, settings))
            && flight.letter.to == to
            && kernel.may_arrive(flight)
    })
}

/// Whether a run sends it to a store, or has sent it and does not know it to be in.
fn will_load(run: &Run, wanted: &Wanted<'_>, to: NodeId, settings: &Settings) -> bool {
    let has = |loads: &[Load]| has(loads, wanted, settings);
    run.will_load(to, wanted.place, has, |load| wanted.is_brought_by(load))
}

/// Whether a batch, which is in the order of places, brings it.
fn has(loads: &[Load], wanted: &Wanted<'_>, settings: &Settings) -> bool {
    let place_of = |load: &Load| {
        let (Load::Row(Row { key, .. }) | Load::Drop(key)) = *load;
        (settings.owner(key), key)
    };
    let found = loads.binary_search_by_key(&wanted.place, place_of);
    found.is_ok_and(|nth| wanted.is_brought_by(&loads[nth]))
}

/// Whether the job will bring it: a run under way, or one that is yet to begin.
fn is_copied(kernel: &Kernel<SyncNode>, wanted: &Wanted<'_>) -> bool {
    let settings = kernel.settings();
    let node = job_node(settings);
    let SyncNode::Job(job) = &kernel.nodes()[usize::from(node.0)] else {
        return false;
    };
    let answers = |store| kernel.will_be_up(store) && kernel.will_be_connected(node, store);
    if !kernel.will_be_up(node) || !answers(target_node(settings)) {
        return false;
    }
    // A run waits for every source.
    let all_answer = (0..settings.sources).map(source_node).all(answers);
    let mut under_way = job.runs.iter();
    all_answer && is_asked_for(job, wanted, settings)
        || under_way.any(|run| is_found(kernel, run, wanted, &answers))
}

/// Whether a run that is yet to begin will ask for the row as it stands.
fn is_asked_for(job: &Job, wanted: &Wanted<'_>, settings: &Settings) -> bool {
    let Some(row) = wanted.row else {
        return false;
    };
    settings.copy == Copying::Full
        || row.life != Life::None && row.value.stamp >= asked_from(job, wanted.place, settings)
}

/// From which stamp on runs that are yet to begin ask for a row. One that goes on where another failed leaves
/// alone what comes before: those after it ask for that again from where the runs began which may have come to
/// their end by then.
fn asked_from(job: &Job, place: Place, settings: &Settings) -> Micros {
    let mark = job.watermark.unwrap_or(0);
    let stopped = job.stopped_at.filter(|_| settings.resume);
    let from = stopped
        .filter(|(upto, _)| place <= *upto)
        .map_or(mark, |(_, began)| {
            let others = job.runs.iter().chain(&job.lingering);
            mark.max(others.map(|run| run.first_began).fold(began, Micros::min))
        });
    from.saturating_sub(settings.lookback)
}

/// Whether a run under way has it, or will be shown it.
fn is_found(
    kernel: &Kernel<SyncNode>,
    run: &Run,
    wanted: &Wanted<'_>,
    answers: &impl Fn(NodeId) -> bool,
) -> bool {
    let settings = kernel.settings();
    if run.has_planned() {
        return will_load(run, wanted, target_node(settings), settings);
    }
    let source = source_node(wanted.place.0);
    let mut asked = run.asked.iter();
    let goes_on = asked.all(|(store, rows)| rows.is_some() || answers(*store));
    let asked = run.asked.iter().find(|(store, _)| *store == source);
    let Some((_, rows)) = asked.filter(|_| goes_on) else {
        return false;
    };
    let shows = |rows: &[Row]| {
        let found = rows.binary_search_by_key(&wanted.hoped.key, |row| row.key);
        match found {
            Ok(nth) => wanted.is_in(&rows[nth]),
            Err(_) => wanted.is_deletion() && settings.copy == Copying::Full,
        }
    };
    if let Some(rows) = rows {
        return shows(rows);
    }
    let is_shown = wanted.row.is_some_and(|row| {
        let is_deleted = row.life == Life::None && settings.copy == Copying::Full;
        is_deleted || run.pull.asks_for(wanted.place, row)
    });
    is_shown
        || kernel
            .network()
            .flights_of(&[LetterKind::Rows])
            .any(|flight| match &flight.payload {
                Message::Rows { run: of, rows, .. } => {
                    *of == run.number
                        && flight.letter.from == source
                        && shows(rows)
                        && kernel.may_arrive(flight)
                }
                _ => false,
            })
}

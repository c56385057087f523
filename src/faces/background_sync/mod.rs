//! The picture of the background sync: sources, a job that is a clock, the target that it copies to,
//! and below them its runs and its watermark over time.

mod arrange;
mod clock;
mod downward;
mod figures;
mod notes;
#[cfg(test)]
mod properties;
mod rails;
mod runs;
mod saying;
mod sentences;
#[cfg(test)]
mod staged;
mod why;

use crate::facts::ids::{KeyIndex, ReplicaId};
use crate::facts::time::{Micros, SECOND};
use crate::patterns::background_sync::special::{RunOutcome, RunPicture, SyncPicture};
use crate::patterns::picture::NodePicture;
use crate::scenario::NodeKind;
use crate::scenario::{Key, Pattern};
use crate::show::card;
use crate::show::cells::caption;
use crate::show::copy_words::{Holding, Presence};
use crate::show::face::{self, Canvas, Face, Guarantees, Screens, Sentences};
use crate::show::frame::{Ages, Frame};
use crate::show::geometry::Rect;
use crate::show::ink::Ink;
use crate::show::labels::Labels;
use crate::show::layout::{Seat, of_kind};
use crate::show::legend;
use crate::show::links;
use crate::show::marks;
use crate::show::reading;
use crate::show::scene::Scene;
use crate::show::screens;
use crate::show::shape::Shape;
use crate::show::store::{Square, Store};

/// The face of the background sync.
pub static FACE: Face = Face {
    pattern: Pattern::BACKGROUND_SYNC,
    asked: ("write", "writes"),
    owner: Some(NodeKind::SOURCE.nth(0)),
    course: None,
    role_line: saying::role_line,
    canvas: Canvas {
        scene,
        // What waits for a job is none the worse for it until the job should have come.
        ages: |settings| Ages::of(settings.time(Key::INTERVAL)),
        holding,
        keys,
        presence,
        state: saying::state,
        footer: saying::footer,
        tells_stale: |kind| kind != NodeKind::TARGET,
        more: face::nothing_more,
        gauge: face::no_gauge,
        text_alternative: face::nothing_beside,
    },
    sentences: Sentences {
        fact: sentences::fact,
        names: sentences::names,
        letter: sentences::letter,
    },
    why: why::WHY,
    legend: &[
        &legend::IN_STEP,
        &legend::STALE,
        &legend::WRONG_FOR_GOOD,
        &legend::WRITE,
        &legend::ANSWER,
        &legend::ACKNOWLEDGEMENT,
        &legend::READ,
        &legend::WHAT_IS_SHOWN,
        &legend::BATCH,
        &legend::LOST,
    ],
    figures: figures::FIGURES,
    screens: Screens {
        lines: screens::shown,
        did: "Wrote",
        learnt: ", known to be done at ",
        asks: screens::writes,
    },
    guarantees: Guarantees {
        why_not: "does not apply: two sides have no one order of commits",
        none: None,
    },
};

/// Lays out and draws one instant: connections, then messages, then the cards, then what is below.
pub fn scene(frame: &Frame<'_>) -> Scene {
    let Some(sync) = frame.picture.special.get::<SyncPicture>() else {
        return Scene::default();
    };
    let period = period(sync);
    let frame = &Frame {
        // Between two ticks everything is stale: what is worth a warmer colour is to miss one.
        ages: Ages {
            warm_us: period / 2,
            hot_us: period + period / 4,
        },
        ..frame.counted()
    };
    let plan = arrange::plan(frame);
    let layout = &plan.layout;
    let stores: Vec<_> = (0..frame.picture.nodes.len())
        .map(|place| store(frame, place, layout.keys_per_square))
        .collect();

    let mut shapes = Vec::with_capacity(160);
    for (link, track) in frame.picture.links.iter().zip(&layout.tracks) {
        if arrange::is_stub(frame, link) {
            reading::paint(&mut shapes, frame, link, track);
        } else {
            links::paint(&mut shapes, frame, link, track, layout.flow);
        }
    }
    let spots = marks::paint(&mut shapes, frame, layout);
    let name_size = card::name_size(frame, layout);
    for ((node, seat), store) in frame.picture.nodes.iter().zip(&layout.seats).zip(&stores) {
        match node.kind {
            NodeKind::JOB => clock::paint(&mut shapes, frame, node, sync, &plan.dial),
            _ => card::paint(&mut shapes, frame, node, seat, store.as_ref(), name_size),
        }
        if node.kind == NodeKind::TARGET && node.down_since.is_none() {
            sweep(&mut shapes, sync, seat);
        }
    }
    rails::paint(&mut shapes, frame, sync, period, &plan.rails);
    caption(&mut shapes, layout);

    let mut labels = Labels::around(frame, layout, [plan.rails.area()], false, (&spots, 7.0));
    for (link, track) in frame.picture.links.iter().zip(&layout.tracks) {
        if link.cut_since.is_some() {
            links::paint_label(&mut shapes, &mut labels, track, layout.flow);
        } else if arrange::is_stub(frame, link) {
            let words = if link.reading { "reads" } else { "users" };
            reading::paint_label(&mut shapes, &mut labels, track, words);
        }
    }
    marks::paint_labels(&mut shapes, &mut labels, frame, layout);
    Scene {
        panels: vec![plan.rails.area],
        ..Scene::of(frame, plan.layout, &stores, shapes, spots)
    }
}

/// As many keys as there ever were rows: they come and go.
fn keys(frame: &Frame<'_>) -> u32 {
    let rows = sync_of(frame).and_then(|sync| {
        let stores = sync.present.iter();
        stores.map(|(_, rows)| rows.len()).max()
    });
    frame.keys.max(rows.unwrap_or(0) as u32)
}

/// What jobs show of themselves, in a picture of them.
fn sync_of<'a>(frame: &Frame<'a>) -> Option<&'a SyncPicture> {
    frame.picture.special.get()
}

/// Where people write to both sides neither is the truth.
fn holding(frame: &Frame<'_>, node: &NodePicture) -> Option<Holding> {
    node.replica.map(|_| match node.kind {
        _ if is_two_way(frame) => Holding::Side,
        NodeKind::SOURCE => Holding::Truth,
        _ => Holding::Copy,
    })
}

/// Whether a store has the row of a key. Of several sources each has every so-manieth key.
fn presence(frame: &Frame<'_>, node: &NodePicture, key: KeyIndex) -> Presence {
    let nodes = &frame.picture.nodes;
    let sources = of_kind(frame, NodeKind::SOURCE);
    let mut ranks = sources.iter();
    let rank = ranks.position(|place| nodes[*place].node == node.node);
    let rows = node.replica.and_then(|replica| rows_of(frame, replica));
    // A store that does not say so has them all.
    let has = |rows: &[bool]| rows.get(key as usize).copied().unwrap_or(false);
    if rank.is_some_and(|rank| key as usize % sources.len() != rank) {
        Presence::Elsewhere
    } else if rows.is_none_or(has) {
        Presence::There
    } else {
        Presence::Absent
    }
}

/// Where cards and connections stand.
#[cfg(test)]
fn layout(frame: &Frame<'_>) -> crate::show::layout::Layout {
    arrange::plan(&frame.counted()).layout
}

/// What a node holds. Where people write to one side only, a source is the truth; else it may miss
/// what was written to the other side.
fn store(frame: &Frame<'_>, place: usize, keys_per_square: u32) -> Option<Store> {
    let node = &frame.picture.nodes[place];
    let replica = node.replica?;
    let rows = rows_of(frame, replica);
    let has = |key: KeyIndex| {
        // A store that does not say has them all.
        rows.is_none_or(|rows| rows.get(key as usize).copied().unwrap_or(false))
    };
    if node.kind != NodeKind::SOURCE {
        let mut store = Store::look(frame, replica, keys_per_square);
        empty(&mut store, frame.keys, keys_per_square, &has);
        return Some(store);
    }
    // Of several sources each has every so-manieth key.
    let sources = of_kind(frame, NodeKind::SOURCE);
    let (all, rank) = (
        sources.len() as u32,
        sources.iter().position(|one| *one == place)? as u32,
    );
    let of_it = |replica, key| (frame.freshness)(replica, key * all + rank);
    let next_of_it = |replica, key| {
        let is_of_it = |key: &KeyIndex| key % all == rank;
        let next = |from| (frame.next_wrong)(replica, from);
        let mut found = std::iter::successors(next(key * all + rank), |key| next(key + 1));
        found.find(is_of_it).map(|key| key / all)
    };
    let part = Frame {
        keys: frame.keys.saturating_sub(rank).div_ceil(all),
        freshness: &of_it,
        next_wrong: &next_of_it,
        ..*frame
    };
    let mut store = if is_two_way(frame) {
        Store::look(&part, replica, keys_per_square)
    } else {
        Store::source(&part, keys_per_square)
    };
    let has = |key: KeyIndex| has(key * all + rank);
    empty(&mut store, part.keys, keys_per_square, &has);
    store.held = (rank, all);
    Some(store)
}

/// Empties the squares of which a store has no row and should have none.
fn empty(store: &mut Store, keys: u32, per_square: u32, has: &dyn Fn(KeyIndex) -> bool) {
    for (square, place) in store.squares.iter_mut().zip(0..) {
        let first = place * per_square;
        let mut rows = first..keys.min(first + per_square);
        if *square == Square::InStep && !rows.any(has) {
            *square = Square::Absent;
        }
    }
}

/// Which rows a store has, if it says so.
fn rows_of<'a>(frame: &Frame<'a>, replica: ReplicaId) -> Option<&'a [bool]> {
    let mut stores = sync_of(frame)?.present.iter();
    let (_, rows) = stores.find(|(of, _)| *of == replica)?;
    Some(rows)
}

/// Whether people write to the target too.
fn is_two_way(frame: &Frame<'_>) -> bool {
    let mut links = frame.picture.links.iter();
    links.any(|link| arrange::is_stub(frame, link) && !link.reading)
}

/// How far a run has come, as a bar below the squares of the target.
fn sweep(shapes: &mut Vec<Shape>, sync: &SyncPicture, seat: &Seat) {
    let Some(run) = running(sync) else { return };
    let body = seat.density.body(seat.area);
    let y = seat.area.bottom() - seat.density.below() + 2.5;
    let whole = Rect::new(body.x, y, body.width, 2.5);
    let done = Rect {
        width: body.width * share_moved(run),
        ..whole
    };
    for (area, ink) in [(whole, Ink::Line), (done, Ink::Good)] {
        shapes.push(Shape::Rect {
            area,
            radius: 1.25,
            fill: Some(ink.full()),
            stroke: None,
        });
    }
}

/// The run that goes on, the newest if there are several.
fn running(sync: &SyncPicture) -> Option<&RunPicture> {
    sync.runs
        .iter()
        .rev()
        .find(|run| run.outcome == RunOutcome::Running)
}

/// How many of the rows that it found a run has moved, from 0 to 1.
fn share_moved(run: &RunPicture) -> f32 {
    (run.moved as f32 / run.found.max(1) as f32).min(1.0)
}

/// How far apart runs usually begin.
fn period(sync: &SyncPicture) -> Micros {
    let runs = &sync.runs;
    let past = match (runs.first(), runs.last()) {
        (Some(first), Some(last)) if runs.len() > 1 => {
            last.began.saturating_sub(first.began) / (runs.len() as Micros - 1)
        }
        _ => 0,
    };
    let coming = sync
        .next_tick
        .map_or(0, |next| next.saturating_sub(sync.last_tick));
    match past.max(coming) {
        0 => SECOND,
        period => period,
    }
}

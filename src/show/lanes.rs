//! What waits: the recent slots of a broker's lanes, and the queue before a station's workers.

use crate::patterns::picture::Lane;

use super::geometry::Rect;
use super::ink::Ink;
use super::shape::{Align, Shape, Stroke, TextStyle, text};
use super::text::Measure;

/// From the left edge of a slot to that of the next.
const SLOT_PITCH: f32 = 12.0;
/// The least height of a lane with its gap.
const LANE_MIN: f32 = 6.0;
/// More waiting events than this are a number.
const WAITING_DRAWN: u64 = 5;

/// Adds the recent slots of a log, newest at the right: what has been read is grey, what has not
/// is in the accent. Lanes without room are left out; the footer counts them all the same.
pub fn paint(shapes: &mut Vec<Shape>, lanes: &[Lane], body: Rect) {
    if lanes.is_empty() {
        return;
    }
    let roomy = (body.height + 5.0) / lanes.len() as f32 >= 13.0;
    let gap = if roomy { 5.0 } else { 2.0 };
    let pitch = ((body.height + gap) / lanes.len() as f32).clamp(LANE_MIN, 17.0);
    let drawn = (((body.height + gap) / pitch) as usize).clamp(1, lanes.len());
    let slots = (((body.width + 3.0) / SLOT_PITCH) as u64).max(1);
    // The slots fill the width exactly, so that the last one ends where the text above begins.
    let step = (body.width + 3.0) / slots as f32;
    let (mut read, mut unread, mut empty) = (Vec::new(), Vec::new(), Vec::new());
    for (row, lane) in lanes.iter().take(drawn).enumerate() {
        let shown = lane.appended.min(slots);
        let waiting = lane.unread.min(shown);
        for slot in 0..slots {
            let area = Rect::new(
                body.x + slot as f32 * step,
                body.y + row as f32 * pitch,
                step - 3.0,
                (pitch - gap).min(body.height),
            );
            // The newest is always at the right, so that what waits stands at one edge.
            if slot < slots - shown {
                empty.push(area.grown(-0.5));
            } else if slot >= slots - waiting {
                unread.push(area);
            } else {
                read.push(area);
            }
        }
    }
    let radius = if roomy { 2.5 } else { 1.5 };
    for (areas, ink) in [(read, Ink::Line), (unread, Ink::Accent)] {
        if !areas.is_empty() {
            shapes.push(Shape::Rects {
                areas,
                radius,
                fill: Some(ink.full()),
                stroke: None,
            });
        }
    }
    if !empty.is_empty() {
        let stroke = Some(Stroke::solid(Ink::Line.full(), 1.0));
        shapes.push(Shape::Rects {
            areas: empty,
            radius,
            fill: None,
            stroke,
        });
    }
}

/// A station as its queue draws it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Queue {
    /// Events waiting for a worker.
    pub waiting: u64,
    /// Workers that are handling an event.
    pub busy: u64,
    /// Workers there are.
    pub workers: u64,
}

/// Adds a queue that ends at `right` with its lower edge on the baseline: waiting events as small
/// bars, then the workers, filled while busy. Leaves it out if it would reach left of `left`.
pub fn paint_queue(
    shapes: &mut Vec<Shape>,
    queue: Queue,
    left: f32,
    right: f32,
    baseline: f32,
    measure: Measure<'_>,
) {
    const WORKER: f32 = 8.0;
    const WAITING: f32 = 3.0;
    const GAP: f32 = 2.0;
    const STYLE: TextStyle = TextStyle::regular(11.0);
    let workers = queue.workers.min(4);
    let busy = queue.busy.min(workers);
    let drawn = queue.waiting.min(WAITING_DRAWN);
    let more = (queue.waiting > drawn).then(|| format!("+{}", queue.waiting - drawn));
    let more_width = more.as_ref().map_or(0.0, |more| measure(more, STYLE) + 4.0);
    let width = workers as f32 * (WORKER + GAP) + drawn as f32 * (WAITING + GAP) + 4.0 + more_width;
    if workers == 0 || right - width < left {
        return;
    }
    let top = baseline - WORKER;
    let workers_from = right - workers as f32 * (WORKER + GAP) + GAP;
    let worker = |place: u64| {
        Rect::new(
            workers_from + place as f32 * (WORKER + GAP),
            top,
            WORKER,
            WORKER,
        )
        .grown(-0.5)
    };
    let mut batch = |areas: Vec<Rect>, fill: Option<Ink>, line: Option<Ink>| {
        if !areas.is_empty() {
            shapes.push(Shape::Rects {
                areas,
                radius: 1.5,
                fill: fill.map(Ink::full),
                stroke: line.map(|ink| Stroke::solid(ink.at(0.7), 1.0)),
            });
        }
    };
    batch(
        (busy..workers).map(worker).collect(),
        None,
        Some(Ink::Muted),
    );
    batch((0..busy).map(worker).collect(), Some(Ink::Accent), None);
    let waiting_from = workers_from - 4.0 - drawn as f32 * (WAITING + GAP);
    let bars = (0..drawn).map(|place| {
        Rect::new(
            waiting_from + place as f32 * (WAITING + GAP),
            top,
            WAITING,
            WORKER,
        )
    });
    batch(bars.collect(), Some(Ink::Muted), None);
    if let Some(more) = more {
        let at = [waiting_from - 4.0, baseline];
        shapes.push(text(at, more, STYLE, Align::End, Ink::Muted));
    }
}

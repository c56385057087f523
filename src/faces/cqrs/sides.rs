//! The two sides as quiet panels, and what the cards on them are called.

use crate::patterns::cqrs::special::LogPicture;
use crate::patterns::picture::NodePicture;
use crate::scenario::NodeKind;

use super::places::{HEAD, HINT, Plan};
use super::words;
use crate::show::frame::{Frame, Names};
use crate::show::geometry::Rect;
use crate::show::ink::Ink;
use crate::show::layout::{Density, Layout, Seat};
use crate::show::shape::{Align, Shape, Stroke, TextStyle, text};
use crate::show::text::elide;

/// The part of a low card that its name may take whatever stands beside it.
const NAME_SHARE: f32 = 0.72;
/// A card with less room inside has room for its name only.
const NARROW: f32 = 96.0;

/// Adds the panels with their heads, the name of the log, and the way on which events are appended.
pub(super) fn paint(shapes: &mut Vec<Shape>, frame: &Frame<'_>, plan: &Plan) {
    for area in [plan.command, plan.query] {
        shapes.push(Shape::Rect {
            area: area.grown(-0.5),
            radius: 12.0,
            fill: Some(Ink::Ground.full()),
            stroke: Some(Stroke::solid(Ink::Line.at(0.6), 1.0)),
        });
    }
    for (at, words) in plan.said() {
        let words = elide(words, HEAD, plan.command.width, frame.measure);
        shapes.push(text(at, words, HEAD, Align::Start, Ink::Muted));
    }
    for (at, words, align) in plan.hints(frame) {
        shapes.push(text(at, words, HINT, align, Ink::Muted));
    }
    if let Some((from, to)) = plan.append {
        let stroke = Stroke::solid(Ink::Muted.at(0.4), 1.5);
        shapes.push(Shape::Line { from, to, stroke });
    }
    for group in &plan.groups {
        shapes.push(Shape::Rect {
            area: group.grown(-0.5),
            radius: 14.0,
            fill: None,
            stroke: Some(Stroke::solid(Ink::Line.full(), 1.0)),
        });
    }
}

/// The names as the cards have them: the name of a replica that has to be cut keeps its number.
pub(super) fn names(frame: &Frame<'_>, layout: &Layout) -> Names {
    let mut names = frame.names.clone();
    for (node, seat) in frame.picture.nodes.iter().zip(&layout.seats) {
        let place = usize::from(node.node.0);
        if node.kind != NodeKind::READ_MODEL || place >= names.node.len() {
            continue;
        }
        let (view, Some(number)) = words::numbered(frame.names.of(node)) else {
            continue;
        };
        let width = seat.density.body(seat.area).width;
        let size = match seat.density {
            Density::Full => 12.5,
            Density::Compact => 13.0,
            Density::Strip => 12.0,
        };
        // Beside a name on a narrow card there is no room for anything, so the name has all of it.
        let shared = seat.density != Density::Full && width >= NARROW;
        let width = if shared { width * NAME_SHARE } else { width };
        let style = TextStyle::bold(size);
        let number = format!(" {number}");
        let room = width - (frame.measure)(&number, style);
        let name = elide(view, style, room, frame.measure);
        names.node[place] = name + &number;
    }
    names
}

/// Adds how far a rebuild has come, along the lower edge of the card.
pub(super) fn paint_rebuild(
    shapes: &mut Vec<Shape>,
    log: &LogPicture,
    node: &NodePicture,
    seat: &Seat,
) {
    let rebuilt = words::projector(log, node.node).and_then(|projector| projector.rebuilding);
    let Some(rebuilt) = rebuilt else {
        return;
    };
    let share = (rebuilt as f64 / log.appended.max(1) as f64).min(1.0) as f32;
    let card = seat.area;
    let whole = Rect::new(card.x + 12.0, card.bottom() - 5.0, card.width - 24.0, 2.5);
    let done = Rect {
        width: whole.width * share,
        ..whole
    };
    for (area, ink) in [(whole, Ink::Line), (done, Ink::Accent)] {
        shapes.push(Shape::Rect {
            area,
            radius: 1.25,
            fill: Some(ink.full()),
            stroke: None,
        });
    }
}

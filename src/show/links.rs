//! Connections: quiet curves, and cut ones drawn cut.

use crate::patterns::picture::LinkPicture;

use super::frame::{Frame, Target};
use super::geometry::{Point, Rect, Track};
use super::ink::Ink;
use super::labels::Labels;
use super::layout::{Flow, Layout};
use super::reading;
use super::shape::{Dash, Shape, Stroke, along, through};

/// Half the length of the hole in a cut connection.
const HOLE: f32 = 5.0;

/// Adds a connection.
pub fn paint(
    shapes: &mut Vec<Shape>,
    frame: &Frame<'_>,
    link: &LinkPicture,
    track: &Track,
    flow: Flow,
) {
    let this = Some(Target::Link(link.link));
    if frame.focused == this {
        shapes.push(along(track, Stroke::solid(Ink::Accent.at(0.35), 7.0)));
    }
    let (paint, width) = if frame.selected == this {
        (Ink::Accent.full(), 2.5)
    } else if frame.hovered == this {
        (Ink::Muted.full(), 2.0)
    } else {
        (Ink::Muted.at(0.4), 1.5)
    };
    if link.reading {
        reading::reader(shapes, track, paint);
    }
    if link.cut_since.is_none() || track.length() < 4.0 * HOLE {
        shapes.push(along(track, Stroke::solid(paint, width)));
        return;
    }
    let paint = if frame.selected == this {
        paint
    } else {
        Ink::Broken.full()
    };
    let stroke = Stroke::solid(paint, width.max(1.75)).dashed(Dash::Dotted);
    let half = HOLE / track.length();
    let cut = cut_at(track, flow);
    shapes.push(through(&track.part(0.0, cut - half), stroke));
    shapes.push(through(&track.part(cut + half, 1.0), stroke));
    for edge in [cut - half, cut + half] {
        shapes.push(slash(track, edge));
    }
}

/// Adds what is written at a cut, if there is room for it.
pub fn paint_label(shapes: &mut Vec<Shape>, labels: &mut Labels<'_>, track: &Track, flow: Flow) {
    let at = track.at(cut_at(track, flow));
    labels.keep_free(Rect::around(at, 9.0));
    shapes.extend(labels.beside(at, 13.0, "cut", Ink::Broken));
}

/// Adds "cut" beside each connection that is.
pub fn paint_labels(
    shapes: &mut Vec<Shape>,
    labels: &mut Labels<'_>,
    frame: &Frame<'_>,
    layout: &Layout,
    flow: Flow,
) {
    for (link, track) in frame.picture.links.iter().zip(&layout.tracks) {
        if link.cut_since.is_some() {
            paint_label(shapes, labels, track, flow);
        }
    }
}

/// Where the hole is: in the middle, or, where ways run side by side in a gutter, just before the
/// card, where this one runs by itself.
fn cut_at(track: &Track, flow: Flow) -> f32 {
    match flow {
        Flow::Downward if track.cubics().len() > 1 => 1.0 - 9.0 / track.length().max(18.0),
        _ => 0.5,
    }
}

/// A short stroke across the way, leaning like a blade.
pub fn slash(track: &Track, share: f32) -> Shape {
    const HALF: f32 = 6.0;
    const LEAN: f32 = 2.0;
    let [x, y] = track.at(share);
    let [across_x, across_y] = track.normal(share);
    let (forward_x, forward_y) = (-across_y, across_x);
    let tip = |side: f32| -> Point {
        [
            x + side * (across_x * HALF + forward_x * LEAN),
            y + side * (across_y * HALF + forward_y * LEAN),
        ]
    };
    Shape::Line {
        from: tip(1.0),
        to: tip(-1.0),
        stroke: Stroke::solid(Ink::Broken.full(), 1.75),
    }
}

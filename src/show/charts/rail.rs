//! The rail of a timeline and the handle on it: where they are, for whoever draws them and whoever takes hold
//! of them.

use crate::facts::time::Micros;
use crate::show::geometry::Size;
use crate::show::ink::{Ink, Paint};
use crate::show::shape::{Shape, Stroke};

use super::axis::Scale;
use super::timeline::Timeline;

/// The radius of the handle, and so from the sides of a timeline to its ends.
pub(super) const HANDLE: f32 = 5.5;
/// The rail below the band, with room for the handle on it.
const RAIL: f32 = 14.0;
/// From this height on there is room for all that is written.
const WITH_AXIS: f32 = 60.0;
/// From this height on there is room for the labels of the axis.
const WITH_SCALE: f32 = 40.0;
const AXIS: f32 = 12.0;

/// How far along the span that is looked at a place is, on a timeline of this width: from 0 to 1, and beyond for
/// what is beside it.
pub fn share_at(width: f32, x: f32) -> f64 {
    f64::from((x - HANDLE) / (width - 2.0 * HANDLE).max(1.0))
}

/// Where something is that is so far along, as a CSS length of which 100 % is the width of the timeline and
/// one of its own units takes `scale` pixels.
pub fn place_of(share: f64, scale: f32) -> String {
    let share = share.clamp(0.0, 1.0);
    let inset = f64::from(HANDLE * scale) * (1.0 - 2.0 * share);
    format!("calc({:.3}% + {inset:.2}px)", 100.0 * share)
}

/// Whether a place is on the rail, where a press goes to the instant.
pub fn is_on_rail(size: Size, y: f32) -> bool {
    (y - level(size)).abs() <= RAIL / 2.0 + 2.0
}

/// Whether there is room for all that is written.
pub(super) fn has_axis(size: Size) -> bool {
    size.height >= WITH_AXIS
}

/// Whether there is room for the labels of the axis.
pub(super) fn has_scale(size: Size) -> bool {
    size.height >= WITH_SCALE
}

/// How far down the rail is.
pub(super) fn level(size: Size) -> f32 {
    let axis = if has_scale(size) { AXIS } else { 0.0 };
    libm::roundf(size.height - RAIL / 2.0 - axis)
}

/// Draws the rail, how far the run is known, and the handle at the instant shown.
pub(super) fn draw(shapes: &mut Vec<Shape>, input: &Timeline<'_>, across: &Scale, y: f32) {
    let [from, until] = [input.span.from, input.span.until].map(|at| across.at(at as f64));
    let now = across.at(input.playhead as f64);
    let rail = |from: f32, to: f32, paint| Shape::Line {
        from: [from, y],
        to: [to, y],
        stroke: Stroke::solid(paint, 3.0),
    };
    shapes.push(rail(from, until, Ink::Line.full()));
    let known = across.at(input.known_until as f64);
    shapes.push(rail(from, known, Ink::Accent.at(0.35)));
    shapes.push(rail(from, now, Ink::Accent.full()));
    let mut handle = |at: Micros, [line, ring]: [Paint; 2]| {
        let x = across.at(at as f64);
        if input.span.holds(at) {
            shapes.push(Shape::Line {
                from: [x, 0.0],
                to: [x, y - HANDLE],
                stroke: Stroke::solid(line, 1.0),
            });
        }
        shapes.push(Shape::Circle {
            centre: [x, y],
            radius: HANDLE,
            fill: Some(Ink::Surface.full()),
            stroke: Some(Stroke::solid(ring, 2.0)),
        });
    };
    // One that is not in the span is at its end, and paler.
    let pale = [Ink::Muted.at(0.5), Ink::Accent.at(0.5)];
    let full = [Ink::Muted.full(), Ink::Accent.full()];
    let is_left = input.aim.is_some() || !input.span.holds(input.playhead);
    handle(input.playhead, if is_left { pale } else { full });
    if let Some(aim) = input.aim {
        handle(aim, full);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::time::SECOND;
    use crate::show::charts::timeline::{chart, tests::timeline};
    use crate::show::text::estimate;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    /// Where the handles stand, and how clearly they are drawn.
    fn handles(input: &Timeline<'_>, size: Size) -> Vec<(f32, f32)> {
        let shapes = chart(input, size, &estimate).shapes.into_iter();
        let handle = |shape| match shape {
            Shape::Circle { centre, stroke, .. } => Some((centre[0], stroke?.paint.opacity)),
            _ => None,
        };
        shapes.filter_map(handle).collect()
    }

    #[test]
    fn a_place_on_the_band_is_an_instant_and_back() {
        let size = Size::new(611.0, 60.0);
        let input = timeline();
        let [(x, _)] = handles(&input, size)[..] else {
            panic!("one handle");
        };
        let at = input.span.instant(share_at(size.width, x));
        assert!(
            (at - 23.0 * SECOND as f64).abs() < SECOND as f64 / 10.0,
            "{at}"
        );
        assert!(share_at(size.width, -20.0) < 0.0 && share_at(size.width, 609.0) > 1.0);
        assert_eq!(place_of(share_at(611.0, 5.5), 1.0), "calc(0.000% + 5.50px)");
        assert_eq!(place_of(2.0, 2.0), "calc(100.000% + -11.00px)");
        assert!(is_on_rail(size, 41.0) && !is_on_rail(size, 20.0));
    }

    #[test]
    fn what_is_drawn_stands_before_where_the_run_is() {
        let size = Size::new(611.0, 72.0);
        let drawn = Timeline {
            aim: Some(40 * SECOND),
            ..timeline()
        };
        let [(now, pale), (aim, full)] = handles(&drawn, size)[..] else {
            panic!("two handles");
        };
        assert!(now < aim && pale < full, "{now} {aim} {pale} {full}");
        assert_eq!((now, 1.0), handles(&timeline(), size)[0]);
    }
}

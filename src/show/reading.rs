//! Reading links. People read almost everywhere, so a line from them to each card would cross all
//! others. In its place stands a short stub at the right edge of the card that is read: a question
//! comes in from its outer end, the answer goes out to it.

use crate::patterns::picture::LinkPicture;

use super::frame::{Frame, Target};
use super::geometry::{Rect, Track};
use super::ink::{Ink, Paint};
use super::labels::Labels;
use super::layout::{Flow, straight};
use super::links;
use super::shape::{Shape, Step};

/// How far a stub and whoever reads at its end reach out of the card. Leave this much free beside it.
pub const REACH: f32 = LENGTH + READER;
/// The way of a question: long enough for a mark to be seen on it.
const LENGTH: f32 = 26.0;
/// What somebody takes beyond the end of a stub.
const READER: f32 = 12.0;

/// What stubs take beside the cards of a frame, if it has any: less where there is little room.
pub fn room(frame: &Frame<'_>) -> f32 {
    if !frame.picture.links.iter().any(|link| link.reading) {
        0.0
    } else if frame.size.width < 700.0 {
        31.0
    } else {
        40.0
    }
}

/// The way of a reading link, from its near end (the people) to the middle of the card's right edge.
pub fn stub(card: Rect) -> Track {
    stub_within(card, 1.0, REACH)
}

/// The same at the right (1) or at the left (-1) of the card, with this much room for it and its
/// reader.
pub fn stub_within(card: Rect, side: f32, room: f32) -> Track {
    let door = if side > 0.0 { card.right() } else { card.x };
    let level = card.centre()[1];
    let (from, to) = ([door + side * (room - READER), level], [door, level]);
    Track::new(from, vec![straight(from, to)])
}

/// Adds a stub with somebody at its end, whether they read there or write.
pub fn paint(shapes: &mut Vec<Shape>, frame: &Frame<'_>, link: &LinkPicture, track: &Track) {
    links::paint(shapes, frame, link, track, Flow::Rightward);
    if !link.reading {
        let this = Some(Target::Link(link.link));
        let chosen = frame.selected == this || frame.focused == this;
        let paint = if chosen {
            Ink::Accent.full()
        } else {
            Ink::Muted.at(0.4)
        };
        reader(shapes, track, paint);
    }
}

/// Adds what is done over the stub, such as "reads", if there is room for it.
pub fn paint_label(shapes: &mut Vec<Shape>, labels: &mut Labels<'_>, track: &Track, words: &str) {
    let [x, y] = track.start();
    // Nearer to the outer end, so that short words stand clear of the card.
    shapes.extend(labels.beside([x - 1.0, y], 13.0, words, Ink::Muted));
}

/// Somebody who reads, at the outer end of the way: a head and shoulders.
pub fn reader(shapes: &mut Vec<Shape>, track: &Track, paint: Paint) {
    let [from, toward] = [track.at(0.0), track.at(1.0)];
    let x = from[0] + if toward[0] < from[0] { 7.0 } else { -7.0 };
    let [top, bottom] = [from[1] + 0.4, from[1] + 5.5];
    shapes.push(Shape::Circle {
        centre: [x, from[1] - 3.2],
        radius: 2.4,
        fill: Some(paint),
        stroke: None,
    });
    shapes.push(Shape::Path {
        steps: vec![
            Step::Move([x - 4.5, bottom]),
            Step::Cubic(
                [x - 4.5, top - 1.2],
                [x + 4.5, top - 1.2],
                [x + 4.5, bottom],
            ),
            Step::Close,
        ],
        fill: Some(paint),
        stroke: None,
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stub_ends_at_the_right_edge_and_stays_within_its_reach() {
        let card = Rect::new(20.0, 30.0, 140.0, 90.0);
        let track = stub(card);
        assert_eq!(track.end(), [160.0, 75.0]);
        assert!(track.start()[0] + READER <= card.right() + REACH);
        assert!(track.length() >= 15.0, "a mark can be seen on its way");
    }
}

//! Reading links. People read almost everywhere, so a line from them to each card would cross all
//! others. In its place stands a short stub at the right edge of the card that is read: a question
//! comes in from its outer end, the answer goes out to it.

use crate::patterns::picture::LinkPicture;

use super::frame::{Frame, Target};
use super::geometry::{Rect, Track, between};
use super::ink::Ink;
use super::labels::Labels;
use super::layout::Flow;
use super::links;
use super::shape::{Shape, Stroke};

/// How far a stub and the ring at its end reach out of the card. Leave this much free beside it.
pub const REACH: f32 = LENGTH + RING;
/// The way of a question: long enough for a mark to be seen on it.
const LENGTH: f32 = 26.0;
/// The radius of the ring in which a stub ends: whoever reads.
const RING: f32 = 3.5;

/// The way of a reading link, from its near end (the people, who are not drawn there) to the middle
/// of the card's right edge.
pub fn stub(card: Rect) -> Track {
    let level = card.centre()[1];
    let (from, to) = ([card.right() + LENGTH, level], [card.right(), level]);
    let thirds = [between(from, to, 1.0 / 3.0), between(from, to, 2.0 / 3.0)];
    Track::new(from, vec![[thirds[0], thirds[1], to]])
}

/// Adds a reading link: its stub, and the ring at the end where people are.
pub fn paint(shapes: &mut Vec<Shape>, frame: &Frame<'_>, link: &LinkPicture, track: &Track) {
    links::paint(shapes, frame, link, track, Flow::Rightward);
    let this = Some(Target::Link(link.link));
    let ink = if link.cut_since.is_some() {
        Ink::Broken.full()
    } else if frame.selected == this || frame.focused == this {
        Ink::Accent.full()
    } else {
        Ink::Muted.at(0.75)
    };
    let [x, y] = track.start();
    shapes.push(Shape::Circle {
        centre: [x, y],
        radius: RING - 0.75,
        fill: Some(Ink::Canvas.full()),
        stroke: Some(Stroke::solid(ink, 1.5)),
    });
}

/// Adds what is done over the stub, such as "reads", if there is room for it.
pub fn paint_label(shapes: &mut Vec<Shape>, labels: &mut Labels<'_>, track: &Track, words: &str) {
    let [x, y] = track.start();
    shapes.extend(labels.beside([x - LENGTH / 2.0 + RING, y], 9.0, words, Ink::Muted));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stub_ends_at_the_right_edge_and_stays_within_its_reach() {
        let card = Rect::new(20.0, 30.0, 140.0, 90.0);
        let track = stub(card);
        assert_eq!(track.end(), [160.0, 75.0]);
        assert!(track.start()[0] + RING <= card.right() + REACH);
        assert!(track.length() >= 15.0, "a mark can be seen on its way");
    }
}

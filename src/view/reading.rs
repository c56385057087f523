//! Reading links. People read almost everywhere, so a line from them to each card would cross all
//! others. In its place stands a short stub at the right edge of the card that is read: a question
//! comes in from its outer end, the answer goes out to it.

use crate::patterns::picture::LinkPicture;

use super::frame::Frame;
use super::geometry::{Rect, Track};
use super::ink::Ink;
use super::labels::Labels;
use super::layout::{self, Flow};
use super::links;
use super::shape::Shape;

/// How far a stub and the reader at its end reach out of the card. Leave this much free beside it.
pub const REACH: f32 = LENGTH + READER;
/// The way of a question: long enough for a mark to be seen on it.
const LENGTH: f32 = 24.0;
/// What the reader takes beyond the end of the way.
const READER: f32 = 12.0;

/// The way of a reading link, from its near end (the people, who are not drawn there) to the middle
/// of the card's right edge.
pub fn stub(card: Rect) -> Track {
    layout::stub(card, 1.0, REACH)
}

/// Adds a link as a stub with somebody at its end, be it that they only read over it or that they
/// write too.
pub fn paint(shapes: &mut Vec<Shape>, frame: &Frame<'_>, link: &LinkPicture, track: &Track) {
    let link = LinkPicture {
        reading: true,
        ..link.clone()
    };
    links::paint(shapes, frame, &link, track, Flow::Rightward);
}

/// Adds what is done over the stub, such as "reads", if there is room for it.
pub fn paint_label(shapes: &mut Vec<Shape>, labels: &mut Labels<'_>, track: &Track, words: &str) {
    let [x, y] = track.start();
    // Nearer to the outer end, so that short words stand clear of the card.
    shapes.extend(labels.beside([x - 1.0, y], 13.0, words, Ink::Muted));
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

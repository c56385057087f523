//! What holds for every picture, whichever pattern it is of: its tests ask it here.

use super::frame::Frame;
use super::geometry::Rect;
use super::layout::Seat;
use super::scene::Scene;
use super::shape::Shape;
use super::text::{area, estimate};

/// The smallest letters that can be read.
const SMALLEST: f32 = 11.0;

/// Each text with the room that it takes.
pub fn texts(scene: &Scene) -> Vec<(Rect, &str)> {
    let text = |shape| match shape {
        &Shape::Text {
            at,
            ref content,
            style,
            align,
            ..
        } => Some((area(at, content, style, align, &estimate), content.as_str())),
        _ => None,
    };
    scene.shapes.iter().filter_map(text).collect()
}

/// Every text is on the canvas, and none lies upon another.
pub fn texts_are_whole_and_apart(frame: &Frame<'_>, scene: &Scene, case: &str) {
    let texts = texts(scene);
    for (place, (text, words)) in texts.iter().enumerate() {
        assert!(frame.size.area().holds(text), "{case}: {words} {text:?}");
        for (other, others_words) in &texts[place + 1..] {
            assert!(!text.overlaps(other), "{case}: {words} and {others_words}");
        }
    }
}

/// Every text is inside a card or outside all.
pub fn texts_cross_no_card(cards: impl Iterator<Item = Rect>, scene: &Scene, case: &str) {
    let texts = texts(scene);
    for card in cards {
        for (text, words) in &texts {
            let is_apart = card.holds(text) || !card.overlaps(text);
            assert!(is_apart, "{case}: {words} {text:?} on {card:?}");
        }
    }
}

/// Letters are large enough to be read.
pub fn letters_can_be_read(scene: &Scene, case: &str) {
    for shape in &scene.shapes {
        if let Shape::Text { style, content, .. } = shape {
            assert!(style.size >= SMALLEST, "{case}: {content}");
        }
    }
}

/// The squares of keys are on their cards, and large enough to be seen.
pub fn squares_are_on_their_cards(seats: &[Seat], case: &str) {
    for seat in seats {
        let Some(grid) = seat.grid else { continue };
        let body = seat.density.body(seat.area);
        for place in 0..grid.squares {
            let square = grid.square(body.x, body.y, place);
            let is_seen = square.width >= 3.5 && square.height >= 3.0;
            assert!(
                body.grown(2.5).holds(&square) && is_seen,
                "{case}: {square:?} in {body:?}"
            );
        }
    }
}

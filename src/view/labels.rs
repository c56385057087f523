//! Small texts beside things that move: placed where nothing is, or left out.

use super::geometry::{Point, Rect};
use super::ink::Ink;
use super::shape::{Align, Shape, TextStyle, text};
use super::text::{Measure, area};

/// The letters of every such text.
pub const STYLE: TextStyle = TextStyle::regular(11.5);

/// The texts placed so far, and what they must not touch.
pub struct Labels<'a> {
    canvas: Rect,
    taken: Vec<Rect>,
    measure: Measure<'a>,
}

impl<'a> Labels<'a> {
    /// No text yet, on a canvas with these cards.
    pub fn new(canvas: Rect, cards: impl Iterator<Item = Rect>, measure: Measure<'a>) -> Self {
        Self {
            canvas,
            taken: cards.collect(),
            measure,
        }
    }

    /// Keeps texts away from something.
    pub fn keep_free(&mut self, area: Rect) {
        self.taken.push(area);
    }

    /// The text beside a point, at least `away` from it, on the first side where there is room.
    pub fn beside(&mut self, at: Point, away: f32, content: &str, ink: Ink) -> Option<Shape> {
        let [x, y] = at;
        let sides = [
            ([x, y - away], Align::Middle),
            ([x - away - 2.0, y + 4.0], Align::End),
            ([x + away + 2.0, y + 4.0], Align::Start),
            ([x, y + away + 9.0], Align::Middle),
        ];
        sides.into_iter().find_map(|(place, align)| {
            let covered = area(place, content, STYLE, align, self.measure).grown(1.0);
            let free = self.canvas.holds(&covered)
                && !self.taken.iter().any(|taken| taken.overlaps(&covered));
            free.then(|| {
                self.taken.push(covered);
                text(place, content, STYLE, align, ink)
            })
        })
    }
}

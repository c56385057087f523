//! The words at the rails: placed where nothing is, or left out.

use crate::show::frame::Frame;
use crate::show::geometry::Point;
use crate::show::ink::Ink;
use crate::show::shape::{Align, Shape, TextStyle, text};

const NAME: TextStyle = TextStyle::bold(12.5);
const SMALL: TextStyle = TextStyle::regular(11.5);

/// Words above and below the rails: placed where nothing is, or left out.
pub struct Words<'a, 'f> {
    /// What is drawn, by everyone here.
    pub shapes: &'a mut Vec<Shape>,
    /// What is seen.
    pub frame: &'a Frame<'f>,
    /// Where the rails begin.
    pub from: f32,
    /// Where they end.
    pub to: f32,
    /// Where now is.
    pub now_x: f32,
    /// Baseline, left and right end.
    pub taken: Vec<(f32, f32, f32)>,
}

impl Words<'_, '_> {
    /// Adds the name of a rail, beside its line or in its row of words.
    pub fn name(&mut self, at: Point, in_row: bool, name: &str) {
        if in_row {
            let width = (self.frame.measure)(name, NAME);
            self.taken.push((at[1], at[0], at[0] + width + 4.0));
        }
        self.shapes
            .push(text(at, name, NAME, Align::Start, Ink::Muted));
    }

    /// Adds what the next run is called, above its middle, a little after it, or not at all.
    pub fn next(&mut self, row: f32, x: f32) {
        let content = "next";
        let width = (self.frame.measure)(content, SMALL);
        // Behind the word for now, if that is not too far from the run.
        let after = self.now_x + 12.0 + (self.frame.measure)("now", SMALL);
        let middle = (x - width / 2.0).min(self.to - width);
        let left = if after < x + 14.0 {
            middle.max(after)
        } else {
            middle
        };
        if self.is_free(row, left, left + width, false) {
            self.taken.push((row, left, left + width));
            let at = [left, row];
            self.shapes
                .push(text(at, content, SMALL, Align::Start, Ink::Muted));
        }
    }

    /// Adds the first of the texts, longest first, that fits in one of the rows: with its middle at
    /// `x`, else beside it, `away` from it; only beside it if that is not 0.
    pub fn place(&mut self, rows: &[f32], x: f32, away: f32, texts: &[String], ink: Ink) {
        for content in texts {
            let width = (self.frame.measure)(content, SMALL);
            let middle = (x - width / 2.0).min(self.to - width).max(self.from);
            let away_or = if away > 0.0 { away } else { 6.0 };
            let beside = [x + away_or, x - away_or - width];
            let lefts = [
                middle,
                beside[0],
                beside[1],
                self.now_x - 8.0 - width,
                self.now_x + 8.0,
            ];
            let skipped = usize::from(away > 0.0);
            for row in rows {
                for left in &lefts[skipped..] {
                    if self.is_free(*row, *left, left + width, away > 0.0) {
                        self.taken.push((*row, *left, left + width));
                        let at = [*left, *row];
                        self.shapes
                            .push(text(at, content.as_str(), SMALL, Align::Start, ink));
                        return;
                    }
                }
            }
        }
    }

    /// Whether a text may stand in a row from `left` to `right`: on the rails, across no other text
    /// and, unless it belongs there, not across the line of now.
    fn is_free(&self, row: f32, left: f32, right: f32, at_now: bool) -> bool {
        let clear = |from: f32, to: f32| right + 6.0 <= from || left >= to + 6.0;
        left >= self.from
            && right <= self.to
            && (at_now || clear(self.now_x - 1.0, self.now_x - 1.0))
            && self
                .taken
                .iter()
                .all(|(taken, from, to)| *taken != row || clear(*from, *to))
    }
}

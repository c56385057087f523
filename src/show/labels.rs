//! Small texts beside things that move: placed where nothing is, or left out.

use super::frame::Frame;
use super::geometry::{Point, Rect, Track};
use super::ink::Ink;
use super::layout::Layout;
use super::scene::Spot;
use super::shape::{Align, Shape, TextStyle, text};
use super::text::{Measure, area};

/// More messages than this do not keep texts away.
const SPOTS_KEPT_FREE: usize = 60;
/// The letters of every such text.
pub const STYLE: TextStyle = TextStyle::regular(11.5);

/// The texts placed so far, what they must not touch, and the lines that they had better not cross.
pub struct Labels<'a> {
    canvas: Rect,
    taken: Vec<Rect>,
    /// What moves by: small texts keep away from it, what is to stay in its place does not.
    passing: Vec<Rect>,
    lines: Vec<Point>,
    may_cross: bool,
    measure: Measure<'a>,
}

impl<'a> Labels<'a> {
    /// No text yet, on a picture with these cards and whatever else stands on it; `reach` is how far from the middle
    /// of a mark a text may be.
    pub fn around(
        frame: &Frame<'a>,
        layout: &Layout,
        others: impl IntoIterator<Item = Rect>,
        may_cross: bool,
        (spots, reach): (&[Spot], f32),
    ) -> Self {
        let cards = layout.seats.iter().map(|seat| seat.area);
        let solid = cards.chain(others);
        let canvas = frame.size.area();
        let mut labels = Self::new(canvas, solid, &layout.tracks, may_cross, frame.measure);
        // Among a few marks a text can stand free; among many it can only be near its own.
        let spots = spots.iter().take(SPOTS_KEPT_FREE);
        let spots = spots.map(|spot| Rect::around(spot.at, reach));
        labels.passing.extend(spots);
        labels
    }

    /// No text yet, on a canvas with these cards and connections. Whether a text may cross a line
    /// where there is no other room depends on how near to each other the lines are.
    fn new(
        canvas: Rect,
        cards: impl Iterator<Item = Rect>,
        tracks: &[Track],
        may_cross: bool,
        measure: Measure<'a>,
    ) -> Self {
        // Dense enough that no text fits between two points of a line.
        let lines = tracks.iter().flat_map(|track| {
            let count = (track.length() / 6.0) as usize + 1;
            (0..=count).map(move |place| track.at(place as f32 / count as f32))
        });
        Self {
            canvas,
            taken: cards.collect(),
            passing: Vec::new(),
            lines: lines.collect(),
            may_cross,
            measure,
        }
    }

    /// Keeps texts away from something.
    pub fn keep_free(&mut self, area: Rect) {
        self.taken.push(area);
    }

    /// Room for words of this width beside the first of these points where there is some, taken from then on.
    /// Only what stands still is in the way, so that the words do not jump.
    pub fn room(
        &mut self,
        points: &[Point],
        away: f32,
        width: f32,
        may_cross: bool,
    ) -> Option<Rect> {
        if may_cross && !self.may_cross {
            return None;
        }
        let height = 1.05 * STYLE.size;
        let places = points.iter().flat_map(|&[x, y]| {
            [
                [x - width / 2.0, y - away - height],
                [x - width / 2.0, y + away],
                [x - away - width, y - height / 2.0],
                [x + away, y - height / 2.0],
            ]
        });
        let mut areas = places.map(|[x, y]| Rect::new(x, y, width, height));
        let found = areas.find(|area| {
            let covered = area.grown(1.0);
            self.canvas.holds(&covered)
                && !self.taken.iter().any(|taken| taken.overlaps(&covered))
                && (may_cross || !self.lines.iter().any(|point| covered.contains(*point)))
        })?;
        self.taken.push(found.grown(1.0));
        Some(found)
    }

    /// The text beside a point, at least `away` from its middle: on the first side where nothing
    /// is, else where it only crosses a line, else not at all.
    pub fn beside(&mut self, at: Point, away: f32, content: &str, ink: Ink) -> Option<Shape> {
        let [x, y] = at;
        let sides = [
            ([x, y - away], Align::Middle),
            ([x - away, y + 4.0], Align::End),
            ([x + away, y + 4.0], Align::Start),
            ([x, y + away + 9.0], Align::Middle),
        ];
        let free = |covered: &Rect| {
            let mut all = self.taken.iter().chain(&self.passing);
            self.canvas.holds(covered) && !all.any(|taken| taken.overlaps(covered))
        };
        let candidates: Vec<(Point, Align, Rect)> = sides
            .into_iter()
            .map(|(place, align)| {
                (
                    place,
                    align,
                    area(place, content, STYLE, align, self.measure).grown(1.0),
                )
            })
            .filter(|(_, _, covered)| free(covered))
            .collect();
        let clear = |covered: &Rect| !self.lines.iter().any(|point| covered.contains(*point));
        let (place, align, covered) = candidates
            .iter()
            .find(|(_, _, covered)| clear(covered))
            .or_else(|| candidates.first().filter(|_| self.may_cross))
            .copied()?;
        self.taken.push(covered);
        Some(text(place, content, STYLE, align, ink))
    }
}

//! Charts: pure functions from measures to shapes, with what they say in words.

pub(super) mod axis;
pub mod histogram;
pub mod lag;
pub mod timeline;

use super::geometry::{Point, Rect, Size};
use super::ink::Ink;
use super::shape::{Align, Shape, TextStyle, text};
use super::text::{Measure, elide};

/// The letters of labels.
const LABEL: TextStyle = TextStyle::regular(11.5);

/// A chart laid out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chart {
    /// In the order of painting.
    pub shapes: Vec<Shape>,
    /// The extent of its canvas.
    pub size: Size,
    regions: Vec<Region>,
    description: String,
}

/// A part of a chart that says something when it is pointed at.
#[derive(Clone, Debug, PartialEq)]
struct Region {
    area: Rect,
    words: String,
}

impl Chart {
    /// What the chart says, for those who cannot see it.
    pub fn describe(&self) -> &str {
        &self.description
    }

    /// What is to be said about a point.
    pub fn hover(&self, x: f32, y: f32) -> Option<String> {
        let region = self
            .regions
            .iter()
            .find(|region| region.area.contains([x, y]))?;
        Some(region.words.clone())
    }

    /// A chart of nothing yet, which says why.
    fn empty(size: Size, why: &str, measure: Measure<'_>) -> Self {
        let words = format!("no data yet: {why}");
        let shown = elide(&words, LABEL, size.width - 8.0, measure);
        let at = [size.width / 2.0, size.height / 2.0 + 4.0];
        Self {
            shapes: vec![text(at, shown, LABEL, Align::Middle, Ink::Muted)],
            size,
            regions: Vec::new(),
            description: words,
        }
    }
}

/// Places labels along one line from left to right without overlap: as near to where each wants to
/// be as order and edges allow. The widths are those of the labels with the gaps they need.
fn side_by_side(wanted: &[f32], widths: &[f32], low: f32, high: f32) -> Vec<f32> {
    let mut lefts: Vec<f32> = wanted.to_vec();
    let mut from = low;
    for (left, width) in lefts.iter_mut().zip(widths) {
        *left = left.max(from);
        from = *left + width;
    }
    let mut to = high;
    for (left, width) in lefts.iter_mut().zip(widths).rev() {
        *left = left.min(to - width);
        to = *left;
    }
    lefts
}

/// The middle of the lower edge.
fn foot(area: Rect) -> Point {
    [area.x + area.width / 2.0, area.bottom()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_side_by_side_never_overlap_and_keep_their_order() {
        let lefts = side_by_side(&[50.0, 52.0, 190.0], &[40.0, 40.0, 30.0], 0.0, 200.0);
        assert_eq!(lefts, [50.0, 90.0, 170.0]);
        let crowded = side_by_side(&[90.0, 91.0, 92.0], &[40.0, 40.0, 20.0], 0.0, 100.0);
        assert_eq!(crowded, [0.0, 40.0, 80.0]);
    }
}

//! Charts: pure functions from measures to shapes, with what they say in words.

pub mod axis;
mod band;
mod density;
pub mod flags;
mod guides;
pub mod histogram;
pub mod lag;
mod moments;
pub mod outcomes;
#[cfg(test)]
mod properties;
pub mod rail;
mod ticks;
pub mod timeline;
pub mod visibility;
pub mod zoom;

use super::geometry::{Point, Rect, Size};
use super::ink::{Ink, Paint};
use super::shape::{Align, Shape, Step, TextStyle, text};
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
    /// The anomaly that it leads to, by its number.
    target: Option<u64>,
    /// The act that it leads to, by its place in the list.
    act: Option<usize>,
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

    /// The anomaly that a point leads to, by its number among all of the run.
    pub fn target(&self, x: f32, y: f32) -> Option<u64> {
        let mut regions = self.regions.iter();
        regions.find(|region| region.area.contains([x, y]))?.target
    }

    /// The act that a point leads to, by its place in the list.
    pub fn act(&self, x: f32, y: f32) -> Option<usize> {
        let mut regions = self.regions.iter();
        regions.find(|region| region.area.contains([x, y]))?.act
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

/// An area between points, without an outline.
fn filled(points: &[Point], paint: Paint) -> Shape {
    let steps = points.iter().enumerate();
    let step = |(place, point): (usize, &Point)| match place {
        0 => Step::Move(*point),
        _ => Step::Line(*point),
    };
    Shape::Path {
        steps: steps.map(step).chain([Step::Close]).collect(),
        fill: Some(paint),
        stroke: None,
    }
}

/// Upright strips of equal width that can be asked about: the words for what is between two places.
fn strips(plot: Rect, size: Size, count: usize, words: &dyn Fn(f32, f32) -> String) -> Vec<Region> {
    let width = plot.width / count as f32;
    let strip = |nth: usize| {
        let x = plot.x + nth as f32 * width;
        Region {
            area: Rect::new(x, 0.0, width, size.height),
            words: words(x, x + width),
            target: None,
            act: None,
        }
    };
    (0..count).map(strip).collect()
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

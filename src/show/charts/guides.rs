//! Upright lines at values that have a name, with their labels above the plot.

use crate::facts::time::Micros;
use crate::show::geometry::Rect;
use crate::show::ink::Ink;
use crate::show::shape::{Align, Dash, Shape, Stroke, text, through};
use crate::show::text::Measure;
use crate::show::units;

use super::axis::Scale;
use super::{LABEL, foot, side_by_side};

/// The room that labels need above a plot.
pub const ABOVE: f32 = 18.0;
/// Between neighbouring labels.
const GAP: f32 = 8.0;

/// A named value: "p95", 310 ms.
pub type Named = (&'static str, Micros);

/// The names with their values, those of one value together: "p50 94 ms", "p95 p99 310 ms".
pub fn said(marks: &[Named]) -> Vec<(String, Micros)> {
    let mut said: Vec<(String, String, Micros)> = Vec::new();
    for (name, value) in marks {
        let words = units::duration(*value);
        match said.last_mut() {
            Some((names, same, _)) if *same == words => {
                names.push(' ');
                names.push_str(name);
            }
            _ => said.push(((*name).to_owned(), words, *value)),
        }
    }
    let joined = |(names, words, value): (String, String, Micros)| (names + " " + &words, value);
    said.into_iter().map(joined).collect()
}

/// Draws a dotted line at each value, its label above, moved aside where labels would touch. `top`
/// says how far up the line of a value has to be seen. Too narrow for all labels, those in the middle
/// are left out; their lines stay.
pub fn guides(
    shapes: &mut Vec<Shape>,
    marks: &[Named],
    plot: Rect,
    scale: &Scale,
    measure: Measure<'_>,
) {
    let mut marks = said(marks);
    let width = |words: &str| measure(words, LABEL) + GAP;
    while marks.len() > 1 && marks.iter().map(|mark| width(&mark.0)).sum::<f32>() > plot.width + GAP
    {
        let (_, value) = marks.remove(marks.len() / 2);
        let x = scale.at(value as f64);
        line(shapes, &[[x, plot.y + 4.0], [x, plot.bottom()]]);
    }
    let at: Vec<f32> = marks.iter().map(|mark| scale.at(mark.1 as f64)).collect();
    let widths: Vec<f32> = marks.iter().map(|mark| width(&mark.0)).collect();
    let wanted: Vec<f32> = at
        .iter()
        .zip(&widths)
        .map(|(at, width)| at - (width - GAP) / 2.0)
        .collect();
    let lefts = side_by_side(&wanted, &widths, plot.x, plot.right() + GAP);
    for (((mark, left), width), x) in marks.into_iter().zip(lefts).zip(widths).zip(at) {
        let top = plot.y - ABOVE;
        let label = Rect::new(left, top, width - GAP, 12.0);
        // A label that was moved aside is tied to its line by a short slant.
        let from = [x.max(label.x).min(label.right()), label.bottom() + 2.0];
        line(shapes, &[from, [x, plot.y + 4.0], [x, plot.bottom()]]);
        let foot = [foot(label)[0], top + 11.0];
        shapes.push(text(foot, mark.0, LABEL, Align::Middle, Ink::Ink));
    }
}

fn line(shapes: &mut Vec<Shape>, points: &[[f32; 2]]) {
    let stroke = Stroke::solid(Ink::Ink.at(0.75), 1.2);
    shapes.push(through(points, stroke.dashed(Dash::Dotted)));
}

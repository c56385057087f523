//! The band of a timeline: how much differs when, in layers that add up to the whole.

use crate::facts::time::Micros;
use crate::show::geometry::{Point, Rect};
use crate::show::ink::{Ink, Paint};
use crate::show::shape::{Align, Shape, text};
use crate::show::text::{Measure, area};
use crate::show::units;

use super::axis::Scale;
use super::lag::{Series, value_at};
use super::{LABEL, filled};

/// The colours of layers, from below; neighbours differ.
const INKS: [Ink; 3] = [Ink::StaleMid, Ink::StaleDeep, Ink::StaleLight];
/// A layer is named where it is at least this thick.
const THICK: f32 = 12.0;
/// Places at which a name is tried are this far apart.
const TRY_EVERY: usize = 4;

/// A band to draw.
pub struct Band<'a> {
    /// From when on how much differed, all layers together.
    pub whole: &'a [(Micros, f64)],
    /// The layers, from below.
    pub layers: &'a [Series<'a>],
    /// How far it is known.
    pub until: Micros,
    /// Where it is drawn.
    pub area: Rect,
    /// Where times are.
    pub across: &'a Scale,
    /// Where amounts are.
    pub up: &'a Scale,
}

/// Draws the band, and the names of its layers where they fit and nothing is `taken`.
pub fn draw(shapes: &mut Vec<Shape>, band: &Band<'_>, taken: &mut Vec<Rect>, measure: Measure<'_>) {
    let left = libm::floorf(band.area.x);
    let columns = (band.across.at(band.until as f64) - left).max(0.0) as usize;
    if columns == 0 || band.whole.is_empty() {
        return;
    }
    let place = |at: Micros| (libm::floorf(band.across.at(at as f64)) - left).max(0.0) as usize;
    let whole = peaks(band.whole, columns, &place);
    let parts: Vec<Vec<f64>> = band
        .layers
        .iter()
        .map(|layer| peaks(&layer.points, columns, &place))
        .collect();
    let mut below = vec![band.area.bottom(); columns];
    let one = [vec![1.0; columns]];
    let parts = if parts.len() > 1 {
        &parts[..]
    } else {
        &one[..]
    };
    for (nth, part) in parts.iter().enumerate() {
        let edge: Vec<f32> = (0..columns)
            .map(|column| {
                // The peaks of layers can be at different times of a column: they divide its whole.
                let all: f64 = parts.iter().map(|part| part[column]).sum();
                let share = if all > 0.0 { part[column] / all } else { 0.0 };
                let height = band.area.bottom() - band.up.at(whole[column]);
                below[column] - height * share as f32
            })
            .collect();
        if edge.iter().zip(&below).all(|(top, foot)| foot - top < 0.01) {
            continue;
        }
        let mut outline = steps(&below, left);
        outline.reverse();
        outline.extend(steps(&edge, left));
        shapes.push(filled(&outline, paint(nth)));
        if parts.len() > 1 {
            name(
                shapes,
                band.layers[nth].name,
                (&edge, &below, left),
                taken,
                measure,
            );
        }
        below = edge;
    }
}

fn paint(layer: usize) -> Paint {
    INKS[layer % INKS.len()].at(0.55)
}

/// The greatest amount in each column, of which there is at least one. Points of one column count as
/// their highest, so that a short peak in a long run is still seen.
pub fn peaks(
    points: &[(Micros, f64)],
    columns: usize,
    place: &dyn Fn(Micros) -> usize,
) -> Vec<f64> {
    let mut peaks = vec![0.0_f64; columns];
    let (mut from, mut now) = (0, 0.0);
    for (at, value) in points {
        let column = place(*at).min(columns - 1);
        for peak in peaks.iter_mut().take(column + 1).skip(from) {
            *peak = peak.max(now);
        }
        peaks[column] = peaks[column].max(*value);
        (from, now) = (column + 1, *value);
    }
    for peak in peaks.iter_mut().skip(from) {
        *peak = now;
    }
    peaks
}

/// The corners of a line that stays where it is for a column.
fn steps(edge: &[f32], left: f32) -> Vec<Point> {
    let mut points: Vec<Point> = Vec::new();
    for (column, y) in edge.iter().enumerate() {
        let x = left + column as f32;
        match points.last_mut() {
            Some(last) if last[1] == *y => last[0] = x + 1.0,
            _ => points.extend([[x, *y], [x + 1.0, *y]]),
        }
    }
    points
}

/// Writes the name of a layer where the layer is thickest, if it is thick enough somewhere.
fn name(
    shapes: &mut Vec<Shape>,
    name: &str,
    (top, foot, left): (&[f32], &[f32], f32),
    taken: &mut Vec<Rect>,
    measure: Measure<'_>,
) {
    let width = measure(name, LABEL);
    let columns = width as usize + 5;
    let mut best: Option<(f32, Point)> = None;
    for from in (0..top.len().saturating_sub(columns)).step_by(TRY_EVERY) {
        let span = from..from + columns;
        let high = top[span.clone()].iter().copied().fold(0.0, f32::max);
        let low = foot[span].iter().copied().fold(f32::INFINITY, f32::min);
        let thick = low - high;
        let at = [left + from as f32 + 2.0, f32::midpoint(high, low) + 4.0];
        let covers = area(at, name, LABEL, Align::Start, measure);
        if thick >= THICK
            && best.is_none_or(|best| thick > best.0)
            && taken.iter().all(|other| !other.overlaps(&covers))
        {
            best = Some((thick, at));
        }
    }
    if let Some((_, at)) = best {
        taken.push(area(at, name, LABEL, Align::Start, measure));
        shapes.push(text(at, name, LABEL, Align::Start, Ink::Ink));
    }
}

/// How much of each layer there was at an instant, the layers that had none left out.
pub fn said(layers: &[Series<'_>], at: Micros) -> String {
    let mut words = String::new();
    for layer in layers {
        let value = value_at(&layer.points, at).unwrap_or(0.0) as u64;
        if value > 0 {
            words += if words.is_empty() { " (" } else { ", " };
            words += &units::count(value);
            words += " at ";
            words += layer.name;
        }
    }
    if !words.is_empty() {
        words.push(')');
    }
    words
}

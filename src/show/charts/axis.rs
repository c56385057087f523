//! Axes of time and of counts: which values get a label, and where.

use crate::facts::time::Micros;
use crate::show::geometry::Rect;
use crate::show::ink::Ink;
use crate::show::shape::{Align, Shape, Stroke, TextStyle, text};
use crate::show::text::Measure;
use crate::show::units;

use super::LABEL;

/// A line from one value to another, equal distances for equal factors or for equal differences.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    low: f64,
    high: f64,
    logarithmic: bool,
    from: f32,
    to: f32,
}

impl Scale {
    /// Equal distances for equal factors. The ends are at least a factor of 2 apart and not 0.
    pub fn logarithmic(low: Micros, high: Micros, from: f32, to: f32) -> Self {
        let low = low.max(1) as f64;
        Self {
            low,
            high: (high as f64).max(low * 2.0),
            logarithmic: true,
            from,
            to,
        }
    }

    /// Equal distances for equal differences.
    pub fn linear(low: f64, high: f64, from: f32, to: f32) -> Self {
        Self {
            low,
            high: if high > low { high } else { low + 1.0 },
            logarithmic: false,
            from,
            to,
        }
    }

    /// Where a value is; values beyond the ends are at the ends.
    pub fn at(&self, value: f64) -> f32 {
        let share = if self.logarithmic {
            libm::log(value.max(self.low) / self.low) / libm::log(self.high / self.low)
        } else {
            (value - self.low) / (self.high - self.low)
        };
        self.from + (self.to - self.from) * share.clamp(0.0, 1.0) as f32
    }

    /// The value at a place.
    pub fn value(&self, place: f32) -> f64 {
        let share = f64::from(((place - self.from) / (self.to - self.from)).clamp(0.0, 1.0));
        if self.logarithmic {
            self.low * libm::exp(share * libm::log(self.high / self.low))
        } else {
            self.low + share * (self.high - self.low)
        }
    }

    /// Values that are easily said, at most `count_max` of them, all within the ends.
    fn round_values(&self, count_max: usize) -> Vec<f64> {
        if self.logarithmic {
            let coarse = self.decades(&[1.0]);
            let candidates = [
                self.decades(&[1.0, 2.0, 5.0]),
                self.decades(&[1.0, 3.0]),
                coarse.clone(),
            ];
            let fits = |values: &&Vec<f64>| (1..=count_max).contains(&values.len());
            candidates
                .into_iter()
                .find(|values| fits(&values))
                .unwrap_or_else(|| thinned(&coarse, count_max))
        } else {
            let step = round_step((self.high - self.low) / count_max.max(1) as f64);
            let first = libm::ceil(self.low / step) as i64;
            let last = libm::floor(self.high / step) as i64;
            (first..=last).map(|place| place as f64 * step).collect()
        }
    }

    fn decades(&self, firsts: &[f64]) -> Vec<f64> {
        let mut values = Vec::new();
        let mut decade = 1.0;
        while decade <= self.high {
            values.extend(firsts.iter().map(|first| first * decade));
            decade *= 10.0;
        }
        values.retain(|value| (self.low..=self.high).contains(value));
        values
    }
}

fn thinned(values: &[f64], count_max: usize) -> Vec<f64> {
    let every = values.len().div_ceil(count_max.max(1));
    values.iter().step_by(every.max(1)).copied().collect()
}

/// The next step of 1, 2 or 5 times a power of ten.
fn round_step(at_least: f64) -> f64 {
    let power = libm::pow(10.0, libm::floor(libm::log10(at_least.max(1e-9))));
    [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|first| first * power)
        .find(|step| *step >= at_least * 0.999_999)
        .unwrap_or(10.0 * power)
}

/// Adds the baseline of a plot and below it labels of time, left out where they would touch.
pub fn time_axis(
    shapes: &mut Vec<Shape>,
    plot: Rect,
    scale: &Scale,
    style: TextStyle,
    measure: Measure<'_>,
) {
    let baseline = plot.bottom() + 0.5;
    shapes.push(Shape::Line {
        from: [plot.x, baseline],
        to: [plot.right(), baseline],
        stroke: Stroke::solid(Ink::Muted.at(0.5), 1.0),
    });
    let count_max = ((plot.width / 76.0) as usize).max(2);
    let mut free_from = f32::NEG_INFINITY;
    for value in scale.round_values(count_max) {
        let words = if value == 0.0 {
            "0".to_owned()
        } else {
            units::duration(value as Micros)
        };
        let width = measure(&words, style);
        // Labels stay within the plot, so that none is cut off at its sides.
        let middle = scale
            .at(value)
            .max(plot.x + width / 2.0)
            .min((plot.right() - width / 2.0).max(plot.x));
        if middle - width / 2.0 < free_from {
            continue;
        }
        free_from = middle + width / 2.0 + 8.0;
        let tick = scale.at(value);
        shapes.push(Shape::Line {
            from: [tick, baseline],
            to: [tick, baseline + 3.0],
            stroke: Stroke::solid(Ink::Muted.at(0.5), 1.0),
        });
        shapes.push(text(
            [middle, plot.bottom() + 15.0],
            words,
            style,
            Align::Middle,
            Ink::Muted,
        ));
    }
}

/// Draws lines across at some levels of a count, labelled at the left; what is left for the plot, and
/// where a value is in it.
pub fn count_axis(
    shapes: &mut Vec<Shape>,
    levels: &[f64],
    whole: Rect,
    measure: Measure<'_>,
) -> (Rect, Scale) {
    let named = |level: &f64| (*level, units::count(*level as u64));
    let levels: Vec<(f64, String)> = levels.iter().map(named).collect();
    level_axis(shapes, &levels, whole, measure)
}

/// The same of levels that have words. The first is the lowest and has no line, the last the highest.
pub fn level_axis(
    shapes: &mut Vec<Shape>,
    levels: &[(f64, String)],
    whole: Rect,
    measure: Measure<'_>,
) -> (Rect, Scale) {
    let widths = levels.iter().map(|level| measure(&level.1, LABEL));
    let left = widths.fold(0.0, f32::max) + 8.0;
    let plot = Rect::new(
        whole.x + left,
        whole.y,
        (whole.width - left).max(20.0),
        whole.height,
    );
    let top = levels.last().map_or(1.0, |level| level.0);
    let up = Scale::linear(0.0, top, plot.bottom(), plot.y);
    let mut free_to = f32::INFINITY;
    for (level, words) in levels {
        let y = libm::roundf(up.at(*level)) + 0.5;
        if *level > 0.0 {
            shapes.push(Shape::Line {
                from: [plot.x, y],
                to: [plot.right(), y],
                stroke: Stroke::solid(Ink::Line.full(), 1.0),
            });
        }
        let foot = (y + 4.0).min(plot.bottom() + 1.0);
        // Where the plot is low, labels are left out and not put upon each other.
        if foot <= free_to {
            free_to = foot - 13.0;
            let at = [plot.x - 6.0, foot];
            shapes.push(text(at, words.clone(), LABEL, Align::End, Ink::Muted));
        }
    }
    (plot, up)
}

/// Values of a count that are easily said, from 0, at most four, the last one at least `high`.
pub fn count_values(high: f64) -> Vec<f64> {
    let step = round_step((high / 3.0).max(1.0));
    let steps = libm::ceil((high / step).max(1.0)) as u32;
    (0..=steps).map(|place| f64::from(place) * step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::time::{MILLISECOND, SECOND};

    #[test]
    fn a_logarithmic_scale_gives_equal_factors_equal_room() {
        let scale = Scale::logarithmic(MILLISECOND, SECOND, 0.0, 300.0);
        assert!((scale.at(10_000.0) - 100.0).abs() < 0.01);
        assert!((scale.at(100_000.0) - 200.0).abs() < 0.01);
        assert!((scale.value(100.0) - 10_000.0).abs() < 1.0);
        assert!(
            scale.at(0.0).abs() < 0.01,
            "what is below the scale is at its end"
        );
    }

    #[test]
    fn labels_are_few_and_round() {
        let scale = Scale::logarithmic(MILLISECOND, SECOND, 0.0, 300.0);
        assert_eq!(scale.round_values(4), [1e3, 1e4, 1e5, 1e6]);
        assert_eq!(
            Scale::linear(0.0, 6e7, 0.0, 300.0).round_values(4),
            [0.0, 2e7, 4e7, 6e7]
        );
        assert_eq!(
            Scale::logarithmic(20_000, 80_000, 0.0, 9.0).round_values(3),
            [2e4, 5e4]
        );
    }

    #[test]
    fn counts_begin_at_nothing_and_reach_the_highest() {
        assert_eq!(count_values(19.0), [0.0, 10.0, 20.0]);
        assert_eq!(count_values(0.0), [0.0, 1.0]);
        assert_eq!(count_values(3.0), [0.0, 1.0, 2.0, 3.0]);
    }
}

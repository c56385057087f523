//! The distribution of a span of time: bars over a logarithmic axis, percentiles marked.

use crate::sim::time::Micros;
use crate::view::geometry::{Rect, Size};
use crate::view::ink::Ink;
use crate::view::shape::{Align, Dash, Shape, Stroke, text, through};
use crate::view::text::Measure;
use crate::view::units;

use super::axis::{Scale, time_axis};
use super::{Chart, LABEL, Region, foot, side_by_side};

/// How many samples fell between two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bar {
    /// From here on.
    pub low_us: Micros,
    /// Up to here, not included.
    pub high_us: Micros,
    /// How many.
    pub count: u64,
}

/// A distribution to draw.
#[derive(Clone, Copy, Debug)]
pub struct Histogram<'a> {
    /// What is measured, such as "inconsistency window".
    pub name: &'a str,
    /// What one sample is, one and many: ("write", "writes").
    pub sample: (&'a str, &'a str),
    /// From the shortest to the longest.
    pub bars: &'a [Bar],
    /// Half of the samples are not longer.
    pub p50: Option<Micros>,
    /// 95 of 100 samples are not longer.
    pub p95: Option<Micros>,
    /// 99 of 100 samples are not longer.
    pub p99: Option<Micros>,
    /// What has to happen before there is something to draw.
    pub empty_because: &'a str,
}

/// Room for the labels of percentiles above the bars, and of the axis below.
const ABOVE: f32 = 18.0;
const BELOW: f32 = 20.0;
/// Between labels of neighbouring percentiles.
const LABEL_GAP: f32 = 8.0;

/// Draws a distribution.
pub fn chart(input: &Histogram<'_>, size: Size, measure: Measure<'_>) -> Chart {
    let filled: Vec<&Bar> = input.bars.iter().filter(|bar| bar.count > 0).collect();
    let (Some(first), Some(last)) = (filled.first(), filled.last()) else {
        return Chart::empty(size, input.empty_because, measure);
    };
    let plot = Rect::new(
        0.5,
        ABOVE,
        size.width - 1.0,
        (size.height - ABOVE - BELOW).max(10.0),
    );
    let scale = Scale::logarithmic(first.low_us, last.high_us, plot.x, plot.right());
    let highest = filled
        .iter()
        .map(|bar| density(bar, &scale))
        .fold(0.0, f32::max);
    let all = filled.iter().map(|bar| bar.count).sum::<u64>();

    let mut shapes = Vec::new();
    let (mut body, mut tail) = (Vec::new(), Vec::new());
    let mut regions = Vec::new();
    for bar in &filled {
        let (left, right) = (scale.at(bar.low_us as f64), scale.at(bar.high_us as f64));
        let height = (plot.height * density(bar, &scale) / highest).max(1.0);
        let gap = if right - left >= 5.0 { 1.5 } else { 0.0 };
        let width = (right - left - gap).max(1.0);
        let area = Rect::new(left, plot.bottom() - height, width, height);
        // The few of the tail are quieter than the many of the body.
        let in_tail = input.p95.is_some_and(|p95| bar.low_us >= p95);
        if in_tail { &mut tail } else { &mut body }.push(area);
        regions.push(Region {
            area: Rect::new(left, 0.0, right - left, size.height),
            words: format!(
                "{} to {}: {}, {}",
                units::duration(bar.low_us),
                units::duration(bar.high_us),
                units::things(bar.count, input.sample.0, input.sample.1),
                units::share(bar.count as f64 / all as f64),
            ),
        });
    }
    for (areas, opacity) in [(body, 0.88), (tail, 0.5)] {
        let fill = Some(Ink::Accent.at(opacity));
        shapes.push(Shape::Rects {
            areas,
            radius: 1.0,
            fill,
            stroke: None,
        });
    }
    time_axis(&mut shapes, plot, &scale, LABEL, measure);
    percentiles(&mut shapes, input, plot, &scale, measure);
    Chart {
        shapes,
        size,
        regions,
        description: description(input, all),
    }
}

/// Samples for each pixel: bars of different widths then have areas that can be compared.
fn density(bar: &Bar, scale: &Scale) -> f32 {
    let width = scale.at(bar.high_us as f64) - scale.at(bar.low_us as f64);
    bar.count as f32 / width.max(0.5)
}

fn named(input: &Histogram<'_>) -> Vec<(&'static str, Micros)> {
    [("p50", input.p50), ("p95", input.p95), ("p99", input.p99)]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .collect()
}

/// A dotted line at each percentile, its label above, moved aside where labels would touch.
fn percentiles(
    shapes: &mut Vec<Shape>,
    input: &Histogram<'_>,
    plot: Rect,
    scale: &Scale,
    measure: Measure<'_>,
) {
    let mut marks = named(input);
    let full = |(name, value): &(&str, Micros)| format!("{name} {}", units::duration(*value));
    let width = |words: &str| measure(words, LABEL) + LABEL_GAP;
    let mut words: Vec<String> = marks.iter().map(full).collect();
    // Too narrow for all: p95 is the one that can be missed.
    while words.len() > 1 && words.iter().map(|words| width(words)).sum::<f32>() > plot.width {
        let dropped = words.len() / 2;
        words.remove(dropped);
        marks.remove(dropped);
    }
    let at: Vec<f32> = marks
        .iter()
        .map(|(_, value)| scale.at(*value as f64))
        .collect();
    let widths: Vec<f32> = words.iter().map(|words| width(words)).collect();
    let wanted: Vec<f32> = at
        .iter()
        .zip(&widths)
        .map(|(at, width)| at - width / 2.0)
        .collect();
    let lefts = side_by_side(&wanted, &widths, plot.x, plot.right());
    for (((words, left), width), at) in words.into_iter().zip(lefts).zip(widths).zip(at) {
        let label = Rect::new(left, 0.0, width - LABEL_GAP, 12.0);
        let stroke = Stroke::solid(Ink::Ink.at(0.75), 1.2);
        // A label that was moved aside is tied to its line by a short slant.
        let from = [at.max(label.x).min(label.right()), label.bottom() + 2.0];
        let line = [from, [at, plot.y + 4.0], [at, plot.bottom()]];
        shapes.push(through(&line, stroke.dashed(Dash::Dotted)));
        shapes.push(text(
            [foot(label)[0], 11.0],
            words,
            LABEL,
            Align::Middle,
            Ink::Ink,
        ));
    }
}

fn description(input: &Histogram<'_>, all: u64) -> String {
    let samples = units::things(all, input.sample.0, input.sample.1);
    let percentiles: Vec<String> = named(input)
        .iter()
        .map(|(name, value)| format!("{name} {}", units::duration(*value)))
        .collect();
    let longest = input
        .bars
        .iter()
        .rfind(|bar| bar.count > 0)
        .map_or(0, |bar| bar.high_us);
    format!(
        "{} of {samples}: {}, none longer than {}.",
        input.name,
        percentiles.join(", "),
        units::duration(longest),
    )
}

#[cfg(test)]
pub(in crate::view) mod tests {
    use super::*;
    use crate::sim::time::MILLISECOND;
    use crate::view::text::{area, estimate};

    pub fn bars() -> Vec<Bar> {
        let counts = [2, 9, 24, 51, 88, 96, 71, 47, 30, 18, 11, 6, 4, 2, 0, 1, 1];
        let mut low_us = 8 * MILLISECOND;
        let bars = counts.iter().map(|count| {
            let bar = Bar {
                low_us,
                high_us: low_us * 7 / 5,
                count: *count,
            };
            low_us = bar.high_us;
            bar
        });
        bars.collect()
    }

    pub fn histogram(bars: &[Bar]) -> Histogram<'_> {
        Histogram {
            name: "Inconsistency window",
            sample: ("write", "writes"),
            bars,
            p50: Some(94 * MILLISECOND),
            p95: Some(310 * MILLISECOND),
            p99: Some(1_140 * MILLISECOND),
            empty_because: "no write is visible everywhere",
        }
    }

    #[test]
    fn labels_never_overlap_and_nothing_leaves_the_canvas() {
        let bars = bars();
        for width in [120.0, 180.0, 300.0, 700.0] {
            for (p50, p95, p99) in [
                (94, 310, 1_140),
                (90, 91, 92),
                (8, 9, 9),
                (900, 1_900, 2_000),
            ] {
                let input = Histogram {
                    p50: Some(p50 * MILLISECOND),
                    p95: Some(p95 * MILLISECOND),
                    p99: Some(p99 * MILLISECOND),
                    ..histogram(&bars)
                };
                let size = Size::new(width, 110.0);
                let chart = chart(&input, size, &estimate);
                let texts: Vec<Rect> = chart
                    .shapes
                    .iter()
                    .filter_map(|shape| match shape {
                        Shape::Text {
                            at,
                            content,
                            style,
                            align,
                            ..
                        } => Some(area(*at, content, *style, *align, &estimate)),
                        _ => None,
                    })
                    .collect();
                for (place, text) in texts.iter().enumerate() {
                    assert!(size.area().holds(text), "{width} {p50}: {text:?}");
                    assert!(
                        texts[place + 1..].iter().all(|other| !other.overlaps(text)),
                        "{width}"
                    );
                }
            }
        }
    }

    #[test]
    fn no_sample_is_no_data_and_says_why() {
        let chart = chart(&histogram(&[]), Size::new(300.0, 100.0), &estimate);
        assert_eq!(
            chart.describe(),
            "no data yet: no write is visible everywhere"
        );
        assert_eq!(chart.hover(10.0, 10.0), None);
    }

    #[test]
    fn words_say_what_the_bars_show() {
        let bars = bars();
        let chart = chart(&histogram(&bars), Size::new(300.0, 100.0), &estimate);
        assert_eq!(
            chart.describe(),
            "Inconsistency window of 461 writes: p50 94 ms, p95 310 ms, p99 1.14 s, \
             none longer than 2.44 s."
        );
        assert_eq!(
            chart.hover(2.0, 50.0).as_deref(),
            Some("8 ms to 11 ms: 2 writes, 0.4 %")
        );
    }
}

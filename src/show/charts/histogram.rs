//! The distribution of a span of time: bars over a logarithmic axis, percentiles marked, and apart
//! from the axis the share that took no time at all.

use crate::consistency::Bar;
use crate::facts::time::Micros;
use crate::show::geometry::{Rect, Size};
use crate::show::ink::Ink;
use crate::show::shape::{Align, Shape, text};
use crate::show::text::Measure;
use crate::show::units;

use super::axis::{Scale, time_axis};
use super::guides::{self, Named, guides};
use super::{Chart, LABEL, Region};

/// A distribution to draw.
#[derive(Clone, Copy, Debug)]
pub struct Histogram<'a> {
    /// What is measured, such as "Inconsistency window".
    pub name: &'a str,
    /// What one sample is, one and many: ("write", "writes").
    pub sample: (&'a str, &'a str),
    /// What samples of no length are called, such as "fresh".
    pub at_once: &'a str,
    /// From the shortest to the longest; samples of no length are a bar that ends at 1.
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

const BELOW: f32 = 20.0;
/// The room above the plot of the share that took no time, and how thick its bar is.
const SHARE: f32 = 30.0;
const SHARE_BAR: f32 = 7.0;

/// Draws a distribution.
pub fn chart(input: &Histogram<'_>, size: Size, measure: Measure<'_>) -> Chart {
    let of = |at_once: bool| {
        let bars = input.bars.iter();
        bars.filter(move |bar| bar.count > 0 && (bar.high <= 1) == at_once)
    };
    let none: u64 = of(true).map(|bar| bar.count).sum();
    let filled: Vec<&Bar> = of(false).collect();
    let all = none + filled.iter().map(|bar| bar.count).sum::<u64>();
    if all == 0 {
        return Chart::empty(size, input.empty_because, measure);
    }
    let mut chart = Chart {
        size,
        description: description(input, none, all),
        ..Chart::default()
    };
    let mut plot = Rect::new(0.5, 0.0, size.width - 1.0, size.height - BELOW);
    if none > 0 {
        share(&mut chart, input, (none, all), plot, measure);
        plot.y += SHARE;
    }
    plot.y += guides::ABOVE;
    plot.height = (plot.height - plot.y).max(10.0);
    if let (Some(first), Some(last)) = (filled.first(), filled.last()) {
        // Percentiles can be those of windows that are still open, longer than any that has ended.
        let high = last.high.max(input.p99.unwrap_or(0));
        let scale = Scale::logarithmic(first.low, high, plot.x, plot.right());
        bars(&mut chart, input, &filled, all, (plot, &scale));
        time_axis(&mut chart.shapes, plot, &scale, LABEL, measure);
        let marks = named(input);
        let marks: Vec<Named> = marks.into_iter().filter(|mark| mark.1 > 0).collect();
        guides(&mut chart.shapes, &marks, plot, &scale, measure);
    }
    chart
}

/// How many took no time at all, as a part of a whole.
fn share(
    chart: &mut Chart,
    input: &Histogram<'_>,
    (none, all): (u64, u64),
    plot: Rect,
    measure: Measure<'_>,
) {
    let part = none as f64 / all as f64;
    let split = plot.width * part as f32;
    let (y, height) = (17.0, SHARE_BAR);
    let mut bar = |from: f32, to: f32, paint| {
        if to > from {
            chart.shapes.push(Shape::Rect {
                area: Rect::new(plot.x + from, y, to - from, height),
                radius: 1.0,
                fill: Some(paint),
                stroke: None,
            });
        }
    };
    bar(0.0, split, Ink::InStepLine.full());
    bar(
        (split + 1.5).min(plot.width),
        plot.width,
        Ink::Accent.at(0.88),
    );
    let words = |name: &str, part: f64| name.to_owned() + ": " + &units::share(part);
    let left = words(input.at_once, part);
    let right = words("later", 1.0 - part);
    let room = plot.width - measure(&left, LABEL) - 8.0;
    if none < all && measure(&right, LABEL) <= room {
        let at = [plot.right(), 11.0];
        chart
            .shapes
            .push(text(at, right, LABEL, Align::End, Ink::Muted));
    }
    let at = [plot.x, 11.0];
    let named = text(at, left.clone(), LABEL, Align::Start, Ink::Ink);
    chart.shapes.push(named);
    let counted = units::things(none, input.sample.0, input.sample.1);
    chart.regions.push(Region {
        area: Rect::new(0.0, 0.0, plot.width, SHARE),
        words: left + ", " + &counted,
        target: None,
        act: None,
    });
}

fn bars(
    chart: &mut Chart,
    input: &Histogram<'_>,
    filled: &[&Bar],
    all: u64,
    (plot, scale): (Rect, &Scale),
) {
    let highest = filled
        .iter()
        .map(|bar| density(bar, scale))
        .fold(0.0, f32::max);
    let (mut body, mut tail) = (Vec::new(), Vec::new());
    for bar in filled {
        let (left, right) = (scale.at(bar.low as f64), scale.at(bar.high as f64));
        let height = (plot.height * density(bar, scale) / highest).max(1.0);
        let gap = if right - left >= 5.0 { 1.5 } else { 0.0 };
        let width = (right - left - gap).max(1.0).min(plot.right() - left);
        let area = Rect::new(left, plot.bottom() - height, width, height);
        // The few of the tail are quieter than the many of the body.
        let in_tail = input.p95.is_some_and(|p95| bar.low >= p95);
        if in_tail { &mut tail } else { &mut body }.push(area);
        let top = plot.y - guides::ABOVE;
        let area = Rect::new(left, top, right - left, chart.size.height - top);
        let words = format!(
            "{} to {}: {}, {}",
            units::duration(bar.low),
            units::duration(bar.high),
            units::things(bar.count, input.sample.0, input.sample.1),
            units::share(bar.count as f64 / all as f64),
        );
        chart.regions.push(Region {
            area,
            words,
            target: None,
            act: None,
        });
    }
    for (areas, opacity) in [(body, 0.88), (tail, 0.5)] {
        let fill = Some(Ink::Accent.at(opacity));
        chart.shapes.push(Shape::Rects {
            areas,
            radius: 1.0,
            fill,
            stroke: None,
        });
    }
}

/// Samples for each pixel: bars of different widths then have areas that can be compared.
fn density(bar: &Bar, scale: &Scale) -> f32 {
    let width = scale.at(bar.high as f64) - scale.at(bar.low as f64);
    bar.count as f32 / width.max(0.5)
}

fn named(input: &Histogram<'_>) -> Vec<Named> {
    [("p50", input.p50), ("p95", input.p95), ("p99", input.p99)]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .collect()
}

fn description(input: &Histogram<'_>, none: u64, all: u64) -> String {
    let mut words = input.name.to_owned() + " of ";
    words += &units::things(all, input.sample.0, input.sample.1);
    let mut between = ": ";
    let mut add = |part: &str| {
        words.push_str(between);
        words.push_str(part);
        between = ", ";
    };
    if none > 0 {
        add(&(input.at_once.to_owned() + " " + &units::share(none as f64 / all as f64)));
    }
    for (label, _) in guides::said(&named(input)) {
        add(&label);
    }
    let longest = input.bars.iter().rfind(|bar| bar.count > 0);
    if let Some(longest) = longest.filter(|bar| bar.high > 1) {
        add("none longer than ");
        words += &units::duration(longest.high);
    }
    words + "."
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::facts::time::MILLISECOND;
    use crate::show::charts::properties::check;
    use crate::show::text::estimate;

    pub fn bars() -> Vec<Bar> {
        let counts = [2, 9, 24, 51, 88, 96, 71, 47, 30, 18, 11, 6, 4, 2, 0, 1, 1];
        let mut low = 8 * MILLISECOND;
        let bars = counts.iter().map(|count| {
            let bar = Bar {
                low,
                high: low * 7 / 5,
                count: *count,
            };
            low = bar.high;
            bar
        });
        bars.collect()
    }

    pub fn ages() -> Vec<Bar> {
        let fresh = Bar {
            low: 0,
            high: 1,
            count: 5_302,
        };
        [fresh].into_iter().chain(bars()).collect()
    }

    pub fn histogram(bars: &[Bar]) -> Histogram<'_> {
        Histogram {
            name: "Inconsistency window",
            sample: ("write", "writes"),
            at_once: "at once",
            bars,
            p50: Some(94 * MILLISECOND),
            p95: Some(310 * MILLISECOND),
            p99: Some(1_140 * MILLISECOND),
            empty_because: "no write is visible everywhere",
        }
    }

    pub fn read_age(bars: &[Bar]) -> Histogram<'_> {
        Histogram {
            name: "Read age",
            sample: ("key read", "keys read"),
            at_once: "fresh",
            bars,
            p50: Some(0),
            p95: Some(60 * MILLISECOND),
            p99: Some(290 * MILLISECOND),
            empty_because: "nobody has read anything",
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
                (94, 310, 700_000),
            ] {
                let input = Histogram {
                    p50: Some(p50 * MILLISECOND),
                    p95: Some(p95 * MILLISECOND),
                    p99: Some(p99 * MILLISECOND),
                    ..histogram(&bars)
                };
                check(&chart(&input, Size::new(width, 110.0), &estimate));
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

    #[test]
    fn what_took_no_time_stands_apart() {
        let (ages, size) = (ages(), Size::new(300.0, 130.0));
        let some = chart(&read_age(&ages), size, &estimate);
        check(&some);
        assert_eq!(
            some.describe(),
            "Read age of 5763 keys read: fresh 92.0 %, p50 0 ms, p95 60 ms, p99 290 ms, \
             none longer than 2.44 s."
        );
        assert_eq!(
            some.hover(40.0, 20.0).as_deref(),
            Some("fresh: 92.0 %, 5302 keys read")
        );
        let all = Histogram {
            p95: Some(0),
            p99: Some(0),
            ..read_age(&ages[..1])
        };
        let all = chart(&all, size, &estimate);
        check(&all);
        assert_eq!(
            all.describe(),
            "Read age of 5302 keys read: fresh 100 %, p50 p95 p99 0 ms."
        );
    }
}

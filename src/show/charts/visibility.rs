//! The chance that a read sees a write, by how long after the commit it starts (t-visibility): steps over
//! a logarithmic axis with the 95% interval as a band, and when 50, 95 and 99 % see it.

use crate::consistency::Visible;
use crate::facts::time::Micros;
use crate::show::geometry::{Point, Rect, Size};
use crate::show::ink::Ink;
use crate::show::shape::{Stroke, through};
use crate::show::text::Measure;
use crate::show::units;

use super::axis::{Scale, level_axis, time_axis};
use super::guides::{self, Named, guides};
use super::{Chart, LABEL, filled, strips};

const BELOW: f32 = 20.0;
/// How many places along the chart can be asked about.
const PLACES: usize = 60;
/// The shares whose time is marked.
const MARKS: [&str; 3] = ["50 %", "95 %", "99 %"];

/// What to draw.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    /// The curve, from the earliest point to the latest.
    pub curve: &'a [Visible],
    /// After which time 50, 95 and 99 % see a write, to more digits than the curve has points.
    pub marks: [Option<Micros>; 3],
    /// What has to happen before there is something to draw.
    pub empty_because: &'a str,
}

/// Draws the curve.
pub fn chart(input: &Seen<'_>, size: Size, measure: Measure<'_>) -> Chart {
    let curve = input.curve;
    let (Some(first), Some(last)) = (curve.first(), curve.last()) else {
        return Chart::empty(size, input.empty_because, measure);
    };
    let mut shapes = Vec::new();
    let levels =
        [(0.0, "0"), (0.5, "50 %"), (1.0, "100 %")].map(|(at, words)| (at, words.to_owned()));
    let (above, height) = (guides::ABOVE, size.height - guides::ABOVE - BELOW);
    let whole = Rect::new(0.0, above, size.width - 0.5, height.max(10.0));
    let (plot, up) = level_axis(&mut shapes, &levels, whole, measure);
    // The axis goes a little beyond both ends, so that the first step and the last level are seen.
    let (low, high) = (first.after / 5 * 4, last.after / 4 * 5);
    let across = Scale::logarithmic(low.max(100), high.max(1), plot.x, plot.right());
    time_axis(&mut shapes, plot, &across, LABEL, measure);

    let line = |of: &dyn Fn(&Visible) -> f64| steps(curve, of, &across, &up, plot);
    let mut band = line(&|point| point.interval.0);
    band.reverse();
    band.extend(line(&|point| point.interval.1));
    shapes.push(filled(&band, Ink::Accent.at(0.2)));
    let middle = line(&|point| point.share);
    shapes.push(through(&middle, Stroke::solid(Ink::Accent.full(), 2.0)));
    guides(&mut shapes, &marks(input), plot, &across, measure);

    let words = |from: f32, to: f32| said(curve, across.value(f32::midpoint(from, to)) as Micros);
    Chart {
        shapes,
        size,
        regions: strips(plot, size, PLACES, &words),
        description: description(input),
    }
}

fn marks(input: &Seen<'_>) -> Vec<Named> {
    let marks = MARKS.into_iter().zip(input.marks);
    marks
        .filter_map(|(name, after)| Some((name, after?)))
        .collect()
}

/// The curve stays where it is until the next point, and before the first one it is nothing.
fn steps(
    curve: &[Visible],
    of: &dyn Fn(&Visible) -> f64,
    across: &Scale,
    up: &Scale,
    plot: Rect,
) -> Vec<Point> {
    let mut before = up.at(0.0);
    let mut points = vec![[plot.x, before]];
    for point in curve {
        let (x, y) = (across.at(point.after as f64), up.at(of(point)));
        points.push([x, before]);
        points.push([x, y]);
        before = y;
    }
    points.push([plot.right(), before]);
    points
}

/// The chance at a time, and its interval.
fn said(curve: &[Visible], after: Micros) -> String {
    let known = curve.partition_point(|point| point.after <= after);
    let (share, (low, high)) = match known.checked_sub(1).and_then(|place| curve.get(place)) {
        Some(point) => (point.share, point.interval),
        None => (0.0, (0.0, 0.0)),
    };
    let mut words = String::from("after ") + &units::duration(after) + ": " + &units::share(share);
    if high > low {
        words += " (";
        words += &units::share(low);
        words += " to ";
        words += &units::share(high);
        words.push(')');
    }
    words
}

fn description(input: &Seen<'_>) -> String {
    let mut words = String::from("A read sees a write");
    let marks = guides::said(&marks(input));
    for (place, (label, _)) in marks.iter().enumerate() {
        words += if place == 0 { ": " } else { ", " };
        words += label;
    }
    words += ". Longest known: ";
    let last = input.curve.last().map_or(0, |point| point.after);
    words += &said(input.curve, last);
    words + "."
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::show::charts::properties::check;
    use crate::show::text::estimate;

    pub fn curve() -> Vec<Visible> {
        let times = (0..40).map(|nth| 4_000.0 * libm::exp2(f64::from(nth) / 4.5));
        let point = |after: f64| {
            let share = 1.0 - libm::exp(-after / 110_000.0);
            let half = 0.03 * libm::sqrt(share * (1.0 - share) * 4.0);
            Visible {
                after: after as Micros,
                share,
                interval: ((share - half).max(0.0), (share + half).min(1.0)),
            }
        };
        times.map(point).collect()
    }

    pub fn seen(curve: &[Visible]) -> Seen<'_> {
        Seen {
            curve,
            marks: [Some(76_000), Some(330_000), Some(507_000)],
            empty_because: "no write has arrived",
        }
    }

    #[test]
    fn it_says_when_how_many_see_a_write() {
        let curve = curve();
        let chart = chart(&seen(&curve), Size::new(300.0, 120.0), &estimate);
        check(&chart);
        assert_eq!(
            chart.describe(),
            "A read sees a write: 50 % 76 ms, 95 % 330 ms, 99 % 507 ms. Longest known: after 1.63 s: \
             100 % (100 % to 100 %)."
        );
        let words = chart.hover(170.0, 60.0).unwrap();
        assert!(
            words.starts_with("after ") && words.contains(" % ("),
            "{words}"
        );
    }

    #[test]
    fn a_share_that_is_not_reached_is_not_marked() {
        let curve = [Visible {
            after: 20_000,
            share: 0.9,
            interval: (0.8, 0.96),
        }];
        let input = Seen {
            marks: [Some(20_000), None, None],
            ..seen(&curve)
        };
        let chart = chart(&input, Size::new(300.0, 120.0), &estimate);
        check(&chart);
        assert_eq!(
            chart.describe(),
            "A read sees a write: 50 % 20 ms. Longest known: after 20 ms: 90.0 % (80.0 % to 96.0 %)."
        );
        assert!(chart.hover(60.0, 60.0).unwrap().ends_with(": 0 %"));
    }

    #[test]
    fn no_curve_says_why() {
        let chart = chart(&seen(&[]), Size::new(300.0, 120.0), &estimate);
        assert_eq!(chart.describe(), "no data yet: no write has arrived");
    }
}

//! Lag over time: one line for each consumer, named at its end.

use crate::facts::time::Micros;
use crate::show::geometry::{Point, Rect, Size};
use crate::show::ink::{Ink, Paint};
use crate::show::shape::{Align, Dash, Shape, Stroke, TextStyle, text, through};
use crate::show::text::{Measure, elide};
use crate::show::units;

use super::axis::{Scale, count_axis, count_values, time_axis};
use super::band::peaks;
use super::{Chart, LABEL, strips};

/// One line of the chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Series<'a> {
    /// Whose.
    pub name: &'a str,
    /// Instants and values, in the order of time.
    pub points: Vec<(Micros, f64)>,
}

/// What to draw.
#[derive(Clone, Copy, Debug)]
pub struct Lag<'a> {
    /// The first is drawn in the accent unless another one is chosen.
    pub series: &'a [Series<'a>],
    /// The one that is drawn in the accent: what is selected on the canvas.
    pub chosen: Option<usize>,
    /// What one unit of the value is, one and many: ("write", "writes").
    pub unit: (&'a str, &'a str),
    /// What has to happen before there is something to draw.
    pub empty_because: &'a str,
}

/// The width of a step of a line.
const COLUMN: f32 = 2.0;
const ABOVE: f32 = 8.0;
const BELOW: f32 = 20.0;
const NAME: TextStyle = TextStyle::regular(11.5);
/// From one name to the next below it.
const NAME_LINE: f32 = 13.5;
/// How many places along the chart can be asked about.
const PLACES: usize = 48;

/// The looks of lines that are not in the accent. Neighbours differ in two ways.
const LOOKS: [(f32, Dash); 12] = [
    (0.95, Dash::Solid),
    (0.7, Dash::Dashed),
    (0.95, Dash::Dotted),
    (0.6, Dash::Solid),
    (0.95, Dash::Long),
    (0.7, Dash::DashDot),
    (0.95, Dash::Dashed),
    (0.6, Dash::Dotted),
    (0.6, Dash::Long),
    (0.95, Dash::DashDot),
    (0.5, Dash::Dashed),
    (0.6, Dash::DashDot),
];

/// Draws lag over time.
pub fn chart(input: &Lag<'_>, size: Size, measure: Measure<'_>) -> Chart {
    let times = input
        .series
        .iter()
        .flat_map(|series| series.points.iter().map(|point| point.0));
    let (first, last) = times.fold((Micros::MAX, 0), |(low, high), at| {
        (low.min(at), high.max(at))
    });
    if first >= last {
        return Chart::empty(size, input.empty_because, measure);
    }
    let values = input
        .series
        .iter()
        .flat_map(|series| series.points.iter().map(|point| point.1));
    let levels = count_values(values.fold(1.0, f64::max));
    let count = input.series.len();
    // One line needs no name to tell it apart; many have a legend below instead of names at their ends.
    let has_legend = count as f32 * NAME_LINE > size.height;
    let names_width = if has_legend || count < 2 {
        0.0
    } else {
        let widths = input.series.iter();
        let widths = widths.map(|series| measure(series.name, NAME));
        widths.fold(0.0, f32::max).min(size.width * 0.34) + 22.0
    };
    let below = if has_legend {
        BELOW + legend_rows(count) as f32 * NAME_LINE + 4.0
    } else {
        BELOW
    };
    let whole = Rect::new(
        0.0,
        ABOVE,
        size.width - names_width - 0.5,
        (size.height - ABOVE - below).max(10.0),
    );
    let mut shapes = Vec::new();
    let (plot, up) = count_axis(&mut shapes, &levels, whole, measure);
    let across = Scale::linear(first as f64, last as f64, plot.x, plot.right());
    time_axis(&mut shapes, plot, &across, LABEL, measure);
    let chosen = input.chosen.unwrap_or(0);
    // The line in the accent is painted last, so that no other covers it.
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by_cached_key(|place| u64::from(*place == chosen));
    for place in order {
        let points = steps(&input.series[place].points, plot, (&across, &up));
        if points.len() > 1 {
            shapes.push(through(&points, look(place, chosen)));
        }
    }
    if has_legend {
        legend(
            &mut shapes,
            input,
            plot.bottom() + BELOW + 4.0,
            size.width,
            measure,
        );
    } else if count > 1 {
        names(&mut shapes, input, plot, &up, names_width - 22.0, measure);
    }
    let words = |from: f32, to: f32| {
        let at = across.value(f32::midpoint(from, to)) as Micros;
        said(input, at)
    };
    Chart {
        shapes,
        size,
        regions: strips(plot, size, PLACES, &words),
        description: description(input, first, last),
    }
}

fn look(place: usize, chosen: usize) -> Stroke {
    if place == chosen {
        return Stroke::solid(Ink::Accent.full(), 2.0);
    }
    let (opacity, dash) = LOOKS[place % LOOKS.len()];
    Stroke::solid(
        Paint {
            ink: Ink::Muted,
            opacity,
        },
        1.4,
    )
    .dashed(dash)
}

/// A count stays what it is until it changes: the line has steps. Points that fall together count as
/// their highest.
pub(super) fn steps(
    points: &[(Micros, f64)],
    plot: Rect,
    (across, up): (&Scale, &Scale),
) -> Vec<Point> {
    let Some(((first, _), (last, now))) = points.first().zip(points.last()) else {
        return Vec::new();
    };
    let (from, to) = (across.at(*first as f64), across.at(*last as f64));
    let columns = (plot.width / COLUMN) as usize + 1;
    let place = |at: Micros| ((across.at(at as f64) - plot.x).max(0.0) / COLUMN) as usize;
    let mut line: Vec<Point> = Vec::new();
    for (column, value) in peaks(points, columns, &place).into_iter().enumerate() {
        let left = plot.x + column as f32 * COLUMN;
        let y = up.at(value);
        if left + COLUMN <= from || left > to {
            continue;
        }
        let (left, right) = (left.max(from), (left + COLUMN).min(to));
        match line.last_mut() {
            Some(before) if before[1] == y => before[0] = right,
            _ => line.extend([[left, y], [right, y]]),
        }
    }
    // However high it has been just before, it ends where it is.
    line.push([to, up.at(*now)]);
    line
}

/// The names at the ends of their lines, moved apart where they would touch.
fn names(
    shapes: &mut Vec<Shape>,
    input: &Lag<'_>,
    plot: Rect,
    up: &Scale,
    width: f32,
    measure: Measure<'_>,
) {
    let chosen = input.chosen.unwrap_or(0);
    let mut ends: Vec<(f32, usize)> = input
        .series
        .iter()
        .enumerate()
        .filter_map(|(place, series)| Some((up.at(series.points.last()?.1), place)))
        .collect();
    // The bits of floats that are not negative are in their order.
    ends.sort_by_cached_key(|end| u64::from(end.0.max(0.0).to_bits()));
    let wanted: Vec<f32> = ends.iter().map(|(y, _)| y - NAME_LINE / 2.0).collect();
    let lines = vec![NAME_LINE; ends.len()];
    let tops = super::side_by_side(&wanted, &lines, 0.0, plot.bottom() + BELOW);
    for ((end, place), top) in ends.into_iter().zip(tops) {
        let middle = top + NAME_LINE / 2.0;
        let from = [plot.right() + 1.0, end];
        let to = [plot.right() + 16.0, middle];
        shapes.push(through(&[from, to], look(place, chosen)));
        let name = elide(input.series[place].name, NAME, width, measure);
        let at = [to[0] + 4.0, middle + 4.0];
        shapes.push(text(at, name, NAME, Align::Start, ink(place == chosen)));
    }
}

/// How many rows the legend of some lines has, two in each.
fn legend_rows(count: usize) -> usize {
    count.div_ceil(2)
}

/// The names in two columns, each behind a piece of its line.
fn legend(shapes: &mut Vec<Shape>, input: &Lag<'_>, top: f32, width: f32, measure: Measure<'_>) {
    let chosen = input.chosen.unwrap_or(0);
    let rows = legend_rows(input.series.len());
    for (place, series) in input.series.iter().enumerate() {
        let x = (place / rows) as f32 * width / 2.0;
        let y = top + (place % rows) as f32 * NAME_LINE + NAME_LINE / 2.0;
        shapes.push(through(&[[x, y], [x + 18.0, y]], look(place, chosen)));
        let name = elide(series.name, NAME, width / 2.0 - 28.0, measure);
        let ink = ink(place == chosen);
        shapes.push(text([x + 22.0, y + 4.0], name, NAME, Align::Start, ink));
    }
}

fn ink(is_chosen: bool) -> Ink {
    if is_chosen { Ink::Accent } else { Ink::Muted }
}

/// The values of all lines at an instant.
fn said(input: &Lag<'_>, at: Micros) -> String {
    let mut words = String::from("At ") + &units::instant(at);
    let mut between = ": ";
    for series in input.series {
        if let Some(value) = value_at(&series.points, at) {
            words.push_str(between);
            words += &units::count(value as u64);
            words += " at ";
            words.push_str(series.name);
            between = ", ";
        }
    }
    words
}

/// What a quantity was at an instant; none before its first point.
pub(super) fn value_at(points: &[(Micros, f64)], at: Micros) -> Option<f64> {
    let after = points.partition_point(|point| point.0 <= at);
    Some(points.get(after.checked_sub(1)?)?.1)
}

fn description(input: &Lag<'_>, first: Micros, last: Micros) -> String {
    let lines: Vec<String> = input
        .series
        .iter()
        .filter_map(|series| {
            let now = series.points.last()?.1 as u64;
            let peak = series
                .points
                .iter()
                .map(|point| point.1)
                .fold(0.0, f64::max) as u64;
            let now = units::things(now, input.unit.0, input.unit.1);
            Some(format!(
                "{}: {now}, at most {}",
                series.name,
                units::count(peak)
            ))
        })
        .collect();
    format!(
        "Lag from {} to {}. {}.",
        units::instant(first),
        units::instant(last),
        lines.join("; "),
    )
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::facts::time::SECOND;
    use crate::show::text::estimate;

    pub fn series() -> Vec<Series<'static>> {
        let names = [
            "Recommendations",
            "Search index",
            "E-mail",
            "Loyalty",
            "Fraud",
            "Shipping",
            "Support",
            "Data",
        ];
        let line = |(which, name)| Series {
            name,
            points: (0..120_u64)
                .map(|step| {
                    let wave = (step * (which as u64 + 3) * 37 % 11) as f64;
                    let outage = if which == 2 && step > 60 {
                        (step - 60) as f64 / 4.0
                    } else {
                        0.0
                    };
                    (
                        step * SECOND / 2,
                        libm::floor(wave / 3.0 + outage + which as f64 / 2.0),
                    )
                })
                .collect(),
        };
        names.into_iter().enumerate().map(line).collect()
    }

    pub fn lag<'a>(series: &'a [Series<'a>]) -> Lag<'a> {
        let unit = ("write", "writes");
        Lag {
            series,
            chosen: Some(2),
            unit,
            empty_because: "no write has been committed",
        }
    }

    #[test]
    fn every_line_is_named_and_no_two_look_alike() {
        let series = series();
        let chart = chart(&lag(&series), Size::new(330.0, 150.0), &estimate);
        let names = chart.shapes.iter().filter(|shape| {
            matches!(
                shape,
                Shape::Text {
                    align: Align::Start,
                    ..
                }
            )
        });
        assert_eq!(names.count(), 8);
        let looks: Vec<Stroke> = (0..8).map(|place| look(place, 2)).collect();
        for (place, one) in looks.iter().enumerate() {
            assert!(!looks[place + 1..].contains(one), "{place}");
        }
    }

    #[test]
    fn asking_a_place_gives_the_values_of_that_time() {
        let series = [Series {
            name: "Search",
            points: vec![(0, 1.0), (SECOND, 4.0), (2 * SECOND, 4.0)],
        }];
        let chart = chart(&lag(&series), Size::new(300.0, 120.0), &estimate);
        let words = chart.hover(200.0, 60.0).unwrap();
        assert!(
            words.starts_with("At 1.") && words.ends_with(": 4 at Search"),
            "{words}"
        );
        assert_eq!(
            chart.describe(),
            "Lag from 0.000 s to 2.000 s. Search: 4 writes, at most 4."
        );
    }

    #[test]
    fn one_instant_is_no_data_yet() {
        let series = [Series {
            name: "Search",
            points: vec![(0, 1.0)],
        }];
        let chart = chart(&lag(&series), Size::new(300.0, 120.0), &estimate);
        assert_eq!(chart.describe(), "no data yet: no write has been committed");
    }
}

//! Lag over time: one line for each consumer, named at its end.

use crate::sim::time::Micros;
use crate::view::geometry::{Point, Rect, Size};
use crate::view::ink::{Ink, Paint};
use crate::view::shape::{Align, Dash, Shape, Stroke, TextStyle, text, through};
use crate::view::text::{Measure, elide};
use crate::view::units;

use super::axis::{Scale, count_values, time_axis};
use super::{Chart, LABEL, Region};

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

const ABOVE: f32 = 8.0;
const BELOW: f32 = 20.0;
const NAME: TextStyle = TextStyle::regular(11.5);
/// From one name to the next below it.
const NAME_LINE: f32 = 13.5;
/// How many places along the chart can be asked about.
const PLACES: usize = 48;

/// The looks of lines that are not in the accent. Neighbours differ in two ways.
const LOOKS: [(f32, Dash); 8] = [
    (0.95, Dash::Solid),
    (0.7, Dash::Dashed),
    (0.95, Dash::Dotted),
    (0.6, Dash::Solid),
    (0.95, Dash::Long),
    (0.7, Dash::DashDot),
    (0.95, Dash::Dashed),
    (0.6, Dash::Dotted),
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
    let top = levels[levels.len() - 1];
    let numbers = levels
        .iter()
        .map(|level| measure(&units::count(*level as u64), LABEL));
    let left = numbers.fold(0.0, f32::max) + 8.0;
    let widest = input
        .series
        .iter()
        .map(|series| measure(series.name, NAME))
        .fold(0.0, f32::max);
    let names_width = widest.min(size.width * 0.34);
    let plot = Rect::new(
        left,
        ABOVE,
        (size.width - left - names_width - 22.0).max(20.0),
        (size.height - ABOVE - BELOW).max(10.0),
    );
    let across = Scale::linear(first as f64, last as f64, plot.x, plot.right());
    let up = Scale::linear(0.0, top, plot.bottom(), plot.y);

    let mut shapes = Vec::new();
    for level in &levels {
        let y = libm::roundf(up.at(*level)) + 0.5;
        if *level > 0.0 {
            let stroke = Stroke::solid(Ink::Line.full(), 1.0);
            shapes.push(Shape::Line {
                from: [plot.x, y],
                to: [plot.right(), y],
                stroke,
            });
        }
        let words = units::count(*level as u64);
        let at = [left - 6.0, (y + 4.0).min(plot.bottom() + 1.0)];
        shapes.push(text(at, words, LABEL, Align::End, Ink::Muted));
    }
    time_axis(&mut shapes, plot, &across, LABEL, measure);
    let chosen = input.chosen.unwrap_or(0);
    // The line in the accent is painted last, so that no other covers it.
    let mut order: Vec<usize> = (0..input.series.len()).collect();
    order.sort_by_key(|place| *place == chosen);
    for place in order {
        let points = steps(&input.series[place].points, &across, &up);
        if points.len() > 1 {
            shapes.push(through(&points, look(place, chosen)));
        }
    }
    names(&mut shapes, input, plot, &up, names_width, chosen, measure);
    let regions = regions(input, plot, &across, size);
    Chart {
        shapes,
        size,
        regions,
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

/// A count stays what it is until it changes: the line has steps.
fn steps(points: &[(Micros, f64)], across: &Scale, up: &Scale) -> Vec<Point> {
    let mut line: Vec<Point> = Vec::with_capacity(points.len() * 2);
    for (at, value) in points {
        let point = [across.at(*at as f64), up.at(*value)];
        if let Some(before) = line.last().copied() {
            line.push([point[0], before[1]]);
        }
        line.push(point);
    }
    line
}

/// The names at the ends of their lines, moved apart where they would touch.
fn names(
    shapes: &mut Vec<Shape>,
    input: &Lag<'_>,
    plot: Rect,
    up: &Scale,
    width: f32,
    chosen: usize,
    measure: Measure<'_>,
) {
    let mut ends: Vec<(f32, usize)> = input
        .series
        .iter()
        .enumerate()
        .filter_map(|(place, series)| Some((up.at(series.points.last()?.1), place)))
        .collect();
    ends.sort_by(|one, other| one.0.total_cmp(&other.0));
    let wanted: Vec<f32> = ends.iter().map(|(y, _)| y - NAME_LINE / 2.0).collect();
    let lines = vec![NAME_LINE; ends.len()];
    let tops = super::side_by_side(&wanted, &lines, 0.0, plot.bottom() + BELOW);
    for ((end, place), top) in ends.into_iter().zip(tops) {
        let middle = top + NAME_LINE / 2.0;
        let from = [plot.right() + 1.0, end];
        let to = [plot.right() + 16.0, middle];
        shapes.push(through(&[from, to], look(place, chosen)));
        let name = elide(input.series[place].name, NAME, width, measure);
        let ink = if place == chosen {
            Ink::Accent
        } else {
            Ink::Muted
        };
        shapes.push(text(
            [to[0] + 4.0, middle + 4.0],
            name,
            NAME,
            Align::Start,
            ink,
        ));
    }
}

/// What can be asked about: strips of time, each with the values of all lines.
fn regions(input: &Lag<'_>, plot: Rect, across: &Scale, size: Size) -> Vec<Region> {
    let width = plot.width / PLACES as f32;
    (0..PLACES)
        .map(|place| {
            let x = plot.x + place as f32 * width;
            let at = across.value(x + width / 2.0) as Micros;
            let values: Vec<String> = input
                .series
                .iter()
                .filter_map(|series| Some((series.name, value_at(series, at)?)))
                .map(|(name, value)| format!("{name} {}", units::count(value as u64)))
                .collect();
            let words = format!("At {}: {}", units::instant(at), values.join(", "));
            Region {
                area: Rect::new(x, 0.0, width, size.height),
                words,
            }
        })
        .collect()
}

fn value_at(series: &Series<'_>, at: Micros) -> Option<f64> {
    let after = series.points.partition_point(|point| point.0 <= at);
    series
        .points
        .get(after.checked_sub(1)?)
        .map(|point| point.1)
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
                "{} {now}, at most {}",
                series.name,
                units::count(peak)
            ))
        })
        .collect();
    format!(
        "Lag from {} to {}: {}.",
        units::instant(first),
        units::instant(last),
        lines.join("; "),
    )
}

#[cfg(test)]
pub(in crate::view) mod tests {
    use super::*;
    use crate::sim::time::SECOND;
    use crate::view::text::estimate;

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
            words.starts_with("At 1.") && words.ends_with("Search 4"),
            "{words}"
        );
        assert_eq!(
            chart.describe(),
            "Lag from 0.000 s to 2.000 s: Search 4 writes, at most 4."
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

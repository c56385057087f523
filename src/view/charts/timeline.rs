//! The band above the timeline: how much diverges when, where anomalies are, and where now is.

use crate::sim::time::Micros;
use crate::view::geometry::{Rect, Size};
use crate::view::ink::Ink;
use crate::view::shape::{Shape, Step, Stroke};
use crate::view::units;

use super::axis::Scale;
use super::{Chart, Region};

/// What to draw.
#[derive(Clone, Copy, Debug)]
pub struct Timeline<'a> {
    /// From when on how many keys differed from the truth, in the order of time.
    pub diverging: &'a [(Micros, f64)],
    /// When anomalies began, in the order of time.
    pub anomalies: &'a [Micros],
    /// The instant shown.
    pub playhead: Micros,
    /// How far the run has been computed: the band ends there.
    pub known_until: Micros,
    /// The length of the run.
    pub duration: Micros,
}

/// Ticks stand above the band.
const TICKS: f32 = 12.0;
/// The rail below the band, with room for the handle on it.
const RAIL: f32 = 14.0;
const HANDLE: f32 = 5.5;
/// How many places along the band can be asked about.
const PLACES: usize = 80;

/// The instant at a place on the timeline, for a pointer that seeks.
pub fn instant_at(input: &Timeline<'_>, size: Size, x: f32) -> Micros {
    across(input, size).value(x) as Micros
}

/// Draws the band, the ticks, the rail and the handle.
pub fn chart(input: &Timeline<'_>, size: Size) -> Chart {
    let across = across(input, size);
    let rail_y = libm::roundf(size.height - RAIL / 2.0);
    let band = Rect::new(
        HANDLE,
        TICKS,
        size.width - 2.0 * HANDLE,
        (rail_y - TICKS - 1.0).max(4.0),
    );
    let highest = input
        .diverging
        .iter()
        .map(|point| point.1)
        .fold(1.0, f64::max);
    let up = Scale::linear(0.0, highest, band.bottom(), band.y);
    let mut shapes = Vec::new();
    shapes.extend(hill(input, &across, &up, band));
    shapes.extend(ticks(input, &across));

    let now = across.at(input.playhead as f64);
    let rail = |from: f32, to: f32, paint| Shape::Line {
        from: [from, rail_y],
        to: [to, rail_y],
        stroke: Stroke::solid(paint, 3.0),
    };
    shapes.push(rail(band.x, band.right(), Ink::Line.full()));
    let known = across.at(input.known_until as f64);
    shapes.push(rail(band.x, known, Ink::Accent.at(0.35)));
    shapes.push(rail(band.x, now, Ink::Accent.full()));
    shapes.push(Shape::Line {
        from: [now, 0.0],
        to: [now, rail_y - HANDLE],
        stroke: Stroke::solid(Ink::Muted.full(), 1.0),
    });
    shapes.push(Shape::Circle {
        centre: [now, rail_y],
        radius: HANDLE,
        fill: Some(Ink::Surface.full()),
        stroke: Some(Stroke::solid(Ink::Accent.full(), 2.0)),
    });
    let regions = regions(input, &across, band, size);
    Chart {
        shapes,
        size,
        regions,
        description: description(input),
    }
}

fn across(input: &Timeline<'_>, size: Size) -> Scale {
    Scale::linear(0.0, input.duration as f64, HANDLE, size.width - HANDLE)
}

/// The band as one filled outline. Points that fall on the same pixel count as their highest, so
/// that a short peak in a long run is still seen.
fn hill(input: &Timeline<'_>, across: &Scale, up: &Scale, band: Rect) -> Option<Shape> {
    let first = input.diverging.first()?;
    let mut steps = vec![Step::Move([across.at(first.0 as f64), band.bottom()])];
    let mut level = 0.0_f64;
    let mut points = input.diverging.iter().peekable();
    while let Some((at, value)) = points.next() {
        let x = libm::floorf(across.at(*at as f64));
        let (mut peak, mut after) = (*value, *value);
        while let Some((next, value)) = points.peek() {
            if libm::floorf(across.at(*next as f64)) > x {
                break;
            }
            peak = peak.max(*value);
            after = *value;
            points.next();
        }
        steps.push(Step::Line([x, up.at(level)]));
        steps.push(Step::Line([x, up.at(peak)]));
        steps.push(Step::Line([x + 1.0, up.at(after)]));
        level = after;
    }
    let end = across.at(input.known_until as f64);
    steps.push(Step::Line([end, up.at(level)]));
    steps.push(Step::Line([end, band.bottom()]));
    steps.push(Step::Close);
    Some(Shape::Path {
        steps,
        fill: Some(Ink::StaleMid.at(0.5)),
        stroke: None,
    })
}

/// A tick for each anomaly; those on the same pixel are one.
fn ticks(input: &Timeline<'_>, across: &Scale) -> Option<Shape> {
    let mut areas: Vec<Rect> = Vec::new();
    for at in input.anomalies {
        let x = libm::roundf(across.at(*at as f64)) - 1.0;
        if areas.last().is_none_or(|last| x > last.x) {
            areas.push(Rect::new(x, 1.0, 2.0, TICKS - 3.0));
        }
    }
    let fill = Some(Ink::Broken.full());
    (!areas.is_empty()).then_some(Shape::Rects {
        areas,
        radius: 0.0,
        fill,
        stroke: None,
    })
}

fn regions(input: &Timeline<'_>, across: &Scale, band: Rect, size: Size) -> Vec<Region> {
    let width = band.width / PLACES as f32;
    (0..PLACES)
        .map(|place| {
            let x = band.x + place as f32 * width;
            let (from, to) = (across.value(x) as Micros, across.value(x + width) as Micros);
            let middle = u64::midpoint(from, to);
            let mut words = units::instant(middle);
            if middle <= input.known_until {
                let after = input.diverging.partition_point(|point| point.0 <= middle);
                let keys = after
                    .checked_sub(1)
                    .map_or(0.0, |place| input.diverging[place].1);
                words = format!(
                    "{words}: {} diverging",
                    units::things(keys as u64, "key", "keys")
                );
            }
            let began = input.anomalies.partition_point(|at| *at < to)
                - input.anomalies.partition_point(|at| *at < from);
            if began > 0 {
                let anomalies = units::things(began as u64, "anomaly", "anomalies");
                words = format!("{words}, {anomalies}");
            }
            Region {
                area: Rect::new(x, 0.0, width, size.height),
                words,
            }
        })
        .collect()
}

fn description(input: &Timeline<'_>) -> String {
    let peak = input.diverging.iter().fold(
        (0, 0.0),
        |peak, point| {
            if point.1 > peak.1 { *point } else { peak }
        },
    );
    let most = if peak.1 > 0.0 {
        let keys = units::things(peak.1 as u64, "key", "keys");
        format!(
            "at most {keys} differed from the truth, at {}",
            units::instant(peak.0)
        )
    } else {
        "no key has differed from the truth".to_owned()
    };
    format!(
        "At {} of {}: {most}; {}.",
        units::instant(input.playhead),
        units::duration(input.duration),
        units::things(input.anomalies.len() as u64, "anomaly", "anomalies"),
    )
}

#[cfg(test)]
pub(in crate::view) mod tests {
    use super::*;
    use crate::sim::time::SECOND;

    pub fn timeline() -> Timeline<'static> {
        const DIVERGING: [(Micros, f64); 9] = [
            (0, 0.0),
            (2 * SECOND, 2.0),
            (3 * SECOND, 1.0),
            (9 * SECOND, 3.0),
            (14 * SECOND, 11.0),
            (19 * SECOND, 14.0),
            (22 * SECOND, 5.0),
            (24 * SECOND, 1.0),
            (26 * SECOND, 2.0),
        ];
        const ANOMALIES: [Micros; 4] = [9 * SECOND, 15 * SECOND, 15 * SECOND, 21 * SECOND];
        Timeline {
            diverging: &DIVERGING,
            anomalies: &ANOMALIES,
            playhead: 23 * SECOND,
            known_until: 28 * SECOND,
            duration: 60 * SECOND,
        }
    }

    #[test]
    fn a_place_on_the_band_is_an_instant_and_back() {
        let (input, size) = (timeline(), Size::new(611.0, 60.0));
        let handle = chart(&input, size)
            .shapes
            .into_iter()
            .find_map(|shape| match shape {
                Shape::Circle { centre, .. } => Some(centre),
                _ => None,
            });
        let at = instant_at(&input, size, handle.unwrap()[0]);
        assert!(at.abs_diff(23 * SECOND) < SECOND / 10);
        assert_eq!(instant_at(&input, size, -20.0), 0);
        assert_eq!(instant_at(&input, size, 900.0), 60 * SECOND);
    }

    #[test]
    fn words_say_the_peak_and_the_anomalies() {
        let chart = chart(&timeline(), Size::new(611.0, 60.0));
        assert_eq!(
            chart.describe(),
            "At 23.000 s of 1 min: at most 14 keys differed from the truth, at 19.000 s; 4 anomalies."
        );
        let words = chart.hover(157.0, 30.0).unwrap();
        assert!(words.ends_with("11 keys diverging, 2 anomalies"), "{words}");
    }

    #[test]
    fn an_empty_run_has_a_rail_all_the_same() {
        let input = Timeline {
            diverging: &[],
            anomalies: &[],
            playhead: 0,
            known_until: 0,
            duration: 0,
        };
        let chart = chart(&input, Size::new(300.0, 50.0));
        assert!(chart.describe().contains("no key has differed"));
        assert!(!chart.shapes.is_empty());
    }
}

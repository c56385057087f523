//! The timeline: how much differs when, which anomalies there were, and where now is.

use crate::consistency::Tick;
use crate::sim::time::Micros;
use crate::view::geometry::{Rect, Size};
use crate::view::ink::Ink;
use crate::view::shape::{Align, Shape, Stroke, text};
use crate::view::text::{Measure, area};
use crate::view::units;

use super::axis::{Scale, time_axis};
use super::band::{self, Band};
use super::flags::{Flag, Flags};
use super::lag::{Series, value_at};
use super::ticks::{self, Group};
use super::{Chart, LABEL, Region, strips};

/// What to draw.
#[derive(Clone, Copy, Debug)]
pub struct Timeline<'a> {
    /// From when on how much differed from the truth, in the order of time.
    pub differing: &'a [(Micros, f64)],
    /// The same for each replica; they add up to it.
    pub layers: &'a [Series<'a>],
    /// What is counted, one and many, and what they do: ("key", "keys", "differing").
    pub unit: (&'a str, &'a str, &'a str),
    /// When things went wrong, in the order of time.
    pub anomalies: &'a [Tick],
    /// What was done, in the order of time.
    pub acts: &'a [Flag],
    /// The instant shown.
    pub playhead: Micros,
    /// How far the run has been computed: the band ends there.
    pub known_until: Micros,
    /// The length of the run.
    pub duration: Micros,
}

const HANDLE: f32 = 5.5;
/// The rail below the band, with room for the handle on it.
const RAIL: f32 = 14.0;
/// From this height on there is room for the labels of the axis.
const WITH_AXIS: f32 = 60.0;
const AXIS: f32 = 12.0;
/// How many places along the band can be asked about.
const PLACES: usize = 80;
/// How far from a tick a pointer may be.
const REACH: f32 = 4.0;

/// The instant at a place on the timeline, for a pointer that seeks.
pub fn instant_at(input: &Timeline<'_>, size: Size, x: f32) -> Micros {
    across(input, size).value(x) as Micros
}

/// Draws the ticks, the band, the rail and the handle.
pub fn chart(input: &Timeline<'_>, size: Size, measure: Measure<'_>) -> Chart {
    let across = across(input, size);
    let has_axis = size.height >= WITH_AXIS;
    let axis = if has_axis { AXIS } else { 0.0 };
    let rail_y = libm::roundf(size.height - RAIL / 2.0 - axis);
    let end = size.width - HANDLE;
    let flags = Flags::new(input.acts, &across, end, has_axis, measure);
    let top = flags.row() + ticks::ROW;
    let band = Rect::new(
        HANDLE,
        top,
        size.width - 2.0 * HANDLE,
        (rail_y - top - 1.0).max(4.0),
    );
    let mut shapes = Vec::new();
    if has_axis {
        let plot = Rect::new(band.x, rail_y - 1.0, band.width, 0.5);
        time_axis(&mut shapes, plot, &across, LABEL, measure);
    }
    let peak = peak(input);
    let up = Scale::linear(0.0, peak.1.max(1.0), band.bottom(), band.y + 1.0);
    let mut taken = Vec::new();
    if has_axis && peak.1 > 0.0 {
        taken.extend(peak_label(
            &mut shapes,
            input,
            peak,
            (&across, band),
            measure,
        ));
    }
    // What is said stands before what it is said of.
    let labels = std::mem::take(&mut shapes);
    let layers = Band {
        whole: input.differing,
        layers: if has_axis { input.layers } else { &[] },
        until: input.known_until,
        area: band,
        across: &across,
        up: &up,
    };
    band::draw(&mut shapes, &layers, &mut taken, measure);
    shapes.extend(labels);
    let found = ticks::ticks(input.anomalies, &across);
    ticks::draw(&mut shapes, &found, (flags.row(), band.right()), measure);
    flags.draw(&mut shapes, rail_y);
    rail(&mut shapes, input, (&across, band), rail_y);

    let mut regions = flags.regions();
    let ticks = found.iter();
    regions.extend(ticks.map(|tick| tick_region(input, tick, size)));
    let words = |from: f32, to: f32| {
        let at = across.value(f32::midpoint(from, to)) as Micros;
        if at <= input.known_until {
            said(input, at)
        } else {
            units::instant(at)
        }
    };
    regions.extend(strips(band, size, PLACES, &words));
    Chart {
        shapes,
        size,
        regions,
        description: description(input, peak),
    }
}

fn across(input: &Timeline<'_>, size: Size) -> Scale {
    Scale::linear(0.0, input.duration as f64, HANDLE, size.width - HANDLE)
}

/// When most differed, and how much.
fn peak(input: &Timeline<'_>) -> (Micros, f64) {
    let higher = |peak: (Micros, f64), point: &(Micros, f64)| {
        if point.1 > peak.1 { *point } else { peak }
    };
    input.differing.iter().fold((0, 0.0), higher)
}

fn amount(input: &Timeline<'_>, value: f64) -> String {
    units::things(value as u64, input.unit.0, input.unit.1)
}

/// How high the band is, written beside its highest point: the side that has the room.
fn peak_label(
    shapes: &mut Vec<Shape>,
    input: &Timeline<'_>,
    peak: (Micros, f64),
    (across, band): (&Scale, Rect),
    measure: Measure<'_>,
) -> Option<Rect> {
    let words = amount(input, peak.1);
    let width = measure(&words, LABEL);
    let x = across.at(peak.0 as f64);
    let (x, align) = if x + width + 6.0 <= band.right() {
        (x + 5.0, Align::Start)
    } else {
        (x - 5.0, Align::End)
    };
    let at = [x, band.y + 10.0];
    let covers = area(at, &words, LABEL, align, measure);
    if covers.x < band.x || covers.bottom() > band.bottom() {
        return None;
    }
    shapes.push(text(at, words, LABEL, align, Ink::Ink));
    Some(covers)
}

fn rail(shapes: &mut Vec<Shape>, input: &Timeline<'_>, (across, band): (&Scale, Rect), y: f32) {
    let now = across.at(input.playhead as f64);
    let rail = |from: f32, to: f32, paint| Shape::Line {
        from: [from, y],
        to: [to, y],
        stroke: Stroke::solid(paint, 3.0),
    };
    shapes.push(rail(band.x, band.right(), Ink::Line.full()));
    let known = across.at(input.known_until as f64);
    shapes.push(rail(band.x, known, Ink::Accent.at(0.35)));
    shapes.push(rail(band.x, now, Ink::Accent.full()));
    shapes.push(Shape::Line {
        from: [now, 0.0],
        to: [now, y - HANDLE],
        stroke: Stroke::solid(Ink::Muted.full(), 1.0),
    });
    shapes.push(Shape::Circle {
        centre: [now, y],
        radius: HANDLE,
        fill: Some(Ink::Surface.full()),
        stroke: Some(Stroke::solid(Ink::Accent.full(), 2.0)),
    });
}

/// How much differed at an instant, and where.
fn said(input: &Timeline<'_>, at: Micros) -> String {
    let value = value_at(input.differing, at).unwrap_or(0.0);
    let mut words = units::instant(at) + ": " + &amount(input, value);
    words.push(' ');
    words += input.unit.2;
    words + &band::said(input.layers, at)
}

fn tick_region(input: &Timeline<'_>, tick: &Group, size: Size) -> Region {
    let leads_to = input.anomalies.get(tick.harm.unwrap_or(tick.first));
    let at = leads_to.map_or(0, |anomaly| anomaly.at);
    let area = Rect::new(
        tick.from - REACH,
        0.0,
        tick.to - tick.from + 2.0 * REACH,
        size.height,
    );
    Region {
        area,
        words: units::instant(at) + ": " + &ticks::said(tick, input.anomalies),
        target: leads_to.map(|anomaly| anomaly.nth),
        act: None,
    }
}

fn description(input: &Timeline<'_>, peak: (Micros, f64)) -> String {
    let mut words = String::from("At ") + &units::instant(input.playhead) + " of ";
    words += &units::duration(input.duration);
    words += ": at most ";
    words += &amount(input, peak.1);
    words.push(' ');
    words += input.unit.2;
    if peak.1 > 0.0 {
        words += ", at ";
        words += &units::instant(peak.0);
    }
    words += "; ";
    let count = input.anomalies.iter().map(|tick| tick.count).sum();
    words += &units::things(count, "anomaly", "anomalies");
    if !input.acts.is_empty() {
        words += "; ";
        words += &units::things(input.acts.len() as u64, "act", "acts");
    }
    words + "."
}

#[cfg(test)]
pub(in crate::view) mod tests {
    use super::*;
    use crate::consistency::Anomaly;
    use crate::sim::time::SECOND;
    use crate::view::charts::properties::check;
    use crate::view::text::estimate;

    pub fn timeline() -> Timeline<'static> {
        const DIFFERING: [(Micros, f64); 9] = [
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
        const fn one(nth: u64, at: Micros, what: Anomaly, count: u64) -> Tick {
            Tick {
                at,
                what,
                nth,
                count,
            }
        }
        const ANOMALIES: [Tick; 4] = [
            one(0, 9 * SECOND, Anomaly::GrowingLag, 1),
            one(1, 15 * SECOND, Anomaly::LostEvent, 2),
            one(2, 15 * SECOND, Anomaly::DivergedKey, 1),
            one(4, 21 * SECOND, Anomaly::RunFailed, 1),
        ];
        Timeline {
            differing: &DIFFERING,
            layers: &[],
            unit: ("key", "keys", "differing"),
            anomalies: &ANOMALIES,
            acts: &[],
            playhead: 23 * SECOND,
            known_until: 28 * SECOND,
            duration: 60 * SECOND,
        }
    }

    #[test]
    fn a_place_on_the_band_is_an_instant_and_back() {
        let (input, size) = (timeline(), Size::new(611.0, 60.0));
        let handle =
            chart(&input, size, &estimate)
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
        let size = Size::new(611.0, 72.0);
        let chart = chart(&timeline(), size, &estimate);
        check(&chart);
        assert_eq!(
            chart.describe(),
            "At 23.000 s of 1 min: at most 14 keys differing, at 19.000 s; 5 anomalies."
        );
        let said = |x| chart.hover(x, 30.0).unwrap();
        assert!(
            said(167.0).ends_with("11 keys differing"),
            "{}",
            said(167.0)
        );
        assert_eq!(said(155.0), "15.000 s: Lost event × 2, Wrong for good");
        assert_eq!(chart.target(155.0, 5.0), Some(1));
        assert_eq!(chart.target(95.0, 5.0), Some(0));
        assert_eq!(chart.target(300.0, 5.0), None);
        assert!(
            !said(500.0).contains("key"),
            "not known yet: {}",
            said(500.0)
        );
    }

    /// The same with what differs on each of three replicas.
    pub fn layers() -> [Series<'static>; 3] {
        let part = |name, share: f64| Series {
            name,
            points: timeline()
                .differing
                .iter()
                .map(|(at, keys)| (*at, libm::round(keys * share)))
                .collect(),
        };
        [
            part("Search", 0.5),
            part("E-mail", 0.4),
            part("Recommendations", 0.1),
        ]
    }

    #[test]
    fn layers_are_named_where_they_are_thick_and_told_apart_by_asking() {
        let layers = layers();
        let input = Timeline {
            layers: &layers,
            ..timeline()
        };
        let chart = chart(&input, Size::new(611.0, 110.0), &estimate);
        check(&chart);
        let words: Vec<&str> = chart
            .shapes
            .iter()
            .filter_map(|shape| match shape {
                Shape::Text { content, .. } => Some(content.as_str()),
                _ => None,
            })
            .collect();
        assert!(
            words.contains(&"Search") && words.contains(&"E-mail"),
            "{words:?}"
        );
        assert!(!words.contains(&"Recommendations"), "too thin: {words:?}");
        let said = chart.hover(210.0, 30.0).unwrap();
        assert!(
            said.ends_with("14 keys differing (7 at Search, 6 at E-mail, 1 at Recommendations)"),
            "{said}"
        );
    }

    #[test]
    fn flags_lead_to_the_acts_and_leave_the_ticks_to_the_anomalies() {
        let flag = |at, is_off| Flag {
            at,
            words: "Writes: from here on 12".to_owned(),
            is_off,
        };
        let acts = [flag(9 * SECOND, false), flag(30 * SECOND, true)];
        let input = Timeline {
            acts: &acts,
            ..timeline()
        };
        for height in [40.0, 72.0] {
            let chart = chart(&input, Size::new(611.0, height), &estimate);
            check(&chart);
            assert!(chart.describe().ends_with("; 2 acts."));
            assert_eq!(
                (chart.act(97.0, 4.0), chart.target(97.0, 4.0)),
                (Some(0), None)
            );
            assert_eq!(
                (chart.act(306.0, 4.0), chart.act(200.0, 4.0)),
                (Some(1), None)
            );
            // Below the flag the tick of what went wrong at that instant.
            assert_eq!(
                (chart.act(95.0, 30.0), chart.target(95.0, 30.0)),
                (None, Some(0))
            );
        }
        let drawn = chart(&input, Size::new(611.0, 72.0), &estimate);
        let said = drawn.hover(97.0, 4.0).unwrap();
        assert_eq!(said, "9.000 s: Writes: from here on 12");
    }

    #[test]
    fn an_empty_run_has_a_rail_all_the_same() {
        let input = Timeline {
            differing: &[],
            anomalies: &[],
            playhead: 0,
            known_until: 0,
            duration: 0,
            ..timeline()
        };
        let chart = chart(&input, Size::new(300.0, 72.0), &estimate);
        check(&chart);
        assert_eq!(
            chart.describe(),
            "At 0.000 s of 0 ms: at most 0 keys differing; 0 anomalies."
        );
        assert!(!chart.shapes.is_empty());
    }
}

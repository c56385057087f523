//! The timeline: how much differs when, which anomalies there were, and where now is.

use crate::consistency::Tick;
use crate::facts::time::Micros;
use crate::show::geometry::{Rect, Size};
use crate::show::ink::Ink;
use crate::show::shape::{Align, Shape, text};
use crate::show::text::{Measure, area};
use crate::show::units;

use super::axis::Scale;
use super::band::{self, Band};
use super::density::{self, Stretch};
use super::flags::{Flag, Flags};
use super::lag::{Series, value_at};
use super::moments;
use super::rail::{self, HANDLE};
use super::ticks;
use super::zoom::Span;
use super::{Chart, LABEL, strips};

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
    /// Where the playhead is drawn to, or on its way to, if it is.
    pub aim: Option<Micros>,
    /// How far the run has been computed: the band ends there.
    pub known_until: Micros,
    /// The length of the run.
    pub duration: Micros,
    /// The part of it that is looked at.
    pub span: Span,
}

/// How many places along the band can be asked about.
const PLACES: usize = 80;

/// Draws the ticks, the band, the rail and the handle.
pub fn chart(input: &Timeline<'_>, size: Size, measure: Measure<'_>) -> Chart {
    let across = Scale::linear(
        input.span.from as f64,
        input.span.until as f64,
        HANDLE,
        size.width - HANDLE,
    );
    let (has_axis, rail_y) = (rail::has_axis(size), rail::level(size));
    let end = size.width - HANDLE;
    let flags = Flags::new(input.acts, input.span, &across, end, has_axis, measure);
    let top = flags.row() + ticks::ROW;
    let band = Rect::new(
        HANDLE,
        top,
        size.width - 2.0 * HANDLE,
        (rail_y - top - 1.0).max(4.0),
    );
    let mut shapes = Vec::new();
    if rail::has_scale(size) {
        moments::draw(&mut shapes, input.span, &across, rail_y, measure);
    }
    let whole = within(input.differing, input.span);
    let layers: Vec<Series<'_>> = input
        .layers
        .iter()
        .map(|layer| Series {
            name: layer.name,
            points: within(&layer.points, input.span),
        })
        .collect();
    let peak = peak(&whole);
    let up = Scale::linear(0.0, peak.1.max(1.0), band.bottom(), band.y + 1.0);
    // What is written keeps clear of the line of the playhead.
    let now = across.at(input.aim.unwrap_or(input.playhead) as f64);
    let mut taken = Vec::new();
    for at in [Some(input.playhead), input.aim].into_iter().flatten() {
        if input.span.holds(at) {
            let x = across.at(at as f64);
            let wide = 2.0 * ticks::CLEAR;
            taken.push(Rect::new(x - ticks::CLEAR, 0.0, wide, size.height));
        }
    }
    if has_axis && peak.1 > 0.0 {
        let label = peak_label(&mut shapes, input, peak, (&across, band), &taken, measure);
        taken.extend(label);
    }
    // What is said stands before what it is said of.
    let labels = std::mem::take(&mut shapes);
    let layers = Band {
        whole: &whole,
        layers: if has_axis { &layers } else { &[] },
        until: input.known_until.min(input.span.until),
        area: band,
        across: &across,
        up: &up,
    };
    if input.known_until > input.span.from {
        band::draw(&mut shapes, &layers, &mut taken, measure);
    }
    shapes.extend(labels);
    let stretches = density::gathered(ticks::ticks(input.anomalies, input.span, &across));
    ticks::draw(
        &mut shapes,
        &stretches,
        (flags.row(), band.right(), now),
        measure,
    );
    flags.draw(&mut shapes, rail_y);
    rail::draw(&mut shapes, input, &across, rail_y);

    let mut regions = flags.regions();
    regions.extend(ticks::regions(&stretches, input.anomalies, size.height));
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
        description: description(input, &stretches),
    }
}

/// What is known of a span of time: how much there was at its start, and what changed in it.
fn within(points: &[(Micros, f64)], span: Span) -> Vec<(Micros, f64)> {
    if span.from == 0 {
        let end = points.partition_point(|point| point.0 <= span.until);
        return points.get(..end).unwrap_or_default().to_vec();
    }
    let before = value_at(points, span.from).map(|value| (span.from, value));
    let later = points
        .iter()
        .filter(|point| point.0 > span.from && point.0 <= span.until);
    before.into_iter().chain(later.copied()).collect()
}

/// When most differed, and how much.
fn peak(differing: &[(Micros, f64)]) -> (Micros, f64) {
    let higher = |peak: (Micros, f64), point: &(Micros, f64)| {
        if point.1 > peak.1 { *point } else { peak }
    };
    differing.iter().fold((0, 0.0), higher)
}

fn amount(input: &Timeline<'_>, value: f64) -> String {
    units::things(value as u64, input.unit.0, input.unit.1)
}

/// How high the band is, written beside its highest point: the side that has the room, and where nothing is
/// `taken`.
fn peak_label(
    shapes: &mut Vec<Shape>,
    input: &Timeline<'_>,
    peak: (Micros, f64),
    (across, band): (&Scale, Rect),
    taken: &[Rect],
    measure: Measure<'_>,
) -> Option<Rect> {
    const BESIDE: f32 = 5.0;
    // As many as that were there once, not now.
    let words = String::from("up to ") + &amount(input, peak.1);
    let x = across.at(peak.0 as f64);
    let playhead = taken.first().map_or(x, |line| line.centre()[0]);
    let mut places = vec![(x + BESIDE, Align::Start), (x - BESIDE, Align::End)];
    places.extend([
        (playhead + BESIDE, Align::Start),
        (playhead - BESIDE, Align::End),
    ]);
    let (at, align, covers) = places.into_iter().find_map(|(x, align)| {
        let at = [x, band.y + 10.0];
        let covers = area(at, &words, LABEL, align, measure);
        let is_inside = covers.x >= band.x
            && covers.right() <= band.right()
            && covers.bottom() <= band.bottom();
        let is_free = taken.iter().all(|other| !other.overlaps(&covers));
        (is_inside && is_free).then_some((at, align, covers))
    })?;
    shapes.push(text(at, words, LABEL, align, Ink::Ink));
    Some(covers)
}

/// How much differed at an instant, and where.
fn said(input: &Timeline<'_>, at: Micros) -> String {
    let value = value_at(input.differing, at).unwrap_or(0.0);
    let mut words = units::instant(at) + ": " + &amount(input, value);
    words.push(' ');
    words += input.unit.2;
    words + &band::said(input.layers, at)
}

fn description(input: &Timeline<'_>, stretches: &[Stretch]) -> String {
    let peak = peak(input.differing);
    let mut words = String::from("At ") + &units::instant_of(input.playhead, input.duration);
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
    words += &crowds(input, stretches);
    if !input.acts.is_empty() {
        words += "; ";
        words += &units::things(input.acts.len() as u64, "act", "acts");
    }
    if input.span != Span::whole(input.duration) {
        words += "; shown from ";
        words += &units::instant(input.span.from);
        words += " to ";
        words += &units::instant(input.span.until);
    }
    words + "."
}

/// Where anomalies are too close to be told apart: in the order of time, as many places as are soon said.
fn crowds(input: &Timeline<'_>, stretches: &[Stretch]) -> String {
    const SAID: usize = 3;
    let dense: Vec<_> = stretches
        .iter()
        .filter(|stretch| stretch.is_dense())
        .collect();
    let mut words = String::new();
    for (place, stretch) in dense.iter().take(SAID).enumerate() {
        let Some((from, to)) = ticks::span_of(stretch, input.anomalies) else {
            continue;
        };
        words += if place == 0 {
            ", close together "
        } else {
            ", "
        };
        words += &units::count(stretch.count());
        words += " from ";
        words += &units::instant(from);
        words += " to ";
        words += &units::instant(to);
    }
    if dense.len() > SAID {
        words += ", and others";
    }
    words
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::consistency::Anomaly;
    use crate::facts::time::SECOND;
    use crate::show::charts::properties::check;
    use crate::show::text::estimate;

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
            aim: None,
            known_until: 28 * SECOND,
            duration: 60 * SECOND,
            span: Span {
                from: 0,
                until: 60 * SECOND,
            },
        }
    }

    #[test]
    fn however_low_it_is_its_ends_are_labelled() {
        for height in [44.0, 52.0, 72.0] {
            for width in [140.0, 330.0, 611.0] {
                let chart = chart(&timeline(), Size::new(width, height), &estimate);
                check(&chart);
                for end in ["0", "1 min"] {
                    assert!(written(&chart, end).is_some(), "{width}x{height}: {end}");
                }
            }
        }
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

    /// Whether a text is anywhere on a chart, and what it covers.
    pub fn written(chart: &Chart, wanted: &str) -> Option<Rect> {
        chart.shapes.iter().find_map(|shape| match shape {
            Shape::Text {
                at,
                content,
                style,
                align,
                ..
            } if content == wanted => Some(area(*at, content, *style, *align, &estimate)),
            _ => None,
        })
    }

    #[test]
    fn what_is_counted_is_written_clear_of_the_playhead_wherever_that_is() {
        for width in [300.0, 611.0] {
            let size = Size::new(width, 72.0);
            for tenths in 0..=600 {
                let input = Timeline {
                    playhead: tenths * SECOND / 10,
                    ..timeline()
                };
                let chart = chart(&input, size, &estimate);
                check(&chart);
                let covers = written(&chart, "up to 14 keys").expect("it is written");
                let handle = chart.shapes.iter().find_map(|shape| match shape {
                    Shape::Circle { centre, .. } => Some(centre[0]),
                    _ => None,
                });
                let x = handle.unwrap();
                let gap = (covers.x - x).max(x - covers.right());
                assert!(gap >= 3.0, "{width} {tenths}: {covers:?} and {x}");
            }
        }
    }

    #[test]
    fn an_empty_run_has_a_rail_all_the_same() {
        let input = Timeline {
            differing: &[],
            anomalies: &[],
            playhead: 0,
            known_until: 0,
            duration: 0,
            span: Span::whole(0),
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

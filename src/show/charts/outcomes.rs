//! How what takes several steps ends over time: bars of what completed, was taken back or needs a person, and a
//! line of what is under way.

use crate::consistency::Outcomes;
use crate::facts::time::Micros;
use crate::show::geometry::{Point, Rect, Size};
use crate::show::ink::Ink;
use crate::show::sentence::capital;
use crate::show::shape::{Align, Glyph, Shape, Stroke, text, through};
use crate::show::text::{Measure, elide};
use crate::show::units;

use super::axis::{Scale, count_axis, count_values, time_axis};
use super::lag::{steps, value_at};
use super::{Chart, LABEL, Region};

/// What to draw.
#[derive(Clone, Copy, Debug)]
pub struct Ends<'a> {
    /// What it is, one and many.
    pub what: (&'static str, &'static str),
    /// In equal spans of time, from the start of the run.
    pub spans: &'a [Outcomes],
    /// From when on how many were under way.
    pub under_way: &'a [(Micros, f64)],
    /// How far the run has come.
    pub now: Micros,
}

const BELOW: f32 = 20.0;
const LEGEND_LINE: f32 = 15.0;
/// From the mark of a legend to its words, and to the next one.
const MARK: f32 = 12.0;
const GAP: f32 = 12.0;
/// The line of those under way.
const UNDER_WAY: Stroke = Stroke::solid(Ink::Ink.full(), 1.3);
/// What is counted, in the order of the bars from below.
const WORDS: [&str; 4] = ["completed", "undone", "stuck", "under way"];

/// Draws the outcomes.
pub fn chart(input: &Ends<'_>, size: Size, measure: Measure<'_>) -> Chart {
    let last = input.under_way.last();
    let Some(now) = last.map(|point| point.1 as u64).filter(|_| input.now > 0) else {
        let none = ["no ", input.what.0, " has begun"].concat();
        return Chart::empty(size, &none, measure);
    };
    let ends = input.spans.iter().map(counts);
    let sums = ends.fold([0; 3], |sums, ends| {
        [sums[0] + ends[0], sums[1] + ends[1], sums[2] + ends[2]]
    });
    let totals = [sums[0], sums[1], sums[2], now];
    let mut shapes = Vec::new();
    let per = input.spans.first().map_or(0, |span| span.until - span.from);
    let above = legend(&mut shapes, (totals, per), size.width, measure);
    let most = input
        .spans
        .iter()
        .map(|span| counts(span).iter().sum::<u64>());
    let peak = input.under_way.iter().map(|point| point.1);
    let levels = count_values(peak.fold(most.max().unwrap_or(0) as f64, f64::max));
    let whole = Rect::new(
        0.0,
        above,
        size.width - 0.5,
        (size.height - above - BELOW).max(10.0),
    );
    let (plot, up) = count_axis(&mut shapes, &levels, whole, measure);
    let across = Scale::linear(0.0, input.now as f64, plot.x, plot.right());
    time_axis(&mut shapes, plot, &across, LABEL, measure);
    bars(&mut shapes, input, (plot, &across, &up));
    let line = steps(input.under_way, plot, (&across, &up));
    shapes.push(through(&line, UNDER_WAY));
    Chart {
        shapes,
        size,
        regions: regions(input, &across, (plot, size)),
        description: capital(input.what.1) + ": " + &listed(totals) + ".",
    }
}

fn counts(span: &Outcomes) -> [u64; 3] {
    [span.completed, span.compensated, span.stuck]
}

/// Counts with their words; those of nothing as well, since nothing stuck is worth saying.
fn listed(counts: [u64; 4]) -> String {
    let mut words = String::new();
    for (word, count) in WORDS.into_iter().zip(counts) {
        if !words.is_empty() {
            words += ", ";
        }
        words += &units::count(count);
        words.push(' ');
        words += word;
    }
    words
}

/// The marks with their words and totals, in as many lines as they need; the height of that.
fn legend(
    shapes: &mut Vec<Shape>,
    (totals, per): ([u64; 4], Micros),
    width: f32,
    measure: Measure<'_>,
) -> f32 {
    let (mut x, mut y) = (0.0, 0.0);
    for (kind, (word, total)) in WORDS.into_iter().zip(totals).enumerate() {
        let words = word.to_owned() + " " + &units::count(total);
        let words = elide(&words, LABEL, width - MARK, measure);
        let wide = MARK + measure(&words, LABEL);
        if x > 0.0 && x + wide > width {
            (x, y) = (0.0, y + LEGEND_LINE);
        }
        let middle = [x + 4.0, y + 7.0];
        match kind {
            3 => {
                let (from, to) = ([x, middle[1]], [x + 8.5, middle[1]]);
                shapes.push(through(&[from, to], UNDER_WAY));
            }
            _ => shapes.push(bar(kind, vec![Rect::around(middle, 3.5)])),
        }
        if kind == 2 {
            shapes.push(cross(vec![middle]));
        }
        let at = [x + MARK, y + 11.0];
        shapes.push(text(at, words, LABEL, Align::Start, Ink::Muted));
        x += wide + GAP;
    }
    // What a bar is, where there is room to say it.
    let words = String::from("per ") + &units::duration(per);
    if per > 0 && x + measure(&words, LABEL) <= width {
        let at = [width, y + 11.0];
        shapes.push(text(at, words, LABEL, Align::End, Ink::Muted));
    }
    y + LEGEND_LINE + 6.0
}

/// Completed is full, taken back is an outline around a pale colour, stuck is full and crossed.
fn bar(kind: usize, areas: Vec<Rect>) -> Shape {
    let (fill, stroke) = match kind {
        0 => (Ink::Good.full(), None),
        1 => (
            Ink::Compensation.at(0.3),
            Some(Stroke::solid(Ink::Compensation.full(), 1.0)),
        ),
        _ => (Ink::Broken.full(), None),
    };
    Shape::Rects {
        areas,
        radius: 0.0,
        fill: Some(fill),
        stroke,
    }
}

fn cross(points: Vec<Point>) -> Shape {
    Shape::Dots {
        glyph: Glyph::Cross(2.0),
        fill: None,
        stroke: Some(Stroke::solid(Ink::Surface.full(), 1.2)),
        points,
    }
}

fn bars(shapes: &mut Vec<Shape>, input: &Ends<'_>, (plot, across, up): (Rect, &Scale, &Scale)) {
    let mut areas = [Vec::new(), Vec::new(), Vec::new()];
    let mut crosses = Vec::new();
    for span in input.spans {
        let (left, right) = (across.at(span.from as f64), across.at(span.until as f64));
        let gap = if right - left >= 4.0 { 1.0 } else { 0.0 };
        let mut below = 0;
        for (kind, count) in counts(span)
            .into_iter()
            .enumerate()
            .filter(|part| part.1 > 0)
        {
            let (foot, top) = (up.at(below as f64), up.at((below + count) as f64));
            below += count;
            // However few need a person, they are seen.
            let top = top.min(foot - 1.0).max(plot.y);
            let mut area = Rect::new(left, top, (right - left - gap).max(1.0), foot - top);
            if kind == 1 && area.width > 2.0 && area.height > 2.0 {
                // The outline lies within.
                area = area.grown(-0.5);
            }
            if kind == 2 && area.width >= 5.0 && area.height >= 5.0 {
                crosses.push(area.centre());
            }
            areas[kind].push(area);
        }
    }
    for (kind, areas) in areas.into_iter().enumerate() {
        if !areas.is_empty() {
            shapes.push(bar(kind, areas));
        }
    }
    if !crosses.is_empty() {
        shapes.push(cross(crosses));
    }
}

/// A span at a time, with what ended in it and how many were under way at its end.
fn regions(input: &Ends<'_>, across: &Scale, (plot, size): (Rect, Size)) -> Vec<Region> {
    let region = |span: &Outcomes| {
        let (left, right) = (across.at(span.from as f64), across.at(span.until as f64));
        let until = span.until.min(input.now);
        let way = value_at(input.under_way, until).unwrap_or(0.0) as u64;
        let [completed, compensated, stuck] = counts(span);
        let words = units::instant(span.from)
            + " to "
            + &units::instant(until)
            + ": "
            + &listed([completed, compensated, stuck, way]);
        let top = plot.y;
        Region {
            area: Rect::new(left, top, right - left, size.height - top),
            words,
            target: None,
            act: None,
        }
    };
    input.spans.iter().map(region).collect()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::facts::time::SECOND;
    use crate::show::charts::properties::check;
    use crate::show::text::estimate;

    pub fn spans() -> Vec<Outcomes> {
        let span = |nth: u64| Outcomes {
            from: nth * 2 * SECOND,
            until: (nth + 1) * 2 * SECOND,
            completed: 3 + nth * 7 % 5,
            compensated: nth * 5 % 4,
            stuck: u64::from(nth % 9 == 4),
        };
        (0..29).map(span).collect()
    }

    pub fn under_way() -> Vec<(Micros, f64)> {
        let point = |nth: u64| (nth * SECOND / 4, (nth * 5 % 7) as f64 / 2.0);
        (0..=232)
            .map(point)
            .map(|(at, way)| (at, libm::floor(way)))
            .collect()
    }

    #[test]
    fn totals_stand_in_the_legend_and_in_the_words() {
        let (spans, under_way) = (spans(), under_way());
        let ends = Ends {
            what: ("saga", "sagas"),
            spans: &spans,
            under_way: &under_way,
            now: 58 * SECOND,
        };
        for width in [120.0, 300.0, 700.0] {
            let chart = chart(&ends, Size::new(width, 150.0), &estimate);
            check(&chart);
            assert_eq!(
                chart.describe(),
                "Sagas: 144 completed, 42 undone, 3 stuck, 2 under way."
            );
        }
        let chart = chart(&ends, Size::new(300.0, 150.0), &estimate);
        let crossed = |shape: &Shape| matches!(shape, Shape::Dots { .. });
        assert!(
            chart.shapes.iter().any(crossed),
            "what is stuck has a form of its own"
        );
        assert_eq!(
            chart.hover(26.0, 80.0).as_deref(),
            Some("0.000 s to 2.000 s: 3 completed, 0 undone, 0 stuck, 2 under way")
        );
    }

    #[test]
    fn no_saga_is_no_data_and_one_under_way_is_some() {
        let size = Size::new(300.0, 150.0);
        let none = Ends {
            what: ("saga", "sagas"),
            spans: &[],
            under_way: &[],
            now: 10,
        };
        let empty = chart(&none, size, &estimate);
        assert_eq!(empty.describe(), "no data yet: no saga has begun");
        let one = Ends {
            what: ("saga", "sagas"),
            under_way: &[(5, 1.0)],
            ..none
        };
        let one = chart(&one, size, &estimate);
        check(&one);
        assert_eq!(
            one.describe(),
            "Sagas: 0 completed, 0 undone, 0 stuck, 1 under way."
        );
    }
}

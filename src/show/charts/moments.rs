//! The labels of time below a timeline: its ends always, however long it is or how close it is looked at, and between
//! them round instants, or at least the middle, where there is room.

use crate::facts::time::{HOUR, MINUTE, Micros, SECOND};
use crate::show::ink::Ink;
use crate::show::shape::{Align, Shape, Stroke, text};
use crate::show::text::Measure;
use crate::show::units;

use super::LABEL;
use super::axis::Scale;
use super::zoom::Span;

/// So far apart, or further, are the instants that are labelled.
const APART: f32 = 76.0;
/// Between two labels.
const GAP: f32 = 8.0;
/// Above a minute people count in these.
const STEPS: [Micros; 14] = [
    MINUTE,
    2 * MINUTE,
    5 * MINUTE,
    10 * MINUTE,
    15 * MINUTE,
    30 * MINUTE,
    HOUR,
    2 * HOUR,
    3 * HOUR,
    6 * HOUR,
    12 * HOUR,
    24 * HOUR,
    48 * HOUR,
    120 * HOUR,
];

/// A label: where it begins and ends, and of which instant.
type Label = (f32, f32, f32, String);

/// Draws them below the rail, which is so far down, each with its tick.
pub(super) fn draw(
    shapes: &mut Vec<Shape>,
    span: Span,
    across: &Scale,
    rail: f32,
    measure: Measure<'_>,
) {
    let [left, right] = [span.from, span.until].map(|at| across.at(at as f64));
    let line = |from, to, opacity| Shape::Line {
        from,
        to,
        stroke: Stroke::solid(Ink::Muted.at(opacity), 1.0),
    };
    shapes.push(line([left, rail], [right, rail], 0.5));
    for (from, to, tick, words) in labels(span, across, measure) {
        shapes.push(line([tick, rail], [tick, rail + 3.0], 0.5));
        let at = [f32::midpoint(from, to), rail + 14.5];
        shapes.push(text(at, words, LABEL, Align::Middle, Ink::Muted));
    }
}

/// The ends, and what has room between them. From so close that two of them would be said alike, to the millisecond.
fn labels(span: Span, across: &Scale, measure: Measure<'_>) -> Vec<Label> {
    let all = labels_by(said, span, across, measure);
    if all.windows(2).any(|pair| pair[0].3 == pair[1].3) {
        labels_by(units::instant, span, across, measure)
    } else {
        all
    }
}

fn labels_by(
    said: impl Fn(Micros) -> String,
    span: Span,
    across: &Scale,
    measure: Measure<'_>,
) -> Vec<Label> {
    let [left, right] = [span.from, span.until].map(|at| across.at(at as f64));
    let label = |at: Micros| {
        let (words, tick) = (said(at), across.at(at as f64));
        let width = measure(&words, LABEL);
        // None is cut off at the sides.
        let last = (right - width).max(left);
        let from = (tick - width / 2.0).max(left).min(last);
        (from, from + width, tick, words)
    };
    let (first, end) = (label(span.from), label(span.until));
    if first.1 + GAP > end.0 {
        return vec![end];
    }
    let mut all = vec![first];
    let has_room = |all: &[Label], one: &Label| {
        let free = all.last().map_or(left, |last| last.1 + GAP);
        one.0 >= free && one.1 + GAP <= end.0
    };
    for at in round_instants(span, right - left) {
        let one = label(at);
        if has_room(&all, &one) {
            all.push(one);
        }
    }
    if all.len() == 1 {
        let middle = label(span.from + span.length() / 2);
        if has_room(&all, &middle) {
            all.push(middle);
        }
    }
    all.push(end);
    all
}

fn said(at: Micros) -> String {
    if at == 0 {
        "0".to_owned()
    } else {
        units::duration(at)
    }
}

/// Instants between the ends that are easily said.
fn round_instants(span: Span, width: f32) -> impl Iterator<Item = Micros> {
    let most = ((width / APART) as Micros).max(1);
    let step = round_step(span.length().div_ceil(most));
    let first = span.from / step + 1;
    let last = span.until.saturating_sub(1) / step;
    (first..=last).map(move |nth| nth * step)
}

fn round_step(least: Micros) -> Micros {
    let long = STEPS.into_iter().find(|step| *step >= least);
    if least > 30 * SECOND {
        return long.unwrap_or(least);
    }
    let mut unit = 1;
    loop {
        let found = [1, 2, 5].map(|first| first * unit);
        if let Some(found) = found.into_iter().find(|step| *step >= least) {
            return found.min(30 * SECOND);
        }
        unit *= 10;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::show::text::estimate;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn words(from: Micros, until: Micros, width: f32) -> Vec<String> {
        let across = Scale::linear(from as f64, until as f64, 5.5, width - 5.5);
        let all = labels(Span { from, until }, &across, &estimate);
        for pair in all.windows(2) {
            assert!(pair[0].1 + GAP <= pair[1].0, "{pair:?}");
        }
        assert!(all.iter().all(|one| one.0 >= 5.5 && one.1 <= width - 5.4));
        all.into_iter().map(|one| one.3).collect()
    }

    #[test]
    fn the_ends_are_labelled_at_every_length_and_every_width() {
        assert_eq!(words(0, MINUTE, 420.0), ["0", "20 s", "40 s", "1 min"]);
        assert_eq!(
            words(0, 25 * HOUR, 420.0),
            ["0", "6 h", "12 h", "18 h", "25 h"]
        );
        assert_eq!(
            words(0, 25 * HOUR, 140.0).first().map(String::as_str),
            Some("0")
        );
        for (from, until) in [(0, MINUTE), (0, 25 * HOUR), (7_500_000, 12_500_000)] {
            for width in [110.0, 330.0, 700.0, 1_500.0] {
                let all = words(from, until, width);
                assert_eq!(all.first(), Some(&said(from)), "{width}");
                assert_eq!(all.last(), Some(&said(until)), "{width}");
                assert!(width < 300.0 || all.len() > 2, "{width}: {all:?}");
            }
        }
    }

    #[test]
    fn however_close_no_two_are_said_alike() {
        for from in [0, MINUTE + 31_000_000, HOUR + 31_000_000] {
            for length in [400_000, 4 * SECOND, 40 * SECOND] {
                let all = words(from, from + length, 700.0);
                let distinct: std::collections::BTreeSet<_> = all.iter().collect();
                assert!(all.len() > 1 && distinct.len() == all.len(), "{all:?}");
            }
        }
    }

    #[test]
    fn where_no_round_instant_has_room_the_middle_has() {
        assert_eq!(words(0, MINUTE, 150.0), ["0", "30 s", "1 min"]);
    }

    #[test]
    fn steps_are_those_in_which_people_count() {
        for (least, step) in [
            (1, 1),
            (300, 500),
            (11 * SECOND, 20 * SECOND),
            (21 * SECOND, 30 * SECOND),
            (31 * SECOND, MINUTE),
            (3 * MINUTE, 5 * MINUTE),
            (5 * HOUR, 6 * HOUR),
        ] {
            assert_eq!(round_step(least), step, "{least}");
        }
    }
}

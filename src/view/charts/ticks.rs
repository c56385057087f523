//! Anomalies on a timeline: those that fall together are one tick, with their number where there is room.

use crate::consistency::{Anomaly, Tick};
use crate::view::geometry::Rect;
use crate::view::ink::Ink;
use crate::view::shape::{Align, Glyph, Shape, Stroke, text};
use crate::view::text::Measure;
use crate::view::units;
use crate::view::why::title;

use super::LABEL;
use super::axis::Scale;

/// The height of the row of ticks.
pub const ROW: f32 = 14.0;
/// Ticks nearer than this are one.
const NEAR: f32 = 4.0;
/// So many have their number beside them.
const MANY: u64 = 3;
/// So many kinds are named.
const KINDS: usize = 3;

/// Anomalies that fall together.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Where the first and the last of them are.
    pub from: f32,
    /// See `from`.
    pub to: f32,
    /// The place of the first of them, and that of the first after them.
    pub first: usize,
    /// See `first`.
    pub end: usize,
    /// How many anomalies they are.
    pub count: u64,
    /// The place of the first that harms somebody.
    pub harm: Option<usize>,
}

/// Puts anomalies together, which are in the order of time.
pub fn ticks(anomalies: &[Tick], across: &Scale) -> Vec<Group> {
    let mut ticks: Vec<Group> = Vec::new();
    for (nth, one) in anomalies.iter().enumerate() {
        let x = libm::roundf(across.at(one.at as f64));
        let harm = one.what.is_harm().then_some(nth);
        match ticks.last_mut() {
            Some(tick) if x < tick.from + NEAR => {
                (tick.to, tick.end) = (x, nth + 1);
                tick.count += one.count;
                tick.harm = tick.harm.or(harm);
            }
            _ => ticks.push(Group {
                from: x,
                to: x,
                first: nth,
                end: nth + 1,
                count: one.count,
                harm,
            }),
        }
    }
    ticks
}

/// Draws ticks from `top` on: a full upright for what harms somebody, a small diamond for what does not. Beside
/// many their number, where the next one leaves room.
pub fn draw(
    shapes: &mut Vec<Shape>,
    ticks: &[Group],
    (top, right): (f32, f32),
    measure: Measure<'_>,
) {
    let (mut harms, mut signs) = (Vec::new(), Vec::new());
    for (place, tick) in ticks.iter().enumerate() {
        if tick.harm.is_some() {
            let width = (tick.to - tick.from).max(0.0) + 2.0;
            harms.push(Rect::new(tick.from - 1.0, top + 1.0, width, ROW - 3.0));
        } else {
            signs.push([tick.from, top + ROW / 2.0 + 1.0]);
        }
        let count = tick.count;
        let words = units::count(count);
        let next = ticks.get(place + 1).map_or(right, |next| next.from - 4.0);
        let x = tick.to + 4.0;
        if count >= MANY && x + measure(&words, LABEL) <= next {
            let at = [x, top + ROW - 3.0];
            shapes.push(text(at, words, LABEL, Align::Start, Ink::Muted));
        }
    }
    if !harms.is_empty() {
        shapes.push(Shape::Rects {
            areas: harms,
            radius: 0.0,
            fill: Some(Ink::Broken.full()),
            stroke: None,
        });
    }
    if !signs.is_empty() {
        shapes.push(Shape::Dots {
            glyph: Glyph::Diamond(3.0),
            fill: None,
            stroke: Some(Stroke::solid(Ink::Muted.full(), 1.2)),
            points: signs,
        });
    }
}

/// What a tick stands for: its kinds by their first appearance, and how often.
pub fn said(tick: &Group, anomalies: &[Tick]) -> String {
    let mut kinds: Vec<(Anomaly, u64)> = Vec::new();
    let among = anomalies.get(tick.first..tick.end).unwrap_or_default();
    for one in among {
        match kinds.iter_mut().find(|(kind, _)| *kind == one.what) {
            Some((_, count)) => *count += one.count,
            None => kinds.push((one.what, one.count)),
        }
    }
    let mut words = String::new();
    for (place, (kind, count)) in kinds.iter().take(KINDS).enumerate() {
        if place > 0 {
            words += ", ";
        }
        words += title(*kind);
        if *count > 1 {
            words += " × ";
            words += &units::count(*count);
        }
    }
    if kinds.len() > KINDS {
        words += ", and others";
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::time::Micros;

    fn one(nth: u64, at: Micros, what: Anomaly, count: u64) -> Tick {
        Tick {
            at,
            what,
            nth,
            count,
        }
    }

    #[test]
    fn what_falls_together_is_one_tick_that_leads_to_the_first_harm() {
        let all = [
            one(0, 100, Anomaly::RunFailed, 1),
            one(1, 500, Anomaly::GrowingLag, 1),
            one(2, 510, Anomaly::LostEvent, 2),
            one(4, 515, Anomaly::LostEvent, 7),
            one(11, 900, Anomaly::DivergedKey, 1),
        ];
        let ticks = ticks(&all, &Scale::linear(0.0, 1_000.0, 0.0, 100.0));
        let found: Vec<_> = ticks
            .iter()
            .map(|tick| (tick.first, tick.end, tick.count, tick.harm))
            .collect();
        let expected = [(0, 1, 1, None), (1, 4, 10, Some(2)), (4, 5, 1, Some(4))];
        assert_eq!(found, expected);
        assert_eq!(said(&ticks[1], &all), "Fell further behind, Lost event × 9");
    }
}

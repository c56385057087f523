//! Anomalies on a timeline: those that fall together are one tick, with their number where there is room.

use crate::consistency::{Anomaly, Tick};
use crate::facts::time::Micros;
use crate::show::geometry::Rect;
use crate::show::ink::Ink;
use crate::show::shape::{Align, Glyph, Shape, Stroke, text};
use crate::show::text::Measure;
use crate::show::units;
use crate::show::why::title;

use super::axis::Scale;
use super::density::{self, Stretch};
use super::zoom::Span;
use super::{LABEL, Region};

/// The height of the row of ticks.
pub const ROW: f32 = 14.0;
/// Ticks nearer than this are one; so wide is each of those that are drawn as a band.
pub const NEAR: f32 = 4.0;
/// So many have their number beside them.
const MANY: u64 = 3;
/// How far from a tick a pointer may be.
const REACH: f32 = 4.0;
/// From the line of the playhead to what is written.
pub const CLEAR: f32 = 4.0;
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

/// Puts the anomalies of a span of time together, which are in the order of time.
pub fn ticks(anomalies: &[Tick], span: Span, across: &Scale) -> Vec<Group> {
    let mut ticks: Vec<Group> = Vec::new();
    let shown = anomalies.iter().enumerate();
    for (nth, one) in shown.filter(|(_, one)| span.holds(one.at)) {
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

/// Draws ticks from `top` on: a full upright for what harms somebody, a small diamond for what does not, and a
/// band with a column for each where they are too close. Beside many their number, where the next one leaves room,
/// and never under the playhead.
pub fn draw(
    shapes: &mut Vec<Shape>,
    stretches: &[Stretch],
    (top, right, playhead): (f32, f32, f32),
    measure: Measure<'_>,
) {
    let (mut harms, mut signs, mut words) = (Vec::new(), Vec::new(), Vec::new());
    let dense = || stretches.iter().filter(|stretch| stretch.is_dense());
    let columns = || dense().flat_map(Stretch::groups);
    let most = columns().map(|group| group.count).max().unwrap_or(0);
    let (mut grounds, mut others) = (Vec::new(), Vec::new());
    for (place, stretch) in stretches.iter().enumerate() {
        for group in stretch.groups() {
            if stretch.is_dense() {
                let height = density::height(group.count, most, ROW - 3.0);
                let area = Rect::new(group.from - 1.0, top + ROW - 2.0 - height, NEAR, height);
                let side = if group.harm.is_some() {
                    &mut harms
                } else {
                    &mut others
                };
                side.push(area);
            } else if group.harm.is_some() {
                let width = (group.to - group.from).max(0.0) + 2.0;
                harms.push(Rect::new(group.from - 1.0, top + 1.0, width, ROW - 3.0));
            } else {
                signs.push([group.from, top + ROW / 2.0 + 1.0]);
            }
        }
        let next = stretches
            .get(place + 1)
            .map_or(right, |next| next.from() - 4.0);
        words.extend(label(stretch, (top, next, playhead), measure));
        if stretch.is_dense() {
            let width = stretch.to() - stretch.from() + 2.0;
            grounds.push(Rect::new(stretch.from() - 1.0, top + 1.0, width, ROW - 3.0));
        }
    }
    let rects = |areas: Vec<Rect>, paint| {
        (!areas.is_empty()).then_some(Shape::Rects {
            areas,
            radius: 0.0,
            fill: Some(paint),
            stroke: None,
        })
    };
    shapes.extend(rects(grounds, Ink::Broken.at(0.16)));
    shapes.extend(rects(others, Ink::Muted.full()));
    shapes.extend(rects(harms, Ink::Broken.full()));
    if !signs.is_empty() {
        shapes.push(Shape::Dots {
            glyph: Glyph::Diamond(3.0),
            fill: None,
            stroke: Some(Stroke::solid(Ink::Muted.full(), 1.2)),
            points: signs,
        });
    }
    for (words, plate) in words {
        shapes.extend(plate.and_then(|plate| rects(vec![plate], Ink::Surface.at(0.9))));
        shapes.push(words);
    }
}

/// How many a tick or a band stands for: beside it, or for want of room on the band itself, on a plate.
fn label(
    stretch: &Stretch,
    (top, next, playhead): (f32, f32, f32),
    measure: Measure<'_>,
) -> Option<(Shape, Option<Rect>)> {
    let number = units::count(stretch.count());
    let candidates = match stretch {
        Stretch::One(group) if group.count < MANY => return None,
        Stretch::One(_) => vec![number],
        // They are not all that there are.
        Stretch::Dense(_) => vec![all_of(stretch) + " here", number.clone() + " here", number],
    };
    let at =
        |x: f32, words: String| text([x, top + ROW - 3.0], words, LABEL, Align::Start, Ink::Muted);
    for words in &candidates {
        let width = measure(words, LABEL);
        let beside = stretch.to() + 4.0;
        let x = if is_under(playhead, beside, width) {
            playhead + CLEAR
        } else {
            beside
        };
        if x + width <= next {
            return Some((at(x, words.clone()), None));
        }
    }
    let (from, to) = (stretch.from() + 2.0, stretch.to() - 2.0);
    candidates.into_iter().find_map(|words| {
        let width = measure(&words, LABEL);
        let last = to - width;
        let x = if is_under(playhead, last, width) {
            playhead - CLEAR - width
        } else {
            last
        };
        let plate = Rect::new(x - 3.0, top, width + 6.0, ROW - 1.0);
        (stretch.is_dense() && x - 3.0 >= from).then(|| (at(x, words), Some(plate)))
    })
}

/// Whether the line of the playhead would touch a text.
fn is_under(playhead: f32, x: f32, width: f32) -> bool {
    playhead > x - CLEAR && playhead < x + width + CLEAR
}

/// How many anomalies a band stands for.
fn all_of(stretch: &Stretch) -> String {
    units::things(stretch.count(), "anomaly", "anomalies")
}

/// From when to when the anomalies of a band are.
pub fn span_of(stretch: &Stretch, anomalies: &[Tick]) -> Option<(Micros, Micros)> {
    let first = anomalies.get(stretch.groups().first()?.first)?;
    let last = anomalies.get(stretch.groups().last()?.end.checked_sub(1)?)?;
    Some((first.at, last.at))
}

/// What ticks say when they are pointed at, each over a height, and the anomaly that it leads to. A column of
/// a band says of what it is one.
pub(super) fn regions(stretches: &[Stretch], anomalies: &[Tick], height: f32) -> Vec<Region> {
    let mut regions = Vec::new();
    for stretch in stretches {
        let among = span_of(stretch, anomalies).filter(|_| stretch.is_dense());
        let among = among.map(|(from, to)| {
            let (from, to) = (units::instant(from), units::instant(to));
            format!(" (of {} from {from} to {to})", all_of(stretch))
        });
        for (place, group) in stretch.groups().iter().enumerate() {
            let leads_to = anomalies.get(group.harm.unwrap_or(group.first));
            let at = leads_to.map_or(0, |anomaly| anomaly.at);
            let mut words = units::instant(at) + ": " + &said(group, anomalies);
            words += among.as_deref().unwrap_or_default();
            let area = if stretch.is_dense() {
                // Whatever is between two columns is of the one before it.
                let next = stretch.groups().get(place + 1);
                let width = next.map_or(NEAR, |next| next.from - group.from);
                Rect::new(group.from - 1.0, 0.0, width, height)
            } else {
                let width = group.to - group.from + 2.0 * REACH;
                Rect::new(group.from - REACH, 0.0, width, height)
            };
            regions.push(Region {
                area,
                words,
                target: leads_to.map(|anomaly| anomaly.nth),
                act: None,
            });
        }
    }
    regions
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
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

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
        let ticks = ticks(
            &all,
            Span::whole(1_000),
            &Scale::linear(0.0, 1_000.0, 0.0, 100.0),
        );
        let found: Vec<_> = ticks
            .iter()
            .map(|tick| (tick.first, tick.end, tick.count, tick.harm))
            .collect();
        let expected = [(0, 1, 1, None), (1, 4, 10, Some(2)), (4, 5, 1, Some(4))];
        assert_eq!(found, expected);
        assert_eq!(said(&ticks[1], &all), "Fell further behind, Lost event × 9");
    }
}

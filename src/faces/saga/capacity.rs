//! What sagas share, as squares: taken by one that completed, taken by a saga that is not at its end or will give it back, orphaned, free.

use crate::patterns::picture::Gauge;
use crate::show::frame::Frame;
use crate::show::geometry::{Point, Rect};
use crate::show::grid::Grid;
use crate::show::ink::Ink;
use crate::show::shape::{Align, Shape, Step, Stroke, TextStyle, text};
use crate::show::units;

/// More of them than this are no squares: their number says more.
const SQUARES_MAX: u64 = 400;
/// Minimum gap at which two squares can be told apart.
const PITCH_MIN: f32 = 6.0;

/// The letters beside a square, its side, and the height of such a line.
const STYLE: TextStyle = TextStyle::regular(11.5);
const SIDE: f32 = 10.0;
const ROW: f32 = 17.0;
/// What a bar takes.
const BAR: f32 = 20.0;

/// How a square is taken.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Taken {
    Surely,
    Tentatively,
    Orphaned,
    Free,
}

const ALL: [Taken; 4] = [
    Taken::Surely,
    Taken::Tentatively,
    Taken::Orphaned,
    Taken::Free,
];

const WORDS: [&str; 4] = ["taken", "tentative", "orphaned", "free"];

/// How many are free, if there is an end to them.
pub(super) fn free(gauge: &Gauge) -> Option<u64> {
    match gauge {
        Gauge::Capacity {
            taken,
            tentative,
            orphaned,
            units,
        } if *units > 0 && *units < 1_000_000_000 => {
            Some(units.saturating_sub(taken + tentative + orphaned))
        }
        _ => None,
    }
}

/// How many are taken that there are not.
pub(super) fn over(gauge: &Gauge) -> u64 {
    match gauge {
        Gauge::Capacity {
            taken,
            tentative,
            orphaned,
            units,
        } if *units > 0 => (taken + tentative + orphaned).saturating_sub(*units),
        _ => 0,
    }
}

/// How many there are of each look, in the order of [`ALL`], and all together.
fn numbers(gauge: &Gauge) -> ([u64; 4], u64) {
    let &Gauge::Capacity {
        taken,
        tentative,
        orphaned,
        ..
    } = gauge
    else {
        return ([0; 4], 0);
    };
    let numbers = [taken, tentative, orphaned, free(gauge).unwrap_or(0)];
    (numbers, numbers.iter().sum())
}

/// The squares, if there are not too many of them for this room.
fn grid(whole: u64, width: f32, height: f32) -> Option<Grid> {
    if whole > SQUARES_MAX {
        return None;
    }
    let grid = Grid::fitting(whole as usize, width, height);
    (grid.pitch.min(grid.row) >= PITCH_MIN || whole == 1).then_some(grid)
}

/// How high a body is in which everything finds room.
pub(super) fn height(gauge: &Gauge, width: f32) -> f32 {
    const MOST: f32 = 120.0;
    let (_, whole) = numbers(gauge);
    grid(whole, width, MOST).map_or(BAR + 3.0 * ROW, |grid| grid.height())
}

/// Adds the squares, or where there would be too many of them a bar of the same shares, and how many
/// they are.
pub fn paint(shapes: &mut Vec<Shape>, frame: &Frame<'_>, gauge: &Gauge, body: Rect) {
    let (numbers, whole) = numbers(gauge);
    if whole == 0 || body.height < 4.0 {
        return;
    }
    if let Some(grid) = grid(whole, body.width, body.height) {
        squares(shapes, numbers, &grid, [body.x, body.y]);
        // A frame around those that there are not.
        let first = (whole - over(gauge)) as usize;
        let outer: Vec<Rect> = (first..whole as usize)
            .map(|place| grid.square(body.x, body.y, place).grown(0.75))
            .collect();
        if !outer.is_empty() {
            shapes.push(Shape::Rects {
                areas: outer,
                radius: grid.radius(),
                fill: None,
                stroke: Some(Stroke::solid(Ink::Broken.full(), 1.5)),
            });
        }
        return;
    }
    bar(shapes, numbers, whole, body);
    let mut y = body.y + BAR;
    // What is free is told by the last line of the card.
    for (place, number) in numbers.into_iter().enumerate().take(3) {
        let words = format!("{} {}", units::count(number), WORDS[place]);
        let fits = SIDE + 6.0 + (frame.measure)(&words, STYLE) <= body.width;
        if number == 0 || !fits || y + ROW > body.bottom() {
            continue;
        }
        sample(shapes, ALL[place], &words, [body.x, y + 13.0]);
        y += ROW;
    }
}

fn squares(shapes: &mut Vec<Shape>, numbers: [u64; 4], grid: &Grid, corner: Point) {
    let mut place = 0;
    for (taken, number) in ALL.into_iter().zip(numbers) {
        let areas: Vec<Rect> = (place..place + number as usize)
            .map(|place| grid.square(corner[0], corner[1], place).grown(-0.5))
            .collect();
        place += number as usize;
        paint_squares(shapes, taken, areas, grid.radius());
    }
}

fn paint_squares(shapes: &mut Vec<Shape>, taken: Taken, areas: Vec<Rect>, radius: f32) {
    if areas.is_empty() {
        return;
    }
    let (fill, line) = match taken {
        Taken::Surely => (Ink::Accent.full(), Ink::Accent.full()),
        Taken::Tentatively => (Ink::Accent.at(0.16), Ink::Accent.at(0.9)),
        Taken::Orphaned => (Ink::Surface.full(), Ink::Broken.full()),
        Taken::Free => (Ink::Surface.full(), Ink::Muted.at(0.4)),
    };
    let mut marks = Vec::new();
    for area in &areas {
        let inner = area.grown(-1.5);
        // A long bar is hatched with as many strokes as squares would have.
        let count = (inner.width / inner.height.max(1.0)) as usize;
        let step = inner.width / count.max(1) as f32;
        for place in 0..count.max(1) {
            let (left, right) = (
                inner.x + place as f32 * step,
                inner.x + (place + 1) as f32 * step,
            );
            if matches!(taken, Taken::Tentatively | Taken::Orphaned) {
                marks.push(Step::Move([left, inner.bottom()]));
                marks.push(Step::Line([right, inner.y]));
            }
            if taken == Taken::Orphaned {
                marks.push(Step::Move([left, inner.y]));
                marks.push(Step::Line([right, inner.bottom()]));
            }
        }
    }
    shapes.push(Shape::Rects {
        areas,
        radius,
        fill: Some(fill),
        stroke: Some(Stroke::solid(line, 1.0)),
    });
    if !marks.is_empty() {
        shapes.push(Shape::Path {
            steps: marks,
            fill: None,
            stroke: Some(Stroke::solid(line, 1.2)),
        });
    }
}

/// One bar, divided as they are taken. What there is any of can be seen.
fn bar(shapes: &mut Vec<Shape>, numbers: [u64; 4], whole: u64, body: Rect) {
    let height = body.height.min(14.0);
    let mut x = body.x;
    for (taken, number) in ALL.into_iter().zip(numbers) {
        if number == 0 {
            continue;
        }
        let share = (number as f64 / whole as f64) as f32 * body.width;
        let width = share.max(3.0).min(body.right() - x);
        if width >= 1.0 {
            let area = Rect::new(x, body.y, width, height).grown(-0.5);
            paint_squares(shapes, taken, vec![area], 1.5);
        }
        x += width;
    }
}

/// Adds a square for each saga under way to the body of who leads them, as many as there is room for.
pub(super) fn paint_in_flight(shapes: &mut Vec<Shape>, in_flight: u64, body: Rect) {
    const PITCH: f32 = 9.0;
    let room = ((body.width + 3.0) / PITCH) as u64 * ((body.height + 3.0) / PITCH) as u64;
    let shown = in_flight.min(room);
    if shown == 0 {
        return;
    }
    let columns = ((body.width + 3.0) / PITCH) as u64;
    let areas = (0..shown).map(|place| {
        let (column, row) = (place % columns, place / columns);
        Rect::new(
            body.x + column as f32 * PITCH,
            body.y + row as f32 * PITCH,
            PITCH - 3.0,
            PITCH - 3.0,
        )
    });
    shapes.push(Shape::Rects {
        areas: areas.collect(),
        radius: 3.0,
        fill: Some(Ink::Muted.at(0.55)),
        stroke: None,
    });
}

/// Adds what the squares mean, to the right of `left` or, where the head is
/// high, below the counts.
pub(super) fn paint_legend(shapes: &mut Vec<Shape>, frame: &Frame<'_>, left: f32, head: Rect) {
    let width = |word: &str| SIDE + 6.0 + (frame.measure)(word, STYLE) + 14.0;
    let whole: f32 = WORDS.iter().map(|word| width(word)).sum::<f32>() - 14.0;
    let (mut x, mut y) = (libm::floorf(head.right() - whole), head.y + 14.0);
    if head.height > 30.0 {
        (x, y) = (head.x, y + 21.0);
    } else if x < left {
        return;
    }
    for (taken, word) in ALL.into_iter().zip(WORDS) {
        sample(shapes, taken, word, [x, y]);
        x += libm::roundf(width(word));
    }
}

/// Adds one square with a text behind it, its left end on this baseline.
fn sample(shapes: &mut Vec<Shape>, taken: Taken, words: &str, [x, baseline]: Point) {
    let area = Rect::new(x, baseline - SIDE + 1.0, SIDE, SIDE).grown(-0.5);
    paint_squares(shapes, taken, vec![area], 2.0);
    let at = [x + SIDE + 6.0, baseline];
    shapes.push(text(at, words, STYLE, Align::Start, Ink::Muted));
}

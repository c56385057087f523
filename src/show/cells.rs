//! The squares of a store: calm in step, warm and filling up with age, diverged when wrong for good.

use crate::facts::time::Micros;

use super::frame::Ages;
use super::geometry::{Point, Rect};
use super::grid::Grid;
use super::ink::{Ink, Paint};
use super::layout::Layout;
use super::shape::{Align, Shape, Stroke, TextStyle, text};
use super::store::{Square, Store};
use super::units;

/// Adds the squares of a store, one batch for each look, from the top left corner given.
pub fn paint(shapes: &mut Vec<Shape>, store: &Store, grid: &Grid, corner: Point, ages: Ages) {
    let mut calm = Vec::new();
    let mut absent = Vec::new();
    let mut diverged = Vec::new();
    let mut warm: [Vec<Rect>; 3] = Default::default();
    let mut fillings: [Vec<Rect>; 3] = Default::default();
    for (place, square) in store.squares.iter().enumerate() {
        // Hairlines lie on half pixels, so that they are one pixel wide and not two half ones.
        let area = grid.square(corner[0], corner[1], place).grown(-0.5);
        match square {
            Square::InStep => calm.push(area),
            Square::Absent => absent.push(area),
            Square::Diverged => diverged.push(area),
            Square::Stale(age_us) => {
                let level = level(*age_us, ages);
                warm[level].push(area);
                fillings[level].push(bar(area, *age_us, ages));
            }
        }
    }
    // Where squares are tiny an outline would be most of them: their colour is the whole of it.
    let tiny = grid.pitch < 8.0;
    let radius = grid.radius();
    let mut batch = |areas: Vec<Rect>, fill: Paint, line: Paint| {
        if !areas.is_empty() {
            let fill = Some(if tiny { line } else { fill });
            let stroke = (!tiny).then_some(Stroke::solid(line, 1.0));
            shapes.push(Shape::Rects {
                areas,
                radius,
                fill,
                stroke,
            });
        }
    };
    batch(
        calm,
        Ink::InStep.full(),
        Ink::InStepLine.at(if tiny { 0.65 } else { 1.0 }),
    );
    batch(
        absent,
        Ink::Surface.full(),
        if tiny { Ink::Surface } else { Ink::Line }.full(),
    );
    let [light, mid, deep] = warm;
    batch(
        light,
        Ink::StaleLight.full(),
        Ink::StaleMid.at(if tiny { 0.7 } else { 1.0 }),
    );
    batch(mid, Ink::StaleLight.full(), Ink::StaleDeep.full());
    batch(
        deep,
        Ink::StaleMid.full(),
        if tiny { Ink::StaleDeep } else { Ink::Broken }.full(),
    );
    let crosses = crosses(&diverged);
    batch(
        diverged,
        Ink::Surface.full(),
        if tiny { Ink::Surface } else { Ink::Broken }.full(),
    );
    for (areas, ink) in fillings
        .into_iter()
        .zip([Ink::StaleMid, Ink::StaleDeep, Ink::StaleDeep])
    {
        if !areas.is_empty() && !tiny {
            shapes.push(Shape::Rects {
                areas,
                radius: 0.0,
                fill: Some(ink.full()),
                stroke: None,
            });
        }
    }
    shapes.extend(crosses);
}

/// Which of the three warmths an age has.
fn level(age_us: Micros, ages: Ages) -> usize {
    usize::from(age_us >= ages.warm_us) + usize::from(age_us >= ages.hot_us)
}

/// The bar inside a square: it stands on the lower edge and is full at ten times the hot age.
fn bar(square: Rect, age_us: Micros, ages: Ages) -> Rect {
    let inner = square.grown(if square.width >= 8.0 { -1.5 } else { -1.0 });
    let low = (ages.warm_us as f32 / 16.0).max(1.0);
    let high = ages.hot_us as f32 * 10.0;
    let log = |ratio: f32| libm::log(f64::from(ratio)) as f32;
    let share = log((age_us as f32 / low).max(1.0)) / log((high / low).max(2.0));
    let height = (inner.height * share.clamp(0.0, 1.0))
        .max(1.0)
        .min(inner.height);
    Rect::new(inner.x, inner.bottom() - height, inner.width, height)
}

/// The crosses of diverged squares, as one path.
fn crosses(areas: &[Rect]) -> Option<Shape> {
    use super::shape::Step;
    if areas.is_empty() {
        return None;
    }
    let mut steps = Vec::with_capacity(areas.len() * 4);
    for area in areas {
        let inner = area.grown(if area.width >= 8.0 { -2.0 } else { -1.0 });
        steps.extend([
            Step::Move([inner.x, inner.y]),
            Step::Line([inner.right(), inner.bottom()]),
            Step::Move([inner.right(), inner.y]),
            Step::Line([inner.x, inner.bottom()]),
        ]);
    }
    let width = if areas[0].width >= 8.0 { 1.6 } else { 1.1 };
    Some(Shape::Path {
        steps,
        fill: None,
        stroke: Some(Stroke::solid(Ink::Broken.full(), width)),
    })
}

/// Adds the caption about squares that several keys share, if there are any.
pub fn caption(shapes: &mut Vec<Shape>, layout: &Layout) {
    if let Some(at) = layout.caption {
        let keys = units::things(u64::from(layout.keys_per_square), "key", "keys");
        let words = format!("1 square = {keys}, the worst of them shown");
        shapes.push(text(
            at,
            words,
            TextStyle::regular(11.5),
            Align::Start,
            Ink::Muted,
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::time::{MILLISECOND, SECOND};

    #[test]
    fn the_bar_grows_with_age_and_stays_inside() {
        let square = Rect::new(0.0, 0.0, 12.0, 12.0);
        let mut last = 0.0;
        for age_us in [
            MILLISECOND,
            50 * MILLISECOND,
            300 * MILLISECOND,
            2 * SECOND,
            9 * SECOND,
        ] {
            let bar = bar(square, age_us, Ages::default());
            assert!(square.holds(&bar));
            assert!(bar.height > last || age_us <= MILLISECOND, "{age_us}");
            last = bar.height;
        }
    }

    #[test]
    fn a_diverged_square_always_has_a_cross() {
        let store = Store {
            squares: vec![Square::InStep, Square::Diverged],
            ..Store::default()
        };
        for height in [4.0, 60.0] {
            let mut shapes = Vec::new();
            let grid = Grid::fitting(2, 40.0, height);
            paint(&mut shapes, &store, &grid, [0.0, 0.0], Ages::default());
            assert!(
                shapes
                    .iter()
                    .any(|shape| matches!(shape, Shape::Path { .. }))
            );
        }
    }
}

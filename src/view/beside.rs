//! Where a popover stands: beside what it speaks of, inside the board, over as little else as can be.

use super::geometry::{Point, Rect, Size};

/// Between a popover and what it speaks of, and between it and the edge of the board.
const GAP: f32 = 10.0;

/// The top left corner of a popover of `size` about `area`. It lies inside `board`, and where there
/// is room it does not cover `area`; of such places the one that covers least of `others` is taken, each
/// by its weight.
pub fn beside(area: Rect, size: Size, board: Size, others: &[(Rect, f32)]) -> Point {
    let right = (board.width - size.width - GAP).max(GAP);
    let bottom = (board.height - size.height - GAP).max(GAP);
    let centre = area.centre();
    let level = centre[1] - size.height / 2.0;
    let plumb = centre[0] - size.width / 2.0;
    let places = [
        [plumb, area.bottom() + GAP],
        [area.right() + GAP, level],
        [area.x - GAP - size.width, level],
        [plumb, area.y - GAP - size.height],
    ];
    let mut best = ([GAP, GAP], f32::INFINITY);
    for place in places {
        let place = [place[0].max(GAP).min(right), place[1].max(GAP).min(bottom)];
        let covers = Rect::new(place[0], place[1], size.width, size.height);
        let shares = others
            .iter()
            .map(|(other, weight)| weight * shared(&covers, other));
        let others: f32 = shares.sum();
        // To cover what it speaks of is worse than anything else.
        let cost = others + 1e6 * shared(&covers, &area);
        if cost < best.1 {
            best = (place, cost);
        }
    }
    best.0
}

/// How much two areas share.
fn shared(one: &Rect, other: &Rect) -> f32 {
    let width = one.right().min(other.right()) - one.x.max(other.x);
    let height = one.bottom().min(other.bottom()) - one.y.max(other.y);
    width.max(0.0) * height.max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOARD: Size = Size {
        width: 600.0,
        height: 400.0,
    };
    const POPOVER: Size = Size {
        width: 200.0,
        height: 150.0,
    };

    fn covers(place: Point, area: &Rect) -> bool {
        Rect::new(place[0], place[1], POPOVER.width, POPOVER.height).overlaps(area)
    }

    #[test]
    fn it_never_covers_what_it_speaks_of_where_there_is_room() {
        for x in (0..10).map(|step| step as f32 * 50.0) {
            for y in (0..6).map(|step| step as f32 * 50.0) {
                let area = Rect::new(x, y, 100.0, 60.0);
                let place = beside(area, POPOVER, BOARD, &[]);
                assert!(!covers(place, &area), "{area:?} {place:?}");
                let whole = Rect::new(place[0], place[1], POPOVER.width, POPOVER.height);
                assert!(Rect::new(0.0, 0.0, 600.0, 400.0).holds(&whole), "{place:?}");
            }
        }
    }

    #[test]
    fn it_goes_where_it_covers_least() {
        let area = Rect::new(250.0, 50.0, 100.0, 60.0);
        let below = Rect::new(200.0, 150.0, 200.0, 200.0);
        let place = beside(area, POPOVER, BOARD, &[(below, 1.0)]);
        assert!(!covers(place, &area));
        assert!(place[0] >= area.right() || place[0] + POPOVER.width <= area.x);
    }

    #[test]
    fn what_is_small_may_weigh_more() {
        let area = Rect::new(250.0, 10.0, 100.0, 60.0);
        let large = Rect::new(0.0, 0.0, 250.0, 400.0);
        let small = Rect::new(290.0, 100.0, 10.0, 10.0);
        let right = Rect::new(350.0, 0.0, 250.0, 400.0);
        let others = [(large, 0.1), (small, 100.0), (right, 1.0)];
        let place = beside(area, POPOVER, BOARD, &others);
        assert!(place[0] + POPOVER.width <= area.x, "{place:?}");
    }
}

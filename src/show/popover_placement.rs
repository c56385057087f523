//! Where a popover stands: beside what it speaks of, inside the board, over as little else as can be.

use super::geometry::{Point, Rect, Size};

/// Between a popover and what it speaks of, and between it and the edge of the board.
const GAP: f32 = 10.0;

/// What a point of distance costs, in points of area covered.
const FAR: f32 = 10.0;

/// The top left corner of a popover of `size` about `area`. It lies inside `board`, and where there
/// is room it does not cover `area`; of such places the one that covers least of `others` is taken, each
/// by its weight, where to be further away counts as if so much more were covered.
pub fn beside(area: Rect, size: Size, board: Size, others: &[(Rect, f32)]) -> Point {
    let right = (board.width - size.width - GAP).max(GAP);
    let bottom = (board.height - size.height - GAP).max(GAP);
    let centre = area.centre();
    // In the middle of it, or just clear of something on either side.
    let (mut across, mut down) = (
        vec![centre[0] - size.width / 2.0],
        vec![centre[1] - size.height / 2.0],
    );
    for one in others.iter().map(|(other, _)| other).chain([&area]) {
        across.extend([one.right() + GAP, one.x - GAP - size.width]);
        down.extend([one.bottom() + GAP, one.y - GAP - size.height]);
    }
    let mut best = ([GAP, GAP], f32::INFINITY);
    for &x in &across {
        for &y in &down {
            let place = [x.max(GAP).min(right), y.max(GAP).min(bottom)];
            let covers = Rect::new(place[0], place[1], size.width, size.height);
            let shares = others
                .iter()
                .map(|(other, weight)| weight * shared(&covers, other));
            let others: f32 = shares.sum();
            // To cover what it speaks of is worse than anything else.
            let cost = others + FAR * apart(&covers, &area) + 1e6 * shared(&covers, &area);
            if cost < best.1 {
                best = (place, cost);
            }
        }
    }
    best.0
}

/// How far two areas are from each other, across and down together.
fn apart(one: &Rect, other: &Rect) -> f32 {
    let across = (one.x - other.right()).max(other.x - one.right());
    let down = (one.y - other.bottom()).max(other.y - one.bottom());
    across.max(0.0) + down.max(0.0)
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
                let other = Rect::new(y, x / 2.0, 150.0, 150.0);
                for others in [&[][..], &[(other, 1.0)]] {
                    let place = beside(area, POPOVER, BOARD, others);
                    assert!(!covers(place, &area), "{area:?} {place:?}");
                    let whole = Rect::new(place[0], place[1], POPOVER.width, POPOVER.height);
                    assert!(Rect::new(0.0, 0.0, 600.0, 400.0).holds(&whole), "{place:?}");
                }
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
    fn it_moves_aside_for_what_is_close_to_what_it_speaks_of() {
        let area = Rect::new(10.0, 200.0, 180.0, 150.0);
        let small = Rect::new(195.0, 190.0, 20.0, 20.0);
        let above = Rect::new(0.0, 0.0, 600.0, 160.0);
        let place = beside(area, POPOVER, BOARD, &[(small, 100.0), (above, 1.0)]);
        for near in [area, small, above] {
            assert!(!covers(place, &near), "{place:?}");
        }
        assert!(place[0] < 300.0, "no further than it has to: {place:?}");
    }

    #[test]
    fn what_is_small_may_weigh_more() {
        let area = Rect::new(250.0, 10.0, 100.0, 60.0);
        let large = Rect::new(0.0, 0.0, 250.0, 400.0);
        let small = Rect::new(290.0, 100.0, 10.0, 10.0);
        let right = Rect::new(350.0, 0.0, 250.0, 400.0);
        let others = [(large, 0.1), (small, 100.0), (right, 1.0)];
        let place = beside(area, POPOVER, BOARD, &others);
        for spared in [area, small, right] {
            assert!(!covers(place, &spared), "{place:?}");
        }
    }
}

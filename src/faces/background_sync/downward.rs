//! The layout from top to bottom, for phones: people beside the sources, the clock below them with its
//! words at its left, then the target, then the rails of time.

use crate::scenario::NodeKind;
use crate::show::frame::Frame;
use crate::show::geometry::{Point, Rect, Track, between};
use crate::show::layout::{Density, Draft, Flow, Layout, Seat, ends, of_kind, people_width};
use crate::show::reading;

use super::arrange::{Plan, is_stub, per_square, settled};
use super::clock::Dial;
use super::rails::Rails;

/// Between sources one below the other on a narrow canvas.
const STRIP_GAP: f32 = 3.0;
/// The least height of a card that holds a line of text.
const STRIP_MIN: f32 = 18.0;

/// Lays out a frame on a narrow canvas.
pub fn arrange(frame: &Frame<'_>, canvas: Rect) -> Plan {
    const FIRST_HOP: f32 = 42.0;
    let people = people_width(frame, 68.0, 90.0);
    let inside = canvas.grown(-10.0);
    let sources = of_kind(frame, NodeKind::SOURCE);
    let count = sources.len().max(1) as f32;
    let several = count > 1.0;
    let right = canvas.width - 6.0 - reading::REACH;
    let width = right - inside.x;

    let rails_height = Rails::height(inside.height);
    let gap = (inside.height * 0.05).clamp(12.0, 30.0);
    let room = inside.height - rails_height - 3.0 * gap;
    let dial = libm::floorf((room * 0.28).clamp(48.0, 116.0));
    let single = ((room - dial) / 2.0).min(Density::Full.overhead() + 96.0);
    // Several sources are strips one below the other; what they need the target has less.
    let pitch = ((room - dial) * 0.66 / count).clamp(STRIP_MIN + STRIP_GAP, 44.0);
    let first = if several {
        pitch * count - STRIP_GAP
    } else {
        single
    };
    let target = if several {
        (room - dial - first).min(single)
    } else {
        single
    };
    let left = inside.x + people + FIRST_HOP;
    let nodes = &frame.picture.nodes;
    let drafts: Vec<Draft> = nodes
        .iter()
        .map(|node| {
            let (x, width, height) = match node.kind {
                NodeKind::PEOPLE => (inside.x, people, first.min(48.0)),
                NodeKind::SOURCE if several => (left, right - left, pitch - STRIP_GAP),
                NodeKind::SOURCE => (left, right - left, single),
                NodeKind::JOB => (inside.x, width, dial),
                _ => (inside.x, width, target),
            };
            Draft::whole(x, width, height)
        })
        .collect();
    let keys_per_square = per_square(frame, &drafts);
    let settled = settled(frame, &drafts, keys_per_square);
    let highest = |kind| {
        let heights = of_kind(frame, kind).into_iter().map(|one| settled[one].0);
        heights.fold(0.0, f32::max)
    };
    let first = if several {
        first
    } else {
        highest(NodeKind::SOURCE)
    };
    let target = highest(NodeKind::TARGET);
    let used = first + dial + target + rails_height + 3.0 * gap;
    let spare = (inside.height - used).max(0.0);
    // What is left over widens the ways first, then stays above and below.
    let gap = gap + (spare / 3.0).min(18.0);
    let used = first + dial + target + rails_height + 3.0 * gap;
    let top = inside.y + ((inside.height - used) / 2.0).max(0.0);
    let dial_top = libm::roundf(top + first + gap);
    let target_top = libm::roundf(dial_top + dial + gap);
    let rails_top = target_top + target + gap;

    let seats: Vec<Seat> = nodes
        .iter()
        .zip(&drafts)
        .zip(&settled)
        .enumerate()
        .map(|(place, ((node, draft), (height, grid)))| {
            let row = sources.iter().position(|one| *one == place).unwrap_or(0);
            let y = match node.kind {
                NodeKind::SOURCE if several => top + pitch * row as f32,
                NodeKind::PEOPLE | NodeKind::SOURCE => top + (first - height) / 2.0,
                NodeKind::JOB => dial_top,
                _ => target_top,
            };
            Seat {
                area: Rect::new(draft.x, libm::floorf(y), draft.width, libm::floorf(*height)),
                density: draft.density,
                grid: *grid,
            }
        })
        .collect();
    // Below the middle of the one source; words stand to its left.
    let centre = [
        libm::roundf(f32::midpoint(left, right)),
        dial_top + dial / 2.0,
    ];
    let words = Rect::new(
        inside.x,
        dial_top,
        centre[0] - dial / 2.0 - 14.0 - inside.x,
        dial,
    );
    let dial = Dial {
        centre,
        radius: dial / 2.0,
        beside: Some(words),
    };
    let tracks = (0..frame.picture.links.len())
        .map(|link| down(frame, &seats, &dial, link, several))
        .collect();
    let rails = Rails::below(
        Rect::new(inside.x, rails_top, inside.width, rails_height),
        rails_height,
    );
    let layout = Layout {
        flow: Flow::Downward,
        seats,
        tracks,
        keys_per_square,
        caption: None,
    };
    Plan {
        layout,
        dial,
        rails,
    }
}

/// From the lower edge of the one to the upper edge of the other; from people beside a single source
/// to the right.
fn down(frame: &Frame<'_>, seats: &[Seat], dial: &Dial, link: usize, several: bool) -> Track {
    let Some((near, far)) = ends(frame, link) else {
        return Track::new([0.0, 0.0], Vec::new());
    };
    let nodes = &frame.picture.nodes;
    if is_stub(frame, &frame.picture.links[link]) {
        return reading::stub(seats[far].area);
    }
    let (from, to) = (seats[near].area, seats[far].area);
    let start = [from.right(), from.centre()[1]];
    match (nodes[near].kind, nodes[far].kind) {
        (NodeKind::PEOPLE, _) => {
            let end = [to.x, to.centre()[1]];
            let bend = (end[0] - start[0]) * 0.5;
            Track::new(
                start,
                vec![[[start[0] + bend, start[1]], [end[0] - bend, end[1]], end]],
            )
        }
        (_, NodeKind::JOB) if several => {
            let end = [dial.centre[0] + dial.radius, dial.centre[1]];
            around(start, from.right() + 16.0, end)
        }
        (NodeKind::JOB, _) => {
            let x = dial.centre[0];
            level([x, dial.centre[1] + dial.radius], [x, to.y])
        }
        (_, NodeKind::JOB) => {
            let x = dial.centre[0];
            level([x, from.bottom()], [x, dial.centre[1] - dial.radius])
        }
        _ => level([from.centre()[0], from.bottom()], [to.centre()[0], to.y]),
    }
}

/// To the right, down at `x`, and back to the left.
fn around(from: Point, x: f32, to: Point) -> Track {
    let turn = (x - from[0]).min((to[1] - from[1]) / 2.0);
    let (first, last) = ([x, from[1] + turn], [x, to[1] - turn]);
    let (down, back) = (thirds(first, last), thirds([x - turn, to[1]], to));
    let near = turn * 0.45;
    Track::new(
        from,
        vec![
            [[x - near, from[1]], [x, from[1] + near], first],
            [down[0], down[1], last],
            [[x, to[1] - near], [x - near, to[1]], [x - turn, to[1]]],
            [back[0], back[1], to],
        ],
    )
}

fn thirds(from: Point, to: Point) -> [Point; 2] {
    [between(from, to, 1.0 / 3.0), between(from, to, 2.0 / 3.0)]
}

fn level(from: Point, to: Point) -> Track {
    let [one, two] = thirds(from, to);
    Track::new(from, vec![[one, two, to]])
}

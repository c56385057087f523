//! Where everything of a background sync stands: cards and clock in a row above the rails of time,
//! or one below the other on a narrow canvas.

use crate::patterns::picture::{LinkPicture, NodeKind};
use crate::view::frame::Frame;
use crate::view::geometry::{Point, Rect, Track, between};
use crate::view::layout::{
    Density, Draft, Flow, Layout, RIGHTWARD_FROM, Seat, ends, of_kind, settle, shared,
};
use crate::view::reading;

use super::clock::Dial;
use super::rails::Rails;

/// What a caption below everything takes.
const CAPTION: f32 = 16.0;
/// The highest room for squares that a single card takes.
const BODY_MAX: f32 = 142.0;

/// The places of everything.
pub struct Plan {
    /// Cards and connections. The seat of the job is all that the clock and its words take.
    pub layout: Layout,
    /// The clock.
    pub dial: Dial,
    /// Runs and watermark.
    pub rails: Rails,
}

/// Lays out a frame.
pub fn plan(frame: &Frame<'_>) -> Plan {
    let canvas = frame.size.area();
    let whole = arrange(frame, canvas);
    if whole.layout.keys_per_square == 1 {
        return whole;
    }
    let above = Rect {
        height: canvas.height - CAPTION,
        ..canvas
    };
    let mut plan = arrange(frame, above);
    plan.layout.caption = Some([12.0, canvas.height - 10.0]);
    plan
}

/// Whether a link is drawn as a stub: the people are not drawn again beside the target.
pub fn is_stub(frame: &Frame<'_>, link: &LinkPicture) -> bool {
    let far = frame
        .picture
        .nodes
        .iter()
        .find(|node| node.node == link.far);
    far.is_some_and(|node| node.kind == NodeKind::Target) && !from_job(frame, link)
}

fn from_job(frame: &Frame<'_>, link: &LinkPicture) -> bool {
    let nodes = &frame.picture.nodes;
    nodes
        .iter()
        .any(|node| node.node == link.near && node.kind == NodeKind::Job)
}

fn arrange(frame: &Frame<'_>, canvas: Rect) -> Plan {
    if frame.size.width >= RIGHTWARD_FROM {
        rightward(frame, canvas)
    } else {
        downward(frame, canvas)
    }
}

fn rightward(frame: &Frame<'_>, canvas: Rect) -> Plan {
    let margin = if canvas.width < 700.0 { 12.0 } else { 20.0 };
    let inside = canvas.grown(-margin);
    let sources = of_kind(frame, NodeKind::Source);
    let count = sources.len().max(1) as f32;

    let right = canvas.width - margin.max(14.0) - reading::REACH;
    let width = right - inside.x;
    let share = |part: f32, low: f32, high: f32| libm::floorf((width * part).clamp(low, high));
    let rails_height = Rails::height(inside.height);
    let room = inside.height - rails_height - 22.0;
    let dial = share(0.2, 92.0, 184.0).min(room);
    let columns = [
        share(0.09, 60.0, 96.0),
        share(0.23, 118.0, 240.0),
        dial,
        share(0.26, 138.0, 260.0),
    ];
    let free = width - columns.iter().sum::<f32>();
    let mut left = inside.x;
    let mut lefts = [0.0; 4];
    for (place, gap) in [0.27, 0.33, 0.4, 0.0].into_iter().enumerate() {
        lefts[place] = libm::roundf(left);
        left += columns[place] + gap * free;
    }
    // Rounding must not push the last card over the edge.
    lefts[3] = libm::floorf(right - columns[3]);

    // One card is as high as it likes, several share the height.
    let single = room.min(Density::Full.overhead() + BODY_MAX);
    let slot = (room / count).min(230.0);
    let source_room = if count < 2.0 {
        single
    } else {
        slot - (slot * 0.1).clamp(5.0, 28.0)
    };
    let draft = |kind: NodeKind| {
        let (column, height) = match kind {
            NodeKind::People => (0, room.min(52.0)),
            NodeKind::Source => (1, source_room),
            NodeKind::Job => (2, dial),
            _ => (3, single),
        };
        Draft {
            x: lefts[column],
            width: columns[column],
            middle: 0.0,
            height_max: libm::floorf(height),
            density: Density::of(height),
        }
    };
    let nodes = &frame.picture.nodes;
    let drafts: Vec<Draft> = nodes.iter().map(|node| draft(node.kind)).collect();
    let keys_per_square = shared(frame, &drafts);
    let settled = settled(frame, &drafts, keys_per_square);

    let highest = settled.iter().map(|one| one.0).fold(0.0, f32::max);
    let used = if count < 2.0 { highest } else { slot * count };
    let used = used.max(highest).min(room);
    let gap = 22.0 + ((room - used) * 0.4).min(46.0);
    let top = inside.y + (inside.height - used - gap - rails_height) / 2.0;
    let middle = libm::roundf(top + used / 2.0);

    let seats: Vec<Seat> = drafts
        .iter()
        .zip(settled)
        .enumerate()
        .map(|(place, (draft, (height, grid)))| {
            let row = sources.iter().position(|source| *source == place);
            let middle = row.map_or(middle, |row| {
                middle + slot * (row as f32 - (count - 1.0) / 2.0)
            });
            let height = libm::floorf(height / 2.0) * 2.0;
            let y = libm::roundf(middle) - height / 2.0;
            Seat {
                area: Rect::new(draft.x, y, draft.width, height),
                density: draft.density,
                grid,
            }
        })
        .collect();
    let dial = Dial {
        centre: [lefts[2] + dial / 2.0, middle],
        radius: dial / 2.0,
        beside: None,
    };
    let tracks = (0..frame.picture.links.len())
        .map(|link| across(frame, &seats, link))
        .collect();
    let rails = Rails::beside(
        Rect::new(inside.x, top + used + gap, inside.width, rails_height),
        rails_height,
    );
    let layout = Layout {
        flow: Flow::Rightward,
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

/// The height and the squares of each card; the clock is as high as it was drafted.
fn settled(
    frame: &Frame<'_>,
    drafts: &[Draft],
    keys_per_square: u32,
) -> Vec<(f32, Option<crate::view::grid::Grid>)> {
    let nodes = frame.picture.nodes.iter().zip(drafts);
    nodes
        .map(|(node, draft)| match node.kind {
            NodeKind::Job => (draft.height_max, None),
            _ => settle(frame, node, draft, keys_per_square),
        })
        .collect()
}

/// From the right edge of the one to the left edge of the other.
fn across(frame: &Frame<'_>, seats: &[Seat], link: usize) -> Track {
    let Some((near, far)) = ends(frame, link) else {
        return Track::new([0.0, 0.0], Vec::new());
    };
    if is_stub(frame, &frame.picture.links[link]) {
        return reading::stub(seats[far].area);
    }
    let (from, to) = (seats[near].area, seats[far].area);
    let (from, to) = ([from.right(), from.centre()[1]], [to.x, to.centre()[1]]);
    let bend = (to[0] - from[0]) * 0.5;
    Track::new(
        from,
        vec![[[from[0] + bend, from[1]], [to[0] - bend, to[1]], to]],
    )
}

fn downward(frame: &Frame<'_>, canvas: Rect) -> Plan {
    const PEOPLE: f32 = 68.0;
    const FIRST_HOP: f32 = 46.0;
    let inside = canvas.grown(-10.0);
    let sources = of_kind(frame, NodeKind::Source);
    let count = sources.len().max(1) as f32;
    let several = count > 1.0;
    let right = canvas.width - 6.0 - reading::REACH;
    let width = right - inside.x;

    let rails_height = Rails::height(inside.height);
    let gap = (inside.height * 0.05).clamp(15.0, 30.0);
    // Several sources leave no room for the people beside them.
    let people = if several { 36.0 + gap } else { 0.0 };
    let room = inside.height - rails_height - people - 3.0 * gap;
    let dial = libm::floorf((room * 0.28).clamp(56.0, 116.0));
    let single = ((room - dial) / 2.0).min(Density::Full.overhead() + 96.0);
    let between_cards = 6.0;
    let narrow = (width - between_cards * (count - 1.0)) / count;
    let nodes = &frame.picture.nodes;
    let drafts: Vec<Draft> = nodes
        .iter()
        .enumerate()
        .map(|(place, node)| {
            let row = sources.iter().position(|one| *one == place).unwrap_or(0) as f32;
            let (x, width, height) = match node.kind {
                NodeKind::People if several => (inside.centre()[0] - 60.0, 120.0, 36.0),
                NodeKind::People => (inside.x, PEOPLE, single.min(48.0)),
                NodeKind::Source if several => {
                    (inside.x + row * (narrow + between_cards), narrow, single)
                }
                NodeKind::Source => {
                    let x = inside.x + PEOPLE + FIRST_HOP;
                    (x, right - x, single)
                }
                NodeKind::Job => (inside.x, width, dial),
                _ => (inside.x, width, single),
            };
            Draft {
                x: libm::roundf(x),
                width: libm::floorf(width),
                middle: 0.0,
                height_max: libm::floorf(height),
                density: Density::of(height),
            }
        })
        .collect();
    let keys_per_square = shared(frame, &drafts);
    let settled = settled(frame, &drafts, keys_per_square);
    let highest = |kind| {
        let heights = of_kind(frame, kind).into_iter().map(|one| settled[one].0);
        heights.fold(0.0, f32::max)
    };
    let first = highest(NodeKind::Source);
    let target = highest(NodeKind::Target);
    let used = people + first + dial + target + rails_height + 3.0 * gap;
    let spare = (inside.height - used).max(0.0);
    // What is left over widens the ways first, then stays above and below.
    let gap = gap + (spare / 3.0).min(18.0);
    let used = people + first + dial + target + rails_height + 3.0 * gap;
    let top = inside.y + ((inside.height - used) / 2.0).max(0.0);
    let dial_top = libm::roundf(top + people + first + gap);
    let target_top = libm::roundf(dial_top + dial + gap);
    let rails_top = target_top + target + gap;

    let seats: Vec<Seat> = nodes
        .iter()
        .zip(&drafts)
        .zip(&settled)
        .map(|((node, draft), (height, grid))| {
            let y = match node.kind {
                NodeKind::People if several => top,
                NodeKind::People | NodeKind::Source => top + people + (first - height) / 2.0,
                NodeKind::Job => dial_top,
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
        libm::roundf((inside.x + PEOPLE + FIRST_HOP + right) / 2.0),
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
    match (nodes[near].kind, nodes[far].kind) {
        (NodeKind::People, _) if !several => {
            let start = [from.right(), from.centre()[1]];
            level(start, [to.x, to.centre()[1]])
        }
        (NodeKind::Job, _) => {
            let x = dial.centre[0];
            level([x, dial.centre[1] + dial.radius], [x, to.y])
        }
        (_, NodeKind::Job) => {
            let end = [dial.centre[0], dial.centre[1] - dial.radius];
            fall([from.centre()[0], from.bottom()], end)
        }
        _ => fall([from.centre()[0], from.bottom()], [to.centre()[0], to.y]),
    }
}

fn level(from: Point, to: Point) -> Track {
    let thirds = [between(from, to, 1.0 / 3.0), between(from, to, 2.0 / 3.0)];
    Track::new(from, vec![[thirds[0], thirds[1], to]])
}

fn fall(from: Point, to: Point) -> Track {
    let bend = (to[1] - from[1]) * 0.5;
    Track::new(
        from,
        vec![[[from[0], from[1] + bend], [to[0], to[1] - bend], to]],
    )
}

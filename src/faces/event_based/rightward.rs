//! The layout from left to right: people, source, broker, consumers, each kind in its column.

use crate::scenario::NodeKind;
use crate::show::frame::Frame;
use crate::show::geometry::{Rect, Track};
use crate::show::layout::{Density, Draft, Flow, Layout, Seat, ends, of_kind, settled, shared};
use crate::show::reading;
use crate::show::shape::TextStyle;

const KINDS: [NodeKind; 4] = [
    NodeKind::PEOPLE,
    NodeKind::PRODUCER,
    NodeKind::BROKER,
    NodeKind::CONSUMER,
];
/// How the space between the columns is divided: most of it where messages fan out.
const GAP_SHARES: [f32; 3] = [0.27, 0.27, 0.46];
/// The part of the width that stays for the ways, however long the names are.
const WAYS_MIN: f32 = 0.22;
/// A slot higher than this leaves room around its card and does not spread the cards further.
const SLOT_MAX: f32 = 230.0;

pub(super) fn arrange(frame: &Frame<'_>, canvas: Rect) -> Layout {
    let margin = if canvas.width < 700.0 { 12.0 } else { 20.0 };
    let mut inside = canvas.grown(-margin);
    // The readers may stand nearer to the edge than a card.
    let reading = reading::room(frame);
    inside.width -= (reading - margin / 2.0).max(0.0);
    let mut drafts = vec![EMPTY; frame.picture.nodes.len()];
    for (kind, (x, width)) in KINDS.into_iter().zip(columns(frame, inside)) {
        let members = of_kind(frame, kind);
        let slot = (inside.height / members.len().max(1) as f32).min(SLOT_MAX);
        let top = inside.centre()[1] - slot * members.len() as f32 / 2.0;
        for (row, member) in members.into_iter().enumerate() {
            let middle = top + slot * (row as f32 + 0.5);
            drafts[member] = draft(kind, x, width, middle, slot, inside.height);
        }
    }
    let keys_per_square = shared(frame, &drafts);
    let settled = settled(frame, &drafts, keys_per_square, |_, _| Some(frame.keys));
    let seats: Vec<Seat> = drafts
        .iter()
        .zip(settled)
        .map(|(draft, (height, grid))| {
            // Whole pixels keep the hairlines sharp, even heights the ways between cards level.
            let height = libm::floorf(height / 2.0) * 2.0;
            let y = libm::roundf(draft.middle) - height / 2.0;
            let area = Rect::new(draft.x, y, draft.width, height);
            Seat {
                area,
                density: draft.density,
                grid,
            }
        })
        .collect();
    let tracks = (0..frame.picture.links.len())
        .map(|link| track(frame, &seats, reading, link))
        .collect();
    Layout {
        flow: Flow::Rightward,
        seats,
        tracks,
        keys_per_square,
        caption: None,
    }
}

const EMPTY: Draft = Draft {
    x: 0.0,
    width: 0.0,
    middle: 0.0,
    height_max: 0.0,
    density: Density::Strip,
};

fn draft(kind: NodeKind, x: f32, width: f32, middle: f32, slot: f32, height: f32) -> Draft {
    let alone = slot >= height - 1.0 || slot >= SLOT_MAX - 1.0;
    let room = if alone {
        height.min(SLOT_MAX)
    } else {
        slot - (slot * 0.1).clamp(6.0, 28.0)
    };
    let density = Density::of(room);
    let body_max = match kind {
        NodeKind::PEOPLE => 0.0,
        NodeKind::PRODUCER | NodeKind::BROKER => 118.0,
        _ => 92.0,
    };
    let height_max = match kind {
        NodeKind::PEOPLE => room.min(52.0),
        _ => room.min(density.overhead() + body_max),
    };
    Draft {
        x,
        width,
        middle,
        height_max: libm::floorf(height_max),
        density,
    }
}

/// The left edge and the width of each kind's column: a share of the canvas, or more where a name
/// needs it and the ways between the cards stay long enough.
fn columns(frame: &Frame<'_>, inside: Rect) -> [(f32, f32); 4] {
    let share = |part: f32, low: f32, high: f32| (inside.width * part).max(low).min(high);
    let shares = [
        share(0.09, 60.0, 96.0),
        share(0.195, 114.0, 212.0),
        share(0.155, 98.0, 190.0),
        share(0.25, 138.0, 260.0),
    ];
    let mut extras = KINDS.map(|kind| named_width(frame, kind));
    for (extra, share) in extras.iter_mut().zip(shares) {
        *extra = (*extra - share).max(0.0);
    }
    let room = inside.width * (1.0 - WAYS_MIN) - shares.iter().sum::<f32>();
    let granted = (room.max(0.0) / extras.iter().sum::<f32>().max(1.0)).min(1.0);
    let mut widths = shares;
    for (width, extra) in widths.iter_mut().zip(extras) {
        *width = libm::floorf(*width + extra * granted);
    }
    let free = inside.width - widths.iter().sum::<f32>();
    let mut x = inside.x;
    let mut columns = [(0.0, 0.0); 4];
    for (place, width) in widths.into_iter().enumerate() {
        columns[place] = (libm::roundf(x), width);
        x += width + GAP_SHARES.get(place).map_or(0.0, |gap| gap * free);
    }
    // Rounding must not push the last card over the edge.
    columns[3].0 = inside.right() - widths[3];
    columns
}

/// The width of a card on which every name of a kind is whole.
fn named_width(frame: &Frame<'_>, kind: NodeKind) -> f32 {
    let (size, sides) = if kind == NodeKind::PEOPLE {
        (13.0, 18.0)
    } else {
        (14.0, 29.0)
    };
    let style = TextStyle::bold(size);
    of_kind(frame, kind)
        .into_iter()
        .map(|node| (frame.measure)(frame.names.of(&frame.picture.nodes[node]), style) + sides)
        .fold(0.0, f32::max)
}

/// Leaves to the right, arrives from the left, and fans out where several leave the same card.
fn track(frame: &Frame<'_>, seats: &[Seat], reading: f32, link: usize) -> Track {
    let Some((near, far)) = ends(frame, link) else {
        return Track::new([0.0, 0.0], Vec::new());
    };
    let read = |link: usize| frame.picture.links[link].reading;
    if read(link) {
        return reading::stub_within(seats[far].area, 1.0, reading);
    }
    let middle = |place: usize| seats[place].area.centre()[1];
    let siblings: Vec<f32> = (0..frame.picture.links.len())
        .filter(|other| !read(*other))
        .filter_map(|other| ends(frame, other))
        .filter(|(from, _)| *from == near)
        .map(|(_, to)| middle(to))
        .collect();
    let rank = siblings
        .iter()
        .filter(|other| **other < middle(far))
        .count() as f32;
    let others = siblings.len().max(1) as f32 - 1.0;
    let step = if others > 0.0 {
        (seats[near].area.height * 0.5 / others).min(9.0)
    } else {
        0.0
    };
    let from = [
        seats[near].area.right(),
        middle(near) + (rank - others / 2.0) * step,
    ];
    let to = [seats[far].area.x, middle(far)];
    let bend = (to[0] - from[0]) * 0.5;
    Track::new(
        from,
        vec![[[from[0] + bend, from[1]], [to[0] - bend, to[1]], to]],
    )
}

//! Where everything of a background sync stands: cards and clock in a row above the rails of time,
//! or one below the other on a narrow canvas.

use crate::patterns::picture::LinkPicture;
use crate::scenario::NodeKind;
use crate::show::frame::Frame;
use crate::show::geometry::{Rect, Track};
use crate::show::grid::Grid;
use crate::show::layout::{
    self, Density, Draft, Flow, Layout, RIGHTWARD_FROM, Seat, ends, of_kind, people_width, shared,
};
use crate::show::reading;

use super::clock::Dial;
use super::downward;
use super::rails::Rails;

/// A lower card has no squares: only its name.
const SQUARES_FROM: f32 = 30.0;
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
    // Room for some rows more, so that a card does not grow with each.
    let frame = &Frame {
        keys: roomy(frame.keys),
        ..*frame
    };
    let canvas = frame.size.area();
    let whole = arrange(frame, canvas);
    let Some(above) = whole.layout.above_caption(canvas) else {
        return whole;
    };
    let mut plan = arrange(frame, above);
    if plan.layout.keys_per_square > 1 {
        plan.layout.caption = Some([12.0, canvas.height - 10.0]);
    }
    plan
}

/// This many rows, or so many more that the next few have room. What people begin with is mostly a
/// multiple of twelve and then stays as it is.
fn roomy(rows: u32) -> u32 {
    let step = if rows < 96 { 12 } else { 96 };
    if rows < 24 {
        rows
    } else {
        rows.next_multiple_of(step)
    }
}

/// Whether a link is drawn as a stub: the people are not drawn again beside the target.
pub fn is_stub(frame: &Frame<'_>, link: &LinkPicture) -> bool {
    let far = frame
        .picture
        .nodes
        .iter()
        .find(|node| node.node == link.far);
    far.is_some_and(|node| node.kind == NodeKind::TARGET) && !from_job(frame, link)
}

fn from_job(frame: &Frame<'_>, link: &LinkPicture) -> bool {
    let nodes = &frame.picture.nodes;
    nodes
        .iter()
        .any(|node| node.node == link.near && node.kind == NodeKind::JOB)
}

fn arrange(frame: &Frame<'_>, canvas: Rect) -> Plan {
    if frame.size.width >= RIGHTWARD_FROM {
        rightward(frame, canvas)
    } else {
        downward::arrange(frame, canvas)
    }
}

fn rightward(frame: &Frame<'_>, canvas: Rect) -> Plan {
    let margin = if canvas.width < 700.0 { 12.0 } else { 20.0 };
    let inside = canvas.grown(-margin);
    let sources = of_kind(frame, NodeKind::SOURCE);
    let count = sources.len().max(1) as f32;

    let right = canvas.width - margin.max(14.0) - reading::REACH;
    let width = right - inside.x;
    let share = |part: f32, low: f32, high: f32| libm::floorf((width * part).max(low).min(high));
    let rails_height = Rails::height(inside.height);
    let room = inside.height - rails_height - 22.0;
    let dial = share(0.235, 104.0, 216.0).min(room);
    let columns = [
        people_width(frame, share(0.09, 60.0, 96.0), width * 0.16),
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
            NodeKind::PEOPLE => (0, room.min(52.0)),
            NodeKind::SOURCE => (1, source_room),
            NodeKind::JOB => (2, dial),
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
    let keys_per_square = per_square(frame, &drafts);
    let settled = settled(frame, &drafts, keys_per_square);

    let highest = settled.iter().map(|one| one.0).fold(0.0, f32::max);
    let used = if count < 2.0 { highest } else { slot * count };
    let used = used.max(highest).min(room);
    let gap = 22.0 + ((room - used) * 0.4).min(64.0);
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

/// How many keys a square stands for. Cards without squares have no say in it, and of several
/// sources each has its part of the keys.
pub(super) fn per_square(frame: &Frame<'_>, drafts: &[Draft]) -> u32 {
    let room_for = |frame: &Frame<'_>, sources: bool| {
        let mut drafts = drafts.to_vec();
        for (node, draft) in frame.picture.nodes.iter().zip(&mut drafts) {
            let is_source = node.kind == NodeKind::SOURCE;
            if is_source != sources || (is_source && draft.height_max < SQUARES_FROM) {
                draft.height_max = f32::from(u16::MAX);
                draft.width = f32::from(u16::MAX);
            }
        }
        shared(frame, &drafts)
    };
    room_for(frame, false).max(room_for(&part(frame), true))
}

/// The frame with as many keys as a source has.
fn part<'a>(frame: &Frame<'a>) -> Frame<'a> {
    let sources = of_kind(frame, NodeKind::SOURCE).len().max(1) as u32;
    Frame {
        keys: frame.keys.div_ceil(sources),
        ..*frame
    }
}

/// The height and the squares of each card; the clock is as high as it was drafted.
pub(super) fn settled(
    frame: &Frame<'_>,
    drafts: &[Draft],
    keys_per_square: u32,
) -> Vec<(f32, Option<Grid>)> {
    let each = part(frame).keys;
    layout::settled(frame, drafts, keys_per_square, |node, draft| {
        match node.kind {
            NodeKind::JOB => None,
            NodeKind::SOURCE => (draft.height_max >= SQUARES_FROM).then_some(each),
            _ => Some(frame.keys),
        }
    })
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

//! Where everything of a saga's picture stands: cards in one or two rows between a rail forward and a
//! rail back, or below each other on a narrow canvas, and under them the followed saga.

use crate::patterns::picture::{NodeKind, SagaPicture};

use super::rails;
use crate::view::frame::Frame;
use crate::view::geometry::Rect;
use crate::view::layout::{Density, Flow, Layout, RIGHTWARD_FROM, Seat, of_kind};

/// A service's card is at least this wide in one row; else there are two rows.
const SERVICE_MIN: f32 = 92.0;
/// The least height of a card: its name in one line.
const CARD_MIN: f32 = 24.0;
/// The least height of a row of the waterfall: a bar, or a line of text.
const STEP_MIN: f32 = 15.0;
/// What the title of the waterfall takes.
pub(super) const TITLE: f32 = 22.0;
/// What the axis below the waterfall takes.
pub(super) const AXIS: f32 = 18.0;

/// The places of everything.
pub(super) struct Plan {
    /// Cards and ways. There are twice as many tracks as links: the second half is for what is taken
    /// back. A link that is not drawn has tracks without length.
    pub layout: Layout,
    /// Whether cards stand beside each other.
    pub rightward: bool,
    /// The line of counts.
    pub head: Rect,
    /// The followed saga: title, a row for each step, axis.
    pub fall: Rect,
    /// The height of a row of the waterfall; 0 where there is only room for its title.
    pub step: f32,
    /// From the edge of a card to the rail beside it.
    pub rail: f32,
    /// Between neighbouring cards, or from the cards to the edge of the canvas.
    pub gap: f32,
}

/// Lays out a frame.
pub(super) fn lay_out(frame: &Frame<'_>, sagas: &SagaPicture) -> Plan {
    let mut plan = if frame.size.width >= RIGHTWARD_FROM {
        rightward(frame)
    } else {
        downward(frame)
    };
    plan.layout.tracks = rails::tracks(frame, sagas, &plan);
    plan
}

/// How the height is divided.
struct Heights {
    /// Of the line of counts.
    head: f32,
    /// Between counts and cards.
    above: f32,
    /// Of each card of a service.
    card: f32,
    /// Between cards and waterfall.
    below: f32,
    /// Of a row of the waterfall.
    step: f32,
    /// Above everything.
    top: f32,
}

impl Heights {
    /// `fixed` is taken beside cards and waterfall. Cards of `card_max` are wanted, and rows of
    /// `step_max`: where there is less, cards and waterfall each get about half.
    fn of(room: f32, head: f32, fixed: f32, rows: f32, steps: f32, maxima: [f32; 2]) -> Self {
        let [card_max, step_max] = maxima;
        let free = room - head - fixed;
        let frame = TITLE + AXIS;
        let mut step = ((free * 0.46 - frame) / steps).clamp(STEP_MIN, step_max);
        let mut card = (free - frame - steps * step) / rows;
        if card < CARD_MIN {
            // The title says what the rows would have shown.
            step = 0.0;
            card = (free - TITLE) / rows;
        }
        let card = libm::floorf(card.min(card_max) / 2.0) * 2.0;
        let fall = if step > 0.0 {
            frame + steps * step
        } else {
            TITLE
        };
        let spare = (free - card * rows - fall).max(0.0);
        let (above, below) = ((spare * 0.25).min(30.0), (spare * 0.3).min(36.0));
        Self {
            head,
            above: libm::roundf(above),
            card,
            below: libm::roundf(below),
            step: libm::floorf(step),
            top: libm::roundf((spare - above - below) * 0.4),
        }
    }

    fn fall(&self, steps: f32) -> f32 {
        if self.step > 0.0 {
            TITLE + AXIS + self.step * steps
        } else {
            TITLE
        }
    }
}

fn rightward(frame: &Frame<'_>) -> Plan {
    let narrow = frame.size.width < 700.0;
    let margin = if narrow { 12.0 } else { 20.0 };
    let inside = frame.size.area().grown(-margin);
    let services = of_kind(frame, NodeKind::Service);
    let count = services.len().max(1) as f32;
    let people = (inside.width * 0.095).clamp(58.0, 92.0);
    let leader = (inside.width * 0.165).clamp(104.0, 160.0);
    let hop = if narrow { 22.0 } else { 34.0 };
    let gap = if narrow { 26.0 } else { 34.0 };
    let left = inside.x + people + hop + leader + gap;
    // The last card too has a stub at its right.
    let room = inside.right() - left;
    let in_one = room / count - gap;
    let rows = if in_one >= SERVICE_MIN { 1.0 } else { 2.0 };
    let columns = libm::ceilf(count / rows);
    let width = libm::floorf((room / columns - gap).min(220.0));
    // What is left over widens the ways.
    let pitch = (room - gap + (gap - 6.0)) / columns;
    let pitch = libm::floorf(pitch.min(width + gap * 2.0));

    let rail = if inside.height > 480.0 { 17.0 } else { 13.0 };
    let outer = rail + 13.0;
    let maxima = [(inside.height * 0.27).clamp(136.0, 176.0), 34.0];
    let fixed = rows * 2.0 * outer;
    let heights = Heights::of(inside.height, 24.0, fixed, rows, count, maxima);
    let first = inside.y + heights.top + heights.head + heights.above + outer;
    let row_pitch = heights.card + 2.0 * outer;
    let block = rows * row_pitch - 2.0 * outer;
    let middle = first + block / 2.0;
    let seats = frame.picture.nodes.iter().enumerate().map(|(place, node)| {
        let leading = (heights.card * if rows > 1.0 { 1.3 } else { 1.0 }).min(180.0);
        let area = match node.kind {
            NodeKind::People => centred(inside.x, people, middle, heights.card.min(52.0)),
            NodeKind::Service => {
                let rank = services.iter().position(|one| *one == place).unwrap_or(0) as f32;
                let row = libm::floorf(rank / columns);
                let x = left + (rank - row * columns) * pitch;
                Rect::new(x, first + row * row_pitch, width, heights.card)
            }
            _ => centred(inside.x + people + hop, leader, middle, leading),
        };
        seat(area)
    });
    let seats: Vec<Seat> = seats.collect();
    let head = Rect::new(inside.x, inside.y + heights.top, inside.width, heights.head);
    let fall_y = first + block + outer + heights.below;
    Plan {
        layout: empty(seats),
        rightward: true,
        head,
        fall: Rect::new(inside.x, fall_y, inside.width, heights.fall(count)),
        step: heights.step,
        rail,
        gap: pitch - width,
    }
}

fn downward(frame: &Frame<'_>) -> Plan {
    let inside = frame.size.area().grown(-10.0);
    let services = of_kind(frame, NodeKind::Service);
    let count = services.len().max(1) as f32;
    let gutter = 28.0;
    let people = 72.0;
    let hop = 40.0;
    let roomy = inside.height > 400.0;
    let lead = (inside.height * 0.1).clamp(34.0, 60.0);
    let channel = if roomy { 24.0 } else { 16.0 };
    let row_gap = if roomy { 8.0 } else { 5.0 };
    let fixed = lead + channel + (count - 1.0) * row_gap + 6.0;
    let heights = Heights::of(inside.height, 20.0, fixed, count, count, [84.0, 28.0]);
    let top = inside.y + heights.top + heights.head + heights.above;
    let first = top + lead + channel;
    let seats = frame.picture.nodes.iter().enumerate().map(|(place, node)| {
        let area = match node.kind {
            NodeKind::People => Rect::new(inside.x, top, people, lead),
            NodeKind::Service => {
                let rank = services.iter().position(|one| *one == place).unwrap_or(0) as f32;
                let y = first + rank * (heights.card + row_gap);
                let x = inside.x + gutter;
                Rect::new(x, y, inside.width - 2.0 * gutter, heights.card)
            }
            _ => {
                let x = inside.x + people + hop;
                Rect::new(x, top, inside.right() - x, lead)
            }
        };
        seat(area)
    });
    let seats: Vec<Seat> = seats.collect();
    let head = Rect::new(inside.x, inside.y + heights.top, inside.width, heights.head);
    let fall_y = first + count * (heights.card + row_gap) - row_gap + 6.0 + heights.below;
    Plan {
        layout: empty(seats),
        rightward: false,
        head,
        fall: Rect::new(inside.x, fall_y, inside.width, heights.fall(count)),
        step: heights.step,
        rail: gutter * 0.57,
        gap: gutter,
    }
}

fn centred(x: f32, width: f32, middle: f32, height: f32) -> Rect {
    let height = libm::floorf(height / 2.0) * 2.0;
    Rect::new(
        libm::roundf(x),
        libm::roundf(middle - height / 2.0),
        libm::floorf(width),
        height,
    )
}

fn seat(area: Rect) -> Seat {
    let area = Rect::new(
        libm::roundf(area.x),
        libm::roundf(area.y),
        libm::floorf(area.width),
        libm::floorf(area.height),
    );
    Seat {
        area,
        density: Density::of(area.height),
        grid: None,
    }
}

/// A layout without ways. Ways here run side by side in gutters, so marks keep to them closely as
/// they do where the flow runs downward.
fn empty(seats: Vec<Seat>) -> Layout {
    Layout {
        flow: Flow::Downward,
        seats,
        tracks: Vec::new(),
        keys_per_square: 1,
        caption: None,
    }
}

//! Where everything of a saga's picture stands: cards in one or two rows between a rail forward and a
//! rail back, or below each other on a narrow canvas, and under them the followed saga.

use crate::patterns::saga::special::SagaPicture;
use crate::scenario::NodeKind;

use super::{capacity, rails};
use crate::show::frame::Frame;
use crate::show::geometry::Rect;
use crate::show::layout::{Density, Flow, Layout, RIGHTWARD_FROM, Seat, of_kind};
use crate::show::shape::TextStyle;

/// A service's card is at least this wide in one row; else there are two rows.
const SERVICE_MIN: f32 = 86.0;
/// The height of the people's pill where it stands above who leads.
const PILL: f32 = 44.0;
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
        rightward(frame, sagas.choreography)
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
        let mut step = ((free * 0.46 - frame) / steps).max(STEP_MIN).min(step_max);
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
        let (above, below) = ((spare * 0.25).min(48.0), (spare * 0.3).min(56.0));
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

fn rightward(frame: &Frame<'_>, choreography: bool) -> Plan {
    let narrow = frame.size.width < 700.0;
    let margin = if narrow { 12.0 } else { 20.0 };
    let inside = frame.size.area().grown(-margin);
    let services = of_kind(frame, NodeKind::SERVICE);
    let count = services.len().max(1) as f32;
    let people = named(frame, NodeKind::PEOPLE, 13.0, 18.0).clamp(58.0, 96.0);
    let leader = named(frame, NodeKind::ORCHESTRATOR, 14.0, 29.0)
        .max(inside.width * 0.16)
        .min(inside.width * 0.22);
    let gap = if narrow {
        32.0
    } else {
        (inside.width * 0.045).clamp(38.0, 60.0)
    };
    let gap = libm::roundf(gap);
    // Where width is short and height is not, people stand above who leads.
    let stacked = narrow && inside.height > 480.0;
    let leader = if stacked {
        leader.max(people + 34.0)
    } else {
        leader.max(112.0)
    };
    let leader = libm::floorf(leader);
    let hop = if narrow {
        28.0
    } else {
        (inside.width * 0.055).clamp(46.0, 90.0)
    };
    let beside = if stacked { 0.0 } else { people + hop };
    let left = inside.x + beside + leader + gap;
    // The last card too has a stub at its right.
    let room = inside.right() - left;
    let rows = if room / count - gap >= SERVICE_MIN {
        1.0
    } else {
        2.0
    };
    let columns = libm::ceilf(count / rows);
    let pitch = libm::floorf(room / columns).min(360.0);
    let width = (pitch - gap).min(300.0);

    let high = inside.height > 480.0;
    let (rail, outer) = if high { (22.0, 42.0) } else { (16.0, 22.0) };
    // No higher than what it shows.
    let body = services
        .iter()
        .flat_map(|place| &frame.picture.nodes[*place].gauges)
        .map(|gauge| capacity::height(gauge, width - 28.0))
        .fold(34.0, f32::max);
    let card = (inside.height * 0.29).min(Density::Full.overhead() + body);
    let maxima = [card.max(136.0), 42.0];
    let head = if legend_below(frame) { 44.0 } else { 24.0 };
    // The pill reaches above the way forward.
    let above = if stacked && (rows < 2.0 || choreography) {
        PILL
    } else {
        0.0
    };
    let fixed = rows * 2.0 * outer + above + 4.0;
    let heights = Heights::of(inside.height, head, fixed, rows, count, maxima);
    let first = inside.y + heights.top + heights.head + heights.above + outer + above;
    let row_pitch = heights.card + 2.0 * outer;
    let block = rows * row_pitch - 2.0 * outer;
    // Who only begins sagas and hears how they ended is a small card before the first step.
    let (middle, leading) = if choreography {
        (first + heights.card / 2.0, heights.card.min(88.0))
    } else {
        let more = if rows > 1.0 { 1.3 } else { 1.0 };
        (first + block / 2.0, (heights.card * more).min(230.0))
    };
    let seats = frame.picture.nodes.iter().enumerate().map(|(place, node)| {
        let area = match node.kind {
            NodeKind::PEOPLE if stacked => {
                let middle = middle - leading / 2.0 - hop - PILL / 2.0;
                centred(inside.x, people.min(leader - 30.0), middle, PILL)
            }
            NodeKind::PEOPLE => centred(inside.x, people, middle, heights.card.clamp(40.0, 52.0)),
            NodeKind::SERVICE => {
                let rank = services.iter().position(|one| *one == place).unwrap_or(0) as f32;
                let row = libm::floorf(rank / columns);
                let x = left + (rank - row * columns) * pitch;
                Rect::new(x, first + row * row_pitch, width, heights.card)
            }
            _ => centred(inside.x + beside, leader, middle, leading),
        };
        seat(area)
    });
    let seats: Vec<Seat> = seats.collect();
    let head = Rect::new(inside.x, inside.y + heights.top, inside.width, heights.head);
    let fall_y = first + block + outer + 4.0 + heights.below;
    Plan {
        layout: empty(seats),
        rightward: true,
        head,
        fall: Rect::new(inside.x, fall_y, inside.width, heights.fall(count)),
        step: heights.step,
        rail,
        gap,
    }
}

fn downward(frame: &Frame<'_>) -> Plan {
    let inside = frame.size.area().grown(-10.0);
    let services = of_kind(frame, NodeKind::SERVICE);
    let count = services.len().max(1) as f32;
    let (gutter, right) = (28.0, 36.0);
    let people = named(frame, NodeKind::PEOPLE, 13.0, 18.0).clamp(64.0, 96.0);
    let hop = 40.0;
    let roomy = inside.height > 400.0;
    let lead = (inside.height * 0.115).clamp(34.0, 64.0);
    let channel = if roomy { 24.0 } else { 16.0 };
    let row_gap = if roomy { 8.0 } else { 5.0 };
    let fixed = lead + channel + (count - 1.0) * row_gap + 6.0;
    let head = if legend_below(frame) { 40.0 } else { 20.0 };
    let heights = Heights::of(inside.height, head, fixed, count, count, [92.0, 30.0]);
    let top = inside.y + heights.top + heights.head + heights.above;
    let first = top + lead + channel;
    let seats = frame.picture.nodes.iter().enumerate().map(|(place, node)| {
        let area = match node.kind {
            NodeKind::PEOPLE => centred(inside.x, people, top + lead / 2.0, lead.min(48.0)),
            NodeKind::SERVICE => {
                let rank = services.iter().position(|one| *one == place).unwrap_or(0) as f32;
                let y = first + rank * (heights.card + row_gap);
                let x = inside.x + gutter;
                Rect::new(x, y, inside.width - gutter - right, heights.card)
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
        rail: 14.0,
        gap: right,
    }
}

/// Whether what the squares mean gets a line of its own, below the counts.
fn legend_below(frame: &Frame<'_>) -> bool {
    frame.size.width < 780.0 && frame.size.height >= 520.0
}

/// The width of a card on which the name of a kind's first node is whole.
fn named(frame: &Frame<'_>, kind: NodeKind, size: f32, sides: f32) -> f32 {
    let first = frame.picture.nodes.iter().find(|node| node.kind == kind);
    first.map_or(0.0, |node| {
        (frame.measure)(frame.names.of(node), TextStyle::bold(size)) + sides
    })
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

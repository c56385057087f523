//! Nodes as cards: name, state, what they hold, footer; people as a pill.

use crate::patterns::picture::{Gauge, NodePicture};
use crate::scenario::NodeKind;

use super::cells;
use super::frame::{Frame, Target};
use super::geometry::Rect;
use super::ink::Ink;
use super::lanes::{self, Queue};
use super::layout::{Density, Layout, Seat, shares};
use super::shape::{Align, Dash, Shape, Stroke, TextStyle, text};
use super::store::Store;
use super::text::{elide, join_fitting};
use super::units;
use super::words;

/// The radius of a card's corners.
const CORNER: f32 = 10.0;
/// The sizes of names that are tried on full cards, so that all names fit at one size.
const NAME_SIZES: [f32; 6] = [15.0, 14.5, 14.0, 13.5, 13.0, 12.5];
/// The smallest letters on the canvas.
const SMALLEST: f32 = 11.0;

/// The size of the names on full cards: the largest at which none has to be cut.
pub fn name_size(frame: &Frame<'_>, layout: &Layout) -> f32 {
    let all_fit = |size: &&f32| {
        frame
            .picture
            .nodes
            .iter()
            .zip(&layout.seats)
            .all(|(node, seat)| {
                seat.density != Density::Full
                    || node.kind == NodeKind::PEOPLE
                    || (frame.measure)(frame.names.of(node), TextStyle::bold(**size))
                        <= seat.density.body(seat.area).width
            })
    };
    *NAME_SIZES
        .iter()
        .find(all_fit)
        .unwrap_or(&NAME_SIZES[NAME_SIZES.len() - 1])
}

/// Adds the cards of all nodes, and after each what a face adds to it.
pub fn paint_all(
    shapes: &mut Vec<Shape>,
    frame: &Frame<'_>,
    layout: &Layout,
    stores: &[Option<Store>],
    mut add: impl FnMut(&mut Vec<Shape>, &NodePicture, &Seat),
) {
    let name_size = name_size(frame, layout);
    let cards = frame.picture.nodes.iter().zip(&layout.seats);
    for (place, (node, seat)) in cards.enumerate() {
        let store = stores.get(place).and_then(Option::as_ref);
        paint(shapes, frame, node, seat, store, name_size);
        add(shapes, node, seat);
    }
}

/// Adds the card of a node.
pub fn paint(
    shapes: &mut Vec<Shape>,
    frame: &Frame<'_>,
    node: &NodePicture,
    seat: &Seat,
    store: Option<&Store>,
    name_size: f32,
) {
    paint_body(shapes, frame, node, seat.area);
    if node.kind == NodeKind::PEOPLE {
        paint_people(shapes, frame, node, seat.area);
        return;
    }
    match seat.density {
        Density::Full => paint_full(shapes, frame, node, seat, store, name_size),
        Density::Compact | Density::Strip => paint_low(shapes, frame, node, seat, store),
    }
    let body = seat.density.body(seat.area);
    if let (Some(store), Some(grid)) = (store, &seat.grid) {
        cells::paint(shapes, store, grid, [body.x, body.y], frame.ages);
    }
    for gauge in &node.gauges {
        match gauge {
            Gauge::Log(lanes) => lanes::paint(shapes, lanes, body),
            gauge => (frame.face.canvas.gauge)(shapes, frame, gauge, body),
        }
    }
    if node.down_since.is_some() {
        // What a node holds cannot be reached while it is down: it is there, but faded.
        let veil = Some(Ink::Ground.at(0.55));
        shapes.push(Shape::Rect {
            area: body.grown(1.0),
            radius: 0.0,
            fill: veil,
            stroke: None,
        });
    }
}

/// The card itself, and around it what says that it is chosen, pointed at or down.
fn paint_body(shapes: &mut Vec<Shape>, frame: &Frame<'_>, node: &NodePicture, area: Rect) {
    let this = Some(Target::Node(node.node));
    let radius = if node.kind == NodeKind::PEOPLE {
        area.height / 2.0
    } else {
        CORNER
    };
    let radius = radius.min(area.height / 2.0);
    if frame.focused == this {
        let ring = Some(Stroke::solid(Ink::Accent.full(), 2.0));
        shapes.push(Shape::Rect {
            area: area.grown(3.0),
            radius: radius + 3.0,
            fill: None,
            stroke: ring,
        });
    }
    let down = node.down_since.is_some();
    let stroke = if frame.selected == this {
        Stroke::solid(Ink::Accent.full(), 2.0)
    } else if down || words::stopped_since(node).is_some() {
        Stroke::solid(Ink::Muted.at(0.8), 1.0).dashed(Dash::Dashed)
    } else if frame.hovered == this {
        Stroke::solid(Ink::Muted.at(0.8), 1.0)
    } else {
        Stroke::solid(Ink::Line.full(), 1.0)
    };
    let fill = if down { Ink::Ground } else { Ink::Surface };
    shapes.push(Shape::Rect {
        area: area.grown(-0.5),
        radius,
        fill: Some(fill.full()),
        stroke: Some(stroke),
    });
}

fn paint_people(shapes: &mut Vec<Shape>, frame: &Frame<'_>, node: &NodePicture, area: Rect) {
    let rate = node.gauges.iter().find_map(|gauge| match gauge {
        Gauge::Rate(per_second) => Some(units::rate(*per_second)),
        _ => None,
    });
    let [x, y] = area.centre();
    let inner = area.width - 16.0;
    let sizes = [14.0, 13.0, 12.0, SMALLEST];
    let name = frame.names.of(node);
    let fits = |size: &&f32| (frame.measure)(name, TextStyle::bold(**size)) <= inner;
    let style = TextStyle::bold(*sizes.iter().find(fits).unwrap_or(&SMALLEST));
    let name = elide(name, style, inner, frame.measure);
    let above = if rate.is_some() {
        -2.0
    } else {
        0.35 * style.size
    };
    shapes.push(text([x, y + above], name, style, Align::Middle, Ink::Ink));
    if let Some(rate) = rate {
        let small = TextStyle::regular(12.0);
        let rate = elide(&rate, small, inner, frame.measure);
        shapes.push(text([x, y + 14.0], rate, small, Align::Middle, Ink::Muted));
    }
}

fn paint_full(
    shapes: &mut Vec<Shape>,
    frame: &Frame<'_>,
    node: &NodePicture,
    seat: &Seat,
    store: Option<&Store>,
    name_size: f32,
) {
    let (card, body) = (seat.area, seat.density.body(seat.area));
    let name_style = TextStyle::bold(name_size);
    let small = TextStyle::regular(12.5);
    let name = elide(frame.names.of(node), name_style, body.width, frame.measure);
    shapes.push(text(
        [body.x, card.y + 25.0],
        name,
        name_style,
        Align::Start,
        name_ink(node),
    ));

    let line = words::state(frame, node, store);
    let state = if (frame.measure)(&line.text, small) <= body.width {
        line.text
    } else {
        line.short
    };
    let state = elide(&state, small, body.width, frame.measure);
    shapes.push(text(
        [body.x, card.y + 43.0],
        state,
        small,
        Align::Start,
        line.ink,
    ));

    let baseline = card.bottom() - 12.0;
    let footer = join_fitting(
        &words::footer(frame, node, store),
        small,
        body.width,
        frame.measure,
    );
    let footer_width = (frame.measure)(&footer, small);
    shapes.push(text(
        [body.x, baseline],
        footer,
        small,
        Align::Start,
        Ink::Muted,
    ));
    if let Some(queue) = queue(node) {
        let left = body.x + footer_width + 10.0;
        lanes::paint_queue(shapes, queue, left, body.right(), baseline, frame.measure);
    }
}

/// A card with little room: the name with the most important number beside it, and below the
/// squares, if there is a line, its state.
fn paint_low(
    shapes: &mut Vec<Shape>,
    frame: &Frame<'_>,
    node: &NodePicture,
    seat: &Seat,
    store: Option<&Store>,
) {
    let (card, body) = (seat.area, seat.density.body(seat.area));
    let compact = seat.density == Density::Compact;
    let name_style = TextStyle::bold(if compact { 13.0 } else { 12.0 });
    let small = TextStyle::regular(if compact { 11.5 } else { SMALLEST });
    let baseline = card.y + if compact { 19.0 } else { 14.5 };
    let line = words::state(frame, node, store);
    let parts = words::footer(frame, node, store);

    // A strip has one line, so what is urgent takes the place of the numbers.
    let urgent = line.ink == Ink::Broken && !compact;
    let aside = if urgent {
        vec![line.short.clone()]
    } else {
        parts
    };
    let name = frame.names.of(node);
    let name_width = (frame.measure)(name, name_style).min(body.width * 0.72);
    let aside_width = body.width - name_width - 8.0;
    let aside = aside
        .first()
        .filter(|first| (frame.measure)(first, small) <= aside_width)
        .map(|_| join_fitting(&aside, small, aside_width, frame.measure))
        .unwrap_or_default();
    let left_over = body.width - (frame.measure)(&aside, small) - 8.0;
    let name = elide(
        name,
        name_style,
        if aside.is_empty() {
            body.width
        } else {
            left_over
        },
        frame.measure,
    );
    shapes.push(text(
        [body.x, baseline],
        name,
        name_style,
        Align::Start,
        name_ink(node),
    ));
    if !aside.is_empty() {
        let ink = if urgent { line.ink } else { Ink::Muted };
        shapes.push(text(
            [body.right(), baseline],
            aside,
            small,
            Align::End,
            ink,
        ));
    }
    if compact {
        let baseline = card.bottom() - 8.5;
        let fits = (frame.measure)(&line.text, small) <= body.width;
        let state = if fits { line.text } else { line.short };
        let state = elide(&state, small, body.width, frame.measure);
        let width = (frame.measure)(&state, small);
        shapes.push(text(
            [body.x, baseline],
            state,
            small,
            Align::Start,
            line.ink,
        ));
        if let Some(queue) = queue(node) {
            let left = body.x + width + 10.0;
            lanes::paint_queue(shapes, queue, left, body.right(), baseline, frame.measure);
        }
    }
}

fn name_ink(node: &NodePicture) -> Ink {
    if node.down_since.is_some() {
        Ink::Muted
    } else {
        Ink::Ink
    }
}

fn queue(node: &NodePicture) -> Option<Queue> {
    // Who shares something says how many wait for it: its squares are what it shares.
    if shares(node) {
        return None;
    }
    node.gauges.iter().find_map(|gauge| match gauge {
        Gauge::Station {
            waiting,
            busy,
            workers,
            ..
        } => Some(Queue {
            waiting: *waiting,
            busy: *busy,
            workers: *workers,
        }),
        _ => None,
    })
}

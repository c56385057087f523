//! The picture of the saga pattern: counts, people, who leads, the services with what they share, the
//! way forward and the way back between them, and one saga over time.

mod capacity;
mod plan;
mod rails;
mod told;
mod waterfall;

#[cfg(all(test, not(target_arch = "wasm32")))]
mod gallery;
#[cfg(test)]
mod properties;

pub(super) use capacity::paint as paint_capacity;
pub use told::steps_of;
pub(super) use told::{footer, state, step, twin};

use crate::patterns::picture::{NodeKind, SagaPicture, Special};

use super::card;
use super::frame::{Frame, Target};
use super::geometry::Rect;
use super::labels::Labels;
use super::marks;
use super::scene::{Hit, Scene};
use super::shape::{Align, Shape, TextStyle, text};
use super::words;
use plan::Plan;

/// More messages than this do not keep texts away.
const SPOTS_KEPT_FREE: usize = 60;

/// Lays out and draws one instant. Ways are painted first, then messages, then the cards, so that a
/// message slips under the card that it reaches; then what is said around them.
pub fn scene(frame: &Frame<'_>) -> Scene {
    let Special::Saga(sagas) = &frame.picture.special else {
        return Scene::default();
    };
    let plan = plan::lay_out(frame, sagas);
    let layout = &plan.layout;
    let mut shapes = Vec::with_capacity(160);
    rails::paint(&mut shapes, frame, sagas, &plan);
    let spots = marks::paint(&mut shapes, frame, layout);
    let name_size = card::name_size(frame, layout);
    for (node, seat) in frame.picture.nodes.iter().zip(&layout.seats) {
        card::paint(&mut shapes, frame, node, seat, None, name_size);
        if node.kind == NodeKind::Orchestrator && node.down_since.is_none() && !sagas.choreography {
            let body = seat.density.body(seat.area);
            capacity::paint_in_flight(&mut shapes, sagas.in_flight, body);
        }
    }
    counts(&mut shapes, frame, sagas, plan.head);
    let bars = waterfall::paint(&mut shapes, frame, sagas.followed.as_ref(), &plan);
    let cards = layout.seats.iter().map(|seat| seat.area);
    let mut labels = Labels::new(
        frame.size.area(),
        cards.chain([plan.head, plan.fall]),
        &layout.tracks,
        false,
        frame.measure,
    );
    for spot in spots.iter().take(SPOTS_KEPT_FREE) {
        labels.let_pass(Rect::around(spot.at, 5.0));
    }
    rails::paint_labels(&mut shapes, &mut labels, frame, sagas, &plan);
    marks::paint_labels(&mut shapes, &mut labels, frame, layout);
    let reaches = marks::reaches(frame, layout);
    let hits = hits(frame, &plan);
    let links = &frame.picture.links;
    let tracks = links.iter().chain(links).map(|link| link.link);
    Scene {
        squares: Vec::new(),
        bars,
        shapes,
        hits,
        spots,
        reaches,
        panels: vec![plan.fall],
        size: frame.size,
        tracks: tracks
            .zip(plan.layout.tracks)
            .filter(|(_, track)| track.length() > 0.0)
            .collect(),
    }
}

/// How all sagas have ended so far, each in its colour; as many parts as there is room for.
fn counts(shapes: &mut Vec<Shape>, frame: &Frame<'_>, sagas: &SagaPicture, head: Rect) {
    let style = TextStyle::bold(if frame.size.width < 560.0 { 12.5 } else { 14.0 });
    let mut x = head.x;
    for (words, ink) in told::counts(sagas) {
        let width = (frame.measure)(&words, style);
        if x + width > head.right() {
            break;
        }
        let at = [x, head.y + 14.0];
        shapes.push(text(at, words, style, Align::Start, ink));
        x += width + style.size * 1.1;
    }
    capacity::paint_legend(shapes, frame, x + 8.0, head);
}

/// Nodes from the people on, then the links that are drawn: the order in which the keyboard walks.
fn hits(frame: &Frame<'_>, plan: &Plan) -> Vec<Hit> {
    let nodes = &frame.picture.nodes;
    let mut places: Vec<usize> = (0..nodes.len()).collect();
    places.sort_by_cached_key(|place| {
        u64::from(nodes[*place].rank) << 16 | u64::from(nodes[*place].node.0)
    });
    let nodes = places.into_iter().map(|place| {
        let area = plan.layout.seats[place].area;
        Hit {
            target: Target::Node(nodes[place].node),
            area,
            label: words::of_node(frame, &nodes[place], None),
            anchor: [area.centre()[0], area.bottom()],
        }
    });
    let links = &frame.picture.links;
    let links = links
        .iter()
        .zip(&plan.layout.tracks)
        .zip(words::flying(frame))
        .filter(|((_, track), _)| track.length() > 0.0)
        .map(|((link, track), flying)| {
            let bounds = track.bounds();
            let level = bounds.height < 8.0 || bounds.width < 8.0;
            Hit {
                target: Target::Link(link.link),
                area: if level { bounds.grown(4.0) } else { bounds },
                label: words::of_link(frame, link, flying),
                anchor: track.at(if link.reading { 0.0 } else { 0.5 }),
            }
        });
    nodes.chain(links).collect()
}

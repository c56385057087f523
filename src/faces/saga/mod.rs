//! The picture of the saga pattern: counts, people, who leads, the services with what they share, the
//! way forward and the way back between them, and one saga over time.

mod capacity;
mod plan;
mod rails;
pub mod sentences;
#[cfg(test)]
mod staged;
mod told;
mod waterfall;

mod figures;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod gallery;
#[cfg(test)]
mod properties;
mod sold_out;
mod trip;
mod why;

use crate::patterns::saga::special::SagaPicture;
use crate::scenario::NodeKind;
use crate::scenario::{Key, Pattern};
use crate::show::card;
use crate::show::face::{self, Canvas, Course, Face, Guarantees, Screens, Sentences};
use crate::show::frame::{Ages, Frame};
use crate::show::geometry::Rect;
use crate::show::hits::hits_at;
use crate::show::labels::Labels;
use crate::show::legend;
use crate::show::marks;
use crate::show::scene::Scene;
use crate::show::shape::{Align, Shape, TextStyle, text};

/// The face of the saga.
pub static FACE: Face = Face {
    pattern: Pattern::SAGA,
    asked: ("saga", "sagas"),
    owner: None,
    course: Some(Course {
        role: |step| NodeKind::SERVICE.nth(usize::from(step)),
        step: told::step,
        steps: told::steps_of,
    }),
    role_line: told::role_line,
    canvas: Canvas {
        scene,
        ages: |_| Ages::default(),
        // Services have no copies of each other's data.
        holding: |_, _| None,
        keys: face::as_many,
        presence: face::everywhere,
        state: told::state,
        footer: told::footer,
        tells_stale: |_| true,
        more: face::nothing_more,
        gauge: capacity::paint,
        text_alternative: told::text_alternative,
    },
    sentences: Sentences {
        fact: sentences::fact,
        names: |_, _| Vec::new(),
        letter: sentences::letter,
    },
    why: why::WHY,
    legend: &[
        &legend::WRITE,
        &legend::ANSWER,
        &legend::EVENT,
        &legend::ACKNOWLEDGEMENT,
        &legend::READ,
        &legend::WHAT_IS_SHOWN,
        &legend::UNDO,
        &legend::SENT_AGAIN,
        &legend::DUPLICATE,
        &legend::LOST,
    ],
    figures: figures::FIGURES,
    screens: Screens {
        lines: trip::lines,
        did: "Asked for",
        learnt: ", heard of its end at ",
        asks: |settings| settings.number(Key::SAGAS) > 0.0,
    },
    guarantees: Guarantees {
        why_not: "does not apply: services have no copies of each other’s data",
        none: Some(
            "They do not apply: services have no copies of each other’s data, and what people see too early is counted \
             above.",
        ),
    },
};

/// Lays out and draws one instant. Ways are painted first, then messages, then the cards, so that a
/// message slips under the card that it reaches; then what is said around them.
pub fn scene(frame: &Frame<'_>) -> Scene {
    let Some(sagas) = frame.picture.special.get::<SagaPicture>() else {
        return Scene::default();
    };
    let plan = plan::lay_out(frame, sagas);
    let layout = &plan.layout;
    let mut shapes = Vec::with_capacity(160);
    rails::paint(&mut shapes, frame, sagas, &plan);
    let spots = marks::paint(&mut shapes, frame, layout);
    card::paint_all(&mut shapes, frame, layout, &[], |shapes, node, seat| {
        if node.kind == NodeKind::ORCHESTRATOR && node.down_since.is_none() && !sagas.choreography {
            let body = seat.density.body(seat.area);
            capacity::paint_in_flight(shapes, sagas.in_flight, body);
        }
    });
    counts(&mut shapes, frame, sagas, plan.head);
    let bars = waterfall::paint(&mut shapes, frame, sagas.followed.as_ref(), &plan);
    let mut labels = Labels::around(frame, layout, [plan.head, plan.fall], false, (&spots, 5.0));
    rails::paint_labels(&mut shapes, &mut labels, frame, sagas, &plan);
    marks::paint_labels(&mut shapes, &mut labels, frame, layout);
    let reaches = marks::reaches(frame, layout);
    let hits = hits_at(frame, &plan.layout, &[], |link, track| {
        let along = if link.reading { 0.0 } else { 0.5 };
        (track.length() > 0.0).then_some(along)
    });
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

//! The picture of the event-based pattern: people, source, broker, consumers, and what is between.

mod arrange;
mod downward;
mod figures;
#[cfg(test)]
mod properties;
mod rightward;
mod sentences;
#[cfg(test)]
mod staged;
mod why;
mod words;

use crate::scenario::{NodeKind, Pattern};
use crate::show::card;
use crate::show::cells::caption;
use crate::show::face::{self, Canvas, Face, Guarantees, Screens, Sentences};
use crate::show::frame::{Ages, Frame};
use crate::show::labels::Labels;
use crate::show::layout::Flow;
use crate::show::legend;
use crate::show::links;
use crate::show::marks;
use crate::show::scene::Scene;
use crate::show::screens;
use crate::show::store::stores;

/// The face of the event-based pattern.
pub static FACE: Face = Face {
    pattern: Pattern::EVENT_BASED,
    asked: ("write", "writes"),
    owner: Some(NodeKind::PRODUCER.alone()),
    course: None,
    role_line: words::role_line,
    canvas: Canvas {
        scene,
        ages: |_| Ages::default(),
        holding: words::holding,
        keys: face::as_many,
        presence: face::everywhere,
        state: |_, _| None,
        footer: words::footer,
        tells_stale: |_| true,
        more: face::nothing_more,
        gauge: face::no_gauge,
        text_alternative: face::nothing_beside,
    },
    sentences: Sentences {
        fact: sentences::fact,
        names: |_, _| Vec::new(),
        letter: sentences::letter,
    },
    why: why::WHY,
    legend: &[
        &legend::IN_STEP,
        &legend::STALE,
        &legend::WRONG_FOR_GOOD,
        &legend::WRITE,
        &legend::ANSWER,
        &legend::EVENT,
        &legend::ACKNOWLEDGEMENT,
        &legend::READ,
        &legend::WHAT_IS_SHOWN,
        &legend::SENT_AGAIN,
        &legend::DUPLICATE,
        &legend::LOST,
    ],
    figures: figures::FIGURES,
    screens: Screens {
        lines: screens::shown,
        did: "Wrote",
        learnt: ", known to be done at ",
        asks: screens::writes,
    },
    guarantees: Guarantees {
        why_not: "",
        none: None,
    },
};

/// Lays out and draws one instant. Connections are painted first, then messages, then the cards,
/// so that a message slips under the card that it reaches.
pub fn scene(frame: &Frame<'_>) -> Scene {
    let layout = arrange::lay_out(frame);
    let stores = stores(frame, &layout);
    let mut shapes = Vec::with_capacity(160);
    for (link, track) in frame.picture.links.iter().zip(&layout.tracks) {
        links::paint(&mut shapes, frame, link, track, layout.flow);
    }
    let spots = marks::paint(&mut shapes, frame, &layout);
    card::paint_all(&mut shapes, frame, &layout, &stores, |_, _, _| {});
    caption(&mut shapes, &layout);
    let may_cross = layout.flow == Flow::Rightward;
    let mut labels = Labels::around(frame, &layout, [], may_cross, (&spots, 5.0));
    links::paint_labels(&mut shapes, &mut labels, frame, &layout, layout.flow);
    marks::paint_labels(&mut shapes, &mut labels, frame, &layout);
    Scene::of(frame, layout, &stores, shapes, spots)
}

//! The picture of CQRS: a command side, a query side, and between them the event log with the place
//! that each projector has reached in it.
//!
//! An event flies from a projector's place in the log to its read model. So what waits can be seen
//! twice: as blocks right of a marker, and as marks on the way below it.

mod figures;
mod log;
mod places;
#[cfg(test)]
mod properties;
mod sentences;
mod sides;
#[cfg(test)]
mod staged;
mod why;
mod words;

use crate::patterns::cqrs::special::LogPicture;
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

/// The face of CQRS.
pub static FACE: Face = Face {
    pattern: Pattern::CQRS,
    asked: ("write", "writes"),
    owner: Some(NodeKind::WRITE_MODEL.alone()),
    course: None,
    role_line: words::role_line,
    canvas: Canvas {
        scene,
        ages: |_| Ages::default(),
        holding: words::holding,
        keys: face::as_many,
        presence: face::everywhere,
        state: words::state,
        footer: words::footer,
        tells_stale: |_| true,
        more: words::more,
        gauge: face::no_gauge,
        text_alternative: words::text_alternative,
    },
    sentences: Sentences {
        fact: sentences::fact,
        names: sentences::names,
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
        &legend::BATCH,
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

/// Lays out and draws one instant.
pub fn scene(frame: &Frame<'_>) -> Scene {
    let Some(log) = frame.picture.special.get::<LogPicture>() else {
        return Scene::default();
    };
    draw(frame, log)
}

fn draw(frame: &Frame<'_>, log: &LogPicture) -> Scene {
    let plan = places::plan(frame, log);
    let layout = &plan.layout;
    let stores = stores(frame, layout);
    let mut shapes = Vec::with_capacity(240);
    sides::paint(&mut shapes, frame, &plan);
    log::paint(&mut shapes, frame, log, &plan.row);
    for (link, track) in frame.picture.links.iter().zip(&layout.tracks) {
        links::paint(&mut shapes, frame, link, track, Flow::Downward);
    }
    let spots = marks::paint(&mut shapes, frame, layout);
    let names = sides::names(frame, layout);
    let titled = Frame {
        names: &names,
        ..*frame
    };
    card::paint_all(
        &mut shapes,
        &titled,
        layout,
        &stores,
        |shapes, node, seat| {
            sides::paint_rebuild(shapes, log, node, seat);
        },
    );
    caption(&mut shapes, layout);
    let said = log::paint_markers(&mut shapes, frame, log, &plan);
    // Beside what moves: away from the log, the markers and the heads.
    let mut others = said;
    others.push(plan.row.area.grown(2.0));
    others.extend(plan.heads(frame));
    let may_cross = layout.flow == Flow::Rightward;
    let mut labels = Labels::around(frame, layout, others, may_cross, (&spots, 5.0));
    links::paint_labels(&mut shapes, &mut labels, frame, layout, Flow::Downward);
    marks::paint_labels(&mut shapes, &mut labels, frame, layout);
    Scene {
        panels: vec![plan.row.panel()],
        ..Scene::of(frame, plan.layout, &stores, shapes, spots)
    }
}

//! What holds for every picture of CQRS: nothing overlaps, nothing is cut off, and the log tells the
//! truth.

use crate::facts::ids::{LinkId, NodeId};
use crate::facts::time::MILLISECOND;
use crate::patterns::picture::MarkKind;
use crate::scenario::NodeKind;

use super::places::{Plan, plan};
use super::{scene, words};
use crate::faces::cqrs::staged::{RHYTHM_MS, moments};
use crate::show::frame::{Frame, Target};
use crate::show::geometry::{Rect, Size, distance};
use crate::show::ink::Ink;
use crate::show::legible::{
    letters_can_be_read, squares_are_on_their_cards, texts, texts_are_whole_and_apart,
    texts_cross_no_card,
};
use crate::show::scene::Scene;
use crate::show::shape::Shape;
use crate::show::staged::{NOW, Stage};
use crate::show::words::{label, text_alternative};

const SIZES: [(f32, f32); 9] = [
    (360.0, 420.0),
    (380.0, 560.0),
    (390.0, 660.0),
    (540.0, 1000.0),
    (560.0, 360.0),
    (620.0, 700.0),
    (880.0, 640.0),
    (1000.0, 1000.0),
    (1400.0, 900.0),
];

/// Runs a check on every size with every moment.
fn everywhere(check: impl Fn(&Frame<'_>, &Plan, &Scene, &str)) {
    for (width, height) in SIZES {
        for (name, stage) in moments(Size::new(width, height)) {
            let case = format!("{width}x{height}, {name}");
            stage.framed(|frame| check(frame, &planned(frame), &scene(frame), &case));
        }
    }
}

fn planned(frame: &Frame<'_>) -> Plan {
    plan(frame, words::log_of(frame).expect("a staged log"))
}

/// The areas of the blocks of a fill.
fn blocks(plan: &Plan, scene: &Scene, ink: Ink, opacity: f32) -> Vec<Rect> {
    let mut found = Vec::new();
    for shape in &scene.shapes {
        if let Shape::Rects { areas, fill, .. } = shape
            && *fill == Some(ink.at(opacity))
        {
            let of_log = |area: &&Rect| (area.y - plan.row.area.y).abs() < 0.1;
            found.extend(areas.iter().filter(of_log).copied());
        }
    }
    found
}

#[test]
fn cards_stay_on_their_side_and_never_overlap() {
    everywhere(|frame, plan, _, case| {
        let seats = &plan.layout.seats;
        assert!(
            plan.command.bottom() < plan.row.area.y && plan.row.area.bottom() < plan.query.y,
            "{case}: the log is between the sides"
        );
        for (place, (node, seat)) in frame.picture.nodes.iter().zip(seats).enumerate() {
            let side = match node.kind {
                NodeKind::READ_MODEL => plan.query,
                _ => plan.command,
            };
            assert!(frame.size.area().holds(&side), "{case}: {side:?}");
            assert!(side.holds(&seat.area.grown(3.0)), "{case}: {:?}", seat.area);
            for other in &seats[place + 1..] {
                let apart = !seat.area.grown(1.5).overlaps(&other.area.grown(1.5));
                assert!(apart, "{case}: {place}");
            }
        }
    });
}

#[test]
fn squares_stay_on_their_cards() {
    everywhere(|_, plan, _, case| squares_are_on_their_cards(&plan.layout.seats, case));
}

#[test]
fn texts_are_whole_legible_and_apart() {
    everywhere(|frame, plan, scene, case| {
        texts_are_whole_and_apart(frame, scene, case);
        texts_cross_no_card(plan.layout.seats.iter().map(|seat| seat.area), scene, case);
        letters_can_be_read(scene, case);
    });
}

#[test]
fn ways_do_not_cross_cards_and_readers_are_in_sight() {
    everywhere(|frame, plan, _, case| {
        for (link, track) in frame.picture.links.iter().zip(&plan.layout.tracks) {
            for step in 2..=62_u8 {
                let point = track.at(f32::from(step) / 64.0);
                let seats = &mut plan.layout.seats.iter();
                let free = seats.all(|seat| !seat.area.grown(-1.0).contains(point));
                assert!(free, "{case}: {:?} {point:?}", link.link);
            }
            assert!(
                track.length() >= 15.0,
                "{case}: a mark can be seen on its way"
            );
            if link.reading {
                let [x, _] = track.start();
                assert!(x + 12.0 <= plan.query.right(), "{case}: {x}");
            }
        }
    });
}

#[test]
fn a_way_leads_from_the_marker_of_a_projector_to_its_card() {
    everywhere(|frame, plan, _, case| {
        let log = words::log_of(frame).expect("a staged log");
        for (projector, place) in log.projectors.iter().zip(1..) {
            let track = &plan.layout.tracks[place];
            let ([x, _], hidden) = plan.row.marker(projector.position);
            assert!((track.start()[0] - x).abs() < 0.1, "{case}");
            let card = plan.layout.seats[usize::from(projector.node.0)].area;
            assert!(card.grown(0.5).contains(track.end()), "{case}");
            assert!(!hidden || x < plan.row.area.x + 7.0, "{case}");
        }
    });
}

#[test]
fn what_nobody_has_applied_is_full_and_what_some_have_is_tinted() {
    let stage = Stage::cqrs(3, 1, Size::new(880.0, 640.0)).behind(4);
    stage.framed(|frame| {
        let (plan, scene) = (planned(frame), scene(frame));
        let full = blocks(&plan, &scene, Ink::Accent, 1.0);
        let tinted = blocks(&plan, &scene, Ink::Accent, 0.28);
        assert_eq!((full.len(), tinted.len()), (4, 8));
        let newest = full.iter().map(Rect::right).fold(0.0, f32::max);
        assert!((newest - plan.row.area.right()).abs() < 0.1);
        let oldest = tinted
            .iter()
            .map(|block| block.x)
            .fold(f32::INFINITY, f32::min);
        // The slowest has applied the block just before the first tinted one.
        let ([marker, _], _) = plan.row.marker(311 - 12);
        assert!(marker < oldest && oldest - marker < full[0].width);
        let said: Vec<_> = texts(&scene).into_iter().map(|(_, words)| words).collect();
        assert!(said.contains(&"4 behind · 280 ms"), "{said:?}");
        assert!(said.contains(&"311") && said.contains(&"300"), "{said:?}");
    });
}

#[test]
fn the_newest_block_comes_in_at_the_right_end_and_pushes_the_others_to_the_left() {
    let at = |passed: u64| {
        let mut stage = Stage::cqrs(1, 1, Size::new(880.0, 640.0));
        stage.change_log(|log| log.tail.last_mut().expect("a tail").at = NOW - passed);
        stage.framed(|frame| {
            let plan = planned(frame);
            let read = blocks(&plan, &scene(frame), Ink::Line, 0.75);
            assert!(
                read.iter()
                    .all(|block| plan.row.area.grown(0.1).holds(block))
            );
            (read[read.len() - 2].x, read[read.len() - 1].width)
        })
    };
    let (early, middle, late) = (at(0), at(50 * MILLISECOND), at(100 * MILLISECOND));
    assert!(
        early.0 > middle.0 && middle.0 > late.0,
        "{early:?} {middle:?} {late:?}"
    );
    assert!(early.1 < middle.1 && middle.1 < late.1);
    assert_eq!(late, at(RHYTHM_MS * MILLISECOND + 200 * MILLISECOND));
}

#[test]
fn no_card_moves_while_the_log_grows_and_messages_pass() {
    let size = Size::new(700.0, 620.0);
    let calm = Stage::cqrs(2, 2, size).framed(|frame| planned(frame).layout.seats);
    let mut busy = Stage::cqrs(2, 2, size)
        .behind(40)
        .rebuilding(12)
        .crowded(500);
    busy.change_log(|log| log.appended = 999);
    assert_eq!(calm, busy.framed(|frame| planned(frame).layout.seats));
}

#[test]
fn projectors_out_of_sight_are_counted_at_the_left_end() {
    let stage = Stage::cqrs(3, 1, Size::new(880.0, 640.0)).behind(40);
    stage.framed(|frame| {
        let scene = scene(frame);
        let texts = texts(&scene);
        let (area, _) = texts
            .iter()
            .find(|(_, words)| *words == "40–120 behind")
            .expect("how far they are behind");
        assert!(area.x < planned(frame).row.area.x + 30.0);
    });
}

#[test]
fn pointing_finds_models_and_ways() {
    let stage = Stage::cqrs(3, 4, Size::new(880.0, 640.0)).behind(1);
    stage.framed(|frame| {
        let (plan, scene) = (planned(frame), scene(frame));
        for (seat, node) in plan.layout.seats.iter().zip(0..) {
            // Beside its squares, which are keys.
            let [x, y] = [seat.area.right() - 4.0, seat.area.centre()[1]];
            assert_eq!(scene.hit(x, y), Some(Target::Node(NodeId(node))));
        }
        let reading = plan.layout.tracks.len() - 1;
        let [x, y] = plan.layout.tracks[reading].at(0.5);
        assert_eq!(scene.hit(x, y), Some(Target::Link(LinkId(reading as u16))));
        for target in scene.order() {
            assert!(label(frame, target).is_some_and(|label| label.ends_with('.')));
        }
    });
}

#[test]
fn an_event_flies_from_the_marker_to_the_card() {
    let stage =
        Stage::cqrs(2, 1, Size::new(880.0, 640.0))
            .behind(5)
            .mark(2, MarkKind::Event, 0.25, |_| {});
    stage.framed(|frame| {
        let (plan, scene) = (planned(frame), scene(frame));
        assert!(distance(scene.spots[0].at, plan.layout.tracks[2].at(0.25)) < 0.01);
    });
}

#[test]
fn the_canvas_can_be_read_aloud() {
    let mut stage = Stage::cqrs(2, 2, Size::new(880.0, 640.0))
        .behind(3)
        .rebuilding(128)
        .commanded();
    stage.change_log(|log| log.projectors[2].checkpoint = 300);
    let said = [
        "Customers: 4 writes a second.",
        "Accounts: source of truth, 311 events.",
        "Balances 1: rebuilding, 41 %, 0 events waiting, 1 of 1 worker busy, 183 behind, at 128.",
        "Balances 2: rebuilding, 41 %, 0 events waiting, 1 of 1 worker busy, 6 behind, at 305.",
        "Statements 1: in step, 0 events waiting, 1 of 1 worker busy, 9 behind, at 302, \
         checkpoint at 300.",
        "Statements 2: in step, 0 events waiting, 1 of 1 worker busy, 12 behind, at 299.",
        "Event log: 311 events; who is slowest in applying them is 183 behind.",
        "On their way: 1 command, 1 reply, 8 events, 1 query, 1 answer to a query.",
    ];
    assert_eq!(stage.framed(text_alternative), said);
}

#[test]
fn ten_thousand_messages_are_a_handful_of_batches() {
    let stage = Stage::cqrs(3, 4, Size::new(1400.0, 900.0))
        .drifting()
        .crowded(10_000);
    let scene = stage.framed(scene);
    assert_eq!(scene.spots.len(), 10_000);
    assert!(scene.shapes.len() < 400, "{}", scene.shapes.len());
}

//! What holds for every canvas with a background sync: nothing overlaps, nothing is cut off,
//! everything can be found and read.

use crate::scenario::NodeKind;

use crate::faces::background_sync;
use crate::faces::draw;
use crate::show::frame::{Frame, Target};
use crate::show::geometry::{Rect, Size};
use crate::show::ink::Ink;
use crate::show::layout::Layout;
use crate::show::legible::{
    letters_can_be_read, squares_are_on_their_cards, texts_are_whole_and_apart, texts_cross_no_card,
};
use crate::show::reading;
use crate::show::scene::Scene;
use crate::show::shape::Shape;
use crate::show::staged::Stage;
use crate::show::words;

const SIZES: [(f32, f32); 9] = [
    (360.0, 420.0),
    (380.0, 560.0),
    (540.0, 1000.0),
    (560.0, 300.0),
    (620.0, 700.0),
    (700.0, 420.0),
    (880.0, 640.0),
    (1000.0, 1000.0),
    (1400.0, 900.0),
];

fn moments(sources: u16, size: Size) -> Vec<(&'static str, Stage)> {
    let stage = || Stage::sync(sources, size);
    let job = usize::from(sources) + 1;
    vec![
        ("idle", stage().waiting().reading()),
        ("fresh", stage().fresh()),
        ("running", stage().waiting().running()),
        ("failed", stage().waiting().failed()),
        ("missed one", stage().missed(1).failed()),
        ("missed many", stage().missed(300)),
        ("overlapping", stage().overlapping()),
        ("down and cut", stage().down(job).cut(0)),
        ("two-way", stage().waiting().two_way()),
    ]
}

/// Runs a check on every size, number of sources, moment and number of keys.
fn everywhere(check: impl Fn(&Frame<'_>, &Scene, &Layout, &str)) {
    for (width, height) in SIZES {
        for sources in [1, 2, 3, 6] {
            for (name, mut stage) in moments(sources, Size::new(width, height)) {
                for keys in [1, 24, 300, 10_000] {
                    stage.keys = keys;
                    let case = format!("{width}x{height}, {sources} sources, {name}, {keys} keys");
                    stage.framed(|frame| {
                        let layout = background_sync::layout(frame);
                        check(frame, &draw(frame), &layout, &case);
                    });
                }
            }
        }
    }
}

#[test]
fn cards_stay_on_the_canvas_and_never_overlap() {
    everywhere(|frame, _, layout, case| {
        for (place, seat) in layout.seats.iter().enumerate() {
            assert!(
                frame.size.area().holds(&seat.area.grown(3.0)),
                "{case}: {seat:?}"
            );
            for other in &layout.seats[place + 1..] {
                assert!(
                    !seat.area.grown(1.0).overlaps(&other.area.grown(1.0)),
                    "{case}: {seat:?} {other:?}"
                );
            }
        }
    });
}

#[test]
fn squares_stay_on_their_cards() {
    everywhere(|_, _, layout, case| squares_are_on_their_cards(&layout.seats, case));
}

#[test]
fn texts_stay_on_the_canvas_never_overlap_and_are_large_enough() {
    everywhere(|frame, scene, layout, case| {
        texts_are_whole_and_apart(frame, scene, case);
        texts_cross_no_card(layout.seats.iter().map(|seat| seat.area), scene, case);
        letters_can_be_read(scene, case);
    });
}

#[test]
fn ways_between_cards_do_not_cross_cards() {
    everywhere(|frame, _, layout, case| {
        let nodes = &frame.picture.nodes;
        for (link, track) in frame.picture.links.iter().zip(&layout.tracks) {
            assert!(track.length() >= 11.0, "{case}: {}", track.length());
            for step in 2..=62_u8 {
                let point = track.at(f32::from(step) / 64.0);
                assert!(frame.size.area().contains(point), "{case}: {point:?}");
                for (node, seat) in nodes.iter().zip(&layout.seats) {
                    // Beside a clock, on its card, there is room for a way to it.
                    let own_clock = node.kind == NodeKind::JOB
                        && (link.near == node.node || link.far == node.node);
                    assert!(
                        own_clock || !seat.area.grown(-1.0).contains(point),
                        "{case}: {point:?} {link:?}"
                    );
                }
            }
        }
    });
}

#[test]
fn nothing_is_drawn_off_the_canvas() {
    everywhere(|frame, scene, _, case| {
        let canvas = frame.size.area();
        for shape in &scene.shapes {
            match shape {
                Shape::Rect { area, .. } => assert!(canvas.holds(area), "{case}: {area:?}"),
                Shape::Line { from, to, .. } => {
                    assert!(
                        canvas.contains(*from) && canvas.contains(*to),
                        "{case}: {shape:?}"
                    );
                }
                Shape::Circle { centre, radius, .. } => {
                    assert!(
                        canvas.holds(&Rect::around(*centre, *radius)),
                        "{case}: {shape:?}"
                    );
                }
                _ => {}
            }
        }
    });
}

#[test]
fn no_card_moves_from_one_moment_of_a_run_to_another() {
    for size in [Size::new(880.0, 640.0), Size::new(380.0, 560.0)] {
        let calm = Stage::sync(1, size).fresh().framed(background_sync::layout);
        for (name, stage) in moments(1, size) {
            let seats = stage.framed(background_sync::layout).seats;
            assert_eq!(seats, calm.seats, "{name}");
        }
    }
}

#[test]
fn a_clock_can_be_pointed_at_and_everything_is_reached_by_keyboard() {
    for size in [Size::new(880.0, 640.0), Size::new(380.0, 560.0)] {
        let stage = Stage::sync(2, size).waiting().running();
        stage.framed(|frame| {
            let scene = draw(frame);
            let (nodes, links) = (&frame.picture.nodes, &frame.picture.links);
            let job = nodes
                .iter()
                .position(|node| node.kind == NodeKind::JOB)
                .unwrap();
            let middle = background_sync::layout(frame).seats[job].area.centre();
            let clock = Target::Node(nodes[job].node);
            assert_eq!(scene.hit(middle[0], middle[1]), Some(clock));
            assert!(scene.order().len() >= nodes.len() + links.len());
            for target in scene.order() {
                assert!(scene.anchor(target).is_some());
                assert!(words::label(frame, target).is_some_and(|label| label.ends_with('.')));
            }
        });
    }
}

#[test]
fn reading_goes_over_a_stub_beside_the_target() {
    let stage = Stage::sync(1, Size::new(880.0, 640.0)).reading();
    stage.framed(|frame| {
        let layout = background_sync::layout(frame);
        let last = layout.tracks.last().unwrap();
        let target = layout.seats.last().unwrap().area;
        assert_eq!(last.end()[0], target.right());
        assert!(last.length() <= reading::REACH);
    });
}

#[test]
fn the_canvas_can_be_read_aloud() {
    let size = Size::new(880.0, 640.0);
    let text_alternative = |stage: Stage| stage.framed(words::text_alternative);
    let running = text_alternative(Stage::sync(1, size).waiting().running());
    assert_eq!(
        running[2],
        "Sync job: a run has copied 22 of 58 rows in 4.0 s, last run copied 45 rows, \
         copied up to 25 min."
    );
    assert_eq!(
        running.last().unwrap(),
        "On their way: 1 command, 1 reply, 1 query, 1 answer to a query, 2 batches."
    );
    let failed = text_alternative(Stage::sync(1, size).missed(1).failed());
    assert_eq!(
        failed[2],
        "Sync job: next run in 1 min 54 s, last run failed half-way: 22 of 58 rows, \
         copied up to 25 min, 1 row behind the watermark for good."
    );
    assert_eq!(
        failed[3],
        "Analytics: oldest 1 min 40 s behind, 3 stale, 1 diverged."
    );
    let mut stopped = Stage::sync(1, size);
    stopped.picture.nodes[2].down_since = Some(stopped.picture.now);
    assert!(text_alternative(stopped)[2].starts_with("Sync job: down for 0 ms"));
}

#[test]
fn a_row_that_is_nowhere_is_an_empty_square() {
    let stage = Stage::sync(1, Size::new(880.0, 640.0)).changing_rows();
    stage.framed(|frame| {
        let fills = |ink: Ink| -> Vec<usize> {
            let of = |shape: &Shape| match shape {
                Shape::Rects { areas, fill, .. } => {
                    fill.filter(|fill| fill.ink == ink).map(|_| areas.len())
                }
                _ => None,
            };
            draw(frame).shapes.iter().filter_map(of).collect()
        };
        assert_eq!(
            fills(Ink::InStep),
            [65, 64],
            "source and target without the one that is gone"
        );
        assert_eq!(fills(Ink::Surface), [1, 1]);
        let target = words::label(frame, Target::Node(frame.picture.nodes[3].node));
        assert_eq!(
            target.as_deref(),
            Some("Analytics: oldest 1 min behind, 1 stale, 64 rows."),
        );
    });
}

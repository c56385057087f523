//! What holds for every picture of sagas: nothing overlaps, nothing is cut off, everything is told.

use super::plan::{Plan, lay_out};
use super::scene;
use crate::facts::ids::{MessageId, NodeId, WriteId};
use crate::patterns::picture::MarkKind;
use crate::patterns::saga::special::SagaPicture;
use crate::show::frame::{Frame, Target};
use crate::show::geometry::{Rect, Size, distance};
use crate::show::ink::Ink;
use crate::show::legible::{
    letters_can_be_read, texts, texts_are_whole_and_apart, texts_cross_no_card,
};
use crate::show::scene::Scene;
use crate::show::shape::Shape;
use crate::show::staged::Stage;
use crate::show::words;

const SIZES: [(f32, f32); 10] = [
    (360.0, 360.0),
    (390.0, 420.0),
    (380.0, 560.0),
    (540.0, 1000.0),
    (560.0, 300.0),
    (560.0, 500.0),
    (620.0, 700.0),
    (880.0, 640.0),
    (1000.0, 400.0),
    (1400.0, 900.0),
];

/// The moments in which a saga can be met.
fn moments(steps: u16, units: u64, size: Size) -> Vec<(&'static str, Stage)> {
    let stage = || Stage::saga(steps, units, size);
    vec![
        ("at rest", stage()),
        ("all well", stage().led().well()),
        ("compensating", stage().led().compensating()),
        ("failed undo", stage().led().stuck().faulty()),
        ("unknown", stage().led().unknown()),
        ("parallel", stage().led().parallel()),
        ("down", stage().led().well().down(1).down(2)),
        ("choreography", stage().choreographed().danced().well()),
        (
            "choreography in trouble",
            stage().choreographed().danced().stuck().faulty(),
        ),
        ("unnamed", {
            let mut stage = stage().led().compensating();
            for name in &mut stage.names.node {
                name.push_str(" of the northern hemisphere");
            }
            stage
        }),
    ]
}

/// Runs a check on every size with every number of steps, little and much to share, at each moment.
fn everywhere(check: impl Fn(&Frame<'_>, &Scene, &str)) {
    for (width, height) in SIZES {
        for (steps, units) in [
            (1, 1),
            (1, 1000),
            (2, 12),
            (3, 24),
            (4, 0),
            (5, 96),
            (6, 1000),
        ] {
            let size = Size::new(width, height);
            for (moment, stage) in moments(steps, units, size) {
                let case = format!("{width}x{height}, {steps} steps, {units} units, {moment}");
                stage.framed(|frame| check(frame, &scene(frame), &case));
            }
        }
    }
}

fn plan(frame: &Frame<'_>) -> Plan {
    let sagas = frame.picture.special.get();
    lay_out(frame, sagas.expect("staged as a saga"))
}

#[test]
fn cards_counts_and_the_followed_saga_stay_on_the_canvas_and_apart() {
    everywhere(|frame, _, case| {
        let plan = plan(frame);
        let mut areas: Vec<Rect> = plan.layout.seats.iter().map(|seat| seat.area).collect();
        areas.extend([plan.head, plan.fall]);
        for (place, area) in areas.iter().enumerate() {
            assert!(
                frame.size.area().holds(&area.grown(3.0)),
                "{case}: {area:?}"
            );
            for other in &areas[place + 1..] {
                assert!(!area.overlaps(other), "{case}: {area:?} and {other:?}");
            }
        }
    });
}

#[test]
fn texts_stay_on_the_canvas_and_never_overlap() {
    everywhere(texts_are_whole_and_apart);
}

#[test]
fn a_text_is_either_inside_a_card_or_outside_all() {
    everywhere(|frame, scene, case| {
        let seats = plan(frame).layout.seats;
        texts_cross_no_card(seats.iter().map(|seat| seat.area), scene, case);
    });
}

#[test]
fn letters_are_large_enough_to_read() {
    everywhere(|_, scene, case| letters_can_be_read(scene, case));
}

#[test]
fn everything_stays_on_the_canvas() {
    everywhere(|frame, scene, case| {
        let canvas = frame.size.area();
        for shape in &scene.shapes {
            let inside = match shape {
                Shape::Rect { area, .. } => canvas.holds(area),
                Shape::Rects { areas, .. } => areas.iter().all(|area| canvas.holds(area)),
                Shape::Circle { centre, .. } => canvas.contains(*centre),
                Shape::Line { from, to, .. } => canvas.contains(*from) && canvas.contains(*to),
                Shape::Dots { points, .. } => points.iter().all(|point| canvas.contains(*point)),
                Shape::Path { .. } | Shape::Text { .. } => true,
            };
            assert!(inside, "{case}: {shape:?}");
        }
    });
}

#[test]
fn squares_stay_on_their_cards() {
    everywhere(|frame, scene, case| {
        let plan = plan(frame);
        for shape in &scene.shapes {
            let Shape::Rects { areas, .. } = shape else {
                continue;
            };
            for area in areas.iter().filter(|area| !plan.head.holds(area)) {
                let held = plan.layout.seats.iter().any(|seat| seat.area.holds(area));
                assert!(held, "{case}: {area:?}");
                assert!(area.width >= 1.0 && area.height >= 1.0, "{case}: {area:?}");
            }
        }
    });
}

#[test]
fn ways_between_cards_do_not_cross_cards() {
    everywhere(|frame, _, case| {
        let plan = plan(frame);
        for track in plan.layout.tracks.iter().filter(|way| way.length() > 0.0) {
            for step in 1..=63_u8 {
                let point = track.at(f32::from(step) / 64.0);
                let free = plan
                    .layout
                    .seats
                    .iter()
                    .all(|seat| !seat.area.grown(-1.5).contains(point));
                assert!(free, "{case}: {point:?}");
                assert!(!plan.fall.contains(point), "{case}: {point:?}");
            }
            assert!(
                track.length() >= 15.0,
                "{case}: a mark can be seen on its way"
            );
        }
    });
}

#[test]
fn bars_stay_on_their_rows() {
    everywhere(|frame, scene, case| {
        let plan = plan(frame);
        for shape in &scene.shapes {
            if let Shape::Rect { area, .. } = shape
                && area.overlaps(&plan.fall)
            {
                assert!(plan.fall.holds(area), "{case}: {area:?}");
            }
        }
    });
}

#[test]
fn every_message_of_a_saga_is_on_a_way_that_is_drawn() {
    everywhere(|frame, scene, case| {
        let drawn = frame.picture.marks.iter().all(|mark| {
            scene
                .tracks
                .iter()
                .any(|(link, way)| *link == mark.link && way.length() > 0.0)
        });
        assert!(drawn, "{case}");
    });
}

#[test]
fn what_is_taken_back_goes_another_way_than_what_is_taken() {
    for width in [380.0, 620.0, 880.0] {
        for stage in [
            Stage::saga(3, 24, Size::new(width, 640.0)),
            Stage::saga(3, 24, Size::new(width, 640.0)).choreographed(),
        ] {
            let stage = stage.mark(2, MarkKind::Command, 0.5, |_| {}).mark(
                2,
                MarkKind::Compensation,
                0.5,
                |_| {},
            );
            stage.framed(|frame| {
                let spots = scene(frame).spots;
                assert!(distance(spots[0].at, spots[1].at) > 20.0, "{width}");
            });
        }
    }
}

#[test]
fn a_choreography_draws_the_ways_between_services() {
    let size = Size::new(880.0, 640.0);
    let drawn = |stage: Stage| {
        let hops = [(2, 3), (3, 4), (2, 4)];
        stage.framed(|frame| {
            let hits = scene(frame).hits;
            hops.map(|(near, far)| {
                let link = frame
                    .picture
                    .links
                    .iter()
                    .find(|link| link.near == NodeId(near) && link.far == NodeId(far))
                    .unwrap();
                hits.iter().any(|hit| hit.target == Target::Link(link.link))
            })
        })
    };
    let chain = [true, true, false];
    assert_eq!(drawn(Stage::saga(3, 24, size).choreographed()), chain);
    assert_eq!(drawn(Stage::saga(3, 24, size)), [false; 3]);
}

#[test]
fn six_services_fit_on_a_canvas_of_620_pixels() {
    Stage::saga(6, 24, Size::new(620.0, 700.0)).framed(|frame| {
        let plan = plan(frame);
        assert!(plan.rightward);
        assert!(
            plan.layout.seats[2..]
                .iter()
                .all(|seat| seat.area.width >= 86.0)
        );
        assert!(plan.step >= 15.0);
    });
}

#[test]
fn no_card_moves_while_sagas_run() {
    let size = Size::new(620.0, 700.0);
    let seats = |stage: Stage| stage.framed(|frame| plan(frame).layout.seats);
    let calm = seats(Stage::saga(3, 24, size));
    assert_eq!(calm, seats(Stage::saga(3, 24, size).thronged(500).stuck()));
}

#[test]
fn how_a_square_is_taken_is_told_by_shape_too() {
    let stage = Stage::saga(1, 12, Size::new(880.0, 640.0)).stuck();
    stage.framed(|frame| {
        let crosses = scene(frame).shapes.into_iter().filter(|shape| {
            matches!(shape, Shape::Path { stroke: Some(stroke), .. }
                if stroke.paint.ink == Ink::Broken)
        });
        assert!(crosses.count() >= 2, "in the legend and on the card");
    });
}

#[test]
fn what_is_taken_twice_over_is_framed_and_told() {
    use crate::patterns::picture::Gauge;
    let mut stage = Stage::saga(1, 4, Size::new(880.0, 640.0));
    let frames = |stage: &Stage| {
        let broken = |shape: &Shape| {
            matches!(shape, Shape::Rects { fill: None, stroke: Some(stroke), .. }
            if stroke.paint.ink == Ink::Broken)
        };
        stage.framed(|frame| {
            scene(frame)
                .shapes
                .iter()
                .filter(|shape| broken(shape))
                .count()
        })
    };
    assert_eq!(frames(&stage), 0);
    stage.picture.nodes[2].gauges = vec![Gauge::Capacity {
        taken: 6,
        tentative: 0,
        orphaned: 0,
        units: 4,
    }];
    assert_eq!(frames(&stage), 1);
    let words = stage.framed(|frame| words::label(frame, Target::Node(NodeId(2))));
    assert_eq!(words.as_deref(), Some("Flight: 2 too many, 0 of 4 free."));
}

#[test]
fn words_beside_bars_that_lie_on_each_other_never_meet() {
    use crate::patterns::saga::special::StepState::{Done, Unknown};
    for from in (0..900).step_by(30) {
        let stage = Stage::saga(2, 24, Size::new(620.0, 700.0))
            .followed(&[
                (0, 100, Some(600), Unknown, 0),
                (0, from, Some(from + 120), Done, 0),
                (0, 700, Some(1200), Unknown, 1),
                (0, 760, Some(800), Done, 1),
            ])
            .begun(1400, None);
        stage.framed(|frame| {
            let scene = scene(frame);
            let texts = texts(&scene);
            for (place, (text, words)) in texts.iter().enumerate() {
                for (other, others_words) in &texts[place + 1..] {
                    assert!(!text.overlaps(other), "{from}: {words} and {others_words}");
                }
            }
        });
    }
}

#[test]
fn pointing_finds_cards_ways_and_messages() {
    let stage = Stage::saga(3, 24, Size::new(880.0, 640.0)).mark(2, MarkKind::Command, 0.5, |_| {});
    stage.framed(|frame| {
        let (plan, scene) = (plan(frame), scene(frame));
        let [x, y] = plan.layout.seats[3].area.centre();
        assert_eq!(scene.hit(x, y), Some(Target::Node(NodeId(3))));
        let [x, y] = scene.spots[0].at;
        assert_eq!(scene.hit(x, y - 10.0), Some(Target::Message(MessageId(0))));
        for target in scene.order() {
            let (point, _) = scene.anchor(target).unwrap();
            assert!(frame.size.area().contains(point));
            assert!(words::label(frame, target).is_some_and(|label| label.ends_with('.')));
        }
    });
}

#[test]
fn pointing_finds_the_bars_of_the_saga_that_is_shown() {
    for size in [Size::new(880.0, 640.0), Size::new(360.0, 700.0)] {
        let stage = Stage::saga(3, 24, size).led().stuck();
        stage.framed(|frame| {
            let scene = scene(frame);
            let sagas: &SagaPicture = frame.picture.special.get().expect("they are sagas");
            let saga = sagas.followed.as_ref().unwrap().saga;
            for step in 0..3 {
                let target = Target::Step(saga, step);
                let bars: Vec<_> = scene.bars.iter().filter(|bar| bar.0 == target).collect();
                assert!(!bars.is_empty(), "{step}");
                for (_, bar) in bars {
                    let [x, y] = bar.centre();
                    assert_eq!(scene.hit(x, y), Some(target), "{step}");
                }
                let (_, all) = scene.anchor(target).unwrap();
                assert!(frame.size.area().holds(&all));
                assert!(scene.order().contains(&target));
            }
            let said = words::label(frame, Target::Step(saga, 1)).unwrap();
            assert_eq!(
                said,
                "Hotel of saga 57: taken from 90 ms to 190 ms, undone from 230 ms to 330 ms."
            );
            let followed = super::told::steps_of(frame, saga, 0).unwrap();
            let (standing, done) = (followed.standing, followed.done);
            assert!(
                standing.starts_with("Trip 4 · stuck after 610 ms"),
                "{standing}"
            );
            let words: Vec<_> = done
                .iter()
                .map(|done| (done.words.as_str(), done.is_bad))
                .collect();
            let expected = [
                ("Taken, 90 ms", false),
                ("Undo failed, 90 ms", true),
                ("Undo failed · 2nd try, 90 ms", true),
            ];
            assert_eq!(words, expected);
            // Another saga is not shown.
            assert_eq!(words::label(frame, Target::Step(WriteId(9_999), 1)), None);
        });
    }
}

#[test]
fn the_canvas_can_be_read_aloud() {
    let stage = Stage::saga(3, 24, Size::new(880.0, 640.0)).led().stuck();
    let words = [
        "Travellers: 12 sagas a second.",
        "Orchestrator: leads each saga, 12 under way.",
        "Flight: 2 orphaned, 6 of 24 free.",
        "Hotel: 2 orphaned, 7 of 24 free.",
        "Car: step 3 · 2 tentative, 9 of 24 free.",
        "Sagas: 182 completed, 51 undone, 1 stuck, 12 under way.",
        "Saga 57, trip 4 · stuck after 610 ms: a person has to look; \
         Flight: taken from 0 ms to 90 ms, undo failed from 330 ms to 420 ms, \
         undo failed · 2nd try from 520 ms to 610 ms; \
         Hotel: taken from 90 ms to 190 ms, undone from 230 ms to 330 ms; \
         Car: refused from 190 ms to 230 ms.",
        "On their way: 4 commands, 4 replies, 1 query, 2 compensations.",
    ];
    assert_eq!(stage.framed(words::text_alternative), words);
}

#[test]
fn a_thousand_sagas_are_a_handful_of_batches() {
    let stage = Stage::saga(6, 1000, Size::new(1400.0, 900.0)).thronged(3_000);
    let scene = stage.framed(scene);
    assert_eq!(scene.spots.len(), 3_000);
    assert!(scene.shapes.len() < 250, "{}", scene.shapes.len());
}

//! What holds for every canvas: nothing overlaps, nothing is cut off, everything can be found.

use crate::consistency::freshness::Freshness;
use crate::facts::ids::{LinkId, MessageId, NodeId, ReplicaId};
use crate::facts::time::MILLISECOND;
use crate::patterns::picture::{Fate, MarkKind};

use super::arrange::lay_out;
use super::scene;
use crate::show::frame::{Frame, Target};
use crate::show::geometry::{Rect, Size, distance};
use crate::show::layout::Flow;
use crate::show::legible::{
    letters_can_be_read, squares_are_on_their_cards, texts_are_whole_and_apart, texts_cross_no_card,
};
use crate::show::marks::progress;
use crate::show::scene::{MARK_REACH, Scene};
use crate::show::staged::{NOW, Stage};
use crate::show::words;

const SIZES: [(f32, f32); 10] = [
    (360.0, 300.0),
    (390.0, 420.0),
    (390.0, 660.0),
    (540.0, 1000.0),
    (560.0, 300.0),
    (560.0, 500.0),
    (700.0, 620.0),
    (880.0, 700.0),
    (1000.0, 1000.0),
    (1400.0, 900.0),
];

/// Runs a check on every size with every number of consumers, at rest and in trouble.
fn everywhere(check: impl Fn(&Frame<'_>, &Scene, &str)) {
    for (width, height) in SIZES {
        for consumers in 1..=8 {
            for keys in [1, 24, 300, 10_000] {
                let size = Size::new(width, height);
                let mut stage = Stage::new(consumers, size).drifting().busy();
                if consumers > 2 && keys == 24 {
                    stage = stage.troubled().cut(4).down(3);
                }
                if keys == 300 {
                    for name in &mut stage.names.node {
                        name.push_str(" of the northern hemisphere");
                    }
                }
                stage.keys = keys;
                let case = format!("{width}x{height}, {consumers} consumers, {keys} keys");
                stage.framed(|frame| check(frame, &scene(frame), &case));
            }
        }
    }
}

#[test]
fn cards_stay_on_the_canvas_and_never_overlap() {
    everywhere(|frame, _, case| {
        let layout = lay_out(frame);
        for (place, seat) in layout.seats.iter().enumerate() {
            let card = seat.area;
            assert!(
                frame.size.area().holds(&card.grown(3.0)),
                "{case}: {card:?}"
            );
            for other in &layout.seats[place + 1..] {
                assert!(
                    !card.grown(1.5).overlaps(&other.area.grown(1.5)),
                    "{case}: {place}"
                );
            }
        }
    });
}

#[test]
fn squares_stay_on_their_cards() {
    everywhere(|frame, _, case| squares_are_on_their_cards(&lay_out(frame).seats, case));
}

#[test]
fn texts_stay_on_the_canvas_and_never_overlap() {
    everywhere(texts_are_whole_and_apart);
}

#[test]
fn a_text_is_either_inside_a_card_or_outside_all() {
    everywhere(|frame, scene, case| {
        let seats = lay_out(frame).seats;
        texts_cross_no_card(seats.iter().map(|seat| seat.area), scene, case);
    });
}

#[test]
fn letters_are_large_enough_to_read() {
    everywhere(|_, scene, case| letters_can_be_read(scene, case));
}

#[test]
fn ways_between_cards_do_not_cross_cards() {
    everywhere(|frame, _, case| {
        let layout = lay_out(frame);
        for track in &layout.tracks {
            for step in 2..=62_u8 {
                let point = track.at(f32::from(step) / 64.0);
                let free = layout
                    .seats
                    .iter()
                    .all(|seat| !seat.area.grown(-1.0).contains(point));
                assert!(free, "{case}: {point:?}");
            }
            assert!(
                track.length() >= 15.0,
                "{case}: a mark can be seen on its way"
            );
        }
    });
}

#[test]
fn people_read_at_a_stub_beside_the_card_and_are_in_sight() {
    everywhere(|frame, _, case| {
        let layout = lay_out(frame);
        let mut read = 0;
        for (link, track) in frame.picture.links.iter().zip(&layout.tracks) {
            if !link.reading {
                continue;
            }
            read += 1;
            assert!(track.length() <= 30.0, "{case}: {}", track.length());
            let [x, y] = track.start();
            assert!(
                frame.size.area().holds(&Rect::around([x, y], 12.0)),
                "{case}: {x}"
            );
            let card = layout.seats[usize::from(link.far.0)].area;
            assert!(card.grown(0.1).contains(track.end()), "{case}");
            assert!(!card.contains([x, y]), "{case}");
        }
        assert_eq!(
            read + 3,
            layout.seats.len(),
            "{case}: each consumer is read"
        );
    });
}

#[test]
fn the_flow_runs_downward_on_a_phone_only() {
    let flow = |width| Stage::new(3, Size::new(width, 500.0)).framed(|frame| lay_out(frame).flow);
    assert_eq!(flow(559.0), Flow::Downward);
    assert_eq!(flow(560.0), Flow::Rightward);
}

#[test]
fn no_card_moves_while_messages_pass() {
    let size = Size::new(700.0, 620.0);
    let calm = Stage::new(3, size).framed(|frame| lay_out(frame).seats);
    let busy = Stage::new(3, size)
        .drifting()
        .crowded(500)
        .framed(|frame| lay_out(frame).seats);
    assert_eq!(calm, busy);
}

#[test]
fn a_mark_is_where_its_times_say() {
    for size in [Size::new(880.0, 700.0), Size::new(390.0, 600.0)] {
        for step in 0..20_u8 {
            let share = f64::from(step) / 20.0;
            let stage = Stage::new(3, size)
                .mark(3, MarkKind::Event, share, |_| {})
                .mark(3, MarkKind::Acknowledgement, share, |_| {});
            stage.framed(|frame| {
                let (layout, scene) = (lay_out(frame), scene(frame));
                let track = &layout.tracks[3];
                let there = progress(&frame.picture.marks[0], NOW);
                assert!((f64::from(there) - share).abs() < 1e-6);
                assert!(distance(scene.spots[0].at, track.at(there)) < 0.01);
                assert!(distance(scene.spots[1].at, track.at(1.0 - there)) < 0.01);
            });
        }
    }
}

#[test]
fn marks_stay_between_the_ends_of_their_link() {
    let stage = Stage::new(8, Size::new(1400.0, 900.0)).crowded(3_000);
    stage.framed(|frame| {
        let (layout, scene) = (lay_out(frame), scene(frame));
        for (mark, spot) in frame.picture.marks.iter().zip(&scene.spots) {
            let bounds = layout.tracks[usize::from(mark.link.0)].bounds().grown(16.0);
            assert!(bounds.contains(spot.at), "{spot:?}");
        }
    });
}

#[test]
fn a_lost_message_stays_where_it_was_lost_and_then_is_gone() {
    let stage = Stage::new(3, Size::new(880.0, 700.0)).mark(2, MarkKind::Event, 0.9, |mark| {
        mark.fate = Fate::Lost(mark.sent + (mark.due - mark.sent) / 2);
    });
    stage.framed(|frame| {
        let middle = lay_out(frame).tracks[2].at(0.5);
        assert!(distance(scene(frame).spots[0].at, middle) < 0.1);
        let later = Frame {
            fade_us: MILLISECOND,
            ..*frame
        };
        assert!(scene(&later).spots.is_empty());
    });
}

#[test]
fn with_reduced_motion_marks_stand_at_few_places() {
    let places: std::collections::BTreeSet<u32> = (0..100_u8)
        .map(|step| {
            let stage = Stage::new(1, Size::new(880.0, 700.0)).mark(
                1,
                MarkKind::Event,
                f64::from(step) / 100.0,
                |_| {},
            );
            stage.framed(|frame| {
                scene(&Frame {
                    reduced_motion: true,
                    ..*frame
                })
                .spots[0]
                    .at[0]
                    .to_bits()
            })
        })
        .collect();
    assert_eq!(places.len(), 5);
}

#[test]
fn pointing_finds_cards_then_messages_then_links() {
    let stage = Stage::new(3, Size::new(880.0, 700.0)).mark(1, MarkKind::Event, 0.5, |_| {});
    stage.framed(|frame| {
        let (layout, scene) = (lay_out(frame), scene(frame));
        let broker = layout.seats[2].area;
        let [x, y] = broker.centre();
        assert_eq!(scene.hit(x, y), Some(Target::Node(NodeId(2))));
        let [x, y] = scene.spots[0].at;
        assert_eq!(
            scene.hit(x, y - MARK_REACH + 1.0),
            Some(Target::Message(MessageId(0)))
        );
        let [x, y] = layout.tracks[2].at(0.5);
        assert_eq!(scene.hit(x + 3.0, y), Some(Target::Link(LinkId(2))));
        assert_eq!(scene.hit(2.0, 2.0), None);
        for target in scene.order() {
            let (point, _) = scene.anchor(target).unwrap();
            assert!(frame.size.area().contains(point));
            assert!(words::label(frame, target).is_some_and(|label| label.ends_with('.')));
        }
    });
}

#[test]
fn pointing_finds_the_square_of_each_key_and_the_card_around_them() {
    for (size, keys) in [
        (Size::new(880.0, 700.0), 24),
        (Size::new(360.0, 560.0), 24),
        (Size::new(880.0, 700.0), 5_000),
    ] {
        let mut stage = Stage::new(3, size).drifting();
        stage.keys = keys;
        stage.framed(|frame| {
            let (layout, scene) = (lay_out(frame), scene(frame));
            let each = layout.keys_per_square;
            for key in (0..keys).step_by(each as usize) {
                let node = NodeId(4);
                let area = scene.cell(node, key).expect("it has a square");
                let [x, y] = area.centre();
                let Some(Target::Key(of, found)) = scene.hit(x, y) else {
                    panic!("{key}: {:?}", scene.hit(x, y));
                };
                assert!(of == node && found / each == key / each, "{key} {found}");
                // One square of many keys stands for the worst of them.
                let mut among =
                    (key..(key + each).min(keys)).map(|key| (frame.freshness)(ReplicaId(2), key));
                let worst = (frame.freshness)(ReplicaId(2), found);
                assert!(
                    among.all(|other| badness(other) <= badness(worst)),
                    "{key} {found}"
                );
                assert!(words::label(frame, Target::Key(of, found)).is_some());
            }
            let card = layout.seats[4].area;
            let corner = scene.hit(card.x + 3.0, card.y + 3.0);
            assert_eq!(corner, Some(Target::Node(NodeId(4))));
        });
    }
}

/// How bad it is, the longer the worse.
fn badness(freshness: Freshness) -> (u8, u64) {
    match freshness {
        Freshness::InStep => (0, 0),
        Freshness::Stale { since, .. } => (1, NOW.saturating_sub(since)),
        Freshness::Diverged { .. } => (2, 0),
    }
}

#[test]
fn the_keyboard_comes_to_the_keys_that_are_not_as_they_should_be() {
    let stage = Stage::new(3, Size::new(880.0, 700.0)).drifting();
    stage.framed(|frame| {
        let order = scene(frame).order();
        let keys: Vec<_> = order
            .iter()
            .filter(|one| matches!(one, Target::Key(..)))
            .collect();
        assert!(!keys.is_empty() && keys.len() <= 50, "{}", keys.len());
        for target in keys {
            let label = words::label(frame, *target).unwrap();
            assert!(
                label.contains(": out of date") || label.contains(": wrong"),
                "{label}"
            );
        }
    });
}

#[test]
fn the_keyboard_walks_from_the_people_on() {
    let stage = Stage::new(2, Size::new(880.0, 700.0)).mark(1, MarkKind::Event, 0.5, |_| {});
    let order = stage.framed(|frame| scene(frame).order());
    let nodes = (0..5).map(|node| Target::Node(NodeId(node)));
    let links = (0..6).map(|link| Target::Link(LinkId(link)));
    let messages = [Target::Message(MessageId(0))];
    assert_eq!(
        order,
        nodes.chain(links).chain(messages).collect::<Vec<_>>()
    );
}

#[test]
fn the_canvas_can_be_read_aloud() {
    let stage = Stage::new(3, Size::new(880.0, 700.0))
        .drifting()
        .busy()
        .troubled()
        .cut(4)
        .down(2);
    let words = [
        "Users: 6 writes a second.",
        "Profile service: source of truth, 128 writes, outbox 2.",
        "Broker: down for 1.7 s, 5 unread.",
        "Recommendations: oldest 900 ms behind, 6 of 24 keys stale, 0 events waiting, \
         1 of 2 workers busy, lag 1, retry 1.",
        "Search index: oldest 2.6 s behind, 9 of 24 keys stale, 3 events waiting, \
         1 of 2 workers busy, lag 7, retry 1.",
        "E-mail: link cut for 3.2 s, 6 of 24 keys stale, 6 events waiting, \
         1 of 2 workers busy, lag 13, 1 diverged, retry 1.",
        "Link from Broker to E-mail: cut for 3.2 s.",
        "On their way: 1 command, 1 reply, 5 events, 2 acknowledgements, 1 query, \
         1 answer to a query; 1 sent again; 2 lost a moment ago.",
    ];
    assert_eq!(stage.framed(words::text_alternative), words);
}

#[test]
fn ten_thousand_messages_are_a_handful_of_batches() {
    let stage = Stage::new(8, Size::new(1400.0, 900.0))
        .drifting()
        .crowded(10_000);
    let scene = stage.framed(scene);
    assert_eq!(scene.spots.len(), 10_000);
    assert!(scene.shapes.len() < 250, "{}", scene.shapes.len());
}

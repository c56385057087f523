//! What an incident is about is framed on the picture of each pattern.

use crate::faces;
use crate::facts::ids::LinkId;
use crate::facts::ids::NodeId;
use crate::patterns::parse;
use crate::scenario::Preset;
use crate::session::Session;
use crate::show::Frame;
use crate::show::geometry::Size;
use crate::show::scene::Scene;
use crate::show::shape::Shape;
use crate::show::{Rect, Target};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn scene(preset: &str, size: Size) -> Scene {
    let preset = Preset::from_word(preset).unwrap();
    let mut session = Session::open(parse(preset.link).0);
    session.go_to(3_000_000);
    session.frame(16.0, &mut || true);
    let picture = session.picture();
    let names = faces::names(session.settings());
    let (freshness, lag) = (
        |replica, key| session.freshness(replica, key),
        |replica| session.lag(replica),
    );
    let keys = session.keys();
    faces::draw(&Frame::at_rest(
        faces::of(session.settings().pattern()),
        &picture,
        keys,
        &names,
        size,
        &freshness,
        &lag,
    ))
}

#[test]
fn frames_stand_around_what_they_are_about() {
    for (preset, node, has_keys) in [
        ("bank", 2, true),
        ("profile", 3, true),
        ("missed-row", 3, true),
        ("last-seat", 2, false),
    ] {
        for size in [Size::new(880.0, 640.0), Size::new(360.0, 560.0)] {
            let mut scene = scene(preset, size);
            let before = scene.shapes.len();
            let node = NodeId(node);
            let area = scene.anchor(Target::Node(node)).unwrap().1;
            let cell = scene.cell(node, 1);
            assert_eq!(cell.is_some(), has_keys, "{preset}");
            assert!(
                cell.is_none_or(|cell| area.holds(&cell)),
                "{preset} {cell:?}"
            );
            assert_eq!(scene.cell(node, 9_999), None);
            let targets = [Target::Node(node), Target::Link(LinkId(0))];
            scene.frame(&targets, Some((node, 1)));
            let added = &scene.shapes[before..];
            assert_eq!(added.len(), if has_keys { 4 } else { 3 }, "{preset}");
            let Shape::Rects { areas, .. } = &added[0] else {
                panic!("{preset}: {:?}", added[0]);
            };
            let nodes = scene.hits.iter();
            let nodes = nodes.filter(|hit| matches!(hit.target, Target::Node(_)));
            assert_eq!(areas.len(), nodes.count() - 1, "{preset}");
            assert!(!areas.contains(&area), "what is framed is not faded");
            let rings = added.iter().filter_map(|shape| match shape {
                Shape::Rect { area, .. } => Some(*area),
                _ => None,
            });
            let rings: Vec<Rect> = rings.collect();
            assert_eq!(rings[0], area.grown(5.0), "{preset}");
        }
    }
}

#[test]
fn what_is_not_on_the_picture_is_left_out() {
    let mut scene = scene("bank", Size::new(880.0, 640.0));
    let before = scene.shapes.len();
    scene.frame(&[Target::Node(NodeId(99)), Target::Link(LinkId(99))], None);
    assert_eq!(scene.shapes.len(), before + 1);
}

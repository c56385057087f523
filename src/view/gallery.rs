//! Draws staged moments as SVG files, to be looked at: `cargo test --lib gallery -- --ignored`
//! writes them to `target/gallery`.

use super::charts::histogram::Histogram;
use super::charts::lag::Lag;
use super::charts::{Chart, histogram, lag, timeline};
use super::event_based::scene;
use super::geometry::Size;
use super::ink::Theme;
use super::staged::Stage;
use super::svg;
use super::text::estimate;

fn moments() -> Vec<(&'static str, Stage)> {
    let wide = Size::new(748.0, 620.0);
    let phone = Size::new(390.0, 420.0);
    let mut stages = vec![
        ("healthy", Stage::new(3, wide).busy()),
        (
            "drifting",
            Stage::new(3, wide).drifting().busy().troubled().cut(4),
        ),
        ("down", Stage::new(3, wide).drifting().busy().down(4)),
        ("broker-down", Stage::new(3, wide).drifting().busy().down(2)),
        (
            "large",
            Stage::new(3, Size::new(1400.0, 900.0))
                .drifting()
                .busy()
                .troubled()
                .cut(4),
        ),
        (
            "eight",
            Stage::new(8, wide)
                .drifting()
                .busy()
                .troubled()
                .cut(4)
                .down(8),
        ),
        (
            "eight-low",
            Stage::new(8, Size::new(560.0, 300.0))
                .drifting()
                .busy()
                .troubled()
                .cut(4),
        ),
        (
            "narrow",
            Stage::new(3, Size::new(560.0, 500.0))
                .drifting()
                .busy()
                .troubled()
                .cut(4),
        ),
        (
            "one",
            Stage::new(1, Size::new(880.0, 700.0)).drifting().busy(),
        ),
        (
            "phone",
            Stage::new(3, phone).drifting().busy().troubled().cut(4),
        ),
        (
            "phone-tall",
            Stage::new(3, Size::new(390.0, 640.0))
                .drifting()
                .busy()
                .troubled(),
        ),
        (
            "phone-eight",
            Stage::new(8, phone)
                .drifting()
                .busy()
                .troubled()
                .cut(4)
                .down(7),
        ),
        (
            "phone-low",
            Stage::new(8, Size::new(390.0, 300.0)).drifting().busy(),
        ),
        ("crowd", Stage::new(3, wide).drifting().crowded(600)),
        (
            "crowd-10000",
            Stage::new(8, Size::new(1400.0, 900.0))
                .drifting()
                .crowded(10_000),
        ),
    ];
    let mut many_keys = Stage::new(3, wide).drifting().busy();
    many_keys.keys = 10_000;
    stages.push(("many-keys", many_keys));
    stages
}

/// Every chart at the width of a side panel, and the timeline at that of the canvas.
fn charts() -> Vec<(&'static str, Chart)> {
    let (bars, series) = (histogram::tests::bars(), lag::tests::series());
    let panel = |height| Size::new(328.0, height);
    let near = Histogram {
        p95: Some(130_000),
        p99: Some(150_000),
        ..histogram::tests::histogram(&bars)
    };
    let three = Lag {
        series: &series[..3],
        ..lag::tests::lag(&series)
    };
    vec![
        (
            "histogram",
            histogram::chart(&histogram::tests::histogram(&bars), panel(120.0), &estimate),
        ),
        (
            "histogram-near",
            histogram::chart(&near, panel(120.0), &estimate),
        ),
        (
            "histogram-empty",
            histogram::chart(&histogram::tests::histogram(&[]), panel(120.0), &estimate),
        ),
        ("lag-three", lag::chart(&three, panel(140.0), &estimate)),
        (
            "lag-eight",
            lag::chart(&lag::tests::lag(&series), panel(170.0), &estimate),
        ),
        (
            "timeline",
            timeline::chart(&timeline::tests::timeline(), Size::new(748.0, 60.0)),
        ),
    ]
}

#[test]
#[ignore = "draws files for people to look at"]
fn gallery() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/target/gallery");
    std::fs::create_dir_all(folder).unwrap();
    for (name, stage) in moments() {
        let scene = stage.framed(scene);
        for (theme, suffix) in [(Theme::Light, "light"), (Theme::Dark, "dark")] {
            let svg = svg::document(&scene.shapes, scene.size, theme, name);
            std::fs::write(format!("{folder}/{name}-{suffix}.svg"), svg).unwrap();
        }
    }
    for (name, chart) in charts() {
        for (theme, suffix) in [(Theme::Light, "light"), (Theme::Dark, "dark")] {
            let svg = svg::document(&chart.shapes, chart.size, theme, name);
            std::fs::write(format!("{folder}/{name}-{suffix}.svg"), svg).unwrap();
        }
    }
}

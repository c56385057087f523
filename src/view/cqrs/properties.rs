//! What holds for every picture of CQRS, and pictures to be looked at:
//! `cargo test --lib cqrs_gallery -- --ignored` writes them to `target/gallery`.

use super::super::geometry::Size;
use super::super::ink::Theme;
use super::super::staged::Stage;
use super::super::svg;
use super::scene;

#[test]
#[ignore = "draws files for people to look at"]
fn cqrs_gallery() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/target/gallery");
    std::fs::create_dir_all(folder).unwrap();
    for (width, height) in [
        (880.0, 640.0),
        (620.0, 700.0),
        (380.0, 560.0),
        (560.0, 300.0),
    ] {
        let size = Size::new(width, height);
        for (name, stage) in moments(size) {
            let scene = stage.framed(scene);
            for (theme, suffix) in [(Theme::Light, "light"), (Theme::Dark, "dark")] {
                let svg = svg::document(&scene.shapes, scene.size, theme, name);
                std::fs::write(format!("{folder}/cqrs-{name}-{width}-{suffix}.svg"), svg).unwrap();
            }
        }
    }
}

fn moments(size: Size) -> Vec<(&'static str, Stage)> {
    let mut many_keys = Stage::cqrs(2, 1, size).behind(5).drifting().commanded();
    many_keys.keys = 10_000;
    vec![
        ("in-step", Stage::cqrs(2, 1, size)),
        (
            "one",
            Stage::cqrs(1, 1, size).behind(3).drifting().commanded(),
        ),
        (
            "lagging",
            Stage::cqrs(2, 1, size)
                .behind(6)
                .drifting()
                .commanded()
                .checkpointed(4),
        ),
        (
            "far",
            Stage::cqrs(3, 1, size).behind(40).drifting().commanded(),
        ),
        (
            "rebuilding",
            Stage::cqrs(2, 2, size)
                .rebuilding(128)
                .drifting()
                .commanded(),
        ),
        (
            "twelve",
            Stage::cqrs(3, 4, size)
                .behind(2)
                .drifting()
                .commanded()
                .cut(3)
                .down(5),
        ),
        ("many-keys", many_keys),
    ]
}

//! Draws staged sagas as SVG files, to be looked at: `cargo test --lib saga_gallery -- --ignored`
//! writes them to `target/gallery`.

use super::scene;
use crate::view::geometry::Size;
use crate::view::ink::Theme;
use crate::view::staged::Stage;
use crate::view::svg;

fn moments() -> Vec<(&'static str, Stage)> {
    let wide = Size::new(880.0, 640.0);
    let middle = Size::new(620.0, 700.0);
    let phone = Size::new(380.0, 560.0);
    let three = |size| Stage::saga(3, 24, size);
    vec![
        ("saga-well", three(wide).led().well()),
        ("saga-back", three(wide).led().compensating().faulty()),
        ("saga-stuck", three(middle).led().stuck()),
        ("saga-unknown", three(middle).led().unknown().faulty()),
        ("saga-parallel", three(wide).led().parallel()),
        (
            "saga-dance",
            three(wide).choreographed().danced().compensating(),
        ),
        (
            "saga-dance-620",
            three(middle).choreographed().danced().well(),
        ),
        ("saga-six", Stage::saga(6, 24, middle).led().compensating()),
        (
            "saga-six-wide",
            Stage::saga(6, 40, wide).led().compensating(),
        ),
        (
            "saga-six-dance",
            Stage::saga(6, 24, middle).choreographed().danced().stuck(),
        ),
        ("saga-one", Stage::saga(1, 1, wide).led()),
        (
            "saga-thousand",
            Stage::saga(3, 1000, wide).thronged(1000).unknown(),
        ),
        ("saga-phone", three(phone).led().compensating()),
        (
            "saga-phone-dance",
            three(phone).choreographed().danced().stuck(),
        ),
        ("saga-phone-six", Stage::saga(6, 12, phone).led().stuck()),
        (
            "saga-low",
            Stage::saga(3, 24, Size::new(560.0, 300.0))
                .led()
                .compensating(),
        ),
        (
            "saga-phone-low",
            three(Size::new(390.0, 420.0)).led().unknown(),
        ),
        (
            "saga-large",
            three(Size::new(1400.0, 900.0)).led().compensating(),
        ),
    ]
}

#[test]
#[ignore = "draws files for people to look at"]
fn saga_gallery() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/target/gallery");
    std::fs::create_dir_all(folder).unwrap();
    for (name, stage) in moments() {
        let scene = stage.framed(scene);
        for (theme, suffix) in [(Theme::Light, "light"), (Theme::Dark, "dark")] {
            let svg = svg::document(&scene.shapes, scene.size, theme, name);
            std::fs::write(format!("{folder}/{name}-{suffix}.svg"), svg).unwrap();
        }
    }
}

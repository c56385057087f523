//! Draws staged moments as SVG files, to be looked at: `cargo test --lib gallery -- --ignored`
//! writes them to `target/gallery`.

use crate::show::geometry::Size;
use crate::show::ink::Theme;
use crate::show::staged::Stage;
use crate::show::svg;

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
    let page = Stage::new(3, Size::new(690.0, 568.0));
    stages.push(("page", page.drifting().busy().troubled().down(4)));
    for (_, stage) in &mut stages {
        "Customers".clone_into(&mut stage.names.node[0]);
    }
    let mut many_keys = Stage::new(3, wide).drifting().busy();
    many_keys.keys = 10_000;
    stages.push(("many-keys", many_keys));
    stages.extend(syncs());
    stages
}

fn syncs() -> Vec<(&'static str, Stage)> {
    let page = Size::new(880.0, 640.0);
    let slim = Size::new(620.0, 700.0);
    let phone = Size::new(380.0, 560.0);
    let low = Size::new(360.0, 300.0);
    let mut many_keys = Stage::sync(1, page).waiting();
    many_keys.keys = 10_000;
    vec![
        ("sync-idle", Stage::sync(1, page).waiting().reading()),
        ("sync-rows", Stage::sync(1, page).changing_rows()),
        ("sync-fresh", Stage::sync(1, page).fresh()),
        ("sync-running", Stage::sync(1, page).waiting().running()),
        ("sync-failed", Stage::sync(1, page).waiting().failed()),
        ("sync-missed", Stage::sync(1, page).missed(3)),
        ("sync-overlap", Stage::sync(1, page).waiting().overlapping()),
        ("sync-down", Stage::sync(1, page).waiting().down(2).cut(0)),
        ("sync-two-way", Stage::sync(1, page).waiting().two_way()),
        ("sync-six", Stage::sync(6, page).waiting().running()),
        ("sync-many-keys", many_keys),
        ("sync-slim", Stage::sync(1, slim).missed(1).failed()),
        ("sync-slim-six", Stage::sync(6, slim).waiting().running()),
        (
            "sync-wide",
            Stage::sync(2, Size::new(1400.0, 900.0)).missed(2),
        ),
        (
            "sync-wide-low",
            Stage::sync(3, Size::new(700.0, 320.0)).missed(2),
        ),
        ("sync-phone", Stage::sync(1, phone).waiting().running()),
        (
            "sync-phone-missed",
            Stage::sync(1, phone).missed(1).failed(),
        ),
        ("sync-phone-six", Stage::sync(6, phone).waiting()),
        ("sync-phone-low", Stage::sync(1, low).waiting().failed()),
    ]
}

#[test]
#[ignore = "draws files for people to look at"]
fn gallery() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/target/gallery");
    std::fs::create_dir_all(folder).unwrap();
    for (name, stage) in moments() {
        let scene = stage.framed(crate::faces::draw);
        for (theme, suffix) in [(Theme::Light, "light"), (Theme::Dark, "dark")] {
            let svg = svg::document(&scene.shapes, scene.size, theme, name);
            std::fs::write(format!("{folder}/{name}-{suffix}.svg"), svg).unwrap();
        }
    }
}

//! What is around the page changes while it is open: the screen, the theme, whether things may move.

use serde_json::{Value, json};

use crate::acts::{open, pause, wait_beyond};
use crate::browser::{Browser, Theme, Viewport};

/// Every canvas that can be seen, as it is painted now.
fn pictures(browser: &Browser) -> Vec<String> {
    let found = browser.eval(
        "return [...document.querySelectorAll('canvas')].filter(canvas => canvas.clientWidth)
           .map(canvas => canvas.toDataURL())",
    );
    let found = found.as_array().into_iter().flatten();
    found
        .map(|picture| picture.as_str().unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn on_a_screen_of_another_density_all_is_sharp_at_once() {
    let browser = open("#v=1");
    wait_beyond(&browser, 500_000);
    pause(&browser);
    for scale in [2, 3, 1] {
        browser.resize(Viewport {
            scale,
            ..Viewport::LAPTOP
        });
        browser.wait_until(&format!(
            "(canvases => canvases.length > 1 && canvases.every(canvas =>
                canvas.width === Math.round(canvas.clientWidth * {scale}) &&
                canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some(Boolean)))
             ([...document.querySelectorAll('canvas')].filter(canvas => canvas.clientWidth))"
        ));
    }
    assert_eq!(browser.attribute("main", "data-state"), "paused");
    assert_eq!(browser.console_errors(), [""; 0]);
}

#[test]
fn a_theme_of_the_system_is_followed_while_time_stands_still() {
    let browser = open("#v=1");
    wait_beyond(&browser, 500_000);
    pause(&browser);
    for theme in [Theme::Dark, Theme::Light] {
        let before = pictures(&browser);
        browser.prefer(theme, false);
        browser.wait_until(&format!(
            "[...document.querySelectorAll('canvas')].filter(canvas => canvas.clientWidth)
               .every((canvas, nth) => canvas.toDataURL() !== {}[nth])",
            json!(before)
        ));
    }
}

/// Milliseconds between pictures, of the next few.
fn gaps(browser: &Browser) -> Vec<f64> {
    browser.eval("window.painted = []");
    browser.wait_until("window.painted.length > 4");
    let found = browser
        .eval("return window.painted.slice(1, 5).map((at, nth) => at - window.painted[nth])");
    let found = found.as_array().into_iter().flatten();
    found.filter_map(Value::as_f64).collect()
}

#[test]
fn who_wants_less_motion_while_it_runs_gets_steps_at_once() {
    let browser = open("#v=1");
    wait_beyond(&browser, 0);
    browser.eval(
        "const context = document.querySelector('.board > canvas').getContext('2d'), clear = context.clearRect;
         context.clearRect = function (...area) {
           window.painted?.push(performance.now());
           return clear.apply(this, area);
         }",
    );
    for reduced in [false, true, false] {
        browser.prefer(Theme::Light, reduced);
        let gaps = gaps(&browser);
        // A picture every quarter of a second, and else one a frame.
        assert_eq!(
            gaps.iter().all(|gap| *gap > 200.0),
            reduced,
            "less motion: {reduced}: {gaps:?}"
        );
    }
    assert_eq!(browser.console_errors(), [""; 0]);
}

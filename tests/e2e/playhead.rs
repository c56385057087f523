//! The playhead is drawn by a hand: back, forth, to 0, and taken back; and the keyboard does the same.

use serde_json::{Value, json};

use crate::acts::{in_address, now, open, stands_still, wait_in_address};
use crate::browser::{Browser, Theme, Viewport};

const SLIDER: &str = ".playhead[role=slider]";
const HOME: &str = "\u{e011}";
const ESCAPE: &str = "\u{e00c}";
const DONE: &str = "2s:set:writes=12";

/// The buttons over which the tip of what is drawn lies.
const COVERED: &str = "const tip = document.querySelector('.scrub > .tip').getBoundingClientRect();
    return [...document.querySelectorAll('.transport .row button')].filter(one => {
      const at = one.getBoundingClientRect();
      return at.left < tip.right && at.right > tip.left && at.top < tip.bottom && at.bottom > tip.top;
    }).map(one => one.ariaLabel)";

/// Where the handle stands, and how many pixels of the rail are a second, from two places of it.
fn handle(browser: &Browser) -> [f64; 2] {
    let place = browser.eval(&format!(
        "const box = document.querySelector({}).getBoundingClientRect();
         return [box.left + box.width / 2, box.top + box.height / 2]",
        json!(SLIDER)
    ));
    serde_json::from_value(place).expect("a place")
}

/// Presses the handle, moves it in steps, and does `then` before it is let go.
fn draws(browser: &Browser, by: f64, then: &[Value]) {
    let [x, y] = handle(browser);
    let step = |part: f64| json!({ "type": "pointerMove", "x": (x + by * part).max(1.0) as i32, "y": y as i32, "duration": 40 });
    let mut actions = vec![step(0.0), json!({ "type": "pointerDown", "button": 0 })];
    actions.extend([0.3, 0.7, 1.0].map(step));
    actions.extend_from_slice(then);
    browser.act(&json!([{ "type": "pointer", "id": "mouse", "actions": actions }]));
}

fn wait_at(browser: &Browser, micros: u64) {
    browser.wait_until(&format!(
        "(({{ state, now }}) => state === 'paused' && now === '{micros}')(document.querySelector('main').dataset)"
    ));
}

#[test]
fn the_playhead_is_drawn_back_and_forth_to_the_start_and_taken_back() {
    let browser = open(&format!("#v=1&pattern=event-based&do={DONE}&t=20s"));
    wait_at(&browser, 20_000_000);
    let digest = browser.attribute("main", "data-digest");
    let up = [json!({ "type": "pointerUp", "button": 0 })];
    // A third of the way back, where the run is played again; then forth again, by hand, to where it came from.
    let [x, _] = handle(&browser);
    draws(&browser, -120.0, &up);
    browser.wait_until("Number(document.querySelector('main').dataset.now) < 15000000");
    browser.wait_for("main[data-state=paused]");
    assert!(stands_still(&browser));
    let earlier = now(&browser);
    assert!(earlier > 2_000_000, "{earlier}");
    wait_in_address(&browser, "&t=");
    assert_eq!(in_address(&browser, "do"), DONE);
    let [there, _] = handle(&browser);
    assert!(
        (x - there - 120.0).abs() < 3.0,
        "it lies where it was let go: {x} {there}"
    );
    // Escape while it is held takes it back.
    draws(&browser, 80.0, &[]);
    browser.wait_until(
        "document.querySelector('.scrub ~ .tip, .timeline .tip:not([hidden])') !== null",
    );
    assert_eq!(browser.eval(COVERED), json!([]), "the tip covers no button");
    browser.press(ESCAPE);
    browser.act(&json!([{ "type": "pointer", "id": "mouse", "actions": up }]));
    assert!(stands_still(&browser));
    assert_eq!(now(&browser), earlier);
    // To 0: the same run again, with what was done.
    draws(&browser, -2_000.0, &up);
    wait_at(&browser, 0);
    assert_eq!(in_address(&browser, "do"), DONE);
    // By keys, and it is the same run.
    browser.eval(&format!(
        "document.querySelector({}).focus()",
        json!(SLIDER)
    ));
    browser.press("\u{e00e}".repeat(2).as_str());
    wait_at(&browser, 20_000_000);
    browser.wait_until(&format!(
        "document.querySelector('main').dataset.digest === {}",
        json!(digest)
    ));
    browser.press(HOME);
    wait_at(&browser, 0);
    assert_eq!(browser.console_errors(), [""; 0]);
}

#[test]
fn on_a_phone_the_timeline_is_looked_at_from_closer_by_until_it_is_closest() {
    let link = "#v=1&pattern=event-based&t=20s";
    let browser = Browser::open(Viewport::PHONE, Theme::Light, link);
    wait_at(&browser, 20_000_000);
    let shown = "return ['.in', '.out'].filter(one => document.querySelector(`.closer ${one}`).offsetWidth)";
    assert_eq!(browser.eval(shown), json!([".in"]));
    for _ in 0..3 {
        browser.wait_for(".closer .in:not([aria-disabled])");
        browser.click(".closer .in");
    }
    browser.wait_for(".closer .in[aria-disabled]");
    assert_eq!(browser.eval(shown), json!([".in", ".out"]));
    browser.click(".closer .out");
    browser.wait_for(".closer:not(.is-closer) .in:not([aria-disabled])");
    assert_eq!(browser.console_errors(), [""; 0]);
}

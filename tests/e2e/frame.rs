//! Driftscope in a frame of somebody else's page, which has its own origin, its own scrolling and its
//! own mind about what the frame may do.

use serde_json::{Value, json};

use crate::browser::Browser;
use crate::driver::skip_in_firefox;

const SHARE: &str = "header > button.main";
const SAID: &str = "dialog[open] [role=status]";

/// Lets `navigator.clipboard` tell the test what became of each text.
const WATCHED: &str = "const write = navigator.clipboard.writeText.bind(navigator.clipboard);
    navigator.clipboard.writeText = text => write(text).then(
      () => { window.copied = true },
      error => { window.copied = false; throw error })";

/// Waits for what the dialog says, and holds it against what became of the text.
fn is_true_to_the_clipboard(browser: &Browser) -> bool {
    browser.wait_until("typeof window.copied === 'boolean'");
    browser.wait_until(&format!(
        "document.querySelector({}).innerText !== ''",
        json!(SAID)
    ));
    let copied = browser.eval("return window.copied") == Value::Bool(true);
    assert_eq!(
        browser.text(SAID).starts_with("Copied"),
        copied,
        "{}",
        browser.text(SAID)
    );
    copied
}

fn says_to_press_the_keys(browser: &Browser) {
    browser.wait_until(&format!(
        "document.querySelector({}).innerText.includes('Press Ctrl+C')",
        json!(SAID)
    ));
    let selected = browser.eval(
        "const field = document.activeElement;
         return field.value.slice(field.selectionStart, field.selectionEnd) === location.href",
    );
    assert_eq!(selected, true, "the link is what Ctrl+C copies");
}

#[test]
fn a_frame_says_that_the_link_was_copied_only_if_it_was() {
    let (browser, _framed) = Browser::open_in_frame("", "#v=1&keys=7&t=1s");
    browser.enter_frame();
    browser.wait_for("main[data-state=paused]");
    browser.eval(WATCHED);
    browser.click(SHARE);
    if !is_true_to_the_clipboard(&browser) {
        says_to_press_the_keys(&browser);
    }
    // Refused for certain, after it may have been allowed, and while the focus is elsewhere.
    browser.eval("navigator.clipboard.writeText = () => Promise.reject(new Error('no'))");
    browser.click("dialog[open] button.main");
    says_to_press_the_keys(&browser);
    assert_eq!(browser.console_errors(), [""; 0]);
}

#[test]
fn without_a_clipboard_share_says_so() {
    let (browser, _framed) = Browser::open_in_frame("", "#v=1&keys=7&t=1s");
    browser.enter_frame();
    browser.wait_for("main[data-state=paused]");
    // As in a page that was not loaded over https.
    browser.eval("Object.defineProperty(navigator, 'clipboard', { value: undefined })");
    browser.click(SHARE);
    says_to_press_the_keys(&browser);
    browser.click("dialog[open] button.main");
    says_to_press_the_keys(&browser);
}

/// How far the page around has been scrolled, once it stands still.
fn scrolled(browser: &Browser) -> f64 {
    browser.wait_until(
        "(last => { window.last = scrollY; return last === scrollY && last > 0 })(window.last)",
    );
    browser.eval("return scrollY").as_f64().unwrap_or_default()
}

#[test]
fn the_page_around_scrolls_with_the_wheel_over_every_part_of_the_frame() {
    let (browser, _framed) = Browser::open_in_frame("", "#v=1");
    // Settings, picture, timeline, results; the first and last may be at their end or not scroll at all.
    for (x, y) in [(200, 400), (640, 300), (640, 640), (1_100, 400)] {
        browser.eval("scrollTo(0, 0); window.last = 0");
        browser.wait_until("scrollY === 0");
        // As far as the panels go, and then on.
        for _ in 0..12 {
            browser.act(&json!([{ "type": "wheel", "id": "wheel", "actions": [
                { "type": "scroll", "x": x, "y": y, "deltaX": 0, "deltaY": 2_000, "origin": "viewport" },
                { "type": "pause", "duration": 300 },
            ] }]));
            if browser.eval("return scrollY > 0") == Value::Bool(true) {
                break;
            }
        }
        assert!(scrolled(&browser) > 0.0, "at {x}, {y}");
    }
}

#[test]
fn keys_of_the_page_around_are_its_own() {
    let (browser, _framed) = Browser::open_in_frame("", "#v=1");
    assert_eq!(
        browser.eval("return document.activeElement === document.body"),
        true,
        "the frame takes no focus"
    );
    browser.press(" ");
    assert!(scrolled(&browser) > 0.0);
    browser.enter_frame();
    browser.wait_for("main[data-state=playing]");
}

#[test]
fn a_finger_on_the_picture_scrolls_the_page_around() {
    skip_in_firefox!("the fingers of WebDriver reach the page there, but scroll nothing");
    let (browser, _framed) = Browser::open_in_frame("", "#v=1");
    let moves: Vec<Value> = (1..=10)
        .map(
            |step| json!({ "type": "pointerMove", "duration": 20, "x": 640, "y": 450 - step * 30 }),
        )
        .collect();
    let mut finger = vec![
        json!({ "type": "pointerMove", "x": 640, "y": 450 }),
        json!({ "type": "pointerDown", "button": 0 }),
    ];
    finger.extend(moves);
    finger.push(json!({ "type": "pointerUp", "button": 0 }));
    browser.act(
        &json!([{ "type": "pointer", "id": "finger", "actions": finger,
                          "parameters": { "pointerType": "touch" } }]),
    );
    assert!(scrolled(&browser) > 0.0);
}

#[test]
fn where_storage_is_blocked_nothing_fails() {
    let (browser, _framed) = Browser::open_in_frame("sandbox='allow-scripts'", "#v=1&keys=7");
    browser.enter_frame();
    browser.wait_for("main[data-state=playing]");
    let blocked = "try { return String(localStorage) } catch (error) { return error.name }";
    assert_eq!(browser.eval(blocked), "SecurityError");
    let theme = "button[aria-label^='Theme:']";
    browser.click(theme);
    browser.click(theme);
    browser.wait_until("document.documentElement.dataset.theme === 'dark'");
    // A hint comes, is put away, and is not there again.
    browser.wait_for(".hint:not([hidden])");
    browser.click(".hint:not([hidden]) button");
    browser.click(SHARE);
    browser.wait_for("dialog[open]");
    assert_eq!(browser.console_errors(), [""; 0]);
}

//! What a newcomer finds: what a page without a link opens, its hints, and the page that says what is modelled.

use std::thread::sleep;
use std::time::Duration;

use driftscope::patterns::{OPENING, opening_link};
use driftscope::scenario::{Pattern, Preset, first_link};
use serde_json::{Value, json};

use crate::acts::{open, put, wait_beyond, wait_in_address};
use crate::browser::{Browser, Theme, Viewport};
use crate::dist;
use crate::minute::put_away;
use crate::site::Site;

const HINT: &str = ".hint:not([hidden]) p";

/// Waits until the hint about a thing is shown.
fn wait_for_hint(browser: &Browser, word: &str) {
    browser.wait_for(&format!(".app[data-hint={word}]"));
    assert_ne!(browser.text(HINT), "");
}

fn has_hint(browser: &Browser) -> bool {
    let found = format!("return document.querySelector({}) !== null", json!(HINT));
    browser.eval(&found) == Value::Bool(true)
}

/// The pair of the link that a page without one opens.
fn pattern_opened() -> String {
    let pairs = opening_link().split('&');
    let mut named = pairs.filter(|pair| pair.starts_with("pattern="));
    named.next().expect("it names its pattern").to_owned()
}

#[test]
fn a_page_without_a_link_opens_a_trouble_and_says_what_to_watch() {
    let preset = Preset::from_word(OPENING).expect("the opening preset is one of the gallery");
    for (hash, viewport) in [("", Viewport::LAPTOP), ("#", Viewport::PHONE)] {
        let browser = Browser::open(viewport, Theme::Light, hash);
        wait_in_address(&browser, &pattern_opened());
        wait_beyond(&browser, 0);
        put_away(&browser);
        browser.wait_until(&format!(
            "document.querySelector('.said .watch').innerText.startsWith({})",
            json!(preset.watch)
        ));
        assert_eq!(browser.console_errors(), [""; 0]);
    }
}

/// What stands in the page before the program does is what the program says in its place, at the same place.
#[test]
fn the_page_is_there_before_the_program_and_nothing_jumps_when_that_comes() {
    const SAID: &str = "(() => { const said = document.querySelector('.said'); const box = said.getBoundingClientRect();
        const text = part => document.querySelector(part)?.innerText.replace(/\\s+/g, ' ').trim() ?? '';
        const parts = ['.purpose', '.said h1', '.said .watch', '.minute:not([hidden]) .words'].map(text);
        return [...parts, Math.round(box.top), Math.round(box.left), Math.round(box.height)] })()";
    for (viewport, seen) in [
        (Viewport::LAPTOP, false),
        (Viewport::PHONE, false),
        (Viewport::PHONE, true),
    ] {
        let open_again_if_seen = |browser: &Browser| {
            if seen {
                browser.eval("localStorage.setItem('driftscope-minute', 'seen')");
                browser.goto("");
            }
        };
        // A site whose module never comes shows what stands in the page alone.
        let site = Site::start_without(&dist(), "wasm");
        let browser = Browser::prepare(site, viewport, Theme::Light);
        browser.goto("");
        open_again_if_seen(&browser);
        browser.wait_for("#loading[role=alert]");
        let before = browser.eval(&format!("return {SAID}"));
        assert_eq!(before[3] == "", seen, "{before}");
        let tabs = "return [...document.querySelectorAll('#frame nav a')].map(tab => tab.getAttribute('href'))";
        let links = Pattern::ALL
            .iter()
            .map(|pattern| format!("#{}", first_link(*pattern)));
        assert_eq!(browser.eval(tabs), json!(links.collect::<Vec<_>>()));
        let browser = Browser::open(viewport, Theme::Light, "");
        open_again_if_seen(&browser);
        browser.wait_for("main[data-state=playing]");
        assert_eq!(browser.eval(&format!("return {SAID}")), before);
        let none = "return document.getElementById('frame')";
        assert_eq!(browser.eval(none), Value::Null);
    }
}

#[test]
fn an_address_without_its_link_goes_to_the_opening() {
    let browser = open("#v=1");
    wait_in_address(
        &browser,
        &format!("pattern={}", Pattern::EVENT_BASED.word()),
    );
    browser.eval("location.hash = ''");
    wait_in_address(&browser, &pattern_opened());
    wait_beyond(&browser, 0);
}

#[test]
fn hints_come_one_after_the_other_and_never_again() {
    let browser = open("");
    put_away(&browser);
    wait_for_hint(&browser, "play");
    browser.click(".transport button.play");
    wait_for_hint(&browser, "settings");
    put(&browser, ".settings input[type=range]", "40", &["input"]);
    wait_for_hint(&browser, "results");
    // By keyboard.
    browser.eval("document.querySelector('.hint button').focus()");
    browser.press("\u{e007}");
    wait_for_hint(&browser, "share");
    browser.click(".top > .main");
    browser.wait_for(".app:not([data-hint])");
    assert!(!has_hint(&browser));
    browser.goto("");
    browser.wait_for("main[data-state]");
    browser.press("r");
    sleep(Duration::from_secs(2));
    assert!(!has_hint(&browser));
    assert_eq!(browser.console_errors(), [""; 0]);
}

#[test]
fn a_link_shows_no_hint_before_something_is_done_and_a_frame_none_at_all() {
    let browser = open("#v=1&keys=7");
    wait_beyond(&browser, 300_000);
    assert!(!has_hint(&browser));
    browser.press("r");
    wait_for_hint(&browser, "play");
    browser.goto("#v=1&embed=1");
    browser.wait_for("main[data-state]");
    browser.press("r");
    sleep(Duration::from_secs(2));
    assert!(!has_hint(&browser));
}

#[test]
fn what_is_modelled_is_a_page_of_its_own() {
    let browser = open("");
    browser.press("?");
    browser.wait_for("dialog[open] a[href*='models.html']");
    browser.click("dialog[open] a[href*='models.html']");
    browser.wait_for(".models h1");
    for pattern in Pattern::ALL {
        let found = format!(
            "return document.getElementById({}) !== null",
            json!(pattern.word())
        );
        assert_eq!(browser.eval(&found), true, "{pattern:?}");
    }
    let lost = "return [...document.querySelectorAll('a[href^=\"#\"]')]
        .filter(a => !document.getElementById(a.hash.slice(1))).map(a => a.hash)";
    assert_eq!(browser.eval(lost), json!([]));
    for viewport in [Viewport::LAPTOP, Viewport::PHONE] {
        browser.resize(viewport);
        let over =
            "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
        assert_eq!(browser.eval(over), 0, "{}", viewport.name);
        for theme in Theme::ALL {
            browser.prefer(theme, true);
            assert_eq!(browser.axe(), [""; 0], "{} {}", viewport.name, theme.name());
        }
    }
    assert_eq!(browser.console_errors(), [""; 0]);
    browser.click(".models p a");
    browser.wait_for("main[data-state]");
}

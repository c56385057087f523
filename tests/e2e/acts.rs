//! What a person does with the page: play, drag, crash, share, go back, open what is broken.

use serde_json::{Value, json};

use crate::browser::{Browser, Theme, Viewport};

const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";
const RIGHT: &str = "\u{e014}";

const PLAY: &str = ".transport button.play";
const STEP: &str = "button[aria-label='Step one event']";
const RUNS: &str = "main[data-state=playing]";
const PAUSED: &str = "main[data-state=paused]";

/// Opens the page as a laptop shows it.
pub fn open(fragment: &str) -> Browser {
    Browser::open(Viewport::LAPTOP, Theme::Light, fragment)
}

/// The simulated instant that is shown, in microseconds.
pub fn now(browser: &Browser) -> u64 {
    let text = browser.attribute("main", "data-now");
    text.parse()
        .unwrap_or_else(|_| panic!("data-now is {text}"))
}

/// Waits until a later instant is shown than this one, in microseconds.
pub fn wait_beyond(browser: &Browser, micros: u64) {
    browser.wait_until(&format!(
        "Number(document.querySelector('main').dataset.now) > {micros}"
    ));
}

/// Waits until the address bar holds this text.
pub fn wait_in_address(browser: &Browser, text: &str) {
    browser.wait_until(&format!("location.hash.includes({})", json!(text)));
}

pub fn fragment(browser: &Browser) -> String {
    let hash = browser.eval("return location.hash");
    hash.as_str().expect("a hash is text").to_owned()
}

/// The value of a key in the address bar; empty if it is not there.
pub fn in_address(browser: &Browser, key: &str) -> String {
    let fragment = fragment(browser);
    let pairs = fragment.trim_start_matches('#').split('&');
    let value = pairs.filter_map(|pair| pair.split_once('='));
    value
        .filter(|pair| pair.0 == key)
        .map(|pair| pair.1.to_owned())
        .next()
        .unwrap_or_default()
}

/// Two looks at the page, three frames apart, that show the same instant.
pub fn stands_still(browser: &Browser) -> bool {
    let before = now(browser);
    browser.eval("window.frames_seen = 0; const count = () => ++window.frames_seen < 4 && requestAnimationFrame(count); count()");
    browser.wait_until("window.frames_seen >= 4");
    now(browser) == before
}

pub fn pause(browser: &Browser) {
    browser.wait_for(RUNS);
    browser.click(PLAY);
    browser.wait_for(PAUSED);
}

/// Gives a field or a menu a value and says so, as browsers do.
pub fn put(browser: &Browser, css: &str, value: &str, events: &[&str]) {
    browser.wait_for(css);
    browser.eval(&format!(
        "const field = document.querySelector({});
         field.value = {};
         for (const kind of {}) field.dispatchEvent(new Event(kind, {{ bubbles: true }}))",
        json!(css),
        json!(value),
        json!(events)
    ));
}

#[test]
fn the_button_pauses_and_plays() {
    let browser = open("#v=1");
    wait_beyond(&browser, 0);
    assert_eq!(browser.attribute(PLAY, "aria-label"), "Pause");
    pause(&browser);
    assert_eq!(browser.attribute(PLAY, "aria-label"), "Play");
    assert!(stands_still(&browser));
    let paused = now(&browser);
    browser.click(PLAY);
    browser.wait_for(RUNS);
    wait_beyond(&browser, paused);
    assert_eq!(browser.console_errors(), [""; 0]);
}

#[test]
fn space_pauses_and_plays_and_a_point_is_one_step() {
    let browser = open("#v=1");
    wait_beyond(&browser, 0);
    browser.press(" ");
    browser.wait_for(PAUSED);
    assert!(stands_still(&browser));
    let paused = now(&browser);
    browser.press(" ");
    browser.wait_for(RUNS);
    wait_beyond(&browser, paused);
    browser.press(".");
    browser.wait_for(PAUSED);
    assert!(stands_still(&browser));
    let (instant, digest) = (now(&browser), browser.attribute("main", "data-digest"));
    browser.press(".");
    browser.wait_until(&format!(
        "document.querySelector('main').dataset.digest !== {}",
        json!(digest)
    ));
    assert!(now(&browser) >= instant);
    assert!(stands_still(&browser));
    let stepped = browser.attribute("main", "data-digest");
    browser.click(STEP);
    browser.wait_until(&format!(
        "document.querySelector('main').dataset.digest !== {}",
        json!(stepped)
    ));
    assert_eq!(browser.attribute("main", "data-state"), "paused");
}

#[test]
fn a_drag_is_one_act_and_its_link_gives_the_same_run() {
    let browser = open("#v=1");
    wait_beyond(&browser, 200_000);
    let slider = ".settings input[type=range][aria-label=Writes]";
    for place in ["20", "40", "60", "75"] {
        put(&browser, slider, place, &["input"]);
        browser.eval("return new Promise(requestAnimationFrame).then(() => true)");
    }
    put(&browser, slider, "75", &["input", "change"]);
    wait_in_address(&browser, "do=");
    let dragged = now(&browser);
    wait_beyond(&browser, dragged + 100_000);
    pause(&browser);
    wait_in_address(&browser, "&t=");
    let script = in_address(&browser, "do");
    assert_eq!(script.matches(":set:writes=").count(), 1, "{script}");
    assert_eq!(script.matches(';').count(), 0, "{script}");
    assert!(stands_still(&browser));
    let link = fragment(&browser);
    let (instant, digest) = (now(&browser), browser.attribute("main", "data-digest"));
    for _ in 0..2 {
        browser.goto(&link);
        browser.wait_until(&format!(
            "(({{ state, now, digest }}) => state === 'paused' && now === '{instant}' && digest === '{digest}')
                (document.querySelector('main')?.dataset ?? {{}})"
        ));
        assert_eq!(fragment(&browser), link);
    }
}

#[test]
fn what_is_selected_can_be_crashed_and_restarted() {
    let browser = open("#v=1");
    wait_beyond(&browser, 100_000);
    browser.press(" ");
    browser.wait_for(PAUSED);
    browser.eval("document.querySelector('canvas').focus()");
    let spoken = "[...document.querySelectorAll('.board > p[role=status]')].at(-1).innerText";
    let mut heard = Vec::new();
    for _ in 0..30 {
        browser.press(RIGHT);
        let words = browser.eval(&format!("return {spoken}"));
        heard.push(words.as_str().unwrap_or_default().to_owned());
        if heard
            .last()
            .is_some_and(|words| words.starts_with("Search index"))
        {
            break;
        }
    }
    assert!(
        heard
            .last()
            .is_some_and(|words| words.starts_with("Search index")),
        "{heard:#?}"
    );
    browser.press(ENTER);
    browser.wait_for(".about:not([hidden])");
    browser.wait_until("document.querySelector('.about h2').innerText === 'Search index'");
    let act = ".about .acts button";
    assert_eq!(browser.text(act), "Crash it");
    browser.click(act);
    wait_in_address(&browser, ":crash:consumer-");
    // The act is the next thing that happens.
    browser.press(".");
    browser.wait_until(&format!(
        "document.querySelector({}).innerText === 'Restart it'",
        json!(act)
    ));
    browser.click(act);
    wait_in_address(&browser, ":restart:consumer-");
    browser.press(ESCAPE);
    browser.wait_for(".about[hidden]");
    assert_eq!(
        browser.eval("return document.activeElement.tagName"),
        "CANVAS"
    );
}

#[test]
fn back_and_forward_open_what_was_there() {
    let browser = open("#v=1");
    // In the spelling of the page.
    wait_in_address(&browser, "pattern=");
    let first = fragment(&browser);
    browser.click("[popovertarget=presets]");
    browser.click("#presets .preset:nth-of-type(3) button");
    wait_in_address(&browser, "duplicate=");
    let sentence = browser.text("h1");
    wait_beyond(&browser, 0);
    browser.eval("history.back()");
    browser.wait_until(&format!("location.hash === {}", json!(first)));
    browser.wait_until(&format!(
        "document.querySelector('h1').innerText !== {}",
        json!(sentence)
    ));
    wait_beyond(&browser, 0);
    browser.eval("history.forward()");
    wait_in_address(&browser, "duplicate=");
    browser.wait_until(&format!(
        "document.querySelector('h1').innerText === {}",
        json!(sentence)
    ));
    browser.eval("location.hash = '#v=1&keys=7&consumers=2'");
    browser.wait_until("document.querySelector('.settings #keys')?.value === '7'");
    wait_in_address(&browser, "#v=1&pattern=event-based&consumers=2&keys=7");
    assert_eq!(browser.console_errors(), [""; 0]);
}

/// Opens a broken link and gives its messages; all else must be as ever.
fn complaints(browser: &Browser, link: &str) -> Vec<String> {
    browser.goto(link);
    browser.wait_for("main[data-state=playing], main[data-state=settled]");
    browser.wait_for(".messages .message");
    let found = browser.eval(
        "return [...document.querySelectorAll('.messages .message > p')].map(p => p.innerText)",
    );
    assert_eq!(
        browser.eval(
            "return document.querySelectorAll('img, iframe, object, body script, .messages :not(div, p, pre, button, span[role=status])').length
                + Number(window.intruder ?? 0)"
        ),
        0,
        "markup of {link:.80} came alive"
    );
    assert_eq!(browser.console_errors(), [""; 0], "{link:.80}");
    let found = found.as_array().into_iter().flatten();
    found
        .map(|text| text.as_str().unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn a_broken_link_is_told_of_and_the_page_runs() {
    let browser = open("#v=1");
    let cases = [
        ("#v=1&colour=blue", vec!["colour=blue: expected"]),
        (
            "#v=1&latency=lognormal:40ms",
            vec!["latency=lognormal:40ms: expected"],
        ),
        ("#v=1&keys=999999999", vec!["keys=999999999: expected"]),
        ("#v=9", vec!["v=9: expected 1"]),
        (
            "#v=9&keys=-1&colour=blue&do=4s:crash:moon",
            vec!["v=9", "do=4s:crash:moon", "keys=-1", "colour=blue"],
        ),
        (
            "#keys=%00%01%ff%fe%zz%&%%%=%80&\u{1}\u{7f}=\u{202e}x",
            vec!["keys=", "%%%=", ""],
        ),
    ];
    for (link, expected) in cases {
        let found = complaints(&browser, link);
        assert_eq!(found.len(), expected.len(), "{link}: {found:#?}");
        for start in expected {
            assert!(
                found.iter().any(|text| text.starts_with(start)),
                "{link}: {found:#?}"
            );
        }
    }
}

#[test]
fn markup_in_a_link_stays_text() {
    let browser = open("#v=1");
    let markup = "<img src=x onerror=intruder=1>";
    for link in [
        format!("#v=1&keys={markup}"),
        format!("#v=1&{markup}=1"),
        "#v=1&keys=%3Cimg%20src=x%20onerror=intruder=1%3E".to_owned(),
        "#do=4s:crash:%3Cscript%3Eintruder=1%3C/script%3E".to_owned(),
        "#v=1&latency=javascript:alert(1)".to_owned(),
    ] {
        let found = complaints(&browser, &link);
        assert_eq!(found.len(), 1, "{link}: {found:#?}");
    }
    let found = complaints(&browser, "#keys=%3Cimg%20src=x%20onerror=intruder=1%3E");
    assert!(found[0].contains(markup), "{found:#?}");
    browser.click(".messages button[aria-label=Dismiss]");
    browser.wait_for(".messages[hidden]");
}

#[test]
fn a_link_that_is_far_too_long_is_told_of_in_short() {
    let browser = open("#v=1");
    let found = complaints(&browser, &format!("#v=1&keys={}", "9".repeat(1_000_000)));
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(
        found[0].starts_with("keys=999") && found[0].len() < 200,
        "{found:#?}"
    );
    wait_beyond(&browser, 0);
    let pairs: Vec<_> = (0..6_000).map(|key| format!("k{key}=1")).collect();
    let found = complaints(&browser, &format!("#{}", pairs.join("&")));
    assert_eq!(found.len(), 7, "{found:#?}");
    assert!(found[6].starts_with("And "), "{found:#?}");
}

#[test]
fn share_shows_the_address() {
    let browser = open("#v=1&keys=7");
    wait_beyond(&browser, 100_000);
    browser.press(" ");
    browser.wait_for(PAUSED);
    wait_in_address(&browser, "&t=");
    browser.click("header > button.main");
    let field = "dialog[open] input[aria-label='Link to this run']";
    browser.wait_for(field);
    assert_eq!(
        browser.eval(&format!(
            "return document.querySelector({}).value === location.href",
            json!(field)
        )),
        true
    );
    assert_eq!(
        browser.eval("return getSelection().toString() === location.href"),
        true
    );
    browser.wait_until("document.querySelector('dialog[open] [role=status]').innerText !== ''");
    browser.press(ESCAPE);
    browser.wait_until("document.querySelector('dialog[open]') === null");
    assert_eq!(
        browser.eval("return document.activeElement.innerText"),
        "Share"
    );
    assert_eq!(browser.console_errors(), [""; 0]);
}

#[test]
fn a_run_that_has_ended_can_go_on() {
    let browser = open("#v=1&duration=2s");
    let longer = "button[title^='Twice the duration']:not([hidden])";
    assert_eq!(
        browser.eval(&format!("return document.querySelector({})", json!(longer))),
        Value::Null
    );
    put(&browser, "select[aria-label=Speed]", "9", &["change"]);
    browser.wait_for("main[data-state=settled]");
    let ended = now(&browser);
    assert!(ended >= 2_000_000, "{ended}");
    assert_eq!(browser.attribute(PLAY, "aria-label"), "Play again");
    put(&browser, "select[aria-label=Speed]", "5", &["change"]);
    browser.click(longer);
    wait_in_address(&browser, "duration=4s");
    browser.wait_for(RUNS);
    wait_beyond(&browser, 2_000_000);
    browser.wait_for("main[data-state=settled]");
    browser.click(PLAY);
    browser.wait_for(RUNS);
    assert_eq!(in_address(&browser, "duration"), "4s");
}

#[test]
fn sheets_of_a_phone_close_on_escape() {
    let browser = Browser::open(Viewport::PHONE, Theme::Light, "");
    for (number, label) in [(2, "Settings"), (3, "Results")] {
        let opener = format!(".bottom-bar button:nth-of-type({number})");
        browser.click(&opener);
        let sheet = format!("section[role=dialog][aria-label={label}]");
        browser.wait_for(&sheet);
        assert_eq!(browser.attribute(&opener, "aria-expanded"), "true");
        assert_eq!(
            browser.eval("return document.activeElement.innerText"),
            "Done"
        );
        assert_eq!(
            browser.eval(
                "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
            ),
            0
        );
        browser.press(ESCAPE);
        browser.wait_until(&format!(
            "document.querySelector({}) === null",
            json!(sheet)
        ));
        browser.wait_until(&format!("document.activeElement.innerText === '{label}'"));
    }
    let over = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
    assert_eq!(browser.eval(over), 0);
    assert_eq!(browser.console_errors(), [""; 0]);
}

#[test]
fn escape_closes_a_dialog_over_a_sheet_alone() {
    let browser = Browser::open(Viewport::PHONE, Theme::Light, "");
    browser.click(".bottom-bar button:nth-of-type(2)");
    put(&browser, "select#latency", "Percentiles", &["change"]);
    browser.click(".control:has(#latency) .link-button");
    browser.wait_for("dialog[open]");
    browser.press(ESCAPE);
    browser.wait_until("document.querySelector('dialog[open]') === null");
    browser.wait_for("section[role=dialog][aria-label=Settings]");
}

#[test]
fn a_laptop_need_not_scroll() {
    let browser = open("#v=1");
    let over = "return [document.documentElement.scrollHeight <= innerHeight,
                        document.documentElement.scrollWidth <= innerWidth]";
    assert_eq!(browser.eval(over), json!([true, true]));
    browser.eval("document.querySelector('details.more').open = true");
    assert_eq!(browser.eval(over), json!([true, true]));
}

#[test]
fn the_page_runs_without_motion() {
    let browser = open("#v=1");
    browser.prefer(Theme::Light, true);
    browser.goto("");
    browser.wait_for(RUNS);
    assert_eq!(
        browser.eval("return matchMedia('(prefers-reduced-motion: reduce)').matches"),
        true
    );
    wait_beyond(&browser, 100_000);
    assert_eq!(browser.console_errors(), [""; 0]);
}

#[test]
fn the_theme_is_kept() {
    let browser = open("#v=1");
    let button = "button[aria-label^='Theme:']";
    assert_eq!(browser.attribute(button, "aria-label"), "Theme: auto");
    browser.click(button);
    browser.click(button);
    assert_eq!(browser.attribute("html", "data-theme"), "dark");
    browser.goto("");
    browser.wait_for("main[data-state]");
    assert_eq!(browser.attribute("html", "data-theme"), "dark");
    assert_eq!(browser.attribute(button, "aria-label"), "Theme: dark");
    browser.click(button);
    assert_eq!(browser.attribute("html", "data-theme"), "");
}

#[test]
fn pasted_percentiles_become_a_law() {
    let browser = open("#v=1");
    put(&browser, "select#latency", "Percentiles", &["change"]);
    let paste = ".control:has(#latency) .link-button";
    browser.click(paste);
    let field = "dialog[open] textarea";
    browser.wait_for(field);
    browser.press("as fast as ever");
    browser.wait_for("dialog[open] .source.trouble");
    assert_ne!(browser.text("dialog[open] .source"), "");
    assert_eq!(
        browser.eval("return document.querySelector('dialog[open] button.main').disabled"),
        true
    );
    let typed = "return document.querySelector('dialog[open] textarea').value";
    assert_eq!(browser.eval(typed), "as fast as ever");
    put(&browser, field, "", &["input"]);
    browser.press("p50 12ms, p99 120ms");
    browser.click("dialog[open] button.main:not([disabled])");
    browser.wait_until("document.querySelector('dialog[open]') === null");
    wait_in_address(&browser, "quantiles:50=12ms,99=120ms");
    assert_eq!(browser.console_errors(), [""; 0]);
}

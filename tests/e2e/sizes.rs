//! The page at every size: the picture keeps its least height, nothing is cut off or scrolled sideways, and what can be
//! folded, drawn wider, presented and printed.

use serde_json::{Value, json};

use crate::acts::{open, pause, wait_beyond};
use crate::browser::{Browser, Theme, Viewport};

/// The least height of the picture, in CSS pixels at letters of the usual size.
const LEAST: f64 = 288.0;
/// The sizes at which somebody may look: CSS pixels, and whether a finger points.
const SIZES: [(u32, u32, bool); 12] = [
    (200, 200, true),
    (320, 568, true),
    (390, 844, true),
    (844, 390, true),
    // 1366x768 and 1920x1080 at 200 %.
    (683, 384, false),
    (960, 540, false),
    // A frame in another page.
    (760, 430, false),
    (1280, 720, false),
    (1280, 800, false),
    (1366, 768, false),
    (1920, 1080, false),
    (2560, 1440, false),
];
const PATTERNS: [&str; 4] = ["event-based", "background-sync", "saga", "cqrs"];

fn viewport((width, height, mobile): (u32, u32, bool)) -> Viewport {
    Viewport {
        width,
        height,
        mobile,
        ..Viewport::LAPTOP
    }
}

fn number(browser: &Browser, expression: &str) -> f64 {
    let found = browser.eval(&format!("return {expression}"));
    found
        .as_f64()
        .unwrap_or_else(|| panic!("{expression} is {found}"))
}

fn list(found: &Value) -> Vec<&str> {
    let found = found.as_array().into_iter().flatten();
    found.filter_map(Value::as_str).collect()
}

#[test]
fn at_every_size_the_picture_is_there_and_the_page_scrolls_rather_than_clips() {
    let browser = open("");
    for (size, pattern) in SIZES.into_iter().zip(PATTERNS.into_iter().cycle()) {
        let (width, height, _) = size;
        let at = format!("{width}x{height} {pattern}");
        browser.resize(viewport(size));
        browser.goto(&format!("#v=1&pattern={pattern}"));
        browser.wait_for("main[data-state]");
        wait_beyond(&browser, 0);
        let board = "document.querySelector('.board').getBoundingClientRect()";
        let picture = number(&browser, &format!("{board}.height"));
        assert!(picture >= LEAST, "{at}: {picture}");
        let page = "document.documentElement";
        let over = format!("{page}.scrollWidth - {page}.clientWidth");
        assert!(number(&browser, &over) <= 0.0, "{at}: it scrolls sideways");
        if width >= 1280 && height >= 720 {
            let over = format!("{page}.scrollHeight - {page}.clientHeight");
            assert!(number(&browser, &over) <= 0.0, "{at}: it scrolls");
        }
        // What plays it is in view, or comes into view.
        let reach = "(element => (element.scrollIntoView(), element.getBoundingClientRect().bottom <= innerHeight + 1))
            ([...document.querySelectorAll('.transport .play, .bottom-bar .main')].find(it => it.offsetWidth))";
        assert_eq!(browser.eval(&format!("return {reach}")), true, "{at}");
    }
    assert_eq!(browser.console_errors(), [""; 0]);
}

#[test]
fn on_a_phone_the_timeline_and_the_arrow_of_the_presets_have_room() {
    let browser = open("");
    browser.resize(viewport((844, 390, true)));
    let timeline = "document.querySelector('.timeline').getBoundingClientRect().width";
    browser.wait_until(&format!("{timeline} >= 270"));
    browser.resize(viewport((390, 844, true)));
    let arrow =
        "document.querySelector('[popovertarget=presets] svg').getBoundingClientRect().width";
    browser.wait_until(&format!("{arrow} >= 10"));
}

/// What says more than it has room for.
const CUT: &str = "[...document.querySelectorAll('.figures dd, .figures dt, .headlines dd, .headlines dt, .measure td, \
      .guarantee td, .theory td, .theory tbody th')]
    .filter(it => it.offsetWidth && it.scrollWidth > it.clientWidth + 1)
    .map(it => it.parentElement.innerText)";
/// Figures side by side that touch.
const TOUCHING: &str = "[...document.querySelectorAll('.figures')].flatMap(all => {
    const found = [...all.querySelectorAll('dd')].map(dd => {
      const range = document.createRange();
      range.selectNodeContents(dd);
      return range.getBoundingClientRect();
    });
    return found.slice(1).flatMap((one, nth) => Math.abs(one.top - found[nth].top) < 2 && one.left - found[nth].right < 4
      ? [all.innerText] : []);
  })";

#[test]
fn long_figures_stay_in_their_columns_and_apart() {
    let link = "#v=1&pattern=background-sync&duration=30min&interval=5min&seed=3&t=30min";
    let browser = open(link);
    browser.wait_until("document.querySelector('main').dataset.now === '1800000000'");
    for size in [
        (320, 568, true),
        (390, 844, true),
        (960, 540, false),
        (1280, 800, false),
    ] {
        browser.resize(viewport(size));
        if size.0 < 860 {
            browser.click(".bottom-bar button:nth-of-type(3)");
        }
        browser.click("#tab-measures");
        browser.wait_for("#panel-measures .figures dd");
        let words = browser.text("#panel-measures");
        assert!(words.contains(" min "), "{words}");
        for asked in [CUT, TOUCHING] {
            let found = browser.eval(&format!("return {asked}"));
            assert_eq!(list(&found), [""; 0], "{}", size.0);
        }
        if size.0 < 860 {
            browser.click(".results .sheet-close button");
        }
    }
    browser.resize(viewport((320, 568, true)));
    browser.goto("#theory");
    browser.wait_for(".theory tbody tr");
    let found = browser.eval(&format!("return {CUT}"));
    assert_eq!(list(&found), [""; 0], "theory");
    let over = "document.querySelector('.theory').scrollWidth - document.querySelector('.theory').clientWidth";
    assert!(number(&browser, over) <= 0.0, "theory scrolls sideways");
}

#[test]
fn a_presentation_is_the_picture_alone_in_letters_that_are_read_from_afar() {
    let browser = Browser::open(Viewport::WIDE, Theme::Light, "#v=1&pattern=saga&seed=27");
    wait_beyond(&browser, 100_000);
    let height = "document.querySelector('.board').clientHeight";
    let before = number(&browser, height);
    browser.press("f");
    browser.wait_for(".app.presenting");
    let shown = "return ['.top', '.settings', '.results', '.said', '.board', '.timeline', '.leave']
        .filter(part => document.querySelector(part).offsetWidth)";
    let parts = [".said", ".board", ".timeline", ".leave"];
    assert_eq!(list(&browser.eval(shown)), parts);
    // Whatever has words of its own.
    let small = "return [...document.querySelectorAll('.app *')]
        .filter(it => it.getClientRects().length && it.offsetWidth > 1 &&
            [...it.childNodes].some(child => child.nodeType === 3 && child.data.trim()))
        .filter(it => !it.closest('.unseen, .pace') && parseFloat(getComputedStyle(it).fontSize) < 26)
        .map(it => `${getComputedStyle(it).fontSize} ${it.className} ${it.innerText}`)";
    assert_eq!(list(&browser.eval(small)), [""; 0]);
    // And what is painted.
    browser.eval(
        "window.sizes = [];
         const write = CanvasRenderingContext2D.prototype.fillText;
         CanvasRenderingContext2D.prototype.fillText = function (...of) {
           const scale = this.getTransform().a / devicePixelRatio;
           if (this.canvas.offsetWidth) window.sizes.push(scale * parseFloat(/[\\d.]+(?=px)/.exec(this.font)[0]));
           return write.apply(this, of);
         }",
    );
    browser.wait_until("window.sizes.length > 40");
    let least = number(&browser, "Math.min(...window.sizes)");
    assert!(least >= 26.0, "{least}");
    // It stays so while something is selected, which Escape closes first.
    browser.eval("document.querySelector('.board > canvas').focus()");
    browser.press("\u{e014}\u{e007}");
    browser.wait_for(".about:not([hidden])");
    browser.press("\u{e00c}");
    browser.wait_until("document.querySelector('.about').hidden");
    browser.wait_for(".app.presenting");
    browser.press("\u{e00c}");
    browser.wait_for(".app:not(.presenting)");
    browser.wait_until(&format!("{height} === {before}"));
    browser.click(".top .present");
    browser.wait_for(".app.presenting");
    browser.click(".leave");
    browser.wait_for(".app:not(.presenting)");
    assert_eq!(browser.console_errors(), [""; 0]);
}

#[test]
fn a_phone_that_has_no_room_for_the_button_presents_from_its_help() {
    let browser = Browser::open(Viewport::PHONE, Theme::Light, "#v=1&pattern=saga&seed=27");
    wait_beyond(&browser, 0);
    browser.press("?");
    browser.wait_for("dialog[open] .acts .button:last-child");
    browser.click("dialog[open] .acts .button:last-child");
    browser.wait_for(".app.presenting");
    browser.click(".leave");
    browser.wait_for(".app:not(.presenting)");
    assert_eq!(browser.console_errors(), [""; 0]);
}

#[test]
fn panels_are_drawn_wider_and_folded_and_stay_so_after_a_reload() {
    let browser = open("#v=1&pattern=cqrs");
    let width = |part: &str| {
        number(
            &browser,
            &format!("document.querySelector('{part}').offsetWidth"),
        )
    };
    let (settings, results) = (width(".settings"), width(".results"));
    let handle = "(at => [Math.round(at.left + at.width / 2), Math.round(at.top + at.height / 2)])
        (document.querySelector('.side.of-settings .handle').getBoundingClientRect())";
    let at = browser.eval(&format!("return {handle}"));
    let to = [
        at[0].as_f64().expect("a place") + 60.0,
        at[1].as_f64().expect("a place"),
    ];
    browser.act(&json!([{ "type": "pointer", "id": "mouse", "actions": [
        { "type": "pointerMove", "x": at[0], "y": at[1] },
        { "type": "pointerDown", "button": 0 },
        { "type": "pointerMove", "x": to[0], "y": to[1], "duration": 100 },
        { "type": "pointerUp", "button": 0 } ] }]));
    let drawn = width(".settings");
    assert!((drawn - settings - 60.0).abs() < 3.0, "{settings} {drawn}");
    browser.eval("document.querySelector('.side.of-results .handle').focus()");
    browser.press("\u{e012}\u{e012}");
    assert!((width(".results") - results - 32.0).abs() < 3.0);
    browser.click(".side.of-results .fold");
    browser.wait_until("document.querySelector('.results').offsetWidth === 0");
    browser.goto("#v=1&pattern=cqrs");
    browser.wait_for("main[data-state]");
    assert!((width(".settings") - drawn).abs() < 1.0);
    assert!(width(".results").abs() < 0.5);
    browser.click(".side.of-results .fold");
    browser.wait_until("document.querySelector('.results').offsetWidth > 0");
    assert_eq!(browser.axe(), [""; 0]);
}

#[test]
fn keys_mean_the_same_wherever_the_focus_is() {
    let browser = open("#v=1&pattern=cqrs");
    wait_beyond(&browser, 100_000);
    pause(&browser);
    for focus in [
        ".top .main",
        ".transport .play",
        "#tab-log",
        ".track input",
        ".board > canvas",
    ] {
        for state in ["playing", "paused"] {
            browser.eval(&format!("document.querySelector('{focus}').focus()"));
            browser.press(" ");
            browser.wait_for(&format!("main[data-state={state}]"));
        }
        assert_eq!(
            browser.eval("return document.querySelector('dialog[open]')"),
            Value::Null
        );
    }
    // What is selected is put away from anywhere.
    browser.eval("document.querySelector('.board > canvas').focus()");
    browser.press("\u{e014}\u{e007}");
    browser.wait_for(".about:not([hidden])");
    browser.eval("document.querySelector('.track input').focus()");
    browser.press("\u{e00c}");
    browser.wait_until("document.querySelector('.about').hidden");
    // A menu is gone through by arrow keys, and closed by Escape.
    browser.click(".top [popovertarget]");
    browser.wait_for("#presets:popover-open");
    let focused = "return document.activeElement.innerText";
    let first = browser.eval(focused);
    browser.press("\u{e015}");
    assert_ne!(browser.eval(focused), first);
    browser.press("\u{e013}");
    assert_eq!(browser.eval(focused), first);
    browser.press("\u{e00c}");
    browser.wait_until("!document.querySelector('#presets:popover-open')");
}

#[test]
fn a_press_beside_a_menu_only_closes_it() {
    let browser = open("#v=1&pattern=cqrs");
    wait_beyond(&browser, 0);
    pause(&browser);
    browser.click(".top [popovertarget]");
    browser.wait_for("#presets:popover-open");
    browser.wait_for(".menu-shade:not([hidden])");
    let place = browser.eval(
        "const at = document.querySelector('header > button.main').getBoundingClientRect();
         return [Math.round(at.left + at.width / 2), Math.round(at.top + at.height / 2)]",
    );
    let press = json!([{ "type": "pointer", "id": "mouse", "actions": [
        { "type": "pointerMove", "x": place[0], "y": place[1] },
        { "type": "pointerDown", "button": 0 }, { "type": "pointerUp", "button": 0 } ] }]);
    browser.act(&press);
    browser.wait_until("!document.querySelector('#presets:popover-open') && document.querySelector('.menu-shade').hidden");
    assert_eq!(
        browser.eval("return document.querySelector('dialog[open]')"),
        Value::Null
    );
    browser.act(&press);
    browser.wait_for("dialog[open]");
}

#[test]
fn notices_leave_the_picture_its_size_and_the_focus_stays_near() {
    let browser = open("#v=1&pattern=cqrs");
    let height = "document.querySelector('.board').clientHeight";
    let before = number(&browser, height);
    browser.goto("#v=1&pattern=cqrs&colour=blue&shape=round");
    browser.wait_for("main[data-state]");
    browser.wait_for(".messages .message:nth-of-type(2)");
    assert_eq!(number(&browser, height), before);
    let close = ".messages .message:last-of-type .close";
    browser.click(close);
    browser.wait_until("document.activeElement.matches('.messages button, .messages [tabindex]')");
}

#[test]
fn what_is_pressed_is_as_large_as_a_finger_or_a_pointer_needs() {
    let browser = open("#v=1&pattern=cqrs");
    for (size, least) in [
        ((1280, 800, false), 24.0),
        ((390, 844, true), 40.0),
        ((844, 390, true), 40.0),
    ] {
        browser.resize(viewport(size));
        browser.goto("#v=1&pattern=cqrs");
        browser.wait_for("main[data-state]");
        // A driver may show a phone's screen and have no finger.
        let is_touched = browser.eval("return matchMedia('(pointer: coarse)').matches") == true;
        let least = if is_touched { least } else { 24.0 };
        let found = browser.eval(&format!(
            "return [...document.querySelectorAll('button, select, a[href], summary, [role=tab]')]
               .filter(it => it.offsetWidth > 1 && !it.closest('[inert]'))
               // A word of a text is as high as its line (WCAG 2.2, 2.5.8); the checks for accessibility hold its spacing.
               .filter(it => !it.matches('.word, .purpose a'))
               .filter(it => (at => Math.max(at.width, at.height) < {least} || at.height < Math.min({least}, 34))(it.getBoundingClientRect()))
               .map(it => `${{it.className}} ${{it.innerText}} ${{it.offsetWidth}}x${{it.offsetHeight}}`)"
        ));
        assert_eq!(list(&found), [""; 0], "{}x{}", size.0, size.1);
    }
}

//! What went wrong: its card, its callout, its tick, its mark, and the price of a guarantee.

use driftscope::scenario::Preset;
use serde_json::{Value, json};

use crate::acts::{now, open, stands_still, wait_beyond, wait_in_address};
use crate::browser::{Browser, Theme, Viewport};

const CALLOUT: &str = ".callout:not([hidden])";
const CARD: &str = "#panel-why button.wrong.harm";
const ESCAPE: &str = "\u{e00c}";

/// Opens a run in which people miss their own deposits, and waits until one has.
fn deposit(viewport: Viewport) -> Browser {
    let link = Preset::from_word(driftscope::patterns::OPENING)
        .expect("a preset")
        .link;
    let browser = Browser::open(viewport, Theme::Light, &format!("#{link}"));
    browser.wait_for(".first-mark:not([hidden])");
    browser
}

/// The instant that a text begins with, in microseconds.
fn instant_of(text: &str) -> u64 {
    let seconds = text.split(' ').next().unwrap_or_default();
    let (whole, part) = seconds.split_once('.').expect("seconds with decimals");
    let micros = format!("{whole}{part:0<6}");
    micros.parse().unwrap_or_else(|_| panic!("{text}"))
}

#[test]
fn a_card_stops_the_run_at_its_instant_and_says_why_beside_what_is_framed() {
    let browser = deposit(Viewport::LAPTOP);
    browser.click("#tab-why");
    // The newest is on top, and has one before it.
    browser.wait_until(&format!(
        "document.querySelectorAll({}).length > 1",
        json!(CARD)
    ));
    browser.click(CARD);
    browser.wait_for("main[data-state=paused]");
    browser.wait_for(CALLOUT);
    assert!(stands_still(&browser));
    let title = browser.text(&format!("{CALLOUT} h2"));
    let said = browser.text(&format!("{CALLOUT} p"));
    assert!(title.contains("Did not see their own write"), "{title}");
    assert!(
        said.starts_with("At ") && said.contains("Stale by"),
        "{said}"
    );
    for theme in Theme::ALL {
        browser.prefer(theme, true);
        assert_eq!(browser.axe(), [""; 0], "{}", theme.name());
    }
    // What is framed is what stood at that instant, to the millisecond that is said.
    assert_eq!(now(&browser) / 1_000, instant_of(&title) / 1_000);
    assert_eq!(
        browser
            .attribute(&format!("{CARD}[aria-pressed=true]"), "data-nth")
            .parse::<u64>()
            .ok(),
        pressed(&browser)
    );
    // The one before it is another one, at an earlier instant or the same.
    let before = now(&browser);
    browser.click(&format!("{CALLOUT} button[aria-label='The one before']"));
    browser.wait_until(&format!(
        "document.querySelector('.callout h2').innerText !== {}",
        json!(title)
    ));
    assert!(now(&browser) <= before);
    browser.eval("document.querySelector('.callout button').focus()");
    browser.press(ESCAPE);
    browser.wait_for(".callout[hidden]");
    assert_eq!(browser.console_errors(), [""; 0]);
}

fn pressed(browser: &Browser) -> Option<u64> {
    let found = browser.eval(
        "return Number(document.querySelector('#panel-why [aria-pressed=true][data-nth]').dataset.nth)",
    );
    found.as_u64()
}

#[test]
fn the_mark_and_a_tick_lead_to_what_they_mark() {
    let browser = deposit(Viewport::LAPTOP);
    browser.click(".first-mark");
    browser.wait_for(CALLOUT);
    browser.wait_for(".first-mark[hidden]");
    let first = browser.text(&format!("{CALLOUT} h2"));
    assert!(first.contains("Did not see their own write"), "{first}");
    browser.eval("document.querySelector('.callout .close').click()");
    browser.wait_for(".callout[hidden]");
    // The ticks stand above the band; wherever one leads, a press does.
    let found = browser.eval(
        "const canvas = document.querySelector('.timeline canvas'), area = canvas.getBoundingClientRect();
         const followed = () => new Promise(done => setTimeout(done));
         const at = (kind, x) => canvas.dispatchEvent(new MouseEvent(kind,
             { clientX: area.x + x, clientY: area.y + 6, bubbles: true, view: window }));
         return (async () => {
           for (let x = 1; x < area.width; x += 1) {
             at('pointermove', x);
             await followed();
             if (canvas.classList.contains('leads')) { at('click', x); return true }
           }
           return false;
         })()",
    );
    assert_eq!(found, Value::Bool(true), "no tick leads anywhere");
    browser.wait_for(CALLOUT);
    assert_eq!(browser.console_errors(), [""; 0]);
}

#[test]
fn on_a_phone_the_callout_lies_below_and_the_list_above_it() {
    let browser = deposit(Viewport::PHONE);
    browser.click(".bottom-bar button:nth-of-type(3)");
    browser.click("#tab-why");
    browser.click(CARD);
    browser.wait_for(CALLOUT);
    let at = |css: &str| {
        let script = format!(
            "const r = document.querySelector({}).getBoundingClientRect(); return [r.left, r.right, r.bottom].map(Math.round)",
            json!(css)
        );
        browser.eval(&script)
    };
    // Where bars to scroll with take room, beside that.
    let size = browser.eval("return [0, document.documentElement.clientWidth, innerHeight]");
    assert_eq!(at(CALLOUT), size, "as wide as the screen, at its end");
    // Show in list.
    browser.click(&format!("{CALLOUT} .acts button:nth-of-type(3)"));
    browser.wait_for(".results.open");
    let on_top = browser.eval(
        "return document.elementFromPoint(innerWidth / 2, innerHeight - 40).closest('.results') !== null",
    );
    assert_eq!(on_top, Value::Bool(true));
}

#[test]
fn nothing_went_wrong_says_so_and_where_something_does() {
    let browser = open("#v=1&pattern=cqrs&writes=0&reads=0");
    wait_beyond(&browser, 0);
    browser.click("#tab-why");
    browser.wait_for("#panel-why .nothing");
    assert!(
        browser
            .text("#panel-why .nothing")
            .contains("Nothing has gone wrong yet")
    );
    browser.click("#panel-why .nothing button");
    wait_in_address(&browser, "latency=lognormal:150ms");
}

#[test]
fn the_price_of_a_guarantee_is_measured_on_the_page() {
    let browser = deposit(Viewport::LAPTOP);
    browser.click("#tab-measures");
    browser.wait_for(".guarantee .offer button");
    let count = "return document.querySelectorAll('.guarantee').length";
    assert_eq!(browser.eval(count), 5, "the five guarantees");
    browser.click(".guarantee .offer button");
    browser.wait_for(".guarantee .offer table tbody tr");
    let first = browser.text(".guarantee .offer table tbody tr");
    assert!(
        first.trim_end().ends_with("0 %"),
        "with it nothing is violated: {first}"
    );
    assert!(
        !first.contains(" 0 % 0 %") && first.matches('%').count() == 2,
        "{first}"
    );
}

#[test]
fn on_a_phone_what_is_chosen_in_the_sheet_leads_to_the_picture() {
    let browser = deposit(Viewport::PHONE);
    browser.click(".bottom-bar button:nth-of-type(3)");
    browser.click("#tab-why");
    browser.wait_for(CARD);
    browser.click(CARD);
    browser.wait_for(CALLOUT);
    browser.wait_until("document.activeElement.matches('.board > canvas')");
    // What nobody has any more would be looked for two frames later.
    browser.eval("return new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(done))))");
    browser.wait_until("document.activeElement.matches('.board > canvas')");
    browser.press(ESCAPE);
    browser.wait_until("document.querySelector('.callout').hidden");
    assert_eq!(browser.console_errors(), [""; 0]);
}

/// The foot of the picture lies under them there.
#[test]
fn at_200_percent_the_callout_leaves_the_buttons_and_the_timeline_free() {
    let half = Viewport {
        name: "960x540",
        width: 960,
        height: 540,
        scale: 2,
        ..Viewport::LAPTOP
    };
    let browser = deposit(half);
    browser.click("#tab-why");
    browser.click(CARD);
    browser.wait_for(CALLOUT);
    browser.wait_until(&format!(
        "document.querySelector({}).getBoundingClientRect().bottom
           <= document.querySelector('.transport').getBoundingClientRect().top",
        json!(CALLOUT)
    ));
}

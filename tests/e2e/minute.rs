//! The first minute: a person who comes for the first time goes through it with Next.

use driftscope::consistency::Anomaly;
use driftscope::run::Run;
use driftscope::scenario::{opening_link, parse};
use driftscope::sim::time::{Micros, SECOND};
use driftscope::view::first_minute::{CURE, MOMENT, STOPS, place};
use driftscope::view::why::title;
use serde_json::json;

use crate::acts::{now, wait_beyond, wait_in_address};
use crate::browser::{Browser, Theme, Viewport};

const NEXT: &str = ".minute .next";
/// Where the picture is, and how large.
const PICTURE: &str = "(({ top, height }) => [top + scrollY, height])
    (document.querySelector('.board').getBoundingClientRect())";

/// A phone on its side.
const SIDEWAYS: Viewport = Viewport {
    name: "844x390",
    width: Viewport::PHONE.height,
    height: Viewport::PHONE.width,
    ..Viewport::PHONE
};

/// Puts it away, for tests of what stands in its place.
pub fn put_away(browser: &Browser) {
    browser.click(".minute .close");
    browser.wait_for(".minute[hidden]");
}

/// Waits until it stands at a stop, from 0, and says so.
fn wait_at(browser: &Browser, stop: usize) {
    browser.wait_until(&format!(
        "document.querySelector('.minute:not([hidden]) [role=status]').innerText.startsWith({})",
        json!(format!("{} {}", place(stop), STOPS[stop]))
    ));
}

/// When something goes wrong for the first time in the run that is opened first.
fn first_wrong(what: Anomaly) -> Micros {
    let mut run = Run::new(parse(opening_link()).0.scenario);
    loop {
        let incidents = run.consistency().incidents();
        if let Some(first) = incidents.iter().find(|incident| incident.what == what) {
            return first.at;
        }
        assert!(!run.advance(Micros::MAX, 100, &mut |_| {}), "all is well");
    }
}

#[test]
fn next_leads_through_the_first_minute_to_a_cure_and_what_that_did() {
    let wrong = title(Anomaly::ReadYourWrites);
    let first = first_wrong(Anomaly::ReadYourWrites);
    for viewport in [Viewport::LAPTOP, Viewport::PHONE, SIDEWAYS] {
        let browser = Browser::open(viewport, Theme::Light, "");
        let place_and_height = || {
            let found = browser.eval(&format!("return {PICTURE}"));
            [0, 1].map(|nth| found[nth].as_f64().expect("a length"))
        };
        let picture = place_and_height();
        let keeps_its_place = |stop: &str| {
            let there = place_and_height();
            let is_near = |nth: usize| (there[nth] - picture[nth]).abs() <= 1.0;
            assert!(
                is_near(0) && is_near(1),
                "{}, {stop}: {there:?} and not {picture:?}",
                viewport.name
            );
        };
        wait_at(&browser, 0);
        browser.wait_for(".app:not([data-hint])");
        browser.click(NEXT);
        wait_at(&browser, 1);
        keeps_its_place("a square");
        browser.click(NEXT);
        wait_at(&browser, MOMENT);
        browser.wait_for("main[data-state=paused]");
        browser.wait_for(".callout:not([hidden])");
        assert_eq!(now(&browser), first);
        assert!(browser.text(".callout h2").ends_with(wrong));
        keeps_its_place("the moment");
        let hit = browser.eval(&format!(
            "const box = document.querySelector({}).getBoundingClientRect();
             return document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2)?.closest('.minute') !== null",
            json!(NEXT)
        ));
        assert_eq!(hit, true, "{}: what leads on is in view", viewport.name);
        // By keyboard, where the focus has stayed.
        browser.press("\u{e007}");
        wait_at(&browser, CURE);
        browser.wait_for(".callout[hidden]");
        wait_beyond(&browser, first + 2 * SECOND);
        keeps_its_place("before the cure");
        browser.click(NEXT);
        wait_in_address(&browser, "read-your-writes=wait-for-version");
        // It says at each instant what has gone wrong up to that.
        wait_beyond(&browser, first + SECOND);
        browser.wait_until(&format!(
            "(said => said.startsWith('Fixed: ') && said.includes({}) && said.endsWith(': not once.'))
               (document.querySelector('.minute p:nth-of-type(2)').innerText)",
            json!(format!(": {wrong} "))
        ));
        keeps_its_place("what it did");
        let small = browser.eval(
            // A driver may show a phone's screen and have no finger.
            "const least = matchMedia('(pointer: coarse)').matches ? 40 : 24;
             return [...document.querySelectorAll('.minute button')].map(one => Math.min(one.offsetWidth, one.offsetHeight))
               .filter(size => size < least)",
        );
        assert_eq!(small, json!([]), "{}", viewport.name);
        assert_eq!(browser.axe(), [""; 0], "{}", viewport.name);
        browser.click(NEXT);
        browser.wait_for(".minute[hidden]");
        browser
            .wait_until("document.querySelector('.said .watch').innerText.startsWith('Fixed: ')");
        browser.goto("");
        browser.wait_for("main[data-state]");
        browser.wait_for(".minute[hidden]");
        assert_eq!(browser.console_errors(), [""; 0], "{}", viewport.name);
    }
}

#[test]
fn who_opens_a_link_is_not_led_and_help_leads_whoever_asks() {
    let browser = Browser::open(Viewport::PHONE, Theme::Light, "#v=1&pattern=saga&seed=27");
    wait_beyond(&browser, 0);
    browser.wait_for(".minute[hidden]");
    browser.press("?");
    browser.click("dialog[open] .again button");
    wait_at(&browser, 0);
    browser.wait_until("document.activeElement.matches('.minute .next')");
    browser.press("\u{e00c}");
    browser.wait_for(".minute[hidden]");
    // Back to what was there.
    browser.eval("history.back()");
    wait_in_address(&browser, "pattern=saga");
    assert_eq!(browser.console_errors(), [""; 0]);
}

//! The first minute: a person who comes for the first time goes through it with Next.

use driftscope::consistency::Anomaly;
use driftscope::facts::time::{Micros, SECOND};
use driftscope::patterns::{opening_link, parse};
use driftscope::run::Run;
use driftscope::show::first_minute::{CURE, MOMENT, STOPS, place};
use driftscope::show::why::title;
use serde_json::json;

use crate::acts::{now, wait_beyond, wait_in_address};
use crate::browser::{Browser, Theme, Viewport};

const NEXT: &str = ".minute .next";
/// The same where it does what is said of it: at once after it has come to do something else it does nothing.
const MEANT: &str = ".minute .next:not([aria-disabled])";
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

/// A small phone.
const SMALL: Viewport = Viewport {
    name: "320x600",
    width: 320,
    height: 600,
    ..Viewport::PHONE
};

/// Whether what the card speaks of is clear of the card and of the strip.
const IS_SEEN: &str = "(() => {
    const [x, y, width, height] = document.querySelector('.callout').dataset.area.split(' ').map(Number);
    const at = document.querySelector('.board > canvas').getBoundingClientRect();
    const area = { left: at.left + x, top: at.top + y, right: at.left + x + width, bottom: at.top + y + height };
    return area.top >= 0 && area.bottom <= innerHeight && ['.callout', '.minute'].every(part => {
      const over = document.querySelector(part).getBoundingClientRect();
      return over.right <= area.left + 1 || over.left >= area.right - 1
        || over.bottom <= area.top + 1 || over.top >= area.bottom - 1;
    });
  })()";

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
    for viewport in [Viewport::LAPTOP, Viewport::PHONE, SIDEWAYS, SMALL] {
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
        browser.wait_until(IS_SEEN);
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
        browser.wait_for(MEANT);
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
        browser.wait_for(MEANT);
        browser.click(NEXT);
        browser.wait_for(".minute[hidden]");
        keeps_its_place("when it is done");
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
    // Back to what was there.
    browser.press("\u{e00c}");
    browser.wait_for(".minute[hidden]");
    wait_in_address(&browser, "pattern=saga");
    assert_eq!(browser.console_errors(), [""; 0]);
}

#[test]
fn five_quick_presses_lead_to_the_cure_and_a_reload_goes_on_there() {
    let browser = Browser::open(Viewport::LAPTOP, Theme::Light, "");
    wait_at(&browser, 0);
    // All within one task: no machine is so slow that they are no quick ones.
    browser.eval(
        "const next = document.querySelector('.minute .next');
         return (async () => { for (let nth = 0; nth < 5; nth += 1) { next.click(); await null; await null; await null; } })()",
    );
    wait_at(&browser, CURE);
    let reload = || {
        browser.eval("window.isOld = true; location.reload()");
        browser.wait_until("!window.isOld && document.querySelector('main')?.dataset.state");
    };
    wait_in_address(&browser, "pattern=cqrs");
    reload();
    wait_at(&browser, CURE);
    browser.wait_for(MEANT);
    browser.click(NEXT);
    wait_in_address(&browser, "read-your-writes=wait-for-version");
    reload();
    browser.wait_until(
        "document.querySelector('.minute p:nth-of-type(2)').innerText.startsWith('The cure: ')",
    );
    browser.click(".minute .close");
    browser.wait_for(".minute[hidden]");
    reload();
    browser.wait_for(".minute[hidden]");
    assert_eq!(browser.console_errors(), [""; 0]);
}

#[test]
fn put_away_it_gives_whoever_had_asked_for_it_their_run_back() {
    let link = "#v=1&pattern=saga&seed=27&t=3s";
    let browser = Browser::open(Viewport::LAPTOP, Theme::Light, link);
    browser.wait_until("document.querySelector('main').dataset.now === '3000000'");
    browser.press("?");
    browser.click("dialog[open] .again button");
    wait_at(&browser, 0);
    browser.click(NEXT);
    wait_at(&browser, 1);
    put_away(&browser);
    browser.wait_until(
        "(({ now, state }) => now === '3000000' && state === 'paused')(document.querySelector('main').dataset)",
    );
    wait_in_address(&browser, "seed=27&t=3s");
    assert_eq!(browser.console_errors(), [""; 0]);
}

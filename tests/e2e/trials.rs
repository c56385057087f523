//! Whole tasks as people come with them, in counted acts: something clicked, something chosen from a menu, or a
//! text typed into a field and finished.

use std::cell::Cell;

use serde_json::json;

use crate::acts::{in_address, open, put, wait_beyond, wait_in_address};
use crate::browser::Browser;
use crate::seen::{CALLOUT, PAUSED, fragment_of, shared};

const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";
const FIND: &str = "#find-setting";
/// The most acts that the task of an engineer may take.
const MOST: u32 = 15;

/// Somebody at the page, whose acts are counted.
struct Person {
    browser: Browser,
    acts: Cell<u32>,
}

impl Person {
    /// Comes with an address.
    fn comes(fragment: &str) -> Self {
        let browser = open(fragment);
        wait_beyond(&browser, 0);
        Self {
            browser,
            acts: Cell::new(0),
        }
    }

    fn count(&self) {
        self.acts.set(self.acts.get() + 1);
    }

    fn click(&self, css: &str) {
        self.count();
        self.browser.click(css);
    }

    fn choose(&self, css: &str, value: &str) {
        self.count();
        put(&self.browser, css, value, &["change"]);
    }

    /// Types into a field in place of what it holds.
    fn types(&self, css: &str, text: &str) {
        self.count();
        self.browser.click(css);
        let select = format!("document.querySelector({}).select()", json!(css));
        self.browser.eval(&select);
        self.browser.press(text);
        self.browser.press(ENTER);
    }

    /// Clicks on what has this name in the picture.
    fn click_on(&self, name: &str) {
        self.count();
        let shown = format!(
            "document.querySelector('.about:not([hidden]) h2')?.innerText === {}",
            json!(name)
        );
        // A person sees where it is; whoever does not tries one place after the other.
        let size = self.browser.eval(
            "const box = document.querySelector('.board canvas').getBoundingClientRect();
             return [box.left, box.top, box.width, box.height]",
        );
        let size: Vec<f64> = serde_json::from_value(size).expect("four numbers");
        for place in (1..20).rev().flat_map(|x| (1..40).map(move |y| (x, y))) {
            let (x, y) = (f64::from(place.0) / 20.0, f64::from(place.1) / 40.0);
            let (x, y) = (
                (size[0] + size[2] * x) as i32,
                (size[1] + size[3] * y) as i32,
            );
            let is_picture =
                format!("return document.elementFromPoint({x}, {y})?.localName === 'canvas'");
            if self.browser.eval(&is_picture) != true {
                continue;
            }
            self.browser
                .act(&json!([{ "type": "pointer", "id": "mouse", "actions": [
                { "type": "pointerMove", "x": x, "y": y },
                { "type": "pointerDown", "button": 0 },
                { "type": "pointerUp", "button": 0 },
            ] }]));
            if self.browser.eval(&format!("return {shown}")) == true {
                return;
            }
            self.browser.press(ESCAPE);
        }
        panic!("{name} is nowhere in the picture");
    }

    /// Has a node crash for two minutes.
    fn crashes(&self, name: &str, node: &str) {
        wait_beyond(&self.browser, 0);
        self.click_on(name);
        self.click(".about .acts button");
        wait_in_address(&self.browser, &format!(":crash:{node}"));
        self.click("#tab-acts");
        self.types("#act-0-value", "2min");
        wait_in_address(&self.browser, ",for=2min");
    }

    /// The link has the settings as they were typed and one act, and it took no more acts than it may.
    fn has(&self, settings: &[(&str, &str)]) {
        for (key, value) in settings {
            assert_eq!(in_address(&self.browser, key), *value, "{key}");
        }
        let done = in_address(&self.browser, "do");
        assert!(done.ends_with(",for=2min") && !done.contains(';'), "{done}");
        let acts = self.acts.get();
        assert!(acts <= MOST, "{acts} acts");
        assert_eq!(self.browser.console_errors(), [""; 0]);
    }
}

/// Publishing takes 8 ms at p50 and 60 ms at p99, handling 15 and 300, there are 20 writes a second, and a
/// consumer is down for two minutes.
#[test]
fn an_engineer_has_their_case_in_events_within_fifteen_acts() {
    let person = Person::comes("");
    person.click(".patterns a:nth-of-type(1)");
    wait_in_address(&person.browser, "pattern=event-based");
    person.types("#writes", "20");
    person.choose("select#work", "Lognormal");
    person.types("#work-0", "15");
    person.types("#work-1", "300");
    person.types(FIND, "publish");
    person.click("#publish-same");
    person.types("#publish-0", "8");
    person.types("#publish-1", "60");
    person.types(FIND, "duration");
    person.types("#duration", "5min");
    wait_in_address(&person.browser, "duration=5min");
    person.crashes("Search index", "consumer-2");
    person.has(&[
        ("writes", "20"),
        ("work", "lognormal:15ms,300ms"),
        ("publish", "lognormal:8ms,60ms"),
        ("duration", "5min"),
    ]);
}

/// The same load on a job that copies every five minutes.
#[test]
fn an_engineer_has_their_case_in_a_job_within_fifteen_acts() {
    let person = Person::comes("");
    person.click(".patterns a:nth-of-type(2)");
    wait_in_address(&person.browser, "pattern=background-sync");
    person.types("#writes", "20");
    person.types("#interval", "5min");
    person.types("#latency-0", "8");
    person.types("#latency-1", "60");
    person.choose("select#run", "Lognormal");
    person.types("#run-0", "15ms");
    person.types("#run-1", "300ms");
    person.types(FIND, "duration");
    person.types("#duration", "20min");
    wait_in_address(&person.browser, "duration=20min");
    person.crashes("Analytics", "");
    person.has(&[
        ("writes", "20"),
        ("interval", "5min"),
        ("latency", "lognormal:8ms,60ms"),
        ("run", "lognormal:15ms,300ms"),
        ("duration", "20min"),
    ]);
}

/// Goes to the moment of a preset, and gives others a link that opens there: in a page of theirs, and on the wall.
#[test]
fn a_teacher_has_the_moment_in_two_acts_and_a_link_that_opens_there_in_a_frame_and_alone() {
    let person = Person::comes("");
    person.click("[popovertarget=presets]");
    person.click("#presets [aria-label^='Moment: Counted twice']");
    let browser = &person.browser;
    browser.wait_for(PAUSED);
    browser.wait_for(CALLOUT);
    assert_eq!(person.acts.get(), 2);
    let (told, instant) = (browser.text(CALLOUT), browser.attribute("main", "data-now"));
    let fragment = fragment_of(&shared(browser));
    let opens_there = |browser: &Browser| {
        browser.wait_for(PAUSED);
        browser.wait_for(CALLOUT);
        assert_eq!(browser.text(CALLOUT), told, "{fragment}");
        assert_eq!(browser.attribute("main", "data-now"), instant);
    };
    let (framed, _site) = Browser::open_in_frame("", &fragment);
    framed.enter_frame();
    opens_there(&framed);
    let alone = open(&fragment);
    opens_there(&alone);
    alone.press("f");
    alone.wait_for(".app.presenting");
    opens_there(&alone);
    assert_eq!(alone.console_errors(), [""; 0]);
}

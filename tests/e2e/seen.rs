//! What somebody saw is what whoever opens their link sees; the moment of a preset; and the end of a long run.

use driftscope::patterns::all_presets;
use driftscope::scenario::Preset;
use serde_json::json;

use crate::acts::{
    fragment, in_address, now, open, pause, put, stands_still, wait_beyond, wait_in_address,
};
use crate::browser::Browser;

pub const CALLOUT: &str = ".callout:not([hidden])";
pub const PAUSED: &str = "main[data-state=paused]";
const SPEED: &str = "select[aria-label=Speed]";
const FIELD: &str = "dialog[open] input[aria-label='Link to this run']";

/// What of the page a link has to bring back.
fn seen(browser: &Browser) -> serde_json::Value {
    browser.eval(
        "const one = css => document.querySelector(css);
         return {
           tab: one('.results [role=tab][aria-selected=true]').id,
           callout: one('.callout:not([hidden])')?.innerText ?? null,
           about: one('.about:not(.callout):not([hidden]) h2')?.innerText ?? null,
           pressed: one('.wrongs [aria-pressed=true]')?.dataset.nth ?? null,
           speed: one('select[aria-label=Speed]').value,
           now: one('main').dataset.now,
           digest: one('main').dataset.digest,
           state: one('main').dataset.state,
         }",
    )
}

/// The link in the field of Share.
pub fn shared(browser: &Browser) -> String {
    browser.click("header > button.main");
    browser.wait_for(FIELD);
    let link = browser.eval(&format!(
        "return document.querySelector({}).value",
        json!(FIELD)
    ));
    link.as_str().expect("a link").to_owned()
}

/// Its fragment.
pub fn fragment_of(link: &str) -> String {
    let (_, fragment) = link.split_once('#').expect("a link has one");
    format!("#{fragment}")
}

#[test]
fn whoever_opens_a_link_sees_the_incident_that_its_sender_saw() {
    let browser = open("");
    browser.wait_for(".first-mark:not([hidden])");
    put(&browser, SPEED, "3", &["change"]);
    browser.click("#tab-why");
    browser.wait_for("#panel-why button.wrong");
    browser.click("#panel-why button.wrong");
    browser.wait_for(PAUSED);
    browser.wait_for(CALLOUT);
    assert!(stands_still(&browser));
    let before = seen(&browser);
    let link = shared(&browser);
    let other = open(&fragment_of(&link));
    other.wait_for(PAUSED);
    other.wait_for(CALLOUT);
    assert!(stands_still(&other));
    assert_eq!(seen(&other), before, "{link}");
    assert!(before["callout"].is_string() && before["pressed"].is_string());
    // And so does whoever loads it again.
    wait_in_address(&other, "select=incident-");
    other.eval("location.reload()");
    other.wait_for(CALLOUT);
    other.wait_until("document.querySelector('.wrongs [aria-pressed=true]') !== null");
    assert_eq!(seen(&other), before);
    assert_eq!(other.console_errors(), [""; 0]);
    assert_eq!(browser.console_errors(), [""; 0]);
}

#[test]
fn a_node_is_selected_again_and_the_start_stays_the_start() {
    let browser = open("#v=1&pattern=saga&select=orchestrator/tab-users&t=0s");
    browser.wait_for(".about:not(.callout):not([hidden])");
    browser.wait_for(PAUSED);
    assert!(stands_still(&browser));
    assert_eq!(now(&browser), 0);
    let before = seen(&browser);
    assert_eq!(before["tab"], "tab-users");
    assert_eq!(
        fragment(&browser),
        "#v=1&pattern=saga&select=orchestrator/tab-users&t=0s"
    );
    browser.eval("location.reload()");
    browser.wait_for(".about:not(.callout):not([hidden])");
    assert_eq!(seen(&browser), before);
    // What is not there is said, and the rest opens.
    let odd = open("#v=1&pattern=saga&select=incident-900/tab-log&t=2s");
    odd.wait_for(".messages .message");
    let said = odd.text(".messages .message > p");
    assert!(said.contains("incident 900"), "{said}");
    assert_eq!(seen(&odd)["tab"], "tab-log");
    assert_eq!(now(&odd), 2_000_000);
    assert_eq!(odd.console_errors(), [""; 0]);
}

#[test]
fn while_it_plays_share_offers_this_instant_and_the_start() {
    let browser = open("#v=1&pattern=saga&seed=27");
    wait_beyond(&browser, 500_000);
    let start = shared(&browser);
    assert!(start.ends_with("#v=1&pattern=saga&seed=27"), "{start}");
    browser.click("dialog[open] .opens label:nth-of-type(1) input");
    browser.wait_until(&format!(
        "document.querySelector({}).value.includes('&t=')",
        json!(FIELD)
    ));
    let here = browser.eval(&format!(
        "return document.querySelector({}).value",
        json!(FIELD)
    ));
    let here = here.as_str().expect("a link").to_owned();
    assert!(here.contains("&check="), "{here}");
    let other = open(&fragment_of(&here));
    other.wait_for(PAUSED);
    assert!(now(&other) > 500_000);
    assert!(stands_still(&other));
    let messages = other.eval("return document.querySelectorAll('.messages .message').length");
    assert_eq!(messages, 0, "it is the same run: {}", other.text("body"));
}

#[test]
fn the_moment_of_every_preset_is_two_clicks_away() {
    let browser = open("");
    for (nth, preset) in all_presets().enumerate() {
        browser.click("[popovertarget=presets]");
        let button = format!(
            "#presets [aria-label={}]",
            json!(format!("Moment: {}", preset.title))
        );
        browser.wait_for("#presets:popover-open");
        browser.wait_for(&button);
        browser.eval(&format!(
            "document.querySelector({}).scrollIntoView({{ block: 'center' }})",
            json!(button)
        ));
        browser.click(&button);
        browser.wait_until(&format!(
            "document.querySelector('.said .watch').innerText.startsWith({})",
            json!(&preset.watch[..12])
        ));
        browser.wait_for(PAUSED);
        wait_beyond(&browser, 0);
        let goes_wrong = matches!(preset.moment, driftscope::scenario::Moment::First(_));
        if goes_wrong {
            browser.wait_for(CALLOUT);
        }
        assert!(stands_still(&browser), "{}", preset.word);
        assert_eq!(browser.console_errors(), [""; 0], "{nth}: {}", preset.word);
    }
    // From a preset that is on the page it is one.
    let preset = Preset::from_word("forgetful").expect("a preset");
    browser.goto(&format!("#{}", preset.link));
    browser.wait_for("main[data-state]");
    browser.wait_for(".said .watch > .button:not(.main)");
    browser.click(".said .watch > .button:not(.main)");
    browser.wait_for(CALLOUT);
}

/// A night in which a job copies once a day: computed, not shown at its pace; frames stay short meanwhile.
#[test]
fn a_day_is_computed_to_its_end_with_progress_and_can_be_stopped() {
    let browser = open("#v=1&pattern=background-sync&interval=24h");
    browser.wait_for(".too-short button");
    let said = browser.text(".too-short");
    assert!(
        said.starts_with("Interval is 24 h, duration 1 min: no run of the job begins."),
        "{said}"
    );
    browser.click(".too-short button");
    wait_in_address(&browser, "duration=25h");
    browser.wait_for(".too-short[hidden]");
    pause(&browser);
    browser.eval(
        "window.tasks = [];
         new PerformanceObserver(list => {
           for (const one of list.getEntries()) window.tasks.push(Math.round(one.duration));
         }).observe({ entryTypes: ['longtask'] })",
    );
    put(&browser, SPEED, "10", &["change"]);
    browser.eval("window.begun = performance.now()");
    browser.click(".transport .play");
    browser.wait_until("document.querySelector('.pace').innerText.includes(' left')");
    let pace = browser.text(".pace");
    assert!(pace.contains(" %, "), "{pace}");
    let is_cut = "return document.querySelector('.pace').scrollWidth > document.querySelector('.pace').clientWidth";
    assert_eq!(browser.eval(is_cut), false, "{pace}");
    browser.click(".transport .play");
    browser.wait_for(PAUSED);
    assert!(stands_still(&browser));
    assert_ne!(in_address(&browser, "interval"), "");
    browser.click(".transport .play");
    browser.wait_for("main[data-state=settled], main[data-state=unsettled]");
    let seconds = browser.eval("return Math.round((performance.now() - window.begun) / 1000)");
    let tasks = browser.eval("return window.tasks");
    println!("a day in {seconds} s; tasks longer than 50 ms: {tasks}");
    assert_eq!(browser.console_errors(), [""; 0]);
}

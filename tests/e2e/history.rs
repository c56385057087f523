//! What a person does to a run that has begun: Restart and Rewind, the list of acts, undo and redo; and what the
//! address bar holds at each step.

use serde_json::json;

use crate::acts::{fragment, in_address, now, open, put, stands_still, wait_in_address};
use crate::browser::{Browser, Theme, Viewport};
use crate::minute::put_away;

const HOME: &str = "\u{e011}";
const CONTROL: &str = "\u{e009}";
const SHIFT: &str = "\u{e008}";
const UNDO: &str = "button[aria-label=Undo]";
const REDO: &str = "button[aria-label=Redo]";
const WRITES: &str = ".settings input[type=range][aria-label=Writes]";

/// Presses a key while others are held.
fn chord(browser: &Browser, held: &[&str], key: &str) {
    let event = |kind: &'static str| move |key: &&str| json!({ "type": kind, "value": key });
    let mut actions: Vec<_> = held.iter().map(event("keyDown")).collect();
    actions.extend([&key].map(event("keyDown")));
    actions.extend([&key].map(event("keyUp")));
    actions.extend(held.iter().rev().map(event("keyUp")));
    browser.act(&json!([{ "type": "key", "id": "chord", "actions": actions }]));
}

/// Waits until the run stands still at an instant, in microseconds.
fn wait_at(browser: &Browser, micros: u64) {
    browser.wait_until(&format!(
        "(({{ state, now }}) => state === 'paused' && now === '{micros}')(document.querySelector('main').dataset)"
    ));
}

/// Waits until a key of the address bar has this value; an empty one if it is not to be there.
fn wait_value(browser: &Browser, key: &str, value: &str) {
    let pair = format!("{key}={value}");
    let expression = if value.is_empty() {
        format!(
            "!location.hash.slice(1).split('&').some(pair => pair.startsWith({}))",
            json!(pair)
        )
    } else {
        format!(
            "location.hash.slice(1).split('&').includes({})",
            json!(pair)
        )
    };
    browser.wait_until(&expression);
}

#[test]
fn restart_keeps_what_was_moved_and_rewind_plays_the_same_again() {
    let browser = open("#v=1&pattern=event-based&do=2s:crash:broker,for=1s&t=4s");
    wait_at(&browser, 4_000_000);
    put(&browser, WRITES, "60", &["input", "change"]);
    wait_in_address(&browser, "4.000001s:set:writes=");
    let moved = in_address(&browser, "do");
    let (_, writes) = moved.rsplit_once('=').expect("a value");
    browser.wait_until("document.querySelector('.moved')?.innerText.includes('from 4 s on')");
    // The same again, with all that was done.
    let digest = browser.attribute("main", "data-digest");
    browser.press(HOME);
    wait_at(&browser, 0);
    wait_value(&browser, "t", "0s");
    assert_eq!(in_address(&browser, "do"), moved);
    assert_eq!(in_address(&browser, "writes"), "");
    // Back where it was, by undo, and the run is the same there.
    chord(&browser, &[CONTROL], "z");
    wait_at(&browser, 4_000_000);
    browser.wait_until(&format!(
        "document.querySelector('main').dataset.digest === {}",
        json!(digest)
    ));
    // Anew, with what the panel shows from the start.
    browser.click("button[aria-label=Restart]");
    wait_at(&browser, 0);
    wait_value(&browser, "writes", writes);
    assert_eq!(in_address(&browser, "do"), "2s:crash:broker,for=1s");
    browser.wait_until("document.querySelector('.moved') === null");
    browser.click(UNDO);
    wait_at(&browser, 4_000_000);
    wait_value(&browser, "do", &moved);
    browser.click(REDO);
    wait_at(&browser, 0);
    wait_value(&browser, "writes", writes);
    assert_eq!(browser.console_errors(), [""; 0]);
}

#[test]
fn an_act_is_moved_switched_off_and_deleted_and_all_of_it_undone() {
    let done = "2s:set:writes=12;4s:crash:broker,for=1s";
    let link = format!("#v=1&pattern=event-based&duration=20s&do={done}&t=5s");
    let browser = open(&link);
    wait_at(&browser, 5_000_000);
    browser.click("#tab-acts");
    browser.wait_for("#act-1-switch");
    let digest = browser.attribute("main", "data-digest");
    // Of each step what is to be in the address then.
    let mut steps = vec![(done.to_owned(), String::new())];
    let mut step = |done: &str, off: &str| {
        wait_value(&browser, "do", done);
        wait_value(&browser, "off", off);
        wait_at(&browser, 5_000_000);
        wait_value(&browser, "t", "5s");
        steps.push((done.to_owned(), off.to_owned()));
    };
    browser.click("#act-1-switch");
    step("2s:set:writes=12", "4s:crash:broker,for=1s");
    put(&browser, "#act-1-time", "3", &["change"]);
    step("2s:set:writes=12", "3s:crash:broker,for=1s");
    browser.click("#act-1-switch");
    step("2s:set:writes=12;3s:crash:broker,for=1s", "");
    put(&browser, "#act-1-value", "500ms", &["change"]);
    step("2s:set:writes=12;3s:crash:broker,for=500ms", "");
    browser.click("#act-0-delete");
    step("3s:crash:broker,for=500ms", "");
    browser.wait_until("document.activeElement.id === 'act-0-delete'");
    assert_ne!(browser.attribute("main", "data-digest"), digest);
    for (nth, (done, off)) in steps.iter().enumerate().rev().skip(1) {
        match nth % 3 {
            0 => browser.click(UNDO),
            1 => browser.press("z"),
            _ => chord(&browser, &[CONTROL], "z"),
        }
        wait_value(&browser, "do", done);
        wait_value(&browser, "off", off);
        wait_at(&browser, 5_000_000);
    }
    browser.wait_until(&format!(
        "document.querySelector('main').dataset.digest === {}",
        json!(digest)
    ));
    // Past the beginning nothing is done, and that is said.
    browser.press("z");
    browser.wait_until(
        "document.querySelector('.messages').innerText.includes('Nothing is left to undo')",
    );
    assert_eq!(in_address(&browser, "do"), done);
    for (nth, (done, off)) in steps.iter().enumerate().skip(1) {
        match nth % 3 {
            0 => browser.click(REDO),
            1 => chord(&browser, &[CONTROL, SHIFT], "z"),
            _ => chord(&browser, &[CONTROL], "y"),
        }
        wait_value(&browser, "do", done);
        wait_value(&browser, "off", off);
        wait_at(&browser, 5_000_000);
    }
    assert_eq!(browser.console_errors(), [""; 0]);
}

#[test]
fn a_flag_leads_to_its_act_and_what_cannot_be_is_said_beside_it() {
    let browser =
        open("#v=1&pattern=event-based&duration=20s&do=2s:set:writes=12;14s:crash:broker&t=5s");
    wait_at(&browser, 5_000_000);
    browser.eval(
        "const canvas = document.querySelector('.timeline canvas');
         const { left, top, width } = canvas.getBoundingClientRect();
         const at = { clientX: left + 5.5 + 0.7 * (width - 11) + 4, clientY: top + 6, bubbles: true };
         canvas.dispatchEvent(new MouseEvent('click', at))",
    );
    browser.wait_until("document.activeElement.id === 'act-1-time'");
    assert_eq!(browser.attribute("#tab-acts", "aria-selected"), "true");
    for (typed, trouble) in [
        ("-1", "begins at 0 s"),
        ("21", "the run ends at 20s"),
        ("?", "no instant"),
    ] {
        put(&browser, "#act-1-time", typed, &["change"]);
        browser.wait_until(&format!(
            "document.querySelector('#act-1-time-trouble').innerText.includes({})",
            json!(trouble)
        ));
        assert_eq!(
            browser.eval("return document.querySelector('#act-1-time').value"),
            typed
        );
    }
    assert!(fragment(&browser).contains("14s:crash:broker"));
    // A letter that is typed is no shortcut.
    browser.eval("document.querySelector('#act-0-value').select()");
    browser.press("z");
    assert_eq!(
        browser.eval("return document.querySelector('#act-0-value').value"),
        "z"
    );
    assert!(stands_still(&browser));
    assert_eq!(now(&browser), 5_000_000);
}

#[test]
fn cures_presets_and_patterns_are_steps_and_reset_all_goes_back_to_the_preset() {
    let browser = open("");
    put_away(&browser);
    browser.press(" ");
    browser.wait_for("main[data-state=paused]");
    wait_in_address(&browser, "&t=");
    let strip = "location.hash.replace(/&(t|check)=[^&]*/g, '')";
    let preset = browser.eval(&format!("return {strip}"));
    let is = |expected: &serde_json::Value| browser.wait_until(&format!("{strip} === {expected}"));
    browser.click(".watch button");
    browser.wait_until(&format!("{strip} !== {preset}"));
    let cured = browser.eval(&format!("return {strip}"));
    browser.press("z");
    is(&preset);
    browser.press("Z");
    is(&cured);
    browser.click(".settings-foot button");
    is(&preset);
    browser.click("nav.patterns a:nth-of-type(3)");
    wait_in_address(&browser, "pattern=saga");
    browser.press("z");
    is(&preset);
    browser.press("z");
    is(&cured);
    browser.press("z");
    is(&preset);
    assert_eq!(browser.console_errors(), [""; 0]);
}

#[test]
fn axe_finds_nothing_in_the_list_of_acts() {
    let link = "#v=1&pattern=event-based&duration=20s&t=5s\
        &do=2s:set:writes=12;3s:set:outbox=on;4s:crash:broker&off=4.5s:restart:broker";
    let browser = open(link);
    wait_at(&browser, 5_000_000);
    browser.click("#tab-acts");
    browser.wait_for("#act-3-switch");
    for theme in Theme::ALL {
        browser.prefer(theme, true);
        assert_eq!(browser.axe(), [""; 0], "{}", theme.name());
    }
    browser.resize(Viewport::PHONE);
    browser.click(".bottom-bar button:nth-of-type(2)");
    browser.wait_for("section[role=dialog][aria-label=Settings]");
    assert_eq!(browser.axe(), [""; 0]);
    let small = browser.eval(
        // A driver may show a phone's screen and have no finger.
        "const least = matchMedia('(pointer: coarse)').matches ? 40 : 24;
         return [...document.querySelectorAll('.act button, .act input, .act select, .undo button, .desk-tabs button')]
            .filter(one => one.offsetParent && !one.matches('.switch') && Math.min(one.offsetWidth, one.offsetHeight) < least)
            .map(one => one.id || one.className)",
    );
    assert_eq!(small, json!([]), "targets of 40 px");
}

//! The four patterns on one page: tabs, presets, and the bench where theory is held against runs.

use driftscope::lab::theory::rows;
use driftscope::patterns::all_presets;
use driftscope::scenario::Pattern;
use serde_json::{Value, json};

use crate::acts::{open, put, wait_beyond, wait_in_address};
use crate::browser::{Browser, Theme, Viewport};

/// The tab of the pattern that is shown.
const CURRENT: &str = "nav.patterns [aria-current=page]";

/// Waits until the page shows a pattern and its time passes.
fn wait_for_pattern(browser: &Browser, pattern: Pattern) {
    browser.wait_until(&format!(
        "document.querySelector({})?.innerText === {}",
        json!(CURRENT),
        json!(pattern.label())
    ));
    wait_in_address(browser, &format!("pattern={}", pattern.word()));
    wait_beyond(browser, 0);
}

fn is_without_complaint(browser: &Browser, link: &str) {
    assert_eq!(browser.console_errors(), [""; 0], "{link}");
    assert_eq!(
        browser.eval("return document.querySelectorAll('.messages .message').length"),
        0,
        "{link}: {}",
        browser.text("body")
    );
}

#[test]
fn tabs_show_patterns_and_back_returns() {
    let browser = open("#v=1");
    wait_for_pattern(&browser, Pattern::EVENT_BASED);
    let sentence = browser.text("h1");
    browser.eval("window.isTheSamePage = true");
    for (number, pattern) in (1..).zip(Pattern::ALL) {
        browser.click(&format!("nav.patterns a:nth-of-type({number})"));
        wait_for_pattern(&browser, *pattern);
        is_without_complaint(&browser, pattern.word());
        let groups = "return [...document.querySelectorAll('.settings .group .head')].length";
        assert!(browser.eval(groups).as_u64() > Some(3), "{pattern:?}");
    }
    assert_ne!(browser.text("h1"), sentence);
    for pattern in [
        Pattern::SAGA,
        Pattern::BACKGROUND_SYNC,
        Pattern::EVENT_BASED,
    ] {
        browser.eval("history.back()");
        wait_for_pattern(&browser, pattern);
    }
    assert_eq!(browser.text("h1"), sentence);
    browser.eval("history.forward()");
    wait_for_pattern(&browser, Pattern::BACKGROUND_SYNC);
    browser.eval("location.hash = '#v=1&pattern=cqrs'");
    wait_for_pattern(&browser, Pattern::CQRS);
    assert_eq!(
        browser.eval("return window.isTheSamePage"),
        true,
        "it was loaded again"
    );
}

/// The link to which the tab of a pattern leads.
fn tab(browser: &Browser, number: usize) -> String {
    let tab = format!("nav.patterns a:nth-of-type({number})");
    let href = browser.eval(&format!(
        "return document.querySelector('{tab}').getAttribute('href')"
    ));
    href.as_str().expect("a link").to_owned()
}

#[test]
fn load_and_settings_that_both_patterns_have_come_along_and_it_is_said() {
    let browser = open("#v=1&pattern=event-based&seed=7&latency=80ms&writes=20&outbox=on");
    wait_for_pattern(&browser, Pattern::EVENT_BASED);
    let along = "#v=1&pattern=cqrs&latency=80ms&seed=7&writes=20";
    browser.wait_until(&format!(
        "document.querySelectorAll('nav.patterns a')[3].getAttribute('href') === {}",
        json!(along)
    ));
    browser.click("nav.patterns a:nth-of-type(4)");
    wait_for_pattern(&browser, Pattern::CQRS);
    for pair in ["latency=80ms", "seed=7", "writes=20"] {
        wait_in_address(&browser, pair);
    }
    assert_eq!(
        browser.text(".messages .message p"),
        "Taken along to CQRS: seed 7, latency 80ms, writes 20."
    );
    // Sagas have no writes, but what they have they take along; nothing is said of a preset, and nothing taken.
    browser.click(".messages .close");
    browser.click("nav.patterns a:nth-of-type(3)");
    wait_for_pattern(&browser, Pattern::SAGA);
    assert_eq!(
        browser.text(".messages .message p"),
        "Taken along to Saga: seed 7, latency 80ms."
    );
    let browser = open("#v=1&pattern=cqrs");
    wait_for_pattern(&browser, Pattern::CQRS);
    assert_eq!(tab(&browser, 1), "#v=1&pattern=event-based");
    browser.click("nav.patterns a:nth-of-type(1)");
    wait_for_pattern(&browser, Pattern::EVENT_BASED);
    is_without_complaint(&browser, "event-based");
}

#[test]
fn what_is_of_one_run_is_not_left_to_the_next() {
    let browser = open("#v=1&pattern=saga&refuse=0.5");
    browser.click("#tab-users");
    browser.wait_for("#panel-users .yours");
    let label = "#panel-users .yours label";
    assert!(
        browser.text(label).starts_with("trip"),
        "{}",
        browser.text(label)
    );
    browser.click("nav.patterns a:nth-of-type(4)");
    wait_for_pattern(&browser, Pattern::CQRS);
    assert!(
        browser.text(label).starts_with("account"),
        "{}",
        browser.text(label)
    );
    // The legend is that of the pattern, complete from the start.
    let marks = "return [...document.querySelectorAll('.legend')].filter(mark => mark.offsetWidth > 0).map(mark => mark.innerText)";
    let marks = browser.eval(marks);
    let marks: Vec<&str> = marks
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(Value::as_str)
        .collect();
    assert!(
        marks.contains(&"event") && marks.contains(&"lost"),
        "{marks:?}"
    );
    assert!(!marks.contains(&"undo"), "{marks:?}");
}

#[test]
fn on_a_phone_patterns_are_a_menu() {
    let browser = Browser::open(Viewport::PHONE, Theme::Light, "");
    let menu = "select[aria-label=Pattern]";
    for pattern in Pattern::ALL.iter().rev() {
        put(&browser, menu, pattern.word(), &["change"]);
        wait_for_pattern(&browser, *pattern);
        assert_eq!(
            browser.eval(
                "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
            ),
            0,
            "{pattern:?}"
        );
    }
    assert_eq!(
        browser.eval("return getComputedStyle(document.querySelector('nav.patterns')).display"),
        "none"
    );
}

#[test]
fn every_preset_opens_without_a_complaint_and_its_time_passes() {
    let browser = open("");
    for preset in all_presets() {
        let link = format!("#{}", preset.link);
        browser.goto(&link);
        browser.wait_for("main[data-state=playing]");
        wait_beyond(&browser, 0);
        is_without_complaint(&browser, preset.word);
        browser.wait_until(&format!(
            "document.querySelector('.said .watch').innerText.startsWith({})",
            json!(&preset.watch[..12])
        ));
    }
}

#[test]
fn theory_is_held_against_a_run() {
    let browser = open("");
    browser.wait_for("main[data-state=playing]");
    browser.eval("window.isTheSamePage = true");
    browser.press("?");
    browser.wait_for("dialog[open] .keys");
    browser.click("dialog[open] .acts a[href='#theory']");
    browser.wait_for(".theory-page .theory tbody tr");
    let shown = browser.eval("return document.querySelectorAll('.theory tbody tr').length");
    assert_eq!(shown, rows().count(), "every row of every pattern");
    let row = ".theory-page tbody tr:first-child";
    browser.click(&format!("{row} button"));
    browser.wait_until(&format!(
        "document.querySelector('{row} .verdict').innerText === 'agrees'"
    ));
    assert_ne!(browser.text(&format!("{row} td:nth-of-type(2)")), "");
    let first = rows().next().expect("theory has a row").link;
    let alike = rows().filter(|row| row.link == first).count();
    assert_eq!(
        browser.text(".theory-page [role=status]"),
        format!("{alike} of {alike} agree.")
    );
    // The others follow, and can be stopped.
    browser.click(".theory-page .acts .main");
    browser.wait_for(".theory-page progress:not([hidden])");
    browser.click(".theory-page .acts button:not(.main)");
    browser.wait_for(".theory-page progress[hidden]");
    // The run that was left stands still, whatever is pressed.
    let state = "return document.querySelector('main.stage').dataset.now + location.hash";
    let left = browser.eval(state);
    for key in ["n", "r", ".", "w", "?"] {
        browser.press(key);
    }
    assert_eq!(browser.eval(state), left);
    assert_eq!(
        browser.eval("return document.querySelector('dialog[open]')"),
        Value::Null
    );
    // A row opens as any other link does, and back returns to the table.
    browser.click(&format!("{row} a"));
    wait_in_address(&browser, "writes-every=1s");
    wait_beyond(&browser, 0);
    browser.eval("history.back()");
    browser.wait_for(".theory-page:not([hidden]) .theory tbody tr");
    // What was found is there still, and the laboratory is where it was left.
    assert_eq!(browser.text(&format!("{row} .verdict")), "agrees");
    browser.click(".theory-page .wordmark");
    browser.wait_for(".app:not([hidden]) main");
    wait_in_address(&browser, "writes-every=1s");
    assert_eq!(
        browser.eval("return window.isTheSamePage"),
        true,
        "it was loaded again"
    );
    assert_eq!(browser.console_errors(), [""; 0]);
}

#[test]
fn axe_finds_nothing_on_any_page() {
    let browser = open("");
    let links = Pattern::ALL
        .iter()
        .map(|pattern| format!("#v=1&pattern={}", pattern.word()));
    for link in links.chain(["#theory".to_owned()]) {
        browser.goto(&link);
        browser.wait_for("main[data-state], .theory-page:not([hidden]) .theory tbody tr");
        for theme in Theme::ALL {
            browser.prefer(theme, true);
            assert_eq!(browser.axe(), [""; 0], "{link} {}", theme.name());
        }
    }
}

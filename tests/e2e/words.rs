//! Words: what the page is, help that is read whole, and settings that are found, all by keyboard alone.

use serde_json::{Value, json};

use crate::acts::{open, pause, wait_beyond, wait_in_address};
use crate::browser::{Browser, Theme, Viewport};
use crate::minute::put_away;

const ESCAPE: &str = "\u{e00c}";
const TAB: &str = "\u{e004}";
const SAID: &str = ".explanation";

/// Texts that are cut off with three dots, wherever styles cut what does not fit.
const CUT: &str = "return [...document.querySelectorAll('.settings *')].filter(part => {
    const style = getComputedStyle(part);
    const cuts = style.webkitLineClamp !== 'none' || style.textOverflow === 'ellipsis' && style.overflow !== 'visible';
    return cuts && part.tagName !== 'SELECT' && part.offsetHeight > 0 &&
        (part.scrollWidth > part.clientWidth || part.scrollHeight > part.clientHeight);
}).map(part => part.innerText)";

/// Help that runs over more than two lines under its control.
const LONG: &str = "return [...document.querySelectorAll('.control .help')]
    .filter(help => help.offsetHeight > 2.2 * parseFloat(getComputedStyle(help).lineHeight))
    .map(help => help.innerText)";

fn focused(browser: &Browser) -> String {
    let text = browser
        .eval("const one = document.activeElement; return one.id || one.innerText || one.tagName");
    text.as_str().unwrap_or_default().to_owned()
}

/// Where everything that is shown in the settings stands.
fn layout(browser: &Browser) -> Value {
    browser.eval(
        "return [...document.querySelectorAll('.settings .control, .settings .head')]
            .map(part => Math.round(part.getBoundingClientRect().top))",
    )
}

#[test]
fn no_help_is_cut_off_in_any_pattern_and_the_whole_is_read_by_keyboard() {
    for pattern in ["event-based", "background-sync", "saga", "cqrs"] {
        let browser = open(&format!("#v=1&pattern={pattern}"));
        wait_beyond(&browser, 0);
        browser.click(".more > summary");
        assert_eq!(browser.eval(CUT), json!([]), "{pattern}");
        assert_eq!(browser.eval(LONG), json!([]), "{pattern}");
    }
    let browser = open("#v=1&pattern=event-based");
    wait_beyond(&browser, 0);
    pause(&browser);
    let before = layout(&browser);
    browser.eval("document.getElementById('find-setting').focus()");
    browser.press(TAB);
    assert_eq!(focused(&browser), "writes-name");
    browser.wait_for(SAID);
    let said = browser.text(SAID);
    assert!(
        said.contains("more of them leave more to be copied"),
        "{said}"
    );
    assert_eq!(layout(&browser), before, "nothing moves");
    for theme in Theme::ALL {
        browser.prefer(theme, true);
        assert_eq!(browser.axe(), [""; 0], "{}", theme.name());
    }
    browser.press(ESCAPE);
    browser.wait_until("document.querySelector('.explanation') === null");
    assert_eq!(focused(&browser), "writes-name", "the focus stays");
    assert_eq!(browser.console_errors(), [""; 0]);
}

#[test]
fn on_a_phone_a_tap_opens_help_over_its_sheet_and_escape_closes_the_help_alone() {
    let browser = Browser::open(Viewport::PHONE, Theme::Light, "#v=1&pattern=cqrs");
    browser.wait_for("main[data-state=playing]");
    browser.click(".bottom-bar button:nth-of-type(2)");
    browser.wait_for(".settings.open");
    browser.click("#writes-name");
    browser.wait_for(SAID);
    let inside = browser.eval(
        "const card = document.querySelector('.explanation').getBoundingClientRect();
         const on_top = document.elementFromPoint(card.left + 20, card.top + 12);
         return card.left >= 0 && card.right <= innerWidth && card.top >= 0 && card.bottom <= innerHeight &&
             on_top.closest('.explanation') !== null",
    );
    assert_eq!(inside, true);
    browser.press(ESCAPE);
    browser.wait_until("document.querySelector('.explanation') === null");
    browser.wait_for(".settings.open");
    browser.press(ESCAPE);
    browser.wait_for(".settings:not(.open)");
}

#[test]
fn a_setting_is_found_by_keyboard_by_what_the_field_calls_it() {
    let browser = open("#v=1&pattern=event-based");
    wait_beyond(&browser, 0);
    browser.press("/");
    browser.wait_until("document.activeElement.id === 'find-setting'");
    browser.press("dlq");
    browser
        .wait_until("document.querySelector('.find [role=status]').innerText.startsWith('1 of ')");
    // Its name, then its switch.
    browser.press(TAB);
    assert_eq!(focused(&browser), "dead-letter-name");
    browser.press(TAB);
    assert_eq!(focused(&browser), "dead-letter");
    browser.press(" ");
    wait_in_address(&browser, "dead-letter=on");
    browser.press("/");
    browser.wait_until("document.activeElement.id === 'find-setting'");
    browser.press("zzz");
    browser
        .wait_until("document.querySelector('.settings .nothing').innerText.includes('“dlqzzz”')");
    assert_eq!(browser.axe(), [""; 0]);
    browser.press(ESCAPE);
    browser.wait_until("document.querySelector('.settings .group:not([hidden])') !== null");
    assert_eq!(
        browser.eval("return document.getElementById('find-setting').value"),
        ""
    );
    assert_eq!(browser.console_errors(), [""; 0]);
}

#[test]
fn a_fix_says_what_it_did_and_leads_back() {
    let browser = open("");
    put_away(&browser);
    browser.wait_for(".first-mark:not([hidden])");
    pause(&browser);
    let before = browser.text(".said .watch");
    browser.click(".said .watch > button");
    wait_in_address(&browser, "read-your-writes=wait-for-version");
    browser.wait_until(
        "/^(Trying|Fixed): wait until/.test(document.querySelector('.said .watch').innerText)",
    );
    let said = browser.text(".said .watch");
    assert!(said.contains("Did not see their own write"), "{said}");
    browser.click(".said .watch > button");
    browser.wait_until(&format!(
        "document.querySelector('.said .watch').innerText === {}",
        json!(before)
    ));
    assert_eq!(browser.console_errors(), [""; 0]);
}

#[test]
fn show_in_list_finds_the_card_on_a_phone_too() {
    for viewport in [Viewport::LAPTOP, Viewport::PHONE] {
        let browser = Browser::open(viewport, Theme::Light, "");
        browser.wait_for(".first-mark:not([hidden])");
        browser.eval("document.querySelector('.first-mark').click()");
        browser.wait_for(".callout:not([hidden])");
        browser.click(".callout .acts button:nth-of-type(3)");
        browser
            .wait_until("document.activeElement.matches('#panel-why .wrong[aria-pressed=true]')");
        let seen = browser.eval(
            "const card = document.activeElement.getBoundingClientRect();
             return document.elementFromPoint(card.left + 20, card.top + 12).closest('.wrong') === document.activeElement",
        );
        assert_eq!(seen, true, "{}", viewport.name);
    }
}

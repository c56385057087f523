//! The person at the page is one of the users: they write and read, and both is in the link.

use serde_json::json;

use crate::acts::{
    fragment, in_address, now, open, pause, put, stands_still, wait_beyond, wait_in_address,
};

const WRITE: &str = ".yours button:nth-of-type(1)";
const READ: &str = ".yours button:nth-of-type(2)";

#[test]
fn what_you_write_and_read_is_on_your_screen_and_in_the_link() {
    // The bus takes longer than it takes to press two buttons.
    let browser = open("#v=1&pattern=cqrs&bus=30s&keys=4&duration=2min");
    wait_beyond(&browser, 200_000);
    browser.click("#tab-users");
    browser.wait_for(WRITE);
    assert!(
        browser
            .text("#panel-users .phone")
            .contains("Has seen nothing yet")
    );
    let top = format!("document.querySelector('{WRITE}').getBoundingClientRect().top");
    let place = browser.eval(&format!("return {top}"));
    browser.click(WRITE);
    wait_in_address(&browser, ":write:key-1");
    let written = now(&browser);
    // A command and its answer take some tenths of a second.
    wait_beyond(&browser, written + 2_000_000);
    browser.click(READ);
    wait_in_address(&browser, ":read:key-1");
    browser.wait_until(
        "document.querySelector('#panel-users .phone')?.innerText.includes('your own write of')",
    );
    assert!(
        browser
            .attribute("#panel-users .phone", "class")
            .contains("is-off")
    );
    assert_eq!(
        browser.eval(&format!("return {top}")),
        place,
        "who presses twice hits it twice"
    );
    let screen = browser.text("#panel-users .phone");
    assert!(screen.contains("your own write of"), "{screen}");
    let said = browser.text("#panel-users > p[role=status]");
    assert!(said.starts_with("Wrote account 1 at"), "{said}");
    pause(&browser);
    wait_in_address(&browser, "&t=");
    assert_eq!(in_address(&browser, "do").matches(';').count(), 1);
    assert!(stands_still(&browser));
    let link = fragment(&browser);
    let (instant, digest) = (now(&browser), browser.attribute("main", "data-digest"));
    browser.goto(&link);
    browser.wait_until(&format!(
        "(({{ state, now, digest }}) => state === 'paused' && now === {} && digest === {})
            (document.querySelector('main')?.dataset ?? {{}})",
        json!(instant.to_string()),
        json!(digest)
    ));
    assert_eq!(browser.console_errors(), [""; 0]);
}

#[test]
fn keys_write_and_look_and_once_users_have_stopped_the_buttons_say_why() {
    let browser = open("#v=1&pattern=event-based&duration=3s");
    wait_beyond(&browser, 100_000);
    browser.press("w");
    wait_in_address(&browser, ":write:key-1");
    browser.press("l");
    wait_in_address(&browser, ":read:key-1");
    browser.click("#tab-users");
    put(&browser, "select[aria-label=Speed]", "7", &["change"]);
    wait_beyond(&browser, 3_000_000);
    browser.wait_for(&format!("{WRITE}[disabled]"));
    assert!(browser.text(".yours").contains("Users have stopped"));
}

//! End-to-end tests: the release page in a real browser. `make test-e2e` builds the page and runs them.
//!
//! They say what only a browser can say: that the page loads wherever it is put, that it can be used,
//! read and seen, and what it weighs. What the model does is tested without one.
#![cfg(not(target_arch = "wasm32"))]

mod acts;
#[allow(
    dead_code,
    reason = "the words that tests may use, whether or not one does today"
)]
mod browser;
mod chromium;
#[path = "../crowded/mod.rs"]
mod crowded;
mod driver;
mod firefox;
mod first;
mod frame;
mod history;
mod links;
mod minute;
mod offline;
mod patterns;
mod playhead;
mod says;
mod screen;
mod seen;
mod shots;
mod site;
mod sizes;
mod surroundings;
mod tasks;
mod trials;
mod users;
mod why;
mod words;

use std::process::Command;
use std::thread::sleep;
use std::time::Duration;

use browser::{Browser, Theme, Viewport, dist, root};
use site::Site;

#[test]
fn the_page_loads_from_any_folder_without_a_complaint() {
    let browser = Browser::open(Viewport::LAPTOP, Theme::Light, "");
    assert_eq!(
        browser.eval("return document.getElementById('loading')"),
        serde_json::Value::Null
    );
    assert_eq!(browser.attribute("html", "lang"), "en");
    assert_eq!(browser.console_errors(), [""; 0]);
}

/// What all other tests rely on when they find no complaint.
#[test]
fn a_complaint_of_any_kind_is_noticed() {
    let browser = Browser::open(Viewport::LAPTOP, Theme::Light, "");
    for (script, expected) in [
        ("console.error('said', 7)", "said"),
        ("setTimeout(() => { throw new Error('thrown') })", "thrown"),
        ("Promise.reject(new Error('refused'))", "refused"),
        (
            "document.head.append(Object.assign(document.createElement('script'), { textContent: '1' }))",
            "Security",
        ),
        (
            "document.head.append(Object.assign(document.createElement('script'), { src: 'gone.js' }))",
            "gone.js",
        ),
    ] {
        browser.eval(script);
        let mut found = Vec::new();
        for _ in 0..200 {
            found.extend(browser.console_errors());
            if found.iter().any(|line| line.contains(expected)) {
                break;
            }
            sleep(Duration::from_millis(20));
        }
        assert!(
            found.iter().any(|line| line.contains(expected)),
            "{script}: {found:#?}"
        );
    }
}

#[test]
fn a_page_that_cannot_start_says_so() {
    let browser = Browser::prepare(
        Site::start_without(&dist(), "wasm"),
        Viewport::LAPTOP,
        Theme::Light,
    );
    browser.goto("");
    browser.wait_for("#loading[role=alert]");
    let notice = browser.text("#loading");
    assert!(
        notice.starts_with("Driftscope could not start."),
        "{notice}"
    );
}

/// Breaks the browser under the page once, so that the program fails; what fails after that follows
/// from it and must not cover the message.
#[test]
fn a_program_that_fails_shows_its_link_and_its_first_error() {
    let browser = Browser::open(Viewport::LAPTOP, Theme::Light, "#seed=5&loss=0.1");
    browser.wait_until("location.hash.includes('loss=0.1&seed=5')");
    browser.eval(
        "const create = Document.prototype.createElement; let broken = false;
         Document.prototype.createElement = function (...of) {
           if (!broken) { broken = true; throw new Error('broken'); }
           return create.apply(this, of);
         }",
    );
    // It makes elements for what happens, or for what is asked for at the latest.
    browser.eval("document.querySelector('#tab-log').click()");
    browser.wait_for(".failure a");
    browser.wait_until("document.querySelector('main').dataset.state === 'failed'");
    let message = browser.text(".failure");
    assert!(message.contains("loss=0.1&seed=5"), "{message}");
    // Where in the sources it failed: here in those of Leptos, which makes the elements.
    assert!(message.contains(".rs:"), "{message}");
    assert_eq!(
        browser.eval("return document.querySelectorAll('.failure').length"),
        1
    );
}

#[test]
fn scripts_that_the_page_does_not_name_are_refused() {
    let browser = Browser::open(Viewport::LAPTOP, Theme::Light, "");
    browser.eval(
        "const script = document.createElement('script');
         script.textContent = 'window.intruder = true';
         document.body.append(script)",
    );
    assert_eq!(browser.eval("return window.intruder === undefined"), true);
}

#[test]
fn a_chosen_theme_is_there_before_the_app() {
    let browser = Browser::open(Viewport::LAPTOP, Theme::Light, "");
    browser.eval("localStorage.setItem('driftscope-theme', 'dark')");
    browser.goto("");
    assert_eq!(browser.attribute("html", "data-theme"), "dark");
}

#[test]
fn axe_finds_nothing_in_either_theme_on_any_screen() {
    let browser = Browser::open(Viewport::LAPTOP, Theme::Light, "");
    for viewport in [Viewport::LAPTOP, Viewport::PHONE] {
        browser.resize(viewport);
        for theme in Theme::ALL {
            browser.prefer(theme, true);
            assert_eq!(browser.axe(), [""; 0], "{} {}", viewport.name, theme.name());
        }
    }
}

#[test]
fn no_page_weighs_more_than_it_may() {
    let output = Command::new("node")
        .current_dir(root())
        .args(["scripts/weigh.mjs", "dist"])
        .output()
        .expect("node runs");
    let (said, complained) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(output.status.success(), "\n{said}{complained}");
}

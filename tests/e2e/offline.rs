//! The page and its server: there is no network, there is a newer version, parts of the page do not come or do not fit,
//! and a browser that refuses what the page asks of it.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::Duration;

use serde_json::{Value, json};

use crate::acts::{in_address, open, wait_beyond};
use crate::browser::{Browser, Theme, Viewport, dist};
use crate::site::Site;

/// The number of a build that is not in `dist/`.
const NEWER: &str = "0123456789ab";
const OFFER: &str = ".message.news";
/// A module that is valid and has nothing in it.
const EMPTY: &[u8] = b"\0asm\x01\0\0\0";

/// Waits until the browser has what it needs to open the page by itself.
fn wait_until_kept(browser: &Browser) {
    browser.eval("navigator.serviceWorker.ready.then(() => { window.isKept = true })");
    browser.wait_until("window.isKept");
}

fn wait_for_caches_of(browser: &Browser, build: &str) {
    browser.wait_until(&format!(
        "(caches.keys().then(found => {{ window.kept = found }}),
          window.kept?.length === 1 && window.kept[0].endsWith({}))",
        json!(build)
    ));
}

/// What stands in a text between this and the next quotation mark.
fn quoted_after<'a>(text: &'a str, start: &str) -> &'a str {
    let (_, rest) = text.split_once(start).expect("it is there");
    rest.split('"').next().unwrap_or_default()
}

/// What a server has of a file after a newer version was put there.
fn newer(name: &Path, content: Vec<u8>) -> Vec<u8> {
    let index = fs::read_to_string(dist().join("index.html")).expect("it is there");
    let build = quoted_after(&index, "data-build=\"");
    match name.to_str() {
        Some("index.html") => index.replace(build, NEWER).into_bytes(),
        Some("sw.js") => {
            let list = String::from_utf8(content).expect("a script is text");
            let digest = quoted_after(&list, "\"./\":\"");
            // Without a digest whatever comes is taken.
            list.replace(build, NEWER).replace(digest, "").into_bytes()
        }
        _ => content,
    }
}

/// A page that is open and kept, and whose server then gets a newer version, which the page notices.
fn open_and_renew(fragment: &str) -> Browser {
    let is_renewed = Arc::new(AtomicBool::new(false));
    let renew = Arc::clone(&is_renewed);
    let site = Site::start_changed(&dist(), move |name, content| {
        let renewed = is_renewed.load(Ordering::Relaxed);
        Some(if renewed {
            newer(name, content)
        } else {
            content
        })
    });
    let browser = Browser::prepare(site, Viewport::LAPTOP, Theme::Light);
    browser.goto(fragment);
    browser.wait_for("main[data-state]");
    wait_until_kept(&browser);
    look_again(&browser);
    assert!(!is_offered(&browser), "what the server has is what is open");
    renew.store(true, Ordering::Relaxed);
    browser.eval("window.isTheSame = true");
    look_again(&browser);
    browser.wait_for(OFFER);
    browser
}

/// Comes back to the page, and gives it time to ask its server.
fn look_again(browser: &Browser) {
    browser.eval("document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))");
    sleep(Duration::from_millis(500));
}

fn is_offered(browser: &Browser) -> bool {
    let found = format!("return document.querySelector({}) !== null", json!(OFFER));
    browser.eval(&found) == Value::Bool(true)
}

#[test]
fn after_the_first_visit_the_page_opens_without_a_network() {
    let browser = open("#v=1&pattern=saga&seed=5");
    wait_until_kept(&browser);
    browser.site().stop();
    for address in [
        "#v=1&pattern=saga&seed=5",
        "?from=elsewhere#v=1&pattern=saga&seed=5",
        "index.html#v=1&pattern=saga&seed=5",
    ] {
        browser.goto(address);
        browser.wait_for("main[data-state]");
        assert_eq!(in_address(&browser, "seed"), "5");
    }
    browser.click("header [aria-label='Theme: auto']");
    browser.load(&format!("{}models.html", browser.site().url()));
    browser.wait_for(".models h1");
}

#[test]
fn a_newer_version_is_offered_once_and_nothing_happens_by_itself() {
    let browser = open_and_renew("#v=1&pattern=cqrs&seed=5");
    assert_eq!(browser.axe(), [""; 0]);
    browser.click(&format!("{OFFER} .close"));
    browser.wait_until(&format!("!document.querySelector({})", json!(OFFER)));
    look_again(&browser);
    assert!(!is_offered(&browser), "it was put away");
    assert_eq!(browser.eval("return window.isTheSame"), true);
    assert_eq!(browser.console_errors(), [""; 0]);
}

#[test]
fn a_reload_brings_the_newer_version_and_the_run_stays() {
    let browser = open_and_renew("#v=1&pattern=cqrs&seed=5");
    wait_beyond(&browser, 100_000);
    browser.click(&format!("{OFFER} .main"));
    browser.wait_until(&format!(
        "document.documentElement.dataset.build === {}",
        json!(NEWER)
    ));
    browser.wait_for("main[data-state=paused]");
    assert_eq!(in_address(&browser, "seed"), "5");
    wait_beyond(&browser, 100_000);
    // What was kept of the older one goes, and the newer one opens without a network too.
    wait_for_caches_of(&browser, NEWER);
    assert!(!is_offered(&browser));
    assert_eq!(browser.console_errors(), [""; 0]);
    browser.site().stop();
    browser.goto("#v=1&pattern=saga");
    browser.wait_for("main[data-state]");
    assert_eq!(browser.attribute("html", "data-build"), NEWER);
}

#[test]
fn parts_that_do_not_come_or_do_not_fit_are_told_and_a_reload_mends_it() {
    type Change = fn(Vec<u8>) -> Option<Vec<u8>>;
    let html = |_| Some(b"<!doctype html><title>Not this</title>".to_vec());
    let cases: [(&str, &str, Change); 5] = [
        ("the module is missing", "wasm", |_| None),
        ("the module is cut off", "wasm", |module| {
            Some(module[..module.len() / 2].to_vec())
        }),
        ("the module is of another build", "wasm", |_| {
            Some(EMPTY.to_vec())
        }),
        ("the server answers with a page instead", "wasm", html),
        ("the script is missing", "js", |_| None),
    ];
    for (case, extension, change) in cases {
        let is_whole = Arc::new(AtomicBool::new(false));
        let mend = Arc::clone(&is_whole);
        let site = Site::start_changed(&dist(), move |name, content| {
            let is_it = name.extension().is_some_and(|found| found == extension);
            if is_it && !is_whole.load(Ordering::Relaxed) {
                change(content)
            } else {
                Some(content)
            }
        });
        let browser = Browser::prepare(site, Viewport::PHONE, Theme::Dark);
        browser.goto("#v=1&pattern=saga&seed=5");
        browser.wait_for("#loading[role=alert]");
        let notice = browser.text("#loading");
        // Firefox does not tell the page of a module that is cut off: then it is told that nothing has come.
        assert!(
            notice.contains("eloading the page may help"),
            "{case}: {notice}"
        );
        assert_eq!(browser.axe(), [""; 0], "{case}");
        mend.store(true, Ordering::Relaxed);
        browser.click("#loading button");
        browser.wait_for("main[data-state]");
        assert_eq!(in_address(&browser, "seed"), "5", "{case}");
    }
}

#[test]
fn where_webassembly_is_forbidden_the_page_says_so() {
    let site = Site::start_with_header(
        &dist(),
        "Content-Security-Policy: script-src 'self' 'unsafe-inline'\r\n",
    );
    let browser = Browser::prepare(site, Viewport::LAPTOP, Theme::Light);
    browser.goto("");
    browser.wait_for("#loading[role=alert]");
    let notice = browser.text("#loading");
    assert!(notice.contains("this browser"), "{notice}");
    assert!(notice.contains("WebAssembly"), "{notice}");
}

#[test]
fn where_storage_and_workers_are_refused_the_page_runs_all_the_same() {
    let site = Site::start_with_header(
        &dist(),
        "Content-Security-Policy: sandbox allow-scripts\r\n",
    );
    let browser = Browser::prepare(site, Viewport::LAPTOP, Theme::Light);
    browser.goto("#v=1&pattern=saga");
    browser.wait_for("main[data-state=playing]");
    let blocked = "try { return String(localStorage) } catch (error) { return error.name }";
    assert_eq!(browser.eval(blocked), "SecurityError");
    // Longer than the page waits before it asks for anything to be kept.
    wait_beyond(&browser, 200_000);
    sleep(Duration::from_secs(2));
    assert_eq!(
        browser.eval("return document.getElementById('loading')"),
        Value::Null
    );
    assert!(!is_offered(&browser));
    assert_eq!(browser.console_errors(), [""; 0]);
}

#[test]
fn a_server_that_lacks_the_service_worker_is_no_trouble() {
    let site = Site::start_changed(&dist(), |name, content| {
        (name != Path::new("sw.js")).then_some(content)
    });
    let browser = Browser::prepare(site, Viewport::LAPTOP, Theme::Light);
    browser.goto("#v=1&pattern=saga");
    browser.wait_for("main[data-state=playing]");
    sleep(Duration::from_secs(2));
    assert!(!is_offered(&browser));
    assert_eq!(browser.attribute("main", "data-state"), "playing");
}

//! Links in a real browser: as carriers hand them back, damaged, followed again, gone back to, checked
//! against what their sender saw, and too long.

use serde_json::json;

use crate::acts::{
    fragment, in_address, now, open, put, stands_still, wait_beyond, wait_in_address,
};
use crate::browser::Browser;

const PLAY: &str = ".transport button.play";
const MESSAGE: &str = ".messages .message > p";

/// Opens what stands after the folder of the page: a query, a fragment or both.
fn visit(browser: &Browser, link: &str) {
    browser.goto(link);
    browser.wait_for("main[data-state]");
}

fn wait_for_fragment(browser: &Browser, fragment: &str) {
    browser.wait_until(&format!("location.hash === {}", json!(fragment)));
}

fn wait_for_tab(browser: &Browser, label: &str) {
    browser.wait_until(&format!(
        "document.querySelector('nav.patterns [aria-current=page]')?.innerText === {}",
        json!(label)
    ));
}

fn has_no_message(browser: &Browser, link: &str) {
    let messages = browser.eval("return document.querySelectorAll('.messages .message').length");
    assert_eq!(messages, 0, "{link}: {}", browser.text("body"));
}

/// Waits for the frames in which the page would have written its address.
fn let_it_settle(browser: &Browser) {
    browser.eval("window.settled_at = performance.now() + 1200");
    browser.wait_until("performance.now() > window.settled_at");
}

#[test]
fn a_link_is_read_as_carriers_hand_it_back() {
    let browser = open("#v=1");
    for (link, written) in [
        ("?v=1&pattern=saga&seed=3", "#v=1&pattern=saga&seed=3"),
        (
            "?v=1&amp;pattern=saga&amp;seed=3&utm_source=mail",
            "#v=1&pattern=saga&seed=3",
        ),
        ("?pattern=cqrs&seed=3#top", "#v=1&pattern=cqrs&seed=3"),
        // The fragment comes first.
        (
            "?pattern=saga#v=1&seed=3",
            "#v=1&pattern=event-based&seed=3",
        ),
        ("#saga", "#v=1&pattern=saga"),
        ("#cqrs)", "#v=1&pattern=cqrs"),
        (
            "#v=1&pattern=background-sync\u{a9}=incremental",
            "#v=1&pattern=background-sync&copy=incremental",
        ),
        (
            "#v=1&pattern=background-sync%C2%A9=incremental",
            "#v=1&pattern=background-sync&copy=incremental",
        ),
        (
            "#v%3D1%26pattern%3Dsaga%26seed%3D3",
            "#v=1&pattern=saga&seed=3",
        ),
        (
            "#v=1&amp;pattern=saga&amp;refuse=0%7C0%257C0.4",
            "#v=1&pattern=saga&refuse=0/0/0.4",
        ),
        (
            "#v=1&pattern=saga&refuse=0|0|0.4",
            "#v=1&pattern=saga&refuse=0/0/0.4",
        ),
        ("#v=1&pattern=saga&seed=3)", "#v=1&pattern=saga&seed=3"),
        (
            "#v=1&pattern=saga&seed=3\u{2026}",
            "#v=1&pattern=saga&seed=3",
        ),
        (
            "#v=1&pattern=saga&seed=3\u{201d}",
            "#v=1&pattern=saga&seed=3",
        ),
        (
            "#v=1&pattern=saga&do=1s%3Acrash%3Aservice-1%2Cfor%3D2s%3B9s%3Amend%3Alink.users.service-1.",
            "#v=1&pattern=saga&do=1s:crash:service-1,for=2s;9s:mend:link.users.service-1",
        ),
    ] {
        visit(&browser, link);
        wait_for_fragment(&browser, written);
        has_no_message(&browser, link);
        assert_eq!(
            browser.eval("return location.search.includes('pattern')"),
            link.contains("saga#"),
            "{link}"
        );
        assert_eq!(browser.console_errors(), [""; 0], "{link}");
    }
}

#[test]
fn a_pattern_that_does_not_exist_is_answered_with_those_that_do() {
    let browser = open("#v=1");
    for (link, given) in [
        ("#v=1&pattern=", "pattern="),
        ("#v=1&pattern=gossip", "pattern=gossip"),
        ("?pattern=theory", "pattern=theory"),
    ] {
        visit(&browser, link);
        browser.wait_for(MESSAGE);
        assert_eq!(
            browser.text(MESSAGE),
            format!(
                "{given}: expected event-based or background-sync or saga or cqrs; event-based is used instead."
            ),
        );
    }
}

#[test]
fn a_damaged_link_stays_as_it_came_until_something_is_changed() {
    let damaged = "#v=1&seed=3&loss=lots&keys=7";
    let browser = open(damaged);
    let is_kept = |browser: &Browser| {
        browser.wait_for(MESSAGE);
        wait_beyond(browser, 0);
        let_it_settle(browser);
        assert_eq!(fragment(browser), damaged);
        assert!(
            browser
                .text(MESSAGE)
                .starts_with("loss=lots: expected a share")
        );
        assert_eq!(
            browser.eval("return document.querySelector('.quoted').textContent === location.href"),
            true
        );
    };
    is_kept(&browser);
    browser.eval("location.reload()");
    browser.wait_for("main[data-state]");
    is_kept(&browser);
    // Time that stands still is no change.
    browser.press(" ");
    browser.wait_for("main[data-state=paused]");
    is_kept(&browser);
    browser.click("header > button.main");
    let field = "dialog[open] input[aria-label='Link to this run']";
    browser.wait_for(field);
    assert!(
        browser
            .text("dialog[open] p")
            .contains("could not be read whole. This is the repaired one")
    );
    let shared = browser.eval(&format!(
        "return document.querySelector({}).value",
        json!(field)
    ));
    assert!(
        shared
            .as_str()
            .is_some_and(|link| link.contains("#v=1&pattern=event-based&keys=7&seed=3&t=")),
        "{shared}"
    );
    browser.press("\u{e00c}");
    // A change is a step of its own, and Back goes to the link as it came.
    browser.wait_for("dialog:not([open])");
    browser.press("n");
    browser.wait_until("!location.hash.includes('lots') && location.hash.includes('keys=7')");
    browser.eval("history.back()");
    browser.wait_until(&format!("location.hash === {}", json!(damaged)));
    is_kept(&browser);
    assert_eq!(browser.console_errors(), [""; 0]);
}

#[test]
fn a_damaged_link_is_copied_as_it_came() {
    let browser = open("#v=1&seed=3&loss=lots&keys=7");
    browser.wait_for(MESSAGE);
    let copy = ".messages .acts button";
    browser.eval(
        "navigator.clipboard.writeText = text => { window.copied = text; return Promise.resolve() }",
    );
    browser.click(copy);
    browser.wait_until(
        "document.querySelector('.messages [role=status]').textContent === 'Copied to the clipboard.'",
    );
    assert_eq!(
        browser.eval("return window.copied === location.href && location.hash.includes('lots')"),
        true
    );
    browser.eval("navigator.clipboard.writeText = () => Promise.reject(new Error('no'))");
    browser.click(copy);
    browser.wait_until("getSelection().toString() === location.href");
    assert!(
        browser
            .text(".messages [role=status]")
            .starts_with("Not copied")
    );
}

#[test]
fn a_long_damaged_link_is_quoted_whole() {
    let browser = open("#v=1");
    let long = format!("#v=1&keys=7&note={}", "<b>x</b>%20".repeat(10_000));
    visit(&browser, &long);
    browser.wait_for(".quoted");
    assert_eq!(
        browser.eval("return document.querySelector('.quoted').textContent === location.href"),
        true
    );
    assert_eq!(browser.eval("const box = document.querySelector('.messages').getBoundingClientRect();
        return box.height < innerHeight / 2 && document.documentElement.scrollHeight <= innerHeight"), true);
    assert!(browser.text(MESSAGE).len() < 200);
}

#[test]
fn a_run_that_its_sender_did_not_see_is_said_to_be_another() {
    let browser = open("#v=1&pattern=saga&seed=3&t=2s");
    wait_in_address(&browser, "&check=");
    let check = in_address(&browser, "check");
    assert!(browser.attribute("main", "data-digest").starts_with(&check));
    let right = fragment(&browser);
    visit(&browser, &right);
    browser.wait_for("main[data-state=paused]");
    let_it_settle(&browser);
    has_no_message(&browser, &right);
    assert_eq!(fragment(&browser), right);
    let wrong = right.replace(&format!("check={check}"), "check=00000");
    for _ in 0..2 {
        visit(&browser, &wrong);
        browser.wait_for(MESSAGE);
        let said = browser.text(MESSAGE);
        assert!(
            said.starts_with(&format!(
                "check=00000: expected {check}, with which the digest"
            )),
            "{said}"
        );
        let_it_settle(&browser);
        assert_eq!(fragment(&browser), wrong, "it is said again after a reload");
    }
    browser.click(PLAY);
    wait_beyond(&browser, 2_000_000);
    assert_eq!(browser.console_errors(), [""; 0]);
}

#[test]
fn the_same_link_again_starts_it_again() {
    let browser = open("#v=1&pattern=event-based&seed=3");
    let follow = [
        "const again = document.createElement('a'); again.href = location.hash; document.body.append(again);
         again.click(); again.remove()",
        "location.href = location.href",
    ];
    for script in follow {
        wait_for_fragment(&browser, "#v=1&pattern=event-based&seed=3");
        wait_beyond(&browser, 1_500_000);
        browser.eval(script);
        browser.wait_until("Number(document.querySelector('main').dataset.now) < 1_000_000");
        has_no_message(&browser, script);
    }
}

#[test]
fn back_and_forward_go_across_patterns_and_what_was_done_there() {
    let browser = open("#v=1&pattern=saga&seed=3");
    wait_for_tab(&browser, "Saga");
    wait_beyond(&browser, 300_000);
    browser.press(" ");
    wait_in_address(&browser, "&check=");
    let saga = fragment(&browser);
    browser.click("nav.patterns a:nth-of-type(4)");
    wait_for_tab(&browser, "CQRS");
    wait_beyond(&browser, 0);
    // The seed came along. A second run of the same pattern, and a third one of another.
    wait_in_address(&browser, "seed=3");
    browser.press("n");
    browser.wait_until("!location.hash.endsWith('seed=3')");
    let cqrs = fragment(&browser);
    browser.click("nav.patterns a:nth-of-type(1)");
    wait_for_tab(&browser, "Event-based");
    for _ in 0..2 {
        browser.eval("history.back()");
        wait_for_tab(&browser, "CQRS");
        wait_for_fragment(&browser, &cqrs);
        browser.eval("history.go(-2)");
        wait_for_tab(&browser, "Saga");
        wait_for_fragment(&browser, &saga);
        browser.wait_for("main[data-state=paused]");
        has_no_message(&browser, &saga);
        browser.eval("history.go(3)");
        wait_for_tab(&browser, "Event-based");
        wait_beyond(&browser, 0);
    }
    assert_eq!(browser.console_errors(), [""; 0]);
}

#[test]
fn the_way_to_a_far_instant_can_be_stopped_and_gone_on_with() {
    let link = "#v=1&pattern=event-based&duration=168h&writes=100&t=100h";
    let browser = open(link);
    browser.wait_for("main[data-state=catching-up]");
    wait_beyond(&browser, 0);
    assert_eq!(browser.attribute(PLAY, "aria-label"), "Stop here");
    browser.click(PLAY);
    browser.wait_for("main[data-state=halted]");
    assert!(stands_still(&browser));
    let stopped = now(&browser);
    assert!(
        browser
            .attribute(PLAY, "aria-label")
            .starts_with("Go on to ")
    );
    let_it_settle(&browser);
    assert_eq!(in_address(&browser, "t"), "100h");
    browser.click(PLAY);
    browser.wait_for("main[data-state=catching-up]");
    wait_beyond(&browser, stopped);
    assert_eq!(browser.console_errors(), [""; 0]);
}

#[test]
fn an_act_for_which_the_link_has_no_room_is_refused_before_it_is_done() {
    let points: Vec<_> = (1..=64)
        .map(|n| format!("{n}.{n:06}={}us", 3_600_000_000_u64 + n))
        .collect();
    let law = format!("quantiles:{}", points.join(","));
    let acts: Vec<_> = (1..=43)
        .map(|n| format!("{}s:set:latency={law}", 100 + n))
        .collect();
    let link = format!(
        "#v=1&pattern=event-based&duration=1h&t=1s&do={}",
        acts.join(";")
    );
    assert!(link.len() > 64_000 && link.len() < 65_300, "{}", link.len());
    let browser = open(&link);
    browser.wait_for("main[data-state=paused]");
    wait_in_address(&browser, "&check=");
    has_no_message(&browser, "a link of nearly 64 KB");
    let before = fragment(&browser);
    for nth in 0..100 {
        if browser.eval("return document.querySelector('.messages .message > p') !== null") == true
        {
            break;
        }
        assert!(nth < 99, "it was never refused");
        browser.press("w");
        let_a_frame_pass(&browser);
    }
    assert!(
        browser.text(MESSAGE).contains("longer than 64 KB"),
        "{}",
        browser.text(MESSAGE)
    );
    let_it_settle(&browser);
    let after = fragment(&browser);
    assert!(
        after.len() > before.len() && after.len() <= 65_537,
        "{}",
        after.len()
    );
    visit(&browser, &after);
    browser.wait_for("main[data-state=paused]");
    has_no_message(&browser, "the link that it made");
    let slider = ".settings input[type=range][aria-label=Writes]";
    put(&browser, slider, "75", &["input", "change"]);
    let_it_settle(&browser);
    assert!(fragment(&browser).len() <= 65_537);
}

fn let_a_frame_pass(browser: &Browser) {
    browser.eval("window.passed = false; requestAnimationFrame(() => requestAnimationFrame(() => { window.passed = true }))");
    browser.wait_until("window.passed");
}

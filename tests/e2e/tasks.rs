//! While the page computes, the browser can paint and answer, whatever a link asks for.
//!
//! Browsers tell of each task that takes over 50 ms. A page that is well has next to none, but on a machine that does
//! something else at the same time any task may be one. So nothing here is held against 50 ms. While a run catches up with
//! the instant of a link, what is looked at is the share that the longest task has of all the time that takes: that is the
//! same on a slow machine as on a fast one, some hundredths where the run is computed in slices, and nearly all where it is
//! not; so it is while a run goes to its end, which has to be seen to go on meanwhile. While it plays, many frames have to come in a time that is forty times as long as they take; of pages that once drew
//! each message by itself none came near that.

use std::thread::sleep;
use std::time::Duration;

use driftscope::facts::time::{MILLISECOND, SECOND};
use driftscope::patterns::parse;
use driftscope::run::Run;
use driftscope::scenario::{Kind, Param, Pattern, first_link, params};
use serde_json::json;

use crate::acts::open;
use crate::browser::Browser;
use crate::crowded::{LASTING, MOST_CALLS, crowd};
use crate::driver::skip_in_firefox;

/// Frames that have to come while a run plays.
const FRAMES: u32 = 30;
/// A task that is no hiccup of the machine, in milliseconds.
const GROSS_MS: f64 = 5_000.0;

/// Looks at frames and tasks from now on, until the run has come to an instant, given in microseconds.
fn look(browser: &Browser, until: u64) {
    browser.eval(&format!(
        "window.seen?.tasks.disconnect();
         const seen = window.seen = {{ frames: 0, longest: 0, since: performance.now(), elapsed: 0 }};
         seen.tasks = new PerformanceObserver(list => list.getEntries().forEach(
           task => {{ seen.longest = Math.max(seen.longest, task.duration) }}));
         seen.tasks.observe({{ entryTypes: ['longtask'] }});
         const count = () => {{
           if (window.seen !== seen) return;
           seen.frames += 1;
           const {{ now, state }} = document.querySelector('main').dataset;
           if (!seen.elapsed && Number(now) === {until} && state !== 'catching-up') seen.elapsed = performance.now() - seen.since;
           requestAnimationFrame(count);
         }};
         requestAnimationFrame(count)"
    ));
}

/// A number that was seen.
fn seen(browser: &Browser, what: &str) -> f64 {
    // The browser tells of a task a moment after its end.
    sleep(Duration::from_millis(100));
    let value = browser.eval(&format!("return window.seen.{what}"));
    value.as_f64().unwrap_or_else(|| panic!("{what}: {value}"))
}

/// Waits until many frames have come.
#[track_caller]
fn plays(browser: &Browser) {
    browser.wait_until(&format!("window.seen.frames >= {FRAMES}"));
    let longest = seen(browser, "longest");
    println!("{FRAMES} frames, the longest task {longest} ms");
    assert!(longest < GROSS_MS, "{longest} ms");
}

/// The whole link of some pairs.
fn whole(pairs: &str) -> String {
    let pattern = if pairs.contains("pattern=") {
        ""
    } else {
        "pattern=event-based&"
    };
    format!("v=1&{pattern}{pairs}")
}

#[test]
fn while_the_defaults_play_frames_come() {
    skip_in_firefox!("it does not tell of long tasks");
    let browser = open("");
    for pattern in Pattern::ALL {
        browser.eval(&format!("location.hash = {}", json!(first_link(*pattern))));
        browser.wait_until("document.querySelector('main').dataset.state === 'playing'");
        look(&browser, 0);
        plays(&browser);
    }
    assert_eq!(browser.console_errors(), [""; 0]);
}

#[test]
fn a_run_catches_up_with_its_link_in_many_short_tasks() {
    skip_in_firefox!("it does not tell of long tasks");
    let browser = open("");
    for (nth, pairs) in (0..).zip(LASTING) {
        // Another instant than the one on the page.
        let until = 60 + nth;
        look(&browser, until * SECOND);
        let link = whole(pairs);
        browser.eval(&format!(
            "location.hash = {}",
            json!(format!("{link}&t={until}s"))
        ));
        browser.wait_until("window.seen.elapsed > 0");
        let (longest, elapsed) = (seen(&browser, "longest"), seen(&browser, "elapsed"));
        println!("{elapsed} ms, the longest task {longest} ms: {pairs}");
        assert!(
            longest < elapsed / 2.0,
            "{longest} ms of {elapsed} ms: {pairs}"
        );
    }
    assert_eq!(browser.console_errors(), [""; 0]);
}

/// Counts how often the results are renewed while a run goes on.
const COUNT_RENEWALS: &str = "
    const { dataset } = document.querySelector('main');
    let last = dataset.now;
    seen.renewals = 0;
    new MutationObserver(() => {
      if (dataset.state === 'playing' && dataset.now !== last) seen.renewals += 1;
      last = dataset.now;
    }).observe(document.querySelector('.results'), { childList: true, characterData: true, subtree: true })";

#[test]
fn a_run_to_its_end_is_seen_to_go_on_and_computed_in_many_short_tasks() {
    skip_in_firefox!("it does not tell of long tasks");
    let browser = open("");
    for pattern in Pattern::ALL {
        // Longer than anybody waits.
        let link = format!(
            "v=1&pattern={}&duration=8784h&select=speed-end",
            pattern.word()
        );
        browser.eval(&format!("location.hash = {}", json!(link)));
        browser.wait_until("document.querySelector('main').dataset.state === 'playing'");
        look(&browser, 0);
        browser.eval(COUNT_RENEWALS);
        browser.wait_until("window.seen.renewals >= 8");
        let elapsed = browser.eval("return performance.now() - seen.since");
        let elapsed = elapsed.as_f64().expect("it is a time");
        let longest = seen(&browser, "longest");
        println!("{elapsed} ms, the longest task {longest} ms: {link}");
        assert!(
            longest < elapsed / 4.0,
            "{longest} ms of {elapsed} ms: {link}"
        );
        browser.click(".transport button.play");
        browser.wait_until("document.querySelector('main').dataset.state === 'paused'");
    }
    assert_eq!(browser.console_errors(), [""; 0]);
}

/// Counts what is called on the canvas of the picture, in each frame.
const COUNT_CALLS: &str = "
    const all = CanvasRenderingContext2D.prototype;
    window.calls = { most: 0, now: 0 };
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(all))) {
      if (typeof value !== 'function') continue;
      all[name] = function (...of) {
        if (this.canvas.matches('.board > *')) calls.now += 1;
        return value.apply(this, of);
      };
    }
    const frame = () => {
      calls.most = Math.max(calls.most, calls.now);
      calls.now = 0;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame)";

#[test]
fn a_hundred_thousand_messages_take_so_many_calls_of_the_canvas_and_no_more() {
    skip_in_firefox!("it does not tell of long tasks");
    let browser = open("");
    browser.eval(COUNT_CALLS);
    for pairs in LASTING {
        let link = whole(pairs);
        let at = crowd(&mut Run::new(parse(&link).0.scenario));
        browser.eval(&format!(
            "location.hash = {}",
            json!(format!("{link}&t={}ms", at / MILLISECOND))
        ));
        browser.wait_until(&format!(
            "document.querySelector('main').dataset.now === '{at}' && document.querySelector('main').dataset.state === 'paused'"
        ));
        browser.eval("calls.most = 0");
        look(&browser, 0);
        browser.click(".transport button.play");
        plays(&browser);
        let most = browser.eval("return calls.most").as_u64();
        let most = most.expect("it is a count") as usize;
        println!("{most} calls: {pairs}");
        assert!(most > 100, "{most} calls: {pairs}");
        assert!(most < MOST_CALLS, "{most} calls: {pairs}");
    }
    assert_eq!(browser.console_errors(), [""; 0]);
}

/// The most that a parameter can be.
fn most(param: &Param) -> String {
    match param.kind {
        Kind::Count { max, .. } => max.to_string(),
        Kind::Number { max, .. } => max.to_string(),
        Kind::Share => "1".to_owned(),
        Kind::Time { max, .. } => format!("{max}us"),
        Kind::Law { .. } => "336h".to_owned(),
        Kind::Choice(choices) => choices.last().map_or("", |choice| choice.word).to_owned(),
        Kind::Toggle => "on".to_owned(),
    }
}

#[test]
fn with_all_parameters_at_their_most_the_page_opens_and_pauses() {
    skip_in_firefox!("it does not tell of long tasks");
    let browser = open("");
    for pattern in Pattern::ALL {
        let is_number =
            |param: &&Param| matches!(param.kind, Kind::Count { .. } | Kind::Number { .. });
        let all = params(*pattern);
        // Where everything is lost and takes for ever, less happens than where there is much of it alone.
        for numbers_alone in [false, true] {
            let pairs = all
                .iter()
                .filter(|param| !numbers_alone || is_number(param));
            let pairs = pairs.map(|param| format!("&{}={}", param.word, most(param)));
            let link = format!(
                "v=1&pattern={}{}",
                pattern.word(),
                pairs.collect::<String>()
            );
            assert_eq!(parse(&link).1, [], "{link}");
            look(&browser, 0);
            browser.eval(&format!("location.hash = {}", json!(link)));
            plays(&browser);
            browser.eval(
                "if (document.querySelector('main').dataset.state === 'playing') document.querySelector('.transport button.play').click()",
            );
            browser.wait_until("document.querySelector('main').dataset.state !== 'playing'");
        }
    }
    assert_eq!(browser.console_errors(), [""; 0]);
}

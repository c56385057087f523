//! The page says what the command says of the same link: the same figures, counts and sentences.

use std::process::Command;

use driftscope::consistency::Anomaly;
use driftscope::patterns::{all_presets, parse};
use driftscope::session::Session;
use driftscope::show::units;
use driftscope::show::why::title;
use serde_json::{Value, json};

use crate::acts::open;
use crate::browser::Browser;

/// As many items as the page shows.
const MOST_ITEMS: usize = 60;

/// What `driftscope report` prints of a link.
fn reported(link: &str) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_driftscope"))
        .args(["report", link, "--json", "--why"])
        .output()
        .expect("the command starts");
    serde_json::from_slice(&output.stdout).expect("a report is JSON")
}

/// The numbers of the incidents that the items of the list tell in a run at its end, the newest first.
fn told(link: &str) -> Vec<u64> {
    let mut session = Session::open(parse(link).0);
    session.go_to(u64::MAX / 2);
    while session.catching_up().is_some() {
        session.frame(16.0, &mut || true);
    }
    let folds = session.folds(None, None).into_iter();
    folds.map(|fold| fold.head.nth).take(MOST_ITEMS).collect()
}

fn texts(browser: &Browser, css: &str) -> Vec<String> {
    let found = browser.eval(&format!(
        "return [...document.querySelectorAll({})].map(one => one.textContent)",
        json!(css)
    ));
    serde_json::from_value(found).expect("texts")
}

/// The figures at the head of the measures, from a report.
fn headlines(report: &Value) -> Vec<String> {
    let measure = |name: &str| &report["measures"][name];
    let has_bookings = report["link"]
        .as_str()
        .is_some_and(|link| link.contains("pattern=saga"));
    let often = measure(if has_bookings {
        "uncommitted-read"
    } else {
        "stale-reads"
    });
    let window = &measure("inconsistency-window")["p50"];
    let figure = |value: &Value, text: &dyn Fn(f64) -> String| {
        value.as_f64().map_or("no data yet".to_owned(), text)
    };
    vec![
        figure(&often["value"], &units::share),
        figure(window, &|ms| units::duration((ms * 1_000.0) as u64)),
    ]
}

#[test]
fn at_the_end_of_every_preset_the_page_says_what_the_command_reports() {
    let browser = open("");
    for preset in all_presets() {
        let report = reported(preset.link);
        let link = preset.link.split("&t=").next().unwrap_or_default();
        // Beyond its end, so that the page goes there as fast as it can.
        browser.goto(&format!("#{link}&t=24h"));
        browser.wait_for("main[data-state=settled], main[data-state=unsettled]");
        browser.click("#tab-measures");
        let settled = browser.attribute("main", "data-state") == "settled";
        assert_eq!(report["settled"], settled, "{}", preset.word);
        browser.wait_until(&format!(
            "document.querySelector('main').dataset.digest === {}",
            report["digest"]
        ));
        let shown = texts(&browser, ".headlines dd:not(.detail)");
        assert_eq!(shown[..2], headlines(&report), "{}", preset.word);
        let now = &texts(&browser, ".headlines .detail")[2];
        for (count, words) in [("diverged", "for good"), ("stuck", "stuck")] {
            let count = report["counts"][count].as_u64().unwrap_or(0);
            let number = format!("{} ", units::count(count));
            let mut parts = now.split("; ");
            let said = parts.any(|part| part.starts_with(&number) && part.ends_with(words));
            assert_eq!(said, count > 0, "{}: {now}: {count} {words}", preset.word);
        }
        browser.click("#tab-why");
        let kinds: Vec<String> = Anomaly::ALL
            .iter()
            .filter_map(|what| {
                let count = report["anomalies"][what.word()].as_u64()?;
                Some(units::count(count) + title(*what))
            })
            .collect();
        assert_eq!(
            texts(&browser, "#panel-why .kinds button"),
            kinds,
            "{}",
            preset.word
        );
        let incidents = report["incidents"].as_array().expect("incidents");
        let sentence = |nth: u64| {
            let found = incidents.iter().find(|incident| incident["nth"] == nth);
            found.and_then(|incident| incident["sentence"].as_str())
        };
        let sentences: Vec<&str> = told(link).into_iter().filter_map(sentence).collect();
        assert_eq!(
            texts(&browser, "#panel-why .wrongs .sentence"),
            sentences,
            "{}",
            preset.word
        );
    }
    assert_eq!(browser.console_errors(), [""; 0]);
}

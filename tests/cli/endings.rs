//! How runs and commands end: at rest, with work left, at a bound; and what is refused or said to be wrong.

use driftscope::consistency::Named;
use driftscope::patterns;
use driftscope::run::Run;
use serde_json::Value as Json;

use super::command::{TROUBLED, driftscope, json_lines, text};
use super::input::report_lines;

/// People write faster than anything arrives.
const TOO_FAST: &str = "pattern=event-based&ack-timeout=20ms&deliver=1h&duration=60s&writes=1000";
/// What is lost is sent again, for ever.
const RESTLESS: &str = "pattern=event-based&ack-timeout=1s&deliver-loss=1&duration=5s&seed=3";

fn one(arguments: &[&str]) -> (Option<i32>, Json) {
    let output = driftscope(&[&["report", "--json"], arguments].concat());
    (output.status.code(), json_lines(&output).remove(0))
}

#[test]
fn a_run_that_a_bound_stops_says_so_before_anything_else_and_exits_with_3() {
    let output = driftscope(&["report", TOO_FAST]);
    assert_eq!(output.status.code(), Some(3));
    let table = text(&output.stdout);
    assert_eq!(
        table.lines().next(),
        Some(
            "STOPPED, and what follows is of the time before: a bound stopped it at 15.372945s: more \
             than 400000 messages and timers were under way at once: write less, or let the consumers \
             keep up."
        )
    );

    let (code, json) = one(&[TOO_FAST]);
    assert_eq!(code, Some(3));
    assert_eq!(
        (&json["settled"], &json["stopped_at_s"]),
        (&false.into(), &15.372_945.into())
    );
    let stopped = json["stopped"].as_str().unwrap();
    assert!(
        stopped.starts_with("more than 400000 messages"),
        "{stopped}"
    );
    let why = json["why"].as_str().unwrap();
    assert_eq!(why, format!("a bound stopped it at 15.372945s: {stopped}"));

    let (code, json) = one(&[TOO_FAST, "--runs", "2"]);
    let why = json["why"].as_str().unwrap();
    assert_eq!(code, Some(3));
    assert!(
        why.starts_with("2 of 2 runs, the first of them with seed 1: a bound stopped it"),
        "{why}"
    );

    let traced = driftscope(&["trace", TOO_FAST]);
    assert_eq!(traced.status.code(), Some(3));
    assert!(
        text(&traced.stderr).starts_with("The trace is not whole: a bound stopped it at 15.37")
    );
}

#[test]
fn one_stopped_run_among_many_links_is_enough() {
    let output = report_lines(format!("seed=2\nkeys=none&{TOO_FAST}\n").as_bytes());
    assert_eq!(
        output.status.code(),
        Some(3),
        "a problem of a link is said as well"
    );
    let lines = json_lines(&output);
    assert!(lines[0].get("stopped").is_none() && lines[0].get("why").is_none());
    assert!(lines[1]["stopped"].is_string());
    assert_eq!(lines[1]["problems"].as_array().unwrap().len(), 1);
}

#[test]
fn a_run_with_work_left_says_what_and_when() {
    let (code, json) = one(&[RESTLESS]);
    assert_eq!((code, &json["settled"]), (Some(0), &false.into()));
    assert!(json.get("stopped").is_none());
    let why = json["why"].as_str().unwrap();
    assert!(why.contains("when it was ended at 55s"), "{why}");
    let table = text(&driftscope(&["report", RESTLESS]).stdout);
    assert!(
        table
            .lines()
            .next()
            .unwrap()
            .ends_with(&format!("Not settled: {why}.")),
        "{table}"
    );
    let (_, several) = one(&[RESTLESS, "--runs", "3"]);
    let nodes = one(&["duration=1s&work=1min"]).1;
    assert_eq!(
        nodes["why"],
        "work was left at nodes when it was ended at 11s"
    );
    let why = several["why"].as_str().unwrap();
    assert!(
        why.starts_with("3 of 3 runs, the first of them with seed 3: "),
        "{why}"
    );
}

#[test]
fn a_threshold_wants_the_unit_of_its_measure() {
    let measures = [
        "propagation=500ms",
        "propagation=0.5s",
        "lag=3",
        "versions-behind=1",
        "propagation=500ms",
    ];
    let asked: Vec<&str> = measures
        .iter()
        .flat_map(|asked| ["--at-least", *asked])
        .collect();
    let (code, json) = one(&[&[TROUBLED][..], &asked].concat());
    assert_eq!(code, Some(0));
    let shares = json["at_least"].as_object().unwrap();
    assert_eq!(shares.len(), 4, "each once");
    assert_eq!(shares["propagation=500ms"], shares["propagation=0.5s"]);
    assert!(
        shares["propagation=500ms"]
            .as_f64()
            .is_some_and(|share| 0.0 < share && share < 0.9)
    );

    for (asked, expected) in [
        (
            "propagation=500",
            "expected a time with its unit, such as propagation=500ms, since",
        ),
        ("propagation=500events", "expected a time with its unit"),
        ("propagation=-1ms", "expected a time with its unit"),
        (
            "lag=10ms",
            "expected a whole number, such as lag=10, since lag is counted in events",
        ),
        ("lag=1.5", "expected a whole number"),
        (
            "versions-behind=2s",
            "expected a whole number, such as versions-behind=10, since versions-behind is counted in versions",
        ),
        ("stale-reads=0.1", "expected one of added-latency, "),
        ("saga-duration=1s", "expected one of added-latency, "),
    ] {
        let output = driftscope(&[
            "report",
            "--json",
            TROUBLED,
            "--at-least",
            asked,
            "--at-least",
            "lag=1",
        ]);
        assert_eq!(output.status.code(), Some(2), "{asked}");
        let message = text(&output.stderr);
        assert!(
            message.starts_with(&format!("--at-least {asked}: {expected}")),
            "{message}"
        );
        let json = json_lines(&output).remove(0);
        assert_eq!(json["problems"][0].as_str(), Some(message.trim_end()));
        assert_eq!(json["at_least"].as_object().unwrap().len(), 1);
    }
}

/// Thresholds are read before a run begins, by the measures that it has then.
#[test]
fn a_run_has_all_its_measures_from_the_start() {
    for link in [
        "",
        "pattern=cqrs",
        "pattern=saga",
        "pattern=background-sync",
        "pattern=background-sync&copy=two-way",
        "pattern=event-based&consumers=1&writes=0",
    ] {
        let (link, _) = patterns::parse(link);
        let mut run = Run::new(link.scenario);
        let names = |run: &Run| {
            let figures = run.figures();
            let names = figures
                .measures
                .iter()
                .map(|(name, kept)| (name, std::mem::discriminant(kept)));
            names.collect::<Named<_>>()
        };
        let first = names(&run);
        run.finish(&mut |_| {});
        assert_eq!(first, names(&run));
    }
}

#[test]
fn a_row_that_is_not_there_has_no_value() {
    let links = [
        "pattern=background-sync&copy=incremental&deletes=0.3&inserts=0.3&reads=20&duration=30s",
        "pattern=background-sync&copy=two-way&deletes=0.3&inserts=0.3&reads=20&duration=30s",
        "pattern=background-sync&copy=full&deletes=0.3&reads=20&duration=30s",
    ];
    let mut told = 0;
    for link in links {
        let traced = driftscope(&["trace", link]);
        let why = driftscope(&["report", "--json", "--why", link]);
        let table = driftscope(&["report", "--why", link]);
        for output in [&traced, &why, &table] {
            assert!(
                !text(&output.stdout).contains(&i64::MIN.to_string()),
                "{link}"
            );
        }
        let is_gone =
            |line: &&Json| line["fact"] != "removed" && line.get("value") == Some(&Json::Null);
        assert!(
            json_lines(&traced).iter().filter(is_gone).count() > 10,
            "{link}"
        );
        let incidents = json_lines(&why).remove(0)["incidents"]
            .as_array()
            .unwrap()
            .clone();
        let is_gone = |shown: &Json| shown.is_object() && shown["value"].is_null();
        told += incidents
            .iter()
            .filter(|it| is_gone(&it["found"]) || is_gone(&it["truth"]))
            .count();
    }
    assert!(told > 0);
}

#[test]
fn help_says_which_exit_codes_there_are() {
    let help = text(&driftscope(&["--help"]).stdout);
    for code in [0, 1, 2, 3, 141] {
        assert!(help.contains(&format!("\n{code:>5}  ")), "{code}: {help}");
    }
}

/// A terminal is what `script` makes; util-linux has it, as good as everywhere.
#[cfg(target_os = "linux")]
#[test]
fn long_work_shows_how_far_it_is_on_a_terminal_and_nowhere_else() {
    use std::process::Command;
    let link = "duration=1h&writes=20";
    let quiet = driftscope(&["report", "--json", link, "--runs", "3"]);
    assert_eq!(text(&quiet.stderr), "");
    let binary = env!("CARGO_BIN_EXE_driftscope");
    let command = format!("{binary} report --json '{link}' --runs 8 > /dev/null");
    let shown = Command::new("script")
        .args(["-qec", &command, "/dev/null"])
        .output();
    let shown = shown.expect("util-linux has script");
    let shown = text(&shown.stdout);
    assert!(shown.contains(" of 8: "), "{shown}");
    assert!(shown.contains(" % ") || shown.contains(" %,"), "{shown}");
    assert!(shown.contains(" left"), "{shown}");
    assert!(
        shown.ends_with("\r\u{1b}[K"),
        "nothing of it stays: {shown:?}"
    );
}

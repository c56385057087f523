//! What a report says.

use std::collections::BTreeMap;

use driftscope::scenario;
use driftscope::{lab, run::Run};
use serde_json::Value as Json;

use super::command::{TROUBLED, counts, driftscope, keys, report, text};

fn is_number_or_null(json: &Json) -> bool {
    json.is_number() || json.is_null()
}

#[track_caller]
fn assert_measure(name: &str, measure: &Json) {
    assert!(measure["count"].is_u64(), "{name}: {measure}");
    let interval = &measure["ci95"];
    let is_interval = interval.as_array().is_some_and(|ends| {
        ends.len() == 2 && ends.iter().all(Json::is_number) && ends[0].as_f64() <= ends[1].as_f64()
    });
    assert!(interval.is_null() || is_interval, "{name}: {measure}");
    if measure["unit"] == "share" {
        assert_eq!(keys(measure), ["ci95", "count", "unit", "value"], "{name}");
        assert!(is_number_or_null(&measure["value"]), "{name}: {measure}");
        return;
    }
    let unit = measure["unit"].as_str().unwrap();
    assert!(
        ["ms", "events", "versions", "attempts", "steps", "rows"].contains(&unit),
        "{name}: {measure}"
    );
    let fields = ["mean", "p50", "p95", "p99", "max"];
    assert!(
        fields
            .iter()
            .all(|field| is_number_or_null(&measure[field])),
        "{name}: {measure}"
    );
    assert_eq!(
        keys(measure),
        ["ci95", "count", "max", "mean", "p50", "p95", "p99", "unit"],
        "{name}"
    );
}

#[test]
fn a_report_has_the_documented_fields_in_their_order() {
    let output = driftscope(&["report", "--json", TROUBLED]);
    let printed = text(&output.stdout);
    let fields = [
        "v",
        "link",
        "runs",
        "simulated_s",
        "events",
        "digest",
        "settled",
        "measures",
        "counts",
        "anomalies",
    ];
    let mut rest = printed.as_str();
    for field in fields {
        let (_, after) = rest.split_once(&format!("\"{field}\":")).expect(field);
        rest = after;
    }

    let json: Json = serde_json::from_str(&printed).unwrap();
    assert_eq!(keys(&json).len(), fields.len());
    assert_eq!((&json["v"], &json["runs"]), (&1.into(), &1.into()));
    assert!(json["simulated_s"].as_f64().unwrap() >= 60.0);
    assert!(json["events"].as_u64().unwrap() > 1_000);
    assert!(json["settled"].is_boolean());
    let digest = json["digest"].as_str().unwrap();
    assert!(digest.len() == 16 && u64::from_str_radix(digest, 16).is_ok());
    for (name, measure) in json["measures"].as_object().unwrap() {
        assert_measure(name, measure);
    }
    for name in [
        "propagation",
        "inconsistency-window",
        "lag",
        "reordered",
        "stale-reads",
    ] {
        assert!(json["measures"][name].is_object(), "{name}");
    }
    assert!(counts(&json, "counts")["committed"] > 100);
    assert!(counts(&json, "anomalies")["lost-event"] > 0);
}

#[test]
fn a_measure_without_values_has_no_figures() {
    let json = report(&["writes=0&reads=0"]);
    for (name, measure) in json["measures"].as_object().unwrap() {
        assert_measure(name, measure);
        for field in ["mean", "p50", "p95", "p99", "value"] {
            let is_level = name == "lag";
            let figure = measure.get(field).unwrap_or(&Json::Null);
            assert!(figure.is_null() || is_level, "{name}: {measure}");
        }
    }
}

#[test]
fn a_whole_address_its_fragment_and_its_pairs_are_the_same_link() {
    let pairs = "keys=5&seed=3&pattern=event-based";
    let expected = report(&[pairs]);
    assert_eq!(expected["link"], "v=1&pattern=event-based&keys=5&seed=3");
    assert_eq!(report(&[&format!("#{pairs}")]), expected);
    let address = format!("https://example.org/lab/?x=1#v=1&{pairs}");
    assert_eq!(report(&[&address]), expected);
}

#[test]
fn the_digest_is_that_of_the_run() {
    let (link, problems) = scenario::parse(TROUBLED);
    assert_eq!(problems, []);
    let mut run = Run::new(link.scenario.clone());
    run.finish(&mut |_| {});
    let printed = report(&[TROUBLED]);
    assert_eq!(printed["digest"], format!("{:016x}", run.digest()));
    assert_eq!(printed["events"], run.events());
    assert_eq!(printed["link"], scenario::write(&link));
    let pooled = lab::repeat(&link.scenario, 3);
    let printed = report(&[TROUBLED, "--runs", "3"]);
    assert_eq!(printed["digest"], format!("{:016x}", pooled.digest));
}

#[test]
fn runs_are_those_of_the_seeds_that_follow_with_their_counts_added_up() {
    let pooled = report(&[TROUBLED, "--runs", "3"]);
    assert_eq!(pooled["runs"], 3);
    let single: Vec<_> = (5..8)
        .map(|seed| report(&[&TROUBLED.replace("seed=5", &format!("seed={seed}"))]))
        .collect();
    for of in ["counts", "anomalies"] {
        let mut sums = BTreeMap::new();
        for (name, count) in single.iter().flat_map(|json| counts(json, of)) {
            *sums.entry(name).or_insert(0) += count;
        }
        assert_eq!(counts(&pooled, of), sums);
    }
    let sum = |value: &dyn Fn(&Json) -> u64| single.iter().map(value).sum::<u64>();
    assert_eq!(
        pooled["events"],
        sum(&|json| json["events"].as_u64().unwrap())
    );
    for name in ["propagation", "reordered"] {
        let count = |json: &Json| json["measures"][name]["count"].as_u64().unwrap();
        assert_eq!(count(&pooled), sum(&count), "{name}");
    }
    assert!(pooled["measures"]["propagation"]["ci95"].is_array());
}

#[test]
fn the_table_says_what_was_run_and_how_it_ended() {
    let output = driftscope(&[
        "report",
        "deliver=profile:yammer-riak-write",
        "--runs",
        "10",
    ]);
    assert_eq!(output.status.code(), Some(0));
    let table = text(&output.stdout);
    let lines: Vec<_> = table.lines().collect();
    assert_eq!(
        lines[0],
        "A profile change travels to three services. 10 runs, all settled."
    );
    assert_eq!(
        lines[1],
        "v=1&pattern=event-based&deliver=profile:yammer-riak-write"
    );
    let convergence = lines.iter().find(|line| line.starts_with("convergence"));
    assert!(convergence.unwrap().ends_with("  no data yet"));
    let header = lines
        .iter()
        .find(|line| line.contains("p50"))
        .unwrap()
        .chars();
    let propagation = lines.iter().find(|line| line.starts_with("propagation"));
    assert_eq!(propagation.unwrap().chars().count(), header.count());
    assert!(!table.contains("NaN") && !table.contains("inf "), "{table}");
}

#[test]
fn the_table_says_when_work_was_left_or_a_bound_was_met() {
    let ending = |link: &str| {
        let output = driftscope(&["report", link]);
        assert_eq!(output.status.code(), Some(0));
        text(&output.stdout).lines().next().unwrap().to_owned()
    };
    let unsettled = ending("duration=1s&work=1min");
    assert!(unsettled.ends_with("Not settled: work was left when the run was ended."));
    assert!(ending(BOUND).contains(" Stopped: more than "));
}

/// So many messages that stay on their way for so long that a run stops at its bound.
const BOUND: &str = "consumers=8&duration=1h&latency=1h&writes=1000";

#[test]
fn a_report_of_a_run_that_met_a_bound_says_which() {
    let json = report(&[BOUND]);
    assert_eq!(json["settled"], false);
    assert!(json["stopped"].as_str().unwrap().starts_with("more than "));
}

//! What a report says.

use std::collections::BTreeMap;

use driftscope::{lab, run::Run};
use driftscope::{patterns, scenario};
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
    // A figure that is missing has its reason, and no other has.
    let why = measure.get("why");
    assert!(why.is_none_or(|why| why.as_str().is_some_and(|why| why.len() > 8)));
    let mut found = keys(measure);
    found.retain(|key| *key != "why");
    if measure["unit"] == "share" {
        assert_eq!(found, ["ci95", "count", "unit", "value"], "{name}");
        assert!(is_number_or_null(&measure["value"]), "{name}: {measure}");
        assert_eq!(
            measure["value"].is_null(),
            why.is_some(),
            "{name}: {measure}"
        );
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
        found,
        ["ci95", "count", "max", "mean", "p50", "p95", "p99", "unit"],
        "{name}"
    );
    let lacks = |field: &str| measure[field].is_null();
    // Of an age there are no percentiles, and the highest levels are not told apart.
    let is_exempt = ["age-of-information", "lag"].contains(&name) && !lacks("mean");
    let is_missing = lacks("mean") || lacks("p95") || lacks("p99");
    assert_eq!(is_missing && !is_exempt, why.is_some(), "{name}: {measure}");
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
        "problems",
        "measures",
        "counts",
        "anomalies",
        "visibility",
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
            // Stations that had nothing to do were measured: they were idle.
            let is_idle = name == "utilisation" && measure["value"] == 0.0;
            let figure = measure.get(field).unwrap_or(&Json::Null);
            assert!(figure.is_null() || is_idle, "{name}: {measure}");
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
    let (link, problems) = patterns::parse(TROUBLED);
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
    let why = "  no data yet: no fault has ended and been got over";
    assert!(convergence.unwrap().ends_with(why));
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
fn few_values_have_no_high_percentiles_and_say_so() {
    let json = report(&["writes-every=1s&duration=10.5s&consumers=5&reads=0&latency=20ms"]);
    let measure = |name: &str| json["measures"][name].clone();
    let (windows, pairs) = (measure("inconsistency-window"), measure("propagation"));
    assert_eq!(
        (&windows["count"], &pairs["count"]),
        (&10.into(), &50.into())
    );
    assert!(windows["p50"].is_number() && windows["p95"].is_null() && windows["p99"].is_null());
    assert!(pairs["p95"].is_number() && pairs["p99"].is_null());
    assert!(windows["why"].as_str().unwrap().contains("p95 needs 20"));
    assert!(pairs["why"].as_str().unwrap().contains("p99 needs 100"));
    assert_eq!(measure("stale-reads")["why"], "nobody has read anything");
}

#[test]
fn what_does_not_apply_to_a_pattern_says_so() {
    let of_sagas = ["versions-behind", "t-visibility", "propagation"];
    for (link, names) in [
        ("pattern=saga", &of_sagas[..]),
        ("pattern=background-sync&copy=two-way", &["convergence"]),
    ] {
        let json = report(&[link]);
        for name in names {
            let measure = &json["measures"][name];
            assert_eq!(measure["count"], 0, "{name}: {link}");
            let why = measure["why"].as_str().expect("a reason");
            assert!(why.starts_with("does not apply"), "{name}: {why}: {link}");
        }
    }
}

#[test]
fn a_window_has_the_figures_of_its_time_alone() {
    let link = "writes-every=100ms&reads=0&duration=20s&latency=20ms";
    let json = report(&[link, "--window", "5s"]);
    let span = serde_json::json!({ "from_s": 15.0, "to_s": 20.0 });
    assert_eq!(json["window"], span);
    assert_eq!(counts(&json, "counts")["committed"], 50);
    assert_eq!(
        json["digest"],
        report(&[link])["digest"],
        "the run is the same"
    );
    for (name, measure) in json["measures"].as_object().unwrap() {
        assert_measure(name, measure);
    }
    // A window that is longer than the run is the run until people stop.
    let long = report(&[link, "--window", "1h"]);
    assert_eq!(long["window"]["from_s"], 0.0);
    let table = text(&driftscope(&["report", link, "--window", "5s"]).stdout);
    assert!(table.contains("Figures from 15.0 s to 20.0 s:"), "{table}");
    let bad = driftscope(&["report", link, "--window", "0s"]);
    assert_eq!(bad.status.code(), Some(2));
}

#[test]
fn each_replica_has_figures_of_its_own() {
    let link = "deliver=20ms|300ms|20ms&consumers=3&latency=1ms&publish=0s&work=0s&seed=3";
    let json = report(&[link, "--by-replica"]);
    let replicas = json["replicas"].as_object().unwrap();
    let words: Vec<_> = replicas.keys().map(String::as_str).collect();
    assert_eq!(words, ["consumer-1", "consumer-2", "consumer-3"]);
    for (word, propagation) in [("consumer-1", 20.0), ("consumer-2", 300.0)] {
        let measures = &replicas[word]["measures"];
        assert!(measures["propagation"]["p50"].as_f64().unwrap() >= propagation);
        for (name, measure) in measures.as_object().unwrap() {
            assert_measure(name, measure);
        }
        assert!(measures["utilisation"]["value"].is_number());
    }
    let stale = |word: &str| replicas[word]["measures"]["stale-reads"]["value"].as_f64();
    assert!(stale("consumer-2") > stale("consumer-1"), "{replicas:?}");
    let table = text(&driftscope(&["report", link, "--by-replica"]).stdout);
    assert!(table.contains("\nconsumer-2\n"), "{table}");
    let none = driftscope(&["report", "pattern=saga", "--by-replica"]);
    assert_eq!(none.status.code(), Some(2), "it says that there are none");
}

#[test]
fn a_report_answers_how_often_a_measure_is_as_great() {
    let link = "deliver=30ms&latency=1ms&publish=20ms&work=5ms&writes-every=1s&consumers=1&keys=1";
    let least = |what| ["--at-least", what];
    let asked = ["propagation=55ms", "propagation=56ms", "lag=2"]
        .map(least)
        .concat();
    let json = report(&[&[link][..], &asked].concat());
    let shares =
        serde_json::json!({ "lag=2": 0.0, "propagation=55ms": 1.0, "propagation=56ms": 0.0 });
    assert_eq!(json["at_least"], shares);
    let table = text(&driftscope(&["report", link, "--at-least", "lag=1"]).stdout);
    assert!(table.contains("\nP(lag >= 1) = 0.05"), "{table}");
    for wrong in ["speed=1", "lag", "unavailable=1"] {
        let output = driftscope(&["report", link, "--at-least", wrong]);
        assert_eq!(output.status.code(), Some(2), "{wrong}");
    }
}

#[test]
fn the_curve_of_visibility_rises_from_nothing() {
    let json = report(&["deliver=exp:50ms&seed=4"]);
    let points = json["visibility"].as_array().unwrap();
    assert!((10..250).contains(&points.len()), "{}", points.len());
    let number = |point: &Json, nth: usize| point[nth].as_f64().unwrap();
    for pair in points.windows(2) {
        assert!(number(&pair[0], 0) < number(&pair[1], 0));
        assert!(number(&pair[0], 1) <= number(&pair[1], 1));
    }
    for point in points {
        assert!(number(point, 2) <= number(point, 1) && number(point, 1) <= number(point, 3));
    }
    assert_eq!(
        report(&["pattern=saga"])["visibility"],
        serde_json::json!([])
    );
}

#[test]
fn what_went_wrong_is_told_in_sentences_and_in_fields() {
    let link = "v=1&pattern=cqrs&bus=200ms|1s&duration=20s&replicas=1&views=2";
    let table = text(&driftscope(&["report", link, "--why"]).stdout);
    let json = report(&[link, "--why"]);
    let incidents = json["incidents"].as_array().unwrap();
    let counted = json["anomalies"].as_object().unwrap().values();
    let counted: u64 = counted.map(|count| count.as_u64().unwrap()).sum();
    assert!(incidents.len() as u64 <= counted && incidents.len() > 5);
    let first = &incidents[0];
    let sentence = first["sentence"].as_str().unwrap();
    assert!(table.contains(sentence), "{table}");
    assert!(sentence.starts_with("At ") && sentence.contains(" was applied at "));
    assert!(first["closing"]["at_us"].as_u64() >= first["at_us"].as_u64());
    for word in [
        "nth", "name", "session", "node", "key", "write", "found", "truth",
    ] {
        assert!(!first[word].is_null(), "{word}: {first}");
    }
    assert!(
        report(&[link]).get("incidents").is_none(),
        "only when asked for"
    );
}

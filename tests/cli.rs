//! The headless command as a person or a program meets it: the built binary, what it prints, and
//! its exit codes.
#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Command, Output, Stdio};
use std::thread;

use driftscope::scenario::{self, Pattern, Scenario, params};
use driftscope::{lab, run::Run};
use serde_json::Value as Json;

/// Every kind of trouble at once, so that every measure has data and every fact is likely.
const TROUBLED: &str = "ack-loss=0.1&ack-timeout=400ms&crash-between=0.05&crash-every=20s&dead-letter=on\
                        &duplicate=0.1&error=0.1&loss=0.1&poison=0.02&seed=5\
                        &do=3s:cut:link.broker.consumer-1,for=2s";

fn driftscope(arguments: &[&str]) -> Output {
    command(arguments).stdin(Stdio::null()).output().unwrap()
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_driftscope"));
    command.args(arguments);
    command
}

/// `driftscope report -` with this input.
fn report_lines(input: &[u8]) -> Output {
    let mut child = command(&["report", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    output
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn json_lines(output: &Output) -> Vec<Json> {
    text(&output.stdout)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
        .collect()
}

#[track_caller]
fn report(arguments: &[&str]) -> Json {
    let output = driftscope(&[&["report", "--json"], arguments].concat());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(text(&output.stderr), "");
    let mut lines = json_lines(&output);
    assert_eq!(lines.len(), 1);
    lines.remove(0)
}

/// The message and the exit code of a link with one problem, which is run all the same.
#[track_caller]
fn assert_problem(link: &str, message: &str) {
    let output = driftscope(&["report", "--json", link]);
    assert_eq!(text(&output.stderr).trim_end(), message);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(json_lines(&output)[0]["v"], 1);
    let traced = driftscope(&["trace", link]);
    assert_eq!(text(&traced.stderr).trim_end(), message);
    assert_eq!(traced.status.code(), Some(2));
}

fn keys(json: &Json) -> Vec<&str> {
    let object = json.as_object().unwrap();
    object.keys().map(String::as_str).collect()
}

fn counts(json: &Json, of: &str) -> BTreeMap<String, u64> {
    serde_json::from_value(json[of].clone()).unwrap()
}

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
    assert!(
        measure["unit"] == "ms" || measure["unit"] == "events",
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
    for name in ["propagation", "inconsistency-window", "lag", "reordered"] {
        assert!(json["measures"][name].is_object(), "{name}");
    }
    assert!(counts(&json, "counts")["committed"] > 100);
    assert!(counts(&json, "anomalies")["lost-event"] > 0);
}

#[test]
fn a_measure_without_values_has_no_figures() {
    let json = report(&["writes=0"]);
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

#[test]
fn every_problem_of_a_link_has_a_message_and_the_rest_is_run() {
    assert_problem(
        "colour=red",
        "colour=red: expected a parameter of the pattern event-based; it is left out.",
    );
    assert_problem(
        "latency=lognormal:40ms",
        "latency=lognormal:40ms: expected lognormal:P50,P99 with P50 above 0 and at most P99, such \
         as lognormal:40ms,200ms; lognormal:40ms,200ms is used instead.",
    );
    assert_problem(
        "keys=0",
        "keys=0: expected a whole number from 1 to 10000; 24 is used instead.",
    );
    assert_problem(
        "v=2",
        "v=2: expected 1, the only version there is; it is read as version 1.",
    );
    let output = driftscope(&["report", "keys=0&seed=4&colour=red", "--json"]);
    assert_eq!(text(&output.stderr).lines().count(), 2);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        json_lines(&output)[0]["link"],
        "v=1&pattern=event-based&seed=4"
    );
}

#[test]
fn control_characters_of_a_link_do_not_reach_the_terminal() {
    let output = driftscope(&["report", "keys=\u{1b}[31m\u{202e}"]);
    let message = text(&output.stderr);
    assert!(
        message.starts_with("keys=\\u{1b}[31m\\u{202e}: expected"),
        "{message}"
    );
}

#[test]
fn seeds_that_do_not_exist_are_not_run() {
    let output = driftscope(&["report", "--json", "seed=4294967294", "--runs", "5"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        text(&output.stderr).trim_end(),
        "--runs 5: expected at most 2 with seed=4294967294, since seeds end at 4294967295; 2 is \
         used instead."
    );
    assert_eq!(json_lines(&output)[0]["runs"], 2);
}

#[test]
fn wrong_arguments_are_refused() {
    for (arguments, message) in [
        (&["report"][..], "<LINK>"),
        (&["report", "", "--runs", "0"], "0 is not in 1..=100000"),
        (
            &["report", "", "--runs", "100001"],
            "100001 is not in 1..=100000",
        ),
        (&["report", "", "--runs", "many"], "invalid digit"),
        (&["trace", "", "--format", "xml"], "possible values: jsonl"),
        (&["draw", ""], "unrecognized subcommand 'draw'"),
        (&[], "Usage: driftscope"),
    ] {
        let output = driftscope(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let printed = text(&output.stderr);
        assert!(printed.contains(message), "{arguments:?}: {printed}");
        assert_eq!(text(&output.stdout), "");
    }
}

#[test]
fn help_explains_by_example() {
    for arguments in [&["--help"][..], &["report", "--help"], &["trace", "-h"]] {
        let output = driftscope(arguments);
        assert_eq!(output.status.code(), Some(0));
        let help = text(&output.stdout);
        assert!(
            help.contains("'deliver=profile:yammer-riak-write'"),
            "{help}"
        );
        assert!(
            help.lines().all(|line| line.chars().count() <= 110),
            "{help}"
        );
    }
}

#[test]
fn each_line_of_input_is_a_report_and_a_bad_one_is_named() {
    let output = report_lines(b"seed=2\n\n  keys=none&seed=3\r\n#seed=4");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        text(&output.stderr),
        "line 3: keys=none: expected a whole number from 1 to 10000; 24 is used instead.\n"
    );
    let lines = json_lines(&output);
    assert_eq!(lines.len(), 3);
    for (line, seed) in lines.iter().zip(2..) {
        assert_eq!(*line, report(&[&format!("seed={seed}")]));
    }
}

#[test]
fn a_line_is_answered_before_the_next_is_given() {
    let mut child = command(&["report", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap()).lines();
    for seed in 1..4 {
        writeln!(stdin, "seed={seed}").unwrap();
        stdin.flush().unwrap();
        let answer: Json = serde_json::from_str(&answers.next().unwrap().unwrap()).unwrap();
        assert!(answer["digest"].is_string());
    }
    drop(stdin);
    assert!(child.wait().unwrap().success());
}

#[test]
fn no_input_is_no_report() {
    let output = report_lines(b"\n \n");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(text(&output.stdout), "");
}

#[test]
fn a_link_of_a_megabyte_is_refused_with_one_message_and_the_next_is_run() {
    let mut input = b"seed=1&picture=".to_vec();
    input.resize(1 << 20, b'x');
    input.extend(b"\nseed=2\n");
    let output = report_lines(&input);
    assert_eq!(output.status.code(), Some(2));
    let messages = text(&output.stderr);
    assert_eq!(messages.lines().count(), 1);
    assert!(messages.starts_with("line 1: link=seed=1&picture=xxx"));
    assert!(messages.ends_with("expected at most 64 KB; the defaults are used instead.\n"));
    let lines = json_lines(&output);
    assert_eq!(lines[0], report(&[""]));
    assert_eq!(lines[1], report(&["seed=2"]));
}

#[test]
fn noise_has_messages_and_never_a_panic() {
    // Bytes without system, newlines kept rare, so that most lines are long.
    let noise: Vec<u8> = (0..20_000_u64)
        .map(|place| (place.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 56) as u8)
        .map(|byte| if byte == b'\n' { b'&' } else { byte })
        .collect();
    let mut input = noise;
    input.extend(b"\nseed=\xff\xfe\n\0\0=\0\nlatency=\xf0\x28\x8c\xbc\nseed=2\n");
    let output = report_lines(&input);
    assert_eq!(output.status.code(), Some(2));
    let messages = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!messages.contains("panicked"), "{messages}");
    assert!(messages.contains("line 2: seed=\u{fffd}\u{fffd}: expected"));
    assert!(messages.contains("line 3: \\u{0}\\u{0}=\\u{0}: expected"));
    let lines = json_lines(&output);
    assert_eq!(lines.len(), 5);
    assert_eq!(lines[4], report(&["seed=2"]));
}

#[cfg(unix)]
#[test]
fn an_argument_that_is_no_text_has_a_message() {
    use std::os::unix::ffi::OsStrExt;
    let output = command(&["report", "--json"])
        .arg(std::ffi::OsStr::from_bytes(b"seed=\xff"))
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).starts_with("seed=\u{fffd}: expected"));
    assert_eq!(json_lines(&output).len(), 1);
}

#[test]
fn a_reader_that_goes_away_ends_the_command_quietly() {
    for arguments in [&["trace", "duration=168h&writes=100"][..], &["report", "-"]] {
        let mut child = command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        // Once the command has ended nobody reads these; that is what is waited for.
        let feeder = thread::spawn(move || while stdin.write_all(b"seed=1\n").is_ok() {});
        let mut first = String::new();
        let mut reader = BufReader::new(child.stdout.take().unwrap());
        reader.read_line(&mut first).unwrap();
        serde_json::from_str::<Json>(&first).unwrap();
        drop(reader);
        let mut messages = String::new();
        let mut stderr = child.stderr.take().unwrap();
        stderr.read_to_string(&mut messages).unwrap();
        assert_eq!(messages, "", "{arguments:?}");
        assert_eq!(child.wait().unwrap().code(), Some(0), "{arguments:?}");
        feeder.join().unwrap();
    }
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_an_error() {
    let full = std::fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let output = command(&["report", ""])
        .stdout(full)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
        .wait_with_output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).starts_with("driftscope: "));
}

fn facts_of(scenario: Scenario) -> u64 {
    let mut facts = 0;
    lab::finish(scenario, &mut |_| facts += 1);
    facts
}

#[test]
fn a_trace_has_a_line_for_every_fact_of_the_run() {
    let output = driftscope(&["trace", TROUBLED]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let lines = json_lines(&output);
    let (link, _) = scenario::parse(TROUBLED);
    assert_eq!(lines.len() as u64, facts_of(link.scenario));
    assert_eq!(driftscope(&["trace", TROUBLED]).stdout, output.stdout);

    let figures = report(&[TROUBLED]);
    let told = |word: &str| lines.iter().filter(|line| line["fact"] == word).count() as u64;
    let counts = counts(&figures, "counts");
    for (word, count) in [
        ("committed", "committed"),
        ("applied", "effects"),
        ("crashed", "crashes"),
        ("dead-lettered", "dead-letters"),
        ("failed", "failures"),
    ] {
        assert!(told(word) > 0, "{word}");
        assert_eq!(told(word), counts[count], "{word}");
    }
    assert_eq!(told("replica"), 4);
}

#[test]
fn a_line_of_a_trace_says_when_why_what_and_where_in_words() {
    let output = driftscope(&["trace", TROUBLED, "--format", "jsonl"]);
    let printed = text(&output.stdout);
    assert_eq!(
        printed.lines().nth(1),
        Some(
            r#"{"at_us":0,"cause":null,"fact":"replica","replica":"consumer-1","source":false,"keys":24,"merge":"replace"}"#
        )
    );
    let lines = json_lines(&output);
    let mut before = 0;
    for line in &lines {
        let at = line["at_us"].as_u64().unwrap();
        assert!(at >= before, "{line}");
        before = at;
        assert!(line["cause"].is_u64() || line["cause"].is_null(), "{line}");
        assert!(line["fact"].is_string(), "{line}");
        for (field, value) in line.as_object().unwrap() {
            assert_ne!(value, "unknown", "{field}: {line}");
        }
    }
    let delivery = lines
        .iter()
        .find(|line| {
            line["fact"] == "sent" && line["kind"] == "deliver" && line["to"] == "consumer-1"
        })
        .unwrap();
    assert_eq!(delivery["link"], "link.broker.consumer-1");
    assert_eq!(delivery["from"], "broker");
    assert!(delivery["due_us"].as_u64() >= delivery["at_us"].as_u64());
    let cut = lines.iter().find(|line| line["fact"] == "cut").unwrap();
    assert_eq!(cut["at_us"], 3_000_000);
    assert_eq!(cut["link"], "link.broker.consumer-1");
}

#[test]
fn every_parameter_is_listed_as_text_and_as_json() {
    let printed = text(&driftscope(&["params"]).stdout);
    let output = driftscope(&["params", "--json"]);
    assert_eq!(output.status.code(), Some(0));
    let json: Json = serde_json::from_slice(&output.stdout).unwrap();
    let listed = json["patterns"][0]["params"].as_array().unwrap();
    for param in params(Pattern::EventBased) {
        assert!(listed.iter().any(|listed| listed["key"] == param.word));
        assert!(printed.contains(&format!("\n  {}\n", param.word)));
    }
}

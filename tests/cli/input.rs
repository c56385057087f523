//! Bad links and arguments, many links, noise, and readers that go away.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Output, Stdio};
use std::thread;

use serde_json::Value as Json;

use super::command::{command, driftscope, json_lines, report, text};

/// `driftscope report -` with this input.
pub fn report_lines(input: &[u8]) -> Output {
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
        let mut alone = report(&[&format!("seed={seed}")]);
        assert_eq!(alone["problems"], serde_json::json!([]));
        if seed == 3 {
            let problem = "keys=none: expected a whole number from 1 to 10000; 24 is used instead.";
            alone["problems"] = serde_json::json!([problem]);
        }
        assert_eq!(*line, alone);
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
fn a_link_of_a_megabyte_is_one_message_and_the_rest_of_it_counts() {
    let mut input = b"picture=".to_vec();
    input.resize(1 << 20, b'x');
    input.extend(b"&seed=3\nseed=2\n");
    let output = report_lines(&input);
    assert_eq!(output.status.code(), Some(2));
    let messages = text(&output.stderr);
    assert_eq!(messages.lines().count(), 1);
    assert!(messages.starts_with("line 1: picture=xxx"));
    assert!(messages.ends_with("expected at most 200 characters; it is left out.\n"));
    let lines = json_lines(&output);
    assert_eq!(lines[0]["digest"], report(&["seed=3"])["digest"]);
    assert_eq!(lines[1], report(&["seed=2"]));
}

#[test]
fn a_line_of_three_megabytes_is_refused_with_one_message_and_the_next_is_run() {
    let mut input = b"seed=1&picture=".to_vec();
    input.resize(3 << 20, b'x');
    input.extend(b"\nseed=2\n");
    let output = report_lines(&input);
    assert_eq!(output.status.code(), Some(2));
    let messages = text(&output.stderr);
    assert_eq!(messages.lines().count(), 1);
    assert!(messages.starts_with("line 1: link=seed=1&picture=xxx"));
    assert!(messages.ends_with("too long; the defaults are used instead.\n"));
    let lines = json_lines(&output);
    let problems = lines[0]["problems"].as_array().unwrap();
    assert!(problems.len() == 1 && messages.contains(problems[0].as_str().unwrap()));
    assert_eq!(lines[0]["digest"], report(&[""])["digest"]);
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
        // As a shell says of programs that SIGPIPE ends.
        assert_eq!(child.wait().unwrap().code(), Some(141), "{arguments:?}");
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

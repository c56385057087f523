//! Runs the built command and reads what it prints.

use std::collections::BTreeMap;
use std::process::{Command, Output, Stdio};

use serde_json::Value as Json;

/// Every kind of trouble at once, so that every measure has data and every fact is likely.
pub const TROUBLED: &str = "ack-loss=0.1&ack-timeout=400ms&crash-between=0.05&crash-every=20s&dead-letter=on\
                        &duplicate=0.1&error=0.1&loss=0.1&poison=0.02&seed=5\
                        &do=3s:cut:link.broker.consumer-1,for=2s";

pub fn driftscope(arguments: &[&str]) -> Output {
    command(arguments).stdin(Stdio::null()).output().unwrap()
}

pub fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_driftscope"));
    command.args(arguments);
    command
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

pub fn json_lines(output: &Output) -> Vec<Json> {
    text(&output.stdout)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
        .collect()
}

#[track_caller]
pub fn report(arguments: &[&str]) -> Json {
    let output = driftscope(&[&["report", "--json"], arguments].concat());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(text(&output.stderr), "");
    let mut lines = json_lines(&output);
    assert_eq!(lines.len(), 1);
    lines.remove(0)
}

pub fn keys(json: &Json) -> Vec<&str> {
    let object = json.as_object().unwrap();
    object.keys().map(String::as_str).collect()
}

pub fn counts(json: &Json, of: &str) -> BTreeMap<String, u64> {
    serde_json::from_value(json[of].clone()).unwrap()
}

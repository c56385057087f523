//! The model against theory, as the command prints it.

use serde_json::Value as Json;

use super::command::{driftscope, text};

#[test]
fn a_row_is_printed_with_both_answers_and_its_verdict() {
    let output = driftscope(&["oracles", "e01", "E12"]);
    let table = text(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{table}");
    let lines: Vec<_> = table.lines().collect();
    assert_eq!(lines.len(), 3, "{table}");
    for (line, words) in [
        (lines[1], ["E01 ", " 55.00 ", "agrees"]),
        (lines[2], ["E12a ", " 1000.0 ", "agrees"]),
    ] {
        assert!(words.iter().all(|word| line.contains(word)), "{table}");
    }
}

#[test]
fn json_is_one_object_with_the_link_of_each_row() {
    let output = driftscope(&["oracles", "E01", "--json"]);
    assert_eq!(output.status.code(), Some(0));
    let json: Json = serde_json::from_slice(&output.stdout).unwrap();
    let row = &json["rows"][0];
    assert_eq!((&json["v"], &json["agree"]), (&1.into(), &true.into()));
    assert_eq!(
        (&row["measured"], &row["expected"]),
        (&55.0.into(), &55.0.into())
    );
    assert!(
        row["link"]
            .as_str()
            .unwrap()
            .starts_with("v=1&pattern=event-based&")
    );
    assert_eq!(row["samples"], 1_000);
}

#[test]
fn a_row_that_does_not_exist_is_a_problem() {
    let output = driftscope(&["oracles", "X7"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).starts_with("X7: expected the name of a row"));
}

//! Links as the world hands them to the command, and what it says of a run that is another one.

use std::process::Output;

use super::command::{driftscope, json_lines, text};
use super::input::report_lines;

/// The command takes an address as the page does, with the link in its query or its fragment.
#[test]
fn an_address_is_read_as_the_page_reads_it() {
    for (address, link) in [
        (
            "http://host/?v=1&pattern=saga&seed=3",
            "v=1&pattern=saga&seed=3",
        ),
        ("http://host/#saga", "v=1&pattern=saga"),
        ("saga", "v=1&pattern=saga"),
        (
            "https://a.b/#v=1&amp;pattern=cqrs&amp;seed=3.",
            "v=1&pattern=cqrs&seed=3",
        ),
        (
            "https://a.b/#v=1&pattern=background-sync%C2%A9=incremental",
            "v=1&pattern=background-sync&copy=incremental",
        ),
    ] {
        let output = report_lines(address.as_bytes());
        assert_eq!(
            (text(&output.stderr), output.status.code()),
            (String::new(), Some(0)),
            "{address}"
        );
        assert_eq!(json_lines(&output)[0]["link"], link, "{address}");
    }
    let output = report_lines(b"#v=1&pattern=");
    assert!(
        text(&output.stderr).contains("expected event-based or background-sync or saga or cqrs")
    );
}

#[test]
fn a_run_that_is_not_the_one_its_sender_saw_is_said_to_be_another_and_goes_on() {
    let run = "v=1&pattern=saga&duration=20s&t=4s";
    let traced = |link: &str| driftscope(&["trace", link, "--format", "jsonl"]);
    let plain = traced(run);
    assert_eq!(plain.status.code(), Some(0));
    let checked = |check: &str| format!("{run}&check={check}");
    let wrong = driftscope(&["report", &checked("00000"), "--json"]);
    let said = text(&wrong.stderr);
    assert!(said.starts_with("check=00000: expected "), "{said}");
    assert!(said.contains(", with which the digest of this run begins at 4s: it is not the run that the sender saw"), "{said}");
    assert_eq!(wrong.status.code(), Some(2));
    let right = said
        .get("check=00000: expected ".len()..)
        .unwrap()
        .get(..5)
        .unwrap();
    let output = driftscope(&["report", &checked(right), "--json"]);
    assert_eq!(
        (text(&output.stderr), output.status.code()),
        (String::new(), Some(0))
    );
    let digest = |output: &Output| json_lines(output)[0]["digest"].clone();
    assert_eq!(digest(&output), digest(&wrong), "the run is the same");
    let wrong = traced(&checked("00000"));
    assert_eq!(
        (wrong.status.code(), text(&wrong.stderr).as_str()),
        (Some(2), said.as_str())
    );
    assert_eq!(wrong.stdout, plain.stdout);
    // What somebody did after that instant does not count.
    let later = format!("{}&do=4.000001s:crash:service-1,for=1s", checked(right));
    assert_eq!(text(&driftscope(&["report", &later]).stderr), "");
    let before = format!("{}&do=3.999999s:crash:service-1,for=1s", checked(right));
    assert!(text(&driftscope(&["report", &before]).stderr).starts_with("check="));
}

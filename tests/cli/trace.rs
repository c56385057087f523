//! What a trace says.

use driftscope::lab;
use driftscope::patterns;
use driftscope::scenario::Scenario;

use super::command::{TROUBLED, counts, driftscope, json_lines, report, text};

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
    let (link, _) = patterns::parse(TROUBLED);
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
            r#"{"at_us":0,"cause":null,"fact":"replica","replica":"consumer-1","node":"consumer-1","source":false,"keys":24,"merge":"replace"}"#
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
fn what_the_person_at_the_page_does_goes_by_their_word() {
    let link =
        "pattern=cqrs&duration=4s&writes=0&reads=0&think=off&do=1s:write:key-1;2s:read:key-1";
    let lines = json_lines(&driftscope(&["trace", link]));
    let first = |word: &str| lines.iter().find(|line| line["fact"] == word).cloned();
    let requested = first("requested").unwrap();
    assert_eq!(
        (&requested["write"], &requested["session"]),
        (&"your-0".into(), &"you".into())
    );
    let asked = first("asked").unwrap();
    assert_eq!(
        (&asked["read"], &asked["session"]),
        (&"your-0".into(), &"you".into())
    );
    assert_eq!(first("sent").unwrap()["write"], "your-0");
}

//! Everything that a link may hold instead of what it should: one message each, which names parameter,
//! value, what was expected and what happens now; the rest of the link counts.

use crate::patterns::parse;
use crate::scenario::{Key, LONGEST_TEXT, write};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// Reads a bad pair in the midst of good ones and at their end: one message, and the others count.
fn one_message(pair: &str, said: &str) {
    for text in [
        format!("v=1&keys=7&{pair}&seed=3"),
        format!("v=1&seed=3&keys=7&{pair}"),
    ] {
        let (link, problems) = parse(&text);
        let messages: Vec<_> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(messages, [said], "{text}");
        assert_eq!(
            write(&link),
            "v=1&pattern=event-based&keys=7&seed=3",
            "{text}"
        );
    }
}

#[test]
fn half_a_number_two_units_and_nothing_are_each_one_message() {
    let share = "expected a share from 0 to 1, such as 0.02 or 2%; 0 is used instead.";
    let law = "expected a latency distribution such as 40ms, exp:40ms or lognormal:40ms,200ms; \
               lognormal:40ms,200ms is used instead.";
    for value in [
        ".5", "-0.1", "1e-3", "0,5", "0x1", "+0.5", "NaN", "inf", "0.5%%", "5 %", "\u{661}",
    ] {
        one_message(&format!("loss={value}"), &format!("loss={value}: {share}"));
    }
    one_message("loss=", &format!("loss=: {share}"));
    for value in [
        "40", "40m", "40msms", "40ms40ms", "40 ms", "40ms s", "ms", "-40ms", "40MS", "4..0ms",
    ] {
        one_message(
            &format!("latency={value}"),
            &format!("latency={value}: {law}"),
        );
    }
    one_message(
        "latency=exp:",
        "latency=exp:: expected exp:MEAN, such as exp:40ms; lognormal:40ms,200ms is used instead.",
    );
}

#[test]
fn what_cannot_be_seen_is_shown_and_what_is_no_text_is_said() {
    let count = "expected a whole number from 1 to 8; 3 is used instead.";
    one_message("consumers=%00", &format!("consumers=\\u{{0}}: {count}"));
    one_message("consumers=\u{0}2", &format!("consumers=\\u{{0}}2: {count}"));
    one_message(
        "consumers=%1b[31m2",
        &format!("consumers=\\u{{1b}}[31m2: {count}"),
    );
    one_message(
        "consumers=%E2%80%AEx",
        &format!("consumers=\\u{{202e}}x: {count}"),
    );
    // Half of a pair of surrogates, which is no UTF-8.
    one_message(
        "consumers=%ED%A0%80",
        &format!("consumers=\u{fffd}\u{fffd}\u{fffd}: {count}"),
    );
    one_message("consumers=%FF", &format!("consumers=\u{fffd}: {count}"));
    one_message(
        "consumers=<b>2</b>",
        &format!("consumers=<b>2</b>: {count}"),
    );
}

#[test]
fn what_is_no_pair_or_no_key_is_one_message() {
    one_message("hello", "hello=: expected KEY=VALUE; it is left out.");
    one_message(
        "=5",
        "=5: expected a parameter of the pattern event-based; it is left out.",
    );
    one_message(
        "loss_=5",
        "loss_=5: expected a parameter of the pattern event-based; it is left out.",
    );
    one_message(
        "d.loss=5",
        "d.loss=5: expected one run, since comparisons of several are not available yet; it is left out.",
    );
    one_message(
        "keys=9",
        "keys=9: expected each key once; the first is used, 7.",
    );
    one_message(
        "t=",
        "t=: expected a time such as 4.21s; the start is shown.",
    );
}

#[test]
fn acts_are_read_one_by_one() {
    let (link, problems) = parse(
        "do=1s:crash:broker;x;2s:crash:nobody;3s:boil:broker;4s:restart:broker,for=1s;5s:restart:broker",
    );
    assert_eq!(
        write(&link),
        "v=1&pattern=event-based&do=1s:crash:broker;5s:restart:broker"
    );
    let given: Vec<_> = problems
        .iter()
        .map(|problem| problem.given.as_str())
        .collect();
    assert_eq!(
        given,
        [
            "x",
            "2s:crash:nobody",
            "3s:boil:broker",
            "4s:restart:broker,for=1s"
        ]
    );
}

#[test]
fn words_of_another_version_are_named_and_the_rest_is_read() {
    let (link, problems) = parse("v=2&pattern=cqrs&freshness=high&seed=3");
    assert_eq!(write(&link), "v=1&pattern=cqrs&seed=3");
    let given: Vec<_> = problems
        .iter()
        .map(|problem| problem.parameter.as_str())
        .collect();
    assert_eq!(given, ["v", "freshness"]);
}

/// Each of these takes minutes where the work grows with the square of the length.
#[test]
fn a_million_letters_are_read_once() {
    let fill = |piece: &str| piece.repeat(1_000_000 / piece.len());
    for piece in [
        "&",
        "=",
        "a&",
        "a=&",
        "%26",
        "%2526",
        "&amp;",
        "&#38;",
        "\u{a9}",
        "\u{a9}=1",
        "?",
        "?a=1",
        "%3F%3D",
        "#",
        "keys=7&",
        "loss=1&keys=9&",
        "select=1&",
        "\\",
        "\u{200b}",
        "b.keys=7&",
        "saga&",
    ] {
        let text = format!("#v=1&pattern=event-based&seed=3&{}", fill(piece));
        let (link, problems) = parse(&text);
        assert_eq!(link.scenario.settings.count(Key::SEED), 3, "{piece}");
        assert!(problems.len() <= 101, "{piece}");
    }
    for piece in [";", "1s:crash:broker;", "x;", ":", ",", "1s:set:work=1ms/"] {
        let (link, problems) = parse(&format!("seed=3&do={}", fill(piece)));
        assert_eq!(link.scenario.settings.count(Key::SEED), 3, "{piece}");
        assert!(problems.len() <= 101, "{piece}");
    }
    for value in ["9", "/", "|", "quantiles:", "1=1ms,", ".", "0."] {
        for key in [
            "seed", "loss", "work", "t", "check", "v", "pattern", "embed",
        ] {
            let (link, problems) = parse(&format!("keys=7&{key}={}", fill(value)));
            assert_eq!(link.scenario.settings.count(Key::KEYS), 7, "{key} {value}");
            assert_eq!(problems.len(), 1, "{key} {value}");
        }
    }
    assert_eq!(parse(&"&".repeat(LONGEST_TEXT)).1, []);
}

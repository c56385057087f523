use crate::patterns::parse;
use crate::scenario::{
    Key, Kind, LONGEST_LINK, LONGEST_TEXT, Link, Param, Pattern, Problem, params, write,
    write_number, write_time,
};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn canonical(text: &str) -> String {
    let (link, problems) = parse(text);
    assert_eq!(problems, [], "{text}");
    write(&link)
}

fn only_problem(text: &str) -> Problem {
    let (link, problems) = parse(text);
    assert_eq!(problems.len(), 1, "{text}: {problems:?}");
    assert_eq!(parse(&write(&link)), (link, vec![]), "{text}");
    problems.into_iter().next().unwrap()
}

fn complaint(text: &str) -> String {
    only_problem(text).to_string()
}

#[test]
fn nothing_is_the_usual_scenario() {
    for text in [
        "",
        "#",
        "?",
        "  \n",
        "&&",
        "https://example.org/driftscope/",
        "https://a.b/?x#",
    ] {
        let (link, problems) = parse(text);
        assert_eq!(link, Link::defaults(Pattern::EVENT_BASED), "{text}");
        assert_eq!(problems, [], "{text}");
    }
}

#[test]
fn a_link_is_read_from_a_url_a_fragment_a_query_or_bare_pairs() {
    let written = "v=1&pattern=event-based&keys=7";
    for text in [
        "keys=7",
        "#keys=7",
        "?keys=7",
        "/?keys=7",
        "https://example.org/index.html#keys=7",
        "https://example.org/?utm=x#keys=7",
        "http://localhost:8080/?keys=7",
        " v=1&pattern=event-based&keys=7\n",
    ] {
        assert_eq!(canonical(text), written, "{text}");
    }
}

#[test]
fn only_what_differs_is_written_in_one_order() {
    let text = "t=1500ms&writes=6.0&select=consumer-1&outbox=on&do=2000ms:crash:broker&loss=2%\
                &seed=1&ack-timeout=0.4s&story=profile";
    assert_eq!(
        canonical(text),
        "v=1&pattern=event-based&ack-timeout=400ms&loss=0.02&outbox=on&select=consumer-1&t=1.5s\
         &do=2s:crash:broker"
    );
}

#[test]
fn a_value_is_decoded_once() {
    let select = |text: &str| parse(text).0.extras.select;
    assert_eq!(select("select=a%26b").as_deref(), Some("a&b"));
    assert_eq!(select("select=a%2526b").as_deref(), Some("a%26b"));
    assert_eq!(select("select=100%").as_deref(), Some("100%"));
    assert_eq!(select("select=1+1=2").as_deref(), Some("1+1=2"));
    assert_eq!(select("select=%ff").as_deref(), Some("\u{fffd}"));
    assert_eq!(canonical("loss=2%25"), "v=1&pattern=event-based&loss=0.02");
    assert_eq!(
        canonical("work=1ms%7C2ms%7c3ms"),
        "v=1&pattern=event-based&work=1ms/2ms/3ms"
    );
}

#[test]
fn only_what_must_be_is_encoded() {
    let mut link = Link::defaults(Pattern::EVENT_BASED);
    for (given, written) in [
        ("a b&c#d", "a%20b%26c%23d"),
        ("50%;x=1+2|3", "50%;x=1+2|3"),
        ("%41%4g%%41", "%2541%4g%%2541"),
        ("%2 ", "%2%20"),
        ("\u{e9}\n\u{85}\u{3000}", "\u{e9}%0A%C2%85%E3%80%80"),
    ] {
        link.extras.select = Some(given.to_owned());
        assert_eq!(
            write(&link),
            format!("v=1&pattern=event-based&select={written}")
        );
        assert_eq!(parse(&write(&link)), (link.clone(), vec![]));
    }
}

#[test]
fn keys_of_the_view_do_not_touch_the_run() {
    let (link, problems) = parse("picture=space-time&select=broker&embed=1&t=4s");
    assert_eq!(problems, []);
    assert_eq!(link.scenario, Link::defaults(Pattern::EVENT_BASED).scenario);
    assert_eq!(link.playhead, Some(4_000_000));
    assert_eq!(link.extras.picture.as_deref(), Some("space-time"));
    assert_eq!(link.extras.embed.as_deref(), Some("1"));
    let long = "x".repeat(201);
    assert!(complaint(&format!("select={long}")).contains("expected at most 200 characters"));
}

#[test]
fn a_value_out_of_bounds_is_named_with_what_is_used_instead() {
    assert_eq!(
        complaint("consumers=9"),
        "consumers=9: expected a whole number from 1 to 8; 3 is used instead."
    );
    assert_eq!(
        complaint("loss=1.5"),
        "loss=1.5: expected a share from 0 to 1, such as 0.02 or 2%; 0 is used instead."
    );
    assert_eq!(
        complaint("ack-timeout=200h"),
        "ack-timeout=200h: expected a time from 1ms to 168h, or off; off is used instead."
    );
}

#[test]
fn a_repeated_key_is_used_the_first_time() {
    assert_eq!(
        complaint("keys=7&keys=9"),
        "keys=9: expected each key once; the first is used, 7."
    );
    assert_eq!(
        parse("keys=7&keys=9").0.scenario.settings.count(Key::KEYS),
        7
    );
    assert_eq!(
        complaint("v=1&v=1"),
        "v=1: expected each key once; the first is used, 1."
    );
}

#[test]
fn an_unknown_parameter_is_left_out() {
    assert_eq!(
        complaint("bus=10ms"),
        "bus=10ms: expected a parameter of the pattern event-based; it is left out."
    );
    assert_eq!(complaint("Keys=7").split(':').next(), Some("Keys=7"));
    assert_eq!(
        complaint("hello"),
        "hello=: expected KEY=VALUE; it is left out."
    );
    assert_eq!(
        complaint("=7"),
        "=7: expected a parameter of the pattern event-based; it is left out."
    );
}

#[test]
fn a_comparison_is_not_there_yet() {
    for run in ["b", "c", "d"] {
        assert_eq!(
            complaint(&format!("{run}.loss=0.1")),
            format!(
                "{run}.loss=0.1: expected one run, since comparisons of several are not available \
                 yet; it is left out."
            )
        );
    }
}

#[test]
fn another_version_is_read_as_the_one_there_is() {
    let expected = "v=2: expected 1, the only version there is; it is read as version 1.";
    assert_eq!(complaint("v=2&keys=7"), expected);
    assert_eq!(parse("v=2&keys=7").0.scenario.settings.count(Key::KEYS), 7);
}

#[test]
fn a_pattern_that_does_not_exist_is_named_with_those_that_do() {
    let expected = "expected event-based or background-sync or saga or cqrs; event-based is used \
                    instead.";
    for word in ["gossip", "Saga", ""] {
        assert_eq!(
            complaint(&format!("pattern={word}")),
            format!("pattern={word}: {expected}")
        );
    }
    for pattern in Pattern::ALL {
        let text = format!("v=1&pattern={}", pattern.word());
        assert_eq!(parse(&text), (Link::defaults(*pattern), vec![]));
        assert_eq!(canonical(&text), text);
    }
}

#[test]
fn a_parameter_of_another_pattern_is_left_out() {
    assert_eq!(
        complaint("pattern=saga&consumers=3"),
        "consumers=3: expected a parameter of the pattern saga; it is left out."
    );
}

#[test]
fn a_check_is_five_digits_about_an_instant() {
    assert_eq!(
        canonical("check=0ABcd&t=4s"),
        "v=1&pattern=event-based&t=4s&check=0abcd"
    );
    assert_eq!(
        complaint("t=4s&check=xyz"),
        "check=xyz: expected five hexadecimal digits, such as 3f2a1; the run is not held against it."
    );
    assert_eq!(
        complaint("check=0abcd"),
        "check=0abcd: expected t=TIME beside it, the instant that it is about; the run is not held \
         against it."
    );
}

#[test]
fn a_playhead_that_is_no_time_is_a_problem() {
    assert_eq!(
        complaint("t=soon"),
        "t=soon: expected a time such as 4.21s; the start is shown."
    );
    assert_eq!(
        complaint("t=99999999h").split(':').next(),
        Some("t=99999999h")
    );
}

#[test]
fn what_was_given_is_shortened_and_cannot_hide() {
    let long = only_problem(&format!("keys={}", "9".repeat(300)));
    assert_eq!(long.given, format!("{}...", "9".repeat(40)));
    let hidden = only_problem("keys=%07%1b[31m%E2%80%AE7");
    assert_eq!(hidden.given, "\\u{7}\\u{1b}[31m\\u{202e}7");
}

#[test]
fn what_a_link_holds_beside_what_is_too_long_counts() {
    let mut text = format!(
        "keys=7&select={}&note={}",
        "x".repeat(LONGEST_LINK),
        "y".repeat(900_000)
    );
    text.push_str("&seed=3");
    let (link, problems) = parse(&text);
    assert_eq!(write(&link), "v=1&pattern=event-based&keys=7&seed=3");
    let said: Vec<_> = problems
        .iter()
        .map(|problem| problem.expected.as_str())
        .collect();
    assert_eq!(
        said,
        [
            "at most 200 characters",
            "a parameter of the pattern event-based"
        ]
    );
}

#[test]
fn a_text_that_no_browser_takes_is_said_to_be_too_long() {
    let (link, problems) = parse(&format!("keys=7&select={}", "x".repeat(LONGEST_TEXT)));
    assert_eq!(link, Link::defaults(Pattern::EVENT_BASED));
    assert_eq!(problems.len(), 1);
    let said = problems[0].to_string();
    assert!(
        said.ends_with(
            "expected at most 2 MB of text, and this is too long; the defaults are used instead."
        ),
        "{said}"
    );
}

#[test]
fn acts_for_which_a_link_has_no_room_are_left_out_and_the_rest_counts() {
    // As percentiles of eight consumers that are measured to the microsecond make them.
    let points: Vec<_> = (1..=64)
        .map(|n| format!("{n}.{n:06}={}us", 3_600_000_000_u64 + n))
        .collect();
    let law = format!("quantiles:{}", points.join(","));
    let slower = law.replace("=36", "=37");
    let laws = format!("{}/{slower}", [law.as_str(); 7].join("/"));
    let acts: Vec<_> = (1..10).map(|at| format!("{at}s:set:work={laws}")).collect();
    let text = format!("consumers=8&keys=7&t=2s&do={}", acts.join(";"));
    assert!(text.len() > 96_000);
    let (link, problems) = parse(&text);
    let fitting = link.scenario.script.acts().len();
    assert_eq!(fitting, LONGEST_LINK / acts[0].len());
    let written = write(&link);
    assert!(written.len() <= LONGEST_LINK);
    assert_eq!(parse(&written), (link.clone(), vec![]));
    assert_eq!(
        (link.playhead, link.scenario.settings.count(Key::KEYS)),
        (Some(2_000_000), 7)
    );
    assert_eq!(problems.len(), 1, "{problems:?}");
    let more = 9 - fitting - 1;
    assert!(
        problems[0].to_string().ends_with(&format!(
            "expected a link of at most 64 KB, and with this it is too long; it and the {more} after it \
             are left out."
        )),
        "{}", problems[0]
    );
    // One act less is one act.
    let acts = &acts[..=fitting];
    let said = complaint(&format!("consumers=8&do={}", acts.join(";")));
    assert!(said.ends_with("too long; this act is left out."), "{said}");
}

/// Room for acts is what the longest settings leave.
#[test]
fn the_longest_settings_have_room_in_a_link() {
    for &pattern in Pattern::ALL {
        let mut link = Link::defaults(pattern);
        let settings = &mut link.scenario.settings;
        let peers_first = |param: &&Param| {
            let counts = |other: &Param| other.per_peer.is_some_and(|of| of.key == param.key);
            !params(pattern).iter().any(counts)
        };
        let mut table: Vec<_> = params(pattern).iter().collect();
        table.sort_by_cached_key(peers_first);
        for param in table {
            let peers = settings.peers(param) as u64;
            let each = |text: &dyn Fn(u64) -> String| {
                let texts: Vec<_> = (0..peers).map(text).collect();
                texts.join("/")
            };
            let text = match param.kind {
                Kind::Count { max, .. } => {
                    each(&|peer| max.saturating_sub(peer).max(1).to_string())
                }
                Kind::Number { max, .. } => write_number(max - 1.000_000_000_001),
                Kind::Share => each(&|peer| format!("0.1234567890{}", 11 + peer)),
                Kind::Time { max, .. } => write_time(max - 1),
                Kind::Law { .. } => each(&|peer| longest_law(peer)),
                Kind::Choice(choices) => {
                    let words = choices.iter().map(|choice| choice.word);
                    words.max_by_key(|word| word.len()).unwrap().to_owned()
                }
                Kind::Toggle => if param.default == "on" { "off" } else { "on" }.to_owned(),
            };
            let value = settings
                .read(param.key, &text)
                .unwrap_or_else(|error| panic!("{}={text}: {error}", param.word));
            settings.set(param.key, value);
        }
        link.extras.select = Some(" ".repeat(200));
        link.extras.picture = Some("\u{3000}".repeat(200));
        link.extras.embed = Some(" ".repeat(200));
        let written = write(&link);
        assert!(
            written.len() < LONGEST_LINK * 7 / 8,
            "{pattern:?}: {}",
            written.len()
        );
        assert_eq!(parse(&written), (link, vec![]));
    }
}

fn longest_law(number: u64) -> String {
    let points: Vec<_> = (1..=64_u64)
        .map(|n| {
            format!(
                "{n}.{:012}={}us",
                123_456_789_010 + number,
                604_799_999_900 + n
            )
        })
        .collect();
    format!("quantiles:{}", points.join(","))
}

#[test]
fn a_time_that_is_too_large_is_said_to_be() {
    let large = "a time up to 10000000s, and this is too large";
    for text in ["t=99999999h", "t=99999999999999999999999s"] {
        assert_eq!(
            complaint(text),
            format!("{text}: expected {large}; the start is shown.")
        );
    }
    assert_eq!(
        complaint("do=99999999h:crash:broker"),
        format!("do=99999999h:crash:broker: expected {large}; this act is left out.")
    );
}

#[test]
fn a_hundred_problems_are_enough() {
    let text: Vec<_> = (0..150).map(|index| format!("x{index}=1")).collect();
    let (_, problems) = parse(&text.join("&"));
    assert_eq!(problems.len(), 101);
    assert_eq!(problems[100].given, "50 more problems");
}

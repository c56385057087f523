//! Golden runs: links and the digests of all that happened in them, the same natively and in
//! WebAssembly. Together the links put every parameter and every act to use.
//!
//! Catches anything that makes a run another one: a draw that moved, a tie that runs the other way,
//! a float that a platform rounds differently, a default that changed under old links. People have
//! shared these links: a digest that would change needs a new `v`, with the old behaviour kept for the
//! old one. `UPDATE_EXPECT=1 cargo test --test golden` adds the digests of new links, in
//! `tests/golden/digests.txt`; a preset that gets another link adds a line and takes none away.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;
#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

use std::collections::BTreeSet;
use std::fmt::Write as _;

use course::Course;
use driftscope::lab;
use driftscope::patterns::{all_presets, parse};
use driftscope::run::Phase;
use driftscope::scenario::{Deed, Key, Pattern, Scenario, params};

#[path = "golden/course.rs"]
mod course;
#[cfg(not(target_arch = "wasm32"))]
#[path = "golden/cqrs.rs"]
mod cqrs;
#[path = "golden/numbers.rs"]
mod numbers;
#[cfg(not(target_arch = "wasm32"))]
#[path = "golden/saga.rs"]
mod saga;
#[cfg(not(target_arch = "wasm32"))]
#[path = "golden/sync.rs"]
mod sync;

/// Lines of a digest, a blank, and a link.
const DIGESTS: &str = include_str!("golden/digests.txt");
/// A line for each: its digest, and its course.
const COURSES: &str = include_str!("golden/courses.txt");

fn golden() -> impl Iterator<Item = (&'static str, &'static str)> {
    DIGESTS.lines().map(|line| {
        line.split_once(' ')
            .unwrap_or_else(|| panic!("a digest, a blank and a link: {line}"))
    })
}

fn scenario(link: &str) -> Scenario {
    let (parsed, problems) = parse(link);
    assert!(problems.is_empty(), "{link}: {problems:?}");
    parsed.scenario
}

#[test]
fn golden_links_do_what_they_did() {
    let (mut digests, mut courses, mut changed) = (String::new(), String::new(), String::new());
    for (digest, link) in golden() {
        let (run, course) = Course::of(scenario(link));
        assert!(matches!(run.phase(), Phase::Ended { .. }), "{link}");
        let now = format!("{:016x}", run.digest());
        let _ = writeln!(digests, "{now} {link}");
        let _ = writeln!(courses, "{now} {course}");
        if digest != now {
            let _ = writeln!(changed, "  was {digest}, is {now} {link}");
            if let Some(course) = course_of(digest) {
                changed += &course.tell_parting(link, &scenario(link));
            }
        }
    }
    let updates = cfg!(not(target_arch = "wasm32")) && std::env::var_os("UPDATE_EXPECT").is_some();
    assert!(changed.is_empty() || updates, "\n{changed}");
    #[cfg(not(target_arch = "wasm32"))]
    {
        expect_test::expect_file!["golden/digests.txt"].assert_eq(&digests);
        expect_test::expect_file!["golden/courses.txt"].assert_eq(&courses);
    }
}

/// The course of the run that had a digest.
fn course_of(digest: &str) -> Option<Course> {
    let rest = COURSES.lines().find_map(|line| line.strip_prefix(digest))?;
    Course::read(rest.trim_start())
}

/// A write by hand in the middle is the first thing in which a run becomes another one.
#[test]
fn where_a_run_leaves_its_course_is_found() {
    let facts_of = |link: &str| {
        let mut facts = Vec::new();
        lab::finish(scenario(link), &mut |fact| facts.push(*fact));
        facts
    };
    let mut parted = 0;
    for (digest, link) in golden().take(12) {
        let course = course_of(digest).unwrap_or_else(|| panic!("a course: {link}"));
        let act = "4.321s:write:key-1";
        let other = match link.split_once("&do=") {
            Some((head, acts)) => format!("{head}&do={act};{acts}"),
            None => format!("{link}&do={act}"),
        };
        let (before, after) = (facts_of(link), facts_of(&other));
        assert_eq!(course.facts, before.len() as u64);
        let pairs = before.iter().zip(&after);
        let first = 1 + pairs.take_while(|(one, two)| one == two).count() as u64;
        let span = course.parting(scenario(&other));
        assert!(span.contains(&first), "{first} is not in {span:?}: {other}");
        assert!(
            span.end() - span.start() < 1 + course.facts / 90,
            "{span:?}: {link}"
        );
        let told = course.tell_parting(&other, &scenario(&other));
        let range = format!("| sed -n '{},{}p'", span.start(), span.end());
        assert!(told.contains(&range) && told.contains(" us  "), "{told}");
        parted += u64::from(first > 1);
    }
    assert_eq!(parted, 12);
}

#[test]
fn every_preset_is_golden() {
    let links: BTreeSet<_> = golden().map(|(_, link)| link).collect();
    for preset in all_presets() {
        let (word, link) = (preset.word, preset.link);
        assert!(
            links.contains(link),
            "the link of {word} is missing: {link}"
        );
    }
}

#[test]
fn golden_links_use_every_parameter_and_every_act() {
    let mut used: BTreeSet<(&str, Key)> = BTreeSet::new();
    let mut verbs: BTreeSet<String> = BTreeSet::new();
    for (_, link) in golden() {
        let Scenario { settings, script } = scenario(link);
        let pattern = settings.pattern().word();
        used.extend(
            settings
                .params()
                .iter()
                .map(|p| (pattern, p.key))
                .filter(|&(_, key)| !settings.is_default(key)),
        );
        for act in script.acts() {
            if let Deed::Set { key, .. } = act.what {
                used.insert((pattern, key));
            }
            let verb = act.what.to_string();
            verbs.extend(verb.split(':').next().map(str::to_owned));
        }
    }
    for pattern in Pattern::ALL {
        let unused: Vec<_> = params(*pattern)
            .iter()
            .filter(|param| !used.contains(&(pattern.word(), param.key)))
            .map(|param| param.word)
            .collect();
        assert!(
            unused.is_empty(),
            "{}: not in any golden link: {unused:?}",
            pattern.word()
        );
    }
    let all = [
        "crash", "cut", "mend", "read", "restart", "set", "start", "stop", "write",
    ];
    assert_eq!(verbs, all.map(str::to_owned).into(), "acts in golden links");
}

#[cfg(not(target_arch = "wasm32"))]
#[allow(
    clippy::needless_raw_string_hashes,
    reason = "expected texts are written with them when they are updated"
)]
mod trace {
    //! A run as a person can read it: one line an event.

    use driftscope::facts::describe::Value;
    use driftscope::facts::ids::{LinkId, NodeId, ReadId, ReplicaId, SessionId, WriteId};
    use driftscope::facts::time::Micros;
    use driftscope::facts::{ABSENT, Fact, Letter, Retransmit, What};
    use driftscope::patterns::parse;
    use driftscope::run::Run;
    use driftscope::scenario::Places;
    use expect_test::{Expect, expect};

    /// Everything that happens in a link.
    pub fn check(link: &str, expected: &Expect) {
        let (parsed, problems) = parse(link);
        assert!(problems.is_empty(), "{link}: {problems:?}");
        let places = Places::of(&parsed.scenario.settings);
        let mut stores = Vec::new();
        let mut run = Run::observed(parsed.scenario, &mut |fact| {
            if let What::Replica { replica, node, .. } = fact.what {
                stores.push((replica, node));
            }
        });
        let mut lines = String::new();
        run.advance(Micros::MAX, 10_000, &mut |fact| {
            lines.push_str(&line(fact, &places, &stores));
            lines.push('\n');
        });
        expected.assert_eq(&lines);
    }

    fn line(fact: &Fact, places: &Places, stores: &[(ReplicaId, NodeId)]) -> String {
        let ms = |span: Micros| format!("{}.{:03}", span / 1_000, span % 1_000);
        let at = format!("{:>8} ms", ms(fact.at));
        let node = |node: NodeId| {
            places
                .role(node)
                .map_or_else(String::new, |role| role.to_string())
        };
        let store = |replica| {
            let held = stores.iter().find(|(other, _)| *other == replica);
            held.map_or_else(String::new, |(_, at)| node(*at))
        };
        let mut told = Vec::new();
        fact.what.each(|field, value| {
            told.push(match value {
                Value::Letter(letter) => letter_words(letter, &node),
                Value::Node(at) => format!("{field} {}", node(at)),
                Value::Replica(replica) => format!("{field} {}", store(replica)),
                Value::Span(span) => format!("{field} {} ms", ms(span)),
                Value::Amount(ABSENT) | Value::None => format!("no {field}"),
                Value::Amount(amount) => format!("{field} {amount}"),
                Value::Write(WriteId(number))
                | Value::Read(ReadId(number))
                | Value::Count(number) => format!("{field} {number}"),
                Value::Session(SessionId(number)) | Value::Key(number) => {
                    format!("{field} {number}")
                }
                Value::Word(word) => format!("{field} {word}"),
                Value::Flag(true) => field.to_owned(),
                Value::Flag(false) => format!("not {field}"),
                Value::Link(LinkId(link)) => format!("{field} {link}"),
                Value::VersionVector(past) => format!("{field} {past:?}"),
            });
        });
        let (name, told) = (fact.what.name(), told.join(", "));
        format!("{at}  {name:<14} {told}")
    }

    fn letter_words(letter: &Letter, node: &impl Fn(NodeId) -> String) -> String {
        let about = letter
            .write
            .map_or_else(String::new, |write| format!(" write {}", write.0));
        let again = match (letter.attempt, letter.copy) {
            (0, 0) => String::new(),
            (attempt, copy) => format!(" (attempt {attempt}, copy {copy})"),
        };
        let care = match letter.retransmit {
            Retransmit::Never => "",
            Retransmit::OnReconnect => ", again after a reconnect",
            Retransmit::UntilAcked => ", an answer is awaited",
        };
        format!(
            "{} -> {}: {}{about}{again}{care}",
            node(letter.from),
            node(letter.to),
            letter.kind.word()
        )
    }

    /// A delivery that gets lost, its resend, an acknowledgement that gets lost, and the resend that
    /// the inbox knows already.
    #[test]
    fn a_lost_delivery_is_sent_again_and_acknowledged() {
        check(
            "v=1&pattern=event-based&consumers=1&keys=1&order=none&writes-every=800ms&duration=1s\
             &latency=40ms&work=10ms&deliver-loss=0.5&ack-loss=0.4&ack-timeout=200ms&retry=100ms&inbox=on&seed=44",
            &expect![[r#"
                  45.045 ms  asked          read 0, session 7, key 0
                  45.045 ms  sent           users -> consumer-1: query, due 85.045 ms
                  85.045 ms  delivered      users -> consumer-1: query
                  85.045 ms  read           read 0, session 7, replica consumer-1, key 0, version 0, value 0, waited 0.000 ms
                  85.045 ms  sent           consumer-1 -> users: answer, due 125.045 ms
                 116.359 ms  asked          read 2, session 5, key 0
                 116.359 ms  sent           users -> consumer-1: query (attempt 2, copy 0), due 156.359 ms
                 125.045 ms  delivered      consumer-1 -> users: answer
                 125.045 ms  answered       read 0
                 156.359 ms  delivered      users -> consumer-1: query (attempt 2, copy 0)
                 156.359 ms  read           read 2, session 5, replica consumer-1, key 0, version 0, value 0, waited 0.000 ms
                 156.359 ms  sent           consumer-1 -> users: answer (attempt 2, copy 0), due 196.359 ms
                 196.359 ms  delivered      consumer-1 -> users: answer (attempt 2, copy 0)
                 196.359 ms  answered       read 2
                 682.199 ms  asked          read 4, session 6, key 0
                 682.199 ms  sent           users -> consumer-1: query (attempt 4, copy 0), due 722.199 ms
                 722.199 ms  delivered      users -> consumer-1: query (attempt 4, copy 0)
                 722.199 ms  read           read 4, session 6, replica consumer-1, key 0, version 0, value 0, waited 0.000 ms
                 722.199 ms  sent           consumer-1 -> users: answer (attempt 4, copy 0), due 762.199 ms
                 762.199 ms  delivered      consumer-1 -> users: answer (attempt 4, copy 0)
                 762.199 ms  answered       read 4
                 800.000 ms  requested      write 0, key 0, session 5
                 800.000 ms  sent           users -> producer: command write 0, due 840.000 ms
                 840.000 ms  delivered      users -> producer: command write 0
                 840.000 ms  committed      write 0, key 0, version 1, value 936
                 840.000 ms  sent           producer -> broker: publish write 0, due 880.000 ms
                 840.000 ms  sent           producer -> users: reply write 0, due 880.000 ms
                 880.000 ms  delivered      producer -> broker: publish write 0
                 880.000 ms  sent           broker -> consumer-1: deliver write 0, an answer is awaited, due 920.000 ms
                 880.000 ms  delivered      producer -> users: reply write 0
                 880.000 ms  acknowledged   write 0
                 906.631 ms  lost           broker -> consumer-1: deliver write 0, an answer is awaited, why network
                1080.000 ms  retried        node broker, write 0, attempt 1, wait 100.000 ms
                1180.000 ms  sent           broker -> consumer-1: deliver write 0 (attempt 1, copy 0), an answer is awaited, due 1220.000 ms
                1220.000 ms  delivered      broker -> consumer-1: deliver write 0 (attempt 1, copy 0), an answer is awaited
                1220.000 ms  started        node consumer-1, write 0, attempt 0
                1230.000 ms  applied        replica consumer-1, write 0, key 0, version 1, value 936
                1230.000 ms  sent           consumer-1 -> broker: acknowledge write 0 (attempt 1, copy 0), due 1270.000 ms
                1263.263 ms  lost           consumer-1 -> broker: acknowledge write 0 (attempt 1, copy 0), why network
                1380.000 ms  retried        node broker, write 0, attempt 2, wait 200.000 ms
                1580.000 ms  sent           broker -> consumer-1: deliver write 0 (attempt 2, copy 0), an answer is awaited, due 1620.000 ms
                1620.000 ms  delivered      broker -> consumer-1: deliver write 0 (attempt 2, copy 0), an answer is awaited
                1620.000 ms  skipped        replica consumer-1, write 0, key 0, version 1, why known
                1620.000 ms  sent           consumer-1 -> broker: acknowledge write 0 (attempt 2, copy 0), due 1660.000 ms
                1660.000 ms  delivered      consumer-1 -> broker: acknowledge write 0 (attempt 2, copy 0)
            "#]],
        );
    }
}

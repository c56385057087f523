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
use driftscope::run::Phase;
use driftscope::scenario::{Deed, Key, Pattern, Scenario, all_presets, params, parse};

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
    let mut used: BTreeSet<(Pattern, Key)> = BTreeSet::new();
    let mut verbs: BTreeSet<String> = BTreeSet::new();
    for (_, link) in golden() {
        let Scenario { settings, script } = scenario(link);
        let pattern = settings.pattern();
        used.extend(
            params(pattern)
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
            .filter(|param| !used.contains(&(*pattern, param.key)))
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

    use driftscope::run::Run;
    use driftscope::scenario::{Places, parse};
    use driftscope::sim::fact::{Care, Fact, Letter, What};
    use driftscope::sim::ids::{NodeId, ReplicaId};
    use driftscope::sim::time::Micros;
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
        // The first store is the source; these runs have one.
        let source = node(stores.first().map_or(NodeId(1), |(_, at)| *at));
        let what = match fact.what {
            What::Replica { .. } => unreachable!("told before the run is observed"),
            What::Requested { write, key, .. } => {
                format!("users want write {} of key {key}", write.0)
            }
            What::Committed {
                write,
                key,
                version,
                value,
            } => {
                format!(
                    "{source} commits write {}: key {key} is {value}, version {version}",
                    write.0
                )
            }
            What::Acknowledged { write } => format!("users know that write {} is done", write.0),
            What::Applied {
                replica,
                write,
                key,
                version,
                value,
            } => {
                format!(
                    "{} applies write {}: key {key} is {value}, version {version}",
                    store(replica),
                    write.0
                )
            }
            What::Skipped {
                replica,
                write,
                why,
                ..
            } => {
                format!("{} leaves write {} alone: {why:?}", store(replica), write.0)
            }
            What::Sent { letter, due } => {
                format!("{}, due at {}", letter_words(&letter, &node), ms(due))
            }
            What::Delivered { letter } => format!("  arrived: {}", letter_words(&letter, &node)),
            What::Lost { letter, why } => {
                let care = match letter.care {
                    Care::Forget => "nobody will know",
                    Care::UntilReconnect => "known only after a reconnect",
                    Care::UntilAnswered => "an answer is awaited",
                };
                format!("  LOST ({why:?}; {care}): {}", letter_words(&letter, &node))
            }
            What::Started {
                node: at,
                write,
                attempt,
            } => {
                format!("{} handles write {}, attempt {attempt}", node(at), write.0)
            }
            What::Failed {
                node: at,
                write,
                attempt,
                ..
            } => {
                format!(
                    "{} throws on write {}, attempt {attempt}",
                    node(at),
                    write.0
                )
            }
            What::Retried {
                node: at,
                write,
                attempt,
                wait,
            } => {
                format!(
                    "{} will try write {} again in {} ms, attempt {attempt}",
                    node(at),
                    write.0,
                    ms(wait)
                )
            }
            What::DeadLettered {
                node: at, write, ..
            } => format!("{} puts write {} aside", node(at), write.0),
            What::Gone { write, why, .. } => format!("write {} is gone: {why:?}", write.0),
            What::WillNotCome { replica, write, .. } => {
                let to = replica.map_or("any".to_owned(), |replica| replica.0.to_string());
                format!("write {} will not come to replica {to}", write.0)
            }
            What::Asked { read, key, .. } => format!("read {} asks for key {key}", read.0),
            What::Read {
                read,
                replica,
                key,
                version,
                ..
            } => format!(
                "read {}: key {key} has version {version} at {}",
                read.0,
                store(replica)
            ),
            What::Answered { read } => format!("read {} is answered", read.0),
            What::Began { write, key } => format!("saga {} of key {key} begins", write.0),
            What::Reserved {
                node: at, write, ..
            } => format!("{} books for saga {}", node(at), write.0),
            What::Refused {
                node: at,
                write,
                why,
                ..
            } => format!("{} refuses saga {}: {why:?}", node(at), write.0),
            What::Undoing {
                node: at,
                write,
                attempt,
            } => format!(
                "{} takes back saga {}, attempt {attempt}",
                node(at),
                write.0
            ),
            What::Released {
                node: at, write, ..
            } => format!("{} has taken back saga {}", node(at), write.0),
            What::UndoFailed {
                node: at,
                write,
                attempt,
                ..
            } => format!(
                "{} fails to take back saga {}, attempt {attempt}",
                node(at),
                write.0
            ),
            What::Ended { write, how, .. } => format!("saga {} ends: {how:?}", write.0),
            What::Fault(fault) => format!("{fault:?}"),
            // Background sync.
            What::RunBegan { run, .. } => format!("run {run} of the job begins"),
            What::RunEnded { run, how, moved } => {
                format!("run {run} of the job ends: {how:?}, {moved} moved")
            }
            What::Scheduled { .. }
            | What::Removed { .. }
            | What::Wrote { .. }
            | What::Merged { .. } => format!("{:?}", fact.what),
            what => format!("{what:?}"),
        };
        format!("{at}  {what}")
    }

    fn letter_words(letter: &Letter, node: &impl Fn(NodeId) -> String) -> String {
        let about = letter
            .write
            .map_or_else(String::new, |write| format!(" write {}", write.0));
        let again = match (letter.attempt, letter.copy) {
            (0, 0) => String::new(),
            (attempt, copy) => format!(" (attempt {attempt}, copy {copy})"),
        };
        format!(
            "{} -> {}: {:?}{about}{again}",
            node(letter.from),
            node(letter.to),
            letter.kind
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
                  45.045 ms  read 0 asks for key 0
                  45.045 ms  users -> consumer-1: Query, due at 85.045
                  85.045 ms    arrived: users -> consumer-1: Query
                  85.045 ms  read 0: key 0 has version 0 at consumer-1
                  85.045 ms  consumer-1 -> users: Answer, due at 125.045
                 116.359 ms  read 2 asks for key 0
                 116.359 ms  users -> consumer-1: Query (attempt 2, copy 0), due at 156.359
                 125.045 ms    arrived: consumer-1 -> users: Answer
                 125.045 ms  read 0 is answered
                 156.359 ms    arrived: users -> consumer-1: Query (attempt 2, copy 0)
                 156.359 ms  read 2: key 0 has version 0 at consumer-1
                 156.359 ms  consumer-1 -> users: Answer (attempt 2, copy 0), due at 196.359
                 196.359 ms    arrived: consumer-1 -> users: Answer (attempt 2, copy 0)
                 196.359 ms  read 2 is answered
                 682.199 ms  read 4 asks for key 0
                 682.199 ms  users -> consumer-1: Query (attempt 4, copy 0), due at 722.199
                 722.199 ms    arrived: users -> consumer-1: Query (attempt 4, copy 0)
                 722.199 ms  read 4: key 0 has version 0 at consumer-1
                 722.199 ms  consumer-1 -> users: Answer (attempt 4, copy 0), due at 762.199
                 762.199 ms    arrived: consumer-1 -> users: Answer (attempt 4, copy 0)
                 762.199 ms  read 4 is answered
                 800.000 ms  users want write 0 of key 0
                 800.000 ms  users -> producer: Command write 0, due at 840.000
                 840.000 ms    arrived: users -> producer: Command write 0
                 840.000 ms  producer commits write 0: key 0 is 936, version 1
                 840.000 ms  producer -> broker: Publish write 0, due at 880.000
                 840.000 ms  producer -> users: Reply write 0, due at 880.000
                 880.000 ms    arrived: producer -> broker: Publish write 0
                 880.000 ms  broker -> consumer-1: Deliver write 0, due at 920.000
                 880.000 ms    arrived: producer -> users: Reply write 0
                 880.000 ms  users know that write 0 is done
                 906.631 ms    LOST (Network; an answer is awaited): broker -> consumer-1: Deliver write 0
                1080.000 ms  broker will try write 0 again in 100.000 ms, attempt 1
                1180.000 ms  broker -> consumer-1: Deliver write 0 (attempt 1, copy 0), due at 1220.000
                1220.000 ms    arrived: broker -> consumer-1: Deliver write 0 (attempt 1, copy 0)
                1220.000 ms  consumer-1 handles write 0, attempt 0
                1230.000 ms  consumer-1 applies write 0: key 0 is 936, version 1
                1230.000 ms  consumer-1 -> broker: Acknowledge write 0 (attempt 1, copy 0), due at 1270.000
                1263.263 ms    LOST (Network; nobody will know): consumer-1 -> broker: Acknowledge write 0 (attempt 1, copy 0)
                1380.000 ms  broker will try write 0 again in 200.000 ms, attempt 2
                1580.000 ms  broker -> consumer-1: Deliver write 0 (attempt 2, copy 0), due at 1620.000
                1620.000 ms    arrived: broker -> consumer-1: Deliver write 0 (attempt 2, copy 0)
                1620.000 ms  consumer-1 leaves write 0 alone: Known
                1620.000 ms  consumer-1 -> broker: Acknowledge write 0 (attempt 2, copy 0), due at 1660.000
                1660.000 ms    arrived: consumer-1 -> broker: Acknowledge write 0 (attempt 2, copy 0)
            "#]],
        );
    }
}
